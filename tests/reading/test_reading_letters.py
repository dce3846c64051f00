r"""Letters of alphabets as numbers, as in ``\sum_i p_i x_i``; weights of combinations."""

from __future__ import annotations

import pytest
from conftest import Judge

MEAN = [
    r"\sum_x x\,p(x)",
    r"\sum_{x} p(x) x",
    r"\sum_{x\in\mathcal X} x \cdot p(x)",
    r"\sum_i p_i x_i",
    r"\sum_{i=1}^n p_i x_i",
    r"\sum_{i=1}^n p(x_i) x_i",
    r"\sum_{i=1}^{n} x_i\, p(x_i)",
]


@pytest.mark.parametrize("mean", MEAN)
def test_the_mean_of_a_finite_variable(judged: Judge, mean: str) -> None:
    assert judged(rf"$$ \mathbb{{E}}[X] = {mean} $$")[-1].verdict == "proved"
    assert judged(rf"$$ \mathbb{{E}}[X^2] = {mean} $$")[-1].verdict == "refuted"
    assert judged(rf"$$ {mean} \ge 0 $$")[-1].verdict == "refuted"


def test_spellings_of_a_mean_are_one_statement(judged: Judge) -> None:
    found = {judged(rf"$$ \mathbb{{E}}[X] = {mean} $$")[-1].statement for mean in MEAN[:1]}
    assert found == {"E_p[X(x)] = sum_x X(x) p(x)"}
    numbered = {judged(rf"$$ \mathbb{{E}}[X] = {mean} $$")[-1].statement for mean in MEAN[3:6]}
    assert numbered == {"E_p[X(x)] = sum_i p(i) X(i)"}


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\mathrm{Var}(X) = \sum_i p_i x_i^2 - \left(\sum_i p_i x_i\right)^2", "proved"),
        (r"\mathrm{Var}(X) = \sum_i p_i x_i^2 + \left(\sum_i p_i x_i\right)^2", "refuted"),
        (r"\sum_x x^2 p(x) \ge \left(\sum_x x p(x)\right)^2", "proved"),
        (r"\sum_x x^2 p(x) \le \left(\sum_x x p(x)\right)^2", "refuted"),
        (r"\log \sum_i p_i x_i \ge \sum_i p_i \log x_i", "proved"),
        (r"\log \sum_i p_i x_i \le \sum_i p_i \log x_i", "refuted"),
        (r"\mathbb{E}[X+Y] = \sum_{x,y} (x+y) p(x,y) = \sum_x x p(x) + \sum_y y p(y)", "proved"),
        (r"\sum_{x,y} x y p(x,y) = \sum_x x p(x) \sum_y y p(y)", "refuted"),
    ],
)
def test_moments(judged: Judge, claim: str, verdict: str) -> None:
    assert judged(f"$$ {claim} $$")[-1].verdict == verdict


def test_discrete_variables_are_finite_ones(judged: Judge) -> None:
    said = "Let $X$ and $Y$ be discrete random variables. Then"
    right = r"\mathbb{E}[Y^2] - (\mathbb{E}[Y])^2"
    assert judged(rf"{said} $$ \mathrm{{Var}}(Y) = {right} $$")[-1].verdict == "proved"
    assert judged(rf"{said} $$ \mathrm{{Var}}(Y) \le \mathbb{{E}}[Y] $$")[-1].verdict == "refuted"


JENSEN = r"f\Big(\sum_{i=1}^n %s_i x_i\Big) %s \sum_{i=1}^n %s_i f(x_i)"


@pytest.mark.parametrize(
    ("said", "weight"),
    [
        ("", "p"),
        (r"$p_i \ge 0$ and $\sum_i p_i = 1$,", "p"),
        (r"$\lambda_i \ge 0$ and $\sum_{i=1}^n \lambda_i = 1$,", r"\lambda"),
        (r"$\lambda_1,\dots,\lambda_n \ge 0$ and $\sum_{i=1}^n \lambda_i = 1$,", r"\lambda"),
        (r"$w_i \in [0,1]$ with $\sum_i w_i = 1$,", "w"),
        (r"$0 \le w_i \le 1$ and $\sum_i w_i = 1$,", "w"),
        (r"$\alpha_i > 0$ with $\sum_{i=1}^n \alpha_i = 1$,", r"\alpha"),
    ],
)
def test_jensen_with_weights(judged: Judge, said: str, weight: str) -> None:
    for shape, true, false in (("convex", r"\le", r"\ge"), ("concave", r"\ge", r"\le")):
        lead = f"Let $f$ be {shape}. For {said}" if said else f"Let $f$ be {shape}. Then"
        claim = f"{lead} $$ {JENSEN % (weight, true, weight)} $$"
        assert judged(claim)[-1].verdict == "proved"
        claim = f"{lead} $$ {JENSEN % (weight, false, weight)} $$"
        assert judged(claim)[-1].verdict == "refuted"
    any_function = f"Let $f$ be a function. For {said} $$ {JENSEN % (weight, '<=', weight)} $$"
    assert judged(any_function)[-1].verdict != "proved"


@pytest.mark.parametrize(
    "said",
    [
        r"$\lambda_i \ge 0$",
        r"$\sum_{i=1}^n \lambda_i = 1$",
        r"$\lambda_i \ge 0$ with $\sum_{i=1}^n \lambda_i = 2$",
        r"$\lambda_i \le 1$ with $\sum_{i=1}^n \lambda_i = 1$",
        r"$\mu_i \ge 0$ with $\sum_{i=1}^n \lambda_i = 1$",
    ],
)
def test_half_of_what_weights_are_proves_nothing(judged: Judge, said: str) -> None:
    claim = JENSEN % (r"\lambda", r"\le", r"\lambda")
    assert judged(f"Let $f$ be convex. For {said}, $$ {claim} $$")[-1].verdict != "proved"


@pytest.mark.parametrize(
    "said",
    [
        "Let $X$ be a nonnegative random variable.",
        r"Let $X$ take values in $\{1, \dots, m\}$.",
        r"Let $X \in \{0, 1\}$.",
        "Let $X$ be integer-valued.",
        "设 $X$ 为非负随机变量。",
    ],
)
def test_numbers_of_which_something_is_said_refute_nothing(judged: Judge, said: str) -> None:
    assert judged(rf"{said} Then $$ \sum_x x p(x) \ge 0 $$")[-1].verdict == "undecided"
    assert judged(rf"{said} Then $$ \mathbb{{E}}[X] = \sum_x x p(x) $$")[-1].verdict == "proved"


def test_different_letters_are_different_numbers(judged: Judge) -> None:
    claim = r"$$ \sum_x x^2 p(x) > \left(\sum_x x p(x)\right)^2 $$"
    assert judged(f"If $H(X) = \\log 2$, then {claim}")[-1].verdict not in ("proved", "refuted")


def test_an_index_is_a_number_of_its_own(judged: Judge) -> None:
    assert judged(r"$$ \sum_{i=1}^n i\,p_i \ge 0 $$")[-1].verdict == "unread"


@pytest.mark.parametrize(
    "claim",
    [
        r"\sum_x p(x) \|x\|^2 \ge 0",
        r"\sum_x p(x) \mathbf{x} = \mathbb{E}[\mathbf{X}]",
        r"\sum_x p(x) x x^T = \Sigma",
        r"\sum_x p(x) A x = A \sum_x p(x) x",
        r"\mathbb{E}_q[x y] = \mathbb{E}_q[x] \mathbb{E}_q[y]",
    ],
)
def test_what_may_be_a_vector_is_no_number(judged: Judge, claim: str) -> None:
    assert judged(f"$$ {claim} $$")[-1].verdict == "unread"


TOTAL = r"\mathrm{Var}(Y) %s \mathbb{E}[\mathrm{Var}(Y|X)] + \mathrm{Var}(\mathbb{E}[Y|X])"


@pytest.mark.parametrize("lead", ["", "Let $X, Y$ be discrete random variables. Then"])
def test_conditional_variances(judged: Judge, lead: str) -> None:
    rows = {
        TOTAL % "=": "proved",
        TOTAL % "<": "refuted",
        TOTAL.replace("+", "-") % "=": "refuted",
        r"\mathrm{Var}(\mathbb{E}[Y|X]) \le \mathrm{Var}(Y)": "proved",
        r"\mathrm{Var}(\mathbb{E}[Y|X]) \ge \mathrm{Var}(Y)": "refuted",
        r"\mathbb{E}[\mathrm{Var}(Y|X)] \le \mathrm{Var}(Y)": "proved",
        r"\mathbb{E}[\mathrm{Var}(Y \mid X)] \ge \mathrm{Var}(Y)": "refuted",
        r"\mathbb{V}[Y] = \mathbb{E}[Y^2] - \mathbb{E}[Y]^2": "proved",
        r"\mathbb{V}\mathrm{ar}[Y] = \mathbb{E}[Y^2] + \mathbb{E}[Y]^2": "refuted",
        r"\operatorname{Var}(Y|X=x) = \mathbb{E}[Y^2|X=x] - \mathbb{E}[Y|X=x]^2": "proved",
        r"\operatorname{Var}(Y|X=x) = \mathbb{E}[Y^2|X=x] - \mathbb{E}[Y]^2": "refuted",
    }
    for claim, verdict in rows.items():
        assert judged(f"{lead} $$ {claim} $$")[-1].verdict == verdict, claim


def test_conditional_covariance(judged: Judge) -> None:
    said = "Let $X, Y, Z$ be discrete random variables. Then"
    parts = r"\mathbb{E}[\mathrm{Cov}(X,Y|Z)] %s \mathrm{Cov}(\mathbb{E}[X|Z], \mathbb{E}[Y|Z])"
    assert judged(rf"{said} $$ \mathrm{{Cov}}(X,Y) = {parts % '+'} $$")[-1].verdict == "proved"
    assert judged(rf"{said} $$ \mathrm{{Cov}}(X,Y) = {parts % '-'} $$")[-1].verdict == "refuted"
    three = r"$$ \mathrm{Var}(X, Y|Z) \ge 0 $$"
    assert judged(f"{said} {three}")[-1].verdict == "unread"
