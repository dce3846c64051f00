"""Inequalities that random models agree with, although some model contradicts them."""

from __future__ import annotations

from typing import Any

import pytest

from symkl import (
    KL,
    SPD,
    CrossEntropy,
    Derivation,
    Dimension,
    FiniteSpace,
    H,
    Rational,
    Symbol,
    quadratic_form,
    trace,
    vectors,
)
from symkl.checking import Task, judge
from symkl.kernel.check import Claim
from symkl.models.climbing import climbing
from symkl.models.compare import compared
from symkl.models.survey import points_of, survey

X = FiniteSpace("X")
P, Q = X.pmfs("P Q")
x = X.point("x")
t, s = Symbol("t", positive=True), Symbol("s")
k = Dimension("k")
S, T = SPD("S", k), SPD("T", k)
m, v = vectors("m v", k)


def claim(lhs: Any, relation: str, rhs: Any) -> Claim:
    chain = Derivation("one step").start(lhs)
    (step,) = {">=": chain.ge, "<=": chain.le, ">": chain.gt, "=": chain.eq}[relation](rhs).steps
    return step.claims()[""]


FALSE = [
    (CrossEntropy(P, Q), ">=", H(Q)),
    (H(Q), "<=", CrossEntropy(P, Q)),
    (CrossEntropy(P, Q), ">", H(Q) - Rational(1, 1000)),
    (X.sum(P(x) ** 2, x), ">=", X.sum(P(x) * Q(x), x)),
    ((t - 1000) ** 2, ">=", Rational(1, 10**6)),
    ((s - 3) ** 4 + 1, ">", 1),
    # Two numbers, two laws, a law and a number, a valley that bends, matrices: each just so.
    ((s - Rational(355, 113)) ** 2 + (t - Rational(193, 71)) ** 2, ">=", Rational(1, 10**12)),
    (
        (P(x) - Rational(7, 19)) ** 2 + (Q(x) - Rational(11, 23)) ** 2,
        ">=",
        Rational(1, 10**12),
    ),
    (
        X.sum((P(x) - Q(x) ** 2 * t) ** 2, x) + (t - Rational(9, 7)) ** 2,
        ">=",
        Rational(1, 10**12),
    ),
    (100 * (s - t**2) ** 2 + (t - Rational(7, 5)) ** 2, ">", Rational(1, 10**10)),
    (
        (trace(S) - Rational(22, 7)) ** 2 + (trace(S * T) - Rational(31, 13)) ** 2,
        ">=",
        Rational(1, 10**12),
    ),
    # Both sides vanish together, and there the wrong one is the larger by little.
    (
        KL(P, Q),
        ">=",
        (Rational(1, 2) + Rational(1, 10**4))
        * X.sum(((P(x) - Q(x)) ** 2) ** Rational(1, 2), x) ** 2,
    ),
    (KL(P, Q) * 2, ">=", X.sum((P(x) - Q(x)) ** 2 / Q(x), x)),
]
TRUE = [
    (KL(P, Q), ">=", 0),
    (quadratic_form(m, S) * quadratic_form(v, S), ">=", (m.T * S * v) ** 2),
    (trace(S * T), "<=", trace(S) * trace(T)),
]


@pytest.mark.parametrize("sides", FALSE, ids=str)
def test_what_is_false_somewhere_is_refuted(sides: Any) -> None:
    false = claim(*sides)
    found = survey(false)
    assert found.violation is not None
    assert compared(false, found.violation.model, 50).fails


@pytest.mark.parametrize("sides", TRUE, ids=str)
def test_what_is_true_is_not(sides: Any) -> None:
    true = claim(*sides)
    for model in climbing(true, points_of(true)):
        assert not compared(true, model, 50).fails


def test_the_same_seed_gives_the_same_models() -> None:
    false = claim(*FALSE[0])
    one, two = ([*map(str, climbing(false, (), 3))] for _ in range(2))
    assert one
    assert one == two


def test_equations_are_not_climbed() -> None:
    assert not list(climbing(claim(KL(P, Q), "=", KL(Q, P)), ()))


def test_a_derivation_with_such_a_step_is_refuted() -> None:
    chain = Derivation("swapped").start(CrossEntropy(P, Q)).ge(H(Q))
    assert judge(Task(chain.steps[0].claims(), ())).verdict == "refuted"
