"""Formulas that say what case is looked at, or what is demanded, and claim nothing."""

from __future__ import annotations

from symkl.reading import (
    hypotheses,
    names,
)
from symkl.reading.chain import Chain
from symkl.reading.demands import total_said
from symkl.reading.hypotheses import Mood
from symkl.reading.layout import Row, plain
from symkl.reading.parameters import LAW_LETTERS
from symkl.reading.usage import (
    REAL_FUNCTIONS,
)


def is_case(chain: Chain) -> bool:
    """``k = 1``, ``P = Q`` or ``a, b > 0`` in a sentence: it says what case is looked at."""
    rows = [names.unwrapped(side.row) for side in chain.sides]
    return all(map(_are_lone, rows)) and bool(chain.links) and not chain.is_display


def _are_lone(row: Row) -> bool:
    """Whether a side is one name or number, or several with commas between."""
    things, marks = plain(row)[::2], plain(row)[1::2]
    listed = all(mark.kind == "punct" and mark.text == "," for mark in marks)
    named = (n.kind in ("name", "number") or n.text == "dots" for n in things)
    return listed and len(things) > len(marks) and all(named)


def mood_of_value(mood: Mood, chains: list[Chain]) -> Mood:
    """The mood of a formula, which is a demand where it is the value of a function at a number."""
    if mood.kind not in ("claim", "definition") or hypotheses.concludes(mood.word):
        return mood
    explained = mood.kind == "definition" and all(map(_is_bound, chains))  # "where c > 0"
    return Mood("standing", "with") if explained or all(map(_is_demand, chains)) else mood


def _is_bound(chain: Chain) -> bool:
    """``0 <= c <= 1``: what "where" says of a number, which defines nothing."""
    ordered = all(link.relation in ("<", "<=", ">", ">=") for link in chain.links)
    return ordered and is_case(chain)


def _is_demand(chain: Chain) -> bool:
    r"""``f(1) = 0`` or ``\sum_i a_i = 1``: true of some functions and numbers, not of all."""
    total = total_said(chain)
    numbers = bool(total) and names.letter_of(total) not in LAW_LETTERS and not chain.is_display
    return numbers or _is_value_of_function(chain)


def _is_value_of_function(chain: Chain) -> bool:
    """``f(1) = 0``: what is demanded of a function, which no text claims of all of them."""
    if len(chain.sides) != 2:
        return False
    row, value = (names.unwrapped(side.row) for side in chain.sides)
    applied = len(row) == 2 and row[0].kind == "name" and row[1].kind == "fence"
    numbers = applied and [n.kind for n in (*names.unwrapped(row[1].parts[0]), *value)]
    letter = applied and names.letter_of(names.key(row[0])) in REAL_FUNCTIONS
    return bool(letter) and numbers == ["number", "number"]
