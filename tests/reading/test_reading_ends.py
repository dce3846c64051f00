r"""Ends of proofs, labels of braces, ``E_i`` and ``\mathbb{E}X``: notation beside the usual."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Judge = Callable[[str], list[Any]]


def verdicts(found: list[Any]) -> list[str]:
    return [step.verdict for step in found]


@pytest.mark.parametrize(
    "mark",
    [r"\square", r"\qquad \square", r"\quad\blacksquare.", r"\ \Box", r"\qedhere", r"\quad ■"],
)
def test_the_end_of_a_proof_is_no_part_of_its_last_side(judged: Judge, mark: str) -> None:
    (step,) = judged(f"$$H(X,Y) = H(X) + H(Y|X) {mark}$$")
    assert step.verdict == "proved"
    (step,) = judged(f"$$H(X,Y) = H(X) - H(Y|X) {mark}$$")
    assert step.verdict == "refuted"


@pytest.mark.parametrize("side", [r"\square", r"H(X) + \square", r"\square H(X)"])
def test_a_box_elsewhere_is_not_left_out(judged: Judge, side: str) -> None:
    (step,) = judged(f"$$H(X) = {side}$$")
    assert step.verdict == "unread"


def test_a_label_of_a_brace_may_be_a_chain(judged: Judge) -> None:
    brace = r"\underbrace{\sum_x p(x)\log\frac{p(x)}{q(x)}}_{= D(p\|q) %s 0}"
    claim = r"$$H(p,q) = H(p) + %s$$"
    assert verdicts(judged(claim % brace % r"\ge")) == ["proved"] * 3
    assert sorted(verdicts(judged(claim % brace % r"\le"))) == ["proved", "proved", "refuted"]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"-\sum_i p_i(-\beta E_i - \ln Z) = \beta\sum_i p_i E_i + \ln Z", "proved"),
        (r"-\sum_i p_i(-\beta E_i - \ln Z) = \beta\sum_i p_i E_i - \ln Z", "refuted"),
        (r"\sum_i p_i E_i \ge 0", "refuted"),
        (r"S[u] + S[v] = -\sum_{i,j} u_i v_j \ln(u_i v_j)", "proved"),
        (r"S[u] - S[v] = -\sum_{i,j} u_i v_j \ln(u_i v_j)", "refuted"),
    ],
)
def test_numbers_with_an_index_are_told_from_expectations_and_variables(
    judged: Judge, claim: str, expected: str
) -> None:
    (step,) = judged(f"$${claim}$$")
    assert step.verdict == expected, step.statement


REAL = "Let $X$ and $Y$ be real random variables. "


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\operatorname{Cov}(X,Y) = \mathbb{E}[(X-\mathbb{E}X)(Y-\mathbb{E}Y)]", "proved"),
        (r"\operatorname{Cov}(X,Y) = \mathbb{E}[XY] - \mathbb{E}X\,\mathbb{E}Y", "proved"),
        (r"\operatorname{Var}(X) = \mathbb{E}[X^2] - (\mathbb{E}X)^2", "proved"),
        (r"\operatorname{Var}(X) = \mathbb{E}[X^2] - \mathbb{E}X", "refuted"),
        (r"\operatorname{Var}(X) = \mathbb{E}[X^2] - \mathbb{E}X^2", "unread"),  # of X^2?
        (r"\mathbb{E}XY = \mathbb{E}X\mathbb{E}Y", "refuted"),
        (r"\mathbb{E}(X - \mathbb{E}X)^2 = \mathbb{E}[X^2] - (\mathbb{E}X)^2", "proved"),
        (r"\mathbb{E}(X - \mathbb{E}X)^2 \le 0", "refuted"),
        (r"\mathbb{E}(X)^2 \le \mathbb{E}[X^2]", "proved"),
        (r"\mathbb{E}(X)^2 = \mathbb{E}[X^2]", "refuted"),
        (r"\mathbb{E}(X-1)(Y-1) = \mathbb{E}XY - \mathbb{E}X - \mathbb{E}Y + 1", "proved"),
    ],
)
def test_an_expectation_of_one_variable_needs_no_bracket(
    judged: Judge, claim: str, expected: str
) -> None:
    (step,) = judged(f"{REAL}$${claim}$$")
    assert step.verdict == expected, step.statement


MOMENTS = "Let $x$ be a random vector with mean $a$ and covariance $A$; $B$ is a matrix.\n\n"


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (r"\mathbb{E}(x-a)(x-a)^\top = A", "proved"),
        (r"\mathbb{E}(x-a)^\top B (x-a) = \operatorname{tr}(BA)", "proved"),
        (r"\mathbb{E}\, x x^\top = A + a a^\top", "proved"),
        (r"\mathbb{E}\, x x^\top = A - a a^\top", "refuted"),
    ],
)
def test_an_expectation_is_of_the_whole_product_that_it_averages(
    judged: Judge, claim: str, expected: str
) -> None:
    (step,) = judged(f"{MOMENTS}$${claim}$$")
    assert step.verdict in (expected, "undecided" if expected == "refuted" else expected)


@pytest.mark.parametrize(
    "claim", [r"\mathbb{E}[(X - \hat X)^2] = 0", r"\mathbb{E}[X \hat X] = \mathbb{E}[X^2]"]
)
def test_a_variable_with_an_accent_is_another_one(judged: Judge, claim: str) -> None:
    (step,) = judged(f"Let $X$ and $\\hat X$ be real random variables.\n\n$${claim}$$")
    assert step.verdict != "proved"


@pytest.mark.parametrize("side", [r"E_q(f(y) - 1) g(y)", r"\mathbb{E}_q q(y) q(z)"])
def test_a_law_behind_an_expectation_may_be_at_another_point(judged: Judge, side: str) -> None:
    (step,) = judged(f"Let $q(y, z)$ be a joint pmf.\n\n$${side} = 0$$")
    assert step.verdict == "unread"


@pytest.mark.parametrize(
    ("side", "expected"),
    [
        (r"\mathbb{E}_{p}[\log\frac{p(x)}{r(x)} \cdot \frac{r(x)}{q(x)}]", "proved"),
        (r"\sum_x p(x) \log\frac{p(x)}{r(x)} \frac{r(x)}{q(x)}", "proved"),
        (r"\sum_x p(x) \log\frac{p(x)}{r(x)} \frac{r(x)}{q(x) r(x)}", "refuted"),
        (r"\sum_x \log\frac{p(x)}{r(x)} \frac{r(x)}{q(x)}", "unread"),  # no weights in front
        (r"\mathbb{E}_{p}[\log\frac{p(x)}{r(x)} \cdot \frac{p(x)}{q(x)}]", "unread"),
        (r"\mathbb{E}_{p}[\log\frac{p(x)}{q(x)} \cdot \frac{q(x)}{p(x)}]", "unread"),  # a weight
    ],
)
def test_a_log_reaches_over_quotients_that_cancel_in_part(
    judged: Judge, side: str, expected: str
) -> None:
    (step,) = judged(f"$$D(p\\|q) = {side}$$")
    assert step.verdict == expected, step.statement


def test_an_expectation_that_is_not_read_is_no_new_name(judged: Judge) -> None:
    (step,) = judged(r"$$\mathbb{E}_q[\log f(x) \cdot g(x)] = D(p\|q)$$")
    assert step.verdict == "unread"
