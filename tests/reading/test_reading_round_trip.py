"""What is written in any spelling is read back, and no token is silently passed over."""

from __future__ import annotations

from random import Random

import pytest
from random_terms import Spelling, random_term, read, unnoticed

FAMILIES = ("finite", "linear")


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", range(100))
def test_random_terms_are_read_back(seed: int, family: str) -> None:
    random = Random(seed)
    term = random_term(random, family)
    text = Spelling(random).of(term)
    assert read(text, family) == term, text


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("seed", range(12))
def test_every_mutation_changes_the_term_or_is_reported(seed: int, family: str) -> None:
    random = Random(1000 + seed)
    text = Spelling(random).of(random_term(random, family))
    drawn_twice = [t for t in unnoticed(text, family) if r"\sim" in t]  # x' ~ q(x) is x' ~ q(x')
    assert [t for t in unnoticed(text, family) if t not in drawn_twice] == []
