"""An invertible matrix plus a column times a row; where nothing says that it is invertible."""

from __future__ import annotations

import pytest
from claims import GAUSS, accepted
from written import det, identity, inverse, matrix, size, sym, transpose

from symkl.kernel import terms as t
from symkl.kernel.check import Claim, check
from symkl.kernel.terms import add, div, log, mul, neg, power, sub

A, G, M, U = map(matrix, "AGMU")
a, b, I = matrix("a"), matrix("b"), identity("k")  # noqa: E741
r, s = sym("r"), sym("s")
ROW = transpose(b)
LAWS = frozenset({"inverse", "cyclic_trace", "scalar_trace", "delta", "size_of_space"})


def share(rest, column=a, row=ROW):
    return add(t.ONE, mul(row, inverse(rest), column))


def determinant(rest, column=a, row=ROW):
    return mul(det(rest), share(rest, column, row))


def inverted(rest, column=a, row=ROW):
    change = mul(inverse(rest), column, row, inverse(rest))
    return sub(inverse(rest), div(change, share(rest, column, row)))


SCALED = mul(s, I)
SUMS = {
    "a covariance": (add(A, mul(a, ROW)), A, a),
    "an invertible matrix": (add(G, mul(a, ROW)), G, a),
    "the column and the row first": (add(mul(a, ROW), G), G, a),
    "the identity": (add(I, mul(a, ROW)), I, a),
    "an inverse": (add(inverse(A), mul(a, ROW)), inverse(A), a),
    "a transpose": (add(transpose(G), mul(a, ROW)), transpose(G), a),
    "a multiple": (add(SCALED, mul(a, ROW)), SCALED, a),
    "a difference": (sub(A, mul(a, ROW)), A, neg(a)),
    "with a number": (add(A, mul(r, a, ROW)), A, mul(r, a)),
    "a quotient": (add(A, div(mul(a, ROW), s)), A, div(a, s)),
    "a longer product": (add(A, mul(M, a, ROW)), A, mul(M, a)),
}


@pytest.mark.parametrize("name", SUMS)
def test_determinant_and_inverse(name: str) -> None:
    whole, rest, column = SUMS[name]
    assert accepted(GAUSS, det(whole), "=", determinant(rest, column))
    assert not accepted(GAUSS, det(whole), "=", determinant(rest, neg(column)))
    assert accepted(GAUSS, inverse(whole), "=", inverted(rest, column))
    assert not accepted(GAUSS, inverse(whole), "=", inverted(rest, neg(column)))
    assert not accepted(GAUSS, det(whole), "=", determinant(rest, column), laws=LAWS)


OTHERS = {
    "not known to be invertible": (add(M, mul(a, ROW)), M),
    "a number of any sign": (add(mul(r, I), mul(a, ROW)), mul(r, I)),
    "a sum": (add(add(A, M), mul(a, ROW)), add(A, M)),
    "a product": (add(mul(A, M), mul(a, ROW)), mul(A, M)),
    "of three": (add(A, mul(a, ROW), mul(b, ROW)), A),
    "no column": (add(A, mul(M, M)), A),
}


@pytest.mark.parametrize("name", OTHERS)
def test_of_others_nothing_is_said(name: str) -> None:
    whole, rest = OTHERS[name]
    assert not accepted(GAUSS, det(whole), "=", mul(det(rest), add(t.ONE, mul(ROW, a))))
    law = Claim(GAUSS, det(whole), "=", det(whole))
    assert "rank_one" not in check(law, {"kind": "normal_form"}).laws


def test_the_invertible_matrix_is_on_record() -> None:
    claim = Claim(GAUSS, det(add(G, mul(a, ROW))), "=", determinant(G))
    found = check(claim, {"kind": "normal_form"})
    assert "rank_one" in found.laws
    assert ("invertible", "G") in {(h.kind, h.subject) for h in found.hypotheses}


def test_the_logarithm_of_the_determinant_is_a_sum() -> None:
    whole = add(A, mul(a, transpose(a)))
    parts = add(log(det(A)), log(share(A, a, transpose(a))))
    assert accepted(GAUSS, log(det(whole)), "=", parts)
    scaled = log(det(add(SCALED, mul(a, transpose(a)))))
    parts = add(mul(size("k"), log(s)), log(share(SCALED, a, transpose(a))))
    assert accepted(GAUSS, scaled, "=", parts)
    assert not accepted(GAUSS, log(det(whole)), "=", add(parts, log(power(s, s))))
