"""Reasons that give a step: the narrowest, or few together; none for what is false."""

from __future__ import annotations

from typing import Any

import pytest

from symkl import (
    KL,
    SPD,
    CrossEntropy,
    Derivation,
    Dimension,
    E,
    Equal,
    FiniteSpace,
    Gaussian,
    H,
    I,
    Matrix,
    Rational,
    det,
    joint,
    log,
    quadratic_form,
    trace,
    vectors,
)
from symkl.checking import Judgement, Task, judge, with_offers
from symkl.prove.reasons import gives, reasons_that_give
from symkl.rules.catalogue import CATALOGUE
from symkl.rules.recognise import recognised

X, Y = FiniteSpace("X", size="n"), FiniteSpace("Y")
P, Q = X.pmfs("P Q")
x, x2 = X.point("x"), X.point("x2")
VX, VY = joint("p", X, Y).variables
k = Dimension("k")
mu, nu = vectors("mu nu", k)
S, T, M, N = SPD("S", k), SPD("T", k), Matrix("M", k), Matrix("N", k)
f, g, z = Gaussian("f", mu, S), Gaussian("g", nu, T), k.point("z")
half = Rational(1, 2)
reciprocal = (log(1 / P(x)), "=", -log(P(x)))
cross_entropy_less_entropy = (KL(P, Q), "=", CrossEntropy(P, Q) - H(P))
second_moment = (E(f, z)(quadratic_form(z, T)), "=", trace(T * S) + quadratic_form(mu, T))
bounded = (-X.sum(log(Q(x)), x), ">=", -log(X.sum(Q(x), x)))


def step(lhs: Any, relation: str, rhs: Any, by: str = "", given: Any = ()) -> Task:
    chain = Derivation("one step").given(*given).start(lhs)
    add = {"=": chain.eq, ">=": chain.ge, "<=": chain.le, "iff": chain.iff}[relation]
    (written,) = add(rhs, by=by).steps
    return Task(written.claims(), written.by)


def names(task: Task, cited: str = "") -> list[str]:
    reason = recognised(cited) if cited else None
    return [found.name for found in reasons_that_give(task.claims, reason)]


@pytest.mark.parametrize(
    ("lhs", "relation", "rhs", "expected"),
    [
        (*reciprocal, ["log of a reciprocal"]),  # log of a product would do as well
        (log(P(x) / Q(x)), "=", log(P(x)) - log(Q(x)), ["log of a product"]),
        (X.sum(P(x) + Q(x), x), "=", X.sum(Q(x), x) + X.sum(P(x), x), ["algebra"]),
        (X.sum(P(x), x), "=", 1, ["normalisation"]),
        (trace(z * mu.T), "=", quadratic_form(mu, z * mu.T) / (mu.T * mu), None),
        (KL(P, Q), ">=", 0, ["log t <= t - 1", "Gibbs", "log-sum inequality", "Jensen"]),
        (H(VX | VY), "<=", H(VX), ["information is nonnegative", "log-sum inequality"]),
        (*bounded, ["a probability is at most one"]),
    ],
)
def test_the_narrowest_reasons(lhs: Any, relation: str, rhs: Any, expected: Any) -> None:
    found = names(step(lhs, relation, rhs))
    assert expected is None or found == expected
    for name in found:
        assert all(
            gives(recognised(name), {c: v}) for c, v in step(lhs, relation, rhs).claims.items()
        )


def test_what_completes_the_cited_reason_comes_before_a_broad_one() -> None:
    R = X.pmf("R")
    three_points = step(KL(P, R), "=", KL(P, Q) + X.sum(P(x) * log(Q(x) / R(x)), x))
    assert names(three_points) == ["chain rule of KL"]
    completed, broad = names(three_points, "definition of KL")
    assert completed == "definition of KL and log of a product"
    assert broad == "chain rule of KL"


@pytest.mark.parametrize(
    ("cited", "shown"), [("log of a quotient", "log of a quotient"), ("by algebra", "algebra")]
)
def test_a_reason_is_called_what_its_author_calls_it(cited: str, shown: str) -> None:
    assert judge(step(log(P(x) / Q(x)), "=", log(P(x)) - log(Q(x)), by=cited)).reason == shown


@pytest.mark.parametrize(
    ("side", "cited", "expected"),
    [
        (second_moment, "moments", {"Gaussian moments", "cyclic trace"}),
        (
            cross_entropy_less_entropy,
            "definition of KL",
            {"definition of KL", "definition of H", "log of a product"},
        ),
        (
            (KL(f, g) * 0 + trace(S * S.inv()), "=", k),
            "inverse",
            {"inverse", "trace of the identity"},
        ),
        (
            (
                KL(f, g),
                "=",
                half
                * (
                    log(det(T) / det(S)) - k + quadratic_form(mu - nu, T.inv()) + trace(T.inv() * S)
                ),
            ),
            "normal density",
            {
                "definition of the normal density",
                "definition of KL",
                "Gaussian moments",
                "inverse",
                "trace of the identity",
            },
        ),
    ],
)
def test_reasons_together(side: Any, cited: str, expected: set[str]) -> None:
    task = step(*side)
    (found,) = names(task, cited)
    assert set(found.split(" and ")) == expected
    assert found.startswith(recognised(cited).name)
    for missing in expected:  # each of them is needed
        rest = sorted(expected - {missing})
        assert not gives(recognised(rest), task.claims)


def test_a_cited_reason_that_does_not_help_is_not_kept() -> None:
    (found,) = names(step(*second_moment), "Gibbs")
    assert "Gibbs" not in found


def test_no_reason_gives_what_is_false() -> None:
    assert names(step(KL(P, Q), "=", KL(Q, P)), "Gibbs") == []
    assert names(step(KL(P, Q), "<=", 0)) == []


def test_given_is_no_reason_where_nothing_is_given() -> None:
    given = Equal(Q(x2), 2 * P(x2))
    assert names(step(Q(x2), "=", 2 * P(x2), given=(given,)))[:1] == ["algebra"]
    allowing_all = next(reason for reason in CATALOGUE if reason.rests_on_given)
    task = step(*cross_entropy_less_entropy)
    assert allowing_all.name not in names(task)


def test_a_reason_that_names_facts_does_not_give_an_equation_without_them() -> None:
    assert not gives(recognised("Gibbs"), step(*cross_entropy_less_entropy).claims)
    assert gives(recognised("Gibbs"), step(KL(P, Q), ">=", 0).claims)


def found(task: Task) -> Judgement:
    return with_offers(task, judge(task))


def test_a_true_step_is_offered_reasons_only() -> None:
    judged = found(step(*bounded, by="Jensen"))
    assert judged.reason_verdict == "unjustified"
    assert [(offer.claim, offer.because) for offer in judged.offers] == [
        (None, "by a probability is at most one")
    ]
    assert "it follows by a probability is at most one" in judged.reason_message


def test_both_directions_of_an_equivalence_need_the_reason() -> None:
    judged = found(step(Equal(KL(P, Q), 0), "iff", Equal(P, Q), by="definition of KL"))
    assert "by Gibbs" in [offer.because for offer in judged.offers]


@pytest.mark.parametrize("by", ["", "no such reason", "log of a reciprocal"])
def test_a_true_step_with_a_good_reason_or_none_is_left_alone(by: str) -> None:
    judged = found(step(*reciprocal, by=by))
    assert judged.verdict == "proved"
    assert judged.offers == ()


def test_a_false_step_is_offered_true_ones_whether_a_reason_is_cited_or_not() -> None:
    for by in ("definition of I", ""):
        judged = found(step(I(VX, VY), "=", H(VX) + H(VX | VY), by=by))
        assert judged.verdict == "refuted"
        assert judged.offers
        assert all(offer.claim is not None for offer in judged.offers)


def test_nobody_meant_another_conclusion() -> None:
    task = step(KL(P, Q), "=", KL(P, Q) + 1)
    alone = Task(task.claims, task.citation, wants_offers=False)
    assert found(task).offers
    assert found(alone).offers == ()


apart = (Equal(I(VX, VY), 0),)


@pytest.mark.parametrize(
    ("lhs", "rhs", "given", "expected"),
    [
        (H(VX | VY), H(VX), apart, True),
        (H(VX, VY), H(VX) + H(VY), apart, True),
        (H(VX, VY), H(VX) + H(VY | VX), apart, False),  # true without what is given
        (H(VX | VY), H(VX), (), False),
    ],
)
def test_independence_is_a_reason_for_entropies_where_it_is_needed(
    lhs: Any, rhs: Any, given: Any, expected: bool
) -> None:
    reason = recognised("by independence")
    assert reason is not None
    assert gives(reason, step(lhs, "=", rhs, given=given).claims) is expected


def test_nonnegative_divergences_are_no_positive_terms() -> None:
    for said in ("nonnegativity of the divergence", "the divergence is nonnegative"):
        reason = recognised(said)
        assert reason is not None
        assert reason.name == "Gibbs"
