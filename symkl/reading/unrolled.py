r"""Sums and products over the variables themselves, up to a number: written out term by term.

``\sum_{i=1}^3 H(X_i | X_1, \dots, X_{i-1})`` is three entropies of different variables, and no sum
over the values of one.  ``X_1, \dots, X_4`` is written out as well; ``X_{<i}``, ``X_1^{i-1}``,
``X^{i-1}`` and ``X_{1:i-1}`` are the variables before X_i.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from symkl.reading import names
from symkl.reading.layout import Node, Row, plain, span_of
from symkl.reading.usage import ENTROPY_LETTERS, INFORMATION_LETTERS

NOTIONS = ENTROPY_LETTERS | INFORMATION_LETTERS
NAMING = NOTIONS | {"p", "P", "q", "Q", "r", "R", "Pr"}  # heads that name their arguments
BACKWARDS = "dots down to the first"  # in a list that is not read
MOST = 7  # terms that are written out
ENDS = frozenset({"+", "-", "pm"})
LISTING = 5  # nodes of the shortest list: X_1, ..., X_n


def unrolled(row: Row) -> Row:
    """The row with such sums, products and lists written out; lists only in brackets."""
    return _unrolled(_from_the_first(row), _turned_inside)


def counted_out(row: Row) -> Row:
    r"""The same, once n is a number: then ``X_2, \dots, X_1`` is of none, and is not turned."""
    return _unrolled(_listed(row), _inside)


def _unrolled(row: Row, inside: Callable[[Node], Node]) -> Row:
    found: list[Node] = []
    nodes = tuple(map(inside, row))
    at = 0
    while at < len(nodes):
        index = _index(nodes[at])
        end = at + 1 if index is None else end_of_body(nodes, at + 1)
        body = nodes[at + 1 : end]
        if index is None or not is_over_variables(body, index.name):
            found.append(nodes[at])
            at += 1
            continue
        found.append(_written_out(nodes[at], index, body))
        at = end
    return tuple(found)


def _turned_inside(node: Node) -> Node:
    return _with_parts(node, unrolled)


def _inside(node: Node) -> Node:
    return _with_parts(node, lambda part: _unrolled(part, _inside))


def _with_parts(node: Node, written_out: Callable[[Row], Row]) -> Node:
    """The node with its parts written out, and lists in its brackets."""
    if not node.parts:
        return node
    parts = tuple(map(written_out, node.parts))
    if node.kind == "fence":
        parts = tuple(map(_listed, parts))
    same = all(_is_same(one, other) for one, other in zip(parts, node.parts, strict=True))
    return node if same else replace(node, parts=parts)


def _is_same(one: Row, other: Row) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


# --- indices --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Index:
    """``i = first`` up to ``last``."""

    name: str
    first: int
    last: int


def _index(node: Node) -> _Index | None:
    """The index of a sum or product with numbers for limits, few enough to be written out."""
    if node.kind != "big" or node.text not in ("sum", "prod") or node.sub is None:
        return None
    row, limit = names.unwrapped(node.sub), names.text(node.sup or ())
    if len(row) != 3 or row[0].kind != "name" or row[1].text != "=" or not limit.isdigit():
        return None
    first = names.text(row[2:])
    if not first.isdigit() or not 0 < int(first) <= int(limit) < int(first) + MOST:
        return None
    return _Index(names.key(row[0]), int(first), int(limit))


def end_of_body(nodes: Row, start: int) -> int:
    """Where the summand ends: at + or -, a relation or a comma."""
    for place in range(start, len(nodes)):
        node = nodes[place]
        divides = node.kind == "op" and node.text in ENDS and place > start
        if divides or node.kind in ("rel", "punct", "align", "break", "text", "space"):
            return _without_notes(nodes, start, place)
    return _without_notes(nodes, start, len(nodes))


def _without_notes(nodes: Row, start: int, end: int) -> int:
    while end > start and nodes[end - 1].kind == "note":
        end -= 1
    return end


def is_over_variables(body: Row, index: str) -> bool:
    """Whether the index numbers random variables in an entropy, or the variables before one."""
    nodes = plain(body)
    for place, node in enumerate(nodes):
        before = nodes[place - 1] if place else None
        if node.kind == "fence" and before is not None and before.kind == "name":
            inner = [n for top in node.parts[0] for n in top.walk()]
            numbered = [n for n in inner if n.kind == "name" and index in _letters(n.sub)]
            if numbered and (before.text in NOTIONS or _has_list(inner, index)):
                return True
        if any(is_over_variables(part, index) for part in node.parts):
            return True
    return False


def _has_list(nodes: list[Node], index: str) -> bool:
    dots = any(n.kind == "punct" and n.text == "dots" for n in nodes)
    return dots or any(_before(n, index, 2) is not None for n in nodes)


def _letters(row: Row | None) -> set[str]:
    return {n.text for top in row or () for n in top.walk() if n.kind == "name"}


def _written_out(sign: Node, index: _Index, body: Row) -> Node:
    span = sign.span[0], span_of(body, sign.span)[1]
    found: list[Node] = []
    for value in range(index.first, index.last + 1):
        term = listed_in(at_number(body, index.name, value))
        if sign.text == "sum" and found:
            found.append(Node("op", "+", span))
        found += term if sign.text == "sum" else [Node("fence", "()", span, (term,))]
    return Node("fence", "()", span, (tuple(found),))


# --- one term -------------------------------------------------------------------------------------


def at_number(row: Row, index: str, value: int) -> Row:
    """The row with a number in place of the index, and the variables before one as a list."""
    found: list[Node] = []
    for node in row:
        many = _before(node, index, value)
        if many is not None:
            found += _variables(node, 1, many)
        elif node.kind == "name" and not node.rows and names.key(node) == index:
            found.append(Node("number", str(value), node.span))
        else:
            found.append(_numbered(node, index, value))
    return tuple(found)


def _numbered(node: Node, index: str, value: int) -> Node:
    def changed(row: Row | None) -> Row | None:
        if row is None or index not in _letters(row):
            return row
        number = _value(row, index, value)
        if number is not None:
            return (Node("number", str(number), span_of(row)),)
        return at_number(row, index, value)

    parts = tuple(at_number(part, index, value) for part in node.parts)
    return replace(node, parts=parts, sub=changed(node.sub), sup=changed(node.sup))


def _value(row: Row, index: str, value: int) -> int | None:
    """``i``, ``i - 1`` or ``i + 1`` as a number."""
    nodes = names.unwrapped(row)
    if not nodes or nodes[0].kind != "name" or names.key(nodes[0]) != index:
        return None
    if len(nodes) == 1:
        return value
    step = nodes[2].text if len(nodes) == 3 and nodes[2].kind == "number" else ""
    if not step.isdigit() or nodes[1].text not in ("+", "-"):
        return None
    return value + int(step) * (1 if nodes[1].text == "+" else -1)


def _before(node: Node, index: str, value: int) -> int | None:
    """How many variables ``X_{<i}``, ``X_1^{i-1}``, ``X^{i-1}`` and ``X_{1:i-1}`` are."""
    if node.kind != "name":
        return None
    below, above = names.unwrapped(node.sub or ()), node.sup
    if above is None and len(below) > 1 and below[0].text == "<":
        last = _value(below[1:], index, value)
        return None if last is None else last - 1
    if above is None and len(below) > 2 and below[0].text == "1" and below[1].text == ":":
        return _value(below[2:], index, value)
    if above is not None and names.text(below) in ("", "1"):
        return _value(above, index, value)
    return None


def _variables(node: Node, first: int, last: int) -> list[Node]:
    """``X_first, ..., X_last``; a mark for none of them."""
    found: list[Node] = []
    for number in range(first, last + 1):
        if found:
            found.append(Node("punct", ",", node.span))
        label = (Node("number", str(number), node.span),)
        found.append(replace(node, sub=label, sup=None))
    return found or [Node("none", "", node.span)]


# --- lists ----------------------------------------------------------------------------------------


def listed_in(row: Row) -> Row:
    """Lists in all brackets of a term; what has no variables is left out with its comma or bar."""
    found: list[Node] = []
    for node in row:
        parts = node.parts
        if node.kind == "fence":
            parts = tuple(map(_listed, parts))
        parts = tuple(_without_none(listed_in(part)) for part in parts)
        before_first = _number_of(node) == 0  # X_0 is a variable of its own, or none at all
        found.append(Node("none", "0", node.span) if before_first else replace(node, parts=parts))
    return tuple(found)


def _listed(row: Row) -> Row:
    r"""The row with ``X_1, \dots, X_3`` written out."""
    nodes = plain(row)
    for place in range(len(nodes) - LISTING + 1):
        first, comma, dots, second, last = nodes[place : place + LISTING]
        marks = comma.text == second.text == "," and dots.kind == "punct" and dots.text == "dots"
        ends = [_number_of(node) for node in (first, last)]
        if marks and None not in ends and names.stem(first) == names.stem(last):
            low, high = (end or 0 for end in ends)
            if high < low + MOST:
                middle = _variables(first, low, high)
                return _listed((*nodes[:place], *middle, *nodes[place + LISTING :]))
    return row


def _from_the_first(row: Row) -> Row:
    r"""The row with ``X_3, \dots, X_1`` and ``X_{i-1}, \dots, X_1`` turned round in brackets.

    Entropies and laws name their arguments, so that the order makes no difference.  In other
    brackets such a list is not read.
    """
    found: list[Node] = []
    for place, node in enumerate(row):
        before = row[place - 1] if place else None
        named = before is not None and before.kind == "name" and before.text in NAMING
        parts = tuple(_turned(part, named) for part in node.parts)
        changed = node.kind == "fence" and parts != node.parts
        found.append(replace(node, parts=parts) if changed else node)
    return tuple(found)


def _turned(row: Row, named: bool) -> Row:
    nodes = list(plain(row))
    for place in range(len(nodes) - LISTING + 1):
        first, comma, dots, second, last = nodes[place : place + LISTING]
        marks = comma.text == second.text == "," and dots.kind == "punct" and dots.text == "dots"
        low, high = _number_of(last), _number_of(first)
        downwards = low is not None and first.sub is not None and (high is None or high > low)
        downwards = downwards and (high is not None or low == 1)  # X_{i+1}, ..., X_3 goes upwards
        if marks and downwards and first.kind == "name" and names.stem(first) == names.stem(last):
            if not named:
                nodes[place + 2] = replace(dots, text=BACKWARDS)
                return tuple(nodes)
            nodes[place], nodes[place + LISTING - 1] = last, first
            return _turned(tuple(nodes), named)
    return row


def _number_of(node: Node) -> int | None:
    label = names.text(node.sub or ()) if node.kind == "name" and node.sup is None else ""
    return int(label) if label.isdigit() else None


def _without_none(row: Row) -> Row:
    """The list without what is empty: ``H(X_1 | none)`` is H(X_1), ``H(X_1 | none, Y)`` H(X_1 | Y).

    Where a whole group is empty, as in ``I(none; X_1)``, it stays, and makes its side unread.
    """
    nodes = list(row)
    places = [place for place, n in enumerate(nodes) if n.kind == "none" and not n.text]
    for place in reversed(places):
        before = nodes[place - 1] if place else None
        after = nodes[place + 1] if place + 1 < len(nodes) else None
        if _is_comma(after):
            del nodes[place : place + 2]
        elif _is_comma(before) or (before is not None and before.kind == "bar" and after is None):
            del nodes[place - 1 : place + 1]
    return tuple(nodes)


def _is_comma(node: Node | None) -> bool:
    return node is not None and node.kind == "punct" and node.text == ","
