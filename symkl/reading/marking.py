"""Steps of a document marked with what stands around them: their line, and what is expected."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from symkl.derivation import EXPECTATIONS, Derivation
from symkl.reading.diagnostics import Diagnostic
from symkl.reading.document import Document
from symkl.reading.expected_verdicts import Expectation, expectations
from symkl.reading.regions import regions
from symkl.reading.rendering import excerpt, marked
from symkl.result import Diagnosis, DocumentResult

RELATION = re.compile(r"\\[A-Za-z]+|[<>=!:≤≥≠≡∼~]+|.", re.DOTALL)


def mark(
    document: Document, derivations: list[Derivation], result: DocumentResult
) -> DocumentResult:
    """Mark the steps of the derivations; what is not understood is noted in the result."""
    for derivation in derivations:
        for place, step in enumerate(derivation.steps):
            start = document.offset(step.line, step.column)
            relation = RELATION.match(document.text, start)
            span = relation.span() if relation else (start, start)
            derivation.steps[place] = replace(step, excerpt=marked(span, document))
    problems = tuple(_expect(document, derivations))
    return replace(result, diagnoses=(*result.diagnoses, *problems))


def _expect(document: Document, derivations: list[Derivation]) -> Iterator[Diagnosis]:
    """Note what is expected in the steps; yields what was not understood."""
    if "symkl" not in document.text:
        return
    steps = [
        (derivation, place, document.offset(step.line, step.column))
        for derivation in derivations
        for place, step in enumerate(derivation.steps)
    ]
    for expected in expectations(regions(document)):
        meant = expected.meant([at for _, _, at in steps])
        if problem := _problem(expected, meant):
            yield _diagnosis(document, problem)
            continue
        for derivation, place, at in steps:
            if at in meant:
                step = derivation.steps[place]
                derivation.steps[place] = replace(step, expect=expected.words)


def _problem(expected: Expectation, meant: list[int]) -> Diagnostic | None:
    unknown = [word for word in expected.words if word not in EXPECTATIONS]
    if unknown or not expected.words:
        found = f", found {unknown[0]!r}" if unknown else ""
        message = f"expected one of {', '.join(EXPECTATIONS)}{found}"
        return Diagnostic("SK502", expected.span, message)
    if not meant:
        advice = "write it behind a step, or directly before a display"
        return Diagnostic("SK502", expected.span, "no step is spoken of here", advice)
    return None


def _diagnosis(document: Document, found: Diagnostic) -> Diagnosis:
    line, column = document.place(found.span[0])
    shown = excerpt(found, document)
    return Diagnosis(found.code, line, column, found.message, found.help, shown)
