"""Models of equations that say what a matrix, a vector or a number is, as in E[x x^T] = S.

Such a name is given the value of the other side.  That is exact for moments of normal densities
with rational parameters; whether everything that is given holds is asked afterwards all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from symkl.kernel.check import Claim
from symkl.kernel.context import SCALAR_SORT, Context
from symkl.kernel.errors import KernelError
from symkl.kernel.terms import Given, Term
from symkl.models.admissible import admissible
from symkl.models.arithmetic import Balls, is_exact, precision
from symkl.models.build import models
from symkl.models.evaluate import Evaluator
from symkl.models.grids import rows_of
from symkl.models.model import Model, Point, Undefined, Unsupported
from symkl.models.simple import with_values

DRAWN = 60
NARROW, NEARER = 3, Fraction(1, 16)  # one model in so many has densities so much narrower
DIGITS = 20


def is_solvable(claim: Claim) -> bool:
    """Whether every given equation says what some name stands for."""
    return all(any(_solutions(given)) for given in claim.given)


def solved(claim: Claim, points: Sequence[Point], seed: int = 0) -> Iterator[Model]:
    """Drawn models with the names that are given by equations worked out in them."""
    for place, model in enumerate(models(claim.context, points, DRAWN, seed)):
        found: Model | None = (
            _narrow(claim.context, model) if place % NARROW == NARROW - 1 else model
        )
        for given in claim.given:
            found = None if found is None else _worked_out(claim, given, found)
        if found is not None and admissible(claim.context, found):
            yield found


def _narrow(context: Context, model: Model) -> Model:
    """The model with densities and vectors nearer to 0: entropies are negative there."""
    nearer: dict[tuple[str, str], Any] = {
        ("densities", name): tuple(part.scaled(NEARER) for part in parts)
        for name, parts in model.densities.items()
    }
    for matrix in context.matrices.values() if nearer else ():
        if matrix.columns == SCALAR_SORT:
            rows = model.matrices[matrix.name]
            nearer["matrices", matrix.name] = tuple((NEARER * entry,) for (entry,) in rows)
    return with_values(model, nearer)


def _solutions(given: Given) -> Iterator[tuple[Term, Term]]:
    """A name that is one side of the equation, and the other side, in which it does not occur."""
    lhs, relation, rhs = given
    for name, other in ((rhs, lhs), (lhs, rhs)) if relation == "=" else ():
        if name.head in ("matrix", "sym") and name not in other.walk():
            yield name, other


def _worked_out(claim: Claim, given: Given, model: Model) -> Model | None:
    name, other = next(_solutions(given))
    try:
        with precision(DIGITS):
            evaluator = Evaluator(claim.context, model, Balls())
            rows = rows_of(evaluator.result(other))
    except (Undefined, Unsupported, KernelError):
        return None
    if not all(is_exact(entry) for row in rows for entry in row):
        return None
    exact = tuple(tuple(evaluator.of.fraction(entry) for entry in row) for row in rows)
    if name.head == "sym":
        return with_values(model, {("numbers", name.label): exact[0][0]})
    before = model.matrices[name.label]
    if (len(exact), len(exact[0])) != (len(before), len(before[0])):
        return None
    return with_values(model, {("matrices", name.label): exact})
