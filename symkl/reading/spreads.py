r"""Diagonal covariances: ``\sigma^2 I``, ``\mathrm{diag}(\sigma_1^2, \dots, \sigma_d^2)``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from symkl.reading import names
from symkl.reading.layout import Node, Row, plain

UNITS = frozenset({"I", "I_k", "I_d", "I_n", "I_D", "I_m", "I_p", "bb:I"})
TIMES = frozenset({"*", "times"})


@dataclass(frozen=True)
class Spread:
    """The numbers on the diagonal: the name of one, or of all, and whether it is squared."""

    name: str
    form: Literal["diagonal", "isotropic"]
    squared: bool
    limit: str = ""  # the index of the last one

    @property
    def matrix(self) -> str:
        """The name of the matrix."""
        inner = names.printable(self.name) + ("^2" if self.squared else "")
        return f"diag({inner})" if self.form == "diagonal" else f"{inner} I"


def spread_of(row: Row) -> Spread | None:
    """What a covariance says of its diagonal; None for one that is no such matrix."""
    nodes = [n for n in names.unwrapped(row) if n.kind != "op" or n.text not in TIMES]
    if len(nodes) != 2:
        return None
    first, second = nodes
    if first.kind == "func" and first.text == "diag" and second.kind == "fence":
        return _diagonal(plain(second.parts[0])) if second.sup is None else None
    if names.text((first,)) in UNITS:
        first, second = second, first
    if names.text((second,)) not in UNITS or first.kind != "name":
        return None
    return _of(first, "isotropic")


def is_argument(node: Node) -> bool:
    r"""Whether this is the (x) of ``\sigma^2(x)``."""
    return node.kind == "fence" and node.text == "()" and node.sup is None and node.sub is None


def _of(node: Node, form: Literal["diagonal", "isotropic"], limit: str = "") -> Spread | None:
    squared = node.sup is not None and names.text(node.sup) == "2"
    if (node.sup is not None and not squared) or names.is_capital(names.stem(node)):
        return None
    name = names.stem(node) if limit else names.key(node)
    return Spread(name, form, squared, limit)


def _diagonal(row: Row) -> Spread | None:
    r"""``\sigma^2``, or ``\sigma_1^2, ..., \sigma_d^2``."""
    nodes = [node for node in row if node.kind != "punct"]
    if len(nodes) == 2 and nodes[0].kind == "name" and is_argument(nodes[1]):
        found = _of(nodes[0], "diagonal")
        return found and replace(found, name=found.name + names.text(tuple(nodes[1:])))
    if len(nodes) == 1 and nodes[0].kind == "name":
        return _of(nodes[0], "diagonal")
    if len(nodes) < 2 or any(node.kind != "name" or node.sub is None for node in nodes):
        return None
    same = len({(names.stem(n), names.text(n.sup or ())) for n in nodes}) == 1
    dots = any(node.text == "dots" for node in row if node.kind == "punct")
    numbered = [names.text(n.sub or ()) for n in nodes]
    counted = numbered[:-1] == [str(place + 1) for place in range(len(nodes) - 1)]
    if not (same and dots and counted and numbered[-1].isidentifier()):
        return None
    return _of(nodes[0], "diagonal", numbered[-1])
