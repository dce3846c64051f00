"""Whether a normal form is exactly 0 in a model of rational tables: finite sums of logarithms.

A rational combination of logarithms of rational numbers is 0 just when that is the coefficient of
the logarithm of each prime, so intervals are not needed, which never tell 0 from nearly 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import product
from math import prod

from flint import fmpz

from symkl.kernel.context import Context
from symkl.kernel.errors import KernelError
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.polynomial import Atom, Gen, Mono, Poly, Rational, Sum, Var
from symkl.kernel.terms import Term
from symkl.models.admissible import marginal
from symkl.models.model import Model

MAX_FACTORED = 10**18
MAX_CELLS = 1000  # of one sum
Logs = Mapping[int, Rational]  # the factor of the logarithm of each whole number
At = Mapping[Var, int]


def agree(context: Context, lhs: Term, rhs: Term, model: Model) -> bool:
    """Whether the two sides are certainly equal in the model; False where it cannot be told."""
    try:
        return _Exact(context, model).vanishes(Normaliser(context).difference(lhs, rhs))
    except (KernelError, _Unknown, LookupError):
        return False


def logs_vanish(logs: Logs) -> bool:
    """Whether the combination of logarithms is certainly 0."""
    found: dict[int, Rational] = {}
    for number, factor in logs.items():
        if number > MAX_FACTORED:
            return False
        for prime, exponent in _factored(number):
            found[prime] = found.get(prime, 0) + factor * exponent
    return not any(found.values())


@lru_cache(maxsize=4096)
def _factored(number: int) -> list[tuple[int, int]]:
    """The primes of a positive whole number with their exponents."""
    return [(int(prime), int(e)) for prime, e in fmpz(number).factor()]


class _Unknown(Exception):
    """It is not told here, and nobody is told why: where it matters, it counts as not equal."""


class _Exact:
    """Values in one model: rational ones, and rational multiples of one logarithm."""

    def __init__(self, context: Context, model: Model) -> None:
        self.context, self.model = context, model

    def vanishes(self, poly: Poly) -> bool:
        rational: Rational = 0
        logs: dict[int, Rational] = {}
        for mono, coefficient in poly.terms:
            for factor, argument in self._terms(mono, {}):
                weight = coefficient * factor
                if argument is None:
                    rational += weight
                    continue
                up, down = argument.numerator, argument.denominator
                logs[up] = logs.get(up, 0) + weight
                logs[down] = logs.get(down, 0) - weight
        return rational == 0 and logs_vanish(logs)

    def _terms(self, mono: Mono, at: At) -> Iterator[tuple[Rational, Fraction | None]]:
        """The monomial as products of a rational number and at most one logarithm."""
        parts = [list(self._generator(gen, exponent, at)) for gen, exponent in mono]
        if prod(map(len, parts)) > MAX_CELLS:
            raise _Unknown
        for chosen in product(*parts):
            logs = [argument for _, argument in chosen if argument is not None]
            if len(logs) > 1:
                raise _Unknown
            yield prod(factor for factor, _ in chosen), logs[0] if logs else None

    def _generator(
        self, gen: Gen, exponent: Rational, at: At
    ) -> Iterator[tuple[Rational, Fraction | None]]:
        if isinstance(gen, Sum):
            if exponent != 1:
                raise _Unknown
            yield from self._sum(gen, at)
        elif gen.kind == "log" and exponent == 1 and isinstance(gen.args[0], Poly):
            yield 1, self._positive(gen.args[0], at)
        else:
            yield self._power(self._value(gen, at), exponent), None

    def _sum(self, gen: Sum, at: At) -> Iterator[tuple[Rational, Fraction | None]]:
        sizes = [self._size(var) for var in gen.bound]
        if prod(sizes) > MAX_CELLS:
            raise _Unknown
        for cell in product(*map(range, sizes)):
            yield from self._terms(gen.factors, {**at, **dict(zip(gen.bound, cell, strict=True))})

    def _size(self, var: Var) -> int:
        if self.context.is_real_space(var.sort):
            raise _Unknown
        return self.model.size(var.sort)

    def _positive(self, poly: Poly, at: At) -> Fraction:
        value: Rational = 0
        for mono, coefficient in poly.terms:
            for factor, argument in self._terms(mono, at):
                if argument is not None:
                    raise _Unknown
                value += coefficient * factor
        if value <= 0:
            raise _Unknown
        return Fraction(value)

    def _power(self, value: Rational, exponent: Rational) -> Rational:
        if exponent.denominator != 1 or (value == 0 and exponent < 0):
            raise _Unknown
        return Fraction(value) ** int(exponent)

    def _value(self, gen: Atom, at: At) -> Fraction:
        if gen.kind != "value":
            raise _Unknown
        name, *coords = gen.label
        law = self.context.law(name)
        order = [coord for coord, _ in law.coords if coord in coords]
        if law.given or order != coords:
            raise _Unknown
        cell = tuple(at[var] for var in gen.args if isinstance(var, Var))
        return marginal(law, self.model.laws[name], coords)[cell]
