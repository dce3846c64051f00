"""Divergences and entropies, from their textbook definitions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from symkl.kernel.context import Law
from symkl.kernel.terms import Term
from symkl.models.arithmetic import is_exact, is_zero
from symkl.models.model import Undefined, Unsupported
from symkl.models.tables import Index, projection

if TYPE_CHECKING:
    from symkl.models.evaluate import Evaluator

Names = tuple[str, ...]


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
    whole = evaluator.of.one
    if fixed and not set(fixed) <= set(law.given):
        whole = evaluator.tables.value(law, at)
        if is_zero(whole):
            raise Undefined("an entropy given an event of probability 0")

    def summand(joint: Any, below: Any) -> Any:
        return -(evaluator.of.divide(joint, whole) * _log_ratio(evaluator, joint, below))

    return _over(evaluator, law, at, (*targets, *givens), (conditions,), summand)


def _mutual_information(evaluator: Evaluator, term: Term) -> Any:
    """I(A; B | C) = sum p(a,b,c) log(p(a,b,c) p(c) / (p(a,c) p(b,c)))."""
    name, one, two, given = term.label
    law = evaluator.context.law(name)
    if law.given:
        raise Unsupported(f"a mutual information of {name}, which is a channel")

    def summand(joint: Any, below: Any, first: Any, second: Any) -> Any:
        return joint * _log_ratio(evaluator, joint * below, first * second)

    coords = tuple(dict.fromkeys((*one, *two, *given)))
    marginals = given, (*one, *given), (*two, *given)
    return _over(evaluator, law, {}, coords, marginals, summand)


def _over(
    evaluator: Evaluator,
    law: Law,
    at: Mapping[str, Any],
    coords: Names,
    marginals: Sequence[Names],
    summand: Callable[..., Any],
) -> Any:
    """The sum of a function of p(coords, at) and of these marginals, wherever p is not 0."""
    if evaluator.tables.is_real(law):
        return _over_points(evaluator, law, at, coords, marginals, summand)
    whole = tuple(c for c, _ in law.coords if c in at or c in coords)
    fixed = [(place, at[c]) for place, c in enumerate(whole) if c in at]
    below = [_below(evaluator, law, whole, names) for names in marginals]
    total: Any = evaluator.of.zero
    for cell, joint in evaluator.tables.marginal(law, whole).items():
        if is_zero(joint) or any(cell[place] != value for place, value in fixed):
            continue
        total = total + summand(joint, *[table[project(cell)] for table, project in below])
    return total


def _below(
    evaluator: Evaluator, law: Law, whole: Names, names: Names
) -> tuple[Mapping[Index, Any], Callable[[Index], Index]]:
    """The marginal of some of the coordinates, and what takes these out of a cell of all of them.

    Of no coordinates it is 1, and so it is of the conditions of a channel alone.
    """
    if set(names) <= set(law.given):
        return {(): evaluator.of.one}, projection([])
    kept = tuple(c for c in whole if c in names)
    return evaluator.tables.marginal(law, kept), projection([whole.index(c) for c in kept])


def _over_points(
    evaluator: Evaluator,
    law: Law,
    at: Mapping[str, Any],
    coords: Names,
    marginals: Sequence[Names],
    summand: Callable[..., Any],
) -> Any:
    """The same as an integral; the points are named so that no written point is meant."""
    binders = {c: (f"<{c}>", law.sort_of(c)) for c in coords}

    def probability(names: Names, here: Mapping[str, Any]) -> Any:
        if set(names) <= set(law.given):
            return evaluator.of.one
        return evaluator.tables.value(law, {c: here[c] for c in names})

    def body() -> Any:
        here = {**at, **{c: evaluator.at[b] for c, b in binders.items()}}
        joint = probability((*coords, *at), here)
        if is_zero(joint):
            return joint
        return summand(joint, *[probability(names, here) for names in marginals])

    return evaluator.over(tuple(binders.values()), body)


def _log_ratio(evaluator: Evaluator, top: Any, bottom: Any) -> Any:
    """log(top / bottom), one logarithm when that is exact; infinite at bottom = 0."""
    if is_zero(bottom) and evaluator.of.is_positive(top):
        return evaluator.of.infinity()
    if is_exact(top) and is_exact(bottom) and bottom != 0:
        return evaluator.log(evaluator.of.divide(top, bottom))
    return evaluator.log(top) - evaluator.log(bottom)


NOTIONS: dict[str, Callable[[Evaluator, Term], Any]] = {
    "kl": _kl,
    "cross_entropy": _cross_entropy,
    "entropy": _entropy,
    "mutual_information": _mutual_information,
}
