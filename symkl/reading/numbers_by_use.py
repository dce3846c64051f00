"""Names that are numbers because nothing says that they are laws, random variables or vectors."""

from __future__ import annotations

import re
from collections.abc import Iterable

from symkl.reading import names
from symkl.reading.declared import Declared
from symkl.reading.usage import Usage

NUMBERS = ("", "number")
OF_ERROR = re.compile(r"[Pp]_(?:e|E|err|error)")  # the probability of an error


def are_numbers(found: Iterable[str], declared: Declared, levels: Iterable[Usage]) -> bool:
    """Whether these names may be numbers, and nothing else.

    A capital is one only where it is declared, or subtracted from a number: the P_c of 1 - P_c.
    """
    levels = tuple(levels)
    return all(_is_number(name, declared, levels) for name in found)


def _is_number(name: str, declared: Declared, levels: tuple[Usage, ...]) -> bool:
    kind = declared.kind(name)
    counted = kind == "number" or any(name in level.counted for level in levels)
    counted = counted or OF_ERROR.fullmatch(name) is not None
    if kind not in NUMBERS or (names.is_capital(name) and not counted):
        return False
    return not any(_is_used_otherwise(name, level) for level in levels)


def _is_used_otherwise(name: str, level: Usage) -> bool:
    laws = {law for pair in level.divergences for law in pair} | level.expectations
    laws |= {law for _, law in level.drawn} | level.distributions | {n.of for n in level.normals}
    laws |= {application.base for application in level.applications}
    points = {use.key for a in level.applications for use in (*a.targets, *a.given)}
    points |= {*level.summed, *level.integrated} | {drawn for drawn, _ in level.drawn}
    points |= {coin.of for coin in level.coins} | level.transposed
    random = {name for group in (*level.entropies, *level.averaged) for name in group}
    capitals = {other for other in random if names.is_capital(other)} | level.scalars
    return name in laws | points or names.variable_of(name) in capitals - {name}
