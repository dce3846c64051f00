"""Random models with rational values, drawn from the declarations of a claim."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from random import Random

from second_opinion.ring import NoOpinion
from symkl.kernel.context import Context, Law, Matrix

Table = dict[tuple[int, ...], Fraction]
Rows = list[list[Fraction]]
WEIGHTS = 997  # weights are drawn from 1 to this; Schwartz and Zippel ask how many there are
SIZES = (1, 2, 2, 2, 3, 3)
DIMENSIONS = (1, 1, 2, 2, 2, 3)


@dataclass
class Model:
    sizes: dict[str, int]
    tables: dict[str, Table] = field(default_factory=dict)
    matrices: dict[str, Rows] = field(default_factory=dict)
    numbers: dict[str, Fraction] = field(default_factory=dict)
    functions: dict[str, list[Fraction]] = field(default_factory=dict)
    normals: dict[str, tuple[list[Fraction], Rows]] = field(default_factory=dict)


def drawn(context: Context, random: Random) -> Model:
    """One model of the context, in which densities are normal, declared so or not."""
    sizes: dict[str, int] = {}
    large = any(sort.kind == "real" for sort in context.sorts.values()) or context.matrices
    for sort in context.sorts.values():
        if sort.kind == "finite":
            chosen = random.choice(DIMENSIONS if large else SIZES)
            known = int(sort.symbol) if sort.symbol.isdecimal() else chosen
            sizes[sort.symbol] = sizes.get(sort.symbol, known)
    model = Model({s.name: sizes[s.symbol] for s in context.sorts.values() if s.kind == "finite"})
    _tables(context, random, model)
    for name, matrix in context.matrices.items():
        model.matrices[name] = _matrix(matrix, model, random)
    for name, law in context.laws.items():
        if law.family is not None:
            raise NoOpinion(f"{name} is of a named family")
        if law.normalised and is_density(context, law):
            if law.sign != "positive" and law.normal is None:
                raise NoOpinion(f"normal laws vanish nowhere, {law.name} may")
            model.normals[name] = _normal(context, law, model, random)
    for name, number in context.numbers.items():
        model.numbers[name] = _number(number.sign, random)
    for name, function in context.functions.items():
        square = {"convex": 1, "concave": -1, "any": random.choice((-1, 1))}[function.shape]
        model.functions[name] = [_small(random), _small(random), Fraction(square, 2)]
    return model


def is_density(context: Context, law: Law) -> bool:
    """Whether the law is one of a single point of a real space."""
    return len(law.coords) == 1 and context.is_real_space(law.coords[0][1])


def _normal(
    context: Context, law: Law, model: Model, random: Random
) -> tuple[list[Fraction], Rows]:
    index = context.sort(law.coords[0][1]).index
    k = 1 if index == "1" else model.sizes[index]
    drawn_form = Matrix("", index, index, symmetric=True, positive_definite=True)
    if law.normal is None:
        return [_small(random) for _ in range(k)], _matrix(drawn_form, model, random)
    return normal_of(context, law, model)


def normal_of(context: Context, law: Law, model: Model) -> tuple[list[Fraction], Rows]:
    """The declared mean and covariance of a normal law."""
    index = context.sort(law.coords[0][1]).index
    k = 1 if index == "1" else model.sizes[index]
    mean, covariance = law.normal or ("", "")
    identity = [[Fraction(i == j) for j in range(k)] for i in range(k)]
    return (
        [row[0] for row in model.matrices[mean]] if mean else [Fraction(0)] * k,
        model.matrices[covariance] if covariance else identity,
    )


def _number(sign: str, random: Random) -> Fraction:
    value = Fraction(random.randint(1, 40), random.randint(1, 12))
    if sign != "positive" and random.random() < 0.15:
        return Fraction(0)
    return -value if sign == "real" and random.random() < 0.5 else value


def _small(random: Random) -> Fraction:
    return Fraction(random.randint(-9, 9), random.choice((1, 1, 2, 3)))


# --- laws -----------------------------------------------------------------------------------------


def _tables(context: Context, random: Random, model: Model) -> None:
    finite = [law for law in context.laws.values() if _is_finite(context, law)]
    zeros = random.random() < 0.6
    supports: dict[str, set[tuple[int, ...]]] = {}
    for law in _from_above(finite):
        cells = _cells(law, model)
        allowed = set(cells)
        for name in law.below:
            allowed &= supports.get(name, allowed)
        if law.sign != "positive" and zeros:
            allowed = {cell for cell in allowed if random.random() < 0.7} or allowed
        table = _product_table(law, model, random) if law.independent else None
        while table is None:
            table = _table(law, cells, allowed, random)
            allowed = set(cells) if table is None else allowed
        model.tables[law.name] = table
        supports[law.name] = {cell for cell, weight in table.items() if weight}


def _is_finite(context: Context, law: Law) -> bool:
    return all(context.sort(sort).kind == "finite" for _, sort in law.coords)


def _from_above(laws: list[Law]) -> list[Law]:
    """The laws, those that others are absolutely continuous to first."""
    names = {law.name for law in laws}
    ordered: list[Law] = []
    while len(ordered) < len(laws):
        done = {law.name for law in ordered}
        ready = [
            law
            for law in laws
            if law.name not in done and all(b in done or b not in names for b in law.below)
        ]
        ordered += ready or [law for law in laws if law.name not in done][:1]
    return ordered


def _cells(law: Law, model: Model) -> list[tuple[int, ...]]:
    return list(product(*(range(model.sizes[sort]) for _, sort in law.coords)))


def _table(
    law: Law, cells: list[tuple[int, ...]], allowed: set[tuple[int, ...]], random: Random
) -> Table | None:
    """Weights on the allowed cells, scaled to what the law sums to; None where that fails."""
    most = random.choice((40, WEIGHTS, WEIGHTS))
    signs = (1, 1, -1) if law.sign == "real" else (1,)
    raw = {
        cell: Fraction(random.randint(1, most) * random.choice(signs) if cell in allowed else 0)
        for cell in cells
    }
    if not law.normalised:
        scale = Fraction(random.randint(1, 12), random.randint(1, 12))
        return {cell: weight * scale for cell, weight in raw.items()}
    places = [i for i, (name, _) in enumerate(law.coords) if name in law.given]
    sums: dict[tuple[int, ...], Fraction] = {}
    for cell, weight in raw.items():
        key = tuple(cell[i] for i in places)
        sums[key] = sums.get(key, Fraction(0)) + weight
    if not all(sums.values()):
        return None
    return {cell: w / sums[tuple(cell[i] for i in places)] for cell, w in raw.items()}


def _product_table(law: Law, model: Model, random: Random) -> Table:
    table = {cell: Fraction(1) for cell in _cells(law, model)}
    for group in law.independent:
        coords = tuple((name, sort) for name, sort in law.coords if name in group)
        part = Law("", coords, sign=law.sign)
        cells = _cells(part, model)
        allowed = {c for c in cells if law.sign == "positive" or random.random() < 0.7}
        factor = None
        while factor is None:
            factor = _table(part, cells, allowed or set(cells), random)
        places = [i for i, (name, _) in enumerate(law.coords) if name in group]
        for cell in table:
            table[cell] *= factor[tuple(cell[i] for i in places)]
    return table


# --- matrices -------------------------------------------------------------------------------------


def _matrix(matrix: Matrix, model: Model, random: Random) -> Rows:
    rows, columns = (1 if s == "1" else model.sizes[s] for s in (matrix.rows, matrix.columns))
    while True:
        found = [[_small(random) for _ in range(columns)] for _ in range(rows)]
        if matrix.positive_definite:
            found = [[sum(a * b for a, b in zip(r, s, strict=True)) for s in found] for r in found]
            if not matrix.symmetric:
                turn = [[_small(random) for _ in range(rows)] for _ in range(rows)]
                for i in range(rows):
                    for j in range(rows):
                        found[i][j] += turn[i][j] - turn[j][i]
        elif matrix.symmetric:
            found = [[found[min(i, j)][max(i, j)] for j in range(rows)] for i in range(rows)]
        singular = rows == columns and determinant(found) == 0
        if not (singular and (matrix.invertible or matrix.positive_definite)):
            return found


def determinant(rows: Rows) -> Fraction:
    """By elimination."""
    left, found = [list(row) for row in rows], Fraction(1)
    for i in range(len(left)):
        pivot = next((r for r in range(i, len(left)) if left[r][i]), None)
        if pivot is None:
            return Fraction(0)
        if pivot != i:
            left[i], left[pivot], found = left[pivot], left[i], -found
        found *= left[i][i]
        for r in range(i + 1, len(left)):
            scale = left[r][i] / left[i][i]
            left[r] = [a - scale * b for a, b in zip(left[r], left[i], strict=True)]
    return found


def inverse(rows: Rows) -> Rows | None:
    """By Gauss and Jordan; None for a singular matrix."""
    size = len(rows)
    left = [[*row, *(Fraction(i == j) for j in range(size))] for i, row in enumerate(rows)]
    for i in range(size):
        pivot = next((r for r in range(i, size) if left[r][i]), None)
        if pivot is None:
            return None
        left[i], left[pivot] = left[pivot], left[i]
        left[i] = [v / left[i][i] for v in left[i]]
        for r in range(size):
            if r != i and left[r][i]:
                scale = left[r][i]
                left[r] = [a - scale * b for a, b in zip(left[r], left[i], strict=True)]
    return [row[size:] for row in left]
