"""The whole grammar of sides: how each kind of node is read."""

from __future__ import annotations

from collections.abc import Mapping

from symkl.reading.binding import big
from symkl.reading.derivatives import quotient
from symkl.reading.elaborate import LEAVES, Elaborator, Method
from symkl.reading.functions import barred, function
from symkl.reading.indicators import number
from symkl.reading.naming import named
from symkl.reading.scope import Scope

FACTORS: Mapping[str, Method] = {
    **LEAVES,
    "number": number,
    "name": named,
    "frac": quotient,
    "func": function,
    "big": big,
    "bar": barred,
}


def elaborator(scope: Scope) -> Elaborator:
    """A reader of sides in this scope."""
    return Elaborator(scope, FACTORS)
