"""SymPy's word beside the models': what it changes, and all that it must not change."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sympy import __version__ as VERSION

from symkl import (
    Derivation,
    E,
    Normal,
    Rational,
    cos,
    digamma,
    exp,
    log,
    numbers,
    positives,
    running,
)
from symkl.checking import Effort, Judgement, Task, judge
from symkl.consulting import wants_sympy, with_sympy
from symkl.listing import listing
from symkl.loading import Loaded
from symkl.messages.translation import translated
from symkl.report import write_reports
from symkl.result import Result
from symkl.running import StepJudge, check, run
from symkl.symbolic import opinion
from symkl.symbolic.opinion import Agreement

a, b = positives("a b")
m = numbers("m")[0]
HALF = Rational(1, 2)
DOUBLED = digamma(a) / 2 + digamma(a + HALF) / 2 + log(2)
ALWAYS = Agreement("a wrong answer", VERSION, ())


def derivation(lhs: object, rhs: object, relation: str = "eq") -> Derivation:
    start = Derivation("A claim").start(lhs)
    return {"eq": start.eq, "ge": start.ge}[relation](rhs)


def true_one() -> Derivation:
    return derivation(digamma(2 * a), DOUBLED)


def task_of(one: Derivation, effort: Effort = running.USUAL) -> Task:
    return running._task(one.steps[0], effort)


def consulted(one: Derivation) -> Judgement:
    task = task_of(one)
    return with_sympy(task, judge(task))


def test_what_models_support_and_sympy_confirms_says_so() -> None:
    found = consulted(true_one())
    assert (found.verdict, found.trust) == ("supported", "sympy")
    assert found.message == (
        f"SymPy {VERSION} agrees (by expand_func), and 20 models to 50 digits, "
        "but no proof was found"
    )
    assert [hypothesis.text for hypothesis in found.hypotheses] == ["a > 0"]
    assert found.certificate == {}
    assert found.reason_verdict == "none"


def test_what_is_false_is_refuted_whatever_sympy_says(monkeypatch) -> None:
    monkeypatch.setattr(opinion, "agreement", lambda claim: ALWAYS)
    found = consulted(derivation(digamma(2 * a), DOUBLED - log(2)))
    assert (found.verdict, found.trust) == ("refuted", "numeric")


def test_without_the_hypothesis_models_stand_alone() -> None:
    found = consulted(derivation(log(m**2), 2 * log(m)))
    assert (found.verdict, found.trust) == ("supported", "numeric")
    assert "a side has no value" in found.message


def test_a_side_without_a_value_is_no_agreement(monkeypatch) -> None:
    monkeypatch.setattr(opinion, "agreement", lambda claim: ALWAYS)
    assert consulted(derivation(log(m**2), 2 * log(m))).trust == "numeric"


WITHOUT_SUPPORT = {
    "proved": lambda: derivation(log(a * b), log(a) + log(b)),
    "refuted": lambda: derivation(cos(m), 1),
    "undecided": lambda: derivation(_mean_of_exponential(), exp(Rational(1, 2))),
    "an inequality": lambda: derivation(1 / (a * (a + 1)), 1 / a - 1 / (a + 1), "ge"),
}


def _mean_of_exponential() -> object:
    law = Normal("p", 0, 1)
    point = law.point("t")
    return E(law, point)(exp(point))


@pytest.mark.parametrize("name", WITHOUT_SUPPORT)
def test_no_other_verdict_is_touched(name: str, monkeypatch) -> None:
    monkeypatch.setattr(opinion, "agreement", lambda claim: ALWAYS)
    task = task_of(WITHOUT_SUPPORT[name]())
    found = judge(task)
    assert not wants_sympy(task, found)
    assert with_sympy(task, found) == found


def test_verdicts_of_others_stay(monkeypatch) -> None:
    """Undecided and refuted steps stay what they are, even if SymPy is asked by mistake."""
    monkeypatch.setattr(opinion, "agreement", lambda claim: ALWAYS)
    task = task_of(true_one())
    for verdict, trust in [("undecided", "none"), ("refuted", "numeric"), ("proved", "kernel")]:
        found = Judgement(verdict, trust, "")  # type: ignore[arg-type]
        assert with_sympy(task, found) is found


def test_few_models_or_digits_are_not_enough(monkeypatch) -> None:
    monkeypatch.setattr(opinion, "agreement", lambda claim: ALWAYS)
    few = task_of(true_one(), Effort(models=2))
    assert with_sympy(few, judge(few)).trust == "numeric"
    short = task_of(true_one(), Effort(digits=10))
    assert with_sympy(short, judge(short)).verdict == "undecided"


@pytest.mark.parametrize("error", [RecursionError, ValueError, MemoryError, NotImplementedError])
def test_what_sympy_raises_changes_nothing(error: type[Exception], monkeypatch) -> None:
    def fail(claim: object) -> None:
        raise error("no")

    monkeypatch.setattr(opinion, "agreement", fail)
    found = consulted(true_one())
    assert (found.verdict, found.trust) == ("supported", "numeric")


def _never(claim: object) -> None:
    while True:
        time.sleep(0.05)


def named(one: Derivation) -> Derivation:
    one.id = "claim"
    return one


WAYS: dict[str, Callable[[Derivation], object]] = {
    "a run": lambda one: run(Loaded([named(one)]), timeout=5).derivations[0].steps[0],
    "a check": lambda one: check(one).steps[0],
    "a test": lambda one: _by_judge(one),
}


def _by_judge(one: Derivation) -> object:
    judging = StepJudge(timeout=5)
    try:
        return judging.result(one, one.steps[0])
    finally:
        judging.close()


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_checking_asks(way: str) -> None:
    found = WAYS[way](true_one())
    assert (found.verdict, found.trust) == ("supported", "sympy")  # type: ignore[attr-defined]


@pytest.mark.parametrize("way", WAYS)
def test_an_answer_that_never_comes_costs_its_time_alone(way: str, monkeypatch) -> None:
    monkeypatch.setattr(opinion, "agreement", _never)
    monkeypatch.setattr(running, "SECONDS_OF_SYMPY", 0.3)
    found = WAYS[way](true_one())
    assert (found.verdict, found.trust) == ("supported", "numeric")  # type: ignore[attr-defined]
    assert "holds in 20 models" in found.message  # type: ignore[attr-defined]


def test_without_processes_nobody_is_asked(monkeypatch) -> None:
    monkeypatch.setattr(running.multiprocessing, "get_all_start_methods", lambda: ["spawn"])
    assert check(true_one()).steps[0].trust == "numeric"


def test_the_conclusion_and_audits_know_it() -> None:
    chain = true_one().eq(digamma(a) / 2 + digamma(a + HALF) / 2 + log(4) / 2)
    found = check(chain, hypotheses=True)
    assert [step.trust for step in found.steps] == ["sympy", "kernel"]
    assert found.steps[0].sensitivity == ()
    assert found.conclusion is not None
    assert found.conclusion.trust == "sympy"
    assert found.verdict == "supported"


@pytest.fixture(scope="module")
def result() -> Result:
    return run(Loaded([named(true_one())]))


def test_lists_and_records_say_so(result: Result) -> None:
    assert f"SymPy {VERSION} agrees" in listing(result)
    again = Result.from_json(result.to_json())
    assert again.derivations[0].steps[0].trust == "sympy"


@pytest.mark.parametrize(
    ("language", "said", "basis"),
    [
        ("en", f"SymPy {VERSION} agrees (by expand_func), and 20 models", "by SymPy and numbers"),
        ("zh", "与之相符", "由 SymPy 和数值"),
    ],
)
def test_pages_say_so(language: str, said: str, basis: str, result: Result, tmp_path: Path) -> None:
    write_reports(result, tmp_path, language=language)  # type: ignore[arg-type]
    for page in ("claim.html", "claim.tex"):
        text = (tmp_path / page).read_text("utf-8")
        assert basis in text
        assert f"SymPy {VERSION}" in text
        assert said in text or page.endswith(".tex")


def test_the_message_is_translated(result: Result) -> None:
    message = result.derivations[0].steps[0].message
    assert translated(message, "zh") == (
        f"SymPy {VERSION} 与之相符（expand_func），20 个模型到 50 位也相符，但没有找到证明"
    )
