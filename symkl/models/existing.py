"""Means that do not exist: of powers with a pole inside of the support, of log Gamma below 0."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symkl.models.model import Undefined
from symkl.models.named import NAMED, Parameters

INFINITE = "a moment that is infinite"


def require_mean(family: str, parameters: Parameters, statistics: Any) -> None:
    """Raise Undefined where the mean of the statistics certainly does not exist.

    A density that is positive and continuous at a zero of t gives |t|^-1 no finite mean.
    """
    if len(statistics) == 1 and statistics[0][1] <= -1:
        (kind, *_), _ = statistics[0]
        if kind in POLES.get(family, ()):
            raise Undefined(INFINITE)
    for (kind, *which), _ in statistics:
        if kind == "log_gamma" and NAMED[family].whole:
            _require_positive(NAMED[family].ends(parameters), *which)


# Statistics that vanish at a point where the density is positive and continuous.
POLES = {
    "normal": frozenset({"x", "abs"}),
    "laplace": frozenset({"x", "abs"}),
    "log_normal": frozenset({"log"}),
}


def _require_positive(ends: tuple[Any, Any], sign: int, shift: Fraction) -> None:
    """Whether ``sign n + shift`` is positive for every whole number n of the support."""
    low, high = ends
    least = high if sign < 0 else (low or 0)
    if least is None or sign * int(least) + shift <= 0:
        raise Undefined("a gamma function of a number that is not positive")
