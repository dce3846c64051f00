"""Given equations of matrices in normal forms: definitions and products, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from symkl import SPD, Dimension, E, Equal, Gaussian, Identity, Matrix, Vector, det, statement
from symkl import trace as tr
from symkl.kernel.check import Claim, check
from symkl.kernel.errors import KernelError, Refused
from symkl.language.statements import Statement
from symkl.language.written import context_of

k, m = Dimension("k"), Dimension("m")
A, B, P, Q, R = (Matrix(name, k, k) for name in "ABPQR")
W = Matrix("W", m, k)
S = Matrix("S", k, k, symmetric=True)
x, y, u, b = (Vector(name, k) for name in "xyub")
I = Identity(k)  # noqa: E741
NORMAL_FORM = {"kind": "normal_form"}
DETERMINANT = {
    "kind": "combination",
    "parts": [{"weight": "1", "given": 0, "determinant": True}],
}
ORTHOGONAL = Equal(Q.T * Q, I)
IDEMPOTENT = Equal(P * P, P)


def claim(lhs: Any, relation: str, rhs: Any, *given: Statement) -> Claim:
    said = statement(lhs, relation, rhs)
    declarations = said.declarations.union(*(item.declarations for item in given))
    hypotheses = tuple((item.lhs.term, item.relation, item.rhs.term) for item in given)
    return Claim(context_of(declarations), said.lhs.term, relation, said.rhs.term, hypotheses)


p, z = k.density("p"), k.point("z")
mean = E(p, z)(z)
spread = E(p, z)((z - mean) * (z - mean).T)
MEAN = Equal(u, mean)
SPREAD = Equal(S, E(p, z)((z - u) * (z - u).T))
TRUE = {
    "mean": (E(p, z)(z.T * A * u), "=", u.T * A * u, MEAN),
    "mean of a mean": (E(p, z)((z - u) * (z - u).T), "=", E(p, z)(z * z.T) - u * u.T, MEAN),
    "covariance": (E(p, z)(z.T * A * z), "=", tr(A * S) + u.T * A * u, MEAN, SPREAD),
    "definition": (x.T * y, "=", x.T * A * x + x.T * b, Equal(y, A * x + b)),
    "two definitions": (x.T * u, "=", x.T * A * B * x, Equal(y, B * x), Equal(u, A * y)),
    "skew": (x.T * A * x, "=", 0 * tr(A), Equal(A, B - B.T)),
    "orthogonal": (tr(Q * A * Q.T), "=", tr(A), ORTHOGONAL),
    "orthogonal, other order": (Q * Q.T * x, "=", x, ORTHOGONAL),
    "length": (x.T * Q.T * Q * y, "=", x.T * y, ORTHOGONAL),
    "inverse": (Q.T * A, "=", Q.inv() * A, ORTHOGONAL),
    "a square of one entry": (tr(Q.T * Q), "=", k, ORTHOGONAL),
    "tall": (tr(W * A * W.T), "=", tr(A), Equal(W.T * W, I)),
    "idempotent": (P * P * P, "=", P, IDEMPOTENT),
    "complement": ((I - P) * (I - P), "=", I - P, IDEMPOTENT),
    "involution": (A * A * A, "=", A, Equal(A * A, I)),
    "unit vector": ((I - 2 * u * u.T) * (I - 2 * u * u.T), "=", I, Equal(u.T * u, 1)),
    "symmetric": (S * S * S * x, "=", S * x, Equal(S * S, S)),
    "nilpotent": (A * A * x, "=", 0 * x, Equal(A * A, 0 * A)),
    "eigenvector": (u.T * A * u, "=", u.T * b, Equal(A * u, b)),
}
g = Gaussian("g", x, SPD("T", k))
FALSE = {
    "mean caught by the mean": (E(p, z)(z.T * u), "=", E(p, z)(z.T * z), MEAN),
    "covariance without the mean": (E(p, z)(z.T * A * z), "=", tr(A * S), MEAN, SPREAD),
    "mean under a normal law": (x.T * x, "=", u.T * u, Equal(u, E(g, z)(z))),
    "mean of another law": (E(p, z)(z), "=", u, Equal(u, E(g, z)(z))),
    "mean of itself": (u, "=", E(p, z)(z - u), Equal(u, E(p, z)(z - u))),
    "definition": (x.T * y, "=", x.T * A * x, Equal(y, A * x + b)),
    "definition of itself": (x.T * y, "=", x.T * A * y, Equal(y, A * x)),
    "not given": (tr(Q * A * Q.T), "=", tr(A)),
    "an inequality": (tr(Q.T * Q), "=", k, statement(tr(Q.T * Q), "<=", k)),
    "transposed elsewhere": (tr(Q * A * Q), "=", tr(A), ORTHOGONAL),
    "tall, other order": (tr(W * W.T), "=", m, Equal(W.T * W, I)),
    "idempotent is not symmetric": (P.T, "=", P, IDEMPOTENT),
    "idempotent is not its transpose's": (P.T * P, "=", P, IDEMPOTENT),
    "a diagonal is no product": (tr(P), "=", k, Equal(P * P, I)),
    "the index is used thrice": (tr(A), "=", k, Equal(A * A, I)),
    "nilpotent": (A, "=", 0 * A, Equal(A * A, 0 * A)),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_is_given_is_used(name: str) -> None:
    of = claim(*TRUE[name])
    support = check(of, NORMAL_FORM)
    assert support.laws & {"given_definition", "given_product"}
    *_, given = TRUE[name]
    with pytest.raises(KernelError):
        check(claim(*TRUE[name][:3]), NORMAL_FORM)
    assert given is not None


@pytest.mark.parametrize("name", FALSE)
def test_and_nothing_else(name: str) -> None:
    with pytest.raises(KernelError):
        check(claim(*FALSE[name]), NORMAL_FORM)


def test_definitions_that_rest_on_each_other_are_not_unfolded() -> None:
    of = claim(x.T * x, "=", y.T * y, Equal(x, A * y), Equal(y, B * x))
    with pytest.raises(Refused):
        check(of, NORMAL_FORM)


def test_determinants_of_both_sides() -> None:
    of = claim(det(Q) ** 2, "=", 1, ORTHOGONAL)
    assert check(of, DETERMINANT)
    with pytest.raises(Refused):
        check(claim(det(Q), "=", 1, ORTHOGONAL), DETERMINANT)
    below = claim(det(Q) ** 2, "<=", 1, statement(tr(Q), "<=", 1))
    with pytest.raises(Refused, match="determinant of a given <="):
        check(below, DETERMINANT)
    wide = claim(tr(W.T * W), "=", m, Equal(W, W))
    with pytest.raises(KernelError):
        check(wide, DETERMINANT)
