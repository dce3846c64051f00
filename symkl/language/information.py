"""Entropy, cross-entropy, KL divergence, mutual information and expectation, all in nats.

Cover and Thomas, Elements of Information Theory, chapter 2.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symkl.kernel.context import Law
from symkl.kernel.terms import Term
from symkl.language.functions import label_of_point
from symkl.language.spaces import (
    AnyDistribution,
    ConditionedVariables,
    Distribution,
    FixedVariable,
    RandomVariable,
    View,
)
from symkl.language.written import LanguageError, Written, checked, written


def KL(first: AnyDistribution, second: AnyDistribution) -> Written:
    """The KL divergence D(P||Q) = sum P log(P/Q); finite when P is absolutely continuous to Q.

    Examples:
        >>> from symkl import FiniteSpace
        >>> P, Q = FiniteSpace("X").pmfs("P Q")
        >>> KL(P, Q)
        KL(P || Q)
    """
    return _of_two("kl", first, second)


def CrossEntropy(first: AnyDistribution, second: AnyDistribution) -> Written:
    """The cross-entropy H(P,Q) = -sum P log Q."""
    return _of_two("cross_entropy", first, second)


def H(*things: Any) -> Written:
    """The entropy of a pmf or of random variables: joint, conditional, or at a given value.

    Reads ``H(P)``, ``H(X, Y)``, ``H(Y | X)`` and ``H(Y | X.at(x))``; two pmfs on one space,
    ``H(P, Q)``, have a cross-entropy.

    Examples:
        >>> from symkl import FiniteSpace, joint
        >>> p = joint("p", FiniteSpace("X"), FiniteSpace("Y")); X, Y = p.variables
        >>> H(X, Y) - H(Y | X)
        H(X,Y) - H(Y | X)
    """
    if len(things) == 2 and all(isinstance(t, Distribution) for t in things):
        return CrossEntropy(*things)
    if len(things) == 1 and isinstance(things[0], Distribution | View):
        pmf = things[0]
        whole = pmf.whole if isinstance(pmf, View) else pmf
        if (pmf.givens if isinstance(pmf, View) else pmf.law.given) or not pmf.sorts():
            raise LanguageError("the entropy of a conditional pmf: write H(Y | X)")
        return _entropy(whole, tuple(c for c, _ in pmf.sorts()), (), ())
    variables, given = _conditioned(things)
    fixed = tuple(g for g in given if isinstance(g, FixedVariable))
    free = tuple(g for g in given if isinstance(g, RandomVariable))
    whole = _common([*variables, *free, *(f.variable for f in fixed)])
    return _entropy(whole, _names(variables), _names(free), fixed)


def I(*things: Any, given: Any = ()) -> Written:  # noqa: E743
    """The mutual information of two groups of random variables, as in ``I((X, Y), Z | W)``."""
    variables, conditions = _conditioned(things)
    if given:
        conditions = given if isinstance(given, tuple) else (given,)
    groups = [v if isinstance(v, tuple) else (v,) for v in variables]
    if len(groups) != 2:
        raise LanguageError(f"mutual information takes two groups of variables, not {len(groups)}")
    whole = _common([*groups[0], *groups[1], *conditions])
    label = (whole.law.name, _names(groups[0]), _names(groups[1]), _names(conditions))
    return Written(Term("mutual_information", (), label), whole.declarations)


def E(distribution: Any, *points: Written) -> Callable[[Any], Written]:
    """The expectation under a pmf or density: ``E(p, x)(f)`` is the mean of f, x drawn from p.

    Examples:
        >>> from symkl import FiniteSpace, log
        >>> X = FiniteSpace("X"); P = X.pmf("P"); x = X.point("x")
        >>> -E(P, x)(log(P(x)))
        -E_P[log P(x)]
    """
    if not isinstance(distribution, Distribution) or distribution.law.given:
        raise LanguageError("an expectation needs a pmf or density that is not conditional")
    binders = tuple(label_of_point(point) for point in points)
    sorts = tuple(sort for _, sort in distribution.law.coords)
    if tuple(sort for _, sort in binders) != sorts:
        raise LanguageError(f"{distribution} is on {', '.join(sorts)}: a point for each is needed")

    def mean(body: Any) -> Written:
        expression = written(body)
        declarations = expression.declarations | distribution.declarations
        for point in points:
            declarations |= point.declarations
        return checked(
            Term("expect", (expression.term,), (distribution.law.name, binders)), declarations
        )

    return mean


def _of_two(head: str, first: AnyDistribution, second: AnyDistribution) -> Written:
    for thing in (first, second):
        if not isinstance(thing, AnyDistribution):
            raise LanguageError(f"expected a pmf or density, found {thing!r}")
    spaces = [sort for _, sort in first.sorts()]
    if spaces != [sort for _, sort in second.sorts()]:
        other = ", ".join(sort for _, sort in second.sorts())
        raise LanguageError(f"{head}: the first is on {', '.join(spaces)}, the second on {other}")
    declarations = first.declarations | second.declarations
    points = tuple(
        Written(Term("point", (), (_point_name(variable), sort)), declarations)
        for variable, sort in first.sorts()
    )
    binders = tuple(label_of_point(point) for point in points)
    values = first.value(points), second.value(points)
    return checked(Term(head, tuple(v.term for v in values), binders), declarations)


def _point_name(variable: str) -> str:
    return variable.lower() if variable.lower() != variable else f"{variable}'"


def _entropy(
    whole: Distribution,
    targets: tuple[str, ...],
    givens: tuple[str, ...],
    fixed: tuple[FixedVariable, ...],
) -> Written:
    if whole.law.given:
        raise LanguageError(f"{whole} is conditional: its entropy needs the law of the condition")
    label = (whole.law.name, targets, givens, _names(tuple(f.variable for f in fixed)))
    declarations = whole.declarations.union(*(f.point.declarations for f in fixed))
    for part in fixed:
        sort = label_of_point(part.point)[1]
        if sort != whole.law.sort_of(part.variable.name):
            raise LanguageError(
                f"{part.point} is a point of {sort}, not a value of {part.variable}"
            )
    return Written(Term("entropy", tuple(f.point.term for f in fixed), label), declarations)


def _conditioned(things: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """``(X, Y | Z)`` and ``(X, Y | Z, W)`` into variables and conditions, read as on paper."""
    for place, item in enumerate(things):
        if isinstance(item, ConditionedVariables):
            return (*things[:place], *item.variables), (*item.given, *things[place + 1 :])
    return things, ()


def _common(variables: list[Any]) -> Distribution:
    for variable in variables:
        if not isinstance(variable, RandomVariable):
            raise LanguageError(f"expected a random variable or a pmf, found {variable!r}")
    wholes: dict[Law, Distribution] = {v.distribution.law: v.distribution for v in variables}
    if len(wholes) != 1:
        names = ", ".join(sorted(law.name for law in wholes))
        raise LanguageError(f"the random variables belong to different joints: {names}")
    return next(iter(wholes.values()))


def _names(variables: tuple[RandomVariable, ...]) -> tuple[str, ...]:
    return tuple(variable.name for variable in variables)
