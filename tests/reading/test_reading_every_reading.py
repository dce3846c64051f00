"""On random small sides, what is read is the only reading of an ambiguous grammar."""

from __future__ import annotations

from collections import Counter

import pytest
from every_reading import compared, derivations, outcomes, readings


@pytest.mark.parametrize("seed", range(8))
def test_what_is_read_has_no_other_reading(seed: int) -> None:
    found = list(outcomes(seed, 40))
    assert [outcome for outcome in found if outcome.startswith("misread")] == []
    assert Counter(found)["same"] >= 5


@pytest.mark.parametrize(
    ("side", "count"),
    [
        (r"a / b c", 2),
        (r"1 / 2 c", 1),
        (r"\log p(y) q(y)", 2),
        (r"\log (a) c", 1),
        (r"\log 2 a", 2),
        (r"\log a \log b", 1),
        (r"\sum_y p(y) a", 1),
        (r"\sum_y p(y) + a", 1),
        (r"\sum_y p(y) + q(y)", 2),
        (r"\sum_y p(y) + \sum_y q(y)", 1),
        (r"\mathbb{E}_q \log p(y) - \log q(y)", 2),
        (r"|a| b |c|", 1),
    ],
)
def test_conventions_leave_what_is_ambiguous(side: str, count: int) -> None:
    assert len(derivations(side)) == count


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        (r"\mathbb{E}_q \log p(y) - \log q(y)", "reported"),
        (r"\mathbb{E}_q \log p(y) - \mathbb{E}_q \log q(y)", "same"),
        (r"\mathbb{E}_q p(y) - a", "same"),
        (r"A + a", "reported"),
        (r"a / A", "ill-typed"),
    ],
)
def test_how_far_an_expectation_reaches(side: str, expected: str) -> None:
    assert compared(side) == expected


def test_a_derivation_without_type_is_no_reading() -> None:
    assert readings("A + a") == []
    assert len(readings(r"\mathrm{tr} A B")) == 1
    assert len(readings(r"\mathrm{tr} A B a / b")) > 1
