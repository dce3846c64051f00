r"""The layout tree: what stands where, before anything is said about its meaning.

Scripts are attached, brackets matched, fonts noted; bars are not paired and ``f(x)`` is not yet
an application.  Every node has its place in the document, so that a reader can account for all of
them.

Kinds of nodes (``parts`` are rows of nodes):

==========  ====================================================================================
``name``    ``text`` without fonts (``mu``, ``p``, ``KL``); ``style`` bold, cal, bb, rm, frak
``number``  ``text``: digits, perhaps with a point
``op rel``  ``text``: the canonical operator or relation; ``parts``: notes over a relation
``bar``     ``|`` or ``||``; ``style`` ``escaped`` for ``\|``, which Markdown also writes for ``|``
``big``     sum, prod, int, max, ...; limits are its scripts
``func``    log, exp, tr, ...
``punct``   comma, semicolon, colon, dots, exclamation mark, prime alone
``fence``   ``text``: both brackets; one part
``frac``    two parts
``sqrt``    one or two parts (body, index)
``group``   braces; one part
``text``    words in the formula; ``text`` holds them
``matrix``  ``text``: the environment; one part a cell, rows divided by ``break`` parts
``cases``   one part a row
``brace``   under- or overbrace: body and label
``note``    what carries no meaning: labels, spaces, sizes
``space``   a wide space, which may divide a formula from a remark
``break``   a new row; ``align`` an alignment mark (both between sides only)
==========  ====================================================================================
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from symkl.reading.diagnostics import Span

Row = tuple["Node", ...]


@dataclass(slots=True, eq=False)
class Node:
    """One node; two nodes are the same only when they are the same object.

    Nothing changes a node once it is made.  That is not enforced, as a long document has a million
    of them, and a frozen one takes several times as long to make.
    """

    kind: str
    text: str
    span: Span
    parts: tuple[Row, ...] = ()
    sub: Row | None = None
    sup: Row | None = None
    primes: int = 0
    style: str = ""
    accent: str = ""

    def with_scripts(self, sub: Row | None, sup: Row | None, primes: int, end: int) -> Node:
        """The node with scripts attached; its place reaches to their end."""
        span = self.span[0], end
        return Node(
            self.kind, self.text, span, self.parts, sub, sup, primes, self.style, self.accent
        )

    @property
    def rows(self) -> tuple[Row, ...]:
        """Parts and scripts."""
        if self.sub is None:
            return self.parts if self.sup is None else (*self.parts, self.sup)
        return (*self.parts, self.sub) if self.sup is None else (*self.parts, self.sub, self.sup)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, from left to right."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            for row in reversed(node.rows):
                waiting += row[::-1]


IDLE = frozenset({"note", "space"})  # kinds of nodes that carry no meaning


def span_of(row: Row, otherwise: Span = (0, 0)) -> Span:
    """From the first node's start to the last one's end."""
    return (row[0].span[0], row[-1].span[1]) if row else otherwise


def plain(row: Row) -> Row:
    """The row without what carries no meaning."""
    for node in row:
        if node.kind in IDLE:
            return tuple(node for node in row if node.kind not in IDLE)
    return row  # as most rows are
