"""Facts about entropies of finite pmfs: informations and conditional entropies are nonnegative.

Yeung, A First Course in Information Theory, chapters 2 and 13.
"""

from __future__ import annotations

from collections.abc import Sequence

from symkl.kernel import terms
from symkl.kernel.definitions import law_value
from symkl.kernel.entropies import is_finite_pmf
from symkl.kernel.errors import Refused
from symkl.kernel.facts import Fact
from symkl.kernel.hypotheses import Hypothesis
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.terms import Binders, Term


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


INFORMATION: tuple[Fact, ...] = (
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
)
