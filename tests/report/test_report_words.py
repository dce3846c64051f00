from __future__ import annotations

from dataclasses import replace

from symkl.report import words
from symkl.result import VERDICTS, Conclusion, DerivationResult


def test_every_verdict_has_its_own_mark_and_meaning() -> None:
    assert tuple(sorted(words.MARKS)) == tuple(sorted(words.MEANING)) == tuple(sorted(VERDICTS))
    assert len(set(words.MARKS.values())) == len(VERDICTS)


def test_only_a_proof_is_called_true() -> None:
    sentences = {v: words.truth(Conclusion("a", "=", "b", v, "none", False)) for v in VERDICTS}
    assert [v for v, text in sentences.items() if text.startswith("It is true")] == ["proved"]
    assert "no proof" in sentences["supported"]


def test_models_are_written_with_their_rows() -> None:
    model = {"n": 2, "S": [["1", "0"], ["0", "1/2"]], "m": {"a": (1, 2)}}
    assert words.model_rows(model) == [
        ("n", "2"),
        ("S", "[[1, 0], [0, 1/2]]"),
        ("m", "{a: [1, 2]}"),
    ]


def test_what_was_expected_is_said_when_it_matters(derivation: DerivationResult) -> None:
    step = derivation.steps[2]
    assert words.expectation(step) == "expected"
    assert words.expectation(replace(step, expected="")) == ""
    assert words.expectation(replace(step, as_expected=False, expected="")) == "unexpected"
    missed = replace(step, as_expected=False, expected="proved")
    assert words.expectation(missed) == "unexpected: proved was expected"


def test_a_derivation_without_faulty_steps_may_still_not_show_its_claim(
    derivation: DerivationResult,
) -> None:
    bare = replace(derivation, steps=derivation.steps[:2])
    assert words.shown(bare) == "This derivation does not show it."


def test_the_sentence_names_only_the_first_faults(derivation: DerivationResult) -> None:
    many = replace(derivation, steps=derivation.steps[2:3] * 9)
    assert words.shown(many).count("is refuted") == 5
    assert words.shown(many).endswith("; and 4 more.")
