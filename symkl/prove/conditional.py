"""Proposals about conditional means: squares averaged within and over what is given."""

from __future__ import annotations

from collections.abc import Iterator

from symkl.kernel.terms import Binders, Term
from symkl.prove.candidate import Candidate


def of_conditional_mean(
    mean: Term, binders: Binders, weight: Term, averaged: Term
) -> Iterator[Candidate]:
    """For ``sum_y p(y | x) t``: what x explains of a variance, and what it leaves.

    E[t^2 | x] is at least E[t | x]^2 for each x, and the mean of E[t | x]^2 at least that of t,
    squared.
    """
    if weight.head != "value" or not weight.label[2]:
        return
    law, targets, given = weight.label
    points = weight.args[len(targets) :]
    if any(point.head != "point" for point in points):
        return
    over: Binders = tuple(point.label for point in points)
    marginal = Term("value", points, (law, given, ()))
    yield Candidate("jensen_square", (weight, averaged), binders, over, marginal)
    yield Candidate("jensen_square", (marginal, mean), over)
