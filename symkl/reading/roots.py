r"""Square roots of covariances: ``\Sigma^{1/2}``, ``\Sigma^{-1/2}`` and ``\sqrt{\Sigma}``.

A symmetric positive definite matrix has one root R that is so as well.  R is a matrix of its own,
and that the matrix is R R is given wherever the matrix occurs.
"""

from __future__ import annotations

from fractions import Fraction

from symkl.kernel import terms
from symkl.kernel.context import Declaration, Matrix, Sort
from symkl.kernel.terms import Term
from symkl.language.written import Written
from symkl.reading.scope import Scope

HALF = Fraction(1, 2)


def root(scope: Scope, used: set[Declaration], term: Term, exponent: Term) -> Term | None:
    """The root of a positive definite matrix with a name, or its inverse; None for others."""
    power = _number(exponent)
    if term.head != "matrix" or power not in (HALF, -HALF):
        return None
    whole = next(d for d in used if isinstance(d, Matrix) and d.name == term.label)
    if not (whole.symmetric and whole.positive_definite and whole.form == "full"):
        return None
    half = Matrix(f"{whole.name}^(1/2)", whole.rows, whole.rows, True, True, True)
    named = Term("matrix", (), half.name)
    used.add(half)
    declared: frozenset[Declaration] = frozenset({half, whole, Sort(whole.rows, whole.rows)})
    scope.roots[whole.name] = Written(terms.mul(named, named), declared)
    return named if power == HALF else Term("inverse", (named,))


def rooted(scope: Scope, term: Term) -> str:
    """A matrix whose root stands in the term; "" when there is none."""
    used = {t.label for t in term.walk() if t.head == "matrix"}
    return next((name for name in sorted(scope.roots) if f"{name}^(1/2)" in used), "")


def _number(exponent: Term) -> Fraction | None:
    """The value of a literal exponent: 1/2, -1/2, also as fractions."""
    if exponent.head == "num":
        return Fraction(exponent.label)
    values = [_number(child) for child in exponent.args]
    if exponent.head == "neg" and values[0] is not None:
        return -values[0]
    if exponent.head == "div" and values[0] is not None and values[1]:
        return values[0] / values[1]
    return None
