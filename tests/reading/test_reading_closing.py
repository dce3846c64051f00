"""Notations that stand behind what they mean, and their reach: under which headings they count."""

from __future__ import annotations

import pytest
from conftest import Judge

SAID = r"Let $p(x,z)$ be a joint density and $q(z)$ a density. "
BOUND = r"\mathbb{E}_q\left[\log\frac{p(x,z)}{q(z)}\right]"
TRUE = r"$$ \log p(x) - \mathcal{L}(q) = D_{KL}(q(z)\|p(z|x)) $$"
FALSE = r"$$ \log p(x) - \mathcal{L}(q) = D_{KL}(p(z|x)\|q(z)) $$"
CHAINS = [
    rf"$$ \log p(x) \ge {BOUND} =: \mathcal{{L}}(q) $$",
    rf"$$ \log p(x) \ge {BOUND} \eqqcolon \mathcal{{L}}(q) $$",
    rf"$$ {BOUND} =: \mathcal{{L}}(q) $$",
    rf"$$ \log p(x) \ge {BOUND} \equiv \mathcal{{L}}(q) $$",
    rf"$$ \log p(x) \ge {BOUND} = \mathcal{{L}}(q) $$",
    rf"$$ \log p(x) \ge {BOUND} := \mathcal{{L}}(q) $$",
    rf"$$ \mathcal{{L}}(q) \stackrel{{\text{{def}}}}{{=}} {BOUND} $$",
]


@pytest.mark.parametrize("chain", CHAINS)
def test_it_stands_for_what_stands_before_it(judged: Judge, chain: str) -> None:
    found = judged(f"{SAID} Then {chain} so that {TRUE}")
    assert [step.verdict for step in found][-2:] == ["definition", "proved"]
    assert judged(f"{SAID} Then {chain} so that {FALSE}")[-1].verdict == "refuted"


def test_the_chain_goes_on_behind_it(judged: Judge) -> None:
    chain = rf"$$ {BOUND} =: \mathcal{{L}}(q) \le \log p(x) $$"
    assert [step.verdict for step in judged(SAID + chain)] == ["definition", "proved"]
    chain = rf"$$ {BOUND} =: \mathcal{{L}}(q) \ge \log p(x) $$"
    assert [step.verdict for step in judged(SAID + chain)] == ["definition", "refuted"]


def test_without_a_definition_it_is_unread(judged: Judge) -> None:
    assert judged(SAID + TRUE)[-1].verdict == "unread"


@pytest.mark.parametrize("end", [r"I_q(X;Z)", r"D_f(q\|p)", r"R(1-a)", r"q(z)", r"L_q", r"H(q)"])
def test_other_ends_are_claims(judged: Judge, end: str) -> None:
    found = judged(rf"{SAID} $$ \log p(x) \ge {BOUND} = {end} $$")
    assert found[-1].verdict not in ("definition", "proved")


def test_what_the_text_has_used_before_gets_no_meaning_without_a_word(judged: Judge) -> None:
    used = r"We study $\mathcal{L}(q)$. "
    assert judged(f"{SAID} {used} {CHAINS[0]} so that {TRUE}")[-1].verdict == "proved"
    assert judged(f"{SAID} {used} {CHAINS[4]} so that {TRUE}")[-1].verdict == "unread"


def test_what_is_known_is_claimed(judged: Judge) -> None:
    again = r"$$ \log p(x) \ge \mathbb{E}_q[\log p(x,z)] = \mathcal{L}(q) $$"
    found = judged(f"{SAID} {CHAINS[0]} and {again}")
    assert found[-1].verdict == "refuted"


def test_a_sign_counts_under_other_headings(judged: Judge) -> None:
    text = f"{SAID}\n\n# One\n\n{CHAINS[0]}\n\n# Two\n\n"
    assert judged(text + TRUE)[-1].verdict == "proved"
    assert judged(text + FALSE)[-1].verdict == "refuted"


def test_a_plain_equation_may_be_meant_for_its_heading(judged: Judge) -> None:
    text = f"{SAID}\n\n# One\n\n{CHAINS[4]}\n\n# Two\n\n"
    assert judged(text + TRUE)[-1].verdict == "proved"
    assert judged(text + FALSE)[-1].verdict == "undecided"


def test_what_two_headings_say_counts_under_neither_third(judged: Judge) -> None:
    other = r"$$ \mathcal{L}(q) := -\mathbb{E}_q[\log p(x|z)] $$"
    text = f"{SAID}\n\n# One\n\n{CHAINS[0]}\n\n# Two\n\n{other}\n\n# Three\n\n"
    assert judged(text + TRUE)[-1].verdict == "unread"
    assert judged(text + FALSE)[-1].verdict == "unread"


def test_another_heading_may_give_another_meaning(judged: Judge) -> None:
    text = f"{SAID}\n\n# One\n\n{CHAINS[0]}\n\n# Two\n\n"
    same = r"$$ \mathcal{L}(q) = \mathbb{E}_q[\log p(x|z)] - D_{KL}(q(z)\|p(z)) $$"
    other = r"$$ \mathcal{L}(q) = -\mathbb{E}_q[\log p(x|z)] $$"
    assert judged(text + same)[-1].verdict == "proved"
    assert judged(text + other)[-1].verdict == "definition"
