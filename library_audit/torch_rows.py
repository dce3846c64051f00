"""PyTorch: ``entropy()`` and ``kl_divergence`` of torch.distributions, in double precision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import distributions as d

from library_audit.rows import Row
from symkl import (
    KL,
    SPD,
    Bernoulli,
    Beta,
    Binomial,
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
    numbers,
    positives,
)

NAMES = ("p", "q")
k = Dimension("k")
trials = Dimension("t")


def _positive(which: int) -> list[Any]:
    return positives("a b" if which == 0 else "c d")


def _real(which: int) -> list[Any]:
    return numbers("m n" if which == 0 else "r s")


def _unit(which: int) -> Any:
    return numbers("u v", "unit")[which]


# PyTorch's name: the law of this place (0 first, 1 second), its inputs, and PyTorch's constructor.
LAWS: dict[str, Any] = {
    "Bernoulli": lambda i: (Bernoulli(NAMES[i], _unit(i)), [_unit(i)], d.Bernoulli),
    "Binomial": lambda i: (
        Binomial(NAMES[i], trials, _unit(i)),
        ([trials] if i == 0 else []) + [_unit(i)],
        d.Binomial,
    ),
    "Geometric": lambda i: (Geometric(NAMES[i], _unit(i)), [_unit(i)], d.Geometric),
    "Poisson": lambda i: (Poisson(NAMES[i], _positive(i)[0]), _positive(i)[:1], d.Poisson),
    "Exponential": lambda i: (
        Exponential(NAMES[i], _positive(i)[0]),
        _positive(i)[:1],
        d.Exponential,
    ),
    "Gamma": lambda i: (Gamma(NAMES[i], *_positive(i)), _positive(i), d.Gamma),
    "InverseGamma": lambda i: (
        InverseGamma(NAMES[i], *_positive(i)),
        _positive(i),
        d.InverseGamma,
    ),
    "Beta": lambda i: (Beta(NAMES[i], *_positive(i)), _positive(i), d.Beta),
    "Laplace": lambda i: (
        Laplace(NAMES[i], _real(i)[0], _positive(i)[0]),
        [_real(i)[0], _positive(i)[0]],
        d.Laplace,
    ),
    "Normal": lambda i: (
        Normal(NAMES[i], _real(i)[0], _positive(i)[0]),
        [_real(i)[0], _positive(i)[0]],
        d.Normal,
    ),
    "LogNormal": lambda i: (
        LogNormal(NAMES[i], _real(i)[0], _positive(i)[0]),
        [_real(i)[0], _positive(i)[0]],
        d.LogNormal,
    ),
    "Pareto": lambda i: (Pareto(NAMES[i], *_positive(i)), _positive(i), d.Pareto),
    "Weibull": lambda i: (Weibull(NAMES[i], *_positive(i)), _positive(i), d.Weibull),
    "VonMises": lambda i: (
        VonMises(NAMES[i], _real(i)[0], _positive(i)[0]),
        [_real(i)[0], _positive(i)[0]],
        d.VonMises,
    ),
    "Uniform": lambda i: (Uniform(NAMES[i], *_real(i)), _real(i), d.Uniform),
}


def rows() -> Iterator[Row]:
    """Every row of PyTorch's: entropies that it has, and pairs for which it has a divergence."""
    for name, law in LAWS.items():
        formula, inputs, make = law(0)
        if _has_entropy(make):
            yield Row("torch", f"{name}.entropy()", H(formula), _entropy(make), inputs, "python")
    for one, first in LAWS.items():
        for two, second in LAWS.items():
            p, before, make_p = first(0)
            q, after, make_q = second(1)
            if p.space == q.space and has_divergence(make_p, make_q):
                shared = 1 if one == two == "Binomial" else 0
                call = _divergence(make_p, make_q, len(before), shared)
                label = f"kl_divergence({one}, {two})"
                yield Row("torch", label, KL(p, q), call, [*before, *after], "python")
    yield from _vectors()


def _vectors() -> Iterator[Row]:
    pmf_p, pmf_q = FiniteSpace("X").pmfs("P Q")
    yield Row(
        "torch",
        "Categorical.entropy()",
        H(pmf_p),
        lambda p: d.Categorical(probs=tensor(p)).entropy().item(),
        [pmf_p],
        "python",
    )
    yield Row(
        "torch",
        "kl_divergence(Categorical, Categorical)",
        KL(pmf_p, pmf_q),
        lambda p, q: d.kl_divergence(
            d.Categorical(probs=tensor(p)), d.Categorical(probs=tensor(q))
        ).item(),
        [pmf_p, pmf_q],
        "python",
    )
    means = Vector("mu", k), Vector("nu", k)
    forms = SPD("S", k), SPD("T", k)
    normals = [Gaussian(n, mean, form) for n, mean, form in zip(NAMES, means, forms, strict=True)]
    yield Row(
        "torch",
        "MultivariateNormal.entropy()",
        H(normals[0]),
        lambda mean, form: _normal(mean, form).entropy().item(),
        [means[0], forms[0]],
        "python",
    )
    yield Row(
        "torch",
        "kl_divergence(MultivariateNormal, MultivariateNormal)",
        KL(*normals),
        lambda m, s, n, t: d.kl_divergence(_normal(m, s), _normal(n, t)).item(),
        [means[0], forms[0], means[1], forms[1]],
        "python",
    )


def tensor(value: Any) -> torch.Tensor:
    """The number or nested list in double precision."""
    return torch.tensor(value, dtype=torch.float64)


def _normal(mean: Any, form: Any) -> Any:
    return d.MultivariateNormal(tensor(mean).reshape(-1), tensor(form))


def _made(make: Any, parameters: Any) -> Any:
    if make is d.Binomial:
        return make(int(parameters[0]), probs=tensor(parameters[1]))
    if make in (d.Bernoulli, d.Geometric):
        return make(probs=tensor(parameters[0]))
    return make(*map(tensor, parameters))


def _entropy(make: Any) -> Any:
    return lambda *parameters: _made(make, parameters).entropy().item()


def _divergence(make_p: Any, make_q: Any, count: int, shared: int) -> Any:
    def divergence(*parameters: Any) -> float:
        first, second = parameters[:count], (*parameters[:shared], *parameters[count:])
        return d.kl_divergence(_made(make_p, first), _made(make_q, second)).item()

    return divergence


def _has_entropy(make: Any) -> bool:
    return _works(lambda: _made(make, _sample(make)).entropy())


def has_divergence(make_p: Any, make_q: Any) -> bool:
    """Whether PyTorch has a closed form for the pair."""
    q = _made(make_q, _sample(make_q, other=make_q is not d.Binomial))
    return _works(lambda: d.kl_divergence(_made(make_p, _sample(make_p)), q))


def _sample(make: Any, other: bool = False) -> tuple[float, ...]:
    single = (d.Bernoulli, d.Geometric, d.Poisson, d.Exponential)
    if make in single:
        return (0.25,) if other else (0.5,)
    if make is d.Binomial:
        return (3.0, 0.5)
    return (0.125, 0.875) if other else (0.25, 0.75)


def _works(call: Any) -> bool:
    try:
        call()
    except NotImplementedError:
        return False
    return True
