"""What has no meaning, what a proof rests on, and limits: too large is refused, and soon."""

from __future__ import annotations

import itertools

import pytest
from claims import FINITE, GAUSS, UV, N, P, Q, Z, accepted, delta, law
from written import (
    HALF,
    U,
    X,
    Y,
    expect,
    identity,
    inverse,
    matrix,
    point,
    size,
    sym,
    total,
    trace,
    transpose,
    value,
)

from symkl.kernel import terms as t
from symkl.kernel.check import Claim, check
from symkl.kernel.errors import IllFormed, TooLarge
from symkl.kernel.terms import add, div, exp, log, mul, num, power, sub

a, u, A, M = matrix("a"), point(U), matrix("A"), matrix("M")
r, s = sym("r"), sym("s")


def W(one, two):
    return law("W", one, two)


def root(term):
    return power(term, num(HALF))


ILL_FORMED = {
    "division by zero": div(P, sub(Q, Q)),
    "division by what may vanish": div(t.ONE, N),
    "division by a delta": div(P, delta(X, Z)),
    "logarithm of zero": log(sub(Q, Q)),
    "logarithm of a negative number": log(num(-2)),
    "logarithm of what is negative": log(t.neg(s)),
    "logarithm of a negative sum": log(t.neg(add(P, Q))),
    "root of a negative number": root(num(-2)),
    "root of a negative sum": root(t.neg(add(P, Q))),
    "undeclared law": value("unknown", "x", [X]),
    "undeclared number": sym("unknown"),
    "point of another space": value("P", "x", [("x", "Y")]),
    "variable named twice": value("J", ("x", "x"), [X, Z]),
    "variable that is not there": value("J", "q", [X]),
    "conditioned on itself": value("J", "x", [X, Z], "x"),
    "channel without its condition": value("C", "y", [Y]),
    "condition of a channel as target": value("C", "x", [X, X], "x"),
    "a point of a finite space is no number": point(X),
    "delta across spaces": delta(X, Y),
    "expectation over another space": expect("P", [Y], t.ONE),
}
GAUSS_ILL_FORMED = {
    "integral of a constant": total(U, of=t.ONE),
    "size of a real space": size("R"),
    "delta of real points": delta(U, ("v", "R")),
    "sum of different shapes": trace(add(a, A)),
    "chain that does not fit": trace(mul(a, A)),
    "trace of a vector": trace(a),
    "inverse of a vector": trace(inverse(a)),
    "inverse of what may be singular": trace(inverse(M)),
    "logarithm of a matrix": log(A),
    "power of a matrix": power(A, num(2)),
    "division by a matrix": trace(div(A, A)),
}


@pytest.mark.parametrize("name", ILL_FORMED)
def test_no_meaning(name):
    term = ILL_FORMED[name]
    with pytest.raises(IllFormed):
        check(Claim(FINITE, term, "=", term), {"kind": "normal_form"})


@pytest.mark.parametrize("name", GAUSS_ILL_FORMED)
def test_no_meaning_of_matrices(name):
    term = GAUSS_ILL_FORMED[name]
    with pytest.raises(IllFormed):
        check(Claim(GAUSS, term, "=", term), {"kind": "normal_form"})


def test_matrices_of_different_shapes_are_not_compared():
    assert not accepted(GAUSS, a, "=", transpose(a))
    assert not accepted(GAUSS, identity("k"), "=", t.ONE)


HYPOTHESES = {
    "P sums to 1": (total(X, of=P), t.ONE),
    "P > 0 everywhere": (log(mul(P, P)), mul(num(2), log(P))),
    "no divisor is zero": (mul(r, div(t.ONE, r)), t.ONE),
    "roots exist": (root(r), root(r)),
    "the argument of every logarithm is positive": (exp(log(r)), r),
    "s > 0": (log(mul(s, s)), mul(num(2), log(s))),
    "x and y independent under I": (
        law("I", X, Y),
        mul(value("I", "x", [X]), value("I", "y", [Y])),
    ),
    "N absolutely continuous to O": (
        mul(N, log(law("O", X))),
        mul(log(law("O", X)), N),
    ),
}


@pytest.mark.parametrize("hypothesis", HYPOTHESES)
def test_what_a_proof_rests_on_is_recorded(hypothesis):
    lhs, rhs = HYPOTHESES[hypothesis]
    support = check(Claim(FINITE, lhs, "=", rhs), {"kind": "normal_form"})
    assert hypothesis in {found.text for found in support.hypotheses}


TOO_LARGE = {
    "exponent": power(s, num(65)),
    "negative exponent": power(num(2), num(-(10**12))),
    "tower": power(power(power(num(2), num(64)), num(64)), num(-64)),
    "exp of a large multiple": exp(mul(num(10**9), log(s))),
    "terms": power(add(*(exp(mul(num(i), r)) for i in (1, 3, 9, 27, 81)), r, s), num(30)),
    "factors of a number": log(num(10**30 + 57)),
    "power of a sum in a sum": total(X, of=power(total(Z, of=mul(W(X, Z), law("V", Z))), num(20))),
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_sizes_are_limited(name):
    term = TOO_LARGE[name]
    with pytest.raises(TooLarge):
        check(Claim(FINITE, term, "=", term), {"kind": "normal_form"})


def test_gaussian_moments_are_limited():
    high = expect("z", [U], power(mul(transpose(u), u), num(5)))
    with pytest.raises(TooLarge):
        check(Claim(GAUSS, high, "=", high), {"kind": "normal_form"})


def test_nesting_is_limited():
    deep = s
    for _ in range(5000):
        deep = t.neg(deep)
    with pytest.raises(TooLarge):
        check(Claim(FINITE, deep, "=", deep), {"kind": "normal_form"})


def graph(edges, count):
    """The sum over points of the products of W along the edges, both ways."""
    points = [(f"p{i}", "X") for i in range(count)]
    both = [pair for i, j in edges for pair in ((i, j), (j, i))]
    return total(*points, of=mul(*(W(points[i], points[j]) for i, j in both)))


def test_naming_symmetric_points_takes_no_factorial_time():
    star = graph([(0, leaf) for leaf in range(1, 12)], 12)
    moved = graph([(5, leaf) for leaf in range(12) if leaf != 5], 12)
    assert accepted(FINITE, star, "=", moved)
    pairs = graph([(2 * i, 2 * i + 1) for i in range(6)], 12)
    assert accepted(FINITE, pairs, "=", graph([(i, 11 - i) for i in range(6)], 12))
    assert not accepted(FINITE, star, "=", pairs)


def test_naming_splits_classes_that_look_alike():
    hexagon = graph([(i, (i + 1) % 6) for i in range(6)], 6)
    again = graph([(0, 3), (3, 1), (1, 5), (5, 2), (2, 4), (4, 0)], 6)
    triangles = graph([(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)], 6)
    prism = graph([(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (0, 3), (1, 4), (2, 5)], 6)
    bipartite = graph(list(itertools.product(range(3), range(3, 6))), 6)
    assert accepted(FINITE, hexagon, "=", again)
    assert not accepted(FINITE, hexagon, "=", triangles)
    assert not accepted(FINITE, prism, "=", bipartite)  # both regular of degree 3


def test_what_is_too_symmetric_to_name_is_refused_soon():
    crown = graph([(i, 7 + j) for i in range(7) for j in range(7) if i != j], 14)
    with pytest.raises(TooLarge, match="too symmetric"):
        check(Claim(FINITE, crown, "=", crown), {"kind": "normal_form"})


def test_points_of_the_pairs_are_told_apart():
    assert UV[0] != UV[1]
    ordered = total(*UV, of=mul(law("P", UV[0]), W(*UV)))
    turned = total(*UV, of=mul(law("P", UV[0]), W(*UV[::-1])))
    assert not accepted(FINITE, ordered, "=", turned)
