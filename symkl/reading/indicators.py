r"""Indicators: ``\mathbf 1\{x = x'\}``, ``\mathbb{1}_{x = y}``, ``\mathbb{I}(x \ne y)``.

``\delta_{xy}`` is one as well, where x or y is bound.

They compare two values of one finite space, and are 1 or 0.
"""

from __future__ import annotations

from symkl.kernel import terms
from symkl.kernel.terms import Term
from symkl.reading import names
from symkl.reading.diagnostics import Span, Unreadable
from symkl.reading.distributions import point
from symkl.reading.elaborate import LEAVES, Cursor, Elaborator
from symkl.reading.layout import Node, Row, span_of

RELATIONS = frozenset({"=", "!="})
LETTERS = frozenset({"I", "1"})


def number(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    r"""A number, or an indicator: a 1 with a condition, which has a font or braces."""
    found = _indicator(elaborator, node, cursor) if node.text == "1" else None
    return LEAVES["number"](elaborator, node, cursor) if found is None else found


def named(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    r"""``\mathbb{I}(x = y)`` and ``\delta_{xy}``."""
    if node.text == "delta" and node.sub is not None:
        return _kronecker(elaborator, node, cursor)
    return _indicator(elaborator, node, cursor) if node.text in LETTERS else None


def _indicator(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    following = cursor.peek()
    if node.sub is not None and _relation(_inner(node.sub)) is not None:
        elaborator.claim(node)
        condition = _condition(elaborator, _inner(node.sub), node.span)
        for top in node.sub:
            elaborator.claim(*(n for n in top.walk() if n.kind in ("fence", "group")))
        return elaborator.scripted(condition, node)
    if node.sub is not None or node.sup is not None or following is None:
        return None
    if following.kind != "fence" or _relation(following.parts[0]) is None:
        return None
    styled = node.style == "bb" or (node.text == "1" and node.span[1] - node.span[0] > 1)
    if following.text == "()" and not styled:
        return None  # "1 (n = 2)" is a number with a condition, I(X = x) an information
    fence = cursor.take()
    elaborator.claim(node, fence)
    elaborator.no_subscript(fence)
    return elaborator.scripted(_condition(elaborator, fence.parts[0], fence.span), fence)


def _inner(row: Row) -> Row:
    row = names.unwrapped(row)
    return row[0].parts[0] if len(row) == 1 and row[0].kind == "fence" else row


def _relation(row: Row) -> int | None:
    """The place of the only relation of a row."""
    row = names.unwrapped(row)
    places = [place for place, node in enumerate(row) if node.kind == "rel"]
    return places[0] if len(places) == 1 else None


def _condition(elaborator: Elaborator, row: Row, span: Span) -> Term:
    r"""``x = y`` or ``x \ne y`` as a number."""
    row, place = names.unwrapped(row), _relation(row)
    relation = row[place] if place is not None else None
    if place is None or relation is None or relation.text not in RELATIONS:
        raise Unreadable("SK401", span, "this condition of an indicator is not read yet")
    elaborator.claim(relation)
    one, other = names.single(row[:place]), names.single(row[place + 1 :])
    equal = _equal(elaborator, one, other, span_of(row, span))
    return equal if relation.text == "=" else terms.sub(terms.ONE, equal)


def _equal(elaborator: Elaborator, one: Node | None, other: Node | None, span: Span) -> Term:
    if one is None or other is None:
        raise Unreadable("SK401", span, "this condition of an indicator is not read yet")
    first, second = (point(elaborator, node, of_law=False)[1] for node in (one, other))
    sorts = first.label[1], second.label[1]
    if sorts[0] != sorts[1]:
        message = f"{names.key(one)} and {names.key(other)} are values of different spaces"
        advice = f"declare outcomes {names.key(one)}, {names.key(other)} in one alphabet"
        raise Unreadable("SK103", span, message, advice)
    if elaborator.scope.sort(sorts[0]).kind != "finite":
        raise Unreadable("SK401", span, "an indicator of points that are no finite values")
    return Term("delta", (first, second))


def _kronecker(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    r"""``\delta_{xy}`` of two values, one of which is bound at least."""
    following = cursor.peek()
    found = [n for n in names.unwrapped(node.sub or ()) if n.kind != "punct" or n.text != ","]
    pair = len(found) == 2 and all(n.kind == "name" and n.style == "" for n in found)
    if not pair or (following is not None and following.kind == "fence"):
        return None
    keys = [names.key(n) for n in found]
    if not set(keys) & elaborator.bound.keys():
        return None
    for key, other in (keys, keys[::-1]):  # an index is compared with one of its own kind
        if key not in elaborator.bound and elaborator.scope.variable_of(
            key
        ) != elaborator.scope.variable_of(other):
            return None
    elaborator.claim(node)
    elaborator.claim_all(node.sub or ())
    return elaborator.scripted(_equal(elaborator, found[0], found[1], node.span), node)
