"""What a certificate says, for people: the facts with their weights, in mathematical notation.

Nothing here is trusted: a certificate that cannot be shown is shown as nothing, and the kernel
alone says what a proof rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from symkl.display.tex import RELATIONS
from symkl.kernel import terms
from symkl.kernel.catalogue import FACTS
from symkl.kernel.check import Claim, Support, check, in_case, substituted
from symkl.kernel.equations import equations
from symkl.kernel.errors import KernelError
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.terms import Binders, Term
from symkl.language.printing import latex_of
from symkl.result import StepResult

Certificate = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """A summand of a proof: a number times something that is nonnegative, or 0 as it is given."""

    weight: str
    tex: str
    relation: str
    fact: str = ""  # its name; "" for a given statement

    @property
    def shown(self) -> str:
        """The part and what it is compared with, in LaTeX."""
        several = " + " in self.tex or " - " in self.tex or self.tex.startswith("-")
        body = rf"\left({self.tex}\right)" if self.weight and several else self.tex
        times = rf"{self.weight} \cdot " if self.weight else ""
        return f"{times}{body} {RELATIONS[self.relation]} 0"


@dataclass(frozen=True)
class Proof:
    """One certificate: its kind, the difference that its parts add up to, and proofs inside it."""

    kind: str
    difference: str = ""
    parts: tuple[Part, ...] = ()
    inside: tuple[Proof, ...] = field(default=())


def proofs_of(step: StepResult) -> list[Proof]:
    """The proofs of a step, one for each claim; empty where none is on record."""
    found = []
    for claim, certificate in claims_of(step.certificate):
        try:
            found.append(_proof(claim, certificate))
        except (KernelError, KeyError, TypeError, ValueError, RecursionError):
            return []
    return found


def claims_of(certificate: Certificate) -> Iterator[tuple[Claim, Certificate]]:
    """The claims of a recorded certificate with their proofs; those that are not readable: none."""
    parts = certificate.get("all_of", [certificate] if certificate else [])
    for part in parts if isinstance(parts, list) else ():
        if isinstance(part, Mapping) and isinstance(part.get("proof"), Mapping):
            try:
                yield Claim.from_json(part.get("claim")), part["proof"]
            except KernelError:
                continue


def support_of(steps: Iterable[StepResult]) -> Support:
    """What the proofs of all steps rest on together, as the kernel says when it replays them."""
    found = []
    for step in steps:
        for claim, certificate in claims_of(step.certificate):
            try:
                found.append(check(claim, certificate))
            except KernelError:
                continue
    return Support(
        frozenset().union(*(support.laws for support in found)),
        frozenset().union(*(support.facts for support in found)),
        frozenset().union(*(support.hypotheses for support in found)),
    )


def _proof(claim: Claim, certificate: Certificate) -> Proof:
    reader = KINDS.get(certificate["kind"], _plain)
    return reader(claim, certificate)


def _plain(claim: Claim, certificate: Certificate) -> Proof:
    return Proof(certificate["kind"])


def _combination(claim: Claim, certificate: Certificate) -> Proof:
    greater, less = (claim.rhs, claim.lhs) if claim.relation in ("<=", "<") else _sides(claim)
    difference = latex_of(_difference(greater, less), claim.context)
    return Proof("combination", difference, _parts(claim, certificate))


def _equality_case(claim: Claim, certificate: Certificate) -> Proof:
    lhs, _, rhs = claim.given[certificate["given"]]
    sides = (rhs, lhs) if certificate.get("reversed") else (lhs, rhs)
    difference = latex_of(_difference(*sides), claim.context)
    return Proof("equality_case", difference, _parts(claim, certificate))


def _difference(greater: Term, less: Term) -> Term:
    if less == terms.ZERO:
        return greater
    if less.head == "neg":
        return terms.add(greater, less.args[0])
    return terms.neg(less) if greater == terms.ZERO else terms.sub(greater, less)


def _sides(claim: Claim) -> tuple[Term, Term]:
    return claim.lhs, claim.rhs


def _parts(claim: Claim, certificate: Certificate) -> tuple[Part, ...]:
    return tuple(_part(claim, part) for part in certificate["parts"])


def _part(claim: Claim, part: Certificate) -> Part:
    weight, over = _number(part["weight"]), _binders(part.get("over", ()))
    if "logarithm_times" in part:
        lhs, _, rhs = claim.given[part["given"]]
        factor = terms.from_json(part["logarithm_times"])
        body = terms.mul(factor, terms.sub(terms.log(lhs), terms.log(rhs)))
        return Part(weight, latex_of(terms.total(over, body), claim.context), "=")
    if "given" in part:
        lhs, relation, rhs = claim.given[part["given"]]
        if part.get("traced_with") is not None:
            matrix = terms.from_json(part["traced_with"])
            lhs, rhs = (Term("trace", (terms.mul(matrix, side),)) for side in (lhs, rhs))
        if part.get("determinant") is True:
            lhs, rhs = (Term("det", (side,)) for side in (lhs, rhs))
        greater, less = (rhs, lhs) if relation in ("<=", "<") else (lhs, rhs)
        sign = "=" if relation == "=" else ">="
        return Part(weight, latex_of(_difference(greater, less), claim.context), sign)
    fact = FACTS[part["fact"]]
    args = [terms.from_json(arg) for arg in part["args"]]
    of = part.get("factor")
    factor = terms.ONE if of is None else terms.from_json(of)
    normaliser = Normaliser(claim.context, given=equations(claim.context, claim.given))
    with normaliser.guarded_by(factor):
        instance = fact.instance(normaliser, _binders(part["binders"]), args)
    body = instance if factor == terms.ONE else terms.mul(factor, instance)
    tex = latex_of(terms.total(over, _tidy(body)), claim.context)
    return Part(weight, tex, ">" if fact.strict else ">=", fact.name)


def _tidy(term: Term) -> Term:
    """The term as people write it: ``a (b / a)`` is b, as a is not 0 where the fact is used."""
    args = tuple(map(_tidy, term.args))
    if term.head == "mul" and len(args) == 2 and args[1].head == "div":
        top, bottom = args[1].args
        if bottom == args[0]:
            return top
    return Term(term.head, args, term.label)


def _number(text: str) -> str:
    r"""A weight in LaTeX; "" for 1.

    >>> _number("1/2"), _number("1"), _number("-3")
    ('\\frac{1}{2}', '', '-3')
    """
    value = Fraction(text)
    if value == 1:
        return ""
    sign = "-" if value < 0 else ""
    top, bottom = abs(value.numerator), value.denominator
    return f"{sign}{top}" if bottom == 1 else rf"{sign}\frac{{{top}}}{{{bottom}}}"


def _binders(data: Any) -> Binders:
    return tuple((point, sort) for point, sort in data)


def _substitution(claim: Claim, certificate: Certificate) -> Proof:
    reduced = substituted(claim, certificate["given"])
    return Proof("substitution", inside=(_proof(reduced, certificate["proof"]),))


def _scaled(claim: Claim, certificate: Certificate) -> Proof:
    lhs, rhs = (terms.from_json(certificate[key]) for key in ("lhs", "rhs"))
    by = latex_of(terms.from_json(certificate["by"]), claim.context)
    return Proof(
        "scaled", by, (), (_proof(replace(claim, lhs=lhs, rhs=rhs), certificate["proof"]),)
    )


def _both(claim: Claim, certificate: Certificate) -> Proof:
    pairs = ((">=", "at_least"), ("<=", "at_most"))
    inside = (_proof(replace(claim, relation=sign), certificate[key]) for sign, key in pairs)
    return Proof("both_inequalities", inside=tuple(inside))


def _chain(claim: Claim, certificate: Certificate) -> Proof:
    side, inside = claim.lhs, []
    for link in certificate["links"]:
        following = terms.from_json(link["rhs"])
        part = replace(claim, lhs=side, relation=link["relation"], rhs=following)
        inside.append(_proof(part, link["proof"]))
        side = following
    return Proof("chain", inside=tuple(inside))


def _cases(claim: Claim, certificate: Certificate) -> Proof:
    name = certificate["number"]
    number = latex_of(Term("sym", (), name), claim.context)
    where = {"0": f"{number} = 0", "inside": f"0 < {number} < 1", "1": f"{number} = 1"}
    inside = (
        Proof("case", where[case], inside=(_proof(in_case(claim, name, case), proof),))
        for case, proof in certificate["cases"].items()
    )
    return Proof("cases", inside=tuple(inside))


KINDS: dict[str, Callable[[Claim, Certificate], Proof]] = {
    "combination": _combination,
    "equality_case": _equality_case,
    "substitution": _substitution,
    "scaled": _scaled,
    "both_inequalities": _both,
    "chain": _chain,
    "cases": _cases,
}
