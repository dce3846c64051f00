from __future__ import annotations

from dataclasses import replace

import pytest

from symkl import KL, SPD, Derivation, Dimension, FiniteSpace, H, definition, log, trace
from symkl.derivation import Step
from symkl.handout import accepted as module
from symkl.handout.accepted import Lines, Question, accepted, orders
from symkl.handout.rewriting import part_at, places, rewritings
from symkl.handout.selection import Exercise
from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.language.printing import latex_of, text_of
from symkl.prove.edits.table import put
from symkl.prove.reasons import proof_by
from symkl.prove.search import prove
from symkl.rules.recognise import recognised

X = FiniteSpace("X", size="n")
P, Q = X.pmfs("P Q")
x = X.point("x")


def question(step: Step, blank: tuple[int, ...] = ()) -> Question:
    return Question(step.claims(), step.by, blank)


def forms_as_claims(step: Step, blank: tuple[int, ...] = ()) -> dict[str, Claim]:
    """Every rewriting of the blank, by how it is printed, as the step that it would make."""
    claim = step.claims()[""]
    old = part_at(claim.rhs, blank)
    return {
        latex_of(new, claim.context): replace(claim, rhs=put(claim.rhs, blank, new))
        for new in rewritings(old, claim.context)
    }


@pytest.mark.parametrize("index", range(4))
def test_every_accepted_form_is_proved_again_and_by_the_cited_reason(
    exercises: dict[str, Exercise], index: int
) -> None:
    step = exercises["chain"].derivation.steps[index]
    claims = forms_as_claims(step)
    found = accepted(question(step)).forms
    assert found
    for form in found:
        claim = claims[form]
        assert prove(replace(claim, lhs=step.claims()[""].rhs, relation="=")) is not None
        assert proof_by(recognised(step.by), claim) is not None


def test_forms_of_a_blank_are_forms_of_the_blank_alone() -> None:
    step = Derivation("d").start(KL(P, Q)).eq(X.sum(P(x) * log(P(x) / Q(x)), x)).steps[0]
    (path,) = (way for way, part in places(step.rhs.term) if part.head == "log")
    found = accepted(question(step, path)).forms
    assert r"\log P(x) - \log Q(x)" in found
    assert r"-\log\left(\frac{Q(x)}{P(x)}\right)" in found
    assert not any("sum" in form for form in found)


def test_a_form_that_the_cited_reason_does_not_give_is_not_right() -> None:
    step = (
        Derivation("d").start(log(P(x) * Q(x)) * 2).eq(2 * log(P(x) * Q(x)), by="algebra").steps[0]
    )
    assert all(r"\log P(x) + " not in form for form in accepted(question(step)).forms)


def test_a_false_rewriting_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    step = Derivation("d").start(KL(P, Q)).eq(X.sum(P(x) * log(P(x) / Q(x)), x)).steps[0]
    turned = terms.neg(step.rhs.term)
    monkeypatch.setattr(module, "rewritings", lambda term, context: iter([turned]))
    assert accepted(question(step)).forms == ()


def test_the_line_before_is_no_form_of_the_line() -> None:
    step = Derivation("d").start(log(P(x)) + log(Q(x))).eq(log(Q(x)) + log(P(x))).steps[0]
    assert r"\log P(x) + \log Q(x)" not in accepted(question(step)).forms


def test_reasons_are_those_that_give_the_step_and_no_wider_ones() -> None:
    chain = Derivation("d").start(-log(X.sum(Q(x), x))).eq(0, by="normalisation")
    found = accepted(question(chain.steps[0])).reasons
    assert found[0] == "normalisation"
    assert "log of one" in found
    assert not {"Gaussian moments", "algebra", "Jensen", "marginalisation"} & set(found)
    for name in found:
        assert proof_by(recognised(name), chain.steps[0].claims()[""]) is not None


def test_a_step_without_a_reason_gets_those_that_give_it() -> None:
    step = Derivation("d").start(KL(P, Q)).ge(0).steps[0]
    assert {"Gibbs", "Jensen"} <= set(accepted(question(step)).reasons)


def test_an_equivalence_has_reasons_and_no_forms(exercises: dict[str, Exercise]) -> None:
    found = accepted(question(exercises["same"].derivation.steps[0]))
    assert found.forms == ()
    assert "Gibbs" in found.reasons


def test_rewritings_of_matrices_and_notions_are_mostly_true() -> None:
    k = Dimension("k")
    S, T = SPD("S", k), SPD("T", k)
    step = Derivation("d").start(trace(S * T)).eq(trace(T * S)).steps[0]
    assert accepted(question(step)).forms == ()  # nothing but the line before
    start = trace(S * T * S)
    step = Derivation("d").start(start).eq(trace(S * S * T), by="cyclic trace").steps[0]
    assert r"\operatorname{tr}(T \, S \, S)" in accepted(question(step)).forms
    step = Derivation("d").start(H(P)).eq(H(P)).steps[0]
    assert any(r"\sum_{x}" in form for form in accepted(question(step)).forms)


def test_a_huge_side_is_not_searched() -> None:
    side = X.sum(P(x) * log(P(x)), x)
    total = side
    for _ in range(40):
        total = total + side
    step = Derivation("d").start(41 * side).eq(total).steps[0]
    assert accepted(question(step)).forms == ()


# --- orders ---------------------------------------------------------------------------------------


def test_every_order_that_is_accepted_is_a_proved_chain(exercises: dict[str, Exercise]) -> None:
    steps = tuple(exercises["chain"].derivation.steps)
    found = orders(Lines(steps))
    assert found[0] == (0, 1, 2, 3)
    for order in found:
        lhs = steps[0].lhs
        for place in order:
            step = replace(steps[place], lhs=lhs)
            assert proof_by(recognised(step.by), step.claims()[""]) is not None
            lhs = steps[place].rhs
        assert order[-1] == len(steps) - 1


def test_lines_that_may_change_places_are_found() -> None:
    a, b = log(P(x)), log(Q(x))
    chain = (
        Derivation("d").start(a + b + 1).eq(b + a + 1, by="algebra").eq(1 + a + b, by="algebra")
    ).eq(1 + b + a, by="algebra")
    assert set(orders(Lines(tuple(chain.steps)))) == {(0, 1, 2), (1, 0, 2)}


def test_the_order_matters_where_reasons_do() -> None:
    chain = (
        Derivation("d")
        .start(KL(P, Q))
        .eq(X.sum(P(x) * log(P(x) / Q(x)), x), by=definition(KL))
        .eq(X.sum(P(x) * (log(P(x)) - log(Q(x))), x), by="log of a quotient")
        .eq(-H(P) - X.sum(P(x) * log(Q(x)), x), by=definition(H))
    )
    assert orders(Lines(tuple(chain.steps))) == [(0, 1, 2)]


def test_text_of_rewritings_differs() -> None:
    step = Derivation("d").start(KL(P, Q)).eq(X.sum(P(x) * log(P(x) / Q(x)), x)).steps[0]
    claim = step.claims()[""]
    texts = [text_of(new, claim.context) for new in rewritings(claim.rhs, claim.context)]
    assert len(texts) == len(set(texts)) > 3
    assert text_of(claim.rhs, claim.context) not in texts
