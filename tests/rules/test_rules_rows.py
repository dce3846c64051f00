"""Each reason of the catalogue with a step that it justifies and a true step that it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from symkl import (
    KL,
    SPD,
    CrossEntropy,
    Derivation,
    Dimension,
    E,
    Exponential,
    FiniteSpace,
    Gaussian,
    H,
    I,
    Identity,
    Markov,
    Matrix,
    Rational,
    Symbol,
    det,
    digamma,
    joint,
    log,
    log_density,
    pi,
    quadratic_form,
    statement,
    total,
    trace,
    variables,
    vectors,
)
from symkl.checking import Judgement, Task, judge, with_offers
from symkl.language.statements import Statement
from symkl.rules.catalogue import CATALOGUE

X, Y = FiniteSpace("X", size="n"), FiniteSpace("Y")
P, Q = X.pmfs("P Q")
w = X.weight("w")
x, x2, y = X.point("x"), X.point("x2"), Y.point("y")
p, r = joint("p", X, Y), joint("r", X, Y, independent=("X", "Y"))
VX, VY = p.variables
RX, _ = r.variables
k = Dimension("k")
mu, nu = vectors("mu nu", k)
S, T, A, B = SPD("S", k), SPD("T", k), Matrix("A", k), Matrix("B", k)
g = Gaussian("g", mu, S)
z = k.point("z")
mean = E(g, z)
t, a = Symbol("t"), Symbol("a", positive=True)
half = Rational(1, 2)
waiting = Exponential("life", a)
s = waiting.point("s")
mean_life = E(waiting, s)

Side = tuple[Any, str, Any]
entropy: Side = (H(P), "=", -X.sum(P(x) * log(P(x)), x))
divergence: Side = (KL(P, Q), "=", X.sum(P(x) * log(P(x) / Q(x)), x))
log_product: Side = (log(P(x) * Q(x)), "=", log(P(x)) + log(Q(x)))
sums_to_one: Side = (X.sum(P(x), x), "=", 1)
marginal: Side = (X.sum(p(x, y), x), "=", p(y))
product_rule: Side = (p(x, y), "=", p(x) * p(y | x))
cyclic: Side = (trace(A * B), "=", trace(B * A))
trace_of_identity: Side = (trace(Identity(k)), "=", k)
at_most_one: Side = (P(x), "<=", 1)
gibbs: Side = (KL(P, Q), ">=", 0)
square: Side = (t**2, ">=", 0)
first, middle, last = variables("F M L", pmf="q")
log_bound: Side = (log(a), "<=", a - 1)


@dataclass(frozen=True)
class Row:
    """A true step that the reason gives, and a true step that it does not give."""

    gives: Side
    does_not_give: Side
    given: tuple[Statement, ...] = ()


ROWS = {
    "algebra": Row(((t + 1) * t, "=", t * t + t), (log(a * a), "=", 2 * log(a))),
    "linearity": Row(
        (X.sum(P(x) + t * w(x), x), "=", X.sum(P(x), x) + t * X.sum(w(x), x)),
        (X.sum(P(x) + w(x), x), "=", 1 + X.sum(w(x), x)),
    ),
    "factoring out": Row(
        (X.sum(t * w(x), x), "=", t * X.sum(w(x), x)),
        (X.sum(t * P(x), x), "=", t),
    ),
    "swapping sums": Row(
        (
            X.sum(Y.sum(p(x, y) * w(x), y), x),
            "=",
            Y.sum(X.sum(p(x, y) * w(x), x), y),
        ),
        (X.sum(Y.sum(p(x, y) * w(x), y), x), "=", X.sum(p(x) * w(x), x)),
    ),
    "renaming": Row((X.sum(w(x), x), "=", X.sum(w(x2), x2)), sums_to_one),
    "expectation and trace commute": Row(
        (mean(trace(A * z * z.T)), "=", trace(mean(A * z * z.T))),
        (mean(trace(z * z.T)), "=", mean(z.T * z)),
    ),
    "log of a product": Row((log(P(x) / Q(x)), "=", log(P(x)) - log(Q(x))), entropy),
    "log of a reciprocal": Row((log(1 / P(x)), "=", -log(P(x))), log_product),
    "log of one": Row((log(X.sum(P(x), x)), "=", 0), entropy),
    "definition of KL": Row(divergence, entropy),
    "definition of H": Row(entropy, divergence),
    "definition of CrossEntropy": Row(
        (CrossEntropy(P, Q), "=", X.sum(P(x) * log(1 / Q(x)), x)), entropy
    ),
    "definition": Row(entropy, sums_to_one),
    "definition of I": Row((I(VX, VY), "=", KL(p, p.marginal(VX) * p.marginal(VY))), entropy),
    "definition of E": Row((E(P, x)(w(x)), "=", X.sum(P(x) * w(x), x)), (E(P, x)(t), "=", t)),
    "definition of the normal density": Row(
        (
            log_density(g, z),
            "=",
            -half * k * log(2 * pi) - half * log(det(S)) - half * quadratic_form(z - mu, S.inv()),
        ),
        (mean(z), "=", mu),
    ),
    "definition of conditional probability": Row(product_rule, marginal),
    "marginalisation": Row(marginal, product_rule),
    "normalisation": Row(sums_to_one, marginal),
    "independence": Row((r(x, y), "=", r(x) * r(y)), log_product),
    "counting": Row((X.sum(1, x), "=", X.size), sums_to_one),
    "cyclic trace": Row(cyclic, trace_of_identity),
    "scalar is its own trace": Row((quadratic_form(mu, A), "=", trace(mu.T * A * mu)), cyclic),
    "quadratic form as a trace": Row(
        (quadratic_form(mu, A), "=", trace(A * mu * mu.T)), trace_of_identity
    ),
    "Gaussian moments": Row(
        (mean(z * z.T), "=", S + mu * mu.T), (trace(S.inv() * S), "=", trace(Identity(k)))
    ),
    "inverse": Row((S * S.inv(), "=", Identity(k)), trace_of_identity),
    "trace of the identity": Row(trace_of_identity, (S * S.inv(), "=", Identity(k))),
    "log det": Row((log(det(S * T.inv())), "=", log(det(S)) - log(det(T))), cyclic),
    "Jensen": Row(
        (
            -X.sum(P(x) * log(Q(x) / P(x)), x),
            ">=",
            -log(X.sum(P(x) * (Q(x) / P(x)), x)),
        ),
        (-X.sum(log(Q(x)), x), ">=", -log(X.sum(Q(x), x))),
    ),
    "Gibbs": Row(gibbs, log_bound),
    "log-sum inequality": Row(
        (
            total(w(x) * log(w(x) / P(x)), x),
            ">=",
            total(w(x), x) * log(total(w(x), x) / total(P(x), x)),
        ),
        at_most_one,
    ),
    "monotonicity": Row((log(total(w(x), x) + a), ">=", log(a)), gibbs),
    "log t <= t - 1": Row(log_bound, at_most_one),
    "a probability is at most one": Row(at_most_one, gibbs),
    "chain rule of entropy": Row((H(VX, VY), "=", H(VX) + H(VY | VX)), gibbs),
    "chain rule of KL": Row(
        (
            KL(p, r),
            "=",
            KL(p.marginal(VX), r.marginal(RX))
            + X.sum(p(x) * Y.sum(p(y | x) * log(p(y | x) / r(y | x)), y), x),
        ),
        entropy,
    ),
    "symmetry of information": Row((I(VX, VY), "=", I(VY, VX)), sums_to_one),
    "law of total expectation": Row(
        (X.sum(p(x) * Y.sum(p(y | x) * log(p(x, y)), y), x), "=", E(p, x, y)(log(p(x, y)))),
        entropy,
    ),
    "information is nonnegative": Row((H(VY | VX), "<=", H(VY)), (H(VY | VX), ">=", 0)),
    "data processing": Row(
        (I(first, last), "<=", I(first, middle)),
        (H(last | first), ">=", 0),
        (Markov(first, middle, last),),
    ),
    "Shannon inequalities": Row((H(VX, VY), ">=", H(VX)), gibbs),
    "positivity": Row((P(x) * Q(x), ">", 0), square),
    "nonnegativity": Row((H(VX) - I(VX, VY), "<=", H(VX)), at_most_one),
    "squares are nonnegative": Row((quadratic_form(mu - nu, S), ">=", 0), at_most_one),
    "density of a family": Row(
        (mean_life(log(waiting(s))), "=", mean_life(log(a) - a * s)),
        (mean_life(s), "=", 1 / a),
    ),
    "means of statistics": Row(
        (mean_life(log(s)), "=", digamma(2) - 1 - log(a)),
        (mean_life(log(waiting(s))), "=", mean_life(log(a) - a * s)),
    ),
    "recurrence": Row((digamma(a + 1), "=", digamma(a) + 1 / a), (mean_life(s), "=", 1 / a)),
    "given": Row((2 * t, "=", 2 * a + 2), at_most_one, (statement(t, "=", a + 1),)),
}


def task(side: Side, reason: str, given: tuple[Statement, ...] = ()) -> Task:
    first, relation, last = side
    chain = Derivation("one step").given(*given).start(first)
    adders = {"=": chain.eq, ">=": chain.ge, "<=": chain.le, ">": chain.gt}
    (step,) = adders[relation](last, by=reason).steps
    return Task(step.claims(), step.by)


def judged(side: Side, reason: str, given: tuple[Statement, ...] = ()) -> Judgement:
    return judge(task(side, reason, given))


def test_the_rows_cover_the_catalogue() -> None:
    assert set(ROWS) == {reason.name for reason in CATALOGUE}


@pytest.mark.parametrize("name", ROWS)
def test_a_reason_gives_its_step(name: str) -> None:
    found = judged(ROWS[name].gives, name, ROWS[name].given)
    assert (found.verdict, found.trust) == ("proved", "kernel"), found.message
    assert found.reason_verdict == "justified", found.reason_message
    assert found.reason == name


@pytest.mark.parametrize("name", ROWS)
def test_a_reason_does_not_give_another_true_step(name: str) -> None:
    found = judged(ROWS[name].does_not_give, name, ROWS[name].given)
    assert (found.verdict, found.trust) == ("proved", "kernel"), found.message
    assert found.reason_verdict == "unjustified"
    assert found.reason_message.startswith(f"true, but not by {name}")


def test_the_reason_that_does_give_a_step_is_named() -> None:
    asked = task(at_most_one, "algebra")
    found = with_offers(asked, judge(asked))
    assert "it follows by a probability is at most one" in found.reason_message


FALSE_STEPS: list[tuple[str, Side]] = [
    ("Jensen", (log(X.sum(P(x) * w(x), x)), "<=", X.sum(P(x) * log(w(x)), x))),
    ("Gibbs", (total(w(x) * log(w(x) / P(x)), x), ">=", 0)),
    ("log-sum inequality", (total(w(x) * log(w(x) / P(x)), x), ">=", 0)),
    ("monotonicity", (log(a), ">=", log(total(w(x), x)))),
    ("algebra", (t * (t + 1), "=", t * t + 1)),
    ("log of a product", (log(P(x) + Q(x)), "=", log(P(x)) + log(Q(x)))),
]


@pytest.mark.parametrize(("name", "side"), FALSE_STEPS, ids=[row[0] for row in FALSE_STEPS])
def test_no_reason_gives_a_false_step(name: str, side: Side) -> None:
    found = judged(side, name)
    assert (found.verdict, found.reason_verdict) == ("refuted", "unjustified")
    assert found.certificate == {}
    assert "no reason gives a false step" in found.reason_message
