"""SymPy on the same claims: does ``simplify`` find them, and in what time?"""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from time import perf_counter
from typing import Literal

import sympy as sp
from pebble import ProcessExpired, ProcessPool
from sympy.core.cache import clear_cache

from benchmarks.general import difference
from benchmarks.instance import differences
from benchmarks.steps import Case
from benchmarks.tables import Sizes
from symkl.symbolic.arithmetic import NotExpressible

Outcome = Literal["solved", "not simplified", "timed out", "not expressible", "failed"]
RELATIONS = {"=": sp.Eq, "!=": sp.Ne, ">=": sp.Ge, "<=": sp.Le, ">": sp.Gt, "<": sp.Lt}


@dataclass(frozen=True)
class Answer:
    """What SymPy made of a claim.

    ``seconds`` are those of making the expressions and simplifying them, ``simplify`` of the
    latter alone: of much the sides have become the same already when they are made.
    """

    outcome: Outcome
    seconds: float
    simplify: float = 0.0
    cause: str = ""


def answers(
    found: Sequence[Case], sizes: Sizes | None, limit: float, jobs: int
) -> Iterator[Answer]:
    """SymPy's answers in order, each within the limit; without sizes, in general."""
    context = multiprocessing.get_context("spawn")
    with ProcessPool(jobs, context=context, initializer=_warm_up) as pool:
        tasks = [pool.schedule(answer, args=(case, sizes), timeout=limit) for case in found]
        for task in tasks:
            try:
                yield task.result()
            except Late:
                yield Answer("timed out", limit)
            except ProcessExpired as error:
                yield Answer("failed", 0.0, cause=str(error))


def _warm_up() -> None:
    """Import what SymPy imports late, at no claim's cost."""
    x = sp.Symbol("x", positive=True)
    sp.simplify(sp.log(x**2) + sp.exp(x) * sp.sqrt(x) - sp.Sum(x, (x, 1, 3)).doit())


def answer(case: Case, sizes: Sizes | None) -> Answer:
    """SymPy's answer to one claim, its caches empty as the kernel's are."""
    clear_cache()
    start = perf_counter()
    try:
        if case.for_some:
            raise NotExpressible("a claim that some model satisfies")
        claim = case.claim
        sides = [difference(claim)] if sizes is None else differences(claim, sizes)
        made = perf_counter() - start
        solved = all(holds(side, claim.relation) for side in sides)
    except NotExpressible as error:
        return Answer("not expressible", 0.0, cause=str(error))
    except Exception as error:  # whatever SymPy raises on what it cannot do
        cause = f"{type(error).__name__}: {error}"
        return Answer("failed", perf_counter() - start, cause=cause)
    seconds = perf_counter() - start
    return Answer("solved" if solved else "not simplified", seconds, seconds - made)


def holds(side: sp.Expr, relation: str) -> bool:
    """Whether simplify finds that the difference of the sides stands in the relation to 0."""
    if relation == "=":
        return bool(sp.simplify(side) == 0)
    return sp.simplify(RELATIONS[relation](side, 0)) == sp.true
