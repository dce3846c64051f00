"""Letters of notions that the text uses for something else are not read as these notions."""

from __future__ import annotations

import pytest
from reading_documents import steps, verdict

from symkl.reading.document import Document

OTHERWISE = {
    "Hessian": ("Let $H(X)$ be the Hessian at $X$.", "H(X) \\ge 0"),
    "Rényi": ("Let $H(X)$ denote the Rényi entropy of $X$.", "H(X,Y) = H(X) + H(Y|X)"),
    "min-entropy": ("Here the min-entropy $H(X)$ is used.", "H(X,Y) = H(X) + H(Y|X)"),
    "a definition": ("We define $H(X) = 1 - \\sum_x p(x)^2$.", "H(X) = -\\sum_x p(x) \\log p(x)"),
    "Fisher": ("where $I(X;Y)$ is the Fisher information.", "I(X;Y) = I(Y;X)"),
    "chi square": (
        "Let $D(P\\|Q)$ denote the $\\chi^2$-divergence.",
        "D(P\\|Q) = \\sum_x P(x) \\log\\frac{P(x)}{Q(x)}",
    ),
    "Hellinger": (
        "设 $D(P\\|Q)$ 表示 Hellinger 距离。",
        "D(P\\|Q) = \\sum_x P(x) \\log\\frac{P(x)}{Q(x)}",
    ),
    "error": ("Let $e$ be the error rate.", "\\log e = 1"),
    "edge": ("For each $e \\in E$ we have", "\\log e = 1"),
    "difference": ("Let $e = x - y$ be the error.", "\\log e = 1"),
    "weight": ("Let $\\pi \\in (0,1)$ be the mixing weight.", "\\pi > 3"),
    "sets": ("Let $A$ and $B$ be finite sets.", "|A B| = |A||B|"),
    "horizon": ("Let $T$ be the horizon and $A$ a matrix.", "\\mathrm{tr}(A^T) = \\mathrm{tr}(A)"),
    "derivative": ("Let $p'$ be the derivative of $p$.", "\\sum_x p'(x) = 1"),
}
USUAL = {
    "given X": (
        "其中 $H(Y|X)$ 表示在已知随机变量 X 的情况下, Y 的熵, 也称条件熵.",
        "H(X,Y) = H(X) + H(Y|X)",
    ),
    "entropy": ("Let $H(X)$ denote the entropy of $X$.", "H(X,Y) = H(X) + H(Y|X)"),
    "uncertainty": ("where $H(X)$ is the uncertainty about $X$.", "H(X) \\ge 0"),
    "property": ("Note that $H(X)$ is the largest for uniform laws.", "H(X,Y) = H(X) + H(Y|X)"),
    "divergence": (
        "设 $D(P\\|Q)$ 表示 KL 散度。",
        "D(P\\|Q) = \\sum_x P(x) \\log\\frac{P(x)}{Q(x)}",
    ),
    "the derivative of": (
        "The derivative of $D(P\\|Q)$ is not needed.",
        "D(P\\|Q) = \\sum_x P(x) \\log\\frac{P(x)}{Q(x)}",
    ),
    "base": ("where $e$ is the base of the natural logarithm.", "\\log e = 1"),
    "laws on a set": ("设 $P$ 和 $Q$ 是有限集上的分布。", "D(P\\|Q) \\ge 0"),
    "top": ("Let $T$ be the horizon.", "x^\\top A x = \\mathrm{tr}(A x x^\\top)"),
}


def verdicts(said: str, claim: str) -> list[str]:
    return [verdict(step) for step in steps(Document("a.md", f"{said}\n\n$$ {claim} $$"))]


@pytest.mark.parametrize("name", OTHERWISE)
def test_what_is_said_to_be_something_else_is_not_read(name: str) -> None:
    assert verdicts(*OTHERWISE[name])[-1] in ("unread", "undecided")


@pytest.mark.parametrize("name", USUAL)
def test_what_is_said_to_be_as_usual_is_read(name: str) -> None:
    assert verdicts(*USUAL[name])[-1] == "proved"


def test_a_block_settles_what_a_letter_is() -> None:
    said = "Let $e$ be the error rate.\n\n```symkl\nnumber e\n```"
    assert verdicts(said, "e + e = 2 e") == ["proved"]


def test_another_section_is_not_concerned() -> None:
    said = "# A\n\nLet $H(X)$ be the Hessian at $X$.\n\n# B"
    assert verdicts(said, "H(X) \\ge 0") == ["proved"]


def test_primes_that_are_said_to_be_transposes() -> None:
    said = "Let $A$ be a $k\\times k$ matrix; primes denote transposes."
    assert verdicts(said, "\\mathrm{tr}(A') = \\mathrm{tr}(A)") == ["proved"]


@pytest.mark.parametrize("other", ["\\mathcal Y", "\\mathcal S", "\\mathcal T"])
def test_a_sum_over_another_set_than_the_alphabet_is_not_read(other: str) -> None:
    said = "Let $P$ be a pmf on $\\mathcal X$."
    assert verdicts(said, f"\\sum_{{x \\in {other}}} P(x) = 1") == ["unread"]
    assert verdicts(said, "\\sum_{x \\in \\mathcal X} P(x) = 1") == ["proved"]


LIMITED = {
    "singular": ("Let $A$ be a singular $n\\times n$ matrix.", "A A^{-1} = I_n"),
    "a covariance": (
        "Let $x \\sim N(\\mu, \\Sigma)$ where $\\Sigma$ may be singular.",
        "E[(x-\\mu)^T\\Sigma^{-1}(x-\\mu)] = n",
    ),
    "a deviation": (
        "Let $X \\sim N(\\mu, \\sigma)$ with standard deviation $\\sigma$.",
        "E[(X-\\mu)^2] = \\sigma",
    ),
    "a deviation, 标准差": (
        "设 $X \\sim N(\\mu, \\sigma)$，标准差为 $\\sigma$。",
        "E[(X-\\mu)^2] = \\sigma",
    ),
}
UNLIMITED = {
    "nonsingular": ("Let $A$ be a nonsingular $n\\times n$ matrix.", "A A^{-1} = I_n"),
    "not inverted": ("Let $A$ be a singular $n\\times n$ matrix.", "A + A = 2 A"),
    "squared": (
        "Let $X \\sim N(\\mu, \\sigma^2)$ with standard deviation $\\sigma$.",
        "E[(X-\\mu)^2] = \\sigma^2",
    ),
}


@pytest.mark.parametrize("name", LIMITED)
def test_what_is_said_of_a_parameter_forbids_some_uses(name: str) -> None:
    assert verdicts(*LIMITED[name]) == ["unread"]


@pytest.mark.parametrize("name", UNLIMITED)
def test_and_no_others(name: str) -> None:
    assert verdicts(*UNLIMITED[name]) == ["proved"]


@pytest.mark.parametrize(
    "said",
    [
        "Let $A$ be an $m\\times n$ matrix and $B$ an $n\\times m$ matrix.",
        "Let $A$ be an $m\\times n$ matrix.",
    ],
)
def test_no_matrix_is_made_a_number_to_fit(said: str) -> None:
    assert verdicts(said, "AB = BA")[-1] in ("unread", "undecided")
