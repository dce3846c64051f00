"""Weights of a conic combination, exact and rational."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from itertools import accumulate, combinations
from typing import Any, TypeVar

from symkl.prove.simplex import Entry, nonnegative_solution, separator

Row = TypeVar("Row", bound=Hashable)
Column = Mapping[Row, Entry]
FEW = 6  # columns of which every subset is tried
SMALL = 3000  # entries of a system that takes less time here than through a solver
MEDIUM = 10_000  # of one that takes less time here than to load the solver
SEPARATORS: deque[Mapping[Any, int]] = deque(maxlen=8)  # the latest
MAX_DENOMINATOR = 1000  # of weights that are guessed from floating-point ones
LEAST_WEIGHT = 1e-9  # what a smaller floating-point weight means is 0


def conic_weights(
    target: Column[Row], columns: Sequence[Column[Row]]
) -> dict[int, Fraction] | None:
    """Positive rational weights with sum weight * column = target; None when there are none.

    Columns that cannot take part are left out; of few columns as few as possible are taken.
    """
    if not target:
        return {}
    usable = _presolved(target, columns)
    if usable is None:
        return None
    found = nonnegative_weights(target, [columns[i] for i in usable])
    if found is None:
        return None
    for size in range(1, len(found) if len(usable) <= FEW else 0):
        for chosen in combinations(usable, size):
            fewer = nonnegative_solution(target, [columns[i] for i in chosen])
            if fewer is not None:
                return {chosen[place]: weight for place, weight in fewer.items()}
    return {usable[place]: weight for place, weight in found.items()}


def _presolved(target: Column[Row], columns: Sequence[Column[Row]]) -> list[int] | None:
    """The columns that may have positive weight; None when there is no combination.

    In a row where the columns have one sign only, they must reach the target from that side.
    """
    usable = [i for i, column in enumerate(columns) if column]
    while True:
        rows: dict[Row, list[int]] = {row: [] for row in target}
        for i in usable:
            for row in columns[i]:
                rows.setdefault(row, []).append(i)
        banned: set[int] = set()
        for row, members in rows.items():
            signs = {columns[i][row] > 0 for i in members}
            wanted = target.get(row, 0)
            if len(signs) == 2:
                continue
            if not wanted:
                banned.update(members)
            elif not signs or signs != {wanted > 0}:
                return None
        if not banned:
            return usable
        usable = [i for i in usable if i not in banned]


def nonnegative_weights(
    target: Column[Row], columns: Sequence[Column[Row]]
) -> dict[int, Fraction] | None:
    """Positive weights of some of the columns that add up to the target; None if there are none.

    In large systems HiGHS proposes weights of least sum, which are then made exact.
    """
    rows = list(dict.fromkeys(row for column in (target, *columns) for row in column))
    if len(rows) * len(columns) <= SMALL:
        return nonnegative_solution(target, columns)
    if _is_separated(target, columns, len(rows)):
        return None
    proposed = _proposed(target, columns, rows)
    chosen = [i for i, weight in enumerate(proposed or ()) if weight > LEAST_WEIGHT]
    if proposed is None:
        return None
    guess = {i: Fraction(proposed[i]).limit_denominator(MAX_DENOMINATOR) for i in chosen}
    if _adds_up(target, columns, guess):
        return {i: weight for i, weight in guess.items() if weight}
    exact = nonnegative_solution(target, [columns[i] for i in chosen])
    return exact and {chosen[place]: weight for place, weight in exact.items()}


def _is_separated(target: Column[Row], columns: Sequence[Column[Row]], rows: int) -> bool:
    """Whether there are certainly no weights, as is found without loading a solver.

    What separates one target from the columns does so for many that are tried after it.
    """
    if any(_separates(found, target, columns) for found in SEPARATORS):
        return True
    found = separator(target, columns) if rows * len(columns) <= MEDIUM else None
    if found is not None:
        SEPARATORS.appendleft(found)
    return found is not None


def _separates(
    found: Mapping[Any, int], target: Column[Row], columns: Sequence[Column[Row]]
) -> bool:
    def product(column: Column[Row]) -> Entry:
        return sum(found.get(row, 0) * entry for row, entry in column.items())

    return product(target) > 0 and all(product(column) <= 0 for column in columns)


def _adds_up(
    target: Column[Row], columns: Sequence[Column[Row]], weights: Mapping[int, Fraction]
) -> bool:
    left: dict[Row, Entry] = dict(target)
    for i, weight in weights.items():
        for row, entry in columns[i].items():
            left[row] = left.get(row, 0) - weight * entry
    return not any(left.values())


def _proposed(
    target: Column[Row], columns: Sequence[Column[Row]], rows: Sequence[Row]
) -> list[float] | None:
    import numpy as np
    from scipy.optimize import LinearConstraint, milp
    from scipy.sparse import csc_array

    number = {row: place for place, row in enumerate(rows)}
    ends = [0, *accumulate(map(len, columns))]
    places = [number[row] for column in columns for row in column]
    values = [float(entry) for column in columns for entry in column.values()]
    matrix = csc_array((values, places, ends), shape=(len(rows), len(columns)))
    side = np.array([float(target.get(row, 0)) for row in rows])
    # Its linear programmes take a third of the time that they take through ``linprog``.
    solution = milp(np.ones(len(columns)), constraints=LinearConstraint(matrix, side, side))
    return None if solution.x is None else list(map(float, solution.x))


def multiple(target: Column[Row], column: Column[Row]) -> Fraction | None:
    """The positive weight with weight * column = target; None when there is none."""
    if target.keys() != column.keys():
        return None
    ratios = {Fraction(target[key]) / column[key] for key in target}
    weight = ratios.pop()
    return weight if not ratios and weight > 0 else None
