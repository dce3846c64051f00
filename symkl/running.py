"""Whole runs: every step of every derivation judged in worker processes, each within its time."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as Late
from importlib.metadata import version
from itertools import count, groupby
from typing import TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from symkl.checking import (
    Judgement,
    Task,
    claims_judged,
    judge,
    undecided,
    wants_offers,
    with_offers,
)
from symkl.citing import cited_results, settled, with_cited
from symkl.derivation import Derivation, Step
from symkl.loading import Loaded, name_apart
from symkl.recording import Found, derivation_result
from symkl.result import DerivationResult, Result, Sensitivity
from symkl.sensitivity import Audit, sensitivities

SECONDS_A_STEP = 10.0
MOST_TOGETHER = 8  # steps that are one errand of a worker
SECONDS_TOGETHER = 2.0
Progress = Callable[[int, int], None]
Answer = TypeVar("Answer")


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
    found = _judged(steps, timeout, jobs, progress, hypotheses)
    keys = [(derivation.id, step.index) for derivation, step in steps]
    judged = settled(loaded.derivations, dict(zip(keys, found, strict=True)))
    results = tuple(derivation_result(d, judged) for d in loaded.derivations)
    documents = tuple(loaded.documents)
    return Result(version("symkl"), results, tuple(loaded.errors), documents)


def check(
    derivation: Derivation, hypotheses: bool = False, progress: Progress | None = None
) -> DerivationResult:
    """The result for one derivation, judged in this process and without a time limit.

    The derivations that it cites are judged as well.

    With ``hypotheses`` each hypothesis of each proved step is dropped as well, to see what breaks.
    ``progress(done, all)`` is called before each step.
    """
    everything = with_cited([derivation])
    _named(everything)
    judged: dict[tuple[str, int], Found] = {}
    wanted = [(one, step) for one in everything for step in _to_judge(one)]
    for done, (one, step) in enumerate(wanted):
        if progress is not None:
            progress(done, len(wanted))
        task = _task(step)
        judgement = with_offers(task, judge(task))
        dropped = hypotheses and one is derivation
        found = sensitivities(_audit(task, judgement)) if dropped else ()
        judged[one.id, step.index] = Found(judgement, found)
    return derivation_result(derivation, settled(everything, judged))


def _named(derivations: Sequence[Derivation]) -> None:
    """Different ids for all, as the loader would give them."""
    if len({derivation.id for derivation in derivations}) < len(derivations):
        for derivation in derivations:
            derivation.id = derivation.id or derivation.title
        name_apart(list(derivations))


def _to_judge(derivation: Derivation) -> list[Step]:
    conclusion = derivation.conclusion()
    alone = len(derivation.steps) == 1  # then the conclusion is the step
    steps = [*derivation.steps, *([conclusion] if conclusion is not None and not alone else [])]
    return [step for step in steps if not step.unread and not step.defines]


def _task(step: Step) -> Task:
    return Task(
        step.claims(),
        step.by,
        step.for_some,
        step.doubt,
        wants_offers=step.index > 0,
        comparison=step.comparison(),
        results=cited_results(step),
    )


def _audit(task: Task, judgement: Judgement) -> Audit:
    return Audit(claims_judged(task, judgement), judgement.hypotheses)


def _judged(
    steps: Sequence[tuple[Derivation, Step]],
    timeout: float,
    jobs: int | None,
    progress: Progress | None,
    hypotheses: bool,
) -> list[Found]:
    """What was found, in order; a task that takes too long or kills its worker is undecided."""
    if not steps:
        return []
    tell = _counter(progress, len(steps) * (1 + hypotheses))
    tasks = [_task(step) for _, step in steps]
    judgements: list[Judgement] = []
    offers: list[ProcessFuture[Judgement] | None] = []
    audits: list[ProcessFuture[tuple[Sensitivity, ...]] | None] = []
    with workers(jobs, len(steps)) as pool:
        judging = _scheduled(pool, [d.id for d, _ in steps], tasks, timeout)
        for (_, step), task, found in zip(steps, tasks, map(tell, judging), strict=True):
            judgements.append(found)
            search = wants_offers(task, found)
            args = (task, found)
            offers.append(
                pool.schedule(with_offers, args=args, timeout=timeout) if search else None
            )
            audit = (_audit(task, found),)
            # The conclusion rests on its steps: only these are audited.
            wanted = hypotheses and step.index > 0 and found.hypotheses
            audits.append(pool.schedule(sensitivities, audit, timeout=timeout) if wanted else None)
        offered = map(_offered, judgements, offers)
        last = zip(offered, audits, strict=True)
        if not hypotheses:
            return [Found(judgement) for judgement, _ in last]
        return [tell(_found(judgement, audit, timeout)) for judgement, audit in last]


def _scheduled(
    pool: ProcessPool, chains: Sequence[str], tasks: Sequence[Task], timeout: float
) -> Iterator[Judgement]:
    """The judgements in order, all of them on their way before the first is waited for.

    Neighbours in a chain go to one worker, which finds most of what it needs worked out: they are
    about the same things, and a side stands in two steps.  Where that does not come off soon, each
    step is judged by itself within its own time.
    """
    together = [
        [task for _, task in group[start : start + MOST_TOGETHER]]
        for _, chain in groupby(zip(chains, tasks, strict=True), key=lambda pair: pair[0])
        for group in [list(chain)]
        for start in range(0, len(group), MOST_TOGETHER)
    ]
    soon = min(timeout, SECONDS_TOGETHER)
    futures = [pool.schedule(_judge_all, args=(group,), timeout=soon) for group in together]
    for group, future in zip(together, futures, strict=True):
        try:
            yield from future.result()
        except Exception:
            alone = [pool.schedule(judge, args=(task,), timeout=timeout) for task in group]
            yield from (_judgement(own, timeout) for own in alone)


def _judge_all(tasks: Sequence[Task]) -> list[Judgement]:
    return [judge(task) for task in tasks]


def _offered(judgement: Judgement, offers: ProcessFuture[Judgement] | None) -> Judgement:
    """The judgement with what was offered for it; a search that fails costs nothing else."""
    try:
        return judgement if offers is None else offers.result()
    except Exception:
        return judgement


def _counter(progress: Progress | None, total: int) -> Callable[[Answer], Answer]:
    """What calls ``progress`` with one more done for each answer that goes through."""
    done = count(1)

    def tell(answer: Answer) -> Answer:
        if progress is not None:
            progress(next(done), total)
        return answer

    return tell


def workers(jobs: int | None, most: int) -> ProcessPool:
    """Worker processes, no more than there are tasks."""
    method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    number = min(jobs or multiprocessing.cpu_count(), most)
    # What is loaded stays: no worker need look through it for garbage, or copy it for that.
    return ProcessPool(max_workers=number, context=context, initializer=gc.freeze)


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
