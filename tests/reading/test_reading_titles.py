from __future__ import annotations

import pytest

from symkl.reading.article import read
from symkl.reading.document import Document
from symkl.reading.titles import title_words


@pytest.mark.parametrize(
    ("form", "written", "shown"),
    [
        ("markdown", "KL — a *blog* post", "KL — a blog post"),
        ("markdown", "**Bold** and `code` and ~x~", "Bold and code and ~x~"),
        ("markdown", "[link](http://x.y/a_b) ![pic](p.png)", "link pic"),
        ("markdown", 'Gibbs <a id="k"></a> {#sec:gibbs}', "Gibbs"),
        ("markdown", r"a\*b, 2 * 3 * 4, snake_case_name", "a*b, 2 * 3 * 4, snake_case_name"),
        (
            "markdown",
            "of $a_1 * b_1 * c$ and $\\mathcal{X}$",
            "of $a_1 * b_1 * c$ and $\\mathcal{X}$",
        ),
        ("markdown", "sets {1, 2}", "sets {1, 2}"),
        (
            "tex",
            r"\textit{Entropy} \& ``more'' of $H(X)$~\cite[p.~2]{x}",
            "Entropy & “more” of $H(X)$",
        ),
        ("tex", r"\texorpdfstring{$f$}{f}-divergences\footnote{See.}", "$f$-divergences"),
        ("tex", r"信息论\label{a}", "信息论"),
        (
            "rst",
            "*The* ``code`` of `a link <http://x>`_ and :ref:`this`",
            "The code of a link and this",
        ),
    ],
)
def test_a_title_is_words_and_formulas(form: str, written: str, shown: str) -> None:
    assert title_words(written, form) == shown


def test_derivations_have_the_words_of_their_heading() -> None:
    text = "## A *short* proof\n\nLet $X$ and $Y$ be discrete. $H(X,Y) = H(X) + H(Y|X)$.\n"
    (derivation,) = read(Document("a.md", text)).derivations
    assert derivation.title == "A short proof"


def test_a_heading_of_marks_alone_leaves_the_name_of_the_file() -> None:
    text = "## <a id='x'></a>\n\nLet $X$ and $Y$ be discrete. $H(X,Y) = H(X) + H(Y|X)$.\n"
    (derivation,) = read(Document("a.md", text)).derivations
    assert derivation.title == "a.md"
