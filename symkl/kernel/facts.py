"""Nonnegative facts: schemas whose instances are >= 0 under side conditions checked here.

A fact takes terms and returns the nonnegative term; its side conditions are decided by the normal
form.  The proofs are textbook ones: every entry rests on ``log t <= t - 1``, on 0 < p <= 1, on
Jensen's inequality for the listed functions, or on a square being nonnegative.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from symkl.kernel import terms
from symkl.kernel.definitions import law_value
from symkl.kernel.entropies import is_finite_pmf
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


def _jensen_log(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    weight, t = args
    require_nonnegative(normaliser, weight)
    with normaliser.guarded_by(weight):
        require_positive(normaliser, t)
    require_normalised(normaliser, binders, weight)
    mean = terms.log(terms.total(binders, terms.mul(weight, t)))
    return terms.sub(mean, terms.total(binders, terms.mul(weight, terms.log(t))))


def _jensen_square(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    weight, t = args
    require_nonnegative(normaliser, weight)
    require_normalised(normaliser, binders, weight)
    square = terms.total(binders, terms.mul(weight, terms.power(t, terms.num(2))))
    return terms.sub(square, terms.power(terms.total(binders, terms.mul(weight, t)), terms.num(2)))


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


def _information(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """I(A;B|C) = D(p(a,b,c) || p(a,c) p(b|c)), a Gibbs inequality wherever p is positive."""
    return _of_finite_pmf(normaliser, args, "mutual_information")


def _information_equality(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """Strict convexity: p(a,b,c) p(c) = p(a,c) p(b,c); the binders name a, b, c in order."""
    name, one, two, given = args[0].label
    if set(one) & set(two):
        raise Refused("the groups of the information share a variable")
    both = _marginal(name, (*one, *two, *given), binders, (*one, *two, *given))
    first = _marginal(name, (*one, *given), binders, (*one, *two, *given))
    second = _marginal(name, (*two, *given), binders, (*one, *two, *given))
    if not given:
        return terms.sub(both, terms.mul(first, second))
    below = _marginal(name, given, binders, (*one, *two, *given))
    return terms.sub(terms.mul(both, below), terms.mul(first, second))


def _conditional_entropy(normaliser: Normaliser, binders: Binders, args: Sequence[Term]) -> Term:
    """H(A|B) is a mean of -log p(a|b), each of them nonnegative as p(a|b) <= 1."""
    return _of_finite_pmf(normaliser, args, "entropy")


def _conditional_entropy_equality(
    normaliser: Normaliser, binders: Binders, args: Sequence[Term]
) -> Term:
    """A is a function of B: p(a,b) is 0 or p(b); the binders name a, b in order."""
    name, targets, givens, _ = args[0].label
    both = _marginal(name, (*targets, *givens), binders, (*targets, *givens))
    below = _marginal(name, givens, binders, (*targets, *givens)) if givens else terms.ONE
    return terms.mul(both, terms.sub(below, both))


def _of_finite_pmf(normaliser: Normaliser, args: Sequence[Term], head: str) -> Term:
    """The term, when it is of this head, at no fixed point, and of a pmf on finite spaces."""
    (term,) = args
    if term.head != head or term.args:
        raise Refused(f"expected {head}, found {term.head}")
    law = normaliser.context.law(term.label[0])
    if not is_finite_pmf(normaliser.context, law):
        raise Refused(f"{law.name} is not a pmf on finite spaces")
    normaliser.hypotheses |= {Hypothesis("sums", law.name), Hypothesis("nonnegative", law.name)}
    return term


def _marginal(name: str, coords: tuple[str, ...], binders: Binders, order: tuple[str, ...]) -> Term:
    """p(coords) at the points that the binders name for the variables in this order."""
    if len(binders) != len(order):
        raise Refused("a point is needed for each variable")
    points = {c: Term("point", (), b) for c, b in zip(order, binders, strict=True)}
    return law_value(name, coords, (), points)


FACTS: dict[str, Fact] = {
    fact.name: fact
    for fact in (
        Fact(
            "gibbs",
            2,
            "sum a log(a/b) >= 0 for a >= 0 and b that sum to 1, b > 0 where a > 0",
            _gibbs,
            _gibbs_equality,
        ),
        Fact("log_bound", 1, "t - 1 - log t >= 0 for t > 0", _log_bound, _log_bound_equality),
        Fact(
            "jensen_log", 2, "log sum w t >= sum w log t for w >= 0, sum w = 1, t > 0", _jensen_log
        ),
        Fact("jensen_square", 2, "sum w t^2 >= (sum w t)^2 for w >= 0, sum w = 1", _jensen_square),
        Fact(
            "probability_at_most_one", 1, "1 - p >= 0 for a pmf value p", _probability_at_most_one
        ),
        Fact(
            "minus_log_probability", 1, "-log p >= 0 for a pmf value p > 0", _minus_log_probability
        ),
        Fact("complement_log", 2, "-(1 - p) log q >= 0 for pmf values p, q > 0", _complement_log),
        Fact(
            "information",
            1,
            "I(A;B|C) >= 0 for a pmf on finite spaces",
            _information,
            _information_equality,
        ),
        Fact(
            "conditional_entropy",
            1,
            "H(A|B) >= 0 for a pmf on finite spaces",
            _conditional_entropy,
            _conditional_entropy_equality,
        ),
        Fact("square", 1, "t^2 >= 0 for real t", _square, _itself),
        Fact("positive", 1, "t > 0 for a sum of positive products t", _positive, strict=True),
        Fact("nonnegative", 1, "t >= 0 for a sum of nonnegative products t", _nonnegative),
        Fact("size_at_least_one", 1, "n - 1 >= 0 for the size n of a space", _size_at_least_one),
        Fact("quadratic_form", 2, "v^T S v >= 0 for positive definite S", _quadratic_form),
    )
}
