"""Primes that are transposes: ``(x - m)' S (x - m)`` and ``x'x``.

Elsewhere a prime is part of a name, as in a sum over x and x'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from symkl.reading import names
from symkl.reading.chain import Chain, Side
from symkl.reading.layout import Node, Row, plain
from symkl.reading.seeing import seen

SAYING = re.compile(
    r"\b(?:primes?|apostrophes?)(?: signs?)?\s+(?:always |here )?(?:denotes?|stands? for|means?|"
    r"indicates?|marks?|is|are)\s+(?:(?:the|a|an|matrix|vector|used for)\s+)*transpos|"
    r"\btranspos(?:e|es|ition)\s+(?:is|are)\s+(?:denoted|written|marked|indicated)\s+(?:by|with)\s+"
    r"(?:an?\s+)?(?:prime|apostrophe)|撇号?表示转置",
    re.IGNORECASE,
)
REACH = 3  # nodes from x' to x in x'Sx


def with_transposes(chains: tuple[Chain, ...], text: str = "") -> tuple[Chain, ...]:
    """The chains, with primes as transposes wherever they are seen or said to be so used."""
    if SAYING.search(text) is None and not any(
        _shows_transposes(side.row) for chain in chains for side in chain.sides
    ):
        return chains
    return tuple(_rewritten(chain) for chain in chains)


def _shows_transposes(row: Row) -> bool:
    """Whether a bracket has a prime, or a name with one is multiplied by the same without."""
    nodes = plain(row)
    for place, node in enumerate(nodes):
        if node.kind == "fence" and node.primes == 1:
            return True
        factors = _factors(nodes[place + 1 : place + 1 + REACH])
        if node.kind == "name" and node.primes == 1 and names.stem(_bare(node)) in factors:
            return True
    return any(_shows_transposes(inner) for node in nodes for inner in node.rows)


def _factors(nodes: Row) -> list[str]:
    found = []
    for node in nodes:
        if node.kind != "name":
            break
        found.append(names.stem(node))
    return found


def _bare(node: Node) -> Node:
    return replace(node, primes=0)


def _rewritten(chain: Chain) -> Chain:
    """The chain with transposes, unless its primed names are values of variables."""
    primed = {names.key(n) for side in chain.sides for n in _walk(side.row) if n.primes}
    if not primed:
        return chain
    for side in chain.sides:
        usage = seen(side.row)
        arguments = {u.key for a in usage.applications for u in (*a.targets, *a.given)}
        if primed & {*usage.summed, *usage.integrated, *arguments}:
            return chain
    return replace(chain, sides=tuple(_transposed_side(side) for side in chain.sides))


def _walk(row: Row) -> Iterator[Node]:
    for node in row:
        yield from node.walk()


def _transposed_side(side: Side) -> Side:
    return replace(side, row=_transposed(side.row))


def _transposed(row: Row) -> Row:
    return tuple(_transposed_node(node) for node in row)


def _transposed_node(node: Node) -> Node:
    inside = replace(node, parts=tuple(map(_transposed, node.parts))) if node.parts else node
    if node.primes != 1 or node.sup is not None or node.kind not in ("name", "fence"):
        return inside
    mark = Node("name", "T", (node.span[1] - 1, node.span[1]))
    return replace(inside, primes=0, sup=(mark,))
