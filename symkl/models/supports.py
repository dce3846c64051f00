"""Where densities vanish: the cells between the ends of their pieces, and who covers them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, product

from symkl.models.model import Box, Component, Piece

Interval = tuple[Fraction | None, Fraction | None]
Cell = tuple[Interval, ...]
WHOLE_LINE: Interval = (None, None)


def ends(parts: Iterable[Component], place: int) -> set[Fraction]:
    """The finite ends of the pieces of this coordinate."""
    found: set[Fraction] = set()
    for part in parts:
        if isinstance(part, Box):
            side = part.sides[place]
            found |= {end for end in (side.low, side.high) if end is not None}
    return found


def intervals(breaks: Iterable[Fraction]) -> list[Interval]:
    """The line cut at these places."""
    cuts: list[Fraction | None] = [None, *sorted(breaks), None]
    return list(pairwise(cuts))


def cells(parts: Sequence[Component], width: int) -> Iterator[Cell]:
    """The boxes on each of which every component vanishes everywhere or nowhere."""
    return product(*(intervals(ends(parts, place)) for place in range(width)))


def vanishes_on(parts: Iterable[Component], cell: Cell) -> bool:
    """Whether the density is 0 on the cell, which no end of a piece divides."""
    return not any(
        not isinstance(part, Box) or all(map(covers, part.sides, cell)) for part in parts
    )


def covers(side: Piece, interval: Interval) -> bool:
    """Whether the piece is positive on the interval, which neither of its ends divides."""
    low, high = interval
    above = side.low is None or (low is not None and low >= side.low)
    return above and (side.high is None or (high is not None and high <= side.high))


def is_below(parts: Sequence[Component], others: Sequence[Component], width: int) -> bool:
    """Whether the first density vanishes wherever the second does, up to ends of pieces."""
    return all(
        vanishes_on(parts, cell) or not vanishes_on(others, cell)
        for cell in cells([*parts, *others], width)
    )


def is_positive(parts: Sequence[Component], width: int) -> bool:
    """Whether the density vanishes nowhere, up to ends of pieces."""
    return not any(vanishes_on(parts, cell) for cell in cells(parts, width))
