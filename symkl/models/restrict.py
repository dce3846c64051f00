"""A model with one element of a space, or one component of a dimension, left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from symkl.kernel.context import Context, Law
from symkl.models.admissible import condition_sums
from symkl.models.model import Box, Component, Model, Normal, Rows, Table, Vector
from symkl.models.sizes import chosen_sizes, sizes

Dropped = Mapping[str, int]  # the index left out of each sort


def restricted(context: Context, model: Model) -> Iterator[Model]:
    """Every model with one value less of one size, its laws conditioned on the others."""
    chosen = chosen_sizes(context, model.sizes)
    for symbol, size in chosen.items():
        if size == 1:
            continue
        smaller = sizes(context, chosen | {symbol: size - 1})
        alike = [s.name for s in context.sorts.values() if s.symbol == symbol]
        for index in reversed(range(size)):
            dropped = dict.fromkeys((name for name in alike if name in smaller), index)
            found = _without(context, model, smaller, dropped)
            if found is not None:
                yield found


def _without(
    context: Context, model: Model, smaller: Mapping[str, int], dropped: Dropped
) -> Model | None:
    """The model without these values; None when a law or a point needs them."""
    laws = {name: _table(context.laws[name], t, dropped) for name, t in model.laws.items()}
    points = {p: _point(context, p[1], v, dropped) for p, v in model.points.items()}
    kept_laws = {name: table for name, table in laws.items() if table is not None}
    kept_points = {p: v for p, v in points.items() if v is not None}
    if len(kept_laws) < len(laws) or len(kept_points) < len(points):
        return None
    return replace(
        model,
        sizes=smaller,
        laws=kept_laws,
        points=kept_points,
        matrices={n: _rows(context, n, rows, dropped) for n, rows in model.matrices.items()},
        densities={
            name: tuple(_part(context, model, context.laws[name], part, dropped) for part in parts)
            for name, parts in model.densities.items()
        },
    )


def _table(law: Law, table: Table, dropped: Dropped) -> Table | None:
    gone = [dropped.get(sort) for _, sort in law.coords]
    if gone == [None] * len(gone):
        return table
    kept = {
        tuple(i - (g is not None and i > g) for i, g in zip(cell, gone, strict=True)): weight
        for cell, weight in table.items()
        if not any(i == g for i, g in zip(cell, gone, strict=True))
    }
    if not law.normalised:
        return kept
    sums = condition_sums(law, kept)
    if 0 in sums.values():
        return None
    places = [i for i, (c, _) in enumerate(law.coords) if c in law.given]
    return {cell: w / sums[tuple(cell[i] for i in places)] for cell, w in kept.items()}


def _shorter(vector: Vector, index: int | None) -> Vector:
    return vector if index is None else vector[:index] + vector[index + 1 :]


def _point(
    context: Context, sort: str, value: int | Vector, dropped: Dropped
) -> int | Vector | None:
    if not isinstance(value, int):
        return _shorter(value, dropped.get(context.sort(sort).index))
    gone = dropped.get(sort)
    if gone is None:
        return value
    return None if value == gone else value - (value > gone)


def _rows(context: Context, name: str, rows: Rows, dropped: Dropped) -> Rows:
    matrix = context.matrix(name)
    gone = dropped.get(matrix.rows)
    kept = rows if gone is None else rows[:gone] + rows[gone + 1 :]
    return tuple(_shorter(row, dropped.get(matrix.columns)) for row in kept)


def _part(context: Context, model: Model, law: Law, part: Component, dropped: Dropped) -> Component:
    kept: list[int] = []
    start = 0
    for _, sort in law.coords:
        index = context.sort(sort).index
        width = model.size(index)
        kept += [start + i for i in range(width) if i != dropped.get(index)]
        start += width
    if isinstance(part, Box):
        return Box(part.weight, tuple(part.sides[i] for i in kept))
    covariance = tuple(tuple(part.covariance[i][j] for j in kept) for i in kept)
    return Normal(part.weight, tuple(part.mean[i] for i in kept), covariance)
