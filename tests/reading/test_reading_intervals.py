"""Weights of mixtures, and intervals that numbers are in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Judge = Callable[[str], list[Any]]
CONVEX = r"D(\lambda P + (1-\lambda) Q\|R) %s \lambda D(P\|R) + (1-\lambda) D(Q\|R)"


@pytest.mark.parametrize(
    "lead",
    [
        r"Let $\lambda \in [0, 1]$. Then",
        r"For $\lambda\in(0,1)$,",
        r"Let $0 \le \lambda \le 1$. Then",
        r"设 $\lambda\in[0,1]$，则",
    ],
)
def test_a_weight_in_an_interval_may_refute(judged: Judge, lead: str) -> None:
    assert judged(f"{lead} $${CONVEX % '>='}$$")[-1].verdict == "refuted"
    assert judged(f"{lead} $${CONVEX % '<='}$$")[-1].verdict in ("supported", "proved")


@pytest.mark.parametrize(
    "lead",
    ["", r"Let $\lambda \in [0, 2]$. Then", r"Let $\lambda \ge 0$. Then", r"Let $\mu\in[0,1]$."],
)
@pytest.mark.parametrize("relation", ["<=", ">="])
def test_nothing_is_refuted_by_a_weight_that_may_be_outside(
    judged: Judge, lead: str, relation: str
) -> None:
    assert judged(f"{lead} $${CONVEX % relation}$$")[-1].verdict != "refuted"


@pytest.mark.parametrize(
    ("interval", "is_proved"),
    [("[0,1]", True), ("(0,1)", True), ("[1,2]", True), ("[-1,1]", False)],
)
def test_what_is_in_an_interval_is_between_its_ends(
    judged: Judge, interval: str, is_proved: bool
) -> None:
    (step,) = judged(f"Let $t \\in {interval}$. Then $$t + H(p) \\ge 0$$")
    assert (step.verdict == "proved") == is_proved, step.statement


@pytest.mark.parametrize(
    ("interval", "verdict"), [("[0,1]", "refuted"), ("[0,1)", "refuted"), ("(0,1)", "proved")]
)
def test_the_ends_of_an_interval_count(judged: Judge, interval: str, verdict: str) -> None:
    found = judged(rf"Let $t \in {interval}$. $$t^2 < t$$")[-1]
    assert found.verdict == verdict


@pytest.mark.parametrize(
    "lead",
    [
        r"Let $t \in [0, 1]$. Then",
        r"For $t\in(0,1)$,",
        r"Let $0 \le t \le 1$. Then",
        r"Let $t \in [0,1]$ be a number. Then",
        r"设 $t\in[0,1]$，则",
    ],
)
def test_a_number_before_a_bracket_is_a_factor(judged: Judge, lead: str) -> None:
    assert judged(rf"{lead} $$ t(1-t) \ge 0 $$")[-1].verdict == "proved"
    assert judged(rf"{lead} $$ t(1-t) \le \frac14 $$")[-1].verdict == "proved"
    assert judged(rf"{lead} $$ t(1+2t) \ge 4 $$")[-1].verdict == "refuted"
    assert judged(rf"{lead} $$ t(1+2t) = t \cdot (1 + 2t) $$")[-1].verdict == "proved"


def test_a_name_of_which_nothing_is_said_may_be_a_function(judged: Judge) -> None:
    assert judged(r"$$ t(1+2s) \ge 0 $$")[-1].verdict == "unread"
    assert judged(r"Let $t \in [0,1]$. $$ t(x) \ge 0 $$")[-1].verdict == "unread"


@pytest.mark.parametrize("shape", ["convex", "concave"])
def test_convexity_as_it_is_defined(judged: Judge, shape: str) -> None:
    true, false = (r"\le", r"\ge") if shape == "convex" else (r"\ge", r"\le")
    said = rf"Let $f$ be {shape} and $t \in [0, 1]$. Then"
    claim = "$$ f(t a + (1-t) b) %s t f(a) + (1-t) f(b) $$"
    assert judged(f"{said} {claim % true}")[-1].verdict == "proved"
    assert judged(f"{said} {claim % false}")[-1].verdict == "refuted"
    half = r"$$ f\left(\frac{a+b}{2}\right) %s \frac{f(a)+f(b)}{2} $$"
    assert judged(f"Let $f$ be {shape}. Then {half % true}")[-1].verdict == "proved"
    assert judged(f"Let $f$ be {shape}. Then {half % false}")[-1].verdict == "refuted"
    unsaid = r"Let $t \in [0, 1]$. Then"
    assert judged(f"{unsaid} {claim % true}")[-1].verdict != "proved"
    wide = rf"Let $f$ be {shape} and $t \in [0, 2]$. Then"
    assert judged(f"{wide} {claim % true}")[-1].verdict != "proved"


@pytest.mark.parametrize("side", [r"D(%s\|R)", r"D(R\|%s)", "-H(%s)", "H(R, %s)"])
def test_what_is_convex_in_one_law(judged: Judge, side: str) -> None:
    mixed, parts = side % r"\lambda P + (1-\lambda) Q", (side % "P", side % "Q")
    claim = rf"$$ {mixed} %s \lambda ({parts[0]}) + (1-\lambda) ({parts[1]}) $$"
    said = r"Let $\lambda \in [0, 1]$. Then"
    assert judged(f"{said} {claim % '<='}")[-1].verdict == "proved"
    assert judged(f"{said} {claim % '>='}")[-1].verdict == "refuted"
    assert judged(claim % "<=")[-1].verdict != "proved"
