r"""LaTeX articles on pages: theorems, proofs, lists and tables read as their author means them."""

from __future__ import annotations

import re

import pytest
from test_report_article import body_of, checked, words_of

from symkl.reading.document import Document
from symkl.reading.titles import tex_words
from symkl.report.article import title_of
from symkl.report.latex_prose import headings, parts

ARTICLE = r"""\documentclass{article}
\title{Entropy \& more: 100\% of it, \textit{again \emph{and} again}}
\newtheorem{satz}{Satz}
\begin{document}
\maketitle
\begin{abstract}Short.\end{abstract}
\begin{satz}[Chain rule]
For all $X, Y$: $H(X,Y) = H(X) + H(Y \mid X)$.
\end{satz}
\begin{proof} Plain. \end{proof}
\begin{center}
\begin{itemize}
\item one \item two
\end{itemize}
\end{center}
\begin{tabular}{ll} a & b \\ \hline c\&d & e \end{tabular}
After it.
\end{document}
"""


@pytest.fixture(scope="module")
def page() -> str:
    return checked(Document("a.tex", ARTICLE, "tex"))[1]


def paragraphs(page: str) -> list[str]:
    found = re.findall(r'<div class="para">(.*?)</div>\n', body_of(page), re.DOTALL)
    return [" ".join(re.sub(r"<math.*?</math>|<[^>]*>", " ", text).split()) for text in found]


def test_the_title_may_hold_groups() -> None:
    article = Document("a.tex", ARTICLE, "tex")
    assert title_of(article) == "Entropy & more: 100% of it, again and again"
    assert title_of(Document("b.tex", r"\title{open", "tex")) == "b.tex"


def test_environments_begin_paragraphs_with_their_names(page: str) -> None:
    found = paragraphs(page)
    assert found[0] == "Abstract. Short."
    assert found[1].startswith("Satz (Chain rule). For all")
    assert "Proof. Plain." in found
    assert "• one" in found
    assert "• two" in found
    assert "a | b c&amp;d | e" in found
    assert found[-1] == "After it."


def test_no_name_of_a_layout_is_shown(page: str) -> None:
    shown = words_of(page)
    assert not re.search(r"\b(?:itemize|center|tabular|document|satz|ll)\b|\\", shown)


def test_headings_are_in_the_language_of_the_article() -> None:
    assert headings("这是一篇文章")["proof"] == "证明"
    assert headings("an article")["proof"] == "Proof"


def test_what_stands_in_an_environment_is_only_text() -> None:
    (part,) = parts(r"\begin{proof}[<script>]<b>x</b>", headings(""))
    assert part.shown == "<b>Proof (&lt;script&gt;).</b> &lt;b&gt;x&lt;/b&gt;"


@pytest.mark.parametrize(
    ("tex", "shown"),
    [
        (r"see \eqref{a} and \ref{b}", "see (a) and b"),
        ("pages 1--2 --- more", "pages 1–2 — more"),
        ("a ---- b", "a ---- b"),
        (r"5\,\% of~it\ldots", "5 % of it…"),
    ],
)
def test_words_are_without_commands(tex: str, shown: str) -> None:
    assert tex_words(tex) == shown
