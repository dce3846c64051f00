r"""Variables of which the number has a name: ``X_1, \dots, X_n``, ``X^n``, ``\sum_{i=1}^n H(X_i)``.

What is said of n variables is read for a few numbers n, each written out (``unrolled.py``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from symkl.reading import names
from symkl.reading.layout import Node, Row, plain
from symkl.reading.unrolled import (
    NOTIONS,
    at_number,
    counted_out,
    end_of_body,
    is_over_variables,
    listed_in,
)

COUNTS = frozenset({"n", "m", "N", "M", "k", "K", "T", "L", "d"})
LISTING = 5  # nodes of the shortest list: X_1, ..., X_n


@dataclass(frozen=True)
class Count:
    """Names of numbers of variables, and what they are taken to be."""

    letters: frozenset[str]
    number: int

    def written_out(self, row: Row) -> Row:
        """The row with the number in place of the letter, where it counts variables."""
        for letter in sorted(self.letters):
            if _speaks_of(row, letter):
                row = _without_dots(row, letter, self.number)
                row = counted_out(at_number(row, letter, self.number))
        return row


# --- sums with dots -------------------------------------------------------------------------------


def _without_dots(row: Row, letter: str, number: int) -> Row:
    r"""The row with ``H(X_1) + \dots + H(X_n)`` as the sum of as many terms."""
    nodes = [_inside(node, letter, number) for node in row]
    for place in range(1, len(nodes) - 2):
        if _is_dots(nodes[place]) and nodes[place - 1].text == nodes[place + 1].text == "+":
            found = _sum(tuple(nodes), place, letter, number)
            if found is not None:
                return _without_dots(found, letter, number)
    return tuple(nodes)


def _inside(node: Node, letter: str, number: int) -> Node:
    parts = tuple(_without_dots(part, letter, number) for part in node.parts)
    return replace(node, parts=parts) if parts != node.parts else node


def _is_dots(node: Node) -> bool:
    return node.kind == "punct" and node.text == "dots"


def _sum(nodes: Row, dots: int, letter: str, number: int) -> Row | None:
    """The row with this sum written out; None unless the first terms are what the last one says."""
    end = end_of_body(nodes, dots + 2)
    last, (start, written) = nodes[dots + 2 : end], _terms_before(nodes, dots - 1)
    each = [listed_in(at_number(last, letter, k)) for k in range(1, max(number, len(written)) + 1)]
    if not written or any(map(_differ, written, each)):
        return None
    plus, terms = nodes[dots - 1], each[:number]
    joined = [node for term in terms for node in (plus, *term)][1:]
    return (*nodes[:start], *joined, *nodes[end:])


def _terms_before(nodes: Row, end: int) -> tuple[int, list[Row]]:
    """Where the sum begins that ends here, and its terms."""
    found: list[Row] = []
    place = end
    for at in range(end - 1, -2, -1):
        node = nodes[at] if at >= 0 else None
        divides = node is None or node.kind in ("rel", "punct", "align", "break", "text", "space")
        if divides or (node is not None and node.kind == "op" and node.text in ("+", "-")):
            found.insert(0, nodes[at + 1 : place])
            place = at
            if divides or (node is not None and node.text == "-"):
                return at + 1, found
    return place, found


def _differ(one: Row, other: Row) -> bool:
    """Whether two terms are not made of the same names and numbers."""
    return _words(one) != _words(other)


def _words(row: Row) -> list[str]:
    every = (node for top in plain(row) for node in top.walk() if not node.parts)
    return sorted(f"{node.text}_{names.text(node.sub or ())}" for node in every)


# --- which letters count --------------------------------------------------------------------------


def counts(rows: Iterable[Row]) -> frozenset[str]:
    """The letters that count variables in entropies, and in sums over these."""
    return frozenset(letter for row in rows for letter in _counts(row))


def _counts(row: Row) -> Iterator[str]:
    nodes = plain(row)
    for place, node in enumerate(nodes):
        before = nodes[place - 1] if place else None
        plain_head = before is not None and before.sup is None and before.text in NOTIONS
        if node.kind == "fence" and plain_head:
            yield from _listed(node.parts[0])
        if node.kind == "big" and node.sub is not None and node.sup is not None:
            yield from _summed(node, nodes[place + 1 :])
        for part in node.parts:
            yield from _counts(part)


def _summed(node: Node, body: Row) -> Iterator[str]:
    r"""The n of ``\sum_{i=1}^n H(X_i)``."""
    index, limit = names.unwrapped(node.sub or ()), names.single(node.sup or ())
    if node.text not in ("sum", "prod") or limit is None or limit.text not in COUNTS:
        return
    from_one = len(index) == 3 and index[1].text == "=" and names.text(index[2:]) in ("1", "2")
    if from_one and is_over_variables(body, names.key(index[0])):
        yield limit.text


def _listed(row: Row) -> Iterator[str]:
    r"""The n of ``X_1, \dots, X_n``, ``X^n``, ``X_1^n`` and ``X_{1:n}``."""
    for node in plain(row):
        if node.kind != "name" or not names.is_capital(names.stem(node)):
            continue
        above, below = names.single(node.sup or ()), names.unwrapped(node.sub or ())
        raised = above is not None and not names.is_transpose(node.sup)
        if above is not None and raised and names.text(below) in ("", "1"):
            yield from {above.text} & COUNTS
        if node.sup is None and len(below) == 3 and (below[0].text, below[1].text) == ("1", ":"):
            yield from {below[2].text} & COUNTS
    yield from _ends_of_lists(row)


def _ends_of_lists(row: Row) -> Iterator[str]:
    nodes = plain(row)
    for place in range(len(nodes) - LISTING + 1):
        first, comma, dots, second, last = nodes[place : place + LISTING]
        marks = comma.text == second.text == "," and dots.text == "dots"
        if not marks or first.kind != "name" or names.stem(first) != names.stem(last):
            continue
        for one, other in ((first, last), (last, first)):
            if names.text(one.sub or ()) in ("1", "2"):
                yield from {names.text(other.sub or ()).removesuffix("-1")} & COUNTS


def _speaks_of(row: Row, letter: str) -> bool:
    """Whether the row counts variables by the letter, or lists them up to it."""
    if letter in _counts(row) or letter in _ends_of_lists(row):
        return True
    return any(_speaks_of(part, letter) for node in plain(row) for part in node.parts)
