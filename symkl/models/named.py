"""Named laws in a model: parameters, supports, densities, written apart from the kernel's table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from typing import Any

from symkl.kernel.context import Context, Law
from symkl.models.arithmetic import Arithmetic
from symkl.models.grids import inverse_and_det
from symkl.models.model import Model, Unsupported

Parameters = tuple[Fraction, ...]
Ends = tuple[Fraction | None, Fraction | None]
LINE: Ends = (None, None)
HALF_LINE: Ends = (Fraction(0), None)


@dataclass(frozen=True)
class Family:
    """A family: where it is positive, and its log-density there, of a number or an expansion.

    ``log_density`` takes parameters (exact numbers of the arithmetic), the point, its arithmetic
    and ``f(name, argument)``, which applies a function.
    """

    ends: Callable[[Parameters], Ends]
    log_density: Callable[[Sequence[Any], Any, Arithmetic, Any], Any]
    whole: bool = False
    valid: Callable[[Parameters], bool] = lambda p: True


def _uniform(p: Sequence[Any], x: Any, of: Arithmetic, f: Any) -> Any:
    return -of.log(p[1] - p[0]) + x * of.zero


def _exponential(p: Sequence[Any], x: Any, of: Arithmetic, f: Any) -> Any:
    return of.log(p[0]) - x * p[0]


def _laplace(p: Sequence[Any], x: Any, of: Arithmetic, f: Any) -> Any:
    return -of.divide(f("abs", x - p[0]), p[1]) - of.log(p[1] + p[1])


def _normal(p: Sequence[Any], x: Any, of: Arithmetic, f: Any) -> Any:
    two = of.exact(2)
    variance = p[1] * p[1]
    centred = x - p[0]
    spread = of.divide(centred * centred, two * variance)
    return -spread - of.log(two * of.pi() * variance) / two


def _log_normal(p: Sequence[Any], x: Any, of: Arithmetic, f: Any) -> Any:
    return _normal(p, f("log", x), of, f) - f("log", x)


def _gamma(p: Sequence[Any], x: Any, of: Arithmetic, f: Any) -> Any:
    constant = p[0] * of.log(p[1]) - of.special("log_gamma", p[0])
    return f("log", x) * (p[0] - of.one) - x * p[1] + constant


def _inverse_gamma(p: Sequence[Any], x: Any, of: Arithmetic, f: Any) -> Any:
    constant = p[0] * of.log(p[1]) - of.special("log_gamma", p[0])
    return f("log", x) * (-p[0] - of.one) - of.divide(of.one, x) * p[1] + constant


def _beta(p: Sequence[Any], x: Any, of: Arithmetic, f: Any) -> Any:
    a, b = p
    whole = of.special("log_gamma", a) + of.special("log_gamma", b)
    constant = of.special("log_gamma", a + b) - whole
    return f("log", x) * (a - of.one) + f("log", of.one - x) * (b - of.one) + constant


def _pareto(p: Sequence[Any], x: Any, of: Arithmetic, f: Any) -> Any:
    return f("log", x) * (-p[1] - of.one) + of.log(p[1]) + p[1] * of.log(p[0])


def _weibull(p: Sequence[Any], x: Any, of: Arithmetic, f: Any) -> Any:
    scale, shape = p
    constant = of.log(shape) - shape * of.log(scale)
    power = f("power", x, shape) * of.exp(-(shape * of.log(scale)))
    return f("log", x) * (shape - of.one) - power + constant


def _von_mises(p: Sequence[Any], x: Any, of: Arithmetic, f: Any) -> Any:
    constant = of.log(of.exact(2) * of.pi() * of.special("bessel_i0", p[1]))
    return f("cos", x - p[0]) * p[1] - constant


def _bernoulli(p: Sequence[Any], x: Any, of: Arithmetic, f: Any) -> Any:
    return x * (of.log(p[0]) - of.log(of.one - p[0])) + of.log(of.one - p[0])


def _binomial(p: Sequence[Any], x: Any, of: Arithmetic, f: Any) -> Any:
    n, chance = p
    choices = of.special("log_gamma", n + of.one) - f("log_gamma", x + of.one)
    choices = choices - f("log_gamma", n + of.one - x)
    slope = of.log(chance) - of.log(of.one - chance)
    return choices + x * slope + n * of.log(of.one - chance)


def _geometric(p: Sequence[Any], x: Any, of: Arithmetic, f: Any) -> Any:
    other = of.log(of.one - p[0])
    return x * other + of.log(p[0]) - other


def _poisson(p: Sequence[Any], x: Any, of: Arithmetic, f: Any) -> Any:
    return x * of.log(p[0]) - p[0] - f("log_gamma", x + of.one)


def _dirichlet(p: Sequence[Any], x: Any, of: Arithmetic, f: Any) -> Any:
    total = of.special("log_gamma", sum(p[1:], p[0]))
    for weight, component in zip(p, x, strict=True):
        total = total + f("log", component) * (weight - of.one) - of.special("log_gamma", weight)
    return total


PI_BELOW = Fraction(314159265358979323846264338327950288, 10**35)


def _wishart(p: Sequence[Any], x: Any, of: Arithmetic, f: Any) -> Any:
    """By the entries of V^-1 after n; ``f`` gives the logarithm of the determinant."""
    freedom, *scale = p
    size, two, half = len(x), of.exact(2), of.exact(Fraction(1, 2))
    rows = [scale[i * size : (i + 1) * size] for i in range(size)]
    inverse, det = inverse_and_det(rows, of)
    total = -of.multivariate("log_gamma_k", freedom * half, size)
    total = total - freedom * half * (of.exact(size) * of.log(two) + of.log(det))
    total = total + f("log_det", x[0][0]) * ((freedom - of.exact(size + 1)) * half)
    for i in range(size):
        for j in range(size):
            total = total - x[i][j] * (inverse[j][i] * half)
    return total


NAMED: dict[str, Family] = {
    "wishart": Family(lambda p: HALF_LINE, _wishart),
    "dirichlet": Family(lambda p: (Fraction(0), Fraction(1)), _dirichlet),
    "uniform": Family(lambda p: (p[0], p[1]), _uniform, valid=lambda p: p[0] < p[1]),
    "exponential": Family(lambda p: HALF_LINE, _exponential),
    "laplace": Family(lambda p: LINE, _laplace),
    "normal": Family(lambda p: LINE, _normal),
    "log_normal": Family(lambda p: HALF_LINE, _log_normal),
    "gamma": Family(lambda p: HALF_LINE, _gamma),
    "inverse_gamma": Family(lambda p: HALF_LINE, _inverse_gamma),
    "beta": Family(lambda p: (Fraction(0), Fraction(1)), _beta),
    "pareto": Family(lambda p: (p[0], None), _pareto),
    "weibull": Family(lambda p: HALF_LINE, _weibull),
    "von_mises": Family(lambda p: (-PI_BELOW, PI_BELOW), _von_mises),
    "bernoulli": Family(lambda p: (Fraction(0), Fraction(1)), _bernoulli, whole=True),
    "binomial": Family(lambda p: (Fraction(0), p[0]), _binomial, whole=True),
    "geometric": Family(lambda p: (Fraction(1), None), _geometric, whole=True),
    "poisson": Family(lambda p: HALF_LINE, _poisson, whole=True),
}


def parameters_in(context: Context, law: Law, model: Model) -> Parameters:
    """The parameters of a named law in a model, as exact numbers."""
    found: list[Fraction] = []
    for text in (law.family or ())[1:]:
        weights = context.laws.get(text)
        if text in context.matrices:
            found += (v for row in model.matrices[text] for v in row)
        elif weights is None:
            found.append(_parameter(context, text, model))
        else:
            found += (model.laws[text][cell] for cell in model.cells(weights))
    return tuple(found)


def _parameter(context: Context, text: str, model: Model) -> Fraction:
    if text in context.numbers:
        if text not in model.numbers:
            raise Unsupported(f"the model gives no value to {text}")
        return model.numbers[text]
    return Fraction(model.size(text)) if text in context.sorts else Fraction(text)


def is_inside(x: Fraction, ends: Ends, whole: bool) -> bool:
    """Whether a number lies in a support."""
    low, high = ends
    above = low is None or x > low or (whole and x == low)
    below = high is None or x < high or (whole and x == high)
    return above and below and (not whole or x.denominator == 1)


def ends_within(inner: Ends, outer: Ends) -> bool:
    """Whether one interval lies in another."""
    low = outer[0] is None or (inner[0] is not None and inner[0] >= outer[0])
    return low and (outer[1] is None or (inner[1] is not None and inner[1] <= outer[1]))


def valid_in(context: Context, law: Law, model: Model) -> bool:
    """Whether the parameters are those of a law, whose support is as declared beside the others."""
    named = NAMED[(law.family or ("",))[0]]
    parameters = parameters_in(context, law, model)
    if not named.valid(parameters) or not _is_free_enough(law, parameters):
        return False
    others = [context.laws[name] for name in law.below if name in context.laws]
    return all(
        other.family is None
        or ends_within(
            named.ends(parameters),
            NAMED[other.family[0]].ends(parameters_in(context, other, model)),
        )
        for other in others
    )


def _is_free_enough(law: Law, parameters: Parameters) -> bool:
    """Whether a Wishart law has more than k - 1 degrees of freedom."""
    if law.family is None or law.family[0] != "wishart":
        return True
    return parameters[0] > isqrt(len(parameters) - 1) - 1


def fitted(
    context: Context, numbers: dict[str, Fraction], sizes: Mapping[str, int]
) -> dict[str, Fraction]:
    """The numbers, changed where the ends of supports would not be as declared."""
    found = dict(numbers)
    for law in context.laws.values():
        if law.family is not None and law.family[0] == "wishart" and law.family[1] in found:
            least = sizes[context.sort(law.coords[0][1]).index] - 1
            if found[law.family[1]] <= least:
                found[law.family[1]] += least
    laws = [law for law in context.laws.values() if law.family is not None]
    for _ in laws:
        for law in laws:
            _order_ends(law, found)
            for name in law.below:
                if name in context.laws and context.laws[name].family is not None:
                    _widen(context.laws[name], law, found)
    return found


def _ends_named(law: Law) -> tuple[str, ...]:
    """The parameters that are ends of the support: the low one, and the high one if there is."""
    name, *parameters = law.family or ("",)
    return tuple(parameters[: {"uniform": 2, "pareto": 1}.get(name, 0)])


def _order_ends(law: Law, numbers: dict[str, Fraction]) -> None:
    match _ends_named(law):
        case (low, high) if high in numbers:
            start = numbers[low] if low in numbers else Fraction(low)
            if numbers[high] <= start:
                numbers[high] = start + 1 + (start - numbers[high]) / 2


def _widen(outer: Law, inner: Law, numbers: dict[str, Fraction]) -> None:
    chosen = zip((min, max), _ends_named(outer), _ends_named(inner), strict=False)
    for choose, wide, narrow in chosen:
        if wide in numbers:
            end = numbers[narrow] if narrow in numbers else Fraction(narrow)
            numbers[wide] = choose(numbers[wide], end)
