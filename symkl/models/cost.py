"""How much work it is to evaluate a term in a model."""

from __future__ import annotations

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.terms import Term
from symkl.models.model import Model

MAX_COST = 4000  # evaluated nodes of both sides in one model


def cost(term: Term, model: Model) -> int:
    """How many nodes are evaluated; real spaces and matrices count as one."""
    known: dict[Term, int] = model.remembered.setdefault(cost, {})
    found = known.get(term)
    if found is None:
        found = known[term] = _cost(term, model)
    return found


def _cost(term: Term, model: Model) -> int:
    repeated = 1
    for _, sort in terms.binders_of(term):
        repeated *= model.sizes.get(sort, 1)
    if term.head in ("entropy", "mutual_information"):
        repeated *= len(model.laws.get(term.label[0], ()))
    return repeated * (1 + sum(cost(child, model) for child in term.args))


def cost_of_both(claim: Claim, model: Model) -> int:
    """How many nodes the sides of a claim have together."""
    return cost(claim.lhs, model) + cost(claim.rhs, model)
