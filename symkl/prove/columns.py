"""What the parts of a combination say, as columns of coefficients by monomial.

What a fact says depends on no claim: under the same declarations and laws it is worked out once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

from symkl.kernel import terms
from symkl.kernel.catalogue import FACTS
from symkl.kernel.certificates import require_different
from symkl.kernel.check import Claim, Trial
from symkl.kernel.context import Context, Declaration
from symkl.kernel.errors import KernelError
from symkl.kernel.grammar import require_well_formed
from symkl.kernel.polynomial import Poly, mono_text
from symkl.kernel.terms import Term
from symkl.prove.candidate import Candidate
from symkl.prove.remembering import remembering_trial

Column = dict[str, Fraction]  # coefficients by monomial
Declarations = tuple[Declaration, ...]
Assumed = frozenset[tuple[str, Poly]]  # what is assumed of expressions
MOST = 4000  # facts that are known under the same declarations and laws


def column_of(poly: Poly) -> Column:
    """The polynomial as a column of coefficients by monomial."""
    return {mono_text(mono): Fraction(coefficient) for mono, coefficient in poly.terms}


def column_of_part(trial: Trial, part: dict[str, Any]) -> Column:
    """The part as a column; empty when its side conditions fail."""
    try:
        return column_of(trial.part(part))
    except KernelError:
        return {}


def fact_columns(
    trial: Trial, laws: frozenset[str] | None, facts: Iterable[Candidate]
) -> Iterator[tuple[Candidate, Column]]:
    """The facts that say something in the trial, worked out as they are asked for."""
    known = facts_under(tuple(trial.claim.context.declarations()), laws)
    for fact in facts:
        column, assumed = known.column(fact)
        if column and _permits(trial, assumed):
            yield fact, column


def _permits(trial: Trial, assumed: Assumed) -> bool:
    """Whether the claim itself assumes all of this."""
    permits = trial.normaliser.permits
    if permits is None:
        return True
    try:
        for kind, poly in assumed:
            permits(kind, poly)
    except KernelError:
        return False
    return True


class Facts:
    """What facts say under the same declarations and laws."""

    def __init__(self, declarations: Declarations, laws: frozenset[str] | None) -> None:
        self._trial = trial_of_nothing(declarations, laws)
        self._known: dict[Candidate, tuple[Column, Assumed]] = {}

    def column(self, fact: Candidate) -> tuple[Column, Assumed]:
        """What the fact says, and of which expressions it assumes something."""
        found = self._known.get(fact)
        if found is None:
            found = self._worked_out(fact)
            if len(self._known) < MOST:
                self._known[fact] = found
        return found

    def _worked_out(self, fact: Candidate) -> tuple[Column, Assumed]:
        sides = self._trial.normaliser, self._trial.side
        for side in sides:
            side.assumed = set()  # that of the fact before
        column = self._column_of(fact)
        return column, frozenset().union(*(side.assumed for side in sides))

    def _column_of(self, fact: Candidate) -> Column:
        factor = terms.ONE if fact.factor is None else fact.factor
        try:
            # As where it is read from a certificate, but not written into one before.
            for term in (*fact.args, factor):
                _require_well_formed(term)
            for points in (fact.binders, fact.over):
                require_different(points)
            says = self._trial.mean_of(FACTS[fact.fact], fact.binders, fact.args, fact.over, factor)
        except KernelError:
            return {}
        return column_of(says)


@lru_cache(maxsize=4096)
def _require_well_formed(term: Term) -> None:
    require_well_formed(term)


@lru_cache(maxsize=32)
def facts_under(declarations: Declarations, laws: frozenset[str] | None) -> Facts:
    """The facts under these declarations and laws, the same ones each time."""
    return Facts(declarations, laws)


def trial_of_nothing(declarations: Declarations, laws: frozenset[str] | None) -> Trial:
    """A trial that may assume what it likes; whether a claim permits it is for others to ask."""
    nothing = Claim(Context.of(declarations), terms.ZERO, "=", terms.ZERO)
    trial = remembering_trial(nothing, laws)
    trial.normaliser.permits = trial.side.permits = None
    return trial
