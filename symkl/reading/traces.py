r"""tr and det, and how far they reach without brackets: ``\operatorname{tr} \Sigma^{-1} S``.

Both reach over the matrices that stand behind them side by side.  Numbers among these may stand
inside a trace or outside: it is linear.  A determinant reaches over numbers in front of the first
matrix, as in ``\det 2\pi\Sigma``, and stops at those behind it, as in
``\det A \,(1 + v^\top A^{-1} u)``.
"""

from __future__ import annotations

from collections.abc import Callable

from symkl.kernel import terms
from symkl.kernel.shapes import SCALAR, Shape
from symkl.kernel.terms import Term
from symkl.reading import names
from symkl.reading.blocks import is_grid, is_kronecker, of_grid, of_kronecker
from symkl.reading.diagnostics import Unreadable
from symkl.reading.elaborate import Cursor, Elaborator
from symkl.reading.extents import bracketed, extent, is_start
from symkl.reading.layout import Node, plain

UNUSUAL_POWER = "the power of a trace that may be of the matrix"
UNUSUAL_REACH = "a determinant that may reach over the number behind the matrix"


def of_square(head: str) -> Callable[[Elaborator, Node, Cursor], Term]:
    """The reader of a trace or a determinant."""

    def read(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
        if node.sub is not None or node.sup is not None:
            raise Unreadable("SK401", node.span, f"scripts on {node.text}")
        first = cursor.peek()
        worked = None if first is None else _worked_out(elaborator, head, node, cursor)
        if worked is not None:
            return worked
        if first is None or first.kind not in ("fence", "group"):
            return checked(elaborator, Term(head, (_factors(elaborator, node, cursor),)), node)
        if first.kind == "fence" and first.sup is not None:
            return _to_a_power(elaborator, head, node, cursor)
        start = cursor.at
        argument = bracketed(elaborator, node, cursor)
        rows, columns = elaborator.shape(argument, node.span)
        if rows != columns and is_start(cursor):  # tr (x - m)(x - m)^T
            cursor.at = start
            argument = _factors(elaborator, node, cursor)
        return checked(elaborator, Term(head, (argument,)), node)

    return read


def _worked_out(elaborator: Elaborator, head: str, node: Node, cursor: Cursor) -> Term | None:
    """That of a matrix that is written out, or of a Kronecker product; None for any other."""
    first = cursor.nodes[cursor.at]
    fenced = first.kind in ("fence", "group") and first.text in ("()", "[]", "{}", "")
    inside = first.parts[0] if fenced and first.parts else (first,)
    if not is_grid(inside) and not (fenced and is_kronecker(inside)):
        return None
    cursor.take()
    following = cursor.peek()
    if following is not None and is_start(cursor) and following.kind in ("matrix", "fence"):
        raise extent(node, following)
    if fenced:
        elaborator.claim(first)
        elaborator.no_subscript(first)
    if is_grid(inside):
        found = of_grid(elaborator, head, plain(inside)[0])
    else:
        found = of_kronecker(elaborator, head, inside, node)
    return elaborator.scripted(found, first) if fenced else found


def checked(elaborator: Elaborator, term: Term, node: Node) -> Term:
    """The trace or determinant, which is of a square matrix."""
    rows, columns = elaborator.shape(term.args[0], node.span)
    if rows != columns:
        raise Unreadable("SK102", node.span, f"{node.text} needs a square matrix")
    return term


def _factors(elaborator: Elaborator, node: Node, cursor: Cursor) -> Term:
    """The product of the factors behind the word, as far as it reaches."""
    below = cursor.at > 1 and cursor.nodes[cursor.at - 2].text == "/"  # 1/tr A B
    factors = [elaborator.factor(cursor)]
    forms = [elaborator.shape(factors[0], node.span)]
    while (following := cursor.peek()) is not None and is_start(cursor):
        if following.kind == "bar":
            break  # tr A |B| is the same in both readings, and det A |B| is a product
        at = cursor.at
        factor = elaborator.factor(cursor)
        form = _form(elaborator, (*factors, factor), node)
        if form is None or (forms[-1] != SCALAR and _ends(elaborator, factor, node)):
            cursor.at = at  # tr A u^T v is (tr A) u^T v by the shapes
            break
        if below or (factor.head == "identity" and forms[-1] != SCALAR):
            raise extent(node, following)  # nobody writes A I for A: (tr A) I
        factors.append(factor)
        forms.append(form)
    *before, (rows, columns) = forms
    if rows != columns and any(one == other for one, other in before):
        raise extent(node, cursor.nodes[cursor.at - 1])  # (tr A) x, or a mistake
    return terms.mul(*factors)


def _form(elaborator: Elaborator, factors: tuple[Term, ...], node: Node) -> Shape | None:
    """The shape of the product; None where the factors do not fit together."""
    try:
        return elaborator.shape(terms.mul(*factors), node.span)
    except Unreadable:
        return None


def _ends(elaborator: Elaborator, factor: Term, node: Node) -> bool:
    """Whether a determinant ends before a number behind its matrix: it does as a rule."""
    if node.text != "det" or elaborator.shape(factor, node.span) != SCALAR:
        return False
    elaborator.unusual = UNUSUAL_REACH
    return not elaborator.otherwise


def _to_a_power(elaborator: Elaborator, head: str, node: Node, cursor: Cursor) -> Term:
    """``tr(A)^b`` is (tr A)^b, and so is det(A)^b, which is det(A^b) where that has a meaning."""
    fence = cursor.take()
    elaborator.claim(fence)
    elaborator.no_subscript(fence)
    body = elaborator.inside(fence.parts[0], fence.span)
    rows, columns = elaborator.shape(body, node.span)
    inside = names.is_transpose(fence.sup or ())  # a number has no transpose
    if head == "trace" and not inside and rows == columns != SCALAR[1]:
        elaborator.unusual = UNUSUAL_POWER
        inside = elaborator.otherwise
    if inside or rows != columns:
        cursor.at -= 1
        return checked(elaborator, Term(head, (_factors(elaborator, node, cursor),)), node)
    return elaborator.scripted(Term(head, (body,)), fence)
