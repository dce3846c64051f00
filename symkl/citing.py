"""Derivations that rest on others: which cite which, and whether what is cited may be relied on.

A cited result counts only when it is proved itself, and when it does not rest on what cites it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from symkl.derivation import Derivation, Step
from symkl.prove.cited import Cited
from symkl.recording import Found, derivation_result

Judged = dict[tuple[str, int], Found]


def cited_results(step: Step) -> tuple[Cited, ...]:
    """What the derivations that a step cites conclude."""
    return tuple(map(_cited, step.cites))


def _cited(derivation: Derivation) -> Cited:
    conclusion = derivation.conclusion()
    claims = {} if conclusion is None else conclusion.claims()
    if set(claims) == {""}:
        return Cited(derivation.title, claims[""])
    return Cited(derivation.title, None, "its conclusion is no equation and no inequality")


def with_cited(derivations: Sequence[Derivation]) -> list[Derivation]:
    """The derivations, and behind them those that they cite, each once."""
    found = list(derivations)
    for derivation in found:  # grows on the way
        for other in (cited for step in derivation.steps for cited in step.cites):
            if other not in found:
                found.append(other)
    return found


def settled(derivations: Sequence[Derivation], judged: Judged) -> Judged:
    """The judgements, with no reason justified by a result that nothing may rest on."""
    steps = (step for derivation in derivations for step in derivation.steps)
    cited = {id(derivation) for step in steps for derivation in step.cites}
    if not cited:
        return judged
    proved = {
        id(derivation): _is_proved(derivation, judged)
        for derivation in derivations
        if derivation.steps and id(derivation) in cited
    }
    found = dict(judged)
    for derivation in derivations:
        for step in derivation.steps:
            key = derivation.id, step.index
            if step.cites and key in found:
                why = _why_not(derivation, step, proved)
                if why and found[key].judgement.reason_verdict == "justified":
                    found[key] = _refused(found[key], why)
    return found


def _is_proved(derivation: Derivation, judged: Judged) -> bool:
    conclusion = derivation_result(derivation, judged).conclusion
    return conclusion is not None and conclusion.verdict == "proved"


def _why_not(derivation: Derivation, step: Step, proved: Mapping[int, bool]) -> str:
    """Why the step may not rest on what it cites; "" when it may."""
    for other in step.cites:
        if id(other) not in proved:
            return f"{other.title!r} is not among the derivations that were checked"
        if derivation in (other, *with_cited([other])):
            return f"{other.title!r} rests on this derivation itself"
        if not proved[id(other)]:
            return f"{other.title!r} is not proved itself"
    return ""


def _refused(found: Found, why: str) -> Found:
    judgement = replace(found.judgement, reason_verdict="unjustified", reason_message=why)
    return replace(found, judgement=judgement)
