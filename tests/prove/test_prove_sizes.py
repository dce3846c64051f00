"""A number or dimension under another name is told apart, and offers say what may be meant."""

from __future__ import annotations

import pytest

from symkl import (
    KL,
    SPD,
    Derivation,
    Dimension,
    FiniteSpace,
    H,
    I,
    Independent,
    Symbol,
    check,
    joint,
    log,
    positives,
    trace,
)

k, other = Dimension("k"), Dimension("n")
S, number = SPD("S", k), Symbol("n")
X, Y = FiniteSpace("X"), FiniteSpace("Y")
REASONS = ("cyclic trace", "inverse", "trace of the identity")


@pytest.mark.parametrize("size", [number, other])
def test_a_size_under_another_name_is_refuted_and_explained(size):
    found = check(Derivation("").start(trace(S.inv() * S)).eq(size, by=REASONS)).steps[0]
    assert (found.verdict, found.reason_verdict) == ("refuted", "unjustified")
    assert "k instead of n, to which it is not known to be equal" in found.repair[0].because


def test_the_declared_dimension_is_proved():
    found = check(Derivation("").start(trace(S.inv() * S)).eq(k, by=REASONS)).steps[0]
    assert (found.verdict, found.reason_verdict) == ("proved", "justified")


def test_another_space_has_another_size():
    found = check(Derivation("").start(H(X.pmf("P"))).le(log(Y.size))).steps[0]
    assert found.verdict == "refuted"
    assert any("not known to be equal" in offer.because for offer in found.repair)


def test_only_what_makes_the_step_true_is_offered():
    found = check(Derivation("").start(trace(S.inv() * S)).eq(2 * number)).steps[0]
    assert found.verdict == "refuted"
    assert not any("known to be equal" in offer.because for offer in found.repair)


P, Q = FiniteSpace("Z", size="m").pmfs("P Q")
A, B, C = joint("p", X, Y, FiniteSpace("W")).variables
(s,) = positives("s")
TRUE = {
    "a size has no negative logarithm": (log(k), 0),
    "more than an entropy": (k * H(P), H(P)),
    "a part of an entropy": (H(P), H(P) / k),
    "beside another fact": (KL(P, Q) + k * H(P), H(P)),
    "entropies of one joint pmf": (k * H(A), H(A | B)),
    "a logarithm added": (H(A) + log(k), H(A | B)),
    "a number of elements": (X.size * I(A, B), I(A, B)),
    "one of many entropies": (H(A, B) + H(A, C) + X.size * H(B, C), 2 * H(A, B, C)),
}
FALSE = {
    "a number that may be below 1": (s * H(P), H(P)),
    "its logarithm": (log(s), 0),
    "two for one": (k * H(P), 2 * H(P)),
    "a half": (H(P), 2 * H(P) / k),
    "no fact": (k * (H(P) - H(Q)), H(P) - H(Q)),
}


@pytest.mark.parametrize("name", TRUE)
def test_a_size_is_at_least_one(name):
    lhs, rhs = TRUE[name]
    assert check(Derivation("").start(lhs).ge(rhs)).steps[0].verdict == "proved"


@pytest.mark.parametrize("name", FALSE)
def test_other_numbers_are_not(name):
    lhs, rhs = FALSE[name]
    assert check(Derivation("").start(lhs).ge(rhs)).steps[0].verdict == "refuted"


def test_a_part_of_what_is_not_negative_is_not_negative():
    given = Derivation("").given(Independent(A, B))
    found = check(given.start(I(A, C) / X.size).ge(I(A, B))).steps[0]
    assert found.verdict == "proved"
    bare = check(Derivation("").start(I(A, C) / X.size).ge(I(A, B))).steps[0]
    assert bare.verdict == "refuted"
