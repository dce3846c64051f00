r"""Conditional expectations: ``E[f(X) | Y = y]``, ``E[f(X) | Y]`` within a mean over Y.

They are sums or integrals over what the body is about, weighted by the law given the condition.
"""

from __future__ import annotations

from symkl.kernel import terms
from symkl.kernel.terms import Binders, Term
from symkl.reading import names
from symkl.reading.arguments import Argument, arguments, divided_at_bar
from symkl.reading.diagnostics import Unreadable
from symkl.reading.distributions import condition, law_of
from symkl.reading.elaborate import Elaborator
from symkl.reading.layout import Node, Row, plain


def is_conditional(fence: Node) -> bool:
    """Whether a bar divides what stands in the brackets; two are those of an absolute value."""
    nodes = plain(fence.parts[0])
    bars = [place for place, node in enumerate(nodes) if node.kind == "bar" and node.text == "|"]
    return len(bars) == 1 and 0 < bars[0] < len(nodes) - 1


def conditional_expectation(elaborator: Elaborator, node: Node, fence: Node) -> Term:
    """The mean of the body under the law of its variables given what stands behind the bar.

    A variable that nothing binds stands there for any of its values.
    """
    if fence.text not in ("[]", "()", "{}"):
        raise Unreadable("SK401", fence.span, "these brackets have no meaning here")
    elaborator.claim(fence)
    elaborator.no_subscript(fence)
    targets, given = divided_at_bar(arguments(fence.parts[0]))
    if len(targets) != 1 or not given:
        raise Unreadable("SK302", fence.span, "one expression is expected before the bar")
    known = [condition(elaborator, part) for part in given]
    fixed = tuple(variable for variable, _ in known)
    if len(set(fixed)) < len(fixed):
        raise Unreadable("SK104", fence.span, "a variable stands twice behind the bar")
    base, variables = _law_and_variables(elaborator, node, targets[0], fixed)
    law = law_of(elaborator, base)
    coords = {c for c, _ in law.coords}
    if not {*variables, *fixed} <= coords or not set(law.given) <= set(fixed):
        raise Unreadable("SK104", fence.span, f"{law.name} is not a law of these variables")
    points = {v: Term("point", (), (names.outcome_of(v), law.sort_of(v))) for v in variables}
    for variable, point in known:
        if point.label[1] != law.sort_of(variable):
            raise Unreadable("SK103", fence.span, f"{law.name} takes values of another space")
    for _, sort in law.coords:
        elaborator.used.update(elaborator.scope.declarations_of_sort(sort))
    values = {**points, **dict(known)}
    bound = {name: p for v, p in values.items() for name in (v, names.outcome_of(v))}
    with elaborator.binding(bound, weighted=True):
        body = elaborator.inside(targets[0].row, fence.span)
    children = (*points.values(), *(point for _, point in known))
    weight = Term("value", children, (law.name, variables, fixed))
    binders: Binders = tuple((p.label[0], p.label[1]) for p in points.values())
    return elaborator.scripted(terms.total(binders, terms.mul(weight, body)), fence)


def _law_and_variables(
    elaborator: Elaborator, node: Node, target: Argument, fixed: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    """The law, and the variables that are averaged over: those of the body, or of the subscript."""
    scope, under = elaborator.scope, names.unwrapped(node.sub or ())
    inside = _variables(elaborator, target.row)
    single = names.single(under)
    base = names.key(single) if single is not None else ""
    if under and base not in scope.laws:
        inside = _variables(elaborator, under)
        if not inside or any(n.kind in ("rel", "bar", "fence") for n in under):
            raise Unreadable("SK401", node.span, "under what law this expectation is, is not read")
    elaborator.claim_all(under)
    variables = tuple(v for v in inside if v not in fixed)
    if not variables:
        raise Unreadable("SK104", node.span, "what is averaged is known by the condition")
    found = base if base in scope.laws else ""
    return found or scope.law_of_variables((*variables, *fixed), node.span), variables


def _variables(elaborator: Elaborator, row: Row) -> tuple[str, ...]:
    scope = elaborator.scope
    seen = dict.fromkeys(names.key(n) for top in row for n in top.walk() if n.kind == "name")
    known = [name for name in seen if name not in scope.laws and scope.is_variable(name)]
    capitals = [name for name in known if names.is_capital(name)]
    return tuple(dict.fromkeys(scope.variable_of(name) for name in capitals or known))
