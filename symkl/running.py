"""Whole runs: every step of every derivation judged in worker processes, each within its time."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as Late
from importlib.metadata import version

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from symkl.checking import Judgement, Task, judge, undecided, wants_offers, with_offers
from symkl.derivation import Derivation, Step, latex_of_side, text_of_side
from symkl.language.declared import assumptions
from symkl.language.printing import latex_of, text_of
from symkl.loading import Loaded
from symkl.prove.repair import Offer
from symkl.result import Conclusion, DerivationResult, Repair, Result, StepResult, Verdict

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
    for place, judgement in _judged(tasks, timeout, jobs):
        derivation, step = steps[place]
        judged[derivation.id, step.index] = judgement
        if progress is not None:
            progress(len(judged), len(tasks))
    results = tuple(_derivation_result(d, judged) for d in loaded.derivations)
    documents = tuple(loaded.documents)
    return Result(version("symkl"), results, tuple(loaded.errors), documents)


def check(derivation: Derivation) -> DerivationResult:
    """The result for one derivation, judged in this process and without a time limit."""
    steps = _to_judge(derivation)
    tasks = {(derivation.id, step.index): _task(step) for step in steps}
    judged = {key: with_offers(task, judge(task)) for key, task in tasks.items()}
    return _derivation_result(derivation, judged)


def _to_judge(derivation: Derivation) -> list[Step]:
    conclusion = derivation.conclusion()
    alone = len(derivation.steps) == 1  # then the conclusion is the step
    steps = [*derivation.steps, *([conclusion] if conclusion is not None and not alone else [])]
    return [step for step in steps if not step.unread and not step.defines]


def _task(step: Step) -> Task:
    return Task(step.claims(), step.by, step.for_some, step.doubt, wants_offers=step.index > 0)


def _unjudged(step: Step) -> Judgement:
    """The verdict on a step that was not understood, or that introduces a notation."""
    if step.defines:
        return Judgement("definition", "none", "a notation that the text introduces")
    return Judgement("unread", "none", step.unread)


def _judged(
    tasks: Sequence[Task], timeout: float, jobs: int | None
) -> Iterator[tuple[int, Judgement]]:
    """The judgements, each with the place of its task; then again those that have got offers.

    A task that takes too long or kills its worker is undecided.  Offers are looked for apart from
    that, so that a search without end costs nothing but the offers.
    """
    if not tasks:
        return
    workers = min(jobs or multiprocessing.cpu_count(), len(tasks))
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    with ProcessPool(max_workers=workers, context=context) as pool:
        futures = [pool.schedule(judge, args=(task,), timeout=timeout) for task in tasks]
        offered: dict[int, tuple[Judgement, ProcessFuture[Judgement]]] = {}
        for place, (task, future) in enumerate(zip(tasks, futures, strict=True)):
            found = _outcome(future, timeout)
            yield place, found
            if wants_offers(task, found):
                later = pool.schedule(with_offers, args=(task, found), timeout=timeout)
                offered[place] = found, later
        for place, (found, later) in offered.items():
            judgement = _outcome(later, timeout)
            yield place, judgement if judgement.verdict == found.verdict else found


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
    lhs, rhs = _sides(step)
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
        found.hypotheses,
        found.certificate,
        statement_text(step),
        found.facts,
        found.reason_message,
        found.counterexample,
        found.numeric,
        tuple(_repair(step, offer) for offer in found.offers),
        seconds=found.seconds,
        column=step.column,
        span=step.span,
        diagnoses=step.diagnoses,
    )


def _sides(step: Step) -> tuple[str, str]:
    """Both sides in LaTeX, as their text has them where they come from one."""
    if step.source:
        return step.source
    return latex_of_side(step.lhs, step.context), latex_of_side(step.rhs, step.context)


def _repair(step: Step, offer: Offer) -> Repair:
    claim = offer.claim
    if claim is None:
        lhs, rhs = _sides(step)
        return Repair(lhs, step.relation, rhs, offer.because)
    return Repair(
        latex_of(claim.lhs, claim.context),
        claim.relation,
        latex_of(claim.rhs, claim.context),
        offer.because,
        f"{text_of(claim.lhs, claim.context)} {claim.relation} {text_of(claim.rhs, claim.context)}",
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
