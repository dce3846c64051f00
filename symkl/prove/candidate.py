"""One fact at some arguments: a proposal for a part of a proof."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symkl.kernel import terms
from symkl.kernel.context import Law
from symkl.kernel.terms import Binders, Term

MAX_COMPARED = 3  # logarithms, absolute values or matrices that are compared with each other
HALVES = (terms.num(Fraction(1, 2)), terms.div(terms.ONE, terms.num(2)))


@dataclass(frozen=True)
class Candidate:
    """A fact at some arguments, averaged over points with a positive factor."""

    fact: str
    args: tuple[Term, ...]
    binders: Binders = ()
    over: Binders = ()
    factor: Term | None = None

    def part(self, weight: str) -> dict[str, Any]:
        """The part of a certificate with this weight."""
        return {
            "weight": weight,
            "fact": self.fact,
            "binders": [list(b) for b in self.binders],
            "args": [terms.to_json(arg) for arg in self.args],
            "over": [list(b) for b in self.over],
            "factor": None if self.factor is None else terms.to_json(self.factor),
        }


def points_of(law: Law, coords: tuple[str, ...]) -> Binders:
    """Fresh points for these variables of a law."""
    return tuple((f"{coord}'", law.sort_of(coord)) for coord in coords)
