"""Inequalities between entropies that come apart at sight add up to what they are said to."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symkl.prove.polymatroid import Form, Inequality, elementals, single, uncrossed

forms = st.dictionaries(
    st.integers(1, 15), st.sampled_from([-2, -1, 1, 2, Fraction(1, 2)]), max_size=6
)
combined = st.dictionaries(st.sampled_from(elementals(4)), st.integers(1, 3), max_size=4)


def total(weights: dict[Inequality, Fraction | int]) -> dict[int, Fraction | int]:
    found: dict[int, Fraction | int] = {}
    for inequality, weight in weights.items():
        for chosen, c in inequality.form().items():
            found[chosen] = found.get(chosen, 0) + weight * c
    return {chosen: c for chosen, c in found.items() if c}


@given(forms)
def test_what_is_found_adds_up_with_positive_weights(form: Form) -> None:
    found = uncrossed(form)
    if found is not None:
        assert all(weight > 0 for weight in found.values())
        assert total(found) == dict(form)


@given(combined)
def test_of_true_inequalities_a_combination_is_one_again(
    weights: dict[Inequality, Fraction | int],
) -> None:
    """Not all come apart at sight; those that do are the same in sum."""
    form = total(weights)
    found = uncrossed(form)
    assert found is None or total(found) == form


@pytest.mark.parametrize("count", [2, 3, 4, 5, 6])
def test_hans_inequality_takes_one_step_less_than_variables(count: int) -> None:
    whole = (1 << count) - 1
    form = {whole ^ (1 << g): 1 for g in range(count)} | {whole: 1 - count}
    found = uncrossed(form)
    assert found is not None
    assert len(found) == count - 1
    assert total(found) == form


@pytest.mark.parametrize(
    "form",
    [
        {0b1: -1},  # H(X) <= 0
        {0b01: 1, 0b10: 1, 0b11: -2},  # 2 H(X,Y) <= H(X) + H(Y)
        {0b01: 1, 0b10: -1},
        {0b011: 1, 0b101: 1, 0b110: 1, 0b111: -3},  # Han's with one too many
    ],
    ids=str,
)
def test_false_ones_do_not_come_apart(form: Form) -> None:
    assert uncrossed(form) is None


def test_single_inequalities_are_seen_with_their_weight() -> None:
    submodular = {0b101: 3, 0b110: 3, 0b111: -3, 0b100: -3}
    assert single(submodular) == (Inequality(0b001, 0b010, 0b100), 3)
    assert single({**submodular, 0b100: -2}) is None
