"""Values of laws and functions: p(x), p(y|x), p_X(x), p_{xy}, p_i, and f(x)."""

from __future__ import annotations

from symkl.kernel.context import Law
from symkl.kernel.shapes import SCALAR
from symkl.kernel.terms import Term
from symkl.reading import names
from symkl.reading.arguments import Argument, arguments, divided_at_bar
from symkl.reading.data import density_at
from symkl.reading.diagnostics import Unreadable
from symkl.reading.distributions import (
    claim_separator,
    condition,
    distribution,
    law_of,
    point,
)
from symkl.reading.elaborate import Cursor, Elaborator
from symkl.reading.layout import Node, Row
from symkl.reading.mixtures import laws_mixed
from symkl.reading.notions import no_sequences

INDICES = frozenset("ijkln")  # no letters of values, as the x of p_x


def claimed_name(elaborator: Elaborator, node: Node) -> None:
    """Account for a name with its label and star."""
    elaborator.claim(node)
    elaborator.claim_all(node.sub or ())
    if names.starred(node):
        elaborator.claim_all(node.sup or ())


def powered(elaborator: Elaborator, term: Term, node: Node) -> Term:
    """The term with the superscript of its name, unless that is a star."""
    return term if names.starred(node) else elaborator.scripted(term, node)


def law(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """p(x), p(y|x), p_X(x), p_{xy}, p_i, or p alone where its variables are bound."""
    scope, name = elaborator.scope, names.key(node)
    following = cursor.peek()
    fence = following if following is not None and following.kind == "fence" else None
    alias = scope.aliases.get(name)
    if alias is not None and laws_mixed(alias):
        return _mixture(elaborator, node, alias, cursor)
    parametrised = scope.parameters_of(name, fence) if fence is not None else name
    if parametrised != name and parametrised in scope.laws:
        return _value(elaborator, node, parametrised, cursor.take(), None, True)
    family = scope.family(name) if name not in scope.laws else None
    stem, _, label = name.partition("_")
    if fence is not None and label in elaborator.bound and stem in scope.laws and is_factor(fence):
        fence = None
    if fence is not None and name in scope.laws:
        return _value(elaborator, node, name, cursor.take(), None)
    if fence is not None and family is not None and family[0] in scope.laws:
        return _value(elaborator, node, family[0], cursor.take(), family)
    numbered = stem in scope.laws and not (label.isdigit() and name in scope.laws)
    if label and fence is None and numbered:
        return _subscripted(elaborator, node, stem, label)
    if fence is None and name in scope.laws:
        return _standing(elaborator, node, name)
    return None


def _mixture(elaborator: Elaborator, node: Node, alias: Row, cursor: Cursor) -> Term:
    """``M(x)`` of a mixture M of laws, or M where its variable is bound."""
    mixed = distribution(elaborator, alias, node.span)
    following = cursor.peek()
    claimed_name(elaborator, node)
    last = node
    if following is not None and following.kind == "fence":
        last = cursor.take()
        elaborator.claim(last)
        pairs = [_argument(elaborator, part) for part in arguments(last.parts[0])]
        points = dict(zip(mixed.variables, (p for _, p in pairs), strict=False))
        if len(pairs) != len(mixed.variables):
            raise Unreadable("SK104", last.span, "the mixture has other variables")
    else:
        known = {
            v: elaborator.bound.get(o) for v, o in zip(mixed.variables, mixed.outcomes, strict=True)
        }
        points = {v: p for v, p in known.items() if p is not None}
        if len(points) < len(known):
            raise Unreadable("SK104", node.span, "a mixture stands without its argument")
    for variable, sort in zip(mixed.variables, mixed.sorts, strict=True):
        if points[variable].label[1] != sort:
            raise Unreadable("SK103", node.span, "the mixture takes values of another space")
    return elaborator.scripted(powered(elaborator, mixed.value(points), node), last)


def is_factor(fence: Node) -> bool:
    """Whether a bracket computes something: what stands before it is then multiplied by it."""
    row = names.unwrapped(fence.parts[0])
    return any(node.kind in ("op", "frac", "number", "func", "big", "fence") for node in row)


def _value(
    elaborator: Elaborator,
    node: Node,
    base: str,
    fence: Node,
    family: tuple[str, tuple[str, ...], tuple[str, ...]] | None,
    parametrised: bool = False,
) -> Term:
    """The law at its arguments; a subscript of variables says which, else their letters do."""
    claimed_name(elaborator, node)
    elaborator.claim(fence)
    parts = arguments(fence.parts[0])
    for part in parts if parametrised else ():
        if part.mark == ";":
            claim_separator(elaborator, part)
            elaborator.claim_all(part.row)
    no_sequences(parts)
    targets, given = divided_at_bar([p for p in parts if p.mark != ";"])
    if not parametrised and any(p.mark == ";" for p in parts):
        raise Unreadable("SK104", fence.span, "a parameter that this law is not written with")
    if len(targets) == 1 and not given and family is None:
        written_out = density_at(elaborator, base, targets[0])
        if written_out is not None:
            return elaborator.scripted(powered(elaborator, written_out, node), fence)
    variables = [_argument(elaborator, part) for part in targets]
    conditions = [condition(elaborator, part) for part in given]
    if family is None:
        fixed = elaborator.scope.fixed.get(base, frozenset())
        conditions = [pair for pair in conditions if pair[0] not in fixed]
    if family is not None:
        variables = _renamed(variables, family[1], fence)
        at = elaborator.scope.values_given(names.key(node))
        if not conditions and at:
            conditions = [point(elaborator, Node("name", at[v], node.span), v) for v in at]
        conditions = _renamed(conditions, family[2], fence)
    law = law_of(elaborator, base)
    known = {c for c, _ in law.coords}
    for variable, _ in (*variables, *conditions):
        if variable not in known:
            raise Unreadable("SK104", fence.span, f"{law.name} is not a law of {variable}")
    children = tuple(p for _, p in (*variables, *conditions))
    label = (law.name, tuple(v for v, _ in variables), tuple(v for v, _ in conditions))
    if len(set(label[1] + label[2])) != len(children):
        raise Unreadable("SK104", fence.span, "a variable stands twice among the arguments")
    term = Term("value", children, label)
    return elaborator.scripted(powered(elaborator, term, node), fence)


def _argument(elaborator: Elaborator, part: Argument, of_law: bool = True) -> tuple[str, Term]:
    claim_separator(elaborator, part)
    single = names.single(part.row)
    if single is not None:
        return point(elaborator, single, of_law=of_law)
    return condition(elaborator, Argument("", part.row))


def _renamed(
    pairs: list[tuple[str, Term]], variables: tuple[str, ...], fence: Node
) -> list[tuple[str, Term]]:
    if len(pairs) != len(variables):
        raise Unreadable("SK104", fence.span, "the subscript names other variables")
    return [(v, p) for v, (_, p) in zip(variables, pairs, strict=True)]


def _subscripted(elaborator: Elaborator, node: Node, stem: str, label: str) -> Term:
    scope = elaborator.scope
    law = law_of(elaborator, stem)
    bound = label in elaborator.bound and label in scope.all.indices | scope.all.summed
    index = elaborator.bound[label] if bound else free_index(elaborator, label)
    if index is not None:
        target = tuple(c for c, _ in law.coords if c not in law.given)
        points: tuple[Term, ...] = (index,)
        labels: tuple[tuple[str, ...], tuple[str, ...]] = (target, ())
        if len(target) > 1 and scope.values_in(label) is not None:
            labels = ((scope.variable_of(label),), ())
    elif (free := _at_free_index(elaborator, law, label)) is not None:
        points, labels = (free,), (tuple(c for c, _ in law.coords), ())
    else:
        values = scope.values_in(label)
        if values is None:
            raise Unreadable("SK101", node.span, f"what {names.key(node)!r} is, is not clear")
        points = tuple(_value_of(elaborator, o, node) for part in values for o in part)
        labels = (
            tuple(map(scope.variable_of, values[0])),
            tuple(map(scope.variable_of, values[1])),
        )
    known = {c for c, _ in law.coords}
    if len(points) != len(labels[0]) + len(labels[1]) or not set(sum(labels, ())) <= known:
        raise Unreadable("SK104", node.span, f"{law.name} does not take these values")
    for place, variable in enumerate(sum(labels, ())):
        if points[place].label[1] != law.sort_of(variable):
            raise Unreadable("SK103", node.span, f"{law.name} takes values of another space")
    claimed_name(elaborator, node)
    return powered(elaborator, Term("value", points, (law.name, *labels)), node)


def _at_free_index(elaborator: Elaborator, law: Law, label: str) -> Term | None:
    """``y_k`` where nothing binds k, which numbers the values of one variable elsewhere."""
    scope = elaborator.scope
    if len(law.coords) != 1 or law.given or label in elaborator.bound or label not in INDICES:
        return None
    if label not in scope.all.indices.keys() | scope.all.summed.keys():
        return None
    sort = law.coords[0][1]
    return Term("point", (), (label, sort)) if scope.sort(sort).kind == "finite" else None


def free_index(elaborator: Elaborator, label: str) -> Term | None:
    """The point that ``i`` of ``a_i`` stands for where no sum binds it: any of them."""
    scope = elaborator.scope
    sort = scope.sort_of_index(label) if scope.is_free_index(label) else None
    if sort is None or sort.kind != "finite":
        return None
    scope.note_sort(sort)
    elaborator.used.update(scope.declarations_of_sort(sort.name))
    return Term("point", (), (label, sort.name))


def _value_of(elaborator: Elaborator, outcome: str, node: Node) -> Term:
    if outcome in elaborator.bound:
        return elaborator.bound[outcome]
    return point(elaborator, Node("name", outcome, node.span))[1]


def _standing(elaborator: Elaborator, node: Node, name: str) -> Term:
    """A density written without its argument, under a sum or expectation that binds it."""
    law = law_of(elaborator, name)
    points = [elaborator.bound.get(names.outcome_of(c)) for c, _ in law.coords]
    targets = tuple(c for c, _ in law.coords if c not in law.given)
    found = [p for p in points if p is not None]
    if len(found) != len(points):
        raise Unreadable(
            "SK104",
            node.span,
            f"{name} stands without its argument, and nothing binds it",
            f"write {name}({names.outcome_of(law.coords[0][0])})",
        )
    order = sorted(zip(law.coords, found, strict=True), key=lambda pair: pair[0][0] in law.given)
    claimed_name(elaborator, node)
    elaborator.note(node.span, f"{name} without argument is read as its value at the bound point")
    term = Term("value", tuple(p for _, p in order), (law.name, targets, law.given))
    return powered(elaborator, term, node)


def real_function(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """``f(E[X])``: a real function of a number, of which at most the shape is known."""
    scope, name, following = elaborator.scope, names.key(node), cursor.peek()
    if following is None or following.kind != "fence" or following.text not in ("()", "[]"):
        return None
    parts = arguments(following.parts[0])
    if len(parts) != 1 or node.sup is not None or not scope.is_real_function(name):
        return None
    if not scope.is_of_numbers_only(name) and not _is_number(elaborator, parts[0].row):
        return None
    declared = scope.real_function(name, node.span)
    claimed_name(elaborator, node)
    elaborator.claim(cursor.take())
    elaborator.no_subscript(following)
    argument = elaborator.inside(following.parts[0], following.span)
    if elaborator.shape(argument, following.span) != SCALAR:
        raise Unreadable("SK102", following.span, f"{name} takes numbers")
    elaborator.used.add(declared)
    return elaborator.scripted(Term("call", (argument,), declared.name), following)


def _is_number(elaborator: Elaborator, row: Row) -> bool:
    """Whether what stands in the brackets is a number, and no value of a finite variable."""
    single = names.single(row)
    if single is None:
        return True
    point = elaborator.bound.get(names.key(single))
    if point is not None:
        return elaborator.scope.sort(point.label[1]).kind == "real"
    return elaborator.scope.is_point(names.key(single))


def _at_bound(elaborator: Elaborator, node: Node) -> Term | None:
    r"""``\langle f \rangle_q``: f at the outcome that a mean is over, as ``f(s)`` elsewhere."""
    scope, name = elaborator.scope, names.key(node)
    points = [elaborator.bound.get(letter) for letter in scope.arguments_of(name)]
    found = tuple(point for point in points if point is not None)
    if not found or len(found) < len(points):
        return None
    law = scope.function(name, tuple(point.label[1] for point in found), node.span)
    claimed_name(elaborator, node)
    elaborator.used.add(law)
    coords = tuple(c for c, _ in law.coords)
    return powered(elaborator, Term("value", found, (law.name, coords, ())), node)


def function(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """f(x): a real function of outcomes."""
    scope, name = elaborator.scope, names.key(node)
    following = cursor.peek()
    if not scope.is_function(name):
        return None
    if following is None or following.kind != "fence":
        return _at_bound(elaborator, node)
    fence = cursor.take()
    claimed_name(elaborator, node)
    elaborator.claim(fence)
    pairs = [_argument(elaborator, part, of_law=False) for part in arguments(fence.parts[0])]
    law = scope.function(name, tuple(p.label[1] for _, p in pairs), fence.span)
    elaborator.used.add(law)
    coords = tuple(c for c, _ in law.coords)
    return elaborator.scripted(
        powered(
            elaborator, Term("value", tuple(p for _, p in pairs), (law.name, coords, ())), node
        ),
        fence,
    )
