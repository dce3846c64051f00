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
