"""Normal forms that a search has worked out before: it asks for the same ones over and over.

The sides of a claim come back in every certificate that is tried for it, and most of them in every
edit of it.  Nothing that is found here is believed: the kernel, which remembers nothing, works out
whatever a proof rests on for itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from symkl.kernel.check import Claim, Setting, Trial, checked
from symkl.kernel.context import Context, Declaration
from symkl.kernel.equations import NONE, Equations
from symkl.kernel.errors import TooLarge
from symkl.kernel.hypotheses import Hypothesis
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.polynomial import Atom, Poly, Var
from symkl.kernel.terms import Term, free_points

MOST = 4000  # normal forms of one context under the same laws
FRESH = "~"  # how the names of points begin that stand for bound ones: they do not come back


_Place = tuple[Term, Var, Var, frozenset[tuple[Atom, frozenset[Hypothesis]]]]  # under guards


class _Known(NamedTuple):
    """A normal form and what it rests on."""

    poly: Poly
    used: frozenset[str]
    hypotheses: frozenset[Hypothesis]
    assumed: frozenset[tuple[str, Poly]]


@dataclass
class _Memory:
    """Normal forms of entries, and the sides of claims that were among them."""

    forms: dict[_Place, _Known] = field(default_factory=dict)
    sides: set[Term] = field(default_factory=set)


class Remembering(Normaliser):
    """A normaliser that works a term out once for all of its kind with the same declarations."""

    def __init__(
        self,
        context: Context,
        laws: frozenset[str] | None = None,
        prefix: str = "~",
        given: Equations = NONE,
    ) -> None:
        super().__init__(context, laws, prefix, given)
        stated = tuple(given.defined.items()), given.products
        self._memory = _memory(tuple(context.declarations()), self.allowed, stated)

    def difference(self, lhs: Term, rhs: Term) -> Poly:
        """The normal form of lhs - rhs, both of which are known from then on."""
        found = super().difference(lhs, rhs)
        if len(self._memory.sides) < MOST:
            self._memory.sides |= {lhs, rhs}
        return found

    def at(self, term: Term, i: Var, j: Var) -> Poly:
        """The normal form of one entry, which depends on the guards around it."""
        if not term.args or not _stays(term):
            return super().at(term, i, j)
        place = term, i, j, frozenset(self.guards.items())
        known = self._memory.forms.get(place)
        if known is None:
            return self._worked_out(place)
        self.used |= known.used
        self.hypotheses |= known.hypotheses
        for kind, poly in known.assumed - self.assumed:
            self.assume(kind, poly)
        return known.poly

    def knows_any(self, *sides: Term) -> bool:
        """Whether the normal form of one of these is known."""
        return any(side in self._memory.sides for side in sides)

    def _worked_out(self, place: _Place) -> Poly:
        used, hypotheses, assumed = self.used, self.hypotheses, self.assumed
        self.used, self.hypotheses, self.assumed = set(), set(), set()
        try:
            poly = super().at(*place[:3])
            own = frozenset(self.used), frozenset(self.hypotheses), frozenset(self.assumed)
        finally:
            self.used |= used
            self.hypotheses |= hypotheses
            self.assumed |= assumed
        if len(self._memory.forms) < MOST:
            self._memory.forms[place] = _Known(poly, *own)
        return poly


def remembering_trial(claim: Claim, laws: frozenset[str] | None) -> Trial:
    """A trial of the claim for a search."""
    return Trial(claim, laws, Setting(claim, laws, None, Remembering))


def rehearsed(
    claim: Claim,
    certificate: Mapping[str, Any],
    laws: frozenset[str] | None,
    facts: frozenset[str] | None,
) -> None:
    """Raise what the kernel's check of a certificate would, where that takes next to no time.

    It does where a side is known: the claim is one of many that are tried, and most are refused.
    """
    setting = Setting(claim, laws, facts, Remembering)
    normaliser = setting.normaliser(claim.context, laws)
    if not (isinstance(normaliser, Remembering) and normaliser.knows_any(claim.lhs, claim.rhs)):
        return
    try:
        checked(setting, claim, certificate)
    except RecursionError as error:
        raise TooLarge("the expression is nested too deeply") from error


@lru_cache(maxsize=64)
def _memory(
    declarations: tuple[Declaration, ...],
    allowed: frozenset[str] | None,
    stated: tuple[object, ...],
) -> _Memory:
    """What is known under these declarations and laws, with what is stated besides."""
    return _Memory()


def _stays(term: Term) -> bool:
    return not any(name.startswith(FRESH) for name, _ in free_points(term))
