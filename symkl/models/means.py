"""Means of statistics under named laws, in balls: rigorous, and not from the kernel's table.

For positive laws E[x^s (log x)^n] is the n-th derivative of the Mellin transform E[x^s], which Arb
finds by power series; on the circle the integral is enclosed as such; on whole numbers the sum is,
with a bound for its tail.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import comb, factorial, prod
from typing import Any

import flint
from flint import acb, arb, arb_series, fmpq

from symkl.models.existing import INFINITE, require_mean
from symkl.models.expansions import Mono
from symkl.models.model import Undefined, Unsupported
from symkl.models.named import NAMED, Parameters

MAX_TERMS = 20_000
MAX_CONCENTRATION = 10_000
Powers = dict[str, Fraction]
POSITIVE = frozenset({"exponential", "gamma", "inverse_gamma", "log_normal", "weibull", "pareto"})


def mean_ball(family: str, parameters: Parameters, statistics: Mono) -> Any:
    """A ball around the mean; raises Undefined where there is none, Unsupported where unknown."""
    anonymous = tuple(((f[0], *f[2:]), e) for f, e in statistics)
    return _mean(family, parameters, anonymous, flint.ctx.prec)


@lru_cache(maxsize=4096)
def _mean(family: str, parameters: Parameters, statistics: Any, precision: int) -> Any:
    require_mean(family, parameters, statistics)
    if NAMED[family].whole:
        return _over_whole_numbers(family, parameters, statistics)
    if family == "von_mises":
        return _on_circle(parameters, statistics)
    if family == "laplace" and statistics[0][0][0] == "abs":
        return _laplace_distance(parameters, statistics)
    if family == "normal" and statistics[0][0][0] == "abs":
        return _normal_distance(parameters, statistics)
    powers = _powers(statistics)
    if family == "uniform" and "x" not in powers:
        return _uniform_logarithm(parameters, powers)
    if family == "beta":
        return _beta(parameters, powers)
    if family in POSITIVE:
        return _mellin_derivative(family, parameters, powers)
    return _polynomial(family, parameters, powers)


def _arb(value: Fraction) -> Any:
    return arb(fmpq(value.numerator, value.denominator))


def _powers(statistics: Any) -> Powers:
    found: Powers = {}
    for (kind, *which), e in statistics:
        if which or kind not in ("x", "log", "1-x", "log(1-x)"):
            raise Unsupported(f"the mean of {kind} under this law")
        found[kind] = e
    for kind in ("log", "log(1-x)"):
        order = found.get(kind, Fraction(0))
        if order.denominator != 1 or not 0 <= order <= 16:
            raise Unsupported("such a power of a logarithm")
    return found


# --- positive laws --------------------------------------------------------------------------------


def _require(positive: Fraction) -> None:
    if positive <= 0:
        raise Undefined(INFINITE)


def _gamma(p: Parameters, s: Fraction, t: Any) -> Any:
    """E[x^t] = Gamma(a + t) / Gamma(a) b^-t."""
    a, b = p
    _require(a + s)
    return ((t + _arb(a)).lgamma() - _arb(a).lgamma() - t * _arb(b).log()).exp()


def _exponential(p: Parameters, s: Fraction, t: Any) -> Any:
    return _gamma((Fraction(1), *p), s, t)


def _inverse_gamma(p: Parameters, s: Fraction, t: Any) -> Any:
    return _gamma(p, -s, -t)


def _log_normal(p: Parameters, s: Fraction, t: Any) -> Any:
    mu, sigma = map(_arb, p)
    return (t * mu + t * t * (sigma * sigma / 2)).exp()


def _weibull(p: Parameters, s: Fraction, t: Any) -> Any:
    scale, shape = p
    _require(1 + s / shape)
    return ((t / _arb(shape) + 1).lgamma() + t * _arb(scale).log()).exp()


def _pareto(p: Parameters, s: Fraction, t: Any) -> Any:
    least, shape = p
    _require(shape - s)
    return (t * _arb(least).log()).exp() * _arb(shape) / (_arb(shape) - t)


MELLIN: dict[str, Callable[[Parameters, Fraction, Any], Any]] = {
    "gamma": _gamma,
    "exponential": _exponential,
    "inverse_gamma": _inverse_gamma,
    "log_normal": _log_normal,
    "weibull": _weibull,
    "pareto": _pareto,
}


def _series(at: Fraction, order: int) -> Any:
    return arb_series([_arb(at), arb(1)], prec=order + 1)


def _derivative(series: Any, order: int) -> Any:
    return arb(series[order]) * factorial(order)


def _mellin_derivative(family: str, p: Parameters, powers: Powers) -> Any:
    if not set(powers) <= {"x", "log"}:
        raise Unsupported("a mean outside the support")
    s, n = powers.get("x", Fraction(0)), int(powers.get("log", 0))
    with _series_length(n + 1):
        return _derivative(MELLIN[family](p, s, _series(s, n)), n)


def _beta(p: Parameters, powers: Powers) -> Any:
    """E[x^s (1 - x)^t] = B(a + s, b + t) / B(a, b), and its derivatives in s or in t."""
    a, b = p
    s, t = powers.get("x", Fraction(0)), powers.get("1-x", Fraction(0))
    n, m = int(powers.get("log", 0)), int(powers.get("log(1-x)", 0))
    if n and m:
        raise Unsupported("a mean of log x log(1 - x)")
    if m:
        (a, s, n), (b, t, m) = (b, t, m), (a, s, n)
    _require(a + s)
    _require(b + t)
    with _series_length(n + 1):
        u = _series(s, n)
        top = (u + _arb(a)).lgamma() - (u + _arb(a + b + t)).lgamma()
        rest = _arb(b + t).lgamma() + _arb(a + b).lgamma() - _arb(a).lgamma() - _arb(b).lgamma()
        return _derivative((top + rest).exp(), n)


class _series_length:
    """Power series of so many terms inside the block."""

    def __init__(self, length: int) -> None:
        self.length = length

    def __enter__(self) -> None:
        self.before, flint.ctx.cap = flint.ctx.cap, self.length

    def __exit__(self, *_: object) -> None:
        flint.ctx.cap = self.before


# --- moments on the line --------------------------------------------------------------------------


def _polynomial(family: str, p: Parameters, powers: Powers) -> Any:
    if set(powers) - {"x"}:
        raise Undefined("the logarithm of a number that may be negative")
    e = powers["x"]
    if e.denominator != 1 or not 0 <= e <= 32:
        raise Unsupported("such a power of a real number")
    return _arb(MOMENTS[family](p, int(e)))


def _shifted_moment(p: Parameters, n: int, central: Callable[[int], int]) -> Fraction:
    """E[(c + s z)^n] from the moments of an even z."""
    return sum(
        (comb(n, j) * p[0] ** (n - j) * p[1] ** j * central(j) for j in range(0, n + 1, 2)),
        Fraction(0),
    )


def _uniform_moment(p: Parameters, n: int) -> Fraction:
    return (p[1] ** (n + 1) - p[0] ** (n + 1)) / ((n + 1) * (p[1] - p[0]))


MOMENTS: dict[str, Callable[[Parameters, int], Fraction]] = {
    "normal": lambda p, n: _shifted_moment(p, n, lambda j: prod(range(1, j, 2))),
    "laplace": lambda p, n: _shifted_moment(p, n, factorial),
    "uniform": _uniform_moment,
}


def _laplace_distance(p: Parameters, statistics: Any) -> Any:
    """E|x - c|, as the integral of P(x < t) below c and of P(x > t) above it."""
    ((kind, _, centre), e), *others = statistics
    if others or e != 1 or kind != "abs":
        raise Unsupported("a product of distances")
    scale, apart = _arb(p[1]), abs(_arb(centre - p[0]))
    tail = scale * (-apart / scale).exp() / 2  # beyond c, as seen from the centre
    # On the side of the centre: b/2 below it, then the integral of 1 - exp(-t/b)/2 up to c.
    return tail + scale / 2 + apart - (scale / 2 - tail)


def _normal_distance(p: Parameters, statistics: Any) -> Any:
    """E|x - c|, from the integral of |t - d| against the standard density."""
    ((kind, _, centre), e), *others = statistics
    if others or e != 1 or kind != "abs":
        raise Unsupported("a product of distances")
    deviation, apart = _arb(p[1]), _arb((centre - p[0]) / p[1])
    density = (-apart * apart / 2).exp() / (2 * arb.pi()).sqrt()
    return deviation * (2 * density + apart * (apart / arb(2).sqrt()).erf())


def _uniform_logarithm(p: Parameters, powers: Powers) -> Any:
    """The mean of log x, or of log(1 - x), by its antiderivative t log t - t."""
    if set(powers.values()) != {Fraction(1)} or len(powers) != 1:
        raise Unsupported("such a mean of a logarithm")
    low, high = p if "log" in powers else (1 - p[1], 1 - p[0])
    if low < 0:
        raise Undefined("the logarithm of a number that may be negative")
    ends = [_arb(t) * _arb(t).log() - _arb(t) if t else arb(0) for t in (low, high)]
    return (ends[1] - ends[0]) / _arb(high - low)


# --- the circle -----------------------------------------------------------------------------------


def _on_circle(p: Parameters, statistics: Any) -> Any:
    """The integral over (-pi, pi), by Arb's rigorous integration of an entire function."""
    if p[1] > MAX_CONCENTRATION:
        raise Unsupported("an integral over the circle of so sharp a density")
    centre, concentration = acb(_arb(p[0])), acb(_arb(p[1]))
    factors = []
    for (kind, *which), e in statistics:
        if kind not in ("x", "cos") or e.denominator != 1 or e < 0:
            raise Unsupported(f"the mean of {kind} on the circle")
        factors.append((acb(_arb(which[1])) if which else None, int(e)))

    def weight(x: Any) -> Any:
        return (concentration * (x - centre).cos()).exp()

    def weighted(x: Any) -> Any:
        value = weight(x)
        for shift, e in factors:
            value *= (x if shift is None else (x - shift).cos()) ** e
        return value

    pi = acb(arb.pi())
    top = acb.integral(lambda x, _: weighted(x), -pi, pi)
    bottom = acb.integral(lambda x, _: weight(x), -pi, pi)
    return (top / bottom).real


# --- whole numbers --------------------------------------------------------------------------------


def _over_whole_numbers(family: str, p: Parameters, statistics: Any) -> Any:
    low, high = NAMED[family].ends(p)
    first = int(low or 0)
    if family in FACTORIAL and {f[0] for f, _ in statistics} == {"x"}:
        return _by_factorial_moments(family, p, statistics)
    if high is not None:
        places = range(first, int(high) + 1)
        return sum((_pmf(family, p, n) * _value(statistics, n) for n in places), arb(0))
    return _infinite_sum(family, p, statistics, first)


def _by_factorial_moments(family: str, p: Parameters, statistics: Any) -> Any:
    """E[x^m], from x^m as a combination of x (x - 1) ... (x - j + 1)."""
    ((_, e),) = statistics
    if e.denominator != 1 or not 0 <= e <= 32:
        raise Unsupported("such a power on the whole numbers")
    shift, moment = FACTORIAL[family]
    total = Fraction(0)
    for n in range(int(e) + 1):  # (y + shift)^m, y counted from 0
        power = comb(int(e), n) * Fraction(shift) ** (int(e) - n)
        total += power * sum(stirling(n, j) * moment(p, j) for j in range(n + 1))
    return _arb(total)


@lru_cache(maxsize=1024)
def stirling(n: int, j: int) -> int:
    """Stirling's numbers of the second kind.

    >>> [stirling(4, j) for j in range(5)]
    [0, 1, 7, 6, 1]
    """
    if n == 0 or j == 0:
        return int(n == j)
    return j * stirling(n - 1, j) + stirling(n - 1, j - 1)


# What the least value is, and E[y (y - 1) ... (y - j + 1)] for the distance y from it.
FACTORIAL: dict[str, tuple[int, Callable[[Parameters, int], Fraction]]] = {
    "poisson": (0, lambda p, j: p[0] ** j),
    "geometric": (1, lambda p, j: factorial(j) * ((1 - p[0]) / p[0]) ** j),
}


def _infinite_sum(family: str, p: Parameters, statistics: Any, first: int) -> Any:
    """The sum up to where what is left is below the precision, and a ball for the rest.

    |T(n)| <= (n + 1)^d for n > 0, and the ratios of the pmf do not increase; so from a term on
    whose ratio r is below 1 the rest is at most that term divided by 1 - r.
    """
    degree = _degree(statistics)
    total, term = arb(0), _pmf(family, p, first)
    for n in range(first, first + MAX_TERMS):
        step = _ratio(family, p, n)
        bound = term * arb(n + 1) ** degree
        ratio = step * (arb(n + 2) / arb(n + 1)) ** degree
        if (
            n > first
            and n % 8 == 0
            and ratio < 1
            and bound / (1 - ratio) < arb(2) ** (-flint.ctx.prec)
        ):
            rest = (bound / (1 - ratio)).abs_upper()
            return total + arb(0, rest)
        total += term * _value(statistics, n)
        term *= step
    raise Unsupported("a sum that converges too slowly")


def _degree(statistics: Any) -> int:
    degree = 0
    for (kind, *which), e in statistics:
        if e.denominator != 1 or e < 0:
            raise Unsupported("such a power on the whole numbers")
        if kind == "log_gamma" and not (which[0] == 1 and 0 < which[1] <= 2):
            raise Unsupported("such an argument of log Gamma")
        degree += {"x": 1, "log": 1, "log_gamma": 2}.get(kind, 99) * int(e)
    if degree > 40:
        raise Unsupported("such a statistic on the whole numbers")
    return degree


def _value(statistics: Any, n: int) -> Any:
    value = arb(1)
    for (kind, *which), e in statistics:
        if e.denominator != 1 or e < 0:
            raise Unsupported("such a power on the whole numbers")
        value *= _at(kind, which, n) ** int(e)
    return value


def _at(kind: str, which: list[Any], n: int) -> Any:
    if kind == "x":
        return arb(n)
    if kind == "log" and n > 0:
        return arb(n).log()
    if kind == "log_gamma" and which[0] * n + which[1] > 0:
        return _arb(which[0] * n + which[1]).lgamma()
    if kind in ("log", "log_gamma"):
        raise Undefined("a logarithm of what is not positive")
    raise Unsupported(f"the mean of {kind} on the whole numbers")


def _pmf(family: str, p: Parameters, n: int) -> Any:
    if family == "bernoulli":
        return _arb(p[0] if n == 1 else 1 - p[0])
    if family == "binomial":
        trials = int(p[0])
        return _arb(comb(trials, n) * p[1] ** n * (1 - p[1]) ** (trials - n))
    if family == "geometric":
        return _arb(p[0] * (1 - p[0]) ** (n - 1))
    return (-_arb(p[0])).exp() * _arb(p[0]) ** n / arb(factorial(n))


def _ratio(family: str, p: Parameters, n: int) -> Any:
    """pmf(n + 1) / pmf(n), which does not increase with n."""
    return _arb(1 - p[0]) if family == "geometric" else _arb(p[0]) / (n + 1)
