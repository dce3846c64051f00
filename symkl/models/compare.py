"""Both sides of a claim in one model: what is certain about the sign of their difference."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import ceil, log10
from typing import Any

from flint import arb
from mpmath.libmp import from_man_exp

from symkl.kernel.check import Claim
from symkl.models.arithmetic import Arithmetic, Balls, Floats, precision, vanishes
from symkl.models.evaluate import ATTEMPTS, SPARE_DIGITS, Evaluator, is_narrow
from symkl.models.grids import Grid, rows_of
from symkl.models.model import Imprecise, Model, Unsupported

ALLOWED: dict[str, frozenset[int]] = {
    "=": frozenset({0}),
    "<=": frozenset({-1, 0}),
    "<": frozenset({-1}),
    ">=": frozenset({0, 1}),
    ">": frozenset({1}),
    "!=": frozenset({-1, 1}),
}
NO_ERROR, NO_AGREEMENT = -(10**6), 10**6  # as powers of ten
ANY_SIGN = frozenset({-1, 0, 1})


@dataclass(frozen=True)
class Sides:
    """The entries of both sides and of their difference: balls, or exact rational numbers."""

    lhs: tuple[Any, ...]
    rhs: tuple[Any, ...]
    differences: tuple[Any, ...]
    columns: int
    relation: str

    @cached_property
    def signs(self) -> tuple[frozenset[int], ...]:
        """The signs that each entry of the difference may have."""
        return tuple(map(possible_signs, self.differences))

    @property
    def fails(self) -> bool:
        """Whether the relation is certainly false here."""
        apart = [not signs & ALLOWED[self.relation] for signs in self.signs]
        return all(apart) if self.relation == "!=" else any(apart)

    @property
    def holds(self) -> bool:
        """Whether the relation is certainly true here."""
        inside = [signs <= ALLOWED[self.relation] for signs in self.signs]
        return any(inside) if self.relation == "!=" else all(inside)

    @property
    def entry(self) -> int:
        """The first entry that tells the sides apart, or the first of all."""
        for place, signs in enumerate(self.signs):
            if 0 not in signs:
                return place
        return 0

    def error(self, digits: int) -> int:
        """The largest difference there may be: a power of ten, relative to sides above 1."""
        with precision(digits + SPARE_DIGITS):
            return max(map(_relative, self.lhs, self.differences))


def _relative(value: Any, difference: Any) -> int:
    upper, size = arb(difference).abs_upper(), arb(value).abs_lower()
    if not upper.is_finite():
        return NO_AGREEMENT
    if size.is_finite() and size > 1:
        upper = (upper / size).abs_upper()
    return power_of_ten(upper.man_exp())


def possible_signs(difference: Any) -> frozenset[int]:
    """The signs that a ball, or an exact number, may have."""
    if difference > 0:
        return frozenset({1})
    if difference < 0:
        return frozenset({-1})
    if vanishes(difference):
        return frozenset({0})
    if difference >= 0:
        return frozenset({0, 1})
    return frozenset({-1, 0}) if difference <= 0 else ANY_SIGN


def compared(claim: Claim, model: Model, digits: int) -> Sides:
    """Both sides in balls narrower than 10^-digits.

    Raises Undefined when a side has no value in the model, Unsupported when the claim is outside
    what can be evaluated.
    """
    trouble = Imprecise(f"no enclosure to {digits} digits")
    for factor in ATTEMPTS:
        with precision(digits * factor + SPARE_DIGITS):
            try:
                found = sides(claim, _evaluator(claim, model, Balls, digits * factor))
            except Imprecise as error:
                trouble = error
                continue
            if all(is_narrow(arb(v), digits) for v in (*found.lhs, *found.rhs)):
                return found
    raise Unsupported(str(trouble))


def _evaluator(claim: Claim, model: Model, system: type[Arithmetic], digits: int) -> Evaluator:
    """The model's evaluator in this number system, kept for other claims with the same sides."""
    known: Evaluator | None = model.remembered.get((system, digits))
    if known is None or known.context != claim.context:
        known = Evaluator(claim.context, model, SYSTEMS[system](digits))
        model.remembered[system, digits] = known
    known.of.infinite = False
    return known


SYSTEMS: dict[type[Arithmetic], Callable[[int], Arithmetic]] = {
    Balls: lambda digits: Balls(),  # at the precision of the block around
    Floats: lambda digits: Floats(digits + SPARE_DIGITS),
}


def sides(claim: Claim, evaluator: Evaluator) -> Sides:
    """Both sides as the evaluator finds them, at the precision it works with."""
    if claim.relation not in ALLOWED:
        raise Unsupported(f"unknown relation {claim.relation!r}")
    lhs, rhs = evaluator.result(claim.lhs), evaluator.result(claim.rhs)
    one, two = rows_of(lhs), rows_of(rhs)
    if (len(one), len(one[0])) != (len(two), len(two[0])):
        raise Unsupported("sides of different shapes")
    if isinstance(lhs, Grid) and claim.relation not in ("=", "!="):
        raise Unsupported(f"matrices compared by {claim.relation}")
    left = tuple(entry for row in one for entry in row)
    right = tuple(entry for row in two for entry in row)
    differences = tuple(_difference(a, b, evaluator.of) for a, b in zip(left, right, strict=True))
    return Sides(left, right, differences, len(one[0]), claim.relation)


def _difference(lhs: Any, rhs: Any, of: Arithmetic) -> Any:
    if of.is_infinite(lhs) and of.is_infinite(rhs) and lhs == rhs:
        return of.zero  # in the extended reals, infinity = infinity
    return lhs - rhs


def in_floats(claim: Claim, model: Model, digits: int) -> Sides:
    """Both sides as mpmath finds them; raises as ``compared`` does."""
    return sides(claim, _evaluator(claim, model, Floats, digits))


def disagreement(claim: Claim, model: Model, found: Sides, digits: int) -> int:
    """How far mpmath's values are from the balls: a power of ten, relative to values above 1.

    Raises Undefined or Unsupported when mpmath finds no value where flint found one.
    """
    other = in_floats(claim, model, digits)
    floats = Floats(digits + SPARE_DIGITS)
    pairs = zip((*found.lhs, *found.rhs), (*other.lhs, *other.rhs), strict=True)
    with precision(digits + SPARE_DIGITS):
        return max(_distance(arb(ball), floats.inexact(value), floats) for ball, value in pairs)


def _distance(ball: Any, value: Any, floats: Floats) -> int:
    if not ball.is_finite() or floats.is_infinite(value):
        same = not ball.is_finite() and floats.is_infinite(value) and (ball > 0) == (value > 0)
        return NO_ERROR if same else NO_AGREEMENT
    mantissa, exponent = ball.mid().man_exp()
    middle = floats.context.make_mpf(from_man_exp(int(mantissa), int(exponent)))
    return power_of_ten((abs(middle - value) / max(1, abs(middle))).man_exp)


def power_of_ten(man_exp: tuple[Any, Any]) -> int:
    """The least n with ``mantissa * 2 ** exponent <= 10 ** n``, or one more."""
    mantissa, exponent = (int(part) for part in man_exp)
    return ceil((mantissa.bit_length() + exponent) * log10(2)) if mantissa else NO_ERROR


def decimals(value: Any, digits: int = 20) -> str:
    """The value in decimals: ``inf``, ``-inf``, or about 20 significant digits."""
    ball = arb(value)
    if not ball.is_finite():
        return "inf" if ball > 0 else "-inf"
    return "0" if ball.contains(0) else str(ball.str(digits, radius=False))
