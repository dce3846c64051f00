"""Definitions in the text: notations, normal densities, laws of other kinds, quantities."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Judge = Callable[[str], list[Any]]


@pytest.mark.parametrize(
    "right",
    [
        "\\frac{1}{\\sqrt{2\\pi}\\sigma}e^{-\\frac{(x-\\mu)^2}{2\\sigma^2}}",
        "\\frac{1}{\\sqrt{2\\pi\\sigma^2}}\\exp\\left(-\\frac{(x-\\mu)^2}{2\\sigma^2}\\right)",
        "(2\\pi\\sigma^2)^{-1/2} e^{-(x-\\mu)^2/(2\\sigma^2)}",
    ],
)
def test_a_univariate_normal_is_recognised_by_proof(judged: Judge, right: str) -> None:
    found = judged(f"$$p(x) = {right}$$\nThen $$E_p[(x-\\mu)^2] = \\sigma^2$$")
    assert [step.verdict for step in found] == ["definition", "proved"]
    false = judged(f"$$p(x) = {right}$$\nThen $$E_p[(x-\\mu)^2] = 2\\sigma^2$$")
    assert false[-1].verdict == "refuted"


@pytest.mark.parametrize(
    "factor",
    [
        "(2\\pi)^{-k/2}|\\Sigma|^{-1/2}",
        "\\frac{1}{(2\\pi)^{k/2}|\\Sigma|^{1/2}}",
        "\\frac{1}{\\sqrt{(2\\pi)^k \\det(\\Sigma)}}",
    ],
)
def test_a_multivariate_normal(judged: Judge, factor: str) -> None:
    right = f"{factor}\\exp(-\\tfrac12 (x-\\mu)^T\\Sigma^{{-1}}(x-\\mu))"
    found = judged(f"$$p(x) = {right}$$\nThen $$E_p[(x-\\mu)(x-\\mu)^T] = \\Sigma$$")
    assert [step.verdict for step in found] == ["definition", "proved"]


@pytest.mark.parametrize(
    "right",
    [
        "\\frac{1}{2\\pi\\sigma}e^{-\\frac{(x-\\mu)^2}{2\\sigma^2}}",
        "\\frac{1}{\\sqrt{2\\pi}\\sigma}e^{-\\frac{(x-\\mu)^2}{\\sigma^2}}",
        "\\lambda e^{-\\lambda x}",
    ],
)
def test_other_densities_are_defined_but_refute_nothing(judged: Judge, right: str) -> None:
    found = judged(f"$$p(x) = {right}$$\n$$E_p[(x-\\mu)^2] = \\sigma^2$$")
    assert [step.verdict for step in found] == ["definition", "undecided"]
    assert judged(f"$$p(x) = {right}$$\n$$E_p[x^2] = E_p[x^2]$$")[-1].verdict == "proved"


def test_a_law_in_terms_of_itself_is_a_claim(judged: Judge) -> None:
    assert judged("$$p(x) = \\sum_y p(x,y)$$")[0].verdict == "proved"
    assert judged("$$p(x) = \\sum_y p(x|y)$$")[0].verdict == "refuted"


def test_notations_are_unfolded(judged: Judge) -> None:
    found = judged("$$L = H(X) - H(X|Y)$$\n$$L = I(X;Y)$$\n$$L = H(X)$$")
    assert [step.verdict for step in found] == ["definition", "proved", "refuted"]


def test_a_name_on_the_right_may_be_new(judged: Judge) -> None:
    found = judged("$$H(X|Y) = h$$\n$$H(X) - h = I(X;Y)$$")
    assert [step.verdict for step in found] == ["definition", "proved"]


def test_an_entropy_of_something_unknown_is_no_notation(judged: Judge) -> None:
    text = "$$H(X + Y) = H(X|Y)$$\n$$H(X + Y) = H(X|Y)$$"
    assert [step.verdict for step in judged(text)] == ["unread", "unread"]


@pytest.mark.parametrize("lead", ["", "We define the entropy as\n", "Let\n", "定义\n"])
def test_a_wrong_definition_of_a_quantity_is_told(judged: Judge, lead: str) -> None:
    (step,) = judged(f"{lead}$$H(X) = \\sum_x p(x) \\log p(x)$$")
    assert step.verdict == "refuted"
    assert "SK601" in [found.code for found in step.diagnoses]
    (right,) = judged(f"{lead}$$H(X) = -\\sum_x p(x) \\log p(x)$$")
    assert right.verdict == "proved"
    assert not right.diagnoses


@pytest.mark.parametrize(
    "text",
    [
        "subject to $$\\sum_i \\lambda_i = 1$$",
        "Suppose $$\\sum_x p(x) f(x) = 0$$",
        "约束为 $$\\sum_x p(x) f(x) = 0$$",
    ],
)
def test_conditions_claim_nothing(judged: Judge, text: str) -> None:
    assert judged(text) == []


def test_the_normal_that_a_chain_writes_the_parameters_of_is_meant(judged: Judge) -> None:
    density = "(2\\pi)^{-k/2}|\\Sigma|^{-1/2}\\exp(-\\tfrac12 (x-\\mu)^T\\Sigma^{-1}(x-\\mu))"
    text = f"$$p(x) = {density}$$\nLet $N(\\mu_p, \\Sigma_p)$ be one.\n$$E_p[x] = \\mu_p$$"
    assert [step.verdict for step in judged(text)] == ["definition", "proved"]


def test_what_a_pmf_is_restricts_nothing(judged: Judge) -> None:
    found = judged("$$p(x) = \\Pr\\{X = x\\}$$\n$$H(X) = \\log|\\mathcal X|$$")
    assert [step.verdict for step in found] == ["definition", "refuted"]
