"""Models of given equations of matrices: they hold exactly, declarations too, and refute."""

from __future__ import annotations

from typing import Any

import pytest

from symkl import SPD, Dimension, Equal, Identity, Matrix, Vector, det, numbers, statement
from symkl import trace as tr
from symkl.kernel.check import Claim
from symkl.language.statements import Statement
from symkl.language.written import context_of
from symkl.models.hypotheses import Hypotheses
from symkl.models.scaled import scaled
from symkl.models.survey import survey

k = Dimension("k")
A, B, P, Q = (Matrix(name, k, k) for name in "ABPQ")
C, S = SPD("C", k), SPD("S", k)
x, y = Vector("x", k), Vector("y", k)
(c,) = numbers("c")
I = Identity(k)  # noqa: E741


def claim(lhs: Any, relation: str, rhs: Any, *given: Statement) -> Claim:
    said = statement(lhs, relation, rhs)
    declarations = said.declarations.union(*(item.declarations for item in given))
    hypotheses = tuple((item.lhs.term, item.relation, item.rhs.term) for item in given)
    return Claim(context_of(declarations), said.lhs.term, relation, said.rhs.term, hypotheses)


FALSE = {
    "idempotent, not symmetric": claim(P.T, "=", P, Equal(P * P, P)),
    "orthogonal, not symmetric": claim(Q.T, "=", Q, Equal(Q.T * Q, I)),
    "orthogonal, a reflection": claim(det(Q), "=", 1, Equal(Q.T * Q, I)),
    "orthogonal factor": claim(tr(Q * A), "=", tr(A), Equal(Q.T * Q, I)),
    "skew": claim(tr(A * A), "=", 0, Equal(A, B - B.T)),
    "mean": claim(x.T * y, "=", x.T * A * x, Equal(y, A * x + x)),
    "covariance": claim(det(C), "=", det(S), Equal(C, A * S * A.T + S)),
    "involution": claim(A, "=", I, Equal(A * A, I)),
    "nilpotent": claim(A, "=", 0 * A, Equal(A * A, 0 * A)),
    "scaled": claim(det(C), "=", det(S), statement(tr(C.inv() * S), "=", k)),
    "scaled number": claim(c, "=", 1, statement(c * tr(S), "=", tr(C))),
}


@pytest.mark.parametrize("name", FALSE)
def test_a_model_of_what_is_given_refutes(name: str) -> None:
    violation = survey(FALSE[name]).violation
    assert violation is not None
    assert Hypotheses(FALSE[name].context, FALSE[name].given).hold(violation.model)


TRUE = {
    "idempotent": claim(tr(P * P * P), "=", tr(P), Equal(P * P, P)),
    "orthogonal": claim(det(Q) ** 2, "=", 1, Equal(Q.T * Q, I)),
    "skew": claim(x.T * A * x, "=", 0, Equal(A, B - B.T)),
    "scaled": claim(tr(S * C.inv()) + 1, "=", k + 1, statement(tr(C.inv() * S), "=", k)),
    "covariance": claim(tr(C), "=", tr(A * S * A.T) + tr(S), Equal(C, A * S * A.T + S)),
}


@pytest.mark.parametrize("name", TRUE)
def test_none_refutes_what_follows(name: str) -> None:
    found = survey(TRUE[name])
    assert found.violation is None
    assert found.models > 3


def test_what_contradicts_a_declaration_has_no_models() -> None:
    assert survey(claim(tr(C), "=", 0, Equal(C, -S))).models == 0


def test_what_is_not_affine_in_a_factor_is_not_solved() -> None:
    of = claim(tr(S), "=", k, statement(tr(S * S * S), "=", 3 * k))
    found = list(scaled(of, ()))
    assert all(Hypotheses(of.context, of.given).hold(model) for model in found)
    assert len(found) < 10


def test_what_cannot_hold_has_no_model() -> None:
    of = claim(tr(S), "=", k, statement(tr(C.inv() * S), "=", -k))
    assert list(scaled(of, ())) == []
