"""Whole runs: every step of every derivation judged in worker processes, each within its time."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as Late
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from itertools import count, groupby
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from symkl.checking import (
    Effort,
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
from symkl.mutation import mutants
from symkl.recording import Found, derivation_result, step_result
from symkl.result import DerivationResult, Mutants, Result, Sensitivity, StepResult
from symkl.sensitivity import Audit, sensitivities

SECONDS_A_STEP = 10.0
MOST_TOGETHER = 8  # steps that are one errand of a worker
SECONDS_TOGETHER = 5.0
MEGABYTES = 4096  # of address space for each worker: what is mapped at its start counts as well
USUAL = Effort()
Progress = Callable[[int, int], None]
Answer = TypeVar("Answer")


def run(
    loaded: Loaded,
    timeout: float = SECONDS_A_STEP,
    jobs: int | None = None,
    progress: Progress | None = None,
    hypotheses: bool = False,
    mutate: bool = False,
) -> Result:
    """The result for everything that was loaded; ``progress(done, all)`` is called as it goes.

    With ``hypotheses`` each hypothesis of each proved step is dropped as well; with ``mutate``
    slips of the pen are tried in it.  These are tasks of their own with their own time limit: they
    change no verdict.
    """
    steps = [(d, step) for d in loaded.derivations for step in _to_judge(d)]
    found = _judged(steps, timeout, jobs, progress, Wanted(hypotheses, mutate))
    keys = [(derivation.id, step.index) for derivation, step in steps]
    judged = settled(loaded.derivations, dict(zip(keys, found, strict=True)))
    results = tuple(derivation_result(d, judged) for d in loaded.derivations)
    documents = tuple(loaded.documents)
    return Result(version("symkl"), results, tuple(loaded.errors), documents)


@dataclass(frozen=True)
class Wanted:
    """What is asked of a proved step besides: dropped hypotheses, slips of the pen."""

    hypotheses: bool = False
    mutate: bool = False


def check(
    derivation: Derivation,
    hypotheses: bool = False,
    progress: Progress | None = None,
    mutate: bool = False,
) -> DerivationResult:
    """The result for one derivation, judged in this process and without a time limit.

    The derivations that it cites are judged as well.

    With ``hypotheses`` each hypothesis of each proved step is dropped as well, to see what breaks;
    with ``mutate`` slips of the pen are tried in it, to see whether they are noticed.
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
        tried = mutate and one is derivation and _is_mutated(step, judgement)
        slips = mutants(claims_judged(task, judgement)) if tried else None
        judged[one.id, step.index] = Found(judgement, found, mutants=slips)
    return derivation_result(derivation, settled(everything, judged))


def _named(derivations: Sequence[Derivation]) -> None:
    """Different ids for all, as the loader would give them."""
    if len({derivation.id for derivation in derivations}) < len(derivations):
        for derivation in derivations:
            derivation.id = derivation.id or derivation.title
        name_apart(list(derivations))


class StepJudge:
    """Judges one step after another in a worker process, each within its time; close it at the end.

    The worker starts with the first step that needs it.  ``method`` says how processes start.
    """

    def __init__(
        self, timeout: float = SECONDS_A_STEP, effort: Effort = USUAL, method: str = ""
    ) -> None:
        self.timeout, self.effort, self.method = timeout, effort, method
        self._started: ProcessPool | None = None
        self._known: dict[int, tuple[Step, Judgement]] = {}

    def result(self, derivation: Derivation, step: Step) -> StepResult:
        """The record of a step, with what may have been meant where it is at fault.

        The derivations that it cites are judged as well.
        """
        if step.unread or step.defines:
            return step_result(step, None)
        found = self._judgement(step)
        if not (step.cites and found.reason_verdict == "justified"):
            return step_result(step, Found(found))
        everything = with_cited([derivation])
        _named(everything)
        judged = {
            (other.id, one.index): Found(self._judgement(one))
            for other in everything[1:]
            for one in _to_judge(other)
        }
        key = derivation.id, step.index
        return step_result(step, settled(everything, {**judged, key: Found(found)})[key])

    def _judgement(self, step: Step) -> Judgement:
        if id(step) not in self._known:
            self._known[id(step)] = step, self._fresh_judgement(step)
        return self._known[id(step)][1]

    def _fresh_judgement(self, step: Step) -> Judgement:
        task, pool = _task(step, self.effort), self._pool()
        found = _judgement(pool.schedule(judge, args=(task,), timeout=self.timeout), self.timeout)
        if not wants_offers(task, found):
            return found
        search = pool.schedule(with_offers, args=(task, found), timeout=self.timeout)
        return _offered(found, search)

    def _pool(self) -> ProcessPool:
        if self._started is None:
            self._started = workers(1, 1, self.method)
        return self._started

    def close(self) -> None:
        """End the worker."""
        if self._started is not None:
            started: Any = self._started  # pebble's ends are untyped
            self._started = None
            started.stop()
            started.join()


def _to_judge(derivation: Derivation) -> list[Step]:
    conclusion = derivation.conclusion()
    alone = len(derivation.steps) == 1  # then the conclusion is the step
    steps = [*derivation.steps, *([conclusion] if conclusion is not None and not alone else [])]
    return [step for step in steps if not step.unread and not step.defines]


def tasks_of(derivation: Derivation) -> list[tuple[int, Task]]:
    """What a worker would be asked of each step, by index; the conclusion has the index 0."""
    return [(step.index, _task(step)) for step in _to_judge(derivation)]


def _task(step: Step, effort: Effort = USUAL) -> Task:
    return Task(
        step.claims(),
        step.by,
        step.for_some,
        step.doubt,
        wants_offers=step.index > 0,
        comparison=step.comparison(),
        results=cited_results(step),
        effort=effort,
        possible=step.possible_claims(),
    )


def _audit(task: Task, judgement: Judgement) -> Audit:
    return Audit(claims_judged(task, judgement), judgement.hypotheses)


def _judged(
    steps: Sequence[tuple[Derivation, Step]],
    timeout: float,
    jobs: int | None,
    progress: Progress | None,
    wanted: Wanted,
) -> list[Found]:
    """What was found, in order; a task that takes too long or kills its worker is undecided."""
    if not steps:
        return []
    tell = _counter(progress, len(steps) * (1 + (wanted != Wanted())))
    tasks = [_task(step) for _, step in steps]
    judgements: list[Judgement] = []
    offers: list[ProcessFuture[Judgement] | None] = []
    audits: list[ProcessFuture[tuple[Sensitivity, ...]] | None] = []
    slips: list[ProcessFuture[Mutants | None] | None] = []
    with _stopped_at_once(workers(jobs, len(steps))) as pool:
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
            audited = wanted.hypotheses and step.index > 0 and found.hypotheses
            audits.append(pool.schedule(sensitivities, audit, timeout=timeout) if audited else None)
            mutated = wanted.mutate and _is_mutated(step, found)
            claims = (claims_judged(task, found),)
            slips.append(pool.schedule(mutants, claims, timeout=timeout) if mutated else None)
        offered = map(_offered, judgements, offers)
        last = zip(offered, audits, slips, strict=True)
        if wanted == Wanted():
            return [Found(judgement) for judgement, _, _ in last]
        return [tell(_found(*parts, timeout)) for parts in last]


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


def workers(jobs: int | None, most: int, method: str = "") -> ProcessPool:
    """Worker processes, no more than there are tasks."""
    usual = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method or usual)
    number = min(jobs or multiprocessing.cpu_count(), most)
    return ProcessPool(
        max_workers=number, context=context, initializer=prepare, initargs=(MEGABYTES,)
    )


def prepare(megabytes: int) -> None:
    """What a worker does first."""
    # What is loaded stays: no worker need look through it for garbage, or copy it for that.
    gc.freeze()
    limit_memory(megabytes)


@contextmanager
def _stopped_at_once(pool: ProcessPool) -> Iterator[ProcessPool]:
    """The pool; when something ends the run early, as Ctrl-C does, nobody waits for its tasks."""
    with pool:
        try:
            yield pool
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]
            raise


def limit_memory(megabytes: int) -> None:
    """Let this process have no more memory: beyond, a step is undecided, and the machine lives."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    most = megabytes << 20
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (allowed, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _judgement(future: ProcessFuture[Judgement], timeout: float) -> Judgement:
    try:
        return future.result()
    except Exception as error:
        late = isinstance(error, Late)
        return undecided(_why_no_result(error, timeout), timeout if late else 0.0)


def _is_mutated(step: Step, found: Judgement) -> bool:
    """Whether slips are tried in the step: in what the kernel proved, the conclusion apart."""
    return step.index > 0 and found.verdict == "proved" and found.trust == "kernel"


def _found(
    judgement: Judgement,
    audit: ProcessFuture[tuple[Sensitivity, ...]] | None,
    slips: ProcessFuture[Mutants | None] | None,
    timeout: float,
) -> Found:
    dropped, why_not_dropped = _answer(audit, timeout)
    tried, why_not_tried = _answer(slips, timeout)
    return Found(judgement, dropped or (), why_not_dropped, tried, why_not_tried)


def _answer(future: ProcessFuture[Any] | None, timeout: float) -> tuple[Any, str]:
    """What a task found, or why it found nothing."""
    try:
        return (future.result() if future is not None else None), ""
    except Exception as error:
        return None, _why_no_result(error, timeout)


def _why_no_result(error: Exception, timeout: float) -> str:
    match error:
        case Late():
            return f"not decided within {timeout:g} s (see --timeout)"
        case ProcessExpired():
            return f"the worker ended unexpectedly (exit code {error.exitcode})"
        case RecursionError():
            return "the expression is nested too deeply"
        case MemoryError():
            return f"more than {MEGABYTES} MB of memory would be needed"
    return f"an internal error, please report it: {type(error).__name__}: {error}"
