"""Which reasons give a step: the narrowest of the catalogue, or as few as possible together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from symkl.kernel.check import Claim, Support
from symkl.kernel.errors import KernelError
from symkl.prove.search import Proof, prove
from symkl.rules.catalogue import CATALOGUE
from symkl.rules.reason import Reason, together

MOST_TOGETHER = 5  # reasons that are offered as one
MOST_TRIED = 12  # combinations for which a proof is searched
Claims = Mapping[str, Claim]
FREE = Reason("", "ring laws, renaming and exchanging finite sums, which need no reason")


def proof_by(reason: Reason, claim: Claim) -> Proof | None:
    """A proof with what the reason allows; None when it does not give the claim."""
    found = _attempt(claim, reason.laws, reason.facts)
    wider = reason.laws | reason.with_given
    if found is not None or not claim.given or wider == reason.laws:
        return found
    if _attempt(replace(claim, given=()), wider, reason.facts) is not None:
        return None  # what is given has no part in it
    return _attempt(claim, wider, reason.facts)


def has_part(reason: Reason, claim: Claim) -> bool:
    """Whether what makes the reason this one has a part in an equation that it gives.

    An equation that definitions give does not follow by Jensen's inequality or by independence,
    though a step by these may use definitions as well.  What is free follows by anything.
    """
    if claim.relation != "=" or not reason.essence:
        return True
    bare, rest = replace(claim, given=()), reason.laws - reason.core
    return _attempt(bare, rest, frozenset()) is None or proof_by(FREE, bare) is not None


def _attempt(claim: Claim, laws: frozenset[str], facts: frozenset[str]) -> Proof | None:
    try:
        return prove(claim, laws, facts)
    except KernelError:
        return None


def gives(reason: Reason, claims: Claims) -> bool:
    """Whether the reason gives all of the claims; one that names facts must use them for some."""
    used: frozenset[str] = frozenset()
    for claim in claims.values():
        proof = proof_by(reason, claim)
        if proof is None:
            return False
        used |= proof.support.facts & reason.facts
    if reason.facts and not used:
        return False
    return any(has_part(reason, claim) for claim in claims.values())


def reasons_that_give(claims: Claims, cited: Reason | None = None) -> list[Reason]:
    """The narrowest reasons that give the claims, the narrowest first; empty when none is found.

    A reason is left out when another one gives the claims with less.  The fewest together come
    first where no single reason does, or where those that complete the cited one allow less than
    any single one: what a citation lacks says more than a broad reason that would do as well.
    """
    known = _citable(claims)
    single = _narrowest(known, claims)
    if single and (cited is None or _breadth(single[0]) <= _breadth(cited)):
        return single
    needed = _needed(claims)
    if needed is None:
        return single
    for found in _combined(known, needed, cited):
        if single and not (_breadth(found) < _breadth(single[0]) and _completes(found, cited)):
            continue
        if gives(found, claims):
            return [found, *single]
    return single


def _citable(claims: Claims) -> list[Reason]:
    """The catalogue without vague reasons, and without given statements where there are none."""
    given = any(claim.given for claim in claims.values())
    fitting = (reason for reason in CATALOGUE if given or not reason.rests_on_given)
    return [reason for reason in fitting if not reason.is_vague]


def _narrowest(reasons: Sequence[Reason], claims: Claims) -> list[Reason]:
    """Those that give the claims and allow no less than another one that does."""
    found: list[Reason] = []
    for reason in sorted(reasons, key=_breadth):
        is_broader = any(r.laws <= reason.laws and r.facts <= reason.facts for r in found)
        if not is_broader and gives(reason, claims):
            found.append(reason)
    return found


def _breadth(reason: Reason) -> int:
    return len(reason.laws) + len(reason.facts)


def _completes(found: Reason, cited: Reason | None) -> bool:
    return cited is not None and cited.laws <= found.laws and cited.facts <= found.facts


def _combined(known: list[Reason], needed: Support, cited: Reason | None) -> Iterator[Reason]:
    """Few reasons that together allow what is needed, narrow ones first.

    Where the cited reason helps, it is one of them if that is possible.
    """

    def helps(reason: Reason) -> bool:
        return bool(reason.facts & needed.facts if reason.facts else reason.laws & needed.laws)

    bases = [[cited], []] if cited is not None and helps(cited) else [[]]
    tried = 0
    for base in bases:
        for found in _covers(base, list(filter(helps, known)), needed):
            yield found
            tried += 1
            if tried == MOST_TRIED:
                return


def _covers(base: list[Reason], useful: list[Reason], needed: Support) -> Iterator[Reason]:
    """The base with as few of the useful reasons as allow all that is needed."""
    for count in range(1, MOST_TOGETHER + 1 - len(base)):
        chosen = (together([*base, *picked]) for picked in combinations(useful, count))
        enough = (r for r in chosen if needed.laws <= r.laws and needed.facts <= r.facts)
        yield from sorted(enough, key=_breadth)


def _needed(claims: Claims) -> Support | None:
    """Laws and facts without any of which this proof fails; None without a proof."""
    laws: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    for claim in claims.values():
        try:
            proof = prove(claim)
        except KernelError:
            return None
        if proof is None:
            return None
        laws |= _indispensable(claim, proof.support)
        facts |= proof.support.facts
    return Support(laws, facts, frozenset())


def _indispensable(claim: Claim, support: Support) -> frozenset[str]:
    """The laws that are left when each that can be spared is dropped in turn."""
    kept = support.laws
    for law in sorted(support.laws):
        fewer = Reason("", "", kept - {law}, support.facts)
        if proof_by(fewer, claim) is not None:
            kept = fewer.laws
    return kept
