"""Models that lack one hypothesis, and only that one."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import islice

import pytest
from written import (
    JOINT,
    NORMALS,
    NUMBERS,
    PMFS,
    P,
    Q,
    U,
    X,
    expect,
    matrix,
    p,
    point,
    sym,
    transpose,
)

from symkl.kernel import terms as t
from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Law, Matrix, Sort
from symkl.kernel.hypotheses import DECLARED, TEXTS, Hypothesis, of_normal
from symkl.models.admissible import admissible, determinant, is_semidefinite
from symkl.models.broken import breakage
from symkl.models.dropped import WEAKER, without
from symkl.models.evaluate import enclosure

SUPPORTS = Context.of(
    [
        Sort("X", "n"),
        Law("P", (X,), sign="nonnegative", below=("Q",)),
        Law("Q", (X,), sign="nonnegative"),
    ]
)
INDEPENDENT = Context.of(
    [*JOINT.sorts.values(), replace(JOINT.law("J"), independent=(("x",), ("y",)))]
)
REGULAR = Context.of([Sort("k", "k"), Matrix("V", "k", "k", invertible=True)])
POINT = [U]
ROWS = {
    "positive": (PMFS, Hypothesis("positive", "P")),
    "nonnegative": (SUPPORTS, Hypothesis("nonnegative", "Q")),
    "sums": (PMFS, Hypothesis("sums", "P")),
    "below": (SUPPORTS, Hypothesis("below", "P", "Q")),
    "independent": (INDEPENDENT, Hypothesis("independent", "J", "x and y")),
    "symmetric": (NORMALS, Hypothesis("symmetric", "A")),
    "definite": (NORMALS, Hypothesis("definite", "A")),
    "invertible": (REGULAR, Hypothesis("invertible", "V")),
    "positive_number": (NUMBERS, Hypothesis("positive_number", "s")),
}


def claim_in(context: Context) -> Claim:
    return Claim(context, t.ONE, "=", t.ONE)


@pytest.mark.parametrize("kind", ROWS)
def test_models_lack_the_hypothesis_and_keep_the_others(kind):
    context, hypothesis = ROWS[kind]
    dropped = without(claim_in(context), hypothesis)
    found = list(islice(dropped.lacking([]), 30))
    assert len(found) > 5
    for model in found:
        assert not admissible(context, model)
        assert admissible(dropped.claim.context, model)


def test_every_declared_hypothesis_can_be_dropped_and_said():
    assert set(WEAKER) == DECLARED
    assert {Hypothesis(kind, "a", "b").text for kind in TEXTS}
    assert Hypothesis("moments", "p", "mean m").text == "p has mean m"


@pytest.mark.parametrize("kind", ROWS)
def test_what_is_not_declared_cannot_be_dropped(kind):
    _, hypothesis = ROWS[kind]
    assert without(claim_in(Context.of([Sort("Z")])), hypothesis) is None


def test_what_was_not_assumed_is_nothing_to_drop():
    assert without(claim_in(SUPPORTS), Hypothesis("below", "Q", "P")) is None
    assert without(claim_in(NUMBERS), Hypothesis("positive_number", "r")) is None


def test_a_definite_matrix_that_is_not_invertible_is_semidefinite():
    dropped = without(claim_in(NORMALS), Hypothesis("invertible", "A"))
    for model in islice(dropped.lacking([]), 20):
        rows = model.matrices["A"]
        assert determinant(rows) == 0
        assert is_semidefinite(rows)
        assert rows == tuple(zip(*rows, strict=True))


def test_a_definite_matrix_that_is_not_symmetric_has_a_positive_form():
    dropped = without(claim_in(NORMALS), Hypothesis("symmetric", "A"))
    for model in islice(dropped.lacking([]), 20):
        assert is_semidefinite(model.matrices["A"])
        assert determinant(model.matrices["A"]) > 0


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (((0, 0), (0, 1)), True),
        (((0, 1), (1, 1)), False),
        (((1, 2), (2, 4)), True),
        (((1, 2), (2, 3)), False),
        (((1, 5), (-5, 1)), True),
        (((-1,),), False),
    ],
)
def test_semidefinite(rows, expected):
    exact = tuple(tuple(Fraction(v) for v in row) for row in rows)
    assert is_semidefinite(exact) is expected


u = point(U)
centred = t.sub(u, matrix("a"))
FIRST = expect("p", POINT, centred)
SECOND = expect("p", POINT, t.mul(centred, transpose(centred)))


def test_a_density_that_is_not_normal_keeps_its_mean_and_covariance():
    integrates, moments, normal = of_normal(NORMALS.law("p"))
    assert moments.text == "p has mean a and covariance A"
    for hypothesis, same in ((normal, True), (moments, False), (integrates, False)):
        dropped = without(Claim(NORMALS, SECOND, "=", matrix("A")), hypothesis)
        models = islice(dropped.lacking([]), 12)
        assert all(keeps_its_moments(dropped, model) for model in models) is same


def keeps_its_moments(dropped, model):
    context, finished = dropped.claim.context, dropped.finish(model)
    for moment in (FIRST, t.sub(SECOND, matrix("A"))):
        found = enclosure(moment, context, finished)
        rows = found if isinstance(found, list) else [[found]]
        if not all(ball.contains(0) for row in rows for ball in row):
            return False
    return True


def test_a_density_that_is_not_normalised_is_a_multiple():
    integrates, _, _ = of_normal(NORMALS.law("p"))
    total = t.total((U,), p)
    dropped = without(Claim(NORMALS, total, "=", t.ONE), integrates)
    model = next(iter(dropped.lacking([])))
    ball = enclosure(total, dropped.claim.context, dropped.finish(model))
    assert (ball - 2).contains(0)


def test_outcomes():
    def outcome(context, lhs, relation, rhs, hypothesis):
        return breakage(without(Claim(context, lhs, relation, rhs), hypothesis))

    positive = Hypothesis("positive", "Q")
    assert outcome(PMFS, t.total((X,), Q), "=", t.ONE, positive).outcome == "holds"
    assert outcome(PMFS, Q, ">", t.ZERO, positive).outcome == "breaks"
    assert outcome(PMFS, t.div(P, Q), "=", t.div(P, Q), positive).outcome == "no value"
    logs = t.log(t.div(P, Q))
    assert outcome(PMFS, logs, "=", logs, positive).outcome == "infinite"
    divisors = Hypothesis("divisors")
    ratio = t.div(t.ONE, sym("r"))
    assert outcome(NUMBERS, ratio, "=", ratio, divisors).outcome == "no value"
    unknown = t.Term("zeta", (Q,))
    untested = outcome(PMFS, unknown, "=", unknown, positive)
    assert untested.outcome == "not tested"
    assert untested.cause
