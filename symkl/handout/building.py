"""Sheets and their keys out of exercises; the same seed gives the same sheets."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from pebble import ProcessFuture

from symkl.handout.accepted import Accepted, Question, accepted
from symkl.handout.blocks import Block, Heading, Paper, Sheet, Text
from symkl.handout.phrases import Phrases
from symkl.handout.rewriting import Path
from symkl.handout.selection import Exercise
from symkl.handout.variants import Asked, Setting, asked, chosen_blanks
from symkl.messages.catalogue import Language
from symkl.running import SECONDS_A_STEP, workers
from symkl.stopping import Stopped, answer, never

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Order:
    """What somebody wants of a handout."""

    variant: str
    seed: int = 1
    language: Language = "en"
    paper: Paper = "a4"
    title: str = ""
    version: str = ""


@dataclass(frozen=True)
class Handout:
    """A sheet for students, and its key."""

    sheet: Sheet
    key: Sheet


def handout(
    exercises: Sequence[Exercise],
    order: Order,
    timeout: float = SECONDS_A_STEP,
    jobs: int | None = None,
    progress: Progress | None = None,
    *,
    search: bool = True,
    stopped: Stopped = never,
) -> Handout:
    """The sheet of the exercises and its key; ``progress(done, all)`` is called as it goes.

    What else is right is searched in worker processes.  Where a search takes longer than
    ``timeout`` seconds, or somebody ends it, the key says that it was not done; without ``search``
    none is done.
    """
    blanks = [_blanks(exercise, order) for exercise in exercises]
    found: list[dict[int, Accepted | None]] = [{} for _ in exercises]
    if search:
        found = _searched(exercises, blanks, timeout, jobs, progress, stopped)
    settings = [
        Setting(exercise, Phrases(order.language), _random(exercise, order), paths, right, number)
        for number, (exercise, paths, right) in enumerate(
            zip(exercises, blanks, found, strict=True), 1
        )
    ]
    return _put_together([asked(order.variant, setting) for setting in settings], order)


def _random(exercise: Exercise, order: Order, purpose: str = "") -> random.Random:
    return random.Random(f"{order.seed}/{order.variant}/{exercise.derivation.id}/{purpose}")


def _blanks(exercise: Exercise, order: Order) -> dict[int, Path]:
    if order.variant != "blanks" or exercise.kind != "proof":
        return {}
    return chosen_blanks(exercise, _random(exercise, order, "blanks"))


def _searched(
    exercises: Sequence[Exercise],
    blanks: Sequence[dict[int, Path]],
    timeout: float,
    jobs: int | None,
    progress: Progress | None,
    stopped: Stopped,
) -> list[dict[int, Accepted | None]]:
    """What is accepted at each step of each exercise; None where the search was too long."""
    questions = [
        (place, step.index, Question(step.claims(), step.by, paths.get(step.index, ())))
        for place, (exercise, paths) in enumerate(zip(exercises, blanks, strict=True))
        if exercise.kind == "proof"
        for step in exercise.derivation.steps
        if step.claims() and not step.for_some
    ]
    found: list[dict[int, Accepted | None]] = [{} for _ in exercises]
    if not questions:
        return found
    if stopped():
        for place, index, _ in questions:
            found[place][index] = None
        return found
    with workers(jobs, len(questions)) as pool:
        futures: list[ProcessFuture[Accepted]] = [
            pool.schedule(accepted, args=(question,), timeout=timeout) for *_, question in questions
        ]
        for done, ((place, index, _), future) in enumerate(zip(questions, futures, strict=True), 1):
            found[place][index] = _outcome(future, stopped)
            if progress is not None:
                progress(done, len(questions))
        if stopped():
            pool.stop()  # type: ignore[no-untyped-call]
    return found


def _outcome(future: ProcessFuture[Accepted], stopped: Stopped) -> Accepted | None:
    try:
        return answer(future, stopped)
    except Exception:  # late, its worker or the run ended: a key does without
        return None


def _put_together(parts: Sequence[Asked], order: Order) -> Handout:
    say = Phrases(order.language).say
    subtitle = say(f"variant.{order.variant}")
    pages = [part.page for part in parts]
    levels = list(zip_longest(*(part.hints for part in parts), fillvalue=()))
    for number, level in enumerate(levels, 1):
        page: list[Block] = [Heading(say("hint.page", number=number, count=len(levels)))]
        for place, blocks in enumerate(level, 1):
            if blocks:
                page += [Heading(say("hint.exercise", number=place), level=3), *blocks]
        pages.append(tuple(page))
    colophon = Text(say("sheet.colophon", version=order.version, seed=order.seed), small=True)
    pages[-1] = (*pages[-1], colophon)
    keys = [part.key for part in parts]
    keys[-1] = (*keys[-1], colophon)
    sheet = Sheet(order.title, subtitle, order.language, order.paper, tuple(pages))
    named = say("sheet.key", subtitle=subtitle)
    key = Sheet(order.title, named, order.language, order.paper, tuple(keys), key=True)
    return Handout(sheet, key)
