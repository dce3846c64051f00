"""Wrong steps with what was meant; every offer is proved, and a true step needs none."""

from __future__ import annotations

from fractions import Fraction as F
from functools import cache
from typing import Any, NamedTuple

import pytest

from symkl import (
    KL,
    SPD,
    CrossEntropy,
    Dimension,
    E,
    Equal,
    FiniteSpace,
    Gaussian,
    H,
    I,
    Identity,
    Matrix,
    Rational,
    Symbol,
    channel,
    det,
    exp,
    joint,
    log,
    pi,
    quadratic_form,
    statement,
    total,
    trace,
    vectors,
)
from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.language.printing import text_of
from symkl.language.statements import Statement
from symkl.language.written import context_of
from symkl.models.screen import Screen
from symkl.models.survey import survey
from symkl.prove.repair import MOST_OFFERS, Offer, repairs
from symkl.prove.search import prove
from symkl.rules.recognise import recognised

X, Y = FiniteSpace("X", size="n"), FiniteSpace("Y", size="m")
P, Q, R = X.pmfs("P Q R")
x, x2, y = X.point("x"), X.point("x2"), Y.point("y")
p = joint("p", X, Y)
VX, VY = p.variables
A, B, C = joint("q", X, Y, FiniteSpace("Z")).variables
W = channel("W", Y, given=X)
k, n = Dimension("k"), X.size
mu, nu, v, w = vectors("mu nu v w", k)
S, T, M, N = SPD("S", k), SPD("T", k), Matrix("M", k), Matrix("N", k)
f, g, z = Gaussian("f", mu, S), Gaussian("g", nu, T), k.point("z")
mean, under_P, half = E(f, z), E(P, x), Rational(1, 2)
a, b, s, t = Symbol("a", positive=True), Symbol("b", positive=True), Symbol("s"), Symbol("t")
form_g = quadratic_form(z - nu, T.inv())
distance, trace_term = quadratic_form(mu - nu, T.inv()), trace(T.inv() * S)
normaliser = (2 * pi) ** (k / 2)
lost_weights = -X.sum(log(P(x) * (Q(x) / P(x))), x)
divergence = -X.sum(P(x) * log(Q(x) / P(x)), x)


class Wrong(NamedTuple):
    """A false step, its reason, and the side or relation that was meant."""

    lhs: Any
    relation: str
    rhs: Any
    by: str
    meant: Any


LESS, MORE = "<=", ">="
ROWS: dict[str, Wrong] = {
    # relations
    "Jensen without its weights": Wrong(
        divergence, ">=", lost_weights, "Jensen", -log(X.sum(P(x) * (Q(x) / P(x)), x))
    ),
    "Jensen without its weights, reversed": Wrong(divergence, ">=", lost_weights, "Jensen", LESS),
    "Gibbs reversed": Wrong(KL(P, Q), "<=", 0, "Gibbs", MORE),
    "the uniform pmf has the most entropy": Wrong(H(P), ">=", log(n), "", LESS),
    "conditioning reduces entropy": Wrong(H(VX | VY), ">=", H(VX), "Gibbs", LESS),
    "dependent variables": Wrong(H(VX, VY), "=", H(VX) + H(VY), "", LESS),
    "concavity of the logarithm": Wrong(
        under_P(log(Q(x))), ">=", log(under_P(Q(x))), "Jensen", LESS
    ),
    "the mean of a square": Wrong(under_P(Q(x) ** 2), "=", under_P(Q(x)) ** 2, "", MORE),
    "cumulants": Wrong(log(mean(exp(v.T * z))), "<=", mean(v.T * z), "Jensen", MORE),
    # signs
    "entropy without its sign": Wrong(
        H(P), "=", X.sum(P(x) * log(P(x)), x), "definition of H", -X.sum(P(x) * log(P(x)), x)
    ),
    "entropies added": Wrong(
        KL(P, Q), "=", CrossEntropy(P, Q) + H(P), "", CrossEntropy(P, Q) - H(P)
    ),
    "joint entropy added": Wrong(
        I(VX, VY), "=", H(VX) + H(VY) + H(VX, VY), "", H(VX) + H(VY) - H(VX, VY)
    ),
    "log of a quotient added": Wrong(
        log(P(x) / Q(x)), "=", log(P(x)) + log(Q(x)), "log of a quotient", log(P(x)) - log(Q(x))
    ),
    "means added": Wrong(
        mean(form_g),
        "=",
        trace_term + quadratic_form(mu + nu, T.inv()),
        "moments",
        trace_term + quadratic_form(mu - nu, T.inv()),
    ),
    "exponent without its sign": Wrong(
        f(z),
        "=",
        1 / (normaliser * det(S) ** half) * exp(half * quadratic_form(z - mu, S.inv())),
        "normal density",
        1 / (normaliser * det(S) ** half) * exp(-half * quadratic_form(z - mu, S.inv())),
    ),
    # factors
    "no half": Wrong(
        log(f(z)),
        "=",
        -half * k * log(2 * pi) - half * log(det(S)) - quadratic_form(z - mu, S.inv()),
        "normal density",
        -half * k * log(2 * pi) - half * log(det(S)) - half * quadratic_form(z - mu, S.inv()),
    ),
    "one for k": Wrong(mean(quadratic_form(z - mu, S.inv())), "=", 1, "moments", k),
    "k for k/2": Wrong(half * mean(quadratic_form(z - mu, S.inv())), "=", k, "moments", k / 2),
    "factor of a determinant": Wrong(
        log(det(2 * S)), "=", log(2) + log(det(S)), "log det", k * log(2) + log(det(S))
    ),
    "entropy on the line only": Wrong(
        H(f),
        "=",
        half * log(2 * pi * exp(1)) + half * log(det(S)),
        "",
        k / 2 * log(2 * pi * exp(1)) + half * log(det(S)),
    ),
    "n for one": Wrong(X.sum(X.sum(P(x) * Q(x2), x), x2), "=", n, "normalisation", 1),
    "a constant counted": Wrong(X.sum(P(x) * (Q(x2) + 1), x), "=", Q(x2) + n, "", Q(x2) + 1),
    # arguments in the wrong order
    "quotient upside down": Wrong(
        KL(P, Q),
        "=",
        X.sum(P(x) * log(Q(x) / P(x)), x),
        "definition of KL",
        X.sum(P(x) * log(P(x) / Q(x)), x),
    ),
    "P and Q exchanged": Wrong(
        KL(P, Q),
        "=",
        X.sum(Q(x) * log(Q(x) / P(x)), x),
        "definition of KL",
        X.sum(P(x) * log(P(x) / Q(x)), x),
    ),
    "cross-entropy of Q": Wrong(
        KL(P, Q), "=", CrossEntropy(Q, P) - H(P), "", CrossEntropy(P, Q) - H(P)
    ),
    "condition exchanged": Wrong(I(VX, VY), "=", H(VX) - H(VY | VX), "", H(VX) - H(VX | VY)),
    "Bayes": Wrong(p(x, y), "=", p(x | y) * p(x), "chain rule", p(y | x) * p(x)),
    "covariances exchanged": Wrong(
        KL(f, g),
        "=",
        half * (log(det(S) / det(T)) - k + distance + trace_term),
        "",
        half * (log(det(T) / det(S)) - k + distance + trace_term),
    ),
    # other names
    "weight Q": Wrong(
        KL(P, Q),
        "=",
        X.sum(Q(x) * log(P(x) / Q(x)), x),
        "definition of KL",
        X.sum(P(x) * log(P(x) / Q(x)), x),
    ),
    "wrong marginal": Wrong(Y.sum(p(x, y), y), "=", p(y), "marginalisation", p(x)),
    "wrong divisor": Wrong(p(y | x), "=", p(x, y) / p(y), "bayes", p(x, y) / p(x)),
    "wrong chain rule": Wrong(
        H(A, B, C),
        "=",
        H(A) + H(B | A) + H(C | A),
        "",
        H(A) + H(B | A) + H(C | A, B),
    ),
    "wrong condition": Wrong(I(A, (B, C)), "=", I(A, B) + I(A, C), "", I(A, B) + I(A, C, given=B)),
    "wrong matrix": Wrong(
        mean(form_g),
        "=",
        trace_term + quadratic_form(mu - nu, S.inv()),
        "moments",
        trace_term + distance,
    ),
    "wrong point": Wrong(X.sum(P(x) * P(x2), x), "=", P(x), "normalisation", P(x2)),
    "channel at another point": Wrong(
        total(P(x) * Q(x2) * W(y, x), x, y), "=", Q(x), "normalisation", Q(x2)
    ),
    # logarithms
    "weight inside": Wrong(
        CrossEntropy(P, Q),
        "=",
        -X.sum(log(P(x) * Q(x)), x),
        "definition of CrossEntropy",
        -X.sum(P(x) * log(Q(x)), x),
    ),
    "logarithms multiplied": Wrong(log(a * b), "=", log(a) * log(b), "log laws", log(a) + log(b)),
    "power of a logarithm": Wrong(log(a**2), "=", log(a) ** 2, "log laws", 2 * log(a)),
    # transposes and inverses
    "covariance for precision": Wrong(
        log(f(z)),
        "=",
        -half * k * log(2 * pi) - half * log(det(S)) - half * quadratic_form(z - mu, S),
        "normal density",
        -half * k * log(2 * pi) - half * log(det(S)) - half * quadratic_form(z - mu, S.inv()),
    ),
    "covariance inverted": Wrong(mean((z - mu) * (z - mu).T), "=", S.inv(), "moments", S),
    "transposed product": Wrong((M * N).T, "=", M.T * N.T, "algebra", N.T * M.T),
    "missing transpose": Wrong(trace(M.T * N), "=", trace(M * N), "cyclic trace", trace(M * N.T)),
    "reversed trace": Wrong(
        trace(M * N * S), "=", trace(N * M * S), "cyclic trace", trace(S * M * N)
    ),
    "bilinear form": Wrong(v.T * M * w, "=", w.T * M * v, "algebra", w.T * M.T * v),
    "determinant of an inverse": Wrong(det(S.inv()), "=", det(S), "log det", 1 / det(S)),
    "root of the determinant": Wrong(
        f(z),
        "=",
        1 / (normaliser * det(S)) * exp(-half * quadratic_form(z - mu, S.inv())),
        "normal density",
        1 / (normaliser * det(S) ** half) * exp(-half * quadratic_form(z - mu, S.inv())),
    ),
    # terms
    "missing k": Wrong(
        KL(f, g),
        "=",
        half * log(det(T) / det(S)) + half * distance + half * trace_term,
        "",
        half * log(det(T) / det(S)) + half * distance + half * trace_term - k / 2,
    ),
    "missing mean": Wrong(mean(z * z.T), "=", S, "moments", S + mu * mu.T),
    "missing mixed term": Wrong((s + t) ** 2, "=", s**2 + t**2, "algebra", s**2 + t**2 + 2 * s * t),
    "missing conditional entropy": Wrong(H(VX, VY), "=", H(VX), "", H(VX) + H(VY | VX)),
    "a term too many": Wrong(trace(S * S.inv() + Identity(k)), "=", k + k + 1, "", k + k),
}


def claim(lhs: Any, relation: str, rhs: Any, given: tuple[Statement, ...] = ()) -> Claim:
    said = statement(lhs, relation, rhs)
    declarations = said.declarations.union(*(item.declarations for item in given))
    hypotheses = tuple((item.lhs.term, item.relation, item.rhs.term) for item in given)
    return Claim(context_of(declarations), said.lhs.term, relation, said.rhs.term, hypotheses)


def shown(of: Claim) -> str:
    return f"{text_of(of.lhs, of.context)} {of.relation} {text_of(of.rhs, of.context)}"


def searched(wrong: Wrong) -> list[Offer]:
    cited = recognised(wrong.by) if wrong.by else None
    return repairs(claim(*wrong[:3]), cited, seconds=60)


@cache
def offered(name: str) -> list[Offer]:
    return searched(ROWS[name])


def meant(wrong: Wrong) -> Claim:
    if wrong.meant in (LESS, MORE):
        return claim(wrong.lhs, wrong.meant, wrong.rhs)
    return claim(wrong.lhs, wrong.relation, wrong.meant)


@pytest.mark.parametrize("name", ROWS)
def test_what_was_meant_is_offered_and_proved(name: str) -> None:
    false, true = claim(*ROWS[name][:3]), meant(ROWS[name])
    assert prove(false) is None
    assert prove(true) is not None
    offers = offered(name)
    found = [offer.claim for offer in offers if offer.claim is not None]
    assert shown(true) in [shown(offer) for offer in found]
    assert len(found) == len(offers) <= MOST_OFFERS
    assert all(prove(offer) is not None for offer in found)
    assert all(offer.because for offer in offers)


@pytest.mark.parametrize("name", list(ROWS)[::5])
def test_the_steps_are_false_and_models_do_not_contradict_the_offers(name: str) -> None:
    assert survey(claim(*ROWS[name][:3]), count=6).violation is not None
    for offer in offered(name):
        assert offer.claim is not None
        assert survey(offer.claim, count=6).violation is None


def test_offers_of_the_cited_reason_come_first_and_say_so() -> None:
    first, second = offered("Jensen without its weights")
    assert first.because.endswith("instead of the sum of the logarithms: by Jensen")
    assert second.because == "with <= instead of >="


def test_without_a_reason_what_was_wanted_is_still_offered() -> None:
    uncited = searched(ROWS["Jensen without its weights"]._replace(by=""))
    for offer in offered("Jensen without its weights"):
        assert offer.claim in [other.claim for other in uncited]


def test_another_reason_puts_other_offers_first() -> None:
    by_jensen = offered("Jensen without its weights")
    bounded = "a probability is at most one"
    by_bound = searched(ROWS["Jensen without its weights"]._replace(by=bounded))
    assert [o.claim for o in by_bound[:1]] == [o.claim for o in by_jensen[1:]]
    assert by_bound[0].because.endswith(bounded)


def test_the_search_is_deterministic_and_ends_with_its_time() -> None:
    wrong = ROWS["wrong chain rule"]
    assert searched(wrong) == offered("wrong chain rule") != []
    assert repairs(claim(*wrong[:3]), seconds=0) == []


@pytest.mark.parametrize(
    ("lhs", "rhs"),
    [
        (KL(P, Q), KL(Q, P)),  # not KL(P, Q) = KL(P, Q)
        (trace(M), trace(N)),  # not tr(M) = tr(M)
        (KL(P, Q), 0),  # not KL(P, P) = 0
        (k, H(f)),
    ],
)
def test_no_equation_is_better_than_a_trivial_one(lhs: Any, rhs: Any) -> None:
    offers = repairs(claim(lhs, "=", rhs), seconds=60)
    assert "=" not in [offer.claim.relation for offer in offers if offer.claim]


@pytest.mark.parametrize("name", ["the uniform pmf has the most entropy", "Gibbs reversed"])
def test_a_zero_between_the_sides_makes_no_offer(name: str) -> None:
    (only,) = offered(name)  # not H(P) >= -log n as well
    assert only.claim == meant(ROWS[name])


def test_a_vanishing_divergence_is_no_way_out() -> None:
    offers = repairs(claim(KL(P, Q), "<", 0), seconds=60)
    assert [shown(offer.claim) for offer in offers if offer.claim] == ["KL(P || Q) >= 0"]


def test_what_is_true_in_writing_only_once_is_offered_once() -> None:
    offers = [shown(o.claim) for o in offered("missing k") if o.claim]
    assert len([text for text in offers if " = " in text]) == 1  # not also 1/2 (... - k)


def test_hypotheses_are_kept() -> None:
    given = (Equal(P, Q),)
    false = claim(KL(P, R), "=", -KL(Q, R), given)
    true = claim(KL(P, R), "=", KL(Q, R), given)
    assert true in [offer.claim for offer in repairs(false, seconds=60)]
    assert prove(claim(KL(P, R), "=", KL(Q, R))) is None


def test_what_is_bound_elsewhere_is_not_put_in() -> None:
    false = claim(X.sum(P(x), x), "=", P(x2))
    offers = repairs(false, seconds=60)
    assert offers
    for offer in offers:
        assert offer.claim is not None
        assert terms.free_points(offer.claim.rhs) <= terms.free_points(false.rhs)


def test_a_screen_refuses_what_is_false_or_has_no_value() -> None:
    false = claim(KL(P, Q), "<", 0)
    screen = Screen(false)
    assert not screen.passes(false)
    assert screen.passes(claim(KL(P, Q), ">=", 0))
    negative = log(KL(P, Q) - H(P) - 20)
    assert not screen.passes(claim(negative, "=", negative))


def test_a_screen_refutes_what_any_of_its_models_contradicts() -> None:
    screen = Screen(claim(KL(P, Q), "<", 0))
    assert screen.refutes(claim(KL(P, Q), "<=", F(1, 100)))
    assert not screen.refutes(claim(KL(P, Q), ">=", 0))
    negative = log(KL(P, Q) - H(P) - 20)
    assert not screen.refutes(claim(negative, "=", negative))
    assert not screen.refutes(claim(KL(P, Q), "<", 0, (Equal(P, Q),)))


def test_a_screen_leaves_hypotheses_to_the_proof() -> None:
    false = claim(KL(P, R), "=", KL(R, Q), (Equal(P, Q),))
    assert Screen(false).passes(false)
