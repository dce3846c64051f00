"""Statements: an equation or inequality as a whole, for hypotheses and "if and only if" steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from symkl.display.tex import RELATIONS as RELATION_TEX
from symkl.kernel.context import Context, Declaration
from symkl.kernel.relations import RELATIONS
from symkl.kernel.terms import Term
from symkl.language.information import I
from symkl.language.printing import latex_name, latex_of, text_of
from symkl.language.spaces import AnyDistribution, Product, RandomVariable
from symkl.language.written import LanguageError, Written, context_of, written


@dataclass(frozen=True, repr=False)
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

    def __repr__(self) -> str:
        return self.text()

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex()}$"

    def latex(self, context: Context | None = None) -> str:
        """The statement in LaTeX, as it reads among the declarations of a context."""
        if self.names:
            return self.names[0]
        context = context or context_of(self.declarations)
        left, right = (latex_of(side.term, context) for side in (self.lhs, self.rhs))
        return f"{left} {RELATION_TEX[self.relation]} {right}"

    def text(self, context: Context | None = None) -> str:
        """The statement in plain text, as it reads among the declarations of a context."""
        if self.names:
            return self.names[1]
        context = context or context_of(self.declarations)
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


Group = RandomVariable | tuple[RandomVariable, ...]


def Independent(*groups: Group, given: Group = ()) -> Statement:
    """The statement that variables, or groups of them, of one joint pmf are independent.

    All of them together, not only in pairs; with ``given``, for each value of these variables.
    It stands for p(x,y) = p(x) p(y) where the groups are all variables of the joint pmf, and for
    vanishing mutual information, which says the same, where there are more.

    Examples:
        >>> from symkl import variables
        >>> X, Y, Z, W = variables("X Y Z W")
        >>> Independent(X, Y, Z).text(), Independent((X, Y), Z, given=W).text()
        ('X, Y, Z independent', '(X, Y) independent of Z given W')
    """
    split, conditions = _disjoint(groups, 2), _group(given)
    _disjoint((*groups, *([conditions] if conditions else [])), 2)
    whole = split[0][0].distribution
    latex, text = zip(*(_names_of(group) for group in split), strict=True)
    shown = rf"{latex[0]} \perp {latex[-1]}", f"{text[0]} independent of {text[-1]}"
    if len(split) > 2:
        shown = rf"{', '.join(latex)} \text{{ independent}}", f"{', '.join(text)} independent"
    if conditions:
        known = _names_of(conditions)
        shown = rf"{shown[0]} \mid {known[0]}", f"{shown[1]} given {known[1]}"
    elif sum(map(len, split)) == len(whole.law.coords):
        parts = [whole.marginal(*group) for group in split]
        both = whole.marginal(*(variable for part in split for variable in part))
        points = _points(both.sorts(), whole.declarations)
        return Statement(both.value(points), "=", Product(tuple(parts)).value(points), shown)
    before = [tuple(v for group in split[:place] for v in group) for place in range(len(split))]
    informations = [I(before[i], split[i], given=conditions) for i in range(1, len(split))]
    return Statement(_sum(informations), "=", written(0), shown)


def Markov(*groups: Group) -> Statement:
    """The statement that variables, or groups of them, of one joint pmf form a Markov chain.

    Each is independent of all before the one before it, given that one: I(X;Z|Y) = 0 in X - Y - Z.

    Examples:
        >>> from symkl import variables
        >>> X, Y, Z, W = variables("X Y Z W")
        >>> Markov(X, Y, Z).text(), Markov(X, (Y, Z), W).text()
        ('X - Y - Z', 'X - (Y, Z) - W')
    """
    split = _disjoint(groups, 3)
    informations = [
        I(tuple(v for group in split[: place - 1] for v in group), now, given=split[place - 1])
        for place, now in enumerate(split)
        if place > 1
    ]
    latex, text = zip(*(_names_of(group) for group in split), strict=True)
    return Statement(_sum(informations), "=", written(0), (" - ".join(latex), " - ".join(text)))


def _sum(parts: Sequence[Written]) -> Written:
    return reduce(lambda one, two: one + two, parts)


def _group(group: Group) -> tuple[RandomVariable, ...]:
    return group if isinstance(group, tuple) else (group,)


def _disjoint(groups: Sequence[Group], least: int) -> list[tuple[RandomVariable, ...]]:
    """The groups; raises LanguageError when they are too few or share a variable."""
    split = [_group(group) for group in groups]
    if len(split) < least or not all(split):
        raise LanguageError(f"expected at least {least} variables or groups of variables")
    variables = [variable for group in split for variable in group]
    names = [variable.name for variable in variables]
    if len(set(names)) != len(names) or len({v.distribution.law for v in variables}) != 1:
        raise LanguageError(f"expected different variables of one joint pmf, found {names}")
    return split


def _names_of(group: tuple[RandomVariable, ...]) -> tuple[str, str]:
    """The group in LaTeX and in plain text."""
    latex = ", ".join(latex_name(variable.name) for variable in group)
    text = ", ".join(variable.name for variable in group)
    return (latex, text) if len(group) == 1 else (f"({latex})", f"({text})")


def _points(
    pairs: Sequence[tuple[str, str]], declarations: frozenset[Declaration]
) -> tuple[Written, ...]:
    """A point for each variable, named as it in small letters where that tells them apart."""
    names = [variable.lower() for variable, _ in pairs]
    if len(set(names)) != len(names):
        names = [variable for variable, _ in pairs]
    return tuple(
        Written(Term("point", (), (f"{name}'", sort)), declarations)
        for name, (_, sort) in zip(names, pairs, strict=True)
    )
