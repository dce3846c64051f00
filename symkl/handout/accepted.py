"""What a key may call right: other forms of a step and other reasons, each checked by the kernel.

Searches are bounded by counts, never by time, so that the same sheet comes out every time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from symkl.derivation import Step, latex_of_side
from symkl.handout.rewriting import Path, part_at, rewritings
from symkl.kernel.check import Claim
from symkl.kernel.errors import KernelError
from symkl.kernel.terms import Term
from symkl.language.printing import latex_of
from symkl.prove.edits.table import put
from symkl.prove.reasons import gives, proof_by, reasons_that_give
from symkl.prove.search import prove
from symkl.rules.catalogue import CATALOGUE
from symkl.rules.reason import Reason
from symkl.rules.recognise import recognised

MOST_FORMS = 4
MOST_TRIED = 40
MOST_NODES = 160  # of a side: larger ones have too many forms to be worth a search
MOST_LINES = 7  # of a chain whose order is asked for
MOST_ORDERS = 12
FREE = Reason("", "")


@dataclass(frozen=True)
class Question:
    """A step to search; ``blank`` is the part of its right side that is asked for."""

    claims: Mapping[str, Claim]
    cited: tuple[str, ...] = ()
    blank: Path = ()


@dataclass(frozen=True)
class Accepted:
    """What is right: forms of what is asked for, in LaTeX, and names of reasons.

    ``giving`` are all reasons that give the step; ``reasons`` leaves out those that merely allow
    more than another one.
    """

    forms: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    giving: tuple[str, ...] = ()


def accepted(question: Question) -> Accepted:
    """The forms and the reasons that symkl accepts as the same step."""
    cited = recognised(question.cited) if question.cited else None
    giving = _giving(question.claims)
    reasons = _reasons(question.claims, cited, giving)
    names = tuple(reason.name for reason in giving)
    return Accepted(tuple(_forms(question, cited)), reasons, names)


def _forms(question: Question, cited: Reason | None) -> Iterator[str]:
    """Other forms of the blank with which the step holds, and by its reason if it has one."""
    claim = question.claims.get("")
    if claim is None or sum(1 for _ in claim.rhs.walk()) > MOST_NODES:
        return
    old = part_at(claim.rhs, question.blank)
    shown = {latex_of(old, claim.context)}
    if not question.blank:
        shown.add(latex_of(claim.lhs, claim.context))  # the line before is no step
    for new in islice(rewritings(old, claim.context), MOST_TRIED):
        printed = latex_of(new, claim.context)
        if printed not in shown and _is_same(claim, put(claim.rhs, question.blank, new), cited):
            shown.add(printed)
            yield printed
            if len(shown) > MOST_FORMS + (not question.blank):
                return


def _is_same(claim: Claim, side: Term, cited: Reason | None) -> bool:
    """Whether a side is equal to the one of the claim, and the step to it as justified."""
    same = replace(claim, lhs=claim.rhs, relation="=", rhs=side)
    step = replace(claim, rhs=side)
    if not _proved(same):
        return False
    if cited is not None and proof_by(cited, claim) is not None:
        return proof_by(cited, step) is not None
    return _proved(step)


def _proved(claim: Claim) -> bool:
    try:
        return prove(claim) is not None
    except KernelError:
        return False


def _giving(claims: Mapping[str, Claim]) -> list[Reason]:
    """The reasons of the catalogue that give the step."""
    given = any(claim.given for claim in claims.values())
    fitting = (reason for reason in CATALOGUE if given or not reason.rests_on_given)
    return [reason for reason in fitting if claims and gives(reason, claims)]


def _reasons(
    claims: Mapping[str, Claim], cited: Reason | None, giving: list[Reason]
) -> tuple[str, ...]:
    """The cited reason if it gives the step, then every other one that does and is of use.

    A step that needs no law is given by all reasons: those are meant that allow none.
    """
    free = claims and all(proof_by(FREE, claim) is not None for claim in claims.values())
    fitting = [r for r in giving if not free or not (r.laws or r.facts or r.rests_on_given)]
    names = [reason.name for reason in fitting if not _is_covered(reason, fitting)]
    if claims and cited is not None and all(proof_by(cited, claim) for claim in claims.values()):
        names.insert(0, cited.name)
    if claims and not names:
        names = [reason.name for reason in reasons_that_give(claims, cited)]
    return tuple(dict.fromkeys(names))


def _is_covered(reason: Reason, giving: list[Reason]) -> bool:
    """Whether another reason gives the step with less, as normalisation does what moments do.

    A vague reason ("by definition") is right all the same.
    """
    if reason.is_vague:
        return False
    own = (reason.laws, reason.facts)
    return any(
        other.laws <= reason.laws
        and other.facts <= reason.facts
        and (other.laws, other.facts) != own
        for other in giving
    )


# --- orders of lines ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lines:
    """The lines of a chain whose order is asked for: its steps, with the reasons cited for them."""

    steps: tuple[Step, ...]


def orders(lines: Lines) -> list[tuple[int, ...]]:
    """The orders of the lines in which every step is proved, by its reason where it is by it now.

    The first one is the order as written; the last line stays the last, as the claim names it.
    """
    count = len(lines.steps)
    written = tuple(range(count))
    if count > MOST_LINES:
        return [written]
    follows = {
        (before, after): _follows(lines.steps, before, after)
        for before in range(-1, count - 1)
        for after in range(count)
        if before != after
    }
    found = [written]
    for order in _paths((), frozenset(range(count - 1)), follows):
        whole = (*order, count - 1)
        if whole != written and follows[whole[-2] if count > 1 else -1, whole[-1]]:
            found.append(whole)
            if len(found) == MOST_ORDERS:
                break
    return found


def _paths(
    order: tuple[int, ...], left: frozenset[int], follows: Mapping[tuple[int, int], bool]
) -> Iterator[tuple[int, ...]]:
    if not left:
        yield order
    for after in sorted(left):
        if follows[order[-1] if order else -1, after]:
            yield from _paths((*order, after), left - {after}, follows)


def _follows(steps: tuple[Step, ...], before: int, after: int) -> bool:
    """Whether the line may stand behind another one; -1 is the side that the chain starts from."""
    if after == before + 1:
        return True
    lhs = steps[0].lhs if before < 0 else steps[before].rhs
    step = replace(steps[after], lhs=lhs)
    if latex_of_side(lhs, step.context) == latex_of_side(step.rhs, step.context):
        return False
    claims = step.claims()
    cited = recognised(step.by) if step.by else None
    if cited is not None and all(proof_by(cited, c) for c in steps[after].claims().values()):
        return bool(claims) and all(proof_by(cited, claim) is not None for claim in claims.values())
    return bool(claims) and all(map(_proved, claims.values()))
