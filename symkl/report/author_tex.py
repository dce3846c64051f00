r"""Formulas as their author wrote them, row by row, ready for the converter.

Macros are expanded; the environment around the rows, labels and what only sets positions or
colours are left out, as MathML has no need of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from symkl.reading.diagnostics import Span, Unreadable
from symkl.reading.macros import Macros
from symkl.reading.pieces import Piece, Regions
from symkl.reading.spelled_out import joined
from symkl.reading.tokens import Token, tokens

# Environments that hold the rows of a display; those with an argument of their own.
ROWED = frozenset(
    [
        *("equation", "align", "aligned", "split", "gather", "gathered", "multline", "eqnarray"),
        *("flalign", "displaymath", "math", "dmath", "IEEEeqnarray"),
        *("alignat", "alignedat", "xalignat"),
    ]
)
WITH_ARGUMENT = frozenset({"alignat", "alignedat", "xalignat", "IEEEeqnarray"})
# Commands that show nothing here, with the number of their arguments.
DROPPED = {
    **dict.fromkeys(("nonumber", "notag", "limits", "displaystyle", "allowbreak", "centering"), 0),
    **dict.fromkeys(("label", "phantom", "hphantom", "vphantom", "color"), 1),
}
RENAMED = {
    **dict.fromkeys(("mbox", "hbox", "textnormal", "textup"), "text"),
    **dict.fromkeys(("mathds", "mathbbm"), "mathbb"),
    "hfill": "quad",
    "ref": "text",
    "eqref": "text",
}
FIRST_DROPPED = frozenset({"textcolor", "colorbox"})  # the first of two arguments is a colour
TRAILING = frozenset(".,;:")
TEXTS = frozenset({"text", "textrm", "textit", "textbf", "textsf", "mathrm"})
DOLLARS = re.compile(r"(?<!\\)\$([^$]*)\$")


@dataclass(frozen=True)
class FormulaRow:
    """A row of a display: the TeX of its cells, its tag, and the offset where it begins."""

    cells: tuple[str, ...]
    start: int
    tag: str = ""

    @property
    def whole(self) -> str:
        """The row without its alignment."""
        return " ".join(cell for cell in self.cells if cell)


def formula_rows(regions: Regions, piece: Piece, macros: Macros) -> tuple[FormulaRow, ...]:
    r"""The rows of a formula; one row with the TeX as written when it cannot be taken apart.

    Examples:
        >>> from symkl.reading.document import Document
        >>> from symkl.reading.regions import regions
        >>> found = regions(Document("a.md", r"$$ \begin{align} a &= b \\ &= c \end{align} $$"))
        >>> [row.cells for row in formula_rows(found, found.pieces[0], Macros())]
        [('a', '= b'), ('', '= c')]
    """
    text, start = regions.text, piece.inner[0]
    as_written = FormulaRow((regions.content(piece).strip(),), start)
    try:
        stream = macros.expanded(tokens(text, *piece.inner))
    except Unreadable:
        return (as_written,)
    inside = _without_environments(list(_shown(stream)))
    rows = [_row(row, text, start) for row in _divided(inside, "break")]
    return tuple(row for row in rows if row.whole or row.tag) or (as_written,)


# --- tokens ---------------------------------------------------------------------------------------


def _shown(stream: list[Token]) -> Iterator[Token]:
    """The tokens that MathML has a form for."""
    at = 0
    while at < len(stream):
        token = stream[at]
        at += 1
        if token.kind == "comment":
            continue
        name = token.text.rstrip("*") if token.kind == "command" else ""
        if name in DROPPED or name in FIRST_DROPPED:
            for _ in range(DROPPED.get(name, 1)):
                at = _behind_argument(stream, at)
        elif name in RENAMED:
            yield Token("command", RENAMED[name], token.span)
        else:
            yield token


def _behind_argument(stream: list[Token], at: int) -> int:
    """The place behind the next argument."""
    while at < len(stream) and stream[at].kind == "space":
        at += 1
    depth = 0
    while at < len(stream):
        depth += {"open": 1, "close": -1}.get(stream[at].kind, 0)
        at += 1
        if depth <= 0:
            break
    return at


def _trimmed(stream: list[Token]) -> list[Token]:
    while stream and stream[0].kind == "space":
        stream = stream[1:]
    while stream and stream[-1].kind == "space":
        stream = stream[:-1]
    return stream


def _without_environments(stream: list[Token]) -> list[Token]:
    """What stands inside of the environments that reach around all of the formula."""
    while True:
        stream = _trimmed(stream)
        inside = _inside(stream)
        if inside is None:
            return stream
        stream = inside


def _inside(stream: list[Token]) -> list[Token] | None:
    if not stream or stream[0].kind != "command" or stream[0].text != "begin":
        return None
    name, start = _environment(stream, 1)
    end = _ending(stream)
    if name not in ROWED or end is None:
        return None
    rest = stream[_behind_argument(stream, end + 1) :]
    if any(t.kind != "space" and t.text not in TRAILING for t in rest):
        return None
    if name in WITH_ARGUMENT:
        start = _behind_argument(stream, start)
    elif [t.text for t in stream[start : start + 3 : 2]] == ["[", "]"]:  # \begin{aligned}[t]
        start += 3
    return _trimmed(stream[start:end]) + rest


def _environment(stream: list[Token], at: int) -> tuple[str, int]:
    """The name in the braces that begin here, without a star, and the place behind them."""
    behind = _behind_argument(stream, at)
    name = "".join(t.text for t in stream[at:behind] if t.kind == "char")
    return name.rstrip("*"), behind


def _ending(stream: list[Token]) -> int | None:
    r"""Where the ``\end`` of the environment stands that the first token begins."""
    depth = 0
    for at, token in enumerate(stream):
        if token.kind == "command":
            depth += (token.text == "begin") - (token.text == "end")
            if depth == 0:
                return at
    return None


def _divided(stream: list[Token], kind: str) -> Iterator[list[Token]]:
    """The tokens between those of a kind that stand in no group."""
    part: list[Token] = []
    depth = 0
    for token in stream:
        depth += (token.kind == "open") - (token.kind == "close")
        if token.kind == "command":
            depth += (token.text == "begin") - (token.text == "end")
        if token.kind == kind and depth <= 0:
            yield part
            part = []
        else:
            part.append(token)
    yield part


# --- rows -----------------------------------------------------------------------------------------


def _row(row: list[Token], text: str, otherwise: int) -> FormulaRow:
    tag, kept = _tag(row, text)
    start = min((token.span[0] for token in row if token.kind != "space"), default=otherwise)
    cells = tuple(tex_of(_trimmed(cell), text) for cell in _divided(kept, "align"))
    return FormulaRow(cells, start, tag)


def _tag(row: list[Token], text: str) -> tuple[str, list[Token]]:
    r"""What stands in ``\tag{...}``, and the row without it."""
    for at, token in enumerate(row):
        if token.kind == "command" and token.text.rstrip("*") == "tag":
            behind = _behind_argument(row, at + 1)
            words = tex_of(row[at + 1 : behind], text).strip()
            return words.removeprefix("{").removesuffix("}"), row[:at] + row[behind:]
    return "", row


def tex_of(stream: list[Token], text: str) -> str:
    r"""The TeX of tokens; formulas inside of words are taken out, as the converter wants it.

    Examples:
        >>> source = r"\alpha x_\text{if $p$}"
        >>> tex_of(list(tokens(source, 0, len(source))), source)
        '\\alpha x_{\\text{if }p}'
    """
    return _words_apart(joined(stream, text)).strip()


def _words_apart(tex: str) -> str:
    r"""``\text{if $x$ is}`` as ``\text{if }x\text{ is}``."""
    if "$" not in tex:
        return tex
    return re.sub(
        r"\\(" + "|".join(sorted(TEXTS)) + r")\{([^{}]*\$[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}",
        lambda match: _taken_apart(match[1], match[2]),
        tex,
    )


def _taken_apart(command: str, words: str) -> str:
    parts = DOLLARS.split(words)
    shown = (
        part if place % 2 else f"\\{command}{{{part}}}" for place, part in enumerate(parts) if part
    )
    return "{" + "".join(shown) + "}"


def offsets(rows: tuple[FormulaRow, ...], span: Span) -> list[Span]:
    """The stretch of the document that each row answers for; together they are all of ``span``."""
    starts = [span[0], *(row.start for row in rows[1:]), span[1]]
    return list(pairwise(starts))
