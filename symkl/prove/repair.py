"""``repairs``: steps near a false one that are true, and that the author may have meant.

Every offer is proved by the kernel.  Edits are tried in the order of their table, those of the
side that the step adds before those of the side that it starts from.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.errors import KernelError
from symkl.kernel.polynomial import Poly
from symkl.kernel.terms import ZERO, Term
from symkl.models.screen import Screen
from symkl.prove.edits.scope import Scope, scope_of
from symkl.prove.edits.table import EDITS, Edit, edited
from symkl.prove.reasons import gives
from symkl.prove.remembering import remembering_trial
from symkl.prove.search import prove
from symkl.rules.catalogue import DEFINITIONS
from symkl.rules.reason import Reason

SECONDS = 4.0  # of computing, for a step whose every proof takes long
MOST_OFFERS = 4
MOST_EDITS = 1500  # of one step
MOST_PROOFS = 30  # searched for one step
# What may have been meant instead of a relation, the strongest first.
RELATIONS: dict[str, tuple[str, ...]] = {
    "=": ("<=", ">="),
    "!=": ("=",),
    "<": ("=", ">", "<=", ">="),
    ">": ("=", "<", ">=", "<="),
    "<=": (">", ">="),
    ">=": ("<", "<="),
}


@dataclass(frozen=True)
class Offer:
    """A step that may have been meant, and in words how it differs from the one that was written.

    ``claim`` is None for the step as it is written, with another reason.
    """

    claim: Claim | None
    because: str


@dataclass(frozen=True)
class _Candidate:
    """An edited claim; ``put`` is the side after the edit, None where the relation is another."""

    claim: Claim
    kind: str
    words: str
    put: Term | None = None


def repairs(claim: Claim, cited: Reason | None = None, seconds: float = SECONDS) -> list[Offer]:
    """At most four proved claims near a false one.

    Those that the cited reason gives come first.  Of an inequality, where many weaker claims are
    true, each kind of edit offers one claim besides.  The search ends after a fixed number
    of edits and proofs, so that the same claim always has the same offers, or after ``seconds`` of
    computing should these take very long.
    """
    return _Search(claim, cited, time.process_time() + seconds, Screen(claim)).offers()


@dataclass(frozen=True)
class _Found:
    """An offer, the kind of edit it comes from, and whether the cited reason gives it."""

    offer: Offer
    kind: str
    given: bool


@dataclass
class _Search:
    claim: Claim
    cited: Reason | None
    deadline: float
    screen: Screen
    proofs: int = 0
    found: list[_Found] = field(default_factory=list)
    seen: set[object] = field(default_factory=set)

    def offers(self) -> list[Offer]:
        scope = scope_of(self.claim)
        self._collect(_relations(self.claim))
        self._collect(_sides(self.claim, scope, "rhs"))
        sharp = [entry for entry in self.found if entry.kind != "relation"]
        if not (sharp if self.claim.relation == "=" else self.found):
            self._collect(_sides(self.claim, scope, "lhs"))
        ordered = sorted(self.found, key=lambda entry: not entry.given)  # stable
        return [entry.offer for entry in ordered[:MOST_OFFERS]]

    def _collect(self, candidates: Iterator[_Candidate]) -> None:
        for candidate in islice(candidates, MOST_EDITS):
            late = time.process_time() > self.deadline
            if late or self.proofs == MOST_PROOFS or self._is_complete():
                return
            if self._is_crowded(candidate) and (self.cited is None or candidate.put is None):
                continue
            if self.screen.passes(candidate.claim):
                self._try(candidate)

    def _is_complete(self) -> bool:
        """Whether nothing that is still to come would be among the first offers."""
        sharp = self.claim.relation == "=" or self.cited is None
        return sum(entry.given or sharp for entry in self.found) >= MOST_OFFERS

    def _is_crowded(self, candidate: _Candidate) -> bool:
        """Whether the claim is an inequality and its kind of edit has offered one before."""
        kinds = [entry.kind for entry in self.found]
        return candidate.claim.relation != "=" and candidate.kind in kinds

    def _try(self, candidate: _Candidate) -> None:
        claim, kind, words = candidate.claim, candidate.kind, candidate.words
        meaning = _meaning(claim)
        if meaning is None or meaning in self.seen or _is_trivial(candidate):
            return
        self.seen.add(meaning)
        if self.screen.refutes(claim):
            return
        self.proofs += 1
        if self.cited is not None and gives(self.cited, {"": claim}):
            offer = Offer(claim, f"{words}: by {self.cited.name}")
            self.found.append(_Found(offer, kind, given=True))
        elif not self._is_crowded(candidate) and not self._is_vacuous(claim) and _proved(claim):
            self.found.append(_Found(Offer(claim, words), kind, given=False))

    def _is_vacuous(self, claim: Claim) -> bool:
        """Whether an inequality seems to hold just because 0 lies between its sides."""
        inner = claim.relation != "=" and ZERO not in (claim.lhs, claim.rhs)
        return inner and self.screen.zero_lies_between(claim)


def _relations(claim: Claim) -> Iterator[_Candidate]:
    for relation in RELATIONS.get(claim.relation, ()):
        words = f"with {relation} instead of {claim.relation}"
        yield _Candidate(replace(claim, relation=relation), "relation", words)


def _sides(claim: Claim, scope: Scope, name: str) -> Iterator[_Candidate]:
    side: Term = getattr(claim, name)
    shape = scope.shape(side)
    for edit in EDITS:
        for new, words in _distinct(side, scope, edit):
            if scope.shape(new) == shape and scope.sees(new):
                changed = Claim(
                    claim.context,
                    new if name == "lhs" else claim.lhs,
                    claim.relation,
                    new if name == "rhs" else claim.rhs,
                    claim.given,
                )
                yield _Candidate(changed, edit.kind, words, new)


def _distinct(side: Term, scope: Scope, edit: Edit) -> Iterator[tuple[Term, str]]:
    known = {side}
    for new, words in edited(side, scope, edit):
        if new not in known:
            known.add(new)
            yield new, words


def _proved(claim: Claim) -> bool:
    try:
        return prove(claim) is not None
    except KernelError:
        return False


def _meaning(claim: Claim) -> tuple[str, Poly, Poly] | None:
    """Both sides up to the laws of a ring: what differs in writing only is one offer."""
    try:
        normaliser = remembering_trial(claim, frozenset()).normaliser
        sides = [normaliser.difference(side, _zero_like(side)) for side in (claim.lhs, claim.rhs)]
    except KernelError:
        return None
    return claim.relation, sides[0], sides[1]


def _zero_like(term: Term) -> Term:
    return terms.mul(ZERO, term)


def _is_trivial(candidate: _Candidate) -> bool:
    """Whether the claim says nothing: a side against itself, or against an edit that is just 0."""
    claim, put = candidate.claim, candidate.put
    if claim.lhs == claim.rhs:
        return True
    if claim.relation != "=" and _are_equal(claim, claim.lhs, claim.rhs, frozenset()):
        return True
    if put is None or put == ZERO:
        return False
    vanishing = (claim.lhs, claim.rhs) if claim.relation == "=" else (put,)
    return all(_are_equal(claim, side, _zero_like(side), DEFINITIONS) for side in vanishing)


def _are_equal(claim: Claim, one: Term, two: Term, laws: frozenset[str]) -> bool:
    """Whether the sides have one normal form by these laws alone."""
    try:
        return not remembering_trial(claim, laws).normaliser.difference(one, two).terms
    except KernelError:
        return False
