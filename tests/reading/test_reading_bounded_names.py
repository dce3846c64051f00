"""Names that are said to be numbers in a formula that bounds them."""

from __future__ import annotations

import pytest
from reading_documents import statement, steps, verdict

from symkl.reading.document import Document


@pytest.mark.parametrize(
    "said",
    [
        "let $a, b > 0$ be real numbers",
        "let $a>0$ and $b>0$ be numbers",
        "where $a, b > 0$ are constants",
        "let $0 < a$ and $0 < b$ be real numbers",
    ],
)
def test_the_names_in_a_bound_are_numbers(said: str) -> None:
    text = f"Let $p$ be a pmf on $\\mathcal Y$ with elements $y$, {said}.\n\n"
    (step, *_) = steps(Document("a.md", f"{text}$$ \\log(a b) = \\log a + \\log b $$"))
    assert verdict(step) == "proved"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("let $a, c > 0$ be real numbers", "SK201"),  # a product, or c is no number
        ("let $c$ be a function", "c(a) <= 1"),
    ],
)
def test_a_number_is_not_applied(said: str, expected: str) -> None:
    text = f"Let $p$ be a pmf on $\\mathcal Y$ with elements $y$, {said}.\n\n"
    (step, *_) = steps(Document("a.md", f"{text}$$ c (a) \\le 1 $$"))
    assert statement(step) == expected


SQUARES = "$$ (a + b)^2 \\ge b^2 $$"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Let $a, b > 0$.", "supported"),
        ("For all $a, b \\ge 0$ we have", "supported"),
        ("For all $a, b$ we have", "refuted"),
        ("For all $a > 0$ we have", "refuted"),
        ("Then $a, b > 0$, so", "undecided"),  # claimed, and what follows may rest on it
    ],
)
def test_a_bound_of_several_numbers_is_one_of_each(said: str, expected: str) -> None:
    *_, step = steps(Document("a.md", f"{said}\n\n{SQUARES}"))
    assert verdict(step) == expected
