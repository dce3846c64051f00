"""Special functions, and the means of statistics under named families: declared moments.

The mean of a statistic is what a family is known to have, as a normal law is known to have its mean
and covariance; it is applied when all that a bound point occurs in, beside the one density, is that
statistic.  Each entry of ``MEANS`` names the statistic and its mean, with the condition under which
the mean exists for all parameters; what is not in the table stays an integral.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from symkl.kernel import terms
from symkl.kernel.errors import TooLarge
from symkl.kernel.families import EULER, FAMILIES, PI, parameters_of, titled
from symkl.kernel.hypotheses import Hypothesis
from symkl.kernel.naming import rename_poly
from symkl.kernel.polynomial import (
    ONE,
    ZERO,
    Atom,
    Factors,
    Poly,
    Rational,
    Sum,
    Var,
    add,
    constant,
    free_vars,
    gen_poly,
    mul,
    scale,
    text,
)
from symkl.kernel.powers import Powers
from symkl.kernel.terms import Term, log, num

MAX_SHIFT = 64
MAX_ORDER = 8
HALF = Fraction(1, 2)


class Statistic(NamedTuple):
    """A statistic of one bound point: x^e, (log x)^e, log(1 - x), |x - c|, cos(x - c), e^c x^r.

    ``place`` is the index of a component of a probability vector, the row of an entry of a matrix.
    """

    kind: str
    exponent: Rational
    of: tuple[Poly, ...] = ()
    place: Var | None = None
    column: Var | None = None


class Statistics(Powers):
    """Special functions, and means under the families, in one context."""

    # --- special functions ----------------------------------------------------------------------

    def special(self, name: str, argument: Poly) -> Poly:
        """The value, by parity, recurrence and special values where those are allowed."""
        if name in ("log_gamma", "digamma"):
            return self._gamma_function(name, argument)
        if name in ("abs", "cos"):
            return self._even(name, argument)
        return gen_poly(Atom("special", (name,), (argument,)))

    def _even(self, name: str, argument: Poly) -> Poly:
        """|t| and cos t: the same for -t, known at 0, and |t| = t for positive t."""
        if not self.allow("special_values"):
            return gen_poly(Atom("special", (name,), (argument,)))
        if not argument.terms:
            return ZERO if name == "abs" else ONE
        if name == "abs":
            for side in (argument, scale(argument, -1)):
                if self.is_positive_poly(side):
                    return side
        upright = min(argument, scale(argument, -1), key=text)
        return gen_poly(Atom("special", (name,), (upright,)))

    def _gamma_function(self, name: str, argument: Poly) -> Poly:
        """Log Gamma and psi, the constant of the argument brought into [0, 1) or to a known value.

        psi(t + 1) = psi(t) + 1/t and log Gamma(t + 1) = log Gamma(t) + log t for t > 0.  Going down
        needs t > 0 to be known; going up from a positive argument does not.
        """
        if not self.is_positive_poly(argument):
            self.assume("special", argument)
        if not self.allow("recurrence"):
            return gen_poly(Atom("special", (name,), (argument,)))
        constant_part = Fraction(dict(argument.terms).get((), 0))
        if len(argument.terms) == 1 and constant_part:
            return self._at_number(name, constant_part)
        steps = constant_part.numerator // constant_part.denominator
        if abs(steps) > MAX_SHIFT:
            raise TooLarge(f"a recurrence of {abs(steps)} steps")
        base = add(argument, constant(-steps))
        if steps > 0 and not self.is_positive_poly(base):
            return gen_poly(Atom("special", (name,), (argument,)))
        low, passed = (base, steps) if steps > 0 else (argument, -steps)
        between = [self._step(name, add(low, constant(j))) for j in range(passed)]
        value = gen_poly(Atom("special", (name,), (base,)))
        return add(value, scale(add(*between), 1 if steps > 0 else -1))

    def _step(self, name: str, at: Poly) -> Poly:
        return self.log(at) if name == "log_gamma" else self.power(at, Fraction(-1))

    def _at_number(self, name: str, value: Fraction) -> Poly:
        """At positive whole numbers and halves: from 1 or 1/2 by the recurrence."""
        start = Fraction(1) if value.denominator == 1 else HALF
        if value <= 0 or value.denominator > 2 or value - start > MAX_SHIFT:
            return gen_poly(Atom("special", (name,), (constant(value),)))
        passed = [constant(start + j) for j in range(int(value - start))]
        return add(self.scalar(KNOWN[name, start]), *(self._step(name, at) for at in passed))

    # --- log-densities --------------------------------------------------------------------------

    def log_density(self, name: str, point: Var) -> Poly:
        """The log-density of a law of a family, at a point where it is positive."""
        law = self.context.law(name)
        family = FAMILIES[(law.family or ("",))[0]]
        self.hypotheses.add(Hypothesis("family", name, titled(law)))
        at = Term("point", (), tuple(point))
        return self.scalar(family.log_density(parameters_of(self.context, law), at))

    # --- means ----------------------------------------------------------------------------------

    def _statistic(self, bound: list[Var], factors: Factors) -> Poly | None:
        """E[T(x)] for a statistic that the family has a mean of."""
        for var in bound:
            inside = {gen: e for gen, e in factors.items() if var in gen.free}
            laws = [g for g in inside if isinstance(g, Atom) and g.kind == "value"]
            if len(laws) != 1 or laws[0].args != (var,) or inside.pop(laws[0]) != 1:
                continue
            law = self.context.law(laws[0].label[0])
            found = statistic(var, inside) if law.family and law.normalised else None
            mean = MEANS.get(((law.family or ("",))[0], found.kind)) if found else None
            if found is None or mean is None or found.exponent > MAX_ORDER:
                continue
            terms_of = parameters_of(self.context, law)
            if law.family and law.family[0] == "wishart":
                value = self._wishart(terms_of, found)
            else:
                value = mean(self, [self.scalar(p) for p in terms_of], found)
            if value is None:
                continue
            if not self.allow("moments"):
                return None
            self.hypotheses.add(Hypothesis("family", law.name, titled(law)))
            self.hypotheses.add(Hypothesis("means", law.name, WORDS[found.kind]))
            rest = {g: e for g, e in factors.items() if g != laws[0] and g not in inside}
            product = mul(value, self._product(rest))
            return self.over([v for v in bound if v != var], product)
        return None

    def _wishart(self, parameters: list[Term], s: Statistic) -> Poly | None:
        """E[X] = n V, E[log |X|] = psi_k(n/2) + k log 2 + log |V|."""
        freedom, scale, size = parameters
        if s.exponent != 1:
            return None
        if s.place is not None and s.column is not None:
            return mul(self.scalar(freedom), self.entry(str(scale.label), (s.place, s.column)))
        half = terms.mul(num(HALF), freedom)
        digamma = Term("special", (half, size), "digamma_k")
        logarithm = log(Term("det", (scale,)))
        return self.scalar(terms.add(digamma, terms.mul(size, log(num(2))), logarithm))


KNOWN = {
    ("log_gamma", Fraction(1)): num(0),
    ("log_gamma", HALF): terms.mul(num(HALF), log(PI)),
    ("digamma", Fraction(1)): terms.neg(EULER),
    ("digamma", HALF): terms.sub(terms.neg(EULER), terms.mul(num(2), log(num(2)))),
}
WORDS = {
    "power": "the moments of its family",
    "log": "the mean of log x of its family",
    "log_complement": "the mean of log(1 - x) of its family",
    "power_at": "the means of its family",
    "entry": "the mean of its family",
    "log_det": "the mean of log |X| of its family",
    "log_at": "the mean of log x_i of its family",
    "abs": "the mean of |x - c| of its family",
    "cos": "the mean of cos(x - c) of its family",
    "log_power": "the mean of x^r of its family",
}


# --- recognising statistics -----------------------------------------------------------------------


def statistic(var: Var, inside: Factors) -> Statistic | None:
    """What the factors say of the point; None for anything but one known statistic."""
    if len(inside) != 1:
        return None
    ((gen, e),) = inside.items()
    x = gen_poly(Atom("component", (), (var,)))
    if isinstance(gen, Sum):
        return None
    if gen == Atom("component", (), (var,)):
        return Statistic("power", e)
    match gen:
        case Atom("component", _, (_, Var() as row, Var() as column)):
            return Statistic("entry", e, (), row, column)
        case Atom("log", _, (Poly(((((Atom("det_point", _, _), 1),), 1),)),)):
            return Statistic("log_det", e)
        case Atom("component", _, (_, Var() as index)):
            return Statistic("power_at", e, (), index)
        case Atom("log", _, (Poly(((((Atom("component", _, (_, Var() as index)), 1),), 1),)),)):
            return Statistic("log_at", e, (), index)
        case Atom("log", _, (inner,)) if inner == x:
            return Statistic("log", e)
        case Atom("log", _, (inner,)) if inner == add(ONE, scale(x, -1)) and e == 1:
            return Statistic("log_complement", 1)
        case Atom("special", ("abs" | "cos" as name,), (Poly() as inner,)) if e == 1:
            return _shifted(name, var, x, inner)
        case Atom("exp", _, (Poly() as inner,)) if e == 1:
            return _power_of_log(var, x, inner)
    return None


def _shifted(name: str, var: Var, x: Poly, inner: Poly) -> Statistic | None:
    """|x - c| or cos(x - c), either way round, with c free of x."""
    for side in (inner, scale(inner, -1)):
        centre = add(x, scale(side, -1))
        if var not in free_vars(centre):
            return Statistic(name, 1, (centre,))
    return None


def _power_of_log(var: Var, x: Poly, inner: Poly) -> Statistic | None:
    """exp(r log x + c) with r and c free of x."""
    log_x = Atom("log", (), (x,))
    rate, rest = ZERO, ZERO
    for mono, c in inner.terms:
        factors = dict(mono)
        if factors.pop(log_x, 0) == 1:
            rate = add(rate, Poly(((tuple(factors.items()), c),)))
        else:
            rest = add(rest, Poly(((mono, c),)))
    if not rate.terms or var in free_vars(rate) or var in free_vars(rest):
        return None
    return Statistic("log_power", 1, (rate, rest))


# --- the table ------------------------------------------------------------------------------------

Mean = Callable[[Statistics, list[Poly], Statistic], Poly | None]


def _whole(e: Rational) -> int | None:
    """The exponent as a positive whole number, or None."""
    return int(e) if e == int(e) and e > 0 else None


def _over(n: Statistics, top: Poly, bottom: Poly) -> Poly:
    return mul(top, n.power(bottom, Fraction(-1)))


def _rising(start: Poly, count: int) -> Poly:
    """Start (start + 1) ... of so many factors."""
    found = ONE
    for j in range(count):
        found = mul(found, add(start, constant(j)))
    return found


def _psi(n: Statistics, at: Poly) -> Poly:
    return n.special("digamma", at)


def _gamma_power(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
    """E[x^m] = a (a + 1) ... (a + m - 1) / b^m."""
    m = _whole(s.exponent)
    return None if m is None else _over(n, _rising(p[0], m), n.power(p[1], Fraction(m)))


def _gamma_log(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
    """E[log x] = psi(a) - log b."""
    return add(_psi(n, p[0]), scale(n.log(p[1]), -1)) if s.exponent == 1 else None


def _of_gamma(mean: Mean, flipped: bool = False) -> Mean:
    """The exponential as a gamma law of shape 1; 1/x for an inverse gamma law."""

    def found(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
        parameters = p if len(p) == 2 else [ONE, *p]
        if not flipped:
            return mean(n, parameters, s)
        if s.kind == "power":
            return mean(n, parameters, s._replace(exponent=-s.exponent))
        value = mean(n, parameters, s)
        return None if value is None else scale(value, -1)

    return found


def _normal_power(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
    """E[t^m] = mu E[t^(m-1)] + (m - 1) sigma^2 E[t^(m-2)], also of t = log x if log-normal."""
    m = _whole(s.exponent)
    if m is None:
        return None
    mean, variance = p[0], mul(p[1], p[1])
    before, last = ZERO, ONE
    for j in range(m):
        before, last = last, add(mul(mean, last), scale(mul(variance, before), j))
    return last


def _log_normal_power(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
    """E[x^r] = exp(r mu + r^2 sigma^2 / 2)."""
    r = Fraction(s.exponent)
    return n.exp(add(scale(p[0], r), scale(mul(p[1], p[1]), r * r / 2)))


def _laplace_power(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
    """E[x] = mu, E[x^2] = mu^2 + 2 b^2."""
    values = {1: p[0], 2: add(mul(p[0], p[0]), scale(mul(p[1], p[1]), 2))}
    return values.get(_whole(s.exponent) or 0)


def _laplace_abs(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
    """E|x - c| = |mu - c| + b exp(-|mu - c| / b)."""
    apart = n.special("abs", add(p[0], scale(s.of[0], -1)))
    return add(apart, mul(p[1], n.exp(scale(_over(n, apart, p[1]), -1))))


def _uniform_power(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
    """E[x^m] = (a^m + a^(m-1) b + ... + b^m) / (m + 1)."""
    m = _whole(s.exponent)
    if m is None:
        return None
    low, high = ([n.power(end, Fraction(j)) for j in range(m + 1)] for end in p)
    return scale(add(*(mul(low[j], high[m - j]) for j in range(m + 1))), Fraction(1, m + 1))


def _beta_power(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
    """E[x^m] = a (a + 1) ... / ((a + b) (a + b + 1) ...)."""
    m = _whole(s.exponent)
    if m is None:
        return None
    value = _rising(p[0], m)
    for j in range(m):
        value = _over(n, value, add(p[0], p[1], constant(j)))
    return value


def _beta_log(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
    """E[log x] = psi(a) - psi(a + b), E[log(1 - x)] = psi(b) - psi(a + b)."""
    own = p[0] if s.kind == "log" else p[1]
    whole = _psi(n, add(p[0], p[1]))
    return add(_psi(n, own), scale(whole, -1)) if s.exponent == 1 else None


def _pareto_log(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
    """E[log x] = log m + 1/alpha."""
    return add(n.log(p[0]), n.power(p[1], Fraction(-1))) if s.exponent == 1 else None


def _weibull_log(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
    """E[log x] = log lambda - gamma / k."""
    if s.exponent != 1:
        return None
    return add(n.log(p[0]), scale(_over(n, n.scalar(EULER), p[1]), -1))


def _weibull_power(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
    """E[x^r] = lambda^r Gamma(1 + r/k) for r > 0."""
    rate, rest = s.of if s.of else (constant(Fraction(s.exponent)), ZERO)
    ratio = _over(n, rate, p[1])
    if not n.is_positive_poly(ratio):
        return None
    logarithm = add(mul(rate, n.log(p[0])), n.special("log_gamma", add(ONE, ratio)))
    return n.exp(add(rest, logarithm))


def _von_mises_cos(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
    """E[cos(x - c)] = I_1(kappa) / I_0(kappa) cos(mu - c)."""
    ratio = _over(n, n.special("bessel_i1", p[1]), n.special("bessel_i0", p[1]))
    return mul(ratio, n.special("cos", add(p[0], scale(s.of[0], -1))))


def _moments(first: Callable[[list[Poly]], Poly], second: Callable[[list[Poly]], Poly]) -> Mean:
    """E[x] and E[x^2] by formulas without divisors."""

    def found(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
        formula = {1: first, 2: second}.get(_whole(s.exponent) or 0)
        return None if formula is None else formula(p)

    return found


def _geometric_power(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
    """E[x] = 1/p, E[x^2] = (2 - p) / p^2."""
    inverse = n.power(p[0], Fraction(-1))
    values = {1: inverse, 2: mul(add(constant(2), scale(p[0], -1)), mul(inverse, inverse))}
    return values.get(_whole(s.exponent) or 0)


def _binomial_second(p: list[Poly]) -> Poly:
    """N p (1 - p) + n^2 p^2."""
    mean = mul(p[0], p[1])
    return add(mean, scale(mul(mean, p[1]), -1), mul(mean, mean))


def _dirichlet(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
    """E[x_i] = a_i / a, E[log x_i] = psi(a_i) - psi(a), for a the sum of all weights."""
    ((point, _),) = p[0].terms[0][0]
    index = point.args[0] if isinstance(point, Atom) else None
    if s.exponent != 1 or not isinstance(index, Var) or s.place is None:
        return None
    own, whole = rename_poly(p[0], {index: s.place}), n.over([index], p[0])
    if s.kind == "power_at":
        return _over(n, own, whole)
    return add(_psi(n, own), scale(_psi(n, whole), -1))


def _none(n: Statistics, p: list[Poly], s: Statistic) -> Poly | None:
    """Worked out where the matrices are known."""
    return None


MEANS: dict[tuple[str, str], Mean] = {
    ("wishart", "entry"): _none,
    ("wishart", "log_det"): _none,
    ("dirichlet", "power_at"): _dirichlet,
    ("dirichlet", "log_at"): _dirichlet,
    ("exponential", "power"): _of_gamma(_gamma_power),
    ("exponential", "log"): _of_gamma(_gamma_log),
    ("gamma", "power"): _of_gamma(_gamma_power),
    ("gamma", "log"): _of_gamma(_gamma_log),
    ("inverse_gamma", "power"): _of_gamma(_gamma_power, flipped=True),
    ("inverse_gamma", "log"): _of_gamma(_gamma_log, flipped=True),
    ("normal", "power"): _normal_power,
    ("log_normal", "log"): _normal_power,
    ("log_normal", "power"): _log_normal_power,
    ("laplace", "power"): _laplace_power,
    ("laplace", "abs"): _laplace_abs,
    ("uniform", "power"): _uniform_power,
    ("beta", "power"): _beta_power,
    ("beta", "log"): _beta_log,
    ("beta", "log_complement"): _beta_log,
    ("pareto", "log"): _pareto_log,
    ("weibull", "log"): _weibull_log,
    ("weibull", "power"): _weibull_power,
    ("weibull", "log_power"): _weibull_power,
    ("von_mises", "cos"): _von_mises_cos,
    ("bernoulli", "power"): lambda n, p, s: p[0] if _whole(s.exponent) else None,
    ("geometric", "power"): _geometric_power,
    ("poisson", "power"): _moments(lambda p: p[0], lambda p: add(p[0], mul(p[0], p[0]))),
    ("binomial", "power"): _moments(lambda p: mul(p[0], p[1]), _binomial_second),
}
