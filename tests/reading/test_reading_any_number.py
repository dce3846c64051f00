r"""Statements about n variables: read for a few n, refuted by one of them, never proved by all."""

from __future__ import annotations

import pytest
from reading_documents import steps

from symkl.checking import Task, judge
from symkl.reading.document import Document


def verdicts(text: str) -> list[tuple[str, str]]:
    found = []
    for step in steps(Document("a.md", text)):
        if step.unread or step.defines:
            found.append(("unread" if step.unread else "definition", step.statement()))
            continue
        task = Task(
            step.claims(),
            (),
            step.for_some,
            step.doubt,
            possible=step.possible_claims(),
        )
        found.append((judge(task).verdict, step.statement()))
    return found


ALL = [r"H(X_1,\dots,X_n)", "H(X^n)", "H(X_1^n)", "H(X_{1:n})", r"H(X_1, X_2, \ldots, X_n)"]
CHAIN = [
    r"\sum_{i=1}^n H(X_i|X_1,\dots,X_{i-1})",
    r"\sum_{i=1}^n H(X_i|X_{i-1},\dots,X_1)",
    r"\sum_{i=1}^{n} H(X_i \mid X^{i-1})",
    r"\sum_{i=1}^n H(X_i|X_{<i})",
    r"H(X_1) + \sum_{i=2}^n H(X_i|X_1^{i-1})",
    r"H(X_1) + H(X_2|X_1) + \dots + H(X_n|X_1,\dots,X_{n-1})",
    r"H(X_1) + H(X_2|X_1) + H(X_3|X_2,X_1) + \cdots + H(X_n|X_{n-1},\dots,X_1)",
]


@pytest.mark.parametrize("chain", CHAIN)
def test_the_chain_rule(chain: str) -> None:
    for whole in ALL[:2]:
        assert verdicts(f"$$ {whole} = {chain} $$")[-1][0] == "supported"
        assert verdicts(f"$$ {whole} > {chain} $$")[-1][0] == "refuted"


@pytest.mark.parametrize("whole", ALL)
def test_spellings_are_one_statement(whole: str) -> None:
    ((_, statement),) = verdicts(rf"$$ {whole} \le \sum_{{i=1}}^n H(X_i) $$")
    assert statement == "for n = 3: H(X_1,X_2,X_3) <= H(X_1) + H(X_2) + H(X_3)"


@pytest.mark.parametrize("total", [r"\sum_{i=1}^n H(X_i)", r"H(X_1) + \dots + H(X_n)"])
@pytest.mark.parametrize(
    ("said", "equal"),
    [
        ("", "refuted"),
        (r"Let $X_1,\dots,X_n$ be independent. Then", "supported"),
        (r"Let $X_1, X_2, \ldots, X_n$ be i.i.d. Then", "supported"),
        (r"设 $X_1,\dots,X_n$ 相互独立，则", "supported"),
    ],
)
def test_sums_of_entropies(said: str, equal: str, total: str) -> None:
    assert verdicts(rf"{said} $$ H(X^n) \le {total} $$")[-1][0] == "supported"
    assert verdicts(rf"{said} $$ H(X^n) = {total} $$")[-1][0] == equal


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"I(X^n;Y) = \sum_{i=1}^n I(X_i;Y|X^{i-1})", "supported"),
        (r"I(X^n;Y) = \sum_{i=1}^n I(X_i;Y)", "refuted"),
        (r"I(X^n;Y^n) = H(Y^n) - H(Y^n|X^n)", "supported"),
        (r"I(X^n;Y^n) \le \sum_{i=1}^n I(X_i;Y_i)", "refuted"),
        (r"\frac1n H(X^n) \ge \frac1n H(X_n|X^{n-1})", "supported"),
        (r"H(X_n|X_1,\dots,X_{n-1}) \le H(X_n)", "supported"),
        (r"H(X_n|X_1,\dots,X_{n-1}) \ge H(X_n)", "refuted"),
        (r"H(X_1,\dots,X_n) \le n \log |\mathcal X|", "supported"),
    ],
)
def test_more_claims(claim: str, verdict: str) -> None:
    assert verdicts(f"$$ {claim} $$")[-1][0] == verdict


def test_n_of_which_something_is_said() -> None:
    claim = r"$$ H(X_1,\dots,X_n) \ge \sum_{i=1}^n H(X_i) $$"
    assert verdicts(rf"For $n \ge 5$, {claim}")[-1][0] == "undecided"
    assert verdicts(rf"As $n \to \infty$, {claim}")[-1][0] == "undecided"


def test_sums_with_dots_that_say_something_else() -> None:
    assert verdicts(r"$$ H(X^n) \le H(X_1) + H(X_3) + \dots + H(X_n) $$")[-1][0] == "unread"


def test_lists_from_the_last_to_the_first() -> None:
    right = r"$$ H(X_1,X_2,X_3,X_4) = H(X_1,X_2,X_3) + H(X_4|X_3,\dots,X_1) $$"
    assert verdicts(right)[-1][0] == "proved"
    right = r"$$ H(X_1,\dots,X_3) = \sum_{i=1}^3 H(X_i|X_{i-1},\dots,X_1) $$"
    assert verdicts(right)[-1][0] == "proved"
    assert verdicts(r"$$ f(x_3,\dots,x_1) \ge f(x_1,x_2,x_3) $$")[-1][0] == "unread"


def test_powers_and_other_chains_stay_as_they_are() -> None:
    text = r"$$ H(X_1,\dots,X_n) \le \sum_{i=1}^n H(X_i) $$ and $$ H(X,Y) = H(X) + H(Y|X). $$"
    assert [verdict for verdict, _ in verdicts(text)] == ["supported", "proved"]
    assert "for n" not in verdicts(r"$$ \mathbb{E}[X^n] = \mathbb{E}[X^n] $$")[-1][1]


def test_transposes_count_nothing() -> None:
    said = "Let $P$ and $R$ be symmetric positive definite, $H$ an $m \\times n$ matrix."
    left, right = "P H^T (H P H^T + R)^{-1}", "(P^{-1} + H^T R^{-1} H)^{-1} H^T R^{-1}"
    assert "for T" not in verdicts(f"{said} $$ {left} = {right} $$")[-1][1]


def test_a_list_of_none_is_not_turned_round() -> None:
    claim = r"$$ H(X_n|X_1,\dots,X_{n-1}) \le H(X_n|X_2,\dots,X_{n-1}) $$"
    assert verdicts(claim)[-1][0] == "supported"
    assert verdicts(claim.replace(r"\le", r"\ge"))[-1][0] == "refuted"
    assert verdicts(r"$$ H(X_2|X_1,\dots,X_0) \le H(X_2) $$")[-1][0] == "proved"
