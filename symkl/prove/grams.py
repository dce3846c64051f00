"""Squares for matrices that are given as R^T R: their quadratic forms and traces."""

from __future__ import annotations

from collections.abc import Iterator

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.context import SCALAR_SORT, Context
from symkl.kernel.equations import equations
from symkl.kernel.shapes import shape
from symkl.kernel.terms import Term
from symkl.prove.candidate import Candidate


def of_grams(claim: Claim) -> Iterator[Candidate]:
    """(R v)_r^2 summed over r for every v^T A v, and R_rc^2 over r and c for the trace of A."""
    for matrix, term in equations(claim.context, claim.given).defined.items():
        if term.head != "mul" or len(term.args) != 2 or term.args[1].head != "matrix":
            continue
        root = term.args[1]
        if term.args[0] != Term("transpose", (root,)):
            continue
        rows, columns = shape(claim.context, root)
        row, column = (("r", rows), ("c", columns))
        for vector in _vectors(claim, matrix):
            image = Term("entry", (terms.mul(root, vector), _point(row)))
            yield Candidate("square", (image,), over=(row,))
        entry = Term("entry", (root, _point(row), _point(column)))
        yield Candidate("square", (entry,), over=(row, column))


def _point(binder: tuple[str, str]) -> Term:
    return Term("point", (), binder)


def _vectors(claim: Claim, matrix: Term) -> Iterator[Term]:
    """The vectors v of every v^T A v."""
    for side in (claim.lhs, claim.rhs):
        for product in (t for t in side.walk() if t.head == "mul"):
            for before, at, after in zip(
                product.args, product.args[1:], product.args[2:], strict=False
            ):
                around = at == matrix and before == Term("transpose", (after,))
                if around and _is_vector(claim.context, after):
                    yield after


def _is_vector(context: Context, term: Term) -> bool:
    return shape(context, term)[1] == SCALAR_SORT
