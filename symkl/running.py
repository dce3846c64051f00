"""Whole runs: every step of every derivation judged in worker processes, each within its time."""

from __future__ import annotations

import gc
import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import TimeoutError as Late
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from itertools import count, takewhile
from typing import Any, TypeVar

from pebble import CONSTS, ProcessExpired, ProcessFuture, ProcessPool

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
from symkl.consulting import wants_sympy, with_sympy
from symkl.derivation import Derivation, Step
from symkl.errands import Judged, shared_out
from symkl.loading import Loaded, name_apart
from symkl.mutation import mutants
from symkl.recording import Found, derivation_result, step_result
from symkl.result import DerivationResult, Mutants, Result, Sensitivity, StepResult
from symkl.sensitivity import Audit, sensitivities
from symkl.stopping import Interrupted, Stopped, answer, never

SECONDS_A_STEP = 10.0
SECONDS_TOGETHER = 5.0  # for an errand
SECONDS_BETWEEN_LOOKS = 0.02
SECONDS_OF_SYMPY = 5.0  # what it finds at all it mostly finds in one; some integrals never end
MEGABYTES = 4096  # of address space for each worker: what is mapped at its start counts as well
INTERRUPTED = "interrupted"  # why a step is undecided that the run did not come to
USUAL = Effort()
GARBAGE = (50_000, 20, 20)  # terms and polynomials are free of cycles: there is little to find
Progress = Callable[[int, int], None]
Answer = TypeVar("Answer")


def run(
    loaded: Loaded,
    timeout: float = SECONDS_A_STEP,
    jobs: int | None = None,
    progress: Progress | None = None,
    hypotheses: bool = False,
    mutate: bool = False,
    stopped: Stopped = never,
) -> Result:
    """The result for everything that was loaded; ``progress(done, all)`` is called as it goes.

    With ``hypotheses`` each hypothesis of each proved step is dropped as well; with ``mutate``
    slips of the pen are tried in it.  These are tasks of their own with their own time limit: they
    change no verdict.

    Once ``stopped()`` is true the run ends with what is known, the other steps undecided, and
    raises KeyboardInterrupt when nothing is.
    """
    _named(loaded.derivations)  # a step is told from others by the name of its derivation
    steps = [(d, step) for d in loaded.derivations for step in _to_judge(d)]
    found = _judged(steps, timeout, jobs, progress, Wanted(hypotheses, mutate), stopped)
    missing = [item.judgement.message == INTERRUPTED for item in found]
    if stopped() and all(missing):
        raise KeyboardInterrupt
    keys = [(derivation.id, step.index) for derivation, step in steps]
    judged = settled(loaded.derivations, dict(zip(keys, found, strict=True)))
    results = tuple(derivation_result(d, judged) for d in loaded.derivations)
    documents = tuple(loaded.documents)
    errors = tuple(loaded.errors)
    return Result(version("symkl"), results, errors, documents, interrupted=stopped())


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

    The derivations that it cites are judged as well.  SymPy, whose answers may never come, is asked
    in a process of its own, for a few seconds at most.

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
        judgement = _consulted(task, with_offers(task, judge(task)))
        dropped = hypotheses and one is derivation and judgement.verdict == "proved"
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
        return _followed(found, _follow_up(pool, task, found, self.timeout))

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
        proviso=step.proviso,
    )


def _audit(task: Task, judgement: Judgement) -> Audit:
    return Audit(claims_judged(task, judgement), judgement.hypotheses)


def _judged(
    steps: Sequence[tuple[Derivation, Step]],
    timeout: float,
    jobs: int | None,
    progress: Progress | None,
    wanted: Wanted,
    stopped: Stopped,
) -> list[Found]:
    """What was found, in order; a task that takes too long or kills its worker is undecided."""
    if not steps:
        return []
    tell = _counter(progress, len(steps) * (1 + (wanted != Wanted())))
    tasks = [_task(step) for _, step in steps]
    judgements: list[Judgement] = []
    more: list[ProcessFuture[Judgement] | None] = []
    audits: list[ProcessFuture[tuple[Sensitivity, ...]] | None] = []
    slips: list[ProcessFuture[Mutants | None] | None] = []
    number = _number(jobs, len(steps))
    with _stopped_at_once(workers(number, number), stopped) as pool:
        named = list(zip([d.id for d, _ in steps], tasks, strict=True))
        judging = map(tell, _scheduled(pool, named, number, timeout, stopped))
        for (_, step), task, (found, is_searched) in zip(steps, tasks, judging, strict=True):
            judgements.append(found)
            more.append(None if is_searched else _follow_up(pool, task, found, timeout))
            audit = (_audit(task, found),)
            # The conclusion rests on its steps: only these are audited.
            audited = wanted.hypotheses and step.index > 0 and found.hypotheses
            audits.append(pool.schedule(sensitivities, audit, timeout=timeout) if audited else None)
            mutated = wanted.mutate and _is_mutated(step, found)
            claims = (claims_judged(task, found),)
            slips.append(pool.schedule(mutants, claims, timeout=timeout) if mutated else None)
        followed = [_followed(*pair, stopped) for pair in zip(judgements, more, strict=True)]
        last = zip(followed, audits, slips, strict=True)
        if wanted == Wanted():
            return [Found(judgement) for judgement, _, _ in last]
        return [tell(_found(*parts, timeout, stopped)) for parts in last]


def _scheduled(
    pool: ProcessPool,
    tasks: Sequence[tuple[str, Task]],
    jobs: int,
    timeout: float,
    stopped: Stopped,
) -> Iterator[Judged]:
    """What is judged, in order, all of it on its way before the first is waited for.

    What an errand does not come to soon is judged step by step, each within its time.
    """
    soon = min(timeout, SECONDS_TOGETHER)
    together = list(shared_out(tasks, jobs))
    futures = [pool.schedule(_run_errand, args=(errand, soon), timeout=soon) for errand in together]
    for errand, future in zip(together, futures, strict=True):
        try:
            done = answer(future, stopped)
        except Interrupted:
            done = [Judged(undecided(INTERRUPTED)) for _ in errand]
        except Exception:
            done = []
        yield from done
        left = errand[len(done) :]
        alone = [pool.schedule(judge, args=(task,), timeout=timeout) for task in left]
        yield from (Judged(_judgement(own, timeout, stopped)) for own in alone)


def _run_errand(tasks: Sequence[Task], seconds: float) -> list[Judged]:
    """Those judged that there is time for, the first ones; what was meant is looked for then.

    On a machine that has much else to do, what was done is kept so: in half of the time, lest the
    last thing that was begun takes all of it and more.
    """
    until = time.monotonic() + seconds / 2
    in_time = takewhile(lambda _: time.monotonic() < until, tasks)
    judged = [(task, judge(task)) for task in in_time]
    return [
        _searched(task, found) if time.monotonic() < until else Judged(found)
        for task, found in judged
    ]


def _searched(task: Task, found: Judgement) -> Judged:
    """A search that fails costs nothing else."""
    if not wants_offers(task, found):
        return Judged(found)
    try:
        return Judged(with_offers(task, found), is_searched=True)
    except Exception:
        return Judged(found, is_searched=True)


def _follow_up(
    pool: ProcessPool, task: Task, found: Judgement, timeout: float
) -> ProcessFuture[Judgement] | None:
    """What is asked once a step is judged: what was meant by it, or what SymPy says of it.

    SymPy has what is left of the step's time, and no more than a few seconds of it.
    """
    if wants_offers(task, found):
        return pool.schedule(with_offers, args=(task, found), timeout=timeout)
    left = min(timeout - found.seconds, SECONDS_OF_SYMPY)
    if left > 0 and wants_sympy(task, found):
        return pool.schedule(with_sympy, args=(task, found), timeout=left)
    return None


def _followed(
    judgement: Judgement, more: ProcessFuture[Judgement] | None, stopped: Stopped = never
) -> Judgement:
    """The judgement with what was found besides; a search that fails costs nothing else."""
    try:
        return judgement if more is None else answer(more, stopped)
    except Exception:
        return judgement


def _consulted(task: Task, found: Judgement) -> Judgement:
    """The judgement with what SymPy says, asked in a process that can be ended.

    Where processes cannot be forked nobody is asked: starting them runs the user's script again.
    """
    if not (wants_sympy(task, found) and "fork" in multiprocessing.get_all_start_methods()):
        return found
    try:
        with _stopped_at_once(workers(1, 1), never) as pool:
            return _followed(found, _follow_up(pool, task, found, SECONDS_A_STEP))
    except Exception:  # no process can be started here, as within a daemonic one
        return found


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
    # A pool looks so often for what has happened; it takes as long to see that all is done.
    CONSTS.sleep_unit = SECONDS_BETWEEN_LOOKS
    usual = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method or usual)
    return ProcessPool(
        max_workers=_number(jobs, most),
        context=context,
        initializer=prepare,
        initargs=(MEGABYTES,),
    )


def _number(jobs: int | None, most: int) -> int:
    return min(jobs or multiprocessing.cpu_count(), most)


def prepare(megabytes: int) -> None:
    """What a worker does first."""
    seldom_collect()
    limit_memory(megabytes)


def seldom_collect() -> None:
    """What is loaded stays: nobody need look through it for garbage, or copy it for that."""
    gc.freeze()
    gc.set_threshold(*GARBAGE)


@contextmanager
def _stopped_at_once(pool: ProcessPool, stopped: Stopped) -> Iterator[ProcessPool]:
    """The pool; when something ends the run early, as Ctrl-C does, nobody waits for its tasks."""
    with pool:
        try:
            yield pool
        except BaseException:
            pool.stop()  # type: ignore[no-untyped-call]
            raise
        if stopped():
            pool.stop()  # type: ignore[no-untyped-call]


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


def _judgement(
    future: ProcessFuture[Judgement], timeout: float, stopped: Stopped = never
) -> Judgement:
    try:
        return answer(future, stopped)
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
    stopped: Stopped,
) -> Found:
    dropped, why_not_dropped = _answer(audit, timeout, stopped)
    tried, why_not_tried = _answer(slips, timeout, stopped)
    return Found(judgement, dropped or (), why_not_dropped, tried, why_not_tried)


def _answer(future: ProcessFuture[Any] | None, timeout: float, stopped: Stopped) -> tuple[Any, str]:
    """What a task found, or why it found nothing."""
    try:
        return (answer(future, stopped) if future is not None else None), ""
    except Exception as error:
        return None, _why_no_result(error, timeout)


def _why_no_result(error: Exception, timeout: float) -> str:
    match error:
        case Interrupted():
            return INTERRUPTED
        case Late():
            return f"not decided within {timeout:g} s (see --timeout)"
        case ProcessExpired():
            return f"the worker ended unexpectedly (exit code {error.exitcode})"
        case RecursionError():
            return "the expression is nested too deeply"
        case MemoryError():
            return f"more than {MEGABYTES} MB of memory would be needed"
    return f"an internal error, please report it: {type(error).__name__}: {error}"
