"""Audits accept what a run found and refuse what someone changed afterwards."""

from __future__ import annotations

import copy
import json
from dataclasses import replace

import pytest

from symkl import KL, CrossEntropy, Derivation, Equal, FiniteSpace, H, check, definition, log
from symkl.auditing import audit
from symkl.kernel import terms
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
    assert "assumes equations that the step does not give" in refused
