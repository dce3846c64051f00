"""SymPy asked of a step that nothing but models support: its word may be put beside theirs.

A verdict never depends on it.  What is supported by models stays supported, with trust ``sympy``
where SymPy makes exactly 0 of the difference, by operations of a fixed list, with all conditions
discharged.  It proves nothing and refutes nothing; where it fails, the judgement is as it was.
"""

from __future__ import annotations

import time
from dataclasses import replace

from symkl.checking import LEAST_DIGITS, Judgement, Task, worked_in
from symkl.models.survey import LEAST_GIVEN as LEAST_MODELS


def wants_sympy(task: Task, found: Judgement) -> bool:
    """Whether models alone support the step, enough of them, and it is an equation."""
    numeric = found.numeric
    return (
        (found.verdict, found.trust) == ("supported", "numeric")
        and numeric is not None
        and numeric.models >= LEAST_MODELS
        and numeric.digits >= LEAST_DIGITS
        and not found.without_value
        and not task.for_some
        and task.comparison is None
        and [claim.relation for claim in task.claims.values()] == ["="]
    )


def with_sympy(task: Task, found: Judgement) -> Judgement:
    """The judgement with what SymPy says; as it was where it says nothing, or fails."""
    if not wants_sympy(task, found) or found.numeric is None:
        return found
    start = time.perf_counter()
    (claim,) = task.claims.values()
    try:
        # Only here: what needs no opinion of SymPy's need not wait for its import.
        from symkl.symbolic.opinion import agreement

        agreed = agreement(worked_in(claim))
    except Exception:  # whatever SymPy raises on what it cannot do
        agreed = None
    seconds = found.seconds + time.perf_counter() - start
    if agreed is None:
        return replace(found, seconds=seconds)
    models, digits = found.numeric.models, found.numeric.digits
    return replace(
        found,
        trust="sympy",
        message=f"SymPy {agreed.version} agrees (by {agreed.operations}), and {models} models "
        f"to {digits} digits, but {found.cause}",
        hypotheses=agreed.hypotheses,
        seconds=seconds,
    )
