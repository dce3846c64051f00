"""Functions of labels, laws and numbers: with other arguments, wherever nothing is captured."""

from __future__ import annotations

import pytest
from conftest import Judge

SURROGATE = r"""The E-step computes
$$ Q(\theta|\theta^{(t)}) = \mathbb{E}_{p(z|x,\theta^{(t)})}[\log p(x,z|\theta)]. $$
"""
GAIN = r"\log p(x|\theta) - \log p(x|\theta^{(t)})"
RISK = r"Let $J(\theta) = \mathbb{E}_p[\log p(x)] - \mathbb{E}_p[\log q_\theta(x)]$. Then "
LOSS = r"The loss is $$ \ell(\theta) = -\mathbb{E}_{x\sim p}[\log q_\theta(x)]. $$ "
GAP = r"Let $g(\lambda) = D(P\|\lambda P + (1-\lambda)Q)$. Then "
MEAN = r"Let $G(q) = \mathbb{E}_q[\log p(x)]$. Then "
TILTED = r"Define $F(q, b) = \mathbb{E}_q[\log p(x)] + b H(q)$. Then "


@pytest.mark.parametrize(
    ("said", "true", "false"),
    [
        (
            SURROGATE,
            rf"{GAIN} \ge Q(\theta|\theta^{{(t)}}) - Q(\theta^{{(t)}}|\theta^{{(t)}})",
            rf"{GAIN} \le Q(\theta|\theta^{{(t)}}) - Q(\theta^{{(t)}}|\theta^{{(t)}})",
        ),
        (RISK, r"J(\phi) = D_{KL}(p\|q_\phi)", r"J(\phi) = D_{KL}(q_\phi\|p)"),
        (LOSS, r"\ell(\theta) \ge H(p)", r"\ell(\theta) \le H(p)"),
        (
            LOSS,
            r"\ell(\theta') - \ell(\theta) = D_{KL}(p\|q_{\theta'}) - D_{KL}(p\|q_\theta)",
            r"\ell(\theta') - \ell(\theta) = D_{KL}(p\|q_\theta) - D_{KL}(p\|q_{\theta'})",
        ),
        (GAP, r"g(0) = D(P\|Q)", r"g(1) = D(P\|Q)"),
        (MEAN, r"G(p) = -H(p)", r"G(p) = H(p)"),
        (TILTED, r"F(q, 1) = -D(q\|p)", r"F(q, 2) = -D(q\|p)"),
        (TILTED, r"F(r, 1) = -D(r\|p)", r"F(r, 1) = -D(p\|r)"),
    ],
)
def test_other_arguments_are_put_in(judged: Judge, said: str, true: str, false: str) -> None:
    assert judged(f"{said} $$ {true} $$")[-1].verdict == "proved"
    assert judged(f"{said} $$ {false} $$")[-1].verdict == "refuted"
    assert judged(f"$$ {true} $$")[-1].verdict != "proved"


@pytest.mark.parametrize(
    ("said", "claim"),
    [
        (r"J(x) = \mathbb{E}_{p(x)}[q(x)]", r"J(y) = \sum_x p(x) q(y)"),  # it is bound
        (r"J(t) = \mathbb{E}_{p}[q(x,t)]", r"J(x) = \sum_x p(x) q(x,x)"),  # it would be
        (r"J(t) = q(x|t)", r"\mathbb{E}_{p(x)}[J(s)] = q(x|s)"),  # x would be
        (r"J(t) = t \log p(x)", r"\sum_x J(2) = 2 \log p(x)"),
        (r"J(q) = \mathbb{E}_q[\log p(x)]", r"J(\tfrac12 q + \tfrac12 p) = J(q)"),
    ],
)
def test_nothing_is_captured(judged: Judge, said: str, claim: str) -> None:
    assert judged(f"Let ${said}$. Then $$ {claim} $$")[-1].verdict not in ("proved",)


def test_the_entropy_of_a_law_is_no_function_of_labels(judged: Judge) -> None:
    said = r"Let $H(\theta) = -\mathbb{E}_p[\log q_\theta(x)]$. Then "
    assert judged(rf"{said} $$ H(X) = H(X) + H(Y|X) - H(Y|X) $$")[-1].verdict == "proved"


def test_a_law_is_no_surrogate(judged: Judge) -> None:
    said = r"Let $Q(x|y) = P(x,y)/P(y)$. Then "
    assert judged(rf"{said} $$ \sum_x Q(x|y) = 1 $$")[-1].verdict != "refuted"
