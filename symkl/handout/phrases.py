"""Steps, claims and reasons as the words and rows of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from symkl.derivation import Step, latex_of_side
from symkl.handout.blocks import Block, Items, Row, Text
from symkl.handout.selection import Exercise
from symkl.messages.catalogue import Language, Messages
from symkl.messages.translation import translated
from symkl.report.formula import relation_tex
from symkl.report.words import Words
from symkl.result import StepResult
from symkl.rules.aliases import ALIASES
from symkl.rules.catalogue import CATALOGUE
from symkl.rules.recognise import recognised

CHINESE = re.compile("[\u4e00-\u9fff]")
NAMED = {reason.name: reason for reason in CATALOGUE}
MOST_NAMES = 3
_LONGEST_FIRST = sorted(NAMED, key=len, reverse=True)


@dataclass(frozen=True)
class Phrases:
    """What a sheet says of steps, in one language."""

    language: Language

    @property
    def say(self) -> Messages:
        """The messages of the catalogue."""
        return Messages(self.language)

    def told(self, text: str) -> str:
        """A text that a result or the catalogue of reasons holds."""
        return translated(text, self.language)

    def listed(self, texts: Iterable[str]) -> str:
        """Texts one after the other."""
        return self.say("sheet.separator").join(texts)

    def claim(self, exercise: Exercise) -> str:
        """The conclusion as a formula in dollars; "" where the steps are judged by themselves."""
        end = exercise.result.conclusion
        return "" if end is None else math(end.lhs, end.relation, end.rhs)

    def assumptions(self, exercise: Exercise) -> list[Block]:
        """What the exercise assumes, as a list."""
        texts = tuple(self.told(text) for text in exercise.result.assumptions)
        if not texts:
            return []
        return [Text(self.say("sheet.assumptions"), small=True), Items(texts, small=True)]

    def reason(self, judged: StepResult) -> str:
        """The reason that is cited for a step."""
        if judged.verdict == "definition" and not judged.reason:
            return self.say("sheet.definition")
        some = self.say("sheet.for_some_model") if judged.quantifier == "some" else ""
        return self.listed(part for part in (self.told(judged.reason), some) if part)

    def names(self, reason: str) -> str:
        """A reason of the catalogue with its other names in the language of the sheet."""
        names = ALIASES.get(reason, ())
        fitting = [n for n in names if bool(CHINESE.search(n)) == (self.language == "zh")]
        told = self.told(reason)
        others = [name for name in fitting if name.casefold() != told.casefold()][:MOST_NAMES]
        if not others:
            return told
        return self.say("key.known_as", reason=told, names=self.say("sheet.names").join(others))

    def form(self, reason: str) -> str:
        """What a reason of the catalogue says; "" for what is none of it."""
        known = NAMED.get(reason)
        return self.told(known.inference or known.statement) if known is not None else ""

    def model(self, judged: StepResult) -> str:
        """The model of a step on one line."""
        found = judged.counterexample
        return Words(self.language).model_line(found.model) if found is not None else ""


def math(lhs: str, relation: str, rhs: str) -> str:
    """A relation between two sides as a formula in dollars."""
    sign = relation_tex(relation) or rf"\mathrel{{\text{{{relation}}}}}"
    return f"${lhs} {sign} {rhs}$"


def formulas(texts: Iterable[str]) -> list[str]:
    """Pieces of LaTeX as formulas in dollars."""
    return [f"${text}$" for text in texts]


def left(step: Step) -> str:
    """The left side of a step in LaTeX."""
    return latex_of_side(step.lhs, step.context)


def right(step: Step) -> str:
    """The right side of a step in LaTeX."""
    return latex_of_side(step.rhs, step.context)


def chain_rows(rows: Iterable[tuple[Step, Row]]) -> tuple[Row, ...]:
    """The rows of steps below each other, each left side shown unless it stands above already."""
    found: list[Row] = []
    before = ""
    for step, row in rows:
        if left(step) != before:
            found.append(Row(left(step)))
        found.append(row)
        before = right(step)
    return tuple(found)


def parts_of(step: Step) -> list[str]:
    """The names of the single reasons that a step cites; [] when one is not in the catalogue."""
    found = recognised(step.by) if step.by else None
    if found is None:
        return []
    return single_names(found.name)


def single_names(name: str) -> list[str]:
    """The reasons of the catalogue that a name puts together; some names hold an "and" themselves.

    >>> single_names("expectation and trace commute and factoring out")
    ['expectation and trace commute', 'factoring out']
    """
    found = []
    while name:
        first = next((n for n in _LONGEST_FIRST if name == n or name.startswith(f"{n} and ")), name)
        found.append(first)
        name = name[len(first) :].removeprefix(" and ")
    return found
