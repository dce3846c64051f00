"""SciPy: entropies of frozen distributions, ``scipy.stats.entropy`` and ``scipy.special``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from scipy import special, stats

from library_audit.rows import Row
from symkl import (
    KL,
    SPD,
    Bernoulli,
    Beta,
    Binomial,
    CrossEntropy,
    Dimension,
    Exponential,
    FiniteSpace,
    Gamma,
    Gaussian,
    Geometric,
    H,
    InverseGamma,
    Laplace,
    LogNormal,
    Normal,
    Pareto,
    Poisson,
    Uniform,
    Vector,
    VonMises,
    Weibull,
    log,
    numbers,
    positives,
)

a, b = positives("a b")
m, n = numbers("m n")
(u,) = numbers("u", "unit")
k = Dimension("k")
P, Q = FiniteSpace("X").pmfs("P Q")
mu, Sigma = Vector("mu", k), SPD("Sigma", k)

# The name in scipy.stats, the law, its parameters, and how SciPy is told of them.
ENTROPIES: tuple[tuple[str, Any, list[Any], Any], ...] = (
    ("expon", Exponential("p", a), [a], lambda a: stats.expon(scale=1 / a)),
    ("gamma", Gamma("p", a, b), [a, b], lambda a, b: stats.gamma(a, scale=1 / b)),
    ("invgamma", InverseGamma("p", a, b), [a, b], lambda a, b: stats.invgamma(a, scale=b)),
    ("beta", Beta("p", a, b), [a, b], stats.beta),
    ("laplace", Laplace("p", m, a), [m, a], stats.laplace),
    ("norm", Normal("p", m, a), [m, a], stats.norm),
    ("lognorm", LogNormal("p", m, a), [m, a], lambda m, s: stats.lognorm(s, scale=np.exp(m))),
    ("pareto", Pareto("p", a, b), [a, b], lambda low, shape: stats.pareto(shape, scale=low)),
    (
        "weibull_min",
        Weibull("p", a, b),
        [a, b],
        lambda scale, shape: stats.weibull_min(shape, scale=scale),
    ),
    ("vonmises", VonMises("p", m, a), [m, a], lambda m, kappa: stats.vonmises(kappa, loc=m)),
    ("uniform", Uniform("p", m, n), [m, n], lambda low, high: stats.uniform(low, high - low)),
    ("bernoulli", Bernoulli("p", u), [u], stats.bernoulli),
    ("binom", Binomial("p", k, u), [k, u], stats.binom),
    ("geom", Geometric("p", u), [u], stats.geom),
    ("poisson", Poisson("p", a), [a], stats.poisson),
)

# Sharper and wider ones are slow to enclose.
BETWEEN = {
    "vonmises": {a: (0, 500)},
    "poisson": {a: (0, 500)},
}


def rows() -> Iterator[Row]:
    """Every row of SciPy's."""
    for name, law, inputs, frozen in ENTROPIES:
        yield Row(
            "scipy",
            f"stats.{name}(...).entropy()",
            H(law),
            _entropy_of(frozen),
            inputs,
            between=BETWEEN.get(name, {}),
        )
    yield Row(
        "scipy",
        "stats.multivariate_normal(...).entropy()",
        H(Gaussian("p", mu, Sigma)),
        lambda mean, cov: stats.multivariate_normal(
            mean[:, 0] if mean.ndim == 2 else mean, cov
        ).entropy(),
        [mu, Sigma],
    )
    yield Row("scipy", "stats.entropy(P)", H(P), stats.entropy, [P])
    yield Row("scipy", "stats.entropy(P, Q)", KL(P, Q), stats.entropy, [P, Q])
    yield Row("scipy", "stats.entropy(P, base=2)", H(P) / log(2), _in_bits, [P])
    yield Row("scipy", "sum special.rel_entr(P, Q)", KL(P, Q), _summed(special.rel_entr), [P, Q])
    yield Row("scipy", "sum special.kl_div(P, Q)", KL(P, Q), _summed(special.kl_div), [P, Q])
    yield Row("scipy", "sum special.entr(P)", H(P), _summed(special.entr), [P])
    yield Row("scipy", "special.rel_entr(a, b)", a * log(a / b), special.rel_entr, [a, b])
    yield Row("scipy", "special.kl_div(a, b)", a * log(a / b) - a + b, special.kl_div, [a, b])
    yield Row("scipy", "special.entr(a)", -a * log(a), special.entr, [a])
    yield Row(
        "scipy",
        "stats.entropy(P) + stats.entropy(P, Q)",
        CrossEntropy(P, Q),
        lambda p, q: stats.entropy(p) + stats.entropy(p, q),
        [P, Q],
    )


def _entropy_of(frozen: Any) -> Any:
    return lambda *parameters: frozen(*parameters).entropy()


def _summed(function: Any) -> Any:
    return lambda *pmfs: np.sum(function(*pmfs))


def _in_bits(pmf: Any) -> Any:
    return stats.entropy(pmf, base=2)
