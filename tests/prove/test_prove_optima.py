"""Equal minimisers are proved, different ones refuted, and the rest is left undecided."""

from __future__ import annotations

from typing import Any

import pytest

from symkl import (
    KL,
    SPD,
    Argmax,
    Argmin,
    CrossEntropy,
    Derivation,
    Dimension,
    Equal,
    FiniteSpace,
    Gaussian,
    Gradient,
    H,
    LanguageError,
    Symbol,
    Vector,
    channel,
    check,
    statement,
)
from symkl.auditing import audit
from symkl.kernel import terms
from symkl.language.objectives import compared
from symkl.result import Result, StepResult

X = FiniteSpace("X", size="n")
P, Q, R = X.pmfs("P Q R")
Z = X.pmf("Z", support="any")
V = X.pmf("V", support="any", below=[Z])
lam, mu = Symbol("lam", positive=True), Symbol("mu")
Theta, Two = FiniteSpace("Theta"), FiniteSpace("Two", size=2)
theta, two = Theta.point("theta"), Two.point("theta")
W, W2 = channel("W", X, Theta).given(theta), channel("W2", X, Two).given(two)
d = Dimension("d")
p, q = d.densities("p q")
n = X.size


def step(first: Any, second: Any, *given: Any) -> StepResult:
    return check(Derivation("").given(*given).start(first).eq(second)).steps[0]


SAME = {
    "entropy of P does not contain Q": (Argmin(CrossEntropy(P, Q), Q), Argmin(KL(P, Q), Q)),
    "maximisers": (Argmax(CrossEntropy(P, Q), Q), Argmax(KL(P, Q) - 7, Q)),
    "maximisers of the negative": (Argmax(-CrossEntropy(P, Q), Q), Argmin(KL(P, Q), Q)),
    "positive number": (Argmin(CrossEntropy(P, Q), Q), Argmin(2 * KL(P, Q) + 3, Q)),
    "positive symbol": (Argmin(lam * CrossEntropy(P, Q) + mu, Q), Argmin(KL(P, Q), Q)),
    "size": (Argmin(KL(P, Q), Q), Argmin(n * CrossEntropy(P, Q) + mu, Q)),
    "neither contains Q": (Argmin(H(P), Q), Argmin(H(R), Q)),
    "parameter": (Argmin(CrossEntropy(P, W), theta), Argmin(3 * KL(P, W), theta)),
    "gradient": (Gradient(CrossEntropy(P, W), theta), Gradient(KL(P, W), theta)),
    "densities": (Argmin(CrossEntropy(p, q), q), Argmin(KL(p, q), q)),
    "hidden in absolute continuity": (Argmin(CrossEntropy(V, Z), Z), Argmin(KL(V, Z), Z)),
}
DIFFERENT = {
    "negative": (Argmin(CrossEntropy(P, Q), Q), Argmin(-CrossEntropy(P, Q), Q)),
    "negative number": (Argmin(CrossEntropy(P, Q), Q), Argmin(-2 * KL(P, Q) + 3, Q)),
    "maximiser": (Argmax(CrossEntropy(P, Q), Q), Argmin(KL(P, Q), Q)),
    "symbol of any sign": (Argmin(mu * CrossEntropy(P, Q), Q), Argmin(KL(P, Q), Q)),
    "another first pmf": (Argmin(KL(P, Q), Q), Argmin(KL(R, Q), Q)),
    "difference contains Q": (Argmin(KL(P, Q), Q), Argmin(KL(P, Q) + H(Q), Q)),
    "constant against not": (Argmin(H(P), Q), Argmin(H(Q), Q)),
    "densities": (Argmin(CrossEntropy(p, q), q), Argmax(KL(p, q), q)),
    "parameter": (Argmin(CrossEntropy(P, W), theta), Argmax(KL(P, W), theta)),
    "two values": (Argmin(CrossEntropy(P, W2), two), Argmin(-KL(P, W2), two)),
}
OPEN = {
    "same minimiser, another reason": (Argmin(KL(P, Q), Q), Argmin(KL(Q, P), Q)),
    "gradient of a multiple": (Gradient(CrossEntropy(P, W), theta), Gradient(2 * KL(P, W), theta)),
    "gradient of the negative": (Gradient(KL(P, W), theta), Gradient(-KL(P, W), theta)),
}


@pytest.mark.parametrize("name", SAME)
def test_equal_optima_are_proved_by_certificates_that_replay(name: str) -> None:
    result = check(Derivation("").start(SAME[name][0]).eq(SAME[name][1]))
    (found,) = result.steps
    assert (found.verdict, found.trust) == ("proved", "kernel")
    replayed = audit(Result("", (result,)))
    assert (replayed.refused, replayed.accepted > 0) == ((), True)


@pytest.mark.parametrize("name", DIFFERENT)
def test_different_optima_are_refuted_in_a_model(name: str) -> None:
    found = step(*DIFFERENT[name])
    assert found.verdict == "refuted"
    assert found.counterexample is not None
    assert "optimal" in found.message


@pytest.mark.parametrize("name", OPEN)
def test_what_is_neither_is_undecided(name: str) -> None:
    assert step(*OPEN[name]).verdict == "undecided"


def test_a_positive_symbol_is_a_hypothesis_of_its_own() -> None:
    scaled = SAME["positive symbol"]
    assert "lam > 0" in step(*scaled).hypotheses
    assert "up to a positive factor" in step(*scaled).message
    free = Symbol("lam", nonnegative=True)  # may be 0: then everything minimises
    dropped = (Argmin(free * CrossEntropy(P, Q) + mu, Q), scaled[1])
    assert step(*dropped).verdict != "proved"


def test_absolute_continuity_is_needed_where_zeros_are_allowed() -> None:
    free = X.pmf("V", support="any")
    dropped = step(Argmin(CrossEntropy(free, Z), Z), Argmin(KL(free, Z), Z))
    assert dropped.verdict != "proved"


def test_constraints_hold_of_every_value_of_the_variable() -> None:
    pair = Argmin(KL(P, Q) + H(Q), Q), Argmin(KL(P, Q), Q)
    constrained = step(*pair, Equal(H(Q), mu))
    assert constrained.verdict == "proved"
    assert step(*pair, Equal(H(R), mu)).verdict != "proved"
    bounded = step(*pair, statement(H(Q), "<=", mu))
    assert bounded.verdict == "undecided"


def test_a_refutation_by_another_law_needs_a_law_of_the_same_kind() -> None:
    """Z may have zeros and so is no value of the positive Q; nothing else minimises KL(Z, Q)."""
    found = step(Argmin(KL(Z, Q), Q), Argmax(KL(Z, Q), Q))
    assert found.verdict == "undecided"


def test_the_other_value_has_a_name_of_its_own() -> None:
    prime = X.pmf("Q'")
    sides = Argmin(KL(prime, Q), Q), Argmin(KL(prime, Q) + KL(P, R), Q)
    assert compared(*sides, ()).other == "Q''"
    assert step(*sides).verdict == "proved"
    moved = compared(*sides, ())
    names = {t.label[0] for t in moved.elsewhere(moved.first).walk() if t.head == "value"}
    assert names == {"Q'", "Q''"}


def test_a_parameter_is_not_caught_by_a_sum_over_its_other_value() -> None:
    prime, channel_of = Theta.point("theta'"), channel("W", X, Theta)
    weight, x = Theta.pmf("M"), X.point("x")
    mixture = Theta.sum(weight(prime) * channel_of(x, prime), prime)
    sides = Gradient(mixture * channel_of(x, theta), theta), Gradient(0 * mu, theta)
    comparison = compared(*sides, ())
    assert comparison.other == "theta''"
    assert step(*sides).verdict != "proved"


WRONG = {
    "one normal density": lambda: Argmin(KL(p, g), over=g),
    "an expression": lambda: Argmin(KL(P, Q), over=KL(P, Q)),
    "a pmf and a parameter": lambda: step(Argmin(KL(P, Q), Q), Gradient(KL(P, W), theta)),
    "a minimiser and a gradient": lambda: step(Argmin(KL(P, W), theta), Gradient(KL(P, W), theta)),
    "two variables": lambda: step(Argmin(KL(P, Q), Q), Argmin(KL(P, Q), P)),
    "an order": lambda: Derivation("").start(Argmin(H(Q), Q)).ge(Argmin(H(Q), Q)),
}
g = Gaussian("g", Vector("m", d), SPD("S", d))


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_compared_is_refused(name: str) -> None:
    with pytest.raises(LanguageError):
        WRONG[name]()


def test_objectives_in_words_and_latex() -> None:
    best = Argmax(-KL(P, Q), over=Q)
    assert best.text() == "argmax_Q -KL(P || Q)"
    assert best.latex().startswith(r"\operatorname{arg\,max}_{Q} ")
    assert Argmin(KL(P, W), over=theta).text() == "argmin_theta KL(P || W(x | theta))"
    assert compared(best, best, ()).first == terms.neg((-KL(P, Q)).term)
