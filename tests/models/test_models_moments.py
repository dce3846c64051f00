"""The moments that the kernel gives normal densities (Isserlis), against mpmath's quadrature."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from itertools import product
from typing import Any

import mpmath
import pytest
from written import NORMALS, U, expect, matrix, point, transpose

from symkl.kernel import terms as t
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.polynomial import Atom, Gen, Poly, Var

MP = mpmath.mp.clone()
MP.dps = 30
FEW = mpmath.mp.clone()  # in the plane nodes are many
FEW.dps = 15
IN = {1: MP, 2: FEW}
DIRECTION = {1: ("2/3",), 2: ("2/3", "-3/5")}
MEAN = {1: ("-1/2",), 2: ("1/3", "-1/2")}
COVARIANCE = {1: (("3/4",),), 2: (("3/4", "1/5"), ("1/5", "1/2"))}
moment_of = {
    n: expect("p", [U], t.power(t.mul(transpose(matrix("b")), point(U)), t.num(n)))
    for n in range(1, 5)
}


def entries(k: int) -> dict[str, Any]:
    return {"a": MEAN[k], "b": DIRECTION[k], "A": COVARIANCE[k]}


def evaluated(poly: Poly, k: int) -> Fraction:
    """The polynomial in entries of matrices, with its sums over indices written out."""
    return sum((c * times(mono, k, {}) for mono, c in poly.terms), Fraction(0))


def times(factors: Any, k: int, at: Mapping[Var, int]) -> Fraction:
    result = Fraction(1)
    for gen, exponent in factors:
        result *= generator(gen, k, at) ** int(exponent)
    return result


def generator(gen: Gen, k: int, at: Mapping[Var, int]) -> Fraction:
    if isinstance(gen, Atom):
        assert gen.kind == "matrix"
        entry = entries(k)[gen.label[0]]
        for index in gen.args:
            entry = entry[at[index]]
        return Fraction(entry)
    choices = product(range(k), repeat=len(gen.bound))
    return sum(
        (times(gen.factors, k, {**at, **dict(zip(gen.bound, c, strict=True))}) for c in choices),
        Fraction(0),
    )


def number(value: str | Fraction, context: Any) -> Any:
    exact = Fraction(value)
    return context.mpf(exact.numerator) / exact.denominator


@cache
def by_quadrature(k: int) -> tuple[Any, ...]:
    """The integrals of (b^T x)^n times the normal density, n = 1 to 4, by nested quadrature."""
    of = IN[k]
    mean, direction = ([number(v, of) for v in each[k]] for each in (MEAN, DIRECTION))
    form = of.matrix([[number(v, of) for v in row] for row in COVARIANCE[k]])
    inverse, scale = form**-1, 1 / of.sqrt((2 * of.pi) ** k * of.det(form))

    rows = inverse.tolist()

    @cache
    def density(*x: Any) -> Any:
        gap = [v - m for v, m in zip(x, mean, strict=True)]
        pairs = product(range(k), repeat=2)
        return scale * of.exp(-sum(gap[i] * rows[i][j] * gap[j] for i, j in pairs) / 2)

    def integrand(n: int) -> Any:
        return lambda *x: density(*x) * sum(b * v for b, v in zip(direction, x, strict=True)) ** n

    ends = [-12, -6, -2, 0, 2, 6, 12] if k == 1 else [-7, -3, 0, 3, 7]
    return tuple(
        of.quad(integrand(n), *([ends] * k), method="gauss-legendre", maxdegree=5)
        for n in range(1, 5)
    )


@pytest.mark.parametrize(("k", "digits"), [(1, 25), (2, 10)])
def test_isserlis_moments_are_those_of_quadrature(k, digits):
    for n, term in moment_of.items():
        kernel = evaluated(Normaliser(NORMALS).scalar(term), k)
        expected = by_quadrature(k)[n - 1]
        assert abs(number(kernel, IN[k]) - expected) < 10.0**-digits


def test_a_false_moment_would_be_noticed():
    """E[x x^T] = S without the mean: the same comparison tells them apart."""
    wrong = Normaliser(NORMALS).scalar(t.mul(transpose(matrix("b")), matrix("A"), matrix("b")))
    assert abs(number(evaluated(wrong, 1), MP) - by_quadrature(1)[1]) > 0.1
