"""A strict inequality rests on a strict fact, or on a strict inequality that is given."""

from __future__ import annotations

from typing import Any

import pytest
from claims import FINITE

from symkl.kernel import terms as t
from symkl.kernel.check import Claim, check
from symkl.kernel.errors import Refused
from symkl.kernel.terms import Term

R, S = Term("sym", (), "r"), Term("sym", (), "s")


def combination(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "combination", "parts": list(parts)}


def given(weight: str = "1") -> dict[str, Any]:
    return {"weight": weight, "given": 0}


def claim(relation: str, told: tuple[Term, str, Term], twice: bool = False) -> Claim:
    """r - s in this relation to 0, or 2 r - 2 s, where something is given of r and s."""
    difference = t.sub(R, S)
    left = t.mul(t.num(2), difference) if twice else difference
    return Claim(FINITE, left, relation, t.ZERO, (told,))


@pytest.mark.parametrize(
    ("relation", "told", "twice", "weight"),
    [
        ("<", (R, "<", S), False, "1"),
        ("<", (R, "<", S), True, "2"),
        ("<", (S, ">", R), False, "1"),
        (">", (R, ">", S), False, "1"),
        ("<=", (R, "<", S), False, "1"),
    ],
)
def test_a_given_strict_inequality_is_strict(
    relation: str, told: tuple[Term, str, Term], twice: bool, weight: str
) -> None:
    check(claim(relation, told, twice), combination(given(weight)))


@pytest.mark.parametrize(
    ("relation", "told", "parts"),
    [
        ("<", (R, "<=", S), [given()]),  # not strict
        ("<", (R, "=", S), [given()]),
        (">", (R, "<", S), [given()]),  # the other direction
        (">", (R, "<", S), [given("-1")]),  # a negative weight
        ("<", (R, "<", S), []),  # nothing
        ("<", (R, "<", S), [given("2")]),  # it does not add up
        ("=", (R, "<", S), [given()]),  # an equation
        ("!=", (R, "<", S), [given()]),
    ],
)
def test_what_is_not_strict_is_refused(
    relation: str, told: tuple[Term, str, Term], parts: list[dict[str, Any]]
) -> None:
    with pytest.raises(Refused):
        check(claim(relation, told), combination(*parts))


def test_a_strict_part_of_weight_nothing_is_none() -> None:
    same = Claim(FINITE, R, "<", R, ((R, "<", S),))
    for weight in ("0", "1", "-1"):
        with pytest.raises(Refused):
            check(same, combination(given(weight)))
