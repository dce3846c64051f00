"""Weights of a conic combination: floating-point search, exact rational result."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Column = dict[str, Fraction]


def conic_weights(target: Column, columns: Sequence[Column]) -> dict[int, Fraction] | None:
    """Nonnegative rational weights with sum weight * column = target; None when none were found.

    A linear programme proposes the columns, then the weights are solved for exactly.
    """
    if not target:
        return {}
    support = _support(target, columns)
    return None if support is None else _exact(target, columns, support)


def multiple(target: Column, column: Column) -> Fraction | None:
    """The positive weight with weight * column = target; None when there is none."""
    if target.keys() != column.keys():
        return None
    ratios = {target[key] / column[key] for key in target}
    weight = ratios.pop()
    return weight if not ratios and weight > 0 else None


def _support(target: Column, columns: Sequence[Column]) -> list[int] | None:
    """The columns of a vertex of the feasible weights, by HiGHS."""
    rows = sorted({key for column in (target, *columns) for key in column})
    usable = [i for i, column in enumerate(columns) if column]
    if not usable or any(all(row not in columns[i] for i in usable) for row in target):
        return None
    import numpy as np
    from scipy.optimize import linprog

    matrix = np.array([[float(columns[i].get(row, 0)) for i in usable] for row in rows])
    goal = np.array([float(target.get(row, 0)) for row in rows])
    found = linprog(np.ones(len(usable)), A_eq=matrix, b_eq=goal, method="highs-ds")
    if found.status != 0:
        return None
    return [i for i, weight in zip(usable, found.x, strict=True) if weight > 1e-9]


def _exact(
    target: Column, columns: Sequence[Column], support: list[int]
) -> dict[int, Fraction] | None:
    """The exact weights on these columns; None when they are negative or do not exist."""
    rows = sorted(set(target) | {key for i in support for key in columns[i]})
    system = [
        [columns[i].get(row, Fraction(0)) for i in support] + [target.get(row, Fraction(0))]
        for row in rows
    ]
    solution = _solved(system, len(support))
    if solution is None or any(weight < 0 for weight in solution):
        return None
    return {i: weight for i, weight in zip(support, solution, strict=True) if weight}


def _solved(system: list[list[Fraction]], unknowns: int) -> list[Fraction] | None:
    """Gauss-Jordan elimination; free unknowns are 0."""
    pivots: list[int] = []
    for column in range(unknowns):
        rank = len(pivots)
        pivot = next((r for r in range(rank, len(system)) if system[r][column]), None)
        if pivot is None:
            continue
        system[rank], system[pivot] = system[pivot], system[rank]
        lead = system[rank][column]
        system[rank] = [value / lead for value in system[rank]]
        for r, row in enumerate(system):
            if r != rank and row[column]:
                factor = row[column]
                system[r] = [a - factor * b for a, b in zip(row, system[rank], strict=True)]
        pivots.append(column)
    if any(row[-1] for row in system[len(pivots) :]):
        return None
    solution = [Fraction(0)] * unknowns
    for rank, column in enumerate(pivots):
        solution[column] = system[rank][-1]
    return solution
