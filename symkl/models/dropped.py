"""What is left of a claim when one hypothesis is dropped, and the models that lack just that one.

A declared property is dropped by weakening the declaration.  Two of them cannot be said by a weaker
declaration: a law that is not normal, or not normalised, but keeps its mean and covariance.  There
the density is put into models of the claim as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import chain, islice

from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Function, Law, Matrix, Number
from symkl.kernel.errors import IllFormed
from symkl.kernel.hypotheses import DECLARED, OF_FAMILIES, Hypothesis
from symkl.models.admissible import admissible, determinant, is_semidefinite
from symkl.models.arithmetic import Balls
from symkl.models.build import models
from symkl.models.hypotheses import Hypotheses
from symkl.models.model import Model, Normal, Point, Rows
from symkl.models.obeying import obeying
from symkl.models.simple import simple_models
from symkl.models.sizes import ascending, largest
from symkl.models.tables import Tables

SIMPLE_PER_SIZE = 40
MAX_SIMPLE = 120
RANDOM = 32
Weaken = Callable[[Context, Hypothesis], Context]


@dataclass(frozen=True)
class Dropped:
    """A claim without one hypothesis: ``lacking`` yields models that lack that one alone.

    Models are built for ``built``; ``finish`` then makes them models of the claim's own context.
    """

    claim: Claim
    built: Context
    finish: Callable[[Model], Model]
    lacks: Callable[[Model], bool]

    def lacking(self, points: Iterable[Point]) -> Iterator[Model]:
        """Models for ``built`` that lack the hypothesis once finished, simplest first."""
        wanted = tuple(points)
        simple = chain.from_iterable(
            simple_models(self.built, wanted, chosen, SIMPLE_PER_SIZE)
            for chosen in ascending(self.built, largest(self.built))
        )
        drawn = models(self.built, wanted, RANDOM)
        claim = replace(self.claim, context=self.built)
        made = obeying(claim, wanted) if claim.given else ()
        return filter(self.fits, chain(made, islice(simple, MAX_SIMPLE), drawn))

    def fits(self, model: Model) -> bool:
        """Whether a model for ``built`` lacks the hypothesis, and what is given holds in it."""
        return self.lacks(model) and self.hypotheses.hold(self.finish(model))

    @cached_property
    def hypotheses(self) -> Hypotheses:
        """What the claim is given."""
        return Hypotheses(self.claim.context, self.claim.given)


def without(claim: Claim, hypothesis: Hypothesis) -> Dropped | None:
    """The claim without the hypothesis; None when no declaration of the claim states it."""
    context = claim.context
    parameters = {p for law in context.laws.values() for p in (law.family or ())[1:]}
    if hypothesis.subject in parameters:
        return None  # without it there is no such law
    law = context.laws.get(hypothesis.subject)
    if hypothesis.kind in OF_FAMILIES or (law is not None and law.family and law_is(hypothesis)):
        return None
    if hypothesis.kind not in DECLARED:
        # Nothing to weaken: a model lacks it when a side has no value there.
        return Dropped(claim, context, _as_it_is, lambda model: True)
    try:
        weaker = replace(claim, context=WEAKER[hypothesis.kind](context, hypothesis))
    except IllFormed:
        return None
    if weaker == claim:
        return None
    if law is not None and law.normal is not None and hypothesis.kind in DENSITIES:
        finish = _with_density(context, law, DENSITIES[hypothesis.kind])
        return Dropped(weaker, context, finish, lambda model: True)
    return Dropped(weaker, weaker.context, _as_it_is, _lacks(context, hypothesis))


def law_is(hypothesis: Hypothesis) -> bool:
    """Whether this says what a law of a named family is anyway: a density with its support."""
    return hypothesis.kind in ("positive", "nonnegative", "sums", "integrates")


def _as_it_is(model: Model) -> Model:
    return model


def _lacks(context: Context, hypothesis: Hypothesis) -> Callable[[Model], bool]:
    """Whether a model of the weaker context is none of the context, for this reason alone."""
    matrix = context.matrices.get(hypothesis.subject)
    if hypothesis.kind == "invertible" and matrix is not None and matrix.positive_definite:
        return lambda model: _is_singular_limit(model.matrices[matrix.name])
    if hypothesis.kind == "moments":
        return lambda model: True
    return lambda model: not admissible(context, model)


def _is_singular_limit(rows: Rows) -> bool:
    """Whether the matrix is semidefinite and singular: all of definiteness but the inverse."""
    return determinant(rows) == 0 and is_semidefinite(rows)


# --- weaker declarations --------------------------------------------------------------------------


def _law(change: Callable[[Law, Hypothesis], Law]) -> Weaken:
    def weaken(context: Context, hypothesis: Hypothesis) -> Context:
        name = hypothesis.subject
        return replace(context, laws={**context.laws, name: change(context.law(name), hypothesis)})

    return weaken


def _matrix(change: Callable[[Matrix], Matrix]) -> Weaken:
    def weaken(context: Context, hypothesis: Hypothesis) -> Context:
        name = hypothesis.subject
        return replace(context, matrices={**context.matrices, name: change(context.matrix(name))})

    return weaken


def _number(context: Context, hypothesis: Hypothesis) -> Context:
    name = context.number(hypothesis.subject).name
    return replace(context, numbers={**context.numbers, name: Number(name, "real")})


def _function(context: Context, hypothesis: Hypothesis) -> Context:
    name = context.function(hypothesis.subject).name
    return replace(context, functions={**context.functions, name: Function(name)})


def _not_definite(matrix: Matrix) -> Matrix:
    return replace(matrix, positive_definite=False, invertible=True)


def _not_invertible(matrix: Matrix) -> Matrix:
    return replace(matrix, positive_definite=False, invertible=False)


def _not_below(law: Law, hypothesis: Hypothesis) -> Law:
    return replace(law, below=tuple(name for name in law.below if name != hypothesis.other))


def _not_normalised(law: Law, hypothesis: Hypothesis) -> Law:
    return replace(law, normalised=False, normal=None)


WEAKER: dict[str, Weaken] = {
    "positive": _law(lambda law, h: replace(law, sign="nonnegative", normal=None)),
    "nonnegative": _law(lambda law, h: replace(law, sign="real")),
    "sums": _law(_not_normalised),
    "integrates": _law(_not_normalised),
    "below": _law(_not_below),
    "independent": _law(lambda law, h: replace(law, independent=())),
    **dict.fromkeys(
        ("diagonal", "isotropic"), _matrix(lambda matrix: replace(matrix, form="full"))
    ),
    "normal": _law(lambda law, h: replace(law, normal=None)),
    "moments": _law(lambda law, h: replace(law, normal=None)),
    "symmetric": _matrix(lambda matrix: replace(matrix, symmetric=False)),
    "invertible": _matrix(_not_invertible),
    "definite": _matrix(_not_definite),
    **dict.fromkeys(("positive_number", "unit_number"), _number),
    **dict.fromkeys(("convex", "concave"), _function),
}


# --- densities that keep the declared mean and covariance -----------------------------------------

Parts = Callable[[Normal], tuple[Normal, ...]]


def _with_density(context: Context, law: Law, parts: Parts) -> Callable[[Model], Model]:
    """The model with a density of these parts in place of the normal one."""

    def finish(model: Model) -> Model:
        declared = Tables(context, model, Balls()).declared(law)
        return replace(model, densities={**model.densities, law.name: parts(declared)})

    return finish


def _twice(normal: Normal) -> tuple[Normal, ...]:
    return (replace(normal, weight=2 * normal.weight),)


def _mixture(normal: Normal) -> tuple[Normal, ...]:
    """A skewed mixture of two normal laws with this mean and covariance.

    The means m + 2d and m - d with weights 1/3 and 2/3 spread by 2 d d^T; the covariances 2 C and
    C / 2 have mean C = S - 2 d d^T.
    """
    step = Fraction(1)
    while not _is_definite(inner := _less(normal.covariance, 2 * step**2)):
        step /= 2

    def part(weight: Fraction, shift: Fraction, scale: Fraction) -> Normal:
        mean = tuple(m + shift * (i == 0) for i, m in enumerate(normal.mean))
        form = tuple(tuple(scale * v for v in row) for row in inner)
        return Normal(weight * normal.weight, mean, form)

    return (
        part(Fraction(1, 3), 2 * step, Fraction(2)),
        part(Fraction(2, 3), -step, Fraction(1, 2)),
    )


def _less(rows: Rows, amount: Fraction) -> Rows:
    """The matrix with the amount taken from its first entry."""
    (first, *rest), *others = rows
    return ((first - amount, *rest), *others)


def _is_definite(rows: Rows) -> bool:
    return is_semidefinite(rows) and determinant(rows) != 0


DENSITIES: dict[str, Parts] = {"normal": _mixture, "integrates": _twice}
