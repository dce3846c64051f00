"""Traps: statements that are nearly true, true somewhere, or true for SymPy.

Each is judged as a user would have it judged.  A false one is never proved; where ``refuted`` is
said, an exact model shows it; a true one is never refuted.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import mpmath
import pytest
from written import (
    CHANNEL,
    NORMALS,
    PMFS,
    P,
    Q,
    X,
    Y,
    det,
    entropy,
    expect,
    inverse,
    kl,
    matrix,
    point,
    sym,
    total,
    trace,
    transpose,
    value,
)

from symkl.checking import Judgement, Task, judge
from symkl.kernel import terms as t
from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Law, Matrix, Number, Sort
from symkl.kernel.terms import Term
from symkl.reading.article import read
from symkl.reading.document import Document
from symkl.running import check

NUMBERS = Context.of(
    [
        *PMFS.declarations(),
        Number("r"),
        Number("q"),
        Number("s", "positive"),
        Number("u", "positive"),
        Law("N", (X,), sign="nonnegative"),
        Law("O", (X,), sign="nonnegative"),
        Law("J", (X, ("y", "X")), sign="nonnegative"),
        Law("V", (X,), sign="real", normalised=False),
    ]
)
ALGEBRA = Context.of(
    [
        *NORMALS.declarations(),
        Sort("l", "l"),
        Matrix("F", "k", "l"),
        Matrix("w", "l"),
        Matrix("G", "k", "k", invertible=True),
        Number("s", "positive"),
        Sort("L", kind="real"),
        Law("f", (("v", "L"),)),
        Sort("Z", "3"),
    ]
)
N, O = value("N", "x", [X]), value("O", "x", [X])  # noqa: E741
r, q, s, u = map(sym, "rqsu")
A, B, M, F, G, a, b, w = map(matrix, "ABMFGabw")
HALF = t.num(Fraction(1, 2))
x_at = Term("point", (), ("v", "L"))


def judged(context: Context, lhs: Term, relation: str, rhs: Term, given: tuple = ()) -> Judgement:
    return judge(Task({"": Claim(context, lhs, relation, rhs, given)}))


def number(text: str) -> Term:
    return t.num(Fraction(text))


def digits_of_log_two(count: int) -> Term:
    with mpmath.workdps(count + 20):
        return number(f"{int(mpmath.floor(mpmath.log(2) * 10**count))}/{10**count}")


def powers(exponent: int) -> Term:
    return total(X, of=t.power(P, t.num(exponent)))


def form(one: Term, *others: Term) -> Term:
    return t.mul(transpose(one), *others)


def near(one: Term, place: str) -> Term:
    return t.power(t.sub(one, number(place)), t.num(2))


TRIFLE = number(f"1/{10**12}")
REFUTED = {
    "agrees to 30 digits": (NUMBERS, t.log(t.num(2)), "=", digits_of_log_two(30)),
    "agrees to 60 digits": (NUMBERS, t.log(t.num(2)), "=", digits_of_log_two(60)),
    "agrees to 60 digits for every number": (
        NUMBERS,
        t.mul(r, t.log(t.num(2))),
        "=",
        t.mul(r, digits_of_log_two(60)),
    ),
    "true for n <= 2": (
        NUMBERS,
        t.mul(t.num(2), powers(3)),
        "=",
        t.sub(t.mul(t.num(3), powers(2)), t.ONE),
    ),
    "true for n = 1": (NUMBERS, entropy("P", "x"), "=", t.ZERO),
    "true for k = 1": (ALGEBRA, trace(t.mul(A, B)), "=", t.mul(trace(A), trace(B))),
    "true for k = 1, determinants": (
        ALGEBRA,
        det(t.mul(t.num(2), A)),
        "=",
        t.mul(t.num(2), det(A)),
    ),
    "true for commuting matrices": (
        ALGEBRA,
        trace(t.mul(A, B, A, B)),
        "=",
        trace(t.mul(A, A, B, B)),
    ),
    "true for commuting matrices, products": (ALGEBRA, t.mul(A, A, B), "=", t.mul(A, B, A)),
    "true for symmetric matrices, traces": (
        ALGEBRA,
        trace(t.mul(M, M)),
        "=",
        trace(t.mul(M, transpose(M))),
    ),
    "true for k = 1, inverses": (ALGEBRA, trace(inverse(A)), "=", t.div(t.ONE, trace(A))),
    "true for k = 1, sums": (ALGEBRA, det(t.add(A, B)), "=", t.add(det(A), det(B))),
    "true for symmetric matrices": (ALGEBRA, form(a, M, b), "=", form(b, M, a)),
    "true for invertible matrices": (
        ALGEBRA,
        t.mul(F, transpose(F)),
        "=",
        Term("identity", (), "k"),
    ),
    "violated by less than 1e-12": (
        NUMBERS,
        t.sub(t.sub(s, t.ONE), t.log(s)),
        ">=",
        number(f"1/{10**13}"),
    ),
    "violated in a region of relative volume 1e-6": (NUMBERS, near(s, "355/113"), ">=", TRIFLE),
    "violated where two numbers are special": (
        NUMBERS,
        t.add(near(s, "355/113"), near(u, "193/71")),
        ">=",
        TRIFLE,
    ),
    "violated where two laws are special": (
        NUMBERS,
        t.add(near(P, "7/19"), near(Q, "11/23")),
        ">=",
        TRIFLE,
    ),
    "violated where a law and a number are special": (
        NUMBERS,
        t.add(near(P, "7/19"), near(s, "355/113")),
        ">=",
        TRIFLE,
    ),
    "violated by a share of 1e-4 where both sides vanish": (
        NUMBERS,
        kl(P, Q, X),
        ">=",
        t.mul(
            number("5001/10000"),
            t.power(total(X, of=t.power(t.power(t.sub(P, Q), t.num(2)), HALF)), t.num(2)),
        ),
    ),
    "division by what can be 0": (
        NUMBERS,
        total(X, of=t.mul(N, t.div(t.ONE, N))),
        "=",
        Term("size", (), "X"),
    ),
    "infinite divergence": (NUMBERS, kl(N, O, X), "<=", t.num(1000)),
    "infinite divergence from a positive law": (NUMBERS, kl(P, N, X), "<=", t.num(1000)),
    "bounded divergence": (NUMBERS, kl(P, Q, X), "<=", t.log(Term("size", (), "X"))),
    # What SymPy takes for true, by the numbers of its issues.
    "23103 inverse of a singular matrix": (ALGEBRA, t.mul(M, M), "=", Term("identity", (), "k")),
    "28150 products of definite matrices": (ALGEBRA, form(a, A, B, a), ">=", t.ZERO),
    "28150 products of symmetric matrices": (
        ALGEBRA,
        transpose(t.mul(A, B)),
        "=",
        t.mul(A, B),
    ),
    "29433 forms of lower rank": (
        ALGEBRA,
        t.mul(transpose(w), transpose(F), A, F, w),
        ">",
        t.ZERO,
    ),
    "19627 roots of squares": (NUMBERS, t.power(t.power(r, t.num(2)), HALF), "=", r),
    "bound points are captured": (
        NUMBERS,
        t.mul(P, total(X, of=t.mul(Q, Q))),
        "=",
        total(X, of=t.mul(P, Q, Q)),
    ),
    "11429 independence that nobody declared": (
        NUMBERS,
        total(
            X,
            ("y", "X"),
            of=t.mul(value("J", "xy", [X, ("y", "X")]), P, value("P", "x", [("y", "X")])),
        ),
        "=",
        t.mul(
            total(X, of=t.mul(value("J", "x", [X]), P)),
            total(
                ("y", "X"), of=t.mul(value("J", "y", [("y", "X")]), value("P", "x", [("y", "X")]))
            ),
        ),
    ),
    "30527 derivatives that are 0": (
        ALGEBRA,
        trace(t.mul(M, M)),
        "=",
        t.mul(trace(M), trace(M)),
    ),
    "29073 a sum of positive terms is 0": (
        NUMBERS,
        total(X, of=t.power(P, t.num(2))),
        "=",
        t.ZERO,
    ),
}


@pytest.mark.parametrize("name", REFUTED)
def test_false_and_refuted_by_a_model(name: str) -> None:
    found = judged(*REFUTED[name])
    assert found.verdict == "refuted", found.message
    assert found.counterexample is not None


TINY = t.log(t.add(t.ONE, t.exp(t.num(-(10**9)))))
UNPROVED = {
    "agrees to 150 digits": (NUMBERS, t.log(t.num(2)), "=", digits_of_log_two(150)),
    "agrees to 400 million digits (evalf: 0)": (NUMBERS, TINY, "=", t.ZERO),
    "logarithms of negative numbers": (
        NUMBERS,
        t.log(t.power(r, t.num(2))),
        "=",
        t.mul(t.num(2), t.log(r)),
    ),
    "8548 logarithms of products of negative numbers": (
        NUMBERS,
        t.log(t.mul(r, q)),
        "=",
        t.add(t.log(r), t.log(q)),
    ),
    "inverse of what is not declared invertible": (
        ALGEBRA,
        t.mul(inverse(M), M),
        "=",
        Term("identity", (), "k"),
    ),
    "mean of a density that may have none": (
        ALGEBRA,
        expect("f", [("v", "L")], x_at),
        "=",
        t.ZERO,
    ),
    "a quotient of what can be 0": (NUMBERS, t.div(N, N), "=", t.ONE),
    "infinite less infinite": (NUMBERS, t.sub(kl(P, N, X), kl(P, N, X)), "=", t.ZERO),
    "a singular Gram matrix": (
        ALGEBRA,
        t.mul(inverse(t.mul(F, transpose(F))), F, transpose(F)),
        "=",
        Term("identity", (), "k"),
    ),
    "determinant of what may be singular": (
        ALGEBRA,
        t.log(det(t.mul(M, transpose(M)))),
        "=",
        t.mul(t.num(2), t.log(det(M))),
    ),
    "0 log 0 without a weight": (NUMBERS, total(X, of=t.log(N)), "=", total(X, of=t.log(N))),
}


@pytest.mark.parametrize("name", UNPROVED)
def test_false_somewhere_and_not_proved(name: str) -> None:
    found = judged(*UNPROVED[name])
    listed = {hypothesis.kind for hypothesis in found.hypotheses}
    assumed = listed & {"logarithms", "integrable", "inverses"}
    assert found.verdict != "proved" or assumed, found.message


LISTED = {
    "a divisor": ((NUMBERS, t.div(r, r), "=", t.ONE), "divisors"),
    "a logarithm": ((NUMBERS, t.exp(t.log(r)), "=", r), "logarithms"),
    "a mean that may not exist": (
        (
            ALGEBRA,
            expect("f", [("v", "L")], t.mul(t.num(2), x_at)),
            "=",
            t.mul(t.num(2), expect("f", [("v", "L")], x_at)),
        ),
        "integrable",
    ),
    "a difference of means that may not exist": (
        (
            ALGEBRA,
            t.sub(expect("f", [("v", "L")], x_at), expect("f", [("v", "L")], x_at)),
            "=",
            t.ZERO,
        ),
        "integrable",
    ),
    "a divisor that can be 0": ((NUMBERS, t.div(t.mul(r, q), r), "=", q), "divisors"),
    "0 log 0": (
        (
            NUMBERS,
            total(X, of=t.mul(N, t.log(t.power(N, t.num(2))))),
            "=",
            t.mul(t.num(2), total(X, of=t.mul(N, t.log(N)))),
        ),
        "convention",
    ),
    "positive definite": ((ALGEBRA, t.log(det(inverse(A))), "=", t.neg(t.log(det(A)))), "definite"),
}


@pytest.mark.parametrize("name", LISTED)
def test_true_under_a_hypothesis_that_is_listed(name: str) -> None:
    claim, kind = LISTED[name]
    found = judged(*claim)
    assert found.verdict == "proved", found.message
    assert kind in {hypothesis.kind for hypothesis in found.hypotheses}


def test_a_singular_covariance_is_none() -> None:
    """The matrix M is not declared positive definite, so that there is no density."""
    context = Context.of([*NORMALS.declarations(), Law("n", (("u", "R"),), normal=("a", "M"))])
    found = judged(context, expect("n", [("u", "R")], t.ONE), "=", t.ONE)
    assert found.verdict != "proved"


TRUE = {
    "29781 true for positive numbers": (
        NUMBERS,
        t.power(t.power(s, t.num(2)), HALF),
        "=",
        s,
    ),
    "30048 true on the declared domain": (
        NUMBERS,
        t.log(t.mul(s, u)),
        "=",
        t.add(t.log(s), t.log(u)),
    ),
    "13902 a sum of ones": (
        NUMBERS,
        total(X, of=t.num(2)),
        "=",
        t.mul(t.num(2), Term("size", (), "X")),
    ),
    "a channel at every input": (
        CHANNEL,
        total(Y, of=value("W", "y", [Y, X], "x")),
        "=",
        t.ONE,
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_and_proved(name: str) -> None:
    assert judged(*TRUE[name]).verdict == "proved"


# Notation that symkl does not read must not be read as something else.  All of these are false; the
# numbers are those of SymPy's issues.
ARTICLES = {
    "28618 derivative of log det": r"\frac{\partial}{\partial X} \log \det X = 0",
    "30527 derivative of a power of the trace": r"\nabla_X (\mathrm{tr}(X)^2 + \mathrm{tr}(X)) = 0",
    "24725 derivative of a form": r"\frac{d}{dx} (x^T x)^2 = 0",
    "limits exchanged": r"\lim_{n \to \infty} \lim_{m \to \infty} \frac{n}{n+m} "
    r"= \lim_{m \to \infty} \lim_{n \to \infty} \frac{n}{n+m}",
    "limit under the integral": r"\lim_{n \to \infty} \int f_n(x) dx "
    r"= \int \lim_{n \to \infty} f_n(x) dx",
    "limit of a mean": r"\lim_{n \to \infty} E_p[f_n(x)] = E_p[\lim_{n \to \infty} f_n(x)]",
    "derivative under the integral": r"\frac{d}{d\theta} \int p_\theta(x) f(x) dx "
    r"= \int \frac{d}{d\theta} p_\theta(x) f(x) dx",
    "infinite sum under the integral": r"\sum_{n=1}^{\infty} \int f_n(x) dx "
    r"= \int \sum_{n=1}^{\infty} f_n(x) dx",
    "a bound by infinity": r"KL(P \| Q) < \infty",
    "20932 infinite sum": r"\sum_{n=1}^{\infty} \frac{1}{n^2} = 0",
    "27786 sum of a quotient": r"\sum_{k=0}^{\infty} \frac{1}{k!} = 0",
    "22487 integral that diverges": r"\int_{-\infty}^{\infty} \frac{1}{1+x^2} dx = -\infty",
    "29072 integral of an absolute value": r"\int_0^2 |x - 1| dx = 0",
    "23525 limit of a root": r"\lim_{x \to \infty} (\sqrt{x^2 + x} - x) = 0",
    "14612 binomial": r"\binom{n}{k} = 0",
    "29684 absolute value": r"|x|^{3} = x^{3}",
    "23086 arccosine": r"\arccos(0.99) = 0",
    "26847 relation": r"\sqrt{x^2} < 0",
    "1e9 is no product with e": r"10^3 = 1e3",
}


@pytest.mark.parametrize("name", ARTICLES)
def test_what_is_not_read_is_not_judged_as_something_else(name: str) -> None:
    text = f"Let $x$ be a number and $X$ a matrix.\n\n$$ {ARTICLES[name]} $$\n"
    for derivation in read(Document("trap.md", text), ()).derivations:
        for step in check(derivation).steps:
            assert step.verdict not in ("proved", "supported"), step.statement
            if name.startswith("1e9"):
                assert step.verdict == "unread"


CAUCHY = {
    "by name": r"Let $X \sim \mathrm{Cauchy}(0,1)$. Then $$E[X] = 0$$",
    "by formula": r"Let $p(x) = \frac{1}{\pi(1+x^2)}$ be a density. $$\int x p(x) dx = 0$$",
    "second moment": r"Let $p(x) = \frac{1}{\pi(1+x^2)}$ be a density. $$E_p[x^2] \ge 0$$",
}


@pytest.mark.parametrize("name", CAUCHY)
def test_a_mean_that_does_not_exist_is_assumed_at_most(name: str) -> None:
    """What is proved of it lists that it exists; nothing else is said to hold."""
    (derivation,) = read(Document("trap.md", CAUCHY[name]), ()).derivations
    for step in check(derivation).steps:
        assert step.verdict != "supported"
        listed = any(text.startswith("integrable") for text in step.hypotheses)
        assert step.verdict != "proved" or listed, step.statement


def test_no_answer_of_sympy_is_taken_for_true() -> None:
    """None of the calls that are known to be wrong occurs in the package."""
    import ast

    wrong = {
        "equals",
        "simplify",
        "ask",
        "refine",
        "posify",
        "logcombine",
        "powdenest",
        "nsimplify",
    }
    root = Path(__file__).parent.parent / "symkl"
    for file in root.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
                assert name not in wrong, f"{file}:{node.lineno} calls {name}"


def test_free_points_are_read_as_any_point() -> None:
    assert judged(NUMBERS, P, "=", value("P", "x", [("y", "X")])).verdict == "refuted"
    assert point(X) == Term("point", (), X)
