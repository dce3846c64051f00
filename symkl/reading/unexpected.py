"""What is said of notation that is known to be written, and is not read."""

from __future__ import annotations

from symkl.reading.diagnostics import Unreadable
from symkl.reading.layout import Node


def unexpected(node: Node, how: str) -> Unreadable:
    """What is said of a node that has no place where it stands."""
    known = UNREAD.get(node.kind) or UNREAD.get(f"{node.kind} {node.text}")
    if known is not None:
        return Unreadable("SK401", node.span, known.format(node.text))
    return Unreadable("SK302", node.span, f"{node.text or node.kind!r} {how}")


def of_brackets(node: Node) -> Unreadable:
    """What is said of brackets that are none."""
    if node.text == "langlerangle":
        message = "these brackets stand for an expectation or for an inner product"
        return Unreadable("SK201", node.span, message, "write \\mathbb{E}_p[...]")
    return Unreadable("SK401", node.span, "rounding brackets are not read yet")


# What is known to be written in formulas, and not read yet.
UNREAD: dict[str, str] = {
    "matrix": "matrices written out by their entries are not read yet",
    "cases": "distinctions of cases are not read yet",
    "unknown": "the command {} is not known",
    "text": "words inside a formula are not read",
    "punct dots": "what the dots leave out is not read",
    "punct !": "factorials are not read yet",
    "op pm": "a double sign says two things at once",
    "op otimes": "tensor products are not read yet",
    "op odot": "products by entries are not read yet",
    "op circ": "compositions of functions are not read yet",
    "none": "no variables stand here: an empty list, or one before the first",
    "rel ~": "a distribution is said in the middle of a formula",
}
