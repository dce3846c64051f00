"""Functions that the text defines: written out where they are used, and nowhere else."""

from __future__ import annotations

import pytest
from conftest import Judge

RATIO = r"\frac{p(x)}{q(x)}"
TRUE = r"$$ \mathbb E_q[w(x)\log w(x)] = D(p\|q) $$"
FALSE = r"$$ \mathbb E_q[w(x)\log w(x)] = D(q\|p) $$"
SAID = [
    rf"Let $w(x) = {RATIO}$. Then",
    rf"Define $w(x) := {RATIO}$. Then",
    rf"With $w(x) = {RATIO}$ we have",
    rf"The weight of $x$ is $$ w(x) = {RATIO}. $$ So",
    rf"设 $w(x) = {RATIO}$, 则",
    rf"Soit $w(x) = {RATIO}$. Alors",
    r"Let $w(x) = r(x)$ where $r(x) = p(x)/q(x)$. Then",
]


@pytest.mark.parametrize("said", SAID)
def test_it_is_written_out(judged: Judge, said: str) -> None:
    assert judged(f"{said} {TRUE}")[-1].verdict == "proved"
    assert judged(f"{said} {FALSE}")[-1].verdict == "refuted"


def test_without_the_definition_nothing_is_said(judged: Judge) -> None:
    assert judged(TRUE)[-1].verdict == "refuted"  # of any w


def test_it_holds_under_its_heading(judged: Judge) -> None:
    text = f"# One\n\nLet $w(x) = {RATIO}$.\n\n# Two\n\n{TRUE}"
    assert judged(text)[-1].verdict == "undecided"  # it may still be meant


def test_a_choice_holds_for_its_sentence(judged: Judge) -> None:
    side = r"\sum_x q(x) f\left(\frac{p(x)}{q(x)}\right)"
    text = rf"""For $f(t) = t\log t$ we get $$ {side} = D(p\|q). $$ For $f(t) = -\log t$ we get
$$ {side} = D(q\|p). $$ For every $f$ it is nonnegative: $$ {side} \ge 0. $$"""
    found = [step.verdict for step in judged(text)]
    assert found == ["definition", "proved", "definition", "proved", "refuted"]


@pytest.mark.parametrize(
    "again", [r"$$ w(x) = \frac{q(x)}{p(x)} $$", r"- $w(x) = \frac{q(x)}{p(x)}$"]
)
def test_what_is_said_to_be_two_things_is_neither(judged: Judge, again: str) -> None:
    found = judged(f"Let $w(x) = {RATIO}$.\n\n{again}\n\n$$ \\mathbb E_q[w(x)] = 1 $$")
    assert found[-2].verdict == "undecided"
    assert found[-1].verdict not in ("proved", "refuted")


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        (r"g(x) = \frac{p(x,y)}{q(x)}", r"\sum_{x,y} q(x) g(x) = 1"),
        (r"g(x) = \sum_y p(x,y) h(y)", r"\sum_{x,y} g(y) p(x,y) = \sum_x g(x)"),
        (r"g(x) = \frac{p(x,y)}{q(x)}", r"\mathbb E_{p(x,y)}[g(x)] = 1"),
        (r"g(x) = \mathbb E_p[p(x)]", r"\sum_x p(x) g(x) = \sum_x p(x)^2"),
    ],
)
def test_nothing_is_captured(judged: Judge, said: str, claim: str) -> None:
    assert judged(f"Let ${said}$. Then $$ {claim} $$")[-1].verdict not in ("proved", "refuted")


def test_a_density_is_no_function(judged: Judge) -> None:
    said = r"Let $f(x) = \lambda e^{-\lambda x}$ for $x \ge 0$. Then"
    assert judged(rf"{said} $$ \int f(x) dx = 1 $$")[-1].verdict != "refuted"
    assert judged(rf"{said} $$ \int f(x) dx = 2 $$")[-1].verdict != "proved"


def test_the_entropy_of_a_number_is_no_other_entropy(judged: Judge) -> None:
    said = r"Let $H(p) = -p\log p - (1-p)\log(1-p)$. Then"
    assert judged(rf"{said} $$ H(1-p) = H(p) $$")[-1].verdict == "proved"
    assert "1 - " not in judged(rf"{said} $$ H(X) \le \log n $$")[-1].statement


def test_a_notation_for_other_laws(judged: Judge) -> None:
    said = r"Define $J(P,Q) = D(P\|Q) + D(Q\|P)$."
    assert judged(rf"{said} Then $$ J(R,S) = J(S,R) $$")[-1].verdict == "proved"
    assert judged(rf"{said} Then $$ J(R,S) = 2 D(R\|S) $$")[-1].verdict == "refuted"


def test_an_example_is_no_definition(judged: Judge) -> None:
    claim = r"$$ \sum_x Q(x) f\left(\frac{P(x)}{Q(x)}\right) \ge 0 $$"
    said = r"Let $f$ be a function, for instance $f(t) = t\log t$. Then"
    assert judged(f"{said} {claim}")[-1].verdict not in ("proved",)
    assert "log" not in judged(f"{said} {claim}")[-1].statement


def test_what_holds_in_general_is_about_all_functions(judged: Judge) -> None:
    claim = r"$$ \sum_x Q(x) f\left(\frac{P(x)}{Q(x)}\right) \ge 0 $$"
    said = r"Let $f$ be a convex function. Take $f(t) = t\log t$. Then"
    assert judged(f"{said} {claim}")[-1].verdict == "proved"
    assert "log" not in judged(f"{said} {claim} In general, {claim}")[-1].statement


def test_what_is_written_out_is_a_factor(judged: Judge) -> None:
    said = r"Let $f(t) = t\log t$. Then"
    assert judged(rf"{said} $$ a f(2) = 2 a \log 2 $$")[-1].verdict == "proved"
    assert judged(rf"{said} $$ p(x) f(2) = p(x) \log 2 $$")[-1].verdict == "refuted"
    assert judged(rf"{said} $$ \log f(2) x = 0 $$")[-1].verdict == "unread"  # how far log reaches


def test_a_mean_in_angle_brackets_is_a_factor(judged: Judge) -> None:
    assert judged(r"$$ \beta\langle\log q\rangle_q = -\beta H(q) $$")[-1].verdict == "proved"
    assert judged(r"$$ \beta\langle\log q\rangle_q = \beta H(q) $$")[-1].verdict == "refuted"


def test_what_a_function_is_said_to_be_is_not_forgotten(judged: Judge) -> None:
    said = r"Let $g(\lambda) = D(P \| \lambda P + (1-\lambda) Q)$. Then"
    assert judged(rf"{said} $$ g(0) = D(P\|Q) $$")[-1].verdict != "refuted"
