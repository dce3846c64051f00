"""From a model that shows something to the simplest one that still shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

from symkl.kernel.context import Context, Law
from symkl.models.admissible import admissible, condition_sums
from symkl.models.model import Model, Point, Rows, Table, Vector
from symkl.models.restrict import restricted
from symkl.models.simple import Place, choices, simple_models, with_values
from symkl.models.sizes import ascending, chosen_sizes

SIMPLE_PER_SIZE = 24
MAX_TRIALS = 300
MAX_ROUNDS = 4
Keeps = Callable[[Model], bool]


def shrink(context: Context, points: Sequence[Point], model: Model, keeps: Keeps) -> Model:
    """The simplest model found for which ``keeps`` still holds; the model itself if none is."""
    trials = _Trials(keeps, MAX_TRIALS)
    found = _smallest(context, points, model, trials) or _restricted(context, model, trials)
    for _ in range(MAX_ROUNDS):
        simpler = _simplified(context, points, found, trials)
        if simpler == found:
            break
        found = simpler
    return found


def _restricted(context: Context, model: Model, trials: _Trials) -> Model:
    """The model with as many elements and components left out as will do."""
    for smaller in restricted(context, model):
        if admissible(context, smaller) and trials.keep(smaller):
            return _restricted(context, smaller, trials)
    return model


class _Trials:
    """A bounded number of questions."""

    def __init__(self, keeps: Keeps, left: int) -> None:
        self._keeps = keeps
        self.left = left

    def keep(self, model: Model) -> bool:
        """Whether the model still shows it; False when the questions are used up."""
        if self.left <= 0:
            return False
        self.left -= 1
        return self._keeps(model)


def _smallest(
    context: Context, points: Sequence[Point], model: Model, trials: _Trials
) -> Model | None:
    """The first simple model, by size and then by simplicity, that will do."""
    top = chosen_sizes(context, model.sizes)
    for chosen in ascending(context, top):
        for candidate in simple_models(context, points, chosen, SIMPLE_PER_SIZE):
            if trials.keep(candidate):
                return candidate
        if trials.left < MAX_TRIALS // 2:
            return None
    return None


def _simplified(context: Context, points: Sequence[Point], model: Model, trials: _Trials) -> Model:
    """The model with one value after another replaced by the simplest that will do."""
    for place, options in choices(context, points, model).items():
        law = context.laws.get(place[1]) if place[0] == "laws" else None
        for option in _simpler(law, place, options, model):
            candidate = with_values(model, {place: option})
            if admissible(context, candidate) and trials.keep(candidate):
                model = candidate
                break
    return model


def _simpler(law: Law | None, place: Place, options: Sequence[Any], model: Model) -> Iterator[Any]:
    """The options before the present value, then values like it with small denominators."""
    kind, name = place
    now = getattr(model, kind).get(name)
    for option in options:
        if option == now:
            return
        yield option
    rounding = ROUNDINGS.get(kind)
    for denominator in DENOMINATORS if rounding else ():
        rounded = rounding(law, now, denominator) if rounding else now
        if rounded == now:
            return
        if rounded is not None:
            yield rounded


def rounded_table(law: Law | None, table: Table, denominator: int) -> Table | None:
    """The table in multiples of 1 / denominator; of 1 / (a small multiple) where sums must be 1."""
    rounded = {cell: _nearest(weight, denominator) for cell, weight in table.items()}
    if law is None or not law.normalised:
        return rounded
    sums = condition_sums(law, rounded)
    if 0 in sums.values():
        return None
    places = [i for i, (c, _) in enumerate(law.coords) if c in law.given]
    return {cell: w / sums[tuple(cell[i] for i in places)] for cell, w in rounded.items()}


def _rounded_rows(law: Law | None, rows: Rows, denominator: int) -> Rows:
    return tuple(tuple(_nearest(v, denominator) for v in row) for row in rows)


def _rounded_number(law: Law | None, value: Fraction, denominator: int) -> Fraction:
    return _nearest(value, denominator)


def _rounded_point(law: Law | None, value: int | Vector, denominator: int) -> int | Vector:
    if isinstance(value, int):
        return value
    return tuple(_nearest(v, denominator) for v in value)


def _nearest(value: Fraction, denominator: int) -> Fraction:
    return Fraction(round(value * denominator), denominator)


DENOMINATORS = (1, 2, 3, 4, 6, 8, 10, 100)
ROUNDINGS: dict[str, Callable[[Law | None, Any, int], Any]] = {
    "laws": rounded_table,
    "matrices": _rounded_rows,
    "numbers": _rounded_number,
    "points": _rounded_point,
}
