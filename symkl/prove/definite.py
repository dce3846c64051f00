"""Facts about sums of definite matrices and inner products that a claim may rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, permutations, product

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.context import SCALAR_SORT, Context
from symkl.kernel.equations import equations
from symkl.kernel.errors import IllFormed
from symkl.kernel.shapes import SCALAR, shape
from symkl.kernel.terms import Term
from symkl.prove.candidate import HALVES, MAX_COMPARED, Candidate
from symkl.prove.pairs import OF_RATIOS

MOST_PARTS = 4  # of a sum that is taken apart
MOST_VECTORS = 4
TWO = terms.num(2)


def of_definite(claim: Claim) -> Iterator[Candidate]:
    """Every proposal about the determinants, traces, inverses and norms of the claim."""
    given = {
        t: of
        for t, of in equations(claim.context, claim.given).defined.items()
        if t.head == "matrix"
    }
    sides = [claim.lhs, claim.rhs]
    sides = [*sides, *(_replaced(side, given) for side in sides)] if given else sides
    parts = list(dict.fromkeys(t for side in sides for t in side.walk()))
    context = claim.context
    yield from _of_determinants(context, parts)
    yield from _of_traces(context, parts)
    yield from _of_inverses(context, parts)
    yield from _of_squares(context, parts)
    yield from _of_norms(context, parts)


def _replaced(term: Term, given: Mapping[Term, Term]) -> Term:
    """The term with what is given in place of the matrices that it is given of."""
    if term in given:
        return given[term]
    args = tuple(_replaced(child, given) for child in term.args)
    return Term(term.head, args, term.label)


# --- sums -----------------------------------------------------------------------------------------


def _of_determinants(context: Context, parts: list[Term]) -> Iterator[Candidate]:
    wholes = [t.args[0] for t in parts if t.head == "det"]
    for whole in wholes:
        if whole.head == "matrix":
            continue
        yield Candidate("semidefinite_det", (whole,))
        yield from (Candidate(fact, (whole,)) for fact in ("hadamard", "hadamard_product"))
        for other in _covariances(context, whole):
            for pair in permutations((whole, other)):
                yield from (Candidate(fact, pair) for fact in ("log_det", *OF_RATIOS))
        for (weight, one), (_, two) in permutations(_weighted(context, whole), 2):
            yield Candidate("concave_log_det", (weight, one, two))
        for one, rest in _halves(whole):
            for pair in ((one, rest), (rest, one)):
                yield Candidate("log_det_of_sum", pair)
            yield from (Candidate(fact, (one, rest)) for fact in ("det_of_sum", "minkowski"))
            yield from (Candidate("semidefinite_det", (part,)) for part in (one, rest))


def _covariances(context: Context, like: Term) -> list[Term]:
    """The identity and some declared covariances of the same size."""
    try:
        rows, columns = shape(context, like)
    except IllFormed:
        return []
    if rows != columns or rows == SCALAR_SORT:
        return []
    named = [
        Term("matrix", (), name)
        for name, matrix in context.matrices.items()
        if matrix.symmetric and matrix.positive_definite and matrix.rows == rows
    ]
    return [Term("identity", (), rows), *named[:MAX_COMPARED]]


def _weighted(context: Context, term: Term) -> list[tuple[Term, Term]]:
    """The summands of a sum, each as a number and a matrix."""
    if term.head == "add" and len(term.args) <= MOST_PARTS:
        return [part for child in term.args for part in _weighted(context, child)]
    if term.head == "div":
        below = terms.div(terms.ONE, term.args[1])
        return [(terms.mul(n, below), m) for n, m in _weighted(context, term.args[0])]
    if term.head == "mul":
        numbers = [f for f in term.args if _is_number(context, f)]
        matrices = [f for f in term.args if f not in numbers]
        if len(matrices) == 1 and numbers:
            inside = _weighted(context, matrices[0])
            return [(terms.mul(*numbers, n), m) for n, m in inside]
    return [(terms.ONE, term)]


def _is_number(context: Context, term: Term) -> bool:
    try:
        return shape(context, term) == SCALAR
    except IllFormed:
        return False


def _halves(term: Term) -> Iterator[tuple[Term, Term]]:
    """Each summand of a sum, and the rest of it."""
    if term.head != "add" or not 1 < len(term.args) <= MOST_PARTS:
        return
    for place, one in enumerate(term.args):
        rest = (*term.args[:place], *term.args[place + 1 :])
        yield one, rest[0] if len(rest) == 1 else terms.add(*rest)


# --- traces and inverses --------------------------------------------------------------------------


def _of_traces(context: Context, parts: list[Term]) -> Iterator[Candidate]:
    named = [Term("matrix", (), name) for name, m in context.matrices.items() if m.symmetric]
    factors = [t.args[0].args for t in parts if t.head == "trace" and t.args[0].head == "mul"]
    pairs = [pair for pair in factors if len(pair) == 2]
    for pair in dict.fromkeys((*pairs, *combinations(named[:MAX_COMPARED], 2))):
        yield Candidate("trace_of_semidefinite", tuple(pair))
        yield Candidate("product_of_traces", tuple(pair))
    for one in named[:MAX_COMPARED]:
        yield Candidate("product_of_traces", (one, one))
    below = [t.args[1] for t in parts if t.head == "div" and t.args[1].head == "trace"]
    for trace in below:
        factor = terms.div(terms.ONE, trace)
        for one in _covariances(context, trace.args[0])[1:]:
            for other in _covariances(context, trace.args[0]):
                yield Candidate("two_traces", (one, other), factor=factor)
    for vector, matrix in _forms(context, parts):
        for part in (matrix, *(part for _, part in _weighted(context, matrix))):
            yield Candidate("trace_of_semidefinite", (_square_of(vector), part))


def _of_inverses(context: Context, parts: list[Term]) -> Iterator[Candidate]:
    """A^-1 against (A + B)^-1 in every quadratic form, every trace, and by itself."""
    sums = [t.args[0] for t in parts if t.head == "inverse" and t.args[0].head == "add"]
    vectors = list(dict.fromkeys(vector for vector, _ in _forms(context, parts)))[:MOST_VECTORS]
    for whole, (one, rest) in ((w, pair) for w in sums for pair in _halves(w)):
        against = [*map(_square_of, vectors), *_covariances(context, whole)]
        for weight, first in product(against, (one, rest)):
            yield Candidate("inverse_of_sum", (weight, first, rest if first is one else one))


def _forms(context: Context, parts: Iterable[Term]) -> Iterator[tuple[Term, Term]]:
    """The v and the S of every v^T S v."""
    for term in parts:
        if term.head == "mul":
            for first, middle, last in zip(term.args, term.args[1:], term.args[2:], strict=False):
                if first == Term("transpose", (last,)) and not _is_number(context, last):
                    yield last, middle


def _square_of(vector: Term) -> Term:
    return terms.mul(vector, Term("transpose", (vector,)))


# --- inner products -------------------------------------------------------------------------------


def _of_squares(context: Context, parts: list[Term]) -> Iterator[Candidate]:
    """The inequality of Cauchy and Schwarz for tr(X^T S Y)^2."""
    for base in (t.args[0] for t in parts if t.head == "pow" and t.args[1] == TWO):
        chain = _chain(context, base)
        if len(chain) == 1:
            chain = [*_covariances(context, chain[0])[:1], *chain]
        if len(chain) not in (2, 3):
            continue
        first, *middle, last = chain
        one = _turned(first)
        metrics = middle or _covariances(context, terms.mul(last, Term("transpose", (last,))))
        for metric in metrics:
            yield Candidate("cauchy_schwarz", (one, last, metric))
            if not middle:
                yield Candidate("cauchy_schwarz_dual", (one, last, metric))
                yield Candidate("cauchy_schwarz_dual", (last, one, metric))


def _chain(context: Context, term: Term) -> list[Term]:
    """The matrices that a product or a trace of one is made of."""
    if term.head == "trace":
        return _chain(context, term.args[0])
    if term.head == "mul":
        return [f for child in term.args for f in _chain(context, child)]
    return [] if _is_number(context, term) else [term]


def _turned(term: Term) -> Term:
    return term.args[0] if term.head == "transpose" else Term("transpose", (term,))


def _of_norms(context: Context, parts: list[Term]) -> Iterator[Candidate]:
    """Norms of vectors or matrices, of their sums and differences, and inner products of them."""
    normed = [of for t in parts if (of := _normed(context, t)) is not None]
    for one, two in combinations(list(dict.fromkeys(normed))[:MOST_VECTORS], 2):
        yield Candidate("norms", (one, two))
        yield from (Candidate("inner_product", (one, signed)) for signed in (two, terms.neg(two)))
        for first, second in ((one, two), (one, terms.neg(two)), (terms.sub(one, two), two)):
            yield Candidate("norm_of_sum", (first, second))
        yield Candidate("norm_of_sum", (terms.sub(two, one), one))


def _normed(context: Context, term: Term) -> Term | None:
    """The v of (v^T v)^(1/2), or the matrix A of tr(A^T A)^(1/2)."""
    if term.head != "pow" or term.args[1] not in HALVES:
        return None
    chain = _chain(context, term.args[0])
    return chain[1] if len(chain) == 2 and chain[0] == Term("transpose", (chain[1],)) else None
