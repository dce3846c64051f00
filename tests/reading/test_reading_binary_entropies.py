"""The binary entropy function: in a formula of the text's own, in words, and what it is no more."""

from __future__ import annotations

import pytest
from conftest import Judge

SAID = [
    r"Write $h(t) = -t\log t - (1-t)\log(1-t)$. ",
    r"Let $h(p) = -p\log p - (1-p)\log(1-p)$. ",
    r"Let $h$ denote the binary entropy function. ",
    r"Here $h(\cdot)$ is the binary entropy function. ",
    r"The binary entropy function $h$ is concave. ",
    r"其中 $h$ 表示二元熵函数。",
    r"Soit $h$ l'entropie binaire. ",
]


@pytest.mark.parametrize("said", SAID)
def test_it_is_a_function_of_a_number(judged: Judge, said: str) -> None:
    assert judged(rf"{said} Then $$ h(\epsilon) = h(1-\epsilon) $$")[-1].verdict == "proved"
    assert judged(rf"{said} Then $$ h(\epsilon) \le \log 2 $$")[-1].verdict == "proved"
    assert judged(rf"{said} Then $$ h(\epsilon) = 2 h(1-\epsilon) $$")[-1].verdict == "refuted"


def test_without_a_word_it_is_none(judged: Judge) -> None:
    assert judged(r"$$ h(\epsilon) = h(1-\epsilon) $$")[-1].verdict not in ("proved", "refuted")


def test_of_a_law_or_a_variable_it_is_unread(judged: Judge) -> None:
    said = SAID[2]
    of_law = r"$$ D(p\|q) = -h(p) - \sum_x p(x)\log q(x) $$"
    assert judged(f"{said} {of_law}")[-1].verdict not in ("proved", "refuted")
    assert judged(rf"{said} $$ h(X) \le h(X) + h(Y) $$")[-1].verdict != "refuted"


def test_other_entropies_keep_their_letter(judged: Judge) -> None:
    said = r"Let $H(\cdot)$ denote the binary entropy function as well. "
    assert judged(rf"{said} $$ H(X) \le H(X,Y) $$")[-1].verdict == "proved"
    assert judged(rf"{said} $$ H(X) \ge H(X,Y) $$")[-1].verdict == "refuted"


def test_its_number_may_be_a_chance_of_the_laws_around(judged: Judge) -> None:
    text = rf"{SAID[0]} Bits are flipped with probability $\epsilon$. "
    assert (
        judged(rf"{text} $$ H(Y) - h(\epsilon) \le 1 - h(\epsilon) $$")[-1].verdict == "undecided"
    )
    assert judged(rf"{text} $$ H(Y|X) = h(\epsilon) $$")[-1].verdict == "undecided"
    same = r"$$ H(Y) - h(\epsilon) = H(X,Y) - H(X|Y) - h(1-\epsilon) $$"
    assert judged(f"{text} {same}")[-1].verdict == "proved"


def test_the_chance_of_a_coin_is_known(judged: Judge) -> None:
    said = rf"{SAID[2]} Let $X \sim \mathrm{{Bern}}(p)$. "
    assert judged(rf"{said} $$ H(X) = h(p) $$")[-1].verdict == "proved"
    assert judged(rf"{said} $$ H(X) = 2 h(p) $$")[-1].verdict == "refuted"
