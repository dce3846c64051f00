"""What a variation of a formula is: something else that an implementation may compute."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from symkl.kernel.context import Context
from symkl.kernel.terms import Term
from symkl.models.model import Model
from symkl.testing.reference import Enclosed, values_of

Values = tuple[Enclosed, ...]


@dataclass(frozen=True)
class Variation:
    """Another value than that of the formula, for each model; ``words`` say what was done."""

    words: str
    values: Callable[[Model], Values]


def at(context: Context, term: Term) -> Callable[[Model], Values]:
    """The values of a term."""
    return lambda model: values_of(term, context, model)


def each(values: Values, factor: Enclosed) -> Values:
    """All values times a factor."""
    return tuple(value.times(factor) for value in values)


def exactly(value: int | Fraction) -> Enclosed:
    """A rational number."""
    return Enclosed(Fraction(value), Fraction(value))
