"""Whether declarations fit together: what no space, law or matrix could be is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from symkl.kernel.context import (
    SCALAR_SORT,
    SIGNS,
    Context,
    Function,
    Law,
    Matrix,
    Number,
    Sort,
    require_typed,
)
from symkl.kernel.errors import IllFormed
from symkl.kernel.families import FAMILIES
from symkl.kernel.terms import rational

# Relations, operators with blanks around them, and what a notion applied to something looks like.
FORMULA = re.compile(
    r"[=<>≤≥≠≈;]|\|\||[-+*/|,] | [-+*/|,]|^(?:log|exp|tr|det|H|I|KL|E|sum|int)(?:_[^ (\[]*)?[ (\[]"
)
MAX_SIZE_DIGITS = 18
INDEXED = ("simplex", "definite")  # kinds of spaces whose points have components


def require_consistent(context: Context) -> None:
    """Raise IllFormed unless each declaration makes sense beside the others."""
    for declaration in context.declarations():
        require_typed(declaration)
        if not isinstance(declaration, Sort):
            _require(_is_name(declaration.name), repr(declaration.name)[:40], "no name")
        CHECKS[type(declaration)](context, declaration)


def _is_name(name: str) -> bool:
    """Whether the text cannot be taken for a number, an expression or a statement.

    A statement shows names as they are: of a positive number named "0" it would say that 0 > 0.
    """
    plain = all(c == " " or unicodedata.category(c)[0] not in "CZ" for c in name)
    return name[:1].isalpha() and plain and FORMULA.search(name) is None


def _require(condition: bool, name: str, message: str) -> None:
    if not condition:
        raise IllFormed(f"{name}: {message}")


def _sort(context: Context, sort: Sort) -> None:
    _require(sort.name not in ("", SCALAR_SORT), repr(sort.name), "no name for a space")
    if sort.kind != "finite":
        _require_index(context, sort.name, sort.index)
        numbers = sort.index == SCALAR_SORT
        _require(sort.kind != "integer" or numbers, sort.name, "whole numbers have no index")
        _require(not (sort.kind in INDEXED and numbers), sort.name, "needs an index")
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
    if law.family is not None:
        _family(context, law)
    elif any(context.sort(sort).kind in ("integer", *INDEXED) for _, sort in law.coords):
        raise IllFormed(f"{law.name}: a law on whole numbers or a simplex must name its family")


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


def _family(context: Context, law: Law) -> None:
    name, *parameters = law.family or ("",)
    family = FAMILIES.get(name)
    if family is None:
        raise IllFormed(f"{law.name}: there is no family {name!r}")
    alone = len(law.coords) == 1 and not law.given and not law.independent
    _require(alone and law.normal is None, law.name, "a law of a family is of one point")
    sort = context.sort(law.coords[0][1])
    fits = sort.kind == family.space and (sort.index == SCALAR_SORT) == (sort.kind not in INDEXED)
    _require(fits, law.name, f"a law of the family {name} is on another space")
    _require(law.normalised and law.sign != "real", law.name, "a law of a family is a density")
    everywhere = law.sign == "nonnegative" or family.support == "line"
    _require(everywhere, law.name, f"a law of the family {name} vanishes somewhere")
    _require(len(parameters) == len(family.parameters), law.name, "the wrong number of parameters")
    for kind, parameter in zip(family.parameters, parameters, strict=True):
        PARAMETERS[kind](context, law, parameter)


def _numeric(*signs: str, low: int | None = None, high: int | None = None) -> Any:
    """Checks that a parameter is a number with one of these signs, or a rational one between."""

    def check(context: Context, law: Law, parameter: str) -> None:
        if parameter in context.numbers:
            fits = context.numbers[parameter].sign in signs
        else:
            value = rational(parameter)
            fits = (low is None or value > low) and (high is None or value < high)
        _require(fits, law.name, f"the parameter {parameter[:20]} is not known to be as it must")

    return check


def _count(context: Context, law: Law, parameter: str) -> None:
    _require(context.sort(parameter).kind == "finite", law.name, f"{parameter} is no size")


def _weights(context: Context, law: Law, parameter: str) -> None:
    weights, index = context.law(parameter), context.sort(law.coords[0][1]).index
    fits = [sort for _, sort in weights.coords] == [index] and weights.sign == "positive"
    _require(fits, law.name, f"{parameter} is no positive weight on {index}")


def _scale(context: Context, law: Law, parameter: str) -> None:
    scale, index = context.matrix(parameter), context.sort(law.coords[0][1]).index
    fits = scale.positive_definite and scale.symmetric and scale.rows == index
    _require(fits, law.name, f"{parameter} is no covariance on {index}")


PARAMETERS: dict[str, Callable[[Context, Law, str], None]] = {
    "real": _numeric(*SIGNS, "unit"),
    "positive": _numeric("positive", "unit", low=0),
    "unit": _numeric("unit", low=0, high=1),
    "count": _count,
    "weights": _weights,
    "scale": _scale,
}


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
