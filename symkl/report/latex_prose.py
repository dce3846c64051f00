r"""The prose of LaTeX articles: what its commands and environments look like on a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from symkl.reading.titles import tex_words
from symkl.report.html import plain
from symkl.report.tex_characters import CHINESE

# Environments with a heading of their own, in English and in Chinese.
HEADINGS = {
    "abstract": ("Abstract", "摘要"),
    "theorem": ("Theorem", "定理"),
    "lemma": ("Lemma", "引理"),
    "proposition": ("Proposition", "命题"),
    "corollary": ("Corollary", "推论"),
    "definition": ("Definition", "定义"),
    "example": ("Example", "例"),
    "remark": ("Remark", "注"),
    "proof": ("Proof", "证明"),
    "solution": ("Solution", "解"),
    "exercise": ("Exercise", "练习"),
}
_NEW_THEOREM = re.compile(r"\\newtheorem\*?\{(\w+)\}(?:\[\w+\])?\{([^{}\\]+)\}")
# Where a paragraph begins inside of a piece of prose, or ends.
_SEAMS = re.compile(r"(\\begin\{\w+\*?\}(?:\[[^\[\]]*\])?|\\end\{\w+\*?\}|\\item(?![A-Za-z])\s*)")
_BEGIN = re.compile(r"\\begin\{(\w+)\*?\}(?:\[([^\[\]]*)\])?")
_TABLES = frozenset({"tabular", "tabularx", "array", "longtable"})
_COLUMNS = re.compile(r"\A\s*(?:\{[^{}]*\}\s*)+")
_RULES = re.compile(r"\\(?:hline|toprule|midrule|bottomrule|cline\{[^{}]*\})\s*")


def headings(text: str) -> Mapping[str, str]:
    """The headings of environments in an article, with those of its own theorems."""
    chinese = CHINESE.search(text) is not None
    found = {name: pair[chinese] for name, pair in HEADINGS.items()}
    return found | dict(_NEW_THEOREM.findall(text))


@dataclass(frozen=True)
class Part:
    """A stretch of prose; ``begins`` is whether a paragraph begins with it."""

    begins: bool
    shown: Markup


def parts(text: str, named: Mapping[str, str]) -> Iterator[Part]:
    r"""A piece of prose, cut where environments and items begin and end.

    >>> [part.begins for part in parts(r"a \item b \begin{proof} c", headings(""))]
    [False, True, True]
    """
    begins, lead, table = False, Markup(""), False
    for place, found in enumerate(_SEAMS.split(text)):
        if place % 2:
            begins, lead = True, _lead(found, named)
            begun = _BEGIN.fullmatch(found)
            table = begun is not None and begun[1] in _TABLES
            continue
        if table:
            yield Part(True, _rows(found))
        elif found.strip() or lead:
            yield Part(begins, lead + plain(tex_words(found)))
            begins, lead = False, Markup("")
    if begins:
        yield Part(True, Markup(""))


def _lead(seam: str, named: Mapping[str, str]) -> Markup:
    """What an environment or an item begins with."""
    if seam.startswith(r"\item"):
        return Markup("• ")
    begun = _BEGIN.fullmatch(seam)
    if begun is None or begun[1] not in named:
        return Markup("")
    note = f" ({tex_words(begun[2])})" if begun[2] else ""
    return Markup("<b>{}{}.</b> ").format(plain(named[begun[1]]), plain(note))


def _rows(text: str) -> Markup:
    """A table in words, one row a line."""
    rows = re.split(r"\\\\(?:\[[^\]]*\])?", _RULES.sub("", _COLUMNS.sub("", text)))
    cells = ([tex_words(cell).strip() for cell in re.split(r"(?<!\\)&", row)] for row in rows)
    lines = (plain(" | ".join(row)) for row in cells if any(row))
    return Markup("<br>").join(lines)
