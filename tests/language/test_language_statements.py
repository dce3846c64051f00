"""Statements about random variables: how they read, what they stand for, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from symkl import (
    Derivation,
    Equal,
    FiniteSpace,
    H,
    I,
    Independent,
    LanguageError,
    Markov,
    joint,
    variables,
)

X, Y, Z, W = variables("X Y Z W")
p = joint("q", FiniteSpace("A"), FiniteSpace("B"))
A, B = p.variables


@pytest.mark.parametrize(
    ("statement", "text", "latex"),
    [
        (Markov(X, Y, Z), "X - Y - Z", "X - Y - Z"),
        (Markov((X, W), Y, Z), "(X, W) - Y - Z", "(X, W) - Y - Z"),
        (Independent(X, Y), "X independent of Y", r"X \perp Y"),
        (Independent(X, Y, Z), "X, Y, Z independent", r"X, Y, Z \text{ independent}"),
        (Independent(X, Y, given=Z), "X independent of Y given Z", r"X \perp Y \mid Z"),
        (
            Independent(X, Y, given=(Z, W)),
            "X independent of Y given (Z, W)",
            r"X \perp Y \mid (Z, W)",
        ),
        (Independent(A, B), "A independent of B", r"A \perp B"),
    ],
    ids=lambda item: item if isinstance(item, str) else "",
)
def test_how_statements_read(statement: Any, text: str, latex: str) -> None:
    assert (statement.text(), statement.latex()) == (text, latex)


def test_what_statements_stand_for() -> None:
    assert Markov(X, Y, Z).lhs.term == I(X, Z, given=Y).term
    chain = I(X, Z, given=Y) + I((X, Y), W, given=Z)
    assert Markov(X, Y, Z, W).lhs.term == chain.term
    assert Independent(X, Y, given=Z).lhs.term == I(X, Y, given=Z).term
    assert Independent(X, Y, Z).lhs.term == (I(X, Y) + I((X, Y), Z)).term
    assert str(Independent(A, B).lhs) == "q(a',b')"  # all variables: the pmf factors
    assert str(Independent(A, B).rhs) == "q(a') q(b')"
    assert str(Independent(B, A).lhs) == "q(b',a')"


@pytest.mark.parametrize(
    "build",
    [
        lambda: Markov(X, Y),
        lambda: Markov(X, Y, X),
        lambda: Markov(X, (), Z),
        lambda: Markov(X, Y, A),
        lambda: Independent(X),
        lambda: Independent(X, X),
        lambda: Independent(X, (Y, X)),
        lambda: Independent(X, Y, given=Y),
        lambda: Independent(X, A),
    ],
)
def test_groups_are_disjoint_and_of_one_joint(build: Any) -> None:
    with pytest.raises(LanguageError):
        build()


def test_points_of_variables_that_differ_in_case_are_told_apart() -> None:
    space = FiniteSpace("S")
    small, large = joint("p", ("x", space), ("X", space)).variables
    said = Independent(small, large)
    assert len(set(said.lhs.term.args)) == 2


def test_variables_of_one_joint() -> None:
    one, two, three = variables("X1 X2 X3", pmf="r", size="n")
    assert str(H(one, two | three)) == "H(X1,X2 | X3)"
    assert {v.distribution.law.name for v in (one, two, three)} == {"r"}
    assert {s.size for s in H(one, two).context.sorts.values()} == {"n"}
    (single,) = variables("X", support="any")
    assert single.distribution.law.sign == "nonnegative"
    for names in ("", "X X"):
        with pytest.raises(LanguageError):
            variables(names)


def test_six_variables_stand_in_one_derivation() -> None:
    a, b, c, d, e, f = variables("X1 X2 X3 X4 X5 X6")
    chain = Derivation("six").given(Markov(a, b, c, d, e, f), Equal(H(f | e), 0))
    assert len(chain.start(H(a, b, c, d, e, f)).ge(I((a, b), (c, d), given=(e, f))).steps) == 1
