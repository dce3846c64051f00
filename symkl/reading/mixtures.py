r"""Mixtures of laws as operands: ``\frac12 (P + Q)``, ``\lambda P + (1 - \lambda) Q``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symkl.reading import names
from symkl.reading.layout import Node, Row, plain

COMPUTING = frozenset({"op", "number", "frac", "name", "fence", "group"})
SIGNS = frozenset({"+", "-", "*", "times", "/"})

WEIGHT = " is a weight"


def laws_mixed(row: Row) -> list[str]:
    """The names in a sum of multiples of names; [] for anything that is no such sum."""
    nodes = names.unwrapped(row)
    if not _is_computed(nodes) or not any(n.text == "+" for n in _all(nodes) if n.kind == "op"):
        return []
    weights = _weights(nodes)
    found = (names.key(n) for n in _all(nodes) if n.kind == "name")
    return [name for name in dict.fromkeys(found) if name not in weights]


def _weights(nodes: Row) -> frozenset[str]:
    r"""The lambda of ``\lambda P + (1 - \lambda) Q``: it is taken from a number."""
    found = _complements(nodes)
    before: tuple[Node | None, ...] = (None, None)
    for node in nodes:
        counted = [n is not None and (n.kind, n.text) for n in before]
        if node.kind == "name" and counted == [("number", "1"), ("op", "-")]:
            found.add(names.key(node))
        for part in node.parts:
            found |= _weights(plain(part))
        before = (before[1], node)
    return frozenset(found)


def _complements(nodes: Row) -> set[str]:
    r"""The lambda of ``\lambda P + \bar\lambda Q``, with its complement."""
    keys = {names.key(node) for node in _all(nodes) if node.kind == "name"}
    barred = {key for key in keys if key.startswith("bar:") and key.removeprefix("bar:") in keys}
    return barred | {key.removeprefix("bar:") for key in barred}


def _is_computed(nodes: Row) -> bool:
    for node in nodes:
        if node.kind not in COMPUTING or (node.kind == "op" and node.text not in SIGNS):
            return False
        if node.kind != "name" and not all(_is_computed(plain(part)) for part in node.parts):
            return False
        if node.kind == "fence" and (node.text not in ("()", "[]") or node.sup or node.sub):
            return False
    return bool(nodes)


def _all(nodes: Row) -> Iterator[Node]:
    for node in nodes:
        yield node
        for part in node.parts:
            yield from _all(plain(part))


def without_arguments(row: Row) -> Row:
    """``P(x)`` as P: the row without brackets that hold one name and stand behind a name."""
    found: list[Node] = []
    for node in plain(row):
        behind = found and found[-1].kind == "name"
        if behind and node.kind == "fence" and names.single(node.parts[0]) is not None:
            continue
        parts = tuple(without_arguments(part) for part in node.parts)
        found.append(replace(node, parts=parts) if node.kind != "name" else node)
    return tuple(found)


def of_weight(name: str) -> str:
    """The doubt about a number that mixes laws: it is between 0 and 1, even if nothing says so."""
    return f"{name}{WEIGHT}"
