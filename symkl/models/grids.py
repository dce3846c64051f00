"""Matrices of numbers or fields, with exact inverses and determinants where entries are exact."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from symkl.models.arithmetic import Arithmetic, is_zero, quotient, sign, vanishes
from symkl.models.model import Imprecise, Undefined, Unsupported

Entries = Sequence[Sequence[Any]]
MOST_EXPANDED = 4  # rows of a determinant that is expanded


class Grid:
    """A matrix that is not 1 x 1; :func:`grid` makes a 1 x 1 matrix the number it holds."""

    __slots__ = ("rows",)

    def __init__(self, rows: Entries) -> None:
        self.rows = tuple(tuple(row) for row in rows)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.rows), len(self.rows[0])

    def each(self, function: Callable[[Any], Any]) -> Grid:
        """The matrix of the function's values."""
        return Grid([[function(entry) for entry in row] for row in self.rows])

    def transposed(self) -> Grid:
        """The transpose."""
        return Grid(list(zip(*self.rows, strict=True)))

    def __add__(self, other: Any) -> Grid:
        if not isinstance(other, Grid) or self.shape != other.shape:
            raise Unsupported("a sum of matrices of different shapes")
        pairs = zip(self.rows, other.rows, strict=True)
        return Grid([[a + b for a, b in zip(*pair, strict=True)] for pair in pairs])

    def __radd__(self, other: Any) -> Any:
        return self + other

    def __sub__(self, other: Any) -> Any:
        return self + -other

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __neg__(self) -> Grid:
        return self.each(lambda entry: -entry)

    def __mul__(self, other: Any) -> Any:
        if not isinstance(other, Grid):
            return self.each(lambda entry: entry * other)
        if self.shape[1] != other.shape[0]:
            raise Unsupported("a product of matrices whose shapes do not match")
        columns = other.transposed().rows
        return grid([[dot(row, column) for column in columns] for row in self.rows])

    def __rmul__(self, other: Any) -> Grid:
        return self.each(lambda entry: other * entry)


def grid(rows: Entries) -> Any:
    """The matrix, or the number in it when it is 1 x 1."""
    return rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else Grid(rows)


def rows_of(value: Any) -> tuple[tuple[Any, ...], ...]:
    """The rows of a matrix; a number is a 1 x 1 matrix."""
    return value.rows if isinstance(value, Grid) else ((value,),)


def square_rows(value: Any) -> tuple[tuple[Any, ...], ...]:
    """The rows of a square matrix; raises Unsupported for another shape."""
    rows = rows_of(value)
    if len(rows) != len(rows[0]):
        raise Unsupported("expected a square matrix")
    return rows


def trace(value: Any) -> Any:
    """The sum of the diagonal."""
    rows = square_rows(value)
    total = rows[0][0]
    for i in range(1, len(rows)):
        total = total + rows[i][i]
    return total


def identity_rows(size: int, arithmetic: Arithmetic) -> list[list[Any]]:
    """The rows of the identity matrix."""
    zero, one = arithmetic.zero, arithmetic.one
    return [[one if i == j else zero for j in range(size)] for i in range(size)]


def inverse_and_det(
    rows: Entries, arithmetic: Arithmetic, definite: bool = False
) -> tuple[list[list[Any]], Any]:
    """The inverse and the determinant, by Gauss-Jordan elimination.

    With ``definite`` the matrix must be positive definite.  Raises Undefined when it is singular
    (or not definite), Imprecise when that cannot be told.
    """
    size, det = len(rows), arithmetic.one
    work = [[*row, *unit] for row, unit in zip(rows, identity_rows(size, arithmetic), strict=True)]
    for column in range(size):
        place = column if definite else _pivot(work, column)
        pivot = work[place][column]
        if definite and arithmetic.sign(pivot) <= 0:
            raise Undefined("a matrix that is not positive definite")
        det = det * (pivot if place == column else -pivot)
        work[place], work[column] = work[column], work[place]
        _clear(work, column, [quotient(entry, pivot) for entry in work[column]])
    return [row[size:] for row in work], det


def determinant(rows: Entries, arithmetic: Arithmetic) -> Any:
    """The determinant; zero for a singular matrix."""
    try:
        return inverse_and_det(rows, arithmetic)[1]
    except Undefined:
        return arithmetic.zero


def is_singular(rows: Entries) -> bool:
    """Whether a small matrix of functions has the determinant 0 everywhere, as x x^T has."""
    return len(rows) <= MOST_EXPANDED and is_zero(_expanded(rows))


def _expanded(rows: Entries) -> Any:
    """The determinant along the first row."""
    if len(rows) == 1:
        return rows[0][0]
    total: Any = None
    for place, entry in enumerate(rows[0]):
        if not is_zero(entry):
            minor = [[*row[:place], *row[place + 1 :]] for row in rows[1:]]
            rest = _expanded(minor)
            term = entry * rest if not is_zero(rest) else rest
            term = -term if place % 2 else term
            total = term if total is None or is_zero(total) else total + term
    return rows[0][0] if total is None else total


def _pivot(work: list[list[Any]], column: int) -> int:
    signs = [sign(work[row][column]) for row in range(column, len(work))]
    for offset, found in enumerate(signs):
        if found in (1, -1):
            return column + offset
    if None in signs:
        raise Imprecise("a matrix that may be singular")
    raise Undefined("the inverse of a singular matrix")


def _clear(work: list[list[Any]], column: int, scaled: list[Any]) -> None:
    for i, row in enumerate(work):
        if i != column and not vanishes(row[column]):
            factor = row[column]
            work[i] = [a - factor * b for a, b in zip(row, scaled, strict=True)]
    work[column] = scaled


def dot(row: Sequence[Any], column: Sequence[Any]) -> Any:
    """The sum of the products of the entries of two vectors."""
    total = row[0] * column[0]
    for a, b in zip(row[1:], column[1:], strict=True):
        total = total + a * b
    return total
