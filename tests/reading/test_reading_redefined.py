"""A name with two meanings: what is said last is meant, and a claim stays a claim."""

from __future__ import annotations

import pytest

from symkl.checking import Task, judge
from symkl.derivation import Step
from symkl.reading.article import read
from symkl.reading.document import Document

KINDS = "Let $A$ and $B$ be symmetric positive definite matrices. "
SUM = r"$$ \operatorname{tr}(C) = \operatorname{tr}(A) + \operatorname{tr}(B)"


def verdicts(text: str) -> list[str]:
    found = read(Document("a.md", text)).derivations
    steps = [step for derivation in found for step in derivation.steps]
    return ["definition" if s.defines else _verdict(s) for s in steps]


def _verdict(step: Step) -> str:
    if step.unread:
        return "unread"
    task = Task(
        step.claims(),
        (),
        step.for_some,
        step.doubt,
        comparison=step.comparison(),
        proviso=step.proviso,
    )
    return judge(task).verdict


@pytest.mark.parametrize(
    "text",
    [
        f"{SUM} $$ where $C = A + B$. {SUM} $$ where $C = A - B$.",
        f"Define $C := A + B$. Then {SUM}. $$ Now define $C := A - B$. Then {SUM}. $$",
    ],
)
def test_what_is_defined_last_is_meant(text: str) -> None:
    found = [v for v in verdicts(KINDS + text) if v != "definition"]
    assert found == ["proved", "refuted"]


def test_what_is_assumed_again_ends_what_was_assumed_before() -> None:
    """Both together would say that B is 0, and show anything."""
    found = verdicts(f"{KINDS}Let $C = A + B$. {SUM}. $$ Let $C = A - B$. {SUM}. $$")
    assert found[0] == "proved"
    assert found[1] in ("refuted", "undecided")


def test_values_of_one_law_are_given_side_by_side() -> None:
    text = r"Let $a = b + 1$ and $c = b + 2$. Then $$ a + c = 2b + 3 $$"
    assert verdicts(text)[-1] == "proved"


def test_a_further_equation_for_a_name_is_judged() -> None:
    """That it can be shown of the first meaning makes it a claim, and so does "hence"."""
    kept = f"{KINDS}Define $C := A + B$. {SUM}. $$ where $C = B + A$."
    assert "proved" in verdicts(kept)[2:]
    wrong = f"{KINDS}Define $C := A + B$. Hence $$ C = A - B. $$"
    assert verdicts(wrong)[-1] == "refuted"
