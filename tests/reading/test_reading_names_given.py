"""Names that a text gives to quantities and divergences, and hypotheses of other sections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from symkl import check
from symkl.reading.article import read
from symkl.reading.document import Document

Judge = Callable[[str], list[Any]]


def verdicts(found: list[Any]) -> list[str]:
    return [step.verdict for step in found]


LET = r"Let $Y$ be a real random variable and let $\mu = \mathbb{E}[Y]$. "


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\mathbb{E}[(Y-c)^2] = \operatorname{Var}(Y) + (\mu-c)^2", "proved"),
        (r"\mathbb{E}[(Y-c)^2] = \operatorname{Var}(Y) - (\mu-c)^2", "refuted"),
        (r"\mathbb{E}[Y - \mu] = 0", "proved"),
    ],
)
def test_a_name_that_is_let_be_a_quantity_is_worked_in(
    judged: Judge, claim: str, expected: str
) -> None:
    (step,) = judged(f"{LET}$${claim}$$")
    assert step.verdict == expected, step.statement
    (step,) = judged(f"Let $Y$ be a real random variable. $${claim}$$")
    assert step.verdict != "proved"


def test_a_name_has_one_meaning_only(judged: Judge) -> None:
    text = r"Let $a = \mathbb{E}_p[f(x)]$ and let $a = \mathbb{E}_q[f(x)]$. "
    found = judged(text + r"Then $$\mathbb{E}_p[f(x)] = \mathbb{E}_q[f(x)]$$")
    assert verdicts(found) == ["proved"]  # by what is assumed, and not by both meanings


CHI = r"We define $$\chi^2(\mu\|\nu) = \sum_a \frac{(\mu(a)-\nu(a))^2}{\nu(a)}.$$ "


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\chi^2(\mu\|\nu) = \sum_a \frac{\mu(a)^2}{\nu(a)} - 1", "proved"),
        (r"\chi^2(\mu\|\nu) = \sum_a \frac{\mu(a)^2}{\nu(a)} + 1", "refuted"),
        (r"D(\mu\|\nu) \le \log(1 + \chi^2(\mu\|\nu))", "proved"),
        (r"\chi^2(\nu\|\mu) = \chi^2(\mu\|\nu)", "unread"),  # and no definition
    ],
)
@pytest.mark.parametrize("kind", ["measures", "vectors"])
def test_a_power_may_be_part_of_the_name_of_a_divergence(
    judged: Judge, kind: str, claim: str, expected: str
) -> None:
    text = rf"Let $\mu$ and $\nu$ be two probability {kind} on $\mathcal A$. {CHI}$${claim}$$"
    assert verdicts(judged(text)) == ["definition", expected]


MARKOV = """# Notes

## {title}

Let $X$, $Y$ and $T$ be discrete random variables such that $T - X - Y$ forms a Markov chain.

## Results

$${claim}$$
"""
TRUE, FALSE = r"I(T;Y) \le I(X;Y)", r"H(Y|T) \le H(Y|X)"


@pytest.mark.parametrize(
    ("title", "claim", "expected"),
    [
        ("Preliminaries", TRUE, "proved"),
        ("1. Notation", TRUE, "proved"),
        ("Preliminaries", FALSE, "refuted"),
        ("A first example", TRUE, "undecided"),
        ("A first example", FALSE, "refuted"),
    ],
)
def test_nothing_is_refuted_that_holds_under_what_another_section_assumes(
    title: str, claim: str, expected: str
) -> None:
    found = read(Document("notes.md", MARKOV.format(title=title, claim=claim))).derivations
    assert [step.verdict for d in found for step in check(d).steps] == [expected]


CHANNEL = r"Let $W(y|x)$ be a channel and $p(x)$ an input distribution. "


@pytest.mark.parametrize(
    ("lead", "claim", "expected"),
    [
        (CHANNEL, r"\sum_y W(y|x) = 1", "proved"),
        (CHANNEL, r"\sum_x W(y|x) = 1", "refuted"),
        (CHANNEL, r"\sum_{x,y} p(x) W(y|x) \log\frac{W(y|x)}{s(y)} \ge 0", "proved"),
        (CHANNEL, r"\sum_{x,y} p(x) W(y|x) \log\frac{s(y)}{W(y|x)} \ge 0", "refuted"),
        ("Let $K(x,y)$ be a kernel. ", r"\sum_{x,y} K(x,y) = 1", "unread"),
        ("", r"\sum_y W(y|x) = 1", "unread"),
    ],
)
def test_a_channel_that_is_written_with_its_condition_is_a_law(
    judged: Judge, lead: str, claim: str, expected: str
) -> None:
    (step,) = judged(f"{lead}$${claim}$$")
    assert step.verdict == expected, step.statement


def test_the_case_of_equality_defines_no_name(judged: Judge) -> None:
    case = "The bound is tight when $q(x|y) = p(x|y)$. $$I(X;Y) \\ge 0$$"
    wrong = r"$$I(X;Y) \le \sum_{x,y} p(x,y)\log q(x|y)-H(X)$$"
    assert verdicts(judged(f"{case} {wrong}")) == ["proved", "refuted"]
    assert verdicts(judged(f"Let $q(x|y) = f(x)$. {wrong}"))[-1] == "undecided"
