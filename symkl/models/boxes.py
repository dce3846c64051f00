"""Densities of boxes: products of uniform and exponential pieces, one for each coordinate."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symkl.models.arithmetic import Arithmetic, quotient
from symkl.models.fields import Coordinate, Field
from symkl.models.model import Piece
from symkl.models.supports import covers


class BoxDensity:
    """The density of independent pieces times a weight, on points given by their components."""

    def __init__(self, weight: Fraction, sides: Sequence[Piece], of: Arithmetic) -> None:
        self.sides = sides
        self.of = of
        self.factor: Any = of.exact(weight)
        for side in sides:
            self.factor = self.factor * _normaliser(side, of)

    def at(self, components: Sequence[Any]) -> Any:
        """The density at a point, whose components are numbers or coordinates of a cell."""
        value = self.factor
        for side, x in zip(self.sides, components, strict=True):
            if not _contains(side, x, self.of):
                return self.of.zero
            if side.slope:
                exponent = x * self.of.exact(side.slope)
                value = value * (
                    exponent.exp() if isinstance(exponent, Field) else self.of.exp(exponent)
                )
        return value


def _contains(side: Piece, x: Any, of: Arithmetic) -> bool:
    """Whether the component lies in the piece; of its ends, the lower one does."""
    if isinstance(x, Coordinate):
        return covers(side, (x.low, x.high))
    above = side.low is None or of.sign(x - of.exact(side.low)) >= 0
    return above and (side.high is None or of.sign(x - of.exact(side.high)) < 0)


def _normaliser(side: Piece, of: Arithmetic) -> Any:
    """The constant that makes the piece integrate to 1."""
    slope = of.exact(side.slope)
    if side.low is not None and side.high is not None and not side.slope:
        return of.exact(1 / (side.high - side.low))
    top = of.zero if side.high is None else of.exp(slope * of.exact(side.high))
    bottom = of.zero if side.low is None else of.exp(slope * of.exact(side.low))
    return quotient(slope, top - bottom)
