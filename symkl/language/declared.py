"""Declarations in words: what a derivation assumes of each name it uses."""

from __future__ import annotations

from symkl.kernel.context import SCALAR_SORT, Context, Law, Matrix, Number, Sort

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
    )


def _sort(sort: Sort, is_dimension: bool) -> str:
    if is_dimension:
        return f"{sort.size} is a positive whole number (a dimension)"
    return f"{sort.name} is a finite space of {sort.size} elements"


def _law(law: Law, context: Context) -> str:
    if law.normal is not None:
        mean, covariance = law.normal
        space = law.coords[0][1]
        return f"{law.name} is the normal density on {space} with " + (
            f"mean {mean} and covariance {covariance}" if mean else "mean 0 and covariance I"
        )
    targets = ", ".join(sort for name, sort in law.coords if name not in law.given)
    finite = all(context.sort(sort).kind == "finite" for _, sort in law.coords)
    kind = ("pmf" if finite else "density") if law.normalised else "weight (not normalised)"
    given = ", ".join(law.sort_of(name) for name in law.given)
    text = f"{law.name} is a {kind} on {targets}{' given ' + given if given else ''}"
    text += f", {SIGNS[law.sign]}"
    text += "".join(f", absolutely continuous to {other}" for other in law.below)
    if law.independent:
        text += f", with {' and '.join(','.join(g) for g in law.independent)} independent"
    return text


def _matrix(matrix: Matrix) -> str:
    if matrix.columns == SCALAR_SORT:
        return f"{matrix.name} is a vector of dimension {matrix.rows}"
    if matrix.positive_definite:
        return (
            f"{matrix.name} is a symmetric positive definite {matrix.rows} x {matrix.rows} matrix"
        )
    words = "symmetric " * matrix.symmetric + "invertible " * matrix.invertible
    return f"{matrix.name} is a {words}{matrix.rows} x {matrix.columns} matrix"


def _number(number: Number) -> str:
    sign = "" if number.sign == "real" else f"{number.sign} "
    return f"{number.name} is a {sign}real number"
