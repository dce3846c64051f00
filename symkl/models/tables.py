"""Values of laws in one model: exact marginals of tables, and marginals of normal densities."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from operator import itemgetter
from typing import Any

from symkl.kernel.context import Context, Law
from symkl.models.arithmetic import Arithmetic
from symkl.models.boxes import BoxDensity
from symkl.models.gaussian import NormalDensity
from symkl.models.grids import grid
from symkl.models.laws import NamedLaws
from symkl.models.model import Box, Component, Model, Normal, Rows, Undefined, Unsupported, Vector
from symkl.models.supports import Cell, ends, intervals

Coords = tuple[str, ...]
Index = tuple[int, ...]
Density = NormalDensity | BoxDensity


class Tables:
    """The laws of one model in one number system; every marginal is computed once."""

    def __init__(self, context: Context, model: Model, arithmetic: Arithmetic) -> None:
        self.context = context
        self.model = model
        self.arithmetic = arithmetic
        self._real: dict[str, bool] = {}
        self._marginals: dict[tuple[str, Coords], dict[Index, Any]] = {}
        self._densities: dict[tuple[str, Coords], list[Density]] = {}
        self._fields: dict[tuple[str, Coords, tuple[int, ...]], tuple[Any, Any]] = {}
        self._matrices: dict[str, Any] = {}
        self._cells: dict[str, list[Cell]] = {}
        self.named = NamedLaws(context, model, arithmetic)

    def matrix(self, name: str) -> Any:
        """The declared matrix with exact entries."""
        if name not in self._matrices:
            rows = [[self.arithmetic.exact(v) for v in row] for row in self._rows(name)]
            self._matrices[name] = grid(rows)
        return self._matrices[name]

    def _rows(self, name: str) -> Rows:
        if name not in self.model.matrices:
            raise Unsupported(f"the model gives no entries to {name}")
        return self.model.matrices[name]

    def is_real(self, law: Law) -> bool:
        """Whether the law is a density; raises Unsupported when it mixes kinds of spaces."""
        if law.name not in self._real:
            kinds = {self.context.is_real_space(sort) for _, sort in law.coords}
            if len(kinds) > 1:
                raise Unsupported(f"{law.name} mixes finite and real spaces")
            self._real[law.name] = kinds == {True}
        return self._real[law.name]

    def value(self, law: Law, at: dict[str, Any]) -> Any:
        """The marginal at these values of some coordinates.

        For a channel this is the marginal of its targets given all its conditions, which must be
        among the coordinates.
        """
        if law.family is not None:
            (point,) = at.values()
            return self.named.value(law, point)
        if self.is_real(law):
            return self._density_value(law, at)
        kept = tuple([c for c, _ in law.coords if c in at])
        return self.marginal(law, kept)[tuple([at[c] for c in kept])]

    def marginal(self, law: Law, kept: Coords) -> Mapping[Index, Any]:
        """The table of a law on finite spaces summed over all but these coordinates of it."""
        table = self._marginals.get((law.name, kept))
        if table is None:
            table = self._marginals[law.name, kept] = self._marginal(law, kept)
        return table

    def _marginal(self, law: Law, kept: Coords) -> dict[Index, Any]:
        if law.name not in self.model.laws:
            raise Unsupported(f"the model gives no table to {law.name}")
        if len(kept) == len(law.coords):
            exact = self.arithmetic.exact
            return {cell: exact(weight) for cell, weight in self.model.laws[law.name].items()}
        whole, table = self._smallest_above(law, kept)
        project = projection([i for i, c in enumerate(whole) if c in kept])
        sums: dict[Index, Any] = {}
        for cell, weight in table.items():
            key = project(cell)
            sums[key] = sums[key] + weight if key in sums else weight
        return sums

    def _smallest_above(self, law: Law, kept: Coords) -> tuple[Coords, Mapping[Index, Any]]:
        """The smallest table at hand that is summed over nothing of these coordinates."""
        whole = tuple(c for c, _ in law.coords)
        found = whole, self.marginal(law, whole)
        for (name, coords), table in self._marginals.items():
            if name == law.name and len(table) < len(found[1]) and set(kept) <= set(coords):
                found = coords, table
        return found

    def _density_value(self, law: Law, at: dict[str, Any]) -> Any:
        kept = tuple(c for c, _ in law.coords if c in at)
        points = [at[c] for c in kept]
        key = law.name, kept, tuple(map(id, points))
        if key not in self._fields:
            # The points are kept beside the value, so that their identities stay taken.
            self._fields[key] = points, self._fresh_density(law, kept, points)
        return self._fields[key][1]

    def _fresh_density(self, law: Law, kept: Coords, points: Sequence[Sequence[Any]]) -> Any:
        components = [component for point in points for component in point]
        value = self._sum(self._density(law, kept), components)
        if not law.given:
            return value
        # A channel is its joint law divided by the marginal of its conditions.
        given = tuple(c for c, _ in law.coords if c in law.given)
        below = [x for c, p in zip(kept, points, strict=True) if c in given for x in p]
        return self.arithmetic.divide(value, self._sum(self._density(law, given), below))

    def _sum(self, parts: Sequence[Density], components: Sequence[Any]) -> Any:
        total = self.arithmetic.zero
        for part in parts:
            total = total + part.at(components)
        return total

    def _density(self, law: Law, kept: Coords) -> list[Density]:
        key = law.name, kept
        if key not in self._densities:
            places: list[int] = []
            start = 0
            for coord, sort in law.coords:
                width = self.dimension(sort)
                places += range(start, start + width) if coord in kept else []
                start += width
            parts = self.components(law)
            self._densities[key] = [self._marginal_density(part, places) for part in parts]
        return self._densities[key]

    def normals(self, law: Law) -> list[NormalDensity]:
        """The normal components of a density over one whole space; none when it has others."""
        if law.family is not None or len(law.coords) != 1 or not self.is_real(law):
            return []
        ((coord, sort),) = law.coords
        if self.named.of_sort(sort) or len(self.cells(sort)) != 1:
            return []
        found = self._density(law, (coord,))
        normals = [part for part in found if isinstance(part, NormalDensity)]
        return normals if len(normals) == len(found) else []

    def _marginal_density(self, part: Component, places: Sequence[int]) -> Density:
        exact = self.arithmetic.exact
        if isinstance(part, Box):
            return BoxDensity(part.weight, [part.sides[i] for i in places], self.arithmetic)
        mean = [exact(part.mean[i]) for i in places]
        covariance = [[exact(part.covariance[i][j]) for j in places] for i in places]
        return NormalDensity(exact(part.weight), mean, covariance, self.arithmetic)

    def dimension(self, sort: str) -> int:
        """The number of components of a point of a real space."""
        return self.model.size(self.context.sort(sort).index)

    def cells(self, sort: str) -> list[Cell]:
        """Boxes of the real space on which every density of the model vanishes nowhere or is 0."""
        if sort not in self._cells:
            width = self.dimension(sort)
            breaks: list[set[Fraction]] = [set() for _ in range(width)]
            for law in self.context.laws.values():
                self._collect_ends(law, sort, breaks)
            self._cells[sort] = list(product(*map(intervals, breaks)))
        return self._cells[sort]

    def _collect_ends(self, law: Law, sort: str, breaks: Sequence[set[Fraction]]) -> None:
        start = 0
        for _, other in law.coords if law.name in self.model.densities else ():
            width = self.dimension(other)
            for place in range(width if other == sort else 0):
                breaks[place] |= ends(self.model.densities[law.name], start + place)
            start += width

    def components(self, law: Law) -> tuple[Component, ...]:
        """The weighted components that the density is the sum of."""
        if law.normal is not None:
            return (self.declared(law),)
        if law.name not in self.model.densities:
            raise Unsupported(f"the model gives no density to {law.name}")
        return self.model.densities[law.name]

    def declared(self, law: Law) -> Normal:
        """The normal law with the declared mean and covariance, by default 0 and the identity."""
        mean, covariance = law.normal or ("", "")
        size = sum(self.dimension(sort) for _, sort in law.coords)
        centre = _column(self._rows(mean)) if mean else (Fraction(0),) * size
        unit = tuple(tuple(Fraction(i == j) for j in range(size)) for i in range(size))
        form = self._rows(covariance) if covariance else unit
        if len(centre) != size or len(form) != size:
            raise Unsupported(f"{law.name} has parameters of another dimension")
        if form != tuple(zip(*form, strict=True)):
            raise Undefined("the density of a covariance that is not symmetric")
        return Normal(Fraction(1), centre, form)


def projection(places: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    """What takes the entries at some places out of a cell."""
    if len(places) > 1:
        return itemgetter(*places)
    return (lambda cell: (cell[places[0]],)) if places else lambda cell: ()


def _column(rows: Rows) -> Vector:
    return tuple(row[0] for row in rows)
