"""Values of every head, against closed forms worked out apart."""

from __future__ import annotations

from fractions import Fraction

import flint
import mpmath
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st
from written import (
    CHANNEL,
    HALF,
    JOINT,
    NORMALS,
    NUMBERS,
    PMFS,
    P,
    Q,
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
    normals,
    pmfs,
    point,
    size,
    square,
    sym,
    table,
    total,
    trace,
    transpose,
    value,
)

from symkl.kernel import terms as t
from symkl.kernel.terms import Term
from symkl.models.evaluate import approximation, enclosure
from symkl.models.model import Model, Undefined, Unsupported

FIFTY = mpmath.mp.clone()
FIFTY.dps = 60

TWO = pmfs(table(HALF, HALF), table("1/3", "2/3"), x=1)
ZERO_IN_P = pmfs(table(0, 1), table(HALF, HALF), x=0)
ZERO_IN_Q = pmfs(table(HALF, HALF), table(0, 1), x=0)
XOR = Model(sizes={"X": 2, "Y": 2}, laws={"J": square(["1/2", 0], [0, "1/2"])})
BINARY = Model(
    sizes={"X": 2, "Y": 2},
    laws={
        "P": table("1/4", "3/4"),
        "R": table(HALF, HALF),
        "W": square(["9/10", "1/10"], ["1/5", "4/5"]),
    },
    points={X: 0, Y: 1},
)
SQUARE = normals([1, 2], [[2, 1], [1, 3]], [0, 0], [[1, 0], [0, 1]], [[1, 2], [3, 4]])
REALS = Model(numbers={"s": Fraction(9, 4), "r": Fraction(-2)})


def log(*args):
    return FIFTY.log(FIFTY.mpf(args[0]) / FIFTY.mpf(args[1] if len(args) > 1 else 1))


def h(*weights):
    """The entropy of a list of weights."""
    numbers = [FIFTY.mpf(w.numerator) / w.denominator for w in map(Fraction, weights)]
    return -sum((w * FIFTY.log(w) for w in numbers if w), FIFTY.mpf(0))


def agrees(ball, expected, digits=49):
    """Whether a ball and an mpmath number are as close as the digits say."""
    flint.ctx.dps, before = 60, flint.ctx.prec
    try:
        distance = abs(arb(ball) - arb(FIFTY.nstr(FIFTY.mpf(expected), 58)))
        return bool(distance < arb(10) ** -digits)
    finally:
        flint.ctx.prec = before


def checked(term, context, model, expected):
    assert agrees(enclosure(term, context, model), expected)
    other = approximation(term, context, model)
    assert abs(FIFTY.mpf(other._mpf_) - expected) < FIFTY.mpf(10) ** -49


FINITE = {
    "num": (t.num(Fraction(3, 7)), FIFTY.mpf(3) / 7),
    "pi": (Term("const", (), "pi"), +FIFTY.pi),
    "e": (Term("const", (), "e"), +FIFTY.e),
    "size": (size("X"), 2),
    "value": (Q, FIFTY.mpf(2) / 3),
    "add": (t.add(P, Q, t.ONE), FIFTY.mpf(13) / 6),
    "mul": (t.mul(P, Q), FIFTY.mpf(1) / 3),
    "neg": (t.neg(P), FIFTY.mpf(-1) / 2),
    "log": (t.log(Q), log(2, 3)),
    "exp": (t.exp(P), FIFTY.exp(FIFTY.mpf(1) / 2)),
    "div": (t.div(P, Q), FIFTY.mpf(3) / 4),
    "pow": (t.power(Q, t.num(-3)), FIFTY.mpf(27) / 8),
    "root": (t.power(Q, t.num(HALF)), FIFTY.sqrt(FIFTY.mpf(2) / 3)),
    "real power": (t.power(Q, Q), (FIFTY.mpf(2) / 3) ** (FIFTY.mpf(2) / 3)),
    "sum": (total(X, of=t.mul(P, Q)), FIFTY.mpf(1) / 2),
    "delta": (total(X, ("z", "X"), of=Term("delta", (point(X), point(("z", "X"))))), 2),
    "expect": (expect("Q", [X], t.log(Q)), -h("1/3", "2/3")),
    "kl": (kl(P, Q, X), log(9, 8) / 2),
    "cross entropy": (cross_entropy(P, Q, X), log(9, 2) / 2),
    "entropy": (entropy("P", "x"), log(2)),
    "shadowed": (t.add(P, total(X, of=t.mul(P, P))), 1),
}


@pytest.mark.parametrize("name", FINITE)
def test_finite_heads(name):
    term, expected = FINITE[name]
    checked(term, PMFS, TWO, expected)


JOINTS = {
    "joint entropy": (entropy("J", "xy"), log(2)),
    "conditional entropy": (entropy("J", "x", "y"), 0),
    "marginal entropy": (entropy("J", "y"), log(2)),
    "information": (information("J", "x", "y"), log(2)),
    "marginal": (total(X, of=t.mul(value("J", "x", [X]), value("J", "x", [X]))), HALF),
}


@pytest.mark.parametrize("name", JOINTS)
def test_joint_laws(name):
    term, expected = JOINTS[name]
    checked(term, JOINT, XOR, FIFTY.mpf(expected.numerator) if expected == 0 else expected * 1.0)


def test_channels():
    given_x = value("W", "y", [Y, X], "x")
    checked(given_x, CHANNEL, BINARY, FIFTY.mpf(1) / 10)
    checked(entropy("W", "y", "", "x", [X]), CHANNEL, BINARY, h("9/10", "1/10"))
    output = total(X, of=t.mul(value("P", "x", [X]), given_x))
    checked(output, CHANNEL, BINARY, FIFTY.mpf(25) / 40)


def test_conditional_of_a_joint_law():
    model = Model(
        sizes={"X": 2, "Y": 2},
        laws={"J": square(["1/8", "3/8"], ["1/4", "1/4"])},
        points={X: 0, Y: 1},
    )
    checked(value("J", "y", [Y, X], "x"), JOINT, model, FIFTY.mpf(3) / 4)
    inside = (h("1/4", "3/4") + h("1/2", "1/2")) / 2
    checked(entropy("J", "y", "x"), JOINT, model, inside)
    checked(entropy("J", "y", "", "x", [X]), JOINT, model, h("1/4", "3/4"))
    expected = h("3/8", "5/8") - inside
    checked(information("J", "x", "y"), JOINT, model, expected)


def test_conditional_information_of_three_variables():
    sorts = [*JOINT.sorts.values()]
    law = type(JOINT.law("J"))("J", (X, Y, ("z", "X")), sign="nonnegative")
    context = JOINT.of([*sorts, law])
    cells = {(i, j, (i + j) % 2): Fraction(1, 4) for i in range(2) for j in range(2)}
    whole = {
        (i, j, k): cells.get((i, j, k), Fraction(0)) for i in (0, 1) for j in (0, 1) for k in (0, 1)
    }
    model = Model(sizes={"X": 2, "Y": 2}, laws={"J": whole})
    checked(information("J", "x", "y", "z"), context, model, log(2))
    assert enclosure(information("J", "x", "y"), context, model) == 0


MATRICES = {
    "trace": (trace(matrix("M")), 5),
    "det": (det(matrix("M")), -2),
    "identity": (trace(identity("k")), 2),
    "product": (trace(t.mul(matrix("M"), matrix("A"))), 19),
    "form": (t.mul(transpose(matrix("a")), matrix("M"), matrix("a")), 27),
    "inverse": (trace(inverse(matrix("A"))), 1),
    "scaled": (trace(t.mul(t.num(3), matrix("M"), size("k"))), 30),
    "det of product": (det(t.mul(matrix("M"), matrix("A"))), -10),
    "dimension": (size("k"), 2),
}


@pytest.mark.parametrize("name", MATRICES)
def test_matrix_heads(name):
    term, expected = MATRICES[name]
    checked(term, NORMALS, SQUARE, FIFTY.mpf(expected))


def test_whole_matrices_come_as_rows():
    found = enclosure(
        t.sub(t.mul(matrix("M"), inverse(matrix("M"))), identity("k")), NORMALS, SQUARE
    )
    assert [[entry == 0 for entry in row] for row in found] == [[True] * 2] * 2
    other = approximation(transpose(matrix("M")), NORMALS, SQUARE)
    assert other == [[1, 3], [2, 4]]


def test_numbers():
    checked(t.power(sym("s"), t.num(HALF)), NUMBERS, REALS, FIFTY.mpf(3) / 2)
    checked(t.power(sym("s"), sym("r")), NUMBERS, REALS, FIFTY.mpf(16) / 81)


def test_only_a_probability_of_zero_absorbs_what_has_no_value():
    zero = Model(numbers={"s": Fraction(0), "r": Fraction(0)})
    difference = t.sub(P, Q)
    same = pmfs(table(HALF, HALF), table(HALF, HALF), x=0)
    singular = normals([0], [[1]], [0], [[1]], [[0]])
    for term, context, model in (
        (t.mul(sym("r"), t.div(t.ONE, sym("r"))), NUMBERS, zero),
        (t.mul(sym("r"), t.log(sym("r"))), NUMBERS, zero),
        (t.mul(difference, t.div(t.ONE, difference)), PMFS, same),
        (t.mul(matrix("M"), inverse(matrix("M"))), NORMALS, singular),
    ):
        for evaluate in (enclosure, approximation):
            with pytest.raises(Undefined):
                evaluate(term, context, model)


def test_a_probability_of_zero_times_anything_is_zero():
    checked(total(X, of=t.mul(P, t.log(P))), PMFS, ZERO_IN_P, 0)
    checked(total(X, of=t.mul(t.log(P), P)), PMFS, ZERO_IN_P, 0)
    checked(t.mul(t.div(t.ONE, P), P), PMFS, ZERO_IN_P, 0)
    checked(kl(P, Q, X), PMFS, ZERO_IN_P, log(2))


@pytest.mark.parametrize(
    "term",
    [
        kl(P, Q, X),
        total(X, of=t.mul(P, t.log(t.div(P, Q)))),
        total(X, of=t.mul(P, t.sub(t.log(P), t.log(Q)))),
        cross_entropy(P, Q, X),
    ],
)
def test_infinite_divergence(term):
    ball = enclosure(term, PMFS, ZERO_IN_Q)
    assert not ball.is_finite()
    assert ball > 10**100
    assert approximation(term, PMFS, ZERO_IN_Q) == FIFTY.inf


UNDEFINED = {
    "log of a negative": t.log(t.neg(P)),
    "division by zero": t.div(P, Q),
    "negative power of zero": t.power(Q, t.num(-1)),
    "root of a negative": t.power(t.neg(P), t.num(HALF)),
    "infinity minus infinity": t.sub(t.log(Q), t.log(Q)),
}


@pytest.mark.parametrize("name", UNDEFINED)
@pytest.mark.parametrize("evaluate", [enclosure, approximation])
def test_undefined(name, evaluate):
    with pytest.raises(Undefined):
        evaluate(UNDEFINED[name], PMFS, ZERO_IN_Q)


def test_singular_inverse_is_undefined():
    model = normals([1, 2], [[1, 0], [0, 1]], [0, 0], [[1, 0], [0, 1]], [[1, 2], [2, 4]])
    with pytest.raises(Undefined):
        enclosure(inverse(matrix("M")), NORMALS, model)
    assert enclosure(det(matrix("M")), NORMALS, model) == 0


UNSUPPORTED = {
    "unknown head": Term("zeta", (P,)),
    "free point": value("P", "x", [("elsewhere", "X")]),
    "finite point as a number": point(X),
}


@pytest.mark.parametrize("name", UNSUPPORTED)
def test_unsupported(name):
    with pytest.raises(Unsupported):
        enclosure(UNSUPPORTED[name], PMFS, TWO)


def test_shapes_that_do_not_match():
    with pytest.raises(Unsupported):
        enclosure(t.add(matrix("M"), matrix("a")), NORMALS, SQUARE)
    with pytest.raises(Unsupported):
        enclosure(t.mul(matrix("a"), matrix("M")), NORMALS, SQUARE)


@pytest.mark.parametrize("parts", [(t.num(1), matrix("M")), (matrix("M"), t.num(2))])
def test_the_logarithm_of_a_quotient_of_matrices(parts):
    with pytest.raises(Unsupported, match="the logarithm of a matrix"):
        enclosure(t.log(t.div(*parts)), NORMALS, SQUARE)


def test_a_zero_that_cannot_be_seen_is_unsupported_not_decided():
    unseen = t.log(t.sub(t.log(t.num(4)), t.mul(t.num(2), t.log(t.num(2)))))
    with pytest.raises(Unsupported):
        enclosure(unseen, PMFS, TWO)


def test_cancellation_is_met_with_more_digits():
    tiny = t.power(t.num(10), t.num(-90))
    term = t.div(t.sub(t.exp(tiny), t.ONE), tiny)
    assert agrees(enclosure(term, PMFS, TWO), 1)


@pytest.mark.parametrize("digits", [50, 120])
def test_no_precision_leaks(digits):
    before = flint.ctx.prec, mpmath.mp.prec
    enclosure(kl(P, Q, X), PMFS, TWO, digits)
    approximation(kl(P, Q, X), PMFS, TWO, digits)
    with pytest.raises(Undefined):
        enclosure(t.log(t.neg(P)), PMFS, TWO, digits)
    assert (flint.ctx.prec, mpmath.mp.prec) == before


def test_more_digits_give_narrower_balls():
    assert enclosure(kl(P, Q, X), PMFS, TWO, 200).rad() < arb(10) ** -200


weights = st.lists(st.integers(0, 20), min_size=1, max_size=6).filter(any)


@settings(max_examples=60, deadline=None)
@given(weights, st.data())
def test_notions_agree_with_their_sums(first, data):
    second = data.draw(st.lists(st.integers(1, 20), min_size=len(first), max_size=len(first)))
    model = pmfs(
        table(*(Fraction(w, sum(first)) for w in first)),
        table(*(Fraction(w, sum(second)) for w in second)),
    )
    written = total(X, of=t.mul(P, t.log(t.div(P, Q))))
    ball = enclosure(t.sub(kl(P, Q, X), written), PMFS, model)
    assert ball.contains(0)
    both = t.sub(cross_entropy(P, Q, X), entropy("P", "x"))
    assert enclosure(t.sub(both, kl(P, Q, X)), PMFS, model).contains(0)
    assert not enclosure(kl(P, Q, X), PMFS, model) < 0
