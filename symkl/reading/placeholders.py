r"""What the parameters of a function stand for in what the text says it is.

In ``R(\theta \mid \phi) = -E_{p(z|x,\phi)}[\log p(z|x,\theta)]`` both are labels of laws; in
``F(q, \beta) = E_q[f(x)] - H(q)/\beta`` one is a law and one a number.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from symkl.reading import names
from symkl.reading.arguments import arguments, divided_at_bar
from symkl.reading.differentials import bound_names, differentials
from symkl.reading.layout import Node, Row, plain
from symkl.reading.seeing import seen

Kind = Literal["law", "label", "number"]
Place = Literal["law", "label", "point", "bound", "weight", "plain"]
NOTIONS = frozenset({"H", "h", "S", "I", "MI", "D", "KL", "DKL", "CE", "Kl", "KLD", "kl"})
AVERAGES = frozenset({"E", "KL", "DKL", "D", "H", "langlerangle"})  # they bind points unseen


def kind_of(name: str, body: Row) -> Kind | None:
    """What a parameter stands for; None where the body binds it, or may do so unseen."""
    found = set(_places(name, body, "plain"))
    if name in {names.key(x) for row in _rows(body) for x in differentials(row)}:
        return None
    if "bound" in found or ("weight" in found and name not in seen(body).counted):
        return None if "bound" in found else "law"
    if "law" in found:
        return "law"
    if "label" in found:
        return "label"
    return None if "point" in found and averages(body) else "number"


def averages(row: Row) -> bool:
    """Whether means are taken in a row, over points that are not written."""
    return any(n.text in AVERAGES for top in row for n in top.walk() if n.kind in ("name", "fence"))


def is_argument(node: Node | None) -> bool:
    """Whether a bracket holds arguments and computes nothing."""
    if node is None or node.kind != "fence" or node.text not in ("()", "[]"):
        return False
    return all(n.kind in ("name", "punct", "bar") for n in names.unwrapped(node.parts[0]))


def _rows(row: Row) -> Iterator[Row]:
    yield row
    for top in row:
        for node in top.walk():
            yield from node.rows


def _places(name: str, row: Row, place: Place) -> Iterator[Place]:
    """Where the name stands in a row that stands in this place itself."""
    nodes = plain(row)
    for at, node in enumerate(nodes):
        before = nodes[at - 1] if at else None
        following = nodes[at + 1] if at + 1 < len(nodes) else None
        if node.kind == "name" and names.key(node) == name:
            yield "law" if is_argument(following) else place
        elif node.kind == "name":
            yield from _in_scripts(name, node, place)
        elif node.kind == "fence" and before is not None and before.kind == "name":
            yield from _in_brackets(name, before, node, place)
        elif node.kind == "fence" and node.text == "langlerangle":
            yield from _averaged(name, node.sub or ())
            yield from _places(name, node.parts[0], place)
        else:
            if node.kind == "big" and name in bound_names(node):
                yield "bound"
            for inner in node.rows:
                yield from _places(name, inner, place)


def _in_scripts(name: str, node: Node, place: Place) -> Iterator[Place]:
    if node.text == "E":
        yield from _averaged(name, node.sub or ())
    else:
        yield from _places(name, node.sub or (), "label")
    yield from _places(name, node.sup or (), place)


def _in_brackets(name: str, head: Node, fence: Node, place: Place) -> Iterator[Place]:
    """In the arguments of a law or a function, of a notion, or in what a mean is taken of."""
    yield from _places(name, fence.sup or (), place)
    if head.text == "E":
        yield from _places(name, fence.parts[0], place)
    elif head.text in NOTIONS:
        for part in arguments(fence.parts[0]):
            alone = names.single(part.row) is not None
            yield from _places(name, part.row, "law" if alone else "weight")
    else:
        targets, given = divided_at_bar(arguments(fence.parts[0]))
        of_law: Place = "bound" if place in ("weight", "law") else "point"
        for part in targets:
            yield from _places(name, part.row, "label" if part.mark == ";" else of_law)
        for part in given:
            yield from _places(name, part.row, "label")


def _averaged(name: str, row: Row) -> Iterator[Place]:
    """Under a mean: a law alone, what is drawn from one, or variables given others."""
    row = names.unwrapped(row)
    if names.single(row) is not None:
        yield from _places(name, row, "law")
        return
    drawn = [at for at, n in enumerate(row) if n.kind == "rel" and n.text == "~"]
    if not drawn and (len(row) < 2 or row[1].kind != "fence"):
        targets, given = divided_at_bar(arguments(row))
        for part in targets:
            yield from _places(name, part.row, "bound")
        for part in given:
            yield from _places(name, part.row, "label")
        return
    start = drawn[-1] + 1 if drawn else 0
    yield from _places(name, row[: max(start - 1, 0)], "bound")
    law = row[start:]
    yield from _places(name, law, "law" if names.single(law) is not None else "weight")


def free_names(row: Row) -> set[str]:
    r"""The names in a row but for those that a mean with brackets binds: z of ``E_{q(z|x)}[z]``."""
    nodes, found = plain(row), set[str]()
    for at, node in enumerate(nodes):
        before = nodes[at - 1] if at else None
        if node.kind == "name":
            found.add(names.key(node))
        scripts = (node.sub, None if names.stage(node) else node.sup)
        inside = set[str]().union(*map(free_names, (*node.parts, *filter(None, scripts))))
        is_mean = before is not None and before.kind == "name" and before.text == "E"
        if node.kind == "name" and node.text == "E":
            inside -= _bound_by(node)
        elif is_mean and before is not None and node.kind == "fence":
            inside -= _bound_by(before)
        found |= inside
    return found


def _bound_by(mean: Node) -> set[str]:
    """The names that a mean says it is over."""
    row = names.unwrapped(mean.sub or ())
    drawn = next((at for at, n in enumerate(row) if n.kind == "rel" and n.text == "~"), None)
    if drawn is None and len(row) == 2 and row[1].kind == "fence":
        row = row[1].parts[0]
    elif drawn is None and not any(n.kind in ("bar", "punct") for n in row):
        return set()  # of a law alone
    targets, _ = divided_at_bar(arguments(row[:drawn]))
    singles = (names.single(part.row) for part in targets if part.mark != ";")
    return {names.key(single) for single in singles if single is not None}
