"""Extremes over laws: a bound and a law that attains it; nothing is attained by a guess."""

from __future__ import annotations

import pytest
from conftest import Judge


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\min_Q H(P,Q) = H(P)", "proved"),
        (r"H(P) = \min_Q H(P,Q)", "proved"),
        (r"\inf_{Q} \sum_x P(x) \log\frac{P(x)}{Q(x)} = 0", "proved"),
        (r"\max_P H(P) = \log |\mathcal{X}|", "proved"),
        (r"\sup_q \left( \mathbb E_q[\log p(x)] + H(q) \right) \le 0", "proved"),
        (r"\min_Q H(P,Q) \le H(P,R)", "proved"),
        (r"\min_Q H(P,Q) \ge H(P,R)", "refuted"),
        (r"\min_Q H(P,Q) \ge 2 H(P)", "refuted"),
        (r"\max_P H(P) \le H(R)", "refuted"),
        (r"\min_Q D(P\|Q) = H(P)", "refuted"),
        (r"\min_P H(P) = 0", "undecided"),
        (r"\min_Q H(P,Q) = H(Q)", "unread"),
        (r"\min_Q c H(P,Q) = c H(P)", "unread"),
        (r"\min_{Q \in \mathcal{Q}} D(P\|Q) = 0", "unread"),
        (r"\min_x P(x) \le 1", "unread"),
        (r"H(R) + \min_Q H(P,Q) = H(R) + H(P)", "unread"),
        (r"\min_Q H(P,Q) < H(P,R)", "unread"),
    ],
)
def test_extremes(judged: Judge, claim: str, verdict: str) -> None:
    assert judged(f"$$ {claim} $$")[-1].verdict == verdict


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\arg\min_Q D(P\|Q) = P", "proved"),
        (r"P = \arg\min_Q H(P,Q)", "proved"),
        (r"\arg\max_Q D(P\|Q) = P", "refuted"),
        (r"\arg\min_Q H(P,Q) + H(Q) = P", "refuted"),
        (r"\arg\min_\theta D(P\|Q_\theta) = P", "unread"),
    ],
)
def test_minimisers(judged: Judge, claim: str, verdict: str) -> None:
    assert judged(f"$$ {claim} $$")[-1].verdict == verdict


@pytest.mark.parametrize(
    "said",
    [
        "Subject to the constraint that $Q$ has a given mean,",
        r"Let $\mathcal{Q}$ be a family of laws. Over $Q$ in it,",
        "In the mean-field approximation,",
        "在约束下,",
    ],
)
def test_nothing_is_attained_under_constraints(judged: Judge, said: str) -> None:
    found = judged(rf"{said} $$ \min_Q D(P\|Q) = 0 $$")
    assert all(step.verdict not in ("proved", "refuted") for step in found)


def test_a_parameter_or_a_marginal_is_not_every_law(judged: Judge) -> None:
    least = r"$$ \min_\theta D(p\|q_\theta) = 0 $$"
    assert judged(least)[-1].verdict not in ("proved", "refuted")
    assert judged(r"$$ \min_\theta D(p\|q_\theta) \ge 0 $$")[-1].verdict == "proved"
    assert judged(r"$$ \max_{p(x)} I(X;Y) \le \log |\mathcal{X}| $$")[-1].verdict == "proved"
    assert judged(r"$$ \max_{p(x)} I(X;Y) = \log |\mathcal{X}| $$")[-1].verdict == "undecided"


def test_a_given_equation_of_what_varies_is_not_left_out(judged: Judge) -> None:
    text = r"Suppose $\sum_x Q(x) f(x) = 0$. Then $$ \min_Q D(Q\|P) = 0 $$"
    assert judged(text)[-1].verdict not in ("proved", "refuted")
