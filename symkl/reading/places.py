"""Formulas by where they begin: some of them, and stretches of lists that many share.

What a sentence says may be about all displays behind it, and each of these may say more of those
behind it: every sentence with a set of its own would take the square of the document.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """``places[first:last]`` of places in order."""

    places: Sequence[int]
    first: int
    last: int

    def __contains__(self, place: int) -> bool:
        at = bisect_left(self.places, place)
        return self.first <= at < self.last and self.places[at] == place


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """A set of places.

    Examples:
        >>> found = Places.of([3]) | Places((), (Stretch((1, 5, 9), 1, 3),))
        >>> [place for place in range(10) if place in found]
        [3, 5, 9]
    """

    some: frozenset[int] | tuple[()] = ()
    stretches: tuple[Stretch, ...] = ()

    @staticmethod
    def of(places: Iterable[int], *stretches: Stretch) -> Places:
        """These places, and stretches of others."""
        return Places(frozenset(places), stretches)

    def __contains__(self, place: int) -> bool:
        return place in self.some or any(place in stretch for stretch in self.stretches)

    def __or__(self, other: Places) -> Places:
        if not other.some and not other.stretches:
            return self
        return Places(frozenset((*self.some, *other.some)), self.stretches + other.stretches)


NOWHERE = Places()
