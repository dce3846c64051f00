"""Facts about sums of definite matrices and about inner products; each side condition dropped."""

from __future__ import annotations

from fractions import Fraction

import pytest
from claims import GAUSS, accepted, combination, part
from written import det, identity, inverse, matrix, size, sym, trace, transpose

from symkl.kernel import terms as t
from symkl.kernel.check import Claim, check
from symkl.kernel.context import Context, Matrix, Number, Sort
from symkl.kernel.terms import Term, add, div, log, mul, neg, num, power, sub

# A, B are covariances, M any matrix, G invertible, U definite but not symmetric, S symmetric.
CONTEXT = Context.of(
    [
        *GAUSS.declarations(),
        Matrix("S", "k", "k", symmetric=True),
        Matrix("F", "k", "l"),
        Matrix("C", "l", "l", symmetric=True, positive_definite=True),
        Sort("l", "l"),
        Number("w", "unit"),
    ]
)
A, B, M, G, U, S, F, C = map(matrix, "ABMGUSFC")
a, b, I = matrix("a"), matrix("b"), identity("k")  # noqa: E741
r, s, w = sym("r"), sym("s"), sym("w")
HALF, TWO = num(Fraction(1, 2)), num(2)
DIFFERENCE = sub(A, B)


def concave_log_det(x, one, two):
    rest = sub(t.ONE, x)
    logs = mul(x, log(det(one))), mul(rest, log(det(two)))
    return sub(log(det(add(mul(x, one), mul(rest, two)))), add(*logs))


def log_det_of_sum(one, two):
    return sub(log(det(add(one, two))), log(det(one)))


def det_of_sum(one, two):
    return add(det(add(one, two)), neg(det(one)), neg(det(two)))


def minkowski(one, two):
    root = div(t.ONE, size("k"))
    powers = (power(det(x), root) for x in (one, two))
    return add(power(det(add(one, two)), root), *map(neg, powers))


def product_of_traces(one, two):
    return sub(mul(trace(one), trace(two)), trace(mul(one, two)))


def inverse_of_sum(x, one, two):
    return sub(trace(mul(x, inverse(one))), trace(mul(x, inverse(add(one, two)))))


def inner(one, x, two):
    return trace(mul(transpose(one), x, two))


def cauchy_schwarz(one, two, x):
    return sub(mul(inner(one, x, one), inner(two, x, two)), power(inner(one, x, two), TWO))


def cauchy_schwarz_dual(one, two, x):
    squares = mul(inner(one, x, one), inner(two, inverse(x), two))
    return sub(squares, power(trace(mul(transpose(one), two)), TWO))


def norm(x):
    return power(trace(mul(transpose(x), x)), HALF)


def inner_product(one, two):
    return sub(mul(norm(one), norm(two)), trace(mul(transpose(one), two)))


def norms(one, two):
    size_of = power(power(trace(mul(transpose(one), two)), TWO), HALF)
    return sub(mul(norm(one), norm(two)), size_of)


def norm_of_sum(one, two):
    return sub(add(norm(one), norm(two)), norm(add(one, two)))


SAYS = {
    "concave_log_det": concave_log_det,
    "log_det_of_sum": log_det_of_sum,
    "det_of_sum": det_of_sum,
    "semidefinite_det": det,
    "minkowski": minkowski,
    "trace_of_semidefinite": lambda one, two: trace(mul(one, two)),
    "product_of_traces": product_of_traces,
    "inverse_of_sum": inverse_of_sum,
    "cauchy_schwarz": cauchy_schwarz,
    "cauchy_schwarz_dual": cauchy_schwarz_dual,
    "inner_product": inner_product,
    "norms": norms,
    "norm_of_sum": norm_of_sum,
}
GRAM, SQUARE = mul(transpose(M), M), mul(a, transpose(a))
ACCEPTED = (
    ("concave_log_det", w, A, B),
    ("concave_log_det", HALF, A, add(A, I)),
    ("log_det_of_sum", A, B),
    ("log_det_of_sum", I, GRAM),
    ("log_det_of_sum", A, SQUARE),
    ("det_of_sum", A, GRAM),
    ("det_of_sum", GRAM, SQUARE),
    ("semidefinite_det", GRAM),
    ("minkowski", A, B),
    ("trace_of_semidefinite", A, GRAM),
    ("product_of_traces", SQUARE, B),
    ("inverse_of_sum", I, A, B),
    ("inverse_of_sum", SQUARE, A, GRAM),
    ("cauchy_schwarz", a, b, A),
    ("cauchy_schwarz", F, mul(M, F), GRAM),
    ("cauchy_schwarz", M, S, I),
    ("cauchy_schwarz_dual", a, b, A),
    ("inner_product", a, b),
    ("norms", M, S),
    ("norm_of_sum", a, neg(b)),
)
REFUSED = {
    "the weight may be negative": ("concave_log_det", r, A, B),
    "the weight may be more than 1": ("concave_log_det", s, A, B),
    "the first of a mixture is not definite": ("concave_log_det", w, GRAM, B),
    "the second of a mixture is not definite": ("concave_log_det", w, A, U),
    "the first of a sum is only semidefinite": ("log_det_of_sum", GRAM, A),
    "the second of a sum is not semidefinite": ("log_det_of_sum", A, S),
    "a summand is not semidefinite": ("det_of_sum", A, S),
    "a summand is a difference": ("det_of_sum", A, DIFFERENCE),
    "the matrix is not symmetric": ("semidefinite_det", U),
    "a product of two is not symmetric": ("semidefinite_det", mul(A, B)),
    "the root of a determinant that may be 0": ("minkowski", A, GRAM),
    "the first factor is not semidefinite": ("trace_of_semidefinite", S, A),
    "the second factor is not semidefinite": ("trace_of_semidefinite", A, M),
    "a trace of any matrix": ("product_of_traces", A, S),
    "what it is traced with is not semidefinite": ("inverse_of_sum", S, A, B),
    "the matrix inverted is only semidefinite": ("inverse_of_sum", I, GRAM, A),
    "what is added is not semidefinite": ("inverse_of_sum", I, A, S),
    "a metric that is not semidefinite": ("cauchy_schwarz", a, b, S),
    "a metric that is not symmetric": ("cauchy_schwarz", a, b, U),
    "a metric that has no inverse": ("cauchy_schwarz_dual", a, b, GRAM),
    "two shapes": ("inner_product", F, M),
    "two numbers": ("norms", r, s),
    "a vector and a matrix": ("norm_of_sum", a, M),
}


@pytest.mark.parametrize("case", ACCEPTED, ids=str)
def test_fact(case) -> None:
    fact, *args = case
    instance, proof = SAYS[fact](*args), combination(part(fact, *args))
    assert accepted(CONTEXT, instance, ">=", t.ZERO, proof)
    assert not accepted(CONTEXT, instance, "<=", t.ZERO, proof)
    assert not accepted(CONTEXT, instance, ">", t.ZERO, proof)
    assert not accepted(CONTEXT, sub(instance, t.ONE), ">=", t.ZERO, proof)


@pytest.mark.parametrize("why", REFUSED)
def test_side_condition(why: str) -> None:
    fact, *args = REFUSED[why]
    proof = combination(part(fact, *args))
    assert not accepted(CONTEXT, SAYS[fact](*args), ">=", t.ZERO, proof)


DEFINITE = (
    I,
    inverse(A),
    transpose(A),
    add(A, B),
    add(GRAM, I),
    mul(s, A),
    div(A, s),
    div(add(A, B), TWO),
    add(mul(w, A), mul(sub(t.ONE, w), B)),
    mul(transpose(G), A, G),
    mul(transpose(G), G),
    mul(inverse(A), B, inverse(A)),
    mul(transpose(G), mul(transpose(G), A, G), G),
)
NOT_DEFINITE = (
    M,
    S,
    U,
    GRAM,
    SQUARE,
    sub(A, B),
    neg(A),
    mul(r, A),
    mul(num(-1), A),
    div(A, r),
    add(GRAM, SQUARE),
    add(A, S),
    mul(A, B),
    mul(transpose(M), A, M),
    mul(G, A, G),
    mul(G, G),
    mul(transpose(G), S, G),
    Term("identity", (), "l"),
)


@pytest.mark.parametrize("of", DEFINITE, ids=str)
def test_definite(of: Term) -> None:
    """Two of them have a positive trace of their product."""
    assert accepted(
        CONTEXT, trace(mul(of, A)), ">", t.ZERO, combination(part("trace_of_product", of, A))
    )


@pytest.mark.parametrize("of", NOT_DEFINITE, ids=str)
def test_not_definite(of: Term) -> None:
    proof = combination(part("trace_of_product", of, A))
    assert not accepted(CONTEXT, trace(mul(of, A)), ">", t.ZERO, proof)


SEMIDEFINITE = (
    mul(power(r, TWO), GRAM),
    mul(power(r, num(-2)), A),
    div(GRAM, power(r, TWO)),
    div(mul(num(3), SQUARE), power(r, num(4))),
)
NOT_SEMIDEFINITE = (
    mul(r, GRAM),
    mul(power(r, num(3)), GRAM),
    mul(num(-3), power(r, TWO), GRAM),
    div(GRAM, r),
    neg(mul(power(r, TWO), GRAM)),
    S,
)


@pytest.mark.parametrize("of", SEMIDEFINITE, ids=str)
def test_semidefinite(of: Term) -> None:
    proof = combination(part("trace_of_semidefinite", of, A))
    assert accepted(CONTEXT, trace(mul(of, A)), ">=", t.ZERO, proof)


@pytest.mark.parametrize("of", NOT_SEMIDEFINITE, ids=str)
def test_not_semidefinite(of: Term) -> None:
    proof = combination(part("trace_of_semidefinite", of, A))
    assert not accepted(CONTEXT, trace(mul(of, A)), ">=", t.ZERO, proof)


def test_a_matrix_that_is_given_as_a_square() -> None:
    proof = combination(part("trace_of_semidefinite", S, A))
    square = (S, "=", GRAM)
    other = (S, "=", mul(M, M))
    assert accepted(CONTEXT, trace(mul(S, A)), ">=", t.ZERO, proof, given=[square])
    assert not accepted(CONTEXT, trace(mul(S, A)), ">=", t.ZERO, proof, given=[other])


def test_what_a_product_rests_on_is_on_record() -> None:
    of = mul(transpose(G), A, G)
    claim = Claim(CONTEXT, trace(mul(of, B)), ">", t.ZERO)
    found = check(claim, combination(part("trace_of_product", of, B))).hypotheses
    assert {(h.kind, h.subject) for h in found} >= {
        ("invertible", "G"),
        ("definite", "A"),
        ("symmetric", "A"),
        ("definite", "B"),
    }
