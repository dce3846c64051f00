"""What a name stands for where it is used: a value of a law, a vector, a number, a notion."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from symkl.kernel import terms
from symkl.kernel.terms import Term
from symkl.reading import names
from symkl.reading.arguments import Argument, arguments, divided_at_bar
from symkl.reading.diagnostics import Unreadable
from symkl.reading.distributions import (
    claim_separator,
    condition,
    distribution,
    law_of,
    point,
    use_matrix,
)
from symkl.reading.elaborate import Cursor, Elaborator
from symkl.reading.evidence import Definition
from symkl.reading.layout import Node
from symkl.reading.notions import NOTIONS, no_sequences
from symkl.reading.usage import NORMAL_LETTERS


def named(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    """The term of a name, with the brackets that belong to it."""
    for reading in READINGS:
        term = reading(elaborator, node, cursor)
        if term is not None:
            return term
    raise Unreadable("SK101", node.span, f"{names.key(node)!r} is not declared")


Reading = Callable[[Elaborator, Node, Cursor], Term | None]


def _claimed_name(elaborator: Elaborator, node: Node) -> None:
    elaborator.claim(node)
    elaborator.claim_all(node.sub or ())
    if names.starred(node):
        elaborator.claim_all(node.sup or ())


def _powered(elaborator: Elaborator, term: Term, node: Node) -> Term:
    return term if names.starred(node) else elaborator.scripted(term, node)


def _no_value(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """Symbols that look like names and are none."""
    why = NO_VALUES.get(node.text)
    if why is not None and not elaborator.scope.is_plain(names.key(node)):
        raise Unreadable("SK401", node.span, why)
    following = cursor.peek()
    is_indicator = node.text in INDICATORS and following is not None and following.kind == "fence"
    if is_indicator and following is not None and _has_relation(following):
        raise Unreadable("SK401", node.span, "indicator functions are not read yet")
    return None


def _has_relation(fence: Node) -> bool:
    return any(n.kind == "rel" for n in names.unwrapped(fence.parts[0]))


def _normal_value(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """``N(x; mu, Sigma)``: the density at x."""
    following = cursor.peek()
    if node.text not in NORMAL_LETTERS or following is None or following.kind != "fence":
        return None
    if len(arguments(following.parts[0])) not in (2, 3) or node.style not in ("cal", "rm", ""):
        return None
    fence = cursor.take()
    law = distribution(elaborator, (node, fence), node.span)
    if len(arguments(fence.parts[0])) == 2:
        raise Unreadable(
            "SK104",
            node.span,
            "a normal law stands where its density at a point is expected",
            "write \\mathcal{N}(x; \\mu, \\Sigma)",
        )
    (variable,), (outcome,) = law.variables, law.outcomes
    at = elaborator.bound.get(outcome) or law.points()[variable]
    return elaborator.scripted(law.value({variable: at}), fence)


# --- what is bound or defined ---------------------------------------------------------------------


def _defined(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """A notation that the text has defined, with the same arguments."""
    following = cursor.peek()
    fence = following if following is not None and following.kind == "fence" else None
    with_arguments = names.key(node) + (names.text((fence,)) if fence is not None else "")
    definition = elaborator.scope.definitions.get(with_arguments)
    if definition is not None and fence is not None:
        elaborator.claim_all((cursor.take(),))
        return _unfolded(elaborator, node, definition, fence)
    definition = elaborator.scope.definitions.get(names.key(node))
    return None if definition is None else _unfolded(elaborator, node, definition, node)


def _unfolded(elaborator: Elaborator, node: Node, definition: Definition, last: Node) -> Term:
    _claimed_name(elaborator, node)
    elaborator.used.update(definition.declarations)
    if last is node:
        return _powered(elaborator, definition.term, node)
    return elaborator.scripted(definition.term, last)


def _bound(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """A point of R^d, bound or free; outcomes of finite spaces are no numbers."""
    scope, name = elaborator.scope, names.key(node)
    found = elaborator.bound.get(name)
    if found is None and not scope.is_point(name):
        return None
    following = cursor.peek()
    if found is None and following is not None and following.kind == "fence":
        return None
    if found is None:
        _, found = point(elaborator, replace(node, sup=None))
    sort = scope.sort(found.label[1])
    if sort.kind != "real":
        raise Unreadable(
            "SK302", node.span, f"{name} is a value of a finite variable, not a number"
        )
    _claimed_name(elaborator, node)
    return _powered(elaborator, found, node)


# --- laws and functions ---------------------------------------------------------------------------


def _notion(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """H(...), I(...), KL(...), E[...]."""
    method = NOTIONS.get(node.text)
    if method is None or elaborator.scope.is_plain(names.key(node)):
        return None
    return method(elaborator, node, cursor)


def _law(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """p(x), p(y|x), p_X(x), p_{xy}, p_i, or p alone where its variables are bound."""
    scope, name = elaborator.scope, names.key(node)
    following = cursor.peek()
    fence = following if following is not None and following.kind == "fence" else None
    parametrised = scope.parameters_of(name, fence) if fence is not None else name
    if parametrised != name and parametrised in scope.laws:
        return _value(elaborator, node, parametrised, cursor.take(), None, True)
    family = scope.family(name) if name not in scope.laws else None
    if fence is not None and name in scope.laws:
        return _value(elaborator, node, name, cursor.take(), None)
    if fence is not None and family is not None and family[0] in scope.laws:
        return _value(elaborator, node, family[0], cursor.take(), family)
    stem, _, label = name.partition("_")
    if label and fence is None and stem in scope.laws:
        return _subscripted(elaborator, node, stem, label)
    if fence is None and name in scope.laws:
        return _standing(elaborator, node, name)
    return None


def _value(
    elaborator: Elaborator,
    node: Node,
    base: str,
    fence: Node,
    family: tuple[str, tuple[str, ...], tuple[str, ...]] | None,
    parametrised: bool = False,
) -> Term:
    """The law at its arguments; a subscript of variables says which, else their letters do."""
    _claimed_name(elaborator, node)
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
    variables = [_argument(elaborator, part) for part in targets]
    conditions = [condition(elaborator, part) for part in given]
    if family is not None:
        variables = _renamed(variables, family[1], fence)
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
    return elaborator.scripted(_powered(elaborator, term, node), fence)


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
    if label in elaborator.bound and label in scope.all.indices | scope.all.summed:
        target = tuple(c for c, _ in law.coords if c not in law.given)
        points: tuple[Term, ...] = (elaborator.bound[label],)
        labels: tuple[tuple[str, ...], tuple[str, ...]] = (target, ())
        if len(target) > 1 and scope.values_in(label) is not None:
            labels = ((scope.variable_of(label),), ())
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
    _claimed_name(elaborator, node)
    return _powered(elaborator, Term("value", points, (law.name, *labels)), node)


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
    _claimed_name(elaborator, node)
    elaborator.note(node.span, f"{name} without argument is read as its value at the bound point")
    term = Term("value", tuple(p for _, p in order), (law.name, targets, law.given))
    return _powered(elaborator, term, node)


def _function(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """f(x): a real function of outcomes."""
    scope, name = elaborator.scope, names.key(node)
    following = cursor.peek()
    if following is None or following.kind != "fence" or not scope.is_function(name):
        return None
    fence = cursor.take()
    _claimed_name(elaborator, node)
    elaborator.claim(fence)
    pairs = [_argument(elaborator, part, of_law=False) for part in arguments(fence.parts[0])]
    law = scope.function(name, tuple(p.label[1] for _, p in pairs), fence.span)
    elaborator.used.add(law)
    coords = tuple(c for c, _ in law.coords)
    return elaborator.scripted(
        _powered(
            elaborator, Term("value", tuple(p for _, p in pairs), (law.name, coords, ())), node
        ),
        fence,
    )


# --- constants, sizes, matrices, numbers ----------------------------------------------------------


def _constant(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    name = names.key(node)
    if name not in ("pi", "e") or elaborator.scope.is_plain(name):
        return None
    _claimed_name(elaborator, node)
    if name == "e" and node.sup is not None and not names.starred(node):
        return terms.exp(elaborator.inside(node.sup, node.span))
    return _powered(elaborator, Term("const", (), name), node)


def _identity(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    scope, name = elaborator.scope, names.key(node)
    stem, _, label = name.partition("_")
    following = cursor.peek()
    applied = following is not None and following.kind == "fence" and following.text == "()"
    if stem not in ("I", "bb:I") or scope.is_plain(name) or (applied and node.style != "bold"):
        return None
    if label and label != scope.dimension:
        message = f"an identity matrix of {label} rows, where vectors have {scope.dimension}"
        raise Unreadable("SK102", node.span, message)
    if not scope.is_linear():
        raise Unreadable(
            "SK101",
            node.span,
            "I is an identity matrix, an information without its arguments, or a name",
            "declare I",
        )
    _claimed_name(elaborator, node)
    elaborator.used.add(scope.dimension_sort())
    return _powered(elaborator, Term("identity", (), scope.dimension), node)


def _size(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """The dimension, or the symbol for the size of a space."""
    scope, name = elaborator.scope, names.key(node)
    sort = scope.sort_of_size(name)
    if sort is None:
        return None
    _claimed_name(elaborator, node)
    elaborator.used.add(sort)
    return _powered(elaborator, Term("size", (), sort.name), node)


def _plain(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    scope, name = elaborator.scope, names.key(node)
    if name in scope.laws or node.text == "unknown":
        return None
    indexed = _indexed(elaborator, node, cursor)
    if indexed is not None:
        return indexed
    _no_index_in(elaborator, node)
    if node.style == "bb" and not scope.is_plain(name):
        return None
    kind = scope.kind(name)
    _not_applied(elaborator, node, cursor, kind)
    method = KINDS.get(kind)
    if method is None:
        return None
    _claimed_name(elaborator, node)
    if kind == "deviation" and node.sup is not None and names.text(node.sup) == "2":
        elaborator.claim_all(node.sup)
        return _variance(elaborator, name)
    return _powered(elaborator, method(elaborator, name), node)


def _indexed(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term | None:
    """``a_i`` under a sum over i: a number for every i."""
    scope = elaborator.scope
    stem, _, label = names.key(node).partition("_")
    point, following = elaborator.bound.get(label), cursor.peek()
    if point is None or scope.is_entry(stem) or node.style == "bold":
        return None
    if following is not None and following.kind == "fence" and following.text != "[]":
        return None
    law = scope.sequence(stem, label, point.label[1], node.span)
    elaborator.used.add(law)
    _claimed_name(elaborator, node)
    coord = law.coords[0][0]
    return _powered(elaborator, Term("value", (point,), (law.name, (coord,), ())), node)


def _no_index_in(elaborator: Elaborator, node: Node) -> None:
    """A bound index in a script makes more of a name than a number, vector or matrix."""
    stem, _, label = names.key(node).partition("_")
    if elaborator.scope.is_indexed(stem, label):
        message = f"{names.key(node)} is an entry, or one of many with an index: not read yet"
        raise Unreadable("SK401", node.span, message)
    for inner in (n for top in node.sub or () for n in top.walk()):
        if inner.kind == "name" and names.key(inner) in elaborator.bound:
            message = f"{names.key(node)} depends on {names.key(inner)}, which is not read yet"
            raise Unreadable("SK401", node.span, message)


def _not_applied(elaborator: Elaborator, node: Node, cursor: Cursor, kind: str) -> None:
    """``a(b)`` with an undeclared a is a product or a function: neither is guessed."""
    following = cursor.peek()
    if following is None or following.kind != "fence" or kind != "number":
        return
    inner = names.unwrapped(following.parts[0])
    whole = len(inner) == 1 or any(n.kind == "punct" for n in inner)
    if elaborator.scope.is_plain(names.key(node)) and not whole:
        return
    if whole or (node.text.isascii() and len(node.text) == 1 and node.style != "bold"):
        raise Unreadable(
            "SK201",
            node.span,
            f"{names.key(node)}(...) is a function of it or a product with it",
            f"declare {names.key(node)}, or write \\cdot",
        )


def _matrix(elaborator: Elaborator, name: str) -> Term:
    matrix = elaborator.scope.matrix(name)
    use_matrix(elaborator, matrix)
    return Term("matrix", (), matrix.name)


def _variance(elaborator: Elaborator, name: str) -> Term:
    matrix = elaborator.scope.variance(name)
    use_matrix(elaborator, matrix)
    return Term("matrix", (), matrix.name)


def _deviation(elaborator: Elaborator, name: str) -> Term:
    """A standard deviation, as the root of the variance."""
    return terms.power(_variance(elaborator, name), terms.div(terms.ONE, terms.num(2)))


def _number(elaborator: Elaborator, name: str) -> Term:
    number = elaborator.scope.number(name)
    elaborator.used.add(number)
    return Term("sym", (), number.name)


NO_VALUES = {
    **dict.fromkeys(("nabla", "partial"), "derivatives are not read yet"),
    "infty": "infinity is no number",
    "emptyset": "a set stands where a number is expected",
    **dict.fromkeys(("top", "intercal", "dagger", "star"), "a mark without what it belongs to"),
    **dict.fromkeys(("bit", "bits", "nat", "nats"), "units are not read yet"),
    **dict.fromkeys(("const", "Const", "cst"), "an unspecified constant is not read yet"),
}
INDICATORS = frozenset({"I", "1", "delta"})
KINDS: dict[str, Callable[[Elaborator, str], Term]] = {
    "matrix": _matrix,
    "vector": _matrix,
    "covariance": _matrix,
    "scalar mean": _matrix,
    "variance": _matrix,
    "deviation": _deviation,
    "number": _number,
}
READINGS: tuple[Reading, ...] = (
    _no_value,
    _defined,
    _normal_value,
    _notion,
    _bound,
    _law,
    _function,
    _constant,
    _identity,
    _size,
    _plain,
)
