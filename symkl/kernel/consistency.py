"""Whether declarations fit together: what no space, law or matrix could be is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symkl.kernel.context import (
    SCALAR_SORT,
    Context,
    Function,
    Law,
    Matrix,
    Number,
    Sort,
    require_typed,
)
from symkl.kernel.errors import IllFormed

MAX_SIZE_DIGITS = 18


def require_consistent(context: Context) -> None:
    """Raise IllFormed unless each declaration makes sense beside the others."""
    for declaration in context.declarations():
        require_typed(declaration)
        CHECKS[type(declaration)](context, declaration)


def _require(condition: bool, name: str, message: str) -> None:
    if not condition:
        raise IllFormed(f"{name}: {message}")


def _sort(context: Context, sort: Sort) -> None:
    _require(sort.name not in ("", SCALAR_SORT), repr(sort.name), "no name for a space")
    if sort.kind == "real":
        _require_index(context, sort.name, sort.index)
        return
    symbol = sort.symbol
    if symbol.isdecimal():
        fits = symbol.isascii() and len(symbol) <= MAX_SIZE_DIGITS and int(symbol) > 0
        _require(fits, sort.name, f"a space cannot have {symbol[:20]} elements")
    else:
        _require(not symbol[0].isdigit() and symbol[0] not in "+-.", sort.name, f"size {symbol!r}")


def _require_index(context: Context, name: str, index: str) -> None:
    if index != SCALAR_SORT:
        _require(context.sort(index).kind == "finite", name, f"{index} is no dimension")


def _law(context: Context, law: Law) -> None:
    names = [name for name, _ in law.coords]
    _require(0 < len(names) == len(set(names)), law.name, "variables need different names")
    for _, sort in law.coords:
        context.sort(sort)
    inside = len(set(law.given)) == len(law.given) and set(law.given) < set(names)
    _require(inside, law.name, "the conditions must be some of the variables")
    for name in law.below:
        if name in context.laws:
            fits = _places(context.laws[name]) == _places(law)
            _require(fits, law.name, f"{name} is a law of other variables")
    if law.independent:
        _independent(law, names)
    if law.normal is not None:
        _normal(context, law, *law.normal)


def _places(law: Law) -> list[tuple[str, bool]]:
    return [(sort, name in law.given) for name, sort in law.coords]


def _independent(law: Law, names: list[str]) -> None:
    covered = sorted(name for group in law.independent for name in group)
    message = "the independent groups must cover its variables once"
    _require(covered == sorted(names) and all(law.independent), law.name, message)
    _require(not law.given, law.name, "independence is not for conditional laws")
    # Of weights whose sum is not 1, p(x,y,z) = p(x) p(y) p(z) does not say p(x,y) = p(x) p(y).
    _require(law.normalised, law.name, "independence is for laws that sum to 1")


def _normal(context: Context, law: Law, mean: str, covariance: str) -> None:
    alone = len(law.coords) == 1 and context.sort(law.coords[0][1]).kind == "real"
    _require(alone, law.name, "a normal density is of one point of a real space")
    index = context.sort(law.coords[0][1]).index
    for name, shape in ((mean, (index, SCALAR_SORT)), (covariance, (index, index))):
        if name:
            found = context.matrix(name)
            _require((found.rows, found.columns) == shape, law.name, f"{name} has another shape")


def _matrix(context: Context, matrix: Matrix) -> None:
    _require_index(context, matrix.name, matrix.rows)
    _require_index(context, matrix.name, matrix.columns)
    square_only = matrix.symmetric or matrix.invertible or matrix.positive_definite
    _require(
        matrix.rows == matrix.columns or not square_only, matrix.name, "only a square one can be so"
    )
    variances = matrix.symmetric and matrix.positive_definite
    message = "a diagonal form is one of symmetric positive definite matrices"
    _require(matrix.form == "full" or variances, matrix.name, message)


def _anything(context: Context, declaration: Number | Function) -> None:
    """Numbers and functions fit beside everything."""


CHECKS: dict[type[Any], Callable[[Context, Any], None]] = {
    Sort: _sort,
    Law: _law,
    Matrix: _matrix,
    Number: _anything,
    Function: _anything,
}
