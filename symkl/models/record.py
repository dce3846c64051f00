"""Models as plain data and back, so that a record can be evaluated again."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from symkl.models.model import Box, Component, Model, Normal, Piece, Rows, Vector


def to_json(model: Model) -> dict[str, Any]:
    """The model as nested lists; :func:`from_json` reads it back.

    >>> from_json(to_json(Model({"X": 2}, numbers={"a": Fraction(1, 2)}))).numbers
    {'a': Fraction(1, 2)}
    """
    return {
        "sizes": dict(model.sizes),
        "laws": {
            name: [[list(at), str(value)] for at, value in table.items()]
            for name, table in model.laws.items()
        },
        "matrices": {name: list(map(_texts, rows)) for name, rows in model.matrices.items()},
        "numbers": {name: str(value) for name, value in model.numbers.items()},
        "functions": {name: _texts(values) for name, values in model.functions.items()},
        "points": [
            [list(point), value if isinstance(value, int) else _texts(value)]
            for point, value in model.points.items()
        ],
        "densities": {name: list(map(_part, parts)) for name, parts in model.densities.items()},
    }


def from_json(data: Mapping[str, Any]) -> Model:
    """The model that :func:`to_json` wrote; raises ValueError on anything else."""
    try:
        return Model(
            {str(name): int(size) for name, size in data["sizes"].items()},
            {
                name: {tuple(map(int, at)): Fraction(value) for at, value in table}
                for name, table in data["laws"].items()
            },
            {name: _rows(rows) for name, rows in data["matrices"].items()},
            {name: Fraction(value) for name, value in data["numbers"].items()},
            {name: _vector(values) for name, values in data["functions"].items()},
            {(name, sort): _place(value) for (name, sort), value in data["points"]},
            {name: tuple(map(_component, parts)) for name, parts in data["densities"].items()},
        )
    except (KeyError, TypeError, AttributeError, ZeroDivisionError) as error:
        raise ValueError(f"expected the record of a model: {error}") from error


def _texts(values: Vector) -> list[str]:
    return [str(value) for value in values]


def _vector(texts: Any) -> Vector:
    return tuple(Fraction(text) for text in texts)


def _rows(data: Any) -> Rows:
    return tuple(map(_vector, data))


def _place(value: Any) -> int | Vector:
    return value if isinstance(value, int) else _vector(value)


def _part(part: Component) -> dict[str, Any]:
    if isinstance(part, Normal):
        rows = list(map(_texts, part.covariance))
        return {"weight": str(part.weight), "mean": _texts(part.mean), "covariance": rows}
    return {"weight": str(part.weight), "sides": [_side(side) for side in part.sides]}


def _side(side: Piece) -> list[str | None]:
    ends = (None if end is None else str(end) for end in (side.low, side.high))
    return [*ends, str(side.slope)]


def _component(data: Mapping[str, Any]) -> Component:
    weight = Fraction(data["weight"])
    if "mean" in data:
        return Normal(weight, _vector(data["mean"]), _rows(data["covariance"]))
    sides = (Piece(_end(low), _end(high), Fraction(slope)) for low, high, slope in data["sides"])
    return Box(weight, tuple(sides))


def _end(data: Any) -> Fraction | None:
    return None if data is None else Fraction(data)
