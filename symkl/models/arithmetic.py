"""Two number systems behind one small interface: flint balls, and mpmath floats.

Both keep rational numbers exact for as long as possible, each with its own rational type, and
both are used through Python's operators; only what operators cannot say stands here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import lru_cache
from typing import Any

import flint
import mpmath
from flint import arb, fmpq
from mpmath.rational import mpq

from symkl.models.model import Imprecise, Undefined, Unsupported

Number = Any  # fmpq or arb; mpq or mpf
EXACT: frozenset[type] = frozenset({fmpq, mpq})
MAX_EXPONENT = 10**7
MAX_EXACT_BITS = 10**4


def is_exact(value: Any) -> bool:
    """Whether the value is a rational number without error."""
    return type(value) in EXACT


def is_zero(value: Any) -> bool:
    """Whether the value is a rational number that is exactly zero."""
    return type(value) in EXACT and value == 0


def vanishes(value: Any) -> bool:
    """Whether the value is certainly zero; ``value != 0`` would say that it certainly is not."""
    return bool(value == 0)


def quotient(top: Any, bottom: Any) -> Any:
    """The quotient by a number that is not zero."""
    # mpmath's rationals predate Python 3: their division has another name.
    return top.__div__(bottom) if type(top) is type(bottom) is mpq else top / bottom


def sign(value: Number) -> int | None:
    """-1, 0 or 1 when that is certain; None otherwise."""
    if value > 0:
        return 1
    if value < 0:
        return -1
    return 0 if value == 0 else None


class Arithmetic:
    """Elementary functions on the extended reals; ``infinite`` remembers that one turned up."""

    def __init__(self) -> None:
        self.infinite = False
        self.zero = self.exact(Fraction(0))
        self.one = self.exact(Fraction(1))

    def exact(self, value: Fraction | int) -> Number:
        """The rational number without error."""
        raise NotImplementedError

    def fraction(self, value: Number) -> Fraction:
        """The exact number as a Fraction."""
        raise NotImplementedError

    def inexact(self, value: Number) -> Number:
        """The rational number rounded (enclosed)."""
        raise NotImplementedError

    def pi(self) -> Number:
        """The number pi."""
        raise NotImplementedError

    def _infinity(self) -> Number:
        raise NotImplementedError

    def _apply(self, name: str, value: Number) -> Number:
        raise NotImplementedError

    def is_nan(self, value: Number) -> bool:
        """Whether the value came out as no number at all."""
        raise NotImplementedError

    def is_infinite(self, value: Number) -> bool:
        """Whether the value is certainly plus or minus infinity."""
        raise NotImplementedError

    def infinity(self) -> Number:
        """Plus infinity."""
        self.infinite = True
        return self._infinity()

    def unknown(self, message: str) -> Undefined | Imprecise:
        """The error for a value whose sign cannot be told: inf - inf, or too few digits."""
        return self.infinite_difference() if self.infinite else Imprecise(message)

    def infinite_difference(self) -> Undefined:
        """The error for infinity minus infinity."""
        return Undefined("infinity minus infinity")

    def sign(self, value: Number) -> int:
        """The sign of the value; raises when it cannot be told."""
        found = sign(value)
        if found is None:
            raise self.unknown("the sign of a value cannot be told")
        return found

    def is_positive(self, value: Any) -> bool:
        """Whether a number, or a function of bound points everywhere, is certainly positive."""
        return (value.sign() if hasattr(value, "parts") else self.sign(value)) > 0

    def log(self, value: Number) -> Number:
        """The natural logarithm, with log 0 = -infinity."""
        where = self.sign(value)
        if where < 0:
            raise Undefined("the logarithm of a negative number")
        if where == 0:
            return -self.infinity()
        if value == 1:
            return self.zero
        return self._apply("log", value)

    def exp(self, value: Number) -> Number:
        """The exponential function."""
        if is_zero(value):
            return self.one
        if self.is_infinite(value):
            return self.infinity() if value > 0 else self.zero
        if not abs(value) < MAX_EXPONENT:
            raise self.unknown("an exponent too large to evaluate")
        return self._apply("exp", value)

    def sqrt(self, value: Number) -> Number:
        """The square root of a positive number."""
        return self._apply("sqrt", value)

    def erf(self, value: Number) -> Number:
        """The error function."""
        return self._apply("erf", value)

    def special(self, name: str, value: Number) -> Number:
        """A special function, of a positive number where it is a gamma function or its like."""
        if name == "abs":
            return abs(value)
        if name in ("log_gamma", "digamma") and self.sign(value) <= 0:
            raise Undefined("a gamma function of a number that is not positive")
        return self._special(name, value)

    def multivariate(self, name: str, value: Number, size: int) -> Number:
        """Log Gamma_k or psi_k, by its k factors or terms."""
        function = name.removesuffix("_k")
        steps = [value - self.exact(Fraction(j, 2)) for j in range(size)]
        total = self.special(function, steps[0])
        for step in steps[1:]:
            total = total + self.special(function, step)
        if function == "log_gamma":
            total = total + self.exact(Fraction(size * (size - 1), 4)) * self.log(self.pi())
        return total

    def _special(self, name: str, value: Number) -> Number:
        raise NotImplementedError

    def euler(self) -> Number:
        """Euler's constant."""
        raise NotImplementedError

    def divide(self, top: Any, bottom: Any) -> Any:
        """The quotient; raises Undefined when the divisor is zero."""
        if is_zero(bottom):
            raise Undefined("division by zero")
        if hasattr(bottom, "reciprocal"):
            return top * bottom.reciprocal()
        if self.sign(bottom) == 0:
            raise Undefined("division by zero")
        return quotient(top, bottom)

    def power(self, base: Number, exponent: Number) -> Number:
        """Base ** exponent for real numbers; 0 ** 0 = 1."""
        rational = self.fraction(exponent) if is_exact(exponent) else None
        if rational is not None and rational.denominator == 1:
            return self._whole_power(base, rational.numerator)
        where = self.sign(base)
        if where < 0:
            raise Undefined("a fractional power of a negative number")
        if where == 0:
            return self._power_of_zero(exponent)
        if rational is not None and rational.denominator == 2:
            return self._whole_power(self.sqrt(base), rational.numerator)
        return self.exp(exponent * self.log(base))

    def _whole_power(self, base: Number, exponent: int) -> Number:
        if abs(exponent) > MAX_EXPONENT:
            raise Unsupported("a power with an exponent too large to evaluate")
        if exponent < 0:
            return self.divide(self.one, self._whole_power(base, -exponent))
        if is_exact(base):
            top, bottom = self.fraction(base).as_integer_ratio()
            if (top.bit_length() + bottom.bit_length()) * exponent > MAX_EXACT_BITS:
                base = self.inexact(base)
        return self._multiplied(base, exponent) if exponent else self.one

    def _multiplied(self, base: Number, times: int) -> Number:
        """The base times itself; a ball about 0 has powers, though no logarithm to take them by."""
        half = self._multiplied(base, times // 2) if times > 1 else self.one
        square = half * half
        return square * base if times % 2 else square

    def _power_of_zero(self, exponent: Number) -> Number:
        where = self.sign(exponent)
        if where < 0:
            raise Undefined("a negative power of zero")
        return self.zero if where else self.one


class Balls(Arithmetic):
    """Rigorous enclosures; the precision is flint's, set by :func:`precision`."""

    def exact(self, value: Fraction | int) -> Number:
        return fmpq(value.numerator, value.denominator)

    def fraction(self, value: Number) -> Fraction:
        return Fraction(int(value.p), int(value.q))

    def inexact(self, value: Number) -> Number:
        return arb(value)

    def pi(self) -> Number:
        return arb.pi()

    def _infinity(self) -> Number:
        return arb.pos_inf()

    def _apply(self, name: str, value: Number) -> Number:
        return getattr(arb(value), name)()

    def _special(self, name: str, value: Number) -> Number:
        ball = arb(value)
        if name.startswith("bessel"):
            return ball.bessel_i(arb(int(name[-1])))
        return getattr(ball, {"log_gamma": "lgamma"}.get(name, name))()

    def euler(self) -> Number:
        return arb.const_euler()

    def is_nan(self, value: Number) -> bool:
        return isinstance(value, arb) and value.is_nan()

    def is_infinite(self, value: Number) -> bool:
        return isinstance(value, arb) and not value.is_finite() and (value > 0 or value < 0)


class Floats(Arithmetic):
    """Floating-point numbers of an mpmath context of our own."""

    def __init__(self, digits: int) -> None:
        self.context = _floats(digits)
        super().__init__()

    def exact(self, value: Fraction | int) -> Number:
        return mpq(value.numerator, value.denominator)

    def fraction(self, value: Number) -> Fraction:
        return Fraction(*value._mpq_)

    def inexact(self, value: Number) -> Number:
        return self.context.convert(value)

    def pi(self) -> Number:
        return +self.context.pi

    def _infinity(self) -> Number:
        return self.context.inf

    def _apply(self, name: str, value: Number) -> Number:
        return getattr(self.context, name)(self.context.convert(value))

    def _special(self, name: str, value: Number) -> Number:
        number = self.context.convert(value)
        if name.startswith("bessel"):
            return self.context.besseli(int(name[-1]), number)
        return getattr(self.context, {"log_gamma": "loggamma"}.get(name, name))(number)

    def euler(self) -> Number:
        return +self.context.euler

    def is_nan(self, value: Number) -> bool:
        return not is_exact(value) and bool(self.context.isnan(value))

    def is_infinite(self, value: Number) -> bool:
        return not is_exact(value) and bool(self.context.isinf(value))


@lru_cache(maxsize=16)
def _floats(digits: int) -> Any:
    """A context of our own, so that no precision leaks in or out of mpmath's global one."""
    context = mpmath.mp.clone()
    context.dps = digits
    return context


@contextmanager
def precision(digits: int) -> Iterator[None]:
    """Balls of about this many digits inside the block."""
    before = flint.ctx.prec
    flint.ctx.dps = digits
    try:
        yield
    finally:
        flint.ctx.prec = before
