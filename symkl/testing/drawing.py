"""Models for testing an implementation: simple ones, random ones, and those where formulas break.

A formula breaks where laws nearly agree, where a probability is tiny or zero, and where a matrix
is ill-conditioned.  What is drawn is bounded by the format that the implementation computes in:
no condition number that no algorithm in that format could cope with, nothing below its normal
numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from math import isqrt
from random import Random
from typing import Any

from symkl.kernel.context import Context, Law
from symkl.models.admissible import condition_sums, is_semidefinite, laws_hold
from symkl.models.build import STYLES, model_of_sizes
from symkl.models.model import Model, Point, Rows, Table
from symkl.models.simple import simple_models
from symkl.models.sizes import dimensions
from symkl.testing.arrays import Format

MAX_SIZE, MAX_DIMENSION = 8, 4
MAX_CELLS = 4096  # of one table
SIMPLE = 12


@dataclass(frozen=True)
class Limits:
    """How large the spaces and the dimensions of drawn models may be."""

    size: int = MAX_SIZE
    dimension: int = MAX_DIMENSION

    def of(self, context: Context) -> dict[str, int]:
        """The largest size of each free symbol."""
        small, found = dimensions(context), dict[str, int]()
        for sort in context.sorts.values():
            if sort.kind != "finite" or sort.name == "1" or sort.symbol.isdecimal():
                continue
            limit = self.dimension if sort.name in small else self.size
            found[sort.symbol] = min(limit, found.get(sort.symbol, limit))
        return found


def drawn_models(
    context: Context,
    points: tuple[Point, ...],
    form: Format,
    limits: Limits = Limits(),
    count: int = 64,
    seed: int = 0,
    usable: Callable[[Model], Model | None] | None = None,
) -> list[Model]:
    """``count`` models of the declarations, the same for the same seed, simplest first.

    A quarter are simple or random as they come; the others are made special, each kind in turn.
    Fewer come back where nothing more can be drawn.  ``usable`` returns a model as it shall be
    used, or None; without it models are used that are fair to the format.
    """

    def fair(model: Model) -> Model | None:
        return model if is_fair(context, model, form) else None

    found: dict[Any, Model] = {}
    for drawn in islice(_endless(context, points, form, limits, Random(seed)), 8 * count):
        model = (usable or fair)(drawn)
        if model is not None:
            found.setdefault(model_key(model), model)
        if len(found) >= count:
            break
    return list(found.values())


def model_key(model: Model) -> Any:
    """What tells models apart, to be looked up by."""
    return (
        tuple(model.sizes.items()),
        tuple((name, tuple(table.items())) for name, table in model.laws.items()),
        *(tuple(part.items()) for part in (model.matrices, model.numbers, model.points)),
    )


def _endless(
    context: Context, points: tuple[Point, ...], form: Format, limits: Limits, rng: Random
) -> Iterator[Model]:
    largest = limits.of(context)
    start = {symbol: min(2, limit) for symbol, limit in largest.items()}
    yield from simple_models(context, points, start, SIMPLE)
    kinds, turn = [_unchanged, *SPECIAL], 0
    while True:
        style = STYLES[turn % len(STYLES)]
        model = model_of_sizes(context, points, _sizes(context, largest, rng), rng, style)
        special = kinds[turn % len(kinds)](context, model, form, rng)
        if special is not None and laws_hold(context, special):
            yield special
        turn += 1


def _sizes(context: Context, largest: Mapping[str, int], rng: Random) -> dict[str, int]:
    """Sizes up to the largest, small ones more often."""
    chosen = {}
    for symbol, limit in largest.items():
        usual = rng.random() < 0.7
        chosen[symbol] = rng.randint(1, min(limit, 4) if usual else limit)
    while chosen and _cells(context, chosen) > MAX_CELLS:
        symbol = max(chosen, key=chosen.__getitem__)
        chosen[symbol] -= 1
    return chosen


def _cells(context: Context, chosen: Mapping[str, int]) -> int:
    most = 1
    for law in context.laws.values():
        cells = 1
        for _, sort in law.coords:
            symbol = context.sort(sort).symbol
            cells *= int(symbol) if symbol.isdecimal() else chosen.get(symbol, 1)
        most = max(most, cells)
    return most


def is_fair(context: Context, model: Model, form: Format) -> bool:
    """Whether the numbers exist in the format, and no matrix is near to a singular one there."""
    values = [v for table in model.laws.values() for v in table.values()]
    values += [v for rows in model.matrices.values() for row in rows for v in row]
    values += list(model.numbers.values())
    if any(v and not form.smallest <= abs(v) <= form.largest for v in values):
        return False
    limit = _condition_limit(form)
    return all(
        condition(model.matrices[name]) <= limit
        for name, matrix in context.matrices.items()
        if matrix.positive_definite or matrix.invertible
    )


def _condition_limit(form: Format) -> int:
    return int(2 ** (0.4 * (form.bits - 1)))


def condition(rows: Rows) -> Fraction:
    """A bound of the condition number of a matrix: the product of norms of it and its inverse."""
    inverse = _inverse(rows)
    if inverse is None:
        return Fraction(10**400)
    return _norm(rows) * _norm(inverse)


def _norm(rows: Rows) -> Fraction:
    return max(sum((abs(v) for v in row), Fraction(0)) for row in rows)


def _inverse(rows: Rows) -> Rows | None:
    """The exact inverse, by elimination; None for a singular matrix."""
    size = len(rows)
    work = [[*row, *(Fraction(i == j) for j in range(size))] for i, row in enumerate(rows)]
    for i in range(size):
        pivot = next((r for r in range(i, size) if work[r][i]), None)
        if pivot is None:
            return None
        work[i], work[pivot] = work[pivot], work[i]
        work[i] = [v / work[i][i] for v in work[i]]
        for r in range(size):
            if r != i and work[r][i]:
                work[r] = [a - work[r][i] * b for a, b in zip(work[r], work[i], strict=True)]
    return tuple(tuple(row[size:]) for row in work)


# --- special models -------------------------------------------------------------------------------

Special = Callable[[Context, Model, Format, Random], Model | None]


def _unchanged(context: Context, model: Model, form: Format, rng: Random) -> Model:
    return model


def _near(context: Context, model: Model, form: Format, rng: Random) -> Model:
    """Laws, matrices and numbers of one kind nearly agree: by a power of two down to eps^(1/2)."""
    distance = Fraction(1, 2 ** rng.choice((4, form.bits // 4, form.bits // 2)))
    return replace(
        model,
        laws=_drawn_near(_kinds_of_laws(context), dict(model.laws), distance, _mixed_tables),
        matrices=_drawn_near(_kinds_of_matrices(context), dict(model.matrices), distance, _mixed),
        numbers=_drawn_near(_kinds_of_numbers(context), dict(model.numbers), distance, _blend),
    )


def _equal(context: Context, model: Model, form: Format, rng: Random) -> Model:
    """Laws, matrices and numbers of one kind agree."""
    zero = Fraction(0)
    return replace(
        model,
        laws=_drawn_near(_kinds_of_laws(context), dict(model.laws), zero, _mixed_tables),
        matrices=_drawn_near(_kinds_of_matrices(context), dict(model.matrices), zero, _mixed),
    )


def _drawn_near(
    kinds: Mapping[Any, list[str]],
    values: dict[str, Any],
    distance: Fraction,
    mixed: Callable[[Any, Any, Fraction], Any],
) -> dict[str, Any]:
    for names in kinds.values():
        first, *others = [name for name in names if name in values] or [""]
        for name in others:
            values[name] = mixed(values[first], values[name], distance)
    return values


def _kinds_of_laws(context: Context) -> dict[Any, list[str]]:
    kinds: dict[Any, list[str]] = {}
    for law in context.laws.values():
        key = tuple((sort, c in law.given) for c, sort in law.coords), law.normalised
        kinds.setdefault(key, []).append(law.name)
    return kinds


def _kinds_of_matrices(context: Context) -> dict[Any, list[str]]:
    kinds: dict[Any, list[str]] = {}
    for name, matrix in context.matrices.items():
        kinds.setdefault(replace(matrix, name=""), []).append(name)
    return kinds


def _kinds_of_numbers(context: Context) -> dict[Any, list[str]]:
    kinds: dict[Any, list[str]] = {}
    for name, number in context.numbers.items():
        kinds.setdefault(number.sign, []).append(name)
    return kinds


def _mixed_tables(one: Table, two: Table, share: Fraction) -> Table:
    return {cell: _blend(one[cell], two[cell], share) for cell in two}


def _mixed(one: Rows, two: Rows, share: Fraction) -> Rows:
    return tuple(
        tuple(_blend(a, b, share) for a, b in zip(row, other, strict=True))
        for row, other in zip(one, two, strict=True)
    )


def _blend(one: Fraction, two: Fraction, share: Fraction) -> Fraction:
    return (1 - share) * one + share * two


def _tiny(context: Context, model: Model, form: Format, rng: Random) -> Model | None:
    """One table has a tiny entry, down to the smallest normal numbers of the format."""
    names = [name for name, law in context.laws.items() if not law.independent]
    names = [name for name in names if name in model.laws and len(model.laws[name]) > 1]
    if not names:
        return None
    smallest = 2 ** (-form.least - 2)
    tiny = Fraction(1, rng.choice((2 ** (form.bits // 2), isqrt(smallest) << 1, smallest)))
    name = names[rng.randrange(len(names))]
    table = _with_tiny(context.laws[name], model.laws[name], tiny, rng)
    return None if table is None else replace(model, laws={**model.laws, name: table})


def _with_tiny(law: Law, table: Table, tiny: Fraction, rng: Random) -> Table | None:
    places = [i for i, (c, _) in enumerate(law.coords) if c in law.given]
    positive = [cell for cell, weight in table.items() if weight > 0]
    if not positive:
        return None
    chosen = rng.choice(positive)
    row = tuple(chosen[i] for i in places)
    total = condition_sums(law, table)[row]
    left = total - table[chosen]
    if left <= 0:
        return None
    if not law.normalised:
        return {**table, chosen: tiny}
    return {
        cell: tiny
        if cell == chosen
        else w * (1 - tiny) / left
        if tuple(cell[i] for i in places) == row
        else w
        for cell, w in table.items()
    }


def _one_sided(context: Context, model: Model, form: Format, rng: Random) -> Model | None:
    """A table that may have zeros has all its weight in one cell of each row."""
    names = [n for n, law in context.laws.items() if law.sign == "nonnegative" and n in model.laws]
    names = [name for name in names if not context.laws[name].independent]
    if not names:
        return None
    name = rng.choice(names)
    law, table = context.laws[name], model.laws[name]
    places = [i for i, (c, _) in enumerate(law.coords) if c in law.given]
    kept: dict[tuple[int, ...], tuple[int, ...]] = {}
    for cell in table:
        row = tuple(cell[i] for i in places)
        if row not in kept or rng.random() < 0.4:
            kept[row] = cell
    heavy = set(kept.values())
    return replace(model, laws={**model.laws, name: {c: Fraction(c in heavy) for c in table}})


def _far(context: Context, model: Model, form: Format, rng: Random) -> Model | None:
    """One number is far larger or smaller than the others."""
    if not model.numbers:
        return None
    name = rng.choice(sorted(model.numbers))
    scale = Fraction(2) ** (rng.choice((-1, 1)) * rng.choice((4, form.bits // 4, form.bits // 2)))
    return replace(model, numbers={**model.numbers, name: model.numbers[name] * scale})


def _ill_conditioned(context: Context, model: Model, form: Format, rng: Random) -> Model | None:
    """A positive definite matrix is near to one of rank one, as far as the format bears it."""
    names = [
        name
        for name, m in context.matrices.items()
        if m.positive_definite and m.symmetric and len(model.matrices[name]) > 1
    ]
    if not names:
        return None
    name = rng.choice(names)
    rows = model.matrices[name]
    direction = [Fraction(rng.randint(1, 3)) for _ in rows]
    share = Fraction(1, 2 ** max(2, int(0.4 * form.bits) - 8))
    near = tuple(
        tuple(direction[i] * direction[j] + share * rows[i][j] for j in range(len(rows)))
        for i in range(len(rows))
    )
    if not is_semidefinite(near):
        return None
    return replace(model, matrices={**model.matrices, name: near})


SPECIAL: tuple[Special, ...] = (
    _near,
    _tiny,
    _far,
    _one_sided,
    _near,
    _ill_conditioned,
    _tiny,
    _equal,
    _unchanged,
)
