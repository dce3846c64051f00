"""From a document to its pieces."""

from __future__ import annotations

from symkl.reading.document import Document, Format
from symkl.reading.latex import LatexScanner
from symkl.reading.markdown import MarkdownScanner
from symkl.reading.pieces import Piece, Regions
from symkl.reading.restructured import RestructuredScanner
from symkl.reading.scanner import Scanner, blanked

SCANNERS: dict[Format, type[Scanner]] = {
    "markdown": MarkdownScanner,
    "tex": LatexScanner,
    "rst": RestructuredScanner,
}


def regions(document: Document) -> Regions:
    r"""The pieces of a document, in order and without overlap; raises nothing.

    Examples:
        >>> found = regions(Document("a.md", "# Entropy\nIt costs $5 that $H(X) \\ge 0$."))
        >>> [(piece.kind, found.content(piece)) for piece in found.pieces[:2]]
        [('heading', 'Entropy'), ('prose', 'It costs $5 that')]
        >>> print(found.content(found.pieces[2]))
        H(X) \ge 0
    """
    pieces: list[Piece] = []
    holes = []
    for start, end in document.parts:
        scanner = SCANNERS[document.format](document.text, start, end)
        scanner.scan()
        pieces += scanner.pieces
        holes += scanner.holes
    text = blanked(document.text, holes)
    return Regions(text, tuple(piece for piece in pieces if _says(piece, text)))


def _says(piece: Piece, text: str) -> bool:
    """Whether a piece of prose has words, or is no prose."""
    return piece.kind != "prose" or bool(text[slice(*piece.inner)].strip())
