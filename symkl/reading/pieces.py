"""The pieces of a document: headings, prose, formulas and declarations, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from symkl.reading.diagnostics import Diagnostic, Span

PieceKind = Literal["heading", "prose", "display", "inline", "declaration"]


@dataclass(frozen=True)
class Piece:
    """One piece; ``span`` includes its delimiters, ``inner`` does not.

    ``level`` is a heading's level, ``label`` a display's label outside of TeX (Quarto, MyST, reST);
    ``problem`` says why the inside cannot be used.
    """

    kind: PieceKind
    span: Span
    inner: Span
    level: int = 0
    label: str = ""
    problem: Diagnostic | None = None

    @property
    def is_formula(self) -> bool:
        """Whether TeX stands in it."""
        return self.kind in ("display", "inline")


@dataclass(frozen=True)
class Regions:
    """The pieces of a document in order.

    ``text`` is the document's text, of the same length, with blanks for what is no part of any
    piece's content: code, comments, the ``>`` of quotes, link targets.
    """

    text: str
    pieces: tuple[Piece, ...]

    def content(self, piece: Piece) -> str:
        """What stands inside a piece."""
        return self.text[slice(*piece.inner)]


def headings_of(regions: Regions) -> dict[int, tuple[tuple[int, ...], str]]:
    """The headings over each piece, the nearest first, and the title of that one."""
    open_headings: list[Piece] = []
    under = {}
    for piece in regions.pieces:
        if piece.kind == "heading":
            while open_headings and open_headings[-1].level >= piece.level:
                open_headings.pop()
            open_headings.append(piece)
        starts = tuple(heading.span[0] + 1 for heading in reversed(open_headings))
        title = regions.content(open_headings[-1]).strip() if open_headings else ""
        under[piece.span[0]] = ((*starts, 0), title)
    return under
