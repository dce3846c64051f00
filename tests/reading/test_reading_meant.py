"""Names with a meaning in words, means of data, and sequences of variables."""

from __future__ import annotations

import pytest
from conftest import Judge

SUM = r"$$ \sum_{i=1}^d s_i = \operatorname{tr} A $$"


@pytest.mark.parametrize(
    "said",
    [
        r"In terms of the singular values $s_1,\dots,s_d$ of $A$ we have",
        r"Let $s_1, \dots, s_d$ be the eigenvalues of $A$. Then",
        r"Here $s_i$ are its eigenvalues.",
        r"Seien $s_1,\dots,s_d$ die Eigenwerte von $A$.",
        r"设 $s_1,\dots,s_d$ 为特征值。",
    ],
)
def test_a_meaning_in_words(judged: Judge, said: str) -> None:
    assert judged(f"{said} {SUM}")[-1].verdict == "undecided"


def test_without_words_it_is_any_numbers(judged: Judge) -> None:
    assert judged(f"We have {SUM}")[-1].verdict == "refuted"


DATA = r"Let $x_i\in\mathbb R^d$ be data and $\Sigma$ a covariance. "


def test_a_bar_is_a_mean_of_data(judged: Judge) -> None:
    claim = r"$$ \sum_{i=1}^n (x_i-\mu)^T\Sigma^{-1}(\bar x - \mu) = 0 $$"
    assert judged(DATA + claim)[-1].verdict == "undecided"
    other = claim.replace(r"\bar x", "m")
    assert judged(DATA + other)[-1].verdict == "refuted"


def test_a_mean_of_what_does_not_vary_is_under_another_law(judged: Judge) -> None:
    said = r"The counts have $D(p\|\hat p) \ge 0$ and $ \mathbb E[\hat p_i] = p_i $."
    assert judged(said)[-1].verdict == "unread"
    assert judged(r"$$ \mathbb E[c\log p(X)] = -c H(X) $$")[-1].verdict == "proved"


def test_a_range_of_variables_is_no_variable(judged: Judge) -> None:
    claim = r"$$ -\log p(x_0) \le \mathbb E_q[-\log p(x_{0:T}) + \log q(x_{1:T}|x_0)] $$"
    assert judged(claim)[-1].verdict == "unread"
