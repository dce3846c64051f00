"""What the built-in notions mean, as terms: KL divergence, cross-entropy, entropy, information.

Cover and Thomas, Elements of Information Theory, chapter 2; logarithms are natural (nats).
"""

from __future__ import annotations

from collections.abc import Callable

from symkl.kernel import terms
from symkl.kernel.context import Context, Law
from symkl.kernel.terms import Term


def law_value(
    name: str, targets: tuple[str, ...], givens: tuple[str, ...], points: dict[str, Term]
) -> Term:
    """The value p(targets | givens) at these points."""
    return Term("value", tuple(points[c] for c in (*targets, *givens)), (name, targets, givens))


def _kl(context: Context, term: Term) -> Term:
    """D(P||Q) = sum P log(P/Q)."""
    first, second = term.args
    return terms.total(term.label, terms.mul(first, terms.log(terms.div(first, second))))


def _cross_entropy(context: Context, term: Term) -> Term:
    """H(P,Q) = -sum P log Q."""
    first, second = term.args
    return terms.neg(terms.total(term.label, terms.mul(first, terms.log(second))))


def _entropy(context: Context, term: Term) -> Term:
    """H(T | G, F = f) = -sum over t, g of p(t, g | f) log p(t | g, f)."""
    name, targets, givens, fixed = term.label
    at = dict(zip(fixed, term.args, strict=True))
    coords = (*targets, *givens)
    binders = _binders(context.law(name), coords, at)
    points = {**at, **_points(coords, binders)}
    weight = law_value(name, coords, fixed, points)
    inner = law_value(name, targets, (*givens, *fixed), points)
    return terms.neg(terms.total(binders, terms.mul(weight, terms.log(inner))))


def _mutual_information(context: Context, term: Term) -> Term:
    """I(A;B|C) = sum p(a,b,c) log p(a,b|c) / (p(a|c) p(b|c))."""
    name, one, two, given = term.label
    coords = tuple(dict.fromkeys((*one, *two, *given)))
    binders = _binders(context.law(name), coords, {})
    points = _points(coords, binders)
    both = tuple(dict.fromkeys((*one, *two)))
    ratio = terms.div(
        law_value(name, both, given, points),
        terms.mul(law_value(name, one, given, points), law_value(name, two, given, points)),
    )
    return terms.total(binders, terms.mul(law_value(name, coords, (), points), terms.log(ratio)))


def _points(coords: tuple[str, ...], binders: terms.Binders) -> dict[str, Term]:
    return {c: Term("point", (), binder) for c, binder in zip(coords, binders, strict=True)}


def _binders(law: Law, coords: tuple[str, ...], fixed: dict[str, Term]) -> terms.Binders:
    """Names for bound points that no fixed point has."""
    taken = {point.label[0] for point in fixed.values()}
    names = []
    for coord in coords:
        name = f"{coord}'"
        while name in taken:
            name += "'"
        taken.add(name)
        names.append(name)
    return tuple((name, law.sort_of(c)) for name, c in zip(names, coords, strict=True))


DEFINITIONS: dict[str, Callable[[Context, Term], Term]] = {
    "kl": _kl,
    "cross_entropy": _cross_entropy,
    "entropy": _entropy,
    "mutual_information": _mutual_information,
}
