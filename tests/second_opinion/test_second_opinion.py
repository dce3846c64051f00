"""The second checker: right by itself, of one mind with the kernel, and written without it."""

from __future__ import annotations

import ast
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import mpmath
import pytest
from written import (
    CHANNEL,
    JOINT,
    NORMALS,
    PMFS,
    P,
    Q,
    U,
    X,
    Y,
    entropy,
    expect,
    information,
    inverse,
    kl,
    matrix,
    p,
    q,
    sym,
    trace,
    transpose,
    value,
)

from second_opinion.opinion import opinion
from second_opinion.ring import (
    ONE,
    ZERO,
    NoOpinion,
    Undefined,
    constant,
    exp,
    generator,
    log,
    number,
    power,
)
from symkl.kernel import terms as t
from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Law, Number, Sort
from symkl.kernel.terms import Term
from symkl.loading import load
from symkl.running import check, tasks_of

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ALLOWED = {"symkl.kernel.terms", "symkl.kernel.context", "symkl.kernel.check", "symkl.kernel"}


def test_it_shares_the_language_of_terms_and_nothing_else() -> None:
    """Of ``check`` it takes the record of a claim, and calls nothing."""
    for file in HERE.glob("*.py"):
        if file.name.startswith("test_"):
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("symkl"):
                assert node.module in ALLOWED
                if node.module == "symkl.kernel.check":
                    assert {name.name for name in node.names} <= {"Claim", "Given"}
            if isinstance(node, ast.Import):
                assert not any(name.name.startswith("symkl") for name in node.names)


# --- the ring -------------------------------------------------------------------------------------

TWO, SIX, HALF = constant(2), constant(6), Fraction(1, 2)


def test_logarithms_of_products_are_sums() -> None:
    assert log(SIX) == log(TWO) + log(constant(3))
    assert log(constant(Fraction(4, 9))) == constant(2) * (log(TWO) + -log(constant(3)))
    assert log(exp(log(TWO) + ONE)) == log(TWO) + ONE
    assert exp(constant(HALF) * log(SIX)) == power(SIX, HALF)
    assert power(SIX, HALF) * power(SIX, HALF) == SIX
    assert log(power(SIX, HALF)) == constant(HALF) * log(SIX)
    assert exp(log(TWO)) == TWO
    assert log(ONE) == ZERO


def test_what_is_different_is_not_zero() -> None:
    assert log(SIX) != log(constant(5))
    assert log(TWO) * log(constant(3)) != log(SIX)
    assert exp(ONE) != constant(Fraction(2718281828459045, 10**15))


@pytest.mark.parametrize("value", [ZERO, -ONE, log(constant(HALF))])
def test_no_logarithm(value: object) -> None:
    with pytest.raises(Undefined):
        log(value)  # type: ignore[arg-type]


def test_limits() -> None:
    with pytest.raises(Undefined):
        power(ZERO, Fraction(-1))
    with pytest.raises(Undefined):
        power(-ONE, HALF)
    with pytest.raises(NoOpinion):
        constant(Fraction(2**700))
    with pytest.raises(NoOpinion):
        power(TWO, Fraction(10**9))
    with pytest.raises(NoOpinion):
        number(generator(("x", "point", 0)))


def test_digits() -> None:
    found = number(log(TWO) * power(SIX, HALF) + exp(generator(("pi",))))
    with mpmath.workdps(50):
        assert abs(found - (mpmath.log(2) * mpmath.sqrt(6) + mpmath.exp(mpmath.pi))) < 1e-48


# --- opinions -------------------------------------------------------------------------------------

x, J = Term("point", (), U), "J"
CENTRED = t.sub(x, matrix("a"))
FORM = t.mul(transpose(CENTRED), inverse(matrix("B")), CENTRED)
TRUE = {
    "entropies": (
        JOINT,
        information(J, "x", "y"),
        "=",
        t.sub(entropy(J, "x"), entropy(J, "x", "y")),
    ),
    "information": (JOINT, information(J, "x", "y"), ">=", t.ZERO),
    "channel": (CHANNEL, t.total((Y,), value("W", "y", [Y, X], "x")), "=", t.ONE),
    "divergence": (PMFS, kl(P, Q, X), ">=", t.ZERO),
    "trace": (
        NORMALS,
        trace(t.mul(matrix("M"), matrix("A"))),
        "=",
        trace(t.mul(matrix("A"), matrix("M"))),
    ),
    "moment": (
        NORMALS,
        expect("p", [U], FORM),
        "=",
        trace(t.mul(inverse(matrix("B")), matrix("A"))),
    ),
    "density": (NORMALS, kl(p, q, U), ">=", t.ZERO),
}
FALSE = {
    "order": (PMFS, kl(P, Q, X), "=", kl(Q, P, X)),
    "direction": (JOINT, information(J, "x", "y"), "<=", t.ZERO),
    "no cycle": (
        NORMALS,
        trace(t.mul(matrix("M"), matrix("M"))),
        "=",
        trace(t.mul(matrix("M"), transpose(matrix("M")))),
    ),
    "no mean": (NORMALS, expect("p", [U], x), "=", matrix("b")),
    "half": (NORMALS, expect("p", [U], t.mul(t.num(2), FORM)), "=", expect("p", [U], FORM)),
    "not symmetric": (NORMALS, matrix("M"), "=", transpose(matrix("M"))),
}


@pytest.mark.parametrize("name", TRUE)
def test_true(name: str) -> None:
    assert opinion(Claim(*TRUE[name])).says == "true"


@pytest.mark.parametrize("name", FALSE)
def test_false(name: str) -> None:
    assert opinion(Claim(*FALSE[name])).says == "false"


def test_what_is_given_is_obeyed() -> None:
    context = Context.of([*PMFS.declarations(), Number("r"), Number("s", "positive")])
    r, s = sym("r"), sym("s")
    for given, claim, says in (
        ((P, "=", Q), (kl(P, Q, X), "=", t.ZERO), "true"),
        ((r, "=", t.num(3)), (t.mul(r, s), "=", t.mul(t.num(3), s)), "true"),
        ((r, "=", t.num(3)), (t.mul(r, s), "=", t.mul(t.num(2), s)), "false"),
        ((s, "=", t.num(-1)), (r, "=", r), "none"),  # no positive number is that
    ):
        assert opinion(Claim(context, *claim, (given,))).says == says


def test_zeros_are_drawn() -> None:
    laws = Law("N", (X,), sign="nonnegative"), Law("P", (X,))
    context = Context.of([Sort("X", "n"), *laws])
    n = value("N", "x", [X])
    support = t.total((X,), t.mul(n, t.div(t.ONE, n)))
    claim = Claim(context, support, "=", Term("size", (), "X"))
    assert opinion(claim, models=20).says == "false"
    positive = Context.of([Sort("X", "n"), replace(laws[0], sign="positive")])
    assert opinion(replace(claim, context=positive), models=20).says == "true"


# --- derivations ----------------------------------------------------------------------------------


def test_of_one_mind_with_the_kernel_on_every_derivation() -> None:
    asked = 0
    for derivation in load([ROOT / "derivations"]).derivations:
        result = check(derivation)
        judged = {step.index: step.verdict for step in result.steps}
        if result.conclusion is not None:
            judged[0] = result.conclusion.verdict
        for index, task in tasks_of(derivation):
            if task.for_some or task.comparison is not None:
                continue
            says = {opinion(claim, seed=index).says for claim in task.claims.values()}
            asked += "none" not in says
            if judged.get(index) == "proved":
                assert "false" not in says, (derivation.id, index)
            # Few models say little of an inequality, or obey what is given by chance alone.
            plain = all(c.relation == "=" and not c.given for c in task.claims.values())
            if judged.get(index) == "refuted" and plain:
                assert says != {"true"}, (derivation.id, index)
    assert asked > 100
