"""Verdicts on small documents, judged in this process; a folder of small articles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from symkl.checking import Task, judge
from symkl.derivation import Step
from symkl.reading.article import read
from symkl.reading.document import Document
from symkl.result import Diagnosis


@dataclass(frozen=True)
class Judged:
    """What became of a step, and what the kernel was asked."""

    verdict: str
    statement: str
    diagnoses: tuple[Diagnosis, ...]


Judge = Callable[[str], list[Judged]]


def _verdict(step: Step) -> str:
    if step.defines:
        return "definition"
    if step.unread:
        return "unread"
    return judge(Task(step.claims(), (), step.for_some, step.doubt, proviso=step.proviso)).verdict


@pytest.fixture
def judged() -> Judge:
    """The verdicts on all steps of a document, in order."""

    def steps(text: str) -> list[Judged]:
        derivations = read(Document("a.md", text)).derivations
        return [
            Judged(_verdict(step), step.statement(), step.diagnoses)
            for derivation in derivations
            for step in derivation.steps
        ]

    return steps


@pytest.fixture(scope="session")
def articles() -> Path:
    """The folder of small articles."""
    return Path(__file__).parent / "documents"
