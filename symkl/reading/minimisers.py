"""``argmin_q ...`` and ``argmax_q ...`` at the head of a side: which law they vary."""

from __future__ import annotations

from symkl.language.objectives import Kind, Objective
from symkl.language.written import Written
from symkl.reading import names
from symkl.reading.diagnostics import Unreadable
from symkl.reading.layout import Node, Row, plain
from symkl.reading.scope import Scope

OPERATORS = frozenset({"argmin", "argmax"})


def divided(row: Row) -> tuple[Node | None, Row]:
    """The operator at the head of a side, if there is one, and what it acts on."""
    nodes = plain(row)
    if nodes and nodes[0].kind == "big" and nodes[0].text in OPERATORS:
        return nodes[0], nodes[1:]
    return None, row


def objective(scope: Scope, operator: Node, expression: Written) -> Objective:
    """The minimisers or maximisers of an expression.

    Raises Unreadable when what varies is not exactly one distribution.
    """
    kind: Kind = "argmax" if operator.text == "argmax" else "argmin"
    return Objective(kind, expression, scope.laws[_varied(scope, operator)])


def _varied(scope: Scope, operator: Node) -> str:
    """The law that the subscript names, or the one law with the parameter that it names."""
    row = names.unwrapped(operator.sub or ())
    name = names.key(row[0]) if row and row[0].kind == "name" else ""
    base = scope.density_of(name)
    free = [other for other, law in scope.laws.items() if law.normal is None]
    found = [other for other in free if other == base or other.endswith(f"_{name}")]
    whole = all(node.kind == "fence" or node.text == "in" for node in row[1:2])
    if not name or not whole or len(found) != 1:
        raise Unreadable(
            "SK401",
            operator.span,
            f"{operator.text} over anything but one distribution is not read yet",
        )
    return found[0]
