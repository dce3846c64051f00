"""Using a given equation between laws: equal pmfs are one, independent variables factor.

Only two shapes are understood, both for all points: ``P(x) = Q(x)`` with every variable of both
laws, and ``p(x,y) = p(x) p(y)`` with every variable of p.
"""

from __future__ import annotations

from dataclasses import replace

from symkl.kernel.context import Context, Law
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
    whole = sorted(targets) == sorted(c for c, _ in law.coords)
    return (
        whole
        and distinct
        and not givens
        and not law.given
        and all(
            arg.head == "point" and arg.label[1] == law.sort_of(c)
            for c, arg in zip(targets, term.args, strict=True)
        )
    )


def applied(
    context: Context, terms: tuple[Term, ...], given: Given
) -> tuple[Context, tuple[Term, ...]]:
    """Context and terms with the given equation worked in; raises Refused for other shapes."""
    equal = equal_laws(context, given)
    if equal is not None:
        old, new, names = equal
        one, two = context.law(old), context.law(new)
        return context, tuple(renamed_law(term, one, two, names) for term in terms)
    groups = independent_groups(context, given)
    if groups is None:
        raise Refused("the given equation says neither that pmfs are equal nor independence")
    name, split = groups
    if not context.law(name).normalised:
        raise Refused(f"{name} does not sum to 1: its groups are not independent variables")
    laws = {**context.laws, name: replace(context.law(name), independent=split)}
    return replace(context, laws=laws), terms


def renamed_law(term: Term, old: Law, new: Law, names: Names) -> Term:
    """The term with one law in place of another; ``names`` maps their variables."""
    args = tuple(renamed_law(child, old, new, names) for child in term.args)
    label = term.label
    if term.head in ("value", "entropy", "mutual_information") and label[0] == old.name:
        label = (new.name, *(tuple(names[c] for c in group) for group in label[1:]))
    elif term.head == "expect" and label[0] == old.name:
        bound = {names[c]: binder for (c, _), binder in zip(old.coords, label[1], strict=True)}
        label = (new.name, tuple(bound[c] for c, _ in new.coords))
    return Term(term.head, args, label, term.span)
