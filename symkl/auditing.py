"""Audits: every certificate of a result checked again, by the kernel alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from symkl.kernel.check import Claim, check
from symkl.kernel.errors import IllFormed, KernelError, Refused
from symkl.kernel.terms import Given
from symkl.language.declared import unsaid
from symkl.language.extremes import EXTREMES
from symkl.language.objectives import KINDS
from symkl.language.printing import text_of
from symkl.language.sayings import sayings, says
from symkl.recording import CLOSED
from symkl.result import Conclusion, DerivationResult, Result, StepResult

DIRECTIONS = {"iff": 2}  # how many claims a relation stands for, when not one
WORDS = {"iff": "if and only if", "implies": "implies"}  # as in Step.statement
OBJECTIVES = re.compile(rf"(?:^|[=<>] )(?:{'|'.join((*KINDS, *EXTREMES))})_")


@dataclass(frozen=True)
class Audit:
    """How many certificates the kernel accepted, and what it said of the others."""

    accepted: int
    refused: tuple[str, ...]
    without: int

    @property
    def total(self) -> int:
        """The number of certificates."""
        return self.accepted + len(self.refused)


@dataclass(frozen=True)
class _Entry:
    """A certificate with its place, and what it must be for."""

    place: str
    certificate: Mapping[str, Any]
    needed: bool
    relation: str
    statement: str = ""
    of_objectives: bool = False
    hypotheses: tuple[str, ...] | None = None  # that the record lists; None where it lists none
    assumptions: tuple[str, ...] = ()  # what the record says of each name


def audit(result: Result) -> Audit:
    """Replay every certificate; a step that says ``proved`` by the kernel must have one."""
    accepted, without = 0, 0
    refused: list[str] = []
    for entry in _entries(result):
        if not entry.certificate:
            if entry.needed:
                refused.append(f"{entry.place}: said to be proved, but has no certificate")
            else:
                without += 1
            continue
        try:
            _replay(entry)
            accepted += 1
        except KernelError as error:
            refused.append(f"{entry.place}: {type(error).__name__}: {error}")
    refused += [why for d in result.derivations for why in _not_followed(d)]
    return Audit(accepted, tuple(refused), without)


def _entries(result: Result) -> Iterator[_Entry]:
    for derivation in result.derivations:
        declared = derivation.assumptions
        for step in derivation.steps:
            place = f"{derivation.file}:{step.line}: {derivation.id}, step {step.index}"
            needed = step.verdict == "proved" and step.trust == "kernel"
            of_objectives = OBJECTIVES.search(step.statement) is not None
            told = step.relation, step.statement, of_objectives, step.hypotheses, declared
            yield _Entry(place, step.certificate, needed, *told)
        end = derivation.conclusion
        if end is not None:
            place = f"{derivation.file}:{derivation.line}: {derivation.id}, conclusion"
            needed = end.verdict == "proved" and end.trust == "kernel"
            of_objectives = OBJECTIVES.search(end.statement) is not None
            said = end.relation, end.statement, of_objectives
            yield _Entry(place, end.certificate, needed, *said, assumptions=declared)


def _not_followed(derivation: DerivationResult) -> Iterator[str]:
    """Why a conclusion does not follow from the steps, though the record says so."""
    end, steps = derivation.conclusion, derivation.steps
    if end is None or not end.follows:
        return
    place = f"{derivation.file}:{derivation.line}: {derivation.id}, conclusion"
    if any(s.verdict not in CLOSED or s.reason_verdict == "unjustified" for s in steps):
        yield f"{place}: said to follow from steps that are not all shown"
        return
    try:
        claims = [Claim.from_json(data) for data in map(_claim_of, steps) if data is not None]
        last = _claim_of(end)
        whole = Claim.from_json(last) if last is not None else None
    except KernelError:
        return  # which is refused already
    if len(claims) < len(steps) or any(OBJECTIVES.search(s.statement) for s in steps):
        return  # a definition or an equivalence is among the steps, or claims are of differences
    joined = all(one.rhs == two.lhs for one, two in pairwise(claims))
    ends = whole is None or (whole.lhs, whole.rhs) == (claims[0].lhs, claims[-1].rhs)
    if not joined or not ends:
        yield f"{place}: said to follow from steps that do not lead to it"


def _claim_of(record: StepResult | Conclusion) -> Any:
    """The one claim that a record has a certificate for; None for none or several."""
    return record.certificate.get("claim")


def _replay(entry: _Entry) -> None:
    """Raise KernelError unless every part is accepted, and they are for this statement."""
    parts = entry.certificate.get("all_of", [entry.certificate])
    # Of two objectives the claims are others than the step says, and maybe several.
    wanted = None if entry.of_objectives else DIRECTIONS.get(entry.relation, 1)
    if not isinstance(parts, list) or not parts or wanted not in (None, len(parts)):
        raise Refused(f"these certificates are not all that {entry.relation} needs")
    claims = [_checked(entry, part) for part in parts]
    if not entry.of_objectives:
        _require_same(entry, claims)


def _checked(entry: _Entry, part: Any) -> Claim:
    """The claim that the kernel accepts; raises KernelError when it does not, or assumes more."""
    if not isinstance(part, Mapping) or not isinstance(part.get("proof"), Mapping):
        raise IllFormed("expected a claim with its proof")
    claim = Claim.from_json(part.get("claim"))
    support = check(claim, part["proof"], _laws(part.get("laws")))
    used = {hypothesis.text for hypothesis in support.hypotheses}
    unlisted = used.difference(used if entry.hypotheses is None else entry.hypotheses)
    if unlisted:
        raise Refused(f"the step does not list: {', '.join(sorted(unlisted))}")
    return claim


def _laws(names: Any) -> frozenset[str] | None:
    """The laws that the proof may use; None for all of them."""
    if names is None:
        return None
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise IllFormed("expected names of laws")
    return frozenset(names)


def _require_same(entry: _Entry, claims: Sequence[Claim]) -> None:
    """Raise Refused unless the claims together are what the step says, with all that it gives."""
    first = claims[0]
    undeclared = unsaid(first.context, entry.assumptions)
    if undeclared:
        raise Refused(f"the derivation does not say: {'; '.join(undeclared)}")
    if entry.relation in WORDS:
        before, shown, given = _implications(claims)
        relation, left, right = entry.relation, sayings(before, first.context), shown
    else:
        relation, given = first.relation, first.given
        left, right = (frozenset({text_of(t, first.context)}) for t in (first.lhs, first.rhs))
    said: list[Collection[str]] = [left, [f" {WORDS.get(relation, relation)} "], right]
    for place, item in enumerate(given):
        said += [[", " if place else ", given "], sayings(item, first.context)]
    if relation != entry.relation or not says(entry.statement, said):
        raise Refused(f"the certificate is for {''.join(min(part) for part in said)}")


def _implications(claims: Sequence[Claim]) -> tuple[Given, frozenset[str], tuple[Given, ...]]:
    """What implies, the sayings of what is implied, and what else is given."""
    first = claims[0]
    if not first.given:
        raise Refused("the certificate is for no implication")
    before, *given = first.given
    after = first.lhs, first.relation, first.rhs
    back = Claim(first.context, *before, (after, *given))
    if any(claim != back for claim in claims[1:]):
        raise Refused("the certificates are not for the two directions of one equivalence")
    return before, sayings(after, first.context), tuple(given)
