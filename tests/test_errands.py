"""Errands hold all the tasks in order, and become shorter towards the end."""

from __future__ import annotations

from typing import Any

import pytest

from symkl.errands import LEAST, MOST, shared_out


@pytest.mark.parametrize("workers", [1, 2, 5])
@pytest.mark.parametrize("number", [0, 1, 3, 4, 9, 60, 363])
def test_each_task_is_in_one_errand(number: int, workers: int) -> None:
    tasks: list[Any] = list(range(number))
    errands = list(shared_out(tasks, workers))
    assert [task for errand in errands for task in errand] == tasks
    lengths = [len(errand) for errand in errands]
    assert lengths == sorted(lengths, reverse=True)
    assert all(0 < length <= MOST for length in lengths)


def test_many_tasks_begin_with_long_errands_and_end_with_short_ones() -> None:
    tasks: list[Any] = list(range(363))
    lengths = [len(errand) for errand in shared_out(tasks, 2)]
    assert (lengths[0], lengths[-2]) == (MOST, LEAST)
