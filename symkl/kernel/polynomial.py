"""Sum-product polynomials: rational coefficients times generators, closed under sums over points.

A *generator* is an atom (``P(x)``, ``log P(x)``, ``S[i,j]``) or a connected sum of a product of
atoms over bound points (``Sum``), under canonical names.  A monomial is a set of generators with
rational exponents, a polynomial maps monomials to rational coefficients.  Two expressions of the
documented fragment are equal when their polynomials coincide.

A generator *is* the text of all of its parts, in a notation in which different parts have different
texts.  So generators are compared, hashed and sorted as texts are, however deep they are nested.

Nothing here knows probability or matrices; the laws that do are in ``summation`` and
``normal_form``.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from symkl.kernel.errors import TooLarge

MAX_TERMS = 4000
MAX_BITS = 50_000  # of a coefficient
Rational = Fraction | int  # an int where it is whole: that is most of them, and much faster


class Var(NamedTuple):
    """A point or matrix index, free or bound."""

    name: str
    sort: str


class Poly(NamedTuple):
    """A sum of coefficient times monomial, in canonical order."""

    terms: tuple[tuple[Mono, Rational], ...]


class Generator(str):
    """A generator, which is its text; ``free`` are the points and indices that occur free in it.

    ``depth`` is how deep sums are nested in it.
    """

    __slots__ = ("depth", "free")
    free: frozenset[Var]
    depth: int


class Atom(Generator):
    """An indivisible factor: ``kind`` and ``label`` name it, ``args`` are points and polynomials.

    The arguments of a ``symmetric`` atom are kept in order of their texts.
    """

    __slots__ = ("args", "kind", "label", "symmetric")
    __match_args__ = ("kind", "label", "args")
    kind: str
    label: tuple[str, ...]
    args: tuple[Var | Poly, ...]
    symmetric: bool

    def __new__(
        cls, kind: str, label: tuple[str, ...], args: Sequence[Var | Poly], symmetric: bool = False
    ) -> Atom:
        inner = [arg for arg in args if isinstance(arg, Poly)]
        written = list(map(text if inner else _var_text, args))
        if symmetric:
            args = [arg for _, arg in sorted(zip(written, args, strict=True))]
            written.sort()
        # The mark keeps a symmetric atom apart from another of the same name.
        mark = "~" if symmetric else ""
        self = super().__new__(cls, f"{kind}{mark}{label!r}({','.join(written)})")
        self.kind, self.label, self.args, self.symmetric = kind, label, tuple(args), symmetric
        points = frozenset([arg for arg in args if isinstance(arg, Var)])
        self.free = points.union(*map(free_vars, inner)) if inner else points
        self.depth = max(map(_depth, inner)) if inner else 0
        return self


@lru_cache(maxsize=100_000)
def atom_at(kind: str, label: tuple[str, ...], args: tuple[Var | Poly, ...]) -> Atom:
    """The atom, the same object each time: the text of its points is made and hashed once."""
    return Atom(kind, label, args)


class Sum(Generator):
    """A product of factors summed over ``bound``; no factor is free of the bound points."""

    __slots__ = ("bound", "factors")
    __match_args__ = ("bound", "factors")
    bound: tuple[Var, ...]
    factors: Mono

    def __new__(cls, bound: tuple[Var, ...], factors: Mono) -> Sum:
        self = super().__new__(cls, f"S[{','.join(map(text, bound))}]{mono_text(factors)}")
        self.bound, self.factors = bound, factors
        self.free = frozenset().union(*[gen.free for gen, _ in factors]).difference(bound)
        self.depth = 1 + max([gen.depth for gen, _ in factors], default=0)
        return self


Gen = Atom | Sum
Mono = tuple[tuple[Gen, Rational], ...]
Factors = dict[Gen, Rational]

ZERO, ONE = Poly(()), Poly((((), 1),))


@lru_cache(maxsize=100_000)
def _var_text(var: Var) -> str:
    return f"{var.name!r}:{var.sort!r}"


def text(thing: Var | Poly) -> str:
    """What tells the point or the polynomial from every other one."""
    if isinstance(thing, Var):
        return _var_text(thing)
    return "{" + "+".join([f"{c}*{mono_text(mono)}" for mono, c in thing.terms]) + "}"


def mono_text(mono: Mono) -> str:
    """What tells the monomial from every other one."""
    return "*".join([f"{gen}^{exponent}" for gen, exponent in mono])


def free_vars(thing: Var | Poly) -> frozenset[Var]:
    """The points and indices that occur free."""
    if isinstance(thing, Var):
        return frozenset((thing,))
    return frozenset().union(*[gen.free for mono, _ in thing.terms for gen, _ in mono])


def _depth(poly: Poly) -> int:
    return max([gen.depth for mono, _ in poly.terms for gen, _ in mono], default=0)


def whole(value: Rational) -> Rational:
    """The same number, as an int where it is one."""
    return value.numerator if value.denominator == 1 else value


def constant(value: Rational) -> Poly:
    """The polynomial with this value."""
    return make_poly({(): value})


def make_poly(terms: dict[Mono, Rational]) -> Poly:
    """The polynomial with these terms; raises TooLarge beyond ``MAX_TERMS`` or ``MAX_BITS``."""
    kept = [(mono, whole(c)) for mono, c in terms.items() if c]
    if len(kept) > MAX_TERMS:
        raise TooLarge(f"a normal form of {len(kept)} terms")
    for _, c in kept:
        bits = c.numerator.bit_length() + c.denominator.bit_length()
        if bits > MAX_BITS:
            raise TooLarge(f"a coefficient of {bits} bits")
    if len(kept) > 1:
        kept.sort()
    return Poly(tuple(kept))


def gen_poly(gen: Gen, exponent: Rational = 1) -> Poly:
    """The polynomial of one generator."""
    return Poly(((((gen, exponent),), 1),))


def add(*polys: Poly) -> Poly:
    """The sum."""
    filled = [poly for poly in polys if poly.terms]
    if len(filled) < 2:
        return filled[0] if filled else ZERO
    terms: dict[Mono, Rational] = dict(filled[0].terms)
    for poly in filled[1:]:
        for mono, c in poly.terms:
            terms[mono] = terms.get(mono, 0) + c
    return make_poly(terms)


def scale(poly: Poly, factor: Rational) -> Poly:
    """Factor times the polynomial."""
    if factor == 1:
        return poly
    return Poly(tuple([(mono, whole(c * factor)) for mono, c in poly.terms])) if factor else ZERO


def mul(left: Poly, right: Poly) -> Poly:
    """The product."""
    if left == ONE or right == ONE:
        return right if left == ONE else left
    if len(left.terms) * len(right.terms) > MAX_TERMS:
        raise TooLarge(f"a product of {len(left.terms)} by {len(right.terms)} terms")
    terms: dict[Mono, Rational] = {}
    for mono_l, c_l in left.terms:
        for mono_r, c_r in right.terms:
            mono, c = mono_mul(mono_l, mono_r)
            terms[mono] = terms.get(mono, 0) + c * c_l * c_r
    return make_poly(terms)


def mono_mul(left: Mono, right: Mono) -> tuple[Mono, Rational]:
    """The product of two monomials, and the rational number that comes out of it."""
    if not left or not right:
        return left or right, 1
    factors: Factors = dict(left)
    for gen, exponent in right:
        factors[gen] = factors.get(gen, 0) + exponent
    return make_mono(factors)


def make_mono(factors: Factors) -> tuple[Mono, Rational]:
    """Factors in order; exponentials merge, whole powers of numbers leave as a coefficient.

    A delta is its own square, and 1 where its points are the same.
    """
    coefficient: Rational = 1
    exponents: list[Poly] = []
    kept: list[tuple[Gen, Rational]] = []
    for gen, e in factors.items():
        if isinstance(gen, Atom) and gen.kind in SPECIAL:
            match gen:
                case Atom("exp", _, (Poly() as inner,)):
                    exponents.append(scale(inner, e))
                    continue
                case Atom("num", (digits,)):
                    power = e.numerator // e.denominator
                    if abs(power) * len(digits) > MAX_BITS:
                        raise TooLarge(f"the power {power} of {digits[:20]}")
                    coefficient = whole(coefficient * Fraction(int(digits)) ** power)
                    e -= power
                case Atom("delta", _, (one, two)):
                    e = 0 if one == two else min(e, 1)
        if e:
            kept.append((gen, whole(e)))
    if exponents:
        total = add(*exponents)
        if total.terms:
            kept.append((Atom("exp", (), (total,)), 1))
    if len(kept) > 1:
        kept.sort()
    return tuple(kept), coefficient


SPECIAL = frozenset({"exp", "num", "delta"})
