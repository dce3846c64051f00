"""Likelihoods of data and sample means: x_i under sums and products."""

from __future__ import annotations

import pytest
from conftest import Judge

SQUARES = r"\sum_{i=1}^n (x_i-\mu)^2"
FORMS = r"\sum_{i=1}^n (x_i-\mu)^\top \Sigma^{-1} (x_i-\mu)"
MEAN = r"Let $\bar x = \frac1n \sum_{i=1}^n x_i$."
VECTORS = rf"Let $x_1, \ldots, x_n \in \mathbb{{R}}^d$. {MEAN}"
SCATTER = r"Let $S = \sum_{i=1}^n (x_i-\bar x)(x_i-\bar x)^\top$."
CASES = {
    "product of densities": (
        "",
        r"\log \prod_{i=1}^n \mathcal{N}(x_i; \mu, \sigma^2)"
        rf"= -\frac{{n}}{{2}}\log(2\pi\sigma^2) - \frac{{1}}{{2\sigma^2}}{SQUARES}",
        (r"\frac{1}{2\sigma^2}", r"\frac{1}{\sigma^2}"),
    ),
    "sum of logarithms": (
        r"Let $p(x) = \mathcal{N}(x; \mu, \sigma^2)$.",
        r"\sum_{i=1}^n \log p(x_i)"
        rf"= -\frac n2\log(2\pi\sigma^2) - \frac{{1}}{{2\sigma^2}}{SQUARES}",
        (r"-\frac n2", r"-\frac 12"),
    ),
    "vectors": (
        "",
        r"\sum_{i=1}^n \log \mathcal{N}(x_i; \mu, \Sigma)"
        rf"= -\frac{{nd}}{{2}}\log(2\pi) - \frac n2\log|\Sigma| - \frac12{FORMS}",
        (r"- \frac n2\log|\Sigma|", r"+ \frac n2\log|\Sigma|"),
    ),
    "deviations": (VECTORS, r"\sum_{i=1}^n (x_i - \bar x) = 0", ("= 0", r"= \bar x")),
    "numbers about their mean": (
        MEAN,
        rf"{SQUARES} = \sum_{{i=1}}^n (x_i-\bar x)^2 + n(\bar x-\mu)^2",
        (r"n(\bar x-\mu)^2", r"(\bar x-\mu)^2"),
    ),
    "vectors about their mean": (
        VECTORS,
        r"\sum_{i=1}^n (x_i-\bar x)(x_i-\bar x)^\top"
        r"= \sum_{i=1}^n x_i x_i^\top - n\bar x\bar x^\top",
        (r"- n\bar x", r"+ n\bar x"),
    ),
    "scatter matrix": (
        f"{MEAN} {SCATTER}",
        rf"{FORMS} = \operatorname{{tr}}(\Sigma^{{-1}}S)"
        r"+ n(\bar x-\mu)^\top\Sigma^{-1}(\bar x-\mu)",
        ("+ n", "+ "),
    ),
    "score of data": (
        "",
        r"\nabla_\mu \sum_{i=1}^n \log\mathcal{N}(x_i; \mu, \Sigma)"
        r"= \Sigma^{-1} \sum_{i=1}^n (x_i - \mu)",
        (r"= \Sigma^{-1}", r"= -\Sigma^{-1}"),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_of_data(judged: Judge, name: str) -> None:
    said, formula, change = CASES[name]
    assert change[0] in formula
    for shown, verdict in ((formula, "proved"), (formula.replace(*change), "refuted")):
        found = judged(f"{said}\n\n$$ {shown} $$\n")
        assert found[-1].verdict == verdict, found


def test_without_the_meaning_of_the_mean_nothing_is_proved(judged: Judge) -> None:
    found = judged(r"$$ \sum_{i=1}^n (x_i-\mu)^2 = \sum_{i=1}^n (x_i-m)^2 + n(m-\mu)^2 $$")
    assert found[-1].verdict != "proved"


def test_a_law_without_a_formula_is_not_read_at_data(judged: Judge) -> None:
    (step,) = judged(r"Let $p$ be a density. $$ \log \prod_{i=1}^n p(x_i) = \log p(x_1) $$")
    assert step.verdict in ("unread", "undecided")
