"""Models in which what is given holds although a law need not sum to 1 any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import chain, islice, permutations, product

from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Law
from symkl.models.entropic import satisfying
from symkl.models.model import Model, Point, Table
from symkl.models.simple import simple_models, with_values
from symkl.models.sizes import largest

OBEYING = 12
FACTORS = (Fraction(2), Fraction(1, 2))
# P log(P/Q) adds up to 0: the ratios are 2 and 1/2, and the first weight is a fourth of the second.
UNEQUAL_P = ((Fraction(2, 5), Fraction(2, 5)), (Fraction(1, 5), Fraction(4, 5)))
UNEQUAL_Q = ((Fraction(1, 2), Fraction(1, 2)), (Fraction(1, 4), Fraction(1)))


def obeying(claim: Claim, points: tuple[Point, ...]) -> Iterator[Model]:
    """Models made for what is given, each also with laws of another total."""
    special = (placed for m in _special(claim, points) for placed in _at_every_point(m, points))
    for model in chain(islice(satisfying(claim, points), OBEYING), special):
        yield model
        for name, law in claim.context.laws.items():
            if not law.normalised and name in model.laws:
                yield from (_scaled(model, name, factor) for factor in FACTORS)


def _scaled(model: Model, name: str, factor: Fraction) -> Model:
    table = {cell: factor * weight for cell, weight in model.laws[name].items()}
    return with_values(model, {("laws", name): table})


def _special(claim: Claim, points: tuple[Point, ...]) -> Iterator[Model]:
    """Two values for each variable, and weights that make the equations of a pmf hold otherwise."""
    chosen = {symbol: min(2, limit) for symbol, limit in largest(claim.context).items()}
    small = next(simple_models(claim.context, points, chosen, 1), None)
    if small is not None:
        yield from _of_no_divergence(claim.context, small)
        yield from _of_copies(claim.context, small)


def _at_every_point(model: Model, points: tuple[Point, ...]) -> Iterator[Model]:
    """The model with every choice of values for the free points of finite spaces."""
    finite = [point for point in points if isinstance(model.points.get(point), int)]
    for values in product(*(range(model.size(sort)) for _, sort in finite)):
        chosen = dict(zip(finite, values, strict=True))
        yield replace(model, points={**model.points, **chosen})


def _of_no_divergence(context: Context, small: Model) -> Iterator[Model]:
    """Two measures on two points whose KL divergence is 0 though they are not equal."""
    for one, two in permutations(context.laws.values(), 2):
        if not _on_two_points(context, small, one, two):
            continue
        if not one.normalised:
            yield _with_pair(small, one, two, UNEQUAL_P)
        if not two.normalised:
            yield _with_pair(small, one, two, UNEQUAL_Q)


def _of_copies(context: Context, small: Model) -> Iterator[Model]:
    """Variables that are copies of one, each value with weight 1: I(X;Y) is log 2 a unit of it."""
    for law in context.laws.values():
        if law.name in small.laws and not law.given and law.sign == "nonnegative":
            table = {cell: Fraction(len(set(cell)) == 1) for cell in small.cells(law)}
            yield with_values(small, {("laws", law.name): table})


def _on_two_points(context: Context, model: Model, one: Law, two: Law) -> bool:
    sorts = [[sort for _, sort in law.coords] for law in (one, two)]
    return (
        sorts[0] == sorts[1]
        and len(sorts[0]) == 1
        and all(law.name in model.laws and not law.given for law in (one, two))
        and model.sizes.get(sorts[0][0]) == 2
    )


def _with_pair(
    model: Model, one: Law, two: Law, pair: tuple[tuple[Fraction, ...], tuple[Fraction, ...]]
) -> Model:
    first, second = (_table(row) for row in pair)
    return with_values(model, {("laws", one.name): first, ("laws", two.name): second})


def _table(row: tuple[Fraction, ...]) -> Table:
    return {(place,): weight for place, weight in enumerate(row)}
