"""Sums, integrals and expectations: what they bind, and how far they reach."""

from __future__ import annotations

from collections.abc import Callable

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT, Context, Sort
from symkl.kernel.terms import Binders, Term
from symkl.reading import names
from symkl.reading.arguments import arguments
from symkl.reading.coins import SIDES, is_coin
from symkl.reading.diagnostics import Span, Unreadable
from symkl.reading.differentials import is_differential
from symkl.reading.elaborate import Cursor, Elaborator
from symkl.reading.layout import Node, Row, span_of
from symkl.reading.sampled import is_of_data, summed
from symkl.reading.spaces import SAMPLED

WHOLE_COINS = {("", ""), ("in{0,1}", ""), ("in{1,0}", ""), ("=0", "1")}
WHOLE_SPACES = frozenset({"R", "Omega"})


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
    coin = _side_of_coin(elaborator, node)
    if coin:
        return _over_sides(elaborator, coin, cursor)
    points = _indices(elaborator, node)
    start = cursor.at
    with elaborator.binding(points):
        body = elaborator.product(cursor)
    sampled = _over_data(elaborator, points, body, cursor.nodes[start : cursor.at])
    if sampled is not None:
        _note_range(elaborator, points, body, node, "data")
        return sampled
    _not_over_data(node, points, body)
    _note_range(elaborator, points, body, node)
    return terms.total(_binders(points), body)


def _side_of_coin(elaborator: Elaborator, node: Node) -> str:
    r"""The x of ``\sum_x``, ``\sum_{x \in \{0, 1\}}`` and ``\sum_{x=0}^1`` where x is 0 or 1."""
    row, scope = names.unwrapped(node.sub or ()), elaborator.scope
    single, limits = names.single(row[:1]), (names.text(row[1:]), names.text(node.sup or ()))
    if single is None or limits not in WHOLE_COINS:
        return ""
    name = names.key(single)
    variable = scope.variable_of(name)
    laws = [law for law in scope.laws.values() if variable in dict(law.coords)]
    if not laws or not all(map(is_coin, laws)):
        return ""
    elaborator.claim(node)
    elaborator.claim_all((*row, *(node.sup or ())))
    return name


def _over_sides(elaborator: Elaborator, name: str, cursor: Cursor) -> Term:
    """The summand at 0 and at 1, added."""
    start, found = cursor.at, list[Term]()
    for side in SIDES:
        cursor.at = start
        with elaborator.binding({name: side}, weighted=True):
            found.append(elaborator.product(cursor))
    return terms.add(*found)


def _note_range(
    elaborator: Elaborator, points: dict[str, Term], body: Term, node: Node, of: str = "alphabet"
) -> None:
    """Remember that x_n is a value of the alphabet, or one of the data; it is not both."""
    free = terms.free_points(body)
    scope = elaborator.scope
    if SAMPLED in scope.flips and node.sup is not None and of != "data":
        scope.ranges.update((name, "data") for name in points if "_" in name)
    for name, point in points.items():
        if "_" in name and point.label in free and scope.ranges.setdefault(name, of) != of:
            raise Unreadable(
                "SK201",
                node.span,
                "this is a sum over the alphabet, or one over data",
                "write \\sum_{x \\in \\mathcal{X}} for the alphabet",
            )


def _over_data(
    elaborator: Elaborator, points: dict[str, Term], body: Term, row: Row
) -> Term | None:
    """The sum of ``log p(x_n)`` over all data; None where it is over an alphabet, or not clear."""
    indexed = [name for name in points if "_" in name]
    if len(indexed) != 1 or len(points) != 2:
        return None
    (outcome,), point = indexed, points[indexed[0]]
    (index,) = points.keys() - {outcome}
    limit = elaborator.scope.all.indices.get(index, "")
    if not limit.isidentifier() or point.label not in terms.free_points(body):
        return None
    if _is_weighted(body, {point.label}) or not is_of_data(row, index, outcome):
        return None
    return summed(elaborator, point, Sort(limit, limit), body)


def _not_over_data(node: Node, points: dict[str, Term], body: Term) -> None:
    """A sum over x_i is one over an alphabet when p(x_i) is a weight in it, else one over data."""
    indexed = {point.label for name, point in points.items() if "_" in name}
    if indexed and indexed & terms.free_points(body) and not _is_weighted(body, indexed):
        raise Unreadable(
            "SK201",
            node.span,
            "this is a sum over the alphabet, or one over data",
            "write \\sum_{x \\in \\mathcal{X}} for the alphabet",
        )


def _is_weighted(body: Term, points: set[tuple[str, str]]) -> bool:
    """Whether every summand of the body has a probability of these points for a factor."""
    match body.head:
        case "value":
            targets = body.args[: len(body.label[1])]
            return any(arg.head == "point" and arg.label in points for arg in targets)
        case "add":
            return all(_is_weighted(child, points) for child in body.args)
        case "mul":
            return any(_is_weighted(child, points) for child in body.args)
        case "neg" | "sum" | "div" | "pow":
            return _is_weighted(body.args[0], points)
        case "log" if body.args[0].head == "pow":
            return _is_weighted(body.args[0].args[1], points)
    return False


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
                found = _index(elaborator, names.unwrapped(piece.row), node)
                _require_alphabet(elaborator, row[mark + 1 :], found, node)
                points.update(found)
        elif row[mark].text == "=":
            points.update(_range(elaborator, row, mark, node))
        else:
            raise Unreadable("SK401", node.span, "a sum over a condition")
    if node.sup is not None and not elaborator.claimed.issuperset(map(id, node.sup)):
        raise Unreadable("SK401", span_of(node.sup), "the upper limit of this sum is not known")
    return points


def _require_alphabet(
    elaborator: Elaborator, row: Row, points: dict[str, Term], node: Node
) -> None:
    """The set behind ``in`` must be all that the index can be, not a part of it, nor data."""
    space = elaborator.scope.space_of_set(names.text(row)) or _of_all(elaborator, row, points)
    whole = names.single(row) is not None or space is not None
    if not whole or space is None:
        raise Unreadable(
            "SK401",
            span_of(row, node.span),
            f"{names.text(row)} is not known to be the whole alphabet of the index",
            "write \\sum_{x \\in \\mathcal{X}} for the alphabet",
        )
    if any(point.label[1] != space.name for point in points.values()):
        raise Unreadable("SK103", node.span, "the index ranges over another set elsewhere")


def _of_all(elaborator: Elaborator, row: Row, points: dict[str, Term]) -> Sort | None:
    r"""The alphabet ``\{0, 1\}``, where the text says that it has as many elements."""
    fence, sorts = names.unwrapped(row), {point.label[1] for point in points.values()}
    if len(fence) != 1 or fence[0].kind != "fence" or fence[0].text != "{}" or len(sorts) != 1:
        return None
    inner = fence[0].parts[0]
    elements = [part.row for part in arguments(inner)]
    literal = all(names.single(e) is not None or _is_number(e) for e in elements)
    space = elaborator.scope.sort(sorts.pop())
    different = len({names.text(e) for e in elements}) == len(elements)
    return space if literal and different and space.size == str(len(elements)) else None


def _is_number(row: Row) -> bool:
    row = names.unwrapped(row)
    return len(row) == 1 and row[0].kind == "number"


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
    entries = scope.sort_of_entries(name) is not None
    if (entries or name in scope.all.indexed_by()) and not _is_outcome(elaborator, name):
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
    if len(found) > 1 and SAMPLED in elaborator.scope.flips:
        return found
    limit, (point, *_) = names.text(node.sup), found.values()
    size = elaborator.scope.sort(point.label[1]).size
    if size not in (limit, f"|{limit}|") and names.text(node.sup) != size:
        raise Unreadable("SK103", node.span, f"this sum has {limit} terms, the space {size}")
    return found


def _of_index(elaborator: Elaborator, name: str, node: Node) -> dict[str, Term]:
    """An index i, by what it is the index of: outcomes x_i, or values p_i of a law."""
    scope = elaborator.scope
    space = scope.space_of_index(name)
    of_data = space is not None and space.kind == "real"  # a density at every x_i
    if of_data:
        space = None
    sort = scope.sort_of_entries(name) or space or scope.index_set(name)
    if not of_data:
        sort = scope.sort_of_index(name) or sort
    numbered = [stem for stem, label in scope.all.indexed if label == name]
    if sort is None and (variable := next(filter(names.is_capital, numbered), None)):
        message = f"{name} numbers variables {variable}_{name}, and how many there are is not known"
        raise Unreadable("SK401", node.span, message, "write a fixed number of variables")
    if sort is None:
        raise Unreadable("SK202", node.span, f"what the index {name} runs over is not clear")
    point = _bound(elaborator, name, _finite(elaborator, sort, node.span))
    outcomes = [f"{stem}_{name}" for stem in scope.outcomes_indexed_by(name) if not of_data]
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
    if not set(limits) <= set(variables):
        raise Unreadable("SK103", node.span, "the integral sign and dx name different variables")
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
    if mark is not None and _is_set(elaborator, low[mark + 1 :]):
        single = names.single(low[:mark])
        if single is not None:
            return [names.key(single)]
    single = names.single(low)
    if mark is None and _is_set(elaborator, low):
        return []
    plain_name = mark is None and single is not None and single.sup is None
    if plain_name and single is not None and not names.is_capital(names.key(single)):
        return [names.key(single)]
    raise Unreadable("SK401", sign.span, "only integrals over the whole space are read")


def _is_set(elaborator: Elaborator, row: Row) -> bool:
    """The name of a whole space: R, R^d, Omega, or the capital of a variable."""
    single = names.single(row)
    if single is None or single.sub is not None:
        return False
    if single.text in WHOLE_SPACES and (single.style == "bb" or single.text != "R"):
        return True
    return single.sup is None and elaborator.scope.space_of_set(names.text((single,))) is not None


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


# --- products -------------------------------------------------------------------------------------


def _product(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    """A product of positive factors, as the exponential of the sum of their logarithms."""
    points = _indices(elaborator, node)
    start = cursor.at
    with elaborator.binding(points):
        body = elaborator.product(cursor)
    logarithm = terms.log(body)
    row = cursor.nodes[start : cursor.at]
    if is_positive(elaborator.context, body):
        sampled = _over_data(elaborator, points, logarithm, row)
        if sampled is not None:
            _note_range(elaborator, points, body, node, "data")
            return terms.exp(sampled)
    _not_over_data(node, points, logarithm)
    _note_range(elaborator, points, logarithm, node)
    if not is_positive(elaborator.context, body):
        raise Unreadable("SK401", node.span, "only products of positive factors are read")
    return terms.exp(terms.total(_binders(points), logarithm))


def is_positive(context: Context, term: Term) -> bool:
    """Whether the term is positive by the way it is put together from what is declared so."""
    match term.head:
        case "num":
            return bool(term.label > 0)
        case "exp" | "const" | "size":
            return True
        case "value":
            return context.laws[term.label[0]].sign == "positive"
        case "sym":
            return context.numbers[term.label].sign == "positive"
        case "matrix" | "det" | "entry":
            return _is_definite(context, term)
        case "mul" | "div" | "add" | "sum":
            return all(is_positive(context, child) for child in term.args)
        case "pow":
            return is_positive(context, term.args[0])
    return False


def _is_definite(context: Context, term: Term) -> bool:
    """Whether it is a variance, or a determinant or a diagonal entry of a definite matrix."""
    matrix, *points = (term,) if term.head == "matrix" else term.args
    if matrix.head != "matrix" or len(set(points)) > 1 or len(points) == 1:
        return False
    declared = context.matrix(matrix.label)
    return declared.positive_definite and (term.head != "matrix" or declared.rows == SCALAR_SORT)


BIG: dict[str, Callable[[Elaborator, Node, Cursor], Term]] = {
    "sum": _sum,
    "int": _integral,
    "prod": _product,
}
