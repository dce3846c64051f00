"""Nonnegative rational solutions of linear equations, exactly: phase one of the simplex method.

The tableau holds integers over one common denominator (Edmonds 1967, Systems of distinct
representatives and linear algebra; Bareiss 1968), so nothing is rounded and no fraction is reduced.
For the many small systems of this package it takes less time than to call a solver.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import TypeVar

Row = TypeVar("Row", bound=Hashable)
Entry = Fraction | int
STEEPEST = 50  # pivots by the largest gain; from then on by Bland's rule, which never cycles


def nonnegative_solution(
    target: Mapping[Row, Entry], columns: Sequence[Mapping[Row, Entry]]
) -> dict[int, Fraction] | None:
    """Positive weights of few columns with sum weight * column = target; None if there are none.

    Examples:
        >>> nonnegative_solution({"a": 1, "b": 3}, [{"a": 1, "b": 1}, {"b": 4}, {"a": -1}])
        {0: Fraction(1, 1), 1: Fraction(1, 2)}
        >>> nonnegative_solution({"a": 1, "b": -1}, [{"a": 1}, {"a": 1, "b": 1}]) is None
        True
    """
    _, tableau = _tableau(target, columns)
    solution = _solved(tableau, len(columns))
    return solution if isinstance(solution, dict) else None


def separator(
    target: Mapping[Row, Entry], columns: Sequence[Mapping[Row, Entry]]
) -> dict[Row, int] | None:
    """Numbers for the rows that show that there is no solution; None where there is one.

    Their product with the target is positive, and with no column it is (Farkas 1902).

    Examples:
        >>> separator({"a": 1, "b": -1}, [{"a": 1}, {"a": 1, "b": 1}])
        {'b': -1}
        >>> separator({"a": 1}, [{"a": 1}]) is None
        True
    """
    scales, tableau = _tableau(target, columns)
    # Behind its entries, each row says of which rows it is made.
    marked = [
        [*line[:-1], *(scale * (place == own) for place in range(len(scales))), line[-1]]
        for own, (scale, line) in enumerate(zip(scales.values(), tableau, strict=True))
    ]
    gain = _solved(marked, len(columns))
    if isinstance(gain, dict):
        return None
    return {row: y for row, y in zip(scales, gain[len(columns) :], strict=False) if y}


def _solved(tableau: list[list[int]], width: int) -> dict[int, Fraction] | list[int]:
    """The weights of columns; where there are none, the row that says so."""
    basis: list[int | None] = [None] * len(tableau)  # None: what is missing of the row's target
    gain = [sum(entries) for entries in zip(*tableau, strict=True)] or [0] * (width + 1)
    denominator, pivots = 1, 0
    while gain[-1]:
        column = _entering(gain, width, pivots)
        if column is None:
            return gain
        row = _leaving(tableau, basis, column)
        lead = tableau[row]
        for other, line in enumerate(tableau):
            if other != row:
                tableau[other] = _eliminated(line, lead, column, denominator)
        gain = _eliminated(gain, lead, column, denominator)
        basis[row], denominator, pivots = column, lead[column], pivots + 1
    weights = {
        place: Fraction(line[-1], denominator)
        for place, line in zip(basis, tableau, strict=True)
        if place is not None and line[-1]
    }
    return dict(sorted(weights.items()))


def _tableau(
    target: Mapping[Row, Entry], columns: Sequence[Mapping[Row, Entry]]
) -> tuple[dict[Row, int], list[list[int]]]:
    """The equations times these numbers: rows of integers, the target last and nonnegative."""
    lines: dict[Row, list[Entry]] = {row: [0] * len(columns) for row in target}
    for place, column in enumerate(columns):
        for row, entry in column.items():
            lines.setdefault(row, [0] * len(columns))[place] = entry
    found, scales = [], {}
    for row, line in lines.items():
        line.append(target.get(row, 0))
        scale = lcm(*[entry.denominator for entry in line]) * (-1 if line[-1] < 0 else 1)
        found.append([entry.numerator * (scale // entry.denominator) for entry in line])
        scales[row] = scale
    return scales, found


def _entering(gain: Sequence[int], width: int, pivots: int) -> int | None:
    """A column whose weight should grow: that of the largest gain, later the first of any."""
    useful = [place for place in range(width) if gain[place] > 0]
    if not useful:
        return None
    return max(useful, key=gain.__getitem__) if pivots < STEEPEST else useful[0]


def _leaving(tableau: Sequence[Sequence[int]], basis: Sequence[int | None], column: int) -> int:
    """The row that bounds the growth; among several the one that Bland's rule takes."""
    found, most, per, place = -1, 0, 0, -1  # the growth allowed so far is most / per
    for row, line in enumerate(tableau):
        entry = line[column]
        if entry <= 0:
            continue
        own = basis[row]
        other = -1 if own is None else own
        less = line[-1] * per - most * entry
        if found < 0 or less < 0 or (less == 0 and other < place):
            found, most, per, place = row, line[-1], entry, other
    return found  # there is one: the gain of a column is what it has where something is missing


def _eliminated(
    line: Sequence[int], lead: Sequence[int], column: int, denominator: int
) -> list[int]:
    pivot, factor = lead[column], line[column]
    if not factor:
        return list(line) if pivot == denominator else [a * pivot // denominator for a in line]
    return [(a * pivot - factor * b) // denominator for a, b in zip(line, lead, strict=True)]
