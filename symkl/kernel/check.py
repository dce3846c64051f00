"""The one gate: ``check(claim, certificate)`` returns what the proof rests on, or raises.

Certificates are plain data (dicts, lists, strings), made by untrusted search:

``{"kind": "normal_form"}``
    both sides have the same normal form; for ``=`` (and ``<=``, ``>=``).
``{"kind": "logarithms"}``
    both sides are positive and their logarithms have the same normal form; for ``=``.
``{"kind": "conic", "parts": [part, ...]}``
    for ``>=`` or ``<=``: the greater side minus the smaller one is the sum of the parts.  A part is
    ``{"weight": "1/2", "fact": name, "binders": [...], "args": [...], "over": [...], "factor": t}``:
    a positive rational times the sum over ``over`` of a positive ``factor`` times a fact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symkl.kernel import terms
from symkl.kernel.context import Context
from symkl.kernel.errors import IllFormed, Refused
from symkl.kernel.facts import FACTS, is_positive, require_positive
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.polynomial import ONE, Poly, Var, add, mul, scale
from symkl.kernel.terms import Binders, Term


@dataclass(frozen=True)
class Claim:
    """``lhs relation rhs`` for every model of the declarations in ``context``."""

    context: Context
    lhs: Term
    relation: str
    rhs: Term

    def to_json(self) -> dict[str, Any]:
        """The claim as plain data."""
        return {
            "context": self.context.to_json(),
            "lhs": terms.to_json(self.lhs),
            "relation": self.relation,
            "rhs": terms.to_json(self.rhs),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Claim:
        """The claim that :meth:`to_json` wrote."""
        lhs, rhs = terms.from_json(data["lhs"]), terms.from_json(data["rhs"])
        return cls(Context.from_json(data["context"]), lhs, data["relation"], rhs)


@dataclass(frozen=True)
class Support:
    """What an accepted proof rests on: laws of the normal form, facts, and hypotheses."""

    laws: frozenset[str]
    facts: frozenset[str]
    hypotheses: frozenset[str]


def check(
    claim: Claim,
    certificate: Mapping[str, Any],
    laws: frozenset[str] | None = None,
    facts: frozenset[str] | None = None,
) -> Support:
    """What the proof rests on; with ``laws`` or ``facts`` given, those alone may be used.

    Raises Refused when the certificate does not show the claim, IllFormed when a side has no
    meaning under the declarations, TooLarge when a normal form exceeds its limits.
    """
    checker = CHECKERS.get(certificate.get("kind", ""))
    if checker is None:
        raise Refused(f"unknown kind of certificate {certificate.get('kind')!r}")
    normaliser = Normaliser(claim.context, laws)
    used = checker(normaliser, claim, certificate)
    if facts is not None and not used <= facts:
        raise Refused(f"rests on {', '.join(sorted(used - facts))}")
    return Support(frozenset(normaliser.used), used, frozenset(normaliser.hypotheses))


def _by_normal_form(
    normaliser: Normaliser, claim: Claim, certificate: Mapping[str, Any]
) -> frozenset[str]:
    if claim.relation not in ("=", "<=", ">="):
        raise Refused(f"equal normal forms do not show {claim.relation}")
    if normaliser.difference(claim.lhs, claim.rhs).terms:
        raise Refused("the normal forms of the two sides differ")
    return frozenset()


def _by_logarithms(
    normaliser: Normaliser, claim: Claim, certificate: Mapping[str, Any]
) -> frozenset[str]:
    if claim.relation not in ("=", "<=", ">="):
        raise Refused(f"equal logarithms do not show {claim.relation}")
    for side in (claim.lhs, claim.rhs):
        require_positive(normaliser, side)
    if normaliser.difference(terms.log(claim.lhs), terms.log(claim.rhs)).terms:
        raise Refused("the logarithms of the two sides differ")
    return frozenset()


def _by_facts(
    normaliser: Normaliser, claim: Claim, certificate: Mapping[str, Any]
) -> frozenset[str]:
    if claim.relation not in ("<=", ">="):
        raise Refused(f"a sum of nonnegative facts does not show {claim.relation}")
    greater, less = (claim.lhs, claim.rhs) if claim.relation == ">=" else (claim.rhs, claim.lhs)
    remaining = add(normaliser.scalar(greater), scale(normaliser.scalar(less), -1))
    used: set[str] = set()
    for part in certificate.get("parts", []):
        remaining = add(remaining, scale(_part(normaliser, part), -1))
        used.add(part["fact"])
    if remaining.terms:
        raise Refused("the facts do not add up to the difference of the two sides")
    return frozenset(used)


def _part(normaliser: Normaliser, part: Mapping[str, Any]) -> Poly:
    weight = Fraction(part["weight"])
    fact = FACTS.get(part["fact"])
    if weight <= 0 or fact is None:
        raise Refused(f"weight {part['weight']} of {part['fact']!r} is refused")
    over, factor = _binders(part.get("over", [])), ONE
    fresh = {binder: normaliser.fresh(binder[1]) for binder in over}
    args = [_renamed(terms.from_json(arg), fresh) for arg in part["args"]]
    instance = normaliser.scalar(fact.instance(normaliser, _binders(part["binders"]), args))
    if part.get("factor") is not None:
        factor = normaliser.scalar(_renamed(terms.from_json(part["factor"]), fresh))
        if not factor.terms or not is_positive(normaliser, factor):
            raise Refused("the factor of a fact is not known to be positive")
    product = mul(factor, instance)
    for var in fresh.values():
        product = normaliser.over(var, product)
    return scale(product, weight)


def _renamed(term: Term, fresh: Mapping[tuple[str, str], Var]) -> Term:
    return terms.substitute(term, {point: var.name for point, var in fresh.items()})


def _binders(data: Any) -> Binders:
    if not all(len(item) == 2 and all(isinstance(s, str) for s in item) for item in data):
        raise IllFormed("binders must be pairs of a point and its space")
    return tuple((name, sort) for name, sort in data)


CHECKERS = {
    "normal_form": _by_normal_form,
    "logarithms": _by_logarithms,
    "conic": _by_facts,
}
