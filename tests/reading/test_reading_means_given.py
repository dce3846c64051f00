"""Means under a conditional law that is named by its variables: ``E_{z|x}``; and over values."""

from __future__ import annotations

import pytest
from conftest import Judge

SAID = r"Let $p(x,y)$ be a joint pmf. "


@pytest.mark.parametrize("under", ["x|y", r"x \mid y"])
def test_the_condition_is_not_averaged_over(judged: Judge, under: str) -> None:
    mean = rf"\mathbb{{E}}_{{{under}}}[-\log p(x|y)]"
    assert judged(rf"{SAID} $$ {mean} = -\sum_x p(x|y)\log p(x|y) $$")[-1].verdict == "proved"
    assert judged(rf"{SAID} $$ {mean} = H(X|Y) $$")[-1].verdict == "refuted"


def test_a_mean_over_values_is_under_their_law(judged: Judge) -> None:
    mean = r"\mathbb{E}_y\big[\mathbb{E}_{x|y}[-\log p(x|y)]\big]"
    assert judged(rf"{SAID} $$ {mean} = H(X|Y) $$")[-1].verdict == "proved"
    assert judged(rf"{SAID} $$ {mean} = H(X) $$")[-1].verdict == "refuted"


def test_the_law_may_be_given_parameters(judged: Judge) -> None:
    mean = r"\mathbb E_{z|x,\theta^{(t)}}"
    true = rf"\log p(x|\theta) = {mean}[\log p(x,z|\theta)] - {mean}[\log p(z|x,\theta)]"
    false = rf"\log p(x|\theta) = {mean}[\log p(x,z|\theta)] - {mean}[\log p(z|x,\theta^{{(t)}})]"
    assert judged(rf"$$ {true} $$")[-1].verdict == "proved"
    assert judged(rf"$$ {false} $$")[-1].verdict == "refuted"


def test_without_a_law_of_both_it_is_unread(judged: Judge) -> None:
    said = r"Let $X$ have the pmf $p(x)$. "
    assert judged(rf"{said} $$ \mathbb{{E}}_{{x|w}}[\log p(x)] = -H(X) $$")[-1].verdict == "unread"
