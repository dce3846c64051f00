"""Rows of a matrix as vectors: data x_i."""

from __future__ import annotations

import pytest

from symkl.kernel import terms as t
from symkl.kernel.check import Claim, check
from symkl.kernel.context import Context, Matrix, Sort
from symkl.kernel.errors import IllFormed, KernelError
from symkl.kernel.terms import Term
from symkl.models.survey import survey
from symkl.recheck.expressions import Expressions

CONTEXT = Context.of(
    [
        Sort("n", "n"),
        Sort("k", "k"),
        Matrix("X", "n", "k"),
        Matrix("A", "k", "k"),
        Matrix("m", "k"),
    ]
)
X, A, m = (Term("matrix", (), name) for name in "XAm")
I = ("i", "n")  # noqa: E741
NORMAL_FORM = {"kind": "normal_form"}


def point(name: str, sort: str) -> Term:
    return Term("point", (), (name, sort))


def transposed(term: Term) -> Term:
    return Term("transpose", (term,))


ROW = Term("row", (X, point("i", "n")))
CASES = {
    "outer products": (
        t.total((I,), t.mul(ROW, transposed(ROW))),
        t.mul(transposed(X), X),
        t.mul(transposed(X), X, A),
    ),
    "forms": (
        t.total((I,), t.mul(transposed(ROW), A, ROW)),
        Term("trace", (t.mul(X, A, transposed(X)),)),
        Term("trace", (t.mul(X, transposed(X)),)),
    ),
    "entry": (
        Term("entry", (ROW, point("j", "k"))),
        Term("entry", (X, point("i", "n"), point("j", "k"))),
        Term("entry", (m, point("j", "k"))),
    ),
    "image": (t.mul(A, ROW), Term("row", (t.mul(X, transposed(A)), point("i", "n"))), ROW),
}


@pytest.mark.parametrize("name", CASES)
def test_rows(name: str) -> None:
    lhs, equal, different = CASES[name]
    assert check(Claim(CONTEXT, lhs, "=", equal), NORMAL_FORM)
    assert survey(Claim(CONTEXT, lhs, "=", equal)).violation is None
    false = Claim(CONTEXT, lhs, "=", different)
    with pytest.raises(KernelError):
        check(false, NORMAL_FORM)
    assert survey(false).violation is not None


REFUSED = {
    "an index of the columns": Term("row", (X, point("j", "k"))),
    "a vector": Term("row", (m, point("j", "k"))),
    "no point": Term("row", (X, m)),
    "two points": Term("row", (X, point("i", "n"), point("i", "n"))),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_row_is_refused(name: str) -> None:
    with pytest.raises(IllFormed):
        check(Claim(CONTEXT, REFUSED[name], "=", REFUSED[name]), NORMAL_FORM)


def test_rows_in_python() -> None:
    found = survey(Claim(CONTEXT, *_sides("forms"))).violation
    assert found is not None
    writer = Expressions(CONTEXT, found.model)
    assert ".T" in writer.text(CASES["forms"][0])


def _sides(name: str) -> tuple[Term, str, Term]:
    lhs, _, different = CASES[name]
    return lhs, "=", different
