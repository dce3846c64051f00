"""Sentences that say a matrix is definite; what is not refuted where they are not understood."""

from __future__ import annotations

import pytest
from conftest import Judge

BOUND = r"$$ \log\det A \le \operatorname{tr} A - d $$"
SAID = [
    r"For symmetric positive definite $A$ we have",
    r"For every positive definite $A$ we have",
    r"Given a symmetric positive-definite $A$,",
    r"For any $d\times d$ symmetric positive definite $A$,",
    r"Let $x$ be a vector, $B$ and $A$ symmetric positive definite $d\times d$ matrices.",
    r"Let $x\in\mathbb R^d$ with $A$ positive definite.",
    r"设 $A$ 是 $d\times d$ 对称正定矩阵。",
    r"设 $A$ 为 $d$ 阶正定矩阵，则",
    r"设 $A$ 和 $B$ 是 $d\times d$ 对称正定矩阵。",
]
NOT_SAID = [
    r"Given a symmetric $A$,",
    r"For invertible $A$ we have",
    r"设 $A$ 是 $d\times d$ 对称矩阵。",
    r"设 $A$ 是 $d\times d$ 矩阵。",
    r"For positive semidefinite $A$,",
    r"Let $B$ be a matrix, and $A$ symmetric.",
    r"We ask if $B$, and $A$ positive definite if $B$ is so, have roots.",
]
UNREAD = [
    r"We look at what happens when $A$, as above, turns out to be strictly positive-definite.",
    r"Unless we say otherwise, $A$ and its relatives have been definite from the outset.",
    r"正定的情形下考虑 $A$ 这样的东西。",
]


@pytest.mark.parametrize("said", SAID)
def test_a_matrix_is_said_to_be_definite(judged: Judge, said: str) -> None:
    assert judged(f"{said}\n\n{BOUND}\n")[-1].verdict == "proved"


@pytest.mark.parametrize("said", SAID)
def test_and_is_so_in_what_follows(judged: Judge, said: str) -> None:
    assert judged(f"{said}\n\n{BOUND}\n\nMoreover\n\n{BOUND}\n")[-1].verdict == "proved"


@pytest.mark.parametrize("said", NOT_SAID)
def test_other_words_do_not_say_so(judged: Judge, said: str) -> None:
    assert judged(f"{said}\n\n{BOUND}\n")[-1].verdict != "proved"


@pytest.mark.parametrize("said", UNREAD)
def test_what_is_not_understood_keeps_a_claim_from_being_refuted(judged: Judge, said: str) -> None:
    assert judged(f"{said}\n\n{BOUND}\n")[-1].verdict == "undecided"


def test_words_about_another_matrix_do_not(judged: Judge) -> None:
    said = "Unless we say otherwise, $B$ has been definite from the outset."
    assert judged(f"{said}\n\n{BOUND}\n")[-1].verdict != "proved"
    assert judged(f"{BOUND}\n")[-1].verdict == "refuted"


SIGNS = {
    r"Let $A\succ0$.": "proved",
    r"Let $A \succ 0$ and let $d$ be its size.": "proved",
    r"Suppose that $0\prec A$.": "proved",
    r"For all $A,B\succ\mathbf 0$ of size $d$:": "proved",
    r"设 $A\succ 0$。": "proved",
    r"Let $x\in\mathbb R^d$ and $A\succ0$.": "proved",
    r"Let $x\in\mathbb R^d$. Then it is wrong that $A\succ0$.": "undecided",
    r"Let $A\succeq0$.": "supported",
    r"We do not know whether $A\succ0$.": "undecided",
    r"Let $B\succ0$.": "refuted",
    r"Let $A\succ B$.": "undecided",
    r"Let $A\in\mathbb S^d_{++}$.": "undecided",
}


@pytest.mark.parametrize("said", SIGNS)
def test_signs_that_say_a_matrix_is_definite(judged: Judge, said: str) -> None:
    assert judged(f"{said}\n\n{BOUND}\n")[-1].verdict == SIGNS[said]


def test_a_semidefinite_matrix_by_its_sign(judged: Judge) -> None:
    said = r"Let $A\succeq0$ be a $d\times d$ matrix and $x\in\mathbb R^d$."
    good, bad = r"$$ x^\top Ax\ge0 $$", r"$$ x^\top Ax\le0 $$"
    assert [step.verdict for step in judged(f"{said}\n\n{good}\n\n{bad}\n")][-2:] == [
        "proved",
        "refuted",
    ]
