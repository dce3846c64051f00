r"""Numbers in an interval: ``\lambda \in (0, 1)`` says ``0 < \lambda < 1``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symkl.reading import names
from symkl.reading.arguments import arguments
from symkl.reading.chain import Chain, Link, Side
from symkl.reading.diagnostics import Span
from symkl.reading.layout import Node, Row, plain, span_of
from symkl.reading.pieces import Piece

LOWER = {"(": "<", "]": "<", "[": "<="}
UPPER = {")": "<", "[": "<", "]": "<="}
UNBOUNDED = frozenset({"infty", "-infty", "+infty", "∞", "-∞", "+∞"})


def bounds(row: Row, piece: Piece) -> Iterator[Chain]:
    r"""The inequalities that ``a, b \in [0, 1]`` stands for; none where it is something else.

    Capitals are random variables, and are left alone.
    """
    found = _interval(row)
    if found is None:
        return
    named, (lower, upper), (above, below) = found
    for node in named:
        chain = between(lower, above, node, below, upper, piece)
        if chain.links:
            yield chain


def in_interval(row: Row) -> list[str]:
    r"""The names that ``a, b \in [0, 1]`` says are in an interval."""
    found = _interval(row)
    return [] if found is None else [names.key(node) for node in found[0] if node.sub is None]


def _interval(row: Row) -> tuple[list[Node], tuple[Row, Row], tuple[str, str]] | None:
    """The names in an interval, its ends, and the relations to these."""
    row = plain(row)
    marks = [place for place, node in enumerate(row) if node.kind == "rel"]
    if len(marks) != 1 or row[marks[0]].text != "in":
        return None
    subjects, fence = row[: marks[0]], names.unwrapped(row[marks[0] + 1 :])
    if len(fence) != 1 or fence[0].kind != "fence" or fence[0].rows[1:] or len(fence[0].text) != 2:
        return None
    ends = arguments(fence[0].parts[0])
    above, below = LOWER.get(fence[0].text[0]), UPPER.get(fence[0].text[1])
    named = [names.single(part.row) for part in arguments(subjects)]
    nodes = [node for node in named if node is not None and _is_number(node)]
    if len(ends) != 2 or above is None or below is None or len(nodes) != len(named):
        return None
    return nodes, (ends[0].row, ends[1].row), (above, below)


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


def _is_number(node: Node) -> bool:
    return not names.is_capital(names.key(node))


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
