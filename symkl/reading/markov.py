"""Markov chains ``X -> Y -> Z`` as hypotheses: what comes later depends on the last one only."""

from __future__ import annotations

from symkl.kernel.context import Declaration
from symkl.kernel.terms import ZERO, Term
from symkl.language.statements import Statement
from symkl.language.written import Written
from symkl.reading.diagnostics import Unreadable
from symkl.reading.evidence import NEAR
from symkl.reading.scope import Scope


def markov_statements(scope: Scope) -> tuple[Statement, ...]:
    """I(before; next | last) = 0 along the chains said near the formula.

    A chain of variables without a common law says nothing that can be used.
    """
    chains = dict.fromkeys(chain for level in scope.levels[:NEAR] for chain in level.markov)
    return tuple(found for chain in chains for found in _along(scope, chain))


def _along(scope: Scope, chain: tuple[str, ...]) -> list[Statement]:
    try:
        law = scope.laws[scope.law_of_variables(chain, (0, 0))]
    except Unreadable:
        return []
    declarations: set[Declaration] = {law}
    for _, sort in law.coords:
        declarations.update(scope.declarations_of_sort(sort))
    found = []
    for place in range(2, len(chain)):
        groups = (chain[: place - 1], (chain[place],), (chain[place - 1],))
        term = Term("mutual_information", (), (law.name, *groups))
        found.append(Statement(Written(term, declarations), "=", Written(ZERO, declarations)))
    return found
