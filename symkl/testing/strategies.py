"""Hypothesis strategies: exact pmfs, joints and SPD matrices, as Fractions or NumPy arrays.

Shrinking leads to uniform pmfs and to the identity matrix.  Hypothesis must be installed.
"""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import Any

from hypothesis import strategies as st

from symkl.testing.arrays import format_of, made

Sizes = int | st.SearchStrategy[int]
MAX_WEIGHT = 9
UP_TO_EIGHT, UP_TO_FOUR = st.integers(1, 8), st.integers(1, 4)
TINY = 10**12  # how much larger a weight may be than the others


def pmfs(
    size: Sizes = UP_TO_EIGHT, *, zeros: bool = False, tiny: bool = True, dtype: Any = None
) -> st.SearchStrategy[Any]:
    """Probability mass functions on finite spaces.

    Args:
        size: the number of elements, or a strategy for it.
        zeros: whether some (never all) probabilities may be 0.
        tiny: whether probabilities down to about 1e-13 occur.
        dtype: None for a tuple of Fractions that sum to 1 exactly; else a NumPy array of this
            dtype, whose sum is 1 up to rounding.

    Examples:
        >>> from hypothesis import find
        >>> find(pmfs(2), lambda p: p[0] > p[1])
        (Fraction(2, 3), Fraction(1, 3))
    """
    sizes = st.just(size) if isinstance(size, int) else size
    return sizes.flatmap(lambda n: _tables((n,), zeros, tiny)).map(lambda p: _as_array(p, dtype))


def joints(
    *sizes: Sizes, zeros: bool = False, tiny: bool = True, dtype: Any = None
) -> st.SearchStrategy[Any]:
    """Joint pmfs: nested tuples of Fractions (or an array) with an axis for each variable.

    Args:
        sizes: the numbers of elements, or strategies for them; two of 1 to 4 when left out.
        zeros, tiny, dtype: as for :func:`pmfs`.
    """
    wanted = sizes or (UP_TO_FOUR, UP_TO_FOUR)
    shapes = st.tuples(*(st.just(s) if isinstance(s, int) else s for s in wanted))
    tables = shapes.flatmap(lambda shape: _tables(shape, zeros, tiny))
    return tables.map(lambda p: _as_array(p, dtype))


def spd_matrices(
    dimension: Sizes = UP_TO_FOUR, *, condition: int = 10**6, dtype: Any = None
) -> st.SearchStrategy[Any]:
    """Symmetric positive definite matrices: tuples of rows of Fractions, or an array.

    Args:
        dimension: k, or a strategy for it.
        condition: roughly the largest ratio of squared pivots.
        dtype: as for :func:`pmfs`.  Rounded to few bits, an ill-conditioned matrix may lose its
            definiteness: keep ``condition`` well below 1/eps.
    """
    sizes = st.just(dimension) if isinstance(dimension, int) else dimension
    return sizes.flatmap(lambda k: _spd(k, condition)).map(lambda rows: _as_array(rows, dtype))


def _tables(shape: tuple[int, ...], zeros: bool, tiny: bool) -> st.SearchStrategy[Any]:
    # 1 comes first: that is what Hypothesis shrinks to.
    weights: st.SearchStrategy[int] = st.integers(1, MAX_WEIGHT)
    if tiny:
        weights |= st.integers(1, MAX_WEIGHT).map(lambda w: w * TINY)
    if zeros:
        weights |= st.just(0)
    count = prod(shape)
    rows = st.lists(weights, min_size=count, max_size=count).filter(any)
    return rows.map(lambda row: _nested([Fraction(w, sum(row)) for w in row], shape))


def _nested(values: list[Fraction], shape: tuple[int, ...]) -> Any:
    rows: list[Any] = list(values)
    for size in reversed(shape[1:]):
        rows = [tuple(rows[i : i + size]) for i in range(0, len(rows), size)]
    return tuple(rows)


def _spd(k: int, condition: int) -> st.SearchStrategy[Any]:
    below = st.lists(st.integers(-3, 3), min_size=k * (k - 1) // 2, max_size=k * (k - 1) // 2)
    small = st.integers(1, max(1, condition)).map(lambda d: Fraction(1, d))
    pivots = st.lists(st.integers(1, 4).map(Fraction) | small, min_size=k, max_size=k)
    return st.builds(_product, st.just(k), below, pivots)


def _product(k: int, below: list[int], pivots: list[Fraction]) -> Any:
    """L D L^T with a unit lower triangular L: symmetric and positive definite."""
    entries = iter(below)
    lower = [
        [Fraction(next(entries)) if j < i else Fraction(i == j) for j in range(k)] for i in range(k)
    ]
    return tuple(
        tuple(
            sum((lower[i][m] * pivots[m] * lower[j][m] for m in range(k)), Fraction(0))
            for j in range(k)
        )
        for i in range(k)
    )


def _as_array(nested: Any, dtype: Any) -> Any:
    return nested if dtype is None else made(nested, "numpy", format_of(dtype))
