"""Named laws in models: means in balls against quadrature, supports, and wrong formulas."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction as F

import pytest
from flint import arb

from symkl import (
    KL,
    Beta,
    E,
    Exponential,
    Gamma,
    Geometric,
    H,
    Normal,
    Pareto,
    Poisson,
    Uniform,
    absolute,
    digamma,
    log,
    log_beta,
    log_gamma,
    numbers,
    positives,
)
from symkl.kernel.check import Claim
from symkl.kernel.context import Law
from symkl.kernel.families import FAMILIES
from symkl.language.written import context_of, written
from symkl.models.arithmetic import precision
from symkl.models.evaluate import approximation, enclosure
from symkl.models.mean_floats import mean_float
from symkl.models.means import mean_ball
from symkl.models.model import Model, Undefined, Unsupported
from symkl.models.named import NAMED
from symkl.models.survey import survey

ONE = F(1)
X, LOG = ("x", 0), ("log", 0)
MEANS = [
    ("exponential", (F(3, 2),), ((X, F(2)),)),
    ("exponential", (F(3, 2),), ((LOG, F(2)),)),
    ("gamma", (F(1, 7), F(9)), ((LOG, ONE),)),
    ("gamma", (F(5, 2), F(1, 3)), ((X, F(1, 2)), (LOG, ONE))),
    ("inverse_gamma", (F(3), F(2)), ((X, F(-2)),)),
    ("inverse_gamma", (F(1, 2), F(2)), ((LOG, ONE),)),
    ("log_normal", (F(-1, 2), F(2)), ((X, F(1, 3)),)),
    ("log_normal", (F(-1, 2), F(2)), ((LOG, F(3)),)),
    ("weibull", (F(2), F(3, 2)), ((X, F(5, 2)),)),
    ("weibull", (F(2), F(1, 2)), ((LOG, ONE),)),
    ("pareto", (F(2), F(3)), ((X, ONE),)),
    ("pareto", (F(1, 2), F(1, 3)), ((LOG, ONE),)),
    ("beta", (F(1, 7), F(3)), ((LOG, ONE),)),
    ("beta", (F(5, 2), F(1, 3)), ((("log(1-x)", 0), F(2)),)),
    ("beta", (F(5, 2), F(1, 3)), ((X, F(2)), (("1-x", 0), ONE))),
    ("normal", (F(1, 2), F(3)), ((X, F(4)),)),
    ("laplace", (F(1), F(2)), ((X, F(3)),)),
    ("laplace", (F(1), F(2)), ((("abs", 0, 1, F(-3)), ONE),)),
    ("laplace", (F(1), F(2)), ((("abs", 0, 1, F(4)), ONE),)),
    ("uniform", (F(-1), F(3)), ((X, F(3)),)),
    ("uniform", (F(0), F(1, 2)), ((LOG, ONE),)),
    ("uniform", (F(1, 3), F(1, 2)), ((("log(1-x)", 0), ONE),)),
    ("normal", (F(1, 2), F(3)), ((("abs", 0, 1, F(-1)), ONE),)),
    ("normal", (F(1, 2), F(3)), ((("abs", 0, 1, F(1, 2)), ONE),)),
    ("von_mises", (F(1), F(3)), ((("cos", 0, 1, F(2)), ONE),)),
    ("von_mises", (F(1, 2), F(1, 3)), ((X, F(2)),)),
    ("bernoulli", (F(1, 3),), ((X, ONE),)),
    ("binomial", (F(4), F(1, 3)), ((("log_gamma", 0, -1, F(5)), ONE),)),
    ("geometric", (F(1, 10),), ((LOG, ONE),)),
    ("geometric", (F(1, 3),), ((X, F(2)),)),
    ("poisson", (F(7, 2),), ((("log_gamma", 0, 1, ONE), ONE),)),
    ("poisson", (F(1, 9),), ((X, F(3)),)),
]


@pytest.mark.parametrize(("family", "parameters", "statistics"), MEANS)
def test_balls_agree_with_quadrature_of_the_density(family, parameters, statistics):
    with precision(50):
        ball = mean_ball(family, parameters, statistics)
        value = arb(str(mean_float(family, parameters, statistics)))
        assert ball.rad() < arb(10) ** -38
        assert abs(ball - value) < arb(10) ** -30 * max(1, abs(value))


NORMALISED = {
    "uniform": (F(-1), F(3, 2)),
    "exponential": (F(1, 7),),
    "laplace": (F(-2), F(1, 3)),
    "normal": (F(1), F(1, 2)),
    "log_normal": (F(1), F(1, 2)),
    "gamma": (F(1, 7), F(2)),
    "inverse_gamma": (F(1, 7), F(2)),
    "beta": (F(1, 3), F(1, 7)),
    "pareto": (F(2), F(1, 3)),
    "weibull": (F(2), F(1, 3)),
    "von_mises": (F(3), F(2)),
    "bernoulli": (F(1, 3),),
    "binomial": (F(5), F(1, 3)),
    "geometric": (F(1, 10),),
    "poisson": (F(9, 2),),
}


@pytest.mark.parametrize("family", NORMALISED)
def test_densities_integrate_to_one(family):
    assert abs(mean_float(family, NORMALISED[family], ()) - 1) < 1e-30


def test_every_family_of_the_kernel_has_models():
    assert set(NAMED) == set(FAMILIES)


UNDEFINED = [
    ("pareto", (F(1), F(1, 2)), ((X, ONE),)),
    ("gamma", (F(1, 2), F(1)), ((X, F(-1)),)),
    ("inverse_gamma", (F(1), F(1)), ((X, ONE),)),
    ("weibull", (F(1), F(1)), ((X, F(-1)),)),
    ("beta", (F(1), F(1)), ((("1-x", 0), F(-1)),)),
    ("normal", (F(0), F(1)), ((LOG, ONE),)),
    ("poisson", (F(1),), ((LOG, ONE),)),
]


@pytest.mark.parametrize(("family", "parameters", "statistics"), UNDEFINED)
def test_means_that_do_not_exist(family, parameters, statistics):
    with precision(50), pytest.raises(Undefined):
        mean_ball(family, parameters, statistics)


def test_what_is_not_known_is_refused():
    with precision(50), pytest.raises(Unsupported):
        mean_ball("beta", (ONE, ONE), ((LOG, ONE), (("log(1-x)", 0), ONE)))


a, b, c, d = positives("a b c d")
m, n = numbers("m n")
u = numbers("u", "unit")[0]


def claim(lhs, rhs, relation="="):
    left, right = written(lhs), written(rhs)
    context = context_of(left.declarations | right.declarations)
    return Claim(context, left.term, relation, right.term)


WRONG = {
    "sign": (H(Exponential("p", a)), 1 + log(a)),
    "psi of the sum lost": (
        H(Beta("p", a, b)),
        log_beta(a, b) - (a - 1) * digamma(a) - (b - 1) * digamma(b),
    ),
    "1/2 lost": (
        KL(Normal("p", m, a), Normal("q", n, b)),
        log(b / a) + (a**2 + (m - n) ** 2) / (2 * b**2),
    ),
    "scale against rate": (
        H(Gamma("p", a, b)),
        a + log(b) + log_gamma(a) + (1 - a) * digamma(a),
    ),
    "off by 10^-12": (
        H(Geometric("p", u)),
        (-u * log(u) - (1 - u) * log(1 - u)) / u + F(1, 10**12),
    ),
    "supports that do not fit": (
        KL(Uniform("p", m, n), Uniform("q", a, b)),
        log(b - a) - log(n - m),
    ),
    "KL below 0": (KL(Poisson("p", a), Poisson("q", b)), -written(1)),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_formula_is_refuted(name):
    found = survey(claim(*WRONG[name]), 20, 50)
    assert found.violation is not None


def test_infinite_divergences():
    p, q = Pareto("p", a, b), Pareto("q", c, d)
    term = KL(p, q)
    numbers_ = {"a": F(1), "b": F(2), "c": F(2), "d": F(1)}
    assert enclosure(term.term, term.context, Model(numbers=numbers_)) == arb.pos_inf()
    numbers_["c"] = F(1)
    assert enclosure(term.term, term.context, Model(numbers=numbers_)).is_finite()


def test_values_at_points():
    p = Gamma("p", a, b)
    x = p.point("x")
    for place, value in ((F(2), True), (F(-1), False)):
        model = Model(numbers={"a": F(1), "b": F(2)}, points={("x", "R"): (place,)})
        found = enclosure(p(x).term, p(x).context, model)
        other = approximation(p(x).term, p(x).context, model)
        assert bool(found > 0) is value
        assert abs(float(found) - float(other)) < 1e-12
        assert abs(float(found) - (2.0 * 2.718281828459045**-4 if value else 0.0)) < 1e-12


def test_general_densities_beside_named_ones_are_not_evaluated():
    p = Exponential("p", a)
    context = replace(p(p.point("x")).context, laws={"p": p.law, "q": Law("q", p.law.coords)})
    stated = replace(claim(H(p), 1 - log(a)), context=context)
    with pytest.raises(Unsupported):
        enclosure(stated.lhs, context, Model(numbers={"a": F(1)}))


POLES = [
    ("normal", (F(1), F(2)), ((X, F(-2)),)),
    ("normal", (F(0), F(1)), ((("abs", 0, 1, F(3)), F(-1)),)),
    ("laplace", (F(0), F(1)), ((X, F(-1)),)),
    ("log_normal", (F(0), F(1)), ((LOG, F(-2)),)),
    ("poisson", (F(2),), ((("log_gamma", 0, 1, F(0)), ONE),)),
    ("poisson", (F(2),), ((("log_gamma", 0, -1, F(9)), ONE),)),
    ("binomial", (F(3), F(1, 2)), ((("log_gamma", 0, -1, F(3)), ONE),)),
]


@pytest.mark.parametrize(("family", "parameters", "statistics"), POLES)
def test_means_that_do_not_exist_for_a_pole(family, parameters, statistics):
    with precision(50), pytest.raises(Undefined):
        mean_ball(family, parameters, statistics)
    with pytest.raises(Undefined):
        mean_float(family, parameters, statistics)


def test_means_without_a_pole_exist():
    for statistic in ((X, F(2)), (("abs", 0, 1, F(3)), ONE)):
        with precision(50):
            mean_ball("normal", (F(0), F(1)), (statistic,))
    with precision(50):
        mean_ball("binomial", (F(3), F(1, 2)), ((("log_gamma", 0, -1, F(4)), ONE),))


def test_the_mean_of_a_distance_of_a_multiple():
    law = Normal("p", m, a)
    x = law.point("x")
    mean = E(law, x)
    assert survey(claim(mean(absolute(c * x - n)), c * mean(absolute(x - n / c)))).models > 10
    wrong = claim(mean(absolute(2 * x - n)), mean(absolute(x - n)))
    assert survey(wrong).violation is not None
