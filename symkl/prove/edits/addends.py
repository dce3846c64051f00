"""Addends too many and addends that are missing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT
from symkl.kernel.shapes import shape
from symkl.kernel.terms import ONE, Term
from symkl.prove.edits.scope import Change, Scope, Whole
from symkl.prove.edits.signs import HALF, TWO, times

MOST = 16  # terms that are tried as missing ones
COEFFICIENTS = (ONE, HALF, TWO)
NOTIONS = ("entropy", "mutual_information")


def other_addends(term: Term, scope: Scope) -> Iterator[Change]:
    """A sum without one of its terms, or with one more."""
    if term.head == "add":
        for place, child in enumerate(term.args):
            left = (*term.args[:place], *term.args[place + 1 :])
            yield terms.add(*left), f"without the term {scope.text(child)}"
    if term.head == "add" or scope.place == "term":
        yield from _with_one_more(term, scope)


def _with_one_more(term: Term, scope: Scope) -> Iterator[Change]:
    shape = scope.shape(term)
    present = term.args if term.head == "add" else (term,)
    for piece in missing(scope.whole):
        if scope.shape(piece) != shape or not scope.sees(piece):
            continue
        for coefficient in COEFFICIENTS:
            further = times(coefficient, piece)
            if further not in present and terms.neg(further) not in present:
                for signed in (terms.neg(further), further):
                    new = terms.add(*(t for t in present if t != terms.ZERO), signed)
                    yield new, f"with the further term {scope.text(signed)}"


def missing(whole: Whole) -> list[Term]:
    """Terms that may be missing: sizes, one, what is added elsewhere, parts of what is named."""
    found: dict[Term, None] = dict.fromkeys((*whole.sizes, ONE))
    for node in whole.nodes():
        if node.head == "add":
            found.update(dict.fromkeys(piece for child in node.args for piece in _bare(child)))
    found.update(dict.fromkeys(_entropies(whole)))
    found.update(dict.fromkeys(_products(whole)))
    found.update(dict.fromkeys(terms.log(size) for size in whole.sizes))
    # A side that is one term could only be moved over to the other one.
    for side in (whole.claim.lhs, whole.claim.rhs):
        for piece in _bare(side) if side.head != "add" else ():
            found.pop(piece, None)
    return list(found)[:MOST]


def _bare(term: Term) -> Iterator[Term]:
    """The addends of a term, without signs and leading numbers."""
    if term.head == "add":
        for child in term.args:
            yield from _bare(child)
    elif term.head == "neg":
        yield from _bare(term.args[0])
    elif term.head == "mul" and term.args[0].head == "num":
        yield from _bare(terms.mul(*term.args[1:]))
    elif term.head != "num":
        yield term


def _entropies(whole: Whole) -> Iterator[Term]:
    """H(X), H(X | rest) and the entropy of everything, where the claim speaks of entropies."""
    if not any(node.head in NOTIONS for node in whole.nodes()):
        return
    for law in whole.context.laws.values():
        coords = tuple(c for c, _ in law.coords)
        if law.given:
            continue
        yield Term("entropy", (), (law.name, coords, (), ()))
        for coord in coords if len(coords) > 1 else ():
            rest = tuple(c for c in coords if c != coord)
            yield Term("entropy", (), (law.name, (coord,), (), ()))
            yield Term("entropy", (), (law.name, (coord,), rest, ()))


def _products(whole: Whole) -> Iterator[Term]:
    """S t for two numbers; v v^T and v^T A v for the vectors and matrices that are named."""
    context, nodes = whole.context, list(whole.nodes())
    numbers = sorted({node for node in nodes if node.head == "sym"}, key=repr)
    yield from (terms.mul(*pair) for pair in combinations(numbers, 2))
    named = [Term("matrix", (), name) for name in context.matrices]
    written = [n for n in nodes if n in named or (n.head == "inverse" and n.args[0] in named)]
    for vector in named:
        rows, columns = shape(context, vector)
        if columns != SCALAR_SORT:
            continue
        row = Term("transpose", (vector,))
        yield terms.mul(vector, row)
        for matrix in dict.fromkeys(written):
            if shape(context, matrix) == (rows, rows):
                yield terms.mul(row, matrix, vector)
