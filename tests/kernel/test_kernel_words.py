"""Equations of matrices by words: what is accepted, and that each condition is needed."""

from __future__ import annotations

from typing import Any

import pytest

from symkl import SPD, Dimension, Identity, Matrix, quadratic_form, statement, trace, vectors
from symkl.kernel import terms
from symkl.kernel.check import Claim, check
from symkl.kernel.context import Context, Sort
from symkl.kernel.context import Matrix as Declared
from symkl.kernel.errors import KernelError, Refused
from symkl.kernel.terms import Term
from symkl.language.written import context_of
from symkl.prove.search import prove

k, m = Dimension("k"), Dimension("m")
S, T, R = SPD("S", k), SPD("T", k), SPD("R", m)
U, V, M = Matrix("U", k, m), Matrix("V", m, k), Matrix("M", k)
a, mu, nu = vectors("a mu nu", k)
ONE, ONE_M = Identity(k), Identity(m)
both, precision = (S + T).inv(), (S.inv() + T.inv()).inv()
gain = (S.inv() + V.T * R.inv() * V).inv()
innovation = V * S * V.T + R
mixed = precision * (S.inv() * mu + T.inv() * nu)

Multipliers = tuple[Any, ...]
Row = tuple[Any, Any, Multipliers, Multipliers]


def claim(lhs: Any, rhs: Any) -> Claim:
    said = statement(lhs, "=", rhs)
    return Claim(context_of(said.declarations), said.lhs.term, "=", said.rhs.term)


def certificate(left: Multipliers, right: Multipliers) -> dict[str, Any]:
    return {
        "kind": "words",
        "left": [terms.to_json(one.term) for one in left],
        "right": [terms.to_json(one.term) for one in right],
    }


TRUE: list[Row] = [
    ((S + T) * both, ONE, (), ()),
    (both * S, ONE - both * T, (), ()),
    (S.inv() - both, S.inv() * T * both, (), ()),
    (precision, S * both * T, (S.inv() + T.inv(),), ()),
    (precision, S - S * both * S, (S.inv() + T.inv(),), ()),
    ((2 * S + 2 * T).inv(), both / 2, (), ()),
    (
        S * V.T * innovation.inv(),
        gain * V.T * R.inv(),
        (S.inv() + V.T * R.inv() * V,),
        (innovation,),
    ),
    (gain, S - S * V.T * innovation.inv() * V * S, (S.inv() + V.T * R.inv() * V,), ()),
    ((ONE + U * V).inv() * U, U * (ONE_M + V * U).inv(), (ONE + U * V,), (ONE_M + V * U,)),
    (both.T, both, (), ()),
    (mixed, mu + S * both * (nu - mu), (T, S.inv() + T.inv()), ()),
    (
        quadratic_form(a - mu, S.inv()) + quadratic_form(a - nu, T.inv()),
        quadratic_form(a - mixed, S.inv() + T.inv()) + quadratic_form(mu - nu, both),
        (),
        (S + T,),
    ),
]
FALSE: list[Row] = [
    (both, S.inv() + T.inv(), (), ()),
    (both, S.inv() + T.inv(), (S + T,), (S + T,)),
    (both * S, ONE + both * T, (), ()),
    (S * both * T, T * both * S * S, (), ()),
    (precision, S + S * both * S, (S.inv() + T.inv(),), ()),
    ((2 * S + 2 * T).inv(), 2 * both, (), ()),
    ((ONE + M).inv().T, (ONE + M).inv(), (), ()),
    (
        quadratic_form(a - mu, S.inv()) + quadratic_form(a - nu, T.inv()),
        quadratic_form(a - mixed, S.inv() + T.inv()) - quadratic_form(mu - nu, both),
        (),
        (S + T,),
    ),
]


@pytest.mark.parametrize("row", TRUE, ids=str)
def test_equal_words_show_equal_matrices(row: Row) -> None:
    lhs, rhs, left, right = row
    support = check(claim(lhs, rhs), certificate(left, right))
    assert support.facts == frozenset()


@pytest.mark.parametrize("row", TRUE, ids=str)
def test_the_search_finds_multipliers(row: Row) -> None:
    assert prove(claim(*row[:2])) is not None


@pytest.mark.parametrize("row", FALSE, ids=str)
def test_different_words_are_refused(row: Row) -> None:
    lhs, rhs, left, right = row
    with pytest.raises(Refused):
        check(claim(lhs, rhs), certificate(left, right))


def test_without_the_law_of_inverses_nothing_cancels() -> None:
    with pytest.raises(Refused):
        check(claim((S + T) * both, ONE), certificate((), ()), frozenset())


@pytest.mark.parametrize("multiplier", [S - T, M, U * V, M + ONE])
def test_multipliers_must_be_invertible_by_the_claim_itself(multiplier: Any) -> None:
    """(S - T) M = (S - T) N says nothing about M and N where S = T."""
    with pytest.raises(KernelError):
        check(claim(S * both * T, T * both * S), certificate((multiplier,), ()))


def test_what_is_multiplied_must_have_the_size() -> None:
    with pytest.raises(KernelError):
        check(claim(S * both * T, T * both * S), certificate((R,), ()))


def test_numbers_are_not_told_apart_by_vectors_of_another_size() -> None:
    """a^T M a = 0 does not make M vanish, and between no vectors there is no matrix."""
    with pytest.raises(KernelError):
        check(claim(quadratic_form(a, both), quadratic_form(a, S.inv())), certificate((S,), ()))
    with pytest.raises(KernelError):
        check(claim(trace(both), trace(S.inv())), certificate((S,), ()))


def test_definite_matrices_need_not_be_symmetric() -> None:
    """x^T D x > 0 does not make D symmetric: D (D^T)^-1 is no identity."""
    definite = Declared("D", "k", "k", positive_definite=True)
    context = Context.of([Sort("k", "k", index="1"), definite, Declared("b", "k")])
    d, b = Term("matrix", (), "D"), Term("matrix", (), "b")
    turned = Term("inverse", (Term("transpose", (d,)),))
    moved = Claim(context, b, "=", terms.mul(d, turned, b))
    with pytest.raises(Refused):
        check(moved, certificate((), ()))
    kept = Claim(context, b, "=", terms.mul(d, Term("inverse", (d,)), b))
    check(kept, certificate((), ()))
