"""A model of a context: sizes, exact rational tables, matrices, numbers and points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import Any

from symkl.kernel.context import SCALAR_SORT, Context, Law

Table = Mapping[tuple[int, ...], Fraction]
Rows = tuple[tuple[Fraction, ...], ...]
Vector = tuple[Fraction, ...]
Point = tuple[str, str]


class Undefined(ValueError):
    """A side has no value in this model: log of a negative number, division by zero, and so on."""


class Unsupported(ValueError):
    """The evaluator cannot handle the expression."""


class Imprecise(Unsupported):
    """An enclosure was too wide to go on; more digits may help."""


@dataclass(frozen=True)
class Normal:
    """One weighted normal component of a density, over all coordinates of its law in a row."""

    weight: Fraction
    mean: Vector
    covariance: Rows

    def scaled(self, factor: Fraction) -> Normal:
        """The law of a positive factor times a vector of this law."""
        rows = tuple(tuple(entry * factor**2 for entry in row) for row in self.covariance)
        return Normal(self.weight, tuple(m * factor for m in self.mean), rows)


@dataclass(frozen=True)
class Piece:
    """A density on the line that is proportional to exp(slope x) on an interval, and 0 elsewhere.

    Uniform for slope 0, exponential on a half-line; None stands for an infinite end.
    """

    low: Fraction | None
    high: Fraction | None
    slope: Fraction = Fraction(0)

    def scaled(self, factor: Fraction) -> Piece:
        """The law of a positive factor times a number of this law."""
        low, high = (None if end is None else end * factor for end in (self.low, self.high))
        return Piece(low, high, self.slope / factor)


@dataclass(frozen=True)
class Box:
    """One weighted component of a density whose coordinates are independent pieces."""

    weight: Fraction
    sides: tuple[Piece, ...]

    def scaled(self, factor: Fraction) -> Box:
        """The law of a positive factor times a vector of this law."""
        return Box(self.weight, tuple(side.scaled(factor) for side in self.sides))


Component = Normal | Box


@dataclass(frozen=True)
class Model:
    """One instance of a context; points and table entries count from 0.

    ``functions`` gives declared functions as the coefficients of polynomials, the constant first.
    ``densities`` gives each law over real spaces that has no declared mean and covariance a
    mixture of normals and boxes: a general density is, in a model, one of these.
    ``remembered`` is for those who work something out in the model that may be asked for again.
    """

    sizes: Mapping[str, int] = field(default_factory=dict)
    laws: Mapping[str, Table] = field(default_factory=dict)
    matrices: Mapping[str, Rows] = field(default_factory=dict)
    numbers: Mapping[str, Fraction] = field(default_factory=dict)
    functions: Mapping[str, Vector] = field(default_factory=dict)
    points: Mapping[Point, int | Vector] = field(default_factory=dict)
    densities: Mapping[str, tuple[Component, ...]] = field(default_factory=dict)
    remembered: dict[Any, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def size(self, sort: str) -> int:
        """The number of elements of a sort; raises Unsupported when the model gives none."""
        if sort == SCALAR_SORT:
            return 1
        if sort not in self.sizes:
            raise Unsupported(f"the model gives no size to {sort}")
        return self.sizes[sort]

    def cells(self, law: Law) -> list[tuple[int, ...]]:
        """Every index of the law's table, in order."""
        return list(product(*(range(self.size(sort)) for _, sort in law.coords)))


def described(model: Model, context: Context) -> dict[str, Any]:
    """The model as plain data for people: points from 1, fractions as text."""
    shown: dict[str, Any] = {}
    for sort in context.sorts.values():
        if sort.name in model.sizes and not sort.symbol.isdecimal():
            shown[sort.symbol] = model.sizes[sort.name]
    for law in context.laws.values():
        if law.name in model.laws:
            shown[law.name] = _nested(model, law)
        elif law.name in model.densities:
            shown[law.name] = [_component(part) for part in model.densities[law.name]]
    for name, rows in model.matrices.items():
        if name in context.matrices:
            shown[name] = _matrix(rows, context.matrices[name].columns == SCALAR_SORT)
    shown |= {name: str(v) for name, v in model.numbers.items() if name in context.numbers}
    shown |= {f"{name}(t)": polynomial(c) for name, c in model.functions.items()}
    return shown | {name: _point(value) for (name, _), value in model.points.items()}


def polynomial(coefficients: Vector) -> str:
    """The polynomial in t with these coefficients, the constant first.

    >>> polynomial((Fraction(0), Fraction(-1), Fraction(2)))
    '2 t^2 - t'
    """
    text = ""
    for power, c in reversed(list(enumerate(coefficients))):
        if not c:
            continue
        name = {0: "", 1: "t"}.get(power, f"t^{power}")
        size = str(abs(c)) if abs(c) != 1 or not name else ""
        sign = (" - " if c < 0 else " + ") if text else ("-" if c < 0 else "")
        text += sign + " ".join(part for part in (size, name) if part)
    return text or "0"


def _nested(model: Model, law: Law) -> Any:
    """The table as nested lists; conditions come first, so that each row is a distribution."""
    order = [c for c, _ in law.coords if c in law.given]
    order += [c for c, _ in law.coords if c not in law.given]
    return _nest(model, law, order, {})


def _nest(model: Model, law: Law, order: Sequence[str], at: dict[str, int]) -> Any:
    if not order:
        return str(model.laws[law.name][tuple(at[c] for c, _ in law.coords)])
    sort = law.sort_of(order[0])
    return [_nest(model, law, order[1:], {**at, order[0]: i}) for i in range(model.size(sort))]


def _matrix(rows: Rows, vector: bool) -> Any:
    return [str(row[0]) for row in rows] if vector else [[str(v) for v in row] for row in rows]


def _component(part: Component) -> dict[str, Any]:
    weight = {"weight": str(part.weight)} if part.weight != 1 else {}
    if isinstance(part, Box):
        return {**weight, "density": " * ".join(map(_piece, part.sides))}
    mean = [str(v) for v in part.mean]
    return {**weight, "mean": mean, "covariance": _matrix(part.covariance, vector=False)}


def _piece(side: Piece) -> str:
    if side.low is not None and side.high is not None:
        shape = f"exp({side.slope} x)" if side.slope else "uniform"
        return f"{shape} on [{side.low}, {side.high}]"
    if side.low is not None:
        return f"exponential of rate {-side.slope} on [{side.low}, infinity)"
    return f"exponential of rate {side.slope} on (-infinity, {side.high}]"


def _point(value: int | Vector) -> Any:
    return value + 1 if isinstance(value, int) else [str(v) for v in value]
