"""Sentences: the prose of a document with its formulas in place, for patterns to look at.

A formula in a line is one character of Unicode's private area, so that "$X$ and $Y$ are
independent" is four words with two names; a display ends a sentence, or is led to by it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from symkl.reading.diagnostics import Span
from symkl.reading.pieces import Piece, Regions

FIRST_MARK = 0xE000
MARKS = 0xF8FF - FIRST_MARK
FORMULA = "[\ue000-\uf8ff]"
MARK = re.compile(FORMULA)
LISTED = re.compile(r"\n[ \t>]*(?:[-*+]|\d+[.)])[ \t]")
END = re.compile(
    r"[!?]+(?=\s|$)|(?<!\.[a-zA-Z])(?<!vs)(?<!cf)(?<!resp)(?<!Fig)(?<!Eq)\.(?=\s|$)"
    rf"|[。！？]+|\n[ \t>]*\n|{LISTED.pattern}"
)
LONGEST = 1500  # characters of a sentence: patterns may take the square of it
STOPS = frozenset(".!?。！？")


@dataclass(frozen=True)
class Sentence:
    """One sentence under one heading.

    ``offsets`` are the places of its characters in the document; ``formulas`` the pieces of its
    formulas, by the character that stands for each. ``display`` is the one it leads to, ``after``
    the one directly before it, which it may continue.
    """

    text: str
    offsets: tuple[int, ...]
    heading: int
    paragraph: int
    formulas: dict[str, Piece] = field(default_factory=dict)
    display: Piece | None = None
    after: Piece | None = None

    @property
    def span(self) -> Span:
        """Where it stands, with the formulas in it."""
        last = self.formulas.get(self.text[-1:])
        return self.offsets[0], last.span[1] if last is not None else self.offsets[-1] + 1

    @property
    def is_closed(self) -> bool:
        """Whether a full stop ends it."""
        return self.text.rstrip()[-1:] in STOPS

    def before(self, offset: int) -> str:
        """What it says before a place in the document."""
        return self.text[: bisect_left(self.offsets, offset)]

    def place(self, index: int) -> int:
        """The place in the document of one of its characters."""
        return self.offsets[min(index, len(self.offsets) - 1)]


def sentences(regions: Regions) -> tuple[Sentence, ...]:
    r"""The sentences of a document, in order.

    Examples:
        >>> from symkl.reading.document import Document
        >>> from symkl.reading.regions import regions
        >>> found = sentences(regions(Document("a.md", "Let $X$ be. Then $$a=b$$ holds.")))
        >>> [len(s.formulas) for s in found], [s.display is not None for s in found]
        ([1, 0, 0], [False, True, False])
    """
    found: list[Sentence] = []
    reader, end = _Reader(), 0
    for piece in regions.pieces:
        reader.add_prose(regions.text[end : piece.span[0]], end)
        end = piece.span[1]
        if piece.kind == "heading":
            found += reader.finished(None)
            reader = _Reader(piece.span[0] + 1, reader.paragraph + 1)
        elif piece.kind == "display":
            found += reader.finished(piece)
            reader = _Reader(reader.heading, reader.paragraph, piece)
        elif piece.kind == "inline":
            reader.add_formula(piece)
        elif piece.kind == "prose":
            reader.add_prose(regions.content(piece), piece.inner[0])
    return (*found, *reader.finished(None))


def _without_long_gaps(ends: Iterable[int]) -> Iterator[int]:
    """The ends, with more between two that are far apart: nobody writes such sentences."""
    last = 0
    for end in ends:
        yield from range(last + LONGEST, end, LONGEST)
        yield end
        last = end


class _Reader:
    """Gathers characters until a heading or a display."""

    def __init__(self, heading: int = 0, paragraph: int = 0, after: Piece | None = None) -> None:
        self.heading, self.paragraph, self.after = heading, paragraph, after
        self.text: list[str] = []
        self.offsets: list[int] = []
        self.pieces: list[Piece] = []  # the formulas
        self.places: list[int] = []  # of their marks in the text

    def add_formula(self, piece: Piece) -> None:
        self.places.append(len(self.text))
        self.text.append(chr(FIRST_MARK + len(self.pieces) % MARKS))
        self.pieces.append(piece)
        self.offsets.append(piece.span[0])

    def add_prose(self, text: str, start: int) -> None:
        self.text += MARK.sub("\ufffd", text)  # the author's own are no formulas
        self.offsets += range(start, start + len(text))

    def finished(self, display: Piece | None) -> Iterator[Sentence]:
        """The sentences gathered; the last one leads to the display."""
        whole, at, after = "".join(self.text), 0, self.after
        first, last = len(whole) - len(whole.lstrip()), len(whole.rstrip())
        matches = list(END.finditer(whole))
        blanks = {match.end() for match in matches if "\n" in match.group()}
        for end in _without_long_gaps((*(match.end() for match in matches), len(whole))):
            sentence = self._one(whole, at, end, after)
            if sentence is not None:
                leads = end >= last and display is not None
                yield replace(sentence, display=display) if leads else sentence
                after = None
            if end in blanks:
                self.paragraph += 1
                after = None if first < end else after
            at = end

    def _one(self, whole: str, start: int, end: int, after: Piece | None) -> Sentence | None:
        text = whole[start:end]
        first = start + len(text) - len(text.lstrip())
        last = start + len(text.rstrip())
        if first >= last:
            return None
        text = whole[first:last]
        places = range(bisect_left(self.places, first), bisect_left(self.places, last))
        formulas = {whole[self.places[k]]: self.pieces[k] for k in places}
        offsets = tuple(self.offsets[first:last])
        return Sentence(text, offsets, self.heading, self.paragraph, formulas, None, after)
