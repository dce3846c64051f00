"""Named families in the kernel: what follows from densities and declared means, and what does not.

Each row is an entropy or a divergence with its formula, and formulas with an ordinary mistake; each
side condition is dropped once, and the kernel then refuses.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from symkl import (
    KL,
    SPD,
    Bernoulli,
    Beta,
    Binomial,
    CrossEntropy,
    Dimension,
    Dirichlet,
    E,
    Exponential,
    FiniteSpace,
    Gamma,
    Geometric,
    H,
    InverseGamma,
    Laplace,
    LogNormal,
    Normal,
    Pareto,
    Poisson,
    Rational,
    Uniform,
    VonMises,
    Weibull,
    Wishart,
    absolute,
    bessel_i0,
    bessel_i1,
    component,
    cos,
    det,
    digamma,
    digamma_k,
    euler_gamma,
    exp,
    gamma,
    log,
    log_beta,
    log_gamma,
    log_gamma_k,
    numbers,
    pi,
    positives,
    total,
    trace,
)
from symkl.kernel.check import Claim, check
from symkl.kernel.context import Context, Law, Matrix, Number, Sort
from symkl.kernel.errors import IllFormed, KernelError, Refused
from symkl.kernel.families import FAMILIES
from symkl.kernel.statistics import MEANS
from symkl.kernel.terms import Term, to_json
from symkl.language.written import context_of, written
from symkl.models.survey import survey
from symkl.prove.search import prove

a, b, c, d = positives("a b c d")
s, t = positives("s t")
m, n = numbers("m n")
u, v = numbers("u v", "unit")
k = Dimension("k")
half = Rational(1, 2)
HOLDS = {"kind": "normal_form"}


def claim(lhs, rhs, relation="="):
    left, right = written(lhs), written(rhs)
    context = context_of(left.declarations | right.declarations)
    return Claim(context, left.term, relation, right.term)


def shows(lhs, rhs, laws=None):
    """Whether the kernel accepts that both sides have one normal form."""
    try:
        check(claim(lhs, rhs), HOLDS, laws)
    except KernelError:
        return False
    return True


gamma_p, gamma_q = Gamma("p", a, b), Gamma("q", c, d)
inverse_p, inverse_q = InverseGamma("p", a, b), InverseGamma("q", c, d)
beta_p, beta_q = Beta("p", a, b), Beta("q", c, d)
weibull_p, weibull_q = Weibull("p", a, b), Weibull("q", c, d)
laplace_p, laplace_q = Laplace("p", m, s), Laplace("q", n, t)
normal_p, normal_q = Normal("p", m, s), Normal("q", n, t)
log_p, log_q = LogNormal("p", m, s), LogNormal("q", n, t)
mises_p, mises_q = VonMises("p", m, s), VonMises("q", n, t)
exp_p, exp_q = Exponential("p", a), Exponential("q", b)
geometric_p, geometric_q = Geometric("p", u), Geometric("q", v)
poisson_p, poisson_q = Poisson("p", a), Poisson("q", b)
bernoulli_p, bernoulli_q = Bernoulli("p", u), Bernoulli("q", v)
binomial_p, binomial_q = Binomial("p", k, u), Binomial("q", k, v)
outer_pareto = Pareto("q", c, d)
inner_pareto = Pareto("p", a, b, below=[outer_pareto])
outer_uniform = Uniform("q", m, n)
inner_uniform = Uniform("p", a, b, below=[outer_uniform])
x = exp_p.point("x")
j = poisson_p.point("j")
resultant = bessel_i1(s) / bessel_i0(s)
normal_gap = log(t / s) + (s**2 + (m - n) ** 2) / (2 * t**2)

alphabet = FiniteSpace("X")
alpha, beta = alphabet.weight("alpha"), alphabet.weight("beta")
dirichlet_p, dirichlet_q = Dirichlet("p", alpha), Dirichlet("q", beta)
i, simplex_x = alphabet.point("i"), dirichlet_p.point("x")
sum_alpha, sum_beta = total(alpha(i), i), total(beta(i), i)

V, W = SPD("V", k), SPD("W", k)
wishart_p, wishart_q = Wishart("p", a, V), Wishart("q", b, W)
matrix_x = wishart_p.point("X")
log_volume = k * log(2) + log(det(V))

ROWS = {
    "Wishart": (
        H(wishart_p),
        half * (k + 1) * log_volume
        + log_gamma_k(half * a, k)
        - half * (a - k - 1) * digamma_k(half * a, k)
        + half * a * k,
        half * (k + 1) * log_volume
        + log_gamma_k(half * a, k)
        - half * (a - k) * digamma_k(half * a, k)
        + half * a * k,
    ),
    "Wishart KL": (
        KL(wishart_p, wishart_q),
        log_gamma_k(half * b, k)
        - log_gamma_k(half * a, k)
        + half * (a - b) * digamma_k(half * a, k)
        + half * b * log(det(W) / det(V))
        + half * a * (trace(W.inv() * V) - k),
        log_gamma_k(half * b, k)
        - log_gamma_k(half * a, k)
        + half * (a - b) * digamma_k(half * a, k)
        + half * b * log(det(W) / det(V))
        + half * a * (trace(V.inv() * W) - k),
    ),
    "Dirichlet": (
        H(dirichlet_p),
        total(log_gamma(alpha(i)), i)
        - log_gamma(sum_alpha)
        + (sum_alpha - alphabet.size) * digamma(sum_alpha)
        - total((alpha(i) - 1) * digamma(alpha(i)), i),
        total(log_gamma(alpha(i)), i)
        - log_gamma(sum_alpha)
        + sum_alpha * digamma(sum_alpha)
        - total((alpha(i) - 1) * digamma(alpha(i)), i),
    ),
    "Dirichlet KL": (
        KL(dirichlet_p, dirichlet_q),
        log_gamma(sum_alpha)
        - log_gamma(sum_beta)
        - total(log_gamma(alpha(i)) - log_gamma(beta(i)), i)
        + total((alpha(i) - beta(i)) * (digamma(alpha(i)) - digamma(sum_alpha)), i),
        log_gamma(sum_alpha)
        - log_gamma(sum_beta)
        - total(log_gamma(alpha(i)) - log_gamma(beta(i)), i)
        + total((alpha(i) - beta(i)) * digamma(alpha(i)), i),
    ),
    "exponential": (H(exp_p), 1 - log(a), 1 + log(a)),
    "exponential KL": (KL(exp_p, exp_q), log(a / b) + b / a - 1, log(b / a) + a / b - 1),
    "gamma": (
        H(gamma_p),
        a - log(b) + log_gamma(a) + (1 - a) * digamma(a),
        a + log(b) + log_gamma(a) + (1 - a) * digamma(a),
    ),
    "gamma KL": (
        KL(gamma_p, gamma_q),
        (a - c) * digamma(a) + log_gamma(c) - log_gamma(a) + c * log(b / d) + a * (d - b) / b,
        (a - c) * digamma(a) + log_gamma(a) - log_gamma(c) + c * log(b / d) + a * (d - b) / b,
    ),
    "gamma from exponential": (
        KL(exp_p, Gamma("q", c, d)),
        log(a) - 1 - c * log(d) + log_gamma(c) + (c - 1) * (euler_gamma + log(a)) + d / a,
        log(a) - 1 - c * log(d) + log_gamma(c) + (c - 1) * (euler_gamma - log(a)) + d / a,
    ),
    "inverse gamma": (
        H(inverse_p),
        a + log(b) + log_gamma(a) - (1 + a) * digamma(a),
        a + log(b) + log_gamma(a) + (1 - a) * digamma(a),
    ),
    "inverse gamma KL": (
        KL(inverse_p, inverse_q),
        (a - c) * digamma(a) + log_gamma(c) - log_gamma(a) + c * log(b / d) + a * (d - b) / b,
        (a - c) * digamma(a) + log_gamma(c) - log_gamma(a) + c * log(d / b) + a * (d - b) / b,
    ),
    "beta": (
        H(beta_p),
        log_beta(a, b) - (a - 1) * digamma(a) - (b - 1) * digamma(b) + (a + b - 2) * digamma(a + b),
        log_beta(a, b) - (a - 1) * digamma(a) - (b - 1) * digamma(b),
    ),
    "Laplace": (H(laplace_p), 1 + log(2 * s), 1 + log(s)),
    "Laplace KL": (
        KL(laplace_p, laplace_q),
        log(t / s) + absolute(n - m) / t + s / t * exp(-absolute(m - n) / s) - 1,
        log(t / s) + absolute(n - m) / t + s / t * exp(-absolute(m - n) / t) - 1,
    ),
    "normal": (H(normal_p), half * log(2 * pi * exp(1) * s**2), half * log(2 * pi * s**2)),
    "normal KL": (KL(normal_p, normal_q), normal_gap - half, normal_gap),
    "log-normal": (H(log_p), m + half * log(2 * pi * exp(1) * s**2), half * log(2 * pi * s**2)),
    "log-normal KL": (KL(log_p, log_q), normal_gap - half, normal_gap + half),
    "Pareto": (H(inner_pareto), log(a / b) + 1 + 1 / b, log(b / a) + 1 + 1 / b),
    "Pareto KL": (
        KL(inner_pareto, outer_pareto),
        log(b / d) + d * log(a / c) + d / b - 1,
        log(b / d) + d * log(c / a) + d / b - 1,
    ),
    "Weibull": (
        H(weibull_p),
        euler_gamma * (1 - 1 / b) + log(a / b) + 1,
        euler_gamma * (1 + 1 / b) + log(a / b) + 1,
    ),
    "Weibull KL": (
        KL(weibull_p, weibull_q),
        log(b / a**b)
        - log(d / c**d)
        + (b - d) * (log(a) - euler_gamma / b)
        + (a / c) ** d * gamma(d / b + 1)
        - 1,
        log(b / a**b)
        - log(d / c**d)
        + (b - d) * (log(a) - euler_gamma / b)
        + (a / c) ** d * gamma(d / b)
        - 1,
    ),
    "von Mises": (
        H(mises_p),
        log(2 * pi * bessel_i0(s)) - s * resultant,
        log(2 * pi * bessel_i0(s)) + s * resultant,
    ),
    "von Mises KL": (
        KL(mises_p, mises_q),
        log(bessel_i0(t) / bessel_i0(s)) + resultant * (s - t * cos(n - m)),
        log(bessel_i0(t) / bessel_i0(s)) + resultant * (s - t),
    ),
    "uniform": (H(inner_uniform), log(b - a), log(b + a)),
    "uniform KL": (KL(inner_uniform, outer_uniform), log((n - m) / (b - a)), log(n - m)),
    "Bernoulli": (H(bernoulli_p), -u * log(u) - (1 - u) * log(1 - u), -u * log(u)),
    "Bernoulli KL": (
        KL(bernoulli_p, bernoulli_q),
        u * log(u / v) + (1 - u) * log((1 - u) / (1 - v)),
        u * log(u / v) - (1 - u) * log((1 - u) / (1 - v)),
    ),
    "binomial KL": (
        KL(binomial_p, binomial_q),
        k * (u * log(u / v) + (1 - u) * log((1 - u) / (1 - v))),
        u * log(u / v) + (1 - u) * log((1 - u) / (1 - v)),
    ),
    "geometric": (
        H(geometric_p),
        (-u * log(u) - (1 - u) * log(1 - u)) / u,
        -u * log(u) - (1 - u) * log(1 - u),
    ),
    "geometric KL": (
        KL(geometric_p, geometric_q),
        log(u / v) + (1 / u - 1) * log((1 - u) / (1 - v)),
        log(u / v) + 1 / u * log((1 - u) / (1 - v)),
    ),
    "Poisson": (
        H(poisson_p),
        a * (1 - log(a)) + E(poisson_p, j)(log_gamma(j + 1)),
        a * (1 - log(a)) + E(poisson_p, j)(log_gamma(j + 2)),
    ),
    "Poisson KL": (KL(poisson_p, poisson_q), a * log(a / b) + b - a, a * log(a / b)),
}

MEAN_ROWS = {
    "Wishart, log of the determinant": (
        E(wishart_p, matrix_x)(log(det(matrix_x))),
        digamma_k(half * a, k) + log_volume,
        digamma_k(half * a, k) + log(det(V)),
    ),
    "Wishart, trace": (E(wishart_p, matrix_x)(trace(matrix_x)), a * trace(V), trace(V)),
    "Dirichlet, a component": (
        E(dirichlet_p, simplex_x)(component(simplex_x, i)),
        alpha(i) / sum_alpha,
        alpha(i),
    ),
    "Dirichlet, log of a component": (
        E(dirichlet_p, simplex_x)(log(component(simplex_x, i))),
        digamma(alpha(i)) - digamma(sum_alpha),
        digamma(alpha(i)) - digamma(total(alpha(i), i) + 1),
    ),
    "gamma, third": (E(gamma_p, x)(x**3), a * (a + 1) * (a + 2) / b**3, a**3 / b**3),
    "inverse gamma, 1/x^2": (
        E(inverse_p, x)(1 / x**2),
        a * (a + 1) / b**2,
        a * (a - 1) / b**2,
    ),
    "beta, second": (
        E(beta_p, x)(x**2),
        a / (a + b) * ((a + 1) / (a + b + 1)),
        a**2 / (a + b) ** 2,
    ),
    "normal, fourth": (
        E(normal_p, x)((x - m) ** 4),
        3 * s**4,
        s**4,
    ),
    "log-normal, mean": (E(log_p, x)(x), exp(m + s**2 / 2), exp(m + s**2)),
    "log-normal, 1/x": (E(log_p, x)(1 / x), exp(-m + s**2 / 2), exp(-m - s**2 / 2)),
    "Laplace, second": (E(laplace_p, x)((x - m) ** 2), 2 * s**2, s**2),
    "uniform, second": (
        E(outer_uniform, x)(x**2),
        (m**2 + m * n + n**2) / 3,
        (m + n) ** 2 / 4,
    ),
    "Weibull, mean": (E(weibull_p, x)(x), a * gamma(1 + 1 / b), a * gamma(1 / b)),
    "Weibull, own power": (E(weibull_p, x)((x / a) ** b), written(1), written(2)),
    "Bernoulli, cube": (E(bernoulli_p, j)(j**3), u, u**3),
    "geometric, second": (E(geometric_p, j)(j**2), (2 - u) / u**2, (1 - u) / u**2),
    "Poisson, second": (E(poisson_p, j)(j**2), a + a**2, a**2),
    "binomial, second": (
        E(binomial_p, j)(j**2),
        k * u * (1 - u) + k**2 * u**2,
        k * u * (1 - u),
    ),
}


@pytest.mark.parametrize("name", [*ROWS, *MEAN_ROWS])
def test_formula(name):
    side, formula, mistaken = (ROWS | MEAN_ROWS)[name]
    assert shows(side, formula)
    assert shows(formula, side)
    assert not shows(side, mistaken)
    assert prove(claim(side, mistaken)) is None


@pytest.mark.parametrize("name", [*ROWS, *MEAN_ROWS])
def test_formula_in_models(name):
    side, formula, mistaken = (ROWS | MEAN_ROWS)[name]
    found = survey(claim(side, formula), 8, 40, search=False)
    assert found.violation is None
    assert (found.models, found.digits >= 30) == (8, True)
    assert survey(claim(side, mistaken), 12, 40).violation is not None


@pytest.mark.parametrize("name", [*ROWS, *MEAN_ROWS])
def test_formula_rests_on_the_family(name):
    side, formula, _ = (ROWS | MEAN_ROWS)[name]
    kinds = {h.kind for h in check(claim(side, formula), HOLDS).hypotheses}
    assert "family" in kinds


@pytest.mark.parametrize("name", MEAN_ROWS)
def test_a_mean_needs_its_law(name):
    side, formula, _ = MEAN_ROWS[name]
    assert shows(side, formula, None)
    laws = check(claim(side, formula), HOLDS).laws
    assert "moments" in laws
    assert not shows(side, formula, laws - {"moments"})


def test_every_family_has_rows_and_every_mean_is_of_a_family():
    used = {
        law.family[0]
        for side, _, _ in (ROWS | MEAN_ROWS).values()
        for law in claim(side, side).context.laws.values()
        if law.family
    }
    assert used == set(FAMILIES)
    assert {family for family, _ in MEANS} <= set(FAMILIES)


# --- what does not follow -------------------------------------------------------------------------

NOT_SHOWN = {
    "density at a free point, outside the support too": (exp_p(x), a * exp(-a * x)),
    "log-density at a free point": (log(exp_p(x)), log(a) - a * x),
    "a mean that need not exist": (E(gamma_p, x)(1 / x), b / (a - 1)),
    "a mean of Pareto's": (E(inner_pareto, x)(x), a * b / (b - 1)),
    "a negative power of Weibull's": (E(weibull_p, x)(x ** (-b)), a ** (-b)),
    "a mean of a product is not that of the factors": (
        E(gamma_p, x)(x * log(x)),
        E(gamma_p, x)(x) * E(gamma_p, x)(log(x)),
    ),
    "a mean under a law times another": (
        total(exp_p(x) * exp_q(x) * x, x),
        E(exp_p, x)(x) * E(exp_q, x)(x),
    ),
    "a mean under the square of a law": (total(exp_p(x) ** 2 * x, x), E(exp_p, x)(x) ** 2),
    "no law, no mean": (total(x * exp(-a * x), x), 1 / a**2),
    "the absolute value of a number of any sign": (absolute(m), m),
    "the recurrence at a number of any sign": (digamma(m + 1), digamma(m) + 1 / m),
    "log of a complement that may be negative": (
        log((1 - a) / a),
        log(1 - a) - log(a) + 0 * log(u) + log(a) - log(a) + 1,
    ),
    "another Bessel function": (bessel_i0(s), bessel_i1(s)),
    "a second moment of Wishart's": (
        E(wishart_p, matrix_x)(trace(matrix_x * matrix_x)),
        a**2 * trace(V * V),
    ),
    "Gamma_k is not Gamma": (log_gamma_k(a, k), log_gamma(a)),
    "means under another law": (E(gamma_p, x)(log(x)), digamma(c) - log(b)),
}


@pytest.mark.parametrize("name", NOT_SHOWN)
def test_what_does_not_follow(name):
    lhs, rhs = NOT_SHOWN[name]
    assert not shows(lhs, rhs)
    assert prove(claim(lhs, rhs)) is None


def test_densities_on_the_line_are_known_at_free_points():
    assert prove(claim(laplace_p(x), exp(-absolute(x - m) / s) / (2 * s))) is not None
    assert prove(claim(laplace_p(x), exp(-absolute(x - m) / s) / s)) is None


def test_special_functions():
    assert shows(digamma(a + 3), digamma(a) + 1 / a + 1 / (a + 1) + 1 / (a + 2))
    assert shows(log_gamma(a + 1), log_gamma(a) + log(a))
    assert not shows(log_gamma(a + 1), log_gamma(a) + log(a + 1))
    assert shows(log_gamma(written(5)), log(24))
    assert shows(log_gamma(half), half * log(pi))
    assert shows(digamma(Rational(3, 2)), 2 - euler_gamma - 2 * log(2))
    assert shows(digamma(a - half) + 1 / (a - half), digamma(a + half))
    assert shows(absolute(m - n), absolute(n - m))
    assert shows(absolute(-a), a)
    assert shows(cos(m - n), cos(n - m))
    assert not shows(cos(m + n), cos(m - n))
    assert not shows(digamma(a + 1), digamma(a) + 1 / a, frozenset())


def test_arguments_of_gamma_functions_are_assumed_positive():
    found = check(claim(log_gamma(m), log_gamma(m)), HOLDS)
    assert {h.kind for h in found.hypotheses} == {"special"}
    found = check(claim(log_gamma(a), log_gamma(a)), HOLDS)
    assert {h.kind for h in found.hypotheses} == {"positive_number"}


# --- side conditions, each dropped once -----------------------------------------------------------

REAL, WHOLE = Sort("R", "", "real"), Sort("N", "", "integer")
EXPONENTIAL = Law("p", (("x", "R"),), sign="nonnegative", family=("exponential", "a"))
MEAN = Term("expect", (Term("point", (), ("x", "R")),), ("p", (("x", "R"),)))
RECIPROCAL = (1 / a).term
RATE = Number("a", "positive")


def judged(law=EXPONENTIAL, number=RATE, sorts=(REAL,)):
    context = Context.of([*sorts, law, number])
    return check(Claim(context, MEAN, "=", RECIPROCAL), HOLDS)


def test_the_declaration_that_the_others_spoil():
    assert {h.kind for h in judged().hypotheses} >= {"family", "means"}


SPOILT = {
    "a rate of any sign": {"number": Number("a")},
    "a rate that may vanish": {"number": Number("a", "nonnegative")},
    "an unknown family": {"law": replace(EXPONENTIAL, family=("expential", "a"))},
    "no parameter": {"law": replace(EXPONENTIAL, family=("exponential",))},
    "two parameters": {"law": replace(EXPONENTIAL, family=("exponential", "a", "a"))},
    "a rate that is no number": {"law": replace(EXPONENTIAL, family=("exponential", "p"))},
    "a rate below zero": {"law": replace(EXPONENTIAL, family=("exponential", "-1"))},
    "positive everywhere": {"law": replace(EXPONENTIAL, sign="positive")},
    "of any sign": {"law": replace(EXPONENTIAL, sign="real")},
    "not normalised": {"law": replace(EXPONENTIAL, normalised=False)},
    "normal as well": {"law": replace(EXPONENTIAL, normal=("", ""))},
    "a density on whole numbers": {"sorts": (replace(REAL, kind="integer"),)},
    "a density of vectors": {"sorts": (replace(REAL, index="k"), Sort("k", "k"))},
    "of no family on whole numbers": {
        "law": replace(EXPONENTIAL, family=None),
        "sorts": (replace(REAL, kind="integer"),),
    },
    "of two variables": {"law": replace(EXPONENTIAL, coords=(("x", "R"), ("y", "R")))},
    "a conditional law": {
        "law": replace(EXPONENTIAL, coords=(("x", "R"), ("y", "R")), given=("y",))
    },
}


@pytest.mark.parametrize("name", SPOILT)
def test_a_declaration_that_no_law_has(name):
    with pytest.raises(IllFormed):
        judged(**SPOILT[name])


def test_without_the_family_there_is_no_mean():
    with pytest.raises(Refused):
        judged(replace(EXPONENTIAL, family=None))


MATRICES = {
    "a scale that is not definite": {"V": Matrix("V", "k", "k", symmetric=True, invertible=True)},
    "a scale that is not symmetric": {"V": Matrix("V", "k", "k", positive_definite=True)},
    "a scale of another dimension": {"V": Matrix("V", "l", "l", True, True, True)},
}


@pytest.mark.parametrize("name", MATRICES)
def test_a_scale_is_a_covariance(name):
    stated = claim(E(wishart_p, matrix_x)(log(det(matrix_x))), digamma_k(half * a, k) + log_volume)
    check(stated, HOLDS)
    sorts = stated.context.sorts | {"l": Sort("l", "l")}
    context = replace(stated.context, matrices=MATRICES[name], sorts=sorts)
    with pytest.raises(IllFormed):
        check(replace(stated, context=context), HOLDS)


def test_weights_are_positive():
    stated = claim(E(dirichlet_p, simplex_x)(component(simplex_x, i)), alpha(i) / sum_alpha)
    check(stated, HOLDS)
    for sign in ("nonnegative", "real"):
        laws = stated.context.laws | {"alpha": replace(stated.context.laws["alpha"], sign=sign)}
        with pytest.raises(IllFormed):
            check(replace(stated, context=replace(stated.context, laws=laws)), HOLDS)


CHANCES = {
    "positive only": Number("u", "positive"),
    "of any sign": Number("u"),
}


@pytest.mark.parametrize("name", CHANCES)
def test_a_chance_is_between_0_and_1(name):
    stated = claim(E(bernoulli_p, j)(j), u)
    check(stated, HOLDS)
    weaker = replace(stated, context=replace(stated.context, numbers={"u": CHANCES[name]}))
    with pytest.raises(IllFormed):
        check(weaker, HOLDS)


def test_a_complement_is_positive_below_one_only():
    assert shows(log((1 - u) / u), log(1 - u) - log(u))
    assert "unit_number" in {
        h.kind for h in check(claim(log((1 - u) / u), log(1 - u) - log(u)), HOLDS).hypotheses
    }
    check(claim(1 - u, 0, ">"), {"kind": "combination", "parts": [_positive(1 - u)]})
    with pytest.raises(Refused):
        check(claim(1 - a, 0, ">"), {"kind": "combination", "parts": [_positive(1 - a)]})


def _positive(side):
    return {
        "weight": "1",
        "fact": "positive",
        "binders": [],
        "args": [to_json(side.term)],
        "over": [],
    }


NOT_WITHIN = {
    "Pareto laws with ends of their own": (Pareto("p", a, b), Pareto("q", c, d)),
    "uniform laws with ends of their own": (Uniform("p", m, n), Uniform("q", a, b)),
    "a gamma law in a beta law": (gamma_p, beta_q),
    "a normal law in a gamma law": (normal_p, gamma_q),
    "a Poisson law in a geometric one": (poisson_p, geometric_q),
    "binomial laws of other numbers of trials": (
        Binomial("p", k, u),
        Binomial("q", Dimension("l"), v),
    ),
    "a binomial law in a Bernoulli law": (binomial_p, bernoulli_q),
    "the circle in an interval": (mises_p, outer_uniform),
}


@pytest.mark.parametrize("name", NOT_WITHIN)
def test_supports_that_need_not_fit(name):
    p, q = NOT_WITHIN[name]
    with pytest.raises(KernelError):
        check(claim(KL(p, q), CrossEntropy(p, q) - H(p)), HOLDS)
    with pytest.raises(KernelError):
        assert prove(claim(KL(p, q), 0, ">=")) is not None


WITHIN = {
    "beta in gamma": (beta_p, gamma_q),
    "Pareto in log-normal": (Pareto("p", a, b), log_q),
    "gamma in normal": (gamma_p, normal_q),
    "Bernoulli in binomial": (bernoulli_p, binomial_q),
    "geometric in Poisson": (geometric_p, poisson_q),
    "Pareto laws with the same end": (Pareto("p", a, b), Pareto("q", a, d)),
}


@pytest.mark.parametrize("name", WITHIN)
def test_supports_that_fit(name):
    p, q = WITHIN[name]
    assert shows(KL(p, q), CrossEntropy(p, q) - H(p))
    assert prove(claim(KL(p, q), 0, ">=")) is not None
