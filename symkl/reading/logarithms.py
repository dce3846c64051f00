r"""``\log p(x) p(y|x)``: how far a logarithm without brackets reaches over values of laws.

It is the logarithm of the product where the sum around it has its weights in front already, as in
``\sum_{x,y} p(x,y) \log p(x) p(y|x)``: nobody writes a second weight behind the logarithm.  Where
nothing stands in front, as in ``\sum_x \log q(x) p(x)``, the factor behind it may be the weight,
and nothing is guessed.

Of quotients it is the logarithm of the product where they cancel in part: that is what they are
written for in ``\mathbb{E}_q[\log\frac{p(x,z)}{q(z)} \cdot \frac{q(z)}{p(z|x)}]``.
"""

from __future__ import annotations

from collections import Counter

from symkl.kernel import terms
from symkl.kernel.context import Law
from symkl.kernel.terms import Term
from symkl.reading.differentials import is_differential
from symkl.reading.elaborate import ENDS, Cursor, Elaborator
from symkl.reading.layout import Node


def is_weighted(elaborator: Elaborator) -> bool:
    """Whether the factors to the left are a law of all that the innermost sum binds."""
    if elaborator.unweighted is None:
        return False
    drawn = {point for weight in elaborator.weights for point in _drawn_by(elaborator, weight)}
    return elaborator.unweighted <= drawn


def product_of_laws(elaborator: Elaborator, node: Node, first: Term, cursor: Cursor) -> Term | None:
    """The product up to the end of the summand, where all of it is values of laws side by side.

    The cursor stays where it is when there is no such product, and in the unusual reading.
    """
    if not _is_law(elaborator, first):
        return None
    start, factors = cursor.at, [first]
    while (following := cursor.peek()) is not None and not _ends(following, cursor):
        if following.kind != "name":
            break
        factors.append(elaborator.factor(cursor))
    ends = following is None or _ends(following, cursor)
    laws = all(_is_law(elaborator, factor) for factor in factors)
    if len(factors) == 1 or not ends or not laws:
        cursor.at = start
        return None
    if _reaches_first_alone(elaborator, cursor, start):
        return first
    elaborator.note(node.span, f"{node.text} is read as that of the product of the values after it")
    return terms.mul(*factors)


def product_of_quotients(
    elaborator: Elaborator, node: Node, first: Term, cursor: Cursor
) -> Term | None:
    """The product of quotients of values of laws that cancel in part, up to where it ends.

    Quotients that cancel altogether may be a weight and its inverse: then nothing is guessed.
    """
    parts = [_quotient(elaborator, first)]
    start, factors, signs = cursor.at, [first], []
    while parts[-1] is not None and (following := cursor.peek()) is not None:
        if following.kind == "op" and following.text in ("*", "times", "cdot"):
            second = cursor.peek(1)
            if second is None or second.kind != "frac":
                break
            signs.append(cursor.take())
        elif following.kind != "frac":
            break
        factors.append(elaborator.factor(cursor))
        parts.append(_quotient(elaborator, factors[-1]))
    read = [part for part in parts if part is not None]
    ends = (following := cursor.peek()) is None or _ends(following, cursor)
    if len(factors) == 1 or len(read) < len(parts) or not ends or not _cancel_in_part(read):
        cursor.at = start
        return None
    if _reaches_first_alone(elaborator, cursor, start):
        return first
    elaborator.claim(*signs)
    elaborator.note(node.span, f"{node.text} is read as that of the product of the quotients")
    return terms.mul(*factors)


def _reaches_first_alone(elaborator: Elaborator, cursor: Cursor, start: int) -> bool:
    """Whether it is to be read in the way that is not usual, from where the others start."""
    elaborator.unusual = "a log that may reach over its first factor alone"
    if elaborator.otherwise:
        cursor.at = start
    return elaborator.otherwise


Values = Counter[Term]


def _cancel_in_part(parts: list[tuple[Values, Values]]) -> bool:
    """Whether a value is above one line and below another, and something is left of them all."""
    tops = sum((top for top, _ in parts), Values())
    bottoms = sum((bottom for _, bottom in parts), Values())
    shared = any(top & bottom for top, _ in parts for _, bottom in parts)
    return shared and tops != bottoms


def _quotient(elaborator: Elaborator, term: Term) -> tuple[Values, Values] | None:
    """The values of laws above and below the line; None where anything else stands there."""
    if term.head != "div":
        return None
    sides = [side.args if side.head == "mul" else (side,) for side in term.args]
    if not all(_is_law(elaborator, value) for side in sides for value in side):
        return None
    return Counter(sides[0]), Counter(sides[1])


def _ends(following: Node, cursor: Cursor) -> bool:
    """Whether the summand ends here: at + or -, or at a differential."""
    second = cursor.peek(1)
    if second is not None and is_differential(following, second):
        return True
    return following.kind == "op" and following.text in ENDS


def _law_of(elaborator: Elaborator, term: Term) -> Law | None:
    """The pmf or density that the term is a value of."""
    law = elaborator.context.laws.get(term.label[0]) if term.head == "value" else None
    return law if law is not None and law.normalised and law.sign != "real" else None


def _is_law(elaborator: Elaborator, term: Term) -> bool:
    return _law_of(elaborator, term) is not None


def _drawn_by(elaborator: Elaborator, weight: Term) -> tuple[Term, ...]:
    """The points in front of the bar of a value of a law."""
    if not _is_law(elaborator, weight):
        return ()
    return weight.args[: len(weight.label[1])]
