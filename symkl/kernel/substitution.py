"""Using a given equation between laws: equal pmfs are one, independent variables factor.

Only two shapes are understood, both for all points: ``P(x) = Q(x)`` with every variable of both
laws, and ``p(x,y) = p(x) p(y)`` with every variable of p.
"""

from __future__ import annotations

from dataclasses import replace

from symkl.kernel.context import Context
from symkl.kernel.errors import Refused
from symkl.kernel.terms import Label, Term

Given = tuple[Term, str, Term]
Names = dict[str, str]


def equal_laws(context: Context, given: Given) -> tuple[str, str, Names] | None:
    """(P, Q, variables of P to those of Q) when the equation says P = Q; else None."""
    one, relation, two = given
    if relation != "=" or one.head != "value" or two.head != "value" or one.args != two.args:
        return None
    if not (_is_whole(context, one) and _is_whole(context, two)) or one.label[0] == two.label[0]:
        return None
    return one.label[0], two.label[0], dict(zip(one.label[1], two.label[1], strict=True))


def independent_groups(context: Context, given: Given) -> tuple[str, tuple[Label, ...]] | None:
    """(p, groups) when the equation says that p is the product of its marginals; else None."""
    one, relation, two = given
    if relation != "=" or one.head != "value" or two.head != "mul" or not _is_whole(context, one):
        return None
    at = dict(zip(one.label[1], one.args, strict=True))
    covered: list[str] = []
    for factor in two.args:
        if factor.head != "value" or factor.label[0] != one.label[0] or factor.label[2]:
            return None
        if any(at.get(c) != a for c, a in zip(factor.label[1], factor.args, strict=True)):
            return None
        covered += factor.label[1]
    if sorted(covered) != sorted(at):
        return None
    return one.label[0], tuple(factor.label[1] for factor in two.args)


def _is_whole(context: Context, term: Term) -> bool:
    """Whether the value is of a law at distinct points for all of its variables."""
    name, targets, givens = term.label
    law = context.law(name)
    distinct = len(set(term.args)) == len(term.args)
    points = all(arg.head == "point" for arg in term.args)
    return (
        points
        and distinct
        and not givens
        and not law.given
        and sorted(targets) == sorted(c for c, _ in law.coords)
    )


def applied(
    context: Context, terms: tuple[Term, ...], given: Given
) -> tuple[Context, tuple[Term, ...]]:
    """Context and terms with the given equation worked in; raises Refused for other shapes."""
    equal = equal_laws(context, given)
    if equal is not None:
        return context, tuple(renamed_law(term, *equal) for term in terms)
    groups = independent_groups(context, given)
    if groups is None:
        raise Refused("the given equation says neither that pmfs are equal nor independence")
    name, split = groups
    laws = {**context.laws, name: replace(context.law(name), independent=split)}
    return replace(context, laws=laws), terms


def renamed_law(term: Term, old: str, new: str, names: Names) -> Term:
    """The term with one law in place of another; ``names`` maps their variables."""
    args = tuple(renamed_law(child, old, new, names) for child in term.args)
    label = term.label
    if term.head in ("value", "entropy", "mutual_information") and label[0] == old:
        label = (new, *(tuple(names[c] for c in group) for group in label[1:]))
    elif term.head == "expect" and label[0] == old:
        label = (new, label[1])
    return Term(term.head, args, label, term.span)
