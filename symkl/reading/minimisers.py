"""``argmin_q ...``, ``max_q ...`` and the like at the head of a side: which law they vary."""

from __future__ import annotations

from symkl.kernel.context import Law
from symkl.kernel.terms import Term
from symkl.language.extremes import EXTREMES, Extreme
from symkl.language.objectives import Kind, Objective
from symkl.language.written import Written
from symkl.reading import names
from symkl.reading.arguments import arguments
from symkl.reading.diagnostics import Unreadable
from symkl.reading.layout import Node, Row, plain
from symkl.reading.scope import Scope

MINIMISERS = frozenset({"argmin", "argmax"})
HEADS = frozenset({"value", "entropy", "mutual_information", "expect"})
OPERATORS = MINIMISERS | frozenset(EXTREMES)


def divided(row: Row) -> tuple[Node | None, Row]:
    """The operator at the head of a side, if there is one, and what it acts on."""
    nodes = plain(row)
    if nodes and nodes[0].kind == "big" and nodes[0].text in OPERATORS:
        return nodes[0], nodes[1:]
    return None, row


def extreme(scope: Scope, operator: Node, expression: Written) -> Extreme | None:
    """The extreme of an expression; None for minimisers.

    Raises Unreadable when what varies is not exactly one distribution, of which nothing is said.
    """
    kind = next((kind for kind in EXTREMES if kind == operator.text), None)
    if kind is None:
        return None
    row = names.unwrapped(operator.sub or ())
    if any(node.kind == "rel" for top in row for node in top.walk()):
        message = f"{operator.text} under a condition is not read yet"
        raise Unreadable("SK401", operator.span, message)
    varied = scope.laws[_varied(scope, operator)]
    if not _is_one_factor(expression.term, varied):
        message = f"how far {operator.text} reaches over the factors behind it"
        raise Unreadable("SK201", operator.span, message, "put brackets")
    return Extreme(kind, expression, varied)


def varies_whole(scope: Scope, operator: Node) -> bool:
    """Whether all of a law is varied, and not a parameter of it or a marginal."""
    row = names.unwrapped(operator.sub or ())
    base = scope.density_of(names.key(row[0])) if row and row[0].kind == "name" else ""
    law = scope.laws.get(base)
    if law is None or len(row) == 1:
        return law is not None
    return len(row) == 2 and len(arguments(row[1].parts[0])) == len(law.coords)


def _is_one_factor(term: Term, varied: Law) -> bool:
    """Whether every factor of a product varies, or is a positive number."""
    if term.head == "neg":
        return _is_one_factor(term.args[0], varied)
    if term.head not in ("mul", "div"):
        return True
    return all(
        any(part.head in HEADS and part.label[0] == varied.name for part in factor.walk())
        or all(part.head in ("num", "div") for part in factor.walk())
        for factor in term.args
    )


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
