r"""Probabilities of 0 and 1: ``p(1)``, ``P(X = 1)``, ``\Pr[X = 0]`` where X is 0 or 1.

The law of such a variable is one of a coin: its value at 1 is a number between 0 and 1, and that at
0 is what is left.
"""

from __future__ import annotations

from symkl.kernel import terms
from symkl.kernel.context import Law
from symkl.kernel.terms import Term
from symkl.reading import names
from symkl.reading.arguments import arguments
from symkl.reading.diagnostics import Unreadable
from symkl.reading.distributions import law_of
from symkl.reading.elaborate import Cursor, Elaborator
from symkl.reading.layout import Node
from symkl.reading.seeing import tossed
from symkl.reading.usage import PROBABILITIES

SIDES = (terms.ZERO, terms.ONE)


def probability(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """The value of the law of a coin at 0, at 1, or at a letter that is bound to one of them."""
    fence, scope = cursor.peek(), elaborator.scope
    if fence is None or fence.kind != "fence" or node.sup is not None:
        return None
    base, value = names.key(node), None
    said = tossed(fence.parts[0])
    if said is not None:
        variable, side = said
        value = SIDES[int(side)]
        if variable and names.stem(node) in PROBABILITIES:
            base = _law_of(elaborator, variable, node)
    elif len(arguments(fence.parts[0])) == 1:
        single = names.single(fence.parts[0])
        value = elaborator.bound.get(names.key(single)) if single is not None else None
    law = scope.laws.get(base)
    if law is None or value not in SIDES or not is_coin(law):
        return None
    law_of(elaborator, base)
    elaborator.claim(node, cursor.take())
    elaborator.claim_all(node.sub or ())
    elaborator.claim_all(fence.parts[0])
    elaborator.no_subscript(fence)
    chance = _chance(law)
    found = chance if value == terms.ONE else terms.sub(terms.ONE, chance)
    return elaborator.scripted(found, fence)


def is_coin(law: Law) -> bool:
    """Whether the law is one on 0 and 1."""
    return law.family is not None and law.family[0] == "bernoulli"


def _chance(law: Law) -> Term:
    (_, chance) = law.family or ("", "")
    return terms.num(terms.rational(chance)) if chance[:1].isdigit() else Term("sym", (), chance)


def _law_of(elaborator: Elaborator, variable: str, node: Node) -> str:
    try:
        return elaborator.scope.law_of_variables((variable,), node.span)
    except Unreadable:
        return ""
