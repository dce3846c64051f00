"""The words and marks of a report: every judgement is a word and a mark, never a colour alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from symkl.display.marks import MARKS as MARKS
from symkl.display.models import value_of
from symkl.messages.catalogue import Language, Messages
from symkl.messages.translation import translated
from symkl.result import (
    NOTES,
    Conclusion,
    DerivationResult,
    Diagnosis,
    Result,
    StepResult,
    Verdict,
)

_NAMED = 5  # faulty steps in the sentence; the rows show them all


@dataclass(frozen=True)
class Words:
    """What a report says in one language; templates know it as ``words``."""

    language: Language = "en"

    @property
    def say(self) -> Messages:
        """The messages of the catalogue."""
        return Messages(self.language)

    def told(self, text: str) -> str:
        """A text that the result holds."""
        return translated(text, self.language)

    def model_line(self, model: Mapping[str, Any]) -> str:
        """A model on one line."""
        return "; ".join(f"{name} = {value}" for name, value in self.model_rows(model))

    def model_rows(self, model: Mapping[str, Any]) -> list[tuple[str, str]]:
        """A model as names and values, matrices as bracketed rows."""
        return [(str(n), value_of(value, self.told, "[]")) for n, value in model.items()]

    def verdict(self, name: str) -> str:
        """The word for a verdict."""
        return self.say(f"verdict.{name}")

    def truth(self, conclusion: Conclusion) -> str:
        """One sentence: is the claim true?"""
        key: str = conclusion.verdict
        if key == "supported":
            by = {"sympy": "supported_by_sympy", "numeric": "supported_by_models"}
            key = by.get(conclusion.trust, key)
        if key == "refuted" and conclusion.counterexample is not None:
            key = "refuted_by"
        return self.say(f"truth.{key}")

    def shown(self, derivation: DerivationResult) -> str:
        """One sentence: does this derivation show its claim, and if not, which steps fail?"""
        if derivation.conclusion is None:
            return self.say("shown.no_conclusion")
        if derivation.conclusion.follows:
            return self.say("shown.yes")
        faults = [fault for step in derivation.steps if (fault := self._fault(step))]
        if not faults:
            return self.say("shown.no")
        left = len(faults) - _NAMED
        more = [self.say("shown.more", count=left)] if left > 0 else []
        return self.say("shown.no_because", faults=self._listed("shown", faults[:_NAMED] + more))

    def _fault(self, step: StepResult) -> str:
        faults = []
        if step.verdict not in ("proved", "definition"):
            faults.append(self.say(f"fault.{step.verdict}"))
        if step.reason_verdict == "unjustified":
            faults.append(self.say("fault.unjustified"))
        if not faults:
            return ""
        both = len(faults) > 1
        fault = self.say("fault.both", first=faults[0], second=faults[1]) if both else faults[0]
        return self.say("fault.of_step", step=self.step_name(step), fault=fault)

    def _listed(self, table: str, parts: Sequence[str]) -> str:
        return self.say(f"{table}.separator").join(parts)

    def step_name(self, step: StepResult) -> str:
        """The step's number, with the author's own number if there is one."""
        if not step.reference:
            return self.say("step.name", number=step.index)
        return self.say("step.name_with_reference", number=step.index, reference=step.reference)

    def expectation(self, step: StepResult) -> str:
        """The word for what the author expected: nothing for a step that needs no remark."""
        if step.as_expected:
            return self.say("step.expected") if step.expected else ""
        if not step.expected:
            return self.say("step.unexpected")
        verdicts = ", ".join(map(self.verdict, step.expected.split(", ")))
        return self.say("step.unexpected_instead", expected=verdicts)

    def explanation(self, step: StepResult) -> str:
        """What the details of a step tell."""
        if step.counterexample is not None:
            held = step.quantifier == "some" and step.verdict != "refuted"
            shown = self.say("step.witness" if held else "step.counterexample")
            count = len(step.repair)
            return self.say("step.with_repairs", shown=shown, count=count) if count else shown
        if step.verdict in ("proved", "definition") and step.reason_verdict != "unjustified":
            return self.say("step.plain_details")
        if step.verdict == "unread":
            return self.say("step.why_told", message=self.told(step.message))
        return self.say("step.why")

    def audited(self, step: StepResult) -> str:
        """In short: how many hypotheses were dropped, and how often that mattered."""
        outcomes = [item.outcome for item in step.sensitivity]
        breaks = ("breaks", "breaks by quadrature", "no value")
        return self.say(
            "audit.counts",
            dropped=len(outcomes),
            needed=sum(outcome in breaks for outcome in outcomes),
            needless=outcomes.count("not needed"),
        )

    def counts(self, steps: Sequence[StepResult]) -> str:
        """The verdicts of the steps, counted."""
        found = [step.verdict for step in steps]
        return self._counted({name: found.count(name) for name in MARKS})

    def summary(self, result: Result) -> str:
        """The whole result in one sentence of counts."""
        found, say = result.summary(), self.say
        parts = [
            say(
                "summary.derivations",
                derivations=len(result.derivations),
                steps=found["steps"],
                verdicts=self._counted({name: found[name] for name in MARKS}),
            )
        ]
        if found["unjustified"]:
            parts.append(say("summary.unjustified", count=found["unjustified"]))
        if result.documents:
            parts.append(say("summary.read", read=found["sides_read"], sides=found["sides"]))
        count = found["unexpected"]
        parts.append(say("summary.unexpected", count=count) if count else say("summary.expected"))
        return self._listed("summary", parts) + say("summary.end")

    def _counted(self, found: Mapping[Verdict, int]) -> str:
        return self.say("summary.list").join(
            self.say("summary.count", count=count, verdict=self.verdict(name))
            for name, count in found.items()
            if count
        )


def has_proof(derivation: DerivationResult) -> bool:
    """Whether the kernel proved a step."""
    return any(step.verdict == "proved" and step.trust == "kernel" for step in derivation.steps)


def reasons_without(step: StepResult, cited: Mapping[str, Any]) -> str:
    """The reasons of a step, without the derivations that it cites and that are linked."""
    titles = {cited[name].derivation.title for name in step.rests_on if name in cited}
    return "; ".join(part for part in step.reason.split("; ") if part not in titles)


def is_note(found: Diagnosis) -> bool:
    """Whether the reader only remarks on something that it did read."""
    return found.code.startswith(NOTES)


def repeats(derivation: DerivationResult, position: int) -> bool:
    """Whether the left side of a step is the right side of the step before."""
    steps = derivation.steps
    return position > 0 and steps[position].lhs == steps[position - 1].rhs
