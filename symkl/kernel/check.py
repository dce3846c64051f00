"""The one gate: ``check(claim, certificate)`` returns what the proof rests on, or raises.

Certificates are plain data (dicts, lists, strings), made by untrusted search:

``{"kind": "normal_form"}``
    both sides have the same normal form; for ``=``, ``<=`` and ``>=``.
``{"kind": "logarithms"}``
    both sides are positive and their logarithms have the same normal form; likewise.
``{"kind": "combination", "parts": [part, ...]}``
    the greater side minus the smaller one is the sum of the parts.  A part is a weight times the
    sum over ``over`` of a nonnegative ``factor`` times a fact, or a weight times a given equation
    or inequality: ``{"weight": "1/2", "fact": name, "binders": [...], "args": [...], "over": [...],
    "factor": term}`` or ``{"weight": "-1", "given": 0}``.  Only a given equation may have a
    negative weight, ``=`` rests on given equations alone, and ``>`` needs a strict fact.
``{"kind": "equality_case", "given": 0, "parts": [...], "part": 0, "scale": "1"}``
    the parts, all facts, add up to the difference of a given equation (its right side minus its
    left one with ``"reversed": true``), so each of them is 0; the claim is ``scale`` times the
    equation that holds when this part is 0.
``{"kind": "substitution", "given": 0, "proof": certificate}``
    the given equation says that two pmfs are equal or that variables are independent; the proof is
    of the claim with that worked in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from symkl.kernel import terms
from symkl.kernel.context import Context
from symkl.kernel.errors import IllFormed, Refused
from symkl.kernel.facts import FACTS, Fact, require_nonnegative, require_positive
from symkl.kernel.hypotheses import Hypothesis
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.polynomial import Poly, Var, add, mul, scale
from symkl.kernel.substitution import applied
from symkl.kernel.terms import Binders, Term

RESERVED = ("~", "_", "#", "%", "<")  # how the names begin that normal forms give to bound points
Given = tuple[Term, str, Term]


@dataclass(frozen=True)
class Claim:
    """``lhs relation rhs`` in every model of ``context`` in which all of ``given`` hold."""

    context: Context
    lhs: Term
    relation: str
    rhs: Term
    given: tuple[Given, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The claim as plain data."""
        return {
            "context": self.context.to_json(),
            "lhs": terms.to_json(self.lhs),
            "relation": self.relation,
            "rhs": terms.to_json(self.rhs),
            "given": [[terms.to_json(a), rel, terms.to_json(b)] for a, rel, b in self.given],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Claim:
        """The claim that :meth:`to_json` wrote."""
        lhs, rhs = terms.from_json(data["lhs"]), terms.from_json(data["rhs"])
        given = tuple(
            (terms.from_json(a), str(rel), terms.from_json(b)) for a, rel, b in data["given"]
        )
        return cls(Context.from_json(data["context"]), lhs, data["relation"], rhs, given)


@dataclass(frozen=True)
class Support:
    """What an accepted proof rests on: laws of the normal form, facts, and hypotheses."""

    laws: frozenset[str]
    facts: frozenset[str]
    hypotheses: frozenset[Hypothesis]


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
    if certificate.get("kind") == "substitution":
        return check(substituted(claim, certificate["given"]), certificate["proof"], laws, facts)
    method = CHECKERS.get(certificate.get("kind", ""))
    if method is None:
        raise Refused(f"unknown kind of certificate {certificate.get('kind')!r}")
    checker = Trial(claim, laws)
    method(checker, certificate)
    if facts is not None and not checker.facts <= facts:
        raise Refused(f"rests on {', '.join(sorted(checker.facts - facts))}")
    return checker.support()


def substituted(claim: Claim, index: int) -> Claim:
    """The claim with a given equation between laws worked in; raises Refused for other givens."""
    given = _entry(claim.given, index)
    rest = tuple(g for place, g in enumerate(claim.given) if place != index)
    flat = (claim.lhs, claim.rhs, *(term for lhs, _, rhs in rest for term in (lhs, rhs)))
    context, (lhs, rhs, *others) = applied(claim.context, flat, given)
    pairs = zip(others[::2], (relation for _, relation, _ in rest), others[1::2], strict=True)
    return Claim(context, lhs, claim.relation, rhs, tuple(pairs))


class Trial:
    """One claim on trial; side conditions may use every law, the equality only the allowed ones."""

    def __init__(self, claim: Claim, laws: frozenset[str] | None) -> None:
        for term in (claim.lhs, claim.rhs, *(t for a, _, b in claim.given for t in (a, b))):
            _refuse_reserved(term)
        self.claim = claim
        self.normaliser = Normaliser(claim.context, laws)
        self.side = Normaliser(claim.context, prefix="~~")
        self.facts: set[str] = set()
        self.strict = False

    def support(self) -> Support:
        hypotheses = self.normaliser.hypotheses | self.side.hypotheses
        return Support(
            frozenset(self.normaliser.used), frozenset(self.facts), frozenset(hypotheses)
        )

    def greater_minus_less(self) -> Poly:
        less_first = self.claim.relation in ("<=", "<")
        pair = (self.claim.rhs, self.claim.lhs) if less_first else (self.claim.lhs, self.claim.rhs)
        return self.normaliser.difference(*pair)

    def part(self, part: Mapping[str, Any]) -> Poly:
        weight = Fraction(part["weight"])
        if "given" in part:
            return scale(self.given(part["given"], weight), weight)
        fact = FACTS.get(part["fact"])
        if weight <= 0 or fact is None:
            raise Refused(f"weight {part['weight']} of {part['fact']!r} is refused")
        self.facts.add(fact.name)
        return scale(self.averaged(part, fact), weight)

    def given(self, index: int, weight: Fraction) -> Poly:
        lhs, relation, rhs = _entry(self.claim.given, index)
        if relation == "=" or (relation in (">=", ">") and weight > 0):
            return self.normaliser.difference(lhs, rhs)
        if relation in ("<=", "<") and weight > 0:
            return self.normaliser.difference(rhs, lhs)
        raise Refused(f"a given {relation} with weight {weight} is refused")

    def averaged(self, part: Mapping[str, Any], fact: Fact) -> Poly:
        """The sum over ``over`` of factor times the fact, the points of ``over`` named afresh.

        The fact need only hold where the factor is not 0.
        """
        over = _binders(part.get("over", []))
        fresh = {binder: self.normaliser.fresh(binder[1]) for binder in over}
        args = [_renamed(_term(arg), fresh) for arg in part["args"]]
        data = part.get("factor")
        factor = terms.ONE if data is None else _renamed(_term(data), fresh)
        with self.side.guarded_by(factor), self.normaliser.guarded_by(factor):
            instance = fact.instance(self.side, _binders(part["binders"]), args)
            product = self.normaliser.scalar(instance)
        require_nonnegative(self.side, factor)
        product = self.normaliser.cancelled(mul(self.normaliser.scalar(factor), product))
        self.strict |= fact.strict and self.side.is_positive_poly(self.side.scalar(factor))
        for var in fresh.values():
            product = self.normaliser.over(var, product)
        return product


def _by_normal_form(checker: Trial, certificate: Mapping[str, Any]) -> None:
    _require_relation(checker, "=", "<=", ">=")
    if checker.normaliser.difference(checker.claim.lhs, checker.claim.rhs).terms:
        raise Refused("the normal forms of the two sides differ")


def _by_logarithms(checker: Trial, certificate: Mapping[str, Any]) -> None:
    _require_relation(checker, "=", "<=", ">=")
    sides = checker.claim.lhs, checker.claim.rhs
    for side in sides:
        require_positive(checker.side, side)
    if checker.normaliser.difference(*map(terms.log, sides)).terms:
        raise Refused("the logarithms of the two sides differ")


def _by_combination(checker: Trial, certificate: Mapping[str, Any]) -> None:
    _require_relation(checker, "=", "<=", ">=", "<", ">")
    remaining = checker.greater_minus_less()
    parts = certificate.get("parts", [])
    for part in parts:
        if checker.claim.relation == "=" and "given" not in part:
            raise Refused("an equation rests on given equations, not on inequalities")
        remaining = add(remaining, scale(checker.part(part), -1))
    if checker.claim.relation == "=" and any(
        _entry(checker.claim.given, part["given"])[1] != "=" for part in parts
    ):
        raise Refused("an equation rests on given equations, not on inequalities")
    if checker.claim.relation in ("<", ">") and not checker.strict:
        raise Refused("no strict fact is among the parts")
    if remaining.terms:
        raise Refused("the facts do not add up to the difference of the two sides")


def _by_equality_case(checker: Trial, certificate: Mapping[str, Any]) -> None:
    _require_relation(checker, "=")
    lhs, relation, rhs = _entry(checker.claim.given, certificate["given"])
    if relation != "=":
        raise Refused("the equality case starts from a given equation")
    sides = (rhs, lhs) if certificate.get("reversed") else (lhs, rhs)
    remaining = checker.normaliser.difference(*sides)
    parts = certificate["parts"]
    for part in parts:
        if "given" in part:
            raise Refused("the equality case rests on facts alone")
        remaining = add(remaining, scale(checker.part(part), -1))
    if remaining.terms:
        raise Refused("the facts do not add up to the given equation")
    part = _entry(parts, certificate["part"])
    fact = FACTS[part["fact"]]
    if fact.equality is None:
        raise Refused(f"{fact.name} has no equality case")
    args = [_term(arg) for arg in part["args"]]
    fact.instance(checker.side, _binders(part["binders"]), args)
    vanishing = fact.equality(checker.side, _binders(part["binders"]), args)
    goal = checker.greater_minus_less()
    factor = Fraction(certificate.get("scale", "1"))
    if add(goal, scale(checker.normaliser.scalar(vanishing), -factor)).terms:
        raise Refused("the claim is not what the equality case says")


def _require_relation(checker: Trial, *relations: str) -> None:
    if checker.claim.relation not in relations:
        raise Refused(f"this kind of certificate does not show {checker.claim.relation}")


def _entry(items: Any, index: Any) -> Any:
    if not isinstance(index, int) or not 0 <= index < len(items):
        raise Refused(f"there is no entry {index!r}")
    return items[index]


def _term(data: Any) -> Term:
    term = terms.from_json(data)
    _refuse_reserved(term)
    return term


def _refuse_reserved(term: Term) -> None:
    """Names that normal forms make up must not come from outside: they would be captured."""
    for part in term.walk():
        names = [part.label[0]] if part.head == "point" else []
        names += [name for name, _ in terms.binders_of(part)]
        for name in names:
            if not name or name.startswith(RESERVED):
                raise IllFormed(f"a point cannot be named {name!r}")


def _renamed(term: Term, fresh: Mapping[tuple[str, str], Var]) -> Term:
    return terms.substitute(term, {point: var.name for point, var in fresh.items()})


def _binders(data: Any) -> Binders:
    if not all(len(item) == 2 and all(isinstance(s, str) for s in item) for item in data):
        raise IllFormed("binders must be pairs of a point and its space")
    if any(name.startswith(RESERVED) for name, _ in data):
        raise IllFormed("a bound point has a reserved name")
    return tuple((name, sort) for name, sort in data)


CHECKERS: dict[str, Callable[[Trial, Mapping[str, Any]], None]] = {
    "normal_form": _by_normal_form,
    "logarithms": _by_logarithms,
    "combination": _by_combination,
    "equality_case": _by_equality_case,
}
