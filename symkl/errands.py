"""Errands: steps that go to a worker together, which finds most of what it needs worked out.

Neighbours are about the same things: a side stands in two steps, chains of one file have their
declarations in common, and what may have been meant by a false step is looked for among terms that
were there when it was judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from symkl.checking import Judgement, Task

LEAST, MOST = 4, 16  # steps that are one errand
ROUNDS = 3  # for each worker: how many errands of one size there would be


class Judged(NamedTuple):
    """A judgement, and whether what its author may have meant was looked for."""

    judgement: Judgement
    is_searched: bool = False


def shared_out(tasks: Sequence[Task], workers: int) -> Iterator[Sequence[Task]]:
    """The tasks in order, in errands that become shorter, so that workers end together.

    That is guided self-scheduling (Polychronopoulos and Kuck 1987).
    """
    start = 0
    while start < len(tasks):
        share = (len(tasks) - start) // (ROUNDS * workers)
        end = start + max(LEAST, min(MOST, share))
        yield tasks[start:end]
        start = end
