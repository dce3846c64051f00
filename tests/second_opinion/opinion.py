"""A claim in many random models: what it shares with the kernel is the language of terms alone.

Both sides are evaluated exactly (:mod:`second_opinion.ring`) and subtracted.  Take a false equation
between expressions that are rational in the entries of tables and matrices and in their logarithms,
of total degree d after clearing denominators.  A model whose entries are drawn from S values shows
no difference with a probability of at most d/S (Schwartz 1980, Zippel 1979), the logarithms of
different primes being independent indeterminates.  Of the models a third draws from 40 values, the
others from 997: with d = 20, six models all miss it with a probability below 1 in 25 000.  Of an
inequality, the sign is that of 60 digits, and models can only say that it is false.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from second_opinion.evaluation import Evaluation
from second_opinion.models import Model, drawn, is_density, normal_of
from second_opinion.ring import NoOpinion, Undefined, constant, number
from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.terms import Given

SIGNS: dict[str, Callable[[Any], bool]] = {
    "positive": lambda v: v > 0,
    "nonnegative": lambda v: v >= 0,
    "real": lambda v: True,
}
TINY, LARGE = 1e-40, 1e-25
HOLDS = {
    "=": lambda d: d == 0,
    "<=": lambda d: d <= 0,
    ">=": lambda d: d >= 0,
    "<": lambda d: d < 0,
    ">": lambda d: d > 0,
    "!=": lambda d: d != 0,
}


@dataclass(frozen=True)
class Opinion:
    """How many models agree with the claim, and the first that does not."""

    holds: int = 0
    against: Model | None = None
    at: Any = None
    difference: float = 0.0
    undefined: int = 0
    cause: str = ""

    @property
    def says(self) -> str:
        """``true``, ``false`` or ``none``: no model could be evaluated."""
        if self.against is not None:
            return "false"
        return "true" if self.holds else "none"


def opinion(claim: Claim, seed: int = 0, models: int = 6) -> Opinion:
    """What random models say of the claim."""
    random = Random(seed)
    holds = undefined = 0
    cause = ""
    for _ in range(3 * models):
        if holds >= models:
            break
        try:
            model = drawn(claim.context, random)
            at = _points(claim, model, random)
            if not _given(claim, model, at, random):
                continue
            difference = _difference(claim, model, at)
        except Undefined as error:
            undefined, cause = undefined + 1, str(error)
        except NoOpinion as error:
            cause = str(error)
        else:
            if not HOLDS[claim.relation](difference):
                return Opinion(holds, model, at, float(difference), undefined)
            holds += 1
    return Opinion(holds, undefined=undefined, cause=cause)


def _points(claim: Claim, model: Model, random: Random) -> dict[Any, Any]:
    sides = [claim.lhs, claim.rhs, *(side for a, _, b in claim.given for side in (a, b))]
    free = sorted(set().union(*map(terms.free_points, sides)))
    found: dict[Any, Any] = {}
    for name, sort in free:
        if claim.context.is_real_space(sort):
            raise_at = claim.context.sort(sort).index
            width = 1 if raise_at == "1" else model.sizes[raise_at]
            found[name, sort] = tuple(_number(random) for _ in range(width))
        else:
            found[name, sort] = random.randrange(model.sizes[sort])
    return found


def _number(random: Random) -> Any:
    return constant(Fraction(random.randint(-9, 9), random.choice((1, 2, 3))))


def _given(claim: Claim, model: Model, at: dict[Any, Any], random: Random) -> bool:
    """Whether what is given holds, once the model was made to obey it: at some of its points."""
    for given in claim.given:
        _obey(claim, model, at, given)
    for lhs, relation, rhs in claim.given:
        given = Claim(claim.context, lhs, relation, rhs)
        for _ in range(6):
            if not HOLDS[relation](_difference(given, model, _points(given, model, random))):
                return False
    return True


def _obey(claim: Claim, model: Model, at: dict[Any, Any], given: Given) -> None:
    """Set the number, or the law, that a given equation says what it is."""
    lhs, relation, rhs = given
    if relation == "=" and lhs.head == "sym" and not terms.free_points(rhs):
        found = Evaluation(claim.context, model, at).scalar(rhs).rational
        if found is not None and SIGNS[claim.context.number(lhs.label).sign](found):
            model.numbers[lhs.label] = found
    if relation == "=" and lhs.head == "value" and lhs.label[0] in model.tables:
        coords = [c for c, _ in claim.context.law(lhs.label[0]).coords]
        if sorted(coords) != sorted(lhs.label[1]) or len(set(lhs.args)) != len(lhs.args):
            return
        order = [lhs.args[lhs.label[1].index(c)].label for c in coords]
        table = {}
        for cell in model.tables[lhs.label[0]]:
            here = {**at, **dict(zip(order, cell, strict=True))}
            found = Evaluation(claim.context, model, here).scalar(rhs).rational
            if found is None:
                return
            table[cell] = found
        law = claim.context.law(lhs.label[0])
        if not law.given and all(map(SIGNS[law.sign], table.values())):
            model.tables[lhs.label[0]] = table


def _difference(claim: Claim, model: Model, at: dict[Any, Any]) -> Any:
    """Left minus right, rounded to 0 where it is that; the largest entry of matrices."""
    evaluation = Evaluation(claim.context, model, at)
    one, two = evaluation.grid(claim.lhs), evaluation.grid(claim.rhs)
    if (len(one), len(one[0])) != (len(two), len(two[0])):
        raise NoOpinion("sides of different shapes")
    largest: Any = 0
    for r, s in zip(one, two, strict=True):
        for a, b in zip(r, s, strict=True):
            difference = a + -b
            value = number(difference) if difference else 0
            scale = 1 + abs(number(a)) if value else 1
            if abs(value) < TINY * scale:
                value = 0
            elif abs(value) < LARGE * scale:
                raise NoOpinion("too close to tell")
            largest = value if abs(value) > abs(largest) else largest
    return largest


def fails_in(claim: Claim, shown: Any) -> bool | None:
    """Whether the claim is false in a counterexample of the models; None without an opinion."""
    model = Model(
        dict(shown.sizes),
        tables={name: dict(table) for name, table in shown.laws.items()},
        matrices={name: [list(row) for row in rows] for name, rows in shown.matrices.items()},
        numbers=dict(shown.numbers),
        functions={name: list(values) for name, values in shown.functions.items()},
    )
    try:
        for name, law in claim.context.laws.items():
            if name in shown.densities:
                (part,) = shown.densities[name]
                model.normals[name] = list(part.mean), [list(row) for row in part.covariance]
            elif is_density(claim.context, law):
                model.normals[name] = normal_of(claim.context, law, model)
        at = {
            point: value if isinstance(value, int) else tuple(map(constant, value))
            for point, value in shown.points.items()
        }
        return not HOLDS[claim.relation](_difference(claim, model, at))
    except (NoOpinion, ValueError, AttributeError, KeyError):
        return None  # a density of another kind, or an infinite side, of which we know nothing
