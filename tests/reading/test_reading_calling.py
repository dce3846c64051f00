"""Words that name a part of the display before."""

from __future__ import annotations

import pytest
from conftest import Judge

SAID = r"Let $p(x,z)$ be a joint density and $q(z)$ a density. Then "
BOUND = r"\mathbb{E}_q\left[\log\frac{p(x,z)}{q(z)}\right]"
TRUE = r"$$ \log p(x) - \mathcal{L}(q) = D_{KL}(q(z)\|p(z|x)) $$"
FALSE = r"$$ \log p(x) - \mathcal{L}(q) = D_{KL}(p(z|x)\|q(z)) $$"
NAMED = [
    (rf"\log p(x) \ge {BOUND}", "Call the right-hand side"),
    (rf"\log p(x) \ge {BOUND}", "We denote the RHS by"),
    (rf"{BOUND} \le \log p(x)", "Call the left side"),
    (rf"\log p(x) = {BOUND} + D_{{KL}}(q(z)\|p(z|x))", "Call the first term"),
    (rf"\log p(x) = D_{{KL}}(q(z)\|p(z|x)) + {BOUND}", "Denote the second term by"),
]


@pytest.mark.parametrize(("display", "words"), NAMED)
def test_it_is_what_the_words_say(judged: Judge, display: str, words: str) -> None:
    text = rf"{SAID} $$ {display}. $$ {words} $\mathcal{{L}}(q)$. So "
    assert judged(text + TRUE)[-1].verdict == "proved"
    assert judged(text + FALSE)[-1].verdict == "refuted"


@pytest.mark.parametrize(
    "words", ["Recall", "Call the third term", "Note the first term of", "Call the whole story"]
)
def test_other_words_name_nothing(judged: Judge, words: str) -> None:
    display = rf"\log p(x) = {BOUND} + D_{{KL}}(q(z)\|p(z|x))"
    text = rf"{SAID} $$ {display}. $$ {words} $\mathcal{{L}}(q)$. So "
    assert judged(text + TRUE)[-1].verdict == "unread"


def test_what_is_subtracted_is_not_named(judged: Judge) -> None:
    display = r"\log p(x) - D_{KL}(q(z)\|p(z|x)) = \log p(x) - D_{KL}(q(z)\|p(z|x))"
    text = rf"{SAID} $$ {display}. $$ Call the second term $\mathcal{{L}}(q)$. So "
    assert judged(text + TRUE)[-1].verdict == "unread"


def test_it_is_a_function_of_its_arguments(judged: Judge) -> None:
    mean = r"\mathbb E_{z|x,\theta^{(t)}}"
    text = rf"""$$ \log p(x|\theta) = {mean}[\log p(x,z|\theta)] - {mean}[\log p(z|x,\theta)] $$
Call the first term $Q(\theta|\theta^{{(t)}})$. """
    gain = r"\log p(x|\theta) - \log p(x|\theta^{(t)})"
    rise = r"Q(\theta|\theta^{(t)}) - Q(\theta^{(t)}|\theta^{(t)})"
    assert judged(rf"{text} $$ {gain} \ge {rise} $$")[-1].verdict == "proved"
    assert judged(rf"{text} $$ {gain} \le {rise} $$")[-1].verdict == "refuted"
