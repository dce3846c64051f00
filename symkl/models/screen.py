"""Screens: a few models that a claim must hold in before anyone looks for its proof."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.errors import IllFormed
from symkl.kernel.terms import ZERO
from symkl.models.arithmetic import Balls, precision
from symkl.models.build import models
from symkl.models.compare import sides
from symkl.models.cost import MAX_COST, cost_of_both
from symkl.models.entropic import satisfying
from symkl.models.evaluate import SPARE_DIGITS, Evaluator
from symkl.models.hypotheses import Hypotheses
from symkl.models.model import Model, Undefined, Unsupported
from symkl.models.survey import trouble_of

DIGITS = 15
MODELS = 2
TRIED = 12  # models among which those that refute the claim are looked for
PASSED_OVER = 2  # the first models are the simplest: uniform and equal, they tell little apart


class Screen:
    """A few models that refute a claim: edits of it that hold in them may be true.

    Examples:
        >>> from dataclasses import replace
        >>> from symkl import FiniteSpace, KL, Equal
        >>> from symkl.kernel.check import Claim
        >>> P, Q = FiniteSpace("X").pmfs("P Q")
        >>> sides = Equal(KL(P, Q), -KL(P, Q))
        >>> false = Claim(sides.lhs.context, sides.lhs.term, "=", sides.rhs.term)
        >>> Screen(false).passes(false), Screen(false).passes(replace(false, relation=">="))
        (False, True)
    """

    def __init__(self, false: Claim) -> None:
        self._given = false.given
        self._tried = [Evaluator(false.context, model, Balls()) for model in _models(false)]
        with precision(DIGITS + SPARE_DIGITS):
            telling = (e for e in self._tried if not _holds(false, e))
            self._telling = list(islice(telling, MODELS)) or self._tried[:MODELS]

    def passes(self, claim: Claim) -> bool:
        """Whether both sides have values and no model refutes the claim; it proves nothing.

        What the models cannot evaluate passes; so does every claim that has other hypotheses.
        """
        if claim.given != self._given:
            return True
        with precision(DIGITS + SPARE_DIGITS):
            return all(_holds(claim, evaluator) for evaluator in self._telling)

    def refutes(self, claim: Claim) -> bool:
        """Whether any of all the models tried certainly contradicts the claim.

        That costs more than :meth:`passes` and much less than a proof that cannot be found.
        """
        if claim.given != self._given:
            return False
        with precision(DIGITS + SPARE_DIGITS):
            return any(_fails(claim, evaluator) for evaluator in self._tried)

    def zero_lies_between(self, claim: Claim) -> bool:
        """Whether an inequality holds in all models tried because 0 lies between its sides.

        A side that is 0 in all of them is another way to write 0, and nothing lies between.
        """
        halves = replace(claim, rhs=ZERO, given=()), replace(claim, lhs=ZERO, given=())
        with precision(DIGITS + SPARE_DIGITS):
            return all(
                all(_holds(half, evaluator) for evaluator in self._tried)
                and any(_differs(half, evaluator) for evaluator in self._tried)
                for half in halves
            )


def _models(claim: Claim) -> Iterator[Model]:
    """Models in which everything that is given holds."""
    points = sorted(terms.free_points(claim.lhs) | terms.free_points(claim.rhs))
    drawn = islice(models(claim.context, points, PASSED_OVER + TRIED), PASSED_OVER, None)
    if not claim.given:
        return drawn
    if trouble_of(claim):
        return iter(())
    hypotheses = Hypotheses(claim.context, claim.given)
    found = chain(islice(satisfying(claim, points), TRIED), drawn)
    return islice((model for model in found if hypotheses.hold(model)), TRIED)


def _differs(claim: Claim, evaluator: Evaluator) -> bool:
    """Whether the sides certainly have different values."""
    try:
        return sides(replace(claim, relation="!="), evaluator).holds
    except (Undefined, IllFormed, Unsupported):
        return False


def _fails(claim: Claim, evaluator: Evaluator) -> bool:
    if cost_of_both(claim, evaluator.model) > MAX_COST:
        return False
    try:
        return sides(claim, evaluator).fails
    except (Undefined, IllFormed, Unsupported):
        return False


def _holds(claim: Claim, evaluator: Evaluator) -> bool:
    if cost_of_both(claim, evaluator.model) > MAX_COST:
        return True
    try:
        return not sides(claim, evaluator).fails
    except (Undefined, IllFormed):
        return False
    except Unsupported:
        return True
