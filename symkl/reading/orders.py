"""Laws whose arguments stand in two orders in one chain: p(x, y) beside p(y, x).

Where one letter stands for all laws, as in p(x), p(y | x) or H(X, Y), an argument says itself which
variable it is a value of, and the order makes no difference.  Where P is one table, P(y, x) is
another entry than P(x, y).  Without a sign of the first kind the sides are not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symkl.kernel.terms import Label, Term
from symkl.reading import names
from symkl.reading.chain import Chain
from symkl.reading.diagnostics import Diagnostic
from symkl.reading.scope import Scope
from symkl.reading.sides import ReadSide


def told_apart(sides: list[ReadSide], chain: Chain, scope: Scope) -> list[ReadSide]:
    """The sides, without those that use a law in another order than before."""
    first: dict[tuple[str, frozenset[str]], Label] = {}
    found = []
    for side, at in zip(sides, chain.sides, strict=True):
        swapped = ""
        for name, targets in _orders(side.written.term) if side.written is not None else ():
            known = first.setdefault((name, frozenset(targets)), targets)
            if known != targets and not _is_by_name(name, frozenset(targets), scope):
                swapped = name
        problem = Diagnostic(
            "SK201",
            at.span,
            f"{swapped} has its arguments in two orders: by name, or by place?",
            f"write a marginal such as {swapped}(x) if the names say which variable is meant",
        )
        found.append(replace(side, written=None, problem=problem) if swapped else side)
    return found


def _orders(term: Term) -> Iterator[tuple[str, Label]]:
    """The laws of which a term has values, with the order of their variables."""
    for part in term.walk():
        if part.head == "value" and len(part.label[1]) > 1 and not part.label[2]:
            yield part.label[0], part.label[1]


def _is_by_name(name: str, variables: frozenset[str], scope: Scope) -> bool:
    """Whether the text writes other laws of these variables with the same letter."""
    for level in scope.levels:
        groups = (*level.entropies, *level.averaged, *level.markov)
        if any(variables <= {scope.variable_of(v) for v in group} for group in groups):
            return True
        for one in level.applications:
            if names.printable(one.base) != name:
                continue
            targets = {scope.variable_of(use.key, use.event_of) for use in one.targets}
            if one.given or targets < variables:
                return True
    return False
