from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

import symkl
from symkl.kernel.catalogue import ALWAYS, FACTS, LAWS
from symkl.kernel.check import CHECKERS, REDUCTIONS
from symkl.kernel.families import FAMILIES, SUPPORTS
from symkl.kernel.hypotheses import TEXTS
from symkl.kernel.statistics import WORDS
from symkl.loading import load
from symkl.messages import catalogue
from symkl.messages.catalogue import LANGUAGES, BadCatalogue, Messages, entries, placeholders
from symkl.messages.translation import texts, translated, translation
from symkl.mutation import NAMES
from symkl.reading.inputs import load_inputs
from symkl.report.standing import Proof, Statement
from symkl.result import OUTCOMES, VERDICTS, ReasonState, Trust
from symkl.rules.catalogue import CATALOGUE
from symkl.running import run

PACKAGE = Path(symkl.__file__).parent
KEY = re.compile(r"""(?<![\w.])say\(\s*"([a-z_.]+)["']""")
CHOSEN = re.compile(r'say\(\s*"([a-z_.]+)" if .*? else "([a-z_.]+)"')
SPEECH = "from symkl.display.speech import say"
# Keys that code puts together out of a table and a word.
TABLES = {
    "verdict": (*VERDICTS, "unjustified"),
    "meaning": VERDICTS,
    "trust": get_args(Trust),
    "trust_name": get_args(Trust),
    "reason_verdict": get_args(ReasonState),
    "truth": VERDICTS,
    "fact_name": tuple(FACTS),
    "proof_kind": (*CHECKERS, *REDUCTIONS),
    "statement_state": get_args(Statement),
    "border": get_args(Statement),
    "proof_state": get_args(Proof),
    "filling": get_args(Proof),
}


def sources() -> list[Path]:
    return [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.j2")]


@pytest.mark.parametrize("key", sorted(entries()))
def test_every_message_is_there_in_every_language(key: str) -> None:
    entry = entries()[key]
    assert tuple(entry) == LANGUAGES
    assert len({placeholders(text) for text in entry.values()}) == 1
    blank = [language for language, text in entry.items() if not text.strip()]
    assert blank in ([], list(LANGUAGES)) or key.endswith("separator")


def test_every_message_that_is_asked_for_exists() -> None:
    asked = set()
    for file in sources():
        text = file.read_text("utf-8")
        if SPEECH in text or file.name == "speech.py":
            continue
        asked |= set(KEY.findall(text))
        asked |= {key for pair in CHOSEN.findall(text) for key in pair}
    assert len(asked) > 60
    assert {key for key in asked if not key.endswith(".")} <= set(entries())


def test_every_text_that_is_spoken_has_a_translation() -> None:
    """What is said by :mod:`symkl.display.speech` is asked for by its English text."""
    spoken = {
        said.replace("\\", "")
        for file in sources()
        if SPEECH in (text := file.read_text("utf-8"))
        for said in re.findall(r"""(?<![\w.])say\(\s*f?["']([^"'{}]+)["']""", text)
    }
    assert {"conclusion", "the steps show it", "uses", "unjustified"} <= spoken
    assert {said for said in spoken if translation(said) is None} == set()


@pytest.mark.parametrize(("table", "words"), TABLES.items())
def test_tables_have_every_word(table: str, words: tuple[str, ...]) -> None:
    for language in LANGUAGES:
        assert set(words) <= set(Messages(language).group(table))


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        ({"en": "a"}, "expected en, zh, found en"),
        ({"en": "{a}", "zh": "{b}"}, "different placeholders"),
        ({"en": "a", "zh": "b", "de": "c"}, "found de, en, zh"),
    ],
)
def test_an_entry_without_a_language_is_refused(entry: dict[str, str], wrong: str) -> None:
    with pytest.raises(BadCatalogue, match=wrong):
        catalogue._checked("x", entry)


def test_a_placeholder_must_have_a_value() -> None:
    with pytest.raises(KeyError):
        Messages("en")("step.details")


# --- texts of results -----------------------------------------------------------------------------


def fixed_texts() -> list[str]:
    of_reasons = [
        text
        for reason in CATALOGUE
        for text in (reason.name, reason.statement, reason.inference, reason.source)
    ]
    conditions = [text for reason in CATALOGUE for text in reason.conditions]
    other = {"moments": "mean m and covariance S"}
    hypotheses = [text.format("P", other.get(kind, "Q")) for kind, text in TEXTS.items()]
    facts = [f"1/2 * {fact.name}" for fact in FACTS.values()]
    axioms = [*(fact.statement for fact in FACTS.values()), *LAWS.values(), *ALWAYS]
    families = [family.title.format("a", "b") for family in FAMILIES.values()]
    families += [*SUPPORTS.values(), *WORDS.values()]
    slips = NAMES.values()
    found = (of_reasons, conditions, hypotheses, facts, axioms, families, slips, OUTCOMES.values())
    return [text for texts in found for text in texts]


def is_prose(text: str) -> bool:
    """Whether a text has words of a language, not formulas, names and sources alone."""
    words = re.findall(r"[a-z]{3,}", re.sub(r"\$[^$]*\$", "", text))
    return bool(set(words) - {"log", "sum", "exp", "det", "delta", "symkl"})


@pytest.mark.parametrize("text", sorted(set(fixed_texts())))
def test_reasons_hypotheses_and_outcomes_have_a_translation(text: str) -> None:
    assert not is_prose(text) or translation(text) is not None


@pytest.mark.parametrize("text", sorted(texts()))
def test_every_text_is_found_again_with_names_in_it(text: str) -> None:
    # What stands for {told} has a translation, or the text is another one.
    values = {name: f"q{place}" for place, name in enumerate(placeholders(text) - {"told"})}
    filled = text.format(**values, told="pmf")
    found = translated(filled, "zh")
    same = texts()[text] == text
    assert (found == filled) == same
    assert all(value in found for value in values.values())


def test_a_text_that_takes_only_what_has_a_translation() -> None:
    assert translated("p is uniform between a and b", "zh") == "p 是 a 与 b 之间的均匀密度"
    assert translated("p is a magic density", "zh") == "p is a magic density"


def test_a_sentence_takes_no_list_of_sentences_for_a_name() -> None:
    law = "what a named family is known to have as means of x, log x and the like"
    assert translated(f"marginalisation; {law}", "zh") == f"边缘化；{translation(law)}"
    assert translated("p vanishes outside (0, 1)", "zh") == "p 在 (0, 1) 之外为 0"


def test_a_word_of_an_author_is_not_translated() -> None:
    told = translated("expected one of pmf, log, found positive", "zh")
    assert told == "此处应为以下之一：pmf, log，却是 positive"


def test_words_of_our_own_are_translated_between_quotes() -> None:
    text = "the text says {!r}, which is not read as a hypothesis"
    assert "“一个数，如特殊情形”" in translated(text.format("a number, as in a special case"), "zh")
    assert "'deterministic'" in translated(text.format("deterministic"), "zh")


def test_what_stands_in_a_text_is_translated_too() -> None:
    assert translated("right to left: no proof was found", "zh") == "从右到左：没有找到证明"
    assert translated("marginalisation and Jensen", "zh") == "边缘化、Jensen 不等式"
    assert translated("marginalisation and magic", "zh") == "marginalisation and magic"
    assert translated("marginalisation", "en") == "marginalisation"


def test_braces_and_long_texts_do_no_harm() -> None:
    assert translated("{x.__class__} sums to 1", "zh") == "{x.__class__} 之和为 1"
    assert translated("a and " * 4000, "zh") == "a and " * 4000


def test_names_put_together_are_translated_even_if_they_hold_an_and() -> None:
    both = "expectation and trace commute and factoring out"
    assert translated(both, "zh") == "期望与迹可交换、提出公因子"
    assert translated("log t <= t - 1 and Gibbs", "zh") == "log t <= t - 1、Gibbs 不等式"


def test_statements_put_together_are_translated_even_if_they_hold_a_semicolon() -> None:
    reasons = [reason for reason in CATALOGUE if "; " in reason.statement]
    for first, second in pairwise(reasons):
        found = translated(f"{first.statement}; {second.statement}", "zh")
        assert "; " not in found
        assert "；" in found


def test_a_long_list_that_has_no_translation_takes_no_long_time() -> None:
    assert translation("x; " * 300 + "no such words") is None


def test_nearly_everything_that_checking_says_has_a_translation(loaded_texts: list[str]) -> None:
    told = [text for text in loaded_texts if text and is_prose(text)]
    assert len(told) > 200
    missing = sorted({text for text in told if translation(text) is None})
    assert missing == []


@pytest.fixture(scope="module")
def loaded_texts() -> list[str]:
    """What the result of a few derivations and articles holds."""
    root = PACKAGE.parent
    documents = root / "tests" / "reading" / "documents"
    names = ["elbo.md", "gibbs.md", "unread.md", "norms.md", "slides.md", "mutual-zh.md"]
    inputs = load_inputs([str(documents / name) for name in names])
    inputs.loaded = inputs.loaded.joined(load([str(root / "derivations" / "kl_nonnegativity.py")]))
    result = run(inputs.loaded, hypotheses=True)
    steps = [step for found in result.derivations for step in found.steps]
    return [
        *(text for found in result.derivations for text in found.assumptions),
        *(text for d in result.documents for x in d.diagnoses for text in (x.message, x.help)),
        *(text for step in steps for text in (step.message, step.reason_message, step.reason)),
        *(text for step in steps for text in (*step.hypotheses, *step.facts)),
        *(item.because for step in steps for item in step.repair),
        *(item.words for step in steps for item in step.sensitivity),
    ]


@pytest.mark.parametrize(
    ("text", "chinese"),
    [
        ("no value: a matrix that is not positive definite", "没有值：非正定的矩阵"),
        ("Sigma positive definite", "Sigma 正定"),
        ("KL is nonnegative", "Gibbs 不等式"),
        ("true, but not by KL is nonnegative", "成立，但不能由 Gibbs 不等式推出"),
        ("X and Y independent", "X 与 Y 独立"),
    ],
)
def test_a_sentence_is_not_cut_where_another_would_leave_english(text: str, chinese: str) -> None:
    assert translated(text, "zh") == chinese
