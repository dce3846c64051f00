"""The reports in a real browser: layout, letters, radicals, requests, paper, accessibility."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from PIL import Image
from pypdf import PdfReader

from symkl.result import Conclusion, DerivationResult, Result, StepResult

WIDTHS = (360, 768, 1280)
BEYOND = """() => {
  const wide = [];
  for (const e of document.body.querySelectorAll("*")) {
    const box = e.getBoundingClientRect();
    if (!box.width || box.right <= innerWidth + 1) continue;
    let parent = e.parentElement, held = false;
    for (; parent; parent = parent.parentElement)
      if (getComputedStyle(parent).overflowX !== "visible") { held = true; break; }
    if (!held) wide.push(e.tagName + "." + e.className + ": " + e.textContent.slice(0, 40));
  }
  return wide;
}"""
LETTERS = """() => [...document.querySelectorAll("math, .mark")].map(e => {
  const copy = e.cloneNode(true);
  for (const note of copy.querySelectorAll("annotation")) note.remove();
  const single = [...copy.querySelectorAll("mi")].filter(
    m => [...m.textContent].length === 1 && m.getAttribute("mathvariant") !== "normal");
  return [copy.textContent, single.map(m => m.textContent).join("")];
})"""
OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"
VERDICTS = "[...document.querySelectorAll('.verdict')].map(e => e.textContent.trim())"
IDS = "[...document.querySelectorAll('[id]')].map(e => e.id)"
PICTURES = """[...document.querySelectorAll("svg.picture")].map(
  e => [e.querySelector("title").textContent, e.querySelector("desc").textContent])"""
ROOTS = """() => [...document.querySelectorAll("msqrt")].map(e => {
  const own = e.getBoundingClientRect(), inner = e.firstElementChild.getBoundingClientRect();
  return [own.x + scrollX, own.y + scrollY, inner.x - own.x, own.height];
})"""


@dataclass
class Look:
    """What was seen of one page."""

    requests: list[str]
    complaints: list[str]
    beyond: dict[int, tuple[int, list[str]]]
    letters: list[tuple[str, str]]
    verdicts: list[str]
    ids: list[str]
    pictures: list[tuple[str, str]]


@pytest.fixture(scope="module")
def looks(folder: Path, opened: Any) -> dict[str, Look]:
    """Every page, opened once."""
    found = {}
    for path in sorted(folder.rglob("*.html")):
        page = opened.goto(path)
        page.evaluate(OPEN)
        beyond = {}
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            more = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            beyond[width] = more, page.evaluate(BEYOND)
        told = [page.evaluate(script) for script in (LETTERS, VERDICTS, IDS, PICTURES)]
        found[str(path.relative_to(folder))] = Look(
            [*opened.requests], [*opened.complaints], beyond, *told
        )
    assert len(found) > 70
    return found


def test_no_page_asks_for_anything_or_complains(folder: Path, looks: dict[str, Look]) -> None:
    for name, look in looks.items():
        # The font inside the page counts as a request to nobody.
        outside = [url for url in look.requests if not url.startswith("data:")]
        assert outside == [(folder / name).as_uri()]
        assert look.complaints == [], name


def test_no_page_is_wider_than_the_screen(looks: dict[str, Look]) -> None:
    for name, look in looks.items():
        assert look.beyond == dict.fromkeys(WIDTHS, (0, [])), name


def characters_of_the_font() -> set[int]:
    data = files("symkl.report").joinpath("fonts", "stix-two-math.woff2").read_bytes()
    with TTFont(io.BytesIO(data)) as font:
        return set(font.getBestCmap())


def as_drawn(letter: str) -> str:
    """The mathematical italic letter that a browser draws for an ``mi`` of one letter."""
    if letter == "h":
        return "\u210e"
    name = unicodedata.name(letter, "")
    for script in ("LATIN ", "GREEK "):
        name = name.replace(script, "")
    try:
        return unicodedata.lookup(f"MATHEMATICAL ITALIC {name.replace('LETTER ', '')}")
    except KeyError:
        return letter


def test_every_letter_of_a_formula_is_in_the_font(looks: dict[str, Look]) -> None:
    known = characters_of_the_font()
    assert ord("√") in known
    assert as_drawn("x") == "𝑥"
    assert as_drawn("Σ") == "𝛴"
    seen: set[str] = set()
    for name, look in looks.items():
        for text, single in look.letters:
            letters = {letter for letter in {*text, *map(as_drawn, single)} if is_drawn(letter)}
            lost = {letter for letter in letters if ord(letter) not in known}
            assert not lost, f"{name}: {sorted(lost)}"
            seen |= letters
    assert {"∑", "𝑥", "𝔼", "≥", "✓", "×"} <= seen


def is_drawn(letter: str) -> bool:
    """Whether the formulas' font has to draw it: no space, no selector of another form.

    Words in an article's own language come from the fonts of the machine.
    """
    return not letter.isspace() and letter != "\ufe00" and unicodedata.category(letter) != "Lo"


def step(**fields: Any) -> StepResult:
    values = {
        **{"index": 1, "line": 1, "lhs": r"\sqrt{2\pi}", "relation": "=", "rhs": r"\sqrt{x + 1}"},
        **{"verdict": "proved", "trust": "kernel", "reason": "", "reason_verdict": "none"},
        **{"message": "", "as_expected": True},
    }
    return StepResult(**{**values, **fields})


@pytest.fixture(scope="module")
def roots(written: Any) -> Path:
    end = Conclusion("a", "=", "b", "proved", "kernel", True)
    made = DerivationResult("roots", "Roots", "r.py", 1, (), (step(),), end, "proved")
    return written(Result("1", (made,))) / "roots.html"


def test_radicals_are_drawn(roots: Path, opened: Any) -> None:
    """In front of what stands under a root there is ink; a font without U+221A leaves none."""
    page = opened.goto(roots)
    found = page.evaluate(ROOTS)
    assert len(found) == 2
    image = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("L")
    for x, y, width, height in found:
        assert width > 3
        sign = image.crop((int(x), int(y), int(x + width), int(y + height + 1)))
        dark = sum(count for level, count in enumerate(sign.histogram()) if level < 128)
        assert dark > 10
    page.add_style_tag(content="msqrt { color: transparent }")
    blank = Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("L")
    x, y, width, height = found[0]
    sign = blank.crop((int(x), int(y), int(x + width), int(y + height + 1)))
    assert sum(sign.histogram()[:128]) == 0, "the ink was not that of the root"


def printed(page: Any) -> str:
    data = page.pdf(prefer_css_page_size=True, tagged=True)
    text = "\n".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(data)).pages)
    return unicodedata.normalize("NFKC", text)


def test_paper_shows_what_is_folded_and_every_mark(audited: Path, opened: Any) -> None:
    page = opened.goto(audited)
    assert page.evaluate("document.querySelectorAll('details[open]').length") == 0
    text = printed(page)
    for words in (
        *("statement checked", "why it holds", "models tried", "silent"),
        *("What the proofs rest on", "What happens without a hypothesis"),
        *("from mpmath import", "lhs ="),
        *("✓", "×", "proved", "refuted", "does not give"),
    ):
        assert words in text, words


def lines(page: Any) -> list[dict[int, str]]:
    """What is printed at each height of each sheet, in points."""
    found: list[dict[int, str]] = []
    data = page.pdf(prefer_css_page_size=True, tagged=True)
    for sheet in PdfReader(io.BytesIO(data)).pages:
        at: dict[int, str] = {}

        def note(text: str, cm: Any, tm: Any, font: Any, size: Any, at: Any = at) -> None:
            height = round(cm[1] * tm[4] + cm[3] * tm[5] + cm[5])
            at[height] = at.get(height, "") + text

        sheet.extract_text(visitor_text=note)
        found.append(at)
    return found


HEADINGS = ("Steps", "What the proofs rest on", "What the words mean")
IN_CHINESE = ("步骤", "证明所依据的", "用语含义")


def test_on_paper_nothing_is_drawn_over_a_heading(folder: Path, opened: Any) -> None:
    names = ("kl-nonnegative-with-lost-weights.html", "gaussian-kl.html", "jensen.html")
    for name, headings in (
        *((name, HEADINGS) for name in names),
        *((f"zh/{name}", IN_CHINESE) for name in names),
    ):
        sheets = lines(opened.goto(folder / name))
        for heading in headings:
            ((sheet, height),) = [
                (sheet, height)
                for sheet in sheets
                for height, text in sheet.items()
                if unicodedata.normalize("NFKC", text).strip() == heading
            ]
            near = [text for at, text in sheet.items() if 0 < abs(at - height) < 9]
            assert not any(text.strip() for text in near), f"{name}: {heading}: {near}"


def test_an_article_on_paper_shows_its_faults(folder: Path, opened: Any) -> None:
    text = printed(opened.goto(folder / "articles" / "article.wrong.html"))
    assert "refuted" in text
    assert "Counterexample" in text


def tree(page: Any) -> list[dict[str, Any]]:
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    return [node for node in nodes if not node.get("ignored")]


def role(node: dict[str, Any]) -> str:
    return str(node.get("role", {}).get("value", ""))


def name(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", ""))


def is_inside_math(node: dict[str, Any], known: dict[str, dict[str, Any]]) -> bool:
    """Whether the node is a part of a formula; ``known`` are all nodes by their ids."""
    above = known.get(node.get("parentId", ""))
    while above is not None:
        if "math" in role(above).lower():
            return True
        above = known.get(above.get("parentId", ""))
    return False


def levels(nodes: list[dict[str, Any]]) -> Iterator[int]:
    for node in nodes:
        if role(node) == "heading":
            found = {p["name"]: p["value"]["value"] for p in node.get("properties", ())}
            yield int(found["level"])


SOME_PAGES = (
    "index.html",
    "kl-nonnegative-with-lost-weights.html",
    "gaussian-kl.html",
    "articles/article.jensen.html",
    "articles/article.trace.html",
    "zh/index.html",
    "zh/kl-nonnegative-with-lost-weights.html",
    "zh/articles/article.stress.html",
)


@pytest.mark.parametrize("file", SOME_PAGES)
def test_the_accessibility_tree_says_all(folder: Path, opened: Any, file: str) -> None:
    page = opened.goto(folder / file)
    page.evaluate(OPEN)
    nodes = tree(page)
    found = list(levels(nodes))
    assert found[0] == 1
    assert found.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(found))
    spoken = [name(node).strip() for node in nodes if role(node) == "StaticText"]
    known = {node["nodeId"]: node for node in nodes}
    formulas = {name(node).strip() for node in nodes if is_inside_math(node, known)}
    assert any(("已证明" if file.startswith("zh/") else "proved") in text for text in spoken)
    marks = {"✓", "×", "≝", "~", "?"}
    assert not marks & (set(spoken) - formulas), "a mark without a word"
    pictures = [node for node in nodes if role(node) in ("image", "img", "graphics-document")]
    assert all(len(name(node)) > 5 for node in pictures)
    if not file.endswith("index.html"):
        assert sum("math" in role(node).lower() for node in nodes) > 20


def test_each_verdict_has_a_word_beside_its_mark(looks: dict[str, Look]) -> None:
    assert sum(len(look.verdicts) for look in looks.values()) > 500
    for name, look in looks.items():
        assert all(len(verdict.split()) >= 2 for verdict in look.verdicts), name


def test_pictures_have_titles_and_ids_of_their_own(looks: dict[str, Look]) -> None:
    for name, look in looks.items():
        assert len(look.ids) == len(set(look.ids)), name
        assert all(title and len(told) > 20 for title, told in look.pictures), name
    assert sum(len(look.pictures) for look in looks.values()) > 100


def test_the_graph_leads_to_the_pages(folder: Path, opened: Any) -> None:
    page = opened.goto(folder / "index.html")
    page.locator(".graph a", has_text="between two normal").first.click()
    assert page.url.endswith("/gaussian-kl.html")
    page.get_by_role("link", name="The mean of half the quadratic form").first.click()
    assert page.url.endswith("/second-term.html")
    page.get_by_role("link", name="The KL divergence between two normal").first.click()
    assert page.url.endswith("/gaussian-kl.html")


def test_a_page_can_be_read_in_the_dark(folder: Path, opened: Any) -> None:
    page = opened.goto(folder / "gaussian-kl.html")
    page.emulate_media(color_scheme="dark")
    colours = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    page.emulate_media(color_scheme="light")
    assert colours == ["rgb(230, 230, 230)", "rgb(23, 24, 26)"]


VERDICT_WORDS = {
    *("✓ 已证明", "× 已否定", "~ 有支持", "? 未判定", "≝ 定义", "– 未读懂"),
}


def test_pages_in_chinese_have_no_english_verdict(looks: dict[str, Look]) -> None:
    found = {name: look for name, look in looks.items() if name.startswith("zh/")}
    assert len(found) > 25
    for name, look in found.items():
        assert {" ".join(verdict.split()) for verdict in look.verdicts} <= VERDICT_WORDS, name


def test_a_page_in_chinese_is_printed_in_chinese(folder: Path, opened: Any) -> None:
    page = opened.goto(folder / "zh" / "articles" / "article.stress.html")
    assert page.evaluate("document.documentElement.lang") == "zh"
    text = printed(page)
    for words in ("已证明", "已否定", "未读懂", "反例", "from mpmath import"):
        assert words in text
    assert not {"proved", "refuted", "unread", "Details", "Counterexample"} & set(text.split())


CUT = """selector => [...document.querySelectorAll(selector)].filter(
  e => e.scrollWidth > e.clientWidth + 1).map(e => e.textContent.slice(0, 60))"""
HEIGHTS = """[...document.querySelectorAll("math")]
  .filter(m => m.querySelector("mfrac mfrac mfrac"))
  .flatMap(m => [...m.querySelectorAll("mi")]).map(e => parseFloat(getComputedStyle(e).fontSize))"""


def test_long_formulas_end_their_lines_on_a_telephone(folder: Path, opened: Any) -> None:
    for name in ("zh/articles/article.stress.html", "articles/article.stress.html"):
        page = opened.goto(folder / name)
        page.set_viewport_size({"width": 360, "height": 900})
        assert page.evaluate("document.querySelectorAll('wbr').length") > 6
        assert page.evaluate(CUT, ".cell") == []
        # The test sees what is cut: without the places to break, something is.
        page.evaluate("document.querySelectorAll('wbr').forEach(e => e.replaceWith('\u2060'))")
        page.add_style_tag(content=".cell { white-space: nowrap }")
        assert page.evaluate(CUT, ".cell") != []
        page.set_viewport_size({"width": 1280, "height": 900})


def test_deep_fractions_stay_legible(folder: Path, opened: Any) -> None:
    page = opened.goto(folder / "articles" / "article.stress.html")
    sizes = page.evaluate(HEIGHTS)
    assert sizes
    assert min(sizes) > 0.45 * max(sizes)


def test_no_formula_leaves_the_sheet_on_paper(folder: Path, opened: Any) -> None:
    """What is printed of an article lies between the margins of a landscape sheet."""
    page = opened.goto(folder / "zh" / "articles" / "article.stress.html")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 1032, "height": 700})  # 273 mm, at 96 dots an inch
    beyond = page.evaluate(BEYOND)
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 900})
    assert beyond == []
