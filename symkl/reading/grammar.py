"""The whole grammar of sides: how each kind of node is read."""

from __future__ import annotations

from collections.abc import Mapping

from symkl.kernel.terms import Term
from symkl.reading import names
from symkl.reading.binding import big
from symkl.reading.blocks import written_out
from symkl.reading.derivatives import quotient
from symkl.reading.elaborate import LEAVES, Cursor, Elaborator, Method
from symkl.reading.expectations import bracketed
from symkl.reading.functions import barred, function
from symkl.reading.indicators import number
from symkl.reading.layout import Node
from symkl.reading.naming import named
from symkl.reading.scope import Scope


def fence(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    """Brackets; angles with a subscript are an expectation."""
    frobenius = node.sub is not None and names.text(node.sub) == "F"
    if node.text == "langlerangle" and node.sub is not None and not frobenius:
        return bracketed(elaborator, node, cursor)
    return LEAVES["fence"](elaborator, node, cursor)


FACTORS: Mapping[str, Method] = {
    **LEAVES,
    "number": number,
    "fence": fence,
    "name": named,
    "frac": quotient,
    "func": function,
    "big": big,
    "bar": barred,
    "matrix": written_out,
}


def elaborator(scope: Scope) -> Elaborator:
    """A reader of sides in this scope."""
    return Elaborator(scope, FACTORS)
