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
    negative weight, ``=`` rests on given equations alone, and ``>`` needs a strict fact or a
    given strict inequality.
    ``{"weight": "1", "given": 0, "over": [...], "logarithm_times": factor}`` is the sum over
    ``over`` of a factor times the logarithm of a given equation, both sides positive wherever the
    factor is not 0.
    ``{"weight": "1", "given": 0, "traced_with": term}`` is the trace of the term times a given
    equation of matrices; with ``"determinant": true`` it is the determinant of its two sides.
``{"kind": "cases", "number": name, "cases": {"0": proof, "inside": proof, "1": proof}}``
    a proof for each case of a number that is given to be between 0 and 1, but for an end that is
    excluded; inside, it is declared to be a number between 0 and 1.
``{"kind": "words", "left": [term, ...], "right": [term, ...]}``
    the sides, times these invertible matrices on the left and on the right, have the same words.
``{"kind": "equality_case", "given": 0, "parts": [...], "part": 0, "scale": "1"}``
    the parts, all facts, add up to the difference of a given equation (its right side minus its
    left one with ``"reversed": true``), so each of them is 0; the claim is ``scale`` times the
    equation that holds when this part is 0.
``{"kind": "chain", "links": [{"relation": "=", "rhs": term, "proof": certificate}, ...]}``
    each link from the side before it to its own, the last one to the right side of the claim; the
    relations compose to that of the claim.
``{"kind": "scaled", "by": term, "lhs": term, "rhs": term, "proof": certificate}``
    both sides are a positive number times these, of which the proof is.
``{"kind": "both_inequalities", "at_least": certificate, "at_most": certificate}``
    for ``=``: the two certificates show ``>=`` and ``<=``.
``{"kind": "substitution", "given": 0, "proof": certificate}``
    the given equation says that two pmfs are equal or that variables are independent; the proof is
    of the claim with that worked in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from symkl.kernel import terms, unit_interval
from symkl.kernel.assumptions import Assumptions
from symkl.kernel.certificates import (
    args_of,
    fact_of,
    field_of,
    given_of,
    parts_of,
    points_of,
    side_of,
    term_of,
)
from symkl.kernel.consistency import require_consistent
from symkl.kernel.context import Context
from symkl.kernel.equations import Equations, equations
from symkl.kernel.errors import IllFormed, Refused, TooLarge
from symkl.kernel.facts import Fact, require_nonnegative, require_positive
from symkl.kernel.grammar import require_well_formed
from symkl.kernel.hypotheses import Hypothesis
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.polynomial import Poly, Var, add, mul, scale
from symkl.kernel.relations import RELATIONS, compose
from symkl.kernel.shapes import SCALAR, shape
from symkl.kernel.substitution import applied
from symkl.kernel.terms import Binders, Given, Term, rational
from symkl.kernel.unit_interval import Case
from symkl.kernel.words import Alphabet

Allowed = frozenset[str] | None


@dataclass(frozen=True)
class Claim:
    """``lhs relation rhs`` in every model of ``context`` in which all of ``given`` hold.

    What is given holds for every value of its free points, and so does what is claimed.
    """

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
    def from_json(cls, data: Any) -> Claim:
        """The claim that :meth:`to_json` wrote; raises KernelError on anything else."""
        lhs, rhs = (side_of(field_of(data, side, list)) for side in ("lhs", "rhs"))
        given = tuple(map(given_of, field_of(data, "given", list)))
        context = Context.from_json(field_of(data, "context", list))
        return cls(context, lhs, field_of(data, "relation", str), rhs, given)


@dataclass(frozen=True)
class Support:
    """What an accepted proof rests on: laws of the normal form, facts, and hypotheses."""

    laws: frozenset[str]
    facts: frozenset[str]
    hypotheses: frozenset[Hypothesis]


def check(
    claim: Claim,
    certificate: Mapping[str, Any],
    laws: Allowed = None,
    facts: Allowed = None,
) -> Support:
    """What the proof rests on; with ``laws`` or ``facts`` given, those alone may be used.

    Raises Refused when the certificate does not show the claim, IllFormed when a side or the
    certificate has no meaning, TooLarge when a normal form exceeds its limits.
    """
    try:
        return checked(Setting(claim, laws, facts), claim, certificate)
    except RecursionError as error:
        raise TooLarge("the expression is nested too deeply") from error


class Setting:
    """What holds for a certificate and all those inside it: the claim as asked, laws and facts."""

    def __init__(
        self, claim: Claim, laws: Allowed, facts: Allowed, kind: type[Normaliser] = Normaliser
    ) -> None:
        self.claim, self.laws, self.facts, self._kind = claim, laws, facts, kind
        statements = ((claim.lhs, claim.relation, claim.rhs), *claim.given)
        self.assumptions = Assumptions(claim.context, statements, laws, lambda: self.equations)

    @cached_property
    def equations(self) -> Equations:
        """What the normal form takes from what is given."""
        return equations(self.claim.context, self.claim.given)

    def normaliser(self, context: Context, laws: Allowed = None, prefix: str = "~") -> Normaliser:
        """A normaliser that assumes nothing of an expression that the claim does not."""
        found = self._kind(context, laws, prefix, self.equations)
        found.permits = self.assumptions.require
        return found


def checked(setting: Setting, claim: Claim, certificate: Mapping[str, Any]) -> Support:
    """What the proof rests on, in a setting that the claim was asked in or is derived from."""
    checker = Trial(claim, setting.laws, setting)
    kind = field_of(certificate, "kind", str)
    reduction = REDUCTIONS.get(kind)
    if reduction is not None:
        return reduction(setting, claim, certificate)
    method = CHECKERS.get(kind)
    if method is None:
        raise Refused(f"unknown kind of certificate {kind!r}")
    method(checker, certificate)
    if setting.facts is not None and not checker.facts <= setting.facts:
        raise Refused(f"rests on {', '.join(sorted(checker.facts - setting.facts))}")
    return checker.support()


def _by_substitution(setting: Setting, claim: Claim, certificate: Mapping[str, Any]) -> Support:
    index = field_of(certificate, "given", int)
    inner = Setting(substituted(setting.claim, index), setting.laws, setting.facts)
    return checked(inner, substituted(claim, index), field_of(certificate, "proof", Mapping))


def _by_scaling(setting: Setting, claim: Claim, certificate: Mapping[str, Any]) -> Support:
    """Both sides are a positive number times those of a claim that is shown."""
    factor, lhs, rhs = (term_of(field_of(certificate, key, list)) for key in ("by", "lhs", "rhs"))
    side = setting.normaliser(claim.context, prefix="~~")
    require_positive(side, factor)
    trial = Trial(claim, setting.laws, setting)
    for whole, part in ((claim.lhs, lhs), (claim.rhs, rhs)):
        if trial.normaliser.difference(whole, terms.mul(factor, part)).terms:
            raise Refused("a side is not the factor times the other")
    proof = field_of(certificate, "proof", Mapping)
    found = checked(setting, replace(claim, lhs=lhs, rhs=rhs), proof)
    own = trial.support()
    return Support(
        found.laws | own.laws,
        found.facts,
        found.hypotheses | own.hypotheses | frozenset(side.hypotheses),
    )


def _by_chain(setting: Setting, claim: Claim, certificate: Mapping[str, Any]) -> Support:
    """Each link on its own, from the left side to the right one; their relations compose."""
    links = field_of(certificate, "links", list)
    if not links:
        raise Refused("a chain needs a link")
    relation: str | None = None
    side, supports = claim.lhs, []
    for link in links:
        following = side_of(field_of(link, "rhs", list))
        own = field_of(link, "relation", str)
        part = replace(claim, lhs=side, relation=own, rhs=following)
        supports.append(checked(setting, part, field_of(link, "proof", Mapping)))
        relation = own if len(supports) == 1 else compose(relation or "", own)
        side = following
    if relation != claim.relation or side != claim.rhs:
        raise Refused("the chain does not lead to the claim")
    return _together(supports)


def _by_both_inequalities(
    setting: Setting, claim: Claim, certificate: Mapping[str, Any]
) -> Support:
    if claim.relation != "=":
        raise Refused(f"this kind of certificate does not show {claim.relation}")
    one, two = (
        checked(setting, replace(claim, relation=relation), field_of(certificate, name, Mapping))
        for relation, name in ((">=", "at_least"), ("<=", "at_most"))
    )
    return _together([one, two])


def _by_cases(setting: Setting, claim: Claim, certificate: Mapping[str, Any]) -> Support:
    """One proof for each case of a number that is given to be between 0 and 1."""
    name = field_of(certificate, "number", str)
    proofs = field_of(certificate, "cases", Mapping)
    supports = []
    for case in unit_interval.cases(setting.claim.context, setting.claim.given, name):
        inner = Setting(in_case(setting.claim, name, case), setting.laws, setting.facts)
        proof = field_of(proofs, case, Mapping)
        supports.append(checked(inner, in_case(claim, name, case), proof))
    found = _together(supports)
    hypotheses = found.hypotheses - {Hypothesis("unit_number", name)}  # that is what was given
    if claim.context.number(name).sign == "positive":
        hypotheses |= {Hypothesis("positive_number", name)}
    return replace(found, hypotheses=hypotheses)


def _together(supports: Sequence[Support]) -> Support:
    return Support(
        frozenset().union(*(found.laws for found in supports)),
        frozenset().union(*(found.facts for found in supports)),
        frozenset().union(*(found.hypotheses for found in supports)),
    )


def substituted(claim: Claim, index: int) -> Claim:
    """The claim with a given equation between laws worked in; raises Refused for other givens."""
    given = _entry(claim.given, index)
    rest = tuple(g for place, g in enumerate(claim.given) if place != index)
    flat = (claim.lhs, claim.rhs, *(term for lhs, _, rhs in rest for term in (lhs, rhs)))
    context, (lhs, rhs, *others) = applied(claim.context, flat, given)
    pairs = zip(others[::2], (relation for _, relation, _ in rest), others[1::2], strict=True)
    return Claim(context, lhs, claim.relation, rhs, tuple(pairs))


def in_case(claim: Claim, name: str, case: Case) -> Claim:
    """The claim for one case of a number between 0 and 1, as :func:`cases` names them."""
    flat = (claim.lhs, claim.rhs, *(side for lhs, _, rhs in claim.given for side in (lhs, rhs)))
    context, (lhs, rhs, *others) = unit_interval.in_case(claim.context, name, case, flat)
    pairs = zip(
        others[::2], (relation for _, relation, _ in claim.given), others[1::2], strict=True
    )
    return Claim(context, lhs, claim.relation, rhs, tuple(pairs))


class Trial:
    """One claim on trial; side conditions may use every law, the equality only the allowed ones."""

    def __init__(self, claim: Claim, laws: Allowed, setting: Setting | None = None) -> None:
        require_consistent(claim.context)
        for lhs, relation, rhs in ((claim.lhs, claim.relation, claim.rhs), *claim.given):
            _require_statement(claim.context, lhs, relation, rhs)
        self.claim = claim
        setting = setting or Setting(claim, laws, None)
        self.normaliser = setting.normaliser(claim.context, laws)
        self.side = setting.normaliser(claim.context, prefix="~~")
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

    def sum_of(self, parts: Sequence[Mapping[str, Any]]) -> Poly:
        return add(*map(self.part, parts))

    def part(self, part: Mapping[str, Any]) -> Poly:
        weight = rational(field_of(part, "weight", str))
        if "logarithm_times" in part:
            return scale(self.logarithm_of_given(part), weight)
        if "given" in part:
            if part.get("determinant") is True:
                return scale(self.determinant_of_given(part["given"]), weight)
            return scale(self.given(part["given"], weight, part.get("traced_with")), weight)
        fact = fact_of(part)
        if weight <= 0:
            raise Refused(f"weight {weight} of {fact.name} is refused")
        self.facts.add(fact.name)
        return scale(self.averaged(part, fact), weight)

    def given(self, index: int, weight: Fraction, traced_with: Any = None) -> Poly:
        lhs, relation, rhs = _entry(self.claim.given, index)
        if traced_with is not None:
            if relation != "=":
                raise Refused(f"the trace of a given {relation} is refused")
            matrix = term_of(traced_with)
            lhs, rhs = (Term("trace", (terms.mul(matrix, side),)) for side in (lhs, rhs))
        self.strict |= relation in ("<", ">")
        if relation == "=" or (relation in (">=", ">") and weight > 0):
            return self.normaliser.difference(lhs, rhs)
        if relation in ("<=", "<") and weight > 0:
            return self.normaliser.difference(rhs, lhs)
        raise Refused(f"a given {relation} with weight {weight} is refused")

    def determinant_of_given(self, index: int) -> Poly:
        """That of the left side minus that of the right one, for an equation of square matrices."""
        lhs, relation, rhs = _entry(self.claim.given, index)
        if relation != "=":
            raise Refused(f"the determinant of a given {relation} is refused")
        return self.normaliser.difference(*(Term("det", (side,)) for side in (lhs, rhs)))

    def logarithm_of_given(self, part: Mapping[str, Any]) -> Poly:
        """Sum over ``over`` of factor times (log lhs - log rhs), for a given equation."""
        sides = _entry(self.claim.given, part.get("given"))
        if sides[1] != "=":
            raise Refused("only a given equation has a logarithm")
        fresh = {binder: self.normaliser.fresh(binder[1]) for binder in points_of(part, "over")}
        lhs, rhs = (_renamed(side, fresh) for side in sides[::2])
        factor = _renamed(term_of(part["logarithm_times"]), fresh)
        with self.side.guarded_by(factor):
            require_positive(self.side, lhs)
            require_positive(self.side, rhs)
        difference = terms.sub(terms.log(lhs), terms.log(rhs))
        product = self.normaliser.scalar(terms.mul(factor, difference))
        return self.normaliser.over(fresh.values(), product)

    def averaged(self, part: Mapping[str, Any], fact: Fact) -> Poly:
        """What a part says of a fact, without its weight."""
        data = part.get("factor")
        factor = terms.ONE if data is None else term_of(data)
        binders, over = points_of(part, "binders"), points_of(part, "over")
        return self.mean_of(fact, binders, args_of(part, fact), over, factor)

    def mean_of(
        self, fact: Fact, binders: Binders, args: Sequence[Term], over: Binders, factor: Term
    ) -> Poly:
        """The sum over ``over`` of factor times the fact, the points of ``over`` named afresh.

        The fact need only hold where the factor is not 0.
        """
        fresh = {binder: self.normaliser.fresh(binder[1]) for binder in over}
        args = [_renamed(arg, fresh) for arg in args]
        factor = _renamed(factor, fresh)
        with self.side.guarded_by(factor), self.normaliser.guarded_by(factor):
            product = self.normaliser.scalar(fact.instance(self.side, binders, args))
        require_nonnegative(self.side, factor)
        product = self.normaliser.cancelled(mul(self.normaliser.scalar(factor), product))
        self.strict |= fact.strict and self.side.is_positive_poly(self.side.scalar(factor))
        return self.normaliser.over(fresh.values(), product)


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


def _by_words(checker: Trial, certificate: Mapping[str, Any]) -> None:
    """The sides are equal once both are multiplied by invertible matrices, if by any."""
    _require_relation(checker, "=", "<=", ">=")
    left, right = (
        [term_of(m) for m in field_of(certificate, key, list)] for key in ("left", "right")
    )
    difference = terms.sub(checker.claim.lhs, checker.claim.rhs)
    if not Alphabet(checker.normaliser).vanishes(difference, left, right):
        raise Refused("the words of the two sides differ")


def _by_combination(checker: Trial, certificate: Mapping[str, Any]) -> None:
    _require_relation(checker, "=", "<=", ">=", "<", ">")
    parts = parts_of(certificate)
    if checker.claim.relation == "=" and not all(_is_equation(checker.claim, p) for p in parts):
        raise Refused("an equation rests on given equations, not on inequalities")
    remaining = add(checker.greater_minus_less(), scale(checker.sum_of(parts), -1))
    if checker.claim.relation in ("<", ">") and not checker.strict:
        raise Refused("no strict fact is among the parts, and no strict inequality that is given")
    if remaining.terms:
        raise Refused("the facts do not add up to the difference of the two sides")


def _by_equality_case(checker: Trial, certificate: Mapping[str, Any]) -> None:
    _require_relation(checker, "=")
    lhs, relation, rhs = _entry(checker.claim.given, field_of(certificate, "given", int))
    if relation != "=":
        raise Refused("the equality case starts from a given equation")
    sides = (rhs, lhs) if certificate.get("reversed") else (lhs, rhs)
    parts = parts_of(certificate)
    if any("given" in part for part in parts):
        raise Refused("the equality case rests on facts alone")
    remaining = add(checker.normaliser.difference(*sides), scale(checker.sum_of(parts), -1))
    if remaining.terms:
        raise Refused("the facts do not add up to the given equation")
    part = _entry(parts, field_of(certificate, "part", int))
    fact, binders = fact_of(part), points_of(part, "binders")
    if fact.equality is None:
        raise Refused(f"{fact.name} has no equality case")
    if any(checker.claim.context.is_real_space(sort) for _, sort in points_of(part, "over")):
        raise Refused("an average over a real space vanishes for almost every point only")
    if part.get("factor") is not None:  # where the factor vanishes, the fact need not
        require_positive(checker.side, term_of(part["factor"]))
    args = args_of(part, fact)
    fact.instance(checker.side, binders, args)
    vanishing = fact.equality(checker.side, binders, args)
    goal = checker.greater_minus_less()
    factor = rational(certificate.get("scale", "1"))
    if add(goal, scale(checker.normaliser.scalar(vanishing), -factor)).terms:
        raise Refused("the claim is not what the equality case says")


def _require_relation(checker: Trial, *relations: str) -> None:
    if checker.claim.relation not in relations:
        raise Refused(f"this kind of certificate does not show {checker.claim.relation}")


def _entry(items: Any, index: Any) -> Any:
    if not isinstance(index, int) or not 0 <= index < len(items):
        raise Refused(f"there is no entry {index!r}")
    return items[index]


def _is_equation(claim: Claim, part: Mapping[str, Any]) -> bool:
    return "given" in part and _entry(claim.given, part["given"])[1] == "="


def _require_statement(context: Context, lhs: Term, relation: str, rhs: Term) -> None:
    """Raise IllFormed unless both sides are well formed and may be compared in this way."""
    for side in (lhs, rhs):
        require_well_formed(side)
    if relation not in RELATIONS:
        raise IllFormed(f"unknown relation {relation!r}")
    if relation not in ("=", "!=") and shape(context, lhs) != SCALAR:
        raise IllFormed(f"matrices are compared by {relation}")


def _renamed(term: Term, fresh: Mapping[tuple[str, str], Var]) -> Term:
    return terms.substitute(term, {point: var.name for point, var in fresh.items()})


REDUCTIONS: dict[str, Callable[[Setting, Claim, Mapping[str, Any]], Support]] = {
    "substitution": _by_substitution,
    "both_inequalities": _by_both_inequalities,
    "chain": _by_chain,
    "scaled": _by_scaling,
    "cases": _by_cases,
}
CHECKERS: dict[str, Callable[[Trial, Mapping[str, Any]], None]] = {
    "normal_form": _by_normal_form,
    "logarithms": _by_logarithms,
    "words": _by_words,
    "combination": _by_combination,
    "equality_case": _by_equality_case,
}
