"""What people see: LaTeX as in a textbook and plain text that loses nothing."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

import pytest
import sympy
from hypothesis import assume, given
from hypothesis import strategies as st

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
    Identity,
    Independent,
    Matrix,
    Rational,
    Symbol,
    Written,
    channel,
    det,
    exp,
    joint,
    log,
    pi,
    quadratic_form,
    sqrt,
    statement,
    total,
    trace,
    vectors,
)
from symkl.language.written import written

X, Y, Z = FiniteSpace("X", size="n"), FiniteSpace("Y"), FiniteSpace("Z")
P, Q = X.pmfs("P Q")
x, y = X.point("x"), Y.point("y")
p = joint("p", X, Y)
VX, VY = p.variables
three = joint("r", X, Y, Z)
RX, RY, RZ = three.variables
W = channel("W", Y, X)
k = Dimension("k")
mu_p, mu_q = vectors("mu_p mu_q", k)
Sigma_p, Sigma_q, A = SPD("Sigma_p", k), SPD("Sigma_q", k), Matrix("A", k)
g = Gaussian("p", mu_p, Sigma_p)
v = k.point("x")
a, b, c = P(x), Q(x), p(x, y)
half = Rational(1, 2)
minus_a = -a

LATEX = [
    (KL(P, Q), r"D_{\mathrm{KL}}(P \,\|\, Q)"),
    (
        KL(p, p.marginal(VX) * p.marginal(VY)),
        r"D_{\mathrm{KL}}(p(x,y) \,\|\, p(x) \, p(y))",
    ),
    (CrossEntropy(P, Q), "H(P, Q)"),
    (H(P), "H(P)"),
    (H(VX, VY), "H(X,Y)"),
    (H(VY | VX), r"H(Y \mid X)"),
    (H(VY | VX.at(x)), r"H(Y \mid X=x)"),
    (H(RX | RY, RZ), r"H(X \mid Y,Z)"),
    (I(VX, VY), "I(X; Y)"),
    (I((RX, RY), RZ), "I(X,Y; Z)"),
    (I(RX, RY | RZ), r"I(X; Y \mid Z)"),
    (
        X.sum(P(x) * log(P(x) / Q(x)), x),
        r"\sum_{x} P(x) \log\left(\frac{P(x)}{Q(x)}\right)",
    ),
    (
        total(p(x, y) * log(p(y | x)), x, y),
        r"\sum_{x, y} p(x,y) \log p(y \mid x)",
    ),
    (W(y, x), r"W(y \mid x)"),
    (E(P, x)(log(P(x))), r"\mathbb{E}_{x \sim P}\left[\log P(x)\right]"),
    (total(g(v), v), r"\int p(x) \, dx"),
    (trace(Sigma_p.inv() * Sigma_q), r"\operatorname{tr}(\Sigma_{p}^{-1} \, \Sigma_{q})"),
    (trace(Identity(k)), r"\operatorname{tr}(I_{k})"),
    (A.T, r"A^{\top}"),
    ((Sigma_p * A).T, r"(\Sigma_{p} \, A)^{\top}"),
    ((Sigma_p + Sigma_q).inv(), r"(\Sigma_{p} + \Sigma_{q})^{-1}"),
    (log(det(A)), r"\log \left|A\right|"),
    (
        log(det(Sigma_q) / det(Sigma_p)),
        r"\log\left(\frac{\left|\Sigma_{q}\right|}{\left|\Sigma_{p}\right|}\right)",
    ),
    (
        quadratic_form(mu_p - mu_q, Sigma_q.inv()),
        r"(\mu_{p} - \mu_{q})^{\top} \, \Sigma_{q}^{-1} \, (\mu_{p} - \mu_{q})",
    ),
    (
        exp(-half * quadratic_form(v - mu_p, Sigma_p.inv())),
        r"\exp\left(-\frac{1}{2} \, (x - \mu_{p})^{\top} \, \Sigma_{p}^{-1} \, "
        r"(x - \mu_{p})\right)",
    ),
    (
        1 / ((2 * pi) ** (k / 2) * det(A) ** half),
        r"\frac{1}{(2 \, \pi)^{\frac{k}{2}} \, \left|A\right|^{\frac{1}{2}}}",
    ),
    (-(a + b), "-(P(x) + Q(x))"),
    (a - (b + c), "P(x) - (Q(x) + p(x,y))"),
    (a - (b - c), "P(x) - (Q(x) - p(x,y))"),
    (a - b - c, "P(x) - Q(x) - p(x,y)"),
    ((a + b) * c, r"(P(x) + Q(x)) \, p(x,y)"),
    (c * (a + b), r"p(x,y) \, (P(x) + Q(x))"),
    (a - (-b), "P(x) - (-Q(x))"),
    (-minus_a, "-(-P(x))"),
    (a * -b, r"P(x) \, (-Q(x))"),
    ((-a) ** 2, "(-P(x))^{2}"),
    ((a**b) ** c, "(P(x)^{Q(x)})^{p(x,y)}"),
    (a ** (b**c), "P(x)^{Q(x)^{p(x,y)}}"),
    (X.sum(P(x), x) * c, r"\left(\sum_{x} P(x)\right) \, p(x,y)"),
    (c * X.sum(P(x), x), r"p(x,y) \sum_{x} P(x)"),
    (X.sum(a + b, x), r"\sum_{x} (P(x) + Q(x))"),
    (X.sum(P(x), x) ** 2, r"\left(\sum_{x} P(x)\right)^{2}"),
    (-X.sum(P(x), x), r"-\sum_{x} P(x)"),
    (a / (b / c), r"\frac{P(x)}{\frac{Q(x)}{p(x,y)}}"),
    (-(a / b), r"-\frac{P(x)}{Q(x)}"),
    (log(a) * b, r"\log(P(x)) \, Q(x)"),
    (log(a / a), r"\log\left(\frac{P(x)}{P(x)}\right)"),
    (sqrt(a), r"P(x)^{\frac{1}{2}}"),
    (Symbol("theta_1") * X.size, r"\theta_{1} \, n"),
]


@pytest.mark.parametrize(("expression", "shown"), LATEX, ids=str)
def test_latex_is_what_a_textbook_prints(expression: Written, shown: str) -> None:
    assert sympy.latex(expression) == shown
    assert expression._repr_latex_() == f"$\\displaystyle {shown}$"


STATEMENTS = [
    (Equal(P, Q), "P = Q", "P = Q"),
    (Equal(KL(P, Q), 0), r"D_{\mathrm{KL}}(P \,\|\, Q) = 0", "KL(P || Q) = 0"),
    (statement(a, "<=", 1), r"P(x) \le 1", "P(x) <= 1"),
    (statement(a, "!=", b), r"P(x) \ne Q(x)", "P(x) != Q(x)"),
    (Independent(VX, VY), r"X \perp Y", "X independent of Y"),
]


@pytest.mark.parametrize(("said", "latex", "text"), STATEMENTS, ids=str)
def test_statements_print_in_words_and_in_latex(said: Any, latex: str, text: str) -> None:
    assert (said.latex(), said.text()) == (latex, text)


def braces_match(shown: str) -> bool:
    depth = 0
    for character in shown.replace(r"\{", "").replace(r"\}", ""):
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth < 0:
            return False
    return depth == 0


@pytest.mark.parametrize("expression", [row[0] for row in LATEX], ids=str)
def test_latex_is_balanced(expression: Written) -> None:
    shown = sympy.latex(expression)
    assert braces_match(shown)
    assert shown.count(r"\left") == shown.count(r"\right")


VALUES = {"t": Fraction(3, 2), "u": Fraction(-5, 7), "w": Fraction(11)}
NAMES = st.sampled_from([Symbol(name) for name in VALUES])
NUMBERS = st.fractions(-4, 4, max_denominator=5)


def value(term: Any) -> Fraction:
    """The term with numbers put in: what the author wrote, by the definition of each head."""
    below = [value(child) for child in term.args]
    match term.head, below:
        case "num", _:
            return Fraction(term.label)
        case "sym", _:
            return VALUES[term.label]
        case "add", _:
            return sum(below, Fraction(0))
        case "mul", _:
            product = Fraction(1)
            for factor in below:
                product *= factor
            return product
        case "neg", [one]:
            return -one
        case "div", [top, bottom]:
            return top / bottom
        case "pow", [base, exponent]:
            return base ** int(exponent)
    raise AssertionError(term.head)


def read(text: str) -> Fraction:
    """The printed text with the usual precedence, a space between factors being a product."""
    python = re.sub(r"(?<![-+]) (?![-+])", "*", text).replace("^", "**")
    python = re.sub(r"\d+", lambda m: f"Fraction({m[0]})", python)
    return Fraction(eval(python, {"Fraction": Fraction, **VALUES}))


def extended(children: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    two = st.tuples(children, children)
    return st.one_of(
        two.map(lambda s: s[0] + s[1]),
        two.map(lambda s: s[0] - s[1]),
        two.map(lambda s: s[0] * s[1]),
        two.map(lambda s: s[0] / s[1]),
        children.map(lambda s: -s),
        st.tuples(children, st.integers(0, 3)).map(lambda s: s[0] ** s[1]),
    )


LEAVES = st.one_of(NAMES, NUMBERS).map(written)


@given(st.recursive(LEAVES, extended, max_leaves=8))
def test_text_read_back_has_the_value_of_what_was_written(expression: Written) -> None:
    try:
        meant = value(expression.term)
    except ZeroDivisionError:
        assume(False)
    assert read(str(expression)) == meant


@given(st.recursive(LEAVES, extended, max_leaves=10))
def test_latex_of_anything_is_balanced(expression: Written) -> None:
    shown = sympy.latex(expression)
    assert braces_match(shown)
    assert shown.count(r"\left(") == shown.count(r"\right)")
