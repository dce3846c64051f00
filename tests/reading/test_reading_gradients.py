"""Gradients agree with quotients of differences, worked out exactly in rational models."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from symkl.kernel import terms as t
from symkl.kernel.context import Context, Matrix, Number, Sort
from symkl.kernel.terms import Term
from symkl.models.model import Model, Rows
from symkl.models.solved import exact
from symkl.reading.gradients import NoGradient, gradient

CONTEXT = Context.of(
    [
        Sort("k", "k"),
        Matrix("A", "k", "k"),
        Matrix("B", "k", "k", invertible=True),
        Matrix("x", "k"),
        Matrix("y", "k"),
        Number("s"),
    ]
)
A, B, x, y = (Term("matrix", (), name) for name in "ABxy")
s = Term("sym", (), "s")
TINY = Fraction(1, 10**30)
MODEL = Model(
    sizes={"k": 2},
    matrices={
        name: tuple(tuple(map(Fraction, row)) for row in rows)
        for name, rows in {
            "A": ((1, 3), (-2, 5)),
            "B": ((2, 1), (7, 4)),
            "x": ((3,), (-1,)),
            "y": ((2,), (5,)),
        }.items()
    },
    numbers={"s": Fraction(3, 2)},
)


def transposed(term: Term) -> Term:
    return Term("transpose", (term,))


def inverse(term: Term) -> Term:
    return Term("inverse", (term,))


def trace(term: Term) -> Term:
    return Term("trace", (term,))


FORM = t.mul(transposed(x), A, x)
BODIES = {
    "form": FORM,
    "form in the middle": t.mul(transposed(y), A, B, A, x),
    "square of a form": t.mul(FORM, s, FORM),
    "number times vector": t.mul(transposed(y), s, FORM, x),
    "trace": trace(t.mul(A, B, transposed(A), B)),
    "trace of a number times a matrix": trace(t.mul(s, FORM, A)),
    "trace of an inverse": trace(t.mul(inverse(B), A)),
    "inverse in a form": t.mul(transposed(x), inverse(B), y),
    "determinant": Term("det", (t.add(t.mul(A, B), Term("identity", (), "k")),)),
    "determinant of an inverse": Term("det", (inverse(B),)),
    "quotient": t.div(t.mul(transposed(x), y), FORM),
    "quotient of numbers": t.div(s, t.add(t.mul(s, s), t.ONE)),
    "outer product": trace(t.mul(x, transposed(y), t.neg(A), x, transposed(x))),
    "difference": t.mul(transposed(t.sub(y, t.mul(A, x))), t.sub(y, t.mul(A, x))),
}


def changed(model: Model, by: Term, row: int, column: int, step: Fraction) -> Model:
    if by.head == "sym":
        return replace(model, numbers={**model.numbers, by.label: model.numbers[by.label] + step})
    rows: Rows = tuple(
        tuple(e + step * ((i, j) == (row, column)) for j, e in enumerate(each))
        for i, each in enumerate(model.matrices[by.label])
    )
    return replace(model, matrices={**model.matrices, by.label: rows})


@pytest.mark.parametrize("by", [A, B, x, y, s], ids=lambda term: term.label)
@pytest.mark.parametrize("name", BODIES)
def test_gradients_are_limits_of_quotients(name: str, by: Term) -> None:
    body = BODIES[name]
    if all(part != by for part in body.walk()):
        with pytest.raises(NoGradient):
            gradient(CONTEXT, body, by, {})
        return
    found = exact(MODEL, gradient(CONTEXT, body, by, {}))
    for i, each in enumerate(found):
        for j, entry in enumerate(each):
            sides = [exact(changed(MODEL, by, i, j, step), body)[0][0] for step in (TINY, -TINY)]
            assert abs((sides[0] - sides[1]) / (2 * TINY) - entry) < Fraction(1, 10**20)
