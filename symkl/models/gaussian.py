"""Densities of normal laws as fields, and exact integrals of polynomials against exponentials."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symkl.models.arithmetic import Arithmetic, is_zero, quotient, vanishes
from symkl.models.fields import (
    CONSTANT,
    Coordinate,
    Exponent,
    Field,
    Mono,
    Poly,
    add_poly,
    as_exponent,
    field,
    mul_poly,
)
from symkl.models.grids import dot, inverse_and_det
from symkl.models.model import Undefined, Unsupported


class NormalDensity:
    """The density of N(mean, covariance) times a weight, on points given by their components."""

    def __init__(
        self, weight: Any, mean: Sequence[Any], covariance: Sequence[Sequence[Any]], of: Arithmetic
    ) -> None:
        self.weight, self.mean, self.covariance = weight, mean, covariance
        self.arithmetic = of
        self.precision, det = inverse_and_det(covariance, of, definite=True)
        two_pi = of.pi() * of.exact(2)
        self.factor = weight / of.sqrt(det * two_pi ** len(mean))

    def at(self, components: Sequence[Any]) -> Any:
        """The density at a point, whose components are numbers or fields."""
        variables = [x for x in components if isinstance(x, Coordinate)]
        if len({x.index for x in variables}) == len(components):
            return self._function(variables)
        centred = [x - m for x, m in zip(components, self.mean, strict=True)]
        total: Any = self.arithmetic.zero
        for i, first in enumerate(centred):
            row = self.precision[i]
            inner = first * row[i]
            for j in range(i):
                inner = inner + centred[j] * (row[j] + row[j])
            total = total + first * inner
        half = total * self.arithmetic.exact(Fraction(-1, 2))
        if isinstance(half, Field):
            return self.factor * half.exp()
        return self.factor * self.arithmetic.exp(half)

    def _function(self, variables: Sequence[Coordinate]) -> Any:
        """The density as a function of different variables: its exponent written out.

        -(x - m)^T A (x - m) / 2 = -m^T A m / 2 + (A m)^T x - x^T A x / 2.
        """
        half = self.arithmetic.exact(Fraction(1, 2))
        shift = [dot(row, self.mean) for row in self.precision]
        exponent: Poly = {(): -(half * dot(shift, self.mean))}
        for i, x in enumerate(variables):
            exponent[x.index,] = shift[i]
            exponent[x.index, x.index] = -(half * self.precision[i][i])
            for j in range(i):
                pair = sorted((variables[j].index, x.index))
                exponent[tuple(pair)] = -self.precision[i][j]
        kept = {mono: c for mono, c in exponent.items() if not vanishes(c)}
        return field({as_exponent(kept): {(): self.factor}}, self.arithmetic)


def mean_of_polynomial(value: Any, variables: Sequence[int], laws: Sequence[NormalDensity]) -> Any:
    """The mean under a mixture of normal laws: exact where it and the parameters are.

    None for what is no polynomial.
    """
    if isinstance(value, Field) and set(value.parts) != {CONSTANT}:
        return None
    of = laws[0].arithmetic
    poly: Poly = value.parts[CONSTANT] if isinstance(value, Field) else {(): value}
    place = {v: i for i, v in enumerate(variables)}
    total: Any = of.zero
    for law in laws:
        centre: list[Poly] = [{(): m} if not vanishes(m) else {} for m in law.mean]
        total = total + _Moments(place, centre, law.covariance, of).expected(poly) * law.weight
    return total


def integral(value: Any, variables: Sequence[int], arithmetic: Arithmetic) -> Any:
    """The integral over all real values of the variables; raises Undefined when it has no value.

    It is infinite where the function has one sign outside of a bounded set, and does not vanish.
    """
    if is_zero(value):
        return value
    constant: dict[Exponent, Poly] = {CONSTANT: {(): value}}
    parts = dict(value.parts) if isinstance(value, Field) else constant
    growing = parts.pop(CONSTANT, None)
    total: Any = arithmetic.zero
    for exponent, poly in parts.items():
        total = total + _Gaussian(exponent, variables, arithmetic).integral(poly)
    if growing is None:
        return total
    # What decays has a finite integral, which changes nothing of an infinite one.
    sign = _sign_far_away(growing, variables, arithmetic)
    return arithmetic.infinity() * arithmetic.exact(sign) if sign else total


def _sign_far_away(poly: Poly, variables: Sequence[int], of: Arithmetic) -> int:
    """The sign of a constant, or of a polynomial with a definite quadratic form."""
    if set(poly) == {()}:
        return of.sign(poly[()])
    place = {v: i for i, v in enumerate(variables)}
    if max(map(len, poly)) > 2 or not all(v in place for mono in poly for v in mono):
        raise Undefined("the integral of a polynomial diverges")
    form = [[of.zero] * len(place) for _ in place]
    for mono, c in poly.items():
        if len(mono) == 2:
            i, j = (place[v] for v in mono)
            form[i][j] = form[i][j] + c
            form[j][i] = form[j][i] + c
    try:
        inverse_and_det(form, of, definite=True)
    except Undefined:
        inverse_and_det([[-entry for entry in row] for row in form], of, definite=True)
        return -1
    return 1


class _Gaussian:
    """``exp(-x^T A x / 2 + b^T x + c)`` in some variables x; b and c may hold other variables."""

    def __init__(self, exponent: Exponent, variables: Sequence[int], of: Arithmetic) -> None:
        self.of = of
        self.place = {v: i for i, v in enumerate(variables)}
        size = len(self.place)
        self.form = [[of.zero] * size for _ in range(size)]
        self.linear: list[Poly] = [{} for _ in range(size)]
        self.rest: Poly = {}
        for mono, c in exponent:
            self._sort(mono, c)
        covariance, det = inverse_and_det(self.form, of, definite=True)
        self.mean = [self._mean(row) for row in covariance]
        self.moments = _Moments(self.place, self.mean, covariance, of)
        self.factor = of.sqrt((of.pi() * of.exact(2)) ** size * quotient(of.one, det))

    def _sort(self, mono: Mono, c: Any) -> None:
        """Put a term of the exponent where it belongs: A, b or c."""
        inside = [self.place[v] for v in mono if v in self.place]
        outside = tuple(v for v in mono if v not in self.place)
        match inside:
            case []:
                self.rest[mono] = c
            case [i]:
                self.linear[i][outside] = c
            case [i, j] if not outside:
                self.form[i][j] = self.form[i][j] - c
                self.form[j][i] = self.form[j][i] - c
            case _:
                raise Unsupported("an exponent that is no quadratic polynomial")

    def _mean(self, row: Sequence[Any]) -> Poly:
        mean: Poly = {}
        for c, linear in zip(row, self.linear, strict=True):
            factor: Poly = {(): c}
            mean = add_poly(mean, mul_poly(factor, linear))
        return mean

    def integral(self, poly: Poly) -> Any:
        """The integral of the polynomial times this exponential, a function of the rest."""
        rest = self.rest
        half: Poly = {(): self.of.exact(Fraction(1, 2))}
        for linear, mean in zip(self.linear, self.mean, strict=True):
            rest = add_poly(rest, mul_poly(half, mul_poly(linear, mean)))
        outer = field({CONSTANT: rest}, self.of)
        scale = outer.exp() if isinstance(outer, Field) else self.of.exp(outer)
        return self.moments.expected(poly) * (scale * self.factor)


class _Moments:
    """The moments of a normal law of some variables; the means may hold other variables."""

    def __init__(
        self,
        place: dict[int, int],
        mean: Sequence[Poly],
        covariance: Sequence[Sequence[Any]],
        of: Arithmetic,
    ) -> None:
        self.place, self.mean, self.covariance, self.of = place, mean, covariance, of
        self.known: dict[Mono, Poly] = {(): {(): of.one}}

    def expected(self, poly: Poly) -> Any:
        """The mean of the polynomial, a function of the other variables."""
        expected: Poly = {}
        for mono, c in poly.items():
            inside = tuple(v for v in mono if v in self.place)
            outside = tuple(v for v in mono if v not in self.place)
            expected = add_poly(expected, mul_poly({outside: c}, self._moment(inside)))
        return field({CONSTANT: expected}, self.of)

    def _moment(self, mono: Mono) -> Poly:
        """E[x_i r(x)] = m_i E[r(x)] + sum_j C_ij E[dr/dx_j], for the normal law of this form."""
        if mono not in self.known:
            i, rest = self.place[mono[0]], mono[1:]
            total = mul_poly(self.mean[i], self._moment(rest))
            for place, other in enumerate(rest):
                pair: Poly = {(): self.covariance[i][self.place[other]]}
                below = self._moment(rest[:place] + rest[place + 1 :])
                total = add_poly(total, mul_poly(pair, below))
            self.known[mono] = total
        return self.known[mono]
