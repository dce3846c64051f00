"""Whole runs: every step of every derivation judged in worker processes, each within its time."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from importlib.metadata import version
from itertools import count
from typing import TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from symkl.checking import Judgement, Task, judge, undecided
from symkl.derivation import Derivation, Step, latex_of_side, text_of_side
from symkl.language.declared import assumptions
from symkl.loading import Loaded
from symkl.result import (
    Conclusion,
    DerivationResult,
    Result,
    Sensitivity,
    StepResult,
    Verdict,
)
from symkl.sensitivity import Audit, sensitivities

SECONDS_A_STEP = 10.0
WEAKEST_FIRST: tuple[Verdict, ...] = (
    "refuted",
    "unread",
    "undecided",
    "supported",
    "proved",
    "definition",
)
CLOSED: tuple[Verdict, ...] = ("proved", "definition")
Progress = Callable[[int, int], None]
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Found:
    """The judgement of a step, and what dropping its hypotheses does (or why that is not told)."""

    judgement: Judgement
    sensitivity: tuple[Sensitivity, ...] = ()
    sensitivity_message: str = ""


def run(
    loaded: Loaded,
    timeout: float = SECONDS_A_STEP,
    jobs: int | None = None,
    progress: Progress | None = None,
    hypotheses: bool = False,
) -> Result:
    """The result for everything that was loaded; ``progress(done, all)`` is called as it goes.

    With ``hypotheses`` each hypothesis of each proved step is dropped as well.  That is a task of
    its own with its own time limit: it changes no verdict.
    """
    steps = [(d, step) for d in loaded.derivations for step in _to_judge(d)]
    found = _judged([step for _, step in steps], timeout, jobs, progress, hypotheses)
    keys = [(derivation.id, step.index) for derivation, step in steps]
    judged = dict(zip(keys, found, strict=True))
    results = tuple(_derivation_result(d, judged) for d in loaded.derivations)
    documents = tuple(loaded.documents)
    return Result(version("symkl"), results, tuple(loaded.errors), documents)


def check(derivation: Derivation, hypotheses: bool = False) -> DerivationResult:
    """The result for one derivation, judged in this process and without a time limit.

    With ``hypotheses`` each hypothesis of each proved step is dropped as well, to see what breaks.
    """
    judged: dict[tuple[str, int], Found] = {}
    for step in _to_judge(derivation):
        task = _task(step)
        judgement = judge(task)
        found = sensitivities(_audit(task, judgement)) if hypotheses else ()
        judged[derivation.id, step.index] = Found(judgement, found)
    return _derivation_result(derivation, judged)


def _to_judge(derivation: Derivation) -> list[Step]:
    conclusion = derivation.conclusion()
    alone = len(derivation.steps) == 1  # then the conclusion is the step
    steps = [*derivation.steps, *([conclusion] if conclusion is not None and not alone else [])]
    return [step for step in steps if not step.unread and not step.defines]


def _task(step: Step) -> Task:
    return Task(step.claims(), step.by, step.for_some, step.doubt)


def _unjudged(step: Step) -> Found:
    """The verdict on a step that was not understood, or that introduces a notation."""
    if step.defines:
        return Found(Judgement("definition", "none", "a notation that the text introduces"))
    return Found(Judgement("unread", "none", step.unread))


def _audit(task: Task, judgement: Judgement) -> Audit:
    return Audit(task.claims, judgement.hypotheses)


def _judged(
    steps: Sequence[Step],
    timeout: float,
    jobs: int | None,
    progress: Progress | None,
    hypotheses: bool,
) -> list[Found]:
    """What was found, in order; a task that takes too long or kills its worker is undecided."""
    if not steps:
        return []
    tell = _counter(progress, len(steps) * (1 + hypotheses))
    tasks = [_task(step) for step in steps]
    judgements: list[Judgement] = []
    audits: list[ProcessFuture[tuple[Sensitivity, ...]] | None] = []
    with _pool(jobs, len(steps)) as pool:
        judging = [pool.schedule(judge, args=(task,), timeout=timeout) for task in tasks]
        for step, task, future in zip(steps, tasks, judging, strict=True):
            judgements.append(tell(_judgement(future, timeout)))
            audit = _audit(task, judgements[-1])
            # The conclusion rests on its steps: only these are audited.
            wanted = hypotheses and step.index > 0 and audit.hypotheses
            args = (audit,)
            audits.append(pool.schedule(sensitivities, args, timeout=timeout) if wanted else None)
        if not hypotheses:
            return [Found(judgement) for judgement in judgements]
        return [
            tell(_found(judgement, audit, timeout))
            for judgement, audit in zip(judgements, audits, strict=True)
        ]


def _counter(progress: Progress | None, total: int) -> Callable[[Answer], Answer]:
    """What calls ``progress`` with one more done for each answer that goes through."""
    done = count(1)

    def tell(answer: Answer) -> Answer:
        if progress is not None:
            progress(next(done), total)
        return answer

    return tell


def _pool(jobs: int | None, most: int) -> ProcessPool:
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    return ProcessPool(max_workers=min(jobs or multiprocessing.cpu_count(), most), context=context)


def _judgement(future: ProcessFuture[Judgement], timeout: float) -> Judgement:
    try:
        return future.result()
    except Exception as error:
        late = isinstance(error, Late)
        return undecided(_why_no_result(error, timeout), timeout if late else 0.0)


def _found(
    judgement: Judgement, audit: ProcessFuture[tuple[Sensitivity, ...]] | None, timeout: float
) -> Found:
    try:
        return Found(judgement, audit.result() if audit is not None else ())
    except Exception as error:
        return Found(judgement, (), _why_no_result(error, timeout))


def _why_no_result(error: Exception, timeout: float) -> str:
    match error:
        case Late():
            return f"not decided within {timeout:g} s (see --timeout)"
        case ProcessExpired():
            return f"the worker ended unexpectedly (exit code {error.exitcode})"
        case RecursionError():
            return "the expression is nested too deeply"
    return f"an internal error, please report it: {type(error).__name__}: {error}"


def _derivation_result(
    derivation: Derivation, judged: dict[tuple[str, int], Found]
) -> DerivationResult:
    steps = tuple(
        _step_result(step, judged.get((derivation.id, step.index)) or _unjudged(step))
        for step in derivation.steps
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


def _step_result(step: Step, whole: Found) -> StepResult:
    context, found = step.context, whole.judgement
    lhs, rhs = step.source or (latex_of_side(side, context) for side in (step.lhs, step.rhs))
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
        statement_text(step),
        found.facts,
        found.reason_message,
        found.counterexample,
        found.numeric,
        sensitivity=whole.sensitivity,
        sensitivity_message=whole.sensitivity_message,
        seconds=found.seconds,
        column=step.column,
        span=step.span,
        diagnoses=step.diagnoses,
    )


def as_expected(expect: tuple[str, ...], found: Judgement) -> bool:
    """Whether verdict and reason verdict are what the author expects (by default: no fault)."""
    verdicts = [word for word in expect if word != "unjustified"]
    right = found.verdict in verdicts if verdicts else found.verdict != "refuted"
    if "unjustified" in expect:
        return right and found.reason_verdict == "unjustified"
    return right and (found.reason_verdict != "unjustified" or found.verdict == "refuted")


def statement_text(step: Step) -> str:
    """What the kernel was asked, in plain text."""
    context = step.context
    left, right = (text_of_side(side, context) for side in (step.lhs, step.rhs))
    words = {"iff": "if and only if", "implies": "implies"}
    text = f"{left} {words.get(step.relation, step.relation)} {right}"
    given = ", ".join(item.text() for item in step.given)
    scope = "for some model: " if step.for_some else ""
    return f"{scope}{text}{', given ' + given if given else ''}"


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
    )
