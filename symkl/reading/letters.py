r"""Values of finite variables as numbers: ``\sum_x x\,p(x)``, ``\sum_i p_i x_i``, ``E[X^2]``.

The letters of an alphabet are no numbers by themselves.  Where a text computes with them, X is a
real function of its letters, of which nothing is known: what is proved holds for all of them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Literal

from symkl.derivation import Step
from symkl.kernel.context import Law
from symkl.kernel.terms import Term
from symkl.reading import names
from symkl.reading.diagnostics import Unreadable
from symkl.reading.elaborate import USUAL_NUMBERS, Elaborator
from symkl.reading.layout import Node
from symkl.reading.scope import INDEX_LETTERS, Scope

NUMBERS = re.compile(
    r"non-?negative|\bpositive|\bnegative|\bintegers?\b|\bbounded\b|\bbinary\b|\bBernoulli|"
    r"(?:zero|unit)[ -](?:mean|variance)|mean (?:zero|0)|\bcent(?:red|ered)\b|\bstandardi[sz]ed|"
    r"\bnormali[sz]ed|\btakes? (?:the )?values?\b|\bvalued\b|\bvalues in\b|\bnumber of\b|"
    r"\b(?:fair|dice|die|coins?|bits?)\b|\bdegenerate|\bconstant\b|\bsymmetric|"
    r"非负|正的|正值|正随机|负值|整数|有界|二元|零均值|均值为|方差为|取值|骰子|硬币|常数|对称",
    re.IGNORECASE,
)
NOTIONS = frozenset("EVHID")
DISTINCT = "different letters, which are different numbers"
KNOWN = "an alphabet of which the numbers are known"


def as_number(elaborator: Elaborator, point: Term, node: Node) -> Term:
    """The number that a letter stands for; raises Unreadable where it may be none.

    An index is a number of its own; what is bold, or in a norm, is a vector.
    """
    _, sort = point.label
    written, span, scope = names.key(node), node.span, elaborator.scope
    outcome = names.outcome_of(names.stem(node))
    vectors = node.style == "bold" or scope.is_linear() or outcome in scope.all.normed
    is_summed = written.partition("_")[2] in elaborator.bound or scope.is_summed(outcome)
    unknown = vectors or _has_unknown_capitals(scope) or not is_summed
    if scope.sort(sort).kind != "finite" or written in INDEX_LETTERS or unknown:
        raise Unreadable("SK302", span, f"{written} is a value of a finite variable, not a number")
    law = elaborator.scope.function(sort, (sort,), span, _sign(elaborator.scope, sort))
    elaborator.used.add(law)
    elaborator.used.update(elaborator.scope.declarations_of_sort(sort))
    return Term("value", (point,), (law.name, (law.coords[0][0],), ()))


def _has_unknown_capitals(scope: Scope) -> bool:
    """Whether the chain has a capital that may be a matrix, as in ``E[A X]``."""
    return any(
        len(name) == 1
        and names.is_capital(name)
        and name not in USUAL_NUMBERS | NOTIONS
        and not scope.is_variable(name)
        and not scope.is_distribution(name)
        and scope.declared.kind(name) in ("", "matrix")
        for name in scope.levels[0].names
    )


def _sign(scope: Scope, sort: str) -> Literal["positive", "real"]:
    """Numbers under a logarithm or in a divisor are assumed positive, as others are."""
    letters = {names.letter_of(names.outcome_of(name)) for name in scope.all.scaled}
    return "positive" if names.letter_of(names.outcome_of(sort)) in letters else "real"


def in_doubt(step: Step, is_known: bool) -> Step:
    """The step, in doubt where it may be true because of what the numbers are.

    Two letters of a model may stand for one number.  Numbers nearby tell them apart, so that an
    inequality fails of these as well, unless something is given that they need not obey.
    """
    laws = [d for d in step.declarations if isinstance(d, Law)]
    if step.doubt or not any(law.name == law.coords[0][1] for law in laws):
        return step
    if is_known:
        return replace(step, doubt=KNOWN)
    given = any(isinstance(d, Law) for said in step.given for d in said.declarations)
    return replace(step, doubt=DISTINCT) if given else step
