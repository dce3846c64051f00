"""Terms in an exact model as floating-point numbers, for drawing; no verdict rests on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, product

from symkl.kernel.check import Claim
from symkl.kernel.context import Context
from symkl.kernel.terms import Binders, Term
from symkl.models.build import models
from symkl.models.evaluate import approximation
from symkl.models.model import Model, Point
from symkl.models.survey import points_of

DIGITS = 15
Assignment = dict[Point, int]


def number(term: Term, context: Context, model: Model) -> float:
    """The value of a number; raises ValueError when it has none."""
    value = approximation(term, context, model, DIGITS)
    if isinstance(value, list):
        raise ValueError("a matrix is no number")
    return float(value)


def assignments(binders: Binders, model: Model) -> Iterator[Assignment]:
    """Every choice of values for points of finite spaces."""
    ranges = [range(model.size(sort)) for _, sort in binders]
    for chosen in product(*ranges):
        yield dict(zip(binders, chosen, strict=True))


def at(model: Model, points: Assignment) -> Model:
    """The model with these points in scope as well."""
    return replace(model, points={**model.points, **points})


def sample_models(claim: Claim, count: int) -> Iterable[Model]:
    """Models of what a claim declares, the simplest first: to illustrate something that is true."""
    return islice(models(claim.context, points_of(claim)), count)
