"""Sides in floating point against rigorous balls, and what is left to the balls."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest

from symkl import KL, Derivation, FiniteSpace, H, I, variables
from symkl.kernel.check import Claim
from symkl.models.build import models
from symkl.models.compare import compared
from symkl.models.entropy_floats import EntropyFloats
from symkl.models.survey import points_of

X, Y, Z = variables("X Y Z")
S, T = FiniteSpace("S"), FiniteSpace("T")
P, Q = S.pmfs("P Q")


def claim(lhs: Any, rhs: Any) -> Claim:
    (step,) = Derivation("one step").start(lhs).ge(rhs).steps
    return step.claims()[""]


LINEAR = {
    "informations": (I(X, Y, given=Z) + I(X, Z) / 2, 3 * I(Y, Z) - H(X, Y)),
    "conditional entropies": (H(X | Y), -H(Y | (X, Z))),
    "against 0": (I(X, Y) + I(X, Z), 0),
    "a pmf": (H(P), -H(P) / 3),
}


@pytest.mark.parametrize("name", LINEAR)
def test_floats_are_near_the_balls(name: str) -> None:
    wanted = claim(*LINEAR[name])
    floats = EntropyFloats.of(wanted)
    assert floats is not None
    for model in islice(models(wanted.context, points_of(wanted), 12), 12):
        found = compared(wanted, model, 30)
        for value, ball in zip(floats.at(model), (found.lhs[0], found.rhs[0]), strict=True):
            assert abs(value - float(ball)) < 1e-12


OTHERS = {
    "no entropy": (KL(P, Q), 0),
    "two laws": (H(P), H(Q)),
    "a number besides": (H(P), 1),
    "a product": (H(P) ** 2, 0),
    "nothing": (0 * H(P), 0),
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_sides_have_no_floats(name: str) -> None:
    assert EntropyFloats.of(claim(*OTHERS[name])) is None
