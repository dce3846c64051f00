r"""Which names a formula says are in an interval: ``a, b \in [0, 1]``."""

from __future__ import annotations

from symkl.reading import names
from symkl.reading.arguments import arguments
from symkl.reading.layout import Node, Row, plain

LOWER = {"(": "<", "]": "<", "[": "<="}
UPPER = {")": "<", "[": "<", "]": "<="}


def in_interval(row: Row) -> list[str]:
    r"""The names that ``a, b \in [0, 1]`` says are in an interval."""
    found = interval(row)
    return [] if found is None else [names.key(node) for node in found[0] if node.sub is None]


def interval(row: Row) -> tuple[list[Node], tuple[Row, Row], tuple[str, str]] | None:
    """The names in an interval, its ends, and the relations to these."""
    row = plain(row)
    marks = [place for place, node in enumerate(row) if node.kind == "rel"]
    if len(marks) != 1 or row[marks[0]].text != "in":
        return None
    subjects, fence = row[: marks[0]], names.unwrapped(row[marks[0] + 1 :])
    if len(fence) != 1 or fence[0].kind != "fence" or fence[0].rows[1:] or len(fence[0].text) != 2:
        return None
    ends = arguments(fence[0].parts[0])
    above, below = LOWER.get(fence[0].text[0]), UPPER.get(fence[0].text[1])
    named = [names.single(part.row) for part in arguments(subjects)]
    nodes = [node for node in named if node is not None and _is_number(node)]
    if len(ends) != 2 or above is None or below is None or len(nodes) != len(named):
        return None
    return nodes, (ends[0].row, ends[1].row), (above, below)


def _is_number(node: Node) -> bool:
    return not names.is_capital(names.key(node))
