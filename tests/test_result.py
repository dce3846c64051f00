from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symkl.result import (
    SCHEMA,
    VERDICTS,
    BadResult,
    Conclusion,
    Counterexample,
    DerivationResult,
    InputError,
    Numeric,
    Repair,
    Result,
    Sensitivity,
    StepResult,
)

STEP = StepResult(1, 5, "a", "=", "b", "proved", "kernel", "algebra", "justified", "", True)

_words = st.text(max_size=8)
_models = st.dictionaries(_words, st.one_of(st.integers(), _words, st.lists(_words, max_size=3)))
_examples = st.builds(Counterexample, _models, _words, _words, _words, st.integers())
_maybe_example = st.none() | _examples
_sensitivities = st.builds(Sensitivity, _words, _maybe_example)


def _tuples(items: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=2).map(tuple)


_steps = st.builds(
    StepResult,
    index=st.integers(1, 99),
    certificate=_models,
    hypotheses=_tuples(_words),
    facts=_tuples(_words),
    counterexample=_maybe_example,
    numeric=st.none() | st.builds(Numeric),
    repair=_tuples(st.builds(Repair)),
    sensitivity=_tuples(_sensitivities),
    seconds=st.floats(0, 1e6),
)
_conclusions = st.builds(Conclusion, certificate=_models, counterexample=_maybe_example)
_derivations = st.builds(
    DerivationResult,
    assumptions=_tuples(_words),
    steps=_tuples(_steps),
    conclusion=st.none() | _conclusions,
)
_results = st.builds(
    Result,
    derivations=_tuples(_derivations),
    errors=_tuples(st.builds(InputError)),
)


def of(*steps: StepResult, errors: tuple[InputError, ...] = ()) -> Result:
    derivation = DerivationResult("d", "D", "d.py", 1, (), steps, None, "proved")
    return Result("0.1.0", (derivation,), errors)


@given(_results)
def test_json_brings_back_the_same_result(result: Result) -> None:
    assert Result.from_json(result.to_json()) == result


def test_the_json_form_has_the_documented_fields() -> None:
    data = json.loads(of(STEP).to_json())
    assert data["schema"] == SCHEMA == "symkl.result/1"
    assert data["symkl"] == "0.1.0"
    assert data["summary"]["steps"] == 1
    step = data["derivations"][0]["steps"][0]
    expected = {"index", "line", "lhs", "relation", "rhs", "verdict", "trust", "reason"}
    assert expected | {"reason_verdict", "hypotheses", "certificate", "statement"} <= set(step)


def test_json_keeps_letters_readable() -> None:
    assert "Σ" in of(replace(STEP, message="Σ")).to_json()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "1",
        "{}",
        '{"schema": "symkl.result/2"}',
        '{"schema": "' + SCHEMA + '"}',
    ],
)
def test_text_that_is_no_result_is_refused(text: str) -> None:
    with pytest.raises(BadResult):
        Result.from_json(text)


def _changed(path: tuple[str | int, ...], value: object) -> str:
    example = Counterexample({}, "1", "2", "-1", 50)
    step = replace(STEP, counterexample=example, sensitivity=(Sensitivity("h", example),))
    data: Any = json.loads(of(step, errors=(InputError("f", 1, "m"),)).to_json())
    spot = data
    for key in path[:-1]:
        spot = spot[key]
    spot[path[-1]] = value
    return json.dumps(data)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("derivations",), 3),
        (("derivations", 0), None),
        (("derivations", 0, "unknown"), 1),
        (("derivations", 0, "steps"), None),
        (("derivations", 0, "steps", 0), "step"),
        (("derivations", 0, "steps", 0, "unknown"), 1),
        (("derivations", 0, "steps", 0, "counterexample"), {"lhs": "1"}),
        (("derivations", 0, "steps", 0, "numeric"), {"models": 1}),
        (("derivations", 0, "steps", 0, "sensitivity", 0), {}),
        (("derivations", 0, "conclusion"), {"lhs": "1"}),
        (("errors", 0), {"file": "f"}),
    ],
)
def test_missing_unknown_or_wrong_fields_are_refused(
    path: tuple[str | int, ...], value: object
) -> None:
    with pytest.raises(BadResult, match="field"):
        Result.from_json(_changed(path, value))


@pytest.mark.parametrize("field", ["verdict", "lhs", "as_expected"])
def test_a_step_without_a_needed_field_is_refused(field: str) -> None:
    data = json.loads(of(STEP).to_json())
    del data["derivations"][0]["steps"][0][field]
    with pytest.raises(BadResult):
        Result.from_json(json.dumps(data))


def test_records_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        STEP.verdict = "refuted"  # type: ignore[misc]


def test_the_summary_counts_every_step_once() -> None:
    steps = [replace(STEP, verdict=verdict) for verdict in VERDICTS]
    steps.append(replace(STEP, reason_verdict="unjustified", as_expected=False))
    summary = of(*steps).summary()
    assert summary["steps"] == len(VERDICTS) + 1
    assert sum(summary[verdict] for verdict in VERDICTS) == summary["steps"]
    assert summary["proved"] == 2
    assert summary["unjustified"] == summary["unexpected"] == 1


_error = InputError("f", 1, "m")
_open = replace(STEP, verdict="undecided")
_unread = replace(STEP, verdict="unread")
_unexpected = replace(STEP, as_expected=False)


@pytest.mark.parametrize(
    ("result", "code", "strict_code"),
    [
        (Result("1", ()), 0, 0),
        (of(STEP), 0, 0),
        (of(replace(STEP, verdict="refuted", expected="refuted")), 0, 0),
        (of(STEP, _unexpected), 1, 1),
        (of(STEP, errors=(_error,)), 2, 2),
        (of(_unexpected, errors=(_error,)), 2, 2),
        (of(_open), 0, 3),
        (of(_unread), 0, 3),
        (of(_open, _unexpected), 1, 1),
    ],
)
def test_exit_codes(result: Result, code: int, strict_code: int) -> None:
    assert result.exit_code() == code
    assert result.exit_code(strict=True) == strict_code
