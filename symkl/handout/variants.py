"""The variants of a sheet: what is asked of a derivation, and what the key says of it.

A variant is an entry of ``VARIANTS``.  A derivation with a mistake is set as it is in all of them,
and so is a claim that asks for an example; where a variant has nothing to ask (there is nothing to
put in order in a single step), the claim is to be shown.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from symkl.derivation import Step
from symkl.handout import blanks
from symkl.handout.accepted import Accepted, orders
from symkl.handout.accepted import Lines as ChainLines
from symkl.handout.blocks import Block, Chain, Heading, Items, Lines, Row, Text
from symkl.handout.keys import Answers, key_of_mistakes, key_of_steps
from symkl.handout.phrases import Phrases, chain_rows, left, parts_of, right, single_names
from symkl.handout.rewriting import Path
from symkl.handout.selection import Exercise, is_faulty
from symkl.result import StepResult
from symkl.rules.catalogue import CATALOGUE
from symkl.rules.reason import Reason

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MOST_DISTRACTORS = 3
BOX = r"\boxed{\quad}"
WORK = 6  # ruled lines for a proof
ASKED = 2, 3  # of three steps that may have a blank, two have one


@dataclass(frozen=True)
class Asked:
    """What is printed of an exercise: on its page, on the pages of hints, and in the key."""

    page: tuple[Block, ...]
    key: tuple[Block, ...]
    hints: tuple[tuple[Block, ...], ...] = ()


@dataclass(frozen=True)
class Setting:
    """An exercise with all that a variant may need to set it."""

    exercise: Exercise
    say: Phrases
    rng: random.Random
    paths: Mapping[int, Path] = field(default_factory=dict)  # the blanks, by the index of the step
    accepted: Mapping[int, Accepted | None] = field(default_factory=dict)
    number: int = 1

    @property
    def heading(self) -> Heading:
        """The number and the title of the exercise."""
        derivation, say = self.exercise.derivation, self.say.say
        if derivation.title == derivation.file:  # an article that has no headings
            return Heading(say("hint.exercise", number=self.number))
        return Heading(say("sheet.exercise", number=self.number, title=derivation.title))

    @property
    def answers(self) -> Answers:
        """What the key says of the steps."""
        return Answers(self.exercise, self.say, self.accepted)


def chosen_blanks(exercise: Exercise, rng: random.Random) -> dict[int, Path]:
    """The parts that are left blank, by the index of their step: in two steps out of three."""
    last = len(exercise.derivation.steps)
    found = {}
    for step in exercise.derivation.steps:
        path = blanks.blank_in(step, step.index == last > 1, rng)
        if path is not None:
            found[step.index] = path
    most = -(-len(found) * ASKED[0] // ASKED[1])
    kept = sorted(rng.sample(sorted(found), most))
    return {index: found[index] for index in kept}


def asked(variant: str, setting: Setting) -> Asked:
    """An exercise of a variant."""
    special = SPECIAL.get(setting.exercise.kind)
    if special is not None:
        return special(setting, variant)
    return VARIANTS[variant](setting)


# --- the variants ---------------------------------------------------------------------------------


def solutions(setting: Setting) -> Asked:
    """All steps with their reasons."""
    say = setting.say
    rows = [
        (step, _row(step, say.reason(judged), label=f"({step.index})"))
        for step, judged in setting.exercise.steps
    ]
    page = [*_opening(setting), Chain(chain_rows(rows))]
    return Asked(tuple(page), (setting.heading, *key_of_steps(setting.answers)))


def fill_blanks(setting: Setting) -> Asked:
    """Parts of the right sides are left blank."""
    if not setting.paths:
        return show(setting)
    say = setting.say
    numbers = {index: place for place, index in enumerate(setting.paths, 1)}
    rows, key = [], []
    for step, judged in setting.exercise.steps:
        row = _row(step, say.reason(judged))
        if step.index in numbers:
            path, number = setting.paths[step.index], numbers[step.index]
            row = Row(blanks.with_blank(step, path, number), step.relation, reason=row.reason)
            key += setting.answers.of_blank(step, number, blanks.answer(step, path))
        rows.append((step, row))
    page = [*_opening(setting), Text(say.say("task.blanks")), Chain(chain_rows(rows))]
    solution = Chain(_solution(setting))
    return Asked(tuple(page), (setting.heading, solution, *key))


def supply_reasons(setting: Setting) -> Asked:
    """The reasons are left out; those to choose from are listed, with some that give no step."""
    say = setting.say
    numbers: dict[int, int] = {}
    rows, key = [], []
    for step, judged in setting.exercise.steps:
        if setting.answers.reasons(step) and judged.verdict == "proved":
            numbers[step.index] = len(numbers) + 1
            mark = f"({numbers[step.index]}) " + "_" * 13
            rows.append((step, _row(step, mark)))
            key += setting.answers.of_reason(step, numbers[step.index], judged)
        else:
            rows.append((step, _row(step, say.reason(judged))))
    if not numbers:
        return show(setting)
    bank = _bank(setting, [step for step, _ in setting.exercise.steps if step.index in numbers])
    page = [*_opening(setting), Text(say.say("task.reasons")), Chain(chain_rows(rows))]
    if bank:
        page.append(Text(say.say("task.bank", reasons=say.listed(bank))))
    return Asked(tuple(page), (setting.heading, *key))


def _bank(setting: Setting, steps: list[Step]) -> list[str]:
    """The names of the reasons that the steps cite, and of a few that give none of them."""
    cited = dict.fromkeys(name for step in steps for name in parts_of(step))
    if not cited or any(step.by and not parts_of(step) for step in steps):
        return []
    found = [setting.accepted.get(step.index) or Accepted() for step in steps]
    giving = {name for each in found for name in (*each.giving, *each.reasons)}
    giving |= {part for name in giving for part in single_names(name)}
    others = [r.name for r in CATALOGUE if r.name not in giving and _misleads(r)]
    wrong = setting.rng.sample(others, min(MOST_DISTRACTORS, len(others)))
    return sorted(map(setting.say.told, [*cited, *wrong]))


def _misleads(reason: Reason) -> bool:
    """Whether a reason may stand among those to choose from, to give no step."""
    return bool(reason.laws | reason.facts) and not (reason.is_vague or reason.rests_on_given)


def put_in_order(setting: Setting) -> Asked:
    """The lines of the chain, out of order."""
    steps = setting.exercise.derivation.steps
    if len(steps) < 3 or len(steps) > len(LETTERS) or _has_gaps(steps):
        return show(setting)
    say = setting.say
    places = list(range(len(steps)))
    while places == sorted(places):
        setting.rng.shuffle(places)
    letter_of = {place: LETTERS[at] for at, place in enumerate(places)}
    judged = setting.exercise.result.steps
    rows = [
        _row(steps[place], say.reason(judged[place]), label=letter_of[place]) for place in places
    ]
    boxes = r" \rightarrow ".join([BOX] * len(steps))
    page = [
        *_opening(setting),
        Text(f"{say.say('task.start')} ${left(steps[0])}$"),
        Text(say.say("task.shuffled")),
        Chain(tuple(rows)),
        Text(say.say("task.order", boxes=f"${boxes}$")),
    ]
    words = [
        ", ".join(letter_of[place] for place in order) for order in orders(ChainLines(tuple(steps)))
    ]
    key: list[Block] = [
        Text(say.say("key.order", order=words[0])),
        Items(tuple(say.say("key.orders", order=order) for order in words[1:]), small=True),
    ]
    return Asked(tuple(page), (setting.heading, *key, *key_of_steps(setting.answers)))


def _has_gaps(steps: list[Step]) -> bool:
    """Whether the steps are no one chain, or hold lines that nobody has to find a place for."""
    broken = any(left(after) != right(before) for before, after in pairwise(steps))
    return broken or any(step.defines or step.for_some for step in steps)


def with_hints(setting: Setting) -> Asked:
    """The claim alone, and hints from weak to strong on pages of their own."""
    shown, say = show(setting), setting.say.say
    steps = setting.exercise.steps
    ideas = {name for step, _ in steps for name in _ideas(setting, step)}
    names = sorted(map(setting.say.told, ideas))
    told = setting.say.listed(names)
    count = len(steps)
    weak = (
        say("hint.ideas", count=count, reasons=told)
        if names
        else say("hint.ideas_unnamed", count=count)
    )
    rows = [(step, _row(step, "", label=f"({step.index})")) for step, _ in steps]
    hints: tuple[tuple[Block, ...], ...] = (
        (Text(weak),),
        (Items(tuple(_reason_hint(setting, step, judged) for step, judged in steps)),),
        (Text(say("hint.lines")), Chain(chain_rows(rows))),
    )
    return Asked(shown.page, shown.key, hints)


def _ideas(setting: Setting, step: Step) -> list[str]:
    """The reasons that a step cites, or else the first one that gives it."""
    return parts_of(step) or single_names("".join(setting.answers.reasons(step)[:1]))


def _reason_hint(setting: Setting, step: Step, judged: StepResult) -> str:
    say, ideas = setting.say, _ideas(setting, step)
    reason = say.reason(judged) or say.listed(map(say.told, ideas))
    if not reason:
        return say.say("hint.no_reason", number=step.index)
    forms = [form for name in ideas if (form := say.form(name)) and form != reason]
    if not forms:
        return say.say("hint.reason", number=step.index, reason=reason)
    form = say.listed(forms)
    return say.say("hint.reason_form", number=step.index, reason=reason, form=form)


def show(setting: Setting) -> Asked:
    """The claim is to be shown."""
    say, exercise = setting.say.say, setting.exercise
    page: list[Block] = list(_opening(setting))
    if exercise.result.conclusion is None:
        rows = [(step, _row(step, "")) for step, _ in exercise.steps]
        page += [Text(say("task.show_steps")), Chain(chain_rows(rows))]
    else:
        page.append(Text(say("task.show")))
    page += [Text(say("task.answer")), Lines(WORK)]
    return Asked(tuple(page), (setting.heading, *key_of_steps(setting.answers)))


VARIANTS: dict[str, Callable[[Setting], Asked]] = {
    "solutions": solutions,
    "blanks": fill_blanks,
    "reasons": supply_reasons,
    "shuffled": put_in_order,
    "hints": with_hints,
}


# --- exercises of other kinds ---------------------------------------------------------------------


def find_the_mistake(setting: Setting, variant: str) -> Asked:
    """The whole chain without verdicts; the sheet of solutions says what is wrong."""
    say, exercise = setting.say, setting.exercise
    rows = [
        (step, _row(step, say.reason(judged), label=f"({step.index})"))
        for step, judged in exercise.steps
    ]
    chain = Chain(chain_rows(rows))
    faults = key_of_mistakes(setting.answers)
    page: list[Block] = [setting.heading, *say.assumptions(exercise), Text(say.say("task.mistake"))]
    if variant == "solutions":
        marked = [
            (step, _marked(setting, row, judged)) for (step, row), judged in _judged(rows, exercise)
        ]
        page += [Chain(chain_rows(marked)), *faults]
    else:
        page += [chain, Text(say.say("task.answer")), Lines(WORK)]
    hints: tuple[tuple[Block, ...], ...] = ()
    if variant == "hints":
        wrong = [judged for judged in exercise.result.steps if is_faulty(judged)]
        false = sum(judged.verdict == "refuted" for judged in wrong)
        where = say.listed(say.say("sheet.step", number=judged.index) for judged in wrong)
        hints = (
            (Text(say.say("hint.mistake_count", count=len(wrong))),),
            (Text(say.say("hint.mistake_kind", false=false, unjustified=len(wrong) - false)),),
            (Text(say.say("hint.mistake_where", steps=where)),),
        )
    return Asked(tuple(page), (setting.heading, *faults, Text(say.say("key.marks"))), hints)


def _judged(
    rows: list[tuple[Step, Row]], exercise: Exercise
) -> list[tuple[tuple[Step, Row], StepResult]]:
    return list(zip(rows, exercise.result.steps, strict=True))


def _marked(setting: Setting, row: Row, judged: StepResult) -> Row:
    mark = ""
    if is_faulty(judged):
        kind = "false" if judged.verdict == "refuted" else "unjustified"
        mark = setting.say.say(f"key.{kind}_mark")
    return Row(row.tex, row.relation, row.label, row.reason, mark)


def give_an_example(setting: Setting, variant: str) -> Asked:
    """A claim that holds for some model: an example is to be given."""
    say, exercise = setting.say, setting.exercise
    rows = [(step, _row(step, "")) for step, _ in exercise.steps]
    found = [judged for judged in exercise.result.steps if judged.counterexample is not None]
    witnesses = tuple(Text(setting.answers.witness(judged)) for judged in found)
    page: list[Block] = [setting.heading, *say.assumptions(exercise), Chain(chain_rows(rows))]
    if variant == "solutions":
        page += witnesses
    else:
        page += [Text(say.say("task.example")), Text(say.say("task.answer")), Lines(WORK)]
    hints: tuple[tuple[Block, ...], ...] = ()
    if variant == "hints" and found:
        example = found[0].counterexample
        value = example.lhs if example is not None else ""
        hints = (
            (Text(say.say("hint.example_some")),),
            (Text(say.say("hint.example_sides", left=value)),),
            (Text(say.say("hint.example_size", model=say.model(found[0]))),),
        )
    return Asked(tuple(page), (setting.heading, *witnesses), hints)


SPECIAL: dict[str, Callable[[Setting, str], Asked]] = {
    "mistake": find_the_mistake,
    "example": give_an_example,
}


# --- pieces ---------------------------------------------------------------------------------------


def _opening(setting: Setting) -> list[Block]:
    claim = setting.say.claim(setting.exercise)
    told = [Text(setting.say.say("sheet.claim", claim=claim))] if claim else []
    return [setting.heading, *told, *setting.say.assumptions(setting.exercise)]


def _row(step: Step, reason: str, label: str = "") -> Row:
    return Row(right(step), step.relation, label, reason)


def _solution(setting: Setting) -> tuple[Row, ...]:
    say = setting.say
    return chain_rows(
        (step, _row(step, say.reason(judged))) for step, judged in setting.exercise.steps
    )
