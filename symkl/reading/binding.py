"""Sums, integrals and expectations: what they bind, and how far they reach."""

from __future__ import annotations

from collections.abc import Callable

from symkl.kernel import terms
from symkl.kernel.context import Sort
from symkl.kernel.terms import Binders, Term
from symkl.reading import names
from symkl.reading.arguments import arguments
from symkl.reading.diagnostics import Span, Unreadable
from symkl.reading.differentials import is_differential
from symkl.reading.distributions import Distribution, Points, distribution, law_of
from symkl.reading.elaborate import Cursor, Elaborator
from symkl.reading.layout import Node, Row, span_of


def big(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    """A sum or an integral; products, extrema and limits are not read as numbers."""
    method = BIG.get(node.text)
    if method is None:
        raise Unreadable("SK401", node.span, f"{node.text} is not read yet")
    elaborator.claim(node)
    return method(elaborator, node, cursor)


def _bound(elaborator: Elaborator, name: str, sort: Sort) -> Term:
    elaborator.scope.note_sort(sort)
    elaborator.used.update(elaborator.scope.declarations_of_sort(sort.name))
    return Term("point", (), (name, sort.name))


def _label(point: Term) -> tuple[str, str]:
    name, sort = point.label
    return name, sort


def _binders(points: dict[str, Term]) -> Binders:
    return tuple(dict.fromkeys(_label(point) for point in points.values()))


# --- sums -----------------------------------------------------------------------------------------


def _sum(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    points = _indices(elaborator, node)
    with elaborator.binding(points):
        body = elaborator.product(cursor)
    return terms.total(_binders(points), body)


def _indices(elaborator: Elaborator, node: Node) -> dict[str, Term]:
    if node.sub is None:
        raise Unreadable("SK202", node.span, "a sum without an index", "write \\sum_x")
    points: dict[str, Term] = {}
    for part in arguments(node.sub):
        if part.separator is not None:
            elaborator.claim(part.separator)
        row = names.unwrapped(part.row)
        elaborator.claim_all(part.row)
        mark = next((p for p, n in enumerate(row) if n.kind == "rel"), None)
        if mark is None:
            points.update(_index(elaborator, row, node))
        elif row[mark].text == "in":
            for piece in arguments(row[:mark]):
                points.update(_index(elaborator, names.unwrapped(piece.row), node))
        elif row[mark].text == "=":
            points.update(_range(elaborator, row, mark, node))
        else:
            raise Unreadable("SK401", node.span, "a sum over a condition")
    if node.sup is not None and not elaborator.claimed.issuperset(map(id, node.sup)):
        raise Unreadable("SK401", span_of(node.sup), "the upper limit of this sum is not known")
    return points


def _index(elaborator: Elaborator, row: Row, node: Node) -> dict[str, Term]:
    single = names.single(row)
    if single is None:
        raise Unreadable("SK202", node.span, "the index of this sum is not a plain name")
    name = names.key(single)
    if names.is_capital(name):
        low = names.outcome_of(name)
        elaborator.note(node.span, f"the sum over {name} is read as a sum over its values")
        sort = _finite(elaborator, elaborator.scope.space_of(name), node.span)
        point = _bound(elaborator, low, sort)
        return {low: point, name: point}
    scope = elaborator.scope
    if name in scope.all.indexed_by() and not _is_outcome(elaborator, name):
        return _of_index(elaborator, name, node)
    sort = scope.space_of(scope.variable_of(name))
    return {name: _bound(elaborator, name, _finite(elaborator, sort, node.span))}


def _is_outcome(elaborator: Elaborator, name: str) -> bool:
    uses = elaborator.scope.all.applications
    return any(name in {u.key for u in (*a.targets, *a.given)} for a in uses)


def _finite(elaborator: Elaborator, sort: Sort, span: Span) -> Sort:
    if sort.kind != "finite":
        raise Unreadable("SK103", span, f"a sum over {sort.name}, where integrals stand elsewhere")
    return sort


def _range(elaborator: Elaborator, row: Row, mark: int, node: Node) -> dict[str, Term]:
    """``i = 1`` up to n: the index runs over a space of n elements."""
    single = names.single(row[:mark])
    if single is None or names.text(row[mark + 1 :]) != "1" or node.sup is None:
        raise Unreadable("SK401", node.span, "only sums from 1 to a named size are read")
    elaborator.claim_all(node.sup)
    found = _of_index(elaborator, names.key(single), node)
    limit, (point, *_) = names.text(node.sup), found.values()
    size = elaborator.scope.sort(point.label[1]).size
    if size not in (limit, f"|{limit}|") and names.text(node.sup) != size:
        raise Unreadable("SK103", node.span, f"this sum has {limit} terms, the space {size}")
    return found


def _of_index(elaborator: Elaborator, name: str, node: Node) -> dict[str, Term]:
    """An index i, by what it is the index of: outcomes x_i, or values p_i of a law."""
    scope = elaborator.scope
    sort = scope.space_of_index(name)
    if sort is None:
        raise Unreadable("SK202", node.span, f"what the index {name} runs over is not clear")
    point = _bound(elaborator, name, _finite(elaborator, sort, node.span))
    outcomes = [f"{stem}_{name}" for stem in scope.outcomes_indexed_by(name)]
    return {name: point, **dict.fromkeys(outcomes, point)}


# --- integrals ------------------------------------------------------------------------------------


def _integral(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    signs = [node]
    while (following := cursor.peek()) is not None and following.text == "int":
        if following.kind != "big":
            break
        signs.append(cursor.take())
        elaborator.claim(following)
    limits = [name for sign in signs for name in _limits(elaborator, sign)]
    first = _at_differential(cursor)
    variables = _differentials(elaborator, cursor) if first else _ahead(cursor)
    if not variables:
        variables = limits
    if not variables:
        raise Unreadable("SK202", node.span, "an integral without its dx")
    points = {
        name: _bound(elaborator, name, _real(elaborator, name, node.span)) for name in variables
    }
    with elaborator.binding(points):
        if first or not _ahead(cursor):
            body = elaborator.product(cursor)
        else:
            body = elaborator.expression(cursor, until=_at_differential)
            _differentials(elaborator, cursor)
    if len(signs) > 1 and len(signs) != len(variables):
        raise Unreadable("SK202", node.span, "as many integral signs as variables are needed")
    return terms.total(_binders(points), body)


def _real(elaborator: Elaborator, name: str, span: Span) -> Sort:
    scope = elaborator.scope
    sort = scope.space_of(scope.variable_of(name))
    if sort.kind != "real":
        raise Unreadable("SK103", span, f"an integral over {name}, where sums stand elsewhere")
    return sort


def _limits(elaborator: Elaborator, sign: Node) -> list[str]:
    """The names that the limits bind; raises Unreadable unless they mean the whole space."""
    low = names.unwrapped(sign.sub or ())
    high = names.text(sign.sup or ())
    for script in (sign.sub, sign.sup):
        elaborator.claim_all(script or ())
    text = names.text(low)
    if (text, high) in (("", ""), ("-infty", "infty"), ("-infty", "+infty")):
        return []
    if high:
        raise Unreadable("SK401", sign.span, "only integrals over the whole space are read")
    mark = next((p for p, n in enumerate(low) if n.kind == "rel" and n.text == "in"), None)
    if mark is not None and _is_set(low[mark + 1 :]):
        single = names.single(low[:mark])
        if single is not None:
            return [names.key(single)]
    single = names.single(low)
    if mark is None and _is_set(low):
        return []
    if mark is None and single is not None and single.sup is None:
        return [names.key(single)]
    raise Unreadable("SK401", sign.span, "only integrals over the whole space are read")


def _is_set(row: Row) -> bool:
    """The name of a whole space: calligraphic, blackboard or a capital."""
    single = names.single(row)
    return single is not None and (
        single.style in ("cal", "bb") or (names.is_capital(single.text) and single.sub is None)
    )


def _at_differential(cursor: Cursor) -> bool:
    first, second = cursor.peek(), cursor.peek(1)
    return first is not None and second is not None and is_differential(first, second)


def _ahead(cursor: Cursor) -> list[str]:
    """The variables of the next run of differentials in this row."""
    for place in range(cursor.at, len(cursor.nodes) - 1):
        found, at = [], place
        while at + 1 < len(cursor.nodes) and is_differential(*cursor.nodes[at : at + 2]):
            found.append(names.key(cursor.nodes[at + 1]))
            at += 2
        if found:
            return found
    return []


def _differentials(elaborator: Elaborator, cursor: Cursor) -> list[str]:
    found = []
    while _at_differential(cursor):
        d, variable = cursor.take(), cursor.take()
        elaborator.claim(*d.walk(), *variable.walk())
        found.append(names.key(variable))
    return found


# --- expectations ---------------------------------------------------------------------------------


def expectation(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    """``E_p[...]``, ``E_{x ~ p}[...]``, ``E[...]`` under the one law there is."""
    elaborator.claim(node)
    under = _under(elaborator, node, cursor)
    points = under.points()
    names_bound = {o: points[v] for v, o in zip(under.variables, under.outcomes, strict=True)}
    capitals = {v: points[v] for v in under.variables}
    canonical = {names.outcome_of(v): points[v] for v in under.variables}
    with elaborator.binding({**capitals, **canonical, **names_bound}):
        body, closing = _mean_of(elaborator, node, cursor)
    for _, sort in map(_label, points.values()):
        elaborator.used.update(elaborator.scope.declarations_of_sort(sort))
    binders = _binders(points)
    if under.whole and tuple(s for _, s in binders) == _sorts(elaborator, under.whole):
        law = law_of(elaborator, under.whole)
        order = tuple(_label(points[c]) for c, _ in law.coords)
        return elaborator.scripted(Term("expect", (body,), (law.name, order)), closing)
    weighted = terms.mul(under.value(points), body)
    return elaborator.scripted(terms.total(binders, weighted), closing)


def _sorts(elaborator: Elaborator, base: str) -> tuple[str, ...]:
    return tuple(sort for _, sort in elaborator.scope.laws[base].coords)


def _mean_of(elaborator: Elaborator, node: Node, cursor: Cursor) -> tuple[Term, Node]:
    following = cursor.peek()
    if following is not None and following.kind in ("fence", "group"):
        fence = cursor.take()
        if fence.kind == "fence" and fence.text not in ("[]", "()", "{}"):
            raise Unreadable("SK401", fence.span, "these brackets have no meaning here")
        elaborator.claim(fence)
        elaborator.no_subscript(fence)
        return elaborator.inside(fence.parts[0], fence.span), fence
    body = elaborator.factor(cursor)
    after = cursor.peek()
    if after is not None and after.kind not in ("op",):
        raise Unreadable("SK201", node.span, "how far this expectation reaches", "write E[...]")
    if after is not None and after.text in ("*", "times", "/"):
        raise Unreadable("SK201", node.span, "how far this expectation reaches", "write E[...]")
    return body, Node("note", "", node.span)


def _under(elaborator: Elaborator, node: Node, cursor: Cursor) -> Distribution:
    row = names.unwrapped(node.sub or ())
    if not row:
        return _bare(elaborator, node, cursor)
    mark = next((p for p, n in enumerate(row) if n.kind == "rel" and n.text == "~"), None)
    if mark is not None:
        return _drawn(elaborator, row, mark, node)
    single = names.single(row)
    if single is not None and not elaborator.scope.is_distribution(names.key(single)):
        return _of_variables(elaborator, row, node)
    if len(arguments(row)) > 1:
        return _of_variables(elaborator, row, node)
    return distribution(elaborator, row, node.span)


def _drawn(elaborator: Elaborator, row: Row, mark: int, node: Node) -> Distribution:
    """``x ~ p``: the law's marginal for this variable, under the letter written."""
    elaborator.claim(row[mark])
    law = distribution(elaborator, row[mark + 1 :], node.span)
    letters: list[str] = []
    for part in arguments(row[:mark]):
        elaborator.claim_all(part.row)
        if part.separator is not None:
            elaborator.claim(part.separator)
        single = names.single(part.row)
        if single is None:
            raise Unreadable("SK202", node.span, "what is drawn is not a plain name")
        letters.append(names.key(single))
    variables = tuple(elaborator.scope.variable_of(letter) for letter in letters)
    if len(variables) == len(law.variables):
        outcomes = tuple(names.outcome_of(x) if names.is_capital(x) else x for x in letters)
        if set(variables) != set(law.variables) and len(variables) > 1:
            raise Unreadable("SK104", node.span, "the law is not one of these variables")
        return Distribution(law.variables, law.sorts, law.value, outcomes, law.whole)
    if law.whole and set(variables) <= set(law.variables):
        marginal = elaborator.scope.laws[law.whole]
        return _marginal(elaborator, law.whole, variables, tuple(letters), marginal.name)
    raise Unreadable("SK104", node.span, "the law is not one of these variables")


def _of_variables(elaborator: Elaborator, row: Row, node: Node) -> Distribution:
    """``E_X`` or ``E_{x, y}``: the marginal of the only law that there is of them."""
    letters = []
    for part in arguments(row):
        single = names.single(part.row)
        if single is None:
            raise Unreadable("SK202", node.span, "under what law this expectation is")
        elaborator.claim_all(part.row)
        if part.separator is not None:
            elaborator.claim(part.separator)
        letters.append(names.key(single))
    variables = tuple(elaborator.scope.variable_of(letter) for letter in letters)
    base = elaborator.scope.law_of_variables(variables, node.span)
    outcomes = tuple(names.outcome_of(x) if names.is_capital(x) else x for x in letters)
    return _marginal(elaborator, base, variables, outcomes, base)


def _marginal(
    elaborator: Elaborator,
    base: str,
    variables: tuple[str, ...],
    outcomes: tuple[str, ...],
    name: str,
) -> Distribution:
    law = law_of(elaborator, base)
    sorts = tuple(law.sort_of(v) for v in variables)

    def value(points: Points) -> Term:
        return Term("value", tuple(points[v] for v in variables), (law.name, variables, ()))

    whole = base if {c for c, _ in law.coords} == set(variables) else ""
    return Distribution(variables, sorts, value, outcomes, whole)


def _bare(elaborator: Elaborator, node: Node, cursor: Cursor) -> Distribution:
    """``E[...]``: under the law of the random variables inside, when there is one law of them."""
    following = cursor.peek()
    inside = following.parts[0] if following is not None and following.parts else ()
    seen = {names.key(n) for top in inside for n in top.walk() if n.kind == "name"}
    law = elaborator.scope.law_of_expectation(seen, node.span)
    found = law_of(elaborator, law)
    variables = tuple(c for c, _ in found.coords)
    outcomes = tuple(names.outcome_of(v) for v in variables)
    return _marginal(elaborator, law, variables, outcomes, law)


BIG: dict[str, Callable[[Elaborator, Node, Cursor], Term]] = {"sum": _sum, "int": _integral}
