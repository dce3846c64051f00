"""Every fact, and every side condition of it dropped once."""

from __future__ import annotations

from fractions import Fraction

import pytest
from claims import FINITE, GAUSS, J, N, O, P, Q, V, accepted, combination, law, part
from written import U, X, Y, inverse, kl, matrix, point, size, sym, total, transpose, value

from symkl.kernel import terms as t
from symkl.kernel.catalogue import FACTS
from symkl.kernel.check import Claim, check
from symkl.kernel.terms import add, div, log, mul, neg, num, power, sub

r, s = sym("r"), sym("s")
a, A, M = matrix("a"), matrix("A"), matrix("M")
G, U2 = matrix("G"), matrix("U")
u = point(U)
p, q = law("p", U), law("q", U)
W = law("W", ("u", "X"), X)


def square(term):
    return power(term, num(2))


def gibbs(first, second):
    return total(X, of=mul(first, log(div(first, second))))


def jensen_log(weight, term):
    mean = log(total(X, of=mul(weight, term)))
    return sub(mean, total(X, of=mul(weight, log(term))))


def jensen_square(weight, term):
    mean = total(X, of=mul(weight, term))
    return sub(total(X, of=mul(weight, square(term))), square(mean))


def log_bound(term):
    return sub(sub(term, t.ONE), log(term))


def root(term):
    return power(term, num(Fraction(1, 2)))


def size_of(term):
    return root(square(term))


def pinsker(first, second):
    distance = total(X, of=size_of(sub(first, second)))
    return sub(gibbs(first, second), div(square(distance), num(2)))


def pinsker_root(first, second):
    return sub(root(mul(num(2), gibbs(first, second))), total(X, of=size_of(sub(first, second))))


def trace(term):
    return t.Term("trace", (term,))


def log_det(one, two):
    logs = [log(t.Term("det", (m,))) for m in (one, two)]
    return sub(add(trace(mul(inverse(two), one)), neg(logs[0]), logs[1]), size("k"))


def det(m):
    return t.Term("det", (m,))


def ratio(one, two):
    return trace(mul(inverse(two), one)), t.div(det(one), det(two)), size("k")


def two_traces(one, two):
    return sub(mul(ratio(one, two)[0], ratio(two, one)[0]), square(size("k")))


def mean_root(one, two):
    mean, dets, k = ratio(one, two)
    return sub(t.div(mean, k), t.power(dets, t.div(t.ONE, k)))


def mean_power(one, two):
    mean, dets, k = ratio(one, two)
    return sub(t.power(t.div(mean, k), k), dets)


def mean_log(one, two):
    mean, _, k = ratio(one, two)
    return add(mul(k, log(t.div(mean, k))), neg(log(det(one))), log(det(two)))


I_ = t.Term("point", (), ("i", "k"))


def logs_of_diagonal(m):
    return t.total((("i", "k"),), log(t.Term("entry", (m, I_, I_))))


def hadamard(m):
    return sub(logs_of_diagonal(m), log(det(m)))


def hadamard_product(m):
    return sub(t.exp(logs_of_diagonal(m)), det(m))


OF_RATIOS = {
    "two_traces": two_traces,
    "mean_root": mean_root,
    "mean_power": mean_power,
    "mean_log": mean_log,
}
IDENTITY = t.Term("identity", (), "k")
# fact: arguments, binders and what is then nonnegative
TRUE = {
    "gibbs": ((P, Q), (X,), gibbs(P, Q)),
    "gibbs of a small support": ((N, Q), (X,), gibbs(N, Q)),
    "gibbs under absolute continuity": ((N, O), (X,), gibbs(N, O)),
    "log_bound": ((W,), (), log_bound(W)),
    "jensen_log": ((P, W), (X,), jensen_log(P, W)),
    "jensen_log of a small support": ((N, W), (X,), jensen_log(N, W)),
    "jensen_log, positive on the support": ((N, O), (X,), jensen_log(N, O)),
    "jensen_square": ((P, V), (X,), jensen_square(P, V)),
    "jensen_square of a small support": ((N, V), (X,), jensen_square(N, V)),
    "nonnegative": ((mul(N, s),), (), mul(N, s)),
    "probability_at_most_one": ((P,), (), sub(t.ONE, P)),
    "probability_at_most_one, conditional": (
        (value("J", "x", [X, Y], "y"),),
        (),
        sub(t.ONE, value("J", "x", [X, Y], "y")),
    ),
    "probability_at_most_one, that may be zero": ((N,), (), sub(t.ONE, N)),
    "minus_log_probability": ((P,), (), neg(log(P))),
    "square": ((sub(V, r),), (), square(sub(V, r))),
    "positive": ((mul(s, W),), (), mul(s, W)),
    "size_at_least_one": ((size("X"),), (), sub(size("X"), t.ONE)),
    "nonnegative, a size less 1": ((sub(size("X"), t.ONE),), (), sub(size("X"), t.ONE)),
    "nonnegative, 1 less the reciprocal of sizes": (
        (sub(num(2), div(t.ONE, mul(size("X"), size("Y")))),),
        (),
        sub(num(2), div(t.ONE, mul(size("X"), size("Y")))),
    ),
    "log_monotone, a size": ((size("X"), t.ONE), (), log(size("X"))),
    "quadratic_form": ((a, A), (), mul(transpose(a), A, a)),
    "absolute": ((r,), (), sub(size_of(r), r)),
    "absolute of the negative": ((neg(V),), (), add(size_of(V), V)),
    "triangle": ((V, r), (), sub(add(size_of(V), size_of(r)), size_of(add(V, r)))),
    "triangle of positive numbers": ((P, neg(Q)), (), sub(add(P, Q), size_of(sub(P, Q)))),
    "pinsker": ((P, Q), (X,), pinsker(P, Q)),
    "pinsker under absolute continuity": ((N, O), (X,), pinsker(N, O)),
    "pinsker_root": ((P, Q), (X,), pinsker_root(P, Q)),
    "pinsker_root under absolute continuity": ((N, O), (X,), pinsker_root(N, O)),
    "log_det": ((A, IDENTITY), (), log_det(A, IDENTITY)),
    "log_det of the inverse": ((inverse(A), A), (), log_det(inverse(A), A)),
    **{name: ((A, IDENTITY), (), says(A, IDENTITY)) for name, says in OF_RATIOS.items()},
    **{
        f"{name} of the inverse": ((IDENTITY, inverse(A)), (), says(IDENTITY, inverse(A)))
        for name, says in OF_RATIOS.items()
    },
    "hadamard": ((A,), (), hadamard(A)),
    "hadamard_product": ((A,), (), hadamard_product(A)),
    "trace_of_product": ((A, A), (), trace(mul(A, A))),
    "trace_of_product with I": ((A, IDENTITY), (), trace(A)),
    "quadratic_form of the inverse": ((a, inverse(A)), (), mul(transpose(a), inverse(A), a)),
}
REFUSED = {
    "gibbs: first is not nonnegative": ("gibbs", (V, Q), (X,), gibbs(V, Q)),
    "gibbs: second is not positive": ("gibbs", (Q, V), (X,), gibbs(Q, V)),
    "gibbs: second may vanish": ("gibbs", (P, N), (X,), gibbs(P, N)),
    "gibbs: second may vanish elsewhere": ("gibbs", (O, N), (X,), gibbs(O, N)),
    "gibbs: first does not sum to 1": ("gibbs", (mul(s, P), Q), (X,), gibbs(mul(s, P), Q)),
    "gibbs: second does not sum to 1": ("gibbs", (P, mul(s, Q)), (X,), gibbs(P, mul(s, Q))),
    "gibbs: nothing is summed over": ("gibbs", (t.ONE, t.ONE), (), t.ZERO),
    "gibbs: another point": ("gibbs", (P, Q), (("y", "X"),), gibbs(P, Q)),
    "log_bound: not positive": ("log_bound", (r,), (), log_bound(r)),
    "log_bound: may be zero": ("log_bound", (sym("t"),), (), log_bound(sym("t"))),
    "jensen_log: may vanish where the weight does not": (
        "jensen_log",
        (O, N),
        (X,),
        jensen_log(O, N),
    ),
    "jensen_log: weight is signed": ("jensen_log", (V, W), (X,), jensen_log(V, W)),
    "jensen_log: weight does not sum to 1": (
        "jensen_log",
        (mul(s, P), W),
        (X,),
        jensen_log(mul(s, P), W),
    ),
    "jensen_log: not positive": ("jensen_log", (P, V), (X,), jensen_log(P, V)),
    "jensen_log: nothing is summed over": ("jensen_log", (t.ONE, W), (), t.ZERO),
    "jensen_square: weight is signed": ("jensen_square", (V, W), (X,), jensen_square(V, W)),
    "jensen_square: weight does not sum to 1": (
        "jensen_square",
        (W, V),
        (X,),
        jensen_square(W, V),
    ),
    "probability_at_most_one: no pmf": ("probability_at_most_one", (s,), (), sub(t.ONE, s)),
    "probability_at_most_one: not normalised": (
        "probability_at_most_one",
        (W,),
        (),
        sub(t.ONE, W),
    ),
    "probability_at_most_one: signed": ("probability_at_most_one", (V,), (), sub(t.ONE, V)),
    "minus_log_probability: may be zero": ("minus_log_probability", (N,), (), neg(log(N))),
    "minus_log_probability: not normalised": ("minus_log_probability", (W,), (), neg(log(W))),
    "positive: may be negative": ("positive", (r,), (), r),
    "positive: may be zero": ("positive", (N,), (), N),
    "nonnegative: signed": ("nonnegative", (V,), (), V),
    "nonnegative: a difference": ("nonnegative", (sub(N, O),), (), sub(N, O)),
    "positive: a difference": ("positive", (sub(P, Q),), (), sub(P, Q)),
    "positive: zero": ("positive", (t.ZERO,), (), t.ZERO),
    "size_at_least_one: no size": ("size_at_least_one", (s,), (), sub(s, t.ONE)),
    **{
        f"nonnegative: {name}": ("nonnegative", (term,), (), term)
        for name, term in {
            "a number less 1": sub(s, t.ONE),
            "a size less 2": sub(size("X"), num(2)),
            "1 less a size": sub(t.ONE, size("X")),
            "1 less twice the reciprocal of a size": sub(t.ONE, div(num(2), size("X"))),
            "1 less a quotient of sizes": sub(t.ONE, div(size("X"), size("Y"))),
            "1 less the reciprocal of a number": sub(t.ONE, div(t.ONE, s)),
            "the reciprocal of a size less 1": sub(div(t.ONE, size("X")), t.ONE),
            "a size less another": sub(size("X"), size("Y")),
        }.items()
    },
    "positive: a size less 1": (
        "positive",
        (sub(size("X"), t.ONE),),
        (),
        sub(size("X"), t.ONE),
    ),
    "quadratic_form: not definite": (
        "quadratic_form",
        (a, M),
        (),
        mul(transpose(a), M, a),
    ),
    "quadratic_form: a sum": (
        "quadratic_form",
        (a, add(A, A)),
        (),
        mul(transpose(a), add(A, A), a),
    ),
    "quadratic_form: no vector": ("quadratic_form", (A, A), (), t.ZERO),
    "absolute: a matrix": ("absolute", (A,), (), t.ZERO),
    "absolute: the other way": ("absolute", (r,), (), sub(r, size_of(r))),
    "triangle: the other way": (
        "triangle",
        (V, r),
        (),
        sub(size_of(add(V, r)), add(size_of(V), size_of(r))),
    ),
    "pinsker: second may vanish": ("pinsker", (P, N), (X,), pinsker(P, N)),
    "pinsker: first is signed": ("pinsker", (V, Q), (X,), pinsker(V, Q)),
    "pinsker: first does not sum to 1": (
        "pinsker",
        (mul(s, P), Q),
        (X,),
        pinsker(mul(s, P), Q),
    ),
    "pinsker: second does not sum to 1": (
        "pinsker",
        (P, mul(s, Q)),
        (X,),
        pinsker(P, mul(s, Q)),
    ),
    "pinsker: without the half": (
        "pinsker",
        (P, Q),
        (X,),
        sub(gibbs(P, Q), square(total(X, of=size_of(sub(P, Q))))),
    ),
    "pinsker_root: second may vanish": ("pinsker_root", (P, N), (X,), pinsker_root(P, N)),
    "pinsker_root: first is signed": ("pinsker_root", (V, Q), (X,), pinsker_root(V, Q)),
    "pinsker_root: first does not sum to 1": (
        "pinsker_root",
        (mul(s, P), Q),
        (X,),
        pinsker_root(mul(s, P), Q),
    ),
    "pinsker_root: second does not sum to 1": (
        "pinsker_root",
        (P, mul(s, Q)),
        (X,),
        pinsker_root(P, mul(s, Q)),
    ),
    "pinsker_root: without the two": (
        "pinsker_root",
        (P, Q),
        (X,),
        sub(root(gibbs(P, Q)), total(X, of=size_of(sub(P, Q)))),
    ),
    "log_det: not definite": ("log_det", (M, IDENTITY), (), log_det(M, IDENTITY)),
    "log_det: second not definite": ("log_det", (A, G), (), log_det(A, G)),
    "log_det: without the dimension": (
        "log_det",
        (A, IDENTITY),
        (),
        sub(log_det(A, IDENTITY), size("k")),
    ),
    "log_det: a difference": (
        "log_det",
        (sub(A, IDENTITY), IDENTITY),
        (),
        log_det(sub(A, IDENTITY), IDENTITY),
    ),
    "log_det: not symmetric": ("log_det", (U2, IDENTITY), (), log_det(U2, IDENTITY)),
    **{
        f"{name}: {why}": (name, args, (), says(*args))
        for name, says in OF_RATIOS.items()
        for why, args in {
            "not definite": (M, IDENTITY),
            "second not definite": (A, G),
            "not symmetric": (U2, IDENTITY),
            "a difference": (sub(A, IDENTITY), IDENTITY),
        }.items()
    },
    "two_traces: another size": (
        "two_traces",
        (A, IDENTITY),
        (),
        sub(two_traces(A, IDENTITY), size("k")),
    ),
    "mean_root: without the mean": (
        "mean_root",
        (A, IDENTITY),
        (),
        sub(trace(A), t.power(det(A), t.num(2))),
    ),
    "hadamard_product: not definite": ("hadamard_product", (M,), (), hadamard_product(M)),
    "hadamard_product: not symmetric": ("hadamard_product", (U2,), (), hadamard_product(U2)),
    "hadamard_product: without the rest": ("hadamard_product", (A,), (), sub(t.ONE, det(A))),
    "hadamard: not definite": ("hadamard", (M,), (), hadamard(M)),
    "hadamard: not symmetric": ("hadamard", (U2,), (), hadamard(U2)),
    "hadamard: a difference": (
        "hadamard",
        (sub(A, IDENTITY),),
        (),
        hadamard(sub(A, IDENTITY)),
    ),
    "trace_of_product: not definite": ("trace_of_product", (A, M), (), trace(mul(A, M))),
    "trace_of_product: not symmetric": ("trace_of_product", (U2, U2), (), trace(mul(U2, U2))),
    "trace_of_product: a product": (
        "trace_of_product",
        (mul(A, G), A),
        (),
        trace(mul(A, G, A)),
    ),
    "square: a matrix": ("square", (A,), (), t.ZERO),
    "probability_at_most_one: density": ("probability_at_most_one", (p,), (), sub(t.ONE, p)),
    "minus_log_probability: density": ("minus_log_probability", (p,), (), neg(log(p))),
    "positive: det of any matrix": (
        "positive",
        (t.Term("det", (M,)),),
        (),
        t.Term("det", (M,)),
    ),
}
IN_GAUSS = (
    *("quadratic_form", "square: a", "density", "det of"),
    *("log_det", "trace_of_product", "absolute: a matrix", *OF_RATIOS, "hadamard"),
)


def context_of(name):
    return GAUSS if any(word in name for word in IN_GAUSS) else FINITE


@pytest.mark.parametrize("name", TRUE)
def test_fact(name):
    args, binders, instance = TRUE[name]
    fact = name.split()[0].rstrip(",")
    proof = combination(part(fact, *args, binders=binders))
    assert accepted(context_of(name), instance, ">=", t.ZERO, proof)
    assert accepted(context_of(name), t.ZERO, "<=", instance, proof)
    assert not accepted(context_of(name), instance, "<=", t.ZERO, proof)
    assert not accepted(context_of(name), add(instance, t.ONE), ">=", t.ZERO, proof)


@pytest.mark.parametrize("name", REFUSED)
def test_side_condition(name):
    fact, args, binders, instance = REFUSED[name]
    proof = combination(part(fact, *args, binders=binders))
    assert not accepted(context_of(name), instance, ">=", t.ZERO, proof)


def test_gibbs_for_densities():
    proof = combination(part("gibbs", p, q, binders=[U]))
    assert accepted(GAUSS, kl(p, q, U), ">=", t.ZERO, proof)
    assert not accepted(GAUSS, kl(q, p, U), ">=", t.ZERO, proof)


def test_only_strict_facts_show_strict_relations():
    strict = combination(part("positive", s))
    assert accepted(FINITE, s, ">", t.ZERO, strict)
    assert accepted(FINITE, t.ZERO, "<", s, strict)
    for name, fact in FACTS.items():
        assert fact.strict == (name in ("positive", "trace_of_product"))
    on_the_support = combination(part("positive", s, factor=N))
    assert accepted(FINITE, mul(N, s), ">=", t.ZERO, on_the_support)
    assert not accepted(FINITE, mul(N, s), ">", t.ZERO, on_the_support)
    square_only = combination(part("square", r))
    assert accepted(FINITE, mul(r, r), ">=", t.ZERO, square_only)
    assert not accepted(FINITE, mul(r, r), ">", t.ZERO, square_only)


def test_averages_need_a_nonnegative_factor():
    y = ("y", "X")
    averaged = total(X, of=mul(P, log_bound(W)))
    proof = combination(part("log_bound", W, over=[X], factor=P))
    assert accepted(FINITE, averaged, ">=", t.ZERO, proof)
    small = combination(part("log_bound", W, over=[X], factor=N))
    assert accepted(FINITE, total(X, of=mul(N, log_bound(W))), ">=", t.ZERO, small)
    for factor in (V, r, sub(P, Q), neg(P)):
        weighted = total(X, of=mul(factor, log_bound(W)))
        wrong = combination(part("log_bound", W, over=[X], factor=factor))
        assert not accepted(FINITE, weighted, ">=", t.ZERO, wrong)
    elsewhere = combination(part("log_bound", W, over=[y], factor=P))
    assert not accepted(FINITE, averaged, ">=", t.ZERO, elsewhere)


def test_facts_need_hold_only_where_the_factor_is_positive():
    minus_log = combination(part("minus_log_probability", N, over=[X], factor=N))
    assert accepted(FINITE, total(X, of=mul(N, neg(log(N)))), ">=", t.ZERO, minus_log)
    under_o = combination(part("minus_log_probability", O, over=[X], factor=N))
    assert accepted(FINITE, total(X, of=mul(N, neg(log(O)))), ">=", t.ZERO, under_o)
    not_below = combination(part("minus_log_probability", N, over=[X], factor=O))
    assert not accepted(FINITE, total(X, of=mul(O, neg(log(N)))), ">=", t.ZERO, not_below)


def test_the_points_of_an_average_are_not_the_fact_s_own():
    """Averaging over the point that a fact binds leaves weights that no longer sum to 1."""
    proof = combination(part("gibbs", P, Q, binders=[X], over=[X]))
    assert not accepted(FINITE, mul(size("X"), gibbs(P, Q)), ">=", t.ZERO, proof)


def test_conditional_divergence():
    one, two = value("J", "x", [X, Y], "y"), value("K", "x", [X, Y], "y")
    weight = value("J", "y", [Y])
    proof = combination(part("gibbs", one, two, binders=[X], over=[Y], factor=weight))
    averaged = total(Y, of=mul(weight, kl(one, two, X)))
    assert accepted(FINITE, averaged, ">=", t.ZERO, proof)
    whole = sub(kl(J, law("K", X, Y), X, Y), kl(weight, value("K", "y", [Y]), Y))
    assert accepted(FINITE, whole, ">=", t.ZERO, proof)
    assert not accepted(FINITE, t.neg(whole), ">=", t.ZERO, proof)


def test_facts_that_are_not_allowed():
    claim = Claim(FINITE, kl(P, Q, X), ">=", t.ZERO)
    proof = combination(part("gibbs", P, Q, binders=[X]))
    support = check(claim, proof, facts=frozenset({"gibbs"}))
    assert support.facts == {"gibbs"}
    assert "P sums to 1" in {found.text for found in support.hypotheses}
    with pytest.raises(Exception, match="rests on gibbs"):
        check(claim, proof, facts=frozenset({"jensen_log"}))
