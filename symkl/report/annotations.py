"""Findings for other tools: workflow annotations, and SARIF for code scanning."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import quote

from symkl.report.words import is_note
from symkl.result import DerivationResult, Diagnosis, Result, StepResult

Level = Literal["error", "warning", "note"]
RULES = {
    "SK701": "a step is false",
    "SK702": "the stated reason does not give the step",
    "SK703": "a step could not be decided",
    "SK704": "a formula could not be read",
    "SK705": "the input could not be read",
    "SK706": "a remark on the text",
}
SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}


@dataclass(frozen=True)
class Finding:
    """One thing to tell, and where."""

    rule: str
    level: Level
    file: str
    line: int
    column: int
    message: str


def findings(result: Result) -> Iterator[Finding]:
    """What is wrong or open: bad input first, then steps in order; expected verdicts are not."""
    for error in result.errors:
        yield Finding("SK705", "error", error.file, error.line, error.column, error.message)
    for derivation in result.derivations:
        for step in derivation.steps:
            yield from _of_step(derivation, step)
    for document in result.documents:
        for found in result.beside_steps(document):
            yield _of_document(document.file, found)


def _of_step(derivation: DerivationResult, step: StepResult) -> Iterator[Finding]:
    place = derivation.file, step.line, step.column
    if step.expected and step.as_expected:
        return
    if step.verdict == "refuted":
        model = ""
        if step.counterexample is not None:
            model = f" (for {json.dumps(step.counterexample.model, ensure_ascii=False)})"
        message = f"{step.lhs} {step.relation} {step.rhs}: {step.message}{model}"
        yield Finding("SK701", "error", *place, message)
    elif step.verdict == "unread":
        yield Finding("SK704", "warning", *place, step.message)
    elif step.verdict == "undecided":
        yield Finding("SK703", "note", *place, step.message)
    if step.reason_verdict == "unjustified" and step.verdict != "refuted":
        yield Finding("SK702", "warning", *place, step.reason_message)


def _of_document(file: str, found: Diagnosis) -> Finding:
    place = file, found.line, found.column
    message = f"{found.message} [{found.code}]"
    if is_note(found):
        return Finding("SK706", "note", *place, message)
    return Finding("SK704", "warning", *place, message)


def github(result: Result) -> str:
    """One workflow command a line, which shows the finding at its line of the file."""
    return "\n".join(map(_command, findings(result)))


def _command(found: Finding) -> str:
    column = f",col={found.column}" if found.column else ""
    place = f"file={_property(found.file)},line={max(found.line, 1)}{column}"
    title = _property(f"{found.rule} {RULES[found.rule]}")
    return f"::{COMMANDS[found.level]} {place},title={title}::{_data(found.message)}"


def _data(text: str) -> str:
    """Text as the value of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Text as a property of a workflow command."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def sarif(result: Result) -> str:
    """The findings as SARIF 2.1.0."""
    rules = [{"id": rule, "shortDescription": {"text": text}} for rule, text in RULES.items()]
    driver = {"name": "symkl", "version": result.symkl, "rules": rules}
    results = [_sarif(found) for found in findings(result)]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    data = {"$schema": SARIF, "version": "2.1.0", "runs": [run]}
    return json.dumps(data, ensure_ascii=False, indent=1)


def _sarif(found: Finding) -> dict[str, Any]:
    region = {"startLine": max(found.line, 1), "startColumn": max(found.column, 1)}
    location = {"artifactLocation": {"uri": quote(found.file)}, "region": region}
    return {
        "ruleId": found.rule,
        "level": found.level,
        "message": {"text": found.message},
        "locations": [{"physicalLocation": location}],
    }
