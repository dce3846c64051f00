"""The derivations that come with symkl: all as expected, and true in models drawn afresh."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest

from symkl.auditing import audit
from symkl.checking import worked_in
from symkl.kernel.check import Claim, check
from symkl.models.survey import survey
from symkl.result import Result

SEED, COUNT = 2024, 3  # other models than those that a check tries
VERDICTS = {"T": "proved", "DEF": "proved", "F": "refuted"}


@pytest.fixture
def result(shipped):
    return shipped


def claims_of(certificate):
    """The claims of a certificate with their proofs."""
    for part in certificate.get("all_of", [certificate] if certificate else []):
        yield Claim.from_json(part["claim"]), part["proof"]


def test_all_is_as_expected(result):
    assert not result.errors
    unexpected = [(d.id, s.index) for d in result.derivations for s in d.steps if not s.as_expected]
    assert not unexpected
    assert result.exit_code(strict=True) == 0


def test_an_audit_accepts_every_certificate(result):
    found = audit(Result.from_json(result.to_json()))
    assert not found.refused
    assert found.accepted > 300


def test_what_is_proved_holds_in_fresh_models(result):
    tried = 0
    for derivation in result.derivations:
        for step in derivation.steps:
            for claim, proof in claims_of(step.certificate):
                check(claim, proof)
                numeric = worked_in(claim)
                if numeric is None:
                    continue
                found = survey(numeric, count=COUNT, digits=30, seed=SEED)
                assert found.violation is None, (derivation.id, step.index, found.violation)
                tried += found.models
    assert tried > 100


def test_what_is_refuted_has_a_counterexample(result):
    refuted = [s for d in result.derivations for s in d.steps if s.verdict == "refuted"]
    assert refuted
    assert all(s.counterexample is not None and not s.certificate for s in refuted)


def test_every_reference_has_its_verdict(result, root):
    """Each relation of the article is a step with the verdict that is its due."""
    file = root.parent / "shared" / "article-relations.json"
    if not file.exists():
        pytest.skip("the list of the article's relations is not here")
    found = defaultdict(list)
    for derivation in result.derivations:
        for step in derivation.steps:
            for name in step.reference.replace(",", " ").split():
                found[name].append(step)
    for relation in json.loads(file.read_text(encoding="utf-8")):
        name, truth = relation["id"], relation["truth"].partition("(")
        steps = found[name]
        assert steps, f"no step refers to {name}"
        assert {step.verdict for step in steps} == {VERDICTS[truth[0]]}, name
        some = truth[2].startswith("exists")
        assert {step.quantifier for step in steps} == {"some" if some else "all"}, name


def test_references_are_used_once_unless_both_directions_are_shown(result):
    places = defaultdict(set)
    for derivation in result.derivations:
        for step in derivation.steps:
            if step.reference:
                places[step.reference].add((derivation.id, step.index))
    several = {name for name, at in places.items() if len(at) > 1}
    steps = [s for d in result.derivations for s in d.steps if s.reference in several]
    assert all(step.quantifier == "some" for step in steps)
