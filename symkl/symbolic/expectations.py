"""Means under laws of named families, as the integrals and sums over the support that they are.

Only of what is known to be integrable: what grows no faster than powers and logarithms, under laws
that have all such means; exponentials where the support is bounded, or the tail is known to be
thin enough.  SymPy finds "means" of what has none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import sympy as sp

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT, Context, Law, Number
from symkl.kernel.families import FAMILIES, Family, parameters_of
from symkl.kernel.terms import Term
from symkl.symbolic.arithmetic import NotExpressible
from symkl.symbolic.identity import exponential

if TYPE_CHECKING:
    from symkl.symbolic.translation import Translation

WHOLE = ("naturals", "from_one", "binary", "up_to")
SIGNS = {
    "line": "real",
    "positive": "positive",
    "above": "positive",
    "unit": "unit",
    "interval": "real",
    "circle": "real",
    "naturals": "nonnegative",
    "from_one": "positive",
    "binary": "nonnegative",
    "up_to": "nonnegative",
}
BOUNDED = ("unit", "interval", "circle", "binary", "up_to")  # supports
HEAVY = ("inverse_gamma", "pareto")  # families that have means of logarithms only, in general
THIN = ("normal", "poisson")  # families that have the mean of exp(t x) for every t


@dataclass(frozen=True)
class _Mean:
    """A law, its family, and the number that stands for the point."""

    law: Law
    family: Family
    name: str

    @property
    def whole(self) -> bool:
        return self.family.support in WHOLE


def mean(translation: Translation, term: Term) -> sp.Expr:
    """The mean as an integral or a sum that is not worked out yet."""
    name, binders = term.label
    law = translation.context.law(name)
    if law.family is None or len(binders) != 1:
        raise NotExpressible("a mean under a law that is of no family")
    if translation.context.sort(binders[0][1]).index != SCALAR_SORT:
        raise NotExpressible("a mean of vectors")
    family = FAMILIES[law.family[0]]
    one = _Mean(law, family, _fresh(translation.context, binders[0][0]))
    body = _at(term.args[0], binders[0], one.name)
    _require_integrable(one, body)
    symbol = _symbol(one)
    inner = translation.within(_with_number(translation.context, one), one.name, symbol)
    parameters = [translation.value(p) for p in parameters_of(translation.context, law)]
    weight, low, high = _Unchecked(inner).density(one), *LIMITS[family.support](parameters)
    kind = sp.Sum if one.whole else sp.Integral
    addends = sp.Add.make_args(sp.expand_mul(inner.value(body)))
    return sp.Add(*(kind(weight * addend, (symbol, low, high)) for addend in addends))


def _fresh(context: Context, name: str) -> str:
    while name in context.numbers:
        name += "'"
    return name


def _symbol(one: _Mean) -> sp.Expr:
    assumed = {"unit": "positive"}.get(sign := SIGNS[one.family.support], sign)
    return sp.Dummy(one.name, **{assumed: True}, **({"integer": True} if one.whole else {}))


def _with_number(context: Context, one: _Mean) -> Context:
    number = Number(one.name, SIGNS[one.family.support])  # type: ignore[arg-type]
    return replace(context, numbers={**context.numbers, one.name: number})


def _at(term: Term, point: tuple[str, str], name: str) -> Term:
    """The term with the number in the place of the free point."""
    if term.head == "point" and term.label == point:
        return Term("sym", (), name)
    if point in terms.binders_of(term):
        return term
    return Term(term.head, tuple(_at(child, point, name) for child in term.args), term.label)


class _Unchecked:
    """The density of a family: its conditions hold on the support by what the family is."""

    def __init__(self, translation: Translation) -> None:
        self.translation = translation

    def density(self, one: _Mean) -> sp.Expr:
        """The density as a product of powers."""
        parameters = parameters_of(self.translation.context, one.law)
        logarithm = one.family.log_density(parameters, Term("sym", (), one.name))
        return exponential(self.value(logarithm))

    def value(self, term: Term) -> sp.Expr:
        """The term in SymPy, its conditions not looked at."""
        from symkl.symbolic.translation import HEADS

        inner = self.translation if term.head in ("sym", "size") else self
        return HEADS[term.head](inner, term)


Limits = Callable[[list[sp.Expr]], tuple[sp.Expr, sp.Expr]]
LIMITS: dict[str, Limits] = {
    "line": lambda p: (-sp.oo, sp.oo),
    "positive": lambda p: (sp.S.Zero, sp.oo),
    "above": lambda p: (p[0], sp.oo),
    "unit": lambda p: (sp.S.Zero, sp.S.One),
    "interval": lambda p: (p[0], p[1]),
    "circle": lambda p: (-sp.pi, sp.pi),
    "naturals": lambda p: (sp.S.Zero, sp.oo),
    "from_one": lambda p: (sp.S.One, sp.oo),
    "binary": lambda p: (sp.S.Zero, sp.S.One),
    "up_to": lambda p: (sp.S.Zero, p[0]),
}


# --- integrability --------------------------------------------------------------------------------


def _require_integrable(one: _Mean, body: Term) -> None:
    if not _is_tame(one, body):
        raise NotExpressible(f"a mean under {one.law.name} that may not exist")


def _is_tame(one: _Mean, term: Term) -> bool:
    """Whether this is made of powers, logarithms and exponentials that have their means."""
    if not _mentions(term, one.name):
        return True
    rule = TAME.get(term.head)
    return rule is not None and rule(one, term)


def _is_affine(one: _Mean, term: Term) -> bool:
    """Whether this is a + b x, as it is written."""
    if not _mentions(term, one.name):
        return True
    with_it = [child for child in term.args if _mentions(child, one.name)]
    if term.head == "div" and with_it != [term.args[0]]:
        return False
    if term.head == "mul" and len(with_it) > 1:
        return False
    linear = term.head in ("add", "neg", "mul", "div")
    return term.head == "sym" or (linear and all(_is_affine(one, child) for child in with_it))


def _mentions(term: Term, name: str) -> bool:
    return any(node.head == "sym" and node.label == name for node in term.walk())


def _all_tame(one: _Mean, term: Term) -> bool:
    return all(_is_tame(one, child) for child in term.args)


def _over_constant(one: _Mean, term: Term) -> bool:
    top, bottom = term.args
    return _is_tame(one, top) and not _mentions(bottom, one.name)


def _whole_power(one: _Mean, term: Term) -> bool:
    base, exponent = term.args
    whole = exponent.head == "num" and exponent.label.denominator == 1 and exponent.label >= 0
    return whole and _is_tame(one, base)


def _exponential(one: _Mean, term: Term) -> bool:
    (inner,) = term.args
    if not _is_affine(one, inner):
        return False
    return one.family.support in BOUNDED or (one.law.family or ("",))[0] in THIN


def _light(one: _Mean, term: Term) -> bool:
    return (one.law.family or ("",))[0] not in HEAVY


def _function(one: _Mean, term: Term) -> bool:
    return term.label == "cos" or (term.label == "abs" and _all_tame(one, term))


TAME: dict[str, Callable[[_Mean, Term], bool]] = {
    "sym": _light,
    "add": _all_tame,
    "mul": _all_tame,
    "neg": _all_tame,
    "div": _over_constant,
    "pow": _whole_power,
    "log": lambda one, term: _is_affine(one, term.args[0]),
    "exp": _exponential,
    "special": _function,
}
