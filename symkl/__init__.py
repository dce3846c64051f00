"""symkl: mathematical derivations, checked step by step.

Names are imported when first used, so that ``import symkl`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sympy import Rational, Symbol, pi

    from symkl.derivation import Derivation
    from symkl.interactive import check
    from symkl.language.families import (
        Bernoulli,
        Beta,
        Binomial,
        Dirichlet,
        Exponential,
        Gamma,
        Geometric,
        InverseGamma,
        Laplace,
        LogNormal,
        Normal,
        Pareto,
        Poisson,
        Uniform,
        VonMises,
        Weibull,
        Wishart,
        absolute,
        bessel_i0,
        bessel_i1,
        component,
        cos,
        digamma,
        digamma_k,
        euler_gamma,
        gamma,
        log_beta,
        log_gamma,
        log_gamma_k,
        numbers,
        positives,
    )
    from symkl.language.functions import (
        ConcaveFunction,
        ConvexFunction,
        RealFunction,
        exp,
        log,
        sqrt,
        total,
    )
    from symkl.language.information import KL, CrossEntropy, E, H, I
    from symkl.language.matrices import (
        SPD,
        Dimension,
        Gaussian,
        Identity,
        Matrix,
        StandardNormal,
        Vector,
        det,
        log_density,
        quadratic_form,
        trace,
        vectors,
    )
    from symkl.language.objectives import Argmax, Argmin, Gradient
    from symkl.language.spaces import FiniteSpace, channel, joint
    from symkl.language.statements import Equal, Independent, Markov, statement
    from symkl.language.variables import variables
    from symkl.language.written import LanguageError, Written
    from symkl.rules.citation import definition
    from symkl.speaking import set_language

_HOMES = {
    "derivation": ("Derivation",),
    "language.families": (
        "Bernoulli",
        "Beta",
        "Dirichlet",
        "Binomial",
        "Exponential",
        "Gamma",
        "Geometric",
        "InverseGamma",
        "Laplace",
        "LogNormal",
        "Normal",
        "Pareto",
        "Poisson",
        "Uniform",
        "VonMises",
        "Weibull",
        "Wishart",
        "absolute",
        "bessel_i0",
        "bessel_i1",
        "component",
        "cos",
        "digamma",
        "digamma_k",
        "euler_gamma",
        "gamma",
        "log_beta",
        "log_gamma",
        "log_gamma_k",
        "numbers",
        "positives",
    ),
    "language.functions": (
        "ConcaveFunction",
        "ConvexFunction",
        "RealFunction",
        "exp",
        "log",
        "sqrt",
        "total",
    ),
    "language.information": ("KL", "CrossEntropy", "E", "H", "I"),
    "language.matrices": (
        "SPD",
        "Dimension",
        "Gaussian",
        "Identity",
        "Matrix",
        "StandardNormal",
        "Vector",
        "det",
        "log_density",
        "quadratic_form",
        "trace",
        "vectors",
    ),
    "language.objectives": ("Argmax", "Argmin", "Gradient"),
    "language.spaces": ("FiniteSpace", "channel", "joint"),
    "language.statements": ("Equal", "Independent", "Markov", "statement"),
    "language.variables": ("variables",),
    "language.written": ("LanguageError", "Written"),
    "rules.citation": ("definition",),
    "interactive": ("check",),
    "speaking": ("set_language",),
}
_MODULE_OF = {name: f"symkl.{module}" for module, names in _HOMES.items() for name in names}
_MODULE_OF |= dict.fromkeys(("Rational", "Symbol", "pi"), "sympy")

__all__ = [
    "KL",
    "SPD",
    "Argmax",
    "Argmin",
    "Bernoulli",
    "Beta",
    "Binomial",
    "ConcaveFunction",
    "ConvexFunction",
    "CrossEntropy",
    "Derivation",
    "Dimension",
    "Dirichlet",
    "E",
    "Equal",
    "Exponential",
    "FiniteSpace",
    "Gamma",
    "Gaussian",
    "Geometric",
    "Gradient",
    "H",
    "I",
    "Identity",
    "Independent",
    "InverseGamma",
    "LanguageError",
    "Laplace",
    "LogNormal",
    "Markov",
    "Matrix",
    "Normal",
    "Pareto",
    "Poisson",
    "Rational",
    "RealFunction",
    "StandardNormal",
    "Symbol",
    "Uniform",
    "Vector",
    "VonMises",
    "Weibull",
    "Wishart",
    "Written",
    "absolute",
    "bessel_i0",
    "bessel_i1",
    "channel",
    "check",
    "component",
    "cos",
    "definition",
    "det",
    "digamma",
    "digamma_k",
    "euler_gamma",
    "exp",
    "gamma",
    "joint",
    "log",
    "log_beta",
    "log_density",
    "log_gamma",
    "log_gamma_k",
    "numbers",
    "pi",
    "positives",
    "quadratic_form",
    "set_language",
    "sqrt",
    "statement",
    "total",
    "trace",
    "variables",
    "vectors",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        return version("symkl")
    if name not in _MODULE_OF:
        raise AttributeError(f"module 'symkl' has no attribute {name!r}")
    return getattr(import_module(_MODULE_OF[name]), name)


def __dir__() -> list[str]:
    return sorted({*__all__, "__version__"})
