"""Named families of laws, the numbers they are declared with, and special functions.

Conventions: rates, not scales, for exponential and gamma laws; the geometric law counts trials
(1, 2, ...); a von Mises law lives on (-pi, pi).  Entropies and divergences are in nats.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, Literal

from symkl.kernel.context import Declaration, Law, Number, Sort
from symkl.kernel.families import FAMILIES
from symkl.kernel.terms import Term
from symkl.language.matrices import Dimension
from symkl.language.spaces import Distribution, Point
from symkl.language.written import LanguageError, Written, combined, written

REAL_LINE = Sort("R", "", "real")
WHOLE_NUMBERS = Sort("N", "", "integer")


def numbers(
    names: str, sign: Literal["positive", "nonnegative", "real", "unit"] = "real"
) -> list[Written]:
    """Real numbers without a value, by names with spaces between.

    Args:
        names: as in "mu nu".
        sign: what is assumed of them; "unit" means between 0 and 1, both excluded.

    Examples:
        >>> a, b = numbers("a b", "positive")
        >>> a / (a + b)
        a/(a + b)
    """
    return [Written(Term("sym", (), name), [Number(name, sign)]) for name in names.split()]


def positives(names: str) -> list[Written]:
    """Positive numbers without a value, by names with spaces between."""
    return numbers(names, "positive")


class NamedLaw(Distribution):
    """A law of a named family; ``point`` makes points of the space that it lives on."""

    def __init__(self, law: Law, space: Sort, declarations: Iterable[Declaration]) -> None:
        super().__init__(law, [space, *declarations])
        self.space = space

    def point(self, name: str) -> Point:
        """A point that an expectation or an integral may bind."""
        index = (d for d in self.declarations if isinstance(d, Sort) and d.name == self.space.index)
        return Point(Term("point", (), (name, self.space.name)), [self.space, *index])


def _law(family: str, name: str, *parameters: Any, below: Iterable[Distribution] = ()) -> NamedLaw:
    """The law of a family with these parameters: declared numbers, or rational ones."""
    texts: list[str] = []
    declarations: list[Declaration] = []
    for parameter in map(written, parameters):
        texts.append(_text(family, name, parameter))
        declarations += parameter.declarations
    space = REAL_LINE if FAMILIES[family].space == "real" else WHOLE_NUMBERS
    everywhere = FAMILIES[family].support == "line"
    others = tuple(below)
    law = Law(
        name,
        (("x", space.name),),
        sign="positive" if everywhere else "nonnegative",
        below=tuple(other.law.name for other in others),
        family=(family, *texts),
    )
    declarations += [d for other in others for d in other.declarations]
    return NamedLaw(law, space, declarations)


def _text(family: str, name: str, parameter: Written) -> str:
    if parameter.term.head in ("sym", "size"):
        return str(parameter.term.label)
    if parameter.term.head == "num" and isinstance(parameter.term.label, Fraction):
        return str(parameter.term.label)
    raise LanguageError(
        f"the parameters of the {family} law {name} are declared numbers or rational ones, "
        f"not {parameter}; declare a number and state what it is"
    )


def Bernoulli(name: str, chance: Any) -> NamedLaw:
    """The pmf p^x (1 - p)^(1 - x) on 0 and 1; ``chance`` in (0, 1)."""
    return _law("bernoulli", name, chance)


def Binomial(name: str, trials: Dimension, chance: Any) -> NamedLaw:
    """The pmf C(n, x) p^x (1 - p)^(n - x) on 0, ..., n; the number of trials is a Dimension."""
    return _law("binomial", name, trials, chance)


def Geometric(name: str, chance: Any) -> NamedLaw:
    """The pmf p (1 - p)^(x - 1) on 1, 2, ...; ``chance`` in (0, 1)."""
    return _law("geometric", name, chance)


def Poisson(name: str, mean: Any) -> NamedLaw:
    """The pmf mean^x exp(-mean) / x! on 0, 1, 2, ..."""
    return _law("poisson", name, mean)


def Uniform(name: str, low: Any, high: Any, below: Iterable[Distribution] = ()) -> NamedLaw:
    """The density 1 / (high - low) between low and high; ``below`` as for other densities."""
    return _law("uniform", name, low, high, below=below)


def Exponential(name: str, rate: Any) -> NamedLaw:
    """The density rate exp(-rate x) for x > 0."""
    return _law("exponential", name, rate)


def Laplace(name: str, centre: Any, scale: Any) -> NamedLaw:
    """The density ``exp(-|x - centre| / scale) / (2 scale)``."""
    return _law("laplace", name, centre, scale)


def Normal(name: str, mean: Any, deviation: Any) -> NamedLaw:
    """The normal density on the line, by its mean and its standard deviation."""
    return _law("normal", name, mean, deviation)


def LogNormal(name: str, mean: Any, deviation: Any) -> NamedLaw:
    """The density of exp(t) for a normal t of this mean and standard deviation."""
    return _law("log_normal", name, mean, deviation)


def Gamma(name: str, shape: Any, rate: Any) -> NamedLaw:
    """The gamma density of a shape and a rate: x^(shape - 1) exp(-rate x) rate^shape over Gamma."""
    return _law("gamma", name, shape, rate)


def InverseGamma(name: str, shape: Any, scale: Any) -> NamedLaw:
    """The density scale^shape x^(-shape - 1) exp(-scale / x) / Gamma(shape) for x > 0."""
    return _law("inverse_gamma", name, shape, scale)


def Beta(name: str, a: Any, b: Any) -> NamedLaw:
    """The density x^(a - 1) (1 - x)^(b - 1) / B(a, b) on (0, 1)."""
    return _law("beta", name, a, b)


def Pareto(name: str, least: Any, shape: Any, below: Iterable[Distribution] = ()) -> NamedLaw:
    """The density shape least^shape / x^(shape + 1) for x > least; ``below`` as for others."""
    return _law("pareto", name, least, shape, below=below)


def Weibull(name: str, scale: Any, shape: Any) -> NamedLaw:
    """The density (shape / scale) (x / scale)^(shape - 1) exp(-(x / scale)^shape) for x > 0."""
    return _law("weibull", name, scale, shape)


def VonMises(name: str, centre: Any, concentration: Any) -> NamedLaw:
    """The density exp(concentration cos(x - centre)) / (2 pi I_0(concentration)) on (-pi, pi)."""
    return _law("von_mises", name, centre, concentration)


def Dirichlet(name: str, weights: Distribution) -> NamedLaw:
    """The Dirichlet density of positive weights on a finite space, as in ``X.weight("alpha")``.

    Its points are the probability vectors over the space; see :func:`component`.
    """
    law = weights.law
    if len(law.coords) != 1 or law.given or law.sign != "positive":
        raise LanguageError(f"the weights of {name} are positive, on one space: X.weight('alpha')")
    index = law.coords[0][1]
    space = Sort(f"simplex^{index}", "", "simplex", index)
    dirichlet = Law(name, (("x", space.name),), sign="nonnegative", family=("dirichlet", law.name))
    return NamedLaw(dirichlet, space, weights.declarations)


def Wishart(name: str, freedom: Any, scale: Written) -> NamedLaw:
    """The Wishart density of n degrees of freedom and the scale V, with the mean n V.

    ``|X|^((n-k-1)/2) exp(-tr(V^-1 X)/2) / (2^(nk/2) |V|^(n/2) Gamma_k(n/2))``

    Its points are symmetric positive definite k x k matrices; the number n of degrees of freedom is
    positive and, as it must be for this density, above k - 1.  The scale V is declared as SPD.
    """
    number = written(freedom)
    index, _ = scale.shape
    if scale.term.head != "matrix" or not scale.context.matrix(scale.term.label).positive_definite:
        raise LanguageError(f"the scale of {name} must be a declared SPD matrix, found {scale}")
    space = Sort(f"SPD^{index}", "", "definite", index)
    texts = (_text("Wishart", name, number), str(scale.term.label))
    law = Law(name, (("X", space.name),), sign="nonnegative", family=("wishart", *texts))
    return NamedLaw(law, space, [*number.declarations, *scale.declarations])


def component(vector: Point, index: Point) -> Written:
    """The component of a probability vector at a point of its finite space."""
    return combined(lambda x, i: Term("coordinate", (x, i)), vector, index)


# --- special functions ----------------------------------------------------------------------------


def log_gamma(argument: Any) -> Written:
    """The logarithm of the gamma function of a positive number."""
    return _special("log_gamma", argument)


def digamma(argument: Any) -> Written:
    """psi, the derivative of log Gamma, at a positive number."""
    return _special("digamma", argument)


def log_beta(a: Any, b: Any) -> Written:
    """Log B(a, b) = log Gamma(a) + log Gamma(b) - log Gamma(a + b).

    Examples:
        >>> a, b = positives("a b")
        >>> log_beta(a, b)
        log_gamma(a) + log_gamma(b) - log_gamma(a + b)
    """
    return log_gamma(a) + log_gamma(b) - log_gamma(written(a) + b)


def gamma(argument: Any) -> Written:
    """The gamma function of a positive number, as exp(log Gamma)."""
    return combined(lambda t: Term("exp", (t,)), log_gamma(argument))


def log_gamma_k(argument: Any, k: Dimension) -> Written:
    """Log Gamma_k(a) = k(k-1)/4 log pi + the sum of log Gamma(a + (1-j)/2) for j = 1, ..., k."""
    return combined(lambda a, size: Term("special", (a, size), "log_gamma_k"), argument, k)


def digamma_k(argument: Any, k: Dimension) -> Written:
    """psi_k(a), the sum of psi(a + (1-j)/2) for j = 1, ..., k: the derivative of log Gamma_k."""
    return combined(lambda a, size: Term("special", (a, size), "digamma_k"), argument, k)


def bessel_i0(argument: Any) -> Written:
    """The modified Bessel function I_0."""
    return _special("bessel_i0", argument)


def bessel_i1(argument: Any) -> Written:
    """The modified Bessel function I_1."""
    return _special("bessel_i1", argument)


def absolute(argument: Any) -> Written:
    """The absolute value of a number."""
    return _special("abs", argument)


def cos(argument: Any) -> Written:
    """The cosine of a number."""
    return _special("cos", argument)


def _special(name: str, argument: Any) -> Written:
    expression = written(argument)
    if not expression.is_commutative:
        raise LanguageError(f"expected a number, found the matrix {expression}")
    return combined(lambda t: Term("special", (t,), name), expression)


euler_gamma = Written(Term("const", (), "euler"), ())
"""Euler's constant, 0.577..."""
