"""Given equations of matrices serve in traces; other relations and other matrices do not."""

from __future__ import annotations

from typing import Any

import pytest

from symkl import SPD, Dimension, E, Equal, Gaussian, H, Matrix, Vector, quadratic_form, statement
from symkl import trace as tr
from symkl.kernel import terms
from symkl.kernel.check import Claim, check
from symkl.kernel.errors import KernelError, Refused
from symkl.language.statements import Statement
from symkl.language.written import context_of
from symkl.prove.search import prove

k = Dimension("k")
mu, S, T = Vector("mu", k), SPD("S", k), SPD("T", k)
p, g, x = k.density("p"), Gaussian("g", mu, S), k.point("x")
moments = E(p, x)((x - mu) * (x - mu).T)
form = E(p, x)(quadratic_form(x - mu, S.inv()))


def claim(lhs: Any, relation: str, rhs: Any, *given: Statement) -> Claim:
    said = statement(lhs, relation, rhs)
    declarations = said.declarations.union(*(item.declarations for item in given))
    hypotheses = tuple((item.lhs.term, item.relation, item.rhs.term) for item in given)
    return Claim(context_of(declarations), said.lhs.term, relation, said.rhs.term, hypotheses)


TRUE = {
    "quadratic form": (form, "=", k, Equal(moments, S)),
    "twice": (form, "=", 2 * k, Equal(moments, 2 * S)),
    "trace": (tr(S.inv() * moments * T.inv() * T), "=", k, Equal(moments, S)),
    "largest entropy": (H(p), "<=", H(g), Equal(moments, S)),
}
FALSE = {
    "quadratic form": (form, "=", k, Equal(moments, 2 * S)),
    "not given": (form, "=", k),
    "of another matrix": (form, "=", k, Equal(moments, T)),
    "largest entropy": (H(p), ">=", H(g), Equal(moments, S)),
    "larger moments": (H(p), "<=", H(g), Equal(moments, 2 * S)),
    "second moments about zero": (form, "=", k, Equal(E(p, x)(x * x.T), S)),
}


@pytest.mark.parametrize("name", TRUE)
def test_a_given_matrix_is_put_into_traces(name: str) -> None:
    of = claim(*TRUE[name])
    proof = prove(of)
    assert proof is not None
    assert check(of, proof.certificate) == proof.support


@pytest.mark.parametrize("name", FALSE)
def test_and_nothing_follows_from_another_one(name: str) -> None:
    assert prove(claim(*FALSE[name])) is None


def test_the_kernel_refuses_traces_that_are_not_given() -> None:
    of = claim(tr(S.inv() * T), "<=", k, statement(tr(T), "<=", tr(S)))
    part = {"weight": "1", "given": 0, "traced_with": terms.to_json(S.inv().term)}
    with pytest.raises(Refused, match="trace of a given <="):
        check(of, {"kind": "combination", "parts": [part]})
    true = claim(*TRUE["quadratic form"])
    proof = prove(true)
    assert proof is not None
    (given,) = proof.certificate["parts"]
    for wrong in (S.term, T.inv().term, mu.term, terms.num(1)):
        tampered = {**given, "traced_with": terms.to_json(wrong)}
        with pytest.raises(KernelError):
            check(
                Claim.from_json({**true.to_json(), "context": context_with(true, T)}),
                {"kind": "combination", "parts": [tampered]},
            )


def context_with(of: Claim, more: Any) -> Any:
    return context_of([*of.context.declarations(), *more.declarations]).to_json()


def test_a_matrix_that_is_not_square_has_no_trace() -> None:
    m = Dimension("m")
    A, B = Matrix("A", k, m), Matrix("B", k, m)
    of = claim(tr(A * A.T), "=", tr(B * A.T), Equal(A, B))
    part = {"weight": "1", "given": 0, "traced_with": terms.to_json(A.term)}
    with pytest.raises(KernelError):
        check(of, {"kind": "combination", "parts": [part]})
