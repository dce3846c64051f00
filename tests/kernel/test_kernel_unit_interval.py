"""Numbers that are given to be between 0 and 1: the cases, and what each part of them needs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from symkl.kernel import terms as t
from symkl.kernel.check import Claim, check
from symkl.kernel.context import Context, Law, Number, Sort
from symkl.kernel.errors import IllFormed, KernelError, Refused
from symkl.kernel.hypotheses import Hypothesis
from symkl.kernel.terms import Term
from symkl.kernel.unit_interval import cases
from symkl.prove.search import prove

X = ("x", "X")
LAWS = ("P", "Q", "R", "S")
CONTEXT = Context.of(
    [Sort("X", "n"), *(Law(name, (X,)) for name in LAWS), Number("l"), Number("s", "positive")]
)
L, SIGMA = Term("sym", (), "l"), Term("sym", (), "s")
P, Q, R, S = (Term("value", (Term("point", (), X),), (name, ("x",), ())) for name in LAWS)
LOW, HIGH = (t.ZERO, "<=", L), (L, "<=", t.ONE)
ABOVE, BELOW = (t.ZERO, "<", L), (L, "<", t.ONE)


def mixed(one: Term, two: Term, weight: Term = L) -> Term:
    return t.add(t.mul(weight, one), t.mul(t.sub(t.ONE, weight), two))


def kl(one: Term, two: Term) -> Term:
    return t.total((X,), t.mul(one, t.log(t.div(one, two))))


def entropy(one: Term) -> Term:
    return t.neg(t.total((X,), t.mul(one, t.log(one))))


def claim(lhs: Term, relation: str, rhs: Term, *given: Any) -> Claim:
    return Claim(CONTEXT, lhs, relation, rhs, given)


CONVEX = (kl(mixed(P, Q), mixed(R, S)), "<=", mixed(kl(P, R), kl(Q, S)))
IN_FIRST = (kl(mixed(P, Q), R), "<=", mixed(kl(P, R), kl(Q, R)))
IN_SECOND = (kl(R, mixed(P, Q)), "<=", mixed(kl(R, P), kl(R, Q)))
CONCAVE = (entropy(mixed(P, Q)), ">=", mixed(entropy(P), entropy(Q)))
BINARY = t.neg(mixed(t.log(L), t.log(t.sub(t.ONE, L))))


@pytest.mark.parametrize("given", [(LOW, HIGH), (ABOVE, HIGH), (ABOVE, BELOW)])
@pytest.mark.parametrize("statement", [CONVEX, IN_FIRST, IN_SECOND, CONCAVE])
def test_mixtures_of_laws(statement: Any, given: Any) -> None:
    assert prove(claim(*statement, *given)) is not None


@pytest.mark.parametrize("statement", [IN_FIRST, IN_SECOND])
def test_mixtures_on_one_side_the_wrong_way_round_or_without_bounds(statement: Any) -> None:
    left, _, right = statement
    assert prove(claim(left, ">=", right, LOW, HIGH)) is None
    assert prove(claim(*statement, LOW)) is None
    assert prove(claim(*statement)) is None


@pytest.mark.parametrize(
    "said",
    [
        claim(BINARY, ">=", t.ZERO, ABOVE, BELOW),
        claim(BINARY, "<=", t.log(t.num(2)), ABOVE, BELOW),
        claim(t.power(L, t.num(2)), "<", L, ABOVE, BELOW),
        claim(t.power(L, t.num(2)), "<=", L, LOW, HIGH),
        claim(mixed(kl(P, R), kl(Q, R)), ">=", t.ZERO, LOW, HIGH),
        claim(t.power(SIGMA, t.num(2)), "<", SIGMA, (SIGMA, "<", t.ONE)),
    ],
    ids=range(6),
)
def test_statements_about_a_number_between_0_and_1(said: Claim) -> None:
    assert prove(said) is not None


@pytest.mark.parametrize(
    "given",
    [(), (LOW,), (HIGH,), (LOW, (L, ">=", t.ONE)), (LOW, (L, "<=", t.num(2))), ((L, "=", L), HIGH)],
    ids=range(6),
)
def test_without_both_bounds_nothing_is_shown(given: Any) -> None:
    for statement in (CONVEX, CONCAVE):
        assert prove(claim(*statement, *given)) is None
    with pytest.raises(Refused):
        cases(CONTEXT, given, "l")


@pytest.mark.parametrize(
    "said",
    [
        claim(CONVEX[0], ">=", CONVEX[2], LOW, HIGH),
        claim(CONCAVE[0], "<=", CONCAVE[2], LOW, HIGH),
        claim(t.power(L, t.num(2)), "<", L, LOW, HIGH),  # not at the ends
        claim(BINARY, ">", t.ONE, ABOVE, BELOW),
    ],
    ids=range(4),
)
def test_false_statements_are_not_shown(said: Claim) -> None:
    assert prove(said) is None


def test_an_end_that_is_excluded_needs_no_proof() -> None:
    assert cases(CONTEXT, (LOW, HIGH), "l") == ("0", "inside", "1")
    assert cases(CONTEXT, (ABOVE, HIGH), "l") == ("inside", "1")
    assert cases(CONTEXT, ((L, ">", t.ZERO), (t.ONE, ">", L)), "l") == ("inside",)
    assert cases(CONTEXT, ((SIGMA, "<=", t.ONE),), "s") == ("inside", "1")


def test_every_case_needs_its_own_proof() -> None:
    said = claim(*CONCAVE, LOW, HIGH)
    found = prove(said)
    assert found is not None
    certificate = found.certificate
    assert certificate["kind"] == "cases"
    for case in ("0", "inside", "1"):
        rest = {name: proof for name, proof in certificate["cases"].items() if name != case}
        with pytest.raises(KernelError):
            check(said, {**certificate, "cases": rest})
        wrong = {**certificate["cases"], case: {"kind": "normal_form"}}
        if case == "inside":
            with pytest.raises(Refused):
                check(said, {**certificate, "cases": wrong})


@pytest.mark.parametrize("name", ["m", "P", "s", "", None, 0])
def test_the_number_must_be_the_one_that_is_bounded(name: Any) -> None:
    said = claim(*CONCAVE, LOW, HIGH)
    found = prove(said)
    assert found is not None
    with pytest.raises((Refused, IllFormed)):
        check(said, {**found.certificate, "number": name})


def test_what_is_given_is_no_further_hypothesis() -> None:
    found = prove(claim(*CONCAVE, LOW, HIGH))
    assert found is not None
    assert Hypothesis("unit_number", "l") not in found.support.hypotheses
    declared = prove(claim(t.power(SIGMA, t.num(2)), "<", SIGMA, (SIGMA, "<", t.ONE)))
    assert declared is not None
    assert Hypothesis("positive_number", "s") in declared.support.hypotheses


def test_a_parameter_of_a_law_has_no_ends() -> None:
    family = Law("B", (("i", "I"),), family=("bernoulli", "l"))
    sort = Sort("I", kind="integer")
    context = replace(CONTEXT, laws={**CONTEXT.laws, "B": family}, sorts={"I": sort})
    with pytest.raises(Refused):
        cases(context, (LOW, HIGH), "l")
