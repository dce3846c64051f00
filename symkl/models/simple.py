"""The simplest values of every declared thing, simplest first, and the models made of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import islice, product
from math import gcd, prod
from typing import Any

from symkl.kernel.context import Context, Law, Matrix
from symkl.models.admissible import SIGNS, admissible, groups_of, matrix_holds
from symkl.models.functions import simple_functions
from symkl.models.model import (
    Box,
    Component,
    Model,
    Normal,
    Piece,
    Point,
    Rows,
    Table,
    Vector,
)
from symkl.models.sizes import sizes

MAX_CHOICES = 12
MAX_WEIGHT = 3
MAX_BOX = 2  # coordinates of a density that is a mixture of boxes
HALF = Fraction(1, 2)
LEAST = {"positive": 1, "nonnegative": 0}
Side = tuple[tuple[Fraction, Piece], ...]  # one coordinate: pieces that do not overlap, weighted
Place = tuple[str, Any]  # the field of the model and the name in it
VALUES = tuple(
    Fraction(*pair) for pair in ((0, 1), (1, 1), (2, 1), (-1, 1), (1, 2), (3, 1), (1, 3))
)
SCALES = (Fraction(1), Fraction(2), Fraction(4), Fraction(1, 7))


def simple_models(
    context: Context, points: Sequence[Point], chosen: Mapping[str, int], limit: int
) -> Iterator[Model]:
    """At most ``limit`` models of these sizes, simplest first."""
    empty = Model(sizes=sizes(context, chosen))
    places = choices(context, points, empty)
    for picked in by_rank([len(found) for found in places.values()], limit):
        values = {place: places[place][i] for place, i in zip(places, picked, strict=True)}
        model = with_values(empty, values)
        if admissible(context, model):
            yield model


def with_values(model: Model, values: Mapping[Place, Any]) -> Model:
    """The model with some of its values replaced."""
    fields: dict[str, dict[Any, Any]] = {
        kind: dict(getattr(model, kind))
        for kind in ("laws", "matrices", "numbers", "functions", "points", "densities")
    }
    for (kind, name), value in values.items():
        fields[kind][name] = value
    return Model(sizes=model.sizes, **fields)


def choices(context: Context, points: Sequence[Point], model: Model) -> dict[Place, Sequence[Any]]:
    """The simplest values, simplest first, of every place of a model of these sizes."""
    found: dict[Place, Sequence[Any]] = {}
    for law in context.laws.values():
        if all(not context.is_real_space(sort) for _, sort in law.coords):
            found["laws", law.name] = simple_tables(law, model)
        elif law.normal is None and law.family is None:
            found["densities", law.name] = simple_densities(context, law, model)
    for name, matrix in context.matrices.items():
        found["matrices", name] = simple_matrices(matrix, model)
    for name, number in context.numbers.items():
        found["numbers", name] = [v for v in VALUES if SIGNS[number.sign](v)]
    for name, function in context.functions.items():
        found["functions", name] = simple_functions(function)
    for point in sorted(points):
        found["points", point] = simple_points(context, point, model)
    return found


def by_rank(lengths: Sequence[int], limit: int) -> Iterator[tuple[int, ...]]:
    """At most ``limit`` tuples of indices below these lengths, those of the smallest sum first."""
    count = 0
    for rank in range(sum(lengths) - len(lengths) + 1):
        for picked in _of_sum(tuple(lengths), rank):
            yield picked
            count += 1
            if count == limit:
                return


def _of_sum(lengths: tuple[int, ...], rank: int) -> Iterator[tuple[int, ...]]:
    if not lengths:
        yield from [()] if rank == 0 else []
        return
    others = sum(lengths[:-1]) - len(lengths) + 1  # the largest sum without the last
    for last in range(max(0, rank - others), min(rank, lengths[-1] - 1) + 1):
        for before in _of_sum(lengths[:-1], rank - last):
            yield (*before, last)


# --- laws -----------------------------------------------------------------------------------------


def simple_tables(law: Law, model: Model) -> list[Table]:
    """The simplest tables of the law: uniform first, then small denominators."""
    if law.independent:
        return _products(law, model)
    widths = row_shape(law, model)
    rows = simple_rows(widths[1], law.sign, law.normalised)
    found = [table_of(law, model, [row] * widths[0]) for row in rows]
    if widths[0] > 1:  # a channel: its rows differ, too
        found += [
            table_of(law, model, [rows[(r + shift) % len(rows)] for r in range(widths[0])])
            for shift in range(min(len(rows), 4))
        ]
        found.sort(key=_complexity)
    return list({tuple(t.values()): t for t in found}.values())[:MAX_CHOICES]


def _complexity(table: Table) -> Fraction:
    """How far a person is from picking the table: large denominators, then uneven entries."""
    values = table.values()
    return Fraction(sum(v.denominator for v in values) + len(set(values)))


def row_shape(law: Law, model: Model) -> tuple[int, int]:
    """How many conditions a law has, and how many values of its targets."""
    conditions = targets = 1
    for coord, sort in law.coords:
        if coord in law.given:
            conditions *= model.size(sort)
        else:
            targets *= model.size(sort)
    return conditions, targets


def table_of(law: Law, model: Model, rows: Sequence[Sequence[Fraction]]) -> Table:
    """The table whose rows, one for each condition in order, hold the targets in order."""
    places = [i for i, (c, _) in enumerate(law.coords) if c in law.given]
    conditions = product(*(range(model.size(s)) for c, s in law.coords if c in law.given))
    left = {at: iter(row) for at, row in zip(conditions, rows, strict=True)}
    return {cell: next(left[tuple(cell[i] for i in places)]) for cell in model.cells(law)}


def product_table(law: Law, model: Model, groups: Sequence[Mapping[Any, Fraction]]) -> Table:
    """The product of tables of the law's independent groups."""
    places = [[i for i, (c, _) in enumerate(law.coords) if c in g] for g in groups_of(law)]
    table = {}
    for cell in model.cells(law):
        weight = Fraction(1)
        for part, group in zip(places, groups, strict=True):
            weight *= group[tuple(cell[i] for i in part)]
        table[cell] = weight
    return table


def group_cells(law: Law, model: Model) -> list[list[tuple[int, ...]]]:
    """The indices of each independent group."""
    return [
        list(product(*(range(model.size(s)) for c, s in law.coords if c in group)))
        for group in groups_of(law)
    ]


def _products(law: Law, model: Model) -> list[Table]:
    cells = group_cells(law, model)
    rows = [simple_rows(len(group), law.sign, True) for group in cells]
    return [
        product_table(
            law,
            model,
            [dict(zip(c, r[i], strict=True)) for c, r, i in zip(cells, rows, picked, strict=True)],
        )
        for picked in by_rank([len(r) for r in rows], MAX_CHOICES)
    ]


@lru_cache(maxsize=256)
def simple_rows(width: int, sign: str, normalised: bool) -> tuple[Vector, ...]:
    """Weights over ``width`` values, simplest first; they sum to 1 when normalised."""
    least = (LEAST[sign],) * width if sign != "real" else (-1, *(0,) * (width - 1))
    rows = [(Fraction(1, width),) * width]
    for total in range(1, width + 4):
        for weights in islice(_weights(least, total), MAX_CHOICES):
            if gcd(*weights) == 1 or width == 1:
                rows.append(tuple(Fraction(w, total) for w in weights))
    if not normalised:
        scales = SCALES if sign != "real" else (*SCALES, Fraction(-1))
        rows = [tuple(w * scale * width for w in row) for row in rows[:6] for scale in scales]
        rows.sort(key=lambda row: max(abs(w.numerator) + w.denominator for w in row))
    return tuple(dict.fromkeys(rows))[:MAX_CHOICES]


def _weights(least: tuple[int, ...], total: int) -> Iterator[tuple[int, ...]]:
    """Whole weights of this sum, each between its least value and 3."""
    if not least:
        yield from [()] if total == 0 else []
        return
    rest = least[1:]
    for first in range(least[0], MAX_WEIGHT + 1):
        if sum(rest) <= total - first <= MAX_WEIGHT * len(rest):
            for others in _weights(rest, total - first):
                yield (first, *others)


def simple_densities(context: Context, law: Law, model: Model) -> list[tuple[Component, ...]]:
    """Uniform and exponential densities where zeros are allowed, normal ones, Laplace's."""
    size = sum(model.size(context.sort(sort).index) for _, sort in law.coords)
    scale = (Fraction(1),) if law.normalised else SCALES
    means = [(Fraction(m),) * size for m in (0, 1)]
    forms = _definite(size) if not law.independent else [_diagonal([v] * size) for v in (1, 2)]
    normal: list[tuple[Component, ...]] = [
        (Normal(s, m, form),) for s in scale for form in forms for m in means
    ]
    if law.given or size > MAX_BOX:
        return normal
    bounded = [] if law.sign == "positive" else BOUNDED
    boxes = [[boxes_of([side] * size, s) for s in scale] for side in (*bounded, *UNBOUNDED)]
    first = [found for row in boxes[: len(bounded)] for found in row]
    return [*first, *normal, *(found for row in boxes[len(bounded) :] for found in row)]


def boxes_of(sides: Sequence[Side], scale: Fraction = Fraction(1)) -> tuple[Component, ...]:
    """The density whose coordinates are independent mixtures of pieces."""
    return tuple(
        Box(prod((weight for weight, _ in chosen), start=scale), tuple(p for _, p in chosen))
        for chosen in product(*sides)
    )


def uniform(low: Fraction, high: Fraction) -> Side:
    """The uniform density between two numbers."""
    return ((Fraction(1), Piece(low, high)),)


def exponential(start: Fraction, rate: Fraction) -> Side:
    """The exponential density on the half-line from ``start``."""
    return ((Fraction(1), Piece(start, None, -rate)),)


def laplace(centre: Fraction, left: Fraction, right: Fraction, weight: Fraction = HALF) -> Side:
    """Exponential densities to both sides of the centre, at these rates."""
    return ((weight, Piece(None, centre, left)), (1 - weight, Piece(centre, None, -right)))


BOUNDED: list[Side] = [
    uniform(Fraction(0), Fraction(1)),
    uniform(Fraction(0), Fraction(2)),
    exponential(Fraction(0), Fraction(1)),
    exponential(Fraction(0), Fraction(2)),
    uniform(Fraction(1), Fraction(3)),
]
UNBOUNDED: list[Side] = [
    laplace(Fraction(centre), Fraction(rate), Fraction(rate))
    for centre in (0, 1)
    for rate in (1, 2)
]


# --- matrices and points --------------------------------------------------------------------------


def simple_matrices(matrix: Matrix, model: Model) -> list[Rows]:
    """Zero, the identity and other small matrices that are as declared."""
    rows, columns = model.size(matrix.rows), model.size(matrix.columns)
    found: list[Rows] = []
    if rows == columns:
        found += _definite(rows) + _square(rows)
    for fill in _FILLS:
        found.append(tuple(tuple(fill(i, j) for j in range(columns)) for i in range(rows)))
    if not (matrix.positive_definite or matrix.invertible):
        found.insert(0, ((Fraction(0),) * columns,) * rows)
    fitting = [rows for rows in dict.fromkeys(found) if matrix_holds(matrix, rows)]
    return fitting[:MAX_CHOICES]


_FILLS: tuple[Callable[[int, int], Fraction], ...] = (
    lambda i, j: Fraction(1),
    lambda i, j: Fraction(i == j),
    lambda i, j: Fraction(i + j + 1),
    lambda i, j: Fraction(1 + (2 * i + j) % 3),
    lambda i, j: Fraction(i - j),
    lambda i, j: Fraction(-1),
)


def _diagonal(values: Sequence[int | Fraction]) -> Rows:
    size = range(len(values))
    return tuple(tuple(Fraction(values[i] if i == j else 0) for j in size) for i in size)


def _definite(size: int) -> list[Rows]:
    """Symmetric positive definite matrices: I, 2 I, one with correlation, I / 2, diagonal ones."""
    full = tuple(tuple(Fraction(1 + (i == j)) for j in range(size)) for i in range(size))
    diagonal = [_diagonal([v] * size) for v in (1, 2)]
    small = [_diagonal([Fraction(1, n)] * size) for n in (2, 100)]
    return [*diagonal, full, *small, _diagonal(range(1, size + 1))]


def _square(size: int) -> list[Rows]:
    upper = tuple(tuple(Fraction(j >= i) for j in range(size)) for i in range(size))
    swap = tuple(tuple(Fraction(i + j == size - 1) for j in range(size)) for i in range(size))
    unit = tuple(tuple(Fraction(i == 0 == j) for j in range(size)) for i in range(size))
    return [upper, tuple(zip(*upper, strict=True)), swap, unit, _diagonal([-1] * size)]


def simple_points(context: Context, point: Point, model: Model) -> Sequence[int | Vector]:
    """The first indices of a finite space; small vectors of a real one."""
    if not context.is_real_space(point[1]):
        return list(range(model.size(point[1])))[:MAX_CHOICES]
    size = model.size(context.sort(point[1]).index)
    ramp = tuple(Fraction(i + 1) for i in range(size))
    unit = tuple(Fraction(i == 0) for i in range(size))
    return list(dict.fromkeys([(Fraction(0),) * size, unit, (Fraction(1),) * size, ramp]))
