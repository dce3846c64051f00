"""Normal laws, moments, intervals and roots as sentences say them, and where they do not."""

from __future__ import annotations

import pytest
from conftest import Judge

FOURTH = r"$$ \mathbb E[(X-\mu)^4]=3\sigma^4 $$"
SECOND = r"$$ \mathbb E[X^2]=\mu^2+\sigma^2 $$"
NORMAL = [
    r"Let $X$ be Gaussian with mean $\mu$ and variance $\sigma^2$.",
    r"Let $X$ be normally distributed with mean $\mu$ and standard deviation $\sigma$.",
    r"The variable $X$ follows a normal distribution with mean $\mu$ and variance $\sigma^2$.",
    r"设 $X$ 服从均值为 $\mu$、方差为 $\sigma^2$ 的正态分布。",
    r"Sei $X$ normalverteilt mit Erwartungswert $\mu$ und Varianz $\sigma^2$.",
    r"Soit $X$ une variable gaussienne de moyenne $\mu$ et de variance $\sigma^2$.",
]
OTHERS = [
    r"Let $X$ be log-normal with mean $\mu$ and variance $\sigma^2$.",
    r"Let $X$ be a truncated normal variable with mean $\mu$ and variance $\sigma^2$.",
    r"Let $X$ be approximately Gaussian with mean $\mu$ and variance $\sigma^2$.",
    r"We do not assume that $X$ is Gaussian with mean $\mu$ and variance $\sigma^2$.",
    r"Let $X$ be a random variable with mean $\mu$ and variance $\sigma^2$, e.g. Gaussian.",
    r"Given $Y$, let $X$ be Gaussian with mean $\mu$ and variance $\sigma^2$.",
    r"Is $X$ Gaussian with mean $\mu$ and variance $\sigma^2$?",
    r"Let $X$ be a random variable with mean $\mu$ and variance $\sigma^2$.",
    r"Let $X$ and $Y$ be Gaussian with mean $\mu$ and variance $\sigma^2$.",
    "Let $X$ be a random variable.",
    "",
]


@pytest.mark.parametrize("said", NORMAL)
def test_a_sentence_says_a_normal_law(judged: Judge, said: str) -> None:
    fourth, second, wrong = judged(
        f"{said}\n\n{FOURTH}\n\n{SECOND}\n\n$$ \\mathbb E[X^2]=\\mu^2-\\sigma^2 $$\n"
    )
    assert (fourth.verdict, second.verdict) == ("proved", "proved")
    assert wrong.verdict == "refuted"


@pytest.mark.parametrize("said", OTHERS)
def test_no_other_sentence_does(judged: Judge, said: str) -> None:
    found = judged(f"{said}\n\n{FOURTH}\n")
    assert [step.verdict for step in found if step.verdict == "proved"] == []


def test_a_name_that_is_introduced_anew_is_another(judged: Judge) -> None:
    anew = r"Let $X$ be a random variable with mean $\mu$ and variance $\sigma^2$."
    first, second = judged(f"# A\n\n{NORMAL[0]}\n\n{FOURTH}\n\n# B\n\n{anew}\n\n{FOURTH}\n")
    assert first.verdict == "proved"
    assert second.verdict != "proved"


MOMENTS = [
    r"Let $X$ be a random variable with mean $\mu$ and variance $\sigma^2$.",
    r"Let $X$ be a random variable with $\mu=\mathbb E[X]$ and $\sigma^2=\operatorname{Var}(X)$.",
    r"Let $X$ be a random variable with mean $\mathbb E[X]=\mu$ and variance "
    r"$\operatorname{Var}(X)=\sigma^2$.",
    r"设随机变量 $X$ 的均值为 $\mu$，方差为 $\sigma^2$。",
]
NO_MOMENTS = [
    r"Let $X$ be a random variable with sample mean $\mu$ and variance $\sigma^2$.",
    r"Let $X$ be a random variable with conditional mean $\mu$ and variance $\sigma^2$.",
    r"Let $X$ be a random variable with mean at most $\mu$ and variance $\sigma^2$.",
    r"Drop the assumption that $X$ is a random variable with mean $\mu$ and variance $\sigma^2$.",
    r"Let $X$ be a random variable with mean $\mu$.",
    "Let $X$ be a random variable.",
]


@pytest.mark.parametrize("said", MOMENTS)
def test_mean_and_variance_are_those_of_any_law(judged: Judge, said: str) -> None:
    assert judged(f"{said}\n\n{SECOND}\n")[-1].verdict == "proved"
    assert judged(f"{said}\n\n{FOURTH}\n")[-1].verdict != "proved"


@pytest.mark.parametrize("said", NO_MOMENTS)
def test_without_them_nothing_is_proved(judged: Judge, said: str) -> None:
    assert judged(f"{said}\n\n{SECOND}\n")[-1].verdict not in ("proved", "refuted")


VECTORS = {
    r"Let $x$ be a random vector with mean $\mu$ and covariance $\Sigma$.": "proved",
    r"Let $x$ be a random vector with mean $\mu$ and inverse covariance $\Sigma$.": "unread",
    r"Let $x$ be a random vector with mean $\mu$.": "undecided",
}


@pytest.mark.parametrize("said", VECTORS)
def test_random_vectors(judged: Judge, said: str) -> None:
    (step,) = judged(f"{said}\n\n$$ \\mathbb E[xx^\\top]=\\Sigma+\\mu\\mu^\\top $$\n")
    assert step.verdict == VECTORS[said]


INTERVALS = {
    r"Let $t\in[0,1]$.": "proved",
    r"Let $t\in(0,1)$.": "proved",
    r"Let $s,t\in[0,1)$.": "proved",
    r"Let $t\in\{0,1\}$.": "undecided",
    r"Let $t\in[0,2]$.": "refuted",
    r"Let $t\in[0,\infty)$.": "refuted",
    r"Let $t$ be a number. Hence $t\in[0,1]$.": "refuted",
    r"Let $t$ be a number.": "refuted",
}


@pytest.mark.parametrize("said", INTERVALS)
def test_numbers_in_intervals(judged: Judge, said: str) -> None:
    assert judged(f"{said}\n\n$$ t^2\\le t $$\n")[-1].verdict == INTERVALS[said]


ROOTS = {
    r"Let $\Sigma$ be symmetric positive definite.": "proved",
    r"Let $\Sigma$ be a symmetric matrix.": "unread",
    r"Let $\Sigma$ be a square matrix.": "unread",
}


@pytest.mark.parametrize("said", ROOTS)
def test_roots_are_of_definite_matrices(judged: Judge, said: str) -> None:
    (step,) = judged(f"{said}\n\n$$ \\Sigma^{{-1/2}}\\Sigma\\Sigma^{{-1/2}}=I $$\n")
    assert step.verdict == ROOTS[said]


def test_what_then_says_is_no_hypothesis(judged: Judge) -> None:
    said = r"Let $P$ be a matrix with $P^2=P$. Then $P^\top=P$ and"
    assert judged(f"{said}\n\n$$ \\|Px\\|^2=x^\\top Px $$\n")[-1].verdict == "refuted"
    said = r"Let $P$ be a matrix with $P^2=P$ and $P^\top=P$. Then"
    assert judged(f"{said}\n\n$$ \\|Px\\|^2=x^\\top Px $$\n")[-1].verdict == "proved"


def test_adjoints_are_not_other_matrices(judged: Judge) -> None:
    said = r"Let $A$ be an $n\times n$ matrix."
    step = judged(f"{said}\n\n$$ \\operatorname{{tr}}(A^*A)\\ge0 $$\n")[-1]
    assert step.verdict == "undecided"
