"""Laws without their parameter, conditional laws under an E, and numbers that are probabilities."""

from __future__ import annotations

import pytest
from conftest import Judge

MODEL = r"We have a decoder $p_\theta(x|z)$ and an encoder $q_\phi(z|x)$. "
BOUND = r"$$ \log p_\theta(x) \ge \mathbb E_q[\log p_\theta(x,z) - \log q_\phi(z|x)] $$"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (BOUND, "proved"),
        (BOUND.replace("ge", "le"), "refuted"),
        (r"$$ \log p_\theta(x) = \mathbb E_q[\log p_\theta(x)] $$", "proved"),
        (r"$$ \mathbb E_{q_\phi}[\log p_\theta(x)] = \log p_\theta(x) $$", "proved"),
        (r"$$ \mathbb E_{q_\phi}[\log q_\phi(z|x)] = H(q_\phi(z|x)) $$", "refuted"),
        (
            r"$$ D(q \| p_\theta(z|x)) = \mathbb E_q[\log q_\phi(z|x) - \log p_\theta(z|x)] $$",
            "proved",
        ),
    ],
)
def test_a_letter_alone_is_the_law_with_a_parameter(
    judged: Judge, claim: str, verdict: str
) -> None:
    assert judged(MODEL + claim)[-1].verdict == verdict


@pytest.mark.parametrize(
    "said",
    [
        r"Let $q$ be any distribution on the latent space. ",
        r"Here $q$ is a fixed reference law. ",
        r"We compare with $q(z)$. ",
        r"Recall that $D(q \| q_\phi) \ge 0$. ",
        r"There is a second encoder $q_\psi(z|x)$. ",
    ],
)
def test_it_is_not_where_the_text_has_both(judged: Judge, said: str) -> None:
    found = judged(MODEL + said + BOUND)[-1]
    assert found.verdict != "proved"


@pytest.mark.parametrize(
    "said",
    [
        r"The prior is $p(z)$. ",
        r"The joint factorises as $p_\theta(x,z) = p_\theta(x|z) p(z)$. ",
        r"先验为 $p(z)$。",
    ],
)
def test_the_prior_is_the_marginal_of_the_model(judged: Judge, said: str) -> None:
    claim = r"$$ \log p_\theta(x) {} \mathbb E_q[\log p_\theta(x|z)] - D(q_\phi(z|x) \| p(z)) $$"
    assert judged(MODEL + said + claim.format(r"\ge"))[-1].verdict == "proved"
    assert judged(MODEL + said + claim.format(r"="))[-1].verdict in ("refuted", "undecided")
    unsaid = judged(MODEL + claim.format(r"\ge"))[-1]
    assert unsaid.verdict == "undecided"


def test_data_and_model_stay_two_laws(judged: Judge) -> None:
    text = r"""Data come from $p(x)$, the model is $p_\theta(x)$.
$$ -\mathbb E_{p(x)}[\log p_\theta(x)] = H(p) $$"""
    assert judged(text)[-1].verdict != "proved"


def test_what_is_taken_for_another_name_is_told(judged: Judge) -> None:
    found = judged(MODEL + BOUND)[-1]
    assert [d.message for d in found.diagnoses] == ["q is read as q_phi"]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"\log p(x) = \mathbb E_{z|x}[\log p(x,z) - \log p(z|x)]", "proved"),
        (r"\log p(x) = \mathbb E_{Z|X=x}[\log p(x,Z) - \log p(Z|x)]", "proved"),
        (r"\log p(x|t) = \mathbb E_{z|x,t}[\log p(x,z|t) - \log p(z|x,t)]", "proved"),
        (r"\log p(x) = \mathbb E_{z|x}[\log p(x,z) + \log p(z|x)]", "refuted"),
        (r"\mathbb E_Y[\mathbb E_{X|Y}[f(X)]] = \mathbb E_X[f(X)]", "proved"),
        (r"\mathbb E_{z}[\log p(x,z)] = \mathbb E_{z|x}[\log p(x,z)]", "refuted"),
        (r"H(X|Y) = -\mathbb E_{X|Y}[\log p(X|Y)]", "unread"),  # a mean over y, or at each
    ],
)
def test_an_expectation_of_one_variable_given_another(
    judged: Judge, claim: str, verdict: str
) -> None:
    assert judged(f"$$ {claim} $$")[-1].verdict == verdict


@pytest.mark.parametrize(
    "said",
    [
        r"A symbol is erased with probability $\epsilon$.",
        r"It survives with probability $1-\epsilon$.",
        r"Here $\epsilon$ is the erasure probability.",
        r"Die Wahrscheinlichkeit $\epsilon$ ist fest.",
        r"设错误概率为 $\epsilon$。",
    ],
)
def test_a_probability_lies_between_zero_and_one(judged: Judge, said: str) -> None:
    claim = r"$$ \epsilon H(X) {} H(X) $$"
    assert judged(f"{said} {claim.format(chr(92) + 'le')}")[-1].verdict == "proved"
    assert judged(f"{said} {claim.format(chr(92) + 'ge')}")[-1].verdict == "refuted"
    assert judged(claim.format(r"\le"))[-1].verdict == "refuted"


def test_a_probability_distribution_is_no_such_number(judged: Judge) -> None:
    text = r"The probability distribution depends on $\epsilon$. $$ \epsilon H(X) \le H(X) $$"
    assert judged(text)[-1].verdict != "proved"


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        (r"$$ D(q\|p) \ge 0 $$", "proved"),
        (
            r"Let $q_i = e^{z_i}/\sum_j e^{z_j}$. $$ \log q_i = z_i - \log\sum_j e^{z_j} $$",
            "proved",
        ),
        (r"$$ \log p_\theta(x) = \mathbb E_q[\log p_\theta(x)] $$", "proved"),
    ],
)
def test_under_other_headings_it_may_be_another_law(
    judged: Judge, claim: str, verdict: str
) -> None:
    found = judged(f"# The model\n\n{MODEL}\n\n{BOUND}\n\n# More\n\n{claim}")[-1]
    assert found.verdict == verdict
    is_model = r"\theta" in claim
    assert ("q is read as q_phi" in [d.message for d in found.diagnoses]) is is_model
