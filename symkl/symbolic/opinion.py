"""What SymPy says of a claim: that both sides are equal, by which operations, or nothing.

It is one of two witnesses: whoever asks must have models that agree as well.  It never says that a
claim is false, and what it says proves nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from symkl.kernel.check import Claim
from symkl.kernel.consistency import require_consistent
from symkl.kernel.context import Context
from symkl.kernel.errors import KernelError
from symkl.kernel.families import titled
from symkl.kernel.grammar import require_well_formed
from symkl.kernel.hypotheses import Hypothesis
from symkl.kernel.terms import Term
from symkl.symbolic.arithmetic import NotExpressible
from symkl.symbolic.identity import vanishing_by
from symkl.symbolic.translation import Translation

SIGNS = {
    "positive": "positive_number",
    "nonnegative": "nonnegative",
    "unit": "unit_number",
}


@dataclass(frozen=True)
class Agreement:
    """The operations that gave 0, SymPy's version, and what was assumed on the way."""

    operations: str
    version: str
    hypotheses: tuple[Hypothesis, ...]


def agreement(claim: Claim) -> Agreement | None:
    """What made exactly 0 of the difference of the sides; None when nothing did.

    None as well for other relations, under given equations, and where the kernel does not find
    that both sides have a value in every model.
    """
    if claim.relation != "=" or claim.given:
        return None
    try:
        require_consistent(claim.context)
        difference, translation = _difference(claim)
        operations = vanishing_by(difference)
    except (NotExpressible, KernelError):
        return None
    if not operations:
        return None
    return Agreement(operations, sp.__version__, _hypotheses(claim, translation))


def _difference(claim: Claim) -> tuple[sp.Expr, Translation]:
    translation = Translation(claim.context)
    for side in (claim.lhs, claim.rhs):
        require_well_formed(side)
    return translation.value(claim.lhs) - translation.value(claim.rhs), translation


def _hypotheses(claim: Claim, translation: Translation) -> tuple[Hypothesis, ...]:
    """What SymPy was told of the names in the claim, and what the kernel used to discharge."""
    found = set(translation.normaliser.hypotheses)
    for side in (claim.lhs, claim.rhs):
        for node in side.walk():
            found |= set(_declared(claim.context, node))
    return tuple(sorted(found))


def _declared(context: Context, node: Term) -> list[Hypothesis]:
    if node.head == "sym" and context.number(node.label).sign in SIGNS:
        return [Hypothesis(SIGNS[context.number(node.label).sign], node.label)]
    if node.head == "expect":
        law = context.law(node.label[0])
        parameters = [context.numbers[name] for name in law.family or () if name in context.numbers]
        signs = [Hypothesis(SIGNS[n.sign], n.name) for n in parameters if n.sign in SIGNS]
        return [Hypothesis("family", law.name, titled(law)), *signs]
    return []
