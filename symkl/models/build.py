"""Models of a context: simple ones first, then random ones, skewed, equal and extreme."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import Any

from symkl.kernel.context import Context, Declaration, Law, Matrix, Number
from symkl.models.admissible import condition_sums, groups_of, laws_hold
from symkl.models.functions import drawn_function
from symkl.models.model import (
    Component,
    Model,
    Normal,
    Piece,
    Point,
    Rows,
    Table,
    Vector,
)
from symkl.models.named import fitted, valid_in
from symkl.models.simple import (
    HALF,
    MAX_BOX,
    Side,
    boxes_of,
    exponential,
    group_cells,
    laplace,
    product_table,
    row_shape,
    simple_models,
    table_of,
    uniform,
)
from symkl.models.sizes import largest, sizes
from symkl.models.supports import is_below

TINY = Fraction(1, 10**9)
MAX_TURNS = 4000  # after which no law of a family is drawn that is as declared
MAX_CELLS = 150  # of one table: larger ones cost time and show nothing new
STYLES = ("random", "skewed", "equal", "extreme", "random", "equal", "sparse", "extreme")
SPACES = (2, 3, 1, 2, 4, 3, 5, 2, 6, 3)
DIMENSIONS = (1, 2, 2, 3, 1, 2, 4, 3)


def models(
    context: Context, points: Iterable[Point], count: int = 24, seed: int = 0
) -> Iterator[Model]:
    """``count`` models, the same for the same seed, beginning with the simplest."""
    drawn = _drawn(tuple(context.declarations()), tuple(sorted(set(points))), seed)
    for place in range(count):
        if place == len(drawn.found):
            drawn.found.append(next(drawn.source))
        yield drawn.found[place]


@dataclass(frozen=True)
class _Drawn:
    """The models that were drawn from a source so far."""

    source: Iterator[Model]
    found: list[Model] = field(default_factory=list)


@lru_cache(maxsize=8)
def _drawn(declarations: tuple[Declaration, ...], points: tuple[Point, ...], seed: int) -> _Drawn:
    """The claims of a derivation are about the same things: their models are drawn once."""
    return _Drawn(_endless(Context.of(declarations), points, seed))


def _endless(context: Context, points: tuple[Point, ...], seed: int) -> Iterator[Model]:
    start = {symbol: min(2, limit) for symbol, limit in largest(context).items()}
    yield from simple_models(context, points, start, 2)
    rng, turn = Random(seed), 0
    named = [law for law in context.laws.values() if law.family is not None]
    while turn < MAX_TURNS:
        style = STYLES[turn % len(STYLES)]
        drawn = model_of_sizes(context, points, _sizes(context, rng, turn), rng, style)
        turn += 1
        if all(valid_in(context, law, drawn) for law in named):
            yield drawn


def model_of_sizes(
    context: Context, points: Iterable[Point], chosen: Mapping[str, int], rng: Random, style: str
) -> Model:
    """One random model with these sizes of the free symbols; ``style`` is one of STYLES."""
    return _Draw(context, Model(sizes=sizes(context, chosen)), rng, style).model(points)


def _sizes(context: Context, rng: Random, turn: int) -> dict[str, int]:
    """Sizes for this turn; smaller ones where tables would be large."""
    limits = largest(context)
    chosen = {}
    for place, (symbol, limit) in enumerate(limits.items()):
        cycle = DIMENSIONS if limit < max(SPACES) else SPACES
        # Every symbol goes through the whole cycle, at its own pace.
        value = cycle[(turn + place * rng.randrange(3)) % len(cycle)]
        chosen[symbol] = min(value, limit)
    while chosen and _cells(context, chosen) > MAX_CELLS:
        symbol = max(chosen, key=chosen.__getitem__)
        if chosen[symbol] == 1:
            break
        chosen[symbol] -= 1
    return chosen


def _cells(context: Context, chosen: Mapping[str, int]) -> int:
    known, most = sizes(context, chosen), 1
    for law in context.laws.values():
        cells = 1
        for _, sort in law.coords:
            cells *= known.get(sort, 1)
        most = max(most, cells)
    return most


@dataclass
class _Draw:
    """One random model in the making; ``empty`` has its sizes."""

    context: Context
    empty: Model
    rng: Random
    style: str

    def model(self, points: Iterable[Point]) -> Model:
        matrices, densities = self._matrices(), self._densities()
        drawn = replace(
            self.empty,
            laws=self._laws(),
            densities=densities,
            matrices=matrices,
            numbers=self._numbers(),
            functions={
                name: drawn_function(function, self.rng, self._small)
                for name, function in self.context.functions.items()
            },
            points={point: self._point(point, densities) for point in points},
        )
        if laws_hold(self.context, drawn):
            return drawn
        # Masking one table by another may break independence: positive tables need no mask.
        positive = _Draw(self.context, self.empty, self.rng, "positive")
        return replace(drawn, laws=positive._laws(), densities=positive._densities())

    # --- tables ---------------------------------------------------------------------------------

    def _laws(self) -> dict[str, Table]:
        tables: dict[str, Table] = {}
        alike: dict[Any, Table] = {}
        for law in self.context.laws.values():
            if any(self.context.is_real_space(sort) for _, sort in law.coords):
                continue
            key = (
                tuple((s, c in law.given) for c, s in law.coords),
                (law.sign, law.normalised, self._shape_of_independence(law)),
            )
            if self.style == "equal" and key in alike:
                tables[law.name] = alike[key]
            else:
                tables[law.name] = alike[key] = self._table(law)
        for _ in tables:  # chains of supports need as many rounds as they are long
            for law in self.context.laws.values():
                self._mask(law, tables)
        return tables

    def _shape_of_independence(self, law: Law) -> Any:
        order = [c for c, _ in law.coords]
        return tuple(tuple(order.index(c) for c in group) for group in law.independent)

    def _table(self, law: Law) -> Table:
        if law.independent:
            groups = group_cells(law, self.empty)
            drawn = [dict(zip(g, self._row(len(g), law.sign, True), strict=True)) for g in groups]
            return product_table(law, self.empty, drawn)
        count, width = row_shape(law, self.empty)
        rows = [self._row(width, law.sign, law.normalised) for _ in range(count)]
        return table_of(law, self.empty, rows)

    def _row(self, width: int, sign: str, normalised: bool) -> Vector:
        weights = ROWS.get(self.style, _random_weights)(self.rng, width)
        if sign != "positive" and self.style != "positive" and self.rng.random() < 0.5:
            kept = self.rng.randrange(width)
            weights = [
                w if i == kept or self.rng.random() < 0.6 else Fraction(0)
                for i, w in enumerate(weights)
            ]
        if sign == "real":
            weights = self._signed(weights)
        # A weight of any sign may have a sum of any sign, unless it sums to 1.
        total = sum(weights if normalised else map(abs, weights), Fraction(0))
        scale = (Fraction(1) if normalised else self._scale() * self.rng.choice((1, width))) / total
        return tuple(w * scale for w in weights)

    def _signed(self, weights: list[Fraction]) -> list[Fraction]:
        flipped = [w if self.rng.random() < 0.6 else -w for w in weights]
        return flipped if sum(flipped) != 0 else weights

    def _scale(self) -> Fraction:
        return self.rng.choice((Fraction(1), Fraction(4), Fraction(1, 7), Fraction(1, 2)))

    def _mask(self, law: Law, tables: dict[str, Table]) -> None:
        """Make the law vanish where those it is absolutely continuous to do."""
        for name in law.below:
            if law.name not in tables or name not in tables:
                continue
            table, other = tables[law.name], tables[name]
            masked = {cell: w if other[cell] != 0 else Fraction(0) for cell, w in table.items()}
            if masked == table:
                continue
            if law.sign == "positive":
                tables[name] = table
            else:
                tables[law.name] = _renormalised(law, masked, other)

    # --- densities ------------------------------------------------------------------------------

    def _densities(self) -> dict[str, tuple[Component, ...]]:
        general = [
            law
            for law in self.context.laws.values()
            if law.normal is None
            and law.family is None
            and all(self.context.is_real_space(sort) for _, sort in law.coords)
        ]
        boxed = self._boxed(general)
        drawn = {law.name: self._boxes(law) if boxed else (self._normal(law),) for law in general}
        for _ in drawn:
            for law in general:
                self._restrict(law, drawn)
        return drawn

    def _boxed(self, laws: list[Law]) -> bool:
        """Whether the densities of this model are boxes: none or all, as they seldom mix."""
        if self.style == "positive" or any(law.given or self._width(law) > MAX_BOX for law in laws):
            return False
        some_zeros = any(law.sign != "positive" for law in laws)
        return bool(laws) and self.rng.random() < (0.8 if some_zeros else 0.4)

    def _width(self, law: Law) -> int:
        return sum(self.empty.size(self.context.sort(sort).index) for _, sort in law.coords)

    def _boxes(self, law: Law) -> tuple[Component, ...]:
        sides = [self._side(law.sign == "positive") for _ in range(self._width(law))]
        scale = Fraction(1) if law.normalised else self._scale()
        parts = boxes_of(sides, scale)
        if law.independent:
            return parts
        weights = [Fraction(self.rng.randint(1, 9)) for _ in parts]
        return tuple(
            replace(part, weight=scale * weight / sum(weights))
            for part, weight in zip(parts, weights, strict=True)
        )

    def _side(self, everywhere: bool) -> Side:
        start, rate = self._small(), Fraction(self.rng.randint(1, 4), self.rng.choice((1, 2, 3)))
        kind = 0 if everywhere else self.rng.randrange(4)
        if kind == 0:
            return laplace(start, rate, self.rng.choice((rate, 2 * rate)))
        if kind == 1:
            return exponential(start, rate)
        if kind == 2:
            return uniform(start, start + rate)
        return tuple((HALF, Piece(start + i, start + i + 1)) for i in range(2))

    def _restrict(self, law: Law, drawn: dict[str, tuple[Component, ...]]) -> None:
        """Make the density vanish where those it is absolutely continuous to do."""
        for name in law.below:
            if name not in drawn or is_below(drawn[law.name], drawn[name], self._width(law)):
                continue
            if law.sign == "positive":
                drawn[name] = drawn[law.name]
            else:
                total = sum((part.weight for part in drawn[law.name]), Fraction(0))
                drawn[law.name] = (replace(drawn[name][0], weight=total),)

    def _normal(self, law: Law) -> Normal:
        blocks: list[str] = []
        for coord, sort in law.coords:
            group = next((str(i) for i, g in enumerate(groups_of(law)) if coord in g), coord)
            size = self.empty.size(self.context.sort(sort).index)
            blocks += [group if law.independent else ""] * size
        form = self._definite(len(blocks))
        places = range(len(blocks))
        covariance = tuple(
            tuple(form[i][j] if blocks[i] == blocks[j] else Fraction(0) for j in places)
            for i in places
        )
        weight = Fraction(1) if law.normalised else self._scale()
        return Normal(weight, tuple(self._small() for _ in blocks), covariance)

    # --- matrices, numbers, points --------------------------------------------------------------

    def _matrices(self) -> dict[str, Rows]:
        found: dict[str, Rows] = {}
        alike: dict[Any, Rows] = {}
        for name, matrix in self.context.matrices.items():
            key = replace(matrix, name="")
            if self.style == "equal" and key in alike:
                found[name] = alike[key]
            else:
                found[name] = alike[key] = self._matrix(matrix)
        return found

    def _matrix(self, matrix: Matrix) -> Rows:
        rows, columns = self.empty.size(matrix.rows), self.empty.size(matrix.columns)
        if matrix.form != "full":
            return self._diagonal(rows, alike=matrix.form == "isotropic")
        if matrix.positive_definite:
            return self._definite(rows, matrix.symmetric)
        if matrix.invertible:
            return self._invertible(rows, matrix.symmetric)
        drawn = [[self._small() for _ in range(columns)] for _ in range(rows)]
        if matrix.symmetric:
            drawn = [[drawn[min(i, j)][max(i, j)] for j in range(rows)] for i in range(rows)]
        return tuple(map(tuple, drawn))

    def _lower(self, size: int) -> list[list[Fraction]]:
        """A lower triangular matrix whose diagonal has no zero."""
        small = self.style == "extreme"
        lower = [
            [self._small() if j < i else Fraction(0) for j in range(size)] for i in range(size)
        ]
        for i in range(size):
            scale = Fraction(1, 1000) if small and self.rng.random() < 0.5 else Fraction(1)
            lower[i][i] = scale * self.rng.choice((1, 1, 2, Fraction(1, 2), 3))
        return lower

    def _diagonal(self, size: int, alike: bool) -> Rows:
        values = [self._lower(1)[0][0] ** 2 for _ in range(size)]
        at = [values[0]] * size if alike else values
        return tuple(
            tuple(at[i] if i == j else Fraction(0) for j in range(size)) for i in range(size)
        )

    def _definite(self, size: int, symmetric: bool = True) -> Rows:
        lower = self._lower(size)
        form = _product(lower, [list(column) for column in zip(*lower, strict=True)])
        return form if symmetric else self._turned(form)

    def _turned(self, form: Rows) -> Rows:
        """The form with an antisymmetric part: its quadratic form stays as it is."""
        size = range(len(form))
        turn = [[self._small() for _ in size] for _ in size]
        return tuple(tuple(form[i][j] + turn[i][j] - turn[j][i] for j in size) for i in size)

    def _invertible(self, size: int, symmetric: bool) -> Rows:
        lower = self._lower(size)
        other = lower if symmetric else self._lower(size)
        signs = [self.rng.choice((1, -1)) for _ in range(size)]
        upper = [[other[j][i] * signs[i] for j in range(size)] for i in range(size)]
        return _product(lower, upper)

    def _small(self) -> Fraction:
        return Fraction(self.rng.randint(-4, 4), self.rng.choice((1, 1, 2, 3)))

    def _numbers(self) -> dict[str, Fraction]:
        drawn = {name: self._number(n) for name, n in self.context.numbers.items()}
        return fitted(self.context, drawn, self.empty.sizes)

    def _number(self, number: Number) -> Fraction:
        size = Fraction(self.rng.randint(1, 9), self.rng.choice((1, 2, 3, 7)))
        if number.sign == "positive":
            return size
        if number.sign == "unit":
            return Fraction(self.rng.randint(1, 9), 10)
        if self.rng.random() < 0.2:
            return Fraction(0)
        return -size if number.sign == "real" and self.rng.random() < 0.5 else size

    def _point(self, point: Point, densities: Mapping[str, tuple[Component, ...]]) -> int | Vector:
        if not self.context.is_real_space(point[1]):
            return self.rng.randrange(self.empty.size(point[1]))
        if self.context.sort(point[1]).kind == "integer":
            return (Fraction(self.rng.randrange(5)),)
        size = self.empty.size(self.context.sort(point[1]).index)
        # Densities are seldom large but near their means: there a claim about values may fail.
        means = [p.mean for parts in densities.values() for p in parts if isinstance(p, Normal)]
        near = [mean for mean in means if len(mean) == size]
        if near and self.rng.random() < 0.5:
            return self.rng.choice(near)
        return tuple(self._small() for _ in range(size))


def _product(left: list[list[Fraction]], right: list[list[Fraction]]) -> Rows:
    columns = list(zip(*right, strict=True))
    return tuple(
        tuple(sum((a * b for a, b in zip(row, c, strict=True)), Fraction(0)) for c in columns)
        for row in left
    )


def _renormalised(law: Law, masked: Table, other: Table) -> Table:
    """The masked table with its sums restored; the other law's row where nothing was left."""
    sums = condition_sums(law, masked)
    places = [i for i, (c, _) in enumerate(law.coords) if c in law.given]
    found = {}
    for cell, weight in masked.items():
        total = sums[tuple(cell[i] for i in places)]
        scale = total if law.normalised else Fraction(1)
        found[cell] = weight / scale if total else other[cell]
    return found


def _random_weights(rng: Random, width: int) -> list[Fraction]:
    return [Fraction(rng.randint(1, 9)) for _ in range(width)]


def _skewed_weights(rng: Random, width: int) -> list[Fraction]:
    weights = [Fraction(7**i) for i in range(width)]
    rng.shuffle(weights)
    return weights


def _extreme_weights(rng: Random, width: int) -> list[Fraction]:
    """Nearly all the weight on one value."""
    heavy = rng.randrange(width)
    rest = 1 - (width - 1) * TINY
    return [rest if i == heavy else TINY for i in range(width)]


ROWS: dict[str, Callable[[Random, int], list[Fraction]]] = {
    "skewed": _skewed_weights,
    "extreme": _extreme_weights,
}
