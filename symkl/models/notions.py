"""Divergences and entropies, from their textbook definitions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from symkl.kernel.context import Law
from symkl.kernel.terms import Term
from symkl.models.arithmetic import is_exact, is_zero
from symkl.models.model import Undefined, Unsupported

if TYPE_CHECKING:
    from symkl.models.evaluate import Evaluator


def _kl(evaluator: Evaluator, term: Term) -> Any:
    """D(p || q) = sum p log(p / q); 0 where p = 0, infinite where only q = 0."""
    first, second = term.args

    def summand() -> Any:
        p = evaluator.value(first)
        return p if is_zero(p) else p * _log_ratio(evaluator, p, evaluator.value(second))

    return evaluator.over(term.label, summand)


def _cross_entropy(evaluator: Evaluator, term: Term) -> Any:
    """H(p, q) = -sum p log q, with 0 where p = 0."""
    first, second = term.args

    def summand() -> Any:
        p = evaluator.value(first)
        return p if is_zero(p) else -(p * evaluator.log(evaluator.value(second)))

    return evaluator.over(term.label, summand)


def _entropy(evaluator: Evaluator, term: Term) -> Any:
    """H(T | G, F = f) = -sum over t and g of p(t, g | f) log(p(t, g, f) / p(g, f))."""
    name, targets, givens, fixed = term.label
    law = evaluator.context.law(name)
    at = {c: evaluator.point(p.label) for c, p in zip(fixed, term.args, strict=True)}
    if not set(law.given) <= set(fixed) or set(targets) & {*givens, *fixed}:
        raise Unsupported(f"this entropy of {name} is outside what it is declared for")
    conditions = (*givens, *fixed)
    binders = _binders(law, (*targets, *givens))

    if fixed and is_zero(_probability(evaluator, law, at, fixed)):
        raise Undefined("an entropy given an event of probability 0")

    def summand() -> Any:
        here = at | {c: evaluator.at[b] for c, b in binders.items()}
        joint = _probability(evaluator, law, here, (*targets, *conditions))
        if is_zero(joint):
            return joint
        below = _probability(evaluator, law, here, conditions)
        weight = evaluator.of.divide(joint, _probability(evaluator, law, here, fixed))
        return -(weight * _log_ratio(evaluator, joint, below))

    return evaluator.over(tuple(binders.values()), summand)


def _mutual_information(evaluator: Evaluator, term: Term) -> Any:
    """I(A; B | C) = sum p(a,b,c) log(p(a,b,c) p(c) / (p(a,c) p(b,c)))."""
    name, one, two, given = term.label
    law = evaluator.context.law(name)
    if law.given:
        raise Unsupported(f"a mutual information of {name}, which is a channel")
    coords = tuple(dict.fromkeys((*one, *two, *given)))
    binders = _binders(law, coords)

    def summand() -> Any:
        here = {c: evaluator.at[b] for c, b in binders.items()}
        joint = _probability(evaluator, law, here, coords)
        if is_zero(joint):
            return joint
        top = joint * _probability(evaluator, law, here, given)
        bottom = _probability(evaluator, law, here, (*one, *given))
        bottom = bottom * _probability(evaluator, law, here, (*two, *given))
        return joint * _log_ratio(evaluator, top, bottom)

    return evaluator.over(tuple(binders.values()), summand)


def _log_ratio(evaluator: Evaluator, top: Any, bottom: Any) -> Any:
    """log(top / bottom), one logarithm when that is exact; infinite at bottom = 0."""
    if is_zero(bottom) and evaluator.of.is_positive(top):
        return evaluator.of.infinity()
    if is_exact(top) and is_exact(bottom) and bottom != 0:
        return evaluator.log(evaluator.of.divide(top, bottom))
    return evaluator.log(top) - evaluator.log(bottom)


def _probability(
    evaluator: Evaluator, law: Law, here: dict[str, Any], coords: tuple[str, ...]
) -> Any:
    """The marginal of these coordinates; of none of them 1, as it is of the conditions alone."""
    if set(coords) <= set(law.given):
        return evaluator.of.one
    return evaluator.tables.value(law, {c: here[c] for c in coords})


def _binders(law: Law, coords: tuple[str, ...]) -> dict[str, tuple[str, str]]:
    """A bound point for each coordinate, named so that no written point is meant."""
    return {c: (f"<{c}>", law.sort_of(c)) for c in coords}


NOTIONS: dict[str, Callable[[Evaluator, Term], Any]] = {
    "kl": _kl,
    "cross_entropy": _cross_entropy,
    "entropy": _entropy,
    "mutual_information": _mutual_information,
}
