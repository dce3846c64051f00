"""The page of an article as a Typst file.

It is made from the HTML page, as a browser prints it: what is folded there stays out, so that an
article on paper shows its text, the verdicts in the margin, and all about what is wrong in it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator

from symkl.display.prose import visible
from symkl.messages.catalogue import Language
from symkl.report.breaking import parts, whole, width
from symkl.report.page_tree import Element, tree
from symkl.report.typst import MARKED, rendered
from symkl.report.typst import text as typst_text
from symkl.report.typst_formula import equation, string
from symkl.report.words import MARKS

_NOTE = re.compile(r"<annotation[^>]*>(.*?)</annotation>", re.DOTALL)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.DOTALL)
_DESCRIPTION = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)
_SPACE = re.compile(r"[ \t\n]+")
_WEB = ("https://", "http://", "mailto:")
_SHOWN = {MARKS[verdict]: shown for verdict, shown in MARKED.items()}  # what the fonts have
WIDEST = 60  # signs that fit beside the margin
_BLOCKS = frozenset(
    [
        *("p", "div", "section", "header", "main", "ul", "ol", "table", "pre", "blockquote"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "dl", "details", "footer", "hr"),
    ]
)


def document(page: str, title: str, chinese_font: str = "", language: Language = "en") -> str:
    """The Typst file of an article's page; ``chinese_font`` is needed for Chinese text in it."""
    body = _blocks(tree(page))
    return rendered(
        "article.typ.j2", language, chinese_font, "a4", "symkl.report", title=title, body=body
    )


# --- blocks ---------------------------------------------------------------------------------------


def _blocks(element: Element) -> str:
    """What stands in an element, one block below the other."""
    return "\n\n".join(filter(None, map(_block, _gathered(element.children))))


def _gathered(children: Iterable[Element | str]) -> Iterator[Element]:
    """The blocks; words and formulas between them make paragraphs."""
    words: list[Element | str] = []
    for child in children:
        if isinstance(child, Element) and child.tag in _BLOCKS:
            yield from _sentence(words)
            words = []
            yield child
        else:
            words.append(child)
    yield from _sentence(words)


def _sentence(words: list[Element | str]) -> Iterator[Element]:
    """The words as a paragraph, where there are any."""
    if any(isinstance(word, Element) or word.strip() for word in words):
        yield Element("p", children=words)


def _block(element: Element) -> str:
    for name in _CLASSES.keys() & element.classes:
        return _CLASSES[name](element)
    return _TAGS.get(element.tag, _paragraph)(element)


def _paragraph(element: Element) -> str:
    if any(child.tag in _BLOCKS for child in element.elements()):
        return _blocks(element)
    return _inline(_trimmed(element.children))


def _trimmed(children: list[Element | str]) -> list[Element | str]:
    """The children without the space at both ends."""
    kept = [*children]
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while kept and isinstance(word := kept[end], str):
            kept[end] = strip(word)
            if kept[end]:
                break
            kept.pop(end)
    return kept


def _heading(element: Element) -> str:
    return f"#heading(level: {element.tag[1]})[{_inline(element.children)}]"


def _items(name: str) -> Callable[[Element], str]:
    def write(element: Element) -> str:
        items = "".join(f"[{_blocks(item)}]," for item in element.elements() if item.tag == "li")
        return f"#{name}({items})" if items else ""

    return write


def _pairs(element: Element) -> str:
    cells = "".join(f"[{_blocks(cell)}]," for cell in element.elements())
    return f"#grid(columns: (auto, 1fr), column-gutter: 1em, row-gutter: 0.6em, {cells})"


def _table(element: Element) -> str:
    rows = [list(row.elements()) for row in element.all("tr")]
    width = max(map(len, rows), default=0)
    if not width:
        return ""
    cells = [*(_cells(row, width) for row in rows)]
    first = f"table.header({cells[0]})," if any(c.tag == "th" for c in rows[0]) else cells[0]
    return f"#table(columns: {width}, stroke: (x: none, y: 0.4pt), {first}{''.join(cells[1:])})"


def _cells(row: list[Element], width: int) -> str:
    filled = [f"[{_blocks(cell)}]," for cell in row]
    return "".join([*filled, *["[],"] * (width - len(row))])


def _code(element: Element) -> str:
    return f"#raw(block: true, {string(visible(element.text.strip(chr(10))))})"


def _quote(element: Element) -> str:
    return f"#quoted[{_blocks(element)}]"


def _folded(element: Element) -> str:
    """What is open on the page, or stands inside of what is."""
    inside = [c for c in element.children if not (isinstance(c, Element) and c.tag == "summary")]
    return _blocks(Element("div", children=inside))


def _row(element: Element) -> str:
    """A row of a display: the formula, its judgement in the margin, and all else below."""
    parts = list(element.elements())
    cells = [part for part in parts if "cell" in part.classes]
    judged = [part for part in parts if "judgement" in part.classes]
    below = [part for part in parts if part not in cells + judged]
    shown = [part for part in below if part.tag != "details" or "open" in part.attributes]
    formula = " ".join(_inline(_trimmed(cell.children)) for cell in cells)
    lines = (part.children for cell in judged for part in _lines(cell))
    margin = " \\ ".join(_inline(_trimmed(line)) for line in lines)
    fails = "true" if "refuted-row" in element.classes else "false"
    notes = "\n\n".join(filter(None, map(_block, shown)))
    return f"#shown({fails}, [{formula}], [{margin}], [{notes}])"


def _lines(judgement: Element) -> list[Element]:
    return [part for part in judgement.elements() if part.text.strip()] or [judgement]


def _panel(element: Element) -> str:
    return f"#panel[{_blocks(element)}]"


def _nothing(_: Element) -> str:
    return ""


_CLASSES: dict[str, Callable[[Element], str]] = {"code": _code, "row": _row, "panel": _panel}
_TAGS: dict[str, Callable[[Element], str]] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), _heading),
    **dict.fromkeys(("div", "section", "header", "main", "footer"), _paragraph),
    "ul": _items("list"),
    "ol": _items("enum"),
    "dl": _pairs,
    "table": _table,
    "pre": _code,
    "blockquote": _quote,
    "details": _folded,
    "hr": lambda _: "#line(length: 100%, stroke: 0.4pt)",
}


# --- inside of lines ------------------------------------------------------------------------------


def _inline(children: Iterable[Element | str]) -> str:
    return "".join(
        str(typst_text(_SPACE.sub(" ", child))) if isinstance(child, str) else _word(child)
        for child in _whole_formulas(children)
    )


def _whole_formulas(children: Iterable[Element | str]) -> Iterator[Element | str]:
    """The children, with the parts of a formula that a browser may break put together again."""
    row: list[Element | str] = []
    for child in children:
        is_break = isinstance(child, Element) and child.tag == "wbr"
        if row and not is_break and isinstance(row[-1], Element) and row[-1].tag == "wbr":
            row.pop()
            before = row.pop()
            assert isinstance(before, Element)
            assert isinstance(child, Element)
            row.append(Element("math", before.attributes, [], f"{before.source}{child.source}"))
        else:
            row.append(child)
    yield from row


def _word(element: Element) -> str:
    return _WORDS.get(element.tag, _unmarked)(element)


def _unmarked(element: Element) -> str:
    return _inline(element.children)


def _formula(element: Element) -> str:
    tex = whole([html.unescape(part) for part in _NOTE.findall(element.source)])
    shown = equation(tex, large=element.attributes.get("displaystyle") == "true")
    # Typst ends lines between the parts of a formula; one that has none is made smaller.
    return f"#fit({shown});" if width(tex) > WIDEST and len(parts(tex)) == 1 else f"#{shown};"


def _picture(element: Element) -> str:
    told = [
        found[1] for search in (_TITLE, _DESCRIPTION) if (found := search.search(element.source))
    ]
    alternative = string(" ".join(html.unescape(part) for part in told))
    return f"#picture({string(element.source)}, {alternative});"


def _link(element: Element) -> str:
    inside, target = _inline(element.children), element.attributes.get("href", "")
    if target.startswith(_WEB):
        return f"#link({string(target)})[{inside}];"
    return "" if target.endswith(".html") else inside  # another page of the report


def _span(element: Element) -> str:
    if "mark" in element.classes:
        sign = element.text.strip()
        return f"#strong[{typst_text(_SHOWN.get(sign, sign))}];"
    inside = _inline(element.children)
    return f"#badge[{inside}];" if "badge" in element.classes else inside


_WORDS: dict[str, Callable[[Element], str]] = {
    **dict.fromkeys(("b", "strong", "th"), lambda found: f"#strong[{_inline(found.children)}];"),
    **dict.fromkeys(("em", "i"), lambda found: f"#emph[{_inline(found.children)}];"),
    "a": _link,
    "br": lambda _: " \\ ",
    "code": lambda found: f"#raw({string(visible(found.text))});",
    "math": _formula,
    "s": lambda found: f"#strike[{_inline(found.children)}];",
    "span": _span,
    "svg": _picture,
}
