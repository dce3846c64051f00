"""Weights of a conic combination: floating-point search, exact rational result."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

Column = dict[str, Fraction]
FEW = 6  # columns of which every subset is tried


def conic_weights(target: Column, columns: Sequence[Column]) -> dict[int, Fraction] | None:
    """Nonnegative rational weights with sum weight * column = target; None when none were found.

    Columns that cannot take part are left out; few are tried exactly, among many a linear programme
    proposes some, and the weights are then solved for exactly.
    """
    if not target:
        return {}
    usable = _presolved(target, columns)
    if usable is None:
        return None
    if len(usable) <= FEW:
        return _among_few(target, columns, usable)
    support = _support(target, columns, usable)
    return None if support is None else exact_weights(target, columns, support)


def _presolved(target: Column, columns: Sequence[Column]) -> list[int] | None:
    """The columns that may have positive weight; None when there is no combination.

    In a row where the columns have one sign only, they must reach the target from that side.
    """
    usable = [i for i, column in enumerate(columns) if column]
    while True:
        rows: dict[str, list[int]] = {row: [] for row in target}
        for i in usable:
            for row in columns[i]:
                rows.setdefault(row, []).append(i)
        banned: set[int] = set()
        for row, members in rows.items():
            signs = {columns[i][row] > 0 for i in members}
            wanted = target.get(row, Fraction(0))
            if len(signs) == 2:
                continue
            if not wanted:
                banned.update(members)
            elif not signs or signs != {wanted > 0}:
                return None
        if not banned:
            return usable
        usable = [i for i in usable if i not in banned]


def _among_few(
    target: Column, columns: Sequence[Column], usable: list[int]
) -> dict[int, Fraction] | None:
    """The first exact combination of as few columns as possible."""
    for size in range(1, len(usable) + 1):
        for chosen in combinations(usable, size):
            found = exact_weights(target, columns, list(chosen))
            if found is not None:
                return found
    return None


def multiple(target: Column, column: Column) -> Fraction | None:
    """The positive weight with weight * column = target; None when there is none."""
    if target.keys() != column.keys():
        return None
    ratios = {target[key] / column[key] for key in target}
    weight = ratios.pop()
    return weight if not ratios and weight > 0 else None


def _support(target: Column, columns: Sequence[Column], usable: list[int]) -> list[int] | None:
    """The columns of a vertex of the feasible weights, by HiGHS."""
    rows = sorted({key for column in (target, *(columns[i] for i in usable)) for key in column})
    import numpy as np
    from scipy.optimize import linprog

    matrix = np.array([[float(columns[i].get(row, 0)) for i in usable] for row in rows])
    goal = np.array([float(target.get(row, 0)) for row in rows])
    found = linprog(np.ones(len(usable)), A_eq=matrix, b_eq=goal, method="highs-ds")
    if found.status != 0:
        return None
    return [i for i, weight in zip(usable, found.x, strict=True) if weight > 1e-9]


def exact_weights(
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
