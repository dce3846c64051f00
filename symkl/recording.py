"""Records of what was found: judgements and their steps as the results that are shown and kept."""

from __future__ import annotations

from dataclasses import dataclass, replace

from symkl.checking import Judgement
from symkl.derivation import Derivation, Step, latex_of_side
from symkl.kernel import terms
from symkl.kernel.check import check
from symkl.kernel.errors import KernelError
from symkl.language.declared import assumptions
from symkl.language.printing import latex_of, text_of
from symkl.prove.repair import Offer
from symkl.result import (
    Conclusion,
    DerivationResult,
    Mutants,
    Repair,
    Sensitivity,
    StepResult,
    Verdict,
)

WEAKEST_FIRST: tuple[Verdict, ...] = (
    "refuted",
    "unread",
    "undecided",
    "supported",
    "proved",
    "definition",
)
CLOSED: tuple[Verdict, ...] = ("proved", "definition")


@dataclass(frozen=True)
class Found:
    """The judgement of a step, and what dropping its hypotheses, or a slip in it, does.

    The messages say why that is not told.
    """

    judgement: Judgement
    sensitivity: tuple[Sensitivity, ...] = ()
    sensitivity_message: str = ""
    mutants: Mutants | None = None
    mutants_message: str = ""


def derivation_result(
    derivation: Derivation, judged: dict[tuple[str, int], Found]
) -> DerivationResult:
    """The record of a derivation whose judgements are known by its id and the steps' indices."""
    steps = tuple(
        step_result(step, judged.get((derivation.id, step.index))) for step in derivation.steps
    )
    context = derivation.context
    given = tuple(f"given: {item.text()}" for item in derivation.assumed)
    return DerivationResult(
        derivation.id,
        derivation.title,
        derivation.file,
        derivation.line,
        (*assumptions(context), *given),
        steps,
        _conclusion(derivation, steps, judged),
        min((step.verdict for step in steps), key=WEAKEST_FIRST.index),
        derivation.sides_read,
    )


def step_result(step: Step, whole: Found | None) -> StepResult:
    """The record of a step; without a judgement, of one that was not read or defines a name."""
    whole = whole or _unjudged(step)
    found = whole.judgement
    lhs, rhs = step.sides()
    return StepResult(
        step.index,
        step.line,
        lhs,
        step.relation,
        rhs,
        found.verdict,
        found.trust,
        found.reason,
        found.reason_verdict,
        found.message,
        as_expected(step.expect, found),
        ", ".join(step.expect),
        step.reference,
        "some" if step.for_some else "all",
        tuple(sorted(hypothesis.text for hypothesis in found.hypotheses)),
        found.certificate,
        step.statement(),
        found.facts,
        found.reason_message,
        found.counterexample,
        found.numeric,
        tuple(_repair(step, offer) for offer in found.offers),
        sensitivity=whole.sensitivity,
        sensitivity_message=whole.sensitivity_message,
        seconds=found.seconds,
        column=step.column,
        span=step.span,
        diagnoses=step.diagnoses,
        excerpt=step.excerpt,
        rests_on=tuple(dict.fromkeys(other.id for other in step.cites if other.id)),
        mutants=whole.mutants,
        mutants_message=whole.mutants_message,
    )


def _repair(step: Step, offer: Offer) -> Repair:
    claim = offer.claim
    if claim is None:
        lhs, rhs = step.sides()
        return Repair(lhs, step.relation, rhs, offer.because)
    return Repair(
        latex_of(claim.lhs, claim.context),
        claim.relation,
        latex_of(claim.rhs, claim.context),
        offer.because,
        f"{text_of(claim.lhs, claim.context)} {claim.relation} {text_of(claim.rhs, claim.context)}",
    )


def as_expected(expect: tuple[str, ...], found: Judgement) -> bool:
    """Whether verdict and reason verdict are what the author expects (by default: no fault)."""
    verdicts = [word for word in expect if word != "unjustified"]
    right = found.verdict in verdicts if verdicts else found.verdict != "refuted"
    if "unjustified" in expect:
        return right and found.reason_verdict == "unjustified"
    return right and (found.reason_verdict != "unjustified" or found.verdict == "refuted")


def _conclusion(
    derivation: Derivation,
    steps: tuple[StepResult, ...],
    judged: dict[tuple[str, int], Found],
) -> Conclusion | None:
    step = derivation.conclusion()
    if step is None:
        return None
    whole = judged.get((derivation.id, 0)) or judged.get((derivation.id, 1)) or _unjudged(step)
    found = whole.judgement
    if found.verdict not in ("proved", "refuted"):
        found = _composed(derivation, step, steps) or found
    context = step.context
    return Conclusion(
        latex_of_side(step.lhs, context),
        step.relation,
        latex_of_side(step.rhs, context),
        found.verdict,
        found.trust,
        all(s.verdict in CLOSED and s.reason_verdict != "unjustified" for s in steps),
        found.certificate,
        found.counterexample,
        step.statement(),
    )


def _composed(derivation: Derivation, end: Step, steps: tuple[StepResult, ...]) -> Judgement | None:
    """The proof of the conclusion that the proofs of the steps are together, if they are one."""
    links = []
    for step, result in zip(derivation.steps, steps, strict=True):
        claims = step.claims()
        proof = result.certificate.get("proof")
        if result.verdict != "proved" or set(claims) != {""} or proof is None:
            return None
        rhs = terms.to_json(claims[""].rhs)
        links.append({"relation": step.relation, "rhs": rhs, "proof": proof})
    claim = replace(end.claims()[""], context=derivation.context)
    certificate = {"kind": "chain", "links": links}
    try:
        support = check(claim, certificate)
    except KernelError:
        return None
    return Judgement(
        "proved",
        "kernel",
        "proved by the steps together",
        hypotheses=tuple(sorted(support.hypotheses)),
        certificate={"claim": claim.to_json(), "proof": certificate},
    )


def _unjudged(step: Step) -> Found:
    """The verdict on a step that was not understood, or that introduces a notation."""
    if step.defines:
        return Found(Judgement("definition", "none", "a notation that the text introduces"))
    return Found(Judgement("unread", "none", step.unread))
