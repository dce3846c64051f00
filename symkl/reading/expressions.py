r"""Parameters of normal laws that are expressions: ``\mathcal{N}(A x + b, A \Sigma A^\top + R)``.

The law gets a vector or a matrix of its own for the parameter, and the chain is given that this is
equal to the expression.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace

from symkl.reading import names
from symkl.reading.layout import Node, Row

SIGNS = ("+", "-")
TIMES = ("*", "times")
SANDWICH = 3  # factors of A P A^T


Structure = tuple[Hashable, ...]


def structure(row: Row) -> Structure:
    """What tells an expression from every other one, wherever they stand."""
    return tuple(_node(node) for node in names.unwrapped(row))


def _node(node: Node) -> Structure:
    scripts = tuple(structure(script or ()) for script in (node.sub, node.sup))
    parts = tuple(map(structure, node.parts))
    return node.kind, node.text, node.style, node.accent, node.primes, parts, *scripts


def vectors_in(row: Row) -> Iterator[str]:
    """The names that are vectors where the row is one: the last factor of every summand."""
    for summand in _summands(names.unwrapped(row)):
        last = summand[-1]
        if last.kind == "name" and not names.is_capital(names.stem(last)) and last.sup is None:
            yield names.key(last)
        elif last.kind in ("fence", "group") and last.sup is None:
            yield from vectors_in(last.parts[0])


def matrices_in(row: Row) -> Iterator[str]:
    """The capitals of a row, which stand for matrices where the row is a vector or a matrix."""
    for node in (n for top in row for n in top.walk()):
        if node.kind == "name" and names.is_capital(names.stem(node)):
            yield names.key(node)


def covariances_in(row: Row) -> Iterator[str]:
    r"""The matrices of ``A P A^\top + R`` that must be symmetric: R, and P in the middle."""
    for summand in _summands(names.unwrapped(row)):
        capital = [n.kind == "name" and names.is_capital(names.stem(n)) for n in summand]
        if len(summand) == 1 and capital[0] and summand[0].sup is None:
            yield names.key(summand[0])
        if len(summand) == SANDWICH and all(capital) and summand[1].sup is None:
            outer = [structure((replace(node, sup=None),)) for node in summand[::2]]
            if outer[0] == outer[1] and names.is_transpose(summand[-1].sup or summand[0].sup):
                yield names.key(summand[1])


def _summands(row: Row) -> Iterator[Row]:
    """The products between signs, without signs of multiplication."""
    current: list[Node] = []
    for node in row:
        if node.kind == "op" and node.text in SIGNS:
            if current:
                yield tuple(current)
            current = []
        elif node.kind != "op" or node.text not in TIMES:
            current.append(node)
    if current:
        yield tuple(current)
