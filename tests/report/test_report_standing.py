"""How derivations stand that rest on each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from symkl.report.standing import connected, standings
from symkl.result import Conclusion, DerivationResult, Result, StepResult

PROVED = StepResult(
    *(1, 1, "a", "=", "b", "proved", "kernel", "r", "justified", "m"), as_expected=True
)
FALSE = replace(PROVED, verdict="refuted", trust="numeric", reason_verdict="unjustified")


def derivation(name: str, step: StepResult, *rests_on: str, follows: bool = True):
    end = Conclusion("a", "=", "b", step.verdict, step.trust, follows)
    steps = (replace(step, rests_on=rests_on),)
    return DerivationResult(name, name, "f.py", 1, (), steps, end, step.verdict)


def states(*derivations: DerivationResult) -> dict[str, tuple[str, str]]:
    found = standings(Result("1", derivations))
    return {name: (standing.statement, standing.proof) for name, standing in found.items()}


def test_a_proof_is_complete_when_all_below_it_are_shown():
    found = states(
        derivation("a", PROVED),
        derivation("b", PROVED, "a"),
        derivation("c", PROVED, "b"),
    )
    assert set(found.values()) == {("proved", "complete")}


def test_what_rests_on_something_that_is_not_shown_is_not_complete():
    found = states(
        derivation("a", PROVED, follows=False),
        derivation("b", PROVED, "a"),
        derivation("c", PROVED, "b"),
    )
    assert found == {
        "a": ("proved", "none"),
        "b": ("proved", "shown"),
        "c": ("proved", "shown"),
    }


def test_statements_have_states_of_their_own():
    open_step = replace(PROVED, verdict="supported", trust="numeric")
    found = states(
        derivation("false", FALSE, follows=False), derivation("open", open_step, follows=False)
    )
    assert found == {"false": ("refuted", "none"), "open": ("open", "none")}


@pytest.mark.parametrize("step", [PROVED, FALSE])
def test_without_a_conclusion_the_steps_count(step):
    alone = replace(derivation("a", step), conclusion=None)
    wanted = ("proved", "complete") if step is PROVED else ("refuted", "none")
    assert states(alone) == {"a": wanted}


def test_groups_are_what_hangs_together():
    made = Result(
        "1",
        (
            derivation("a", PROVED),
            derivation("b", PROVED, "a"),
            derivation("c", PROVED, "nowhere"),
            derivation("d", PROVED, "e"),
            derivation("e", PROVED),
        ),
    )
    found = standings(made)
    assert [[s.derivation.id for s in group] for group in connected(found)] == [
        ["a", "b"],
        ["d", "e"],
    ]
    assert found["c"].is_alone
    assert found["a"].used_by == ("b",)


def test_a_circle_is_never_complete():
    found = states(derivation("a", PROVED, "b"), derivation("b", PROVED, "a"))
    assert set(found.values()) == {("proved", "shown")}
