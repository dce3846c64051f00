"""Facts from convexity: each with what it shows, and with each of its conditions dropped."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from symkl import (
    ConcaveFunction,
    ConvexFunction,
    E,
    FiniteSpace,
    RealFunction,
    exp,
    log,
    sqrt,
    statement,
)
from symkl.kernel import terms
from symkl.kernel.catalogue import FACTS
from symkl.kernel.check import Claim, check
from symkl.kernel.context import Context, Function, Number
from symkl.kernel.errors import Refused
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.polynomial import Poly
from symkl.kernel.terms import Term
from symkl.language.written import context_of
from symkl.models.survey import survey
from symkl.prove.search import prove

X = FiniteSpace("X", size="n")
P, Q = X.pmfs("P Q")
S = X.pmf("S", support="any")
x = X.point("x")
a, b = X.weight("a"), X.weight("b")
v, w = X.weight("v", "real"), X.weight("w")
f, g, h = ConvexFunction("f"), ConcaveFunction("g"), RealFunction("h")


def mean(t: Any, law: Any = P) -> Any:
    return E(law, x)(t)


def total(t: Any) -> Any:
    return X.sum(t, x)


def claim(lhs: Any, relation: str, rhs: Any) -> Claim:
    said = statement(lhs, relation, rhs)
    return Claim(context_of(said.declarations), said.lhs.term, relation, said.rhs.term)


TRUE = [
    (mean(f(v(x))), ">=", f(mean(v(x)))),
    (total(P(x) * f(v(x))), ">=", f(total(P(x) * v(x)))),
    (mean(g(v(x))), "<=", g(mean(v(x)))),
    (mean(f(v(x)), S), ">=", f(mean(v(x), S))),
    (mean(exp(v(x))), ">=", exp(mean(v(x)))),
    (mean(1 / a(x)), ">=", 1 / mean(a(x))),
    (mean(sqrt(a(x))), "<=", sqrt(mean(a(x)))),
    (mean(log(a(x))), "<=", log(mean(a(x)))),
    (mean(v(x) ** 2), ">=", mean(v(x)) ** 2),
    (mean(a(x) * log(a(x))), ">=", mean(a(x)) * log(mean(a(x)))),
    (total(a(x) * log(a(x) / b(x))), ">=", total(a(x)) * log(total(a(x)) / total(b(x)))),
    (log(total(a(x)) + total(b(x))), ">=", log(total(a(x)))),
    (exp(mean(v(x)) + total(a(x))), ">=", exp(mean(v(x)))),
]
FALSE = [
    (mean(f(v(x))), "<=", f(mean(v(x)))),
    (mean(g(v(x))), ">=", g(mean(v(x)))),
    (mean(h(v(x))), ">=", h(mean(v(x)))),
    (mean(h(v(x))), "<=", h(mean(v(x)))),
    (total(w(x) * f(v(x))), ">=", f(total(w(x) * v(x)))),
    (total(w(x) * exp(v(x))), ">=", exp(total(w(x) * v(x)))),
    (total(a(x) * log(a(x) / b(x))), ">=", 0),
    (log(total(a(x))), ">=", log(total(b(x)))),
    (exp(mean(v(x)) + total(v(x))), ">=", exp(mean(v(x)))),
    (f(mean(v(x))), ">=", 0),
    (mean(f(v(x)), P), ">=", f(mean(v(x), Q))),
]


@pytest.mark.parametrize("row", TRUE, ids=str)
def test_what_convexity_shows(row: tuple[Any, str, Any]) -> None:
    of = claim(*row)
    proof = prove(of)
    assert proof is not None
    assert check(of, proof.certificate) == proof.support
    found = survey(of)
    assert found.violation is None
    assert found.models >= 20


@pytest.mark.parametrize("row", FALSE, ids=str)
def test_what_convexity_does_not_show(row: tuple[Any, str, Any]) -> None:
    of = claim(*row)
    assert prove(of) is None
    assert survey(of).violation is not None


def test_a_declared_shape_is_a_hypothesis() -> None:
    proof = prove(claim(*TRUE[0]))
    assert proof is not None
    assert "f convex" in {hypothesis.text for hypothesis in proof.support.hypotheses}


CONTEXT = Context.of(
    [
        *(Function("f", "convex"), Function("g", "concave"), Function("h")),
        *(Number("a"), Number("b"), Number("t", "unit"), Number("s", "positive")),
    ]
)
HALF = terms.num(Fraction(1, 2))


def call(name: str, at: str) -> Term:
    return Term("call", (Term("sym", (), at),), name)


def combination(weight: Term, one: Term, two: Term) -> Term:
    normaliser = Normaliser(CONTEXT)
    found = FACTS["convex_combination"].instance(normaliser, (), (weight, one, two))
    assert normaliser.hypotheses
    return found


@pytest.mark.parametrize("weight", [HALF, terms.ZERO, terms.ONE, Term("sym", (), "t")], ids=str)
def test_a_combination_of_two_values(weight: Term) -> None:
    for name, sign in (("f", 1), ("g", -1)):
        one, two = call(name, "a"), call(name, "b")
        other = terms.sub(terms.ONE, weight)
        each = terms.add(terms.mul(weight, one), terms.mul(other, two))
        at = terms.add(terms.mul(weight, one.args[0]), terms.mul(other, two.args[0]))
        said = terms.sub(each, Term("call", (at,), name))
        found = combination(weight, one, two)
        difference = terms.sub(found, said) if sign > 0 else terms.add(found, said)
        assert Normaliser(CONTEXT).scalar(difference) == Poly(())


@pytest.mark.parametrize(
    ("weight", "one", "two"),
    [
        (Term("sym", (), "a"), call("f", "a"), call("f", "b")),  # any number
        (Term("sym", (), "s"), call("f", "a"), call("f", "b")),  # 1 - s may be negative
        (terms.num(2), call("f", "a"), call("f", "b")),
        (terms.num(-1), call("f", "a"), call("f", "b")),
        (HALF, call("f", "a"), call("g", "b")),  # values of two functions
        (HALF, call("h", "a"), call("h", "b")),  # not declared convex or concave
        (HALF, Term("sym", (), "a"), call("f", "b")),
        (HALF, call("f", "a"), Term("sym", (), "b")),
    ],
    ids=range(8),
)
def test_what_a_combination_needs(weight: Term, one: Term, two: Term) -> None:
    with pytest.raises(Refused):
        combination(weight, one, two)
