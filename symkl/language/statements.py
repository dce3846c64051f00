"""Statements: an equation or inequality as a whole, for hypotheses and "if and only if" steps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from symkl.kernel.context import Declaration
from symkl.kernel.relations import RELATIONS
from symkl.kernel.terms import Term
from symkl.language.printing import latex_name, latex_of, text_of
from symkl.language.spaces import AnyDistribution, RandomVariable
from symkl.language.written import LanguageError, Written, context_of, written

LATEX_RELATION = {
    "=": "=",
    "<=": r"\le",
    "<": "<",
    ">=": r"\ge",
    ">": ">",
    "!=": r"\ne",
    "iff": r"\iff",
    "implies": r"\implies",
}


@dataclass(frozen=True)
class Statement:
    """``lhs relation rhs``, for every value of its free points; ``names`` is how people say it."""

    lhs: Written
    relation: str
    rhs: Written
    names: tuple[str, str] | None = None

    @property
    def declarations(self) -> frozenset[Declaration]:
        """The declarations of both sides."""
        return self.lhs.declarations | self.rhs.declarations

    def latex(self) -> str:
        """The statement in LaTeX."""
        if self.names:
            return self.names[0]
        context = context_of(self.declarations)
        left, right = (latex_of(side.term, context) for side in (self.lhs, self.rhs))
        return f"{left} {LATEX_RELATION[self.relation]} {right}"

    def text(self) -> str:
        """The statement in plain text."""
        if self.names:
            return self.names[1]
        context = context_of(self.declarations)
        left, right = (text_of(side.term, context) for side in (self.lhs, self.rhs))
        return f"{left} {self.relation} {right}"


def statement(lhs: Any, relation: str, rhs: Any) -> Statement:
    """A statement about two expressions; raises LanguageError for an unknown relation."""
    if relation not in RELATIONS:
        raise LanguageError(f"expected one of {', '.join(RELATIONS)}, found {relation!r}")
    return Statement(written(lhs), relation, written(rhs))


def Equal(lhs: Any, rhs: Any) -> Statement:
    """The statement that two expressions, or two pmfs on one space, are equal.

    Examples:
        >>> from symkl import FiniteSpace, KL
        >>> P, Q = FiniteSpace("X").pmfs("P Q")
        >>> Equal(KL(P, Q), 0).text(), Equal(P, Q).text()
        ('KL(P || Q) = 0', 'P = Q')
    """
    if isinstance(lhs, AnyDistribution) and isinstance(rhs, AnyDistribution):
        return _equal_pmfs(lhs, rhs)
    return statement(lhs, "=", rhs)


def _equal_pmfs(first: AnyDistribution, second: AnyDistribution) -> Statement:
    sorts = [sort for _, sort in first.sorts()]
    if sorts != [sort for _, sort in second.sorts()]:
        raise LanguageError(f"{first} and {second} are pmfs on different spaces")
    points = _points(first.sorts(), first.declarations | second.declarations)
    names = (_name(first, points), _name(second, points))
    return Statement(
        first.value(points),
        "=",
        second.value(points),
        (" = ".join(latex for latex, _ in names), " = ".join(text for _, text in names)),
    )


def _name(thing: AnyDistribution, points: tuple[Written, ...]) -> tuple[str, str]:
    law = getattr(thing, "law", None)
    if law is not None:
        return latex_name(law.name), str(law.name)
    value = thing.value(points)
    return latex_of(value.term, value.context), str(value)


def Independent(first: RandomVariable, second: RandomVariable) -> Statement:
    """The statement that two random variables of one joint pmf are independent."""
    whole = first.distribution
    product = whole.marginal(first) * whole.marginal(second)
    both = whole.marginal(first, second)
    points = _points(both.sorts(), whole.declarations)
    one, two = latex_name(first.name), latex_name(second.name)
    names = rf"{one} \perp {two}", f"{first.name} independent of {second.name}"
    return Statement(both.value(points), "=", product.value(points), names)


def _points(
    pairs: Iterable[tuple[str, str]], declarations: frozenset[Declaration]
) -> tuple[Written, ...]:
    return tuple(
        Written(Term("point", (), (f"{variable.lower()}'", sort)), declarations)
        for variable, sort in pairs
    )
