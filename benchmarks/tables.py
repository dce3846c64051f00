"""What declared names are in an instance: pmf tables, vectors and matrices of SymPy symbols."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Literal

import sympy as sp

from symkl.kernel.context import SCALAR_SORT, Context, Law, Matrix
from symkl.symbolic.arithmetic import NotExpressible

Indices = tuple[int, ...]
Table = dict[Indices, sp.Expr]


@dataclass(frozen=True)
class Sizes:
    """How many points a finite space has (n), and how many components a vector (k).

    ``entries``: a positive symbol for each entry of a pmf but the last, which is 1 minus the
    others, and a symbol for each entry of a covariance.  SymPy then does not know that the last
    probability and the determinants are positive.
    ``weights``: a pmf is positive symbols over their sum, a covariance L L^T with a positive
    diagonal of L.  All that is assumed is then known to SymPy.
    """

    points: int = 3
    components: int = 2
    style: Literal["entries", "weights"] = "entries"


@dataclass(frozen=True)
class Normal:
    """A normal density by mean, covariance, and what its logarithm needs of the latter."""

    mean: sp.Matrix
    covariance: sp.Matrix
    precision: sp.Matrix
    det: sp.Expr


class Tables:
    """Symbols for the declarations of a context, made once each."""

    def __init__(self, context: Context, sizes: Sizes) -> None:
        self.context = context
        self.sizes = sizes
        self._laws: dict[str, Table] = {}
        self._matrices: dict[str, sp.Matrix] = {}
        self._normals: dict[str, Normal] = {}

    @cached_property
    def _dimensions(self) -> set[str]:
        """The sorts that index the components of vectors."""
        sorts = self.context.sorts.values()
        used = {s.index for s in sorts if s.kind == "real"}
        matrices = self.context.matrices.values()
        return used.union(*({m.rows, m.columns} for m in matrices))

    def size(self, sort: str) -> int:
        """The number of elements of a sort."""
        if sort == SCALAR_SORT:
            return 1
        if self.context.sort(sort).size.isdigit():
            return int(self.context.sort(sort).size)
        return self.sizes.components if sort in self._dimensions else self.sizes.points

    # --- finite laws ------------------------------------------------------------------------------

    def probability(self, law: Law, at: dict[str, int]) -> sp.Expr:
        """The value of the law summed over the coordinates that ``at`` leaves open."""
        ranges = [[at[c]] if c in at else range(self.size(s)) for c, s in law.coords]
        table = self._table(law)
        return sp.Add(*(table[indices] for indices in product(*ranges)))

    def _table(self, law: Law) -> Table:
        if law.independent:
            raise NotExpressible(f"the independence of the variables of {law.name}")
        if law.name not in self._laws:
            self._laws[law.name] = self._new_table(law)
        return self._laws[law.name]

    def _new_table(self, law: Law) -> Table:
        """Symbols, made to sum to 1 where they must: for each value of the conditions."""
        table: Table = {}
        groups: dict[Indices, list[Indices]] = {}
        for indices in product(*(range(self.size(sort)) for _, sort in law.coords)):
            name = f"{law.name}_{''.join(str(i + 1) for i in indices)}"
            table[indices] = sp.Symbol(name, **{law.sign: True})
            pairs = zip(indices, law.coords, strict=True)
            fixed = tuple(index for index, (coord, _) in pairs if coord in law.given)
            groups.setdefault(fixed, []).append(indices)
        for group in groups.values() if law.normalised else ():
            self._normalise(table, group)
        return table

    def _normalise(self, table: Table, group: list[Indices]) -> None:
        if self.sizes.style == "weights":
            whole = sp.Add(*(table[indices] for indices in group))
            table.update({indices: table[indices] / whole for indices in group})
        else:
            table[group[-1]] = 1 - sp.Add(*(table[indices] for indices in group[:-1]))

    # --- matrices ---------------------------------------------------------------------------------

    def matrix(self, name: str) -> sp.Matrix:
        """The declared matrix or vector with a real symbol for each entry."""
        if name not in self._matrices:
            self._matrices[name] = self._new_matrix(self.context.matrix(name))
        return self._matrices[name]

    def _new_matrix(self, matrix: Matrix) -> sp.Matrix:
        rows, columns = self.size(matrix.rows), self.size(matrix.columns)
        lower = matrix.positive_definite and self.sizes.style == "weights"

        def entry(i: int, j: int) -> sp.Expr:
            if lower and j > i:
                return sp.S.Zero
            if matrix.symmetric:
                i, j = min(i, j), max(i, j)
            positive = matrix.positive_definite and i == j
            name = f"{matrix.name}_{i + 1}{'' if columns == 1 < rows else j + 1}"
            return sp.Symbol(name, **{"positive" if positive else "real": True})

        found = sp.ImmutableMatrix(rows, columns, entry)
        return found * found.T if lower else found

    def normal(self, law: Law) -> Normal:
        """Mean and covariance of a normal law; an empty name is the standard one's."""
        if law.normal is None or len(law.coords) != 1:
            raise NotExpressible(f"{law.name}, a density that is not a normal one")
        if law.name not in self._normals:
            size = self.size(self.context.sort(law.coords[0][1]).index)
            mean, covariance = law.normal
            mu = self.matrix(mean) if mean else sp.ImmutableMatrix.zeros(size, 1)
            sigma = self.matrix(covariance) if covariance else sp.ImmutableMatrix.eye(size)
            self._normals[law.name] = Normal(mu, sigma, sigma.inv(), determinant(sigma))
        return self._normals[law.name]


def determinant(matrix: sp.Matrix) -> sp.Expr:
    """The determinant in factors, of which SymPy sees the sign if anywhere."""
    return sp.factor(matrix.det())
