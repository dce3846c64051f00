"""Nonnegative facts: schemas whose instances are >= 0 under side conditions checked here.

A fact takes terms and returns the nonnegative term; its side conditions are decided by the normal
form.  The proofs are textbook ones: every entry rests on ``log t <= t - 1``, on 0 < p <= 1, or on a
square being nonnegative.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT
from symkl.kernel.definite import require_definite
from symkl.kernel.errors import Refused
from symkl.kernel.hypotheses import Hypothesis
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.polynomial import ONE
from symkl.kernel.terms import Binders, Term


@dataclass(frozen=True, slots=True)
class Fact:
    """A schema: ``statement`` for people, ``instance`` checks side conditions and builds a term.

    ``equality`` builds a term that is 0 at every point when the instance is 0; ``strict`` says that
    the instance is never 0.
    """

    name: str
    arity: int
    statement: str
    instance: Callable[[Normaliser, Binders, Sequence[Term]], Term]
    equality: Callable[[Normaliser, Binders, Sequence[Term]], Term] | None = None
    strict: bool = False


def require_positive(normaliser: Normaliser, term: Term) -> None:
    """Raise Refused unless the term is a sum of positive products under the hypotheses."""
    if not normaliser.is_positive_poly(normaliser.scalar(term)):
        raise Refused("a factor is not known to be positive")


def require_nonnegative(normaliser: Normaliser, term: Term) -> None:
    """Raise Refused unless every part of the term is a product of nonnegative factors."""
    if not normaliser.is_nonnegative_poly(normaliser.scalar(term)):
        raise Refused("a factor is not known to be nonnegative")


def require_normalised(normaliser: Normaliser, binders: Binders, weight: Term) -> None:
    """Raise Refused unless the weight sums to 1 over the binders."""
    if not binders:
        raise Refused("weights need a point to be summed over")
    if normaliser.scalar(terms.total(binders, weight)) != ONE:
        raise Refused("the weights do not sum to 1")


def _gibbs(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    first, second = args
    require_nonnegative(normaliser, first)
    with normaliser.guarded_by(first):
        require_positive(normaliser, second)
    for weight in (first, second):
        require_normalised(normaliser, binders, weight)
    return terms.total(binders, terms.mul(first, terms.log(terms.div(first, second))))


def _gibbs_equality(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """Strict convexity of t log t: equality only for equal pmfs (on finite spaces: everywhere)."""
    if any(normaliser.context.sort(sort).kind != "finite" for _, sort in binders):
        raise Refused("densities are equal almost everywhere only")
    return terms.sub(args[0], args[1])


def _log_bound(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    (t,) = args
    require_positive(normaliser, t)
    return terms.add(t, terms.num(-1), terms.neg(terms.log(t)))


def _log_bound_equality(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    return terms.sub(args[0], terms.ONE)


def _probability_at_most_one(
    normaliser: Normaliser, binders: Binders, args: Sequence[Term]
) -> Term:
    (value,) = args
    _require_probability(normaliser, value)
    return terms.sub(terms.ONE, value)


def _minus_log_probability(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    (value,) = args
    _require_probability(normaliser, value)
    require_positive(normaliser, value)
    return terms.neg(terms.log(value))


def _complement_log(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """The product of 1 - p >= 0 and -log q >= 0."""
    outer, inner = args
    for value in args:
        _require_probability(normaliser, value)
    require_positive(normaliser, inner)
    return terms.mul(terms.sub(terms.ONE, outer), terms.neg(terms.log(inner)))


def _require_probability(normaliser: Normaliser, value: Term) -> None:
    """Raise Refused unless the term is the value of a pmf on finite spaces: at most 1."""
    if value.head != "value":
        raise Refused("expected the value of a pmf")
    law = normaliser.context.law(value.label[0])
    sorts = [normaliser.context.sort(sort) for _, sort in law.coords]
    if not law.normalised or law.sign == "real" or any(s.kind != "finite" for s in sorts):
        raise Refused(f"{law.name} is not a pmf on a finite space")
    normaliser.scalar(value)
    normaliser.hypotheses |= {Hypothesis("sums", law.name), Hypothesis(law.sign, law.name)}


def _square(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    (t,) = args
    return terms.power(t, terms.num(2))


def _itself(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    return args[0]


def _positive(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    (t,) = args
    require_positive(normaliser, t)
    return t


def _nonnegative(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    (t,) = args
    require_nonnegative(normaliser, t)
    return t


def _size_at_least_one(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    (size,) = args
    if size.head != "size":
        raise Refused("expected the size of a space")
    return terms.sub(size, terms.ONE)


def _quadratic_form(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    vector, matrix = args
    inner = matrix.args[0] if matrix.head == "inverse" else matrix
    if inner.head != "matrix" or not normaliser.context.matrix(inner.label).positive_definite:
        raise Refused("expected a positive definite matrix, or its inverse")
    normaliser.hypotheses.add(Hypothesis("definite", inner.label))
    return terms.mul(Term("transpose", (vector,)), matrix, vector)


def _size_of(value: Term) -> Term:
    """|t| as the root of a square."""
    return terms.power(terms.power(value, terms.num(2)), terms.num(Fraction(1, 2)))


def _absolute(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    (t,) = args
    return terms.sub(_size_of(t), t)


def _triangle(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    first, second = args
    return terms.sub(
        terms.add(_size_of(first), _size_of(second)), _size_of(terms.add(first, second))
    )


def _pinsker(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """Gibbs' inequality, sharpened by half the square of the distance in L1 (in nats)."""
    divergence = _gibbs(normaliser, binders, args)
    distance = terms.total(binders, _size_of(terms.sub(*args)))
    square = terms.power(distance, terms.num(2))
    return terms.sub(divergence, terms.div(square, terms.num(2)))


def _pinsker_root(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """The roots of both sides of Pinsker's inequality, doubled: neither of them is negative."""
    divergence = _gibbs(normaliser, binders, args)
    distance = terms.total(binders, _size_of(terms.sub(*args)))
    root = terms.power(terms.mul(terms.num(2), divergence), terms.num(Fraction(1, 2)))
    return terms.sub(root, distance)


def _log_det(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """The sum of t - 1 - log t over the eigenvalues t of B^-1 A, which are positive."""
    first, second = args
    rows = require_definite(normaliser, first, second)
    trace = Term("trace", (terms.mul(Term("inverse", (second,)), first),))
    logs = [terms.log(Term("det", (matrix,))) for matrix in args]
    size = terms.ONE if rows == SCALAR_SORT else Term("size", (), rows)
    return terms.add(trace, terms.neg(logs[0]), logs[1], terms.neg(size))


def _trace_of_product(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """The trace of A^1/2 B A^1/2, which is positive definite."""
    require_definite(normaliser, *args)
    return Term("trace", (terms.mul(*args),))


BASIC: tuple[Fact, ...] = (
    Fact(
        "gibbs",
        2,
        "sum a log(a/b) >= 0 for a >= 0 and b that sum to 1, b > 0 where a > 0",
        _gibbs,
        _gibbs_equality,
    ),
    Fact("log_bound", 1, "t - 1 - log t >= 0 for t > 0", _log_bound, _log_bound_equality),
    Fact("probability_at_most_one", 1, "1 - p >= 0 for a pmf value p", _probability_at_most_one),
    Fact("minus_log_probability", 1, "-log p >= 0 for a pmf value p > 0", _minus_log_probability),
    Fact("complement_log", 2, "-(1 - p) log q >= 0 for pmf values p, q > 0", _complement_log),
    Fact("square", 1, "t^2 >= 0 for real t", _square, _itself),
    Fact("positive", 1, "t > 0 for a sum of positive products t", _positive, strict=True),
    Fact("nonnegative", 1, "t >= 0 for a sum of nonnegative products t", _nonnegative),
    Fact("size_at_least_one", 1, "n - 1 >= 0 for the size n of a space", _size_at_least_one),
    Fact("quadratic_form", 2, "v^T S v >= 0 for positive definite S", _quadratic_form),
    Fact("absolute", 1, "|t| - t >= 0 for real t", _absolute),
    Fact("triangle", 2, "|s| + |t| - |s + t| >= 0 for real s, t", _triangle),
    Fact(
        "pinsker",
        2,
        "sum a log(a/b) >= (sum |a - b|)^2 / 2 for a >= 0 and b that sum to 1, b > 0 where a > 0",
        _pinsker,
    ),
    Fact(
        "pinsker_root",
        2,
        "(2 sum a log(a/b))^(1/2) >= sum |a - b| for a >= 0 and b that sum to 1, b > 0 where a > 0",
        _pinsker_root,
    ),
    Fact(
        "log_det",
        2,
        "tr(B^-1 A) - log det(A) + log det(B) - k >= 0 for symmetric positive definite A, B",
        _log_det,
    ),
    Fact(
        "trace_of_product",
        2,
        "tr(A B) > 0 for symmetric positive definite A, B",
        _trace_of_product,
        strict=True,
    ),
)
