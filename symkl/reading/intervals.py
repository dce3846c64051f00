r"""Intervals: ``\lambda \in [0, 1]`` is ``0 \le \lambda \le 1``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from symkl.kernel.terms import ONE, ZERO
from symkl.language.statements import Statement
from symkl.reading import names
from symkl.reading.arguments import arguments
from symkl.reading.chain import Chain, Link, Side
from symkl.reading.layout import Node, plain, span_of

OPEN = {"()": "<", "[]": "<="}
WEIGHT = " is a weight"


def bounded(chain: Chain) -> Chain:
    """The chain with its interval as two bounds; other chains as they are."""
    if len(chain.links) != 1 or chain.links[0].relation != "in":
        return chain
    single = names.single(chain.sides[0].row)
    interval = plain(chain.sides[1].row)
    if single is None or len(interval) != 1 or interval[0].kind != "fence":
        return chain
    fence = interval[0]
    parts = arguments(fence.parts[0])
    relation = OPEN.get(fence.text)
    if relation is None or fence.sub or fence.sup or [p.mark for p in parts] != ["", ","]:
        return chain
    ends = [Side(part.row, span_of(part.row, fence.span)) for part in parts]
    if not all(len(plain(end.row)) == 1 and plain(end.row)[0].kind == "number" for end in ends):
        return chain  # an end that is a name may be infinite, or a vector
    link = chain.links[0]
    node = Node("rel", relation, link.node.span)
    between = replace(link, relation=relation, node=node)
    return replace(chain, sides=(ends[0], chain.sides[0], ends[1]), links=_twice(between))


def _twice(link: Link) -> tuple[Link, Link]:
    return link, replace(link, remarks=())


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
