"""Entries of matrices, and covariances that are diagonal or multiples of the identity."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from symkl.kernel import terms
from symkl.kernel.check import Claim, check
from symkl.kernel.context import Context, Declaration, Law, Matrix, Sort
from symkl.kernel.errors import KernelError
from symkl.kernel.terms import Term, from_json, to_json
from symkl.models.survey import survey
from symkl.prove.search import prove

D, SPACE = Sort("d", "d"), Sort("R^d", "", "real", "d")
DIAGONAL = Matrix("S", "d", "d", True, True, True, "diagonal")
ISOTROPIC = replace(DIAGONAL, form="isotropic")
FULL = replace(DIAGONAL, form="full")
HALF, TWO = terms.num(Fraction(1, 2)), terms.num(2)
X = Term("point", (), ("x", "R^d"))
ROW, J = (Term("point", (), (name, "d")) for name in "ij")


def matrix(name: str) -> Term:
    return Term("matrix", (), name)


def entry(of: Term, *at: Term) -> Term:
    return Term("entry", (of, *at))


def context(*declared: Declaration) -> Context:
    laws = [
        Law("q", (("x", "R^d"),), normal=("mu", "S")),
        Law("p", (("x", "R^d"),), normal=("", "")),
    ]
    plain = (D, SPACE, Matrix("mu", "d"), Matrix("A", "d", "d"), Matrix("B", "d", "d"))
    return Context.of([*plain, *laws, *declared])


def over(body: Term, *points: Term) -> Term:
    return terms.total(tuple(point.label for point in points), body)


SIZE = Term("size", (), "d")
S, MU, A, B = map(matrix, ("S", "mu", "A", "B"))
VARIANCE = entry(S, J, J)
SHARE = terms.div(Term("trace", (S,)), SIZE)
KL = Term("kl", tuple(Term("value", (X,), (law, ("x",), ())) for law in "qp"), (("x", "R^d"),))


def divergence(logarithm: Term) -> Term:
    square = terms.power(entry(MU, J), TWO)
    return terms.mul(
        HALF, over(terms.add(VARIANCE, square, terms.neg(terms.ONE), terms.neg(logarithm)), J)
    )


PROVED: tuple[tuple[Matrix, Term, Term], ...] = (
    (DIAGONAL, KL, divergence(terms.log(VARIANCE))),
    (ISOTROPIC, KL, divergence(terms.log(SHARE))),
    (DIAGONAL, Term("det", (S,)), terms.exp(over(terms.log(VARIANCE), J))),
    (ISOTROPIC, Term("det", (S,)), terms.power(SHARE, SIZE)),
    (DIAGONAL, entry(Term("inverse", (S,)), J, J), terms.div(terms.ONE, VARIANCE)),
    (DIAGONAL, entry(S, ROW, J), entry(S, J, ROW)),
    (ISOTROPIC, terms.mul(S, Term("inverse", (S,))), Term("identity", (), "d")),
    (ISOTROPIC, S, terms.mul(SHARE, Term("identity", (), "d"))),
    (ISOTROPIC, terms.mul(A, S), terms.mul(S, A)),
    (
        FULL,
        Term("trace", (terms.mul(A, B),)),
        over(terms.mul(entry(A, ROW, J), entry(B, J, ROW)), ROW, J),
    ),
    (FULL, entry(terms.mul(A, MU), ROW), over(terms.mul(entry(A, ROW, J), entry(MU, J)), J)),
    (FULL, entry(Term("transpose", (A,)), ROW, J), entry(A, J, ROW)),
    (FULL, entry(S, ROW, J), entry(S, J, ROW)),
)
# The same with the form dropped or weakened, and statements that hold for no form.
REFUTED: tuple[tuple[Matrix, Term, Term], ...] = (
    *((FULL, lhs, rhs) for form, lhs, rhs in PROVED if form == DIAGONAL and rhs.head != "entry"),
    *(
        (DIAGONAL, lhs, rhs)
        for form, lhs, rhs in PROVED
        if form == ISOTROPIC and rhs.head != "identity"
    ),
    (DIAGONAL, KL, divergence(terms.mul(HALF, terms.log(VARIANCE)))),
    (DIAGONAL, terms.mul(A, S), terms.mul(S, A)),
    (
        FULL,
        Term("trace", (terms.mul(A, B),)),
        over(terms.mul(entry(A, ROW, J), entry(B, ROW, J)), ROW, J),
    ),
    (FULL, entry(A, ROW, J), entry(A, J, ROW)),
)


@pytest.mark.parametrize(("form", "lhs", "rhs"), PROVED)
def test_entries_and_diagonals_are_proved(form: Matrix, lhs: Term, rhs: Term) -> None:
    claim = Claim(context(form), lhs, "=", rhs)
    proof = prove(claim)
    assert proof is not None
    check(claim, proof.certificate)


@pytest.mark.parametrize(("form", "lhs", "rhs"), REFUTED)
def test_without_the_form_nothing_is_proved(form: Matrix, lhs: Term, rhs: Term) -> None:
    claim = Claim(context(form), lhs, "=", rhs)
    assert prove(claim) is None
    assert survey(claim).violation is not None


@pytest.mark.parametrize(
    "wrong",
    [
        entry(MU, ROW, J),
        entry(A, ROW),
        entry(A, ROW, Term("point", (), ("k", "e"))),
        entry(MU, X),
        Term("entry", (A, ROW, J), Fraction(1)),
        Term("entry", (A,)),
        entry(A, ROW, MU),
        entry(terms.ONE, ROW),
    ],
)
def test_entries_at_other_indices_are_refused(wrong: Term) -> None:
    with pytest.raises(KernelError):
        check(Claim(context(FULL, Sort("e", "e")), wrong, "=", wrong), {"kind": "normal_form"})


@pytest.mark.parametrize(
    "matrix",
    [
        Matrix("S", "d", "d", form="diagonal"),
        Matrix("S", "d", "d", symmetric=True, invertible=True, form="isotropic"),
        Matrix("S", "d", "d", positive_definite=True, form="diagonal"),
    ],
)
def test_a_form_is_one_of_symmetric_positive_definite_matrices(matrix: Matrix) -> None:
    with pytest.raises(KernelError):
        prove(Claim(context(matrix), S, "=", S))


def test_forms_and_entries_survive_json() -> None:
    found = context(DIAGONAL)
    assert Context.from_json(found.to_json()) == found
    assert from_json(to_json(VARIANCE)) == VARIANCE
