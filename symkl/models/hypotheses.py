"""Whether what is given holds in a model: exactly, at every value of its free points.

An equation between entropies of rational tables is an equation between logarithms of primes with
rational coefficients, and those are linearly independent: so it is decided exactly, as every other
equation between rational numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from math import gcd, lcm

from flint import arb, fmpz

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.context import Context
from symkl.kernel.errors import KernelError
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.terms import Given
from symkl.models.admissible import whole_marginal
from symkl.models.arithmetic import precision
from symkl.models.compare import ALLOWED, compared, possible_signs
from symkl.models.entropy_form import EntropyForm, entropy_form
from symkl.models.exact_logs import agree, logs_vanish
from symkl.models.model import Model, Table, Undefined, Unsupported

DIGITS = 30


class Hypotheses:
    """What a claim is given, ready to be asked of many models."""

    def __init__(self, context: Context, given: tuple[Given, ...]) -> None:
        self.context = context
        self.forms = [(g, form_of(context, g)) for g in given]

    def hold(self, model: Model) -> bool:
        """Whether everything that is given certainly holds in the model."""
        return all(self._holds(given, form, model) for given, form in self.forms)

    def _holds(self, given: Given, form: EntropyForm | None, model: Model) -> bool:
        lhs, relation, rhs = given
        if form is not None and form.law.name in model.laws:
            return _sign(form, model.laws[form.law.name]) in ALLOWED[relation]
        claim = Claim(self.context, lhs, relation, rhs)
        try:
            models = _with_points(self.context, given, model)
            return all(_certainly(claim, at) for at in models)
        except (KernelError, Undefined, Unsupported):
            return False


def _certainly(claim: Claim, model: Model) -> bool:
    sides = compared(claim, model, DIGITS)
    if sides.holds or sides.fails or "=" not in claim.relation or claim.relation == "!=":
        return sides.holds
    return agree(claim.context, claim.lhs, claim.rhs, model)


def form_of(context: Context, statement: Given) -> EntropyForm | None:
    """Left minus right side as a form in joint entropies, if it is one."""
    lhs, _, rhs = statement
    try:
        return entropy_form(context, Normaliser(context).difference(lhs, rhs))
    except KernelError:
        return None


def _with_points(context: Context, given: Given, model: Model) -> Iterator[Model]:
    """The model with every choice of values for the free points of the statement."""
    points = sorted(terms.free_points(given[0]) | terms.free_points(given[2]))
    if any(context.is_real_space(sort) for _, sort in points):
        raise Unsupported("a statement about every vector")
    for values in product(*(range(model.size(sort)) for _, sort in points)):
        chosen = dict(zip(points, values, strict=True))
        yield replace(model, points={**model.points, **chosen})


def _sign(form: EntropyForm, table: Table) -> int | None:
    """The sign of the form; None when it cannot be told."""
    logarithms = _logarithms(form, table)
    with precision(DIGITS):
        value = arb(0)
        for number, factor in logarithms.items():
            value += fmpz(factor) * arb(number).log()
        signs = possible_signs(value)
    if len(signs) == 1:
        return next(iter(signs))
    return 0 if logs_vanish(logarithms) else None


def _logarithms(form: EntropyForm, table: Table) -> dict[int, int]:
    """A positive multiple of the form as whole numbers times logarithms of whole numbers."""
    scale = lcm(*[c.denominator for c in form.coefficients.values()])
    found: dict[int, int] = {}
    for names, coefficient in form.coefficients.items():
        sums, below = whole_marginal(form.law, table, names)  # the same denominator for all
        factor = coefficient.numerator * (scale // coefficient.denominator)
        for total in filter(None, sums.values()):  # 0 log 0 = 0
            common = gcd(total, below)
            weight = factor * total
            found[below // common] = found.get(below // common, 0) + weight
            found[total // common] = found.get(total // common, 0) - weight
    return {number: factor for number, factor in found.items() if factor}
