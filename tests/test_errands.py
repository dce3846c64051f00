"""Errands hold all the tasks in order, by whole chains, and become shorter towards the end."""

from __future__ import annotations

from typing import Any

import pytest

from symkl.errands import MOST, shared_out


def shared(chains: list[int], workers: int) -> list[list[Any]]:
    """What is made of chains of these lengths, each step as (chain, place)."""
    tasks: list[Any] = [(str(c), (c, place)) for c, n in enumerate(chains) for place in range(n)]
    errands: list[list[Any]] = list(shared_out(tasks, workers))
    assert [step for errand in errands for step in errand] == [step for _, step in tasks]
    assert all(0 < len(errand) <= MOST for errand in errands)
    return errands


@pytest.mark.parametrize("workers", [1, 2, 5])
@pytest.mark.parametrize("chains", [[], [1], [3, 1], [40], [2] * 9, [7] * 50, [1, 20, 2] * 9])
def test_each_step_is_in_one_errand(chains: list[int], workers: int) -> None:
    shared(chains, workers)


def test_few_chains_are_errands_of_their_own() -> None:
    assert [len(errand) for errand in shared([3, 1, 2], 2)] == [3, 1, 2]


def test_many_chains_begin_together_and_end_alone() -> None:
    lengths = [len(errand) for errand in shared([2] * 180, 2)]
    assert lengths == sorted(lengths, reverse=True)
    assert (lengths[0], lengths[-1]) == (MOST, 2)


def test_a_long_chain_is_cut() -> None:
    assert [len(errand) for errand in shared([2 * MOST + 1], 2)] == [MOST, MOST, 1]
