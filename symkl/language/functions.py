"""Functions of expressions: logarithm, exponential, square root, and the sum over points."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Literal

from symkl.kernel import terms
from symkl.kernel.context import Function
from symkl.kernel.terms import Term
from symkl.language.written import LanguageError, Written, checked, combined, written


def log(argument: Any) -> Written:
    """The natural logarithm (nats) of a number; the argument is kept as written."""
    return combined(terms.log, _number(argument))


def exp(argument: Any) -> Written:
    """The exponential of a number."""
    return combined(terms.exp, _number(argument))


def sqrt(argument: Any) -> Written:
    """The square root, as the power 1/2."""
    return combined(lambda a: terms.power(a, terms.num(Fraction(1, 2))), _number(argument))


class RealFunction:
    """A real function of a real number, of which nothing but its shape is known.

    Examples:
        >>> from symkl import E, FiniteSpace
        >>> X = FiniteSpace("X"); P = X.pmf("P"); v = X.weight("v", "real"); x = X.point("x")
        >>> f = ConvexFunction("f")
        >>> E(P, x)(f(v(x))), f(E(P, x)(v(x)))
        (E_P[f(v(x))], f(E_P[v(x)]))
    """

    def __init__(self, name: str, shape: Literal["convex", "concave", "any"] = "any") -> None:
        self.declaration = Function(name, shape)

    def __call__(self, argument: Any) -> Written:
        """The value at a number."""
        expression = _number(argument)
        term = Term("call", (expression.term,), self.declaration.name)
        return checked(term, expression.declarations | {self.declaration})

    def __repr__(self) -> str:
        return self.declaration.name


def ConvexFunction(name: str) -> RealFunction:
    """A convex function on the real line."""
    return RealFunction(name, "convex")


def ConcaveFunction(name: str) -> RealFunction:
    """A concave function on the real line."""
    return RealFunction(name, "concave")


def total(body: Any, *points: Written) -> Written:
    """The sum (or integral) of the body over the points.

    Examples:
        >>> from symkl import FiniteSpace
        >>> X = FiniteSpace("X"); P = X.pmf("P"); x = X.point("x")
        >>> total(P(x), x)
        sum_x P(x)
    """
    if not points:
        raise LanguageError("a sum needs at least one point to sum over, as in X.sum(P(x), x)")
    expression = written(body)
    declarations = expression.declarations.union(*(p.declarations for p in points))
    binders = tuple(label_of_point(point) for point in points)
    if len(set(binders)) != len(binders):
        raise LanguageError("a sum binds the same point twice")
    return checked(Term("sum", (expression.term,), binders), declarations)


def label_of_point(point: Any) -> tuple[str, str]:
    """The (name, sort) of a point; raises LanguageError for anything else."""
    if not isinstance(point, Written) or point.term.head != "point":
        raise LanguageError(f"expected a point such as X.point('x'), found {point}")
    name, sort = point.term.label
    return name, sort


def _number(argument: Any) -> Written:
    expression = written(argument)
    if not expression.is_commutative:
        raise LanguageError(f"expected a number, found the matrix {expression}")
    return expression
