from __future__ import annotations

import re
from dataclasses import replace

from symkl.messages.catalogue import LANGUAGES
from symkl.report.words import MARKS, Words
from symkl.result import VERDICTS, Conclusion, DerivationResult

ENGLISH = Words("en")


def test_every_verdict_has_its_own_mark_and_meaning() -> None:
    for language in LANGUAGES:
        meanings = Words(language).say.group("meaning")
        assert sorted(MARKS) == sorted(meanings) == sorted(VERDICTS)
        assert len(set(meanings.values())) == len(VERDICTS)
    assert len(set(MARKS.values())) == len(VERDICTS)


def test_only_a_proof_is_called_true() -> None:
    sentences = {v: ENGLISH.truth(Conclusion("a", "=", "b", v, "none", False)) for v in VERDICTS}
    assert [v for v, text in sentences.items() if text.startswith("It is true")] == ["proved"]
    assert "no proof" in sentences["supported"]


def test_models_are_written_with_their_rows() -> None:
    model = {"n": 2, "S": [["1", "0"], ["0", "1/2"]], "m": {"a": (1, 2)}}
    assert Words("en").model_rows(model) == [
        ("n", "2"),
        ("S", "[[1, 0], [0, 1/2]]"),
        ("m", "{a: [1, 2]}"),
    ]


def test_what_was_expected_is_said_when_it_matters(derivation: DerivationResult) -> None:
    step = derivation.steps[2]
    assert ENGLISH.expectation(step) == "expected"
    assert ENGLISH.expectation(replace(step, expected="")) == ""
    assert ENGLISH.expectation(replace(step, as_expected=False, expected="")) == "unexpected"
    missed = replace(step, as_expected=False, expected="proved")
    assert ENGLISH.expectation(missed) == "unexpected: proved was expected"


def test_a_derivation_without_faulty_steps_may_still_not_show_its_claim(
    derivation: DerivationResult,
) -> None:
    bare = replace(derivation, steps=derivation.steps[:2])
    assert ENGLISH.shown(bare) == "This derivation does not show it."


def test_the_sentence_names_only_the_first_faults(derivation: DerivationResult) -> None:
    many = replace(derivation, steps=derivation.steps[2:3] * 9)
    assert ENGLISH.shown(many).count("is refuted") == 5
    assert ENGLISH.shown(many).endswith("; and 4 more.")


def test_chinese_sentences_hold_no_english(derivation: DerivationResult) -> None:
    chinese = Words("zh")
    assert chinese.shown(derivation).startswith("这一推导没有证明它：第 3 步（N2）已否定，且")
    assert chinese.step_name(derivation.steps[0]) == "第 1 步（D1）"
    told = [chinese.explanation(step) for step in derivation.steps[:4]]
    told += [chinese.expectation(derivation.steps[2]), chinese.counts(derivation.steps)]
    assert not re.search("[a-z]", "".join(told))
