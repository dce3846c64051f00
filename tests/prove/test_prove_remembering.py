"""What a search remembers is what the kernel's normaliser finds, and rests on the same."""

from __future__ import annotations

from typing import Any

import pytest

from symkl import (
    KL,
    SPD,
    CrossEntropy,
    Dimension,
    FiniteSpace,
    H,
    Matrix,
    Symbol,
    joint,
    log,
    statement,
    trace,
)
from symkl.kernel.check import Claim, check
from symkl.kernel.context import Context
from symkl.kernel.errors import Refused
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.terms import Term
from symkl.language.written import context_of
from symkl.prove.candidate import Candidate
from symkl.prove.columns import facts_under
from symkl.prove.remembering import Remembering, rehearsed

X, Y = FiniteSpace("X"), FiniteSpace("Y")
P, Q = X.pmfs("P Q")
x = X.point("x")
A, B = joint("p", X, Y).variables
k = Dimension("k")
S, M = SPD("S", k), Matrix("M", k)
t, s = Symbol("t"), Symbol("s")

SIDES: list[tuple[Any, Any]] = [
    (KL(P, Q), CrossEntropy(P, Q) - H(P)),
    (H(A) + H(B), H(A, B)),
    (trace(S * M), trace(M * S)),
    (t / s, 1 / (s / t)),
]
LAWS = (None, frozenset[str](), frozenset({"definition_kl", "log_of_product"}))


def _asked(lhs: Any, rhs: Any) -> tuple[Context, Term, Term]:
    sides = statement(lhs, "=", rhs)
    return context_of(sides.declarations), sides.lhs.term, sides.rhs.term


def _found(normaliser: Normaliser, lhs: Term, rhs: Term) -> tuple[Any, ...]:
    poly = normaliser.difference(lhs, rhs)
    return poly, normaliser.used, normaliser.hypotheses, normaliser.assumed


@pytest.mark.parametrize("laws", LAWS)
@pytest.mark.parametrize(("lhs", "rhs"), SIDES)
def test_the_first_and_the_second_time_are_as_without_a_memory(
    lhs: Any, rhs: Any, laws: frozenset[str] | None
) -> None:
    context, one, two = _asked(lhs, rhs)
    for _ in range(2):
        remembering = _found(Remembering(context, laws), one, two)
        assert remembering == _found(Normaliser(context, laws), one, two)


def test_other_declarations_are_another_matter() -> None:
    lhs, rhs = 2 * log(Symbol("c", positive=True)), log(Symbol("c", positive=True) ** 2)
    context, one, two = _asked(lhs, rhs)
    assert not Remembering(context).difference(one, two).terms
    unsigned, *_ = _asked(Symbol("c"), Symbol("c"))
    assert Remembering(unsigned).difference(one, two).terms


def test_a_remembered_assumption_is_refused_again() -> None:
    context, one, two = _asked(t / s, 1 / (s / t))

    def refuse(kind: str, poly: object) -> None:
        raise Refused(kind)

    assert not Remembering(context).difference(one, two).terms
    for _ in range(2):
        normaliser = Remembering(context)
        normaliser.permits = refuse
        with pytest.raises(Refused):
            normaliser.difference(one, two)


def test_a_rehearsal_refuses_what_the_kernel_refuses() -> None:
    context, one, two = _asked(KL(P, Q), KL(Q, P))
    claim, certificate = Claim(context, one, "=", two), {"kind": "normal_form"}
    Remembering(context).difference(one, two)
    for judge in (rehearsed, check):
        with pytest.raises(Refused):
            judge(claim, certificate, None, None)


def test_a_fact_says_the_same_each_time() -> None:
    context, one, two = _asked(P(x), Q(x))
    facts = facts_under(tuple(context.declarations()), None)
    gibbs = Candidate("gibbs", (one, two), (("x", "X"),))
    assert facts.column(gibbs)[0]
    assert facts.column(gibbs) == facts.column(gibbs)
    assert not facts.column(Candidate("gibbs", (one, one), (("~0", "X"),)))[0]  # a reserved name
