"""The hypothesis audit: what becomes of a proved step when one of its hypotheses is dropped.

It judges nothing: a step is proved under its hypotheses, whatever is found here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from symkl.checking import DIRECTIONS, counterexample_of, worked_in
from symkl.kernel.check import Claim
from symkl.kernel.errors import KernelError
from symkl.kernel.hypotheses import DECLARED, Hypothesis
from symkl.models.broken import TRIES, Breakage, breakage
from symkl.models.dropped import Dropped, without
from symkl.models.relevant import relevant
from symkl.prove.search import prove
from symkl.result import Outcome, Sensitivity

# The gravest first: of the two directions of an equivalence, the one that breaks is told.
GRAVEST: tuple[Outcome, ...] = (
    "breaks",
    "no value",
    "breaks by quadrature",
    "infinite",
    "holds",
    "not tested",
    "not needed",
)
UNTESTED = {
    "convention": "how terms are read, not a property of the models",
    "integrable": "not varied: all densities of models have exponential tails",
}
HARMLESS = frozenset({"convention"})  # a proof without P > 0 may rest on 0 log 0 = 0
VALUES = frozenset({"logarithms", "divisors", "roots", "inverses"})  # a side may have no value
ALARM = "ALARM: the kernel proves without it what a model contradicts; please report this"
TRIES_IF_PROVED = 12  # models are a cross-check then
CONVENTION = "given that 0 log 0 = 0"


@dataclass(frozen=True)
class Audit:
    """What is dropped, from which claims: plain data, so that a worker process can do it."""

    claims: Mapping[str, Claim]
    hypotheses: tuple[Hypothesis, ...]


def sensitivities(audit: Audit) -> tuple[Sensitivity, ...]:
    """For each hypothesis, in order of its text, what dropping it alone does."""
    found = (_sensitivity(audit, hypothesis) for hypothesis in audit.hypotheses)
    return tuple(sorted(found, key=lambda item: item.hypothesis))


def _sensitivity(audit: Audit, hypothesis: Hypothesis) -> Sensitivity:
    parts = []
    for name, claim in audit.claims.items():
        found = _of_claim(claim, hypothesis, audit.hypotheses)
        if found is not None:
            direction = DIRECTIONS.get(name, "") if len(audit.claims) > 1 else ""
            parts.append(_said(found, direction))
    nothing = Sensitivity(hypothesis.text, None, "not tested", note="no declaration states it")
    return min(parts, key=lambda item: GRAVEST.index(item.outcome), default=nothing)


def _said(found: Sensitivity, direction: str) -> Sensitivity:
    return replace(found, note="; ".join(note for note in (direction, found.note) if note))


def _of_claim(
    claim: Claim, hypothesis: Hypothesis, among: Iterable[Hypothesis]
) -> Sensitivity | None:
    """What dropping the hypothesis does to one claim; None when no declaration of it says that."""
    if hypothesis.kind in ("convention", "integrable"):
        return Sensitivity(hypothesis.text, None, "not tested", note=UNTESTED[hypothesis.kind])
    reduced = worked_in(claim)
    dropped = without(claim if reduced.given else relevant(reduced), hypothesis)
    if dropped is None:
        return None
    proved = hypothesis.kind in DECLARED and _proved_without(dropped, hypothesis, among)
    value_needed = hypothesis.kind in VALUES or not any(other.kind in VALUES for other in among)
    found = breakage(dropped, value_needed, TRIES_IF_PROVED if proved else TRIES)
    return _told(dropped, hypothesis, found, proved)


def _proved_without(dropped: Dropped, hypothesis: Hypothesis, among: Iterable[Hypothesis]) -> bool:
    """Whether the kernel proves the weaker claim, and assumes nothing new for it."""
    try:
        proof = prove(dropped.claim)
    except KernelError:
        return False
    if proof is None or hypothesis in proof.support.hypotheses:
        return False
    kinds = {other.kind for other in among} | HARMLESS | DECLARED
    return all(other.kind in kinds for other in proof.support.hypotheses)


def _told(dropped: Dropped, hypothesis: Hypothesis, found: Breakage, proved: bool) -> Sensitivity:
    shown = counterexample_of(dropped.claim, found.shown) if found.shown is not None else None
    text, outcome = hypothesis.text, found.outcome
    if proved and outcome in ("holds", "not tested"):
        return Sensitivity(text, None, "not needed", note=_condition(hypothesis))
    if proved and outcome in ("breaks", "breaks by quadrature"):
        return Sensitivity(text, shown, outcome, note=ALARM)
    if outcome == "infinite":
        return Sensitivity(text, None, outcome, shown)
    if outcome == "not tested":
        return Sensitivity(text, None, outcome, note=UNTESTED.get(hypothesis.kind, found.cause))
    if outcome == "holds":
        return Sensitivity(text, None, outcome, note=f"{found.models} models tried")
    return Sensitivity(text, shown, outcome)


def _condition(hypothesis: Hypothesis) -> str:
    return CONVENTION if hypothesis.kind == "positive" else ""
