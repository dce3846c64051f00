r"""Numbers in an interval: ``\lambda \in (0, 1)`` says ``0 < \lambda < 1``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symkl.reading import names
from symkl.reading.arguments import arguments
from symkl.reading.chain import Chain, Link, Side
from symkl.reading.diagnostics import Span
from symkl.reading.in_intervals import interval
from symkl.reading.layout import Node, Row, plain, span_of
from symkl.reading.pieces import Piece

UNBOUNDED = frozenset({"infty", "-infty", "+infty", "∞", "-∞", "+∞"})


def bounds(row: Row, piece: Piece) -> Iterator[Chain]:
    r"""The inequalities that ``a, b \in [0, 1]`` stands for; none where it is something else.

    Capitals are random variables, and are left alone.
    """
    found = interval(row)
    if found is None:
        return
    named, (lower, upper), (above, below) = found
    for node in named:
        chain = between(lower, above, node, below, upper, piece)
        if chain.links:
            yield chain


def apart(chain: Chain) -> Iterator[Chain]:
    """``a > 0`` and ``b > 0`` for ``a, b > 0``; the chain itself where it is anything else."""
    if len(chain.links) != 1 or chain.links[0].relation not in ("<", "<=", ">", ">="):
        yield chain
        return
    left, right = ([part.row for part in arguments(plain(side.row))] for side in chain.sides)
    if not (len(left) > 1 and len(right) == 1 and all(map(names.single, left))):
        yield chain
        return
    for row in left:
        yield replace(chain, sides=(_side(row, chain.sides[0].span), chain.sides[1]))


def is_listed(row: Row) -> bool:
    r"""Whether it says that names are in a set that is written out: ``\lambda \in \{0, 1\}``."""
    row = plain(row)
    marks = [place for place, node in enumerate(row) if node.kind == "rel"]
    if len(marks) != 1 or row[marks[0]].text != "in":
        return False
    values = names.unwrapped(row[marks[0] + 1 :])
    return len(values) == 1 and values[0].kind == "fence" and values[0].text == "{}"


def between(lower: Row, above: str, node: Node, below: str, upper: Row, piece: Piece) -> Chain:
    """``lower < x < upper``; without the ends that are infinite."""
    sides, links = [_side((node,), node.span)], list[Link]()
    if names.text(lower) not in UNBOUNDED:
        sides.insert(0, _side(lower, node.span))
        links.append(_link(above, node.span))
    if names.text(upper) not in UNBOUNDED:
        sides.append(_side(upper, node.span))
        links.append(_link(below, node.span))
    return Chain(tuple(sides), tuple(links), (piece,))


def _side(row: Row, span: Span) -> Side:
    return Side(row, span_of(row, span))


def _link(relation: str, span: Span) -> Link:
    return Link(relation, span, Node("rel", relation, span))
