"""``prove``: a certificate for a claim, possibly with some laws and facts only; or None."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache, partial
from itertools import chain, permutations, product
from typing import Any

from symkl.kernel import terms
from symkl.kernel.catalogue import FACTS
from symkl.kernel.check import Claim, Support, Trial, check, in_case, substituted
from symkl.kernel.context import SCALAR_SORT, Context, Declaration
from symkl.kernel.errors import KernelError, Refused
from symkl.kernel.shapes import SCALAR, shape
from symkl.kernel.terms import Term
from symkl.kernel.unit_interval import cases
from symkl.prove.candidate import Candidate
from symkl.prove.candidates import candidates
from symkl.prove.columns import Column, column_of, column_of_part, fact_columns, trial_of_nothing
from symkl.prove.multipliers import of_words
from symkl.prove.remembering import rehearsed, remembering_trial
from symkl.prove.shannon import NotShannon, shannon_certificate
from symkl.prove.weights import conic_weights, multiple

Certificate = dict[str, Any]
Maker = Callable[[Fraction], Certificate]  # a part, by its weight
SHARES = (Fraction(1), Fraction(1, 2))  # of a strict part
MAX_POINTS = 4  # free points of a claim that bound ones are matched with, in every order


@dataclass(frozen=True)
class Proof:
    """A certificate that the kernel accepted, and what it rests on."""

    certificate: Certificate
    support: Support


def prove(
    claim: Claim, laws: frozenset[str] | None = None, facts: frozenset[str] | None = None
) -> Proof | None:
    """A proof of the claim; with ``laws`` or ``facts``, one that uses those alone.

    Raises IllFormed when a side has no meaning and TooLarge when a normal form is too large.
    """
    for unit in _units(claim):
        found = _in_nats(claim, unit, laws, facts)
        if found is not None:
            return found
    return _proof(claim, laws, facts)


def _in_nats(
    claim: Claim, unit: Term, laws: frozenset[str] | None, facts: frozenset[str] | None
) -> Proof | None:
    """A proof of a claim in bits, found for the claim without the divisor log 2."""
    lhs, rhs = (_undivided(side, unit) for side in (claim.lhs, claim.rhs))
    found = _proof(replace(claim, lhs=lhs, rhs=rhs), laws, facts)
    if found is None:
        return None
    certificate = {
        "kind": "scaled",
        "by": terms.to_json(terms.div(terms.ONE, unit)),
        "lhs": terms.to_json(lhs),
        "rhs": terms.to_json(rhs),
        "proof": found.certificate,
    }
    try:
        return Proof(certificate, check(claim, certificate, laws, facts))
    except Refused:
        return None


def _undivided(term: Term, unit: Term) -> Term:
    """The term with t in place of every t / unit."""
    if term.head == "div" and term.args[1] == unit:
        return _undivided(term.args[0], unit)
    return Term(term.head, tuple(_undivided(t, unit) for t in term.args), term.label, term.span)


def _units(claim: Claim) -> list[Term]:
    """Log 2 where the claim counts in bits: times that, it counts in nats."""
    found = {
        t.args[1]: None
        for side in (claim.lhs, claim.rhs)
        for t in side.walk()
        if t.head == "div" and t.args[1].head == "log" and t.args[1].args[0].head == "num"
    }
    return list(found)


def _proof(claim: Claim, laws: frozenset[str] | None, facts: frozenset[str] | None) -> Proof | None:
    for index in range(len(claim.given)):
        try:
            reduced = _proof(substituted(claim, index), laws, facts)
        except Refused:
            continue
        if reduced is not None:
            certificate = {
                "kind": "substitution",
                "given": index,
                "proof": reduced.certificate,
            }
            return Proof(certificate, check(claim, certificate, laws, facts))
    for certificate in _certificates(claim, laws, facts):
        try:
            rehearsed(claim, certificate, laws, facts)
            return Proof(certificate, check(claim, certificate, laws, facts))
        except Refused:
            continue
    return _in_cases(claim, laws, facts)


def _in_cases(
    claim: Claim, laws: frozenset[str] | None, facts: frozenset[str] | None
) -> Proof | None:
    """A proof for each case of a number that is given to be between 0 and 1."""
    for name in claim.context.numbers if claim.given else ():
        try:
            found = {
                case: _proof(in_case(claim, name, case), laws, facts)
                for case in cases(claim.context, claim.given, name)
            }
        except Refused:
            continue
        proofs = {case: proof.certificate for case, proof in found.items() if proof is not None}
        if len(proofs) == len(found):
            certificate = {"kind": "cases", "number": name, "cases": proofs}
            return Proof(certificate, check(claim, certificate, laws, facts))
    return None


def _certificates(
    claim: Claim, laws: frozenset[str] | None, facts: frozenset[str] | None
) -> Iterator[Certificate]:
    if claim.relation == "=":
        yield from _of_equation(claim, laws, facts)
    elif claim.relation in ("<=", ">=", "<", ">"):
        yield from _of_inequality(claim, laws, facts)


def _of_equation(
    claim: Claim, laws: frozenset[str] | None, facts: frozenset[str] | None
) -> Iterator[Certificate]:
    yield {"kind": "normal_form"}
    if claim.given:
        yield from _combinations(claim, [], laws)
        with suppress(NotShannon):
            yield from _found(shannon_certificate(claim, laws, facts))
    yield from of_words(claim)
    if _has_exponential(claim):
        yield {"kind": "logarithms"}
    if claim.given:
        yield from _equality_cases(claim, laws, facts)


def _of_inequality(
    claim: Claim, laws: frozenset[str] | None, facts: frozenset[str] | None
) -> Iterator[Certificate]:
    if claim.relation in ("<=", ">="):
        try:
            yield from _found(shannon_certificate(claim, laws, facts))
        except NotShannon:
            yield {"kind": "normal_form"}
        else:
            if facts is None:
                return  # nothing else is known about joint entropies alone
    if facts is None or facts or claim.given:
        yield from _combinations(claim, _allowed(claim, facts), laws)


def _found(certificate: Certificate | None) -> list[Certificate]:
    return [] if certificate is None else [certificate]


def _has_exponential(claim: Claim) -> bool:
    return any(
        term.head in ("exp", "value", "pow")
        for side in (claim.lhs, claim.rhs)
        for term in side.walk()
    )


def _combinations(
    claim: Claim, facts: list[Candidate], laws: frozenset[str] | None
) -> Iterator[Certificate]:
    """The difference of the sides as a conic combination of the facts and given equations."""
    trial = remembering_trial(claim, laws)
    target = column_of(trial.greater_minus_less())
    makers: list[Maker] = []
    columns: list[Column] = []
    for make, column in chain(_given_columns(trial), _made(fact_columns(trial, laws, facts))):
        if not column or column in columns:
            continue
        weight = multiple(target, column)
        if weight is not None:  # most steps rest on one fact: no need to look further
            yield {"kind": "combination", "parts": [make(weight)]}
        makers.append(make)
        columns.append(column)
    weights = conic_weights(target, columns)
    if weights is not None:
        yield {"kind": "combination", "parts": [makers[i](w) for i, w in weights.items()]}
    if weights is not None and claim.relation in ("<", ">"):
        yield from _strict_combinations(claim, target, columns, makers)


def _strict_combinations(
    claim: Claim, target: Column, columns: list[Column], makers: list[Maker]
) -> Iterator[Certificate]:
    """With a part of some weight that is strict; the others need not be."""
    for column, make in zip(columns, makers, strict=True):
        if not _is_strict(claim, make(Fraction(1))):
            continue
        for share in SHARES:
            rest = {row: target.get(row, 0) - share * column.get(row, 0) for row in target | column}
            weights = conic_weights({row: c for row, c in rest.items() if c}, columns)
            if weights is not None:
                parts = [make(share), *(makers[i](w) for i, w in weights.items())]
                yield {"kind": "combination", "parts": parts}


def _is_strict(claim: Claim, part: Certificate) -> bool:
    if "given" in part:
        return claim.given[part["given"]][1] in ("<", ">")
    return FACTS[part["fact"]].strict


def _made(found: Iterable[tuple[Candidate, Column]]) -> Iterator[tuple[Maker, Column]]:
    """How to make parts of the facts, and their columns."""
    for fact, column in found:
        yield partial(_fact_part, fact), column


def _fact_part(fact: Candidate, weight: Fraction) -> Certificate:
    return fact.part(str(weight))


def _given_columns(
    trial: Trial,
) -> Iterator[tuple[Maker, Column]]:
    """How to make parts of what is given, and their columns; equations with either sign."""
    for part in _given_parts(trial.claim):
        column = column_of_part(trial, part)
        yield partial(_scaled, part), column
        if trial.claim.given[part["given"]][1] == "=":
            opposite = {row: -c for row, c in column.items()}
            yield partial(_scaled, {**part, "weight": "-1"}), opposite


def _equality_cases(
    claim: Claim, laws: frozenset[str] | None, facts: frozenset[str] | None
) -> Iterator[Certificate]:
    """A given equation whose difference is a combination of facts: each of those is then 0."""
    declarations = tuple(claim.context.declarations())
    goal = column_of(remembering_trial(claim, laws).greater_minus_less())
    for index, (lhs, relation, rhs) in enumerate(claim.given):
        if relation != "=" or shape(claim.context, lhs) != SCALAR:
            continue
        for first, second in ((lhs, rhs), (rhs, lhs)):
            for found in _vanishing(declarations, first, second, laws, facts):
                for place, parts in product(
                    range(len(found["parts"])), _at_points_of(claim, found["parts"])
                ):
                    says = _equality_column(declarations, laws, json.dumps(parts[place]))
                    for sign in (1, -1):
                        if says == {row: sign * c for row, c in goal.items()}:
                            yield {
                                "kind": "equality_case",
                                "given": index,
                                "reversed": first is not lhs,
                                "parts": parts,
                                "part": place,
                                "scale": str(sign),
                            }


@lru_cache(maxsize=1024)
def _equality_column(
    declarations: tuple[Declaration, ...], laws: frozenset[str] | None, part: str
) -> Column | None:
    """What is 0 when the fact of this part is; None where that says nothing."""
    data = json.loads(part)
    fact = FACTS[data["fact"]]
    trial = trial_of_nothing(declarations, laws)
    binders = tuple((name, sort) for name, sort in data["binders"])
    try:
        if fact.equality is None:
            return None
        term = fact.equality(trial.side, binders, [terms.from_json(arg) for arg in data["args"]])
        return column_of(trial.normaliser.scalar(term))
    except KernelError:
        return None


@lru_cache(maxsize=256)
def _vanishing(
    declarations: tuple[Declaration, ...],
    greater: Term,
    less: Term,
    laws: frozenset[str] | None,
    facts: frozenset[str] | None,
) -> list[Certificate]:
    """Combinations of facts that add up to what a given equation says to be 0."""
    bound = Claim(Context.of(declarations), greater, ">=", less)
    found: list[Certificate] = []
    with suppress(NotShannon):
        found += _found(shannon_certificate(bound, laws, facts))
    return [*found, *_combinations(bound, _allowed(bound, facts), laws)]


def _at_points_of(claim: Claim, parts: list[Certificate]) -> Iterator[list[Certificate]]:
    """The parts with their bound points named as the free points of the claim."""
    goal = sorted(terms.free_points(claim.lhs) | terms.free_points(claim.rhs))
    for order in permutations(goal) if len(goal) <= MAX_POINTS else ():
        yield [_renamed(part, list(order)) for part in parts]


def _renamed(part: Certificate, points: list[tuple[str, str]]) -> Certificate:
    names: dict[tuple[str, str], str] = {}
    for name, sort in part.get("binders", []):
        match = next((p for p in points if p[1] == sort and p[0] not in names.values()), None)
        if match is not None:
            names[name, sort] = match[0]
    args = [terms.substitute(terms.from_json(arg), names) for arg in part.get("args", [])]
    binders = [[names.get((name, sort), name), sort] for name, sort in part.get("binders", [])]
    return {**part, "args": [terms.to_json(arg) for arg in args], "binders": binders}


def _allowed(claim: Claim, facts: frozenset[str] | None) -> list[Candidate]:
    return [c for c in candidates(claim) if facts is None or c.fact in facts]


def _given_parts(claim: Claim) -> Iterator[Certificate]:
    for index, (lhs, relation, _) in enumerate(claim.given):
        part: Certificate = {"weight": "1", "given": index}
        yield part
        rows, columns = shape(claim.context, lhs)
        if relation == "=" and (rows, columns) != SCALAR:
            if rows == columns and _mentions(claim, "det"):
                yield {**part, "determinant": True}
            for matrix in _square_matrices(claim):
                yield {**part, "traced_with": terms.to_json(matrix)}


def _mentions(claim: Claim, head: str) -> bool:
    return any(t.head == head for side in (claim.lhs, claim.rhs) for t in side.walk())


def _square_matrices(claim: Claim) -> list[Term]:
    """The matrices and inverses that the claim writes, and the inverses of its covariances."""
    written = {part for side in (claim.lhs, claim.rhs) for part in side.walk()}
    found = {part for part in written if part.head in ("matrix", "inverse")}
    names = {law.normal[1] for law in claim.context.laws.values() if law.normal} - {""}
    found |= {Term("inverse", (Term("matrix", (), name),)) for name in names}
    return sorted((m for m in found if SCALAR_SORT not in shape(claim.context, m)), key=repr)


def _scaled(part: Certificate, weight: Fraction) -> Certificate:
    return {**part, "weight": str(Fraction(part["weight"]) * weight)}
