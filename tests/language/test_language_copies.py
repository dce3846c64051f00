"""Statements about two variables: what they stand for, what they refuse, how they are said."""

from __future__ import annotations

import pytest

from symkl import Dimension, FiniteSpace, Independent, joint
from symkl.kernel.context import Law, Sort
from symkl.language.copies import Identical, Uncorrelated
from symkl.language.sayings import sayings
from symkl.language.spaces import Distribution, RandomVariable
from symkl.language.statements import Statement
from symkl.language.written import LanguageError

X, Y = FiniteSpace("X"), FiniteSpace("Y")
P = joint("p", ("U", X), ("V", X), ("W", Y))
LINE = Sort("R^1", "", "real", "1")
R = Distribution(Law("r", (("S", "R^1"), ("T", "R^1"))), [LINE])
K = Dimension("k")
VECTORS = joint("v", ("S", K), ("T", K))


def of(law: Distribution, name: str) -> RandomVariable:
    return RandomVariable(law, name)


def said(statement: Statement) -> frozenset[str]:
    equation = statement.lhs.term, statement.relation, statement.rhs.term
    return sayings(equation, statement.lhs.context)


def test_identical_variables_are_on_one_space() -> None:
    assert Identical(of(P, "U"), of(P, "V")).text() == "U distributed as V"
    for one, other in ((of(P, "U"), of(P, "W")), (of(P, "U"), of(P, "U"))):
        with pytest.raises(LanguageError):
            Identical(one, other)


def test_uncorrelated_variables_are_numbers() -> None:
    assert Uncorrelated(of(R, "S"), of(R, "T")).text() == "S uncorrelated with T"
    for law, names in ((P, "UV"), (VECTORS, "ST")):
        with pytest.raises(LanguageError):
            Uncorrelated(*(of(law, name) for name in names))


def test_they_are_said_of_their_own_equations_alone() -> None:
    same = Identical(of(P, "U"), of(P, "V"))
    assert "U distributed as V" in said(same)
    assert "V distributed as U" not in said(same)
    apart = Uncorrelated(of(R, "S"), of(R, "T"))
    assert "S uncorrelated with T" in said(apart)
    assert not any("uncorrelated" in text for text in said(same))
    other = Independent(of(R, "S"), of(R, "T"))
    assert not any("uncorrelated" in text for text in said(other))
