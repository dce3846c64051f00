r"""Words that name a part of the display before: "call the first term ``Q(\theta \mid \phi)``".

The lone formula becomes a chain in which the part stands before its name, as at a brace.
"""

from __future__ import annotations

import re
from dataclasses import replace

from symkl.reading.chain import Chain, Link, Side
from symkl.reading.diagnostics import Span
from symkl.reading.layout import Node, Row, plain
from symkl.reading.pieces import Piece, Regions

SAID = "said"  # the label of a link that words stand for
CALLED = "called"  # the relation of what is named, in words or at a brace, to its name
_PART = (
    r"(?:the\s+)?(?:(?P<place>first|second|third|last)\s+(?:term|summand)|"
    r"(?P<side>(?:right|left)(?:-|\s+)?(?:hand(?:-|\s+))?side|rhs|lhs))"
    r"(?:\s+(?:above|here|on the right))?"
)
CALLING = re.compile(
    rf"\b(?:call|calling|denote|denoting|abbreviate|name)\s+{_PART}\s*(?:by|as|,)?\s*$", re.I
)
PLACES = {"first": 0, "second": 1, "third": 2, "last": -1}
SIGNS = ("+", "-")


def with_called(regions: Regions, chains: tuple[Chain, ...]) -> tuple[Chain, ...]:
    """The chains, with each part of a display that words name joined to its name."""
    behind = {piece.span[0]: place for place, piece in enumerate(regions.pieces)}
    found: list[Chain] = []
    last: Chain | None = None  # the last one in a display
    for chain in chains:
        if chain.is_display and not chain.is_inner:
            last = chain
        place = behind[chain.pieces[0].span[0]]
        before = regions.pieces[place - 1] if place else None
        found.append(_called(regions, chain, before, last))
    return tuple(found)


def _called(regions: Regions, chain: Chain, before: Piece | None, last: Chain | None) -> Chain:
    if chain.links or chain.is_display or before is None or last is None or before.kind != "prose":
        return chain
    words = CALLING.search(regions.content(before))
    if words is None or not last.links:
        return chain
    left = (words.group("side") or "").lower().startswith(("left", "lhs"))
    side = last.sides[0 if left else -1]
    row = side.row if words.group("side") else _summand(side.row, words.group("place").lower())
    if side.problem is not None or not row:
        return chain
    span = chain.sides[0].span
    at = span[0], span[0]
    body = Side(_copied(row, at), at)
    link = Link(CALLED, at, Node("rel", CALLED, at), label=SAID)
    return replace(chain, sides=(body, *chain.sides), links=(link,))


def _summand(row: Row, place: str) -> Row:
    """The first of some summands, or another with a plus before it; () where there is none."""
    signs = [at for at, n in enumerate(plain(row)) if n.kind == "op" and n.text in SIGNS]
    nodes, starts = plain(row), [0, *(at for at in signs if at)]
    ends = [*starts[1:], len(nodes)]
    wanted = PLACES[place]
    if len(starts) < 2 or not -1 <= wanted < len(starts):
        return ()
    found = nodes[starts[wanted] : ends[wanted]]
    negative = found[0].kind == "op" and found[0].text == "-"
    if negative and wanted:
        return ()  # the term, or what is subtracted
    return found[1:] if found[0].kind == "op" and wanted else found


def _copied(row: Row, at: Span) -> Row:
    """New nodes that stand where the name does."""
    return tuple(_copy(node, at) for node in row)


def _copy(node: Node, at: Span) -> Node:
    def within(row: Row | None) -> Row | None:
        return None if row is None else _copied(row, at)

    parts = tuple(_copied(part, at) for part in node.parts)
    return replace(node, span=at, parts=parts, sub=within(node.sub), sup=within(node.sup))
