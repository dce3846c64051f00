"""Objectives: minimisers, maximisers and gradients over a pmf, a density or a parameter.

Two objectives with one variable have the same minimisers when one minus a positive multiple of the
other does not contain the variable, and the same gradient when that holds for the multiple 1.  That
is an equation: the difference is the same at the variable and at any other value of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from symkl.kernel import terms
from symkl.kernel.context import Context, Declaration, Law
from symkl.kernel.substitution import renamed_law
from symkl.kernel.terms import Given, Term
from symkl.language.functions import label_of_point
from symkl.language.printing import latex_name
from symkl.language.spaces import Distribution
from symkl.language.statements import Statement
from symkl.language.written import LanguageError, Written, context_of, written

Kind = Literal["argmin", "argmax", "gradient"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Label = tuple[str, str]
LATEX = {
    "argmin": r"\operatorname{arg\,min}",
    "argmax": r"\operatorname{arg\,max}",
    "gradient": r"\nabla",
}


@dataclass(frozen=True, repr=False)
class Objective:
    """``argmin``, ``argmax`` or ``gradient`` of an expression over a law or a point."""

    kind: Kind
    expression: Written
    variable: Law | Label

    @property
    def declarations(self) -> frozenset[Declaration]:
        """The declarations of the expression and of the variable."""
        own = {self.variable} if isinstance(self.variable, Law) else set()
        return self.expression.declarations | own

    @property
    def name(self) -> str:
        """The name of the variable."""
        return self.variable.name if isinstance(self.variable, Law) else self.variable[0]

    def __repr__(self) -> str:
        return self.text()

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex()}$"

    def latex(self) -> str:
        """The objective in LaTeX."""
        return rf"{LATEX[self.kind]}_{{{latex_name(self.name)}}} {self.expression._latex(None)}"

    def text(self) -> str:
        """The objective in plain text."""
        return f"{self.kind}_{self.name} {self.expression}"


@dataclass(frozen=True)
class Comparison:
    """Two objectives as terms to be minimised, each at the variable and at another value of it."""

    kind: Kind
    context: Context
    variable: Law | Label
    other: str
    first: Term
    second: Term
    given: tuple[Given, ...]

    def elsewhere(self, term: Term) -> Term:
        """The term with the other value in place of the variable."""
        return moved(term, self.variable, self.other)


def Argmin(expression: Any, over: Distribution | Written) -> Objective:
    """The pmfs or densities of the declared kind, or the points, that minimise the expression.

    Examples:
        >>> from symkl import KL, FiniteSpace
        >>> P, Q = FiniteSpace("X").pmfs("P Q")
        >>> Argmin(KL(P, Q), over=Q).text()
        'argmin_Q KL(P || Q)'
    """
    return Objective("argmin", written(expression), _variable(over))


def Argmax(expression: Any, over: Distribution | Written) -> Objective:
    """What maximises the expression; equal to the minimisers of its negative.

    Examples:
        >>> from symkl import H, FiniteSpace
        >>> P = FiniteSpace("X").pmf("P")
        >>> Argmax(H(P), over=P).text()
        'argmax_P H(P)'
    """
    return Objective("argmax", written(expression), _variable(over))


def Gradient(expression: Any, parameter: Written) -> Objective:
    """The gradient of the expression with respect to a parameter, where it exists."""
    return Objective("gradient", written(expression), label_of_point(parameter))


def _variable(over: Distribution | Written) -> Law | Label:
    if isinstance(over, Written):
        return label_of_point(over)
    if not isinstance(over, Distribution):
        raise LanguageError(f"expected a pmf or a point to optimise over, found {over!r}")
    if over.law.normal is not None:
        raise LanguageError(f"{over} is one normal density: there is nothing to optimise over")
    return over.law


def compared(first: Objective, second: Objective, given: Iterable[Statement]) -> Comparison:
    """Both objectives with what decides whether they are equal.

    What is given of the variable is a constraint, which its other value obeys as well; a law that
    is absolutely continuous to the variable is so to its other value.  Raises LanguageError when
    the objectives differ in kind or variable.
    """
    kinds = {first.kind, second.kind}
    if first.variable != second.variable or (len(kinds) > 1 and "gradient" in kinds):
        raise LanguageError(f"{first.text()} and {second.text()} are of different kinds")
    variable, statements = first.variable, tuple(given)
    hypotheses = tuple((s.lhs.term, s.relation, s.rhs.term) for s in statements)
    sides = [_minimand(side) for side in (first, second)]
    everything = (*sides, *(t for lhs, _, rhs in hypotheses for t in (lhs, rhs)))
    parts: tuple[Objective | Statement, ...] = (first, second, *statements)
    declarations = frozenset().union(*(part.declarations for part in parts))
    other = _fresh_name(first.name, declarations, everything)
    if isinstance(variable, Law):
        declarations = frozenset(_with_other(declarations, variable, other))
    constraints = [
        (moved(lhs, variable, other), relation, moved(rhs, variable, other))
        for lhs, relation, rhs in hypotheses
    ]
    return Comparison(
        first.kind,
        context_of(declarations),
        variable,
        other,
        sides[0],
        sides[1],
        tuple(dict.fromkeys((*hypotheses, *constraints))),
    )


def moved(term: Term, variable: Law | Label, other: str) -> Term:
    """The term with another value in place of the variable, wherever that occurs."""
    if isinstance(variable, Law):
        names = {c: c for c, _ in variable.coords}
        return renamed_law(term, variable, replace(variable, name=other), names)
    return terms.substitute(term, {variable: other})


def _minimand(side: Objective) -> Term:
    return terms.neg(side.expression.term) if side.kind == "argmax" else side.expression.term


def _fresh_name(name: str, declarations: Iterable[Declaration], everything: Iterable[Term]) -> str:
    """The name with as many primes as make it new: no other law or point may be caught."""
    taken = {declaration.name for declaration in declarations}
    for term in everything:
        for part in term.walk():
            taken |= {point for point, _ in terms.binders_of(part)}
            taken |= {part.label[0]} if part.head == "point" else set()
    name += "'"
    while name in taken:
        name += "'"
    return name


def _with_other(
    declarations: Iterable[Declaration], variable: Law, other: str
) -> Iterable[Declaration]:
    yield replace(variable, name=other)
    for declaration in declarations:
        if isinstance(declaration, Law) and variable.name in declaration.below:
            yield replace(declaration, below=(*declaration.below, other))
        else:
            yield declaration
