"""Uniform, exponential, Laplace and normal densities: closed forms against quadrature."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from itertools import product
from typing import Any

import mpmath
import pytest
from written import U, V, cross_entropy, entropy, expect, kl, point, total, value

from symkl.kernel import terms as t
from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Law, Sort
from symkl.models.admissible import admissible
from symkl.models.build import models
from symkl.models.evaluate import approximation, enclosure
from symkl.models.model import (
    Box,
    Component,
    Model,
    Normal,
    Piece,
    Undefined,
    Unsupported,
    described,
)
from symkl.models.quadrature import Quadrature, mixed, supports
from symkl.models.supports import is_below, is_positive
from symkl.models.survey import survey

MP = mpmath.mp.clone()
MP.dps = 40
PI = t.Term("const", (), "pi")
ONE, HALF = Fraction(1), Fraction(1, 2)
LINE = Context.of(
    [
        Sort("R", kind="real"),
        Law("f", (("u", "R"),), sign="nonnegative"),
        Law("g", (("u", "R"),), sign="nonnegative"),
    ]
)
f, g, u = value("f", "u", [U]), value("g", "u", [U]), point(U)


def box(weight: Fraction, low: Any, high: Any, slope: Any = 0) -> Box:
    ends = [end if end is None else Fraction(end) for end in (low, high)]
    return Box(weight, (Piece(ends[0], ends[1], Fraction(slope)),))


FAMILIES: dict[str, tuple[Component, ...]] = {
    "uniform": (box(ONE, 0, 1),),
    "wider uniform": (box(ONE, "-1/2", 2),),
    "histogram": (box(Fraction(1, 3), 0, 1), box(Fraction(2, 3), 1, 2)),
    "exponential": (box(ONE, 0, None, -2),),
    "laplace": (box(HALF, None, 0, 1), box(HALF, 0, None, -1)),
    "skewed laplace": (box(Fraction(1, 4), None, 1, 2), box(Fraction(3, 4), 1, None, "-1/3")),
    "normal": (Normal(ONE, (ONE,), ((Fraction(2),),)),),
}
# The same densities written down again, with the places where quadrature must be cut.
DENSITIES: dict[str, tuple[Callable[[Any], Any], tuple[int, ...]]] = {
    "uniform": (lambda x: MP.one if 0 < x < 1 else MP.zero, (0, 1)),
    "wider uniform": (lambda x: MP.mpf(2) / 5 if -0.5 < x < 2 else MP.zero, (-1, 0, 2)),
    "histogram": (lambda x: MP.mpf(1 if x < 1 else 2) / 3 if 0 < x < 2 else MP.zero, (0, 1, 2)),
    "exponential": (lambda x: 2 * MP.exp(-2 * x) if x > 0 else MP.zero, (0,)),
    "laplace": (lambda x: MP.exp(-abs(x)) / 2, (0,)),
    "skewed laplace": (
        lambda x: MP.exp(2 * (x - 1)) / 2 if x < 1 else MP.exp((1 - x) / 3) / 4,
        (1,),
    ),
    "normal": (lambda x: MP.exp(-((x - 1) ** 2) / 4) / MP.sqrt(4 * MP.pi), (1,)),
}
TAILS = (-400, -120, -40, -12, -4, 4, 12, 40, 120, 400)
BELOW = {
    ("uniform", "wider uniform"),
    ("uniform", "histogram"),
    ("uniform", "exponential"),
    ("histogram", "wider uniform"),
    ("histogram", "exponential"),
}


def finite(one: str, two: str) -> bool:
    """Whether the first vanishes wherever the second does, worked out by hand."""
    everywhere = {"laplace", "skewed laplace", "normal"}
    return one == two or two in everywhere or (one, two) in BELOW


def of(one: str, two: str, **more: Any) -> Model:
    return Model(densities={"f": FAMILIES[one], "g": FAMILIES[two]}, **more)


PAIRS = list(product(FAMILIES, FAMILIES))
APART = [pair for pair in PAIRS if finite(*pair) and pair[0] != pair[1]]


@pytest.mark.parametrize("pair", APART, ids=" and ".join)
def test_divergences_agree_with_quadrature_to_thirty_digits(pair):
    (first, breaks), (second, more) = (DENSITIES[name] for name in pair)
    cuts = sorted({MP.mpf(-1) / 2, *map(MP.mpf, (*breaks, *more, *TAILS))})

    def integrand(x: Any) -> Any:
        weight = first(x)
        return weight * MP.log(weight / second(x)) if weight else MP.zero

    expected = MP.quad(integrand, cuts)
    ball = enclosure(kl(f, g, U), LINE, of(*pair))
    assert ball.rad() < 1e-50
    for found in (
        MP.mpf(ball.mid().str(45, radius=False)),
        approximation(kl(f, g, U), LINE, of(*pair)),
    ):
        assert abs(MP.mpf(found) - expected) < MP.mpf(10) ** -30


@pytest.mark.parametrize("pair", [p for p in PAIRS if not finite(*p)], ids=" and ".join)
def test_a_divergence_is_infinite_where_supports_do_not_fit(pair):
    for term in (kl(f, g, U), cross_entropy(f, g, U), total(U, of=t.mul(f, t.log(t.div(f, g))))):
        ball = enclosure(term, LINE, of(*pair))
        assert not ball.is_finite()
        assert ball > 0
        assert approximation(term, LINE, of(*pair)) == mpmath.inf
    quadrature = Quadrature(Claim(LINE, kl(f, g, U), "=", t.ZERO), of(*pair), 30)
    assert quadrature.result(kl(f, g, U)) == mpmath.inf
    assert supports(Claim(LINE, kl(f, g, U), ">", t.num(7)), of(*pair))
    assert not supports(Claim(LINE, kl(f, g, U), "=", t.num(7)), of(*pair))


def test_infinity_minus_infinity_has_no_value():
    apart = Model(densities={"f": (box(ONE, 0, 1),), "g": (box(ONE, 2, 3),)})
    with pytest.raises(Undefined):
        enclosure(t.sub(kl(f, g, U), kl(g, f, U)), LINE, apart)


def log(x: Any) -> Any:
    return t.log(t.num(Fraction(x)))


VALUES = {
    "mass": ("histogram", total(U, of=f), t.ONE),
    "entropy of the uniform": ("wider uniform", entropy("f", "u"), log("5/2")),
    "entropy of the exponential": ("exponential", entropy("f", "u"), t.sub(t.ONE, log(2))),
    "entropy of Laplace": ("laplace", entropy("f", "u"), t.add(t.ONE, log(2))),
    "mean of the exponential": ("exponential", expect("f", [U], u), t.num(HALF)),
    "fourth moment of Laplace": ("laplace", expect("f", [U], t.power(u, t.num(4))), t.num(24)),
    "third moment of the uniform": (
        "uniform",
        expect("f", [U], t.power(u, t.num(3))),
        t.num(Fraction(1, 4)),
    ),
    "generating function": ("exponential", expect("f", [U], t.exp(u)), t.num(2)),
    "convention 0 log 0": ("uniform", total(U, of=t.mul(f, t.log(f))), t.ZERO),
    "square": ("laplace", total(U, of=t.mul(f, f)), t.num(Fraction(1, 4))),
    "two points": (
        "exponential",
        total(U, V, of=t.mul(f, value("f", "u", [V]), t.power(t.sub(u, point(V)), t.num(2)))),
        t.num(HALF),
    ),
}


@pytest.mark.parametrize("name", VALUES)
def test_closed_forms(name):
    family, term, expected = VALUES[name]
    difference = enclosure(t.sub(term, expected), LINE, of(family, family))
    assert difference.contains(0)
    assert difference.rad() < 1e-50


def test_normal_moments_over_half_lines():
    """E[x^n exp(x) 1(0 < x < 2)] under a normal density, by cutting the line with a uniform one."""
    cut = of("normal", "histogram")
    body = t.mul(f, g, t.power(u, t.num(3)), t.exp(u))
    density, _ = DENSITIES["normal"]
    expected = MP.quad(lambda x: density(x) * x**3 * MP.exp(x) / 3 * (1 if x < 1 else 2), [0, 1, 2])
    assert abs(MP.mpf(approximation(total(U, of=body), LINE, cut)) - expected) < MP.mpf(10) ** -35


@pytest.mark.parametrize(
    ("one", "term"),
    [
        ("exponential", total(U, of=t.ONE)),
        ("exponential", total(U, of=t.mul(f, t.exp(t.mul(t.num(2), u))))),
        ("exponential", total(U, of=t.mul(f, t.exp(t.mul(u, u))))),
        ("laplace", total(U, of=t.div(t.ONE, f))),
    ],
)
def test_divergent_integrals_have_no_value(one, term):
    with pytest.raises(Undefined):
        enclosure(term, LINE, of(one, one))


@pytest.mark.parametrize(
    ("name", "expected"), [("uniform", 0), ("histogram", 2 / 3), ("laplace", 0.5 * math.exp(-1))]
)
def test_densities_at_free_points(name, expected):
    found = enclosure(f, LINE, of(name, name, points={U: (Fraction(1),)}))
    assert abs(float(found) - expected) < 1e-15


# --- quadrature -----------------------------------------------------------------------------------

average = t.mul(t.num(HALF), t.add(f, g))


@pytest.mark.parametrize(
    "pair",
    [("uniform", "laplace"), ("histogram", "wider uniform")],
    ids=" and ".join,
)
def test_mixtures_are_integrated_across_jumps_and_kinks(pair):
    mixture = mixed(of(*pair))
    assert len(mixture.densities["f"]) == 2 * len(FAMILIES[pair[0]])
    mass = Claim(LINE, total(U, of=f), "=", t.ONE)
    assert supports(mass, mixture)
    split = t.add(t.mul(t.num(HALF), entropy("f", "u")), t.mul(t.num(HALF), entropy("g", "u")))
    shannon = t.sub(cross_entropy(average, average, U), split)
    divergence = t.mul(t.num(HALF), t.add(kl(f, average, U), kl(g, average, U)))
    assert supports(Claim(LINE, divergence, "=", shannon), mixture)
    assert not supports(Claim(LINE, divergence, "=", t.mul(t.num(2), shannon)), mixture, 8)


def test_a_jump_inside_a_panel_would_go_unnoticed():
    """What makes panels end at every jump necessary: the error that is reported says nothing."""
    narrow = lambda x: 1000 if 0 < x < MP.mpf(1) / 1000 else 0  # noqa: E731
    found, _ = MP.quad(narrow, [-1, 1], error=True)
    assert abs(found - 1) > 1e-6
    model = Model(densities={"f": (box(ONE, 0, "1/1000"),), "g": (box(ONE, -1, 1),)})
    assert supports(Claim(LINE, total(U, of=f), "=", t.ONE), model)


def test_slow_tails_are_no_number():
    cauchy = t.div(t.ONE, t.add(t.ONE, t.mul(u, u)))
    claim = Claim(LINE, total(U, of=t.add(cauchy, f)), "=", t.add(PI, t.ONE))
    with pytest.raises(Unsupported, match="far out"):
        supports(claim, of("normal", "normal"))


# --- models ---------------------------------------------------------------------------------------


def declared(
    sign_f: str, below: tuple[str, ...], sign_g: str, coords: Any = (("u", "R"),)
) -> Context:
    space = Sort("R", kind="real", index="k")
    law_f = Law("f", coords, sign=sign_f, below=below)
    return Context.of([Sort("k", "k"), space, law_f, Law("g", coords, sign=sign_g)])


DECLARED = {
    "positive": declared("positive", (), "positive"),
    "any": declared("nonnegative", (), "nonnegative"),
    "below": declared("nonnegative", ("g",), "nonnegative"),
    "positive below any": declared("positive", ("g",), "nonnegative"),
    "joint below": declared("nonnegative", ("g",), "nonnegative", (("u", "R"), ("v", "R"))),
}


@pytest.mark.parametrize("name", DECLARED)
def test_drawn_densities_are_as_declared(name):
    context = DECLARED[name]
    drawn = list(models(context, [], 60, seed=3))
    assert all(admissible(context, model) for model in drawn)
    boxes = [m for m in drawn if any(isinstance(p, Box) for p in m.densities["f"])]
    assert len(boxes) > 5
    zeros = [m for m in boxes if not is_positive(m.densities["f"], len(m.densities["f"][0].sides))]
    assert bool(zeros) is (context.laws["f"].sign == "nonnegative")


def test_what_is_not_as_declared_is_not_admissible():
    uniform, wide = FAMILIES["uniform"], FAMILIES["wider uniform"]
    sizes = {"k": 1}
    fitting = Model(sizes=sizes, densities={"f": uniform, "g": wide})
    assert admissible(DECLARED["below"], fitting)
    assert not admissible(
        DECLARED["below"], Model(sizes=sizes, densities={"f": wide, "g": uniform})
    )
    assert not admissible(DECLARED["positive"], fitting)
    heavy = Model(sizes=sizes, densities={"f": (box(Fraction(2), 0, 1),), "g": wide})
    assert not admissible(DECLARED["any"], heavy)
    assert is_below(uniform, wide, 1)
    assert not is_below(wide, uniform, 1)


def test_models_are_described_in_words():
    shown = described(of("skewed laplace", "histogram"), LINE)
    assert shown["f"][1] == {"weight": "3/4", "density": "exponential of rate 1/3 on [1, infinity)"}
    assert shown["f"][0]["density"] == "exponential of rate 2 on (-infinity, 1]"
    assert shown["g"][0] == {"weight": "1/3", "density": "uniform on [0, 1]"}


TRUE = {
    "gibbs": ("any", kl(f, g, U), ">=", t.ZERO),
    "divergence below": (
        "below",
        kl(f, g, U),
        "=",
        t.sub(cross_entropy(f, g, U), entropy("f", "u")),
    ),
    "mass": ("any", total(U, of=f), "=", t.ONE),
    "mass on the support": ("below", total(U, of=t.mul(f, t.div(g, g))), "=", t.ONE),
}
FALSE = {
    "finite": ("any", kl(f, g, U), "<=", t.num(1000)),
    "symmetric": ("positive", kl(f, g, U), "=", kl(g, f, U)),
    "entropy": ("positive", entropy("f", "u"), ">=", t.ZERO),
    "at most one": ("positive", f, "<=", t.ONE),
    "positive": ("any", f, ">", t.ZERO),
    "support the other way": ("below", total(U, of=t.mul(f, t.div(g, f))), "=", t.ONE),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_are_never_refuted(name):
    kind, *sides = TRUE[name]
    found = survey(Claim(DECLARED[kind], *sides))
    assert found.violation is None
    assert (found.models > 10, found.digits) == (True, 50)


@pytest.mark.parametrize("name", FALSE)
def test_false_claims_are_refuted(name):
    kind, *sides = FALSE[name]
    found = survey(Claim(DECLARED[kind], *sides)).violation
    assert found is not None
    assert admissible(DECLARED[kind], found.model)
