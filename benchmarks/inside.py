"""The kernel and the models, timed within this process."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from benchmarks.steps import Case
from symkl.kernel.check import check
from symkl.kernel.errors import KernelError
from symkl.models.survey import find_witness, survey
from symkl.prove.search import Proof, prove


@dataclass(frozen=True)
class Inside:
    """Seconds of a claim; None where there is nothing to time.

    ``kernel`` starts with empty caches, ``kernel_warm`` with what the same check left in them;
    ``search`` finds the certificate (or finds none); ``models`` says what was tried in how many.
    """

    kernel: float | None
    kernel_warm: float | None
    search: float
    survey: float | None
    models: int


def timed(case: Case, repeats: int) -> Inside:
    """The times of a claim: medians for the kernel, one run for search and models."""
    proof: Proof | None = None
    start = perf_counter()
    if not case.for_some:
        try:
            proof = prove(case.claim)
        except KernelError:
            proof = None
    search = perf_counter() - start
    start = perf_counter()
    if case.for_some:
        models = int(find_witness(case.claim) is not None)
    else:
        models = survey(case.claim).models
    seconds = perf_counter() - start if models or not case.claim.given else None
    if proof is None:
        return Inside(None, None, search, seconds, models)
    certificate = proof.certificate

    def once() -> object:
        return check(case.claim, certificate)

    cold = median_seconds(once, repeats, empty_caches)
    return Inside(cold, median_seconds(once, repeats), search, seconds, models)


def median_seconds(
    action: Callable[[], object], repeats: int, before: Callable[[], object] = lambda: None
) -> float:
    """The median time of the action, what comes before it not counted."""
    seconds = []
    for _ in range(repeats):
        before()
        start = perf_counter()
        action()
        seconds.append(perf_counter() - start)
    return statistics.median(seconds)


def empty_caches() -> None:
    """Forget what the kernel remembers from one check to the next."""
    for name, module in list(sys.modules.items()):
        if name.startswith("symkl.kernel."):
            for function in vars(module).values():
                clear = getattr(function, "cache_clear", None)
                if clear is not None:
                    clear()
