"""Conditional expectations and means in angles: what they average, and what is not guessed."""

from __future__ import annotations

import pytest
from conftest import Judge


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\mathbb E[f(X) \mid Y=y] = \sum_x p(x|y) f(x)", "proved"),
        (r"\mathbb E[f(X) | Y=y] = \sum_x p(y|x) f(x)", "refuted"),
        (r"E_Y[E[f(X)|Y]] = E[f(X)]", "proved"),
        (r"E_X[E[f(X)|Y]] = E[f(X)]", "refuted"),
        (r"\mathbb E[g(Y) \mid X=x, Z=z] = \sum_y p(y|x,z) g(y)", "proved"),
        (r"\mathbb E[g(Y) \mid X=x, Z=z] = \sum_y p(y|x) g(y)", "refuted"),
        (r"\mathbb E[f(X) g(Y) \mid Y=y] = g(y) \mathbb E[f(X) \mid Y=y]", "proved"),
        (r"\mathbb E[f(Y) \mid Y=y] = f(y)", "unread"),
        (r"\mathbb E[f(X), g(X) \mid Y=y] = 0", "unread"),
        (r"\mathbb E[X \mid X] = X", "unread"),
        (r"\mathbb E_{X|Z}[f(X) \mid Y=y] = 0", "unread"),
        (r"\langle \log p(x) \rangle_p = -H(p)", "proved"),
        (r"\langle \log p(x) \rangle_p = H(p)", "refuted"),
        (r"\langle \log p(x) \rangle_{x \sim p} = -H(p)", "proved"),
        (r"\langle \log p(x) \rangle = -H(p)", "unread"),
        (r"\langle x, y \rangle_p = 0", "unread"),
    ],
)
def test_means(judged: Judge, claim: str, verdict: str) -> None:
    assert judged(f"$$ {claim} $$")[-1].verdict == verdict


def test_a_condition_matters_unless_the_variables_are_independent(judged: Judge) -> None:
    claim = r"$$ \mathbb E[f(X) \mid Y=y] = \mathbb E[f(X)] $$"
    assert judged(f"Let $X$ and $Y$ be independent. Then {claim}")[-1].verdict == "proved"
    assert judged(claim)[-1].verdict == "refuted"
