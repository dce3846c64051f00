"""Audits: every certificate of a result checked again, by the kernel alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from symkl.kernel.check import Claim, check
from symkl.kernel.errors import IllFormed, KernelError, Refused
from symkl.kernel.relations import RELATIONS
from symkl.language.objectives import KINDS
from symkl.language.printing import text_of
from symkl.result import Result

DIRECTIONS = {"iff": 2}  # how many claims a relation stands for, when not one
OBJECTIVES = tuple(f"{kind}_" for kind in KINDS)


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
    statement: str = ""  # as the kernel was asked; "" where the record does not say
    of_objectives: bool = False
    hypotheses: tuple[str, ...] | None = None  # that the record lists; None where it lists none


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
    return Audit(accepted, tuple(refused), without)


def _entries(result: Result) -> Iterator[_Entry]:
    for derivation in result.derivations:
        for step in derivation.steps:
            place = f"{derivation.file}:{step.line}: {derivation.id}, step {step.index}"
            needed = step.verdict == "proved" and step.trust == "kernel"
            of_objectives = step.statement.startswith(OBJECTIVES)
            told = step.relation, step.statement, of_objectives, step.hypotheses
            yield _Entry(place, step.certificate, needed, *told)
        end = derivation.conclusion
        if end is not None:
            place = f"{derivation.file}:{derivation.line}: {derivation.id}, conclusion"
            needed = end.verdict == "proved" and end.trust == "kernel"
            of_objectives = derivation.steps[0].statement.startswith(OBJECTIVES)
            yield _Entry(place, end.certificate, needed, end.relation, "", of_objectives)


def _replay(entry: _Entry) -> None:
    """Raise KernelError unless every part is accepted, and they are for this statement."""
    parts = entry.certificate.get("all_of", [entry.certificate])
    # Of two objectives the claims are others than the step says, and maybe several.
    wanted = None if entry.of_objectives else DIRECTIONS.get(entry.relation, 1)
    if not isinstance(parts, list) or not parts or wanted not in (None, len(parts)):
        raise Refused(f"these certificates are not all that {entry.relation} needs")
    for part in parts:
        if not isinstance(part, Mapping) or not isinstance(part.get("proof"), Mapping):
            raise IllFormed("expected a claim with its proof")
        claim = Claim.from_json(part.get("claim"))
        support = check(claim, part["proof"])
        _require_listed(entry, claim, {hypothesis.text for hypothesis in support.hypotheses})
        if entry.relation in RELATIONS and not entry.of_objectives:
            _require_same(entry, claim)


def _require_listed(entry: _Entry, claim: Claim, used: set[str]) -> None:
    """Raise Refused when the certificate assumes what the step does not say that it assumes."""
    unlisted = used.difference(used if entry.hypotheses is None else entry.hypotheses)
    if unlisted:
        raise Refused(f"the step does not list: {', '.join(sorted(unlisted))}")
    own = entry.relation not in RELATIONS or entry.of_objectives  # each direction gives the other
    if claim.given and entry.statement and not own and ", given " not in entry.statement:
        raise Refused("the certificate assumes equations that the step does not give")


def _require_same(entry: _Entry, claim: Claim) -> None:
    """Raise Refused when the certificate is for another statement than the step's."""
    text = (
        f"{text_of(claim.lhs, claim.context)} {claim.relation} {text_of(claim.rhs, claim.context)}"
    )
    same = not entry.statement or entry.statement.startswith(text)
    if claim.relation != entry.relation or not same:
        raise Refused(f"the certificate is for {text}")
