"""Integrals over R^k as Python: quadrature on the line, else exact rules for polynomials.

Under a normal law of several dimensions the mean of a polynomial of degree 5 at most is a sum over
the nodes 0 and +-sqrt 3 of Gauss and Hermite, of which no digit is lost.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from symkl.kernel import terms
from symkl.kernel.shapes import SCALAR, shape
from symkl.kernel.terms import Term, free_points
from symkl.models.arithmetic import Balls
from symkl.models.model import Component, Normal
from symkl.models.tables import Tables

if TYPE_CHECKING:
    from symkl.recheck.expressions import Expressions

MOST_DEGREE = 5
Point = tuple[str, str]


class NoIntegral(ValueError):
    """The integral cannot be written in a line."""


def integral(writer: Expressions, point: Point, body: Term) -> str:
    """The integral of the body over a point of a real space."""
    if shape(writer.context, body) != SCALAR:
        raise NoIntegral("an integral of matrices")
    size = writer.model.size(writer.context.sort(point[1]).index)
    name, text = writer.point(point), writer.text(body)
    if size == 1:
        writer.mpmath("inf")
        at = "t"
        if shape(writer.context, Term("point", (), point)) != SCALAR:
            at = f"{writer.mpmath('matrix')}([t])"
        ends = ", ".join(("-inf", *_breaks(writer, body), "inf"))
        quad = writer.mpmath("quad")
        return f"{quad}(lambda t: (lambda {name}: {text})({at}), [{ends}])"
    return _by_nodes(writer, point, body, size)


def _breaks(writer: Expressions, body: Term) -> list[str]:
    """The ends of the pieces and the means of the densities in the body, in order."""
    found: set[Fraction] = set()
    laws = {part.label[0] for part in body.walk() if part.head == "value"}
    for name in laws | set(writer.densities):
        real = writer.context.is_real_space(writer.context.law(name).coords[0][1])
        for part in components(writer, name) if real else ():
            if isinstance(part, Normal):
                found.add(part.mean[0])
            else:
                found |= {end for end in (part.sides[0].low, part.sides[0].high) if end is not None}
    return [writer.text(Term("num", (), value)) for value in sorted(found)]


def components(writer: Expressions, name: str) -> tuple[Component, ...]:
    """The normals and boxes of which a density is the sum, in this model."""
    return Tables(writer.context, writer.model, Balls()).components(writer.context.law(name))


def _by_nodes(writer: Expressions, point: Point, body: Term, size: int) -> str:
    factors = list(body.args) if body.head == "mul" else [body]
    for place, factor in enumerate(factors):
        if _is_normal_at(writer, factor, point):
            rest = [*factors[:place], *factors[place + 1 :]] or [terms.ONE]
            return _mean(writer, factor.label[0], point, Term("mul", tuple(rest)), size)
    raise NoIntegral("an integral in several dimensions without a normal density")


def _is_normal_at(writer: Expressions, factor: Term, point: Point) -> bool:
    if factor.head != "value" or factor.args[0].label != point:
        return False
    parts = components(writer, factor.label[0])
    return len(parts) == 1 and isinstance(parts[0], Normal)


def _mean(writer: Expressions, law: str, point: Point, rest: Term, size: int) -> str:
    degree = _degree(writer, rest, point)
    if degree is None or degree > MOST_DEGREE:
        raise NoIntegral("a mean of something else than a polynomial of degree 5 at most")
    writer.used_normal_mean = True
    name = writer.point(point)
    density = writer.density(writer.context.law(law))
    return f"normal_mean(lambda {name}: {writer.text(rest)}, *{density}_parameters, {size})"


def _degree(writer: Expressions, term: Term, point: Point) -> int | None:
    """The degree of a polynomial in the point; None where it is none."""
    if point not in free_points(term):
        return 0
    below = [_degree(writer, child, point) for child in term.args]
    if term.head == "point":
        return 1
    if term.head == "log":
        return _degree_of_logarithm(writer, term.args[0], point)
    if None in below:
        return None
    degrees = [degree for degree in below if degree is not None]
    if term.head == "mul":
        return sum(degrees)
    if term.head in ("add", "neg", "transpose", "trace"):
        return max(degrees)
    if term.head == "div" and degrees[1] == 0:
        return degrees[0]
    return None


def _degree_of_logarithm(writer: Expressions, term: Term, point: Point) -> int | None:
    """The logarithm of normal densities is a quadratic polynomial."""
    if point not in free_points(term):
        return 0
    if term.head in ("mul", "div"):
        parts = [_degree_of_logarithm(writer, child, point) for child in term.args]
        return None if None in parts else max(part or 0 for part in parts)
    return 2 if _is_normal_at(writer, term, point) else None
