"""The documents of this folder as they are read and judged: one line for each step."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from symkl.checking import Task, judge
from symkl.derivation import Step, text_of_side
from symkl.reading.article import read
from symkl.reading.document import Document, load_document

FOLDER = Path(__file__).parent / "documents"
EXPECTED = sorted(FOLDER.glob("*.expected"))  # NAME.expected beside the document NAME
DOCUMENTS = [path.with_suffix("") for path in EXPECTED]


def steps(document: Document) -> list[Step]:
    """Every step that the document claims."""
    return [step for found in read(document).derivations for step in found.steps]


def statement(step: Step) -> str:
    """What the kernel is asked, or the codes of what was not understood."""
    if step.unread:
        return " ".join(sorted({found.code for found in step.diagnoses}))
    sides = (text_of_side(side, step.context) for side in (step.lhs, step.rhs))
    return f" {step.relation} ".join(sides)


def verdict(step: Step) -> str:
    """``proved``, ``refuted`` and so on."""
    if step.defines:
        return "definition"
    if step.unread:
        return "unread"
    comparison = step.comparison()
    possible = step.possible_claims()
    task = Task(
        step.claims(),
        (),
        step.for_some,
        step.doubt,
        comparison=comparison,
        possible=possible,
        proviso=step.proviso,
    )
    return judge(task).verdict


def judged(path: Path) -> Iterator[str]:
    """``line verdict statement`` for every step."""
    document = load_document(str(path))
    assert isinstance(document, Document)
    for step in steps(document):
        yield f"{step.line:3} {verdict(step):10} {statement(step)}"
