"""Which matrices are symmetric positive definite or semidefinite, from how they are put together.

Definite are declared covariances, the identity, inverses of definite ones, sums of semidefinite
ones of which one is definite, positive multiples, and M^T S M for a definite S and an invertible M.
Semidefinite are, besides, M^T M and M^T S M for any M.  A claim rests on what is declared of the
matrices and on the signs of the numbers in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from symkl.kernel import terms
from symkl.kernel.errors import Refused
from symkl.kernel.hypotheses import Hypothesis
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.shapes import SCALAR, shape, square
from symkl.kernel.terms import Term

Rests = frozenset[Hypothesis]
Found = Rests | None
Known = Callable[[Normaliser, Term], Found]
NOTHING: Rests = frozenset()


def require_definite(normaliser: Normaliser, *matrices: Term) -> str:
    """The size of these symmetric positive definite matrices; raises Refused for any other."""
    return _required(normaliser, matrices, _definite, "definite")


def require_semidefinite(normaliser: Normaliser, *matrices: Term) -> str:
    """The size of these symmetric positive semidefinite matrices; raises Refused for any other."""
    return _required(normaliser, matrices, _semidefinite, "semidefinite")


def _required(normaliser: Normaliser, matrices: Sequence[Term], known: Known, word: str) -> str:
    rows, _ = square(normaliser.context, Term("add", tuple(matrices)))
    for matrix in matrices:
        rests = known(normaliser, matrix)
        if rests is None:
            raise Refused(f"a matrix is not known to be symmetric positive {word}")
        normaliser.hypotheses |= rests
    return rows


def _definite(normaliser: Normaliser, term: Term) -> Found:
    match term.head:
        case "identity":
            return NOTHING
        case "matrix":
            declared = normaliser.context.matrix(term.label)
            if not (declared.symmetric and declared.positive_definite):
                return _as_given(normaliser, term, _definite)
            return _rests(term.label, "symmetric", "definite")
        case "inverse" | "transpose":
            return _definite(normaliser, term.args[0])
        case "add":
            return _sum(normaliser, term.args)
        case "mul" | "div":
            return _product(normaliser, term, definite=True)
    return None


def _semidefinite(normaliser: Normaliser, term: Term) -> Found:
    found = _definite(normaliser, term)
    if found is not None:
        return found
    match term.head:
        case "matrix":
            return _as_given(normaliser, term, _semidefinite)
        case "transpose":
            return _semidefinite(normaliser, term.args[0])
        case "add":
            return _all(_semidefinite(normaliser, part) for part in term.args)
        case "mul" | "div":
            return _product(normaliser, term, definite=False)
    return None


def _as_given(normaliser: Normaliser, term: Term, known: Known) -> Found:
    """The same of the expression that a given equation says the matrix is, as in K = R^T R."""
    given = normaliser.unfolded(term)
    return None if given is term else known(normaliser, given)


def _sum(normaliser: Normaliser, parts: Sequence[Term]) -> Found:
    """A sum of semidefinite matrices, one of which is definite."""
    if all(_definite(normaliser, part) is None for part in parts):
        return None
    return _all(_semidefinite(normaliser, part) for part in parts)


def _all(found: Iterable[Found]) -> Found:
    every = NOTHING
    for rests in found:
        if rests is None:
            return None
        every |= rests
    return every


def _product(normaliser: Normaliser, term: Term, definite: bool) -> Found:
    """Numbers of a known sign times one matrix, or times M^T S M."""
    numbers, matrices = _factors(normaliser, term)
    if not all(_has_sign(normaliser, number, definite) for number in numbers):
        return None
    return _chain(normaliser, matrices, definite) if matrices else None


def _has_sign(normaliser: Normaliser, number: Term, positive: bool) -> bool:
    """Whether a number is known to be positive, or else to be no less than 0."""
    poly = normaliser.scalar(number)
    if positive:
        return normaliser.is_positive_poly(poly)
    return _is_square(number) or normaliser.is_nonnegative_poly(poly)


def _is_square(number: Term) -> bool:
    """An even power, or a quotient of such powers and nonnegative numbers."""
    if number.head == "div":
        return all(map(_is_square, number.args))
    if number.head == "num":
        return bool(number.label >= 0)
    even = number.head == "pow" and number.args[1].head == "num" and number.args[1].label % 2 == 0
    return bool(even)


def _chain(normaliser: Normaliser, matrices: Sequence[Term], definite: bool) -> Found:
    """One matrix, M^T M, or M^T S M where S is such a product again."""
    if len(matrices) == 1:
        return (_definite if definite else _semidefinite)(normaliser, matrices[0])
    first, *inside, last = matrices
    found = [_mirrored(normaliser, first, last)]
    if definite:
        found.append(_invertible(normaliser, last))
    if inside:
        found.append(_chain(normaliser, inside, definite))
    return _all(found)


def _mirrored(normaliser: Normaliser, one: Term, two: Term) -> Found:
    """What it rests on that one matrix is the transpose of the other."""
    if Term("transpose", (one,)) == two or one == Term("transpose", (two,)):
        return NOTHING
    inner = one.args[0] if one.head == "inverse" else one
    if one != two or inner.head != "matrix" or not normaliser.context.matrix(inner.label).symmetric:
        return None
    return _rests(inner.label, "symmetric")


def _invertible(normaliser: Normaliser, term: Term) -> Found:
    """What it rests on that a matrix is invertible."""
    if term.head in ("inverse", "transpose"):
        return _invertible(normaliser, term.args[0])
    if term.head == "matrix" and normaliser.context.matrix(term.label).invertible:
        return _rests(term.label, "invertible")
    return _definite(normaliser, term)


def _rests(name: str, *kinds: str) -> Rests:
    return frozenset(Hypothesis(kind, name) for kind in kinds)


def _factors(normaliser: Normaliser, term: Term) -> tuple[list[Term], list[Term]]:
    """The numbers and the matrices that a product or a quotient is made of."""
    if term.head == "div":
        numbers, matrices = _factors(normaliser, term.args[0])
        return [*numbers, terms.div(terms.ONE, term.args[1])], matrices
    if term.head != "mul":
        is_number = shape(normaliser.context, term) == SCALAR
        return ([term], []) if is_number else ([], [term])
    each = [_factors(normaliser, factor) for factor in term.args]
    return [n for numbers, _ in each for n in numbers], [m for _, of in each for m in of]
