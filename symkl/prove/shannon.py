"""Shannon-type inequalities: conic combinations of elemental ones, found by linear programming.

A claim that is linear in the joint entropies of one pmf is a point of the space with a coordinate
for each nonempty set of variables; the elemental inequalities H(X_i | rest) >= 0 and I(X_i;X_j|K)
>= 0 span the cone of all Shannon-type inequalities (Yeung 1997, A framework for linear information
inequalities).  Given equations are free rows.  HiGHS proposes the weights, exact arithmetic
confirms them here, and the kernel checks the certificate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, combinations
from typing import Any, NamedTuple

from symkl.kernel import terms
from symkl.kernel.check import Claim, Trial
from symkl.kernel.context import Law
from symkl.kernel.definitions import law_value
from symkl.kernel.errors import KernelError
from symkl.kernel.polynomial import Poly
from symkl.models.entropy_form import EntropyForm, Names, entropy_form
from symkl.prove.candidates import conditional_entropy, information
from symkl.prove.weights import Column, exact_weights

MAX_GROUPS = 7  # more of them than that: the linear programme takes too long
MAX_DENOMINATOR = 1000  # of weights that are guessed from floating-point ones
LEAST_WEIGHT = 1e-9  # what a smaller floating-point weight means is 0
Certificate = dict[str, Any]
Form = Mapping[int, Fraction | int]  # coefficients of joint entropies, by sets of groups


class NotShannon(Exception):
    """The claim is not about the joint entropies of one pmf alone."""


@dataclass(frozen=True)
class Row:
    """A given equation or inequality in joint entropies, and the part of a certificate for it."""

    part: Certificate
    form: EntropyForm


def shannon_certificate(
    claim: Claim, laws: frozenset[str] | None, facts: frozenset[str] | None
) -> Certificate | None:
    """A certificate by elemental inequalities and what is given; None when there is none.

    Raises NotShannon when the claim is not linear in the joint entropies of one pmf.
    """
    if claim.relation == "=":
        at_least = shannon_certificate(replace(claim, relation=">="), laws, facts)
        at_most = at_least and shannon_certificate(replace(claim, relation="<="), laws, facts)
        both = {"kind": "both_inequalities", "at_least": at_least, "at_most": at_most}
        return both if at_most else None
    trial = Trial(claim, laws)
    target = entropy_form(claim.context, trial.greater_minus_less())
    if target is None:
        raise NotShannon
    rows = _given_rows(claim, trial, target)
    parts = _combination(target, rows, facts)
    return None if parts is None else {"kind": "combination", "parts": parts}


# --- what is given --------------------------------------------------------------------------------


def _given_rows(claim: Claim, trial: Trial, target: EntropyForm) -> list[Row]:
    """What is given about the same pmf; an equation counts with either sign."""
    rows = []
    for index, (_, relation, _) in enumerate(claim.given):
        for part in _readings(claim, index):
            form = entropy_form(claim.context, _evaluated(trial, part))
            if form is None or form.law != target.law:
                continue
            rows.append(Row(part, form))
            if relation == "=":
                negative = {names: -c for names, c in form.coefficients.items()}
                rows.append(Row({**part, "weight": "-1"}, EntropyForm(form.law, negative)))
            break
    return rows


def _evaluated(trial: Trial, part: Certificate) -> Poly:
    try:
        return trial.part(part)
    except KernelError:
        return Poly(())


def _readings(claim: Claim, index: int) -> list[Certificate]:
    """The given statement itself; for products of probabilities, the mean of its logarithm."""
    plain: Certificate = {"weight": "1", "given": index}
    lhs, relation, rhs = claim.given[index]
    values = [t for side in (lhs, rhs) for t in side.walk() if t.head == "value"]
    if relation != "=" or len({value.label[0] for value in values}) != 1:
        return [plain]
    at = {
        coord: point
        for value in values
        for coord, point in zip((*value.label[1], *value.label[2]), value.args, strict=True)
    }
    law = claim.context.law(values[0].label[0])
    coords = tuple(c for c, _ in law.coords if c in at)
    return [
        plain,
        {
            **plain,
            "over": [list(at[c].label) for c in coords],
            "logarithm_times": terms.to_json(law_value(law.name, coords, (), at)),
        },
    ]


# --- inequalities between sets of groups ----------------------------------------------------------


class Inequality(NamedTuple):
    """I(one;two|given) >= 0, or H(one|given) >= 0 where ``two`` is empty.

    Variables that always occur together form a group; a set of groups is a number in binary.
    """

    one: int
    two: int
    given: int

    @property
    def fact(self) -> str:
        """The name of the fact in the kernel."""
        return "information" if self.two else "conditional_entropy"

    def form(self) -> Form:
        """Its coefficients of joint entropies."""
        first, second = self.one | self.given, self.two | self.given
        found = {first: 1} if not self.two else {first: 1, second: 1, first | second: -1}
        return {**found, self.given: -1} if self.given else found

    def part(self, law: Law, groups: Sequence[Names], weight: Fraction) -> Certificate:
        """The part of a certificate for it."""
        one, two, given = (_names(groups, chosen) for chosen in self)
        found = information(law, one, two, given) if two else conditional_entropy(law, one, given)
        return found.part(str(weight))


def _names(groups: Sequence[Names], chosen: int) -> Names:
    return tuple(name for g, names in enumerate(groups) if chosen >> g & 1 for name in names)


def elementals(count: int) -> list[Inequality]:
    """The elemental inequalities of so many groups: count + C(count, 2) 2^(count - 2)."""
    everything = (1 << count) - 1
    singles = [1 << g for g in range(count)]
    found = [Inequality(one, 0, everything ^ one) for one in singles]
    for one, two in combinations(singles, 2):
        others = everything ^ one ^ two
        found += [Inequality(one, two, given) for given in range(others + 1) if not given & ~others]
    return found


def single(form: Mapping[int, Fraction]) -> tuple[Inequality, Fraction] | None:
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


def _multiple(form: Mapping[int, Fraction | int], factor: Fraction) -> dict[int, Fraction]:
    return {chosen: factor * c for chosen, c in form.items()}


Weights = tuple[dict[Inequality, Fraction], dict[int, Fraction]]  # and of given rows, by place


# --- combinations ---------------------------------------------------------------------------------


def _combination(
    target: EntropyForm, rows: Sequence[Row], facts: frozenset[str] | None
) -> list[Certificate] | None:
    """Parts of a certificate that add up to the target."""
    groups = _groups([target, *(row.form for row in rows)])
    numbers = {name: 1 << g for g, names in enumerate(groups) for name in names}
    goal = _numbered(target, numbers)
    given = [_numbered(row.form, numbers) for row in rows]
    found = _one_inequality(goal, given, facts)
    if found is None and len(groups) <= MAX_GROUPS:
        found = _weights(goal, given, *_cone(len(groups), facts))
    if found is None:
        return None
    parts = [inequality.part(target.law, groups, weight) for inequality, weight in found[0].items()]
    for place, weight in found[1].items():
        part = rows[place].part
        parts.append({**part, "weight": str(weight * Fraction(part["weight"]))})
    return parts


def _groups(forms: Sequence[EntropyForm]) -> list[Names]:
    """The variables that occur, those together that always occur together."""
    sets = [names for form in forms for names in form.coefficients]
    alike: dict[tuple[bool, ...], list[str]] = {}
    for coord, _ in forms[0].law.coords:
        alike.setdefault(tuple([coord in names for names in sets]), []).append(coord)
    return [tuple(names) for occurs, names in alike.items() if any(occurs)]


def _numbered(form: EntropyForm, numbers: Mapping[str, int]) -> dict[int, Fraction]:
    found: dict[int, Fraction] = {}
    for names, coefficient in form.coefficients.items():
        chosen = 0
        for name in names:
            chosen |= numbers[name]
        found[chosen] = coefficient
    return found


def _one_inequality(
    goal: Mapping[int, Fraction], given: Sequence[Form], facts: frozenset[str] | None
) -> Weights | None:
    """A single inequality, perhaps with one given row: most steps need no more."""
    for place in (None, *range(len(given))):
        taken = {} if place is None else {place: Fraction(1)}
        rest = _rest(goal, [(given[p], w) for p, w in taken.items()])
        found = single(rest)
        if not rest:
            return {}, taken
        if found is not None and (facts is None or found[0].fact in facts):
            return {found[0]: found[1]}, taken
    return None


def _rest(
    goal: Mapping[int, Fraction], weighted: Iterable[tuple[Form, Fraction]]
) -> dict[int, Fraction]:
    """What the combination leaves of the goal."""
    left = dict(goal)
    for form, weight in weighted:
        for chosen, coefficient in form.items():
            left[chosen] = left.get(chosen, Fraction(0)) - weight * coefficient
    return {chosen: c for chosen, c in left.items() if c}


# --- the linear programme -------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _cone(count: int, facts: frozenset[str] | None) -> tuple[list[Inequality], Any]:
    """The elemental inequalities that may be used, and the matrix with a column for each."""
    allowed = [e for e in elementals(count) if facts is None or e.fact in facts]
    return allowed, _matrix([e.form() for e in allowed], (1 << count) - 1)


def _matrix(columns: Sequence[Form], height: int) -> Any:
    from scipy.sparse import csc_array

    ends = [0, *accumulate(map(len, columns))]
    places = [chosen - 1 for column in columns for chosen in column]
    values = [float(c) for column in columns for c in column.values()]
    return csc_array((values, places, ends), shape=(height, len(columns)))


def _weights(
    goal: Mapping[int, Fraction], given: Sequence[Form], allowed: Sequence[Inequality], cone: Any
) -> Weights | None:
    """Exact nonnegative weights of elemental inequalities and of given rows."""
    proposed = _proposed(goal, given, cone)
    if proposed is None:
        return None
    chosen = [i for i, weight in enumerate(proposed) if weight > LEAST_WEIGHT]
    forms = [allowed[i].form() if i < len(allowed) else given[i - len(allowed)] for i in chosen]
    weights = [Fraction(proposed[i]).limit_denominator(MAX_DENOMINATOR) for i in chosen]
    if _rest(goal, zip(forms, weights, strict=True)):
        exact = exact_weights(_column(goal), [_column(f) for f in forms], list(range(len(forms))))
        if exact is None:
            return None
        weights = [exact.get(place, Fraction(0)) for place in range(len(forms))]
    found = {i: weight for i, weight in zip(chosen, weights, strict=True) if weight}
    return (
        {allowed[i]: weight for i, weight in found.items() if i < len(allowed)},
        {i - len(allowed): weight for i, weight in found.items() if i >= len(allowed)},
    )


def _column(form: Form) -> Column:
    return {str(chosen): Fraction(c) for chosen, c in form.items()}


def _proposed(goal: Mapping[int, Fraction], given: Sequence[Form], cone: Any) -> list[float] | None:
    """The weights of least sum that HiGHS finds; it only proposes."""
    import numpy as np
    from scipy.optimize import LinearConstraint, milp
    from scipy.sparse import hstack

    height = cone.shape[0]
    if given:
        cone = hstack([cone, _matrix(given, height)], format="csc")
    side = np.zeros(height)
    for chosen, coefficient in goal.items():
        side[chosen - 1] = coefficient
    if not cone.shape[1]:
        return None
    # Its linear programmes take a third of the time that they take through ``linprog``.
    solution = milp(np.ones(cone.shape[1]), constraints=LinearConstraint(cone, side, side))
    return None if solution.x is None else list(map(float, solution.x))
