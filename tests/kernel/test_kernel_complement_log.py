"""The fact -(1 - p) log q >= 0: for values of pmfs on finite spaces, and for nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from symkl import KL, Dimension, FiniteSpace, joint, log, statement
from symkl.kernel import terms
from symkl.kernel.check import Claim, check
from symkl.kernel.errors import Refused
from symkl.language.written import context_of
from symkl.models.survey import survey
from symkl.prove.search import prove

X = FiniteSpace("X", size="n")
P, Q = X.pmfs("P Q")
w, sparse = X.weight("w"), X.pmf("S", support="any")
x, y = X.point("x"), FiniteSpace("Y").point("y")
p = joint("p", X, FiniteSpace("Y"))
line = Dimension("d")
f, z = line.density("f"), line.point("z")


def claim(lhs: Any, relation: str, rhs: Any) -> Claim:
    said = statement(lhs, relation, rhs)
    return Claim(context_of(said.declarations), said.lhs.term, relation, said.rhs.term)


def certificate(*args: Any) -> dict[str, Any]:
    part = {"weight": "1", "fact": "complement_log", "binders": [], "over": []}
    return {
        "kind": "combination",
        "parts": [{**part, "args": [terms.to_json(arg.term) for arg in args]}],
    }


@pytest.mark.parametrize(("outer", "inner"), [(P(x), Q(x)), (P(x), P(x)), (p(x, y), p(y | x))])
def test_values_of_pmfs(outer: Any, inner: Any) -> None:
    true = claim(-(1 - outer) * log(inner), ">=", 0)
    assert check(true, certificate(outer, inner)).facts == {"complement_log"}


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        (w(x), Q(x)),  # a weight may be above 1
        (P(x), w(x)),
        (P(x) + Q(x), Q(x)),  # no value of a pmf
        (P(x), 2 * Q(x)),
        (P(x), sparse(x)),  # log 0
        (f(z), f(z)),  # a density may be above 1
    ],
)
def test_other_factors_are_refused(outer: Any, inner: Any) -> None:
    with pytest.raises(Refused):
        check(claim(-(1 - outer) * log(inner), ">=", 0), certificate(outer, inner))


def test_the_fact_is_not_strict_and_gives_no_equality() -> None:
    for relation in (">", "=", "<="):
        with pytest.raises(Refused):
            check(claim(-(1 - P(x)) * log(Q(x)), relation, 0), certificate(P(x), Q(x)))


def test_a_divergence_is_at_most_a_sum_of_all_logarithms() -> None:
    unweighted = -X.sum(log(Q(x)), x)
    assert prove(claim(KL(P, Q), "<=", unweighted)) is not None
    false = claim(KL(P, Q), ">=", unweighted)
    assert prove(false) is None
    assert survey(false, count=6).violation is not None
