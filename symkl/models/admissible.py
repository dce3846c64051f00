"""Whether a model respects every declaration of its context."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import lcm, prod
from typing import Any

from flint import fmpq, fmpq_mat

from symkl.kernel.context import Context, Law, Matrix
from symkl.models.functions import has_shape
from symkl.models.model import Model, Rows, Table
from symkl.models.named import valid_in
from symkl.models.supports import is_below, is_positive

SIGNS: dict[str, Callable[[Fraction], bool]] = {
    "positive": lambda value: value > 0,
    "nonnegative": lambda value: value >= 0,
    "real": lambda value: True,
    "unit": lambda value: 0 < value < 1,
}


def admissible(context: Context, model: Model) -> bool:
    """Whether signs, sums, supports, independence and shapes are as declared."""
    return (
        laws_hold(context, model)
        and all(
            matrix_holds(matrix, model.matrices[name]) for name, matrix in context.matrices.items()
        )
        and all(SIGNS[n.sign](model.numbers[name]) for name, n in context.numbers.items())
        and all(has_shape(f, model.functions[name]) for name, f in context.functions.items())
    )


def laws_hold(context: Context, model: Model) -> bool:
    """Whether the tables of the laws are as declared."""
    return all(_law_holds(context, model, law) for law in context.laws.values())


def matrix_holds(matrix: Matrix, rows: Rows) -> bool:
    """Whether the entries are as declared; S is definite when v^T S v > 0, symmetric or not."""
    if not _has_form(matrix, rows):
        return False
    if matrix.symmetric and rows != tuple(zip(*rows, strict=True)):
        return False
    if matrix.positive_definite:
        return is_semidefinite(rows) and determinant(symmetric_part(rows)) != 0
    return not matrix.invertible or determinant(rows) != 0


def _has_form(matrix: Matrix, rows: Rows) -> bool:
    if matrix.form == "full":
        return True
    beside = any(entry for i, row in enumerate(rows) for j, entry in enumerate(row) if i != j)
    alike = len({row[i] for i, row in enumerate(rows)}) == 1
    return not beside and (matrix.form == "diagonal" or alike)


def symmetric_part(rows: Rows) -> Rows:
    """(S + S^T) / 2, which has the quadratic form of S."""
    columns = tuple(zip(*rows, strict=True))
    if columns == rows:
        return rows
    pairs = ((zip(row, column, strict=True)) for row, column in zip(rows, columns, strict=True))
    return tuple(tuple((a + b) / 2 for a, b in pair) for pair in pairs)


def is_semidefinite(rows: Rows) -> bool:
    """Whether v^T S v >= 0 for every v."""
    return _pivots_allow(symmetric_part(rows))


def _pivots_allow(rows: Sequence[Sequence[Fraction]]) -> bool:
    """Of a symmetric matrix: a positive pivot and so its complement, or a row of zeros."""
    if not rows:
        return True
    (pivot, *first), *rest = rows
    if pivot < 0 or (pivot == 0 and any(first)):
        return False
    scale = pivot or Fraction(1)
    return _pivots_allow(
        [[b - row[0] * a / scale for a, b in zip(first, row[1:], strict=True)] for row in rest]
    )


def determinant(rows: Sequence[Sequence[Fraction]]) -> Fraction:
    """The determinant, exactly."""
    return fraction_of(rational_matrix(rows).det())


def rational_matrix(rows: Sequence[Sequence[Fraction]]) -> Any:
    """The matrix as one of flint's, which are far faster than fractions."""
    entries = [fmpq(entry.numerator, entry.denominator) for row in rows for entry in row]
    return fmpq_mat(len(rows), len(rows[0]) if rows else 0, entries)


def fraction_of(value: Any) -> Fraction:
    """One of flint's rational numbers as a fraction."""
    return Fraction(int(value.p), int(value.q))


def _law_holds(context: Context, model: Model, law: Law) -> bool:
    if law.family is not None:
        return valid_in(context, law, model)
    if law.name in model.densities:
        return _density_holds(context, model, law)
    if law.name not in model.laws:  # a normal density with declared parameters
        return True
    table = model.laws[law.name]
    return (
        all(map(SIGNS[law.sign], table.values()))
        and (not law.normalised or set(condition_sums(law, table).values()) == {1})
        and all(_is_below(table, model.laws.get(name, {})) for name in law.below)
        and (not law.independent or _is_product(law, table))
    )


def _density_holds(context: Context, model: Model, law: Law) -> bool:
    """Whether weights and supports are as declared; independence is, as densities are drawn."""
    parts = model.densities[law.name]
    width = sum(model.size(context.sort(sort).index) for _, sort in law.coords)
    return (
        all(part.weight > 0 for part in parts)
        and (not law.normalised or sum(part.weight for part in parts) == 1)
        and (law.sign != "positive" or is_positive(parts, width))
        and all(
            is_below(parts, model.densities[name], width)
            for name in law.below
            if name in model.densities
        )
    )


def condition_sums(law: Law, table: Table) -> dict[tuple[int, ...], Fraction]:
    """The sum over the targets, for each value of the conditions."""
    return marginal(law, table, law.given)


def marginal(law: Law, table: Table, kept: Sequence[str]) -> dict[tuple[int, ...], Fraction]:
    """The table summed over all other coordinates."""
    sums, below = whole_marginal(law, table, kept)
    return {at: Fraction(total, below) for at, total in sums.items()}


def whole_marginal(
    law: Law, table: Table, kept: Sequence[str]
) -> tuple[dict[tuple[int, ...], int], int]:
    """The same as whole numbers over one denominator, which add up far faster than fractions."""
    places = [i for i, (c, _) in enumerate(law.coords) if c in kept]
    below = lcm(*[weight.denominator for weight in table.values()])
    sums: dict[tuple[int, ...], int] = {}
    for cell, weight in table.items():
        at = tuple([cell[i] for i in places])
        sums[at] = sums.get(at, 0) + weight.numerator * (below // weight.denominator)
    return sums, below


def _is_below(table: Table, other: Table) -> bool:
    return all(weight != 0 or table.get(cell, 0) == 0 for cell, weight in other.items())


def groups_of(law: Law) -> list[tuple[str, ...]]:
    """The independent groups of the targets; those in no declared group form one more."""
    named = {c for group in law.independent for c in group}
    rest = tuple(c for c, _ in law.coords if c not in named and c not in law.given)
    return [*law.independent, *([rest] if rest else [])]


def _is_product(law: Law, table: Table) -> bool:
    groups = [(*law.given, *group) for group in groups_of(law)]
    marginals = [marginal(law, table, group) for group in groups]
    places = [[i for i, (c, _) in enumerate(law.coords) if c in group] for group in groups]
    return all(
        weight == prod(m[tuple(cell[i] for i in p)] for m, p in zip(marginals, places, strict=True))
        for cell, weight in table.items()
    )
