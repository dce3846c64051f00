"""Inequalities between entropies of sets of variables, and what comes apart into them at sight.

Entropies are a polymatroid: monotone and submodular (Fujishige 1978).  Variables that always occur
together form a group; a set of groups is a number in binary.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

from symkl.kernel.polynomial import Rational

MAX_STEPS = 100
Form = Mapping[int, Rational]  # coefficients of joint entropies, by sets of groups


class Inequality(NamedTuple):
    """I(one;two|given) >= 0, or H(one|given) >= 0 where ``two`` is empty."""

    one: int
    two: int
    given: int

    @property
    def fact(self) -> str:
        """The name of the fact in the kernel."""
        return "information" if self.two else "conditional_entropy"

    def form(self) -> dict[int, int]:
        """Its coefficients of joint entropies."""
        first, second = self.one | self.given, self.two | self.given
        found = {first: 1} if not self.two else {first: 1, second: 1, first | second: -1}
        return {**found, self.given: -1} if self.given else found


def elementals(count: int) -> list[Inequality]:
    """The elemental inequalities of so many groups: count + C(count, 2) 2^(count - 2)."""
    everything = (1 << count) - 1
    singles = [1 << g for g in range(count)]
    found = [Inequality(one, 0, everything ^ one) for one in singles]
    for one, two in combinations(singles, 2):
        others = everything ^ one ^ two
        found += [Inequality(one, two, given) for given in range(others + 1) if not given & ~others]
    return found


def single(form: Form) -> tuple[Inequality, Rational] | None:
    """The one inequality, not always an elemental one, that the form is a positive multiple of."""
    above = [chosen for chosen, c in form.items() if c > 0]
    if not 0 < len(above) < 3:
        return None
    first, second = above[0], above[-1]
    below = {chosen for chosen, c in form.items() if c < 0}
    if first == second:
        given = below.pop() if len(below) == 1 else 0
        found = Inequality(first & ~given, 0, given)
    else:
        given = first & second
        found = Inequality(first & ~given, second & ~given, given)
    weight = form[first]
    return (found, weight) if _multiple(found.form(), weight) == form else None


def _multiple(form: Form, factor: Rational) -> dict[int, Rational]:
    return {chosen: factor * c for chosen, c in form.items()}


def uncrossed(form: Form) -> dict[Inequality, Rational] | None:
    """Weights of inequalities that add up to the form, found without search; None if that fails.

    From the largest set down, H(A u B) < 0 is taken away with H(A) + H(B) > 0 by submodularity,
    which leaves H(A n B); or by monotony with H(A) > 0 of a larger set A.

    Examples:
        >>> uncrossed({0b011: 1, 0b101: 1, 0b110: 1, 0b111: -2})
        {Inequality(one=2, two=4, given=1): 1, Inequality(one=1, two=6, given=0): 1}
    """
    left = dict(form)
    found: dict[Inequality, Rational] = {}
    for _ in range(MAX_STEPS):
        below = [chosen for chosen, c in left.items() if c < 0]
        if not below:
            return {**found, **{Inequality(chosen, 0, 0): c for chosen, c in left.items() if c}}
        inequality = _reaching(max(below, key=lambda chosen: (chosen.bit_count(), chosen)), left)
        if inequality is None:
            break
        own = inequality.form()
        weight = min(left[chosen] * c for chosen, c in own.items() if left.get(chosen, 0) * c > 0)
        found[inequality] = found.get(inequality, 0) + weight
        for chosen, c in own.items():
            left[chosen] = left.get(chosen, 0) - weight * c
    return None


def _reaching(whole: int, left: Form) -> Inequality | None:
    """An inequality with -H(whole), of which all that is positive is positive in the form."""
    above = sorted(chosen for chosen, c in left.items() if c > 0)
    inside = [chosen for chosen in above if chosen & ~whole == 0]
    pairs = [(one, two) for one, two in combinations(inside, 2) if one | two == whole]
    if pairs:
        # Best where the intersection is taken away with the same weight.
        one, two = min(pairs, key=lambda pair: left.get(pair[0] & pair[1], 0) >= 0)
        return Inequality(one & ~two, two & ~one, one & two)
    larger = [chosen for chosen in above if whole & ~chosen == 0]
    return Inequality(min(larger, key=int.bit_count) & ~whole, 0, whole) if larger else None
