"""Sides that are linear in joint entropies of one pmf, in floating point: fast, and no proof."""

from __future__ import annotations

from collections.abc import Mapping
from math import log

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.context import Law
from symkl.kernel.terms import Term
from symkl.models.entropy_form import Names, written_form
from symkl.models.model import Model
from symkl.models.tables import projection

Sums = Mapping[Names, float]


class EntropyFloats:
    """Both sides of a claim as numbers times joint entropies."""

    def __init__(self, law: Law, sides: tuple[Sums, Sums]) -> None:
        self._law, self._sides = law, sides
        places = {c: place for place, (c, _) in enumerate(law.coords)}
        self._projections = {
            names: projection(sorted(places[c] for c in names))
            for names in dict.fromkeys(names for side in sides for names in side)
        }

    @classmethod
    def of(cls, claim: Claim) -> EntropyFloats | None:
        """What works out the sides; None where they are written in any other way."""
        law: Law | None = None
        sides: list[Sums] = []
        for side in (claim.lhs, claim.rhs):
            if _is_zero(side):
                sides.append({})
                continue
            form = written_form(claim.context, side, terms.ZERO)
            if form is None or law not in (None, form.law):
                return None
            law = form.law
            sides.append({names: float(c) for names, c in form.coefficients.items()})
        return None if law is None else cls(law, (sides[0], sides[1]))

    def at(self, model: Model) -> tuple[float, float]:
        """Both sides in the model."""
        cells = [(cell, float(weight)) for cell, weight in model.laws[self._law.name].items()]
        entropies: dict[Names, float] = {}
        for names, project in self._projections.items():
            sums: dict[tuple[int, ...], float] = {}
            for cell, weight in cells:
                key = project(cell)
                sums[key] = sums.get(key, 0.0) + weight
            entropies[names] = -sum([w * log(w) for w in sums.values() if w > 0])
        lhs, rhs = (sum(c * entropies[names] for names, c in side.items()) for side in self._sides)
        return lhs, rhs


def _is_zero(side: Term) -> bool:
    return side.head == "num" and side.label == 0
