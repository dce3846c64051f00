"""Errands: steps that go to a worker together, which finds most of what it needs worked out.

Neighbours are about the same things: a side stands in two steps, chains of one file have their
declarations in common, and what may have been meant by a false step is looked for among terms that
were there when it was judged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from symkl.checking import Judgement, Task

MOST = 12  # steps that are one errand
ROUNDS = 3  # for each worker: how many errands of one size there would be


class Judged(NamedTuple):
    """A judgement, and whether what its author may have meant was looked for."""

    judgement: Judgement
    is_searched: bool = False


def shared_out(tasks: Sequence[tuple[str, Task]], workers: int) -> Iterator[list[Task]]:
    """The tasks in order, each with the name of its chain, in errands that become shorter.

    So the workers end together: that is guided self-scheduling (Polychronopoulos and Kuck 1987).
    An errand is of whole chains, at the end of one; only a long chain is cut.
    """
    errand: list[Task] = []
    left = len(tasks)
    for _, group in groupby(tasks, key=lambda pair: pair[0]):
        for _, task in group:
            errand.append(task)
            if len(errand) == MOST:
                yield errand
                left, errand = left - len(errand), []
        if errand and len(errand) >= left // (ROUNDS * workers):
            yield errand
            left, errand = left - len(errand), []
    if errand:
        yield errand
