"""Integrals over intervals and half-lines of polynomials times exponentials, in closed form."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symkl.models.arithmetic import Arithmetic, is_zero, quotient
from symkl.models.fields import (
    CONSTANT,
    Coordinate,
    Exponent,
    Field,
    Poly,
    add_poly,
    field,
    mul_poly,
)
from symkl.models.gaussian import integral as integral_over_all
from symkl.models.model import Undefined, Unsupported


def integral(value: Any, coordinates: Sequence[Coordinate], of: Arithmetic) -> Any:
    """The integral over the cell in which the coordinates lie; raises Undefined when it diverges.

    A value that is infinite on the cell has an infinite integral.
    """
    if is_zero(value) or (not isinstance(value, Field) and of.is_infinite(value)):
        return value
    whole = [x.index for x in coordinates if x.low is None and x.high is None]
    for x in coordinates:
        if x.index not in whole:
            value = _over_interval(value, x, of)
    return integral_over_all(value, whole, of) if whole else value


def _over_interval(value: Any, x: Coordinate, of: Arithmetic) -> Any:
    constant: dict[Exponent, Poly] = {CONSTANT: {(): value}}
    parts = value.parts if isinstance(value, Field) else constant
    total: Any = of.zero
    for exponent, poly in parts.items():
        total = total + _of_part(exponent, poly, x, of)
    return total


def _of_part(exponent: Exponent, poly: Poly, x: Coordinate, of: Arithmetic) -> Any:
    """The integral of one polynomial times exp(a x^2 / 2 + b x + rest)."""
    curvature, slope, rest = of.zero, of.zero, []
    for mono, c in exponent:
        if x.index not in mono:
            rest.append((mono, c))
        elif mono == (x.index,):
            slope = c
        elif mono == (x.index, x.index):
            curvature = c + c
        else:
            raise Unsupported("an exponent that ties a bounded coordinate to others")
    degree = max(mono.count(x.index) for mono in poly)
    moments = _moments(curvature, slope, x, degree, of)
    kept: Poly = {}
    for mono, c in poly.items():
        outside = tuple(v for v in mono if v != x.index)
        moment: Poly = {(): moments[len(mono) - len(outside)]}
        kept = add_poly(kept, mul_poly({outside: c}, moment))
    return field({Exponent(rest): kept}, of)


def _moments(curvature: Any, slope: Any, x: Coordinate, degree: int, of: Arithmetic) -> list[Any]:
    """The integrals of x^n exp(a x^2 / 2 + b x) over the interval, for n up to the degree."""
    if not is_zero(curvature):
        return _normal_moments(-curvature, slope, x, degree, of)
    if not is_zero(slope):
        return _exponential_moments(slope, x, degree, of)
    if x.low is None or x.high is None:
        raise Undefined("the integral of a polynomial over a half-line diverges")
    low, high = of.exact(x.low), of.exact(x.high)
    return [
        quotient(of.power(high, of.exact(n)) - of.power(low, of.exact(n)), of.exact(n))
        for n in range(1, degree + 2)
    ]


def _exponential_moments(slope: Any, x: Coordinate, degree: int, of: Arithmetic) -> list[Any]:
    """By parts: I_n = ([x^n exp(b x)] - n I_(n-1)) / b."""
    if (x.high is None and slope > 0) or (x.low is None and slope < 0):
        raise Undefined("the integral of a growing exponential diverges")
    found: list[Any] = []
    for n in range(degree + 1):
        rise = _difference(x, n, lambda t: of.exp(slope * t), of)
        below = found[-1] * of.exact(n) if found else of.zero
        found.append(quotient(rise - below, slope))
    return found


def _normal_moments(a: Any, slope: Any, x: Coordinate, degree: int, of: Arithmetic) -> list[Any]:
    """By parts: a I_n = b I_(n-1) + (n-1) I_(n-2) - [x^(n-1) exp(b x - a x^2 / 2)]."""
    if not a > 0:
        if x.low is None or x.high is None:
            raise Undefined("the integral of a growing exponential diverges")
        raise Unsupported("an integral of exp(x^2) over an interval")
    half = of.exact(Fraction(1, 2))
    root, centre = of.sqrt(a * half), quotient(slope, a)
    scale = of.exp(slope * centre * half) * of.sqrt(of.pi() * half / a)
    top = of.one if x.high is None else of.erf(root * (of.exact(x.high) - centre))
    bottom = -of.one if x.low is None else of.erf(root * (of.exact(x.low) - centre))
    found = [scale * (top - bottom)]
    for n in range(1, degree + 1):
        rise = _difference(x, n - 1, lambda t: of.exp(slope * t - a * t * t * half), of)
        below = found[n - 2] * of.exact(n - 1) if n > 1 else of.zero
        found.append((slope * found[n - 1] + below - rise) / a)
    return found


def _difference(x: Coordinate, n: int, g: Any, of: Arithmetic) -> Any:
    """t^n g(t) at the upper end minus at the lower; 0 at infinite ends, where g vanishes."""
    found = of.zero
    for end, sign in ((x.high, of.one), (x.low, -of.one)):
        if end is not None:
            t = of.exact(end)
            found = found + sign * of.power(t, of.exact(n)) * g(t)
    return found
