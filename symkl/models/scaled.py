"""Models in which a given equation of matrices or numbers holds after one of them is scaled.

``tr(T^-1 S) = k`` says what neither S nor T is.  Along the multiples of a matrix such an equation
is often affine in the factor, and then its solution is a rational number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from symkl.kernel.check import Claim
from symkl.kernel.terms import Given, Term
from symkl.models.admissible import admissible
from symkl.models.build import models
from symkl.models.model import Model, Point, Unsupported
from symkl.models.simple import with_values
from symkl.models.solved import exact

DRAWN = 60
TRIED = (Fraction(1), Fraction(2), Fraction(3))  # factors: two for the line, one to see it is one


def scaled(claim: Claim, points: Sequence[Point], seed: int = 0) -> Iterator[Model]:
    """Drawn models with what is given made true one equation after the other."""
    for turn, drawn in enumerate(models(claim.context, points, DRAWN, seed)):
        found: Model | None = drawn
        for given in claim.given:
            found = None if found is None else _made_true(given, found, turn)
        if found is not None and found is not drawn and admissible(claim.context, found):
            yield found


def _made_true(given: Given, model: Model, turn: int) -> Model | None:
    """The model with one matrix or number scaled, by turns; itself where the equation holds."""
    if given[1] != "=" or _distance(given, model) == 0:
        return model
    parts = (part for side in (given[0], given[2]) for part in side.walk())
    names = list(dict.fromkeys(part for part in parts if part.head in ("matrix", "sym")))
    for place in range(len(names)):
        name = names[(turn + place) % len(names)]
        factor = _factor(given, model, name)
        if factor:
            return _times(model, name, factor)
    return None


def _factor(given: Given, model: Model, name: Term) -> Fraction | None:
    """The factor with which the equation holds, where that is affine in it."""
    at = [_distance(given, _times(model, name, factor)) for factor in TRIED]
    first, second, third = at
    if first is None or second is None or third is None:
        return None
    slope = second - first
    return 1 - first / slope if slope and third - second == slope else None


def _times(model: Model, name: Term, factor: Fraction) -> Model:
    if name.head == "sym":
        return with_values(model, {("numbers", name.label): factor * model.numbers[name.label]})
    rows = tuple(tuple(factor * entry for entry in row) for row in model.matrices[name.label])
    return with_values(model, {("matrices", name.label): rows})


def _distance(given: Given, model: Model) -> Fraction | None:
    """The left less the right side where both are rational numbers."""
    try:
        one, two = exact(model, given[0]), exact(model, given[2])
    except (Unsupported, KeyError):
        return None
    if len(one) == len(one[0]) == len(two) == len(two[0]) == 1:
        return one[0][0] - two[0][0]
    return None
