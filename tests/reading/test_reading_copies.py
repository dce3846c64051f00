"""Variables that are i.i.d., of one law, or uncorrelated; conclusions from D(P||Q) = 0."""

from __future__ import annotations

import pytest
from conftest import Judge

IID = [
    "Let $X_1, X_2$ be i.i.d. Then",
    "Let $X_1$ and $X_2$ be independent and identically distributed. Then",
    "Let $X_1, X_2$ be independent, identically distributed random variables. Then",
    "For i.i.d. random variables $X_1, X_2$ we have",
    "Let $X_1, X_2$ be i.i.d. copies of $X$. Then",
    "设 $X_1, X_2$ 独立同分布, 则",
    "Seien $X_1, X_2$ unabhängig und identisch verteilt. Dann",
]


@pytest.mark.parametrize("said", IID)
def test_iid(judged: Judge, said: str) -> None:
    assert judged(f"{said} $$ H(X_1, X_2) = 2 H(X_1) $$")[-1].verdict == "proved"
    assert judged(f"{said} $$ H(X_1 | X_2) = H(X_2) $$")[-1].verdict == "proved"
    assert judged(f"{said} $$ H(X_1, X_2) = 3 H(X_1) $$")[-1].verdict == "refuted"


def test_copies_have_the_law_of_the_original(judged: Judge) -> None:
    said = "Let $X_1, X_2$ be i.i.d. copies of $X$. Then"
    assert judged(f"{said} $$ H(X_1, X_2) = 2 H(X) $$")[-1].verdict == "proved"
    assert judged(f"{said} $$ H(X_1, X) = 2 H(X) $$")[-1].verdict != "proved"


@pytest.mark.parametrize(
    ("said", "double", "same"),
    [
        ("Let $X_1, X_2$ be independent. Then", "refuted", "refuted"),
        ("Let $X_1, X_2$ be identically distributed. Then", "refuted", "proved"),
        ("The variables $X_1, X_2$ are not i.i.d. Then", "undecided", "undecided"),
        ("Let $X_1, \\dots, X_n$ be i.i.d. Then", "undecided", "undecided"),
    ],
)
def test_with_less(judged: Judge, said: str, double: str, same: str) -> None:
    assert judged(f"{said} $$ H(X_1, X_2) = 2 H(X_1) $$")[-1].verdict == double
    assert judged(f"{said} $$ H(X_1) = H(X_2) $$")[-1].verdict == same


@pytest.mark.parametrize(
    "said",
    [
        "Let $X_1, X_2$ be i.i.d. given $Z$. Then",
        "Let $X_1, X_2$ be conditionally i.i.d. given $Z$. Then",
        "设在给定 $Z$ 的条件下 $X_1, X_2$ 独立同分布, 则",
        "Let $X_1, X_2, X_3$ be pairwise independent and identically distributed. Then",
    ],
)
def test_under_a_condition_or_in_pairs_it_is_another_hypothesis(judged: Judge, said: str) -> None:
    for claim in ("H(X_1,X_2|Z) = 2 H(X_1|Z)", "H(X_1,X_2,X_3) = 3 H(X_1)"):
        assert judged(f"{said} $$ {claim} $$")[-1].verdict not in ("proved", "refuted")


def test_what_is_concluded_is_no_hypothesis_and_keeps_a_doubt(judged: Judge) -> None:
    said = "The covariance vanishes. Hence $X$ and $Y$ are uncorrelated."
    claim = r"$$ \mathrm{Var}(X+Y) = \mathrm{Var}(X) + \mathrm{Var}(Y) $$"
    assert judged(f"{said}\n\n{claim}")[-1].verdict == "undecided"


def test_variables_of_different_alphabets_stay_in_doubt(judged: Judge) -> None:
    said = "Let $X$ and $Y$ be i.i.d. Then"
    assert judged(f"{said} $$ H(X|Y) = H(X) $$")[-1].verdict == "proved"
    assert judged(f"{said} $$ H(X) = H(Y) $$")[-1].verdict == "undecided"


def test_uncorrelated(judged: Judge) -> None:
    claim = r"$$ \mathrm{Var}(X+Y) = \mathrm{Var}(X) + \mathrm{Var}(Y) $$"
    for said in ("Let $X$ and $Y$ be uncorrelated. Then", "设 $X$ 和 $Y$ 不相关, 则"):
        assert judged(f"{said} {claim}")[-1].verdict == "proved"
        other = r"$$ \mathrm{Var}(X+Y) = \mathrm{Var}(X) - \mathrm{Var}(Y) $$"
        assert judged(f"{said} {other}")[-1].verdict != "proved"
        assert judged(f"{said} $$ H(X,Y) = H(X) + H(Y) $$")[-1].verdict != "proved"
    assert judged(claim)[-1].verdict == "refuted"


@pytest.mark.parametrize("said", [r"Suppose $D(P\|Q) = 0$. Then", r"If $D(P\|Q) = 0$, then"])
def test_what_follows_from_no_divergence_is_no_definition(judged: Judge, said: str) -> None:
    assert judged(f"{said} $P(x) = Q(x)$ for all $x$.")[-1].verdict == "proved"
    assert judged(f"{said} $$ P(x) = Q(x)^2 $$")[-1].verdict == "refuted"
    assert judged(f"{said} $$ P(x) = e^{{-x}} / Z $$")[-1].verdict not in ("proved", "refuted")


def test_without_it_nothing_is_concluded(judged: Judge) -> None:
    assert judged("Then $P(x) = Q(x)$ for all $x$.")[-1].verdict != "proved"
    said = r"Suppose $H(P) = H(Q)$. Then $P(x) = Q(x)$ for all $x$."
    assert judged(said)[-1].verdict != "proved"
