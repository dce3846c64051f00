"""Whether a claim breaks when one of its hypotheses is dropped, and the model that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import mpmath
from flint import arb

from symkl.kernel.errors import IllFormed
from symkl.kernel.terms import Term
from symkl.models.compare import ALLOWED, Sides, compared, decimals
from symkl.models.cost import MAX_COST, cost_of_both
from symkl.models.dropped import Dropped
from symkl.models.evaluate import enclosure
from symkl.models.model import Model, Undefined, Unsupported
from symkl.models.quadrature import FEW_DIGITS, on_the_line, quadratures
from symkl.models.shrink import shrink
from symkl.models.survey import (
    DIGITS_TO_SHRINK,
    Violation,
    confirmed,
    points_of,
    trouble_of,
    violation_of,
)

Outcome = Literal["breaks", "breaks by quadrature", "no value", "infinite", "holds", "not tested"]
TRIES = 100
QUADRATURES = 2
DIGITS = 50
NO_VALUE = "no value"
NONE_FOUND = "no model found that lacks this hypothesis alone"


@dataclass(frozen=True)
class Breakage:
    """What models without the hypothesis say, and the model that says it.

    ``breaks``: the claim is false in the model shown.
    ``breaks by quadrature``: it seems false there, to a few digits.
    ``no value``: a side has none there.
    ``infinite``: the claim holds, but a side is infinite there.
    ``holds``: in all of the models tried.
    ``not tested``: no model that lacks the hypothesis could be evaluated, for the ``cause``.
    """

    outcome: Outcome
    shown: Violation | None = None
    models: int = 0
    cause: str = ""


def breakage(dropped: Dropped, value_needed: bool = True, tries: int = TRIES) -> Breakage:
    """The gravest thing found; a missing value counts when ``value_needed`` or if all lack it."""
    trouble = trouble_of(dropped.claim)
    if trouble:
        return Breakage("not tested", cause=trouble)
    search = _Search(dropped)
    for model in islice(search.affordable(), tries):
        if search.breaks(model):
            return search.broken(model)
    if search.without_value is not None and (value_needed or not search.holding):
        return Breakage("no value", search.shown_without_value(search.without_value))
    if search.infinite is not None:
        return Breakage("infinite", search.shown(search.infinite), search.holding)
    if search.holding:
        return Breakage("holds", models=search.holding)
    return search.by_quadrature()


@dataclass
class _Search:
    """The models seen so far: how many hold, and the first of each kind that is worth showing."""

    dropped: Dropped
    holding: int = 0
    without_value: Model | None = None
    infinite: Model | None = None
    cause: str = ""

    def affordable(self) -> Iterator[Model]:
        claim = self.dropped.claim
        for model in self.dropped.lacking(points_of(claim)):
            if cost_of_both(claim, model) <= MAX_COST:
                yield model

    def sides(self, model: Model) -> Sides:
        return compared(self.dropped.claim, self.dropped.finish(model), DIGITS_TO_SHRINK)

    def breaks(self, model: Model) -> bool:
        """Whether the claim is certainly false in the model; what else it shows is noted."""
        try:
            sides = self.sides(model)
        except Undefined:
            self.without_value = self.without_value or model
            return False
        except (Unsupported, IllFormed) as error:
            self.cause = self.cause or str(error)
            return False
        finished = self.dropped.finish(model)
        if sides.fails and confirmed(self.dropped.claim, finished, sides, DIGITS_TO_SHRINK):
            return True
        self.holding += 1
        if self.infinite is None and _is_infinite(sides):
            self.infinite = model
        return False

    def broken(self, model: Model) -> Breakage:
        return Breakage("breaks", self.shown(self._shrunk(model, lambda m: self.sides(m).fails)))

    def shown(self, model: Model) -> Violation:
        return violation_of(self.dropped.claim, self.dropped.finish(model), DIGITS)

    def shown_without_value(self, model: Model) -> Violation:
        found = self._shrunk(model, self._has_no_value)
        claim, finished = self.dropped.claim, self.dropped.finish(found)
        lhs, rhs = (_value(side, self.dropped, finished) for side in (claim.lhs, claim.rhs))
        return Violation(finished, lhs, rhs, NO_VALUE, DIGITS)

    def _has_no_value(self, model: Model) -> bool:
        try:
            self.sides(model)
        except Undefined:
            return True
        return False

    def _shrunk(self, model: Model, keeps: Callable[[Model], bool]) -> Model:
        def keeps_lacking(candidate: Model) -> bool:
            try:
                return self.dropped.fits(candidate) and keeps(candidate)
            except (Undefined, Unsupported, IllFormed):
                return False

        return shrink(self.dropped.built, points_of(self.dropped.claim), model, keeps_lacking)

    def by_quadrature(self) -> Breakage:
        """Where integrals have no closed form: a few models on the line."""
        claim, holding = self.dropped.claim, 0
        for model in islice(on_the_line(claim, self.affordable()), QUADRATURES):
            finished = self.dropped.finish(model)
            try:
                lhs, rhs = quadratures(claim, finished, FEW_DIGITS)
            except (Undefined, Unsupported, IllFormed) as error:
                return Breakage("not tested", cause=self.cause or str(error))
            holding += 1
            apart = abs(lhs - rhs) > max(1, abs(lhs)) * 10.0**-FEW_DIGITS
            sign = (1 if lhs > rhs else -1) if apart else 0
            if sign not in ALLOWED[claim.relation]:
                one, two, difference = (mpmath.nstr(v, FEW_DIGITS) for v in (lhs, rhs, lhs - rhs))
                shown = Violation(finished, one, two, difference, FEW_DIGITS)
                return Breakage("breaks by quadrature", shown)
        if holding:
            return Breakage("holds", models=holding)
        return Breakage(
            "not tested", cause=self.cause or "no model found that lacks this hypothesis alone"
        )


def _is_infinite(sides: Sides) -> bool:
    return any(not arb(entry).is_finite() for entry in (*sides.lhs, *sides.rhs))


def _value(side: Term, dropped: Dropped, model: Model) -> str:
    """The value of one side in words."""
    try:
        found = enclosure(side, dropped.claim.context, model, DIGITS)
    except Undefined as error:
        return f"{NO_VALUE}: {error}"
    except (Unsupported, IllFormed):
        return "not evaluated"
    if not isinstance(found, list):
        return decimals(found)
    return str([[decimals(entry) for entry in row] for row in found]).replace("'", "")
