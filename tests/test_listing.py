"""What the terminal shows."""

from __future__ import annotations

import pytest

from symkl import KL, Derivation, FiniteSpace, check
from symkl.listing import code_lines, listing, rule_lines, summary_lines
from symkl.reading.diagnostics import CODES
from symkl.result import InputError, Result
from symkl.rules.catalogue import CATALOGUE

P, Q = FiniteSpace("X", size="n").pmfs("P Q")
FOUND = Result(
    "0",
    (
        check(Derivation("good", id="good").start(KL(P, Q)).ge(0, by="Gibbs", ref="N1")),
        check(Derivation("false", id="false").start(KL(P, Q)).eq(KL(Q, P))),
        check(Derivation("loose", id="loose").start(KL(P, Q)).ge(0, by="algebra")),
        check(Derivation("known", id="known").start(0).eq(1, expect="refuted")),
    ),
    (InputError("somewhere.py", 3, "expected Python"),),
)


def test_every_step_has_its_line():
    text = listing(FOUND)
    for derivation in FOUND.derivations:
        assert f"{derivation.file}:{derivation.line}: {derivation.title}" in text
        for step in derivation.steps:
            assert f"{step.line}: " in text
            assert step.statement in text
    assert "[N1]" in text
    assert "by Gibbs: justified" in text
    assert "conclusion: ✓ proved; the steps show it" in text


def test_counterexamples_are_shown_with_both_sides():
    text = listing(FOUND)
    (shown,) = [s.counterexample for s in FOUND.derivations[1].steps]
    assert "counterexample: n = 2" in text
    assert f"left side  {shown.lhs}" in text
    assert f"right side {shown.rhs}" in text


def test_what_is_unexpected_is_summed_up():
    text = list(summary_lines(FOUND))
    assert text[0].startswith("4 derivations, 4 steps: 2 proved, 2 refuted; 1 unjustified")
    assert sum("unexpected: found refuted" in line for line in text) == 1
    assert sum("unexpected: found proved, unjustified" in line for line in text) == 1
    assert text[-1].startswith("1 error in the input")
    assert "(expected)" in listing(FOUND)


def test_details_on_demand():
    short, long = listing(FOUND), listing(FOUND, verbose=True)
    assert "uses: " not in short
    assert "P sums to 1" in long
    assert "1 * gibbs" in long
    assert "50 digits" in long


def test_colours_on_demand():
    assert "\x1b[" not in listing(FOUND)
    assert "\x1b[32m" in listing(FOUND, styled=True)


def test_rules_are_found_by_words():
    assert len([line for line in rule_lines([]) if not line.startswith(" ")]) == len(CATALOGUE)
    found = [line for line in rule_lines(["jensen"]) if not line.startswith(" ")]
    assert found
    assert len(found) < len(CATALOGUE)
    assert list(rule_lines(["no", "such", "reason"])) == []


def test_codes_are_explained():
    for code, (about, advice) in CODES.items():
        assert list(code_lines(code)) == [f"{code}: {about}.", f"    {advice}"]
    with pytest.raises(KeyError):
        list(code_lines("SK000"))
