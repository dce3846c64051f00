"""Properties of matrices that are equations: orthogonal, idempotent, skew-symmetric, semidefinite.

A sentence that says one of them of named matrices gives that equation.  ``A`` is skew-symmetric
when it is ``R - R^T`` for some R, and positive semidefinite when it is ``R^T R`` for some R: so
they are given in this form, with R free.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from symkl.kernel import terms
from symkl.kernel.context import Declaration, Matrix, Sort
from symkl.kernel.terms import Term
from symkl.language.printing import latex_name
from symkl.language.statements import Statement
from symkl.language.written import Written
from symkl.reading import names
from symkl.reading.scope import Scope
from symkl.reading.words_of_matrices import TITLES


def given_of_properties(scope: Scope, about: set[str]) -> Iterator[Statement]:
    """The equations that the properties of the matrices in a chain stand for."""
    for name, said in scope.declared.said.items():
        if said.kind != "matrix" or names.printable(name) not in about:
            continue
        matrix = scope.matrix(name)
        for flag in sorted(said.flags & TITLES.keys() - {"symmetric"}):
            if matrix.rows == matrix.columns and matrix.form == "full":
                yield statement(flag, matrix, about)


def statement(flag: str, matrix: Matrix, about: Iterable[str]) -> Statement:
    """The equation of one property, said in words."""
    lhs, rhs, more = EQUATIONS[flag](matrix, _fresh(matrix, about))
    used: frozenset[Declaration] = frozenset({matrix, *more, Sort(matrix.rows, matrix.rows)})
    said = rf"{latex_name(matrix.name)} \text{{ {TITLES[flag]}}}", f"{matrix.name} {TITLES[flag]}"
    return Statement(Written(lhs, used), "=", Written(rhs, used), said)


def property_said(lhs: Term, rhs: Term) -> tuple[str, str]:
    """The property that an equation says, with the name of the matrix; ("", "") for others."""
    for one, two in ((lhs, rhs), (rhs, lhs)):
        if one.head != "transpose" or one.args[0].head != "matrix":
            continue
        (matrix,) = one.args
        if two == terms.neg(matrix):
            return "skew", str(matrix.label)
        if two == Term("inverse", (matrix,)):
            return "orthogonal", str(matrix.label)
        if two == matrix:
            return "symmetric", str(matrix.label)
    for one, two in ((lhs, rhs), (rhs, lhs)):
        if one.head == "matrix" and two == Term("inverse", (one,)):
            return "involution", str(one.label)
    return "", ""


Equation = tuple[Term, Term, tuple[Matrix, ...]]


def _fresh(matrix: Matrix, about: Iterable[str]) -> Matrix:
    """A matrix without properties, of a name that nothing else has."""
    taken, letter = set(about), "R"
    name = f"{letter}_{re.sub(r'[^A-Za-z0-9]', '', matrix.name)}"
    while name in taken:
        name += "'"
    return Matrix(name, matrix.rows, matrix.columns)


def _orthogonal(matrix: Matrix, free: Matrix) -> Equation:
    q = Term("matrix", (), matrix.name)
    return terms.mul(Term("transpose", (q,)), q), Term("identity", (), matrix.rows), ()


def _idempotent(matrix: Matrix, free: Matrix) -> Equation:
    p = Term("matrix", (), matrix.name)
    return terms.mul(p, p), p, ()


def _involution(matrix: Matrix, free: Matrix) -> Equation:
    a = Term("matrix", (), matrix.name)
    return terms.mul(a, a), Term("identity", (), matrix.rows), ()


def _skew(matrix: Matrix, free: Matrix) -> Equation:
    r = Term("matrix", (), free.name)
    return Term("matrix", (), matrix.name), terms.sub(r, Term("transpose", (r,))), (free,)


def _symmetric(matrix: Matrix, free: Matrix) -> Equation:
    r = Term("matrix", (), free.name)
    return Term("matrix", (), matrix.name), terms.add(r, Term("transpose", (r,))), (free,)


def _semidefinite(matrix: Matrix, free: Matrix) -> Equation:
    r = Term("matrix", (), free.name)
    return Term("matrix", (), matrix.name), terms.mul(Term("transpose", (r,)), r), (free,)


EQUATIONS: dict[str, Callable[[Matrix, Matrix], Equation]] = {
    "orthogonal": _orthogonal,
    "idempotent": _idempotent,
    "involution": _involution,
    "skew": _skew,
    "symmetric": _symmetric,
    "semidefinite": _semidefinite,
}
