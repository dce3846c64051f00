"""Certificates by words: which invertible matrices to multiply an equation with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import Any

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.context import Context
from symkl.kernel.errors import IllFormed
from symkl.kernel.shapes import SCALAR, Shape, shape
from symkl.kernel.terms import Term

MOST = 48  # pairs of multipliers for one equation
MAX_LETTERS = 3
Multiplier = tuple[Term, ...]


def of_words(claim: Claim) -> Iterator[dict[str, Any]]:
    """Proposals for an equation in which the inverse of a sum or product stands, simple ones first.

    It is multiplied with what is inverted in it, and with matrices beside that: ``A^-1 + B^-1``
    becomes ``B + A`` so.
    """
    inverted = {
        part.args[0]: None
        for side in (claim.lhs, claim.rhs)
        for part in side.walk()
        if part.head == "inverse" and part.args[0].head != "matrix"
    }
    if not inverted:
        return
    sizes = shape(claim.context, claim.lhs)
    pairs = [
        pair
        for rows, columns in _sizes(claim.context, sizes, inverted)
        for pair in product(
            _multipliers(claim, list(inverted), rows),
            (m[::-1] for m in _multipliers(claim, list(inverted), columns)),
        )
    ]
    pairs = sorted(dict.fromkeys(pairs), key=lambda pair: sum(map(len, pair)))
    for before, behind in islice(pairs, MOST):
        yield {
            "kind": "words",
            "left": [terms.to_json(m) for m in before],
            "right": [terms.to_json(m) for m in behind],
        }


def _sizes(context: Context, whole: Shape, inverted: Iterable[Term]) -> list[Shape]:
    """The sizes of multipliers; for a number, of those of what stands between vectors."""
    if whole != SCALAR:
        return [whole]
    return list(dict.fromkeys(shape(context, term) for term in inverted))


def _multipliers(claim: Claim, sums: list[Term], size: str) -> list[Multiplier]:
    """Nothing, what is inverted, and that after a matrix or an inverse of one, all of one size."""
    fitting = [s for s in sums if _is_of_size(claim.context, s, size)]
    declared = [
        Term("matrix", (), name)
        for name, matrix in claim.context.matrices.items()
        if matrix.rows == size and (matrix.invertible or matrix.positive_definite)
    ][:MAX_LETTERS]
    letters = [*declared, *(Term("inverse", (m,)) for m in declared)]
    found: list[Multiplier] = [(), *((s,) for s in fitting)]
    return [*found, *((letter, s) for s in fitting for letter in letters)]


def _is_of_size(context: Context, term: Term, size: str) -> bool:
    try:
        return shape(context, term) == (size, size)
    except IllFormed:
        return False
