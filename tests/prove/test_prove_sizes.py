"""A number or dimension under another name is told apart, and offers say what may be meant."""

from __future__ import annotations

import pytest

from symkl import SPD, Derivation, Dimension, FiniteSpace, H, Symbol, check, log, trace

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
