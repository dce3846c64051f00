"""Whole runs: every step of every derivation judged in worker processes, each within its time."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as Late
from importlib.metadata import version

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from symkl.checking import Judgement, Task, judge, undecided
from symkl.derivation import Derivation, Step, latex_of_side, text_of_side
from symkl.language.declared import assumptions
from symkl.loading import Loaded
from symkl.result import Conclusion, DerivationResult, Result, StepResult, Verdict

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


def run(
    loaded: Loaded,
    timeout: float = SECONDS_A_STEP,
    jobs: int | None = None,
    progress: Progress | None = None,
) -> Result:
    """The result for everything that was loaded; ``progress(done, all)`` is called as it goes."""
    steps = [(d, step) for d in loaded.derivations for step in _to_judge(d)]
    tasks = [_task(step) for _, step in steps]
    judged: dict[tuple[str, int], Judgement] = {}
    for place, judgement in enumerate(_judged(tasks, timeout, jobs)):
        derivation, step = steps[place]
        judged[derivation.id, step.index] = judgement
        if progress is not None:
            progress(place + 1, len(tasks))
    results = tuple(_derivation_result(d, judged) for d in loaded.derivations)
    documents = tuple(loaded.documents)
    return Result(version("symkl"), results, tuple(loaded.errors), documents)


def check(derivation: Derivation) -> DerivationResult:
    """The result for one derivation, judged in this process and without a time limit."""
    steps = _to_judge(derivation)
    judged = {(derivation.id, step.index): judge(_task(step)) for step in steps}
    return _derivation_result(derivation, judged)


def _to_judge(derivation: Derivation) -> list[Step]:
    conclusion = derivation.conclusion()
    alone = len(derivation.steps) == 1  # then the conclusion is the step
    steps = [*derivation.steps, *([conclusion] if conclusion is not None and not alone else [])]
    return [step for step in steps if not step.unread and not step.defines]


def _task(step: Step) -> Task:
    return Task(step.claims(), step.by, step.for_some, step.doubt)


def _unjudged(step: Step) -> Judgement:
    """The verdict on a step that was not understood, or that introduces a notation."""
    if step.defines:
        return Judgement("definition", "none", "a notation that the text introduces")
    return Judgement("unread", "none", step.unread)


def _judged(tasks: Sequence[Task], timeout: float, jobs: int | None) -> Iterator[Judgement]:
    """The judgements in order; a task that takes too long or kills its worker is undecided."""
    if not tasks:
        return
    workers = min(jobs or multiprocessing.cpu_count(), len(tasks))
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    with ProcessPool(max_workers=workers, context=context) as pool:
        futures = [pool.schedule(judge, args=(task,), timeout=timeout) for task in tasks]
        for future in futures:
            yield _outcome(future, timeout)


def _outcome(future: ProcessFuture[Judgement], timeout: float) -> Judgement:
    try:
        return future.result()
    except Late:
        return undecided(f"not decided within {timeout:g} s (see --timeout)", timeout)
    except ProcessExpired as error:
        return undecided(f"the worker ended unexpectedly (exit code {error.exitcode})")
    except RecursionError:
        return undecided("the expression is nested too deeply")
    except Exception as error:
        return undecided(f"an internal error, please report it: {type(error).__name__}: {error}")


def _derivation_result(
    derivation: Derivation, judged: dict[tuple[str, int], Judgement]
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


def _step_result(step: Step, found: Judgement) -> StepResult:
    context = step.context
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
    judged: dict[tuple[str, int], Judgement],
) -> Conclusion | None:
    step = derivation.conclusion()
    if step is None:
        return None
    found = judged.get((derivation.id, 0)) or judged.get((derivation.id, 1)) or _unjudged(step)
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
