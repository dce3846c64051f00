"""What an author may have meant, from the worker process to the terminal and the reports."""

from __future__ import annotations

import json

import pytest

from symkl import KL, CrossEntropy, Derivation, FiniteSpace, H, check
from symkl.checking import Judgement, Task
from symkl.listing import listing
from symkl.loading import Loaded
from symkl.report.html import page
from symkl.report.latex import document
from symkl.result import Repair, Result
from symkl.running import run

P, Q = FiniteSpace("X", size="n").pmfs("P Q")


def chain() -> Derivation:
    """A false step, a true one with a wrong reason, and a good one."""
    return (
        Derivation("cross-entropy", id="cross-entropy")
        .start(KL(P, Q))
        .eq(CrossEntropy(P, Q) + H(P), by="algebra", expect="refuted")
        .ge(CrossEntropy(P, Q), by="entropy is nonnegative")
        .ge(0, by="log of a reciprocal", expect="unjustified")
    )


def raising(task: Task, found: Judgement) -> Judgement:
    raise RuntimeError("the search for offers broke down")


def loaded() -> Loaded:
    found = Loaded()
    found.derivations.append(chain())
    return found


def test_the_record_says_what_was_meant() -> None:
    false, good, unjustified = check(chain()).steps
    assert (
        Repair(
            r"D_{\mathrm{KL}}(P \,\|\, Q)",
            "=",
            "H(P, Q) - H(P)",
            "with -H(P) instead of H(P)",
            "KL(P || Q) = H(P, Q) - H(P)",
        )
        in false.repair
    )
    assert good.repair == ()
    assert unjustified.repair
    for repair in unjustified.repair:
        assert (repair.lhs, repair.relation, repair.rhs) == ("H(P, Q)", ">=", "0")
        assert repair.because.startswith("by ")
        assert repair.statement == ""


def test_worker_processes_find_the_same() -> None:
    here, there = check(chain()), run(loaded(), jobs=1).derivations[0]
    assert [s.repair for s in there.steps] == [s.repair for s in here.steps]


def test_a_search_that_breaks_down_costs_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("symkl.running.with_offers", raising)
    steps = run(loaded(), jobs=1).derivations[0].steps
    assert [step.verdict for step in steps] == ["refuted", "proved", "proved"]
    assert not any(step.repair for step in steps)


def test_progress_counts_each_step_once() -> None:
    seen: list[tuple[int, int]] = []
    run(loaded(), jobs=1, progress=lambda done, of: seen.append((done, of)))
    assert seen[-1] == (len(set(seen)), seen[-1][1])
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert max(done for done, _ in seen) == seen[0][1]


def test_terminal_pages_and_files_show_it() -> None:
    derivation = check(chain())
    result = Result("1", (derivation,))
    text = listing(result)
    meant = "did you mean: KL(P || Q) = H(P, Q) - H(P)  (with -H(P) instead of H(P))"
    assert meant in text
    assert "did you mean: by " in text
    for report in (page(derivation, "1"), document(derivation, "1")):
        assert "instead of H(P)" in report
    assert Result.from_json(result.to_json()).to_json() == result.to_json()
    assert json.loads(result.to_json())["derivations"][0]["steps"][0]["repair"]
