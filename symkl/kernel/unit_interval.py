"""A number between 0 and 1: what is given of it, and the cases that this leaves.

A statement about every number of a closed interval follows from those about its ends and about
every number inside.  Inside, the number is declared to be one: then powers and logarithms of it
and of its complement are known to be of positive numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from symkl.kernel import terms
from symkl.kernel.context import Context, Number
from symkl.kernel.errors import Refused
from symkl.kernel.relations import FLIPPED
from symkl.kernel.terms import Given, Term

Case = Literal["0", "inside", "1"]
ENDS: dict[Case, Term] = {"0": terms.ZERO, "1": terms.ONE}


def cases(context: Context, given: Sequence[Given], name: str) -> tuple[Case, ...]:
    """The cases of a number that is given to be between 0 and 1; raises Refused for others."""
    number = context.numbers.get(name)
    if number is None or number.sign == "unit":
        raise Refused(f"{name} is no number that is given to be between 0 and 1")
    if any(name in (law.family or ())[1:] for law in context.laws.values()):
        raise Refused(f"{name} is a parameter of a law")
    symbol = Term("sym", (), name)
    above = _bounds(given, symbol, terms.ZERO, ">")
    below = _bounds(given, symbol, terms.ONE, "<")
    if number.sign == "positive":
        above.add(">")
    if not (above and below):
        raise Refused(f"nothing says that {name} is between 0 and 1")
    low: tuple[Case, ...] = () if ">" in above else ("0",)
    high: tuple[Case, ...] = () if "<" in below else ("1",)
    return (*low, "inside", *high)


def _bounds(given: Sequence[Given], symbol: Term, end: Term, strict: str) -> set[str]:
    """The relations to the end, strict or not, in which the number is given to stand."""
    found = {r for lhs, r, rhs in given if (lhs, rhs) == (symbol, end)}
    found |= {FLIPPED[r] for lhs, r, rhs in given if (rhs, lhs) == (symbol, end)}
    return found & {strict, f"{strict}="}


def in_case(context: Context, name: str, case: Case, sides: Sequence[Term]) -> _Stated:
    """The context and the sides with the end in place of the number, or with it declared inside."""
    if case in ENDS:
        return context, tuple(_replaced(side, name, ENDS[case]) for side in sides)
    numbers = {**context.numbers, name: Number(name, "unit")}
    return replace(context, numbers=numbers), tuple(sides)


_Stated = tuple[Context, tuple[Term, ...]]


def _replaced(term: Term, name: str, value: Term) -> Term:
    if term.head == "sym" and term.label == name:
        return value
    args = tuple(_replaced(child, name, value) for child in term.args)
    return Term(term.head, args, term.label, term.span)
