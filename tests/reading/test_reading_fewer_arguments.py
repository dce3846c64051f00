"""Notations with fewer arguments than they have, and those that are let or written at a brace."""

from __future__ import annotations

import pytest
from conftest import Judge

SAID = r"Let $p(x,z)$ be a joint density and $q(z)$ a density. "
BOUND = r"\mathbb{E}_q\left[\log\frac{p(x,z)}{q(z)}\right]"
DEFINED = rf"$$ \mathcal{{L}}(q; x) := {BOUND} $$ "


def gap(written: str, divergence: str = r"D_{KL}(q(z)\|p(z|x))") -> str:
    return rf"Then $$ \log p(x) - {written} = {divergence} $$"


REVERSED = r"D_{KL}(p(z|x)\|q(z))"


@pytest.mark.parametrize("written", [r"\mathcal{L}(q)", r"\mathcal{L}[q]", r"\mathcal{L}(x)"])
def test_some_of_its_arguments_say_which_is_meant(judged: Judge, written: str) -> None:
    assert judged(SAID + DEFINED + gap(written))[-1].verdict == "proved"
    assert judged(SAID + DEFINED + gap(written, REVERSED))[-1].verdict == "refuted"
    assert judged(SAID + gap(written))[-1].verdict == "unread"


def test_without_arguments_it_is_doubtful(judged: Judge) -> None:
    assert judged(SAID + DEFINED + gap(r"\mathcal{L}"))[-1].verdict == "proved"
    assert judged(SAID + DEFINED + gap(r"\mathcal{L}", REVERSED))[-1].verdict == "undecided"
    assert judged(SAID + gap(r"\mathcal{L}"))[-1].verdict == "undecided"


@pytest.mark.parametrize("written", [r"\mathcal{L}(y)", r"\mathcal{L}_1(q)", r"\mathcal{L}(x, q)"])
def test_other_arguments_say_nothing(judged: Judge, written: str) -> None:
    assert judged(SAID + DEFINED + gap(written))[-1].verdict == "unread"


def test_of_two_neither_is_meant(judged: Judge) -> None:
    other = r"$$ \mathcal{L}(q, y) := \mathbb{E}_q[\log p(x|z)] $$ "
    assert judged(SAID + DEFINED + other + gap(r"\mathcal{L}(q)"))[-1].verdict == "unread"


def test_an_equation_may_say_what_the_shorter_one_is(judged: Judge) -> None:
    total = r"The total is $$ \mathcal{L}(q) = \mathbb{E}_{p(x)}[\mathcal{L}(q;x)]. $$ "
    found = judged(SAID + DEFINED + total + r"$$ \mathcal{L}(q) = \mathcal{L}(q;x) $$")
    assert [step.verdict for step in found] == ["definition", "definition", "refuted"]


@pytest.mark.parametrize("word", ["Let", "Consider", "Set", "Take"])
def test_what_is_let_is_a_notation(judged: Judge, word: str) -> None:
    let = rf"{word} $\mathcal{{L}}(q) = {BOUND}$. "
    assert judged(SAID + let + gap(r"\mathcal{L}(q)"))[-1].verdict == "proved"
    assert judged(SAID + let + gap(r"\mathcal{L}(q)", REVERSED))[-1].verdict == "refuted"


def test_what_is_supposed_of_a_known_quantity_is_no_notation(judged: Judge) -> None:
    assert judged(r"Suppose that $I(X;Y) = H(X)$. Then $$ H(X|Y) = 0 $$")[-1].verdict == "proved"
    assert judged(r"$$ H(X|Y) = 0 $$")[-1].verdict != "proved"


LABELS = [r"\mathcal{L}(q)", r"\mathcal{L}", r"\text{ELBO}", r"=: \mathcal{L}(q)"]


@pytest.mark.parametrize("label", LABELS)
def test_a_brace_gives_a_name(judged: Judge, label: str) -> None:
    whole = rf"\underbrace{{{BOUND}}}_{{{label}}} + D_{{KL}}(q(z)\|p(z|x))"
    name = label.removeprefix("=: ")
    text = rf"{SAID} $$ \log p(x) = {whole} $$ "
    true = r"\mathbb{E}_q[\log p(x|z)] - D_{KL}(q(z)\|p(z))"
    assert judged(rf"{text} $$ {name} = {true} $$")[-1].verdict == "proved"
    assert judged(rf"{text} $$ {name} \ge \log p(x) $$")[-1].verdict == "refuted"


@pytest.mark.parametrize("label", [r"H(q)", r"f", r"\text{bias}", r"C", r"I(X;Z)"])
def test_other_labels_are_remarks(judged: Judge, label: str) -> None:
    whole = rf"\underbrace{{{BOUND}}}_{{{label}}} + D_{{KL}}(q(z)\|p(z|x))"
    assert len(judged(rf"{SAID} $$ \log p(x) = {whole} $$")) == 1
