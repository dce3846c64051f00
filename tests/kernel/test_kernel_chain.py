"""Chains of proofs: each link counts, in its place and with its relation."""

from __future__ import annotations

from typing import Any

import pytest

from symkl import KL, FiniteSpace, log, statement
from symkl.kernel import terms
from symkl.kernel.check import Claim, check
from symkl.kernel.errors import KernelError
from symkl.language.written import context_of
from symkl.prove.search import prove

X = FiniteSpace("X", size="n")
P, Q = X.pmfs("P Q")
x = X.point("x")
SIDES: list[Any] = [
    KL(P, Q),
    -X.sum(P(x) * log(Q(x) / P(x)), x),
    -log(X.sum(P(x) * (Q(x) / P(x)), x)),
    0,
]
RELATIONS = ["=", ">=", "="]


def claim(lhs: Any, relation: str, rhs: Any) -> Claim:
    said = statement(lhs, relation, rhs)
    whole = statement(KL(P, Q) + lhs, relation, rhs)  # one context for all of the sides
    context = context_of(whole.declarations)
    return Claim(context, said.lhs.term, relation, said.rhs.term)


def link(place: int) -> dict[str, Any]:
    of = claim(SIDES[place], RELATIONS[place], SIDES[place + 1])
    proof = prove(of)
    assert proof is not None
    return {"relation": of.relation, "rhs": terms.to_json(of.rhs), "proof": proof.certificate}


def chain() -> dict[str, Any]:
    return {"kind": "chain", "links": [link(place) for place in range(3)]}


def test_a_chain_shows_its_ends() -> None:
    support = check(claim(SIDES[0], ">=", SIDES[3]), chain())
    assert support.facts
    assert "normalisation" in support.laws


@pytest.mark.parametrize("relation", ["=", "<=", ">", "!="])
def test_relations_compose_to_that_of_the_claim_only(relation: str) -> None:
    with pytest.raises(KernelError):
        check(claim(SIDES[0], relation, SIDES[3]), chain())


def test_a_chain_to_another_end_is_refused() -> None:
    with pytest.raises(KernelError):
        check(claim(SIDES[0], ">=", 1), chain())


@pytest.mark.parametrize("place", range(3))
def test_every_link_counts(place: int) -> None:
    whole = chain()
    whole["links"][place]["proof"] = {"kind": "no such proof"}
    with pytest.raises(KernelError):
        check(claim(SIDES[0], ">=", SIDES[3]), whole)


def test_a_link_with_another_relation_is_refused() -> None:
    whole = chain()
    whole["links"][1]["relation"] = "="
    with pytest.raises(KernelError):
        check(claim(SIDES[0], "=", SIDES[3]), whole)


def test_opposite_relations_show_nothing() -> None:
    up = claim(KL(P, Q), ">=", 0)
    down = claim(0, "<=", KL(Q, P))
    links = []
    for of in (up, down):
        proof = prove(of)
        assert proof is not None
        rhs = terms.to_json(of.rhs)
        links.append({"relation": of.relation, "rhs": rhs, "proof": proof.certificate})
    for relation in ("=", "<=", ">="):
        with pytest.raises(KernelError):
            check(claim(KL(P, Q), relation, KL(Q, P)), {"kind": "chain", "links": links})


@pytest.mark.parametrize("links", [[], None, [1], [{}], [{"relation": "=", "rhs": []}]])
def test_malformed_chains_are_refused(links: Any) -> None:
    with pytest.raises(KernelError):
        check(claim(SIDES[0], ">=", 0), {"kind": "chain", "links": links})
