"""Nonnegative facts about sums of positive definite matrices, and inner products in them.

The proofs are textbook ones.  With M = B^-1/2 A B^-1/2 and its eigenvalues t > 0, the determinant
of s A + (1 - s) B is det B times the product of s t + (1 - s), whose logarithm is concave in s;
det(A + B) is det B times the product of t + 1, which is 1 plus the product of t and more.  Where
A <= B in the order of Loewner, B^-1 <= A^-1.  The rest is the inequality of Cauchy and Schwarz for
the inner product tr(X^T S Y).
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT
from symkl.kernel.definite import require_definite, require_semidefinite
from symkl.kernel.errors import Refused
from symkl.kernel.facts import Fact, require_nonnegative
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.shapes import shape
from symkl.kernel.terms import Binders, Term

HALF, TWO = terms.num(Fraction(1, 2)), terms.num(2)


def _det(matrix: Term) -> Term:
    return Term("det", (matrix,))


def _trace(*factors: Term) -> Term:
    return Term("trace", (terms.mul(*factors),))


def _size(value: Term) -> Term:
    return terms.power(terms.power(value, TWO), HALF)


def _concave_log_det(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    weight, first, second = args
    rest = terms.sub(terms.ONE, weight)
    for share in (weight, rest):
        require_nonnegative(normaliser, share)
    require_definite(normaliser, first, second)
    mixture = terms.add(terms.mul(weight, first), terms.mul(rest, second))
    mean = terms.add(
        terms.mul(weight, terms.log(_det(first))), terms.mul(rest, terms.log(_det(second)))
    )
    return terms.sub(terms.log(_det(mixture)), mean)


def _log_det_of_sum(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    first, second = args
    require_definite(normaliser, first)
    require_semidefinite(normaliser, first, second)
    return terms.sub(terms.log(_det(terms.add(first, second))), terms.log(_det(first)))


def _det_of_sum(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    require_semidefinite(normaliser, *args)
    return terms.add(_det(terms.add(*args)), *(terms.neg(_det(matrix)) for matrix in args))


def _semidefinite_det(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    require_semidefinite(normaliser, *args)
    return _det(args[0])


def _minkowski(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    rows = require_definite(normaliser, *args)
    exponent = terms.div(terms.ONE, Term("size", (), rows))
    roots = (terms.power(_det(matrix), exponent) for matrix in args)
    whole = terms.power(_det(terms.add(*args)), exponent)
    return terms.add(whole, *(terms.neg(root) for root in roots))


def _trace_of_semidefinite(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """The trace of A^1/2 B A^1/2, which is semidefinite."""
    require_semidefinite(normaliser, *args)
    return _trace(*args)


def _product_of_traces(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """B is at most tr(B) I."""
    require_semidefinite(normaliser, *args)
    return terms.sub(terms.mul(*(_trace(matrix) for matrix in args)), _trace(*args))


def _inverse_of_sum(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """A^-1 - (A + B)^-1 is semidefinite, and so the trace of its product with C."""
    against, first, second = args
    require_definite(normaliser, first)
    require_semidefinite(normaliser, against, first, second)
    inverses = (Term("inverse", (matrix,)) for matrix in (first, terms.add(first, second)))
    return terms.sub(*(_trace(against, inverse) for inverse in inverses))


def _inner(one: Term, matrix: Term, two: Term) -> Term:
    """The trace of X^T S Y."""
    return _trace(Term("transpose", (one,)), matrix, two)


def _of_one_shape(normaliser: Normaliser, one: Term, two: Term) -> Term:
    """The identity between the two, which must have the same shape, and are no numbers."""
    form = shape(normaliser.context, terms.add(one, two))
    if form[0] == SCALAR_SORT:
        raise Refused("expected two vectors or matrices")
    return Term("identity", (), form[0])


def _cauchy_schwarz(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    one, two, matrix = args
    unit = _of_one_shape(normaliser, one, two)
    require_semidefinite(normaliser, matrix, unit)
    squares = terms.mul(_inner(one, matrix, one), _inner(two, matrix, two))
    return terms.sub(squares, terms.power(_inner(one, matrix, two), TWO))


def _cauchy_schwarz_dual(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """That of S^1/2 X and S^-1/2 Y."""
    one, two, matrix = args
    unit = _of_one_shape(normaliser, one, two)
    require_definite(normaliser, matrix, unit)
    inverse = Term("inverse", (matrix,))
    squares = terms.mul(_inner(one, matrix, one), _inner(two, inverse, two))
    return terms.sub(squares, terms.power(_inner(one, unit, two), TWO))


def _norm(of: Term, unit: Term) -> Term:
    return terms.power(_inner(of, unit, of), HALF)


def _inner_product(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    one, two = args
    unit = _of_one_shape(normaliser, one, two)
    product = terms.mul(*(_norm(of, unit) for of in args))
    return terms.sub(product, _inner(one, unit, two))


def _norms(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    one, two = args
    unit = _of_one_shape(normaliser, one, two)
    product = terms.mul(*(_norm(of, unit) for of in args))
    return terms.sub(product, _size(_inner(one, unit, two)))


def _norm_of_sum(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    unit = _of_one_shape(normaliser, *args)
    return terms.sub(terms.add(*(_norm(of, unit) for of in args)), _norm(terms.add(*args), unit))


DEFINITE = "for symmetric positive definite A, B"
SEMIDEFINITE = "for symmetric positive semidefinite A, B"
SHAPE = "for X, Y of one shape"
LOEWNER: tuple[Fact, ...] = (
    Fact(
        "concave_log_det",
        3,
        f"log det(s A + (1 - s) B) - s log det A - (1 - s) log det B >= 0 {DEFINITE}, 0 <= s <= 1",
        _concave_log_det,
    ),
    Fact(
        "log_det_of_sum",
        2,
        "log det(A + B) - log det A >= 0 for symmetric positive definite A, semidefinite B",
        _log_det_of_sum,
    ),
    Fact("det_of_sum", 2, f"det(A + B) - det A - det B >= 0 {SEMIDEFINITE}", _det_of_sum),
    Fact("semidefinite_det", 1, "det A >= 0 for symmetric semidefinite A", _semidefinite_det),
    Fact(
        "minkowski",
        2,
        f"det(A + B)^(1/k) - det(A)^(1/k) - det(B)^(1/k) >= 0 {DEFINITE}",
        _minkowski,
    ),
    Fact("trace_of_semidefinite", 2, f"tr(A B) >= 0 {SEMIDEFINITE}", _trace_of_semidefinite),
    Fact("product_of_traces", 2, f"tr(A) tr(B) - tr(A B) >= 0 {SEMIDEFINITE}", _product_of_traces),
    Fact(
        "inverse_of_sum",
        3,
        "tr(C A^-1) - tr(C (A + B)^-1) >= 0 for symmetric positive definite A, semidefinite B, C",
        _inverse_of_sum,
    ),
    Fact(
        "cauchy_schwarz",
        3,
        f"tr(X^T S X) tr(Y^T S Y) - tr(X^T S Y)^2 >= 0 {SHAPE}, symmetric semidefinite S",
        _cauchy_schwarz,
    ),
    Fact(
        "cauchy_schwarz_dual",
        3,
        f"tr(X^T S X) tr(Y^T S^-1 Y) - tr(X^T Y)^2 >= 0 {SHAPE}, symmetric definite S",
        _cauchy_schwarz_dual,
    ),
    Fact(
        "inner_product",
        2,
        f"tr(X^T X)^(1/2) tr(Y^T Y)^(1/2) - tr(X^T Y) >= 0 {SHAPE}",
        _inner_product,
    ),
    Fact(
        "norms",
        2,
        f"tr(X^T X)^(1/2) tr(Y^T Y)^(1/2) - |tr(X^T Y)| >= 0 {SHAPE}",
        _norms,
    ),
    Fact(
        "norm_of_sum",
        2,
        f"the triangle inequality for the norm tr(X^T X)^(1/2) {SHAPE}",
        _norm_of_sum,
    ),
)
