"""Exact numbers: polynomials over Q in logarithms of primes, roots, exponentials, pi and points.

An element maps monomials to rational coefficients.  A monomial is a frozenset of (generator,
exponent).  Generators are ``("log", 7)``; ``("root", 7)`` with an exponent between 0 and 1;
``("pi",)``; ``("exp", T)`` of an element T; ``("ln", v)`` and ``("power", v)`` of an element that
is no product; ``("x", point, i)``, a component of a point that is integrated over; and
``("density", law, point)``.

What vanishes here is equal as a real number.  What does not vanish is different as long as the
logarithms of primes are algebraically independent, which nobody has proved; so :func:`number` gives
its value to 60 digits as well.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import Any

import mpmath
from flint import fmpz

Gen = tuple[Any, ...]
Mono = frozenset[tuple[Gen, Fraction]]
UNIT: Mono = frozenset()
DIGITS = 60
MAX_TERMS = 3000
MAX_BITS = 600
BOUND = 1 << MAX_BITS


class Undefined(ValueError):
    """There is no such number: division by zero, the logarithm of a negative number."""


class NoOpinion(ValueError):
    """Outside of what this checker can evaluate."""


class Element:
    """An immutable polynomial, hashable so that it can be a generator's argument."""

    __slots__ = ("_hash", "terms")

    def __init__(self, terms: dict[Mono, Fraction]) -> None:
        self.terms = {m: c for m, c in terms.items() if c}
        if len(self.terms) > MAX_TERMS:
            raise NoOpinion("too many terms")
        if any(max(c.numerator, -c.numerator, c.denominator) > BOUND for c in self.terms.values()):
            raise NoOpinion("numbers too long")
        self._hash = hash(frozenset(self.terms.items()))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Element) and self.terms == other.terms

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __add__(self, other: Element) -> Element:
        terms = dict(self.terms)
        for mono, c in other.terms.items():
            terms[mono] = terms.get(mono, 0) + c
        return Element(terms)

    def __mul__(self, other: Element) -> Element:
        if len(self.terms) * len(other.terms) > 10 * MAX_TERMS:
            raise NoOpinion("too many terms")
        terms: dict[Mono, Fraction] = {}
        for m, c in self.terms.items():
            for n, d in other.terms.items():
                mono, e = _product(m, n)
                terms[mono] = terms.get(mono, 0) + c * d * e
        return Element(terms)

    def __neg__(self) -> Element:
        return Element({m: -c for m, c in self.terms.items()})

    @property
    def rational(self) -> Fraction | None:
        """The value, when it is a rational number in plain sight."""
        if not self.terms:
            return Fraction(0)
        return self.terms.get(UNIT) if len(self.terms) == 1 else None


def constant(value: Fraction | int) -> Element:
    return Element({UNIT: Fraction(value)})


def generator(gen: Gen, exponent: Fraction | int = 1) -> Element:
    return Element({frozenset({(gen, Fraction(exponent))}): Fraction(1)})


ZERO, ONE = constant(0), constant(1)


def _product(one: Mono, two: Mono) -> tuple[Mono, Fraction]:
    """The product of two monomials: exponentials merge, whole powers of roots become numbers."""
    if not one or not two:
        return one or two, Fraction(1)
    exponents: dict[Gen, Fraction] = dict(one)
    for gen, e in two:
        exponents[gen] = exponents.get(gen, Fraction(0)) + e
    return _tidy(exponents)


def _tidy(exponents: dict[Gen, Fraction]) -> tuple[Mono, Fraction]:
    number, inside = Fraction(1), ZERO
    kept: dict[Gen, Fraction] = {}
    for gen, e in exponents.items():
        if gen[0] == "exp":
            inside = inside + gen[1] * constant(e)
        elif gen[0] == "root":
            whole = e.numerator // e.denominator
            if abs(whole) > MAX_BITS:
                raise NoOpinion("numbers too long")
            number *= Fraction(gen[1]) ** whole
            kept[gen] = e - whole
        else:
            kept[gen] = e
    if inside:
        kept["exp", inside] = Fraction(1)
    return frozenset((gen, e) for gen, e in kept.items() if e), number


@lru_cache(maxsize=50_000)
def primes(value: Fraction) -> tuple[tuple[int, int], ...]:
    """The prime factors of a positive rational number, with exponents of either sign."""
    if value.numerator.bit_length() + value.denominator.bit_length() > MAX_BITS // 4:
        raise NoOpinion("a number too long to be factored")
    above = [(int(p), int(e)) for p, e in fmpz(value.numerator).factor()]
    return tuple(above + [(int(p), -int(e)) for p, e in fmpz(value.denominator).factor()])


def log(value: Element) -> Element:
    """The logarithm: of a product, the sum of those of its factors."""
    if len(value.terms) != 1:
        if not value:
            raise Undefined("log 0")
        if number(value) <= 0:
            raise Undefined("the logarithm of a negative number")
        return generator(("ln", value))
    ((mono, c),) = value.terms.items()
    found, rest = ZERO, ONE
    for gen, e in mono:
        if gen[0] == "exp":
            found = found + gen[1] * constant(e)
        elif gen[0] == "root":
            found = found + constant(e) * generator(("log", gen[1]))
        elif gen[0] == "density":
            raise NoOpinion("the logarithm of a density")
        else:
            rest = rest * generator(gen, e)
    if rest != ONE:
        if number(value) <= 0:
            raise Undefined("the logarithm of a negative number")
        negative = number(rest) < 0
        found, c = found + generator(("ln", -rest if negative else rest)), -c if negative else c
    if c <= 0:
        raise Undefined("the logarithm of a negative number")
    return sum((constant(e) * generator(("log", p)) for p, e in primes(c)), start=found)


def exp(value: Element) -> Element:
    """The exponential: e^(r log p) is a power of p, e^(ln v) is v."""
    found, rest = ONE, ZERO
    for mono, c in value.terms.items():
        match tuple(mono):
            case ((("log", p), e),) if e == 1:
                found = found * power(constant(p), c)
            case ((("ln", v), e),) if e == 1:
                found = found * power(v, c)
            case _:
                rest = rest + Element({mono: c})
    return found * generator(("exp", rest)) if rest else found


def power(base: Element, exponent: Fraction) -> Element:
    """Base to a rational power; 0 to the power 0 is 1."""
    if abs(exponent) > 40:
        raise NoOpinion("a large power")
    if exponent.denominator == 1 and exponent >= 0:
        found = ONE
        for _ in range(int(exponent)):
            found = found * base
        return found
    if not base:
        if exponent < 0:
            raise Undefined("division by zero")
        return ZERO
    if exponent.denominator != 1 and number(base) <= 0:
        raise Undefined("a root of a negative number")
    if len(base.terms) != 1:
        return _power_of_sum(base, exponent)
    ((mono, c),) = base.terms.items()
    if exponent.denominator == 1:
        found = constant(c ** int(exponent))
    else:
        whole = [gen for gen, e in mono if gen[0] not in ("exp", "root")]
        if whole:
            return _power_of_sum(base, exponent)
        found = ONE
        for p, e in primes(c):
            found = found * Element(dict((_tidy({("root", p): e * exponent}),)))
    kept, factor = _tidy({gen: e * exponent for gen, e in mono})
    return found * Element({kept: factor})


def _power_of_sum(base: Element, exponent: Fraction) -> Element:
    """A power of what is no product; scaled, so that (2a + 2b)^-1 is half of (a + b)^-1."""
    leading = abs(min(base.terms.items(), key=repr)[1])
    core = base * constant(1 / leading)
    return power(constant(leading), exponent) * generator(("power", core), exponent)


@lru_cache(maxsize=50_000)
def number(value: Element) -> Any:
    """The value to about 60 digits."""
    with mpmath.workdps(DIGITS):
        total = mpmath.mpf(0)
        for mono, c in value.terms.items():
            part = mpmath.mpf(c.numerator) / c.denominator
            for gen, e in mono:
                part *= VALUES[gen[0]](gen) ** (mpmath.mpf(e.numerator) / e.denominator)
            total += part
        return total


def _open(gen: Gen) -> Any:
    raise NoOpinion("a value that depends on a point")


VALUES = {
    "log": lambda gen: mpmath.log(gen[1]),
    "root": lambda gen: mpmath.mpf(gen[1]),
    "pi": lambda gen: +mpmath.pi,
    "exp": lambda gen: mpmath.exp(number(gen[1])),
    "ln": lambda gen: mpmath.log(number(gen[1])),
    "power": lambda gen: number(gen[1]),
    "x": _open,
    "density": _open,
}
