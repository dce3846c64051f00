"""Transposes and inverses, factors in another order, squares and reciprocals."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from symkl.kernel import terms
from symkl.kernel.shapes import SCALAR
from symkl.kernel.terms import Term
from symkl.prove.edits.scope import Change, Scope
from symkl.prove.edits.signs import HALF, TWO

NUMBERS = ("sym", "det", "expect")


def transposed_or_inverse(term: Term, scope: Scope) -> Iterator[Change]:
    """A matrix transposed, inverted, or multiplied in another order; a number likewise."""
    if scope.place == "point":
        return
    for new in (*_of_matrix(term, scope), *_reordered(term, scope), *_of_number(term, scope)):
        yield new, scope.instead(new, term)


def _of_matrix(term: Term, scope: Scope) -> Iterator[Term]:
    found = scope.shape(term)
    if found is None or found == SCALAR:
        return
    yield _toggled("transpose", term)
    if found[0] == found[1]:
        yield _toggled("inverse", term)


def _toggled(head: str, term: Term) -> Term:
    return term.args[0] if term.head == head else Term(head, (term,))


def _reordered(term: Term, scope: Scope) -> Iterator[Term]:
    """The product with two neighbouring matrices in the other order."""
    if term.head != "mul":
        return
    chain = [place for place, f in enumerate(term.args) if scope.shape(f) != SCALAR]
    for one, two in pairwise(chain):
        factors = list(term.args)
        factors[one], factors[two] = factors[two], factors[one]
        yield terms.mul(*factors)


def _of_number(term: Term, scope: Scope) -> Iterator[Term]:
    """T for t^2, t^2 or its root for t, 1/t for t."""
    if term.head == "pow" and term.args[1].head == "num":
        yield term.args[0]
    if term.head in NUMBERS:
        yield from (terms.power(term, exponent) for exponent in (TWO, HALF))
    if term.head in NUMBERS and scope.place != "argument":
        yield terms.div(terms.ONE, term)
