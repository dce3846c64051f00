"""Declarations in words: what a derivation assumes of each name it uses; names are in TeX."""

from __future__ import annotations

from collections.abc import Collection

from symkl.kernel.context import SCALAR_SORT, Context, Function, Law, Matrix, Number, Sort
from symkl.kernel.families import titled
from symkl.language.printing import latex_name

CONVENTION = r"A term with a factor $P(x) = 0$ counts as $0$, as in $0 \log 0 = 0$"
SIGNS = {"positive": "positive everywhere", "nonnegative": "may have zeros", "real": "of any sign"}


def assumptions(context: Context) -> tuple[str, ...]:
    """One sentence for each declared name, in order of kind and name."""
    dimensions = {m.rows for m in context.matrices.values()} | {
        m.columns for m in context.matrices.values()
    }
    dimensions |= {s.index for s in context.sorts.values() if s.kind == "real"}
    return (
        *(_sort(s, s.name in dimensions) for s in context.sorts.values() if s.kind == "finite"),
        *(_law(law, context) for law in context.laws.values()),
        *(_matrix(matrix) for matrix in context.matrices.values()),
        *(_number(number) for number in context.numbers.values()),
        *(_function(function) for function in context.functions.values()),
        *((CONVENTION,) if any(w.sign == "nonnegative" for w in context.laws.values()) else ()),
    )


def unsaid(context: Context, said: Collection[str]) -> list[str]:
    """The assumptions of a context that are not among the sentences.

    What is only counted in one step may index vectors in another: a dimension is a finite space.
    """
    finite = (sort for sort in context.sorts.values() if sort.kind == "finite")
    as_dimension = {_sort(sort, False): _sort(sort, True) for sort in finite}
    return [a for a in assumptions(context) if not {a, as_dimension.get(a, a)} & set(said)]


FORMS = {"full": "", "diagonal": "diagonal ", "isotropic": "(multiple of the identity) "}


def _sort(sort: Sort, is_dimension: bool) -> str:
    if is_dimension:
        return f"{_math(sort.size)} is a positive whole number (a dimension)"
    return f"{_math(sort.name)} is a finite space of {_math(sort.size)} elements"


def _law(law: Law, context: Context) -> str:
    if law.normal is not None:
        return _normal(law)
    if law.family is not None:
        below = "".join(f", absolutely continuous to {_math(other)}" for other in law.below)
        return f"{_math(law.name)} is {titled(law)}{below}"
    targets = ", ".join(_math(sort) for name, sort in law.coords if name not in law.given)
    finite = all(context.sort(sort).kind == "finite" for _, sort in law.coords)
    kind = ("pmf" if finite else "density") if law.normalised else "weight (not normalised)"
    given = ", ".join(_math(law.sort_of(name)) for name in law.given)
    text = f"{_math(law.name)} is a {kind} on {targets}{' given ' + given if given else ''}"
    text += f", {SIGNS[law.sign]}"
    text += "".join(f", absolutely continuous to {_math(other)}" for other in law.below)
    if law.independent:
        groups = (", ".join(map(_math, group)) for group in law.independent)
        text += f", with {' and '.join(groups)} independent"
    return text


def _normal(law: Law) -> str:
    mean, covariance = law.normal or ("", "")
    what = "mean $0$ and covariance $I$"
    if mean:
        what = f"mean {_math(mean)} and covariance {_math(covariance)}"
    return f"{_math(law.name)} is the normal density on {_math(law.coords[0][1])} with {what}"


def _matrix(matrix: Matrix) -> str:
    name, rows = _math(matrix.name), latex_name(matrix.rows)
    if matrix.columns == SCALAR_SORT:
        return f"{name} is a vector of dimension ${rows}$"
    invertible = matrix.invertible and not matrix.positive_definite
    words = "symmetric " * matrix.symmetric + "invertible " * invertible
    words += FORMS[matrix.form]
    words += "positive definite " * matrix.positive_definite
    return f"{name} is a {words}${rows} \\times {latex_name(matrix.columns)}$ matrix"


def _function(function: Function) -> str:
    shape = "" if function.shape == "any" else f"{function.shape} "
    return f"{_math(function.name)} is a {shape}function on the real line"


def _number(number: Number) -> str:
    if number.sign == "unit":
        return f"{_math(number.name)} is a real number between 0 and 1"
    sign = "" if number.sign == "real" else f"{number.sign} "
    return f"{_math(number.name)} is a {sign}real number"


def _math(name: str) -> str:
    return f"${latex_name(name)}$"
