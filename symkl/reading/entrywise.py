r"""``\sigma \odot \epsilon``: the product by entries of two vectors.

The kernel has no such product; it is the sum of ``u_i v_i`` times the i-th row of the identity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT
from symkl.kernel.shapes import SCALAR
from symkl.kernel.terms import Term
from symkl.reading.diagnostics import Unreadable
from symkl.reading.layout import Node

if TYPE_CHECKING:
    from symkl.reading.elaborate import Cursor, Elaborator

INDICES = ("i", "j", "l", "m")


def entrywise(elaborator: Elaborator, cursor: Cursor, factors: list[Term]) -> list[Term]:
    """The factors with the product of the last one and what is behind the sign at the cursor."""
    sign = cursor.take()
    elaborator.claim(sign)
    shapes = [elaborator.shape(factor, sign.span) for factor in factors]
    numbers = [f for f, form in zip(factors, shapes, strict=True) if form == SCALAR]
    vectors = [f for f, form in zip(factors, shapes, strict=True) if form != SCALAR]
    if len(vectors) != 1:
        raise Unreadable(
            "SK201", sign.span, "how far this product by entries reaches", "put brackets"
        )
    other = elaborator.factor(cursor)
    one, two = (elaborator.shape(v, sign.span) for v in (vectors[0], other))
    if one != two or one[1] != SCALAR_SORT or one == SCALAR:
        message = "products by entries are read of two vectors of one size"
        raise Unreadable("SK401", sign.span, message)
    _nothing_behind(elaborator, sign, cursor)
    return [*numbers, _product(one[0], vectors[0], other)]


def _nothing_behind(elaborator: Elaborator, sign: Node, cursor: Cursor) -> None:
    following = cursor.peek()
    if following is not None and (following.kind in elaborator.factors or following.text == "/"):
        raise Unreadable(
            "SK201", sign.span, "how far this product by entries reaches", "put brackets"
        )


def _product(sort: str, one: Term, two: Term) -> Term:
    taken = {t.label[0] for t in (*one.walk(), *two.walk()) if t.head == "point"}
    letter = next((name for name in INDICES if name not in taken), f"i{len(taken)}")
    binder = (letter, sort)
    point = Term("point", (), binder)
    entries = (Term("entry", (vector, point)) for vector in (one, two))
    unit = Term("row", (Term("identity", (), sort), point))
    return terms.total((binder,), terms.mul(*entries, unit))
