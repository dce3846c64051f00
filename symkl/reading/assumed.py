"""What a text assumes, what stands around a formula, and which hypotheses are still open."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from symkl.models.proviso import Proviso
from symkl.reading import (
    hypotheses,
)
from symkl.reading.chain import Chain
from symkl.reading.dependence import Dependence
from symkl.reading.hypotheses import Mood, Quantifier
from symkl.reading.places import NOWHERE, Places
from symkl.reading.uniform import Uniform


@dataclass(frozen=True)
class Hypothesis:
    """A dependence, a uniform law or a formula that is assumed, and what it holds for.

    ``places`` are the pieces it holds for; None when it holds for the rest of its section.
    ``perhaps`` are pieces that it may be meant for as well, and all behind its ``end``.
    """

    said: Dependence | Uniform | Chain
    heading: int
    start: int
    places: Places | None = None
    perhaps: Places = NOWHERE
    end: float = math.inf
    quantifier: Quantifier = ""  # whether a formula is said to hold at all points, or at some

    def holds_at(self, place: int, headings: tuple[int, ...]) -> bool:
        """Whether it holds for a formula in this piece, under these headings."""
        if self.places is not None:
            return place in self.places
        return self.start < place < self.end and self.heading in headings

    def may_hold_at(self, place: int, headings: tuple[int, ...]) -> bool:
        """Whether it does not hold for a formula, and the author may mean it all the same."""
        ended = self.places is None and self.end <= place and self.heading in headings
        return ended or place in self.perhaps

    @property
    def names(self) -> frozenset[str]:
        """All names that it is about."""
        if isinstance(self.said, Uniform):
            return frozenset({self.said.name})
        said = self.said
        return frozenset(said.variables if isinstance(said, Dependence) else said.usage.names)


@dataclass(frozen=True)
class Around:
    """The words around a formula, with an object mark for what became a hypothesis."""

    mood: Mood = field(default_factory=lambda: Mood("claim"))
    lead: str = ""
    trail: str = ""
    doubt: str = ""  # a law of a family that is not known
    proviso: Proviso | None = None
    given: tuple[Dependence, ...] = ()  # by a condition in the formula itself
    places: Places = NOWHERE  # the formulas that a condition here is about
    explains: int | None = None  # the display before, of which a formula says what a name in it is
    is_mistake: bool = False  # as the author shows
    is_kept_false: bool = False  # marked as false by its author, who wants it refuted as it stands

    @property
    def is_possible(self) -> bool:
        """Whether the text says that the formula may hold."""
        return hypotheses.is_possibility(self.lead)

    @property
    def is_denied(self) -> bool:
        """Whether the text says that the formula is false in general."""
        return not self.is_kept_false and hypotheses.is_denied(self.lead, self.trail)


class OpenHypotheses:
    """The hypotheses that no sentence has ended yet, by the names that they are about."""

    def __init__(self) -> None:
        self._noted = 0
        self._dependences: list[int] = []
        self._about: dict[str, dict[frozenset[str], list[int]]] = {}  # by the first name

    def ended(self, every: list[Hypothesis], anew: set[str], given_up: bool) -> list[int]:
        """The places of those that end: their names stand for others, or they are given up."""
        self._note(every)
        found: set[int] = set()
        for name in anew:
            about = self._about.get(name, {})
            for named in [named for named in about if anew >= named]:
                found.update(about.pop(named))
        if given_up:
            found.update(self._dependences)
            self._dependences = []
        return sorted(found)

    def _note(self, every: list[Hypothesis]) -> None:
        for place in range(self._noted, len(every)):
            known = every[place]
            if isinstance(known.said, Dependence):
                self._dependences.append(place)
            if known.names:
                about = self._about.setdefault(min(known.names), {})
                about.setdefault(known.names, []).append(place)
        self._noted = len(every)


def strongest(found: Iterable[Proviso | None]) -> Proviso | None:
    """The first condition, or else the first words that may be one."""
    provisos = [proviso for proviso in found if proviso is not None]
    return min(provisos, key=lambda proviso: not proviso.is_condition, default=None)
