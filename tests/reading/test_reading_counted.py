"""Alphabets of a fixed size: what holds for them is not refuted by others, the rest still is."""

from __future__ import annotations

import pytest

from symkl.checking import Task, judge
from symkl.reading.article import read
from symkl.reading.document import Document


def verdict(text: str) -> str:
    step = read(Document("a.md", text)).derivations[-1].steps[-1]
    task = Task(
        step.claims(),
        (),
        step.for_some,
        step.doubt,
        comparison=step.comparison(),
        proviso=step.proviso,
    )
    return judge(task).verdict


TWO = [
    r"Let $P$ be a pmf on $\{1, 2\}$.",
    r"Let $P$ be a pmf on $\{a, b\}$.",
    r"The alphabet $\{0, 1\}$ has a pmf $P$.",
    "Let $P$ be a pmf on a set with two elements.",
    "Let $P$ be a pmf on two symbols.",
    "设 $P$ 为两个元素上的概率分布.",
]


@pytest.mark.parametrize("said", TWO)
def test_what_holds_for_the_size_is_not_refuted(said: str) -> None:
    assert verdict(rf"{said} $$ \log 2 - H(P) \ge 0 $$") == "undecided"
    assert verdict(rf"{said} $$ H(P) - \log 2 \le 0 $$") == "undecided"


@pytest.mark.parametrize("said", TWO)
def test_what_is_false_for_the_size_is_refuted(said: str) -> None:
    assert verdict(rf"{said} $$ \log 2 - H(P) \le 0 $$") == "refuted"
    assert verdict(rf"{said} $$ \sum_x P(x)^2 \ge 1 $$") == "refuted"


@pytest.mark.parametrize("said", TWO)
def test_what_holds_for_every_size_is_proved(said: str) -> None:
    assert verdict(rf"{said} $$ H(P) \ge 0 $$") == "proved"


def test_a_uniform_pmf_on_two_elements() -> None:
    said = r"Let $P$ be a pmf on $\{1, 2\}$ and $Q$ be uniform on $\{1, 2\}$."
    assert verdict(rf"{said} $$ D(P\|Q) = \log 2 - H(P) $$") == "undecided"
    assert verdict(rf"{said} $$ D(P\|Q) = \log 2 + H(P) $$") == "refuted"


def test_without_a_size_every_size_counts() -> None:
    assert verdict(r"Let $P$ be a pmf. $$ \log 2 - H(P) \ge 0 $$") == "refuted"
    other = "# One\nLet $Q$ be a pmf on two symbols.\n\n# Two\nLet $P$ be a pmf."
    assert verdict(other + r" $$ \log 2 - H(P) \ge 0 $$") == "refuted"
