"""Models of one joint pmf made to tell entropies apart, under what a claim is given.

Its variables are functions of a fair choice, or a Bayesian network with as many edges as what is
given allows.  Floating-point numbers only choose which models are worth a look.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import chain, product
from math import log, prod
from random import Random

from symkl.kernel.check import Claim
from symkl.kernel.context import Law
from symkl.models.admissible import laws_hold, marginal
from symkl.models.entropy_form import EntropyForm, Names
from symkl.models.fair_choices import LOOKS, Labels, assignments
from symkl.models.hypotheses import Hypotheses, form_of
from symkl.models.model import Model, Point, Table
from symkl.models.networks import Networks, Parents
from symkl.models.simple import simple_models, with_values
from symkl.models.sizes import largest, sizes

STRUCTURES, DRAWS = 4, 6  # Bayesian networks, and tables for each
MAX_CELLS = 300
NOISE = tuple(Fraction(1, n) for n in (8, 50, 500))  # uniform parts mixed in for full support
Form = list[tuple[Names, float]]


def satisfying(claim: Claim, points: Sequence[Point], seed: int = 0) -> Iterator[Model]:
    """Models in which everything that is given holds exactly; none without entropies in it."""
    search = _Search.of(claim, points, seed)
    for model in search.models(screened=False) if search else ():
        if search and search.obeys(model):
            yield model


def contradicting(claim: Claim, points: Sequence[Point], seed: int = 0) -> Iterator[Model]:
    """Models in which what is given holds exactly and the claim seems to fail."""
    search = _Search.of(claim, points, seed)
    if search is not None and search.goal is not None:
        for model in search.models(screened=True):
            if search.seems_false(model) and search.obeys(model):
                yield model


class _Search:
    """The models for one claim; ``law`` is the pmf whose entropies occur in it."""

    def __init__(self, claim: Claim, points: Sequence[Point], rng: Random, law: Law) -> None:
        self.claim, self.points, self.rng, self.law = claim, points, rng, law
        self.hypotheses = Hypotheses(claim.context, claim.given)
        statements = ((claim.lhs, claim.relation, claim.rhs), *claim.given)
        forms = [_floats(form_of(claim.context, statement), law) for statement in statements]
        self.goal = forms[0]
        self.given = [
            (relation, form)
            for (_, relation, _), form in zip(claim.given, forms[1:], strict=True)
            if form
        ]
        self.structures: list[Parents] = []  # of the networks that were drawn
        self.used = {name for form in forms for names, _ in form or () for name in names}

    @classmethod
    def of(cls, claim: Claim, points: Sequence[Point], seed: int) -> _Search | None:
        """The search, if there is a pmf whose entropies the claim or what is given is about."""
        for statement in ((claim.lhs, claim.relation, claim.rhs), *claim.given):
            form = form_of(claim.context, statement)
            if form is not None:
                return cls(claim, points, Random(seed), form.law)
        return None

    def models(self, screened: bool) -> Iterator[Model]:
        """Networks and functions of a fair choice; if screened, those for which it may fail."""
        if self.claim.given:
            return chain(self._networks(), self._functions(screened))
        return self._functions(screened)

    def obeys(self, model: Model) -> bool:
        """Whether what is declared and what is given hold: the law may be declared a product."""
        return laws_hold(self.claim.context, model) and self.hypotheses.hold(model)

    def seems_false(self, model: Model) -> bool:
        """Whether the claim fails in floating point."""
        table = model.laws[self.law.name]
        value = sum(c * _entropy(self.law, table, names) for names, c in self.goal or ())
        return self.goal is not None and not LOOKS[self.claim.relation](value)

    # --- functions of a fair choice ---------------------------------------------------------------

    def _functions(self, screened: bool) -> Iterator[Model]:
        names = [c for c, _ in self.law.coords if c in self.used]
        number = {name: 1 << place for place, name in enumerate(names)}
        given = tuple((relation, _chosen(form, number)) for relation, form in self.given)
        goal = None if self.goal is None else _chosen(self.goal, number)
        looks = LOOKS[self.claim.relation]
        for found in assignments(len(names), self.rng, given):
            if not screened or (goal is not None and not looks(found.value(goal))):
                yield from self._with_functions(dict(zip(names, found.labels, strict=True)))

    def _with_functions(self, labels: Mapping[str, Labels]) -> Iterator[Model]:
        outcomes = len(next(iter(labels.values())))
        taken = [labels.get(c, (0,) * outcomes) for c, _ in self.law.coords]
        model = self._others([1 + max(at) for at in taken])
        if model is None:
            return
        table = dict.fromkeys(model.cells(self.law), Fraction(0))
        for cell in zip(*taken, strict=True):
            table[cell] += Fraction(1, outcomes)
        if self.law.sign == "nonnegative":
            yield self._with(model, table)
        else:
            yield from self._with_noise(model, table)

    def _with_noise(self, model: Model, table: Table) -> Iterator[Model]:
        """The table with full support: what is given survives noise along a network it allows."""
        networks = Networks(self.law, model, self.rng)
        for parents, noise in product(self.structures, NOISE):
            yield self._with(model, networks.blurred(table, parents, noise))
        for noise in NOISE:  # with luck, it survives this as well
            level = noise / len(table)
            yield self._with(model, {c: (1 - noise) * w + level for c, w in table.items()})

    def _with(self, model: Model, table: Table) -> Model:
        return with_values(model, {("laws", self.law.name): table})

    def _others(self, needed: Sequence[int]) -> Model | None:
        """A simple model of all but the law, with so many values for each of its variables."""
        context = self.claim.context
        chosen = {symbol: min(2, limit) for symbol, limit in largest(context).items()}
        wanted: dict[str, int] = {}
        for (_, sort), count in zip(self.law.coords, needed, strict=True):
            symbol = context.sort(sort).symbol
            wanted[symbol] = max(wanted.get(symbol, 1), count)
        if any(int(symbol) < count for symbol, count in wanted.items() if symbol.isdecimal()):
            return None
        chosen |= {symbol: count for symbol, count in wanted.items() if not symbol.isdecimal()}
        found = sizes(context, chosen)
        if prod(found[sort] for _, sort in self.law.coords) > MAX_CELLS:
            return None
        others = {name: law for name, law in context.laws.items() if name != self.law.name}
        return next(simple_models(replace(context, laws=others), self.points, chosen, 8), None)

    # --- Bayesian networks ------------------------------------------------------------------------

    def _networks(self) -> Iterator[Model]:
        for networks, parents in self._structures():
            yield from (
                self._with(networks.model, networks.table(parents, sharp=draw % 3 == 2))
                for draw in range(DRAWS)
            )

    def _structures(self) -> Iterator[tuple[Networks, Parents]]:
        """Networks with as many edges as what is given allows."""
        model = self._others([1 + (c in self.used) for c, _ in self.law.coords])
        if model is None:
            return
        networks = Networks(self.law, model, self.rng)

        def allows(table: Table) -> bool:
            drawn = self._with(model, table)
            return laws_hold(self.claim.context, drawn) and self.hypotheses.hold(drawn)

        for _ in range(STRUCTURES):
            parents = networks.structure(allows)
            if parents is None:
                return
            self.structures.append(parents)
            yield networks, parents


def _floats(form: EntropyForm | None, law: Law) -> Form | None:
    """The form in floating point, if it is one of this law."""
    if form is None or form.law != law:
        return None
    return [(names, float(c)) for names, c in form.coefficients.items()]


def _chosen(form: Form, number: Mapping[str, int]) -> tuple[tuple[int, float], ...]:
    """The form with sets of variables as numbers."""
    return tuple((sum({number[name] for name in names}), c) for names, c in form)


def _entropy(law: Law, table: Table, names: Names) -> float:
    weights = map(float, marginal(law, table, names).values())
    return -sum(w * log(w) for w in weights if w)
