"""Articles as PDF files: the text, the verdict of each line, and all about what is wrong."""

from __future__ import annotations

import importlib.util
import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from test_report_html import ATTACK
from test_report_pdf import need_chinese_font, structure

from symkl.messages.catalogue import Language
from symkl.reading.articles import load_articles
from symkl.reading.document import Document
from symkl.report import pdf as module
from symkl.report.article import article_page
from symkl.report.article_typst import document as typst_file
from symkl.report.page_tree import tree
from symkl.report.pdf import NoPdf, write_report_pdfs
from symkl.result import Result
from symkl.running import run

ARTICLE = r"""# Divergences

Let $P$ and $Q$ be distributions on $\mathcal X$, *different* ones; see [there](https://example.org).

$$\begin{aligned}
D_{KL}(P \| Q) &= \sum_x P(x) \log \frac{P(x)}{Q(x)} \\
&= D_{KL}(Q \| P) \\
&= \nosuch
\end{aligned}$$

- one `code`
- two: $H(P) \ge 0$.

> quoted

| a | b |
|---|---|
| c | d |

```
left as it is
```
"""


@pytest.fixture(scope="module")
def checked() -> tuple[Document, Result]:
    article = Document("notes.md", ARTICLE)
    return article, run(load_articles([article]), jobs=1)


def made(article: Document, result: Result, folder: Path, language: Language) -> PdfReader:
    if importlib.util.find_spec("typst") is None:
        pytest.skip("PDF of articles is NOT CHECKED: no typst (pip install 'symkl[pdf]')")
    paths = write_report_pdfs(result, folder, language, [article])
    (path,) = [path for path in paths if path.name.startswith("article.")]
    assert path == folder / "article.notes.pdf"
    return PdfReader(io.BytesIO(path.read_bytes()))


def words_of(reader: PdfReader) -> str:
    return " ".join(" ".join(sheet.extract_text() for sheet in reader.pages).split())


def test_the_text_and_its_verdicts_are_on_paper(
    checked: tuple[Document, Result], tmp_path: Path
) -> None:
    reader = made(*checked, tmp_path, "en")
    words = words_of(reader)
    for said in ("Divergences", "different ones", "proved", "refuted", "unread", "code", "quoted"):
        assert said in words
    for said in ("Counterexample", "from mpmath import", "left as it is", "To look at"):
        assert said in words
    assert "All derivations" not in words  # there are no other pages
    assert "source line 6" not in words  # the details of what is proved are folded
    told = [str(node.get("/Alt", "")) for node in structure(reader)]
    assert "= ∑_x P(x) log P(x)/Q(x)" in told
    assert any("P, Q" in alternative for alternative in told)  # the picture


def test_it_is_in_chinese_as_well(checked: tuple[Document, Result], tmp_path: Path) -> None:
    need_chinese_font()
    words = words_of(made(*checked, tmp_path, "zh"))
    for said in ("已证明", "已否定", "未读懂", "反例"):
        assert said in words
    assert "refuted" not in words


def test_nothing_of_the_author_acts(tmp_path: Path) -> None:
    hostile = f'#panic("x") ] ) $ @ref <label> {ATTACK} // /* ` "'
    article = Document("notes.md", f"# {hostile}\n\n{hostile}\n\n$$H(X) = H(X)$$ {hostile}\n")
    result = run(load_articles([article]), jobs=1)
    words = words_of(made(article, result, tmp_path, "en"))
    assert words.count("#panic(“x”)") == 3


def test_without_typst_it_is_said_what_to_install(
    checked: tuple[Document, Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article, result = checked
    found = importlib.util.find_spec
    hidden = {"typst": None}
    monkeypatch.setattr(
        module.importlib.util, "find_spec", lambda name: hidden.get(name, name) and found(name)
    )
    monkeypatch.setattr(module, "_by_tex", lambda text: b"")
    monkeypatch.setattr(module.shutil, "which", lambda name: "/usr/bin/pdflatex")
    with pytest.raises(NoPdf, match="needs typst"):
        write_report_pdfs(result, tmp_path, "en", [article])


def test_a_formula_in_several_parts_is_one_on_paper() -> None:
    long = " + ".join(["H(X)"] * 12)
    article = Document("a.md", f"$${long} = H(X)$$")
    page = str(article_page(article, run(load_articles([article]), jobs=1)))
    assert "<wbr>" in page
    shown = typst_file(page, "a")
    assert shown.count(f'math.equation(alt: "{long} = H(X)"') == 1


def test_a_page_is_read_with_its_pictures_as_they_are() -> None:
    body = tree('<html><body><p class="a b">x<br>y <svg w="1"><g/><text>t</text></svg></p></body>')
    (paragraph,) = body.elements()
    assert paragraph.classes == {"a", "b"}
    assert paragraph.text == "xy "
    assert [e.source for e in paragraph.all("svg")] == ['<svg w="1"><g/><text>t</text></svg>']
