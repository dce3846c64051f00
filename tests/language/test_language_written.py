"""Expressions stay as written, take part in SymPy, and are compared by what was written."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symkl import (
    KL,
    SPD,
    CrossEntropy,
    Dimension,
    E,
    FiniteSpace,
    Gaussian,
    H,
    I,
    Identity,
    Rational,
    Symbol,
    Vector,
    Written,
    exp,
    joint,
    log,
    pi,
    sqrt,
    total,
    trace,
)
from symkl.kernel import terms
from symkl.kernel.terms import Term
from symkl.language.written import written

X, Y = FiniteSpace("X", size="n"), FiniteSpace("Y")
P, Q = X.pmfs("P Q")
x, x2, y = X.point("x"), X.point("x2"), Y.point("y")
p = joint("p", X, Y)
VX, VY = p.variables
k = Dimension("k")
S, mu = SPD("S", k), Vector("mu", k)
g, v = Gaussian("g", mu, S), k.point("v")
t = Symbol("t")
half = Fraction(1, 2)

EVERYTHING = [
    P(x),
    x,
    X.size,
    k,
    v,
    S,
    mu,
    p(y | x),
    KL(P, Q),
    CrossEntropy(P, Q),
    H(VY | VX.at(x)),
    I(VX, VY),
    X.sum(P(x) * log(P(x) / Q(x)), x),
    E(g, v)(v * v.T),
    trace(S.inv() * S) - k / 2,
    Identity(k),
    total(g(v), v),
    t * P(x) + pi,
]


@pytest.mark.parametrize("expression", EVERYTHING, ids=str)
def test_every_expression_is_a_sympy_expression(expression: Written) -> None:
    assert isinstance(expression, sympy.Expr)
    assert sympy.sympify(expression) is expression
    assert sympy.latex(expression)
    assert str(expression) == sympy.sstr(expression) == repr(expression)


@pytest.mark.parametrize("expression", EVERYTHING, ids=str)
def test_copies_are_equal(expression: Written) -> None:
    for other in (
        pickle.loads(pickle.dumps(expression)),
        copy.copy(expression),
        copy.deepcopy(expression),
    ):
        assert type(other) is type(expression)
        assert other == expression
        assert hash(other) == hash(expression)
        assert other.context == expression.context


def num(value: int | Fraction) -> Term:
    return terms.num(value)


TERM = P(x).term
BOTH_SIDES = [
    ("int", 3, num(3)),
    ("negative int", -2, num(-2)),
    ("Fraction", half, num(half)),
    ("Rational", Rational(1, 2), num(half)),
    ("Integer", sympy.Integer(5), num(5)),
    ("zero", sympy.S.Zero, num(0)),
    ("one", sympy.S.One, num(1)),
    ("half", sympy.S.Half, num(half)),
    ("symbol", t, Term("sym", (), "t")),
    ("pi", pi, Term("const", (), "pi")),
    ("e", sympy.E, Term("const", (), "e")),
    ("point value", Q(x), Q(x).term),
]
OPERATORS: list[tuple[str, Callable[[Any, Any], Any], Callable[[Term, Term], Term]]] = [
    ("+", lambda a, b: a + b, lambda a, b: Term("add", (a, b))),
    ("-", lambda a, b: a - b, lambda a, b: Term("add", (a, terms.neg(b)))),
    ("*", lambda a, b: a * b, lambda a, b: Term("mul", (a, b))),
    ("/", lambda a, b: a / b, terms.div),
    ("**", lambda a, b: a**b, terms.power),
]


@pytest.mark.parametrize(("sign", "operate", "build"), OPERATORS, ids=[o[0] for o in OPERATORS])
@pytest.mark.parametrize(("kind", "other", "term"), BOTH_SIDES, ids=[b[0] for b in BOTH_SIDES])
def test_numbers_and_symbols_on_either_side(
    sign: str, operate: Any, build: Any, kind: str, other: Any, term: Term
) -> None:
    assert operate(P(x), other).term == build(TERM, term)
    if (sign, kind) != ("**", "Fraction"):  # Python makes this Fraction a float: refused
        assert operate(other, P(x)).term == build(term, TERM)


AS_WRITTEN = [
    (P(x) / P(x), "P(x)/P(x)"),
    (P(x) - P(x), "P(x) - P(x)"),
    (log(1), "log(1)"),
    (log(P(x) / P(x)), "log(P(x)/P(x))"),
    (P(x) * 0, "P(x) 0"),
    (P(x) + 0, "P(x) + 0"),
    (0 + P(x), "0 + P(x)"),
    (P(x) * 1, "P(x) 1"),
    (P(x) ** 1, "P(x)^1"),
    (P(x) ** 0, "P(x)^0"),
    (Q(x) + P(x), "Q(x) + P(x)"),
    (P(x) + Q(x), "P(x) + Q(x)"),
    (Q(x) * P(x), "Q(x) P(x)"),
    (P(x) * (Q(x) / P(x)), "P(x) Q(x)/P(x)"),
    (exp(log(P(x))), "exp(log P(x))"),
    (log(exp(P(x))), "log(exp(P(x)))"),
    (S * S.inv(), "S S^-1"),
    (S.T, "S^T"),
    (trace(S * S.T), "tr(S S^T)"),
    (sqrt(P(x)) ** 2, "(P(x)^(1/2))^2"),
    (X.sum(P(x), x), "sum_x P(x)"),
    (KL(P, P), "KL(P || P)"),
]


@pytest.mark.parametrize(("expression", "shown"), AS_WRITTEN, ids=str)
def test_nothing_is_evaluated_on_construction(expression: Written, shown: str) -> None:
    assert str(expression) == shown


def test_functions_of_sympy_take_our_expressions() -> None:
    assert written(sympy.log(P(x))).term == terms.log(TERM)
    assert (Q(x) * sympy.log(P(x))).term == terms.mul(Q(x).term, terms.log(TERM))
    assert (Q(x) + sympy.exp(P(x))).term == terms.add(Q(x).term, terms.exp(TERM))
    assert written(sympy.sqrt(t)).term == terms.power(Term("sym", (), "t"), num(half))
    assert (P(x) * (t + 1)).term.args[1].head == "add"


@pytest.mark.parametrize(
    ("sign", "options"),
    [("positive", {"positive": True}), ("nonnegative", {"nonnegative": True}), ("real", {})],
)
def test_the_sign_of_a_symbol_is_declared(sign: str, options: dict[str, bool]) -> None:
    assert (Symbol("a", **options) * P(x)).context.number("a").sign == sign


SUBSTITUTIONS = [
    (P(x), x, x2, P(x2)),
    (P(x) * Q(x), x, x2, P(x2) * Q(x2)),
    (X.sum(P(x) * P(x2), x), x2, X.point("x3"), X.sum(P(x) * P(X.point("x3")), x)),
    (X.sum(P(x), x), x, x2, X.sum(P(x), x)),
    (P(x) + X.sum(P(x), x), x, x2, P(x2) + X.sum(P(x), x)),
    (t * P(x), t, 3, 3 * P(x)),
    (t * P(x), t, Rational(1, 2), half * P(x)),
    (t * P(x), t, t + 1, written(t + 1) * P(x)),
    (P(x) / Q(x), P(x), Q(x), Q(x) / Q(x)),
    (log(P(x)), x, x, log(P(x))),
    (E(P, x)(P(x)), x, x2, E(P, x)(P(x))),
    (trace(S) * t, t, k, trace(S) * k),
]


@pytest.mark.parametrize(("before", "old", "new", "after"), SUBSTITUTIONS, ids=str)
def test_subs_replaces_what_is_free(before: Written, old: Any, new: Any, after: Written) -> None:
    assert before.subs(old, new).term == after.term


def test_free_symbols_are_the_free_points() -> None:
    assert X.sum(P(x) * P(x2), x).free_symbols == {Written(x2.term, P.declarations)}
    assert X.sum(P(x), x).free_symbols == set()


def test_equality_and_hash_are_of_the_written_form() -> None:
    assert P(x) == P(x)
    assert P(x) != Q(x)
    assert P(x) + Q(x) != Q(x) + P(x)
    assert P(x) / P(x) != 1
    assert P(x) != X.pmf("P", support="any")(x)
    assert len({P(x), P(x), Q(x), P(x2)}) == 3


A_TERM = st.sampled_from(
    [(P(x), P(x).term), (Q(x), Q(x).term), (written(t), Term("sym", (), "t"))]
    + [(written(n), num(n)) for n in (-1, 0, 1, 2, half)]
)


def flat(head: str, left: Term, right: Term) -> Term:
    """``a + b + c`` is one sum, as it is read; brackets on the right stay."""
    return Term(head, (*(left.args if left.head == head else (left,)), right))


Pair = tuple[Written, Term]


def larger(children: st.SearchStrategy[Pair]) -> st.SearchStrategy[Pair]:
    two = st.tuples(children, children)
    return st.one_of(
        two.map(lambda s: (s[0][0] + s[1][0], flat("add", s[0][1], s[1][1]))),
        two.map(lambda s: (s[0][0] - s[1][0], flat("add", s[0][1], terms.neg(s[1][1])))),
        two.map(lambda s: (s[0][0] * s[1][0], flat("mul", s[0][1], s[1][1]))),
        two.map(lambda s: (s[0][0] / s[1][0], terms.div(s[0][1], s[1][1]))),
        two.map(lambda s: (s[0][0] ** s[1][0], terms.power(s[0][1], s[1][1]))),
        children.map(lambda s: (-s[0], terms.neg(s[1]))),
        children.map(lambda s: (log(s[0]), terms.log(s[1]))),
        children.map(lambda s: (exp(s[0]), terms.exp(s[1]))),
        children.map(lambda s: (X.sum(s[0], x), Term("sum", (s[1],), (("x", "X"),)))),
        children.map(lambda s: (E(P, x)(s[0]), Term("expect", (s[1],), ("P", (("x", "X"),))))),
    )


@given(st.recursive(A_TERM, larger, max_leaves=12))
def test_the_term_is_exactly_what_was_written_and_prints(pair: Pair) -> None:
    expression, term = pair
    assert expression.term == term
    assert str(expression)
    assert sympy.latex(expression)
    again = pickle.loads(pickle.dumps(expression))
    assert again == expression
    assert hash(again) == hash(expression)
    assert terms.from_json(terms.to_json(term)) == term
