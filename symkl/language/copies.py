"""Statements about two variables of one joint law: of the same law, or uncorrelated."""

from __future__ import annotations

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT
from symkl.kernel.terms import Term
from symkl.language.printing import latex_name
from symkl.language.spaces import RandomVariable
from symkl.language.statements import Statement
from symkl.language.written import LanguageError, Written, context_of


def Identical(one: RandomVariable, other: RandomVariable) -> Statement:
    """The statement that two variables of one joint pmf have the same marginal.

    Examples:
        >>> from symkl import joint, FiniteSpace
        >>> from symkl.language.spaces import RandomVariable
        >>> X = FiniteSpace("X"); p = joint("p", ("U", X), ("V", X))
        >>> U, V = RandomVariable(p, "U"), RandomVariable(p, "V")
        >>> Identical(U, V).text()
        'U distributed as V'
    """
    law = one.distribution.law
    sort = law.sort_of(one.name)
    if other.distribution.law != law or sort != law.sort_of(other.name) or one.name == other.name:
        raise LanguageError(f"expected two variables on one space, found {one} and {other}")
    point = Term("point", (), (f"{one.name.lower()}'", sort))
    used = one.distribution.declarations
    sides = [
        Written(Term("value", (point,), (law.name, (v.name,), ())), used) for v in (one, other)
    ]
    latex = rf"{latex_name(one.name)} \stackrel{{d}}{{=}} {latex_name(other.name)}"
    return Statement(sides[0], "=", sides[1], (latex, f"{one.name} distributed as {other.name}"))


def Uncorrelated(one: RandomVariable, other: RandomVariable) -> Statement:
    """The statement that the mean of a product of two numbers is the product of their means."""
    law, used = one.distribution.law, one.distribution.declarations
    context = context_of(used)
    spaces = [context.sort(law.sort_of(v.name)) for v in (one, other)]
    if any(space.kind != "real" or space.index != SCALAR_SORT for space in spaces):
        raise LanguageError(f"expected two real random variables, found {one} and {other}")
    points = {c: Term("point", (), (c.lower(), sort)) for c, sort in law.coords}
    binders = tuple(points[c].label for c, _ in law.coords)

    def mean(body: Term) -> Term:
        return Term("expect", (body,), (law.name, binders))

    first, second = points[one.name], points[other.name]
    lhs = Written(mean(terms.mul(first, second)), used)
    rhs = Written(terms.mul(mean(first), mean(second)), used)
    latex = rf"\operatorname{{Cov}}({latex_name(one.name)}, {latex_name(other.name)}) = 0"
    return Statement(lhs, "=", rhs, (latex, f"{one.name} uncorrelated with {other.name}"))
