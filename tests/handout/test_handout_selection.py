from __future__ import annotations

from symkl.handout.selection import Exercise, selected
from symkl.loading import Loaded
from symkl.result import Result


def test_each_kind_of_derivation_is_told_apart(exercises: dict[str, Exercise]) -> None:
    kinds = {name: exercise.kind for name, exercise in exercises.items()}
    assert kinds == {
        "chain": "proof",
        "wrong": "mistake",
        "some": "example",
        "same": "proof",
        "short": "proof",
    }


def test_what_is_wrong_unexpectedly_or_not_proved_is_left_out(
    chosen: tuple[list[Exercise], list[str]],
) -> None:
    slip, reason_slip, unsure = chosen[1]
    assert "'A slip' is left out: step 1 is false; correct it, or expect it (refuted)" in slip
    assert "step 1 does not follow from its reason; correct it, or expect it (unjus" in reason_slip
    assert "'Unsure' is left out: step 1 is supported, and a sheet states only" in unsure


def test_a_notation_alone_is_no_exercise(loaded: Loaded, exercises: dict[str, Exercise]) -> None:
    from dataclasses import replace

    found = exercises["short"].result
    steps = tuple(replace(step, verdict="definition") for step in found.steps)
    result = Result("1", (replace(found, steps=steps),))
    _, left_out = selected([exercises["short"].derivation], result)
    assert "introduces a notation" in left_out[0].message
