"""log, exp, tr and det, and what stands between two bars; how far each of them reaches."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symkl.kernel import terms
from symkl.kernel.shapes import SCALAR
from symkl.kernel.terms import Term
from symkl.reading import names
from symkl.reading.blocks import is_grid, is_kronecker, of_grid, of_kronecker
from symkl.reading.diagnostics import Unreadable
from symkl.reading.elaborate import Cursor, Elaborator
from symkl.reading.expectations import variance
from symkl.reading.extents import bracketed, closing, extent, is_start
from symkl.reading.layout import Node, Row, plain, span_of
from symkl.reading.logarithms import is_weighted, product_of_laws, product_of_quotients
from symkl.reading.traces import checked, of_square
from symkl.reading.variation import normed

CONSTANTS = frozenset({"pi", "e"})


def function(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    """What an upright word such as ``log`` makes of what follows it."""
    method = FUNCTIONS.get(node.text)
    if method is None:
        raise Unreadable("SK401", node.span, f"{node.text} is not read yet")
    elaborator.claim(node)
    return method(elaborator, node, cursor)


# --- logarithms and exponentials ------------------------------------------------------------------


def _log(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    argument = _log_argument(elaborator, node, cursor)
    if elaborator.shape(argument, node.span) != SCALAR:
        raise Unreadable("SK102", node.span, "the logarithm of a matrix or a vector")
    found = terms.log(argument)
    base = _base(elaborator, node)
    if base is not None:
        found = terms.div(found, terms.log(terms.num(base)))
    if node.sup is None:
        return found
    return terms.power(found, elaborator.inside(node.sup, node.span))


def _lg(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    message = "lg is the logarithm to base 2 or to base 10"
    raise Unreadable("SK201", node.span, message, "write \\log_2 or \\log_{10}")


def _base(elaborator: Elaborator, node: Node) -> int | None:
    """The base of a logarithm where it is not e; entropies are then in bits as well."""
    bases, declared = elaborator.scope.log_bases, elaborator.scope.declared.log_base
    if node.sub is None and node.text == "log" and declared is not None:
        return declared
    if node.sub is None:
        if node.text != "ln" and bases - {"log", "ln", "e"}:
            raise Unreadable(
                "SK201",
                node.span,
                "log stands beside a logarithm with a base",
                "write the base everywhere",
            )
        return None
    elaborator.claim_all(node.sub)
    text = names.text(node.sub)
    if text == "e":
        return None
    if text not in ("2", "10"):
        raise Unreadable("SK401", node.span, f"logarithms to the base {text} are not read")
    return int(text)


def _log_argument(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    first = cursor.peek()
    if first is None:
        raise Unreadable("SK302", node.span, f"the argument of {node.text} is missing")
    if first.kind == "fence":
        return bracketed(elaborator, node, cursor)
    start, weighted = cursor.at, is_weighted(elaborator)
    argument = elaborator.factor(cursor)
    if first.kind == "func" and is_start(cursor):
        raise extent(node, cursor.nodes[cursor.at])  # log det A (1 + v^T A^-1 u)
    if first.kind in ("big", "func"):
        return argument
    if weighted and (product := product_of_laws(elaborator, node, argument, cursor)):
        return product
    if weighted and (quotients := product_of_quotients(elaborator, node, argument, cursor)):
        return quotients
    literal = _is_literal(cursor.nodes[start : cursor.at])
    factors = [argument]
    while (following := cursor.peek()) is not None and is_start(cursor):
        if _is_root_of_literals(following):  # log s sqrt(2 pi e)
            factors.append(elaborator.factor(cursor))
            continue
        if not literal or following.kind not in ("number", "name", "bar", "sqrt"):
            raise extent(node, following)
        taken = cursor.nodes[start : cursor.at]
        if not (_is_literal((following,)) or any(n.text == "pi" for n in taken)):
            raise extent(node, following)  # log 2 pi s goes on, but log 2 a may be (log 2) a
        factors.append(elaborator.factor(cursor))
    if following is not None and following.kind == "op" and following.text in ("*", "times", "/"):
        raise extent(node, following)
    return terms.mul(*factors)


def _is_literal(row: Row) -> bool:
    """``2`` or ``pi``: after log, such factors go on, as in log 2 pi e."""
    return all(n.kind == "number" or (n.kind == "name" and n.text in CONSTANTS) for n in row)


def _is_root_of_literals(node: Node) -> bool:
    return node.kind == "sqrt" and node.sup is None and _is_literal(plain(node.parts[0]))


def _exp(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    first = cursor.peek()
    if node.sub is not None or node.sup is not None:
        raise Unreadable("SK401", node.span, "scripts on exp")
    if first is None or first.kind not in ("fence", "group"):
        raise Unreadable("SK201", node.span, "how far exp reaches", "write exp(...)")
    return terms.exp(bracketed(elaborator, node, cursor))


# --- bars -----------------------------------------------------------------------------------------


def _undouble(elaborator: Elaborator, cursor: Cursor) -> bool:
    """Whether the next bar is doubled, as in ``|A||B|``: it is then divided into two."""
    for place in range(cursor.at + 1, len(cursor.nodes)):
        node = cursor.nodes[place]
        if node.kind == "bar":
            if node.style != "doubled":
                return False
            elaborator.claim(node)
            halves = tuple(Node("bar", "|", node.span) for _ in range(2))
            cursor.nodes = (*cursor.nodes[:place], *halves, *cursor.nodes[place + 1 :])
            return True
    return False


def barred(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    """``|S|`` a determinant, ``|X|`` the size of a space, ``||v||^2`` a squared norm."""
    cursor.at -= 1
    close = closing(cursor, 0)
    if node.text == "|" and _undouble(elaborator, cursor):
        close = closing(cursor, 0)
    if close is None:
        raise Unreadable("SK301", node.span, "this bar is never closed")
    inside, end = cursor.nodes[cursor.at + 1 : close], cursor.nodes[close]
    cursor.at = close + 1
    elaborator.claim(node, end)
    if not inside or node.sup is not None or node.sub is not None:
        raise Unreadable("SK301", node.span, "nothing stands between these bars")
    if node.text == "||":
        distance = normed(elaborator, inside, end)
        if distance is not None:
            return distance
        return _norm(elaborator, inside, node, end)
    size = _size(elaborator, inside)
    if size is not None:
        return elaborator.scripted(size, end)
    _no_unknown_set(elaborator, inside)
    if is_grid(inside):
        return elaborator.scripted(of_grid(elaborator, "det", plain(inside)[0]), end)
    if is_kronecker(inside):
        return elaborator.scripted(of_kronecker(elaborator, "det", inside, node), end)
    body = elaborator.inside(inside, span_of(inside))
    if elaborator.shape(body, node.span) == SCALAR:
        elaborator.no_subscript(end)
        square = terms.power(body, terms.num(2))
        return elaborator.scripted(terms.power(square, terms.num(Fraction(1, 2))), end)
    elaborator.no_subscript(end)
    return elaborator.scripted(checked(elaborator, Term("det", (body,)), node), end)


def _size(elaborator: Elaborator, inside: Row) -> Term | None:
    single = names.single(inside)
    if single is None:
        return None
    scope, name = elaborator.scope, names.key(single)
    if single.style != "cal" and not scope.is_alphabet(name):
        return None
    sort = scope.space_of_set(names.text((single,)))
    if sort is None or sort.kind != "finite":
        return None
    elaborator.claim_all(inside)
    scope.note_sort(sort)
    elaborator.used.add(sort)
    return Term("size", (), sort.name)


def _no_unknown_set(elaborator: Elaborator, inside: Row) -> None:
    single = names.single(inside)
    if single is not None and single.style == "cal":
        raise Unreadable(
            "SK101",
            single.span,
            f"what takes its values in \\mathcal{{{single.text}}} is not said",
            f"write x \\in \\mathcal{{{single.text}}}",
        )


def _norm(elaborator: Elaborator, inside: Row, node: Node, end: Node) -> Term:
    body = elaborator.inside(inside, span_of(inside))
    square = _squared_norm(elaborator, body, node, end)
    if end.sup is not None and names.text(end.sup) == "2":
        elaborator.claim_all(end.sup)
        return square
    norm = terms.power(square, terms.num(Fraction(1, 2)))
    return elaborator.scripted(norm, end)


def _squared_norm(elaborator: Elaborator, body: Term, node: Node, end: Node) -> Term:
    """v^T v, v^T S^-1 v with S^-1 for a subscript, tr A^T A with F."""
    transposed = Term("transpose", (body,))
    label = "" if end.sub is None else names.text(end.sub)
    is_matrix = elaborator.shape(body, node.span)[1] != SCALAR[1]
    if label == "F" and is_matrix:
        elaborator.claim_all(end.sub or ())
        return Term("trace", (terms.mul(transposed, body),))
    if is_matrix:
        raise Unreadable("SK102", node.span, "this norm of a matrix is not read yet")
    if label in ("", "2"):
        elaborator.claim_all(end.sub or ())
        return terms.mul(transposed, body)
    if label.isdigit() or label == "infty" or end.sub is None:
        raise Unreadable("SK401", end.span, f"the norm with the index {label} is not read yet")
    metric = elaborator.inside(end.sub, end.span)
    if metric.head != "inverse":
        raise Unreadable(
            "SK201",
            end.span,
            "a norm with respect to a matrix is v^T S v for some authors, v^T S^-1 v for others",
            "write it out",
        )
    return terms.mul(transposed, metric, body)


FUNCTIONS: dict[str, Callable[[Elaborator, Node, Cursor], Term]] = {
    "log": _log,
    "ln": _log,
    "lg": _lg,
    "exp": _exp,
    "tr": of_square("trace"),
    "det": of_square("det"),
    **dict.fromkeys(("Var", "var", "Variance", "Cov", "cov"), variance),
}
