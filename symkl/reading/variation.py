r"""Total variation: ``\mathrm{TV}(P, Q)``, ``d_{TV}``, ``\|P - Q\|_{TV}``, and ``\|P - Q\|_1``.

The norm in L1 is the sum of \|P(x) - Q(x)\|.  The total variation is half of it, by the usual
definition; some authors leave the half out, so that the text's own definition comes first, and a
step that is true without the half is not refuted.
"""

from __future__ import annotations

from fractions import Fraction

from symkl.kernel import terms
from symkl.kernel.terms import Term
from symkl.reading import names
from symkl.reading.arguments import arguments
from symkl.reading.diagnostics import Span, Unreadable
from symkl.reading.distributions import distribution
from symkl.reading.elaborate import Cursor, Elaborator
from symkl.reading.layout import Node, Row, span_of
from symkl.reading.notions import at_same_points
from symkl.reading.usage import TOTAL_VARIATION, is_total_variation

KEY = "total variation"  # of what the text defines it as: the factor before the sum
HALF = terms.num(Fraction(1, 2))
UNUSUAL = "a total variation that may be defined without the half"
SEPARATORS = frozenset({",", "||", ";"})


def named(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """``TV(P, Q)``, ``d_{TV}(P, Q)``."""
    fence = cursor.peek()
    if not is_total_variation(node) or fence is None or fence.kind != "fence":
        return None
    parts = arguments(fence.parts[0])
    if len(parts) != 2 or parts[1].mark not in SEPARATORS or node.sup is not None:
        return None
    cursor.take()
    elaborator.claim_applied(node, fence, parts[1].separator)
    distance = _distance(elaborator, parts[0].row, parts[1].row, fence.span)
    return elaborator.scripted(_halved(elaborator, distance, node.span), fence)


def normed(elaborator: Elaborator, inside: Row, end: Node) -> Term | None:
    r"""``\|P - Q\|_1`` and ``\|P - Q\|_{TV}`` of laws; None for other norms."""
    label = "" if end.sub is None else names.text(end.sub)
    minus = [place for place, node in enumerate(inside) if node.kind == "op" and node.text == "-"]
    if len(minus) != 1 or label not in ("1", *TOTAL_VARIATION):
        return None
    rows = inside[: minus[0]], inside[minus[0] + 1 :]
    if not all(_is_law(elaborator, row) for row in rows):
        return None
    elaborator.claim(inside[minus[0]])
    elaborator.claim_all(end.sub or ())
    distance = _distance(elaborator, *rows, span_of(inside))
    whole = distance if label == "1" else _halved(elaborator, distance, end.span)
    return elaborator.scripted(whole, end)


def _is_law(elaborator: Elaborator, row: Row) -> bool:
    row = names.unwrapped(row)
    if not row or "=" in names.key(row[0]):  # P_{Y|X=x}
        return False
    return elaborator.scope.is_distribution(names.key(row[0]))


def _distance(elaborator: Elaborator, one: Row, other: Row, span: Span) -> Term:
    """The sum of |P(x) - Q(x)|."""
    first, second = (distribution(elaborator, row, span) for row in (one, other))
    if first.weight is not None or second.weight is not None:
        message = "a distance of conditional laws is one at a fixed point, or the mean over it"
        raise Unreadable("SK201", span, message, "write the sum out")
    binders, values = at_same_points(elaborator, first, second, span)
    square = terms.power(terms.sub(*values), terms.num(2))
    return terms.total(binders, terms.power(square, HALF))


def _halved(elaborator: Elaborator, distance: Term, span: Span) -> Term:
    said = elaborator.scope.definitions.get(KEY)
    if said is not None and said.term == terms.ZERO:
        message = "the text defines the total variation in a way that is not read"
        raise Unreadable("SK401", span, message)
    if said is not None:
        return terms.mul(said.term, distance)
    elaborator.unusual = UNUSUAL
    elaborator.note(span, "the total variation is read as half the sum of the differences")
    return terms.mul(terms.ONE if elaborator.otherwise else HALF, distance)
