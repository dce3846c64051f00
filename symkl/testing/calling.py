"""One call of an implementation in one model, held against the value of the formula there.

The model's numbers are rounded to the implementation's format first, and the formula is evaluated
at the rounded ones: rounding of the input is never blamed on the function.  Pmfs that nearly agree
are rounded so that they still sum to 1 exactly, where the format allows it: there their sums would
decide about the value.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from symkl.kernel.context import Context, Law
from symkl.models.admissible import is_semidefinite
from symkl.models.model import Model, Table, Undefined
from symkl.testing.arrays import Entry, Format, Nested, Read, Unreadable, made, read
from symkl.testing.inputs import Input
from symkl.testing.reference import Enclosed, Reference

RAISES = "raises"
NO_NUMBERS = "returns no numbers"
WRONG_SHAPE = "returns a wrong shape"
NAN = "returns NaN"
CHANGES_INPUT = "changes its input"
WRONG_VALUE = "returns a wrong value"
NEAR = Fraction(1, 16)
Error = Fraction | float  # ``inf`` where one of the two is infinite


@dataclass(frozen=True)
class Tolerance:
    """What may be between a result and the formula, as in ``numpy.testing``.

    ``atol + rtol * |formula|``, or ``atol + ulps * (distance of floats there)``.
    """

    rtol: Fraction
    atol: Fraction = Fraction(0)
    ulps: Fraction | None = None

    def allows(self, error: Error, exact: Enclosed, form: Format) -> bool:
        """Whether an error at this value of the formula is small enough."""
        if exact.infinite or isinstance(error, float):
            return error == 0
        scale = abs(exact.middle)
        relative = self.rtol * scale if self.ulps is None else self.ulps * form.ulp(scale)
        return error <= self.atol + relative

    def text(self) -> str:
        """The tolerance in words."""
        how = f"rtol={float(self.rtol):g}" if self.ulps is None else f"ulps={float(self.ulps):g}"
        return f"{how}, atol={float(self.atol):g}"


@dataclass(frozen=True)
class Outcome:
    """What a function made of one model.

    ``model`` is as it was drawn, ``rounded`` what the function really got (several of a batch).
    ``fault`` is "" where the result agrees; ``detail`` says more.  ``error`` is the distance from
    the enclosure of the formula, ``ulps`` the same in distances of floating-point numbers there (of
    the smallest normal number where the formula is 0); ``entry`` is the place of the worst entry.
    """

    model: Model
    rounded: tuple[Model, ...]
    arguments: tuple[Nested | int, ...]
    expected: tuple[Enclosed, ...]
    found: Read | None = None
    fault: str = ""
    detail: str = ""
    error: Error = Fraction(0)
    ulps: Error = Fraction(0)
    entry: int = 0

    @property
    def relative(self) -> Error:
        """The error relative to the value of the formula."""
        exact = self.expected[self.entry]
        if exact.infinite or isinstance(self.error, float):
            return self.error
        if self.error == 0:
            return Fraction(0)
        return self.error / abs(exact.middle) if exact.middle else math.inf


@dataclass(frozen=True)
class Trial:
    """A function, the formula it should compute, and how it is called."""

    function: Callable[..., Any]
    reference: Reference
    inputs: tuple[Input, ...]
    arrays: str
    form: Format
    tolerance: Tolerance
    batch_axis: int | None = None
    companions: Callable[[Model], Sequence[Model]] = lambda model: ()

    @property
    def context(self) -> Context:
        """The declarations of the formula and of all inputs."""
        return self.reference.context

    def outcome(self, model: Model) -> Outcome | None:
        """What the function makes of the model; None where the formula has no value in it."""
        if self.batch_axis is None:
            return self._outcome([model])
        found = self._outcome([model, *self.companions(model)])
        return found or self._outcome([model, model])

    def _outcome(self, models: Sequence[Model]) -> Outcome | None:
        rounded = [self.rounded(model) for model in models]
        try:
            values = [self.reference.within_rounding(model) for model in rounded]
        except Undefined:
            return None
        expected = tuple(entry for row in values for entry in row)
        if any(abs(entry.middle) > self.form.largest for entry in expected):
            return None  # the format has no such number
        if not all(self._is_admissible(model) for model in rounded):
            return None
        arguments = self.arguments(rounded)
        start = Outcome(models[0], tuple(rounded), arguments, expected)
        return self._called(start)

    def rounded(self, model: Model) -> Model:
        """The model with the numbers of the format."""
        model = with_rounded_sums(self.context, model, self.form)
        for entry in self.inputs:
            value = entry.value(self.context, model)
            if not isinstance(value, int):
                near = read(made(value, self.arrays, self.form)).nested()
                model = entry.put(self.context, model, near)
        return model

    def _is_admissible(self, model: Model) -> bool:
        """Whether a positive definite matrix is one still, after rounding."""
        return all(
            is_semidefinite(model.matrices[name])
            for name, matrix in self.context.matrices.items()
            if matrix.positive_definite
        )

    def arguments(self, models: Sequence[Model]) -> tuple[Nested | int, ...]:
        """The exact arguments; those of several models are stacked along the batch axis."""
        columns = [[entry.value(self.context, m) for m in models] for entry in self.inputs]
        axis = self.batch_axis
        if axis is None:
            return tuple(column[0] for column in columns)
        return tuple(c[0] if isinstance(c[0], int) else stacked(c, axis) for c in columns)

    def shape(self, models: Sequence[Model]) -> tuple[int, ...]:
        """The shape that the result should have."""
        shape = tuple(models[0].size(sort) for sort in self.reference.shape)
        return shape if self.batch_axis is None else (len(models), *shape)

    def call(self, arguments: Sequence[Nested | int], form: Format | None = None) -> Any:
        """What the function returns for fresh arrays of these numbers; raises what it raises."""
        arrays = [
            value if isinstance(value, int) else made(value, self.arrays, form or self.form)
            for value in arguments
        ]
        return self._call(arrays)

    def _call(self, arrays: Sequence[Any]) -> Any:
        pairs = list(zip(self.inputs, arrays, strict=True))
        by_keyword = {entry.keyword: array for entry, array in pairs if entry.keyword}
        with warnings.catch_warnings():
            # A warning of floating-point arithmetic is no verdict on the result.
            warnings.simplefilter("ignore", RuntimeWarning)
            return self.function(*(a for e, a in pairs if not e.keyword), **by_keyword)

    def _called(self, start: Outcome) -> Outcome:
        arrays = [
            value if isinstance(value, int) else made(value, self.arrays, self.form)
            for value in start.arguments
        ]
        before = [None if isinstance(a, int) else read(a) for a in arrays]
        try:
            result = self._call(arrays)
        except (Exception, SystemExit) as error:
            return replace(start, fault=RAISES, detail=f"{type(error).__name__}: {error}")
        for entry, array, old in zip(self.inputs, arrays, before, strict=True):
            if old is not None and read(array) != old:
                return replace(start, fault=CHANGES_INPUT, detail=f"{entry.name} is not as before")
        return self.judged(start, result)

    def judged(self, start: Outcome, result: Any) -> Outcome:
        """The outcome with what is to be said of a result."""
        shape = self.shape(start.rounded)
        try:
            found = read(result)
        except Unreadable as error:
            return replace(start, fault=NO_NUMBERS, detail=str(error))
        if found.shape != shape:
            detail = f"expected {_shape_text(shape)}, found {_shape_text(found.shape)}"
            return replace(start, found=found, fault=WRONG_SHAPE, detail=detail)
        return self._measured(replace(start, found=found), found)

    def _measured(self, start: Outcome, found: Read) -> Outcome:
        form = found.form or self.form
        worst, fault = start, ""
        for place, (value, exact) in enumerate(zip(found.entries, start.expected, strict=True)):
            if isinstance(value, float) and math.isnan(value):
                return replace(start, fault=NAN, error=math.inf, ulps=math.inf, entry=place)
            error = exact.distance(value)
            if not self.tolerance.allows(error, exact, form):
                fault = WRONG_VALUE
            ulps = error / form.ulp(exact.middle)
            if ulps > worst.ulps:
                worst = replace(start, error=error, ulps=ulps, entry=place)
        return replace(worst, fault=fault)


def _shape_text(shape: tuple[int, ...]) -> str:
    return f"an array of shape {shape}" if shape else "a number (shape ())"


def stacked(values: Sequence[Nested], axis: int) -> Nested:
    """Arrays of one shape along a new axis."""
    import numpy

    arrays = [numpy.array(value, dtype=object) for value in values]
    return _tuples(numpy.stack(arrays, axis=axis if arrays[0].ndim else 0).tolist())


def _tuples(nested: Any) -> Nested:
    return tuple(map(_tuples, nested)) if isinstance(nested, list) else nested


def entry_of(found: Read | None, place: int) -> Entry | None:
    """The entry at a place of what was found."""
    return None if found is None or not found.entries else found.entries[place]


def with_rounded_sums(context: Context, model: Model, form: Format) -> Model:
    """The model with pmfs that nearly agree in multiples of eps / 2, which sum to 1 exactly.

    Pmfs with an entry that would lose more than a third of its digits stay as they are.
    """
    laws = {
        name: _in_multiples(context.laws[name], table, form)
        for name, table in model.laws.items()
        if name in context.laws
        and context.laws[name].normalised
        and any(_nearly_agree(table, other) for n, other in model.laws.items() if n != name)
    }
    return replace(model, laws={**model.laws, **laws})


def _nearly_agree(one: Table, two: Table) -> bool:
    return one.keys() == two.keys() and all(abs(one[cell] - two[cell]) < NEAR for cell in one)


def _in_multiples(law: Law, table: Table, form: Format) -> Table:
    unit = 2**form.bits
    positive = [w for w in table.values() if w]
    if not positive or min(positive) * unit < 2 ** (form.bits // 3):
        return table
    counts = {cell: round(w * unit) for cell, w in table.items()}
    places = [i for i, (c, _) in enumerate(law.coords) if c in law.given]
    rows: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
    for cell in table:
        rows.setdefault(tuple(cell[i] for i in places), []).append(cell)
    for cells in rows.values():
        heaviest = max(cells, key=counts.__getitem__)
        counts[heaviest] += unit - sum(counts[cell] for cell in cells)
    return {cell: Fraction(count, unit) for cell, count in counts.items()}


def within(intervals: Mapping[str, tuple[Any, Any]], model: Model) -> bool:
    """Whether numbers lie inside the open intervals given for them."""
    return all(
        (low is None or low < model.numbers[name]) and (high is None or model.numbers[name] < high)
        for name, (low, high) in intervals.items()
        if name in model.numbers
    )


def moved_into(intervals: Mapping[str, tuple[Any, Any]], model: Model) -> Model:
    """The model with numbers mapped into the open intervals given for them."""
    numbers = dict(model.numbers)
    for name, (low, high) in intervals.items():
        if name in numbers:
            size = abs(numbers[name]) or Fraction(1)
            numbers[name] = _inside(size, low, high)
    return replace(model, numbers=numbers)


def _inside(size: Fraction, low: Any, high: Any) -> Fraction:
    if low is not None and high is not None:
        return Fraction(low) + (Fraction(high) - Fraction(low)) * size / (1 + size)
    if low is not None:
        return Fraction(low) + size
    return Fraction(high) - size if high is not None else size
