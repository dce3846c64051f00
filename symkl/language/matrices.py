"""Vectors and matrices of symbolic dimension, and Gaussian densities on them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symkl.kernel.context import Law, Sort
from symkl.kernel.context import Matrix as MatrixDeclaration
from symkl.kernel.terms import Term, mul
from symkl.language.functions import label_of_point
from symkl.language.spaces import Distribution, Point, Support, dominated, sign_of
from symkl.language.written import LanguageError, Written, checked, combined, written


class Dimension(Written):
    """A symbolic dimension k: a positive whole number, and the size of vectors and matrices.

    Examples:
        >>> k = Dimension("k"); S = SPD("S", k); mu = Vector("mu", k)
        >>> trace(S.inv() * S) - k / 2
        tr(S^-1 S) - k/2
    """

    def __new__(cls, name: str) -> Dimension:
        """The dimension of this name; an index of this name runs over it."""
        return Written.__new__(cls, Term("size", (), name), [Sort(name, name)])

    def __getnewargs__(self) -> tuple[str]:
        return (self.name,)

    @property
    def name(self) -> str:
        """The name, which is also that of the index sort."""
        return str(self.term.label)

    @property
    def sort(self) -> Sort:
        """The index sort."""
        return Sort(self.name, self.name)

    @property
    def real_space(self) -> Sort:
        """The space R^k of column vectors."""
        return Sort(f"R^{self.name}", "", "real", self.name)

    def point(self, name: str) -> Point:
        """A point of R^k: a column vector that an expectation or an integral may bind."""
        label = (name, self.real_space.name)
        return Point(Term("point", (), label), [self.sort, self.real_space])

    @property
    def declared(self) -> tuple[Sort, ...]:
        """What a law on R^k declares: the space first, then its index sort."""
        return self.real_space, self.sort

    def density(
        self, name: str, support: Support = "full", below: Iterable[Distribution] = ()
    ) -> Distribution:
        """A probability density on R^k that is not specified further: integrates to 1.

        Args:
            name: as in "p".
            support: "full" (positive everywhere, the default) or "any" (may vanish, as uniform
                and exponential densities do).
            below: densities that this one is absolutely continuous to.
        """
        law = Law(name, (("x", self.real_space.name),), sign=sign_of(support))
        return dominated(law, self.declared, below)

    def densities(self, names: str, support: Support = "full") -> list[Distribution]:
        """Several densities, by names with spaces between."""
        return [self.density(name, support) for name in names.split()]


def Vector(name: str, k: Dimension) -> Written:
    """A constant column vector of dimension k."""
    return _matrix(MatrixDeclaration(name, _size(k)), k)


def vectors(names: str, k: Dimension) -> list[Written]:
    """Several constant vectors, by names with spaces between."""
    return [Vector(name, k) for name in names.split()]


def SPD(name: str, k: Dimension) -> Written:
    """A symmetric positive definite k x k matrix (hence invertible)."""
    return _matrix(MatrixDeclaration(name, _size(k), _size(k), True, True, True), k)


def Matrix(
    name: str,
    rows: Dimension,
    columns: Dimension | None = None,
    *,
    symmetric: bool = False,
    invertible: bool = False,
) -> Written:
    """A constant matrix; square when only one dimension is given."""
    wide = columns or rows
    if (symmetric or invertible) and _size(wide) != _size(rows):
        raise LanguageError(f"{name} is {rows} x {wide}: only a square one can be that")
    declaration = MatrixDeclaration(name, _size(rows), _size(wide), symmetric, invertible)
    return _matrix(declaration, rows, wide)


def Identity(k: Dimension) -> Written:
    """The k x k identity matrix."""
    return Written(Term("identity", (), _size(k)), k.declarations)


def _size(k: Any) -> str:
    """The name of a dimension; a number is none: what holds for it is to hold for every k."""
    if not isinstance(k, Dimension):
        raise LanguageError(f'expected a dimension, as in k = Dimension("k"), and not {k!r}')
    return k.name


def trace(matrix: Any) -> Written:
    """The trace of a square matrix (of a number: the number)."""
    return _of_square("trace", matrix)


def det(matrix: Any) -> Written:
    """The determinant of a square matrix."""
    return _of_square("det", matrix)


def quadratic_form(vector: Any, matrix: Any) -> Written:
    """The number v^T A v."""
    return combined(lambda v, a: mul(Term("transpose", (v,)), a, v), vector, matrix)


def Gaussian(name: str, mean: Written, cov: Written) -> Distribution:
    """The normal density on R^k with this mean vector and SPD covariance, all of them declared.

    Its value is ``(2 pi)^(-k/2) |S|^(-1/2) exp(-(x - m)^T S^-1 (x - m) / 2)``.
    """
    index, columns = mean.shape
    if mean.term.head != "matrix" or columns != "1":
        raise LanguageError(f"the mean must be a declared vector, found {mean}")
    if cov.term.head != "matrix" or not cov.context.matrix(cov.term.label).positive_definite:
        raise LanguageError(f"the covariance must be a declared SPD matrix, found {cov}")
    if cov.shape != (index, index):
        raise LanguageError(f"the mean is in R^{index}, the covariance {' x '.join(cov.shape)}")
    space = Dimension(index).real_space
    law = Law(name, (("x", space.name),), normal=(mean.term.label, cov.term.label))
    return Distribution(law, [*mean.declarations, *cov.declarations, space])


def StandardNormal(name: str, k: Dimension) -> Distribution:
    """The normal density on R^k with mean 0 and covariance I."""
    law = Law(name, (("x", k.real_space.name),), normal=("", ""))
    return Distribution(law, [k.sort, k.real_space])


def log_density(distribution: Distribution, point: Written) -> Written:
    """The logarithm of the density at the point."""
    label_of_point(point)
    return combined(lambda value: Term("log", (value,)), distribution(point))


def _matrix(declaration: MatrixDeclaration, *dimensions: Dimension) -> Written:
    sorts = [dimension.sort for dimension in dimensions]
    return Written(Term("matrix", (), declaration.name), [declaration, *sorts])


def _of_square(head: str, matrix: Any) -> Written:
    expression = written(matrix)
    rows, columns = expression.shape
    if rows != columns:
        raise LanguageError(f"{head} needs a square matrix, found {rows} x {columns}")
    return checked(Term(head, (expression.term,)), expression.declarations)
