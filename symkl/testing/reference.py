"""The value of a formula in a model, as an enclosure by exact rational ends.

Formulas of the language are evaluated by ball arithmetic; expressions of SymPy with functions
that the language does not know, by SymPy at two precisions that must agree.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from symkl.kernel.context import Context
from symkl.kernel.errors import IllFormed
from symkl.kernel.terms import Term
from symkl.language.printing import text_of
from symkl.language.written import LanguageError, Written, written
from symkl.models.admissible import condition_sums
from symkl.models.evaluate import enclosure
from symkl.models.model import Model, Undefined, Unsupported

DIGITS = 40  # significant ones of every value
MOST_DIGITS = 2000


@dataclass(frozen=True)
class Enclosed:
    """A real number between two rational ones, or an infinity."""

    low: Fraction
    high: Fraction
    infinite: int = 0  # the sign of the infinity

    @classmethod
    def infinity(cls, sign: int) -> Enclosed:
        """Plus or minus infinity."""
        return cls(Fraction(0), Fraction(0), sign)

    @property
    def middle(self) -> Fraction:
        """The middle of the enclosure."""
        return (self.low + self.high) / 2

    def times(self, factor: Enclosed) -> Enclosed:
        """The product with a finite number."""
        if self.infinite:
            return Enclosed.infinity(self.infinite * (1 if factor.low > 0 else -1))
        ends = [a * b for a in (self.low, self.high) for b in (factor.low, factor.high)]
        return Enclosed(min(ends), max(ends))

    def joined(self, other: Enclosed) -> Enclosed:
        """The hull of both; that of an infinity and a number is the infinity."""
        if self.infinite or other.infinite:
            return self if self.infinite else other
        return Enclosed(min(self.low, other.low), max(self.high, other.high))

    def distance(self, value: Fraction | float) -> Fraction | float:
        """How far a value is from the enclosure: 0 inside, ``inf`` where one is infinite."""
        if isinstance(value, float):  # an infinity or not a number
            same = bool(self.infinite) and value == math.copysign(math.inf, self.infinite)
            return Fraction(0) if same else math.inf
        if self.infinite:
            return math.inf
        return max(self.low - value, value - self.high, Fraction(0))

    def text(self, digits: int = 20) -> str:
        """The number in decimals."""
        if self.infinite:
            return "inf" if self.infinite > 0 else "-inf"
        return decimal(self.middle, digits)


def decimal(value: Fraction, digits: int = 20) -> str:
    """A rational number in about so many significant decimals."""
    from mpmath import mp

    context = mp.clone()
    context.dps = digits + 10
    return str(context.nstr(context.mpf(value.numerator) / value.denominator, digits))


@dataclass(frozen=True)
class Reference:
    """A formula over declared names; ``shape`` holds index sorts, () for a number."""

    text: str
    context: Context
    shape: tuple[str, ...] = ()
    term: Term | None = None
    expression: Any = field(default=None, compare=False)

    def values(self, model: Model) -> tuple[Enclosed, ...]:
        """The entries in a row.

        Raises Undefined where the formula has no value, Unsupported where it cannot be evaluated.
        """
        if self.term is None:
            return (_of_sympy(self.expression, model.numbers),)
        return values_of(self.term, self.context, model)

    def within_rounding(self, model: Model) -> tuple[Enclosed, ...]:
        """As ``values``, but for tables that sum to 1 up to rounding the hull with exact sums."""
        found = self.values(model)
        summed = normalised(self.context, model)
        if summed == model:
            return found
        others = self.values(summed)
        return tuple(a.joined(b) for a, b in zip(found, others, strict=True))


def reference_of(formula: Any, further: frozenset[Any] = frozenset()) -> Reference:
    """The formula as something that has values; ``further`` are declarations of more inputs.

    Raises LanguageError for what is no expression.
    """
    try:
        expression: Written = written(formula)
    except LanguageError:
        return _sympy_reference(formula, further)
    context = Written(expression.term, expression.declarations | further).context
    shape = tuple(sort for sort in expression.shape if sort != "1")
    return Reference(text_of(expression.term, context), context, shape, expression.term)


def values_of(term: Term, context: Context, model: Model) -> tuple[Enclosed, ...]:
    """The entries of a term's value, each to forty significant digits."""
    digits = DIGITS
    while True:
        try:
            found = enclosure(term, context, model, digits)
        except IllFormed as error:
            raise Unsupported(str(error)) from error
        rows = found if isinstance(found, list) else [[found]]
        entries = tuple(_enclosed(ball) for row in rows for ball in row)
        wanted = max(map(_digits_wanted, entries))
        if wanted <= digits or digits >= MOST_DIGITS:
            return entries
        digits = min(wanted, MOST_DIGITS)


def _digits_wanted(entry: Enclosed) -> int:
    """How many decimals make forty significant digits; all of them where 0 is possible."""
    if entry.infinite or entry.low == entry.high:
        return 0
    if entry.low <= 0 <= entry.high:
        return 400
    size = entry.middle
    smaller = size.denominator.bit_length() - abs(size.numerator).bit_length()
    return DIGITS + max(0, int(smaller * 0.30103) + 1)


def _enclosed(ball: Any) -> Enclosed:
    if not ball.is_finite():
        return Enclosed.infinity(1 if ball > 0 else -1)
    middle, radius = _dyadic(ball.mid()), _dyadic(ball.rad())
    return Enclosed(middle - radius, middle + radius)


def _dyadic(number: Any) -> Fraction:
    mantissa, exponent = (int(part) for part in number.man_exp())
    return Fraction(mantissa) * Fraction(2) ** exponent


def normalised(context: Context, model: Model) -> Model:
    """The model with every pmf divided by its sums."""
    laws = {}
    for name, table in model.laws.items():
        law = context.laws.get(name)
        if law is None or not law.normalised:
            continue
        sums = condition_sums(law, table)
        if 0 in sums.values() or set(sums.values()) == {1}:
            continue
        places = [i for i, (c, _) in enumerate(law.coords) if c in law.given]
        laws[name] = {cell: w / sums[tuple(cell[i] for i in places)] for cell, w in table.items()}
    return replace(model, laws={**model.laws, **laws}) if laws else model


def _sympy_reference(formula: Any, further: frozenset[Any]) -> Reference:
    import sympy

    if not isinstance(formula, sympy.Expr) or formula.atoms(sympy.Float):
        raise LanguageError(
            f"expected a formula of symkl or an exact SymPy expression: {formula!r}"
        )
    symbols = frozenset().union(*(written(s).declarations for s in formula.free_symbols))
    context = Context.of(symbols | further)
    return Reference(str(formula), context, expression=formula)


def _of_sympy(expression: Any, numbers: Mapping[str, Fraction]) -> Enclosed:
    """The value where two precisions agree; mpmath gives no enclosure, agreement stands in."""
    rough, fine = (_in_mpmath(expression, numbers, digits) for digits in (60, 90))
    if isinstance(fine, int):
        return Enclosed.infinity(fine)
    if isinstance(rough, int) or abs(rough - fine) > abs(fine) / 10**DIGITS:
        raise Unsupported(f"values of {expression} at 60 and 90 digits do not agree")
    return Enclosed(min(rough, fine), max(rough, fine))


def _in_mpmath(expression: Any, numbers: Mapping[str, Fraction], digits: int) -> Fraction | int:
    """The value of a SymPy expression; the sign, as an int, where it is infinite.

    Numbers are put in as floats: SymPy would work out digamma(1/1000000) by a sum of that length.
    """
    import mpmath
    import sympy

    symbols = sorted(expression.free_symbols, key=str)
    values = [numbers[symbol.name] for symbol in symbols]
    with mpmath.workdps(digits):
        arguments = [mpmath.mpf(v.numerator) / v.denominator for v in values]
        try:
            found = mpmath.mpmathify(sympy.lambdify(symbols, expression, "mpmath")(*arguments))
        except (ArithmeticError, ValueError) as error:
            raise Undefined(f"the formula has no value here: {error}") from error
        except (TypeError, NameError, NotImplementedError) as error:
            raise Unsupported(f"mpmath gives no number for {expression}: {error}") from error
    if mpmath.isnan(found) or not isinstance(found, mpmath.mpf):
        raise Undefined("the formula has no real value here")
    if mpmath.isinf(found):
        return 1 if found > 0 else -1
    mantissa, exponent = (int(part) for part in found.man_exp)
    return Fraction(mantissa if found >= 0 else -abs(mantissa)) * Fraction(2) ** exponent
