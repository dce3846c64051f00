"""Audits accept what a run found and refuse what someone changed afterwards."""

from __future__ import annotations

import copy
import json
from dataclasses import replace

import pytest

from symkl import (
    KL,
    Bernoulli,
    CrossEntropy,
    Derivation,
    E,
    Equal,
    FiniteSpace,
    H,
    I,
    Independent,
    Markov,
    check,
    definition,
    log,
    numbers,
    variables,
)
from symkl.auditing import audit
from symkl.kernel import terms
from symkl.kernel.context import Context, Law, Sort
from symkl.language.sayings import sayings
from symkl.result import Result

X = FiniteSpace("X", size="n")
P, Q = X.pmfs("P Q")
x = X.point("x")
FOUND = Result(
    "0",
    (
        check(
            Derivation("chain", id="chain")
            .start(CrossEntropy(P, Q) - H(P))
            .eq(KL(P, Q), by=definition(KL))
            .ge(0, by="Gibbs")
            .le(X.sum(P(x) * log(P(x) / Q(x)), x))
        ),
        check(Derivation("iff", id="iff").start(Equal(KL(P, Q), 0)).iff(Equal(P, Q))),
        check(Derivation("false", id="false").start(KL(P, Q)).eq(KL(Q, P), expect="refuted")),
    ),
)


def with_step(place, index, **changes):
    """The result with one step changed."""
    derivations = list(FOUND.derivations)
    steps = list(derivations[place].steps)
    steps[index] = replace(steps[index], **changes)
    derivations[place] = replace(derivations[place], steps=tuple(steps))
    return replace(FOUND, derivations=tuple(derivations))


def changed(place, index, *path):
    """The result with one entry of a certificate changed."""
    certificate = copy.deepcopy(FOUND.derivations[place].steps[index].certificate)
    *places, last, value = path
    inner = certificate
    for key in places:
        inner = inner[key]
    inner[last] = value
    return with_step(place, index, certificate=certificate)


def test_what_was_found_is_accepted():
    found = audit(FOUND)
    assert not found.refused
    assert (found.accepted, found.without, found.total) == (4, 2, 4)


def test_also_from_a_file():
    assert audit(Result.from_json(FOUND.to_json())) == audit(FOUND)
    assert json.loads(FOUND.to_json())["schema"] == "symkl.result/1"


OTHER = terms.to_json(KL(Q, P).term)
KL_STEP = FOUND.derivations[0].steps[1]
TAMPERED = {
    "no certificate": with_step(0, 1, certificate={}),
    "a false step called proved": with_step(2, 0, verdict="proved", trust="kernel"),
    "certificate of another step": with_step(
        0, 1, certificate=FOUND.derivations[0].steps[0].certificate
    ),
    "another statement": with_step(0, 1, statement="KL(Q || P) >= 0"),
    "another relation": with_step(0, 1, relation=">"),
    "another claim": changed(0, 1, "claim", "lhs", OTHER),
    "a stronger claim": changed(0, 1, "claim", "relation", ">"),
    "another weight": changed(0, 1, "proof", "parts", 0, "weight", "2"),
    "a negative weight": changed(0, 1, "proof", "parts", 0, "weight", "-1"),
    "no parts": changed(0, 1, "proof", "parts", []),
    "no proof": changed(0, 1, "proof", None),
    "no claim": changed(0, 1, "claim", None),
    "unknown proof": changed(0, 1, "proof", {"kind": "trust me"}),
    "no declarations": changed(0, 1, "claim", "context", []),
    "a given that is the claim": changed(
        0,
        1,
        "claim",
        {**KL_STEP.certificate["claim"], "given": [[OTHER, "=", OTHER]], "lhs": OTHER},
    ),
    "nothing of an equivalence": changed(1, 0, "all_of", []),
    "one direction twice": with_step(1, 0, certificate={"all_of": [{}, {}]}),
    "one direction": changed(
        1, 0, "all_of", [FOUND.derivations[1].steps[0].certificate["all_of"][0]]
    ),
    "all of nothing": with_step(0, 1, certificate={"all_of": []}),
    "junk": with_step(0, 1, certificate={"all_of": 3}),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_what_was_changed_is_refused(name):
    found = audit(TAMPERED[name])
    assert len(found.refused) == 1
    assert "step" in found.refused[0]


def test_conclusions_are_audited():
    chain = FOUND.derivations[0]
    assert chain.conclusion is None  # >= and then <=: no relation from the first to the last
    two = check(Derivation("two").start(CrossEntropy(P, Q) - H(P)).eq(KL(P, Q)).ge(0))
    assert two.conclusion is not None
    assert audit(Result("0", (two,))).accepted == 3
    false = replace(two, conclusion=replace(two.conclusion, certificate={}))
    assert "conclusion" in audit(Result("0", (false,))).refused[0]


def test_a_certificate_must_not_assume_what_the_step_does_not_list():
    assert FOUND.derivations[0].steps[1].hypotheses
    (refused,) = audit(with_step(0, 1, hypotheses=())).refused
    assert "the step does not list: P > 0 everywhere" in refused


def test_a_certificate_must_not_assume_equations_that_the_step_does_not_give():
    chain = Derivation("given", id="chain").given(Equal(H(P), KL(P, Q))).start(KL(P, Q))
    given = check(chain.eq(H(P)))
    (step,) = given.steps
    assert step.verdict == "proved"
    assert not audit(Result("0", (given,))).refused
    alone = replace(step, statement=step.statement.split(", given ")[0])
    (refused,) = audit(Result("0", (replace(given, steps=(alone,)),))).refused
    assert "the certificate is for KL(P || Q) = H(P), given H(P) = KL(P || Q)" in refused


def test_a_proof_that_may_use_few_laws_assumes_no_more_when_it_is_replayed():
    (a,) = numbers("a", "unit")
    p = Bernoulli("p", a)
    n = p.point("n")
    mean = E(p, n)(n * log(a) + (1 - n) * log(1 - a))
    reasons = (definition(H), "pmf of the family")
    found = check(Derivation("few", id="few").start(H(p)).eq(-mean, by=reasons))
    assert found.steps[0].certificate["laws"]
    assert not audit(Result("0", (found,))).refused


# --- equivalences and what is given -----------------------------------------------------------

ONE, TWO, THREE = variables("U V W")
STATEMENTS = {
    "pmfs": Derivation("d", id="d").start(Equal(KL(P, Q), 0)).iff(Equal(P, Q)),
    "variables": Derivation("d", id="d").start(Equal(I(ONE, TWO), 0)).iff(Independent(ONE, TWO)),
    "a Markov chain that is given": Derivation("d", id="d")
    .given(Markov(ONE, TWO, THREE))
    .start(I(ONE, THREE))
    .le(I(ONE, TWO)),
    "two equations that are given": Derivation("d", id="d")
    .given(Equal(H(P), KL(P, Q)), Equal(KL(Q, P), H(Q)))
    .start(KL(P, Q) + H(Q))
    .eq(H(P) + KL(Q, P)),
    "equal pmfs that are given": Derivation("d", id="d")
    .given(Equal(P, Q), Independent(ONE, TWO, THREE))
    .start(KL(P, Q) + I(ONE, (TWO, THREE)))
    .eq(0),
    "an implication": Derivation("d", id="d").start(Equal(P, Q)).implies(Equal(KL(P, Q), 0)),
}
SAID = {name: Result("0", (check(chain),)) for name, chain in STATEMENTS.items()}


def one_step(name, **changes):
    """A result of one step, with the step changed."""
    (derivation,) = SAID[name].derivations
    (step,) = derivation.steps
    changed_step = replace(step, **changes)
    return replace(SAID[name], derivations=(replace(derivation, steps=(changed_step,)),))


def step_of(name):
    return SAID[name].derivations[0].steps[0]


@pytest.mark.parametrize("name", STATEMENTS)
def test_statements_are_recognised_by_the_names_that_people_give_them(name):
    assert step_of(name).verdict == "proved"
    assert not audit(SAID[name]).refused
    assert not audit(Result.from_json(SAID[name].to_json())).refused


def directions(name):
    return step_of(name).certificate["all_of"]


def with_claim(name, direction, **changes):
    """An equivalence with the claim of one direction changed."""
    parts = copy.deepcopy(directions(name))
    parts[direction]["claim"].update(changes)
    return one_step(name, certificate={"all_of": parts})


TRUE = {"all_of": directions("pmfs")}  # of something else
DOCTORED = {
    "directions swapped": one_step("pmfs", certificate={"all_of": directions("pmfs")[::-1]}),
    "one direction twice": one_step("pmfs", certificate={"all_of": directions("pmfs")[:1] * 2}),
    "the other one twice": one_step("pmfs", certificate={"all_of": directions("pmfs")[1:] * 2}),
    "one direction": one_step("pmfs", certificate=directions("pmfs")[0]),
    "three directions": one_step(
        "pmfs", certificate={"all_of": directions("pmfs") + directions("pmfs")[:1]}
    ),
    "certificates of another equivalence": one_step("variables", certificate=TRUE),
    "one direction of another equivalence": one_step(
        "pmfs", certificate={"all_of": [directions("pmfs")[0], directions("variables")[1]]}
    ),
    "an equation for an equivalence": one_step(
        "pmfs", certificate={"all_of": [KL_STEP.certificate] * 2}
    ),
    "another statement": one_step("pmfs", statement="KL(P || Q) = 0 if and only if Q = P"),
    "a longer statement": one_step("pmfs", statement=step_of("pmfs").statement + " + 1"),
    "no statement": one_step("pmfs", statement=""),
    "more said to be given": one_step(
        "pmfs", statement=step_of("pmfs").statement + ", given P = Q"
    ),
    "an implication for an equivalence": one_step("pmfs", relation="implies"),
    "an equivalence for an implication": one_step(
        "an implication",
        relation="iff",
        statement=step_of("an implication").statement.replace("implies", "if and only if"),
    ),
    "nothing that implies": with_claim("pmfs", 0, given=[]),
    "more in one direction": with_claim(
        "pmfs", 1, given=directions("pmfs")[1]["claim"]["given"] * 2
    ),
    "other variables": one_step(
        "variables", statement="I(U;V) = 0 if and only if U independent of W"
    ),
    "a given that is not told": one_step(
        "two equations that are given",
        statement=step_of("two equations that are given").statement.rpartition(", ")[0],
    ),
    "another given": one_step(
        "two equations that are given",
        statement=step_of("two equations that are given").statement.replace("= H(Q)", "= H(P)"),
    ),
    "the chain the other way round": one_step(
        "a Markov chain that is given",
        statement=step_of("a Markov chain that is given").statement.replace(
            "U - V - W", "V - U - W"
        ),
    ),
    "no hypotheses": one_step("pmfs", hypotheses=()),
    "fewer hypotheses": one_step("pmfs", hypotheses=step_of("pmfs").hypotheses[1:]),
    "other laws": one_step(
        "an implication", certificate={**step_of("an implication").certificate, "laws": 3}
    ),
}


@pytest.mark.parametrize("name", DOCTORED)
def test_what_says_more_than_its_certificates_is_refused(name):
    assert len(audit(Result.from_json(DOCTORED[name].to_json())).refused) == 1


def test_a_name_may_stand_for_nothing_but_what_was_declared():
    (derivation,) = SAID["pmfs"].derivations
    fewer = replace(derivation, assumptions=derivation.assumptions[1:])
    (refused,) = audit(Result("0", (fewer,))).refused
    assert "the derivation does not say" in refused


def test_a_conclusion_is_for_what_it_says():
    two = check(Derivation("two").start(CrossEntropy(P, Q) - H(P)).eq(KL(P, Q)).ge(0))
    other = replace(two, conclusion=replace(two.conclusion, statement="H(P, Q) - H(P) >= 1"))
    assert "the certificate is for" in audit(Result("0", (other,))).refused[0]


def test_points_in_another_order_make_another_statement():
    """``p(x,y) = p(y,x)`` is no ``p = p``, and names of points may not hide their order."""
    both = Context.of([Sort("X"), *(Law(name, (("x", "X"), ("y", "X"))) for name in "pq")])
    points = [terms.Term("point", (), (f"{name}'", "X")) for name in "xy"]

    def value(law, *at):
        return terms.Term("value", at, (law, ("x", "y"), ()))

    same = value("q", *points)
    at, turned = value("p", *points), value("q", *points[::-1])
    assert sayings((at, "=", same), both) == {"p(x',y') = q(x',y')", "p = q"}
    assert sayings((at, "=", turned), both) == {"p(x',y') = q(y',x')"}
    assert sayings((at, "<=", same), both) == {"p(x',y') <= q(x',y')"}


# --- what is said to follow -------------------------------------------------------------------

CHAIN = check(Derivation("two", id="two").start(CrossEntropy(P, Q) - H(P)).eq(KL(P, Q)).ge(0))
OTHER_CHAIN = check(Derivation("other", id="other").start(H(P) + H(Q)).eq(H(Q) + H(P)).ge(0))


def follow_refusals(derivation):
    return audit(Result("0", (derivation,))).refused


def test_a_conclusion_of_other_steps_does_not_follow():
    assert CHAIN.conclusion.follows
    assert OTHER_CHAIN.conclusion.follows
    assert not follow_refusals(CHAIN)
    (refused,) = follow_refusals(replace(CHAIN, conclusion=OTHER_CHAIN.conclusion))
    assert "steps that do not lead to it" in refused
    apart = replace(CHAIN, steps=(CHAIN.steps[0], OTHER_CHAIN.steps[1]))
    (refused,) = follow_refusals(apart)
    assert "steps that do not lead to it" in refused


@pytest.mark.parametrize(
    "changes", [{"verdict": "supported", "trust": "numeric"}, {"reason_verdict": "unjustified"}]
)
def test_a_conclusion_does_not_follow_from_steps_that_are_not_shown(changes):
    steps = (replace(CHAIN.steps[0], **changes), *CHAIN.steps[1:])
    (refused,) = follow_refusals(replace(CHAIN, steps=steps))
    assert "steps that are not all shown" in refused
    honest = replace(CHAIN.conclusion, follows=False)
    assert not follow_refusals(replace(CHAIN, steps=steps, conclusion=honest))
