"""Whether what is given holds in a model: exactly, at every value of its free points.

An equation between entropies of rational tables is an equation between logarithms of primes with
rational coefficients, and those are linearly independent: so it is decided exactly, as every other
equation between rational numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import product

from flint import arb, fmpq, fmpz

from symkl.kernel import terms
from symkl.kernel.check import Claim, Given
from symkl.kernel.context import Context
from symkl.kernel.errors import KernelError
from symkl.kernel.normal_form import Normaliser
from symkl.models.admissible import marginal
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
    weighted = [
        (-coefficient * p, p)
        for names, coefficient in form.coefficients.items()
        for p in marginal(form.law, table, names).values()
        if p  # 0 log 0 = 0
    ]
    with precision(DIGITS):
        value = arb(0)
        for c, p in weighted:
            value += arb(fmpq(c.numerator, c.denominator)) * arb(fmpq(*p.as_integer_ratio())).log()
        signs = possible_signs(value)
    if len(signs) == 1:
        return next(iter(signs))
    return 0 if _vanishes(weighted) else None


def _vanishes(weighted: list[tuple[Fraction, Fraction]]) -> bool:
    """Whether the sum of c log p is certainly 0: so it is for the coefficient of each log prime."""
    found: dict[int, Fraction] = {}
    for c, p in weighted:
        if max(p.as_integer_ratio()) > MAX_FACTORED:
            return False
        for prime, exponent in _factored(p):
            found[prime] = found.get(prime, Fraction(0)) + c * exponent
    return not any(found.values())


@lru_cache(maxsize=4096)
def _factored(value: Fraction) -> list[tuple[int, int]]:
    """The primes of a positive fraction with their exponents."""
    above = [(int(prime), int(e)) for prime, e in fmpz(value.numerator).factor()]
    below = [(int(prime), -int(e)) for prime, e in fmpz(value.denominator).factor()]
    return above + below
