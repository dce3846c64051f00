"""Means of statistics under named laws in mpmath: quadrature and summation of the density itself.

Nothing here is closed: the density is multiplied by the statistic and integrated, after a change of
variable that makes both tails decay.  The digits are those of ``DIGITS``, which is what a value
that was checked in this way is known to.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from typing import Any

from mpmath.libmp import mpf_cosh_sinh

from symkl.models.arithmetic import Floats
from symkl.models.existing import require_mean
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
    require_mean(family, parameters, statistics)
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
        self._known: dict[Any, Any] = {}
        super().__init__(of.context.dps)

    def exact(self, value: Fraction | int) -> Any:
        return self._remembered("exact", value, lambda v: self.inexact(Floats.exact(self, v)))

    def log(self, value: Any) -> Any:
        return self._remembered("log", value, super().log)

    def exp(self, value: Any) -> Any:
        return self._remembered("exp", value, super().exp)

    def special(self, name: str, value: Any) -> Any:
        if name in ("abs", "cos"):
            return super().special(name, value)
        return self._remembered(name, value, lambda v: Floats.special(self, name, v))

    def _remembered(self, name: str, value: Any, function: Any) -> Any:
        key = name, getattr(value, "_mpf_", value)  # mpmath's own hashes are slow
        if key not in self._known:
            self._known[key] = function(value)
        return self._known[key]


Statistic = Callable[[Any, Any, Any], Any]  # of x, log x and log(1 - x)


def _product(statistics: Any, of: Floats) -> Statistic:
    """The product of powers of statistics, put together once for all nodes."""
    factors = [_power(_base(kind, which, of), e, of) for (kind, *which), e in statistics]

    def value(x: Any, log_x: Any, log_rest: Any) -> Any:
        product = factors[0](x, log_x, log_rest)
        for factor in factors[1:]:
            product *= factor(x, log_x, log_rest)
        return product

    return value if factors else lambda x, log_x, log_rest: of.context.one


def _base(kind: str, which: list[Any], of: Floats) -> Statistic:
    if kind in PLACES:
        return PLACES[kind]
    if kind == "1-x":
        return lambda x, _, log_rest: 1 - x if log_rest is None else of.context.exp(log_rest)
    sign, shift = which
    moved = of.inexact(of.exact(shift))
    if kind == "log_gamma":
        return lambda x, *_: of.special(kind, sign * x + moved)
    return lambda x, *_: of.special(kind, x - moved)


def _logarithm(value: Any) -> Any:
    if value is None:
        raise Undefined("the logarithm of a number that may be negative")
    return value


PLACES: dict[str, Statistic] = {
    "x": lambda x, log_x, log_rest: x,
    "log": lambda x, log_x, log_rest: _logarithm(log_x),
    "log(1-x)": lambda x, log_x, log_rest: _logarithm(log_rest),
}


def _power(base: Statistic, e: Fraction, of: Floats) -> Statistic:
    if e == 1:
        return base
    exponent = int(e) if e.denominator == 1 else of.inexact(of.exact(e))
    return lambda *place: base(*place) ** exponent


# --- densities ------------------------------------------------------------------------------------

Place = tuple[Any, Any, Any, Any]  # x, log x, log(1 - x) (None where they are not real), jacobian
Chart = tuple[str, Fraction]  # a change of variable, and the end or the kink that it starts from


@lru_cache(maxsize=4096)
def _unit(v: float, mp: Any) -> Place:
    """X = 1 / (1 + exp(-sinh v))."""
    cosh, u = _cosh_sinh(v, mp)
    log_x, log_rest = -mp.log1p(mp.exp(-u)), -mp.log1p(mp.exp(u))
    return mp.exp(log_x), log_x, log_rest, mp.exp(log_x + log_rest) * cosh


@lru_cache(maxsize=4096)
def _half_line(v: float, mp: Any) -> Place:
    """X = exp(sinh v)."""
    cosh, u = _cosh_sinh(v, mp)
    x = mp.exp(u)
    return x, u, None, x * cosh


@lru_cache(maxsize=4096)
def _from_one(v: float, mp: Any) -> Place:
    """X = exp(exp(sinh v))."""
    log_x, _, _, jacobian = _half_line(v, mp)
    x = mp.exp(log_x)
    return x, log_x, None, x * jacobian


def _cosh_sinh(v: float, mp: Any) -> tuple[Any, Any]:
    return tuple(map(mp.make_mpf, mpf_cosh_sinh(mp.mpf(v)._mpf_, mp.prec)))


def _above(place: Place, start: Any, mp: Any) -> Place:
    """X = start y for a place y above 1."""
    y, log_y, _, jacobian = place
    return start * y, mp.log(start) + log_y, None, start * jacobian


def _beyond(place: Place, start: Any, mp: Any) -> Place:
    """X = start + y for a place y above 0."""
    y, _, _, jacobian = place
    return start + y, None, None, jacobian


def _before(place: Place, start: Any, mp: Any) -> Place:
    """X = start - y for a place y above 0."""
    y, _, _, jacobian = place
    return start - y, None, None, jacobian


def _itself(place: Place, start: Any, mp: Any) -> Place:
    return place


# A change of variable that all laws have in common, and where it is put for one of them.
CHARTS: dict[str, tuple[Callable[..., Place], Callable[..., Place]]] = {
    "unit": (_unit, _itself),
    "half-line": (_half_line, _itself),
    "above": (_from_one, _above),
    "beyond": (_half_line, _beyond),
    "before": (_half_line, _before),
}


class _Nodes:
    """Weights of a density at the nodes of charts, worked out once for all statistics."""

    def __init__(self, family: str, parameters: Parameters) -> None:
        self.of = Floats(DIGITS + SPARE)
        self.density = _Density(family, parameters, self.of)
        self._charts: dict[Chart, Callable[[float], tuple[Any, Place]]] = {}

    def along(self, chart: Chart) -> Callable[[float], tuple[Any, Place]]:
        """What finds the density times the jacobian at a node, and where that is."""
        if chart not in self._charts:
            self._charts[chart] = self._along(chart)
        return self._charts[chart]

    def _along(self, chart: Chart) -> Callable[[float], tuple[Any, Place]]:
        (common, put), mp = CHARTS[chart[0]], self.of.context
        start = self.of.inexact(self.of.exact(chart[1]))
        known: dict[float, tuple[Any, Place]] = {}

        def at(v: float) -> tuple[Any, Place]:
            found = known.get(v)
            if found is None:
                place = put(common(v, mp), start, mp)
                x, log_x, log_rest, jacobian = place
                found = known[v] = self.density.at(x, log_x, log_rest) * jacobian, place
            return found

        return at


@lru_cache(maxsize=64)
def _nodes(family: str, parameters: Parameters) -> _Nodes:
    return _Nodes(family, parameters)


def _integrated(family: str, p: Parameters, statistics: Any, of: Floats) -> Any:
    nodes = _nodes(family, p)

    statistic = _product(statistics, of)

    def over(chart: Chart) -> Any:
        at = nodes.along(chart)

        def weighted(v: float) -> Any:
            weight, (x, log_x, log_rest, _) = at(v)
            return weight, weight * statistic(x, log_x, log_rest)

        return _trapezoid(weighted, of)

    if family in ("uniform", "von_mises"):
        return _between(family, p, statistics, nodes, of)
    if family in ("laplace", "normal"):
        return _along_line(family, p, statistics, nodes, over)
    low, high = NAMED[family].ends(p)
    if high is not None:
        return over(("unit", Fraction(0)))
    return over(("above", low) if low else ("half-line", Fraction(0)))


def _between(family: str, p: Parameters, statistics: Any, nodes: _Nodes, of: Floats) -> Any:
    """The integral over an interval on which everything is analytic inside."""
    mp, statistic = of.context, _product(statistics, of)
    ends = [-mp.pi, mp.pi] if family == "von_mises" else [of.inexact(of.exact(end)) for end in p]

    def weighted(x: Any) -> Any:
        log_x = mp.log(x) if ends[0] >= 0 else None
        log_rest = mp.log(1 - x) if ends[1] <= 1 else None
        return nodes.density.at(x, log_x, log_rest) * statistic(x, log_x, log_rest)

    return _checked(*mp.quad(weighted, ends, error=True))


def _along_line(family: str, p: Parameters, statistics: Any, nodes: _Nodes, over: Any) -> Any:
    """The two half-lines beyond the kinks, and what lies between them."""
    of, statistic = nodes.of, _product(statistics, nodes.of)
    kinks = sorted({p[0], *(which[1] for (kind, *which), _ in statistics if kind == "abs")})
    if family == "normal" and len(kinks) == 1 and not any(f[0] == "abs" for f, _ in statistics):
        mean, deviation = nodes.density.numbers

        def weighted(z: Any) -> Any:
            x = mean + deviation * z
            weight = nodes.density.at(x, None, None) * deviation
            return weight, weight * statistic(x, None, None)

        return _trapezoid(weighted, of)
    total = over(("before", kinks[0])) + over(("beyond", kinks[-1]))
    if len(kinks) > 1:

        def inside(x: Any) -> Any:
            weight = nodes.density.at(x, None, None)
            return weight * statistic(x, None, None)

        ends = [of.inexact(of.exact(kink)) for kink in kinks]
        total += _checked(*of.context.quad(inside, ends, error=True))
    return total


def _checked(value: Any, error: Any) -> Any:
    if not error < 10.0 ** -(DIGITS - 2) * max(1, abs(value)):
        raise Unsupported("quadrature did not reach its digits")
    return value


def _trapezoid(function: Any, of: Floats) -> Any:
    """The integral over the line of a function that decays doubly exponentially.

    Halving the step squares the error, so that two sums that agree to more than half of the digits
    say that the later one has them all; ``function`` returns a weight, which says how far to go,
    and the integrand.
    """
    mp = of.context
    small = mp.mpf(10) ** -(DIGITS + SPARE)
    enough = mp.mpf(10) ** -(DIGITS // 2 + 5)
    # The nodes are multiples of powers of two, and exact as numbers of the machine.
    step, offset, last, total = 1 / 4, 0.0, None, mp.mpf(0)
    while step > 1 / 600:
        spacing = step if last is None else 2 * step
        total += _arm(function, offset, spacing, small, mp)
        total += _arm(function, offset - spacing, -spacing, small, mp)
        value = total * step
        if last is not None and abs(value - last) < enough * max(1, abs(value)):
            return value
        last, step = value, step / 2
        offset = step
    raise Unsupported("quadrature did not reach its digits")


def _arm(function: Any, start: float, spacing: float, small: Any, mp: Any) -> Any:
    """The sum outwards from a place, until the weight, which is positive, is small."""
    total, v, quiet, seen = mp.mpf(0), start, 0, False
    while quiet < 3 and abs(v) < 40:
        weight, value = function(v)
        total += value
        if weight > small:
            seen, quiet = True, 0
        else:
            quiet = quiet + 1 if (seen or abs(v) > 5) and abs(value) + weight < small else 0
        v += spacing
    return total


# --- whole numbers --------------------------------------------------------------------------------


def _summed(family: str, p: Parameters, statistics: Any, of: Floats) -> Any:
    density, mp, statistic = _Density(family, p, of), of.context, _product(statistics, of)
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
        term = weight * statistic(x, mp.log(x) if n else None, None)
        total += term
        if high is None and weight * (n + 1) ** 8 < small and n > 4 * first:
            return total
    if high is None:
        raise Unsupported("a sum that converges too slowly")
    return total
