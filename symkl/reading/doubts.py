"""Why a step that is false as read may still be true as meant.

A model refutes a claim.  What the text assumes, defines or restricts near it, without the reader
understanding it, makes the claim another one, and then nothing is refuted.
"""

from __future__ import annotations

from symkl.kernel.terms import Term
from symkl.language.written import Written
from symkl.reading import hypotheses
from symkl.reading.chain import Chain, Link
from symkl.reading.sections import Placed

# Behind a statement, these say for which points it is claimed, and restrict nothing else.
MEMBERSHIPS = frozenset({"in"})


def of_text(item: Placed) -> str:
    """What the prose around a chain says that is not understood; "" when there is nothing."""
    before, after = item.before, item.after
    found = (
        hypotheses.restriction(before),
        hypotheses.condition_before(before),
        hypotheses.condition_after(after),
        hypotheses.restriction(after),
        item.assumed,
        _of_qualifiers(item.chain),
        "" if item.chain.is_display else hypotheses.denial(before, after),
    )
    return next((words for words in found if words), "")


def _of_qualifiers(chain: Chain) -> str:
    """A condition behind the statement: ``if X = Y``; that x is in its alphabet is none."""
    for remark in chain.qualifiers:
        relations = {n.text for n in remark.row if n.kind == "rel"}
        quantified = remark.row and remark.row[0].text in ("forall", "for all", "for every")
        if not relations <= MEMBERSHIPS or not (relations or quantified):
            return remark.text
    return ""


def of_link(link: Link) -> str:
    """A hypothesis in the words beside a relation: ``(by independence)``."""
    return next((w for r in link.remarks if (w := hypotheses.restriction_in_remark(r.text))), "")


def of_sides(lhs: Written, relation: str, rhs: Written) -> str:
    """An equation that may define: a law by its value, or a number that one side alone has."""
    here, there = lhs.term, rhs.term
    for one, other in ((here, there), (there, here)):
        numbers = _labels(one, "sym") - _labels(other, "sym")
        if numbers:
            return f"{min(numbers)}, which only one side has"
        if one.head == "value" and relation == "=" and one.label[0] not in _laws(other):
            return f"an equation that may define {one.label[0]}"
    return ""


def _labels(term: Term, head: str) -> set[str]:
    return {t.label for t in term.walk() if t.head == head}


def _laws(term: Term) -> set[str]:
    heads = ("value", "entropy", "mutual_information", "expect")
    return {t.label[0] for t in term.walk() if t.head in heads}
