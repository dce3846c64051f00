"""Which part of a step is left blank: something that the step brings in, chosen by the seed."""

from __future__ import annotations

import random

from symkl.derivation import Step
from symkl.handout.rewriting import Path, part_at, places
from symkl.kernel.terms import Term
from symkl.language.printing import latex_of
from symkl.language.written import Written
from symkl.prove.edits.table import put

# What a student can be asked to write by itself.
HEADS = frozenset(
    {
        *("add", "mul", "div", "neg", "pow", "log", "exp", "sum", "expect", "call", "value"),
        *("kl", "cross_entropy", "entropy", "mutual_information", "trace", "det", "transpose"),
        *("inverse", "matrix", "sym", "size", "num"),
    }
)
CLOSED = frozenset({"value", "kl", "cross_entropy", "entropy", "mutual_information", "identity"})
SMALL = 4  # parts with fewer nodes are asked for when nothing larger is new
NARROWEST, WIDEST = 3, 12


def blank_in(step: Step, is_last: bool, rng: random.Random) -> Path | None:
    """The way to the part of the right side that is left blank; None when nothing may be.

    The whole side is asked for only where it stands nowhere else: the claim names the last one.
    """
    if not isinstance(step.rhs, Written) or step.for_some or step.defines or not step.claims():
        return None
    before = set(step.lhs.term.walk()) if isinstance(step.lhs, Written) else set()
    open_places = [(path, part) for path, part in _reachable(step.rhs.term) if path or not is_last]
    for wanted in (_is_new_and_large, _is_new, _is_any):
        found = [path for path, part in open_places if wanted(part, before)]
        if found:
            return rng.choice(found)
    return None


def with_blank(step: Step, path: Path, number: int) -> str:
    """The right side in LaTeX, with a numbered box where the part stood."""
    if not isinstance(step.rhs, Written):
        return step.rhs.latex()
    side = step.rhs.term
    width = len(latex_of(part_at(side, path), step.context)) // 8
    space = r"\quad" * max(NARROWEST, min(width, WIDEST))
    box = Term("const", (), rf"\boxed{{{{\scriptstyle ({number})}}{space}}}")
    return latex_of(put(side, path, box), step.context)


def answer(step: Step, path: Path) -> str:
    """What belongs into the box, in LaTeX."""
    if not isinstance(step.rhs, Written):
        return step.rhs.latex()
    return latex_of(part_at(step.rhs.term, path), step.context)


def _reachable(side: Term) -> list[tuple[Path, Term]]:
    """The parts that may be blank: nothing inside of what is printed as one word."""
    found = []
    for path, part in places(side):
        inside = (part_at(side, path[:depth]).head for depth in range(len(path)))
        if part.head in HEADS and CLOSED.isdisjoint(inside):
            found.append((path, part))
    return found


def _is_new_and_large(part: Term, before: set[Term]) -> bool:
    return part not in before and _is_large(part)


def _is_new(part: Term, before: set[Term]) -> bool:
    return part not in before


def _is_any(part: Term, before: set[Term]) -> bool:
    return _is_large(part)


def _is_large(part: Term) -> bool:
    return sum(1 for _ in part.walk()) >= SMALL
