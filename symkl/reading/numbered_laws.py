r"""Numbers with an index that are given to be at least 0 and to sum to 1: they are laws.

Weights ``w_i`` are a pmf, and responsibilities ``\gamma_{nk}`` one of k for every n.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from symkl.kernel.context import Law
from symkl.kernel.terms import ONE, ZERO, Term
from symkl.language.statements import Statement
from symkl.language.written import Written
from symkl.reading import names
from symkl.reading.chain import Chain
from symkl.reading.demands import sign_said
from symkl.reading.scope import Scope
from symkl.reading.sides import ReadSide, read_side

SIGNS = {">=": "nonnegative", ">": "positive"}
TURNED = {"<=": ">=", "<": ">"}


@dataclass(frozen=True)
class NumberedLaws:
    """Declarations with the laws that take their places, and the equations that say so."""

    laws: dict[Law, Law]
    said: frozenset[int]  # by identity

    def in_sides(self, sides: list[ReadSide]) -> list[ReadSide]:
        """The sides about the laws."""
        return [
            side if side.written is None else replace(side, written=self.of(side.written))
            for side in sides
        ]

    def in_statements(self, statements: list[Statement]) -> list[Statement]:
        """The statements about the laws."""
        if not self.laws:
            return statements
        return [replace(s, lhs=self.of(s.lhs), rhs=self.of(s.rhs)) for s in statements]

    def of(self, written: Written) -> Written:
        """What is written, about the laws."""
        used = self.laws.keys() & written.declarations
        if not used:
            return written
        new = {law.name: law for old, law in self.laws.items() if old in used}
        declarations = (written.declarations - used) | set(new.values())
        return Written(_renewed(written.term, new), declarations)


def numbered_laws(said: Iterable[Chain], scope: Scope) -> NumberedLaws:
    """The laws that the equations and inequalities make of numbers with an index."""
    said = list(said)
    read = list(_read(said, scope))
    signs = {law: (sign, id(by)) for law, sign, by in _signed(read)}
    written = dict(_signs_written(said))
    laws: dict[Law, Law] = {}
    used: set[int] = set()
    for law, over, by in _summing(read):
        unsaid = ("positive" if law.sign == "positive" else "", 0)
        sign, because = signs.get(law) or written.get(law.name, unsaid)
        if not sign or law in laws:
            continue
        given = tuple(c for c, _ in law.coords if c != over)
        positive = "positive" in (sign, law.sign)
        laws[law] = replace(
            law, given=given, sign="positive" if positive else "nonnegative", normalised=True
        )
        used |= {id(by), because}
    return NumberedLaws(laws, frozenset(used))


def _read(said: Iterable[Chain], scope: Scope) -> Iterator[tuple[Written, str, Written, Chain]]:
    for chain in said:
        if len(chain.links) != 1 or chain.qualifiers:
            continue
        left, right = (read_side(scope, side).written for side in chain.sides)
        relation = chain.links[0].relation
        if left is None or right is None:
            continue
        if relation in TURNED:
            left, relation, right = right, TURNED[relation], left
        yield left, relation, right, chain


def _signed(
    read: Iterable[tuple[Written, str, Written, Chain]],
) -> Iterator[tuple[Law, str, Chain]]:
    """Numbers that are all said to be at least 0, or positive."""
    for left, relation, right, by in read:
        law = _numbers(left, left.term)
        if law is not None and right.term == ZERO and relation in SIGNS:
            yield law, SIGNS[relation], by


def _signs_written(said: Iterable[Chain]) -> Iterator[tuple[str, tuple[str, int]]]:
    """The same of names in a list, and between 0 and 1, as these are written."""
    for chain in said:
        for k, link in enumerate(chain.links):
            found = sign_said(replace(chain, sides=chain.sides[k : k + 2], links=(link,)))
            if found is not None and found[1]:
                yield names.printable(found[0]), (found[1], id(chain))


def _summing(
    read: Iterable[tuple[Written, str, Written, Chain]],
) -> Iterator[tuple[Law, str, Chain]]:
    """Numbers that sum to 1 over one of their indices, with its place."""
    for left, relation, right, by in read:
        term = left.term
        if relation != "=" or right.term != ONE or term.head != "sum" or len(term.label) != 1:
            continue
        law = _numbers(left, term.args[0])
        at = [c for c, a in _places(term.args[0]) if a.label == term.label[0]] if law else []
        if law is not None and len(at) == 1:
            yield law, at[0], by


def _places(value: Term) -> list[tuple[str, Term]]:
    return list(zip(value.label[1], value.args, strict=True))


def _numbers(written: Written, value: Term) -> Law | None:
    """The numbers a_i or a_ij of a value at distinct indices; None for anything else."""
    if value.head != "value" or len(set(value.args)) < len(value.args):
        return None
    laws = (d for d in written.declarations if isinstance(d, Law) and d.name == value.label[0])
    law = next(laws, None)
    if law is None or law.normalised or any(a.head != "point" for a in value.args):
        return None
    return law


def _renewed(term: Term, laws: dict[str, Law]) -> Term:
    args = tuple(_renewed(child, laws) for child in term.args)
    law = laws.get(term.label[0]) if term.head == "value" else None
    if law is None:
        return Term(term.head, args, term.label, term.span)
    at = dict(zip(term.label[1], args, strict=True))
    targets = tuple(c for c, _ in law.coords if c not in law.given)
    points = tuple(at[c] for c in (*targets, *law.given))
    return Term("value", points, (law.name, targets, law.given), term.span)
