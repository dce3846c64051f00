"""How far log, exp, tr and det reach: what begins a factor, which bracket is the argument."""

from __future__ import annotations

from symkl.kernel.terms import Term
from symkl.reading.diagnostics import Unreadable
from symkl.reading.differentials import is_differential
from symkl.reading.elaborate import Cursor, Elaborator
from symkl.reading.layout import Node

STARTS = frozenset({"number", "name", "fence", "group", "frac", "sqrt", "bar", "brace", "matrix"})


def bracketed(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    """What stands in the bracket behind the word."""
    fence = cursor.take()
    if fence.sup is not None:
        raise Unreadable(
            "SK201",
            fence.span,
            f"{node.text}(a)^b is ({node.text} a)^b or {node.text}(a^b)",
            "put brackets round what the power is of",
        )
    elaborator.claim(fence)
    elaborator.no_subscript(fence)
    return elaborator.inside(fence.parts[0], fence.span)


def is_start(cursor: Cursor) -> bool:
    """Whether a factor follows directly; a differential is none, and a bar may close."""
    following, second = cursor.peek(), cursor.peek(1)
    if following is None or following.kind not in STARTS:
        return False
    if following.kind == "bar":
        return closing(cursor, 0) is not None and second is not None
    return second is None or not is_differential(following, second)


def closing(cursor: Cursor, ahead: int) -> int | None:
    """The place of the bar that closes the one ``ahead``."""
    opening = cursor.peek(ahead)
    for place in range(cursor.at + ahead + 1, len(cursor.nodes)):
        node = cursor.nodes[place]
        if opening is not None and node.kind == "bar" and node.text == opening.text:
            return place
    return None


def extent(node: Node, following: Node) -> Unreadable:
    """That nothing says whether the word reaches over what follows."""
    return Unreadable(
        "SK201",
        following.span,
        f"does {node.text} reach over this factor?",
        f"write {node.text}(...) with brackets",
    )
