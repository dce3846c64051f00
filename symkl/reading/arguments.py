"""What stands in the brackets of p(...), H(...), KL(...): parts between commas, bars and so on."""

from __future__ import annotations

from dataclasses import dataclass

from symkl.reading.layout import Node, Row, plain


@dataclass(frozen=True)
class Argument:
    """One part, and the mark that stands before it: "", ",", "|", "||" or ";"."""

    mark: str
    row: Row
    separator: Node | None = None


def arguments(row: Row) -> list[Argument]:
    """The parts of a row, divided at commas, semicolons and bars outside of brackets.

    Bars that enclose something, as in ``log|S|``, divide nothing; they are told apart by what
    stands before them.
    """
    found: list[Argument] = []
    current: list[Node] = []
    mark, separator = "", None
    for node in plain(row):
        if _divides(node, current):
            found.append(Argument(mark, tuple(current), separator))
            mark, current, separator = node.text, [], node
        else:
            current.append(node)
    found.append(Argument(mark, tuple(current), separator))
    return [a for a in found if a.row or a.mark]


def _divides(node: Node, before: list[Node]) -> bool:
    if node.sub is not None or node.sup is not None:
        return False
    if node.kind == "punct":
        return node.text in (",", ";")
    return node.kind == "bar" and bool(before)


def divided_at_bar(parts: list[Argument]) -> tuple[list[Argument], list[Argument]]:
    """Those before the first bar, and those after it (the conditions)."""
    for place, part in enumerate(parts):
        if part.mark in ("|", "||"):
            return parts[:place], parts[place:]
    return parts, []
