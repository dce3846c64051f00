"""Sizes of the spaces and dimensions of a context: which are free, and how large they may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product

from symkl.kernel.context import SCALAR_SORT, Context, Sort

MAX_SPACE = 6
MAX_DIMENSION = 4


def dimensions(context: Context) -> frozenset[str]:
    """The sorts that index matrices and vectors."""
    found = {sort.index for sort in context.sorts.values() if sort.kind == "real"}
    for matrix in context.matrices.values():
        found |= {matrix.rows, matrix.columns}
    return frozenset(found - {SCALAR_SORT})


def largest(context: Context) -> dict[str, int]:
    """The free sizes, by symbol, each with the largest value that models give it."""
    small, limits = dimensions(context), dict[str, int]()
    for sort in _finite(context):
        symbol = sort.symbol
        limit = MAX_DIMENSION if sort.name in small else MAX_SPACE
        if not symbol.isdecimal():
            limits[symbol] = min(limit, limits.get(symbol, limit))
    return limits


def sizes(context: Context, chosen: Mapping[str, int]) -> dict[str, int]:
    """The size of every sort, given those of the free symbols."""
    found = {}
    for sort in _finite(context):
        symbol = sort.symbol
        found[sort.name] = int(symbol) if symbol.isdecimal() else chosen[symbol]
    return found


def chosen_sizes(context: Context, found: Mapping[str, int]) -> dict[str, int]:
    """The sizes of the free symbols, given those of the sorts."""
    named = {sort.symbol: found[sort.name] for sort in _finite(context)}
    return {symbol: size for symbol, size in named.items() if not symbol.isdecimal()}


def ascending(context: Context, top: Mapping[str, int] | None = None) -> list[dict[str, int]]:
    """Every choice of the free sizes up to ``top``, those with the smallest sum first."""
    limits = largest(context) if top is None else dict(top)
    choices: Iterable[tuple[int, ...]] = product(*(range(1, n + 1) for n in limits.values()))
    ordered = sorted(choices, key=lambda choice: (sum(choice), choice))
    return [dict(zip(limits, choice, strict=True)) for choice in ordered]


def _finite(context: Context) -> list[Sort]:
    return [s for s in context.sorts.values() if s.kind == "finite" and s.name != SCALAR_SORT]
