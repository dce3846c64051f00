"""What sums and integrals bind, as it is written: the x of a subscript and of a dx."""

from __future__ import annotations

from itertools import pairwise

from symkl.reading import names
from symkl.reading.arguments import arguments
from symkl.reading.layout import Node, Row, plain


def bound_names(node: Node) -> frozenset[str]:
    """The names that a sum binds by its subscript; integrals end where their dx stands."""
    if node.text not in ("sum", "prod") or node.sub is None:
        return frozenset()
    found: set[str] = set()
    for part in arguments(node.sub):
        row = names.unwrapped(part.row)
        stop = next((p for p, n in enumerate(row) if n.kind == "rel"), len(row))
        for piece in arguments(row[:stop]):
            single = names.single(piece.row)
            if single is not None:
                found.add(names.key(single))
    return frozenset(found)


def differentials(row: Row) -> list[Node]:
    r"""The names x of every ``dx`` in a row, also ``\mathrm{d}x``."""
    found = []
    nodes = plain(row)
    for first, second in pairwise(nodes):
        if is_differential(first, second):
            found.append(second)
    return found


def is_differential(first: Node, second: Node) -> bool:
    """Whether the two nodes are a d and the name it belongs to."""
    d = names.single((first,))
    if d is None or d.text != "d" or d.sub is not None or d.sup is not None or d.primes:
        return False
    if second.kind != "name" or second.sup is not None:
        return False
    gap = second.span[0] - first.span[1]
    return d.style == "rm" or gap <= 0 or second.style == "bold"
