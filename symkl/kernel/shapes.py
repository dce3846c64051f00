"""Shapes of terms: index sorts of rows and columns; ("1", "1") for numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from symkl.kernel.context import SCALAR_SORT, Context
from symkl.kernel.errors import IllFormed
from symkl.kernel.terms import Term

Shape = tuple[str, str]
SCALAR: Shape = (SCALAR_SORT, SCALAR_SORT)


def shape(context: Context, term: Term) -> Shape:
    """Index sorts of rows and columns; raises IllFormed when parts do not fit together."""
    method = SHAPES.get(term.head)
    return SCALAR if method is None else method(context, term)


def square(context: Context, term: Term) -> Shape:
    """The shape, refused unless it is square."""
    rows, columns = shape(context, term)
    if rows != columns:
        raise IllFormed(f"expected a square matrix, found {rows} x {columns}")
    return rows, columns


def square_factors(context: Context, term: Term) -> bool:
    """Whether every factor of a product is a number or square, and not all are numbers."""
    factors = [shape(context, child) for child in term.args]
    return any(f != SCALAR for f in factors) and all(rows == columns for rows, columns in factors)


def same(context: Context, term: Term) -> Shape:
    """The one shape that all children have."""
    shapes = {shape(context, child) for child in term.args}
    if len(shapes) != 1:
        found = ", ".join(sorted(f"{r} x {c}" for r, c in shapes))
        raise IllFormed(f"the terms of a sum differ in shape: {found}")
    return shapes.pop()


def product(shapes: Iterable[Shape]) -> Shape:
    """The shape of a product of factors of these shapes; numbers may stand anywhere in it."""
    found = SCALAR
    for other in shapes:
        if found == SCALAR or other == SCALAR:
            found = other if found == SCALAR else found
        elif found[1] != other[0]:
            raise IllFormed(f"{' x '.join(found)} cannot be multiplied by {' x '.join(other)}")
        else:
            found = found[0], other[1]
    return found


def _matrix(context: Context, term: Term) -> Shape:
    matrix = context.matrix(term.label)
    return matrix.rows, matrix.columns


def _point(context: Context, term: Term) -> Shape:
    sort = term.label[1]
    if sort in context.sorts and context.sorts[sort].kind == "definite":
        return context.sort(sort).index, context.sort(sort).index
    return (context.sort(sort).index, SCALAR_SORT) if context.is_real_space(sort) else SCALAR


def _transpose(context: Context, term: Term) -> Shape:
    rows, columns = shape(context, term.args[0])
    return columns, rows


def _entry(context: Context, term: Term) -> Shape:
    form = shape(context, term.args[0])
    sorts = [point.label[1] if point.head == "point" else "" for point in term.args[1:]]
    if sorts != [sort for sort in form if sort != SCALAR_SORT] or form[0] == SCALAR_SORT:
        raise IllFormed(f"an entry at {', '.join(sorts)} of a {' x '.join(form)} matrix")
    return SCALAR


def _row(context: Context, term: Term) -> Shape:
    (rows, columns), point = shape(context, term.args[0]), term.args[1]
    if point.head != "point" or point.label[1] != rows or SCALAR_SORT in (rows, columns):
        raise IllFormed(f"a row at {point.label[1:]} of a {rows} x {columns} matrix")
    return columns, SCALAR_SORT


SHAPES: dict[str, Callable[[Context, Term], Shape]] = {
    "matrix": _matrix,
    "identity": lambda _, term: (term.label, term.label),
    "point": _point,
    "entry": _entry,
    "row": _row,
    "transpose": _transpose,
    "inverse": lambda context, term: square(context, term.args[0]),
    "add": same,
    "mul": lambda context, term: product(shape(context, child) for child in term.args),
    "neg": lambda context, term: shape(context, term.args[0]),
    "expect": lambda context, term: shape(context, term.args[0]),
    "sum": lambda context, term: shape(context, term.args[0]),
    "div": lambda context, term: shape(context, term.args[0]),
}
