"""Which derivations may go into a sheet, and as what.

A sheet states as true only what the kernel has proved.  A wrong step that its author expects
(``expect="refuted"``) makes an exercise in finding the mistake: a teacher who keeps a wrong proof
on purpose wants it seen.  A wrong step that nobody expects is a slip of the teacher's, and what is
not decided might be one: such derivations are left out, and it is said why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from symkl.derivation import Derivation, Step
from symkl.result import DerivationResult, Result, StepResult

Kind = Literal["proof", "mistake", "example"]


@dataclass(frozen=True)
class Exercise:
    """A derivation that may be set: a ``proof``, one with a ``mistake``, or ``example`` to give."""

    derivation: Derivation
    result: DerivationResult
    kind: Kind

    @property
    def steps(self) -> list[tuple[Step, StepResult]]:
        """Each step as it was written, and as it was judged."""
        return list(zip(self.derivation.steps, self.result.steps, strict=True))


@dataclass(frozen=True)
class LeftOut:
    """A derivation that may not be set, with the message that says why and what to do."""

    file: str
    line: int
    message: str


def selected(
    derivations: Iterable[Derivation], result: Result
) -> tuple[list[Exercise], list[LeftOut]]:
    """The exercises in order, and what is left out."""
    exercises, left_out = [], []
    results = {found.id: found for found in result.derivations}
    for derivation in derivations:
        found = results[derivation.id]
        trouble = next(filter(None, map(_trouble, found.steps)), None) or _emptiness(found)
        if trouble is None:
            exercises.append(Exercise(derivation, found, _kind(found)))
        else:
            line, why = trouble
            message = f"{found.title!r} is left out: {why}"
            left_out.append(LeftOut(found.file, line, message))
    return exercises, left_out


def is_faulty(step: StepResult) -> bool:
    """Whether a step is false, or true for another reason than the cited one."""
    return step.verdict == "refuted" or step.reason_verdict == "unjustified"


def _kind(found: DerivationResult) -> Kind:
    if any(map(is_faulty, found.steps)):
        return "mistake"
    return "example" if all(step.quantifier == "some" for step in found.steps) else "proof"


def _emptiness(found: DerivationResult) -> tuple[int, str] | None:
    """That a derivation claims nothing; None for others."""
    if any(step.verdict != "definition" for step in found.steps):
        return None
    return found.steps[0].line, "it introduces a notation, and claims nothing"


def _trouble(step: StepResult) -> tuple[int, str] | None:
    """Where and why a step may not go into a sheet; None when it may."""
    if is_faulty(step) and not (step.expected and step.as_expected):
        fault = "is false" if step.verdict == "refuted" else "does not follow from its reason"
        how = "refuted" if step.verdict == "refuted" else "unjustified"
        return step.line, (
            f"step {step.index} {fault}; correct it, or expect it ({how}) to set the derivation "
            "as an exercise in finding the mistake"
        )
    if step.verdict not in ("proved", "definition", "refuted"):
        return step.line, (
            f"step {step.index} is {step.verdict}, and a sheet states only what is proved "
            f"({step.message})"
        )
    return None
