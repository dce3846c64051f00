"""The key: what is right, and what symkl accepts as well."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symkl.derivation import Step
from symkl.handout.accepted import Accepted
from symkl.handout.blocks import Block, Chain, Items, Row, Text
from symkl.handout.phrases import Phrases, chain_rows, formulas, math, right
from symkl.handout.selection import Exercise, is_faulty
from symkl.result import StepResult


@dataclass(frozen=True)
class Answers:
    """An exercise with what is accepted at each of its steps; None stands for a search too long."""

    exercise: Exercise
    say: Phrases
    accepted: Mapping[int, Accepted | None]

    def of_blank(self, step: Step, number: int, answer: str) -> list[Block]:
        """What belongs into a box, and what may stand there as well."""
        say = self.say.say
        told: list[Block] = [Text(say("key.box", number=number, answer=f"${answer}$"))]
        return told + self._further(step, "key.also", with_reasons=False)

    def of_reason(self, step: Step, number: int, judged: StepResult) -> list[Block]:
        """The reason of a step, and others that give it."""
        say = self.say
        reason = say.reason(judged) or say.say("sheet.separator").join(self.reasons(step)[:1])
        label = say.say("key.numbered", number=number, answer=reason)
        first, *others = self.reasons(step)
        names = [say.names(first), *map(say.told, others)]
        return [Text(label), *self._items([say.say("key.reasons", reasons=say.listed(names))])]

    def of_step(self, step: Step) -> list[Block]:
        """What else the line may read, and which reasons are accepted for it."""
        return self._further(step, "key.also_side", with_reasons=True)

    def witness(self, judged: StepResult) -> str:
        """The model in which a claim holds."""
        return self._example(judged, "key.witness")

    def counterexample(self, judged: StepResult) -> str:
        """The model in which a step fails."""
        return self._example(judged, "key.counterexample")

    def _example(self, judged: StepResult, key: str) -> str:
        found = judged.counterexample
        if found is None:
            return ""
        model = self.say.model(judged)
        return self.say.say(key, model=model, left=found.lhs, right=found.rhs)

    def _further(self, step: Step, key: str, *, with_reasons: bool) -> list[Block]:
        found, say = self.accepted.get(step.index, Accepted()), self.say
        if found is None:
            return self._items([say.say("key.not_searched")])
        told = []
        if found.forms:
            told.append(say.say(key, forms=say.listed(formulas(found.forms))))
        if with_reasons and found.reasons:
            names = say.listed(map(say.told, found.reasons))
            told.append(say.say("key.reasons", reasons=names))
        return self._items(told)

    def reasons(self, step: Step) -> tuple[str, ...]:
        """The names of the reasons that are accepted for a step."""
        found = self.accepted.get(step.index)
        return found.reasons if found is not None else ()

    @staticmethod
    def _items(texts: list[str]) -> list[Block]:
        return [Items(tuple(texts), small=True)] if texts else []


def key_of_steps(answers: Answers) -> list[Block]:
    """The whole derivation, and below it what is accepted at each step."""
    say = answers.say
    rows = [
        (step, Row(right(step), step.relation, f"({step.index})", say.reason(judged)))
        for step, judged in answers.exercise.steps
    ]
    told: list[Block] = []
    for step, _ in answers.exercise.steps:
        further = answers.of_step(step)
        if further:
            told += [Text(f"{say.say('sheet.step', number=step.index)}:", small=True), *further]
    return [Text(say.say("key.written")), Chain(chain_rows(rows)), *told]


def key_of_mistakes(answers: Answers) -> list[Block]:
    """Every wrong step: why it is wrong, and what is true instead."""
    say = answers.say
    told: list[Block] = []
    for judged in filter(is_faulty, answers.exercise.result.steps):
        refuted = judged.verdict == "refuted"
        kind = "key.false" if refuted else "key.unjustified"
        told.append(Text(say.say(kind, number=judged.index)))
        told += answers._items(_corrections(answers, judged, refuted))
    return told


def _corrections(answers: Answers, judged: StepResult, refuted: bool) -> list[str]:
    say = answers.say
    if not refuted:
        reasons = [say.told(item.because.removeprefix("by ")) for item in judged.repair]
        return [say.say("key.gives", reasons=say.listed(reasons))] if reasons else []
    example = answers.counterexample(judged)
    repairs = [
        say.say(
            "key.repair",
            claim=math(item.lhs, item.relation, item.rhs),
            because=say.told(item.because),
        )
        for item in judged.repair
    ]
    return [*([example] if example else []), *repairs]
