"""Functions of a point under a named law: polynomials in statistics, integrated term by term.

Under an integral sign the value of a named law is a factor of its own, whose logarithm is written
out when the integral is taken.  What is left are products of statistics (x^s, log x, |x - c|, ...),
whose means ``means`` works out from the density, by code that shares nothing with the kernel.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

from symkl.models.arithmetic import Arithmetic, is_exact, quotient, vanishes
from symkl.models.grids import Grid
from symkl.models.model import Undefined, Unsupported

Factor = tuple[Any, ...]  # kind, variable, and numbers or names that say which one
Power = Fraction | int  # an int where that is at hand: it is much faster to hash
Mono = tuple[tuple[Factor, Power], ...]
MAX_POWER = 16
LOGARITHMS = {"det": "log_det", "x": "log", "1-x": "log(1-x)", "law": "log_law"}


class Expansion:
    """A sum of numbers times products of powers of statistics, in one number system."""

    __slots__ = ("of", "parts")

    def __init__(self, parts: dict[Mono, Any], of: Arithmetic) -> None:
        self.parts = parts
        self.of = of

    def __add__(self, other: Any) -> Any:
        if not isinstance(other, Expansion | Grid) and self.of.is_infinite(other):
            return other
        parts = dict(self.parts)
        for mono, c in _parts(other).items():
            parts[mono] = parts[mono] + c if mono in parts else c
        return expansion(parts, self.of)

    def __radd__(self, other: Any) -> Any:
        return self + other

    def __neg__(self) -> Expansion:
        return Expansion({mono: -c for mono, c in self.parts.items()}, self.of)

    def __sub__(self, other: Any) -> Any:
        return self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Grid):
            return NotImplemented
        parts: dict[Mono, Any] = {}
        for one, c in self.parts.items():
            for two, d in _parts(other).items():
                mono = _times(one, two)
                parts[mono] = parts[mono] + c * d if mono in parts else c * d
        return expansion(parts, self.of)

    def __rmul__(self, other: Any) -> Any:
        return self * other

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, Expansion):
            return self * other.reciprocal()
        return expansion({m: quotient(c, other) for m, c in self.parts.items()}, self.of)

    def single(self) -> tuple[Mono, Any]:
        """The one product that this is; raises Unsupported for a sum."""
        complement = _complement(self)
        if complement is not None:
            return ((complement, 1),), self.of.one
        if len(self.parts) != 1:
            raise Unsupported("a logarithm, quotient or power of a sum of statistics")
        return next(iter(self.parts.items()))

    def sign(self) -> int:
        """1 where this is a law times a positive number; raises Unsupported for anything else."""
        mono, c = self.single()
        if all(factor[0] in ("law", "1-x") for factor, _ in mono):
            return self.of.sign(c)
        raise Unsupported("the sign of a function of a bound point")

    def reciprocal(self) -> Any:
        """1 / f of a single product."""
        mono, c = self.single()
        return Expansion({tuple((f, -e) for f, e in mono): quotient(self.of.one, c)}, self.of)

    def log(self) -> Any:
        """The logarithm of a product of powers of laws, of x and of 1 - x."""
        mono, c = self.single()
        total: Any = self.of.log(c)
        for (kind, *which), e in mono:
            if kind not in LOGARITHMS:
                raise Unsupported("the logarithm of a statistic")
            factor = ((LOGARITHMS[kind], *which), 1)
            total = Expansion({(factor,): self.of.exact(e)}, self.of) + total
        return total

    def exp(self) -> Any:
        """The exponential of r log x + c, which is e^c x^r."""
        factors: list[tuple[Factor, Power]] = []
        scale = self.of.one
        for mono, c in self.parts.items():
            if not mono:
                scale = self.of.exp(c)
            elif len(mono) == 1 and mono[0][0][0] == "log" and mono[0][1] == 1 and is_exact(c):
                factors.append((("x", *mono[0][0][1:]), self.of.fraction(c)))
            else:
                raise Unsupported("the exponential of a function of a bound point")
        return Expansion({_sorted(factors): scale}, self.of)

    def power(self, exponent: Any) -> Any:
        """A whole power, or an exact power of a single product."""
        if not is_exact(exponent):
            raise Unsupported("a power whose exponent is not rational")
        e = self.of.fraction(exponent)
        if e.denominator == 1 and 0 <= e <= MAX_POWER:
            result: Any = self.of.one
            for _ in range(int(e)):
                result = self * result
            return result
        mono, c = self.single()
        return Expansion({tuple((f, p * e) for f, p in mono): self.of.power(c, exponent)}, self.of)

    def special(self, name: str) -> Any:
        """|x - c|, cos(x - c) and log Gamma of c + x or c - x."""
        parts = dict(self.parts)
        centre = parts.pop((), self.of.zero)
        if len(parts) != 1 or not is_exact(centre):
            raise Unsupported(f"{name} of a function of a bound point")
        ((mono, c),) = parts.items()
        plain = len(mono) == 1 and mono[0][0][0] == "x" and mono[0][1] == 1
        if not plain or not is_exact(c):
            raise Unsupported(f"{name} of a function of a bound point")
        size = abs(self.of.fraction(c))
        if name == "abs" and size != 1:  # |a x + b| = |a| |x + b/a|
            return self.of.exact(size) * (self / self.of.exact(size)).special(name)
        if size != 1:
            raise Unsupported(f"{name} of a function of a bound point")
        sign, shift = int(self.of.fraction(c)), self.of.fraction(centre)
        # |s x + c| and cos(s x + c) are those of x - (-s c), as both functions are even.
        which = (sign, shift) if name == "log_gamma" else (1, -sign * shift)
        factor = ((name, *mono[0][0][1:], *which), 1)
        return Expansion({(factor,): self.of.one}, self.of)


def coordinate(variable: int, of: Arithmetic, *index: int) -> Expansion:
    """The point itself, or one of its components."""
    return Expansion({((("x", variable, *index), 1),): of.one}, of)


def determinant_factor(entry: Expansion) -> Expansion:
    """The determinant of the matrix that this is an entry of."""
    ((mono, _),) = entry.parts.items()
    return Expansion({((("det", mono[0][0][1]), 1),): entry.of.one}, entry.of)


def law_factor(name: str, variable: int, of: Arithmetic) -> Expansion:
    """The value of a named law at a bound point."""
    return Expansion({((("law", variable, name), 1),): of.one}, of)


def expansion(parts: dict[Mono, Any], of: Arithmetic) -> Any:
    """The function, or the number when it is constant."""
    kept = {mono: c for mono, c in parts.items() if not vanishes(c)}
    if set(kept) <= {()}:
        return kept.get((), of.zero)
    return Expansion(kept, of)


# --- integration ----------------------------------------------------------------------------------

LogDensity = Callable[[str, int], Any]  # of a law, at a variable: an expansion
Mean = Callable[[str, Mono], Any]  # under a law, of a product of statistics
Within = Callable[[str, str], bool]  # whether the support of one law lies in that of another


def integral(
    value: Any, variable: int, of: Arithmetic, log_density: LogDensity, mean: Mean, within: Within
) -> Any:
    """The integral over the space of the variable.

    Raises Unsupported for what is not a sum of means under one law each.
    """
    total: Any = of.zero
    means: dict[tuple[str, Mono], Any] = {}  # what cancels under a law has no mean taken
    for mono, c in _parts(value).items():
        law, statistics, outside = _split(mono, variable)
        if any(not within(law, name) for name in _logarithms(statistics)):
            if len(statistics) > 1 or outside:
                raise Undefined("a logarithm of 0 times something else")
            term = of.infinity() if of.sign(c) < 0 else -of.infinity()
            total = term if _is_zero(total, of) else total + term
        else:
            written: Any = Expansion({(): of.one}, of)
            for factor, e in statistics:
                base = (
                    log_density(factor[2], variable)
                    if factor[0] == "log_law"
                    else Expansion({((factor, 1),): of.one}, of)
                )
                written = written * _power(base, e, of)
            key = law, outside
            means[key] = means[key] + written * c if key in means else written * c
    for (law, outside), written in means.items():
        term = expansion({outside: of.one}, of) * _mean(written, law, of, mean)
        total = term if _is_zero(total, of) else total + term
    return total


def _power(base: Any, e: Power, of: Arithmetic) -> Any:
    if isinstance(base, Expansion):
        if len(base.parts) == 1:
            ((mono, c),) = base.parts.items()
            scaled = tuple((f, p * e) for f, p in mono)
            return Expansion({scaled: of.power(c, of.exact(e))}, of)
        return base.power(of.exact(e))
    return of.power(base, of.exact(e))


def _mean(written: Any, law: str, of: Arithmetic, mean: Mean) -> Any:
    total = of.zero
    for mono, c in _parts(written).items():
        total = total + (c * mean(law, mono) if mono else c)
    return total


def _split(mono: Mono, variable: int) -> tuple[str, Mono, Mono]:
    """The one law, its statistics, and what does not contain the variable."""
    inside = [(f, e) for f, e in mono if f[1] == variable]
    laws = [(f, e) for f, e in inside if f[0] == "law"]
    if len(laws) != 1 or laws[0][1] != 1:
        raise Unsupported("an integral that is no mean under one named law")
    outside = tuple((f, e) for f, e in mono if f[1] != variable)
    return laws[0][0][2], tuple((f, e) for f, e in inside if f[0] != "law"), outside


def _logarithms(statistics: Mono) -> Iterator[str]:
    return (f[2] for f, _ in statistics if f[0] == "log_law")


def _is_zero(value: Any, of: Arithmetic) -> bool:
    return not isinstance(value, Expansion) and value is of.zero


def _times(one: Mono, two: Mono) -> Mono:
    if not one or not two:
        return one or two
    factors = dict(one)
    for factor, e in two:
        factors[factor] = factors.get(factor, 0) + e
    return _sorted((f, e) for f, e in factors.items() if e)


def _sorted(factors: Iterable[tuple[Factor, Power]]) -> Mono:
    return tuple(sorted(factors, key=lambda item: _written(item[0])))


@lru_cache(maxsize=4096)
def _written(factor: Factor) -> str:
    return repr(factor)


def _complement(value: Expansion) -> Factor | None:
    """The factor 1 - x, where this is 1 - x."""
    parts = dict(value.parts)
    one = parts.pop((), None)
    if one is None or len(parts) != 1 or not (is_exact(one) and one == 1):
        return None
    ((mono, c),) = parts.items()
    simple = len(mono) == 1 and mono[0][0][0] == "x" and mono[0][1] == 1
    return ("1-x", *mono[0][0][1:]) if simple and is_exact(c) and c == -1 else None


def _parts(value: Any) -> dict[Mono, Any]:
    if isinstance(value, Expansion):
        return value.parts
    if isinstance(value, Grid):
        raise Unsupported("a sum of a number and a matrix")
    return {(): value} if not vanishes(value) else {}
