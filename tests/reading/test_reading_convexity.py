"""Functions that a text calls convex or concave: Jensen's inequality, and nothing without it."""

from __future__ import annotations

import pytest
from conftest import Judge

BELOW = r"$$ f\left(\sum_x p(x) g(x)\right) \le \sum_x p(x) f(g(x)) $$"
ABOVE = r"$$ f\left(\sum_x p(x) g(x)\right) \ge \sum_x p(x) f(g(x)) $$"
CONVEX = [
    "Let $f$ be a convex function. Then",
    "Let $f$ be strictly convex. Then",
    "For a convex function $f$,",
    "Since $f$ is convex,",
    r"Let $f \colon \mathbb{R} \to \mathbb{R}$ be a convex function. Then",
    "Consider a convex $f$. Then",
    "设 $f$ 为凸函数, 则",
    "因为 $f$ 是凸的, 所以",
    "Sei $f$ eine konvexe Funktion. Dann",
    "Soit $f$ une fonction convexe. Alors",
    "Sea $f$ una función convexa. Entonces",
]


@pytest.mark.parametrize("said", CONVEX)
def test_convex(judged: Judge, said: str) -> None:
    assert judged(f"{said} {BELOW}")[-1].verdict == "proved"
    assert judged(f"{said} {ABOVE}")[-1].verdict == "refuted"


@pytest.mark.parametrize(
    "said", ["Let $f$ be concave. Then", "若 $f$ 是凹函数, 则", "Sei $f$ konkav. Dann"]
)
def test_concave(judged: Judge, said: str) -> None:
    assert judged(f"{said} {BELOW}")[-1].verdict != "proved"
    assert judged(f"{said} {ABOVE}")[-1].verdict in ("proved", "undecided")


@pytest.mark.parametrize(
    "said",
    [
        "Let $f$ be quasi-convex. Then",
        "Let $f$ be log-convex. Then",
        "Let $f$ be a function that is not convex. Then",
        "Let $f$ be neither convex nor concave. Then",
        "设 $f$ 是非凸函数, 则",
        "Let $C$ be a convex set. Then",
        r"The divergence $D(p\|q)$ is convex in $p$. Then",
        "Пусть $f$ выпукла. Тогда",
        "Let $h$ be a convex function. Then",
    ],
)
def test_what_is_not_said_of_it_proves_and_refutes_nothing(judged: Judge, said: str) -> None:
    for claim in (BELOW, ABOVE):
        assert judged(f"{said} {claim}")[-1].verdict not in ("proved", "refuted")


def test_without_a_word_it_is_any_function(judged: Judge) -> None:
    assert judged(BELOW)[-1].verdict == "refuted"


def test_convex_and_concave_in_one_section(judged: Judge) -> None:
    text = f"If $f$ is convex, then {BELOW} If $f$ is concave, then {ABOVE} In short, {BELOW}"
    assert all(step.verdict not in ("proved", "refuted") for step in judged(text))


def test_the_value_at_a_number_is_demanded(judged: Judge) -> None:
    said = r"$D_f(P\|Q) = \sum_x Q(x) f\left(\frac{P(x)}{Q(x)}\right)$ where $f$ is convex"
    claim = r"Then $$ D_f(P\|Q) \ge 0 $$"
    assert judged(f"Define {said} and $f(1) = 0$. {claim}")[-1].verdict == "proved"
    assert judged(f"Define {said} with $f(1) = 0$. {claim}")[-1].verdict == "proved"
    assert judged(f"Define {said}. {claim}")[-1].verdict == "refuted"
    assert judged(f"Define {said} and $f(1) = 1$. {claim}")[-1].verdict == "supported"
    assert judged(f"Define {said} and $f(0) = 0$. {claim}")[-1].verdict != "proved"


def test_numbers_between_0_and_1(judged: Judge) -> None:
    claim = r"(\lambda a + (1-\lambda) b)^2 \le \lambda a^2 + (1-\lambda) b^2"
    for said in (r"For $\lambda \in [0,1]$,", r"Let $\lambda \in (0, 1)$. Then"):
        assert judged(f"{said} $$ {claim} $$")[-1].verdict in ("proved", "supported")
    assert judged(rf"$$ {claim}, \quad \lambda \in [0, 1] $$")[-1].verdict != "refuted"
    assert judged(f"$$ {claim} $$")[-1].verdict == "refuted"
