"""Integrals over real spaces, against closed forms and once against quadrature."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath
import pytest
from flint import arb
from written import (
    HALF,
    NORMALS,
    U,
    V,
    column,
    cross_entropy,
    det,
    entropy,
    expect,
    information,
    inverse,
    kl,
    matrix,
    normals,
    p,
    point,
    q,
    rows,
    size,
    total,
    trace,
    transpose,
    value,
)

from symkl.kernel import terms as t
from symkl.kernel.context import Context, Law, Matrix, Sort
from symkl.kernel.terms import Term
from symkl.models.evaluate import approximation, enclosure
from symkl.models.model import Model, Normal, Undefined, Unsupported

LINE = normals([1], [[2]], [Fraction(-1, 3)], [[Fraction(1, 2)]], [[3]])
PLANE = normals([1, 2], [[2, 1], [1, 3]], ["1/3", 0], [[1, "1/2"], ["1/2", 5]], [[1, 2], [3, 4]])
SPACE = normals(
    [1, -2, "1/2"],
    [[2, 1, 0], [1, 3, "1/2"], [0, "1/2", 1]],
    [0, 1, 1],
    [["1/1000000", "1/1000", 0], ["1/1000", 2, 1], [0, 1, 4]],
)
u, v = point(U), point(V)
a, b, A, B, M = map(matrix, "abABM")
centred = t.sub(u, a)


def both_vanish(term, model, context=NORMALS):
    ball = enclosure(term, context, model)
    assert ball.contains(0)
    assert ball.rad() < arb(10) ** -50
    assert abs(approximation(term, context, model)) < 1e-48


gap = t.sub(b, a)
CLOSED_KL = t.mul(
    t.num(HALF),
    t.add(
        trace(t.mul(inverse(B), A)),
        t.mul(transpose(gap), inverse(B), gap),
        t.neg(size("k")),
        t.log(t.div(det(B), det(A))),
    ),
)
TWO_PI_E = t.mul(t.num(2), Term("const", (), "pi"), Term("const", (), "e"))
CLOSED_ENTROPY = t.mul(t.num(HALF), t.add(t.mul(size("k"), t.log(TWO_PI_E)), t.log(det(A))))
quadratic = t.mul(transpose(u), M, u)
mahalanobis = t.mul(transpose(centred), inverse(A), centred)

TRUE = {
    "normalisation": (total(U, of=p), t.ONE),
    "divergence": (kl(p, q, U), CLOSED_KL),
    "written divergence": (total(U, of=t.mul(p, t.log(t.div(p, q)))), CLOSED_KL),
    "expected log ratio": (expect("p", [U], t.sub(t.log(p), t.log(q))), CLOSED_KL),
    "entropy": (entropy("p", "u"), CLOSED_ENTROPY),
    "cross entropy": (cross_entropy(p, q, U), t.add(CLOSED_ENTROPY, CLOSED_KL)),
    "quadratic form": (
        expect("p", [U], quadratic),
        t.add(trace(t.mul(M, A)), t.mul(transpose(a), M, a)),
    ),
    "mahalanobis": (expect("p", [U], mahalanobis), size("k")),
    "fourth moment": (
        expect("p", [U], t.power(mahalanobis, t.num(2))),
        t.mul(size("k"), t.add(size("k"), t.num(2))),
    ),
    "trace inside": (
        expect("p", [U], trace(t.mul(inverse(A), centred, transpose(centred)))),
        size("k"),
    ),
    "generating function": (
        expect("p", [U], t.exp(t.mul(transpose(b), u))),
        t.exp(t.add(t.mul(transpose(b), a), t.mul(t.num(HALF), transpose(b), A, b))),
    ),
    "two points": (
        total(U, V, of=t.mul(p, value("p", "u", [V]), transpose(t.sub(u, v)), t.sub(u, v))),
        t.mul(t.num(2), trace(A)),
    ),
    "power of a density": (total(U, of=t.div(t.power(p, t.num(2)), p)), t.ONE),
    "square root": (total(U, of=t.power(t.power(p, t.num(HALF)), t.num(2))), t.ONE),
}


@pytest.mark.parametrize("name", TRUE)
@pytest.mark.parametrize("model", [LINE, PLANE, SPACE], ids=["line", "plane", "space"])
def test_closed_forms(name, model):
    one, two = TRUE[name]
    both_vanish(t.sub(one, two), model)


@pytest.mark.parametrize("model", [LINE, PLANE, SPACE], ids=["line", "plane", "space"])
def test_second_moment_is_covariance_and_mean(model):
    moment = expect("p", [U], t.mul(u, transpose(u)))
    difference = t.sub(moment, t.add(A, t.mul(a, transpose(a))))
    found = enclosure(difference, NORMALS, model)
    entries = [entry for row in found for entry in row] if isinstance(found, list) else [found]
    assert all(entry.contains(0) and entry.rad() < 1e-50 for entry in entries)


def test_densities_at_free_points():
    model = normals([0], [[4]], [0], [[1]], points={U: (Fraction(2),)})
    expected = mpmath.npdf(2, 0, 2)
    assert abs(float(enclosure(p, NORMALS, model)) - expected) < 1e-15
    assert abs(float(enclosure(u, NORMALS, model)) - 2) < 1e-15


def test_moments_on_the_line_agree_with_quadrature():
    context = mpmath.mp.clone()
    context.dps = 30
    body = t.mul(t.power(u, t.num(3)), t.log(q))
    mean, spread = context.mpf(-1) / 3, context.mpf(1) / 2

    def integrand(x):
        density = context.npdf(x, 1, context.sqrt(2))
        return density * x**3 * context.log(context.npdf(x, mean, context.sqrt(spread)))

    expected = context.quad(integrand, range(-23, 26, 3))
    found = approximation(expect("p", [U], body), NORMALS, LINE)
    assert abs(context.mpf(found._mpf_) - expected) < 1e-20


def test_moments_in_the_plane_agree_with_quadrature():
    model = normals([1, 0], [[1, "1/2"], ["1/2", 1]], [0, 0], [[1, 0], [0, 1]], [[1, 2], [3, 4]])
    body = t.power(quadratic, t.num(2))

    def integrand(x, y):
        form = ((x - 1) ** 2 - (x - 1) * y + y**2) * 4 / 3
        weight = math.exp(-form / 2) / (2 * math.pi * math.sqrt(0.75))
        return weight * (x**2 + 5 * x * y + 4 * y**2) ** 2

    # The trapezoidal rule converges exponentially on integrands that vanish at both ends.
    places = [step / 8 for step in range(-80, 81)]
    expected = math.fsum(integrand(x, y) for x in places for y in places) / 64
    found = enclosure(expect("p", [U], body), NORMALS, model)
    assert abs(float(found) - expected) < 1e-12 * expected


@pytest.mark.parametrize(
    "term",
    [
        total(U, of=t.exp(t.mul(transpose(u), u))),
        total(U, of=t.div(q, p)),
        total(U, of=t.mul(transpose(a), u)),
    ],
)
def test_divergent_integrals_are_undefined(term):
    wide = normals([1], [[1]], [0], [[5]])
    with pytest.raises(Undefined):
        enclosure(term, NORMALS, wide)


@pytest.mark.parametrize(
    ("term", "positive"),
    [
        (total(U, of=t.ONE), True),
        (total(U, of=t.neg(t.num(3))), False),
        (total(U, of=t.log(p)), False),
        (total(U, of=t.add(t.log(t.div(q, p)), q)), True),
        (total(U, of=t.log(t.div(t.mul(p, p), q))), False),
    ],
)
@pytest.mark.parametrize("size", [1, 2])
def test_integrals_of_one_sign_far_away_are_infinite(term, positive, size):
    unit = [[Fraction(i == j) for j in range(size)] for i in range(size)]
    wide = [[5 * entry for entry in row] for row in unit]
    found = enclosure(term, NORMALS, normals([1] * size, unit, [0] * size, wide))
    assert not found.is_finite()
    assert (found > 0) == positive
    assert (found < 0) != positive


def test_a_saddle_has_no_integral():
    one, other = [[1, 0], [0, 5]], [[5, 0], [0, 1]]
    term = total(U, of=t.log(t.div(p, q)))
    with pytest.raises(Undefined):
        enclosure(term, NORMALS, normals([0, 0], one, [0, 0], other))


def test_moments_of_rational_normals_are_exact():
    model = normals([1, 2], [[2, 1], [1, 3]], [0, 0], [[5, 0], [0, 5]])
    found = enclosure(expect("p", [U], t.mul(u, transpose(u))), NORMALS, model)
    assert [[entry.is_exact() for entry in row] for row in found] == [[True] * 2] * 2
    assert [[float(entry) for entry in row] for row in found] == [[3, 3], [3, 7]]


def test_log_of_a_mixture_is_no_enclosure():
    term = total(U, of=t.mul(p, t.log(t.add(p, q))))
    with pytest.raises(Unsupported):
        enclosure(term, NORMALS, PLANE)


def test_standard_normal():
    sorts = [Sort("k", "k"), Sort("R", kind="real", index="k")]
    context = Context.of([*sorts, Law("p", (("u", "R"),), normal=("", ""))])
    model = Model(sizes={"k": 3})
    moment = t.sub(expect("p", [U], t.mul(u, transpose(u))), Term("identity", (), "k"))
    found = enclosure(moment, context, model)
    assert all(entry.contains(0) for row in found for entry in row)
    both_vanish(t.sub(expect("p", [U], t.mul(transpose(u), u)), size("k")), model, context)


DENSITIES = Context.of(
    [
        Sort("k", "k"),
        Sort("R", kind="real", index="k"),
        Sort("L", kind="real"),
        Matrix("a", "k"),
        Law("f", (("u", "R"), ("w", "L"))),
        Law("c", (("u", "R"), ("w", "L")), given=("u",)),
    ]
)
COVARIANCE = rows([2, 1, "1/2"], [1, 3, 1], ["1/2", 1, 1])
JOINTLY = (Normal(Fraction(1), (Fraction(0), Fraction(1), Fraction(-2)), COVARIANCE),)
GENERAL = Model(
    sizes={"k": 2},
    matrices={"a": column(1, 1)},
    densities={"f": JOINTLY, "c": JOINTLY},
    points={("u", "R"): (Fraction(1), Fraction(0))},
)
W = ("w", "L")


def test_information_of_a_joint_density():
    parts = t.sub(t.add(entropy("f", "u"), entropy("f", "w")), entropy("f", "uw"))
    both_vanish(t.sub(information("f", "u", "w"), parts), GENERAL, DENSITIES)
    # |Sigma_u| = 5 and |Sigma| = 2 * 2 - 1 * (1 - 1/2) + 1/2 * (1 - 3/2) = 13/4
    expected = t.mul(t.num(HALF), t.log(t.div(t.num(5), t.num(Fraction(13, 4)))))
    both_vanish(t.sub(information("f", "u", "w"), expected), GENERAL, DENSITIES)


def test_channels_between_real_spaces():
    given_u = Term("value", (point(W), point(U)), ("c", ("w",), ("u",)))
    both_vanish(t.sub(total(W, of=given_u), t.ONE), GENERAL, DENSITIES)
    joint = Term("value", (point(W), point(U)), ("f", ("w",), ("u",)))
    both_vanish(
        t.sub(total(W, of=t.mul(given_u, t.log(t.div(given_u, joint)))), t.ZERO), GENERAL, DENSITIES
    )
