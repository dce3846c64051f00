from __future__ import annotations

import json
import re
from dataclasses import replace
from urllib.parse import unquote

import pytest

from symkl.report.annotations import RULES, findings, github, sarif
from symkl.result import Diagnosis, DocumentResult, InputError, Result

NASTY = "50%,\r\nof: x::error::y"
COMMAND = re.compile(
    r"::(error|warning|notice) file=([^,:\n]*),line=(\d+)(?:,col=(\d+))?,title=([^:\n]*)::(.*)"
)


@pytest.fixture
def nasty(result: Result) -> Result:
    """A result whose names and messages try to end their command."""
    derivation = result.derivations[0]
    steps = tuple(
        replace(step, message=NASTY, reason_message=NASTY, column=4, expected="")
        for step in derivation.steps
    )
    steps = (replace(steps[0], verdict="proved", reason_verdict="unjustified"), *steps[1:])
    said = Diagnosis("SK401", 3, 2, NASTY), Diagnosis("SK502", 1, 1, "a remark")
    return replace(
        result,
        derivations=(replace(derivation, file=NASTY, steps=steps),),
        errors=(InputError(NASTY, 0, NASTY),),
        documents=(DocumentResult(NASTY, 3, 2, said),),
    )


def unescaped(text: str) -> str:
    for code, character in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_each_finding_is_one_command_and_comes_back_whole(nasty: Result) -> None:
    told = list(findings(nasty))
    lines = github(nasty).split("\n")
    assert len(lines) == len(told) > 5
    for line, found in zip(lines, told, strict=True):
        match = COMMAND.fullmatch(line)
        assert match, line
        assert unescaped(match[2]) == found.file == NASTY
        assert unescaped(match[6]) == found.message
        assert int(match[3]) == max(found.line, 1)


def test_what_is_found() -> None:
    empty = Result("1", ())
    assert list(findings(empty)) == []
    assert github(empty) == ""
    assert json.loads(sarif(empty))["runs"][0]["results"] == []


def test_expected_verdicts_are_no_findings(result: Result, nasty: Result) -> None:
    assert "SK701" not in {found.rule for found in findings(result)}
    assert {found.rule for found in findings(nasty)} == set(RULES)


def test_what_a_step_says_is_not_said_again(nasty: Result) -> None:
    derivation = nasty.derivations[0]
    said = nasty.documents[0].diagnoses
    steps = (replace(derivation.steps[0], diagnoses=said), *derivation.steps[1:])
    told = replace(nasty, derivations=(replace(derivation, steps=steps),))
    assert len(list(findings(told))) == len(list(findings(nasty))) - 2


def test_sarif_has_its_structure(nasty: Result) -> None:
    data = json.loads(sarif(nasty))
    assert data["version"] == "2.1.0"
    assert data["$schema"].endswith("sarif-2.1.0.json")
    (run,) = data["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert all(rule["shortDescription"]["text"] for rule in run["tool"]["driver"]["rules"])
    for found in run["results"]:
        assert found["ruleId"] in rules
        assert found["level"] in {"error", "warning", "note"}
        assert found["message"]["text"]
        (location,) = found["locations"]
        place = location["physicalLocation"]
        assert place["region"]["startLine"] >= 1
        assert place["region"]["startColumn"] >= 1
        uri = place["artifactLocation"]["uri"]
        assert re.fullmatch(r"[A-Za-z0-9%/._~-]+", uri)
        assert unquote(uri) == NASTY
