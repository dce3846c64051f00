"""Whether what is given holds in a model: exactly, at every value of its free points.

An equation between entropies of rational tables is an equation between logarithms of primes with
rational coefficients, and those are linearly independent: so it is decided exactly, as every other
equation between rational numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
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
from symkl.models.model import Model, Table, Undefined, Unsupported

DIGITS = 30
MAX_FACTORED = 10**18


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
            return all(compared(claim, at, DIGITS).holds for at in models)
        except (KernelError, Undefined, Unsupported):
            return False


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
    return 0 if _vanishes(logarithms) else None


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


def _vanishes(logarithms: dict[int, int]) -> bool:
    """Whether the sum is certainly 0: so it is when that is the coefficient of each log prime."""
    found: dict[int, int] = {}
    for number, factor in logarithms.items():
        if number > MAX_FACTORED:
            return False
        for prime, exponent in _factored(number):
            found[prime] = found.get(prime, 0) + factor * exponent
    return not any(found.values())


@lru_cache(maxsize=4096)
def _factored(number: int) -> list[tuple[int, int]]:
    """The primes of a positive whole number with their exponents."""
    return [(int(prime), int(e)) for prime, e in fmpz(number).factor()]
