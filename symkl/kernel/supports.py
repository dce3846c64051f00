"""Pmfs that may vanish: where one is positive, what else is, and what cancels there.

In ``P(x) f(x)`` the factor P(x) is a *guard*: where it is 0 the product counts as 0, whatever f(x)
is (0 log 0 = 0), so f is read as if P(x) > 0.  A guard says that all marginals are positive as
well, and the laws that its own is absolutely continuous to.  ``1/P(x)`` read under a guard is an
atom of its own, ``reciprocal``, because P(x)/P(x) is 1 on the support only.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from symkl.kernel.context import Context, Law
from symkl.kernel.hypotheses import Hypothesis
from symkl.kernel.polynomial import (
    Atom,
    Factors,
    Gen,
    Poly,
    Sum,
    Var,
    add,
    make_mono,
    scale,
)

Guards = dict[Atom, frozenset[Hypothesis]]  # probabilities that are positive, and why


class Supports:
    """What is positive under a guard, in one context; ``hypotheses`` records what was used."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.hypotheses: set[Hypothesis] = set()

    def positive_where(self, gen: Gen) -> Guards:
        """The probabilities that are positive wherever the generator is not 0."""
        if isinstance(gen, Sum):
            inside: Guards = {}
            for factor, e in gen.factors:
                inside |= self.positive_where(factor) if e > 0 else {}
            return {a: why for a, why in inside.items() if not a.free & set(gen.bound)}
        if gen.kind != "value" or self.context.law(gen.label[0]).sign == "real":
            return {}
        law = self.context.law(gen.label[0])
        own = frozenset({Hypothesis("nonnegative", law.name), Hypothesis("convention", law.name)})
        found = dict.fromkeys(self._marginals(law, gen.label[1:], gen.args), own)
        if len(gen.label) - 1 + len(law.given) == len(law.coords):
            for other, why in self._dominating(law):
                at = self._marginals(other, _whole(other), gen.args)
                found |= dict.fromkeys(at, own | why)
        return found

    def _marginals(
        self, law: Law, coords: tuple[str, ...], args: tuple[Var | Poly, ...]
    ) -> Iterator[Atom]:
        """The value and its marginals; the conditions of a channel come last and stay.

        A density that is positive at one point may have a marginal that is not: only its value.
        """
        real = any(self.context.is_real_space(sort) for _, sort in law.coords)
        for size in range(len(coords) if real else 1, len(coords) + 1):
            for kept in combinations(range(len(coords)), size):
                at = (*(args[place] for place in kept), *args[len(coords) :])
                yield Atom("value", (law.name, *(coords[place] for place in kept)), at)

    def _dominating(self, law: Law) -> Iterator[tuple[Law, frozenset[Hypothesis]]]:
        """The laws that are positive wherever this one is, directly or through others."""
        reached: dict[str, frozenset[Hypothesis]] = {law.name: frozenset()}
        queue = [law]
        while queue:
            current = queue.pop()
            for name in current.below:
                other = self.context.laws.get(name)  # none in a claim that does not mention it
                if other is None or name in reached or other.sign == "real":
                    continue
                step = {Hypothesis("below", current.name, name), Hypothesis("nonnegative", name)}
                reached[name] = reached[current.name] | step
                queue.append(other)
                yield other, reached[name]

    def cancelled(self, poly: Poly) -> Poly:
        """The polynomial with every monomial as :meth:`without_spare_guards` leaves it."""
        monos = (gen for mono, _ in poly.terms for gen, _ in mono)
        if not any(_guarded(gen) is not None for gen in monos):
            return poly
        parts = []
        for mono, c in poly.terms:
            kept, factor = make_mono(self.without_spare_guards(dict(mono)))
            parts.append(scale(Poly(((kept, factor),)), c))
        return add(*parts)

    def without_spare_guards(self, factors: Factors) -> Factors:
        """The factors with P(x) cancelled against its reciprocal where that changes nothing.

        The product is 0 wherever P(x) is.  It stays so when a factor is left that vanishes there:
        another power of P(x), or something that is 0 outside its support.
        """
        found = dict(factors)
        for gen, e in factors.items():
            inner = _guarded(gen)
            if inner is None or found.get(inner, 0) <= 0 or e <= 0:
                continue
            why = self._vanishing_with(inner, [g for g, power in found.items() if power > 0])
            times = max(0, min(e, found[inner] - (why is None)))
            self.hypotheses |= (why or frozenset()) if times else frozenset()
            found[gen], found[inner] = found[gen] - times, found[inner] - times
        return {gen: e for gen, e in found.items() if e}

    def _vanishing_with(self, guard: Atom, factors: list[Gen]) -> frozenset[Hypothesis] | None:
        """Why one of the factors, the guard apart, is 0 wherever the guard is; None if none is."""
        for gen in factors:
            if gen != guard:
                found = self.positive_where(gen).get(guard)
                if found is not None:
                    return found
        return None


def _guarded(gen: Gen) -> Atom | None:
    """The probability that this generator is the guarded reciprocal of."""
    if isinstance(gen, Atom) and gen.kind == "reciprocal" and isinstance(gen.args[0], Poly):
        ((inner, _),) = gen.args[0].terms[0][0]
        return inner if isinstance(inner, Atom) else None
    return None


def _whole(law: Law) -> tuple[str, ...]:
    return tuple(c for c, _ in law.coords if c not in law.given)
