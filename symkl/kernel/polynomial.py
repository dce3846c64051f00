"""Sum-product polynomials: rational coefficients times generators, closed under sums over points.

A *generator* is an atom (``P(x)``, ``log P(x)``, ``S[i,j]``) or a connected sum of a product of
atoms over bound points (``Sum``), under canonical names.  A monomial is a set of generators with
rational exponents, a polynomial maps monomials to rational coefficients.  Two expressions of the
documented fragment are equal when their polynomials coincide.

Nothing here knows probability or matrices; the laws that do are in ``summation`` and
``normal_form``.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from symkl.kernel.errors import TooLarge

MAX_TERMS = 4000
MAX_BITS = 50_000  # of a coefficient
Exponent = Fraction | int  # an int where it is whole: that is most of them, and hashes fast


class Var(NamedTuple):
    """A point or matrix index, free or bound."""

    name: str
    sort: str


class Atom(NamedTuple):
    """An indivisible factor: ``kind`` and ``label`` name it, ``args`` are points and polynomials.

    The arguments of a ``symmetric`` atom are kept in order of their names.
    """

    kind: str
    label: tuple[str, ...]
    args: tuple[Var | Poly, ...]
    symmetric: bool = False


class Sum(NamedTuple):
    """A product of factors summed over ``bound``; no factor is free of the bound points."""

    bound: tuple[Var, ...]
    factors: tuple[tuple[Atom | Sum, Exponent], ...]


class Poly(NamedTuple):
    """A sum of coefficient times monomial, in canonical order."""

    terms: tuple[tuple[Mono, Fraction], ...]


Gen = Atom | Sum
Mono = tuple[tuple[Gen, Exponent], ...]
Factors = dict[Gen, Exponent]

ZERO = Poly(())


def constant(value: Fraction | int) -> Poly:
    """The polynomial with this value."""
    return make_poly({(): Fraction(value)})


def key(thing: Gen | Var | Poly) -> str:
    """A text that orders generators and points; equal texts mean equal things."""
    return _key(thing)


@lru_cache(maxsize=100_000)
def _key(thing: Gen | Var | Poly) -> str:
    if isinstance(thing, Var):
        return f"{thing.name}:{thing.sort}"
    if isinstance(thing, Atom):
        return f"{thing.kind}{list(thing.label)}({','.join(map(_key, thing.args))})"
    if isinstance(thing, Sum):
        return f"S[{','.join(map(_key, thing.bound))}]{mono_key(thing.factors)}"
    return "{" + "+".join(f"{c}*{mono_key(m)}" for m, c in thing.terms) + "}"


def mono_key(mono: Mono) -> str:
    """A text that orders monomials."""
    return "*".join(f"{_key(gen)}^{exponent}" for gen, exponent in mono)


def make_poly(terms: dict[Mono, Fraction]) -> Poly:
    """The polynomial with these terms; raises TooLarge beyond ``MAX_TERMS`` or ``MAX_BITS``."""
    kept = [(mono, c) for mono, c in terms.items() if c]
    if len(kept) > MAX_TERMS:
        raise TooLarge(f"a normal form of {len(kept)} terms")
    bits = max((c.numerator.bit_length() + c.denominator.bit_length() for _, c in kept), default=0)
    if bits > MAX_BITS:
        raise TooLarge(f"a coefficient of {bits} bits")
    return Poly(tuple(sorted(kept, key=lambda item: mono_key(item[0]))))


ONE = constant(1)


def gen_poly(gen: Gen, exponent: Exponent = 1) -> Poly:
    """The polynomial of one generator."""
    return Poly(((((gen, exponent),), Fraction(1)),))


def add(*polys: Poly) -> Poly:
    """The sum."""
    filled = [poly for poly in polys if poly.terms]
    if len(filled) < 2:
        return filled[0] if filled else ZERO
    terms: dict[Mono, Fraction] = {}
    for poly in filled:
        for mono, c in poly.terms:
            before = terms.get(mono)
            terms[mono] = c if before is None else before + c
    return make_poly(terms)


def scale(poly: Poly, factor: Fraction | int) -> Poly:
    """Factor times the polynomial."""
    if factor == 1:
        return poly
    return Poly(tuple((mono, c * factor) for mono, c in poly.terms)) if factor else ZERO


def mul(left: Poly, right: Poly) -> Poly:
    """The product."""
    if len(left.terms) * len(right.terms) > MAX_TERMS:
        raise TooLarge(f"a product of {len(left.terms)} by {len(right.terms)} terms")
    if left == ONE or right == ONE:
        return right if left == ONE else left
    terms: dict[Mono, Fraction] = {}
    for mono_l, c_l in left.terms:
        for mono_r, c_r in right.terms:
            mono, c = mono_mul(mono_l, mono_r)
            terms[mono] = terms.get(mono, Fraction(0)) + c * c_l * c_r
    return make_poly(terms)


def mono_mul(left: Mono, right: Mono) -> tuple[Mono, Fraction]:
    """The product of two monomials, and the rational number that comes out of it."""
    if not left or not right:
        return left or right, Fraction(1)
    factors: dict[Gen, Exponent] = dict(left)
    for gen, exponent in right:
        factors[gen] = factors.get(gen, 0) + exponent
    return make_mono(factors)


def make_mono(factors: Factors) -> tuple[Mono, Fraction]:
    """Factors in order; exponentials merge, whole powers of numbers leave as a coefficient.

    A delta is its own square, and 1 where its points are the same.
    """
    coefficient, exponents = Fraction(1), []
    kept: Factors = {}
    for gen, e in factors.items():
        match gen:
            case Atom("exp", _, (Poly() as inner,)):
                exponents.append(scale(inner, e))
            case Atom("num", (digits,), _):
                whole = e.numerator // e.denominator
                if abs(whole) * len(digits) > MAX_BITS:
                    raise TooLarge(f"the power {whole} of {digits[:20]}")
                coefficient *= Fraction(int(digits)) ** whole
                kept[gen] = e - whole
            case Atom("delta", _, (one, two)):
                if one != two:
                    kept[gen] = min(e, 1)
            case _:
                kept[gen] = e
    total = add(*exponents)
    if total.terms:
        kept[Atom("exp", (), (total,))] = 1
    items = [(g, e if isinstance(e, int) else _whole(e)) for g, e in kept.items() if e]
    if len(items) > 1:
        items.sort(key=lambda item: _key(item[0]))
    return tuple(items), coefficient


def _whole(exponent: Fraction) -> Exponent:
    return exponent.numerator if exponent.denominator == 1 else exponent


@lru_cache(maxsize=100_000)
def free_vars(thing: Gen | Var | Poly) -> frozenset[Var]:
    """The points and indices that occur free."""
    if isinstance(thing, Var):
        return frozenset({thing})
    if isinstance(thing, Atom):
        return frozenset().union(*(free_vars(arg) for arg in thing.args))
    if isinstance(thing, Sum):
        return frozenset().union(*(free_vars(g) for g, _ in thing.factors)) - set(thing.bound)
    return frozenset().union(*(free_vars(g) for mono, _ in thing.terms for g, _ in mono))


def rename(thing: Gen, names: dict[Var, Var]) -> Gen:
    """The generator with free points replaced, under canonical bound names again."""
    relevant = {var: names[var] for var in free_vars(thing) if var in names}
    return _rename(thing, tuple(sorted(relevant.items()))) if relevant else thing


@lru_cache(maxsize=100_000)
def _rename(thing: Gen, items: tuple[tuple[Var, Var], ...]) -> Gen:
    names = dict(items)
    if isinstance(thing, Atom):
        args = [rename_arg(arg, names) for arg in thing.args]
        return make_atom(thing.kind, thing.label, args, thing.symmetric)
    fresh = [
        Var(f"~{index}{thing.bound[index].name}", v.sort) for index, v in enumerate(thing.bound)
    ]
    inside = {**names, **dict(zip(thing.bound, fresh, strict=True))}
    renamed, _ = rename_mono(thing.factors, inside)  # bound factors leave no number outside
    return canonical_sum(fresh, dict(renamed))


def rename_arg(arg: Var | Poly, names: dict[Var, Var]) -> Var | Poly:
    """A point or nested polynomial with free points replaced."""
    return names.get(arg, arg) if isinstance(arg, Var) else rename_poly(arg, names)


def rename_poly(poly: Poly, names: dict[Var, Var]) -> Poly:
    """The polynomial with free points replaced."""
    if not any(var in names for var in free_vars(poly)):
        return poly
    terms: dict[Mono, Fraction] = {}
    for mono, c in poly.terms:
        renamed, factor = rename_mono(mono, names)
        terms[renamed] = terms.get(renamed, Fraction(0)) + c * factor
    return make_poly(terms)


def rename_mono(mono: Mono, names: dict[Var, Var]) -> tuple[Mono, Fraction]:
    """The monomial with free points replaced; generators that become equal merge."""
    factors: Factors = {}
    for gen, e in mono:
        renamed = rename(gen, names)
        factors[renamed] = factors.get(renamed, 0) + e
    return make_mono(factors)


def make_atom(kind: str, label: tuple[str, ...], args: list[Var | Poly], symmetric: bool) -> Atom:
    """An atom; the arguments of a symmetric one are sorted."""
    return Atom(kind, label, tuple(sorted(args, key=key) if symmetric else args), symmetric)


# --- canonical names of bound points -----------------------------------------------------------

MAX_NAMING = 200_000  # points times factors, for each branch


def canonical_sum(bound: list[Var], factors: Factors) -> Sum:
    """The connected sum under names that do not depend on the given ones.

    Points are coloured by where they occur until the colours are stable; a class that stays
    undivided is split by trying its members, save those that a swap of two names shows to be alike.
    """
    budget = [MAX_NAMING]
    best = min(_labellings(bound, factors, {v: f"#{v.sort}" for v in bound}, budget), key=_key)
    return best


def _labellings(
    bound: list[Var], factors: Factors, colours: dict[Var, str], budget: list[int]
) -> list[Sum]:
    budget[0] -= len(bound) * len(factors)
    if budget[0] < 0:
        raise TooLarge("a sum whose bound points are too symmetric to name")
    colours = _refined(bound, factors, colours)
    classes: dict[str, list[Var]] = {}
    for var in bound:
        classes.setdefault(colours[var], []).append(var)
    split = next((classes[c] for c in sorted(classes) if len(classes[c]) > 1), None)
    if split is None:
        return [_named(bound, factors, colours)]
    found: list[Sum] = []
    for index, var in enumerate(split):
        if not any(_alike(factors, var, other) for other in split[:index]):
            found += _labellings(bound, factors, {**colours, var: colours[var] + "!"}, budget)
    return found


def _alike(factors: Factors, one: Var, two: Var) -> bool:
    swap = {one: two, two: one}
    return {rename(gen, swap): e for gen, e in factors.items()} == factors


def _refined(bound: list[Var], factors: Factors, colours: dict[Var, str]) -> dict[Var, str]:
    while True:
        classes = len(set(colours.values()))
        if classes == len(bound):
            return colours
        seen = {var: (colours[var], _signature(var, factors, colours)) for var in bound}
        ranks = {sig: f"#{rank:03}" for rank, sig in enumerate(sorted(set(seen.values())))}
        colours = {var: ranks[seen[var]] for var in bound}
        if len(ranks) == classes:
            return colours


def _signature(var: Var, factors: Factors, colours: dict[Var, str]) -> str:
    names = {v: Var(c, v.sort) for v, c in colours.items()}
    names[var] = Var("#*", var.sort)
    return "&".join(
        sorted(f"{_key(rename(g, names))}^{e}" for g, e in factors.items() if var in free_vars(g))
    )


def _named(bound: list[Var], factors: Factors, colours: dict[Var, str]) -> Sum:
    order = sorted(bound, key=lambda var: (colours[var], var.sort))
    depth = 1 + max((_depth(gen) for gen in factors), default=0)
    names = {var: Var(f"_{depth}.{index}", var.sort) for index, var in enumerate(order)}
    mono = sorted(
        ((rename(gen, names), e) for gen, e in factors.items()), key=lambda item: _key(item[0])
    )
    return Sum(tuple(names[var] for var in order), tuple(mono))


@lru_cache(maxsize=100_000)
def _depth(thing: Gen | Var | Poly) -> int:
    """How deep sums are nested; names differ by depth so that none captures another."""
    if isinstance(thing, Var):
        return 0
    if isinstance(thing, Atom):
        return max(map(_depth, thing.args), default=0)
    if isinstance(thing, Sum):
        return 1 + max((_depth(g) for g, _ in thing.factors), default=0)
    return max((_depth(g) for mono, _ in thing.terms for g, _ in mono), default=0)
