"""Conditions of the sentence before, and conditions behind a claim."""

from __future__ import annotations

import pytest
from reading_documents import steps, verdict

from symkl.reading.document import Document

FIRST = r"$$ I(X;Z) \le I(X;Y) $$"
SECOND = r"$$ I(X;Z) \le I(Y;Z) $$"


def verdicts(text: str) -> list[str]:
    return [verdict(step) for step in steps(Document("a.md", text))]


@pytest.mark.parametrize(
    "said",
    [
        r"For a Markov chain $X \to Y \to Z$:",
        r"For any Markov chain $X - Y - Z$ we have",
        r"In a Markov chain $X \to Y \to Z$",
        r"If $X \to Y \to Z$ is a Markov chain, then",
        r"For every chain $X \to Y \to Z$,",
    ],
)
def test_what_goes_on_may_rest_on_the_condition(said: str) -> None:
    false = r"$$ I(X;Y) \le I(X;Z) $$"
    for words in ("Moreover", "Similarly,", "The other end gives", "Besides,"):
        assert verdicts(f"{said} {FIRST} {words} {SECOND}") == ["proved", "undecided"]
        assert verdicts(f"{said} {FIRST} {words} {false}")[-1] == "refuted"
    assert verdicts(f"{said} {FIRST} In general, {SECOND}")[-1] == "refuted"


@pytest.mark.parametrize("of", ["any Markov chain", "a Markov chain", "every chain", "the chain"])
def test_a_condition_behind_the_claim(of: str) -> None:
    chain = r"$X \to Y \to Z$"
    assert verdicts(rf"Indeed $I(X;Z) \le I(X;Y)$ for {of} {chain}.")[0] == "proved"
    assert verdicts(rf"Indeed $I(X;Y) \le I(X;Z)$ for {of} {chain}.")[0] != "proved"


def test_independence_behind_the_claim() -> None:
    said = "We have ${}$ for any independent $X$ and $Y$."
    assert verdicts(said.format("H(X,Y)=H(X)+H(Y)"))[0] == "proved"
    assert verdicts(said.format("H(X,Y)=H(X)-H(Y)"))[0] == "refuted"
