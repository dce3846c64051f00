"""Every law of the normal form: what it makes equal, and a near miss that stays different."""

from __future__ import annotations

import pytest
from claims import FINITE, GAUSS, J, N, O, P, Q, V, Z, accepted, delta, law
from written import (
    HALF,
    U,
    X,
    Y,
    cross_entropy,
    det,
    entropy,
    expect,
    identity,
    information,
    inverse,
    kl,
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
from symkl.kernel.context import Context, Law, Sort
from symkl.kernel.terms import Term, add, div, exp, log, mul, num, power, sub

YX = ("y", "X")  # a second point of X, beside x and z
a, b, u = matrix("a"), matrix("b"), point(U)
A, B, M, G = map(matrix, "ABMG")
r, s, nonnegative = sym("r"), sym("s"), sym("t")
NONE = frozenset()


def W(one, two):
    return law("W", one, two)


def at(name, where):
    return law(name, where)


def form(vector, middle):
    return mul(transpose(vector), middle, vector)


def root(term):
    return power(term, num(HALF))


PRODUCT_OF_W = mul(at("P", Z), W(X, Z), W(YX, Z))
SQUARE_OF_W = mul(at("P", Z), power(W(YX, Z), num(2)))

# name: (left side, an equal right side, a different right side)
RINGS = {
    "commutes": (add(P, Q), add(Q, P), sub(P, Q)),
    "square": (
        power(add(P, Q), num(2)),
        add(mul(P, P), mul(num(2), P, Q), mul(Q, Q)),
        add(mul(P, P), mul(P, Q), mul(Q, Q)),
    ),
    "distributes": (mul(P, add(Q, t.ONE)), add(mul(P, Q), P), add(mul(P, Q), Q)),
    "cancels": (div(mul(P, Q), Q), P, Q),
    "negates": (t.neg(sub(P, Q)), sub(Q, P), sub(P, Q)),
    "bound names": (total(X, of=W(X, Z)), total(YX, of=W(YX, Z)), total(YX, of=W(Z, YX))),
    "shadowed": (add(V, total(X, of=mul(V, V))), add(V, total(Z, of=mul(*[at("V", Z)] * 2))), V),
    "sums swap": (
        total(X, YX, of=mul(W(X, YX), V)),
        total(YX, X, of=mul(V, W(X, YX))),
        total(X, YX, of=mul(W(X, YX), at("V", YX))),
    ),
    "product of sums": (
        mul(total(X, of=V), total(X, of=V)),
        total(X, Z, of=mul(V, at("V", Z))),
        total(X, of=mul(V, V)),
    ),
    "sums are linear": (
        total(X, of=add(V, mul(num(2), P, V))),
        add(total(X, of=V), mul(num(2), total(X, of=mul(P, V)))),
        add(total(X, of=V), total(X, of=mul(P, V))),
    ),
}
SUMS = {
    "delta": (total(X, of=mul(delta(X, Z), V)), at("V", Z), V),
    "delta squared": (power(delta(X, Z), num(2)), delta(X, Z), t.ONE),
    "delta symmetric": (delta(X, Z), delta(Z, X), delta(Z, YX)),
    "delta of equals": (delta(X, X), t.ONE, t.ZERO),
    "delta merges factors": (
        total(X, of=mul(delta(X, YX), log(total(Z, of=PRODUCT_OF_W)))),
        log(total(Z, of=SQUARE_OF_W)),
        log(total(Z, of=mul(at("P", Z), W(YX, Z)))),
    ),
    "delta becomes one": (
        total(Z, of=exp(total(X, of=mul(delta(X, Z), log(add(t.ONE, delta(X, Z))))))),
        mul(num(2), size("X")),
        add(size("X"), t.ONE),
    ),
    "size": (total(X, of=t.ONE), size("X"), size("Y")),
    "sizes": (total(X, Y, of=P), size("Y"), size("X")),
    "normalised": (total(X, of=P), t.ONE, size("X")),
    "weights are not": (total(X, of=V), total(Z, of=at("V", Z)), t.ONE),
    "marginal": (total(Y, of=J), value("J", "x", [X]), value("J", "y", [Y])),
    "marginal of a weight": (total(X, of=W(X, Z)), value("W", "v", [Z]), value("W", "u", [Z])),
    "joint sums to one": (total(X, Y, of=J), t.ONE, size("X")),
    "square is no marginal": (
        total(Y, of=mul(J, J)),
        total(Y, of=power(J, num(2))),
        power(value("J", "x", [X]), num(2)),
    ),
    "conditional": (
        mul(value("J", "x", [X, Y], "y"), value("J", "y", [Y])),
        J,
        mul(value("J", "x", [X, Y], "y"), value("J", "x", [X])),
    ),
    "conditional sums to one": (
        total(X, of=value("J", "x", [X, Y], "y")),
        t.ONE,
        total(Y, of=value("J", "x", [X, Y], "y")),
    ),
    "channel": (
        total(Y, of=value("C", "y", [Y, X], "x")),
        t.ONE,
        total(X, of=value("C", "y", [Y, X], "x")),
    ),
    "conditions in any order": (
        value("B", "y", [X, YX, Z], "uv"),
        value("B", "y", [X, Z, YX], "vu"),
        value("B", "y", [X, YX, Z], "vu"),
    ),
    "independent": (
        law("I", X, Y),
        mul(value("I", "x", [X]), value("I", "y", [Y])),
        mul(value("J", "x", [X]), value("J", "y", [Y])),
    ),
    "expectation": (expect("P", [X], V), total(X, of=mul(P, V)), total(X, of=V)),
}
LOGARITHMS = {
    "quotient": (log(div(P, Q)), sub(log(P), log(Q)), add(log(P), log(Q))),
    "reciprocal": (log(div(t.ONE, P)), t.neg(log(P)), log(P)),
    "power": (log(power(P, num(3))), mul(num(3), log(P)), log(mul(num(3), P))),
    "exponential": (log(exp(r)), r, exp(r)),
    "one": (log(t.ONE), t.ZERO, t.ONE),
    "numbers": (log(num(12)), add(mul(num(2), log(num(2))), log(num(3))), log(num(7))),
    "square of a real": (log(mul(V, V)), log(power(V, num(2))), mul(num(2), log(V))),
    "product of reals": (log(mul(r, s)), log(mul(s, r)), add(log(r), log(s))),
    "sum": (log(add(P, Q)), log(add(Q, P)), add(log(P), log(Q))),
    "guarded": (
        mul(N, log(mul(N, Q))),
        add(mul(N, log(N)), mul(N, log(Q))),
        add(mul(N, log(N)), mul(Q, log(N))),
    ),
    "unguarded": (log(mul(N, Q)), log(mul(Q, N)), add(log(N), log(Q))),
    "below": (
        mul(N, log(div(N, O))),
        sub(mul(N, log(N)), mul(N, log(O))),
        sub(mul(N, log(O)), mul(N, log(N))),
    ),
    "not below": (
        mul(O, log(mul(N, O))),
        mul(log(mul(O, N)), O),
        add(mul(O, log(N)), mul(O, log(O))),
    ),
    "real weights guard nothing": (
        mul(V, root(power(V, num(2)))),
        mul(V, root(mul(V, V))),
        power(V, num(2)),
    ),
    "small support": (
        total(X, of=mul(N, div(Q, N))),
        total(X, of=mul(N, Q, div(t.ONE, N))),
        t.ONE,
    ),
}
POWERS = {
    "exp of a sum": (exp(add(r, s)), mul(exp(r), exp(s)), exp(mul(r, s))),
    "exp of zero": (exp(sub(r, r)), t.ONE, t.ZERO),
    "exp of log": (exp(log(s)), s, log(s)),
    "exp of a multiple": (exp(mul(num(2), log(s))), mul(s, s), mul(num(2), s)),
    "exp of minus log": (exp(t.neg(log(s))), div(t.ONE, s), t.neg(s)),
    "e": (Term("const", (), "e"), exp(t.ONE), Term("const", (), "pi")),
    "root of a square": (root(power(s, num(2))), s, t.neg(s)),
    "root of a real square": (root(power(r, num(2))), root(mul(r, r)), r),
    "root of a nonnegative": (root(power(nonnegative, num(2))), root(mul(*[nonnegative] * 2)), r),
    "square of a root": (power(root(s), num(2)), s, root(s)),
    "roots of numbers": (mul(root(num(8)), root(num(2))), num(4), num(2)),
    "inverse root": (power(num(2), num(-HALF)), div(root(num(2)), num(2)), root(num(2))),
    "cancels": (mul(s, power(s, num(-1))), t.ONE, s),
    "zeroth": (power(r, num(0)), t.ONE, r),
    "content": (div(t.ONE, add(r, r, s, s)), mul(num(HALF), div(t.ONE, add(r, s))), add(r, s)),
    "sign": (div(t.ONE, sub(t.neg(r), s)), t.neg(div(t.ONE, add(r, s))), div(t.ONE, add(r, s))),
    "real exponent": (power(s, r), exp(mul(r, log(s))), exp(mul(s, log(s)))),
}
MATRICES = {
    "cyclic": (trace(mul(M, G, A)), trace(mul(G, A, M)), trace(mul(G, M, A))),
    "transposed": (trace(M), trace(transpose(M)), trace(G)),
    "not transposed": (
        trace(mul(M, M)),
        trace(mul(*[transpose(M)] * 2)),
        trace(mul(M, transpose(M))),
    ),
    "linear": (trace(add(A, mul(num(2), M))), add(trace(A), mul(num(2), trace(M))), trace(A)),
    "form as trace": (form(a, M), trace(mul(M, a, transpose(a))), trace(mul(M, a, transpose(b)))),
    "form transposed": (
        mul(transpose(a), M, b),
        mul(transpose(b), transpose(M), a),
        mul(transpose(b), M, a),
    ),
    "number in a chain": (
        mul(transpose(a), b, M),
        mul(M, mul(transpose(b), a)),
        mul(transpose(a), b, transpose(M)),
    ),
    "numbers in a chain": (
        mul(transpose(a), M, b, transpose(a), b, G),
        mul(mul(transpose(a), M, b), mul(transpose(a), b), G),
        mul(mul(transpose(a), M, b), mul(transpose(a), b), transpose(G)),
    ),
    "symmetric": (A, transpose(A), M),
    "not symmetric": (M, transpose(transpose(M)), transpose(M)),
    "identity": (mul(identity("k"), M), M, identity("k")),
    "trace of identity": (trace(identity("k")), size("k"), t.ONE),
    "inverse": (trace(mul(A, inverse(A))), size("k"), trace(mul(A, A))),
    "inverse from the left": (mul(inverse(G), G, a), a, b),
    "inverse is not its transpose": (
        mul(transpose(inverse(G)), transpose(G), a),
        a,
        mul(transpose(inverse(G)), G, a),
    ),
    "inverse of a product": (
        inverse(mul(A, G)),
        mul(inverse(G), inverse(A)),
        mul(inverse(A), inverse(G)),
    ),
    "inverse of a multiple": (
        inverse(mul(s, A)),
        mul(div(t.ONE, s), inverse(A)),
        mul(s, inverse(A)),
    ),
    "inverse of a transpose": (inverse(transpose(G)), transpose(inverse(G)), inverse(G)),
    "inverse of an inverse": (inverse(inverse(G)), G, transpose(G)),
    "inverse of minus": (inverse(t.neg(G)), t.neg(inverse(G)), inverse(G)),
    "inverse of a sum": (inverse(add(A, M)), inverse(add(M, A)), inverse(add(A, transpose(M)))),
    "inverse in an inverse": (
        inverse(add(M, inverse(add(A, M)))),
        inverse(add(inverse(add(M, A)), M)),
        inverse(add(M, inverse(add(A, G)))),
    ),
    "det of a product": (det(mul(M, G)), mul(det(G), det(M)), add(det(M), det(G))),
    "det of a transpose": (det(transpose(M)), det(M), det(G)),
    "det of an inverse": (det(inverse(A)), div(t.ONE, det(A)), det(A)),
    "det of identity": (det(identity("k")), t.ONE, size("k")),
    "det of a multiple": (det(mul(s, A)), mul(power(s, size("k")), det(A)), mul(s, det(A))),
    "det of a sum": (det(add(A, M)), det(add(M, A)), add(det(A), det(M))),
}
GAUSSIANS = {
    "mean": (expect("p", [U], u), a, b),
    "second moment": (expect("p", [U], mul(u, transpose(u))), add(A, mul(a, transpose(a))), A),
    "standard": (expect("z", [U], mul(transpose(u), u)), size("k"), t.ONE),
    "fourth moment": (
        expect("z", [U], power(mul(transpose(u), u), num(2))),
        add(power(size("k"), num(2)), mul(num(2), size("k"))),
        mul(num(3), power(size("k"), num(2))),
    ),
    "odd moment": (expect("z", [U], mul(transpose(u), a)), t.ZERO, t.ONE),
    "other law": (expect("q", [U], u), b, a),
    "line": (expect("l", [("u", "L")], power(point(("u", "L")), num(2))), t.ONE, t.ZERO),
    "general density": (
        expect("f", [U], t.ONE),
        t.ONE,
        expect("f", [U], mul(transpose(u), u)),
    ),
    "density": (
        sub(log(law("p", U)), log(law("q", U))),
        mul(
            num(HALF),
            add(
                log(det(B)),
                t.neg(log(det(A))),
                form(sub(u, b), inverse(B)),
                t.neg(form(sub(u, a), inverse(A))),
            ),
        ),
        mul(num(HALF), sub(log(det(B)), log(det(A)))),
    ),
}
DEFINITIONS = {
    "kl": (kl(P, Q, X), total(X, of=mul(P, log(div(P, Q)))), kl(Q, P, X)),
    "kl renamed": (kl(P, Q, X), kl(at("P", Z), at("Q", Z), Z), kl(P, P, X)),
    "cross-entropy": (
        cross_entropy(P, Q, X),
        add(kl(P, Q, X), entropy("P", "x")),
        add(kl(P, Q, X), entropy("Q", "x")),
    ),
    "conditional entropy": (
        entropy("J", "x", "y"),
        sub(entropy("J", "xy"), entropy("J", "y")),
        sub(entropy("J", "xy"), entropy("J", "x")),
    ),
    "entropy at a point": (
        total(X, of=mul(value("J", "x", [X]), entropy("J", "y", "", "x", [X]))),
        entropy("J", "y", "x"),
        entropy("J", "y"),
    ),
    "information": (
        information("J", "x", "y"),
        sub(entropy("J", "x"), entropy("J", "x", "y")),
        sub(entropy("J", "x"), entropy("J", "y", "x")),
    ),
    "information of itself": (information("J", "x", "x"), entropy("J", "x"), t.ZERO),
}
ROWS = {
    f"{group}: {name}": (context, *row)
    for group, context, rows in (
        ("rings", FINITE, RINGS),
        ("sums", FINITE, SUMS),
        ("logarithms", FINITE, LOGARITHMS),
        ("powers", FINITE, POWERS),
        ("matrices", GAUSS, MATRICES),
        ("gaussians", GAUSS, GAUSSIANS),
        ("definitions", FINITE, DEFINITIONS),
    )
    for name, row in rows.items()
}


@pytest.mark.parametrize("name", ROWS)
def test_law(name):
    context, lhs, equal, different = ROWS[name]
    assert accepted(context, lhs, "=", equal)
    assert accepted(context, equal, "=", lhs)
    assert not accepted(context, lhs, "=", different)


# law that is not allowed: (context, left side, right side) that need it
NEEDED = {
    "size_of_space": (FINITE, total(X, of=t.ONE), size("X")),
    "normalisation": (FINITE, total(X, of=P), t.ONE),
    "marginalisation": (FINITE, total(Y, of=J), value("J", "x", [X])),
    "conditional": (FINITE, value("J", "x", [X, Y], "y"), div(J, value("J", "y", [Y]))),
    "independence": (FINITE, *SUMS["independent"][:2]),
    "inverse": (GAUSS, mul(inverse(G), G, a), a),
    "moments": (GAUSS, *GAUSSIANS["mean"][:2]),
    "log_of_product": (FINITE, *LOGARITHMS["quotient"][:2]),
    "cyclic_trace": (GAUSS, trace(mul(M, G)), trace(mul(G, M))),
    "scalar_trace": (GAUSS, trace(form(a, M)), form(a, M)),
    "definition_kl": (FINITE, *DEFINITIONS["kl"][:2]),
    "definition_cross_entropy": (
        FINITE,
        cross_entropy(P, Q, X),
        t.neg(total(X, of=mul(P, log(Q)))),
    ),
    "definition_entropy": (FINITE, entropy("P", "x"), t.neg(total(X, of=mul(P, log(P))))),
    "definition_mutual_information": (
        FINITE,
        information("J", "x", "y"),
        information("J", "y", "x"),
    ),
    "definition_density": (
        GAUSS,
        log(law("p", U)),
        mul(
            num(-HALF),
            add(
                mul(size("k"), log(mul(num(2), Term("const", (), "pi")))),
                log(det(A)),
                form(sub(u, a), inverse(A)),
            ),
        ),
    ),
}


@pytest.mark.parametrize("name", NEEDED)
def test_a_law_that_is_not_allowed_is_not_used(name):
    context, lhs, rhs = NEEDED[name]
    support = check(Claim(context, lhs, "=", rhs), {"kind": "normal_form"})
    assert name in support.laws
    assert accepted(context, lhs, "=", rhs, laws=support.laws)
    assert not accepted(context, lhs, "=", rhs, laws=support.laws - {name})


def test_a_reciprocal_has_a_law_of_its_own():
    sides = log(div(t.ONE, P)), t.neg(log(P))
    assert accepted(FINITE, sides[0], "=", sides[1], laws=frozenset({"log_of_reciprocal"}))
    assert not accepted(FINITE, sides[0], "=", sides[1], laws=NONE)


def test_without_laws_a_trace_is_linear_and_nothing_more():
    assert accepted(GAUSS, trace(add(A, M)), "=", add(trace(M), trace(A)), laws=NONE)
    assert not accepted(GAUSS, trace(transpose(M)), "=", trace(M), laws=NONE)


def test_opaque_notions_keep_apart_what_they_bind_and_what_is_free():
    one, other = kl(P, W(X, Z), X), kl(at("P", Z), W(Z, X), Z)
    assert accepted(FINITE, one, "=", kl(at("P", YX), W(YX, Z), YX), laws=NONE)
    assert not accepted(FINITE, one, "=", other, laws=NONE)
    nested = kl(P, mul(W(X, Z), kl(at("P", YX), W(YX, X), YX)), X)
    caught = kl(P, mul(W(X, Z), kl(at("P", YX), W(YX, YX), YX)), X)
    assert accepted(FINITE, nested, "=", nested, laws=NONE)
    assert not accepted(FINITE, nested, "=", caught, laws=NONE)


def test_opaque_conditionals_keep_apart_targets_and_conditions():
    bar = Context.of([Sort("X", "n"), Law("T", tuple((c, "X") for c in "a|bc"))])
    points = [("i", "X"), ("j", "X"), ("k", "X"), ("l", "X")]
    one, two = value("T", "a|b", points, "c"), value("T", "a", points, "b|c")
    assert accepted(bar, one, "=", one, laws=NONE)
    assert not accepted(bar, one, "=", two, laws=NONE)


def test_a_number_between_matrices_ends_no_row():
    """Of x^T s M y the row was once taken to end at s: M and M^T were the same in it."""
    a, b, M = matrix("a"), matrix("b"), matrix("M")
    row = t.Term("transpose", (b,))
    for number in (sym("s"), t.num(2), t.mul(row, a)):
        shown = t.mul(row, number, M, a)
        assert accepted(GAUSS, shown, "=", t.mul(number, row, M, a))
        assert accepted(GAUSS, shown, "=", t.mul(row, M, a, number))
        assert not accepted(GAUSS, shown, "=", t.mul(row, number, t.Term("transpose", (M,)), a))
    assert accepted(GAUSS, t.mul(row, sym("s"), a), "=", t.mul(sym("s"), row, a))
