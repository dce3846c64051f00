"""Sums of squares that may help: of entries of vectors and matrices, and those behind means.

``v^T A^T A v`` is a sum of squares of the entries of ``A v``, ``tr(A^T A)`` one of those of ``A``,
and the inequality of Cauchy and Schwarz the sum of ``(u_i v_j - u_j v_i)^2``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product
from typing import TypeVar

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT, Context
from symkl.kernel.errors import IllFormed
from symkl.kernel.shapes import Shape, shape
from symkl.kernel.terms import Binders, Term
from symkl.prove.candidate import MAX_COMPARED, Candidate

MAX_FACTORS = 6  # of a product of which each end is looked at
MAX_VECTORS = 5  # or matrices, of which each two are compared
Kind = TypeVar("Kind")


def of_entries(
    context: Context, written: Iterable[Term], over: Binders, factor: Term | None
) -> Iterator[Candidate]:
    """Squares of entries of what these terms, which stand under the same sums, multiply."""
    vectors: dict[Term, str] = {}
    matrices: dict[Term, Shape] = {}
    for part in (part for term in written for part in _ends(term)):
        try:
            rows, columns = shape(context, part)
        except IllFormed:
            continue
        if rows != SCALAR_SORT and columns == SCALAR_SORT:
            vectors[part] = rows
        elif rows != SCALAR_SORT:
            matrices[part] = rows, columns
    for t, binders in (*_of_vectors(vectors), *_of_matrices(matrices)):
        yield Candidate("square", (t,), over=(*over, *binders), factor=factor)
    positive = [s for s in matrices if _is_positive_definite(context, s)][:MAX_COMPARED]
    for (one, two), s in product(_pairs(vectors), positive):
        for v in (terms.sub(one, two), terms.add(one, two)):
            yield Candidate("quadratic_form", (v, s), over=over, factor=factor)


def _ends(term: Term) -> Iterator[Term]:
    """The factors of a product, what it ends with, and the terms of which a factor is a sum."""
    factors = list(_factors(term))
    for start, first in enumerate(factors[:MAX_FACTORS]):
        if first.head != "transpose":
            yield terms.mul(*factors[start:])
            yield first
        for part in first.args if first.head == "add" else ():
            yield part.args[0] if part.head == "neg" else part


def _factors(term: Term) -> Iterator[Term]:
    if term.head == "mul":
        for child in term.args:
            yield from _factors(child)
    elif term.head in ("trace", "pow"):
        yield from _factors(term.args[0])
    else:
        yield term


def _pairs(of: Mapping[Term, Kind]) -> Iterator[tuple[Term, Term]]:
    """Two of the first ones that are of one kind."""
    for one, two in combinations(list(of)[:MAX_VECTORS], 2):
        if of[one] == of[two]:
            yield one, two


def _of_vectors(vectors: Mapping[Term, str]) -> Iterator[tuple[Term, Binders]]:
    for v, sort in vectors.items():
        yield _entry(v, ("i'", sort)), (("i'", sort),)
    for u, v in _pairs(vectors):
        i, j = ("i'", vectors[u]), ("j'", vectors[u])
        crossed = terms.mul(_entry(u, i), _entry(v, j)), terms.mul(_entry(u, j), _entry(v, i))
        yield terms.sub(*crossed), (i, j)
        yield terms.sub(_entry(u, i), _entry(v, i)), (i,)
        yield terms.add(_entry(u, i), _entry(v, i)), (i,)


def _of_matrices(matrices: Mapping[Term, Shape]) -> Iterator[tuple[Term, Binders]]:
    for m, (rows, columns) in matrices.items():
        i, j = ("i'", rows), ("j'", columns)
        yield _entry(m, i, j), (i, j)
        if rows == columns:
            yield terms.sub(_entry(m, i, j), _entry(m, j, i)), (i, j)
            yield terms.add(_entry(m, i, j), _entry(m, j, i)), (i, j)
    for one, two in _pairs(matrices):
        i, j = ("i'", matrices[one][0]), ("j'", matrices[one][1])
        turned = (j, i) if matrices[one][0] == matrices[one][1] else (i, j)
        others = ("k'", i[1]), ("l'", j[1])
        crossed = (
            terms.mul(_entry(one, i, j), _entry(two, *others)),
            terms.mul(_entry(one, *others), _entry(two, i, j)),
        )
        yield terms.sub(*crossed), (i, j, *others)
        for at in dict.fromkeys(((i, j), turned)):
            yield terms.sub(_entry(one, i, j), _entry(two, *at)), (i, j)
            yield terms.add(_entry(one, i, j), _entry(two, *at)), (i, j)


def _entry(of: Term, *points: tuple[str, str]) -> Term:
    return Term("entry", (of, *(Term("point", (), point) for point in points)))


def _is_positive_definite(context: Context, term: Term) -> bool:
    inner = term.args[0] if term.head == "inverse" else term
    return inner.head == "matrix" and context.matrix(inner.label).positive_definite


def cauchy_schwarz(mean: Term) -> Iterator[Candidate]:
    """(sum w u v)^2 <= sum w u^2 sum w v^2, as sum w w' (u v' - u' v)^2 >= 0 over two points."""
    if mean.head != "sum":
        return
    (body,), binders = mean.args, mean.label
    factors = _spread(body)
    others = {binder: f"{binder[0]}'" for binder in binders}
    over = (*binders, *((name, sort) for (_, sort), name in others.items()))
    for u, v in combinations((*range(len(factors)), None), 2):
        weights = [f for place, f in enumerate(factors) if place not in (u, v)]
        one, two = (terms.ONE if place is None else factors[place] for place in (u, v))
        apart = terms.sub(
            terms.mul(one, terms.substitute(two, others)),
            terms.mul(terms.substitute(one, others), two),
        )
        both = [*weights, *(terms.substitute(w, others) for w in weights)]
        yield Candidate("square", (apart,), over=over, factor=terms.mul(*both) if both else None)


def _spread(term: Term) -> list[Term]:
    """The factors of a product, or of the product of which it is a power."""
    if term.head == "mul":
        return [factor for child in term.args for factor in _spread(child)]
    if term.head == "pow" and term.args[0].head == "mul":
        return [terms.power(factor, term.args[1]) for factor in term.args[0].args]
    return [term]
