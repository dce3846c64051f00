r"""``z = \mu + \sigma \odot \epsilon``, ``E_\epsilon`` and products of vectors by entries."""

from __future__ import annotations

import pytest
from conftest import Judge

NORMAL = r"Let $\epsilon\sim\mathcal N(0,I)$"
VECTORS = rf"{NORMAL} and let $A$ be a $d\times d$ matrix, $\mu,\sigma\in\mathbb R^d$."
SAID = {
    "let": rf"{NORMAL} and $z=\mu+\sigma\odot\epsilon$ with $\mu,\sigma\in\mathbb R^d$.",
    "set": rf"{VECTORS} Set $z=\mu+\sigma\odot\epsilon$.",
    "where": rf"{VECTORS} Write $z$ for the sample where $z=\mu+\sigma\odot\epsilon$.",
    "a display": rf"{VECTORS} Define $$ z = \mu+\sigma\odot\epsilon $$ Then",
}


def verdicts(judged: Judge, said: str, *claims: str) -> list[str]:
    text = "\n\n".join((said, *(f"$$ {claim} $$" for claim in claims)))
    return [step.verdict for step in judged(f"{text}\n")][-len(claims) :]


@pytest.mark.parametrize("name", SAID)
def test_a_sample_is_written_out(judged: Judge, name: str) -> None:
    found = verdicts(
        judged,
        SAID[name],
        r"\mathbb E[z] = \mu",
        r"\mathbb E\|z\|^2 = \|\mu\|^2+\|\sigma\|^2",
        r"\mathbb E_\epsilon[z] = 2\mu",
        r"\mathbb E\|z\|^2 = \|\mu\|^2+d",
    )
    assert found == ["proved", "proved", "refuted", "refuted"]


def test_without_what_it_is_nothing_is_known_of_a_sample(judged: Judge) -> None:
    assert verdicts(judged, VECTORS, r"\mathbb E[z] = \mu") != ["proved"]


def test_a_sample_through_a_root(judged: Judge) -> None:
    said = (
        rf"{NORMAL} and $z=\mu+L\epsilon$ with $\mu\in\mathbb R^d$ and a $d\times d$ matrix $L$ "
        r"such that $\Sigma=LL^\top$."
    )
    found = verdicts(
        judged,
        said,
        r"\mathbb E[(z-\mu)(z-\mu)^\top] = \Sigma",
        r"\mathbb E[(z-\mu)(z-\mu)^\top] = L",
    )
    assert found[0] == "proved"
    assert found[1] != "proved"


ENTRYWISE = {
    r"\mu\odot\sigma = \sigma\odot\mu": "proved",
    r"\mu\odot(\sigma+\mu) = \mu\odot\sigma+\mu\odot\mu": "proved",
    r"\mu^\top(\sigma\odot\mu) = \sigma^\top(\mu\odot\mu)": "proved",
    r"(\mu\odot\sigma)_j = \mu_j\sigma_j": "proved",
    r"2\mu\odot\sigma = \mu\odot\sigma+\sigma\odot\mu": "proved",
    r"\mu\odot\mu\odot\sigma = \sigma\odot\mu\odot\mu": "proved",
    r"(A\mu)\odot\sigma = A(\mu\odot\sigma)": "refuted",
    r"\mu\odot\sigma = \mu+\sigma": "refuted",
    r"A\mu\odot\sigma = A(\mu\odot\sigma)": "unread",
    r"\mu\odot\sigma\mu^\top = A": "unread",
    r"A\odot A = A": "unread",
}


@pytest.mark.parametrize("claim", ENTRYWISE)
def test_products_by_entries(judged: Judge, claim: str) -> None:
    assert verdicts(judged, VECTORS, claim) == [ENTRYWISE[claim]]


MEANS = {
    r"\mathbb E_{\epsilon}[\epsilon\epsilon^\top] = I": "proved",
    r"\mathbb E_{\epsilon}[\mu+A\epsilon] = \mu": "proved",
    r"\mathbb E_{\epsilon}[\epsilon^\top A\epsilon] = \operatorname{tr} A": "proved",
    r"\mathbb E_{\epsilon}[\mu+A\epsilon] = \sigma": "refuted",
}


@pytest.mark.parametrize("claim", MEANS)
def test_a_mean_over_a_value_is_under_its_law(judged: Judge, claim: str) -> None:
    assert verdicts(judged, VECTORS, claim) == [MEANS[claim]]


@pytest.mark.parametrize("letter", ["x", "z", "u"])
def test_a_mean_over_a_value_of_a_pmf(judged: Judge, letter: str) -> None:
    said = rf"Let ${letter}$ take values in $\mathcal X$ with pmf $p({letter})$."
    mean = rf"\mathbb E_{letter}[\log p({letter})]"
    true = rf"{mean} = \sum_{letter} p({letter})\log p({letter})"
    false = rf"{mean} = \sum_{letter} \log p({letter})"
    assert verdicts(judged, said, true, false) == ["proved", "refuted"]


def test_a_mean_under_a_law_written_out_makes_it_no_law_of_its_own(judged: Judge) -> None:
    said = r"Let $\epsilon\sim\mathcal N(0,1)$ and $\sigma>0$."
    claims = (
        r"\mathbb E_{\epsilon}[(\mu+\sigma\epsilon)^2] = \mu^2+\sigma^2",
        r"\mathbb E_{\epsilon\sim\mathcal N(0,1)}[(\mu+\sigma\epsilon)^2] = \mu^2+\sigma^2",
    )
    assert verdicts(judged, said, *claims) == ["proved", "proved"]
