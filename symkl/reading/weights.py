"""Numbers that mix laws: whether they are given to be between 0 and 1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from symkl.kernel.terms import ONE, ZERO
from symkl.language.statements import Statement
from symkl.reading.mixtures import WEIGHT


def unit_numbers(given: Iterable[Statement]) -> set[str]:
    """The numbers that are given to be between 0 and 1."""
    bounds = set(_bounds(given))
    named = {name for name, _ in bounds}
    return {name for name in named if {(name, "above 0"), (name, "below 1")} <= bounds}


def _bounds(given: Iterable[Statement]) -> Iterator[tuple[str, str]]:
    for statement in given:
        one, two = statement.lhs.term, statement.rhs.term
        if statement.relation not in ("<=", "<", ">=", ">"):
            continue
        small, large = (two, one) if statement.relation in (">=", ">") else (one, two)
        if small == ZERO and large.head == "sym":
            yield str(large.label), "above 0"
        if large == ONE and small.head == "sym":
            yield str(small.label), "below 1"


def is_settled(doubt: str, known: set[str]) -> bool:
    """Whether a doubt is about weights alone, all of which are known to be between 0 and 1.

    Examples:
        >>> is_settled("lambda is a weight", {"lambda"}), is_settled("t is a weight", set())
        (True, False)
    """
    return doubt.endswith(WEIGHT) and set(doubt.removesuffix(WEIGHT).split(", ")) <= known
