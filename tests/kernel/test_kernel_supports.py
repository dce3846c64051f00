"""Pmfs with zeros: what is proved, what is refuted, and what is refused without its hypothesis."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest

from symkl import KL, CrossEntropy, Derivation, FiniteSpace, H, I, Rational, joint, log, total
from symkl.kernel.check import Claim, check
from symkl.kernel.context import Context
from symkl.kernel.errors import KernelError, Refused
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.terms import to_json
from symkl.language.written import context_of, written
from symkl.prove.search import prove
from symkl.result import StepResult
from symkl.running import check as checked

SPACE, OTHER, THIRD = FiniteSpace("X", size="n"), FiniteSpace("Y", size="m"), FiniteSpace("Z")
x, y = SPACE.point("x"), OTHER.point("y")
Q = SPACE.pmf("Q", support="any")
P = SPACE.pmf("P", support="any", below=[Q])
N = SPACE.pmf("N", support="any")
R = SPACE.pmf("R")
p = joint("p", SPACE, OTHER, support="any")
X, Y = p.variables
t = joint("t", SPACE, OTHER, THIRD, support="any")
A, B, C = t.variables
q = joint("q", SPACE, OTHER, support="any")
r = joint("r", SPACE, OTHER, support="any", below=[q])
real = SPACE.weight("W", sign="real")
mass = SPACE.weight("M", sign="nonnegative")

TRUE: dict[str, tuple[Any, str, Any]] = {
    "divergence under absolute continuity": (KL(P, Q), ">=", 0),
    "divergence to a full support": (KL(N, R), ">=", 0),
    "divergence of joints": (KL(r, q), ">=", 0),
    "divergence as cross-entropy": (KL(P, Q), "=", CrossEntropy(P, Q) - H(P)),
    "cross-entropy": (CrossEntropy(P, Q), ">=", H(P)),
    "cross-entropy at least 0": (CrossEntropy(P, Q), ">=", 0),
    "entropy at least 0": (H(N), ">=", 0),
    "entropy at most log n": (H(N), "<=", log(SPACE.size)),
    "0 log 0": (KL(N, N), "=", 0),
    "value at least 0": (N(x), ">=", 0),
    "value at most 1": (N(x), "<=", 1),
    "Jensen": (log(SPACE.sum(N(x) * R(x), x)), ">=", SPACE.sum(N(x) * log(R(x)), x)),
    "Jensen for squares": (SPACE.sum(N(x) * R(x) ** 2, x), ">=", SPACE.sum(N(x) * R(x), x) ** 2),
    "information as reduction": (I(X, Y), "=", H(Y) - H(Y | X)),
    "information as divergence": (I(X, Y), "=", KL(p, p.marginal(X) * p.marginal(Y))),
    "information at least 0": (I(X, Y), ">=", 0),
    "conditional information at least 0": (I(A, B, given=C), ">=", 0),
    "chain rule": (H(X, Y), "=", H(X) + H(Y | X)),
    "chain rule of three": (H(A, B, C), "=", H(A) + H(B | A) + H(C | (A, B))),
    "chain rule of information": (I((A, B), C), "=", I(A, C) + I(B, C, given=A)),
    "conditional entropy at least 0": (H(Y | X), ">=", 0),
    "conditioning": (H(Y | X), "<=", H(Y)),
    "subadditivity": (H(X, Y), "<=", H(X) + H(Y)),
    "average over conditions": (H(Y | X), "=", SPACE.sum(p(x) * H(Y | X.at(x)), x)),
    "conditional entropy": (H(Y | X), "=", -total(p(x, y) * log(p(y | x)), x, y)),
    "product rule": (p(x, y), "=", p(x) * p(y | x)),
    "Bayes": (p(y | x) * p(x), "=", p(x | y) * p(y)),
    "weighted rows": (SPACE.sum(p(x) * OTHER.sum(p(y | x), y), x), "=", 1),
    "guard by a written marginal": (
        OTHER.sum(SPACE.sum(p(x, y), x) * log(p(y)), y),
        "=",
        OTHER.sum(p(y) * log(p(y)), y),
    ),
    "powers of a guard": (P(x) ** 2 * (1 / P(x)), "=", P(x)),
    "a joint guards its marginal": (p(x, y) * (p(x) / p(x)), "=", p(x, y)),
    "absolute continuity guards": (P(x) * (Q(x) / Q(x)), "=", P(x)),
}
FALSE: dict[str, tuple[Any, str, Any]] = {
    "the support of P is all": (SPACE.sum(P(x) * (Q(x) / P(x)), x), "=", 1),
    "P(x) / P(x) is 1": (P(x) * (1 / P(x)), "=", 1),
    "positive": (N(x), ">", 0),
    "conditioning on the wrong one": (I(X, Y), "=", H(X) - H(Y | X)),
    "no information": (I(X, Y), "=", 0),
    "conditional entropy at most 0": (H(Y | X), "<=", 0),
    "entropy at least log n": (H(N), ">=", log(SPACE.size)),
    "infinite divergence": (KL(N, Q), "<", 10**6),
    "a guard that may be negative": (
        SPACE.sum(real(x) * (real(x) ** 2) ** Rational(1, 2) * N(x), x),
        "=",
        SPACE.sum(real(x) ** 2 * N(x), x),
    ),
}
METHODS = {"=": "eq", ">=": "ge", "<=": "le", ">": "gt", "<": "lt"}


def step_of(lhs: Any, relation: str, rhs: Any) -> StepResult:
    derivation = getattr(Derivation("d").start(lhs), METHODS[relation])(rhs)
    return checked(derivation).steps[0]


def claim_of(lhs: Any, relation: str, rhs: Any) -> Claim:
    left, right = written(lhs), written(rhs)
    context = context_of(left.declarations | right.declarations)
    return Claim(context, left.term, relation, right.term)


@pytest.mark.parametrize("name", TRUE)
def test_what_is_true_of_pmfs_with_zeros_is_proved(name: str) -> None:
    step = step_of(*TRUE[name])
    assert (step.verdict, step.trust) == ("proved", "kernel")
    assert any(">= 0 everywhere" in text for text in step.hypotheses)


@pytest.mark.parametrize("name", FALSE)
def test_what_is_false_of_them_is_refuted(name: str) -> None:
    assert step_of(*FALSE[name]).verdict == "refuted"
    with suppress(KernelError):  # a division that no guard allows
        assert prove(claim_of(*FALSE[name])) is None


WITHOUT_A_HYPOTHESIS: dict[str, tuple[Any, str, Any]] = {
    "absolute continuity": (KL(N, Q), "=", CrossEntropy(N, Q) - H(N)),
    "absolute continuity of joints": (KL(p, q), ">=", 0),
    "a marginal for its joint": (p(x) * (p(x, y) / p(x, y)), "=", p(x)),
    "absolute continuity the other way": (Q(x) * (P(x) / P(x)), "=", Q(x)),
    "a positive condition": (OTHER.sum(p(y | x), y), "=", 1),
    "a positive event": (H(Y | X.at(x)), ">=", 0),
    "a pmf": (SPACE.sum(mass(x) * log(mass(x)), x), "<=", 0),
}


@pytest.mark.parametrize("name", WITHOUT_A_HYPOTHESIS)
def test_without_its_hypothesis_nothing_is_proved(name: str) -> None:
    assert step_of(*WITHOUT_A_HYPOTHESIS[name]).verdict in ("supported", "refuted")


def test_infinite_sides() -> None:
    assert step_of(KL(N, Q), ">=", 0).verdict == "supported"
    assert step_of(KL(N, Q), "=", SPACE.sum(N(x) * log(N(x) / Q(x)), x)).verdict == "supported"
    assert step_of(KL(N, Q), "<", 10**6).counterexample.lhs == "inf"  # type: ignore[union-attr]
    nothing = step_of(KL(N, Q) - KL(N, Q), "=", 0)
    assert nothing.verdict == "supported"
    assert "a side has no value" in nothing.message  # infinity minus infinity


def test_what_a_condition_of_probability_zero_means_is_said() -> None:
    step = step_of(*TRUE["average over conditions"])
    assert "a term with the factor p = 0 counts as 0 (0 log 0 = 0)" in step.hypotheses
    assert "in 2 more models a side has no value" in step_of(H(Y | X.at(x)), ">=", 0).message


@pytest.mark.parametrize("name", ["divergence under absolute continuity", "cross-entropy"])
def test_absolute_continuity_is_on_record_where_it_is_used(name: str) -> None:
    assert "P absolutely continuous to Q" in step_of(*TRUE[name]).hypotheses
    assert "P absolutely continuous to Q" not in step_of(H(P), ">=", 0).hypotheses


def test_full_support_is_the_default_and_on_record() -> None:
    full = checked(Derivation("d").start(H(R)).ge(0))
    assert any("positive everywhere" in text for text in full.assumptions)
    assert not any(r"0 \log 0" in text for text in full.assumptions)
    partial = checked(Derivation("d").start(H(P)).ge(0))
    assert any("may have zeros, absolutely continuous to $Q$" in t for t in partial.assumptions)
    assert any(r"0 \log 0 = 0" in text for text in partial.assumptions)


def test_absolute_continuity_goes_through_a_chain() -> None:
    top = SPACE.pmf("T", support="any")
    middle = SPACE.pmf("U", support="any", below=[top])
    lowest = SPACE.pmf("V", support="any", below=[middle])
    step = step_of(KL(lowest, top), ">=", 0)
    assert step.verdict == "proved"
    wanted = {"V absolutely continuous to U", "U absolutely continuous to T"}
    assert wanted <= set(step.hypotheses)
    assert step_of(KL(top, lowest), ">=", 0).verdict == "supported"


def test_a_cycle_of_supports_ends() -> None:
    declared = context_of(P.declarations)
    entries = [
        {**entry, "below": ["P"]} if entry["name"] == "Q" else entry for entry in declared.to_json()
    ]
    cyclic = Context.from_json(json.loads(json.dumps(entries)))
    term = written(SPACE.sum(Q(x) * log(P(x) * Q(x)), x)).term
    assert Normaliser(cyclic).scalar(term).terms


def test_a_strict_fact_needs_a_positive_factor() -> None:
    """The sum of M(x) R(x) is 0 where the nonnegative weight M vanishes everywhere."""
    for factor, accepted in ((mass(x), False), (R(x), True)):
        claim = claim_of(SPACE.sum(factor * R(x), x), ">", 0)
        part = {
            "weight": "1",
            "fact": "positive",
            "binders": [],
            "args": [to_json(written(R(x)).term)],
            "over": [["x", "X"]],
            "factor": to_json(written(factor).term),
        }
        certificate = {"kind": "combination", "parts": [part]}
        if accepted:
            check(claim, certificate)
        else:
            with pytest.raises(Refused, match="strict"):
                check(claim, certificate)


def test_a_factor_must_not_be_negative() -> None:
    claim = claim_of(SPACE.sum(real(x) * R(x), x), ">=", 0)
    part = {
        "weight": "1",
        "fact": "positive",
        "binders": [],
        "args": [to_json(written(R(x)).term)],
        "over": [["x", "X"]],
        "factor": to_json(written(real(x)).term),
    }
    with pytest.raises(Refused, match="nonnegative"):
        check(claim, {"kind": "combination", "parts": [part]})
