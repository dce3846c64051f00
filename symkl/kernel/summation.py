"""Sums and integrals of polynomials over one bound point, with the laws that remove binders.

A bound point that occurs in one probability only is summed away (to 1, or to the marginal), one
that occurs nowhere gives the size of its space, a delta or a product of a matrix with its inverse
contracts, and polynomials in a Gaussian vector become moments.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from symkl.kernel.context import SCALAR_SORT, Context
from symkl.kernel.errors import IllFormed, TooLarge
from symkl.kernel.hypotheses import Hypothesis, of_normal
from symkl.kernel.naming import canonical_sum, rename
from symkl.kernel.polynomial import (
    ONE,
    ZERO,
    Atom,
    Factors,
    Mono,
    Poly,
    Rational,
    Sum,
    Var,
    add,
    constant,
    free_vars,
    gen_poly,
    make_mono,
    mul,
    scale,
    text,
)
from symkl.kernel.supports import Supports

Places = dict[Var, list[tuple[Atom, int]]]
MAX_MOMENT = 8
MAX_BOUND = 14


class Summation(Supports):
    """The laws of sums in one context; ``allow`` says which may be used and records which were."""

    def __init__(self, context: Context, prefix: str = "~") -> None:
        super().__init__(context)
        self.allowed: frozenset[str] | None = None
        self.used: set[str] = set()
        self._names = (f"{prefix}{index}" for index in count())

    def allow(self, law: str) -> bool:
        """Whether the law may be used; records it when so."""
        if self.allowed is not None and law not in self.allowed:
            return False
        self.used.add(law)
        return True

    def fresh(self, sort: str) -> Var:
        """A point that occurs nowhere else."""
        return Var(next(self._names), sort)

    def over(self, points: Iterable[Var], poly: Poly) -> Poly:
        """The sum of the polynomial over the points, integrals one after the other.

        Neighbours of finite spaces are summed over together: their order does not matter.
        """
        left = [point for point in points if point.sort != SCALAR_SORT]
        while left:
            real = (place for place, v in enumerate(left) if self.context.is_real_space(v.sort))
            end = next(real, len(left)) or 1
            parts = [scale(self._mono(left[:end], mono), c) for mono, c in poly.terms]
            poly, left = add(*parts), left[end:]
        return poly

    def _mono(self, points: list[Var], mono: Mono) -> Poly:
        outside: Factors = {}
        inside: Factors = {}
        for gen, e in mono:
            (outside if gen.free.isdisjoint(points) else inside)[gen] = e
        bound, opened, coefficient = self._opened(inside)
        product = self._reduce([*points, *bound], self.without_spare_guards(opened))
        kept, factor = make_mono(outside)
        return self.cancelled(mul(Poly(((kept, coefficient * factor),)), product))

    def _opened(self, factors: Factors) -> tuple[list[Var], Factors, Rational]:
        """Factors with the binders of whole powers of sums moved outwards, under fresh names."""
        bound: list[Var] = []
        flat: Factors = {}
        queue = list(factors.items())
        while queue:
            gen, e = queue.pop()
            if isinstance(gen, Sum) and e.denominator == 1 and e > 0:
                if len(bound) + int(e) * len(gen.bound) > MAX_BOUND:
                    raise TooLarge(f"the power {e} of a sum, under one more")
                for _ in range(int(e)):
                    names = {v: self.fresh(v.sort) for v in gen.bound}
                    bound += names.values()
                    queue += [(rename(g, names), power) for g, power in gen.factors]
            else:
                flat[gen] = flat.get(gen, 0) + e
        mono, coefficient = make_mono(flat)
        return bound, dict(mono), coefficient

    def _reduce(self, bound: list[Var], factors: Factors) -> Poly:
        for law in (
            self._contract_delta,
            self._unused,
            self._by_places,
            self._moment,
            self._statistic,
        ):
            result = law(bound, factors)
            if result is not None:
                return result
        return self._components(bound, factors)

    def _by_places(self, bound: list[Var], factors: Factors) -> Poly | None:
        places = _places(bound, factors)
        for law in (self._contract_inverse, self.contract_given, self._marginal):
            result = law(bound, factors, places)
            if result is not None:
                return result
        return None

    def contract_given(self, bound: list[Var], factors: Factors, places: Places) -> Poly | None:
        """A product that is given as something simpler; a subclass knows what is given."""
        return None

    def _product(self, factors: Factors) -> Poly:
        mono, coefficient = make_mono(factors)
        return Poly(((mono, coefficient),))

    def _contract_delta(self, bound: list[Var], factors: Factors) -> Poly | None:
        """sum_j delta_ij f(j) = f(i)."""
        for gen in factors:
            if isinstance(gen, Atom) and gen.kind == "delta":
                pair = [v for v in gen.args if isinstance(v, Var)]
                for var, other in (pair, pair[::-1]):
                    if var in bound and self.allow("delta"):
                        renamed: Factors = {}
                        for g, e in factors.items():
                            if g != gen:
                                new = rename(g, {var: other})
                                renamed[new] = renamed.get(new, 0) + e
                        return self.over([v for v in bound if v != var], self._product(renamed))
        return None

    def _unused(self, bound: list[Var], factors: Factors) -> Poly | None:
        """sum_x 1 = the size of the space; the integral of a constant does not exist."""
        used = frozenset().union(*(gen.free for gen in factors))
        for var in bound:
            if var not in used:
                if self.context.is_real_space(var.sort):
                    raise IllFormed(f"the integral of a constant over {var.sort} does not exist")
                if not self.allow("size_of_space"):
                    return None
                rest = self.over([v for v in bound if v != var], self._product(factors))
                return mul(self.size(var.sort), rest)
        return None

    def size(self, sort: str) -> Poly:
        """The number of elements of a finite space, or the dimension."""
        if sort == SCALAR_SORT:
            return ONE
        declared = self.context.sort(sort)
        if declared.kind != "finite":
            raise IllFormed(f"{sort} has no number of elements")
        name = declared.symbol
        return constant(int(name)) if name.isdecimal() else gen_poly(Atom("size", (name,), ()))

    def _contract_inverse(self, bound: list[Var], factors: Factors, places: Places) -> Poly | None:
        """sum_j S_ij (S^-1)_jl = delta_il, and the same from the other side."""
        for var in bound:
            ends = places.get(var, [])
            if len(ends) != 2 or any(factors[gen] != 1 for gen, _ in ends):
                continue
            (one, at_one), (two, at_two) = ends
            if {one.kind, two.kind} != {"matrix", "inverse"} or one.label != two.label:
                continue
            if not one.symmetric and at_one == at_two:
                continue
            if not self.allow("inverse"):
                return None
            self.hypotheses.add(Hypothesis("invertible", one.label[0]))
            i, j = one.args[1 - at_one], two.args[1 - at_two]
            rest = {gen: e for gen, e in factors.items() if gen not in (one, two)}
            product = mul(self.delta(i, j), self._product(rest))
            return self.over([v for v in bound if v != var], product)
        return None

    def delta(self, one: Var | Poly, two: Var | Poly) -> Poly:
        """1 when the two points are equal and 0 otherwise."""
        if one == two:
            return ONE
        sort = one.sort if isinstance(one, Var) else ""
        return gen_poly(Atom("delta", (sort,), (one, two), symmetric=True))

    def _marginal(self, bound: list[Var], factors: Factors, places: Places) -> Poly | None:
        """A point that occurs in one probability only is summed away."""
        for var in bound:
            ends = places.get(var, [])
            if len(ends) != 1 or ends[0][0].kind != "value" or factors[ends[0][0]] != 1:
                continue
            atom, position = ends[0]
            summed = self._summed(atom, position)
            if summed is None:
                continue
            rest = {gen: e for gen, e in factors.items() if gen != atom}
            product = mul(summed, self._product(rest))
            return self.over([v for v in bound if v != var], product)
        return None

    def _summed(self, atom: Atom, position: int) -> Poly | None:
        law = self.context.law(atom.label[0])
        targets = atom.label[1:]
        if position >= len(targets):
            return None
        if len(targets) == 1 and law.normalised:
            if not self.allow("normalisation"):
                return None
            kind = self.context.sort(law.sort_of(targets[position])).kind
            real = kind not in ("finite", "integer")
            self.hypotheses.add(Hypothesis("integrates" if real else "sums", law.name))
            return ONE
        if len(targets) == 1 or not self.allow("marginalisation"):
            return None
        args = [arg for place, arg in enumerate(atom.args) if place != position]
        kept = tuple(name for place, name in enumerate(targets) if place != position)
        return gen_poly(Atom("value", (law.name, *kept), tuple(args)))

    def _moment(self, bound: list[Var], factors: Factors) -> Poly | None:
        """E[x_i] = mu_i, E[x_i x_j] = Sigma_ij + mu_i mu_j, and so on by Isserlis' theorem."""
        for var in bound:
            if not self.context.is_real_space(var.sort):
                continue
            inside = {gen: e for gen, e in factors.items() if var in gen.free}
            density = next((g for g in inside if isinstance(g, Atom) and g.kind == "value"), None)
            if density is None or inside.pop(density) != 1:
                continue
            law = self.context.law(density.label[0])
            if law.normal is None or not law.normalised or density.args != (var,):
                continue
            if not _components_of(var, inside):
                continue
            if not self.allow("moments"):
                return None
            order = sum(int(e) for e in inside.values())
            if order > MAX_MOMENT:
                raise TooLarge(f"a Gaussian moment of order {order}")
            indices = [
                g.args[1:] for g, e in inside.items() for _ in range(int(e)) if isinstance(g, Atom)
            ]
            # The second moments are declared; those beyond follow from them for a normal law.
            self.hypotheses |= set(of_normal(law)[: 1 + bool(indices) + (len(indices) > 2)])
            rest = {gen: e for gen, e in factors.items() if gen != density and gen not in inside}
            product = mul(self._isserlis(indices, *law.normal), self._product(rest))
            return self.over([v for v in bound if v != var], product)
        return None

    def _statistic(self, bound: list[Var], factors: Factors) -> Poly | None:
        """The mean of a statistic under a law of a named family; a subclass knows the families."""
        return None

    def _isserlis(self, indices: list[tuple[Var | Poly, ...]], mean: str, cov: str) -> Poly:
        if not indices:
            return ONE
        first, rest = indices[0], indices[1:]
        total = mul(self.entry(mean, first), self._isserlis(rest, mean, cov))
        for place, other in enumerate(rest):
            remaining = rest[:place] + rest[place + 1 :]
            pair = self.entry(cov, first + other) if cov or first else ONE
            total = add(total, mul(pair, self._isserlis(remaining, mean, cov)))
        return total

    def entry(self, name: str, indices: tuple[Var | Poly, ...], kind: str = "matrix") -> Poly:
        """The entry of a declared matrix, or of its inverse; indices of sort "1" are left out.

        The matrix without a name is the identity, the vector without a name is zero.
        """
        if not name:
            return self.delta(*indices) if len(indices) == 2 else ZERO
        declared = self.context.matrix(name)
        if len(indices) != sum(sort != SCALAR_SORT for sort in (declared.rows, declared.columns)):
            raise IllFormed(f"{name} is {declared.rows} x {declared.columns}")
        symmetric = declared.symmetric and len(indices) == 2
        if symmetric:
            self.hypotheses.add(Hypothesis("symmetric", name))
        if len(indices) == 2 and self.context.matrix(name).form != "full":
            spread = self.spread(name, min(indices, key=text))
            return mul(self.delta(*indices), gen_poly(spread, -1 if kind == "inverse" else 1))
        return gen_poly(Atom(kind, (name,), indices, symmetric))

    def spread(self, name: str, index: Var | Poly) -> Atom:
        """The number on the diagonal of a matrix that is diagonal, or a multiple of I."""
        form = self.context.matrix(name).form
        self.hypotheses |= {Hypothesis(form, name), Hypothesis("definite", name)}
        return Atom("spread", (name,), (index,) if form == "diagonal" else ())

    def _components(self, bound: list[Var], factors: Factors) -> Poly:
        """The product of the connected parts, each a sum of its own (Fubini)."""
        result, remaining, left = ONE, bound, factors
        while remaining:
            group, part = _connected(remaining[0], set(bound), left)
            left = {g: e for g, e in left.items() if g not in part}
            for var in group:
                if self.context.is_real_space(var.sort):
                    self.hypotheses.add(Hypothesis("integrable", var.sort))
            result = mul(result, gen_poly(canonical_sum(sorted(group), part)))
            remaining = [v for v in remaining if v not in group]
        return mul(result, self._product(left))


def _connected(start: Var, bound: set[Var], factors: Factors) -> tuple[set[Var], Factors]:
    """The bound points that hang together with this one, and the factors that they occur in."""
    group, part = {start}, Factors()
    while True:
        touched = {g: e for g, e in factors.items() if not g.free.isdisjoint(group)}
        if len(touched) == len(part):
            return group, part
        group, part = group.union(*[g.free & bound for g in touched]), touched


def _places(bound: list[Var], factors: Factors) -> Places:
    """Where each bound point occurs as an argument; none when it occurs inside another factor."""
    places: Places = {var: [] for var in bound}
    for gen in factors:
        if isinstance(gen, Sum):
            hidden = set(gen.free)
        else:
            hidden = set().union(*[free_vars(arg) for arg in gen.args if isinstance(arg, Poly)])
            for place, arg in enumerate(gen.args):
                if isinstance(arg, Var) and arg in places:
                    places[arg].append((gen, place))
        for var in hidden:
            places.pop(var, None)
    return places


def _components_of(var: Var, factors: Factors) -> bool:
    """Whether the vector occurs in whole positive powers of its components only."""
    return all(
        isinstance(gen, Atom) and gen.kind == "component" and e.denominator == 1 and e > 0
        for gen, e in factors.items()
    )
