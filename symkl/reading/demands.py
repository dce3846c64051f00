r"""What a text demands of numbers with an index: ``\lambda_i \ge 0``, ``\sum_i \lambda_i = 1``."""

from __future__ import annotations

from typing import Literal

from symkl.reading import names
from symkl.reading.arguments import arguments
from symkl.reading.chain import Chain
from symkl.reading.layout import Node, Row, plain

Sign = Literal["nonnegative", "positive", ""]
BOUNDS: dict[tuple[str, str], Sign] = {
    ("0", "<="): "nonnegative",
    ("0", "<"): "positive",
    ("1", ">="): "",
}
FLIPPED = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}


def sign_said(said: Chain) -> tuple[str, Sign] | None:
    r"""What ``\lambda_i \ge 0`` says of all lambda_i; also ``\lambda_1, \dots, \lambda_n > 0``.

    That they are at most 1 is no sign, and follows from the others.
    """
    if len(said.links) != 1 or said.links[0].relation not in FLIPPED:
        return None
    (left, right), relation = (plain(side.row) for side in said.sides), said.links[0].relation
    if names.text(right) in ("0", "1"):
        left, right, relation = right, left, FLIPPED[relation]
    stem, sign = _numbered(right), BOUNDS.get((names.text(left), relation))
    return (stem, sign) if stem and sign is not None else None


def total_said(said: Chain) -> str:
    r"""The lambda of ``\sum_i \lambda_i = 1``; "" for anything else."""
    if [link.relation for link in said.links] != ["="]:
        return ""
    left, right = (plain(side.row) for side in said.sides)
    row, value = (left, right) if names.text(right) == "1" else (right, left)
    if names.text(value) != "1" or len(row) != 2 or (row[0].kind, row[0].text) != ("big", "sum"):
        return ""
    node = names.single(row[1:])
    index = names.unwrapped(row[0].sub or ())
    bound = names.single(index[:1])
    stem = _numbered(row[1:])
    same = node is not None and bound is not None and names.text(node.sub or ()) == bound.text
    return stem if same else ""


def _numbered(row: Row) -> str:
    """The stem of a name with an index, or of several in a list; "" for anything else."""
    parts = [part for part in arguments(plain(row)) if names.text(part.row) not in ("", "dots")]
    found = [_stem(names.single(part.row)) for part in parts]
    return found[0] if found and len(set(found)) == 1 else ""


def _stem(node: Node | None) -> str:
    if node is None or node.sub is None or node.sup is not None or len(plain(node.sub)) != 1:
        return ""
    return names.stem(node)
