"""Mutants of a proved step: would symkl have noticed a slip of the pen in this line?

Each mutant has one slip of the kinds that people make: the table of edits from which offers are
made for a false step serves here the other way round.  A mutant is caught when a model refutes it.
It judges nothing: a step is proved, whatever becomes of its mutants.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from symkl.checking import worked_in
from symkl.kernel import terms
from symkl.kernel.check import Claim, Trial, check
from symkl.kernel.errors import KernelError, TooLarge
from symkl.kernel.terms import Term
from symkl.language.printing import text_of
from symkl.models.survey import refuting_model
from symkl.models.valueless import valueless
from symkl.prove.edits.scope import scope_of
from symkl.prove.edits.table import EDITS, Edit, edited
from symkl.prove.search import prove
from symkl.result import Mutants, Survivor

OF_A_KIND = 4  # mutants of one kind of slip
LOOKED_AT = 200  # edits of one kind among which these are chosen
MODELS, DIGITS = 24, 30
SECONDS = 5.0  # of computing; what is left then is not tried
TURNED = {"<=": ">=", ">=": "<=", "<": ">", ">": "<"}
# What becomes of mutants that no model need refute, and where it is counted.
COUNTED = {"equivalent": "equivalent", "true as well": "also_true", "without a value": "valueless"}
NAMES = {
    "sign": "sign",
    "factor": "factor",
    "order": "order of arguments",
    "name": "another name or index",
    "logarithm": "logarithm against sum",
    "inverse": "transpose or inverse",
    "addend": "term too many or missing",
    "direction": "direction",
}


@dataclass(frozen=True)
class Mutant:
    """A claim with one slip in it, and the slip in words."""

    claim: Claim
    kind: str
    words: str


def mutants_of(claim: Claim) -> Iterator[Mutant]:
    """A few mutants of each kind, the same ones each time."""
    turned = TURNED.get(claim.relation)
    if turned is not None:
        words = f"with {turned} instead of {claim.relation}"
        yield Mutant(replace(claim, relation=turned), "direction", words)
    for edit in EDITS:
        found = list(islice(_of_a_kind(claim, edit), LOOKED_AT))
        step = max(1, -(-len(found) // OF_A_KIND))
        yield from found[::step]


def _of_a_kind(claim: Claim, edit: Edit) -> Iterator[Mutant]:
    """One slip in the line that the step adds, or in the other one where that is a number."""
    scope = scope_of(claim)
    on_the_right = bool(claim.rhs.args)
    side = claim.rhs if on_the_right else claim.lhs
    shape, known = scope.shape(side), {side}
    for new, words in edited(side, scope, edit):
        if new in known or scope.shape(new) != shape or not scope.sees(new):
            continue
        known.add(new)
        mutant = replace(claim, rhs=new) if on_the_right else replace(claim, lhs=new)
        yield Mutant(mutant, edit.kind, words)


def mutants(claims: Mapping[str, Claim], seconds: float = SECONDS) -> Mutants | None:
    """What becomes of the mutants of a step; None for an equivalence, whose sides are no terms.

    Those that are equal to the step by the normal form are dropped, and so are those that cannot be
    read; a mutant of an inequality may be true as well.  One that no model refutes may have no
    value in a model in which the step holds: there it says nothing.
    """
    if len(claims) != 1:
        return None
    (claim,) = claims.values()
    deadline = time.process_time() + seconds
    caught: Counter[str] = Counter()
    tried: Counter[str] = Counter()
    left_out = 0
    counted: Counter[str] = Counter()
    survivors = []
    for mutant in mutants_of(claim):
        if time.process_time() > deadline:
            left_out += 1
            continue
        fate = _fate(claim, mutant)
        if fate in COUNTED or fate == "no meaning":
            counted[fate] += 1
            continue
        tried[mutant.kind] += 1
        if fate == "caught":
            caught[mutant.kind] += 1
        else:
            survivors.append(Survivor(_text(mutant.claim), mutant.words, fate))
    kinds = {NAMES[kind]: (caught[kind], count) for kind, count in tried.items()}
    figures = {field: counted[fate] for fate, field in COUNTED.items()}
    return Mutants(kinds, **figures, left_out=left_out, survivors=tuple(survivors))


def _fate(claim: Claim, mutant: Mutant) -> str:
    """``caught``, one of ``COUNTED``, ``no meaning``, or why it survives."""
    changed = mutant.claim
    try:
        if changed.relation == claim.relation and _same_sides(claim, changed):
            return "equivalent"
        found = refuting_model(worked_in(changed), MODELS, DIGITS)
        if found.model is not None:
            return "caught"
        if _follows(claim, changed) or prove(changed) is not None or _is_multiple(claim, changed):
            return "true as well"
        if valueless(worked_in(claim), worked_in(changed), MODELS, DIGITS):
            return "without a value"
    except TooLarge as error:
        return str(error)
    except KernelError:
        return "no meaning"
    if not found.models:
        return found.cause or "no model could be evaluated"
    return f"it holds in the {found.models} models tried"


def _same_sides(claim: Claim, changed: Claim) -> bool:
    """Whether the changed side has the normal form of the original one."""
    pairs: list[tuple[Term, Term]] = [(claim.lhs, changed.lhs), (claim.rhs, changed.rhs)]
    normaliser = Trial(changed, None).normaliser
    return all(one == two or not normaliser.difference(one, two).terms for one, two in pairs)


def _follows(claim: Claim, changed: Claim) -> bool:
    """Whether the step gives the mutant, as A >= B gives A >= B - 1."""
    if changed.relation != claim.relation or claim.relation not in TURNED:
        return False
    on_the_left = claim.rhs == changed.rhs
    sides = (changed.lhs, claim.lhs) if on_the_left else (claim.rhs, changed.rhs)
    weak = {"<": "<=", ">": ">="}.get(claim.relation, claim.relation)
    return prove(replace(claim, lhs=sides[0], relation=weak, rhs=sides[1])) is not None


def _is_multiple(claim: Claim, changed: Claim) -> bool:
    """Whether both sides are a positive number times those of the step, as A / n = 0 of A = 0."""
    proof = prove(claim)
    if proof is None or changed.relation != claim.relation:
        return False
    for factor in _factors(changed):
        certificate = {
            "kind": "scaled",
            "by": terms.to_json(factor),
            "lhs": terms.to_json(claim.lhs),
            "rhs": terms.to_json(claim.rhs),
            "proof": proof.certificate,
        }
        try:
            check(changed, certificate)
        except KernelError:
            continue
        return True
    return False


def _factors(claim: Claim) -> list[Term]:
    """The numbers in a claim, and what it divides by, as factors of a whole side."""
    parts = [part for side in (claim.lhs, claim.rhs) for part in side.walk()]
    plain = [part for part in parts if part.head in ("num", "size", "sym")]
    return [factor for one in dict.fromkeys(plain) for factor in (one, terms.div(terms.ONE, one))]


def _text(claim: Claim) -> str:
    sides = (text_of(side, claim.context) for side in (claim.lhs, claim.rhs))
    return f" {claim.relation} ".join(sides)
