"""Bernoulli laws, binary entropy and alphabets of a fixed size: worked in, or left in doubt."""

from __future__ import annotations

import pytest
from conftest import Judge

ENTROPY = r"-p\log p - (1-p)\log(1-p)"


@pytest.mark.parametrize("name", [r"\mathrm{Bern}", r"\text{Bernoulli}", r"\operatorname{Ber}"])
def test_the_entropy_of_a_coin(judged: Judge, name: str) -> None:
    said = rf"Let $X \sim {name}(p)$. Then"
    assert judged(rf"{said} $$ H(X) = {ENTROPY} $$")[-1].verdict == "proved"
    assert judged(rf"{said} $$ H(X) = -p\log p $$")[-1].verdict == "refuted"
    assert judged(rf"{said} $$ H(X) = h(p) = H_2(p) $$")[-1].verdict == "proved"
    assert judged(rf"{said} $$ H(X) = h(p^2) $$")[-1].verdict != "proved"


def test_of_laws_and_in_place(judged: Judge) -> None:
    said = r"Let $P = \mathrm{Bern}(p)$ and $Q = \mathrm{Bern}(q)$. Then"
    right = r"p\log\frac{p}{q} + (1-p)\log\frac{1-p}{1-q}"
    assert judged(rf"{said} $$ D(P\|Q) = {right} $$")[-1].verdict == "proved"
    assert judged(rf"{said} $$ D(Q\|P) = {right} $$")[-1].verdict == "refuted"
    inline = r"D(\mathrm{Bern}(p)\|\mathrm{Bern}(q))"
    assert judged(rf"$$ {inline} = {right} $$")[-1].verdict == "proved"


@pytest.mark.parametrize(
    "claim",
    [
        r"H(X,Y) \le H(Y) + \log 2",
        r"D(P\|R) \le \log 2",
        r"\sum_x P(x) = 2",
    ],
)
def test_what_is_not_worked_in_is_not_refuted(judged: Judge, claim: str) -> None:
    said = r"Let $X \sim \mathrm{Bern}(p)$ and $P = \mathrm{Bern}(p)$. Then"
    assert judged(rf"{said} $$ {claim} $$")[-1].verdict not in ("proved", "refuted")


def test_without_a_coin_an_entropy_is_that_of_a_law(judged: Judge) -> None:
    assert judged(r"$$ H(p) = -\sum_x p(x) \log p(x) $$")[-1].verdict == "proved"
    assert "1 - " not in judged(r"$$ H_2(P) \le H(P) $$")[-1].statement
    other = r"Let $X \sim \mathrm{Poisson}(p)$. $$ H(X) = h(p) $$"
    assert judged(other)[-1].verdict not in ("proved", "refuted")


@pytest.mark.parametrize(
    "said",
    [
        r"Let $X$ have the alphabet $\mathcal X = \{0,1\}$.",
        r"Let $X \in \{0, 1\}$.",
        r"Let $|\mathcal X| = 2$.",
        r"$X$ takes values in $\{a, b\}$.",
        r"设 $X \in \{0, 1\}$.",
    ],
)
def test_the_size_of_an_alphabet(judged: Judge, said: str) -> None:
    assert judged(rf"{said} Then $$ H(X) \le \log 2 $$")[-1].verdict == "proved"
    assert judged(rf"{said} Then $$ H(X|Y) \le \log 2 $$")[-1].verdict == "proved"
    for claim in (r"H(Y) \le \log 2", r"H(X) = \log 2", r"H(X,Y) \le \log 2"):
        assert judged(rf"{said} Then $$ {claim} $$")[-1].verdict != "proved"


@pytest.mark.parametrize(
    "said", [r"$\{0, 0\}$", r"$\{0, \dots, 1\}$", r"$\{0\}$", r"$\{f(0), 1\}$"]
)
def test_other_sets_have_no_size(judged: Judge, said: str) -> None:
    text = rf"Let $X$ take values in {said}. Then $$ H(X) \le \log 2 $$"
    assert judged(text)[-1].verdict != "proved"


@pytest.mark.parametrize(
    "said",
    [
        r"Let $X \in \{0, 1\}$ if $Y = 1$.",
        r"Suppose $|\mathcal X| = 2$ or $|\mathcal X| = 3$.",
        r"$X$ does not take values in $\{0, 1\}$.",
    ],
)
def test_a_size_in_one_case_only(judged: Judge, said: str) -> None:
    found = judged(rf"{said} Then $$ H(X) \le \log 2 $$")
    assert all(step.verdict not in ("proved", "refuted") for step in found)


@pytest.mark.parametrize(
    "said",
    [
        r"Let $X \in \{0,1\}$ with $P(X=1)=p$. Then",
        r"Let $X \in \{0,1\}$ with $\Pr[X = 1] = p$. Then",
        r"Let $X \in \{0,1\}$ with $p = P(X=1)$. Then",
        r"Let $\mathbb{P}(X=1)=p$ and $\mathbb{P}(X=0)=1-p$. Then",
        r"设 $X \in \{0,1\}$, $P(X=1)=p$。则",
    ],
)
def test_the_chance_of_1(judged: Judge, said: str) -> None:
    assert judged(rf"{said} $$ H(X) = {ENTROPY} $$")[-1].verdict == "proved"
    assert judged(rf"{said} $$ H(X) = -p\log p $$")[-1].verdict != "proved"
    assert judged(rf"{said} $$ H(X) \le \log 2 $$")[-1].verdict == "proved"
    assert judged(rf"{said} $$ \mathbb{{E}}[X] = p $$")[-1].verdict == "proved"


@pytest.mark.parametrize(
    "said",
    [
        r"Let $P(X=1)=p$. Then",
        r"Let $X \in \{0,1,2\}$ with $P(X=1)=p$. Then",
        r"Let $P(X=1)=p$ and $P(X=0)=p$. Then",
        r"Let $Y \in \{0,1\}$ and $P(X=1)=p$. Then",
        r"Let $P(X=1)=p$ and $P(X=0)=1-q$. Then",
    ],
)
def test_a_chance_of_1_alone_is_no_coin(judged: Judge, said: str) -> None:
    found = judged(rf"{said} $$ H(X) = {ENTROPY} $$")
    assert found[-1].verdict not in ("proved", "refuted")


BOTH = r"p(0)\log p(0) + p(1)\log p(1)"


@pytest.mark.parametrize(
    "total",
    [
        r"\sum_x p(x)\log p(x)",
        r"\sum_{x\in\{0,1\}} p(x)\log p(x)",
        r"\sum_{x=0}^1 p(x)\log p(x)",
    ],
)
def test_values_at_0_and_1(judged: Judge, total: str) -> None:
    said = r"Let $X \in \{0,1\}$ have law $p$. Then"
    found = judged(rf"{said} $$ H(X) = -{total} = -({BOTH}) $$")
    assert [step.verdict for step in found[-2:]] == ["proved", "proved"]
    assert judged(rf"{said} $$ {total} = p(1)\log p(1) $$")[-1].verdict == "refuted"
    assert judged(rf"{said} $$ p(0) + p(1) = 1 $$")[-1].verdict == "proved"
    assert judged(rf"{said} $$ p(0) = p(1) $$")[-1].verdict in ("refuted", "undecided")
    assert judged(r"$$ p(0) + p(1) = 1 $$")[-1].verdict not in ("proved", "refuted")
    other = r"Let $X \in \{0,1,2\}$ have law $p$. Then $$ p(0) + p(1) = 1 $$"
    assert judged(other)[-1].verdict not in ("proved", "refuted")


def test_sums_over_an_alphabet_that_is_written_out(judged: Judge) -> None:
    claim = r"$$ \sum_{x\in\{a,b,c\}} p(x) = 1 $$"
    assert judged(rf"Let $X \in \{{a, b, c\}}$. Then {claim}")[-1].verdict == "proved"
    assert judged(rf"Let $X \in \{{a, b, c, d\}}$. Then {claim}")[-1].verdict == "unread"
    assert judged(claim)[-1].verdict == "unread"


def test_all_laws_of_a_variable_that_is_0_or_1_are_coins(judged: Judge) -> None:
    said = r"Let $X \in \{0,1\}$ have law $p$. Suppose $D(p\|q) = 0$."
    found = judged(rf"{said} $$ D(p\|q) = 0 $$ Then $$ p(1) = q(1) $$ $$ p(0) = 1 - p(1) $$")
    assert found[-1].verdict == "proved"
    assert all(step.verdict != "refuted" for step in found)
    joint = rf"{said} $$ H(X,Y) = H(X) + H(Y|X) $$ $$ p(0) + p(1) = 1 $$"
    assert all(step.verdict != "refuted" for step in judged(joint))
