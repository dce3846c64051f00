"""Independence, Markov chains, uniform laws and equal names, from the text to the verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symkl.reading import dependence
from symkl.reading.chains import chains
from symkl.reading.circumstances import Circumstances
from symkl.reading.document import Document
from symkl.reading.regions import regions

Judge = Callable[[str], list[Any]]

SUM = "$$H(X,Y) = H(X) + H(Y)$$"


def said(text: str) -> list[str]:
    found = regions(Document("a.md", text))
    return [h.said.text for h in Circumstances(found, chains(found)).hypotheses]


@pytest.mark.parametrize(
    "text",
    [
        "Let $X$ and $Y$ be independent.",
        "Suppose that $X, Y$ are independent random variables.",
        "Let X and Y be independent.",
        "Assume $X \\perp Y$.",
        "Assume $X \\perp\\!\\!\\!\\perp Y$.",
        "Let $X$ be independent of $Y$.",
        "Consider independent random variables $X$ and $Y$.",
        "$X$ and $Y$ are independent.",
        "设 $X$ 和 $Y$ 相互独立.",
        "若随机变量 $X$ 与 $Y$ 独立, 则",
        "设独立随机变量 $X$、$Y$",
        "Seien $X$ und $Y$ unabhängig.",
        "Soient $X$ et $Y$ indépendantes.",
        "Sean $X$ y $Y$ independientes.",
    ],
)
def test_sentences_that_say_independence(text: str) -> None:
    assert said(text) == ["X independent of Y"]


@pytest.mark.parametrize(
    "text",
    [
        "$X$ and $Y$ are not independent.",
        "$X$ and $Y$ are dependent.",
        "$I(X;Y) \\ge 0$ with equality iff $X$ and $Y$ are independent.",
        "It measures whether $X$ and $Y$ are independent.",
        "Hence $X$ and $Y$ are independent.",
        "设 $X$ 和 $Y$ 不独立.",
        "表明 $X$ 和 $Y$ 独立.",
        "$X$ 和 $Y$ 的独立性",
        "Let $x$ and $y$ be independent.",
        "Let $X_1, \\dots, X_n$ be independent.",
    ],
)
def test_sentences_that_do_not(text: str) -> None:
    assert said(text) == []


def test_conditions_groups_and_chains() -> None:
    assert said("Let $X$ and $Y$ be conditionally independent given $Z$.") == [
        "X independent of Y given Z"
    ]
    assert said("设给定 $Z$ 时 $X$ 和 $Y$ 条件独立.") == ["X independent of Y given Z"]
    assert said("Let $X, Y, Z$ be mutually independent.") == ["X, Y, Z independent"]
    assert said("Let $X \\to Y \\to Z$ be a Markov chain.") == ["X - Y - Z"]
    assert said("Suppose $X - Y - Z$ forms a Markov chain.") == ["X - Y - Z"]
    assert said("设 $X \\to Y \\to Z$ 构成马尔可夫链.") == ["X - Y - Z"]
    assert said("Let $X - Y - Z$ be small.") == []


@pytest.mark.parametrize(
    "text",
    [
        f"Let $X$ and $Y$ be independent.\n{SUM}",
        f"Let $X$ and $Y$ be independent.\n\nThis matters.\n\n{SUM}",
        f"If $X \\perp Y$, then\n{SUM}",
        f"{SUM}\nif $X$ and $Y$ are independent.",
        "$$H(X,Y) = H(X) + H(Y) \\quad \\text{if } X \\perp Y$$",
        f"Suppose $p(x,y) = p(x) p(y)$. Then\n{SUM}",
        f"Suppose $I(X;Y) = 0$. Then\n{SUM}",
        f"若 $X$ 和 $Y$ 独立, 则\n{SUM}",
        f"```symkl\nindependent X, Y\n```\n{SUM}",
    ],
)
def test_independence_proves_what_it_gives(judged: Judge, text: str) -> None:
    (step,) = judged(text)
    assert step.verdict == "proved"
    assert "given" in step.statement


@pytest.mark.parametrize(
    "text",
    [
        SUM,
        f"# A\nLet $X$ and $Y$ be independent.\n# B\n{SUM}",
        f"If $X \\perp Y$, then $I(X;Y) = 0$.\n\nIn general\n{SUM}",
        f"Let $X$ and $Z$ be independent.\n\n{SUM}",
    ],
)
def test_without_independence_the_sum_is_refuted(judged: Judge, text: str) -> None:
    assert judged(text)[-1].verdict == "refuted"


def test_what_is_false_in_spite_of_independence_is_refuted(judged: Judge) -> None:
    (step,) = judged("Let $X$ and $Y$ be independent. Then $$H(X,Y) = H(X) - H(Y)$$")
    assert step.verdict == "refuted"


@pytest.mark.parametrize(
    "text",
    [
        "$X$ and $Y$ are independent iff\n$$I(X;Y) = 0$$",
        "$I(X;Y) = 0$ iff $X$ and $Y$ are independent.",
        "Let $X_1$ and $X_2$ be i.i.d. Then $$H(X_1) = H(X_2)$$",
        "If the channel is noiseless, then $$H(X|Y) = 0$$",
        "Let $X \\sim Bernoulli(1/2)$. Then $$H(X) = \\log 2$$",
        "Suppose $$\\sum_x p(x) q(x) = 1$$",
        "$$H(X|Y) = 0 \\quad \\text{when } X = f(Y)$$",
        "$$H(X) \\le \\log n$$",
        "For symmetric $A$, we have $x^T A = x^T A^T$.",
    ],
)
def test_hypotheses_that_are_not_understood_refute_nothing(judged: Judge, text: str) -> None:
    assert all(step.verdict != "refuted" for step in judged(text))


def test_markov_chains_give_data_processing(judged: Judge) -> None:
    claim = "$$I(X;Z) \\le I(X;Y)$$"
    assert judged(f"Let $X \\to Y \\to Z$. Then {claim}")[0].verdict == "proved"
    assert judged(claim)[0].verdict == "refuted"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("It is not true that $$H(X|Y) = H(Y|X)$$", "proved"),
        ("$H(X|Y) = H(Y|X)$ does not hold.", "proved"),
        ("$H(X,Y) = H(Y,X)$ 不成立.", "undecided"),
        (
            "因此有可能出现以下情况, 所以三角不等式不满足.\n$$D(P||R) > D(P||Q) + D(Q||R)$$",
            "proved",
        ),
        ("It may happen that $$D(P||Q) < D(Q||P)$$", "proved"),
        ("三角不等式 : 不满足\n$$D(P||R) \\le D(P||Q) + D(Q||R)$$", "refuted"),
    ],
)
def test_claims_that_something_happens(judged: Judge, text: str, verdict: str) -> None:
    assert judged(text)[0].verdict == verdict


def test_equal_laws_and_names(judged: Judge) -> None:
    assert judged("Let $P = Q$. Then $$D(P||Q) = 0$$")[0].verdict == "proved"
    normal = "Let $p = N(\\mu_p, \\Sigma_p)$ and $q = N(\\mu_q, \\Sigma_q)$.\n"
    claim = "$$D(p||q) = \\frac12 (\\mu_p-\\mu_q)^T \\Sigma^{-1} (\\mu_p-\\mu_q)$$"
    equal = "If $\\Sigma_p = \\Sigma_q = \\Sigma$, then\n"
    assert judged(normal + equal + claim)[-1].verdict == "proved"
    unit = "If $\\Sigma_p = \\Sigma_q = I$, then\n"
    squared = "$$D(p||q) = \\frac12 \\|\\mu_p - \\mu_q\\|^2$$"
    assert judged(normal + unit + squared)[-1].verdict == "proved"
    false = claim.replace("\\frac12", "\\frac13")
    assert judged(normal + equal + false)[-1].verdict == "refuted"


@pytest.mark.parametrize(
    "text",
    [
        "Let $U$ be the uniform distribution on $\\mathcal X$.",
        "设 $U$ 为均匀分布.",
        "$$U(x) = \\frac{1}{|\\mathcal X|}$$",
    ],
)
def test_uniform_laws_are_worked_in(judged: Judge, text: str) -> None:
    true = judged(f"{text}\n\n$$D(P||U) = \\log|\\mathcal X| - H(P)$$")[-1]
    false = judged(f"{text}\n\n$$D(P||U) = \\log|\\mathcal X| + H(P)$$")[-1]
    assert (true.verdict, false.verdict) == ("proved", "refuted")


def test_a_variable_is_uniform_for_its_sentence_only(judged: Judge) -> None:
    claim = "$H(X) = \\log |\\mathcal X|$"
    found = judged(f"If $X$ is uniform, then {claim}.\n\nNow {claim}.")
    assert [step.verdict for step in found] == ["proved", "refuted"]


def test_a_factorisation_is_a_hypothesis_and_no_claim(judged: Judge) -> None:
    assert judged("$$p(x,y) = p(x) p(y)$$") == []
    (step,) = judged("$$p(x,y) = p(x) p(y|x)$$")
    assert step.verdict == "proved"


def test_fewer_conditions_are_a_hypothesis(judged: Judge) -> None:
    found = judged("Suppose $p(z|x,y) = p(z|y)$. Then $$I(X;Z|Y) = 0$$ and $H(X,Y) = H(X)+H(Y|X)$.")
    assert [step.verdict for step in found] == ["proved", "proved"]


def test_a_chain_needs_capital_names() -> None:
    found = regions(Document("a.md", "$x \\to y \\to z$"))
    (chain,) = chains(found)
    assert dependence.chain_groups(chain.row) == ()
