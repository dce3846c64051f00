"""Convexity: the log-sum inequality for the parts of mixtures, and numbers between 0 and 1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from symkl.kernel import terms
from symkl.kernel.context import Context
from symkl.kernel.terms import Binders, Term
from symkl.prove.candidate import HALVES, Candidate

COUNTS = (2, 3)  # parts of a mixture
MOST_WEIGHTS, MOST_VALUES = 3, 6  # tried for convex combinations
WEIGHED = frozenset({"gibbs", "information", "conditional_entropy"})


def of_mixtures(t: Term, over: Binders, factor: Term | None = None) -> Iterator[Candidate]:
    """For the log of a mixture, or of a quotient with a mixture above, below or on both sides.

    The parts of two mixtures stand against each other: the KL divergence is convex in both of its
    arguments together.  Those of one stand against its weights times what is on the other side: it
    is convex in each argument, and H is concave.  A mixture alone, with a ``factor`` before its
    logarithm, has a logarithm of at least the mean of those of its parts.
    """
    top, bottom = t.args if t.head == "div" else (t, terms.ONE)
    above, below = _parts(top), _parts(bottom)
    if len(above) in COUNTS and len(below) == len(above):
        yield _log_sum(above, below, over)
    elif len(above) in COUNTS and len(below) == 1:
        yield _log_sum(above, _shares(above, bottom), over)
        if bottom == terms.ONE:
            yield replace(_log_sum(_shares(above, bottom), above, over), factor=factor)
    elif len(above) == 1 and len(below) in COUNTS:
        yield _log_sum(_shares(below, top), below, over)


def _log_sum(above: list[Term], below: list[Term], over: Binders) -> Candidate:
    args = tuple(term for pair in zip(above, below, strict=True) for term in pair)
    return Candidate(f"log_sum_of_{len(above)}", args, over=over)


def _shares(parts: list[Term], whole: Term) -> list[Term]:
    """What falls to each part of a mixture of something else, by their weights."""
    return [terms.mul(_weight(part), whole) for part in parts]


def _parts(term: Term) -> list[Term]:
    """The summands of a sum, with the factors that stand before it."""
    if term.head == "add":
        return [part for child in term.args for part in _parts(child)]
    if term.head == "mul" and (places := [p for p, c in enumerate(term.args) if c.head == "add"]):
        place = next((p for p in places if terms.free_points(term.args[p])), None)
        if place is not None:
            before, inner, behind = term.args[:place], term.args[place], term.args[place + 1 :]
            return [terms.mul(*before, part, *behind) for part in _parts(inner)]
    if term.head == "div" and not terms.free_points(term.args[1]):
        return [terms.div(part, term.args[1]) for part in _parts(term.args[0])]
    return [term]


def _weight(part: Term) -> Term:
    """The factors of a part that depend on no point."""
    if part.head == "div":
        return terms.div(_weight(part.args[0]), part.args[1])
    factors = part.args if part.head == "mul" else (part,)
    fixed = [factor for factor in factors if not terms.free_points(factor)]
    return terms.mul(*fixed) if fixed else terms.ONE


def of_combinations(
    context: Context, calls: Iterable[tuple[Term, Binders, Term | None]]
) -> Iterator[Candidate]:
    """For two values of a convex or concave function: each number as the weight, and one half."""
    numbers = [n for n in context.numbers.values() if n.sign == "unit"][:MOST_WEIGHTS]
    weights = [HALVES[0], *(Term("sym", (), number.name) for number in numbers)]
    for one, two in combinations(list(dict.fromkeys(calls))[:MOST_VALUES], 2):
        if one[1:] == two[1:] and one[0].label == two[0].label:
            over, factor = one[1:]
            for weight in weights:
                yield Candidate("convex_combination", (weight, one[0], two[0]), (), over, factor)
                if weight != HALVES[0]:
                    both = weight, two[0], one[0]
                    yield Candidate("convex_combination", both, (), over, factor)


def of_unit_numbers(context: Context, found: Sequence[Candidate]) -> Iterator[Candidate]:
    """For t between 0 and 1: what is nonnegative times t and 1 - t, and their logarithms."""
    for number in context.numbers.values():
        if number.sign != "unit":
            continue
        t = Term("sym", (), number.name)
        both = (t, terms.sub(terms.ONE, t))
        for factor in both:
            for candidate in found:
                if candidate.fact in WEIGHED and candidate.factor is None:
                    yield replace(candidate, factor=factor)
            yield Candidate("positive", (factor,))
            yield from (Candidate("log_monotone", (terms.ONE, s), factor=factor) for s in both)
            yield Candidate("log_monotone", (terms.ONE, factor))
        for candidate in found:
            if candidate.fact == "square" and candidate.factor is None:
                yield replace(candidate, factor=terms.mul(*both))
        yield Candidate("log_sum_of_2", (both[0], terms.ONE, both[1], terms.ONE))
