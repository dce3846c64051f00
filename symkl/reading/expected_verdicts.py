r"""What an author expects of a step: ``% symkl: expect refuted`` behind it, or above its row.

``<!-- symkl: expect refuted -->`` (in reStructuredText ``.. symkl: expect refuted``) directly
before a display speaks of all of its steps; behind it on its last line, of the last one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from symkl.reading.diagnostics import Span
from symkl.reading.pieces import Piece, Regions
from symkl.reading.tokens import tokens

IN_COMMENT = re.compile(r"%+\s*symkl\s*:?\s*(?P<words>expect\b.*)")
EXPECT = re.compile(r"\s*expect\b:?(?P<words>[\w\s,]*)\s*$")


@dataclass(frozen=True)
class Expectation:
    """Words that an author wrote at ``span`` about the steps whose relations stand in ``reach``.

    Of these only the ``"first"`` or the ``"last"`` is meant, or ``"all"``.
    """

    words: tuple[str, ...]
    span: Span
    reach: Span
    which: str

    def meant(self, places: list[int]) -> list[int]:
        """The offsets, among those of all relations, that are spoken of."""
        within = sorted(at for at in places if self.reach[0] <= at < self.reach[1])
        return {"first": within[:1], "last": within[-1:]}.get(self.which, within)


def expectations(found: Regions) -> Iterator[Expectation]:
    """All that is expected in the document, in order."""
    for index, piece in enumerate(found.pieces):
        if piece.kind == "display":
            yield from _in_display(found.text, piece)
        elif piece.kind == "declaration" and (match := EXPECT.match(found.content(piece))):
            before, following = (
                found.pieces[max(0, index - 1) : index],
                found.pieces[index + 1 :][:1],
            )
            if any(_on_one_line(found.text, display, piece) for display in before):
                yield Expectation(_words(match), piece.span, before[0].inner, "last")
                continue
            reach = next((p.inner for p in following if p.kind == "display"), (0, 0))
            yield Expectation(_words(match), piece.span, reach, "all")


def _on_one_line(text: str, display: Piece, comment: Piece) -> bool:
    r"""Whether the comment stands behind the display: ``\\] % symkl: expect refuted``."""
    between = text[display.span[1] : comment.span[0]]
    return display.kind == "display" and "\n" not in between and not between.strip(" .,;")


def _in_display(text: str, piece: Piece) -> Iterator[Expectation]:
    if piece.problem is not None or "symkl" not in text[slice(*piece.inner)]:
        return
    for token in tokens(text, *piece.inner):
        match = IN_COMMENT.match(token.text) if token.kind == "comment" else None
        stated = EXPECT.match(match.group("words")) if match else None
        if stated is None:
            continue
        start, end = token.span
        if text[text.rfind("\n", 0, start) + 1 : start].strip():
            yield Expectation(_words(stated), token.span, (piece.inner[0], start), "last")
        else:
            yield Expectation(_words(stated), token.span, (end, piece.inner[1]), "first")


def _words(match: re.Match[str]) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", match.group("words")))
