"""Integrals on the line that have no closed form here, by quadrature: support, never proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from symkl.kernel.check import Claim
from symkl.kernel.terms import Binders
from symkl.models.arithmetic import Floats
from symkl.models.compare import ALLOWED, power_of_ten
from symkl.models.evaluate import Evaluator
from symkl.models.grids import Grid
from symkl.models.model import Model, Normal, Point, Unsupported

DIGITS = 30
FEW_DIGITS = 8  # enough to see that a claim looks false
SPARE = 10
STEPS = (-14, -5, -2, 0, 2, 5, 14)  # panels, in standard deviations: exp(-14^2 / 2) < 10^-42


class Quadrature(Evaluator):
    """An evaluator whose integrals over the line are sums over nodes, to so many digits."""

    def __init__(self, claim: Claim, model: Model, digits: int) -> None:
        floats = Floats(digits + SPARE)
        super().__init__(claim.context, model, floats)
        self._mp = floats.context
        self._panels = self._breaks()
        self._inside = False
        self._tolerance = self._mp.mpf(10) ** -digits

    def _integral(self, point: Point, rest: Binders, body: Callable[[], Any]) -> Any:
        if self.tables.dimension(point[1]) != 1 or rest or self._inside:
            raise Unsupported("quadrature over more than the line")
        self._inside = True
        try:
            return self._quadrature(lambda x: self._at(point, x, body))
        finally:
            self._inside = False

    def _quadrature(self, integrand: Callable[[Any], Any]) -> Any:
        for end in (self._panels[0], self._panels[-1]):
            if not abs(integrand(end)) < self._tolerance:
                raise Unsupported("quadrature of a function that does not vanish far out")
        found, error = self._mp.quad(integrand, self._panels, error=True, maxdegree=8)
        if not error < self._tolerance:
            raise Unsupported("quadrature did not reach its digits")
        return found

    def _at(self, point: Point, x: Any, body: Callable[[], Any]) -> Any:
        self.at[point] = (x,)
        value = body()
        if isinstance(value, Grid):
            raise Unsupported("quadrature of a matrix")
        return self.of.inexact(value)

    def _breaks(self) -> list[Any]:
        """The ends of the panels: around the mean of every density."""
        found: set[Any] = set()
        for law in self.context.laws.values():
            if not self.tables.is_real(law):
                continue
            for part in self.tables.components(law):
                for i, mean in enumerate(part.mean):
                    spread = self.of.sqrt(self.of.exact(part.covariance[i][i]))
                    centre = self.of.inexact(self.of.exact(mean))
                    found |= {centre + step * spread for step in STEPS}
        return sorted(found)


def quadratures(claim: Claim, model: Model, digits: int) -> tuple[Any, Any]:
    """Both sides in the model, to so many digits; raises as :func:`supports` does."""
    evaluator = Quadrature(claim, model, digits)
    of = evaluator.of
    lhs, rhs = (of.inexact(evaluator.result(side)) for side in (claim.lhs, claim.rhs))
    if of.is_infinite(lhs) or of.is_infinite(rhs):
        raise Unsupported("an infinite integral")
    return lhs, rhs


def supports(claim: Claim, model: Model, digits: int = DIGITS) -> bool:
    """Whether the claim holds in the model, to this many digits.

    Raises Undefined or Unsupported when a side cannot be evaluated.
    """
    lhs, rhs = quadratures(claim, model, digits)
    difference = (lhs - rhs) / max(1, abs(lhs))
    if power_of_ten(abs(difference).man_exp) <= -digits:
        return 0 in ALLOWED[claim.relation]
    return (1 if difference > 0 else -1) in ALLOWED[claim.relation]


def on_the_line(claim: Claim, models: Iterator[Model]) -> Iterator[Model]:
    """Those models whose real spaces have dimension 1."""
    spaces = [s for s in claim.context.sorts.values() if s.kind == "real"]
    for model in models:
        if spaces and all(model.size(space.index) == 1 for space in spaces):
            yield model


def mixed(model: Model) -> Model:
    """The model with every general density made a mixture of two normal laws."""
    return replace(
        model,
        densities={
            name: _split(parts[0], place)
            for place, (name, parts) in enumerate(model.densities.items())
        },
    )


def _split(part: Normal, place: int) -> tuple[Normal, Normal]:
    """Two components in place of one, apart from each other; each law is split in its own way."""
    moved = tuple(m + 2 + place for m in part.mean)
    wider = tuple(tuple((3 + place) * v for v in row) for row in part.covariance)
    return (
        Normal(part.weight / 3, part.mean, part.covariance),
        Normal(part.weight * 2 / 3, moved, wider),
    )
