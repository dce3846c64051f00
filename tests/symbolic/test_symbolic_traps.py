"""Known wrong answers of SymPy and mpmath: none of them reaches a verdict.

One row for each fault that is on record, by the operation and the number of its issue.  A row says
which calls went wrong (the package must not make them), and what a claim would be that a tool
proves by them: it is false, or true under a hypothesis only that is not declared.  Of what the
package does call, the wrong answer is put into SymPy's mouth.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sympy as sp
from written import (
    NORMALS,
    PMFS,
    P,
    X,
    det,
    expect,
    inverse,
    matrix,
    point,
    sym,
    total,
    trace,
    transpose,
    value,
)

import symkl.symbolic
from symkl.checking import Task, judge
from symkl.consulting import with_sympy
from symkl.kernel import terms as t
from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Law, Matrix, Number, Sort
from symkl.kernel.terms import Term
from symkl.symbolic import identity
from symkl.symbolic.opinion import agreement

PACKAGE = Path(symkl.symbolic.__file__).parent
Y = ("y", "X")
AT, AT_WHOLE = ("v", "L"), ("v", "N")
CONTEXT = Context.of(
    [
        *PMFS.declarations(),
        *NORMALS.declarations(),
        Matrix("F", "k", "k"),
        Number("r"),
        Number("q"),
        Number("s", "positive"),
        Number("u", "positive"),
        Law("J", (X, Y), sign="nonnegative"),
        Sort("L", kind="real"),
        Sort("N", kind="integer"),
        Law("pareto", (AT,), sign="nonnegative", family=("pareto", "s", "u")),
        Law("uniform", (AT,), sign="nonnegative", family=("uniform", "0", "2")),
        Law("poisson", (AT_WHOLE,), sign="nonnegative", family=("poisson", "s")),
        Law("two", (AT_WHOLE,), sign="nonnegative", family=("poisson", "2")),
        Law("one", (AT,), sign="nonnegative", family=("exponential", "1")),
    ]
)
r, q, s, u = map(sym, "rqsu")
A, B, M, a, b = map(matrix, "ABMab")
F = matrix("F")
v, n = point(AT), point(AT_WHOLE)
HALF, TWO, THREE = t.num(Fraction(1, 2)), t.num(2), t.num(3)
Sides = tuple[Term, str, Term]


def number(text: str) -> Term:
    return t.num(Fraction(text))


def special(name: str, argument: Term) -> Term:
    return Term("special", (argument,), name)


def square(term: Term) -> Term:
    return t.power(term, TWO)


def root_of_square(term: Term) -> Term:
    return t.power(square(term), HALF)


def absolute(term: Term) -> Term:
    return special("abs", term)


def poisson(body: Term, law: str = "two") -> Term:
    return expect(law, [AT_WHOLE], body)


def uniform(body: Term) -> Term:
    return expect("uniform", [AT], body)


@dataclass(frozen=True)
class Trap:
    """The calls that answer wrongly, the claim that they would show, and the answer itself.

    ``answer`` is put in the place of what SymPy finds for the only mean in the claim.
    """

    calls: tuple[str, ...]
    claim: Sides
    answer: Any = None


INDEPENDENT = (
    total(X, Y, of=t.mul(value("J", "xy", [X, Y]), P, value("P", "x", [Y]))),
    "=",
    t.mul(
        total(X, of=t.mul(value("J", "x", [X]), P)),
        total(Y, of=t.mul(value("J", "y", [Y]), value("P", "x", [Y]))),
    ),
)
SMALL = number("1/1000")
TRAPS = {
    "13902 Sum.doit with the wrong sign": Trap((), (poisson(n), "=", number("-2")), sp.Integer(-2)),
    "20932 Sum.evalf of a converging sum": Trap(
        ("evalf", "n", "N"),
        (poisson(square(n)), "=", number("391884959727025/1000000000000000")),
        sp.Rational(391884959727025, 10**15),
    ),
    "19852 Sum.doit is nan": Trap((), (poisson(n), "=", s), sp.nan),
    "29673 Sum.doit loses a term": Trap(
        (), (poisson(n, "poisson"), "=", t.mul(number("5/11"), s)), sp.Rational(5, 11)
    ),
    "21315 Sum.is_convergent": Trap(
        ("is_convergent", "is_absolutely_convergent"),
        (expect("pareto", [AT], v), "=", t.div(t.mul(s, u), t.sub(u, t.ONE))),
    ),
    "29794 piecewise_fold": Trap(
        ("simplify", "piecewise_fold", "piecewise_simplify"),
        (poisson(n), "=", number("-559")),
        sp.Piecewise((-650, sp.Symbol("i") >= sp.Rational(174, 25)), (-559, True)),
    ),
    "27359 piecewise_fold exchanges indices": Trap(
        ("simplify", "piecewise_fold"),
        (t.mul(P, total(X, of=square(P))), "=", total(X, of=t.power(P, THREE))),
    ),
    "29072 integrate of an absolute value": Trap(
        ("integrate", "heurisch", "manualintegrate"),
        (uniform(absolute(t.sub(v, t.ONE))), "=", t.ONE),
        sp.Integer(1),
    ),
    "29081 integrate is 0": Trap(
        ("integrate",), (expect("one", [AT], square(v)), "=", t.ZERO), sp.Integer(0)
    ),
    "22487 integrate diverges": Trap(
        ("integrate",), (expect("one", [AT], v), "=", t.log(TWO)), -sp.oo
    ),
    "23086 simplify of an arccosine is 0": Trap(
        ("simplify", "acos"), (special("cos", SMALL), "=", t.ONE)
    ),
    "23086 evalf is 0": Trap(
        ("evalf", "n", "N"),
        (t.log(t.add(t.ONE, t.exp(number("-1000")))), "=", t.ZERO),
    ),
    "29781 equals denies": Trap(("equals",), (root_of_square(r), "=", r)),
    "29684 refine of a power of an absolute value": Trap(
        ("refine",), (t.power(absolute(r), THREE), "=", t.power(r, THREE))
    ),
    "29684 refine of an absolute value": Trap(("refine",), (absolute(r), "=", r)),
    "28150 ask of products of definite matrices": Trap(
        ("ask",), (transpose(t.mul(A, B)), "=", t.mul(A, B))
    ),
    "29433 ask finds assumptions inconsistent": Trap(
        ("ask", "assuming"), (t.mul(transpose(a), M, a), "=", absolute(t.mul(transpose(a), M, a)))
    ),
    "17555 assumptions of what has no value": Trap((), (t.div(r, r), "=", t.ONE)),
    "28006 is_zero": Trap((), (t.div(t.sub(r, q), t.sub(r, q)), "=", t.ONE)),
    "10402 evalf of a cancellation": Trap(
        ("evalf", "n", "N"), (t.exp(number("-1000")), "=", t.ZERO)
    ),
    "11429 stats takes for independent": Trap(("covariance", "sample"), INDEPENDENT),
    "23525 limit": Trap(
        ("limit", "Limit", "series", "gruntz"),
        (t.sub(t.power(t.add(square(s), s), HALF), s), "=", t.ZERO),
    ),
    "26847 simplify of a relation": Trap(("simplify",), (root_of_square(s), "<", t.ZERO)),
    "30527 derivative by a matrix of the trace": Trap(
        ("diff", "Derivative", "MatrixSymbol"),
        (trace(t.mul(F, F)), "=", square(trace(F))),
    ),
    "24725 derivative by a vector of a form": Trap(
        ("diff", "MatrixSymbol"), (t.mul(transpose(a), a), "=", t.mul(transpose(a), b))
    ),
    "24725 derivative of an entry": Trap(
        ("diff", "MatrixSymbol"),
        (Term("entry", (F, point(("i", "k")), point(("j", "k")))), "=", t.ZERO),
    ),
    "23874 sign of a large number": Trap(
        (), (absolute(number("-1161977769838635247")), "=", number("-1161977769838635247"))
    ),
    "23103 inverse of what is not invertible": Trap(
        ("MatrixSymbol", "Inverse"),
        (trace(t.mul(inverse(M), M)), "=", Term("size", (), "k")),
    ),
    "23103 inverse of a singular matrix": Trap(
        ("MatrixSymbol", "Inverse"),
        (trace(t.mul(inverse(t.sub(F, F)), t.sub(F, F))), "=", Term("size", (), "k")),
    ),
    "8548 expand_log with force": Trap(
        ("posify",), (t.log(t.mul(r, q)), "=", t.add(t.log(r), t.log(q)))
    ),
    "19627 powdenest with force": Trap(("powdenest",), (root_of_square(q), "=", q)),
    "1181 mpmath.iv is no enclosure": Trap(("exp_iv",), (t.exp(SMALL), "=", number("1001/1000"))),
    "258 mpmath.iv does not compare": Trap((), (root_of_square(t.sub(u, s)), "=", t.sub(u, s))),
    "1156 mpmath.quad": Trap(
        ("quad",),
        (expect("one", [AT], t.ONE), "=", number("99898668775500465/100000000000000000")),
        sp.Rational(99898668775500465, 10**17),
    ),
    "27786 summation of positive terms is 0": Trap(
        ("summation",), (poisson(square(n), "poisson"), "=", t.ZERO), sp.Integer(0)
    ),
    "29731 Sum.doit at one end": Trap((), (poisson(n), "=", t.ZERO), sp.Integer(0)),
    "14612 combsimp where there is a pole": Trap(
        ("combsimp", "simplify"),
        (
            special("log_gamma", t.add(r, t.ONE)),
            "=",
            t.add(special("log_gamma", r), t.log(r)),
        ),
    ),
    "8746 summation over a pole": Trap(
        ("summation",),
        (
            t.div(t.ONE, t.mul(r, t.add(r, t.ONE))),
            "=",
            t.sub(t.div(t.ONE, r), t.div(t.ONE, t.add(r, t.ONE))),
        ),
    ),
    "28618 derivative by a matrix of log det": Trap(
        ("diff", "Determinant", "MatrixSymbol"),
        (det(F), "=", det(t.mul(TWO, F))),
    ),
    "23086 simplify differs from run to run": Trap(
        ("simplify",), (special("cos", number("1/1000000")), "=", t.ONE)
    ),
    "30048 equals on the positive numbers": Trap(
        ("equals",), (t.log(square(r)), "=", t.mul(TWO, t.log(r)))
    ),
    "30048 equals where a number is not 0": Trap(("equals",), (t.div(square(r), r), "=", r)),
    "30048 equals between 0 and 1": Trap(
        ("equals",), (t.exp(t.log(t.sub(t.ONE, r))), "=", t.sub(t.ONE, r))
    ),
}


def test_every_fault_on_record_has_its_row() -> None:
    assert len(TRAPS) == 43


def calls() -> set[str]:
    """The names of all functions and methods that the package calls."""
    found = set()
    for file in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                found.add(getattr(node.func, "attr", getattr(node.func, "id", "")))
            if isinstance(node, ast.Attribute):  # handed over as an operation
                found.add(node.attr)
    return found - {kind.__name__ for kind in identity.OPEN}  # what must not be left


CALLED = calls()


@pytest.mark.parametrize("name", TRAPS)
def test_the_faulty_operation_is_not_called(name: str) -> None:
    assert {"doit", "expand_func"} <= CALLED
    assert not CALLED & set(TRAPS[name].calls)


@pytest.mark.parametrize("name", TRAPS)
def test_sympy_says_nothing_of_it(name: str) -> None:
    assert agreement(Claim(CONTEXT, *TRAPS[name].claim)) is None


ANSWERED = [name for name in TRAPS if TRAPS[name].answer is not None]


def wrong(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let SymPy give the wrong answer for every sum and integral."""
    for kind in (sp.Sum, sp.Integral):
        monkeypatch.setattr(kind, "doit", lambda self, **hints: trap.answer)


@pytest.mark.parametrize("name", TRAPS)
def test_it_is_never_supported_by_sympy(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = TRAPS[name]
    wrong(trap, monkeypatch) if name in ANSWERED else None
    task = Task({"": Claim(CONTEXT, *trap.claim)})
    found = with_sympy(task, judge(task))
    assert found.verdict != "proved" or found.trust == "kernel"
    assert found.trust != "sympy"
    if name in ANSWERED:  # SymPy would have it true
        assert found.verdict not in ("proved", "supported")


FINITE = [name for name in ANSWERED if TRAPS[name].answer.is_Rational]


@pytest.mark.parametrize("name", FINITE)
def test_the_wrong_answer_is_one_that_sympy_would_give(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is the models that the step owes its verdict to."""
    trap = TRAPS[name]
    if name.startswith("29673"):
        monkeypatch.setattr(sp.Sum, "doit", lambda self, **hints: trap.answer * _parameter(self))
    else:
        wrong(trap, monkeypatch)
    assert agreement(Claim(CONTEXT, *trap.claim)) is not None


def _parameter(summed: sp.Sum) -> sp.Expr:
    (symbol,) = summed.free_symbols
    return symbol


def test_nothing_is_forced_guessed_or_evaluated_from_text() -> None:
    banned = {
        *("equals", "ask", "refine", "simplify", "nsimplify", "posify", "logcombine"),
        *("powdenest", "evalf", "sympify", "parse_expr", "lambdify", "eval", "exec", "solve"),
        *("limit", "series", "random", "verify_numerically", "subs"),  # subs captures
    }
    assert not CALLED & banned
    for file in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.keyword):
                assert node.arg not in ("force", "inverse", "rational")
            if isinstance(node, ast.Import | ast.ImportFrom):
                assert "mpmath" not in ast.dump(node)


def test_operations_keep_what_is_not_zero() -> None:
    """Each operation of the list, on an expression that differs from 0 at one point or branch."""
    x, y = sp.Dummy("x", real=True), sp.Dummy("y", real=True)
    for expression in (
        sp.log(x * y) - sp.log(x) - sp.log(y),
        sp.log(x**2) - 2 * sp.log(x),
        sp.sqrt(x**2) - x,
        sp.Abs(x) - x,
        (x**2) ** sp.Rational(3, 2) - x**3,
    ):
        assert not identity.vanishing_by(expression)
