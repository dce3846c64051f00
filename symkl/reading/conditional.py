r"""Conditional expectations and variances: ``E[f(X) | Y = y]``, ``Var(X | Y)`` in a mean over Y.

They are sums or integrals over what the body is about, weighted by the law given the condition.
"""

from __future__ import annotations

from dataclasses import dataclass

from symkl.kernel import terms
from symkl.kernel.shapes import SCALAR
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


@dataclass(frozen=True)
class Conditional:
    """The law of what stands before the bar, given what stands behind it."""

    targets: list[Argument]
    fence: Node
    weight: Term
    binders: Binders
    bound: dict[str, Term]

    def mean(self, body: Term) -> Term:
        """The mean of a term under this law."""
        return terms.total(self.binders, terms.mul(self.weight, body))

    def inside(self, elaborator: Elaborator, part: Argument) -> Term:
        """What is averaged, where its variables are bound."""
        if part.separator is not None:
            elaborator.claim(part.separator)
        with elaborator.binding(self.bound, weighted=True):
            return elaborator.inside(part.row, self.fence.span)


def conditional_expectation(elaborator: Elaborator, node: Node, fence: Node) -> Term:
    """The mean of the body under the law of its variables given what stands behind the bar.

    A variable that nothing binds stands there for any of its values.
    """
    law = _conditional(elaborator, node, fence, most=1)
    body = law.inside(elaborator, law.targets[0])
    return elaborator.scripted(law.mean(body), fence)


def conditional_variance(elaborator: Elaborator, node: Node, fence: Node) -> Term:
    """``Var(Y | X)`` as E[(Y - E[Y | X])^2 | X]; of two variables the covariance."""
    law = _conditional(elaborator, node, fence, most=2 if node.text.lower() == "cov" else 1)
    centred = []
    for part in law.targets:
        body = law.inside(elaborator, part)
        if elaborator.shape(body, fence.span) != SCALAR:
            raise Unreadable("SK401", fence.span, "conditional variances of vectors are not read")
        centred.append(terms.sub(body, law.mean(body)))
    first, second = centred[0], centred[-1]
    same = len(centred) == 1
    product = terms.power(first, terms.num(2)) if same else terms.mul(first, second)
    return elaborator.scripted(law.mean(product), fence)


def _conditional(elaborator: Elaborator, node: Node, fence: Node, most: int) -> Conditional:
    if fence.text not in ("[]", "()", "{}"):
        raise Unreadable("SK401", fence.span, "these brackets have no meaning here")
    elaborator.claim(fence)
    elaborator.no_subscript(fence)
    targets, given = divided_at_bar(arguments(fence.parts[0]))
    if not 1 <= len(targets) <= most or not given:
        raise Unreadable("SK302", fence.span, "one expression is expected before the bar")
    known = [condition(elaborator, part) for part in given]
    fixed = tuple(variable for variable, _ in known)
    if len(set(fixed)) < len(fixed):
        raise Unreadable("SK104", fence.span, "a variable stands twice behind the bar")
    base, variables = _law_and_variables(elaborator, node, targets, fixed)
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
    children = (*points.values(), *(point for _, point in known))
    weight = Term("value", children, (law.name, variables, fixed))
    binders: Binders = tuple((p.label[0], p.label[1]) for p in points.values())
    return Conditional(targets, fence, weight, binders, bound)


def _law_and_variables(
    elaborator: Elaborator, node: Node, targets: list[Argument], fixed: tuple[str, ...]
) -> tuple[str, tuple[str, ...]]:
    """The law, and the variables that are averaged over: those of the body, or of the subscript."""
    scope, under = elaborator.scope, names.unwrapped(node.sub or ())
    inside = _variables(elaborator, tuple(n for part in targets for n in part.row))
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
