"""Integrals on the line that have no closed form here, by quadrature: support, never proof."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath

from symkl.kernel.check import Claim
from symkl.kernel.terms import Binders, Term
from symkl.models.arithmetic import Floats
from symkl.models.compare import ALLOWED, power_of_ten
from symkl.models.evaluate import Evaluator
from symkl.models.gaussian import NormalDensity
from symkl.models.grids import Grid
from symkl.models.model import Box, Component, Model, Normal, Piece, Point, Unsupported
from symkl.models.supports import Cell, Interval

DIGITS = 30
FEW_DIGITS = 8  # enough to see that a claim looks false
SPARE = 10
STEPS = (-14, -5, -2, 0, 2, 5, 14)  # panels, in standard deviations: exp(-14^2 / 2) < 10^-42
REACH = (1, 4, 16, 50, 110)  # panels of an exponential, in means: exp(-110) < 10^-47
OTHERWISE = Fraction(2, 5)  # where panels are divided to see whether that changes the integral


class Quadrature(Evaluator):
    """An evaluator whose integrals over the line are sums over nodes, to so many digits.

    The line is cut wherever a density may jump or have a kink, since quadrature across such a place
    is wrong without notice; and every integral is found twice, with different panels.
    """

    def __init__(self, claim: Claim, model: Model, digits: int) -> None:
        floats = Floats(digits + SPARE)
        super().__init__(claim.context, model, floats)
        self._mp = floats.context
        self._scales = self._panel_ends()
        self._inside = False
        self._tolerance = self._mp.mpf(10) ** -digits

    def _over_cell(self, point: Point, cell: Cell, rest: Binders, body: Callable[[], Any]) -> Any:
        if len(cell) != 1 or rest or self._inside:
            raise Unsupported("quadrature over more than the line")
        self._inside = True
        try:
            return self._quadrature(cell[0], lambda x: self._at(point, x, body))
        finally:
            self._inside = False

    def _mean_of_polynomial(
        self, normals: Sequence[NormalDensity], point: Point, body: Term
    ) -> None:
        """Points are numbers here: no body is a polynomial of them."""

    def _quadrature(self, interval: Interval, integrand: Callable[[Any], Any]) -> Any:
        low, high = (
            end if end is None else self.of.inexact(self.of.exact(end)) for end in interval
        )
        panels = self._panels_between(low, high)
        middle = (panels[0] + panels[-1]) / 2
        if self.of.is_infinite(integrand(middle)):
            return integrand(middle)  # one density vanishes on the whole cell
        for end, outer in ((low, panels[0]), (high, panels[-1])):
            if end is None and not abs(integrand(outer)) < self._tolerance / 1000:
                raise Unsupported("quadrature of a function that does not vanish far out")
        return self._agreed(integrand, panels)

    def _agreed(self, integrand: Callable[[Any], Any], panels: list[Any]) -> Any:
        cut = self.of.inexact(self.of.exact(OTHERWISE))
        others = [a + cut * (b - a) for a, b in pairwise(panels)]
        # Within a cell integrands are analytic: Gauss-Legendre needs a third of the nodes.
        quad = self._mp.quadgl
        found, error = quad(integrand, panels, error=True, maxdegree=8)
        again = quad(integrand, [panels[0], *others, panels[-1]], maxdegree=8)
        if not (error < self._tolerance and abs(found - again) < self._tolerance):
            raise Unsupported("quadrature did not reach its digits")
        return found

    def _at(self, point: Point, x: Any, body: Callable[[], Any]) -> Any:
        self.at[point] = (x,)
        value = body()
        if isinstance(value, Grid):
            raise Unsupported("quadrature of a matrix")
        return self.of.inexact(value)

    def _panels_between(self, low: Any, high: Any) -> list[Any]:
        """The ends of the panels of a cell; along a half-line without any scale, those of REACH."""
        inner = [x for x in self._scales if (low is None or x > low) and (high is None or x < high)]
        if not inner and low is None and high is not None:
            inner = [high - step for step in reversed(REACH)]
        elif not inner and high is None and low is not None:
            inner = [low + step for step in REACH]
        panels = [*([] if low is None else [low]), *inner, *([] if high is None else [high])]
        if len(panels) < 2:
            raise Unsupported("quadrature of a function without a scale")
        return panels

    def _panel_ends(self) -> list[Any]:
        """Where panels end within a cell: around the means of normal parts, out along tails.

        Narrow parts come first; a wider one adds no end near to theirs.
        """
        found: list[Any] = []
        for spread, ends in sorted(self._around_parts(), key=lambda item: item[0]):
            found += [end for end in ends if all(abs(end - other) > spread for other in found)]
        return sorted(found)

    def _around_parts(self) -> Iterator[tuple[Any, list[Any]]]:
        """For each part of each density its scale and the ends of panels that suit it."""
        exact = self.of.exact
        for law in self.context.laws.values():
            for part in self.tables.components(law) if self.tables.is_real(law) else ():
                if isinstance(part, Box):
                    for start, mean in filter(None, map(_half_line, part.sides)):
                        ends = [self.of.inexact(exact(start + step * mean)) for step in REACH]
                        yield self.of.inexact(exact(abs(mean))), ends
                    continue
                for i, mean in enumerate(part.mean):
                    spread = self.of.sqrt(exact(part.covariance[i][i]))
                    centre = self.of.inexact(exact(mean))
                    yield spread, [centre + step * spread for step in STEPS]


def _half_line(side: Piece) -> tuple[Fraction, Fraction] | None:
    """The end of a half-line and the mean beyond it, with its sign; None for an interval."""
    start = side.high if side.low is None else side.low
    if start is None or (side.low is not None and side.high is not None):
        return None
    return start, 1 / -side.slope


def quadratures(claim: Claim, model: Model, digits: int) -> tuple[Any, Any]:
    """Both sides in the model as finite numbers, to so many digits; raises as :func:`supports`."""
    sides = _sides(claim, model, digits)
    if not all(map(mpmath.isfinite, sides)):
        raise Unsupported("an infinite integral")
    return sides


def _sides(claim: Claim, model: Model, digits: int) -> tuple[Any, Any]:
    evaluator = Quadrature(claim, model, digits)
    lhs, rhs = (evaluator.of.inexact(evaluator.result(side)) for side in (claim.lhs, claim.rhs))
    return lhs, rhs


def supports(claim: Claim, model: Model, digits: int = DIGITS) -> bool:
    """Whether the claim holds in the model, to this many digits.

    Raises Undefined or Unsupported when a side cannot be evaluated.
    """
    lhs, rhs = _sides(claim, model, digits)
    if not (mpmath.isfinite(lhs) and mpmath.isfinite(rhs)):
        return (0 if lhs == rhs else 1 if lhs > rhs else -1) in ALLOWED[claim.relation]
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
    """The model with every general density mixed with itself elsewhere: no longer exponential."""
    return replace(
        model,
        densities={
            name: tuple(half for part in parts for half in _split(part, place))
            for place, (name, parts) in enumerate(model.densities.items())
        },
    )


def _split(part: Component, place: int) -> tuple[Component, Component]:
    """Two components in place of one, apart from each other; each law is split in its own way."""
    return replace(part, weight=part.weight / 3), _moved(part, part.weight * 2 / 3, 2 + place)


def _moved(part: Component, weight: Fraction, by: int) -> Component:
    """The component shifted and wider."""
    if isinstance(part, Box):
        sides = tuple(
            Piece(
                side.low if side.low is None else side.low + (by if side.high is None else 0),
                side.high if side.high is None else side.high + by,
                side.slope / by,
            )
            for side in part.sides
        )
        return Box(weight, sides)
    wider = tuple(tuple((1 + by) * v for v in row) for row in part.covariance)
    return Normal(weight, tuple(m + by for m in part.mean), wider)
