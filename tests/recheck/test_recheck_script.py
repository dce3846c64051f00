"""Scripts of counterexamples, run by themselves: they find the values that symkl found."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from typing import Any

import pytest

from symkl import (
    KL,
    SPD,
    ConvexFunction,
    CrossEntropy,
    Derivation,
    Dimension,
    E,
    Equal,
    FiniteSpace,
    Gaussian,
    H,
    I,
    Independent,
    Matrix,
    Rational,
    Symbol,
    channel,
    check,
    det,
    exp,
    joint,
    log,
    quadratic_form,
    sqrt,
    total,
    trace,
    variables,
    vectors,
)
from symkl.reading.article import read
from symkl.reading.document import Document
from symkl.recheck import script
from symkl.recheck.names import PythonNames
from symkl.result import Counterexample

X, Y = FiniteSpace("X", size="n"), FiniteSpace("Y")
P, Q = X.pmfs("P Q")
S, T = X.pmf("S", support="any"), X.pmf("T", support="any")
x, y = X.point("x"), Y.point("y")
p = joint("p", X, Y)
W = channel("W", Y, given=X)
k = Dimension("k")
mu, nu = vectors("mu nu", k)
A, B = SPD("A", k), SPD("B", k)
M, N = Matrix("M", k, k), Matrix("N", k, k)
g, h = Gaussian("g", mu, A), Gaussian("h", nu, B)
z = k.point("z")
U, V, Z = variables("U V Z")
a = Symbol("a", positive=True)
f = ConvexFunction("f")
d, e = k.densities("d e")
HALF = Rational(1, 2)

FALSE: dict[str, tuple[Any, str, Any]] = {
    "divergence": (KL(P, Q), "eq", KL(Q, P)),
    "entropy": (H(P), "ge", log(X.size) if hasattr(X, "size") else 1),
    "cross-entropy": (CrossEntropy(P, Q), "le", H(P)),
    "zeros": (X.sum(S(x) * log(S(x) / P(x)), x), "ge", log(Rational(3, 2))),
    "a quotient at zeros": (X.sum(P(x) * (S(x) / S(x)), x), "le", 0),
    "conditional entropy": (H(p.variables[1] | p.variables[0]), "ge", H(p.variables[1])),
    "conditional value": (total(p(x, y) * log(p(y | x)), x, y), "ge", 0),
    "channel": (total(P(x) * W(y | x) * log(W(y | x)), x, y), "ge", 0),
    "information": (I(U, V), "ge", I(U, V, given=Z)),
    "free point": (P(x), "ge", Q(x)),
    "a number": (a * log(a), "ge", a - 1 + HALF),
    "powers": (X.sum(sqrt(P(x)), x), "le", X.sum(P(x) ** 2, x)),
    "a function": (f(X.sum(P(x) * Q(x), x)), "ge", X.sum(P(x) * f(Q(x)), x)),
    "traces": (trace(M * N), "eq", trace(M) * trace(N)),
    "matrices": (M * N, "eq", N * M),
    "determinants": (log(det(A + B)), "eq", log(det(A)) + log(det(B))),
    "inverse": (quadratic_form(mu, A.inv()), "eq", 1 / quadratic_form(mu, A)),
    "normal densities": (KL(g, h), "eq", KL(h, g)),
    "normal expectation": (E(g, z)(quadratic_form(z, B)), "eq", quadratic_form(mu, B)),
    "general densities": (KL(d, e), "le", exp(-1)),
    "dimension": (H(g), "eq", k / 2),
}


def false_step(sides: tuple[Any, str, Any], *given: Any) -> Counterexample:
    lhs, relation, rhs = sides
    chain = Derivation("false").given(*given).start(lhs)
    step = check(getattr(chain, relation)(rhs)).steps[0]
    assert step.verdict == "refuted", step.message
    assert step.counterexample is not None
    return step.counterexample


def entry_of(found: Counterexample) -> tuple[int, int] | None:
    place = re.fullmatch(r"row (\d+), column (\d+)", str(found.model.get("entry", "")))
    return (int(place[1]), int(place[2])) if place else None


def run_alone(text: str) -> str:
    """What the script prints, with nothing but Python's own modules and mpmath in reach."""
    imported = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)]
    assert {node.module for node in imported} <= {"mpmath", "itertools"}
    command = [sys.executable, "-W", "error", "-c", text]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, f"{text}\n{done.stderr}"
    return done.stdout


@pytest.mark.parametrize("name", FALSE)
def test_a_script_finds_both_values_again(name: str) -> None:
    found = false_step(FALSE[name])
    text = script(found.replay, entry_of(found))
    assert text, "no script was written"
    printed = run_alone(text)
    values = re.findall(r"(?:left side |right side|difference) (\S+)", printed)
    for shown, wanted in zip(values, (found.lhs, found.rhs, found.difference), strict=True):
        assert float(shown) == pytest.approx(float(wanted), rel=1e-12, abs=1e-15), text
    assert printed.rstrip().endswith("is False")


def test_what_is_given_is_told_too() -> None:
    found = false_step((I(U, V, given=Z), "le", I(U, V)), Independent(U, V))
    printed = run_alone(script(found.replay))
    residuals = re.findall(r"what is given is off by (\S+)", printed)
    assert residuals
    assert all(float(residual) < 1e-30 for residual in residuals)


def test_a_witness_has_a_script_too() -> None:
    step = check(Derivation("d").start(KL(P, Q)).ne(KL(Q, P), for_some=True)).steps[0]
    assert run_alone(script(step.counterexample.replay)).rstrip().endswith("!= rhs is True")


def test_scripts_are_short_and_name_the_claim() -> None:
    text = script(false_step((KL(P, Q), "eq", KL(Q, P))).replay)
    lines = text.splitlines()
    assert lines[0] == "# KL(P || Q) = KL(Q || P)"
    assert len(lines) <= 12
    assert max(map(len, lines)) < 100


@pytest.mark.parametrize("replay", [{}, {"claim": 3, "model": {}}, {"claim": {}, "model": []}])
def test_a_record_without_a_replay_has_no_script(replay: dict[str, Any]) -> None:
    assert script(replay) == ""


@pytest.mark.parametrize("name", [r"\theta", "P'", "lambda", "log", "N(mu,Sigma)", "分布", "1", ""])
def test_names_are_python_names(name: str) -> None:
    names = PythonNames()
    found = [names.of(0, name), names.of(1, name)]
    assert all(one.isidentifier() for one in found)
    assert len({*found}) == 2


def test_equal_as_a_claim_is_covered() -> None:
    """A statement such as Equal is given, and the script does not stumble over it."""
    found = false_step((KL(P, Q), "eq", KL(P, T)), Equal(X.sum(T(x), x), 1))
    assert script(found.replay)


def test_a_channel_under_further_conditions() -> None:
    text = r"$$ \sum_z p(z|x,\theta)\log p(z|x,\theta) = \sum_z p(z|x,\theta)\log p(x,z|\theta) $$"
    (derivation,) = read(Document("a.md", text)).derivations
    (step,) = check(derivation).steps
    assert step.counterexample is not None
    printed = run_alone(script(step.counterexample.replay))
    values = re.findall(r"(?:left|right) side +(\S+)", printed)
    wanted = [float(step.counterexample.lhs), float(step.counterexample.rhs)]
    assert [float(value) for value in values] == pytest.approx(wanted)
