"""Random Bayesian networks: tables with conditional independences that hold exactly."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from random import Random

from symkl.kernel.context import Law
from symkl.models.model import Model, Table

Parents = Mapping[str, Sequence[str]]  # of each variable, parents before their children
WEIGHTS = (1, 1, 2, 3, 9)
SHARP = 99  # the weight of the value that a sharp table copies from the parents, against 1
DETERMINISTIC = 0.3  # the share of rows with one value only, where a pmf may vanish


@dataclass(frozen=True)
class Networks:
    """Networks on the variables of one law, with sizes as in the model."""

    law: Law
    model: Model
    rng: Random

    def structure(self, allows: Callable[[Table], bool]) -> Parents | None:
        """Every edge, in random order, with which tables are still allowed.

        None when not even tables of independent variables are.
        """
        order = self.rng.sample([c for c, _ in self.law.coords], len(self.law.coords))
        parents: dict[str, list[str]] = {coord: [] for coord in order}
        if not allows(self.table(parents)):
            return None
        edges = [(one, two) for place, two in enumerate(order) for one in order[:place]]
        for one, two in self.rng.sample(edges, len(edges)):
            parents[two].append(one)
            if not allows(self.table(parents)):
                parents[two].remove(one)
        return parents

    def table(self, parents: Parents, sharp: bool = False) -> Table:
        """A random table that factors along the network; a sharp one nearly copies the parents.

        Noise hides much: after a noisy channel, a half of the information is hardly less than it.
        """

        def row(coord: str, condition: tuple[int, ...]) -> list[Fraction]:
            width = self.model.size(self.law.sort_of(coord))
            return self._copied(width, condition) if sharp and condition else self._row(width)

        return self._product(parents, row)

    def blurred(self, table: Table, parents: Parents, noise: Fraction) -> Table:
        """The product of the table's own conditionals along the network, each mixed with noise."""
        joints = {c: self._joint(table, (*above, c)) for c, above in parents.items()}

        def row(coord: str, condition: tuple[int, ...]) -> list[Fraction]:
            width = self.model.size(self.law.sort_of(coord))
            weights = [
                joints[coord].get((*condition, value), Fraction(0)) for value in range(width)
            ]
            whole, level = sum(weights, Fraction(0)), Fraction(1, width)
            return [(1 - noise) * (w / whole if whole else level) + noise * level for w in weights]

        return self._product(parents, row)

    def _joint(self, table: Table, coords: Sequence[str]) -> Mapping[tuple[int, ...], Fraction]:
        """The table summed over all other coordinates, these in the order given."""
        names = [name for name, _ in self.law.coords]
        places = [names.index(coord) for coord in coords]
        sums: dict[tuple[int, ...], Fraction] = {}
        for cell, weight in table.items():
            at = tuple(cell[place] for place in places)
            sums[at] = sums.get(at, Fraction(0)) + weight
        return sums

    def _product(
        self, parents: Parents, row: Callable[[str, tuple[int, ...]], list[Fraction]]
    ) -> Table:
        # Whole numbers over one denominator: products of fractions take most of the time.
        cells: list[tuple[dict[str, int], int]] = [({}, 1)]
        below = 1
        for coord, above in parents.items():
            conditions = dict.fromkeys(tuple(at[c] for c in above) for at, _ in cells)
            drawn = {condition: row(coord, condition) for condition in conditions}
            own = lcm(*[p.denominator for weights in drawn.values() for p in weights])
            rows = {
                condition: [p.numerator * (own // p.denominator) for p in weights]
                for condition, weights in drawn.items()
            }
            below *= own
            cells = [
                ({**at, coord: value}, weight * p)
                for at, weight in cells
                for value, p in enumerate(rows[tuple(at[c] for c in above)])
            ]
        weights = {tuple(at[c] for c, _ in self.law.coords): weight for at, weight in cells}
        return {cell: Fraction(weights[cell], below) for cell in self.model.cells(self.law)}

    def _copied(self, width: int, condition: tuple[int, ...]) -> list[Fraction]:
        low = int(self.law.sign != "nonnegative")
        weights = [low] * width
        weights[sum(condition) % width] = SHARP
        return [Fraction(weight, sum(weights)) for weight in weights]

    def _row(self, width: int) -> list[Fraction]:
        weights = [self.rng.choice(WEIGHTS) for _ in range(width)]
        if self.law.sign == "nonnegative" and self.rng.random() < DETERMINISTIC:
            only = self.rng.randrange(width)
            weights = [int(place == only) for place in range(width)]
        return [Fraction(weight, sum(weights)) for weight in weights]
