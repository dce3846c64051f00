"""Nonnegative solutions of linear equations are exact, and there are none where none is found."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

from symkl.prove.simplex import nonnegative_solution, separator

Column = dict[int, Fraction]
entries = st.sampled_from([Fraction(n, d) for n in (-3, -1, 1, 2) for d in (1, 1, 3)])
columns_of = st.lists(st.dictionaries(st.integers(0, 5), entries), max_size=10)


def total(weights: dict[int, Fraction], columns: list[Column]) -> Column:
    found: Column = {}
    for place, weight in weights.items():
        for row, entry in columns[place].items():
            found[row] = found.get(row, Fraction(0)) + weight * entry
    return {row: entry for row, entry in found.items() if entry}


def is_solvable(target: Column, columns: list[Column]) -> bool:
    """What a solver in floating point says."""
    rows = sorted({row for column in (target, *columns) for row in column})
    if not rows or not columns:
        return not any(target.values())
    matrix = np.array([[float(column.get(row, 0)) for column in columns] for row in rows])
    side = np.array([float(target.get(row, 0)) for row in rows])
    return linprog(np.ones(len(columns)), A_eq=matrix, b_eq=side).status == 0


@given(columns_of, st.lists(st.sampled_from([Fraction(n, 2) for n in range(5)]), min_size=10))
def test_what_has_a_solution_gets_an_exact_one(
    columns: list[Column], weights: list[Fraction]
) -> None:
    target = total(dict(zip(range(len(columns)), weights, strict=False)), columns)
    found = nonnegative_solution(target, columns)
    assert found is not None
    assert all(weight > 0 for weight in found.values())
    assert total(found, columns) == target


@given(columns_of, st.dictionaries(st.integers(0, 5), entries))
def test_none_is_found_where_there_is_none(columns: list[Column], target: Column) -> None:
    found = nonnegative_solution(target, columns)
    assert (found is not None) == is_solvable(target, columns)
    assert found is None or total(found, columns) == target


@given(columns_of, st.dictionaries(st.integers(0, 5), entries))
def test_what_has_no_solution_is_separated(columns: list[Column], target: Column) -> None:
    found = separator(target, columns)
    assert (found is None) == (nonnegative_solution(target, columns) is not None)
    if found is not None:
        products = [
            sum(found.get(row, 0) * entry for row, entry in column.items())
            for column in (target, *columns)
        ]
        assert products[0] > 0
        assert all(product <= 0 for product in products[1:])


@pytest.mark.parametrize("size", [3, 7, 12])
def test_ties_of_all_rows_come_to_an_end(size: int) -> None:
    """Every row bounds every column at once: the case in which a careless rule goes round."""
    columns = [
        {row: Fraction((-1) ** (row * place) * (1 + (row + place) % 3)) for row in range(size)}
        for place in range(2 * size)
    ]
    found = nonnegative_solution({row: Fraction(0) for row in range(size)}, columns)
    assert found == {}
    far = nonnegative_solution({size: Fraction(1)}, columns)
    assert far is None
