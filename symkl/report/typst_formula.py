"""Formulas for Typst, and in words for people who do not see them.

Both are made from the MathML that the HTML pages show, so that a PDF cannot say anything else.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import lru_cache
from xml.etree import ElementTree

from symkl.display.prose import visible
from symkl.report.formula import converts

Node = ElementTree.Element
_ANNOTATION = re.compile(r"<annotation.*?</annotation>", re.DOTALL)
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9A-Fa-f]+);)\w+;")
_APPLY = "\u2061"  # stands between a function and its argument, and is not printed
_SILENT = re.compile("[\ufe00-\ufe0f\u2061-\u2064\u200b]")
_FENCES = frozenset("()[]{}|‖⟨⟩⌊⌋⌈⌉∣∥")
_ACCENTS = {
    **{"ˆ": "hat", "^": "hat", "˜": "tilde", "~": "tilde", "¯": "macron", "ˇ": "caron"},
    **{"˘": "breve", "´": "acute", "`": "grave", "˙": "dot", "¨": "dot.double", "→": "arrow"},
}
_LINES = frozenset("‾_¯―\u0305\u0332\u0333")


class Unprintable(ValueError):
    """A formula that has no form for Typst."""


@lru_cache(maxsize=4096)
def equation(tex: str, large: bool = False) -> str:
    r"""A formula as an expression of Typst, with its text as alternative.

    Sums and fractions are ``large`` in displays, small in a line of prose.

    >>> equation("x^{2}")
    'math.equation(alt: "x^2", $attach(italic(x), t: 2)$)'
    >>> equation(r"\nosuch")
    'raw("\\\\nosuch")'
    """
    try:
        tree = _tree(tex)
        inside, told = _typst(tree), _text(tree).strip()
    except Unprintable:
        return f"raw({string(visible(tex))})"
    shown = f"$display({inside})$" if large else f"${inside or string('')}$"
    return f"math.equation(alt: {string(told or ' ')}, {shown})"


def alternative(tex: str) -> str:
    r"""A formula as one line of text; TeX that is not understood stays as it is.

    >>> alternative(r"-\sum_{x} P(x) \log \frac{P(x)}{Q(x)}")
    '−∑_x P(x) log P(x)/Q(x)'
    """
    try:
        return _text(_tree(tex)).strip()
    except Unprintable:
        return tex


def string(text: str) -> str:
    """Text as a string of Typst."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _tree(tex: str) -> Node:
    found = converts(tex)
    if found is None:
        raise Unprintable(tex)
    plain = _ENTITY.sub(lambda match: html.unescape(match[0]), _ANNOTATION.sub("", found))
    try:
        return ElementTree.fromstring(plain)
    except ElementTree.ParseError as error:
        raise Unprintable(tex) from error


# --- Typst ----------------------------------------------------------------------------------------


def _typst(node: Node) -> str:
    form = _FORMS.get(node.tag)
    if form is None:
        raise Unprintable(node.tag)
    return form(node)


def _children(node: Node) -> str:
    return " ".join(filter(None, map(_typst, node)))


def _row(node: Node) -> str:
    kind = node.get("class", "")
    if "box" in kind.split():
        return _box(node)
    inside = _children(node)
    if "strike" in kind:
        return f"cancel({inside})"
    parts = list(node)
    if len(parts) > 1 and _is_stretchy(parts[0]) and _is_stretchy(parts[-1]):
        inside = f"lr({inside})"
    if node.get("scriptlevel") in ("1", "2"):
        return f"script({inside})"
    return inside


def _is_stretchy(node: Node) -> bool:
    fence = node.tag == "mo" and (node.text or "") in _FENCES
    return fence and node.get("stretchy") != "false"


def _box(node: Node) -> str:
    """A box to write in, or a formula in a box: as wide as what it holds."""
    inner = f"math.equation(alt: {string(_text(node).strip() or ' ')}, ${_children(node)}$)"
    return f"#box(stroke: 0.6pt, inset: (x: 3pt, y: 5pt), baseline: 0pt, {inner})"


def _identifier(node: Node) -> str:
    text = _SILENT.sub("", node.text or "")
    if len(text) > 1:
        return f"op({string(text)})"
    if node.get("mathvariant") == "normal":
        return f"upright({_escaped(text)})"
    return f"italic({text})" if text.isascii() and text.isalpha() else _escaped(text)


def _operator(node: Node) -> str:
    text = _SILENT.sub("", node.text or "")
    return " ".join(_escaped(letter) for letter in text)


def _escaped(text: str) -> str:
    return "".join(f"\\{c}" if c.isascii() and not c.isalnum() and c != " " else c for c in text)


def _number(node: Node) -> str:
    return _escaped(node.text or "") if not (node.text or "").isdigit() else node.text or ""


def _space(node: Node) -> str:
    width = node.get("width", "")
    return f"#h({width})" if re.fullmatch(r"-?\d*\.?\d+em", width) else ""


def _script(node: Node) -> str:
    base, *scripts = (_typst(child) or string("") for child in node)
    places = {"msub": ("b",), "msup": ("t",), "msubsup": ("b", "t")}[node.tag]
    told = ", ".join(f"{at}: {script}" for at, script in zip(places, scripts, strict=True))
    return f"attach({base}, {told})"


def _limits(node: Node) -> str:
    """What stands below or above: accents, lines, and the bounds of sums."""
    base, *others = (_typst(child) or string("") for child in node)
    mark = _SILENT.sub("", (node[1].text or "").strip()) if node[1].tag == "mo" else ""
    if node.tag == "mover" and node.get("accent") == "true" and mark in _ACCENTS:
        return f"accent({base}, {_ACCENTS[mark]})"
    if mark in _LINES and mark:
        return f"{'overline' if node.tag == 'mover' else 'underline'}({base})"
    places = {"munder": ("b",), "mover": ("t",), "munderover": ("b", "t")}[node.tag]
    told = ", ".join(f"{at}: {other}" for at, other in zip(places, others, strict=True))
    return f"attach(limits({base}), {told})"


def _fraction(node: Node) -> str:
    top, bottom = (_typst(child) or string("") for child in node)
    if node.get("linethickness", "").startswith("0"):
        return f"mat(delim: #none, {top}; {bottom})"
    return f"frac({top}, {bottom})"


def _root(node: Node) -> str:
    radicand, degree = (_typst(child) for child in node)
    return f"root({degree}, {radicand})"


def _table(node: Node) -> str:
    rows = (", ".join(_children(cell) or string("") for cell in row) for row in node)
    return f"mat(delim: #none, {'; '.join(rows)})"


def _typst_text(node: Node) -> str:
    return string((node.text or "").replace("\u00a0", " "))


_FORMS: dict[str, Callable[[Node], str]] = {
    **dict.fromkeys(("math", "semantics", "mstyle", "mpadded", "mtd"), _children),
    "mrow": _row,
    "mi": _identifier,
    "mo": _operator,
    "mn": _number,
    "mtext": _typst_text,
    "mspace": _space,
    **dict.fromkeys(("msub", "msup", "msubsup"), _script),
    **dict.fromkeys(("munder", "mover", "munderover"), _limits),
    "mfrac": _fraction,
    "msqrt": lambda node: f"sqrt({_children(node)})",
    "mroot": _root,
    "mtable": _table,
}


# --- text -----------------------------------------------------------------------------------------


def _text(node: Node) -> str:
    form = _TEXTS.get(node.tag)
    return form(node) if form is not None else _joined(node)


def _joined(node: Node) -> str:
    return re.sub(r" +", " ", "".join(map(_text, node)))


def _letters(node: Node) -> str:
    text = _SILENT.sub("", node.text or "")
    return f" {text} " if len(text) > 1 else text


_SPACED = frozenset("=≤≥<>≠∼∈⟹⟺→+×≝")


def _sign(node: Node) -> str:
    text = _SILENT.sub("", node.text or "")
    infix = text in _SPACED or (text in ("−", "+") and node.get("lspace") != "0")
    return f" {text} " if infix else text


def _grouped(text: str) -> str:
    text = text.strip()
    return text if re.fullmatch(r"\w*|\w+\([^()]*\)", text) else f"({text})"


def _script_text(node: Node) -> str:
    base, *scripts = map(_text, node)
    marks = {"msub": "_", "msup": "^", "msubsup": "_^", "munder": "_", "mover": "^"}
    told = zip(marks.get(node.tag, "_^"), scripts, strict=True)
    after = "".join(mark + _grouped(script) for mark, script in told)
    if node.get("accent") == "true" or scripts[0].strip() in _LINES:
        return base.strip() + scripts[0].strip()
    spaced = node.tag.startswith("munder") or base.endswith(" ")
    return f"{base.strip()}{after}{' ' if spaced else ''}"


def _fraction_text(node: Node) -> str:
    top, bottom = map(_text, node)
    return f"{_grouped(top)}/{_grouped(bottom)}"


def _table_text(node: Node) -> str:
    return "; ".join(", ".join(_joined(cell).strip() for cell in row) for row in node)


_TEXTS: dict[str, Callable[[Node], str]] = {
    "mi": _letters,
    "mn": lambda node: node.text or "",
    "mo": _sign,
    "mtext": lambda node: node.text or "",
    "mspace": lambda node: " " if node.get("width") else "",
    **dict.fromkeys(("msub", "msup", "msubsup", "munder", "mover", "munderover"), _script_text),
    "mfrac": _fraction_text,
    "msqrt": lambda node: f"√({_joined(node)})",
    "mroot": lambda node: f"({_text(node[0])})^(1/{_text(node[1])})",
    "mtable": _table_text,
}
