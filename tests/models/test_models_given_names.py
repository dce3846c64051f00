"""Models of equations that say what a matrix, a vector or a number is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from symkl import (
    SPD,
    CrossEntropy,
    Derivation,
    Dimension,
    E,
    Equal,
    Gaussian,
    H,
    Vector,
    log,
    numbers,
    trace,
)
from symkl.checking import Task, judge
from symkl.kernel.check import Claim
from symkl.models.given_names import is_solvable, solved
from symkl.models.hypotheses import Hypotheses
from symkl.models.survey import points_of, survey

k = Dimension("k")
p = k.density("p")
x = k.point("x")
mu, m, Sigma = Vector("mu", k), Vector("m", k), SPD("Sigma", k)
g = Gaussian("g", mu, Sigma)
(c,) = numbers("c")
SECOND = Equal(E(p, x)((x - mu) * (x - mu).T), Sigma)


def claim(lhs: Any, relation: str, rhs: Any, *given: Any) -> Claim:
    chain = Derivation("one step").given(*given).start(lhs)
    (step,) = {">=": chain.ge, "<=": chain.le, "=": chain.eq}[relation](rhs).steps
    return step.claims()[""]


GIVEN = {
    "a covariance": (SECOND,),
    "the other way round": (Equal(Sigma, E(p, x)((x - mu) * (x - mu).T)),),
    "a mean and a covariance": (Equal(E(p, x)(x), mu), SECOND),
    "a number": (Equal(c, trace(Sigma)),),
}


@pytest.mark.parametrize("name", GIVEN)
def test_what_is_given_holds_exactly(name: str) -> None:
    of = claim(CrossEntropy(p, g) + c + E(p, x)(m.T * x), "=", H(g), *GIVEN[name])
    assert is_solvable(of)
    models = list(solved(of, points_of(of)))
    holding = [model for model in models if Hypotheses(of.context, of.given).hold(model)]
    assert len(holding) > 10
    assert len({model.sizes["k"] for model in holding}) > 1


def test_a_name_on_both_sides_is_not_solved_for() -> None:
    assert not is_solvable(claim(H(g), "=", H(g), Equal(Sigma, Sigma * Sigma)))
    assert not is_solvable(claim(H(g), "=", H(g), Equal(E(p, x)(x.T * x), trace(Sigma))))


FALSE = [
    (-CrossEntropy(p, g), "=", H(g)),
    (CrossEntropy(p, g), "=", H(g) + log(k) + 1),
    (CrossEntropy(g, p), "=", H(g)),
    (H(p), ">=", H(g)),
]


@pytest.mark.parametrize("sides", FALSE, ids=str)
def test_what_is_false_under_what_is_given_is_refuted(sides: Any) -> None:
    found = judge(Task({"": claim(*sides, SECOND)}))
    assert found.verdict == "refuted", found.message


def test_what_is_true_under_it_is_not() -> None:
    true = claim(CrossEntropy(p, g), "=", H(g), SECOND)
    assert judge(Task({"": true})).verdict == "proved"
    assert judge(Task({"": replace(true, given=())})).verdict == "refuted"


@pytest.mark.parametrize("seed", range(4))
def test_no_model_refutes_in_which_what_is_given_does_not_hold(seed: int) -> None:
    """Mixtures on the line, which are tried as well, have other moments than those given."""
    of = claim(E(p, x)((x - mu).T * Sigma.inv() * (x - mu)), "=", k, SECOND)
    assert survey(of, seed=seed).violation is None
