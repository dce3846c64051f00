"""Whether a special case saves a claim that is false in general.

What a text may assume in words that nobody read is one of a few things: that variables are
independent, that laws are equal, that matrices commute.  A claim that stays false in all of these
cases is false whatever the words say.  One that a case makes true says something of that case only
if it could not be said more briefly there: ``H(p, q) = H(p) - D(p || q)`` is true of equal laws,
but nobody who means equal laws writes a divergence that is 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from symkl.kernel.check import Claim
from symkl.kernel.context import Context
from symkl.kernel.errors import IllFormed
from symkl.kernel.terms import ZERO, Term, mul
from symkl.models.admissible import laws_hold
from symkl.models.cases import Case, cases, is_covered
from symkl.models.compare import Sides, compared, possible_signs
from symkl.models.cost import MAX_COST, cost_of_both
from symkl.models.hypotheses import Hypotheses
from symkl.models.model import Model, Undefined, Unsupported
from symkl.models.proviso import Proviso
from symkl.models.relevant import relevant
from symkl.models.survey import affordable, points_of, trouble_of

DIGITS = 20
ENOUGH = 3  # models that must give both sides a value before anything is said
NEARLY = -8  # as a power of ten, how much sides may differ in models that come near to a case
DRAWN = 16  # models of no special case


def is_excused(claim: Claim, proviso: Proviso) -> bool:
    """Whether words near a claim that is false in general may make it true."""
    return may_hold(claim) if proviso.is_condition else is_saved(claim)


def is_saved(claim: Claim) -> bool:
    """Whether the claim says something true of a special case, or no case could be looked at."""
    return _in_any_case(claim, lambda at, case: all(map(at.says, case)))


def may_hold(claim: Claim) -> bool:
    """Whether the claim holds in any model at all, so that some condition may save it.

    An equation whose sides differ in both directions is taken to hold somewhere in between.
    """
    claim = replace(claim, given=())  # a condition may stand instead of what was given before
    signs: set[int] = set()

    def accepts(at: _At, case: Case) -> bool:
        for model in case:
            sides = at.sides(model)
            if sides is not None:
                signs.update(*(only for only in sides.signs if len(only) == 1))
                if at.nearly(sides) and not at.is_empty(sides):
                    return True
        return claim.relation == "=" and signs >= {-1, 1}

    return _in_any_case(claim, accepts, DRAWN)


def _in_any_case(claim: Claim, accepts: Callable[[_At, Case], bool], drawn: int = 0) -> bool:
    if trouble_of(claim):
        return True
    claim = relevant(claim)
    if not is_covered(claim.context):
        return True
    at, points = _At(claim), points_of(claim)
    if any(accepts(at, case) for case in cases(claim.context, points)):
        return True
    others = affordable(claim, points, drawn, 0) if drawn else ()
    return any(accepts(at, (model,)) for model in others) or at.seen < ENOUGH


@dataclass
class _At:
    """A claim in models, and in how many of them both sides had a value."""

    claim: Claim
    seen: int = 0
    hypotheses: Hypotheses = field(init=False)
    declared: Context = field(init=False)  # only what is declared to be independent or below

    def __post_init__(self) -> None:
        laws = self.claim.context.laws
        kept = {n: replace(d, sign="real") for n, d in laws.items() if d.independent or d.below}
        self.declared = replace(self.claim.context, laws=kept)
        self.hypotheses = Hypotheses(self.claim.context, self.claim.given)

    def sides(self, model: Model) -> Sides | None:
        """Both sides in a model in which what is given holds; None where they have no value."""
        try:
            if cost_of_both(self.claim, model) > MAX_COST or not self.hypotheses.hold(model):
                return None
            found = compared(self.claim, model, DIGITS)
        except (Undefined, Unsupported, IllFormed):
            return None
        self.seen += 1
        return found

    def says(self, model: Model) -> bool:
        """Whether the claim holds, strictly where it is an inequality, and all of it is needed."""
        sides = self.sides(model) if laws_hold(self.declared, model) else None
        if sides is None or not self.nearly(sides) or self.is_empty(sides):
            return False
        if not self.is_bounding and any(0 in signs for signs in sides.signs):
            return False
        terms = [list(_summands(side)) for side in (self.claim.lhs, self.claim.rhs)]
        several = [term for of in terms if len(of) > 1 for term in of]
        return not any(self._vanishes(term, model) for term in several)

    @property
    def is_bounding(self) -> bool:
        """Whether equality is what the claim says: an equation, or a bound that is 0."""
        return self.claim.relation == "=" or any(map(_is_zero, (self.claim.lhs, self.claim.rhs)))

    def nearly(self, sides: Sides) -> bool:
        """Whether the relation holds, or an equation as nearly as some cases have models."""
        if not sides.fails:
            return True
        return self.claim.relation == "=" and sides.error(DIGITS) < NEARLY

    def is_empty(self, sides: Sides) -> bool:
        """Whether an equation says no more than that 0 is 0, and says so of no side."""
        if self.claim.relation != "=" or any(map(_is_zero, (self.claim.lhs, self.claim.rhs))):
            return False
        return all(0 in possible_signs(value) for value in (*sides.lhs, *sides.rhs))

    def _vanishes(self, term: Term, model: Model) -> bool:
        claim = replace(self.claim, lhs=term, relation="=", rhs=mul(ZERO, term), given=())
        try:
            return not compared(claim, model, DIGITS).fails
        except (Undefined, Unsupported, IllFormed):
            return False


def _is_zero(side: Term) -> bool:
    """Whether a side is written as 0."""
    return side == ZERO or (side.head == "mul" and ZERO in side.args)


def _summands(term: Term) -> Iterator[Term]:
    if term.head in ("add", "neg"):
        for child in term.args:
            yield from _summands(child)
    else:
        yield term
