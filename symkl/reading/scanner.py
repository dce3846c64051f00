"""What the scanners of Markdown, LaTeX and reStructuredText share: a position and the pieces."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from symkl.reading.diagnostics import Diagnostic, Span
from symkl.reading.pieces import Piece, PieceKind

# Environments that are displays by themselves; those inside of displays are the layout's business.
DISPLAYS = frozenset(
    name + star
    for name in (
        *("equation", "align", "gather", "multline", "eqnarray", "flalign", "alignat"),
        *("displaymath", "IEEEeqnarray", "dmath"),
    )
    for star in ("", "*")
)
ENVIRONMENTS = "|".join(map(re.escape, sorted(DISPLAYS)))  # in a verbose pattern as well
BLANK_LINE = re.compile(r"\n[ \t>]*(?=\n)")
BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t>]*\n")
Methods = Mapping[str, Callable[[Any, "re.Match[str]"], None]]


class Scanner:
    """A pass over ``text[start:end]``; ``at`` is the next character, ``prose`` where prose began.

    ``openers`` finds the next character that may matter; the name of its group says what to do.
    """

    openers: ClassVar[re.Pattern[str]]
    methods: ClassVar[Methods]

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.at = self.prose = start
        self.pieces: list[Piece] = []
        self.holes: list[Span] = []
        self._without: dict[str, Span] = {}
        self._paragraph_end = start - 1

    def scan(self) -> None:
        """Find all pieces and holes."""
        while self.at < self.end:
            match = self.openers.search(self.text, self.at, self.end)
            if match is None:
                break
            self.at = match.end()
            self.methods[match.lastgroup or ""](self, match)
        self.flush(self.end)

    # --- what is found ----------------------------------------------------------------------------

    def flush(self, end: int) -> None:
        """End the prose before this offset; paragraphs are pieces of their own."""
        start = self.prose
        while start < end:
            gap = BETWEEN_PARAGRAPHS.search(self.text, start, end)
            self._add_prose(start, gap.start() if gap else end)
            start = gap.end() if gap else end
        self.prose = max(end, self.prose)

    def _add_prose(self, start: int, end: int) -> None:
        words = self.text[start:end]
        start, end = end - len(words.lstrip()), start + len(words.rstrip())
        if start < end:
            self.pieces.append(Piece("prose", (start, end), (start, end)))

    def emit(
        self,
        kind: PieceKind,
        span: Span,
        inner: Span,
        *,
        level: int = 0,
        label: str = "",
        problem: Diagnostic | None = None,
    ) -> None:
        """Add a piece, after the prose before it, and go on behind it."""
        self.flush(span[0])
        self.pieces.append(Piece(kind, span, inner, level, label, problem))
        self.at = self.prose = span[1]

    def mask(self, start: int, end: int) -> None:
        """Leave out a stretch of the prose."""
        self.holes.append((start, end))
        self.at = max(self.at, end)

    def leave_out(self, start: int, end: int) -> None:
        """Leave out a stretch that also ends the prose before it."""
        self.flush(start)
        self.holes.append((start, end))
        self.at = self.prose = end

    # --- where things end -------------------------------------------------------------------------

    def find(
        self, pattern: re.Pattern[str], start: int, end: int | None = None
    ) -> re.Match[str] | None:
        """The first match; a stretch in which nothing was found is not searched again."""
        end = self.end if end is None else end
        first, last = self._without.get(pattern.pattern, (end + 1, end))
        if first <= start and end <= last:
            return None
        match = pattern.search(self.text, start, end)
        if match is None:
            self._without[pattern.pattern] = (start, end)
        return match

    def paragraph_end(self, at: int) -> int:
        """Where the paragraph around an offset ends."""
        if not at <= self._paragraph_end:
            match = BLANK_LINE.search(self.text, at, self.end)
            self._paragraph_end = match.start() if match else self.end
        return self._paragraph_end

    def line_end(self, at: int) -> int:
        """Where the line of an offset ends."""
        stop = self.text.find("\n", at, self.end)
        return self.end if stop < 0 else stop

    def environment(self, opening: re.Match[str], name: str) -> None:
        r"""A display ``\begin{name} ... \end{name}``."""
        closing = self.find(re.compile(r"\\end\s*\{" + re.escape(name) + r"\}"), opening.end())
        if closing is None:
            self.unclosed(opening.start(), f"\\begin{{{name}}} is never ended")
        else:
            span = (opening.start(), closing.end())
            self.emit("display", span, span)

    def unclosed(self, start: int, message: str) -> None:
        """A display that is opened and never closed reaches to the end of its paragraph."""
        span = (start, max(self.paragraph_end(start), self.at))
        problem = Diagnostic("SK301", (start, start + 2), message)
        self.emit("display", span, span, problem=problem)


def blanked(text: str, holes: list[Span]) -> str:
    """The text with spaces in the holes; line ends stay."""
    parts, at = [], 0
    for start, end in sorted(holes):
        if end <= at:
            continue
        begin = max(start, at)
        parts += [text[at:begin], re.sub(r"[^\n]", " ", text[begin:end])]
        at = end
    return "".join([*parts, text[at:]])
