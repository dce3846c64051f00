"""Runs in worker processes: time limits, workers that die, order and progress."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import pytest

import symkl.running
from symkl import KL, Derivation, FiniteSpace
from symkl.checking import Task, judge
from symkl.loading import Loaded
from symkl.running import StepJudge, check, run

P, Q = FiniteSpace("X", size="n").pmfs("P Q")


def derivation():
    return Derivation("two steps", id="two").start(KL(P, Q)).ge(0, by="Gibbs").ge(-1, ref="slow")


def slow(task: Task):
    time.sleep(60)


def killed(task: Task):
    os.kill(os.getpid(), signal.SIGKILL)


def failing(task: Task):
    raise RuntimeError("something unforeseen")


def nested(task: Task):
    raise RecursionError


def second_only(other):
    """A judge that does something else for the claim KL >= -1 (and the conclusion like it)."""

    def chosen(task: Task):
        (claim,) = task.claims.values()
        return judge(task) if claim.lhs.head == "kl" else other(task)

    return chosen


def noted(task: Task):
    with Path("judged").open("a") as file:
        file.write("x")
    time.sleep(0.9)
    return judge(task)


def late(task):
    return second_only(slow)(task)


def dies(task):
    return second_only(killed)(task)


def fails(task):
    return second_only(failing)(task)


def recurses(task):
    return second_only(nested)(task)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (late, "not decided within"),
        (dies, "ended unexpectedly"),
        (fails, "unforeseen"),
        (recurses, "nested"),
    ],
)
def test_a_step_that_fails_leaves_the_others(other, said, monkeypatch):
    monkeypatch.setattr(symkl.running, "judge", other)
    result = run(Loaded([derivation()]), timeout=4 if other is late else 30, jobs=1)
    first, second = result.derivations[0].steps
    assert first.verdict == "proved"
    assert second.verdict == "undecided"
    assert second.trust == "none"
    assert said in second.message
    assert result.derivations[0].verdict == "undecided"
    assert result.exit_code() == 0
    assert result.exit_code(strict=True) == 3


def test_runs_agree_with_checks_in_one_process():
    result = run(Loaded([derivation(), derivation()]), jobs=2)
    alone = check(derivation())
    for found in result.derivations:
        assert [step.verdict for step in found.steps] == [step.verdict for step in alone.steps]
        assert found.conclusion is not None
        assert found.conclusion.follows


@pytest.mark.parametrize("method", ["", "spawn"])
def test_single_steps_are_judged_as_runs_do(method):
    judging = StepJudge(method=method)
    try:
        chain = derivation()
        found = [judging.result(chain, step) for step in chain.steps]
    finally:
        judging.close()
    alone = check(derivation()).steps
    assert [(s.verdict, s.reason_verdict) for s in found] == [
        (s.verdict, s.reason_verdict) for s in alone
    ]
    judging.close()  # a second time changes nothing


def test_a_single_step_rests_on_what_is_proved_only():
    false = Derivation("false", id="false").start(KL(P, Q)).le(0)
    true = Derivation("true", id="true").start(KL(P, Q)).ge(0)
    judging = StepJudge()
    try:
        for cited, verdict in ((true, "justified"), (false, "unjustified")):
            relation = "ge" if cited is true else "le"
            citing = getattr(Derivation("citing").start(KL(P, Q)), relation)(0, by=cited)
            (alone,) = check(citing).steps
            found = judging.result(citing, citing.steps[0])
            assert found.reason_verdict == alone.reason_verdict == verdict
    finally:
        judging.close()


def test_a_single_step_has_a_time_limit_and_the_next_one_another_worker(monkeypatch):
    monkeypatch.setattr(symkl.running, "judge", late)
    judging = StepJudge(timeout=4)
    try:
        chain = derivation()
        second, first = (judging.result(chain, step) for step in chain.steps[::-1])
    finally:
        judging.close()
    assert (first.verdict, second.verdict) == ("proved", "undecided")
    assert "not decided within 4 s" in second.message


def test_progress_is_told():
    seen = []
    run(Loaded([derivation()]), jobs=1, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]  # two steps and the conclusion


def test_nothing_to_do():
    result = run(Loaded())
    assert result.derivations == ()
    assert result.exit_code(strict=True) == 0


def test_derivations_of_one_id_keep_their_own_verdicts():
    """A false step had the verdict of a true one when both derivations had no id."""
    true = Derivation("one").start(KL(P, Q)).ge(0)
    false = Derivation("two").start(KL(P, Q)).eq(KL(Q, P))
    found = run(Loaded([false, true]), jobs=1)
    assert [d.steps[0].verdict for d in found.derivations] == ["refuted", "proved"]


def test_what_an_errand_has_done_is_not_done_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(symkl.running, "judge", noted)
    monkeypatch.setattr(symkl.running, "SECONDS_TOGETHER", 4.0)
    chain = Derivation("four steps", id="four").start(KL(P, Q)).ge(0).ge(-1).ge(-2).ge(-3)
    (result,) = run(Loaded([chain]), jobs=1).derivations
    assert [step.verdict for step in result.steps] == ["proved"] * 4
    assert len(Path("judged").read_text()) == 5  # the conclusion as well, each of them once
