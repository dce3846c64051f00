"""Models on one line, in both languages."""

from __future__ import annotations

import pytest

from symkl.display.models import value_of
from symkl.report.words import Words

DENSITIES = [
    {"weight": "1/2", "density": "uniform on [0, 1] * exponential of rate 2 on [0, infinity)"},
    {"mean": ["0"], "covariance": [["1"]]},
    {"density": "exp(-1 x) on [0, 1]"},
]


def test_densities_are_said_in_chinese() -> None:
    ((name, said),) = Words("zh").model_rows({"p": DENSITIES})
    assert name == "p"
    assert "权重: 1/2" in said
    assert "均匀，在 [0, 1] * 指数（速率 2），在 [0, infinity)" in said
    assert "正比于 exp(-1 x)，在 [0, 1]" in said
    assert not {"density", "uniform", "mean", "covariance"} & set(said.replace(":", " ").split())


def test_in_english_they_stay_as_they_are() -> None:
    assert Words("en").model_line({"n": 2, "p": DENSITIES[1]}) == (
        "n = 2; p = {mean: [0], covariance: [[1]]}"
    )


@pytest.mark.parametrize("text", ["1/2", "t^2 - t", "12"])
def test_numbers_and_polynomials_are_no_words(text: str) -> None:
    assert value_of(text, str.upper) == text
