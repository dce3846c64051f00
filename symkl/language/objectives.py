"""Objectives: minimisers and gradients of an expression that depends on a pmf or a parameter.

Two objectives with one variable have the same minimisers, and the same gradient, when their
difference does not contain the variable.  That is an equation: the difference is the same at any
two values of the variable.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from symkl.kernel import terms
from symkl.kernel.context import Declaration, Law
from symkl.kernel.substitution import renamed_law
from symkl.kernel.terms import Term
from symkl.language.functions import label_of_point
from symkl.language.printing import latex_name
from symkl.language.spaces import Distribution
from symkl.language.written import LanguageError, Written, checked, written

Moved = Callable[[Written], Written]


@dataclass(frozen=True)
class Objective:
    """``argmin`` or ``gradient`` of an expression over a variable; ``moved`` changes the latter."""

    kind: str
    expression: Written
    variable: str
    moved: Moved

    @property
    def declarations(self) -> frozenset[Declaration]:
        """The declarations of the expression."""
        return self.expression.declarations

    def latex(self) -> str:
        """The objective in LaTeX."""
        name = latex_name(self.variable)
        operator = r"\operatorname{arg\,min}" if self.kind == "argmin" else r"\nabla"
        return rf"{operator}_{{{name}}} {self.expression._latex(None)}"

    def text(self) -> str:
        """The objective in plain text."""
        return f"{self.kind}_{self.variable} {self.expression}"


def Argmin(expression: Any, over: Distribution) -> Objective:
    """The pmfs that minimise the expression, among all of the declared kind.

    Examples:
        >>> from symkl import KL, FiniteSpace
        >>> P, Q = FiniteSpace("X").pmfs("P Q")
        >>> Argmin(KL(P, Q), over=Q).text()
        'argmin_Q KL(P || Q)'
    """
    if not isinstance(over, Distribution):
        raise LanguageError(f"expected a pmf to minimise over, found {over!r}")
    return Objective("argmin", written(expression), over.law.name, other_law(over.law))


def Gradient(expression: Any, parameter: Written) -> Objective:
    """The gradient of the expression with respect to a parameter, where it exists."""
    label = label_of_point(parameter)
    return Objective("gradient", written(expression), label[0], _other_point(label))


def other_law(law: Law) -> Moved:
    """What puts another law of the same kind in the place of this one."""
    other = replace(law, name=f"{law.name}'")
    names = {c: c for c, _ in law.coords}

    def moved(expression: Written) -> Written:
        term = renamed_law(expression.term, law, other, names)
        return checked(term, expression.declarations | {other})

    return moved


def _other_point(label: tuple[str, str]) -> Moved:
    def moved(expression: Written) -> Written:
        term = terms.substitute(expression.term, {label: f"{label[0]}'"})
        return Written(term, expression.declarations)

    return moved


def same_difference(first: Objective, second: Objective) -> tuple[Term, Term, Written]:
    """The difference of the two at the variable and at another value of it, and both together."""
    if (first.kind, first.variable) != (second.kind, second.variable):
        raise LanguageError(f"{first.text()} and {second.text()} are of different kinds")
    here = first.expression - second.expression
    there = first.moved(here)
    return here.term, there.term, here - there
