"""Logarithms, exponentials and powers of polynomials, and what is known to be positive."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import gcd, lcm

from symkl.kernel import terms
from symkl.kernel.context import Context
from symkl.kernel.errors import IllFormed, TooLarge
from symkl.kernel.families import FAMILIES, SUPPORTS, parameters_of, titled
from symkl.kernel.hypotheses import Hypothesis, of_normal
from symkl.kernel.polynomial import (
    ONE,
    Atom,
    Factors,
    Gen,
    Mono,
    Poly,
    Rational,
    Sum,
    Var,
    add,
    constant,
    gen_poly,
    make_mono,
    make_poly,
    mul,
    scale,
    text,
)
from symkl.kernel.sizes import is_at_least_zero
from symkl.kernel.summation import Summation
from symkl.kernel.supports import Guards
from symkl.kernel.terms import Term

_ONE = Fraction(1)
NUMBERS = {"positive": "positive_number", "unit": "unit_number"}
SHARED = frozenset({"sym", "base", "value", "conditional", "det", "exp"})
MAX_POWER = 64
MAX_FACTORED = 10**12


class Powers(Summation):
    """The laws of logarithms and powers, each under the positivity that it needs.

    ``guards`` are probabilities known to be positive in the product being read: in
    ``P(x) log P(x)`` the logarithm only matters where P(x) > 0.
    """

    def __init__(self, context: Context, prefix: str = "~") -> None:
        super().__init__(context, prefix)
        self.guards: Guards = {}
        self.assumed: set[tuple[str, Poly]] = set()
        self.permits: Callable[[str, Poly], None] | None = None  # raises what may not be assumed

    def scalar(self, term: Term) -> Poly:
        """The normal form of a number; the subclass that knows the heads provides it."""
        raise NotImplementedError

    def assume(self, kind: str, poly: Poly) -> None:
        """Record what is assumed of an expression; refused where that is not permitted."""
        self.hypotheses.add(Hypothesis(kind))
        self.assumed.add((kind, poly))
        if self.permits is not None:
            self.permits(kind, poly)

    # --- positivity -----------------------------------------------------------------------------

    def is_positive(self, gen: Gen) -> bool:
        """Whether the generator is positive under the declared hypotheses (which it records)."""
        if isinstance(gen, Sum):
            return all(self.is_positive(factor) for factor, _ in gen.factors)
        known = POSITIVE.get(gen.kind)
        return known is not None and known(self, gen)

    def is_positive_poly(self, poly: Poly) -> bool:
        """Whether every coefficient and generator is positive, and there is one."""
        return bool(poly.terms) and (
            all(c > 0 and all(self.is_positive(gen) for gen, _ in mono) for mono, c in poly.terms)
            or self._is_mixture(poly, self.is_positive)
            or self._is_length(poly)
        )

    def _is_length(self, poly: Poly) -> bool:
        """Whether this is b - a for a law that is uniform between a and b."""
        for law in self.context.laws.values() if len(poly.terms) == 2 else ():
            if law.family and law.family[0] == "uniform":
                low, high = map(self.scalar, parameters_of(self.context, law))
                if add(high, scale(low, -1)) == poly:
                    self.hypotheses.add(Hypothesis("family", law.name, titled(law)))
                    return True
        return False

    def _is_mixture(self, poly: Poly, known: Callable[[Gen], bool]) -> bool:
        """Whether every term that is taken away is a part of another one, as in p - t p + t q.

        Such a part is the other one times a product t of numbers, or points, between 0 and 1: what
        is left of that is c p (1 - t), and positive.  The terms themselves are ``known`` to be.
        """
        room = {mono: c for mono, c in poly.terms if c > 0}
        taken = [(mono, -c) for mono, c in poly.terms if c < 0]
        for mono, c in taken:
            whole = next((w for w in room if room[w] >= c and self._is_part(mono, w)), None)
            if whole is None:
                return False
            room[whole] -= c
        return bool(taken) and all(known(gen) for mono in room for gen, _ in mono)

    def _is_part(self, mono: Mono, whole: Mono) -> bool:
        ratio = dict(mono)
        for gen, exponent in whole:
            ratio[gen] = ratio.get(gen, 0) - exponent
        rest = [(gen, exponent) for gen, exponent in ratio.items() if exponent]
        return bool(rest) and all(e > 0 and self._below_one(gen) for gen, e in rest)

    def _below_one(self, gen: Gen) -> bool:
        known = BELOW_ONE.get(gen.kind) if isinstance(gen, Atom) else None
        return known is not None and isinstance(gen, Atom) and known(self, gen)

    def is_nonnegative_poly(self, poly: Poly) -> bool:
        """Whether every term is a positive number times probabilities and positive generators."""
        return (
            is_at_least_zero(poly)
            or self._is_mixture(poly, self._is_nonnegative)
            or all(
                c > 0 and all(self._is_nonnegative(gen) for gen, _ in mono)
                for mono, c in poly.terms
            )
        )

    def _is_nonnegative(self, gen: Gen) -> bool:
        if isinstance(gen, Sum):
            return all(self._is_nonnegative(factor) for factor, _ in gen.factors)
        if gen.kind in ("value", "conditional"):
            law = self.context.law(gen.label[0])
            if law.sign == "nonnegative":
                self.hypotheses.add(Hypothesis("nonnegative", law.name))
                return True
        if gen.kind == "reciprocal" and isinstance(gen.args[0], Poly):
            return self.is_nonnegative_poly(gen.args[0])
        return self.is_positive(gen)

    # --- logarithms -----------------------------------------------------------------------------

    def log(self, poly: Poly) -> Poly:
        """The logarithm: of a product of positive factors the sum of theirs, of exp t just t."""
        if poly == ONE:
            return constant(0)
        if len(poly.terms) == 1 and poly.terms[0][1] > 0:
            mono, coefficient = poly.terms[0]
            if all(self.is_positive(gen) for gen, _ in mono):
                if coefficient == 1 and len(mono) == 1 and mono[0][1] == 1:
                    return self._log_of(mono[0][0])
                if self.allow("log_of_product"):
                    parts = [scale(self._log_of(gen), e) for gen, e in mono]
                    return add(self._log_of_number(coefficient), *parts)
                return self._log_either_way_up(poly)
        if not poly.terms or (len(poly.terms) == 1 and not poly.terms[0][0]):
            if poly.terms and poly.terms[0][1] > 0:
                return gen_poly(Atom("log", (), (poly,)))
            raise IllFormed("the logarithm of a number that is not positive")
        if self.is_positive_poly(scale(poly, -1)):
            raise IllFormed("the logarithm of a number that is not positive")
        shared = self._shared(poly)
        if shared and self.allow("log_of_product"):
            rest = mul(poly, make_poly({make_mono({g: -e for g, e in shared.items()})[0]: _ONE}))
            return add(self.log(rest), *(scale(self._log_of(gen), e) for gen, e in shared.items()))
        if not self.is_positive_poly(poly):
            self.assume("logarithms", poly)
        elif (common := content(poly)) != 1 and self.allow("log_of_product"):
            core = gen_poly(Atom("log", (), (scale(poly, 1 / common),)))
            return add(self._log_of_number(common), core)
        return gen_poly(Atom("log", (), (poly,)))

    def _shared(self, poly: Poly) -> Factors:
        """The positive numbers, values, divisors and determinants in every term: p - t p."""
        if len(poly.terms) < 2:
            return {}
        candidates = {g for mono, _ in poly.terms for g, _ in mono if not isinstance(g, Sum)}
        found: Factors = {}
        for gen in candidates:
            if gen.kind in SHARED and self.is_positive(gen):
                found[gen] = min(dict(mono).get(gen, 0) for mono, _ in poly.terms)
        return {gen: e for gen, e in sorted(found.items(), key=lambda item: item[0]) if e}

    def _log_either_way_up(self, poly: Poly) -> Poly:
        """log(a/b) and -log(b/a) as one atom; log(1/a) as -log a."""
        upside_down = self.power(poly, -1)
        flipped = min(poly, upside_down, key=_upright) is upside_down
        if flipped and self.allow("log_of_reciprocal"):
            return scale(gen_poly(Atom("log", (), (upside_down,))), -1)
        return gen_poly(Atom("log", (), (poly,)))

    def _log_of(self, gen: Gen) -> Poly:
        match gen:
            case Atom("exp", _, (Poly() as inner,)):
                return inner
            case Atom("reciprocal", _, (Poly() as inner,)):
                return scale(self.log(inner), -1)
            case Atom("base", _, (Poly() as inner,)):
                return self.log(inner)
            case Atom("value", (name, *_), (Var() as point,)) if self._is_normal(name):
                if self.allow("definition_density"):
                    return self._log_density(name, point)
            case Atom("value", (name, *_), (Var() as point,)) if self.context.law(name).family:
                if self.allow("definition_density"):
                    return self.log_density(name, point)
            case Atom("num", (digits,), _):
                return gen_poly(Atom("log", (), (constant(int(digits)),)))
        return gen_poly(Atom("log", (), (gen_poly(gen),)))

    def log_density(self, name: str, point: Var) -> Poly:
        """The log-density of a named family where it is positive; a subclass knows the families."""
        raise NotImplementedError

    def _is_normal(self, name: str) -> bool:
        law = self.context.law(name)
        return law.normal is not None and law.normalised

    def _log_density(self, name: str, point: Var) -> Poly:
        """-k/2 log 2 pi - 1/2 log |Sigma| - 1/2 (x - mu)^T Sigma^-1 (x - mu)."""
        self.hypotheses |= set(of_normal(self.context.law(name)))
        mean, covariance = self.context.law(name).normal or ("", "")
        index = self.context.sort(point.sort).index
        cov = Term("matrix", (), covariance) if covariance else Term("identity", (), index)
        at = Term("point", (), tuple(point))
        centred = terms.sub(at, Term("matrix", (), mean)) if mean else at
        quad = terms.mul(Term("transpose", (centred,)), Term("inverse", (cov,)), centred)
        two_pi = terms.mul(terms.num(2), Term("const", (), "pi"))
        dim = Term("size", (), index)
        norm = terms.add(terms.mul(dim, terms.log(two_pi)), terms.log(Term("det", (cov,))), quad)
        return scale(self.scalar(norm), Fraction(-1, 2))

    def _log_of_number(self, value: Rational) -> Poly:
        primes = [(p, e) for p, e in _factored(value.numerator)]
        primes += [(p, -e) for p, e in _factored(value.denominator)]
        return add(*(scale(gen_poly(Atom("log", (), (constant(p),))), e) for p, e in primes))

    # --- exponentials and powers ----------------------------------------------------------------

    def exp(self, poly: Poly) -> Poly:
        """The exponential; that of r log a + t is a^r times that of t."""
        rest: dict[Mono, Rational] = {}
        result = ONE
        for mono, c in poly.terms:
            match mono:
                case ((Atom("log", _, (Poly() as inner,)), power),) if power == 1:
                    result = mul(result, self.power(inner, c))
                case _:
                    rest[mono] = c
        if rest:
            inner = add(*(Poly(((m, c),)) for m, c in rest.items()))
            result = mul(result, gen_poly(Atom("exp", (), (inner,))))
        return result

    def power(self, base: Poly, exponent: Rational) -> Poly:
        """Base ** exponent for a rational exponent."""
        if not -MAX_POWER <= exponent <= MAX_POWER:
            raise TooLarge(f"a power with an exponent beyond {MAX_POWER}")
        if exponent.denominator == 1 and exponent >= 0:
            result = ONE
            for _ in range(int(exponent)):
                result = mul(result, base)
            return result
        if not base.terms:
            raise IllFormed("division by zero")
        if len(base.terms) == 1:
            return self._mono_power(*base.terms[0], exponent)
        leading = content(base)
        positive = self.is_positive_poly(base)
        if exponent.denominator == 1 and sum(c for _, c in base.terms) < 0:
            leading = -leading
        if not positive:
            self._require_root_or_divisor(base, exponent)
        core = Atom("base", (), (scale(base, 1 / leading),))
        return mul(self.power(constant(leading), exponent), gen_poly(core, exponent))

    def _mono_power(self, mono: Mono, coefficient: Rational, exponent: Rational) -> Poly:
        whole = exponent.denominator == 1
        factors: Factors = {}
        for gen, e in mono:
            if not self.is_positive(gen):
                if not whole:
                    return self._opaque_power(mono, coefficient, exponent)
                self._nonzero(gen)
            divisor = self._guarded_divisor(gen) if exponent * e < 0 else gen
            power = e * exponent if divisor == gen else -e * exponent
            factors[divisor] = factors.get(divisor, 0) + power
        kept, extra = make_mono(factors)
        number = (
            constant(Fraction(coefficient) ** int(exponent))
            if whole
            else self._root(coefficient, exponent)
        )
        return mul(number, make_poly({kept: extra}))

    def _opaque_power(self, mono: Mono, coefficient: Rational, exponent: Rational) -> Poly:
        base = Poly(((mono, coefficient),))
        self._require_root_or_divisor(base, exponent)
        return gen_poly(Atom("base", (), (base,)), exponent)

    def _require_root_or_divisor(self, base: Poly, exponent: Rational) -> None:
        """Record what a power of a base of unknown sign needs; refuse roots of negative ones."""
        if exponent.denominator != 1:
            if self.is_positive_poly(scale(base, -1)):
                raise IllFormed("a root of a number that is not positive")
            self.assume("roots", base)
        if exponent < 0:
            self.assume("divisors", base)

    def _guarded_divisor(self, gen: Gen) -> Gen:
        """1/P(x) for a P that may vanish elsewhere: a factor of its own, so P(x)/P(x) stays."""
        if isinstance(gen, Atom) and gen in self.guards and not _declared_positive(self, gen):
            return Atom("reciprocal", (), (gen_poly(gen),))
        return gen

    def _nonzero(self, gen: Gen) -> None:
        if isinstance(gen, Atom) and gen.kind in ("value", "conditional", "delta"):
            raise IllFormed(f"division by {gen.label[0]}, which may be zero")
        match gen:
            case Atom("base", _, (Poly() as inner,)):
                self.assume("divisors", inner)
            case _:
                self.assume("divisors", gen_poly(gen))

    def _root(self, value: Rational, exponent: Rational) -> Poly:
        if value <= 0:
            raise IllFormed("a root of a number that is not positive")
        parts = [(p, e) for p, e in _factored(value.numerator)]
        parts += [(p, -e) for p, e in _factored(value.denominator)]
        mono, coefficient = make_mono({Atom("num", (str(p),), ()): e * exponent for p, e in parts})
        return Poly(((mono, coefficient),))


def _upright(poly: Poly) -> tuple[Rational, str]:
    """Orders a product before its reciprocal when more of it stands above the line."""
    mono, _ = poly.terms[0]
    return -sum(e for _, e in mono), text(poly)


def content(poly: Poly) -> Fraction:
    """The greatest common divisor of the coefficients; it does not depend on any name."""
    top = gcd(*(c.numerator for _, c in poly.terms))
    return Fraction(top, lcm(*(c.denominator for _, c in poly.terms)))


def _factored(value: int) -> list[tuple[int, int]]:
    """The prime factors of a positive number, by trial division; raises TooLarge for large ones."""
    if value > MAX_FACTORED:
        raise TooLarge(f"the logarithm of a number of {len(str(value))} digits")
    found, prime = [], 2
    while prime * prime <= value:
        exponent = 0
        while value % prime == 0:
            value, exponent = value // prime, exponent + 1
        found += [(prime, exponent)] if exponent else []
        prime += 1
    return found + ([(value, 1)] if value > 1 else [])


def _declared_positive(powers: Powers, gen: Atom) -> bool:
    return powers.context.law(gen.label[0]).sign == "positive"


def _value_positive(powers: Powers, gen: Atom) -> bool:
    if _declared_positive(powers, gen):
        powers.hypotheses.add(Hypothesis("positive", gen.label[0]))
        return True
    if gen not in powers.guards:
        return False
    powers.hypotheses |= powers.guards[gen]
    return True


def _det_positive(powers: Powers, gen: Atom) -> bool:
    if not powers.context.matrix(gen.label[0]).positive_definite:
        return False
    powers.hypotheses.add(Hypothesis("definite", gen.label[0]))
    return True


def _entry_positive(powers: Powers, gen: Atom) -> bool:
    """An entry on the diagonal of a positive definite matrix, as the one of a variance."""
    diagonal = not gen.args or (len(gen.args) == 2 and gen.args[0] == gen.args[1])
    return diagonal and _det_positive(powers, gen)


def _number_positive(powers: Powers, gen: Atom) -> bool:
    kind = NUMBERS.get(powers.context.number(gen.label[0]).sign)
    if kind is not None:
        powers.hypotheses.add(Hypothesis(kind, gen.label[0]))
    return kind is not None


def _number_below_one(powers: Powers, gen: Atom) -> bool:
    if powers.context.number(gen.label[0]).sign != "unit":
        return False
    powers.hypotheses.add(Hypothesis("unit_number", gen.label[0]))
    return True


def _component_in(*supports: str) -> Callable[[Powers, Atom], bool]:
    """Whether a guard says that the point lies in one of these supports of named families."""

    def known(powers: Powers, gen: Atom) -> bool:
        for guard, why in powers.guards.items():
            law = powers.context.law(guard.label[0])
            support = FAMILIES[law.family[0]].support if law.family else ""
            if support in supports and guard.args == gen.args[:1]:
                powers.hypotheses |= why | {Hypothesis("support", law.name, SUPPORTS[support])}
                return True
        return False

    return known


def _special_positive(powers: Powers, gen: Atom) -> bool:
    """I_0 is positive everywhere, I_1 where its argument is."""
    inner = gen.args[0]
    return gen.label[0] == "bessel_i0" or (
        gen.label[0] == "bessel_i1" and isinstance(inner, Poly) and powers.is_positive_poly(inner)
    )


def _base_positive(powers: Powers, gen: Atom) -> bool:
    return isinstance(gen.args[0], Poly) and powers.is_positive_poly(gen.args[0])


def _log_positive(powers: Powers, gen: Atom) -> bool:
    """The logarithm of a number above 1, as the log 2 that bits are counted in."""
    (inner,) = gen.args
    if not isinstance(inner, Poly) or len(inner.terms) != 1:
        return False
    mono, value = inner.terms[0]
    return not mono and value > 1


def _always(powers: Powers, gen: Atom) -> bool:
    return True


POSITIVE: dict[str, Callable[[Powers, Atom], bool]] = {
    "value": _value_positive,
    "conditional": _value_positive,
    "det": _det_positive,
    "matrix": _entry_positive,
    "spread": _det_positive,
    "sym": _number_positive,
    "component": _component_in("positive", "above", "unit", "from_one", "simplex"),
    "det_point": _component_in("definite"),
    "special": _special_positive,
    "base": _base_positive,
    "reciprocal": _base_positive,
    "log": _log_positive,
    "size": _always,
    "const": _always,
    "num": _always,
    "exp": _always,
}
BELOW_ONE: dict[str, Callable[[Powers, Atom], bool]] = {
    "sym": _number_below_one,
    "component": _component_in("unit"),
}
