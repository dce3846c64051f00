"""The words and marks of a report: every judgement is a word and a mark, never a colour alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from symkl.result import (
    NOTES,
    Conclusion,
    DerivationResult,
    Diagnosis,
    ReasonVerdict,
    Result,
    StepResult,
    Trust,
    Verdict,
)

MARKS: dict[Verdict, str] = {
    "proved": "✓",
    "refuted": "✗",
    "supported": "~",
    "undecided": "?",
    "definition": "≝",
    "unread": "–",
}
TRUST: dict[Trust, str] = {
    "kernel": "by the kernel",
    "sympy": "by SymPy and numbers",
    "numeric": "by numbers",
    "none": "",
}
REASONS: dict[ReasonVerdict, str] = {
    "justified": "justified",
    "unjustified": "does not give this step",
    "none": "none given",
}
MEANING: dict[Verdict, str] = {
    "proved": "the kernel of symkl replayed a certificate of the statement shown, "
    "under the hypotheses listed; neither SymPy nor any number is trusted for it.",
    "refuted": "a model is shown in which the relation fails.",
    "supported": "SymPy or every model tried agrees; this is not a proof.",
    "undecided": "neither a proof nor a counterexample was found.",
    "definition": "the relation says what a symbol means; there is nothing to prove.",
    "unread": "the step could not be read, so nothing is said about it.",
}
_TRUTH: dict[Verdict, str] = {
    "proved": "It is true: proved, and the kernel checked the proof.",
    "refuted": "It is false.",
    "supported": "It seems true, but there is no proof.",
    "undecided": "Whether it is true is undecided.",
    "definition": "It holds by definition.",
    "unread": "It could not be read, so nothing is said about its truth.",
}
_SUPPORT: dict[Trust, str] = {
    "sympy": "It seems true: SymPy shows it and the models tried agree, but there is no proof "
    "that the kernel checked.",
    "numeric": "It seems true: all models tried agree, but there is no proof.",
    "kernel": _TRUTH["supported"],
    "none": _TRUTH["supported"],
}
_NAMED = 5  # faulty steps in the sentence; the rows show them all


def truth(conclusion: Conclusion) -> str:
    """One sentence: is the claim true?"""
    if conclusion.verdict == "supported":
        return _SUPPORT[conclusion.trust]
    if conclusion.verdict == "refuted" and conclusion.counterexample is not None:
        return "It is false: the counterexample below breaks it."
    return _TRUTH[conclusion.verdict]


def shown(derivation: DerivationResult) -> str:
    """One sentence: does this derivation show its claim, and if not, which steps fail?"""
    if derivation.conclusion is None:
        return "The steps lead to no single conclusion, so each is judged by itself."
    if derivation.conclusion.follows:
        return "This derivation shows it."
    faults = [fault for step in derivation.steps if (fault := _fault(step))]
    more = [f"and {len(faults) - _NAMED} more"] if len(faults) > _NAMED else []
    because = "; ".join(faults[:_NAMED] + more)
    return f"This derivation does not show it{': ' if because else ''}{because}."


def _fault(step: StepResult) -> str:
    faults = []
    if step.verdict not in ("proved", "definition"):
        words = {"supported": "not proved", "unread": "not read"}
        faults.append(f"is {words.get(step.verdict, step.verdict)}")
    if step.reason_verdict == "unjustified":
        faults.append("does not follow from its reason")
    return f"{step_name(step)} {' and '.join(faults)}" if faults else ""


def step_name(step: StepResult) -> str:
    """The step's number, with the author's own number if there is one."""
    reference = f" ({step.reference})" if step.reference else ""
    return f"step {step.index}{reference}"


def expectation(step: StepResult) -> str:
    """The word for what the author expected: nothing for a step that needs no remark."""
    if not step.as_expected:
        return f"unexpected: {step.expected} was expected" if step.expected else "unexpected"
    return "expected" if step.expected else ""


def explanation(step: StepResult) -> str:
    """What the details of a step tell."""
    if step.counterexample is not None:
        held = step.quantifier == "some" and step.verdict != "refuted"
        near = f", and {len(step.repair)} that may be meant" if step.repair else ""
        return f"{'Witness' if held else 'Counterexample'}{near}"
    if step.verdict in ("proved", "definition") and step.reason_verdict != "unjustified":
        return "Details"
    return f"Why: {step.message}" if step.verdict == "unread" else "Why"


def is_note(found: Diagnosis) -> bool:
    """Whether the reader only remarks on something that it did read."""
    return found.code.startswith(NOTES)


def repeats(derivation: DerivationResult, position: int) -> bool:
    """Whether the left side of a step is the right side of the step before."""
    steps = derivation.steps
    return position > 0 and steps[position].lhs == steps[position - 1].rhs


def audited(step: StepResult) -> str:
    """In short: how many hypotheses were dropped, and how often that mattered."""
    outcomes = [item.outcome for item in step.sensitivity]
    mattered = sum(
        outcome in ("breaks", "breaks by quadrature", "no value") for outcome in outcomes
    )
    needless = outcomes.count("not needed")
    return f"{len(outcomes)} dropped one by one: {mattered} needed, {needless} not needed"


def model_line(model: Mapping[str, Any]) -> str:
    """A model on one line."""
    return "; ".join(f"{name} = {value}" for name, value in model_rows(model))


def model_rows(model: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A model as names and values, matrices as bracketed rows."""
    return [(str(name), _value(value)) for name, value in model.items()]


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    return str(value)


def counts(steps: Sequence[StepResult]) -> str:
    """The verdicts of the steps, counted."""
    found = [step.verdict for step in steps]
    return ", ".join(f"{found.count(name)} {name}" for name in MARKS if name in found)


def summary(result: Result) -> str:
    """The whole result in one sentence of counts."""
    found = result.summary()
    verdicts = ", ".join(f"{found[name]} {name}" for name in MARKS if found[name])
    parts = [f"{len(result.derivations)} derivations, {found['steps']} steps: {verdicts}"]
    if found["unjustified"]:
        parts.append(f"{found['unjustified']} reasons do not give their step")
    if result.documents:
        parts.append(f"{found['sides_read']} of {found['sides']} sides read")
    unexpected = found["unexpected"]
    parts.append(f"{unexpected} steps are not as expected" if unexpected else "all as expected")
    return "; ".join(parts) + "."
