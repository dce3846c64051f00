r"""``a/b c``: (a/b) c or a/(b c), where ``x^2/2\sigma^2`` and ``1/2 x`` have a usual reading."""

from __future__ import annotations

from typing import TYPE_CHECKING

from symkl.kernel import terms
from symkl.kernel.shapes import SCALAR
from symkl.kernel.terms import Term
from symkl.reading.diagnostics import Unreadable
from symkl.reading.layout import Node

if TYPE_CHECKING:
    from symkl.reading.elaborate import Cursor, Elaborator

TIMES = ("*", "times")
UNUSUAL = "a divisor that may end at its number, or go on"


def divided(elaborator: Elaborator, cursor: Cursor, factors: list[Term]) -> Term:
    """The factors divided by what is behind the slash at which the cursor stands."""
    slash = cursor.take()
    elaborator.claim(slash)
    top, bottom = terms.mul(*factors), elaborator.factor(cursor)
    literal = top.head == bottom.head == "num"
    if bottom.head == "num" and _is_close(cursor):
        elaborator.unusual = UNUSUAL
        if literal == elaborator.otherwise:
            return terms.div(top, _whole(elaborator, slash, bottom, cursor))
    elif _is_joined(elaborator, cursor) and not literal:
        raise _twofold(slash)
    return terms.div(top, bottom)


def _is_close(cursor: Cursor) -> bool:
    r"""Whether a number is written as one with the name behind it: the 2 of ``2\sigma^2``."""
    number, following = cursor.nodes[cursor.at - 1], cursor.peek()
    if number.kind != "number" or number.sup is not None or following is None:
        return False
    return following.kind == "name" and following.span[0] == number.span[1]


def _is_joined(elaborator: Elaborator, cursor: Cursor) -> bool:
    """Whether a factor follows."""
    following = cursor.peek()
    if following is None:
        return False
    sign = following.kind == "op" and following.text in TIMES
    return following.kind in elaborator.factors or sign


def _whole(elaborator: Elaborator, slash: Node, number: Term, cursor: Cursor) -> Term:
    """The number with the names behind it, which must be all that follows."""
    factors = [number]
    while (following := cursor.peek()) is not None and following.kind == "name":
        factors.append(elaborator.factor(cursor))
    whole, after = terms.mul(*factors), cursor.peek()
    again = after is not None and after.kind == "op" and after.text == "/"
    if again or _is_joined(elaborator, cursor) or elaborator.shape(whole, slash.span) != SCALAR:
        raise _twofold(slash)
    elaborator.note(slash.span, "the names behind the number below the slash are divided by, too")
    return whole


def _twofold(slash: Node) -> Unreadable:
    message, advice = "a/b c is (a/b) c or a/(b c)", "write \\frac{a}{b} c, or put brackets"
    return Unreadable("SK201", slash.span, message, advice)
