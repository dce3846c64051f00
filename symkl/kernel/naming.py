"""Canonical names of bound points: equal sums get equal names, whatever they were called before."""

from __future__ import annotations

from functools import lru_cache

from symkl.kernel.errors import TooLarge
from symkl.kernel.polynomial import (
    Atom,
    Factors,
    Gen,
    Mono,
    Poly,
    Rational,
    Sum,
    Var,
    atom_at,
    free_vars,
    make_mono,
    make_poly,
)

MAX_NAMING = 200_000  # points times factors, for each branch


def rename(thing: Gen, names: dict[Var, Var]) -> Gen:
    """The generator with free points replaced, under canonical bound names again."""
    relevant = [var for var in thing.free if var in names]
    if not relevant:
        return thing
    if isinstance(thing, Atom):
        args = tuple([rename_arg(arg, names) for arg in thing.args])
        if thing.symmetric or any(isinstance(arg, Poly) for arg in args):
            return Atom(thing.kind, thing.label, args, thing.symmetric)
        return atom_at(thing.kind, thing.label, args)
    return _rename_sum(thing, tuple([(var, names[var]) for var in sorted(relevant)]))


@lru_cache(maxsize=100_000)
def _rename_sum(thing: Sum, items: tuple[tuple[Var, Var], ...]) -> Sum:
    fresh = [Var(f"~{index}{v.name}", v.sort) for index, v in enumerate(thing.bound)]
    inside = {**dict(items), **dict(zip(thing.bound, fresh, strict=True))}
    renamed, _ = rename_mono(thing.factors, inside)  # bound factors leave no number outside
    return canonical_sum(fresh, dict(renamed))


def rename_arg(arg: Var | Poly, names: dict[Var, Var]) -> Var | Poly:
    """A point or nested polynomial with free points replaced."""
    return names.get(arg, arg) if isinstance(arg, Var) else rename_poly(arg, names)


def rename_poly(poly: Poly, names: dict[Var, Var]) -> Poly:
    """The polynomial with free points replaced."""
    if not any(var in names for var in free_vars(poly)):
        return poly
    terms: dict[Mono, Rational] = {}
    for mono, c in poly.terms:
        renamed, factor = rename_mono(mono, names)
        terms[renamed] = terms.get(renamed, 0) + c * factor
    return make_poly(terms)


def rename_mono(mono: Mono, names: dict[Var, Var]) -> tuple[Mono, Rational]:
    """The monomial with free points replaced; generators that become equal merge."""
    factors: Factors = {}
    for gen, e in mono:
        renamed = rename(gen, names)
        factors[renamed] = factors.get(renamed, 0) + e
    return make_mono(factors)


def canonical_sum(bound: list[Var], factors: Factors) -> Sum:
    """The connected sum under names that do not depend on the given ones.

    Points are coloured by where they occur until the colours are stable; a class that stays
    undivided is split by trying its members, save those that a swap of two names shows to be alike.
    """
    if len(bound) == 1:
        return _named(bound, factors, {})
    return min(_labellings(bound, factors, {v: f"#{v.sort}" for v in bound}, [MAX_NAMING]))


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
    seen = [f"{_coloured(g, names)}^{e}" for g, e in factors.items() if var in g.free]
    return "&".join(sorted(seen))


def _coloured(gen: Gen, names: dict[Var, Var]) -> str:
    """What tells the generator from others when its points are known by their colours only."""
    if isinstance(gen, Sum) or gen.depth or any(isinstance(arg, Poly) for arg in gen.args):
        return rename(gen, names)
    points = [names.get(arg, arg).name for arg in gen.args if isinstance(arg, Var)]
    return f"{gen.kind}{gen.label}{sorted(points) if gen.symmetric else points}"


def _named(bound: list[Var], factors: Factors, colours: dict[Var, str]) -> Sum:
    order = sorted(bound, key=lambda var: (colours[var], var.sort)) if len(bound) > 1 else bound
    depth = 1 + max([gen.depth for gen in factors], default=0)
    names = {var: Var(f"_{depth}.{index}", var.sort) for index, var in enumerate(order)}
    mono = sorted([(rename(gen, names), e) for gen, e in factors.items()])
    return Sum(tuple([names[var] for var in order]), tuple(mono))
