"""Conic weights are exact rational numbers, or there are none."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symkl.prove.weights import SMALL, Column, conic_weights, multiple, nonnegative_weights


def column(**entries: int | str) -> Column:
    return {name: Fraction(value) for name, value in entries.items()}


def total(weights: dict[int, Fraction], columns: list[Column]) -> Column:
    found: Column = {}
    for place, weight in weights.items():
        for row, entry in columns[place].items():
            found[row] = found.get(row, Fraction(0)) + weight * entry
    return {row: entry for row, entry in found.items() if entry}


SOLVABLE = [
    (column(a=3), [column(a=1)], {0: Fraction(3)}),
    (column(a="1/3", b="2/7"), [column(a=1), column(b=1)], {0: "1/3", 1: "2/7"}),
    (column(a=1), [column(a=1, b=1), column(b=-1)], {0: 1, 1: 1}),
    (column(a=1), [column(c=1), column(a="3")], {1: "1/3"}),
    ({}, [column(a=1)], {}),
]
UNSOLVABLE = [
    (column(a=-1), [column(a=1)]),
    (column(a=1), []),
    (column(a=1), [{}]),
    (column(a=1), [column(b=1)]),
    (column(a=1, b=2), [column(a=1, b=1)]),
    (column(a=1), [column(a=1, b=1), column(b=1)]),
]


@pytest.mark.parametrize(("target", "columns", "weights"), SOLVABLE)
def test_weights_are_found_exactly(
    target: Column, columns: list[Column], weights: dict[int, Fraction | str]
) -> None:
    found = conic_weights(target, columns)
    assert found == {place: Fraction(weight) for place, weight in weights.items()}


@pytest.mark.parametrize(("target", "columns"), UNSOLVABLE)
def test_no_weights(target: Column, columns: list[Column]) -> None:
    assert conic_weights(target, columns) is None


@pytest.mark.parametrize(
    ("target", "one", "weight"),
    [
        (column(a=2, b=4), column(a=1, b=2), 2),
        (column(a="1/3"), column(a="2/5"), "5/6"),
        (column(a=-2), column(a=-1), 2),
        (column(a=-2), column(a=1), None),
        (column(a=1, b=1), column(a=1, b=2), None),
        (column(a=1), column(b=1), None),
        (column(a=1, b=1), column(a=1), None),
    ],
)
def test_multiples(target: Column, one: Column, weight: int | str | None) -> None:
    assert multiple(target, one) == (None if weight is None else Fraction(weight))


def large(number: int) -> list[Column]:
    """Columns a_i - a_(i+1) for more entries than small systems have."""
    names = [f"a{place}" for place in range(number + 1)]
    return [{a: Fraction(1), b: Fraction(-1)} for a, b in pairwise(names)]


def test_large_systems_get_exact_weights_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = large(70)
    assert len(columns) ** 2 > SMALL
    chain = {"a0": Fraction(1), "a70": Fraction(-1)}
    assert nonnegative_weights(chain, columns) == dict.fromkeys(range(70), Fraction(1))
    backwards = {row: -entry for row, entry in chain.items()}
    assert nonnegative_weights(backwards, columns) is None
    # The next time what separated the first target does so for another one.
    monkeypatch.setattr("symkl.prove.weights.separator", None)
    twice = {row: 2 * entry for row, entry in backwards.items()}
    assert nonnegative_weights(twice, columns) is None


ENTRIES = st.fractions(-3, 3, max_denominator=6)
COLUMNS = st.lists(st.dictionaries(st.sampled_from("abcd"), ENTRIES, max_size=4), max_size=5)
WEIGHTS = st.lists(st.fractions(0, 5, max_denominator=7), min_size=5, max_size=5)


@given(COLUMNS, WEIGHTS)
def test_whatever_is_found_adds_up_exactly(columns: list[Column], weights: list[Fraction]) -> None:
    used = dict(zip(range(len(columns)), weights, strict=False))
    target = total(used, columns)
    found = conic_weights(target, columns)
    if found is not None:
        assert all(isinstance(weight, Fraction) and weight > 0 for weight in found.values())
        assert total(found, columns) == target
