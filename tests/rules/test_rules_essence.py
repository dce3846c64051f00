"""An equation does not follow by a reason whose own laws and facts have no part in it."""

from __future__ import annotations

import pytest

from symkl import KL, Derivation, FiniteSpace, H, I, check, joint, log
from symkl.rules.convexity_claims import is_false
from symkl.rules.recognise import named_in

X, Y = FiniteSpace("X"), FiniteSpace("Y")
P, Q = X.pmfs("P Q")
p = joint("p", X, Y)
A, B = p.variables
x = X.point("x")
WRITTEN_OUT = X.sum(P(x) * log(P(x) / Q(x)), x)
CHAIN = (H(A, B), H(A) + H(B | A))


def reason_verdict(lhs: object, rhs: object, by: str) -> str:
    step = check(Derivation("one step").start(lhs).eq(rhs, by=by)).steps[0]
    assert step.verdict == "proved"
    return str(step.reason_verdict)


@pytest.mark.parametrize(
    ("lhs", "rhs", "by"),
    [
        (KL(P, Q), WRITTEN_OUT, "Jensen"),
        (KL(P, Q), WRITTEN_OUT, "Gibbs"),
        (KL(P, Q), WRITTEN_OUT, "chain rule of entropy"),
        (KL(P, Q), WRITTEN_OUT, "symmetry of information"),
        (KL(P, Q), WRITTEN_OUT, "independence"),
        (*CHAIN, "Jensen"),
        (*CHAIN, "data processing"),
        (I(A, B), H(A) - H(A | B), "Shannon inequalities"),
        (X.sum(P(x) * (log(P(x)) + 1), x), 1 - H(P) + 0 * H(Q), "Gibbs"),
        (X.sum(P(x), x), 1, "independence"),
        (log(1 / P(x)), -log(P(x)), "definition of KL"),
    ],
)
def test_what_has_no_part_in_an_equation_does_not_give_it(
    lhs: object, rhs: object, by: str
) -> None:
    assert reason_verdict(lhs, rhs, by) == "unjustified"


@pytest.mark.parametrize(
    ("lhs", "rhs", "by"),
    [
        (KL(P, Q), WRITTEN_OUT, "definition of KL"),
        (KL(P, Q), WRITTEN_OUT, "definition and Jensen"),
        (*CHAIN, "chain rule of entropy"),
        (I(A, B), I(B, A), "symmetry of information"),
        (X.sum(P(x), x), 1, "normalisation"),
        (P(x) * Q(x), Q(x) * P(x), "independence"),  # ring laws are free
    ],
)
def test_what_has_a_part_gives_it(lhs: object, rhs: object, by: str) -> None:
    assert reason_verdict(lhs, rhs, by) == "justified"


WRONG = (
    "Jensen, since log is convex",
    "Jensen's inequality, as $\\log$ is a convex function",
    "convexity of the logarithm",
    "Jensen by concavity of the exponential",
    "since x^2 is concave",
    "$-\\log$ is concave, Jensen",
)
RIGHT = (
    "Jensen, since log is concave",
    "since $-\\log$ is convex",
    "convexity of the negative logarithm",
    "Jensen, t log t is convex",
    "convexity of log-sum-exp",
    "x^2 is convex",
)


@pytest.mark.parametrize("text", WRONG)
def test_a_citation_that_is_wrong_about_convexity_names_no_reason(text: str) -> None:
    assert is_false(text)
    assert "Jensen" not in named_in(text)


@pytest.mark.parametrize("text", RIGHT)
def test_a_citation_that_is_right_about_convexity_stands(text: str) -> None:
    assert not is_false(text)
