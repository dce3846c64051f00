"""Facts about two laws or two covariances of a claim: divergences, distances, traces."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, permutations

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT, Context, Law
from symkl.kernel.definitions import law_value
from symkl.kernel.terms import Binders, Term
from symkl.prove.candidate import HALVES, MAX_COMPARED, Candidate, points_of

OF_RATIOS = ("log_det", "two_traces", "mean_root", "mean_power", "mean_log")  # of B^-1 A


def _pairs(context: Context) -> Iterator[tuple[Term, Term, Binders]]:
    """Two laws at the same points: of the same variables, or one a marginal of the other."""
    laws = [law for law in context.laws.values() if not law.given and law.normalised]
    for law, other in permutations(laws, 2):
        names = dict(law.coords)
        same = [sort for _, sort in other.coords] == [sort for _, sort in law.coords]
        if not same and not all(names.get(c) == sort for c, sort in other.coords):
            continue
        coords = tuple(c for c, _ in (law if same else other).coords)
        binders = points_of(law, coords)
        points = {c: Term("point", (), b) for c, b in zip(coords, binders, strict=True)}
        at = dict(zip((c for c, _ in other.coords), points.values(), strict=True))
        first = law_value(law.name, coords, (), points)
        yield first, law_value(other.name, tuple(at), (), at), binders


def of_marginals(context: Context) -> Iterator[Candidate]:
    """Divergences between marginals and other laws, and between conditionals and channels."""
    for first, second, binders in _pairs(context):
        yield Candidate("gibbs", (first, second), binders)
        yield Candidate("gibbs", (second, first), binders)
    channels = [law for law in context.laws.values() if law.given and law.normalised]
    for law in (law for law in context.laws.values() if not law.given and law.normalised):
        for channel in channels:
            if not set(channel.coords) <= set(law.coords):
                continue
            coords = tuple(c for c, _ in channel.coords)
            targets = tuple(c for c in coords if c not in channel.given)
            binders = points_of(law, coords)
            points = {c: Term("point", (), b) for c, b in zip(coords, binders, strict=True)}
            whole = law_value(law.name, coords, (), points)
            below = law_value(law.name, channel.given, (), points)
            step = law_value(channel.name, targets, channel.given, points)
            yield Candidate("gibbs", (whole, terms.mul(below, step)), binders)


def of_pairs(context: Context) -> Iterator[Candidate]:
    """Chi-square, Hellinger and L1 distances of two laws."""
    for first, second, binders in _pairs(context):
        ratio = terms.div(first, second)
        roots = [terms.power(law, HALVES[0]) for law in (first, second)]
        off = terms.sub(ratio, terms.ONE)
        yield Candidate("square", (off,), over=binders, factor=second)
        yield Candidate("square", (terms.sub(*roots),), over=binders)
        yield Candidate("square", (terms.sub(first, second),), over=binders)
        root = terms.power(terms.div(second, first), HALVES[0])
        yield Candidate("jensen_log", (first, root), binders)
        yield Candidate("log_bound", (root,), over=binders, factor=first)
        yield Candidate("jensen_log", (first, ratio), binders)
        yield from _pinsker(first, second, binders)
    for law in context.laws.values():
        yield from _of_dependence(law)


def _pinsker(first: Term, second: Term, binders: Binders) -> Iterator[Candidate]:
    yield Candidate("pinsker", (first, second), binders)
    yield Candidate("pinsker_root", (first, second), binders)


def _of_dependence(law: Law) -> Iterator[Candidate]:
    """The distance of the law of two variables from the product of their own laws."""
    if law.given or not law.normalised:
        return
    for one, two in combinations([c for c, _ in law.coords][:MAX_COMPARED], 2):
        binders = points_of(law, (one, two))
        points = {c: Term("point", (), b) for c, b in zip((one, two), binders, strict=True)}
        both, *each = (law_value(law.name, of, (), points) for of in ((one, two), (one,), (two,)))
        yield from _pinsker(both, terms.mul(*each), binders)


def of_covariances(context: Context) -> Iterator[Candidate]:
    """Determinants and traces of pairs of covariances, the identity among them."""
    of: dict[str, list[Term]] = {}
    for name, matrix in context.matrices.items():
        if matrix.symmetric and matrix.positive_definite and matrix.rows != SCALAR_SORT:
            of.setdefault(matrix.rows, [Term("identity", (), matrix.rows)])
            of[matrix.rows] += [Term("matrix", (), name)]
    for rows, same in of.items():
        inverses = [Term("inverse", (m,)) for m in same[1:MAX_COMPARED]]
        for one, two in permutations([*same[: 1 + MAX_COMPARED], *inverses], 2):
            yield from (Candidate(fact, (one, two)) for fact in OF_RATIOS)
            if one.head != "identity":
                size = Term("size", (), rows)
                yield Candidate("mean_root", (one, two), factor=size)
        for one, two in combinations([*same[: 1 + MAX_COMPARED], *inverses], 2):
            yield Candidate("trace_of_product", (one, two))
        for one in same[1 : 1 + MAX_COMPARED]:
            yield from (Candidate(fact, (one,)) for fact in ("hadamard", "hadamard_product"))
