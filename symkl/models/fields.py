"""Functions of real points: sums of polynomials times exponentials of polynomials.

Under an integral sign a density is ``c exp(q(x))``, its logarithm ``log c + q(x)``, and products,
quotients and sums of these stay of the form ``sum over q of p_q(x) exp(q(x))``.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symkl.models.arithmetic import Arithmetic, is_exact, quotient, vanishes
from symkl.models.grids import Grid
from symkl.models.model import Unsupported

Mono = tuple[int, ...]  # the variables of a monomial in increasing order, repeated for powers
Poly = dict[Mono, Any]
MAX_POWER = 16


class Exponent(tuple[tuple[Mono, Any], ...]):
    """An exact polynomial as sorted items; hashed once, as rational numbers are slow to hash."""

    _hash: int

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            self._hash = super().__hash__()
            return self._hash


CONSTANT = Exponent()


class Field:
    """A sum of polynomials times exponentials, in one number system."""

    __slots__ = ("of", "parts")

    def __init__(self, parts: dict[Exponent, Poly], of: Arithmetic) -> None:
        self.parts = parts
        self.of = of

    def __add__(self, other: Any) -> Any:
        if self._is_infinite(other):
            return other
        parts = dict(self.parts)
        for exponent, poly in _parts(other).items():
            parts[exponent] = add_poly(parts[exponent], poly) if exponent in parts else poly
        return field(parts, self.of)

    def __radd__(self, other: Any) -> Any:
        return self + other

    def __neg__(self) -> Field:
        parts = {e: {m: -c for m, c in poly.items()} for e, poly in self.parts.items()}
        return Field(parts, self.of)

    def __sub__(self, other: Any) -> Any:
        return self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Grid):
            return NotImplemented
        if self._is_infinite(other):
            return other if self.sign() > 0 else -other
        if not isinstance(other, Field):
            return self._times(other)
        parts: dict[Exponent, Poly] = {}
        for one, first in self.parts.items():
            for two, second in other.parts.items():
                exponent = _added(one, two)
                poly = mul_poly(first, second)
                parts[exponent] = add_poly(parts[exponent], poly) if exponent in parts else poly
        return field(parts, self.of)

    def _times(self, number: Any) -> Any:
        """A number times the function."""
        if vanishes(number):
            return self.of.zero
        if is_exact(number) and number == 1:
            return self
        parts = {e: {m: c * number for m, c in poly.items()} for e, poly in self.parts.items()}
        return Field(parts, self.of)

    def __rmul__(self, other: Any) -> Any:
        return self * other

    def __truediv__(self, other: Any) -> Any:
        if isinstance(other, Field):
            return self * other.reciprocal()
        parts = {
            e: {m: quotient(c, other) for m, c in poly.items()} for e, poly in self.parts.items()
        }
        return field(parts, self.of)

    def single(self) -> tuple[Any, Exponent]:
        """Factor and exponent of a single exponential; raises Unsupported for anything else."""
        if len(self.parts) == 1:
            ((exponent, poly),) = self.parts.items()
            if set(poly) == {()}:
                return poly[()], exponent
        raise Unsupported("a logarithm, quotient or power of a function that is no exponential")

    def _is_infinite(self, other: Any) -> bool:
        return not isinstance(other, Field | Grid) and self.of.is_infinite(other)

    def sign(self) -> int:
        """1 or -1 when all exponentials have coefficients of this sign; else raises Unsupported."""
        coefficients = [c for poly in self.parts.values() for mono, c in poly.items() if not mono]
        alike = {self.of.sign(c) for c in coefficients}
        if len(alike) == 1 and len(coefficients) == sum(map(len, self.parts.values())):
            return alike.pop()
        raise Unsupported("the sign of a function that is no sum of exponentials")

    def reciprocal(self) -> Any:
        """1 / f for a single exponential."""
        factor, exponent = self.single()
        constant: Poly = {(): quotient(self.of.one, factor)}
        inverse = {Exponent((m, -c) for m, c in exponent): constant}
        return Field(inverse, self.of)

    def log(self) -> Any:
        """The logarithm of a single exponential."""
        factor, exponent = self.single()
        return field({CONSTANT: dict(exponent)}, self.of) + self.of.log(factor)

    def exp(self) -> Any:
        """The exponential of a polynomial with exact coefficients."""
        if set(self.parts) != {CONSTANT}:
            raise Unsupported("the exponential of a function that is no polynomial")
        poly, factor = dict(self.parts[CONSTANT]), self.of.one
        if () in poly and not is_exact(poly[()]):
            factor = self.of.exp(poly.pop(()))
        if not all(is_exact(c) for c in poly.values()):
            raise Unsupported("an exponent whose coefficients are not rational")
        return field({as_exponent(poly): {(): factor}}, self.of)

    def power(self, exponent: Any) -> Any:
        """A whole power, or any power of a single exponential."""
        rational = self.of.fraction(exponent) if is_exact(exponent) else None
        if rational is not None and rational.denominator == 1 and 0 <= rational <= MAX_POWER:
            result: Any = self.of.one
            for _ in range(int(rational)):
                result = self * result
            return result
        if not is_exact(exponent):
            return (exponent * self.log()).exp()
        factor, exact = self.single()
        scaled = Exponent((mono, c * exponent) for mono, c in exact)
        return field({scaled: {(): self.of.power(factor, exponent)}}, self.of)


def field(parts: dict[Exponent, Poly], of: Arithmetic) -> Any:
    """The function, or the number when it is constant."""
    constants = [e for e, poly in parts.items() if len(e) == 1 and e[0][0] == () and poly]
    if constants:
        # exp(c) is a number; next to other terms c stays exact, since it may cancel.
        parts = dict(parts)
        for exponent in constants:
            scaled = mul_poly({(): of.exp(exponent[0][1])}, parts.pop(exponent))
            parts[CONSTANT] = add_poly(parts.get(CONSTANT, {}), scaled)
    kept = {exponent: poly for exponent, poly in parts.items() if poly}
    if not kept:
        return of.zero
    if len(kept) == 1:
        polynomial = kept.get(CONSTANT, {})
        if len(polynomial) == 1 and () in polynomial:
            return polynomial[()]
    return Field(kept, of)


class Coordinate(Field):
    """One component of a bound real point, between two ends (None: infinite)."""

    __slots__ = ("high", "index", "low")

    def __init__(
        self, index: int, low: Fraction | None, high: Fraction | None, arithmetic: Arithmetic
    ) -> None:
        super().__init__({CONSTANT: {(index,): arithmetic.one}}, arithmetic)
        self.index, self.low, self.high = index, low, high


def add_poly(one: Poly, two: Poly) -> Poly:
    """The sum, without the terms that cancel exactly."""
    result = dict(one)
    for mono, c in two.items():
        total = result[mono] + c if mono in result else c
        if vanishes(total):
            result.pop(mono, None)
        else:
            result[mono] = total
    return result


def mul_poly(one: Poly, two: Poly) -> Poly:
    """The product."""
    result: Poly = {}
    for a, c in one.items():
        for b, d in two.items():
            mono = tuple(sorted(a + b)) if a and b else a or b
            result[mono] = result[mono] + c * d if mono in result else c * d
    return {mono: c for mono, c in result.items() if not vanishes(c)}


def as_exponent(poly: Poly) -> Exponent:
    """The polynomial as sorted items."""
    return Exponent(sorted(poly.items(), key=_mono))


def _mono(item: tuple[Mono, Any]) -> Mono:
    return item[0]


def _added(one: Exponent, two: Exponent) -> Exponent:
    if not one or not two:
        return one or two
    return as_exponent(add_poly(dict(one), dict(two)))


def _parts(value: Any) -> dict[Exponent, Poly]:
    if isinstance(value, Field):
        return value.parts
    if isinstance(value, Grid):
        raise Unsupported("a sum of a number and a matrix")
    return {CONSTANT: {(): value}} if not vanishes(value) else {}
