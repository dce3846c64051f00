"""Shannon-type inequalities: conic combinations of elemental ones, found by linear programming.

A claim that is linear in the joint entropies of one pmf is a point of the space with a coordinate
for each nonempty set of variables; the elemental inequalities H(X_i | rest) >= 0 and I(X_i;X_j|K)
>= 0 span the cone of all Shannon-type inequalities (Yeung 1997, A framework for linear information
inequalities).  Given equations are free rows.  Most claims are one inequality, or come apart
without search; the others are a linear programme.  The kernel checks the certificate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import Any

from symkl.kernel import terms
from symkl.kernel.check import Claim, Trial
from symkl.kernel.context import Law
from symkl.kernel.definitions import law_value
from symkl.kernel.entropies import LAWS
from symkl.kernel.errors import KernelError
from symkl.kernel.polynomial import Rational
from symkl.kernel.shapes import SCALAR, shape
from symkl.kernel.terms import Term
from symkl.models.entropy_form import HEADS, EntropyForm, Names, entropy_form, written_form
from symkl.prove.candidates import conditional_entropy, information
from symkl.prove.polymatroid import Form, Inequality, elementals, single, uncrossed
from symkl.prove.remembering import remembering_trial
from symkl.prove.weights import nonnegative_weights

MAX_GROUPS = 7  # more of them than that: the linear programme takes too long
Certificate = dict[str, Any]


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
    if shape(claim.context, claim.lhs) != SCALAR:
        raise NotShannon
    if claim.relation == "=":
        at_least = shannon_certificate(replace(claim, relation=">="), laws, facts)
        at_most = at_least and shannon_certificate(replace(claim, relation="<="), laws, facts)
        both = {"kind": "both_inequalities", "at_least": at_least, "at_most": at_most}
        return both if at_most else None
    less_first = claim.relation in ("<=", "<")
    greater, less = (claim.rhs, claim.lhs) if less_first else (claim.lhs, claim.rhs)
    reading = _Reading(claim, laws)
    target = reading.difference(greater, less)
    if target is None:
        raise NotShannon
    rows = _given_rows(claim, reading, target)
    parts = _combination(target, rows, facts)
    return None if parts is None else {"kind": "combination", "parts": parts}


class _Reading:
    """What is claimed and given as forms in joint entropies: as it is written, or worked out."""

    def __init__(self, claim: Claim, laws: frozenset[str] | None) -> None:
        self.claim, self.laws = claim, laws
        self.as_written = laws is None or laws >= {*LAWS, *(f"definition_{h}" for h in HEADS)}

    @cached_property
    def trial(self) -> Trial:
        return remembering_trial(self.claim, self.laws)

    def difference(self, lhs: Term, rhs: Term) -> EntropyForm | None:
        """Left minus right side; raises IllFormed or TooLarge as the kernel does."""
        context = self.claim.context
        found = written_form(context, lhs, rhs) if self.as_written else None
        return found or entropy_form(context, self.trial.normaliser.difference(lhs, rhs))

    def given(self, part: Certificate) -> EntropyForm | None:
        """What the part with a given statement says."""
        lhs, relation, rhs = self.claim.given[part["given"]]
        try:
            if "logarithm_times" in part:
                return entropy_form(self.claim.context, self.trial.part(part))
            return self.difference(*((rhs, lhs) if relation in ("<=", "<") else (lhs, rhs)))
        except KernelError:
            return None


# --- what is given --------------------------------------------------------------------------------


def _given_rows(claim: Claim, reading: _Reading, target: EntropyForm) -> list[Row]:
    """What is given about the same pmf; an equation counts with either sign."""
    rows = []
    for index, (_, relation, _) in enumerate(claim.given):
        for part in _readings(claim, index):
            form = reading.given(part)
            if form is None or form.law != target.law:
                continue
            rows.append(Row(part, form))
            if relation == "=":
                negative = {names: -c for names, c in form.coefficients.items()}
                rows.append(Row({**part, "weight": "-1"}, EntropyForm(form.law, negative)))
            break
    return rows


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


Weights = tuple[dict[Inequality, Rational], dict[int, Rational]]  # and of given rows, by place


# --- combinations ---------------------------------------------------------------------------------


def _combination(
    target: EntropyForm, rows: Sequence[Row], facts: frozenset[str] | None
) -> list[Certificate] | None:
    """Parts of a certificate that add up to the target."""
    groups = _groups([target, *(row.form for row in rows)])
    numbers = {name: 1 << g for g, names in enumerate(groups) for name in names}
    goal = _numbered(target, numbers)
    given = [_numbered(row.form, numbers) for row in rows]
    found = _one_inequality(goal, given, facts) or _uncrossed(goal, facts)
    if found is None and len(groups) <= MAX_GROUPS:
        found = _weights(goal, given, len(groups), facts)
    if found is None:
        return None
    parts = [_part(inequality, target.law, groups, w) for inequality, w in found[0].items()]
    for place, weight in found[1].items():
        part = rows[place].part
        parts.append({**part, "weight": str(weight * Fraction(part["weight"]))})
    return parts


def _part(
    inequality: Inequality, law: Law, groups: Sequence[Names], weight: Rational
) -> Certificate:
    """The part of a certificate for the inequality."""
    one, two, given = (_names(groups, chosen) for chosen in inequality)
    found = information(law, one, two, given) if two else conditional_entropy(law, one, given)
    return found.part(str(weight))


def _names(groups: Sequence[Names], chosen: int) -> Names:
    return tuple(name for g, names in enumerate(groups) if chosen >> g & 1 for name in names)


def _groups(forms: Sequence[EntropyForm]) -> list[Names]:
    """The variables that occur, those together that always occur together."""
    sets = [names for form in forms for names in form.coefficients]
    alike: dict[tuple[bool, ...], list[str]] = {}
    for coord, _ in forms[0].law.coords:
        alike.setdefault(tuple([coord in names for names in sets]), []).append(coord)
    return [tuple(names) for occurs, names in alike.items() if any(occurs)]


def _numbered(form: EntropyForm, numbers: Mapping[str, int]) -> dict[int, Rational]:
    found: dict[int, Rational] = {}
    for names, coefficient in form.coefficients.items():
        chosen = 0
        for name in names:
            chosen |= numbers[name]
        found[chosen] = coefficient
    return found


def _one_inequality(
    goal: Form, given: Sequence[Form], facts: frozenset[str] | None
) -> Weights | None:
    """A single inequality, perhaps with one given row: most steps need no more."""
    for place in (None, *range(len(given))):
        taken: dict[int, Rational] = {} if place is None else {place: 1}
        rest = _rest(goal, [(given[p], w) for p, w in taken.items()])
        found = single(rest)
        if not rest:
            return {}, taken
        if found is not None and (facts is None or found[0].fact in facts):
            return {found[0]: found[1]}, taken
    return None


def _uncrossed(goal: Form, facts: frozenset[str] | None) -> Weights | None:
    """A combination that needs no search, of inequalities that may be used."""
    found = uncrossed(goal)
    if found is None or (facts is not None and any(e.fact not in facts for e in found)):
        return None
    return found, {}


def _rest(goal: Form, weighted: Iterable[tuple[Form, Rational]]) -> dict[int, Rational]:
    """What the combination leaves of the goal."""
    left = dict(goal)
    for form, weight in weighted:
        for chosen, coefficient in form.items():
            left[chosen] = left.get(chosen, 0) - weight * coefficient
    return {chosen: c for chosen, c in left.items() if c}


@lru_cache(maxsize=16)
def _elemental(count: int, facts: frozenset[str] | None) -> dict[Inequality, Form]:
    """The elemental inequalities that may be used, and what they say."""
    return {e: e.form() for e in elementals(count) if facts is None or e.fact in facts}


def _weights(
    goal: Form, given: Sequence[Form], count: int, facts: frozenset[str] | None
) -> Weights | None:
    """Weights of elemental inequalities and of given rows."""
    cone = _elemental(count, facts)
    found = nonnegative_weights(goal, [*cone.values(), *given])
    if found is None:
        return None
    inequalities = list(cone)
    return (
        {inequalities[i]: weight for i, weight in found.items() if i < len(cone)},
        {i - len(cone): weight for i, weight in found.items() if i >= len(cone)},
    )
