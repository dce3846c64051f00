"""Declared functions in models: polynomials of the declared shape."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from symkl.kernel.context import Function
from symkl.models.model import Vector


def _poly(*coefficients: int) -> Vector:
    return tuple(map(Fraction, coefficients))


SQUARE, FOURTH, CUBE = _poly(0, 0, 1), _poly(0, 0, 0, 0, 1), _poly(0, 0, 0, 1)
CONVEX = (SQUARE, FOURTH, _poly(1, -2, 1), _poly(0, 1))
CONCAVE = tuple(tuple(-c for c in function) for function in CONVEX)
SIMPLE: dict[str, tuple[Vector, ...]] = {
    "convex": CONVEX,
    "concave": CONCAVE,
    "any": (SQUARE, CONCAVE[0], CUBE, _poly(0, 1), _poly(1)),
}


def simple_functions(function: Function) -> list[Vector]:
    """The simplest functions of the declared shape, t^2 first."""
    return list(SIMPLE[function.shape])


def has_shape(function: Function, coefficients: Vector) -> bool:
    """Whether the polynomial, of degree 4 at most, is convex or concave as declared."""
    if function.shape == "any":
        return True
    sign = 1 if function.shape == "convex" else -1
    c2, c3, c4 = (sign * c for c in (*coefficients, *_poly(0, 0, 0, 0, 0))[2:5])
    # Its second derivative 12 c4 t^2 + 6 c3 t + 2 c2 has to be nonnegative for all t.
    return c4 >= 0 and c2 >= 0 and 36 * c3**2 <= 96 * c2 * c4


def drawn_function(function: Function, rng: Random, small: Callable[[], Fraction]) -> Vector:
    """A random polynomial of the declared shape."""
    basis = rng.choice(SIMPLE[function.shape])
    scale = abs(small()) or Fraction(1)
    line = (small(), small())
    return tuple(scale * c + (line[power] if power < 2 else 0) for power, c in enumerate(basis))
