"""What does not fit together is refused at once, and the message says what was expected."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sympy

from symkl import (
    KL,
    SPD,
    CrossEntropy,
    Dimension,
    E,
    Equal,
    FiniteSpace,
    Gaussian,
    H,
    I,
    LanguageError,
    Matrix,
    Symbol,
    Vector,
    channel,
    definition,
    det,
    exp,
    joint,
    log,
    log_density,
    quadratic_form,
    sqrt,
    statement,
    total,
    trace,
)
from symkl.language.written import written

X, Y, Z = FiniteSpace("X", size="n"), FiniteSpace("Y"), FiniteSpace("Z")
P, Q = X.pmfs("P Q")
R = Y.pmf("R")
x, x2, y, z = X.point("x"), X.point("x2"), Y.point("y"), Z.point("z")
p, other = joint("p", X, Y), joint("q", X, Y)
twins = joint("t", ("A", X), ("B", X), ("C", Y))
W = channel("W", Y, X)
VX, VY = p.variables
k, m = Dimension("k"), Dimension("m")
S, T, B, v = SPD("S", k), SPD("T", m), Matrix("B", k, m), Vector("v", k)
X_again = FiniteSpace("X", size="m")
t = Symbol("t")

WRONG: list[tuple[str, Callable[[], Any], tuple[str, ...]]] = [
    ("point of another space", lambda: P(y), ("P takes a point of X", "y is a point of Y")),
    ("too many points", lambda: P(x, x2), ("P is on X",)),
    ("a number as a point", lambda: P(1), ("expected a point", "found 1")),
    ("an unknown support", lambda: X.pmf("A", support="some"), ("'full' or 'any'", "'some'")),
    (
        "absolutely continuous to a pmf elsewhere",
        lambda: joint("A", X, Y, below=[P]),
        ("A cannot be absolutely continuous to P", "other spaces"),
    ),
    ("a value as a point", lambda: P(P(x)), ("expected a point", "P(x)")),
    ("joint at another space", lambda: p(z), ("p is on X, Y", "z is a point of Z")),
    ("joint, points swapped", lambda: p(y, x), ("p takes a point of X", "y is a point of Y")),
    ("which variable?", lambda: twins(x), ("several variables on X", "marginal")),
    ("conditioned on a stranger", lambda: p(y | z), ("p", "z is a point of Z")),
    ("view needs all points", lambda: p.marginal(VX)(), ("a point for each of X", "found 0")),
    ("variable of another joint", lambda: p.marginal(other.variables[0]), ("of p",)),
    ("two spaces of one name", lambda: P(x) + X_again.pmf("V")(X_again.point("x")), ("'X'",)),
    ("two pmfs of one name", lambda: P(x) + X.pmf("P", support="any")(x), ("'P'", "twice")),
    ("two symbols of one name", lambda: Symbol("t", positive=True) * P(x) + t, ("'t'",)),
    ("a sum over no point", lambda: X.sum(P(x)), ("at least one point",)),
    ("a sum over another space", lambda: X.sum(P(x), y), ("y is a point of Y, not X",)),
    ("a point bound twice", lambda: total(P(x), x, x), ("same point twice",)),
    ("a sum over a value", lambda: X.sum(P(x), P(x)), ("expected a point",)),
    ("a float", lambda: 0.5 * P(x), ("0.5 is a float", "Rational")),
    ("a float on the right", lambda: P(x) ** 0.5, ("0.5 is a float",)),
    ("a Float of SymPy", lambda: P(x) + sympy.Float("0.1"), ("float",)),
    ("a foreign function", lambda: P(x) + sympy.sin(t), ("sin", "outside the language")),
    ("infinity", lambda: P(x) + sympy.oo, ("Infinity", "outside the language")),
    ("text", lambda: P(x) + "a", ("expected an expression", "'a'")),
    ("nothing", lambda: P(x) * None, ("expected an expression", "None")),
    ("the pmf itself", lambda: 1 + written(P), ("expected an expression", "P")),
    ("log of a vector", lambda: log(v), ("expected a number", "v")),
    ("log of a matrix", lambda: log(S), ("expected a number", "S")),
    ("exp of a matrix", lambda: exp(S), ("expected a number",)),
    ("square root of a vector", lambda: sqrt(v), ("expected a number",)),
    ("sum of two shapes", lambda: S + T, ("k x k", "m x m")),
    ("matrix plus number", lambda: S + 1, ("k x k", "1 x 1")),
    ("matrix plus vector", lambda: S + v, ("k x k", "k x 1")),
    ("product of misfits", lambda: S * T, ("k x k", "m x m", "multiplied")),
    ("vector times vector", lambda: v * v, ("k x 1", "multiplied")),
    ("quadratic form of misfits", lambda: quadratic_form(v, T), ("1 x k", "m x m")),
    ("trace of a wide matrix", lambda: trace(B), ("square", "k x m")),
    ("determinant of a vector", lambda: det(v), ("square", "k x 1")),
    ("inverse of a wide matrix", lambda: B.inv(), ("square", "k x m")),
    ("symmetric but wide", lambda: Matrix("C", k, m, symmetric=True), ("k x m", "square")),
    ("mean that is no vector", lambda: Gaussian("g", S, S), ("declared vector", "S")),
    ("covariance not SPD", lambda: Gaussian("g", v, Matrix("M", k)), ("SPD", "M")),
    ("covariance of another size", lambda: Gaussian("g", v, T), ("R^k", "m x m")),
    ("KL on two spaces", lambda: KL(P, R), ("X", "Y")),
    ("KL of a number", lambda: KL(P, 3), ("pmf or density", "3")),
    ("KL of values", lambda: KL(P(x), Q(x)), ("pmf or density", "P(x)")),
    ("cross-entropy on two spaces", lambda: CrossEntropy(P, R), ("X", "Y")),
    ("entropy of a channel", lambda: H(W), ("conditional", "H(Y | X)")),
    ("entropy of a number", lambda: H(3), ("random variable or a pmf", "3")),
    ("variables of two joints", lambda: H(VX, other.variables[1]), ("p, q",)),
    ("value of another variable", lambda: H(VY | VX.at(y)), ("y is a point of Y", "X")),
    ("information of one group", lambda: I(VX), ("two groups", "not 1")),
    ("expectation at a wrong point", lambda: E(P, y), ("P is on X",)),
    ("expectation of a channel", lambda: E(W, y, x), ("not conditional",)),
    ("expectation of a value", lambda: E(P(x), x), ("pmf or density",)),
    ("log_density of no point", lambda: log_density(P, P(x)), ("expected a point",)),
    ("a space of nothing", lambda: FiniteSpace("N", size=0), ("at least one element",)),
    ("a negative space", lambda: FiniteSpace("N", size=-2), ("at least one element",)),
    ("variables of one name", lambda: joint("j", X, X), ("different names", "'X', 'X'")),
    ("pmfs on two spaces", lambda: Equal(P, R), ("different spaces",)),
    ("a matrix of a number of rows", lambda: Matrix("A", 10_000), ("a dimension", "10000")),
    ("a vector of named size", lambda: Vector("a", "k"), ("a dimension", "'k'")),
    ("unknown relation", lambda: statement(P(x), "~", 1), ("expected one of", "'~'")),
]


@pytest.mark.parametrize(("what", "build", "words"), WRONG, ids=[row[0] for row in WRONG])
def test_what_does_not_fit_is_refused_in_words(
    what: str, build: Callable[[], Any], words: tuple[str, ...]
) -> None:
    with pytest.raises(LanguageError) as refused:
        build()
    for word in words:
        assert word in str(refused.value)


def test_definitions_are_cited_by_the_function() -> None:
    cited = [definition(notion) for notion in (KL, H, I, E, CrossEntropy, Gaussian, log_density)]
    names = ("KL", "H", "I", "E", "CrossEntropy", "Gaussian", "log_density")
    assert cited == [f"definition of {name}" for name in names]


def test_unknown_names_of_the_package_are_attribute_errors() -> None:
    import symkl

    with pytest.raises(AttributeError, match="no attribute 'Entropy'"):
        _ = symkl.Entropy
    assert set(symkl.__all__) < set(dir(symkl))
    assert all(getattr(symkl, name) is not None for name in symkl.__all__)
