"""Where a sub-term stands: the points in scope, what it is part of, what else the claim names."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.context import SCALAR_SORT, Context
from symkl.kernel.errors import IllFormed
from symkl.kernel.shapes import Shape, shape
from symkl.kernel.terms import Term
from symkl.language.printing import text_of

Point = tuple[str, str]
Place = Literal["term", "argument", "point", "part"]
PLACES: dict[str, Place] = {
    "add": "term",
    "exp": "term",
    "log": "argument",
    "value": "point",
    "entropy": "point",
    "delta": "point",
}
CLOSED = ("kl", "cross_entropy")  # their pmfs stand at the points they bind, at no others
LONGEST = 48  # characters of a term that words quote


@dataclass(frozen=True)
class Whole:
    """The claim as a whole: its declarations and what may stand in for something else."""

    claim: Claim

    @property
    def context(self) -> Context:
        """The declarations."""
        return self.claim.context

    def nodes(self) -> Iterator[Term]:
        """Every sub-term of both sides."""
        yield from self.claim.rhs.walk()
        yield from self.claim.lhs.walk()

    @cached_property
    def texts(self) -> dict[Term, str]:
        """What terms are written as: the same few are quoted again and again."""
        return {}

    @cached_property
    def sizes(self) -> tuple[Term, ...]:
        """The sizes of spaces and dimensions, one for each symbol."""
        found: dict[str, Term] = {}
        for sort in self.context.sorts.values():
            symbol = sort.size or sort.name
            if sort.kind == "finite" and sort.name != SCALAR_SORT and not symbol.isdigit():
                found.setdefault(symbol, Term("size", (), sort.name))
        return tuple(found.values())

    @cached_property
    def coordinates(self) -> dict[str, dict[str, Term]]:
        """For each joint law, the point at which the claim takes each of its variables."""
        found: dict[str, dict[str, Term]] = {}
        for node in self.nodes():
            if node.head == "value":
                name, targets, givens = node.label
                known = found.setdefault(name, {})
                for coordinate, point in zip((*targets, *givens), node.args, strict=True):
                    known.setdefault(coordinate, point)
        return found


@dataclass(frozen=True)
class Scope:
    """What surrounds a sub-term.

    ``place`` is ``"term"`` for a whole side, an addend or an exponent, ``"argument"`` for what a
    logarithm is taken of, ``"point"`` for where a law is taken, ``"part"`` for anything else.
    """

    whole: Whole
    points: frozenset[Point]
    place: Place = "term"

    def inside(self, term: Term, index: int) -> Scope:
        """The scope of the child of this term with this index."""
        place = PLACES.get(term.head, "part")
        if term.head == "pow" and index == 1:
            place = "term"
        outer = frozenset() if term.head in CLOSED else self.points
        return replace(self, place=place, points=outer | frozenset(terms.binders_of(term)))

    def shape(self, term: Term) -> Shape | None:
        """Rows and columns of the term; None when its parts do not fit together."""
        try:
            return shape(self.whole.context, term)
        except IllFormed:
            return None

    def text(self, term: Term) -> str:
        """The term in plain text, its end cut off when it is long."""
        known = self.whole.texts
        if term not in known:
            known[term] = text_of(term, self.whole.context)
        text = known[term]
        return text if len(text) <= LONGEST else f"{text[: LONGEST - 4]} ..."

    def instead(self, new: Term, old: Term) -> str:
        """Words for one term in place of another."""
        return f"with {self.text(new)} instead of {self.text(old)}"

    def sees(self, term: Term) -> bool:
        """Whether every free point of the term is in scope here."""
        return terms.free_points(term) <= self.points


def scope_of(claim: Claim) -> Scope:
    """The scope of a whole side of the claim."""
    return Scope(Whole(claim), terms.free_points(claim.lhs) | terms.free_points(claim.rhs))


Change = tuple[Term, str]  # what stands there after the edit, and in words what was changed
Changes = Callable[[Term, Scope], Iterator[Change]]
