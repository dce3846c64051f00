from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from test_report_formula import code_points, drawn
from test_report_html import ATTACK, tags_of

from symkl.reading.articles import load_articles
from symkl.reading.document import Document, article_files, load_document
from symkl.recording import derivation_result
from symkl.report.article import article_page, title_of
from symkl.report.files import article_names, write_reports
from symkl.report.headings import heading_tag
from symkl.result import Result
from symkl.running import run

DOCUMENTS = list(article_files(Path(__file__).parent.parent / "reading" / "documents"))
SAFE_LINK = re.compile(r"(https?://|mailto:|#|[a-z0-9.-]+\.html$).*")
MIXED = r"""---
title: "Divergence"
---
## The *first* part of $P$

Here $P$ and $Q$ are pmfs on $\mathcal X$, so $H(P) \ge 0$; see [there](https://example.org/a_b).

- a list with `code $x$`
  $$ D(P\|Q) = \sum_x P(x) \log \frac{P(x)}{Q(x)} \tag{1} $$

> $$
> \begin{aligned}
> D(P\|Q) &= \sum_x P(x) \log \frac{P(x)}{Q(x)} \\
>   &\le \sum_x \log \frac{P(x)}{Q(x)} \\
>   &= \nosuch \\
>   &= 0
> \end{aligned}
> $$

$$ \lozenge \nosuch $$

<!-- a secret -->

```
$$ a = b $$
```
"""


def checked(document: Document) -> tuple[Result, str]:
    result = run(load_articles([document]), jobs=1)
    return result, str(article_page(document, result))


@pytest.fixture(scope="module")
def mixed() -> tuple[Result, str]:
    return checked(Document("mixed.md", MIXED))


def body_of(page: str) -> str:
    return page.partition("<main")[2].partition("</main>")[0]


def words_of(page: str) -> str:
    bare = re.sub(r"<annotation.*?</annotation>|<[^>]*>", " ", body_of(page), flags=re.DOTALL)
    return " ".join(html.unescape(bare).split())


def rows_of(page: str) -> list[str]:
    return re.split(r'<div class="row', body_of(page))[1:]


def unjudged(document: Document) -> Result:
    """What is read in a document, with no verdicts."""
    loaded = load_articles([document])
    found = tuple(derivation_result(derivation, {}) for derivation in loaded.derivations)
    return Result("0", found, documents=tuple(loaded.documents))


@pytest.mark.parametrize("file", DOCUMENTS, ids=[Path(file).name for file in DOCUMENTS])
def test_every_step_and_formula_of_a_document_is_on_its_page(file: str) -> None:
    document = load_document(file)
    assert isinstance(document, Document)
    result = unjudged(document)
    page = str(article_page(document, result))
    steps = [(d.id, s.index) for d in result.derivations for s in d.steps]
    for name, index in steps:
        assert page.count(f'id="{name}-step-{index}"') == 1
    for said in result.documents[0].diagnoses:
        assert said.message in html.unescape(page)
    assert "Formulas that stand elsewhere" not in page
    assert "\ue000" not in page
    tags_of(page)


def test_formulas_stand_in_the_order_of_the_text(mixed: tuple[Result, str]) -> None:
    sources = re.findall(r"<annotation[^>]*>(.*?)</annotation>", body_of(mixed[1]), re.DOTALL)
    wanted = ["P", r"H(P) \ge 0", r"D(P\|Q) = \sum", r"\le \sum_x", "= 0"]
    places = [
        next(k for k, s in enumerate(sources) if html.unescape(s).startswith(w)) for w in wanted
    ]
    assert places == sorted(places)


def test_each_line_of_a_display_has_its_verdict(mixed: tuple[Result, str]) -> None:
    rows = [row for row in rows_of(mixed[1]) if 'class="cell left"' in row]
    found = [re.findall(r"<b>(proved|refuted|unread)</b>", row)[0] for row in rows]
    assert found == ["proved", "refuted", "unread", "unread"]
    assert "refuted-row" in rows[1][:20]
    assert r"\nosuch" in rows[2]


def test_brackets_across_the_alignment_keep_a_row_together() -> None:
    text = "$$ \\begin{aligned} x &= y \\\\ \\left( a &= b \\right) \\end{aligned} $$"
    _, page = checked(Document("a.md", text))
    assert page.count('class="cell left"') == 1
    assert page.count('class="cell whole"') == 1
    assert '<code class="tex">' not in page


def test_a_false_line_shows_its_counterexample_with_both_values(mixed: tuple[Result, str]) -> None:
    result, page = mixed
    step = next(s for d in result.derivations for s in d.steps if s.verdict == "refuted")
    assert step.counterexample is not None
    row = next(row for row in rows_of(page) if row.startswith(" refuted-row"))
    opened = row.partition("<details")[2]
    assert " open>" in opened[:40]
    assert step.counterexample.lhs in opened
    assert step.counterexample.rhs in opened
    assert step.statement in html.unescape(opened)


def test_what_was_not_read_has_its_code_and_message(mixed: tuple[Result, str]) -> None:
    result, page = mixed
    said = [d for d in result.documents[0].diagnoses if not d.code.startswith("SK5")]
    assert len(said) >= 2
    for found in said:
        assert f"<b>{found.code}</b> " in page
    assert f"read {result.documents[0].sides_read} of {result.documents[0].sides} sides" in page


def test_prose_is_kept_and_comments_are_not(mixed: tuple[Result, str]) -> None:
    page = mixed[1]
    words = words_of(page)
    assert "a list with code $x$" in words
    assert "$$ a = b $$" in words
    assert "secret" not in page
    assert "(1)" in words
    assert re.search(r"<h2>The <em>first</em> part of <math", page)
    assert '<a href="https://example.org/a_b" rel="noreferrer noopener">there</a>' in page
    assert "<h1>Divergence</h1>" in page
    assert page.count("<blockquote>") == 1


def test_a_formula_without_a_claim_says_so() -> None:
    _, page = checked(Document("a.md", "Let $P$ be a pmf with\n\n$$ x \\in \\mathcal X $$\n"))
    assert "not judged" in words_of(page)


HOSTILE = f"""---
title: {ATTACK}
---
# {ATTACK}

{ATTACK} **{ATTACK}** [x](javascript:alert(1)) [y](JaVaScRiPt:alert(1)) [z](data:text/html,x)
<https://example.org/"onmouseover=alert(1)> ![{ATTACK}](javascript:alert(1)) &lt;script&gt;

<div onclick="alert(1)">

$$ \\text{{{ATTACK}}} = \\href{{javascript:alert(1)}}{{x}} $$

| {ATTACK} | $P$ |
|---|---|
| `{ATTACK}` | \ue0000\ue001 \u202e |

<details open ontoggle=alert(1)><summary>$\\unicode{{60}}$</summary>

```{ATTACK}
{ATTACK}
```

[ref]: javascript:alert(1) "{ATTACK} $Q$"
<!-- symkl: {ATTACK} -->
"""


@pytest.mark.parametrize("name", ["a.md", "a.tex", "a.rst"])
def test_what_an_author_wrote_does_nothing(name: str) -> None:
    forms = {"md": "markdown", "tex": "tex", "rst": "rst"}
    form = forms[name.partition(".")[2]]
    document = Document(f"{ATTACK}{name}", HOSTILE, form)  # type: ignore[arg-type]
    _, page = checked(document)
    found = tags_of(page)
    assert not {"script", "img", "iframe", "object", "form"} & set(found.tags)
    assert not [key for key, _ in found.attributes if key.startswith("on")]
    links = [str(value) for key, value in found.attributes if key in ("href", "src")]
    assert all(SAFE_LINK.fullmatch(link) for link in links), links
    assert "&lt;script&gt;" in page
    assert not {"\u202e", "\ue000"} & set(page)


def test_formulas_that_markdown_swallows_are_shown_all_the_same() -> None:
    _, page = checked(Document("a.md", '[ref]: /x "a title with $Q$ in it"\n\nSome words.\n'))
    assert 'application/x-tex">Q</annotation>' in page


def test_the_font_draws_the_formulas_of_articles(mixed: tuple[Result, str]) -> None:
    formulas = re.findall(r"<math.*?</math>", mixed[1], re.DOTALL)
    letters = set().union(*(drawn(formula) for formula in formulas))
    missing = {x for x in letters if ord(x) not in code_points() and x not in "\ufe00\ufe01\n"}
    assert not missing


def test_pages_ask_for_nothing(mixed: tuple[Result, str]) -> None:
    page = mixed[1]
    assert set(re.findall(r"url\(\"?([a-z]+):", page)) == {"data"}
    assert "default-src 'none'" in page
    assert "<script" not in page


def test_titles() -> None:
    assert title_of(Document("x/a.md", "---\ntitle: 'One'\n---\n")) == "One"
    assert title_of(Document("x/a.md", "title: no front matter")) == "a.md"
    assert title_of(Document("a.tex", "% \\title{No}\n\\title{Yes}", "tex")) == "Yes"


def test_headings_come_below_the_title() -> None:
    assert [heading_tag(level, 0) for level in (1, 2, 6, 9)] == ["h2", "h2", "h6", "h6"]


def test_names_of_pages_are_plain_and_different() -> None:
    paths = ["../a b.md", "x/A_b.tex", "散度.md", "散.md", "index.md", f"{ATTACK}.md"]
    names = list(article_names([Document(path, "") for path in paths]).values())
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"article\.[a-z0-9-]+\.html", name) for name in names)
    assert names[:4] == [
        "article.a-b.html",
        "article.a-b-2.html",
        "article.text.html",
        "article.text-2.html",
    ]


def test_the_index_leads_to_the_page(tmp_path: Path, mixed: tuple[Result, str]) -> None:
    result, _ = mixed
    written = write_reports(result, tmp_path, [Document("mixed.md", MIXED)])
    assert tmp_path / "article.mixed.html" in written
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    read = result.documents[0]
    wanted = (
        f'<a href="article.mixed.html">mixed.md</a>: read {read.sides_read} of {read.sides} sides'
    )
    assert wanted in index
    links = re.findall(
        r'href="([a-z0-9.-]+\.(?:html|tex))', (tmp_path / "article.mixed.html").read_text()
    )
    assert links
    assert all((tmp_path / link).is_file() for link in links)


MACROS = r"""\newcommand{\KL}[2]{D_{\mathrm{KL}}(#1 \,\|\, #2)}
$$\newcommand{\sumx}{\sum_{x\in\mathcal X}}
\KL{P}{Q} = \sumx P(x)\log\frac{P(x)}{Q(x)} \ge -\log\sumx Q(x) = 0$$
"""


def test_the_authors_macros_are_expanded_in_every_step() -> None:
    result, page = checked(Document("macros.md", MACROS))
    (derivation,) = result.derivations
    assert [step.verdict for step in derivation.steps] == ["proved", "proved", "proved"]
    shown = [side for step in derivation.steps for side in (step.lhs, step.rhs)]
    assert shown[0] == r"D_{\mathrm{KL}}(P \,\|\, Q)"
    assert not any("\\KL" in side or "\\sumx" in side for side in shown)
    assert '<code class="tex">' not in page


def test_what_cannot_be_expanded_is_shown_as_it_is_written() -> None:
    result, page = checked(Document("macros.md", "$$\\newcommand{\\a}{\\a} \\a = H(X)$$"))
    assert all(step.verdict == "unread" for d in result.derivations for step in d.steps)
    assert "\\a" in page
