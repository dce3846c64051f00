"""Functions of random variables as arguments of entropies: ``H(f(X))``, ``I(X; g(Y, Z))``.

Such an argument is a random variable of its own that is known with those in its brackets, which is
given to the kernel as ``H(f(X) | X) = 0``.  Its name is written like it: ``f(X)``.
"""

from __future__ import annotations

from dataclasses import replace

from symkl.reading import names
from symkl.reading.dependence import variables_in
from symkl.reading.layout import Node, Row, span_of
from symkl.reading.usage import ENTROPY_LETTERS, FUNCTIONS, INFORMATION_LETTERS

NOTIONS = ENTROPY_LETTERS | INFORMATION_LETTERS


def with_images(row: Row) -> Row:
    """The row with one node for each function of random variables in an entropy."""
    found: list[Node] = []
    for node in row:
        if not node.parts and node.sub is None and node.sup is None:
            found.append(node)
            continue
        parts = tuple(with_images(part) for part in node.parts)
        sub = None if node.sub is None else with_images(node.sub)
        sup = None if node.sup is None else with_images(node.sup)
        before = found[-1] if found else None
        if node.kind == "fence" and before is not None and _is_notion(before):
            parts = tuple(_arguments(part) for part in parts)
        changed = (parts, sub, sup) != (node.parts, node.sub, node.sup)
        found.append(replace(node, parts=parts, sub=sub, sup=sup) if changed else node)
    return tuple(found)


def _is_notion(node: Node) -> bool:
    return node.kind == "name" and node.text in NOTIONS


def _arguments(row: Row) -> Row:
    """The arguments of an entropy, each ``f(X)`` made one name."""
    found: list[Node] = []
    for node in row:
        before = found[-1] if found else None
        variables = variables_in(node.parts[0]) if node.kind == "fence" else ()
        bare = node.text == "()" and node.sub is None and node.sup is None
        if before is None or not variables or not bare or not _is_function(before):
            found.append(node)
            continue
        text = f"{names.key(before)}({','.join(variables)})"
        if names.IMAGE.fullmatch(text) is None:
            found.append(node)
            continue
        found[-1] = Node("name", text, span_of((before, node)))
    return tuple(found)


def _is_function(node: Node) -> bool:
    plain = node.sup is None and not node.primes and node.kind == "name"
    return plain and names.letter_of(names.key(node)) in FUNCTIONS
