"""Nonnegative facts about the eigenvalues of B^-1 A, which are positive, and about a diagonal.

For symmetric positive definite A and B the product B^-1 A has the eigenvalues of
``B^-1/2 A B^-1/2``: positive numbers t, with the sum tr(B^-1 A) and the product det A / det B.
"""

from __future__ import annotations

from collections.abc import Sequence

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT
from symkl.kernel.definite import require_definite
from symkl.kernel.errors import Refused
from symkl.kernel.facts import Fact
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.terms import Binders, Term


def _pair(normaliser: Normaliser, args: Sequence[Term]) -> tuple[Term, Term, Term]:
    """tr(B^-1 A), tr(A^-1 B) and the number of rows, the side conditions checked."""
    first, second = args
    rows = require_definite(normaliser, first, second)
    there, back = (
        Term("trace", (terms.mul(Term("inverse", (below,)), above),))
        for below, above in ((second, first), (first, second))
    )
    return there, back, terms.ONE if rows == SCALAR_SORT else Term("size", (), rows)


def _ratio_of_determinants(args: Sequence[Term]) -> Term:
    return terms.div(*(Term("det", (matrix,)) for matrix in args))


def _two_traces(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """Cauchy and Schwarz for the roots of t and of 1/t."""
    there, back, size = _pair(normaliser, args)
    return terms.sub(terms.mul(there, back), terms.power(size, terms.num(2)))


def _mean_root(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """The arithmetic and the geometric mean of the numbers t."""
    there, _, size = _pair(normaliser, args)
    root = terms.power(_ratio_of_determinants(args), terms.div(terms.ONE, size))
    return terms.sub(terms.div(there, size), root)


def _mean_power(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """The same with both sides to the power of their number."""
    there, _, size = _pair(normaliser, args)
    return terms.sub(terms.power(terms.div(there, size), size), _ratio_of_determinants(args))


def _mean_log(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """The same for the logarithms of both sides."""
    there, _, size = _pair(normaliser, args)
    logs = [terms.log(Term("det", (matrix,))) for matrix in args]
    mean = terms.mul(size, terms.log(terms.div(there, size)))
    return terms.add(mean, terms.neg(logs[0]), logs[1])


def _logs_of_diagonal(normaliser: Normaliser, args: Sequence[Term]) -> Term:
    """The sum of the logarithms on the diagonal, the side conditions checked.

    With D that diagonal, the eigenvalues of D^-1 A sum to k: their product is 1 at most.
    """
    (matrix,) = args
    rows = require_definite(normaliser, matrix)
    if rows == SCALAR_SORT:
        raise Refused("expected a matrix with a diagonal")
    index = ("i", rows)
    point = Term("point", (), index)
    entry = Term("entry", (matrix, point, point))
    return terms.total((index,), terms.log(entry))


def _hadamard(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    logs = _logs_of_diagonal(normaliser, args)
    return terms.sub(logs, terms.log(Term("det", (args[0],))))


def _hadamard_product(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    return terms.sub(terms.exp(_logs_of_diagonal(normaliser, args)), Term("det", (args[0],)))


OF = "for symmetric positive definite A, B"
SPECTRA: tuple[Fact, ...] = (
    Fact("two_traces", 2, f"tr(B^-1 A) tr(A^-1 B) - k^2 >= 0 {OF}", _two_traces),
    Fact("mean_root", 2, f"tr(B^-1 A)/k - (det A / det B)^(1/k) >= 0 {OF}", _mean_root),
    Fact("mean_power", 2, f"(tr(B^-1 A)/k)^k - det A / det B >= 0 {OF}", _mean_power),
    Fact("mean_log", 2, f"k log(tr(B^-1 A)/k) - log det A + log det B >= 0 {OF}", _mean_log),
    Fact(
        "hadamard",
        1,
        "sum_i log A_ii - log det A >= 0 for symmetric positive definite A",
        _hadamard,
    ),
    Fact(
        "hadamard_product",
        1,
        "exp sum_i log A_ii - det A >= 0 for symmetric positive definite A",
        _hadamard_product,
    ),
)
