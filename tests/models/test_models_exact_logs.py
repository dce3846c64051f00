"""Equations between sums of logarithms, decided exactly in rational models."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from symkl import KL, Equal, FiniteSpace, H, joint, log
from symkl.kernel.check import Claim
from symkl.kernel.hypotheses import Hypothesis
from symkl.language.statements import Statement
from symkl.language.written import context_of
from symkl.models.broken import breakage
from symkl.models.dropped import without
from symkl.models.exact_logs import agree, logs_vanish
from symkl.models.hypotheses import Hypotheses
from symkl.models.model import Model

X = FiniteSpace("X")
P, Q = X.pmfs("P Q")
SAME = Equal(KL(P, Q), 0)


def tables(**laws: tuple[Any, ...]) -> Model:
    rows = {name: {(i,): Fraction(w) for i, w in enumerate(row)} for name, row in laws.items()}
    return Model(sizes={"X": len(laws["P"])}, laws=rows)


def asked(said: Statement, model: Model) -> bool:
    return agree(context_of(said.declarations), said.lhs.term, said.rhs.term, model)


@pytest.mark.parametrize(
    ("said", "first", "second", "expected"),
    [
        (SAME, ("2/5", "2/5"), ("1/5", "4/5"), True),
        (SAME, ("2/5", "2/5"), ("1/5", "3/5"), False),
        (SAME, ("1/2", "1/2"), ("1/2", "1/2"), True),
        (SAME, ("1/2", "1/2"), ("1/3", "2/3"), False),
        (SAME, ("1/2", "1/2"), ("0", "1"), False),
        (Equal(KL(P, Q), log(2)), ("1", "0"), ("1/2", "1/2"), False),  # log 0: not told here
        (Equal(H(P), log(3)), ("1/3", "1/3", "1/3"), ("1/3", "1/3", "1/3"), True),
        (Equal(H(P), 1), ("1/2", "1/2"), ("1/2", "1/2"), False),
        (Equal(H(P) * H(Q), log(2) ** 2), ("1/2", "1/2"), ("1/2", "1/2"), False),  # nor this
    ],
    ids=range(9),
)
def test_logarithms_of_rational_numbers_are_told_apart(
    said: Statement, first: tuple[str, ...], second: tuple[str, ...], expected: bool
) -> None:
    assert asked(said, tables(P=first, Q=second)) is expected


def test_a_combination_vanishes_prime_by_prime() -> None:
    assert logs_vanish({6: 2, 4: -1, 9: -1})
    assert not logs_vanish({6: 2, 4: -1, 9: -2})
    assert not logs_vanish({10**40: 1, 10**20: -2})  # too large to be factored: not told


def given(claim: Statement, said: Statement) -> Claim:
    declarations = claim.declarations.union(said.declarations)
    terms = ((said.lhs.term, said.relation, said.rhs.term),)
    return Claim(context_of(declarations), claim.lhs.term, "=", claim.rhs.term, terms)


@pytest.mark.parametrize("dropped", ["P", "Q"])
def test_without_normalisation_no_divergence_is_no_equality(dropped: str) -> None:
    x = X.point("x")
    claim = given(Equal(P(x), Q(x)), SAME)
    weaker = without(claim, Hypothesis("sums", dropped))
    assert weaker is not None
    found = breakage(weaker)
    assert found.outcome == "breaks"
    assert found.shown is not None
    model = found.shown.model
    assert Hypotheses(claim.context, claim.given).hold(model)
    assert sum(model.laws[dropped].values()) != 1


def test_without_normalisation_equal_entropies_are_no_independence() -> None:
    Y = FiniteSpace("Y")
    p = joint("p", X, Y, support="any")
    A, B = p.variables
    x, y = X.point("x"), Y.point("y")
    claim = given(Equal(p(x, y), p(x) * p(y)), Equal(H(B | A), H(B)))
    weaker = without(claim, Hypothesis("sums", "p"))
    assert weaker is not None
    assert breakage(weaker).outcome == "breaks"
