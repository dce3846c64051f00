"""What SymPy is asked, and what counts: true, false, and without a hypothesis that it needs."""

from __future__ import annotations

from fractions import Fraction

import pytest
import sympy as sp
from written import PMFS, P, Q, X, det, entropy, expect, kl, matrix, point, size, sym, total, trace

from symkl.kernel import terms as t
from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Law, Matrix, Number, Sort
from symkl.kernel.terms import Term
from symkl.symbolic import identity
from symkl.symbolic.arithmetic import NotExpressible
from symkl.symbolic.opinion import agreement
from symkl.symbolic.translation import Translation


def family(name: str, space: str, *parameters: str) -> Law:
    sign = "positive" if parameters[0] in ("normal", "laplace") else "nonnegative"
    return Law(name, (("x", space),), sign=sign, family=parameters)


CONTEXT = Context.of(
    [
        *PMFS.declarations(),
        Number("r"),
        Number("a", "positive"),
        Number("b", "positive"),
        Number("z", "nonnegative"),
        Number("u", "unit"),
        Sort("L", kind="real"),
        Sort("N", kind="integer"),
        family("gamma", "L", "gamma", "a", "b"),
        family("exponential", "L", "exponential", "a"),
        family("uniform", "L", "uniform", "0", "2"),
        family("normal", "L", "normal", "r", "a"),
        family("pareto", "L", "pareto", "a", "b"),
        family("poisson", "N", "poisson", "a"),
        family("inverse", "L", "inverse_gamma", "a", "b"),
        Sort("k", "k"),
        Matrix("M", "k", "k"),
        Matrix("C", "k", "k", symmetric=True, positive_definite=True),
    ]
)
a, b, r, z, u = map(sym, "abrzu")
HALF, TWO = t.num(Fraction(1, 2)), t.num(2)
PI = Term("const", (), "pi")
AT, AT_WHOLE = ("x", "L"), ("x", "N")
x, n = point(AT), point(AT_WHOLE)
NORMAL_X = total(X, of=t.mul(P, P))  # a number between 0 and 1


def special(name: str, argument: Term) -> Term:
    return Term("special", (argument,), name)


def square(term: Term) -> Term:
    return t.power(term, TWO)


def opinion(lhs: Term, rhs: Term, relation: str = "=") -> str:
    found = agreement(Claim(CONTEXT, lhs, relation, rhs))
    return found.operations if found is not None else ""


def duplicated(of: Term) -> Term:
    parts = [t.mul(HALF, special("digamma", s)) for s in (of, t.add(of, HALF))]
    return t.add(*parts, t.log(TWO))


def log_gamma_duplicated(of: Term) -> Term:
    parts = [special("log_gamma", s) for s in (of, t.add(of, HALF))]
    twos = t.mul(t.sub(t.mul(TWO, of), t.ONE), t.log(TWO))
    return t.add(*parts, twos, t.neg(t.mul(HALF, t.log(PI))))


def apart(of: Term) -> tuple[Term, Term]:
    """1/(t (t + 1)) = 1/t - 1/(t + 1)."""
    more = t.add(of, t.ONE)
    return t.div(t.ONE, t.mul(of, more)), t.sub(t.div(t.ONE, of), t.div(t.ONE, more))


def cosines(of: Term) -> tuple[Term, Term]:
    double = t.sub(t.mul(TWO, square(special("cos", of))), t.ONE)
    return special("cos", t.mul(TWO, of)), double


TRUE = {
    "partial fractions": apart(a),
    "partial fractions of a size": apart(size("X")),
    "partial fractions of a sum over a space": apart(NORMAL_X),
    "partial fractions of a determinant": apart(det(matrix("C"))),
    "double angle": cosines(r),
    "digamma doubled": (special("digamma", t.mul(TWO, a)), duplicated(a)),
    "log gamma doubled": (special("log_gamma", t.mul(TWO, a)), log_gamma_duplicated(a)),
    "logarithm of a square": (
        t.log(t.add(square(a), t.mul(TWO, a, b), square(b))),
        t.mul(TWO, t.log(t.add(a, b))),
    ),
    "root of a square of a sum": (
        t.power(t.add(square(a), t.mul(TWO, a, b), square(b)), HALF),
        t.add(a, b),
    ),
    "logistic function": (
        t.div(t.ONE, t.add(t.ONE, t.exp(t.neg(r)))),
        t.div(t.exp(r), t.add(t.ONE, t.exp(r))),
    ),
    "softplus": (
        t.log(t.add(t.ONE, t.exp(r))),
        t.add(r, t.log(t.add(t.ONE, t.exp(t.neg(r))))),
    ),
    "mean of a gamma density": (
        expect("gamma", [AT], square(x)),
        t.div(t.mul(a, t.add(a, t.ONE)), square(b)),
    ),
    "mean of a Poisson pmf": (
        expect("poisson", [AT_WHOLE], t.power(n, t.num(3))),
        t.add(t.power(a, t.num(3)), t.mul(t.num(3), square(a)), a),
    ),
    "mean of an absolute value": (
        expect("uniform", [AT], special("abs", t.sub(x, t.ONE))),
        HALF,
    ),
    "mean of an exponential": (
        expect("uniform", [AT], t.exp(x)),
        t.mul(HALF, t.sub(t.exp(TWO), t.ONE)),
    ),
    "moment generating function": (
        expect("normal", [AT], t.exp(x)),
        t.exp(t.add(r, t.mul(HALF, square(a)))),
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_and_found(name: str) -> None:
    assert opinion(*TRUE[name])


@pytest.mark.parametrize("name", TRUE)
def test_a_small_change_is_not_found(name: str) -> None:
    lhs, rhs = TRUE[name]
    for change in (t.num(Fraction(1, 10**30)), a):
        assert not opinion(lhs, t.add(rhs, change))


# True, or true somewhere: but the hypothesis that SymPy would take for granted is not declared.
DROPPED = {
    "partial fractions, the divisor may be 0": apart(r),
    "partial fractions, nonnegative": apart(z),
    "digamma of any number": (special("digamma", t.mul(TWO, r)), duplicated(r)),
    "log gamma of any number": (special("log_gamma", t.mul(TWO, r)), log_gamma_duplicated(r)),
    "a number over itself": (t.div(r, r), t.ONE),
    "to the power of 0": (t.power(r, t.ZERO), t.ONE),
    "logarithm of a square": (t.log(square(r)), t.mul(TWO, t.log(r))),
    "logarithm of a square, the other way": (
        t.log(t.add(square(r), t.mul(TWO, r, b), square(b))),
        t.mul(TWO, t.log(t.add(r, b))),
    ),
    "root of a square": (t.power(square(r), HALF), r),
    "root of a square of a difference": (
        t.power(t.add(square(a), t.neg(t.mul(TWO, a, b)), square(b)), HALF),
        t.sub(a, b),
    ),
    "the difference of two numbers": (
        t.div(t.sub(square(a), square(b)), t.sub(a, b)),
        t.add(a, b),
    ),
    "entropy may be 0": apart(entropy("P", "x")),
    "divergence may be 0": apart(kl(P, Q, X)),
    "trace of any matrix": apart(trace(matrix("M"))),
    "inverse of any matrix": (
        t.mul(TWO, trace(Term("inverse", (matrix("M"),)))),
        t.add(*(trace(Term("inverse", (matrix("M"),))),) * 2),
    ),
    "0 is within the sum": (t.div(a, t.sub(a, a)), t.div(b, t.sub(b, b))),
    "a mean that may not exist": (
        expect("pareto", [AT], x),
        t.div(t.mul(a, b), t.sub(b, t.ONE)),
    ),
    "a mean of a heavy tail": (
        expect("inverse", [AT], t.mul(TWO, x)),
        t.mul(TWO, expect("inverse", [AT], x)),
    ),
    "a mean of an exponential that may not exist": (
        expect("exponential", [AT], t.exp(x)),
        t.div(a, t.sub(a, t.ONE)),
    ),
    "a mean of a reciprocal": (
        expect("exponential", [AT], t.div(t.ONE, x)),
        expect("exponential", [AT], t.div(t.ONE, x)),
    ),
}


@pytest.mark.parametrize("name", DROPPED)
def test_nothing_is_said_without_the_hypothesis(name: str) -> None:
    assert not opinion(*DROPPED[name])


@pytest.mark.parametrize("relation", [">=", "<=", ">", "<", "!="])
def test_only_equations_are_asked(relation: str) -> None:
    assert not opinion(*apart(a), relation)


def test_under_given_equations_nothing_is_said() -> None:
    lhs, rhs = apart(a)
    assert agreement(Claim(CONTEXT, lhs, "=", rhs, ((a, "=", b),))) is None


def test_matrices_and_densities_have_no_counterpart() -> None:
    for side in (matrix("M"), Term("value", (x,), ("normal", ("x",), ())), x, t.log(x)):
        with pytest.raises(NotExpressible):
            Translation(CONTEXT).value(side)


def test_what_depends_on_the_point_is_no_number() -> None:
    """A part within a mean must not be taken out of it."""
    context = Context.of([*CONTEXT.declarations()])
    inside = total(X, of=t.power(P, x))
    with pytest.raises(NotExpressible):
        Translation(context).value(expect("gamma", [AT], inside))


def test_symbols_say_what_is_declared_and_no_more() -> None:
    translation = Translation(CONTEXT)
    assert translation.value(a).is_positive
    assert translation.value(u).is_positive
    assert translation.value(z).is_nonnegative
    assert translation.value(z).is_positive is None
    assert translation.value(r).is_real
    assert translation.value(r).is_nonnegative is None
    assert translation.value(size("X")).is_integer
    assert translation.value(size("X")).is_positive
    assert translation.value(kl(P, Q, X)).is_real
    assert translation.value(kl(P, Q, X)).is_nonnegative is None
    assert translation.value(a) is translation.value(a)
    assert translation.value(kl(P, Q, X)) != translation.value(kl(Q, P, X))
    assert translation.value(total(X, of=P)) == 1


def test_hypotheses_are_listed() -> None:
    found = agreement(Claim(CONTEXT, *_sides(expect("gamma", [AT], square(x)))))
    assert found is not None
    assert found.version == sp.__version__
    assert [hypothesis.text for hypothesis in found.hypotheses] == [
        "gamma follows a gamma density of shape a and rate b",
        "a > 0",
        "b > 0",
    ]


def _sides(lhs: Term) -> tuple[Term, str, Term]:
    return lhs, "=", t.div(t.mul(a, t.add(a, t.ONE)), square(b))


WITHOUT_A_VALUE = [
    sp.nan,
    sp.oo,
    sp.zoo,
    sp.I,
    sp.Piecewise((0, sp.Symbol("t") > 0), (1, True)),
    sp.Integral(sp.exp(-(sp.Symbol("t") ** 4)), (sp.Symbol("t"), 0, 1)),
]


@pytest.mark.parametrize("answer", WITHOUT_A_VALUE, ids=str)
def test_an_integral_must_come_out_closed(answer: sp.Expr, monkeypatch) -> None:
    t_ = sp.Symbol("t")
    asked = sp.Integral(sp.exp(-t_), (t_, 0, sp.oo))
    assert identity.vanishing_by(asked - 1)
    monkeypatch.setattr(sp.Integral, "doit", lambda self, **hints: answer)
    assert identity.worked_out(asked) is None
    assert not identity.vanishing_by(asked - answer)


def test_zero_is_exact() -> None:
    assert not identity.vanishing_by(sp.Float(0))
    assert not identity.vanishing_by(sp.Rational(1, 10**60))
    assert identity.vanishing_by(sp.S.Zero)
