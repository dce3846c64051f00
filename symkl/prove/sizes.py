"""Proposals for claims with numbers of elements, or dimensions, as factors: each is 1 or more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.terms import Term
from symkl.prove.candidate import Candidate

MOST_SIZES = 2
MOST_FACTS = 60  # that are multiplied with each


def of_factors(claim: Claim, known: Iterable[Candidate]) -> Iterator[Candidate]:
    """``log n >= 0`` and ``(n - 1) F``, ``(1 - 1/n) F``, ``F / n >= 0`` for sizes n and facts F."""
    facts = sorted(known, key=lambda fact: FIRST.get(fact.fact, len(FIRST)))
    facts = [fact for fact in facts if fact.fact not in USELESS][:MOST_FACTS]
    for size in islice(_sizes(claim), MOST_SIZES):
        yield Candidate("log_monotone", (size, terms.ONE))
        for factor in _factors(size):
            for fact in facts:
                whole = factor if fact.factor is None else terms.mul(factor, fact.factor)
                yield replace(fact, factor=whole)


FIRST = {"information": 0, "conditional_entropy": 0, "gibbs": 1}
# Their products are of their own kind, or follow from the others.
USELESS = frozenset({"size_at_least_one", "positive", "nonnegative", "square"})


def _sizes(claim: Claim) -> Iterator[Term]:
    """The sizes that the claim writes, by number or as a declared name."""
    parts = (part for side in (claim.lhs, claim.rhs) for part in side.walk())
    yield from dict.fromkeys(part for part in parts if part.head == "size")


def _factors(size: Term) -> tuple[Term, ...]:
    below = terms.div(terms.ONE, size)
    return terms.sub(size, terms.ONE), terms.sub(terms.ONE, below), below
