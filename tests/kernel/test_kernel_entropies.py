"""Joint entropies by their own law, the facts about them, and what certificates say of them."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from symkl.kernel import terms as t
from symkl.kernel.catalogue import FACTS
from symkl.kernel.check import Claim, check
from symkl.kernel.context import Context, Law, Sort
from symkl.kernel.definitions import DEFINITIONS
from symkl.kernel.entropies import LAWS, joint_entropy, joint_parts
from symkl.kernel.errors import IllFormed, Refused
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.terms import Term

SORTS = (Sort("X", "n"), Sort("Y", "m"), Sort("U", kind="real", index="k"), Sort("k", "k"))
COORDS = (("A", "X"), ("B", "X"), ("C", "Y"), ("D", "X"))
LAWS_OF_TEST = (
    Law("p", COORDS),
    Law("s", COORDS, sign="nonnegative"),
    Law("i", COORDS, independent=(("A", "C"), ("B", "D"))),
    Law("w", COORDS, normalised=False),
    Law("r", COORDS, sign="real"),
    Law("c", COORDS, given=("D",)),
    Law("g", (("A", "U"), ("B", "U"), ("C", "X"))),
)
CONTEXT = Context.of([*SORTS, *LAWS_OF_TEST])


def entropy(law: str, targets: str, givens: str = "") -> Term:
    return Term("entropy", (), (law, tuple(targets), tuple(givens), ()))


def information(law: str, one: str, two: str, given: str = "") -> Term:
    return Term("mutual_information", (), (law, tuple(one), tuple(two), tuple(given)))


def point(name: str, sort: str = "X") -> Term:
    return Term("point", (), (name, sort))


AT = {"A": point("a"), "B": point("b"), "C": point("c", "Y"), "D": point("d")}


def value(law: str, targets: str, givens: str = "") -> Term:
    label = (law, tuple(targets), tuple(givens))
    return Term("value", tuple(AT[c] for c in (*targets, *givens)), label)


def part(fact: str, term: Term, weight: str = "1", **more: Any) -> dict[str, Any]:
    found = {"weight": weight, "fact": fact, "binders": [], "args": [t.to_json(term)]}
    return {**found, "over": [], "factor": None, **more}


def combination(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "combination", "parts": list(parts)}


# --- the law --------------------------------------------------------------------------------------

SHAPES = [
    ("entropy", "A", ""),
    ("entropy", "BA", ""),
    ("entropy", "AC", "B"),
    ("entropy", "D", "CBA"),
    ("information", "A", "B"),
    ("information", "AC", "B"),
    ("information", "A", "B", "CD"),
    ("information", "AB", "BC", "D"),
]
BUILD = {"entropy": entropy, "information": information}


@pytest.mark.parametrize("law", ["p", "s", "i"])
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_the_law_gives_what_the_definition_gives(law: str, shape: tuple[str, ...]) -> None:
    term = BUILD[shape[0]](law, *shape[1:])
    written_out = DEFINITIONS[term.head](CONTEXT, term)
    direct, slow = Normaliser(CONTEXT), Normaliser(CONTEXT)
    assert direct.scalar(term) == slow.scalar(written_out)
    assert slow.used <= direct.used | {"independence"}


def test_swapped_conditions_are_told_apart() -> None:
    normaliser = Normaliser(CONTEXT)
    assert normaliser.scalar(entropy("p", "A", "B")) != normaliser.scalar(entropy("p", "B", "A"))
    assert normaliser.scalar(entropy("p", "A")) != normaliser.scalar(entropy("p", "B"))
    assert normaliser.scalar(entropy("p", "A")) != normaliser.scalar(entropy("s", "A"))


@pytest.mark.parametrize("law", ["w", "r", "c", "g"])
def test_other_laws_keep_to_the_definition(law: str) -> None:
    assert joint_parts(CONTEXT, entropy(law, "A", "B")) is None


@pytest.mark.parametrize("dropped", sorted(LAWS | {"definition_entropy"}))
def test_every_law_that_it_takes_must_be_allowed(dropped: str) -> None:
    allowed = (LAWS | {"definition_entropy"}) - {dropped}
    normaliser = Normaliser(CONTEXT, frozenset(allowed))
    normaliser.scalar(entropy("p", "A", "B"))
    assert normaliser.used <= allowed | {"delta", "log_of_one"}


@pytest.mark.parametrize(
    "term",
    [
        entropy("p", "AA"),
        entropy("p", "A", "A"),
        entropy("p", "AZ"),
        information("p", "A", "B", "A"),
        information("p", "AA", "B"),
        information("p", "A", "Z"),
    ],
    ids=str,
)
def test_repeated_and_unknown_variables_are_ill_formed(term: Term) -> None:
    with pytest.raises(IllFormed):
        Normaliser(CONTEXT).scalar(term)


def test_the_order_of_variables_does_not_matter() -> None:
    swapped = information("p", "B", "A", "DC")
    normaliser = Normaliser(CONTEXT)
    assert normaliser.scalar(swapped) == normaliser.scalar(information("p", "A", "B", "CD"))
    law = CONTEXT.law("p")
    assert joint_entropy(law, ("A", "B")) != joint_entropy(law, ("A", "D"))


# --- the facts ------------------------------------------------------------------------------------

ACCEPTED = [
    ("information", information("p", "A", "B", "C")),
    ("information", information("s", "AC", "B")),
    ("information", information("p", "AB", "BC")),
    ("conditional_entropy", entropy("p", "A", "BC")),
    ("conditional_entropy", entropy("s", "AB")),
]


@pytest.mark.parametrize(("fact", "term"), ACCEPTED, ids=str)
def test_facts_about_entropies(fact: str, term: Term) -> None:
    claim = Claim(CONTEXT, term, ">=", t.ZERO)
    support = check(claim, combination(part(fact, term)))
    assert support.facts == {fact}
    texts = {hypothesis.text for hypothesis in support.hypotheses}
    name = term.label[0]
    assert {f"{name} sums to 1", f"{name} >= 0 everywhere"} <= texts
    assert any("0 log 0" in text for text in texts) is (name == "s")


AT_A_VALUE = Term("entropy", (point("b"),), ("p", ("A",), (), ("B",)))
REFUSED = [
    ("information", entropy("p", "A")),
    ("conditional_entropy", information("p", "A", "B")),
    ("conditional_entropy", AT_A_VALUE),
    ("information", t.neg(information("p", "A", "B"))),
    *(("information", information(law, "A", "B", "C")) for law in "wrcg"),
    *(("conditional_entropy", entropy(law, "A", "B")) for law in "wrcg"),
]


@pytest.mark.parametrize(("fact", "term"), REFUSED, ids=str)
def test_side_conditions_of_facts(fact: str, term: Term) -> None:
    with pytest.raises(Refused):
        FACTS[fact].instance(Normaliser(CONTEXT), (), [term])


@pytest.mark.parametrize("relation", ["<=", "=", ">"])
def test_information_shows_no_other_relation(relation: str) -> None:
    term = information("p", "A", "B")
    with pytest.raises(Refused):
        check(Claim(CONTEXT, term, relation, t.ZERO), combination(part("information", term)))


def test_information_of_other_variables_does_not_serve() -> None:
    claim = Claim(CONTEXT, information("p", "A", "B"), ">=", t.ZERO)
    for other in (information("p", "A", "D"), information("p", "A", "B", "C")):
        with pytest.raises(Refused):
            check(claim, combination(part("information", other)))


# --- equality cases -------------------------------------------------------------------------------

BINDERS = [["a", "X"], ["b", "X"], ["c", "Y"]]
FACTORS = t.mul(value("p", "ABC"), value("p", "C")), t.mul(value("p", "AC"), value("p", "BC"))
VANISHES = (information("p", "A", "B", "C"), "=", t.ZERO)


def equality_case(term: Term, fact: str, binders: list[list[str]]) -> dict[str, Any]:
    parts = [part(fact, term, binders=binders)]
    return {"kind": "equality_case", "given": 0, "parts": parts, "part": 0, "scale": "1"}


def test_vanishing_information_is_conditional_independence() -> None:
    claim = Claim(CONTEXT, FACTORS[0], "=", FACTORS[1], (VANISHES,))
    check(claim, equality_case(VANISHES[0], "information", BINDERS))
    for wrong in (
        Claim(CONTEXT, value("p", "AB"), "=", t.mul(value("p", "A"), value("p", "B")), (VANISHES,)),
        Claim(CONTEXT, *claim_sides(claim), ((VANISHES[0], "=", t.ONE),)),
        Claim(CONTEXT, *claim_sides(claim), ((VANISHES[0], "<=", t.ZERO),)),
    ):
        with pytest.raises(Refused):
            check(wrong, equality_case(VANISHES[0], "information", BINDERS))
    with pytest.raises(Refused, match="a point is needed"):
        check(claim, equality_case(VANISHES[0], "information", BINDERS[:2]))


def claim_sides(claim: Claim) -> tuple[Term, str, Term]:
    return claim.lhs, claim.relation, claim.rhs


def test_the_groups_of_the_equality_case_are_disjoint() -> None:
    overlapping = information("p", "AB", "BC")
    binders = [["a", "X"], ["b", "X"], ["b2", "X"], ["c", "Y"]]
    claim = Claim(CONTEXT, *claim_sides(Claim(CONTEXT, FACTORS[0], "=", FACTORS[1])))
    given = replace(claim, given=((overlapping, "=", t.ZERO),))
    with pytest.raises(Refused, match="share a variable"):
        check(given, equality_case(overlapping, "information", binders))


def test_without_conditional_entropy_the_variable_is_a_function() -> None:
    term = entropy("s", "A", "B")
    both, below = value("s", "AB"), value("s", "B")
    claim = Claim(CONTEXT, t.mul(both, t.sub(below, both)), "=", t.ZERO, ((term, "=", t.ZERO),))
    check(claim, equality_case(term, "conditional_entropy", BINDERS[:2]))
    swapped = Claim(CONTEXT, t.mul(both, t.sub(value("s", "A"), both)), "=", t.ZERO, claim.given)
    with pytest.raises(Refused):
        check(swapped, equality_case(term, "conditional_entropy", BINDERS[:2]))


# --- logarithms of given equations ----------------------------------------------------------------

FACTORED = (FACTORS[0], "=", FACTORS[1])


def logarithm(factor: Term, over: list[list[str]], weight: str = "1") -> dict[str, Any]:
    found = {"weight": weight, "given": 0, "over": over}
    return {**found, "logarithm_times": t.to_json(factor)}


@pytest.mark.parametrize("law", ["p", "s"])
def test_the_mean_logarithm_of_a_given_equation(law: str) -> None:
    sides = t.mul(value(law, "ABC"), value(law, "C")), t.mul(value(law, "AC"), value(law, "BC"))
    given = ((sides[0], "=", sides[1]),)
    claim = Claim(CONTEXT, information(law, "A", "B", "C"), "=", t.ZERO, given)
    mean = logarithm(value(law, "ABC"), BINDERS)
    check(claim, combination(mean))
    check(replace(claim, lhs=t.neg(claim.lhs)), combination({**mean, "weight": "-1"}))
    with pytest.raises(Refused):
        check(claim, combination(logarithm(value(law, "AB"), BINDERS)))
    with pytest.raises(Refused):
        check(replace(claim, given=((sides[0], "<=", sides[1]),)), combination(mean))
    with pytest.raises(Refused):
        check(replace(claim, given=()), combination(mean))
    with pytest.raises(Refused):
        check(replace(claim, lhs=information(law, "A", "B")), combination(mean))


def test_both_sides_are_positive_where_the_factor_is_not_zero() -> None:
    sides = value("s", "AB"), t.mul(value("s", "A"), value("s", "B"))
    claim = Claim(CONTEXT, information("s", "A", "B"), "=", t.ZERO, ((sides[0], "=", sides[1]),))
    check(claim, combination(logarithm(value("s", "AB"), BINDERS[:2])))
    with pytest.raises(Refused, match="positive"):
        check(claim, combination(logarithm(value("s", "A"), BINDERS[:2])))


# --- equations by two inequalities ----------------------------------------------------------------


def test_an_equation_by_both_inequalities() -> None:
    whole, single = information("p", "A", "BC"), information("p", "A", "B")
    rest = information("p", "A", "C", "B")
    claim = Claim(CONTEXT, single, "=", t.ZERO, ((whole, "=", t.ZERO),))
    above = combination(part("information", single))
    below = combination(part("information", rest), {"weight": "-1", "given": 0})
    both = {"kind": "both_inequalities", "at_least": above, "at_most": below}
    support = check(claim, both)
    assert support.facts == {"information"}
    for wrong in (
        {**both, "at_most": above},
        {**both, "at_least": below},
        {**both, "at_most": {"kind": "normal_form"}},
    ):
        with pytest.raises(Refused):
            check(claim, wrong)
    for relation in (">=", "<=", "<", "!="):
        with pytest.raises(Refused):
            check(replace(claim, relation=relation), both)
    with pytest.raises(Refused):
        check(claim, both, facts=frozenset({"gibbs"}))
    with pytest.raises(Refused):
        check(replace(claim, given=()), both)


def test_weights_add_up_exactly() -> None:
    term = information("p", "A", "B")
    claim = Claim(CONTEXT, t.mul(t.num(Fraction(1, 3)), term), ">=", t.ZERO)
    check(claim, combination(part("information", term, "1/3")))
    with pytest.raises(Refused):
        check(claim, combination(part("information", term, "333333333/1000000000")))
