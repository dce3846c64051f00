"""Named families of laws: parameters, support, log-density on the support.

Parameters are given as names of declared numbers (of the space, for a count; of weights, for
Dirichlet) or as rational numbers.  A law of a family vanishes outside its support, where its
logarithm has no value; so its log-density is only used where the law is positive.  The means of
statistics are in ``statistics``.

Sources: Johnson, Kotz, Balakrishnan, Continuous Univariate Distributions (2nd ed.) and Johnson,
Kemp, Kotz, Univariate Discrete Distributions (3rd ed.); for the circle, Mardia and Jupp,
Directional Statistics, 3.5.4.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from symkl.kernel import terms
from symkl.kernel.context import Context, Law
from symkl.kernel.terms import ONE, Term, add, div, log, mul, neg, num, sub

Parameters = Sequence[Term]
LogDensity = Callable[[Parameters, Term], Term]
HALF = num(Fraction(1, 2))
PI, EULER = Term("const", (), "pi"), Term("const", (), "euler")


@dataclass(frozen=True, slots=True)
class Family:
    """A family: what it is called, kinds of its parameters, where it lives, its log-density.

    ``bounds`` are the places of the parameters that the support depends on.
    """

    title: str
    parameters: tuple[str, ...]
    space: str
    support: str
    log_density: LogDensity
    bounds: tuple[int, ...] = ()


# What each support is called, and the supports that contain it whatever the parameters are.
SUPPORTS = {
    "line": "the real numbers",
    "positive": "the positive numbers",
    "above": "a half-line of positive numbers",
    "unit": "(0, 1)",
    "interval": "an interval",
    "circle": "(-pi, pi)",
    "naturals": "0, 1, 2, ...",
    "from_one": "1, 2, 3, ...",
    "binary": "0 and 1",
    "up_to": "0, ..., n",
    "simplex": "the positive probability vectors",
    "definite": "the symmetric positive definite matrices",
}
WIDER: dict[str, tuple[str, ...]] = {
    "positive": ("line",),
    "above": ("positive", "line"),
    "unit": ("positive", "line"),
    "interval": ("line",),
    "circle": ("line",),
    "from_one": ("naturals",),
    "binary": ("up_to", "naturals"),
    "up_to": ("naturals",),
}


def special(name: str, argument: Term) -> Term:
    """A special function of a number."""
    return Term("special", (argument,), name)


def log_gamma(argument: Term) -> Term:
    """Log of the gamma function."""
    return special("log_gamma", argument)


def square(argument: Term) -> Term:
    """The square."""
    return terms.power(argument, num(2))


def _exponential(p: Parameters, x: Term) -> Term:
    (rate,) = p
    return sub(log(rate), mul(rate, x))


def _uniform(p: Parameters, x: Term) -> Term:
    low, high = p
    return neg(log(sub(high, low)))


def _laplace(p: Parameters, x: Term) -> Term:
    centre, scale = p
    return sub(neg(log(mul(num(2), scale))), div(special("abs", sub(x, centre)), scale))


def _normal_at(p: Parameters, t: Term) -> Term:
    mean, deviation = p
    spread = div(square(sub(t, mean)), mul(num(2), square(deviation)))
    return add(neg(mul(HALF, log(mul(num(2), PI)))), neg(log(deviation)), neg(spread))


def _log_normal(p: Parameters, x: Term) -> Term:
    return sub(_normal_at(p, log(x)), log(x))


def _gamma(p: Parameters, x: Term) -> Term:
    shape, rate = p
    scale = sub(mul(shape, log(rate)), log_gamma(shape))
    return add(scale, mul(sub(shape, ONE), log(x)), neg(mul(rate, x)))


def _inverse_gamma(p: Parameters, x: Term) -> Term:
    shape, scale = p
    constant = sub(mul(shape, log(scale)), log_gamma(shape))
    return add(constant, neg(mul(add(shape, ONE), log(x))), neg(div(scale, x)))


def _beta(p: Parameters, x: Term) -> Term:
    a, b = p
    constant = add(log_gamma(add(a, b)), neg(log_gamma(a)), neg(log_gamma(b)))
    powers = add(mul(sub(a, ONE), log(x)), mul(sub(b, ONE), log(sub(ONE, x))))
    return add(constant, powers)


def _pareto(p: Parameters, x: Term) -> Term:
    least, shape = p
    return add(log(shape), mul(shape, log(least)), neg(mul(add(shape, ONE), log(x))))


def _weibull(p: Parameters, x: Term) -> Term:
    scale, shape = p
    ratio = sub(log(x), log(scale))
    power = terms.exp(mul(shape, ratio))
    return add(log(shape), neg(log(scale)), mul(sub(shape, ONE), ratio), neg(power))


def _von_mises(p: Parameters, x: Term) -> Term:
    centre, concentration = p
    constant = add(log(mul(num(2), PI)), log(special("bessel_i0", concentration)))
    return sub(mul(concentration, special("cos", sub(x, centre))), constant)


def _bernoulli(p: Parameters, x: Term) -> Term:
    (chance,) = p
    return add(mul(x, log(chance)), mul(sub(ONE, x), log(sub(ONE, chance))))


def _geometric(p: Parameters, x: Term) -> Term:
    (chance,) = p
    return add(log(chance), mul(sub(x, ONE), log(sub(ONE, chance))))


def _poisson(p: Parameters, x: Term) -> Term:
    (mean,) = p
    return add(mul(x, log(mean)), neg(mean), neg(log_gamma(add(x, ONE))))


def _binomial(p: Parameters, x: Term) -> Term:
    trials, chance = p
    rest = sub(trials, x)
    choices = [log_gamma(add(trials, ONE)), *(neg(log_gamma(add(t, ONE))) for t in (x, rest))]
    return add(*choices, mul(x, log(chance)), mul(rest, log(sub(ONE, chance))))


def _dirichlet(p: Parameters, x: Term) -> Term:
    (weight,) = p
    index = weight.args[0]
    over = (index.label,)
    constant = sub(log_gamma(terms.total(over, weight)), terms.total(over, log_gamma(weight)))
    logarithm = log(Term("coordinate", (x, index)))
    return add(constant, terms.total(over, mul(sub(weight, ONE), logarithm)))


def _wishart(p: Parameters, x: Term) -> Term:
    freedom, scale, size = p
    half_freedom = mul(HALF, freedom)
    constant = add(
        mul(half_freedom, size, log(num(2))),
        mul(half_freedom, log(Term("det", (scale,)))),
        Term("special", (half_freedom, size), "log_gamma_k"),
    )
    power = mul(HALF, add(freedom, neg(size), num(-1)), log(Term("det", (x,))))
    form = Term("trace", (mul(Term("inverse", (scale,)), x),))
    return add(power, neg(mul(HALF, form)), neg(constant))


FAMILIES: dict[str, Family] = {
    "wishart": Family(
        "a Wishart density of {} > k - 1 degrees of freedom and scale {}",
        ("positive", "scale"),
        "definite",
        "definite",
        _wishart,
    ),
    "dirichlet": Family(
        "a Dirichlet density with weights {}", ("weights",), "simplex", "simplex", _dirichlet
    ),
    "exponential": Family(
        "an exponential density of rate {}", ("positive",), "real", "positive", _exponential
    ),
    "uniform": Family(
        "uniform between {} and {}", ("real", "real"), "real", "interval", _uniform, (0, 1)
    ),
    "laplace": Family(
        "a Laplace density of centre {} and scale {}",
        ("real", "positive"),
        "real",
        "line",
        _laplace,
    ),
    "normal": Family(
        "a normal density of mean {} and standard deviation {}",
        ("real", "positive"),
        "real",
        "line",
        _normal_at,
    ),
    "log_normal": Family(
        "a log-normal density: log x has mean {} and standard deviation {}",
        ("real", "positive"),
        "real",
        "positive",
        _log_normal,
    ),
    "gamma": Family(
        "a gamma density of shape {} and rate {}",
        ("positive", "positive"),
        "real",
        "positive",
        _gamma,
    ),
    "inverse_gamma": Family(
        "an inverse gamma density of shape {} and scale {}",
        ("positive", "positive"),
        "real",
        "positive",
        _inverse_gamma,
    ),
    "beta": Family(
        "a beta density with parameters {} and {}", ("positive", "positive"), "real", "unit", _beta
    ),
    "pareto": Family(
        "a Pareto density above {} of shape {}",
        ("positive", "positive"),
        "real",
        "above",
        _pareto,
        (0,),
    ),
    "weibull": Family(
        "a Weibull density of scale {} and shape {}",
        ("positive", "positive"),
        "real",
        "positive",
        _weibull,
    ),
    "von_mises": Family(
        "a von Mises density of centre {} and concentration {}",
        ("real", "positive"),
        "real",
        "circle",
        _von_mises,
    ),
    "bernoulli": Family("a Bernoulli pmf of chance {}", ("unit",), "integer", "binary", _bernoulli),
    "binomial": Family(
        "a binomial pmf of {} trials of chance {}",
        ("count", "unit"),
        "integer",
        "up_to",
        _binomial,
        (0,),
    ),
    "geometric": Family(
        "a geometric pmf of chance {} on 1, 2, ...", ("unit",), "integer", "from_one", _geometric
    ),
    "poisson": Family("a Poisson pmf of mean {}", ("positive",), "integer", "naturals", _poisson),
}


def parameters_of(context: Context, law: Law) -> list[Term]:
    """The parameters of a law of a family as terms; for matrices their dimension as well."""
    found = [_parameter(context, text) for text in (law.family or ())[1:]]
    space = context.sort(law.coords[0][1])
    return [*found, Term("size", (), space.index)] if space.kind == "definite" else found


def _parameter(context: Context, text: str) -> Term:
    if text in context.numbers:
        return Term("sym", (), text)
    if text in context.laws:  # weights, at a point of their space
        ((coord, sort),) = context.law(text).coords
        return Term("value", (Term("point", (), ("i", sort)),), (text, (coord,), ()))
    if text in context.matrices:
        return Term("matrix", (), text)
    if text in context.sorts:
        return Term("size", (), text)
    return num(terms.rational(text))


def titled(law: Law) -> str:
    """What the law is, in words."""
    name, *parameters = law.family or ("",)
    return FAMILIES[name].title.format(*parameters)


def is_within(law: Law, other: Law) -> bool:
    """Whether the support of one law of a family lies in that of another for all parameters."""
    if law.family is None or other.family is None or law.name == other.name:
        return False
    if [sort for _, sort in law.coords] != [sort for _, sort in other.coords]:
        return False
    one, two = FAMILIES[law.family[0]], FAMILIES[other.family[0]]
    if one.support != two.support:
        return two.support in WIDER.get(one.support, ())
    ends = ([law.family[1 + place] for place in one.bounds], one.bounds)
    return ends == ([other.family[1 + place] for place in two.bounds], two.bounds)
