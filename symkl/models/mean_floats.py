"""Means of statistics under named laws in mpmath: quadrature and summation of the density itself.

Nothing here is closed: the density is multiplied by the statistic and integrated, after a change of
variable that makes both tails decay.  The digits are those of ``DIGITS``, which is what a value
that was checked in this way is known to.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

from symkl.models.arithmetic import Floats
from symkl.models.expansions import Mono
from symkl.models.model import Undefined, Unsupported
from symkl.models.named import NAMED, Parameters

DIGITS = 34
SPARE = 6
MAX_TERMS = 20_000
KINDS = frozenset({"x", "1-x", "log", "log(1-x)", "abs", "cos", "log_gamma"})


def mean_float(family: str, parameters: Parameters, statistics: Mono) -> Any:
    """The mean to ``DIGITS`` digits; raises Unsupported where quadrature does not reach them."""
    anonymous = tuple(((f[0], *f[2:]), e) for f, e in statistics)
    return _mean(family, parameters, anonymous)


@lru_cache(maxsize=4096)
def _mean(family: str, parameters: Parameters, statistics: Any) -> Any:
    if not all(kind in KINDS for (kind, *_), _ in statistics):
        raise Unsupported("a statistic that mpmath is not told of")
    of = Floats(DIGITS + SPARE)
    if NAMED[family].whole:
        return _summed(family, parameters, statistics, of)
    return _integrated(family, parameters, statistics, of)


class _Density:
    """The density of a law at numbers, its logarithm given those of x and of 1 - x."""

    def __init__(self, family: str, parameters: Parameters, of: Floats) -> None:
        self.of, self.mp = of, of.context
        self.law = NAMED[family]
        self.numbers = [of.inexact(of.exact(p)) for p in parameters]
        self.constants = _Constants(of)

    def at(self, x: Any, log_x: Any, log_rest: Any) -> Any:
        """Exp of the log-density."""

        def f(name: str, argument: Any, *more: Any) -> Any:
            if name == "log":
                return log_x if argument is x else log_rest
            if name == "power":
                return self.mp.exp(log_x * more[0])
            return self.constants.special(name, argument)

        return self.mp.exp(self.law.log_density(self.numbers, x, self.constants, f))


class _Constants(Floats):
    """Functions of the parameters, which do not change from node to node, remembered."""

    def __init__(self, of: Floats) -> None:
        super().__init__(of.context.dps)
        self._known: dict[Any, Any] = {}

    def log(self, value: Any) -> Any:
        return self._remembered("log", value, super().log)

    def exp(self, value: Any) -> Any:
        return self._remembered("exp", value, super().exp)

    def special(self, name: str, value: Any) -> Any:
        if name in ("abs", "cos"):
            return super().special(name, value)
        return self._remembered(name, value, lambda v: Floats.special(self, name, v))

    def _remembered(self, name: str, value: Any, function: Any) -> Any:
        key = name, value
        if key not in self._known:
            self._known[key] = function(value)
        return self._known[key]


def _statistic(statistics: Any, x: Any, log_x: Any, log_rest: Any, of: Floats) -> Any:
    value = of.context.mpf(1)
    for (kind, *which), e in statistics:
        value *= _power(_base(kind, which, x, log_x, log_rest, of), e, of)
    return value


def _base(kind: str, which: list[Any], x: Any, log_x: Any, log_rest: Any, of: Floats) -> Any:
    known = {"x": x, "log": log_x, "log(1-x)": log_rest}
    if kind == "1-x":
        return of.context.exp(log_rest) if log_rest is not None else 1 - x
    if kind in known:
        if known[kind] is None:
            raise Undefined("the logarithm of a number that may be negative")
        return known[kind]
    sign, shift = which
    moved = of.inexact(of.exact(shift))
    return of.special(kind, sign * x + moved if kind == "log_gamma" else x - moved)


def _power(base: Any, e: Fraction, of: Floats) -> Any:
    return base ** int(e) if e.denominator == 1 else base ** of.inexact(of.exact(e))


# --- densities ------------------------------------------------------------------------------------


def _integrated(family: str, p: Parameters, statistics: Any, of: Floats) -> Any:
    density, mp = _Density(family, p, of), of.context

    def weighted(x: Any, log_x: Any, log_rest: Any, jacobian: Any) -> Any:
        weight = density.at(x, log_x, log_rest) * jacobian
        return weight, weight * _statistic(statistics, x, log_x, log_rest, of)

    if family in ("uniform", "von_mises"):
        ends = [-mp.pi, mp.pi] if family == "von_mises" else of_parameters(p, of)

        def plain(x: Any) -> Any:
            log_x = mp.log(x) if ends[0] >= 0 else None
            return weighted(x, log_x, mp.log(1 - x) if ends[1] <= 1 else None, 1)[1]

        value, error = mp.quad(plain, ends, error=True)
        return _checked(value, error, of)
    if family == "normal" and all(kind != "abs" for (kind, *_), _ in statistics):
        mean, deviation = density.numbers
        return _trapezoid(lambda z: weighted(mean + deviation * z, None, None, deviation), of)
    if family in ("laplace", "normal"):
        return _along_line(p, statistics, weighted, of)
    low, high = NAMED[family].ends(p)

    def on_unit(v: Any) -> Any:  # x = 1 / (1 + exp(-sinh v))
        u = mp.sinh(v)
        log_x, log_rest = -mp.log1p(mp.exp(-u)), -mp.log1p(mp.exp(u))
        return weighted(mp.exp(log_x), log_x, log_rest, mp.exp(log_x + log_rest) * mp.cosh(v))

    def on_half_line(v: Any) -> Any:  # x = exp(sinh v)
        u = mp.sinh(v)
        x = mp.exp(u)
        return weighted(x, u, None, x * mp.cosh(v))

    def above(v: Any) -> Any:  # x = low exp(exp(sinh v))
        u = mp.exp(mp.sinh(v))
        log_x = start + u
        x = mp.exp(log_x)
        return weighted(x, log_x, None, x * u * mp.cosh(v))

    if high is not None:
        return _trapezoid(on_unit, of)
    start = mp.log(of.inexact(of.exact(low))) if low else None
    return _trapezoid(on_half_line if not low else above, of)


def of_parameters(p: Parameters, of: Floats) -> list[Any]:
    """The parameters as numbers."""
    return [of.inexact(of.exact(value)) for value in p]


def _along_line(p: Parameters, statistics: Any, weighted: Any, of: Floats) -> Any:
    """The two half-lines, x = c + exp(sinh v) and its mirror image, and what lies between kinks."""
    mp = of.context
    kinks = {p[0], *(which[1] for (kind, *which), _ in statistics if kind == "abs")}
    ends = of_parameters(tuple(sorted(kinks)), of)
    total = mp.mpf(0)
    for end, sign in ((ends[0], -1), (ends[-1], 1)):

        def tail(v: Any, end: Any = end, sign: int = sign) -> Any:
            step = mp.exp(mp.sinh(v))
            return weighted(end + sign * step, None, None, step * mp.cosh(v))

        total += _trapezoid(tail, of)
    if len(ends) > 1:
        value, error = mp.quad(lambda x: weighted(x, None, None, 1)[1], ends, error=True)
        total += _checked(value, error, of)
    return total


def _checked(value: Any, error: Any, of: Floats) -> Any:
    if not error < of.context.mpf(10) ** -(DIGITS - 2) * max(1, abs(value)):
        raise Unsupported("quadrature did not reach its digits")
    return value


def _trapezoid(function: Any, of: Floats) -> Any:
    """The integral over the line of a function that decays doubly exponentially.

    The step is halved until the sum stays as it is; ``function`` returns a weight, which says how
    far to go, and the integrand.
    """
    mp = of.context
    small = mp.mpf(10) ** -(DIGITS + SPARE)
    step, offset, last, total = mp.mpf(1) / 4, mp.mpf(0), None, mp.mpf(0)
    while step > mp.mpf(1) / 600:
        spacing = step if last is None else 2 * step
        total += _arm(function, offset, spacing, small, mp)
        total += _arm(function, offset - spacing, -spacing, small, mp)
        value = total * step
        if last is not None and abs(value - last) < small * 10**6 * max(1, abs(value)):
            return value
        last, step = value, step / 2
        offset = step
    raise Unsupported("quadrature did not reach its digits")


def _arm(function: Any, start: Any, spacing: Any, small: Any, mp: Any) -> Any:
    """The sum outwards from a place, until the weight has been small for a while."""
    total, v, quiet, seen = mp.mpf(0), start, 0, False
    while quiet < 3 and abs(v) < 40:
        weight, value = function(v)
        total += value
        seen = seen or abs(weight) > small
        quiet = quiet + 1 if abs(value) + abs(weight) < small and (seen or abs(v) > 5) else 0
        v += spacing
    return total


# --- whole numbers --------------------------------------------------------------------------------


def _summed(family: str, p: Parameters, statistics: Any, of: Floats) -> Any:
    density, mp = _Density(family, p, of), of.context
    low, high = NAMED[family].ends(p)
    first = int(low or 0)
    if family == "bernoulli":
        places = range(2)
    else:
        places = range(first, int(high) + 1 if high is not None else MAX_TERMS)
    total, small = mp.mpf(0), mp.mpf(10) ** -(DIGITS + SPARE)
    for n in places:
        x = mp.mpf(n)
        weight = density.at(x, None, None)
        term = weight * _statistic(statistics, x, mp.log(x) if n else None, None, of)
        total += term
        if high is None and weight * (n + 1) ** 8 < small and n > 4 * first:
            return total
    if high is None:
        raise Unsupported("a sum that converges too slowly")
    return total
