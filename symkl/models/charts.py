"""Models in coordinates: the real numbers that say which of the models of one shape it is.

What must be positive has its logarithm as a coordinate, so that a step in any direction leads to a
model again.  Zeros of a table stay zeros; sizes, whole numbers and densities stay as they are.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symkl.kernel.context import Context
from symkl.models.admissible import admissible
from symkl.models.model import Model, Point, Rows, Table, Vector
from symkl.models.shrink import rounded_table
from symkl.models.simple import Place, with_values

FINENESS = 2**60  # of the values that coordinates stand for
Values = Sequence[float]
Built = Callable[[Sequence[Fraction]], Any]  # the value of a place, from one fraction a coordinate


@dataclass(frozen=True)
class Part:
    """The coordinates of one place: where they are now, which are logarithms, what they make."""

    place: Place
    now: tuple[Fraction, ...]
    logarithmic: bool
    built: Built


@dataclass(frozen=True)
class Chart:
    """The coordinates of the models that are like one given model."""

    context: Context
    like: Model
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, context: Context, model: Model) -> Chart:
        """The chart around a model."""
        kinds = ("laws", "matrices", "numbers", "points")
        places = [(kind, name) for kind in kinds for name in sorted(getattr(model, kind))]
        found = (PARTS[kind](context, name, getattr(model, kind)[name]) for kind, name in places)
        return cls(context, model, tuple(part for part in found if part is not None))

    def origin(self) -> list[float]:
        """The coordinates of the model itself."""
        return [
            math.log(value) if part.logarithmic else float(value)
            for part in self.parts
            for value in part.now
        ]

    def model(self, at: Values) -> Model | None:
        """The model with these coordinates; None where they lead out of what is declared."""
        values, rest = {}, iter(at)
        for part in self.parts:
            own = [_fraction(next(rest), part.logarithmic) for _ in part.now]
            exact = [value for value in own if value is not None]
            values[part.place] = part.built(exact) if len(exact) == len(own) else None
        if None in values.values():
            return None
        found = with_values(self.like, values)
        return found if admissible(self.context, found) else None


def _fraction(value: float, logarithmic: bool) -> Fraction | None:
    if not abs(value) < (40 if logarithmic else 1e9):
        return None
    return Fraction(round(Fraction(math.exp(value) if logarithmic else value) * FINENESS), FINENESS)


def _law(context: Context, name: str, table: Table) -> Part | None:
    """The weights before they are divided by their sum; none where a family or groups bind them."""
    law = context.laws.get(name)
    if law is None or law.family is not None or law.independent:
        return None
    signed = law.sign == "real"
    cells = [cell for cell in sorted(table) if signed or table[cell]]

    def built(values: Sequence[Fraction]) -> Table | None:
        changed = {**table, **dict(zip(cells, values, strict=True))}
        return rounded_table(law, changed, FINENESS)

    return Part(("laws", name), tuple(table[cell] for cell in cells), not signed, built)


def _matrix(context: Context, name: str, rows: Rows) -> Part | None:
    """The entries, those across a diagonal once."""
    matrix = context.matrices.get(name)
    if matrix is None:
        return None
    homes = list(_homes(matrix.form, matrix.symmetric, len(rows), len(rows[0])))

    def built(values: Sequence[Fraction]) -> Rows:
        changed = [list(row) for row in rows]
        for home, value in zip(homes, values, strict=True):
            for i, j in home:
                changed[i][j] = value
        return tuple(map(tuple, changed))

    return Part(("matrices", name), tuple(rows[i][j] for (i, j), *_ in homes), False, built)


def _homes(
    form: str, symmetric: bool, height: int, width: int
) -> Iterator[tuple[tuple[int, int], ...]]:
    """The entries that have one value, whichever it is."""
    diagonal = [(i, i) for i in range(min(height, width))]
    if form == "isotropic":
        yield tuple(diagonal)
    elif form == "diagonal":
        yield from ((at,) for at in diagonal)
    else:
        for i in range(height):
            for j in range(i if symmetric else 0, width):
                yield ((i, j), (j, i)) if symmetric and i != j else ((i, j),)


def _number(context: Context, name: str, value: Fraction) -> Part | None:
    number = context.numbers.get(name)
    if number is None:
        return None
    positive = number.sign in ("positive", "nonnegative") and value > 0
    return Part(("numbers", name), (value,), positive, lambda values: values[0])


def _point(context: Context, name: Point, value: int | Vector) -> Part | None:
    if isinstance(value, int) or context.sort(name[1]).kind != "real":
        return None
    return Part(("points", name), tuple(value), False, tuple)


PARTS: dict[str, Callable[[Context, Any, Any], Part | None]] = {
    "laws": _law,
    "matrices": _matrix,
    "numbers": _number,
    "points": _point,
}
