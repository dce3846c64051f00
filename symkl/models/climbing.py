"""Models in which an inequality nearly fails, changed little by little until it does.

Random models seldom meet a violation that needs two laws to lie just so: ``H(P,Q) >= H(Q)`` holds
in most of them.  So the slack of the inequality is made smaller, step by step, from the models in
which it is smallest.  Low precision only chooses the way; whoever asks decides rigorously.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from random import Random
from typing import Any

from flint import arb

from symkl.kernel.check import Claim
from symkl.kernel.errors import KernelError
from symkl.models.admissible import admissible
from symkl.models.arithmetic import Balls, precision
from symkl.models.build import models
from symkl.models.charts import Chart
from symkl.models.compare import sides
from symkl.models.cost import MAX_COST, cost_of_both
from symkl.models.descent import Slack, descend
from symkl.models.entropy_floats import EntropyFloats
from symkl.models.evaluate import Evaluator
from symkl.models.hypotheses import Hypotheses
from symkl.models.model import Component, Model, Point, Rows, Table, Undefined, Unsupported, Vector
from symkl.models.shrink import rounded_table
from symkl.models.simple import with_values

Measure = Callable[[Model], float | None]
DIRECTION = {">=": 1, ">": 1, "<=": -1, "<": -1}
DRAWN = 100  # models, the best of which are starts
STARTS, ALIKE = 8, 2  # of the same sizes no more than two starts
PATIENCE = 60  # changes in a row that do not help, after which a start is given up
MAX_TRIES = 250  # from one start: what may be scaled down has no end
PROGRESS = 0.9  # a change helps when this much of the slack is left at most
MAX_WORK = 200_000  # evaluated nodes in all, so that a claim always gets the same models
DESCENTS = 3  # of the models, from the best
STEPS = 60  # along the gradient, from each
MAX_COORDINATES = 16
DIGITS = 20
CLOSE = 1e-9  # to 0: there floating-point numbers do not tell signs
DENOMINATOR = 10_000  # of tables and matrices, so that fractions stay short
FACTORS = tuple(map(Fraction, ("1/10", "1/2", "4/5", "19/20", "20/19", "5/4", "2", "10")))
STRIDES = tuple(Fraction(1, 2**n) for n in range(0, 25, 3))


def climbing(claim: Claim, points: Sequence[Point], seed: int = 0) -> Iterator[Model]:
    """Models in which the inequality seems to fail; none for an equation."""
    if claim.relation in DIRECTION:
        yield from _Climb(claim, Random(seed)).models(points, seed)


@dataclass
class _Climb:
    """The search for one claim; ``work`` counts what was evaluated so far."""

    claim: Claim
    rng: Random
    work: int = 0
    ends: list[Model] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hypotheses = Hypotheses(self.claim.context, self.claim.given)
        self.floats = EntropyFloats.of(self.claim)

    def models(self, points: Sequence[Point], seed: int) -> Iterator[Model]:
        """What is reached from the drawn models with the least slack, the best ones first."""
        drawn = list(models(self.claim.context, points, DRAWN, seed))
        starts = self._lowest(drawn, self.slack)
        yield from (model for slack, _, model in starts if slack < 0)
        chosen: dict[tuple[int, ...], int] = {}
        for slack, _, model in starts:
            sizes = tuple(model.sizes.values())
            if slack < 0 or chosen.get(sizes, 0) == ALIKE:
                continue
            chosen[sizes] = chosen.get(sizes, 0) + 1
            yield from self._lower(slack, model)
            if sum(chosen.values()) == STARTS:
                break
        # A step along the gradient would leave what is given.
        if not self.claim.given:
            self.work = 0  # as much work again
            yield from self._descended(self.ends, self.slack)
            yield from self._descended(drawn, self.relative)

    def _lowest(self, found: Sequence[Model], measure: Measure) -> list[tuple[float, int, Model]]:
        """The models in which the measure has a value, the smallest first."""
        measured = ((measure(model), place, model) for place, model in enumerate(found))
        kept = [(value, place, model) for value, place, model in measured if value is not None]
        return sorted(kept, key=lambda item: item[:2])

    def _lower(self, slack: float, model: Model) -> Iterator[Model]:
        """One change after another that does not make the slack larger."""
        vain = 0
        for _ in range(MAX_TRIES):
            if vain == PATIENCE or self.work > MAX_WORK:
                break
            changed = self._changed(model)
            found = None if changed is None else self.slack(changed)
            vain += 1
            if changed is None or found is None or found > slack:
                continue
            vain = 0 if found < PROGRESS * slack else vain
            slack, model = found, changed
            if slack < 0:
                yield model
                return

        self.ends.append(model)

    def _descended(self, found: Sequence[Model], measure: Measure) -> Iterator[Model]:
        """What steps along the gradient of the measure reach from the best of the models."""
        tried = 0
        for _, _, model in self._lowest(found, measure):
            chart = Chart.of(self.claim.context, model)
            if not 0 < len(chart.origin()) <= MAX_COORDINATES:
                continue
            for lower, at in descend(self._along(chart, measure), chart.origin(), STEPS):
                reached = chart.model(at) if lower < 0 else None
                if reached is not None:
                    yield reached
                    return
            tried += 1
            if tried == DESCENTS:
                return

    def _along(self, chart: Chart, measure: Measure) -> Slack:
        """The measure as a function of the coordinates."""

        def function(at: Sequence[float]) -> float | None:
            model = chart.model(at)
            return None if model is None else measure(model)

        return function

    def slack(self, model: Model) -> float | None:
        """By how much the inequality holds; None where it has no value, or is not asked for."""
        found = self._measured(model)
        return None if found is None else found[0]

    def relative(self, model: Model) -> float | None:
        """The slack as a share of both sides: where both vanish together, it tells which wins."""
        found = self._measured(model)
        return None if found is None or not found[1] else found[0] / found[1]

    def _measured(self, model: Model) -> tuple[float, float] | None:
        """The slack and the size of both sides; a negative slack is certain."""
        self.work += cost_of_both(self.claim, model)
        if self.work > MAX_WORK or cost_of_both(self.claim, model) > MAX_COST:
            return None
        if not self.hypotheses.hold(model):
            return None
        return self._in_floats(model) or self._in_balls(model)

    def _in_floats(self, model: Model) -> tuple[float, float] | None:
        """The same where floating-point numbers tell it: None close to 0, whose sign counts."""
        if self.floats is None:
            return None
        lhs, rhs = self.floats.at(model)
        slack, size = DIRECTION[self.claim.relation] * (lhs - rhs), abs(lhs) + abs(rhs)
        return (slack, size) if slack > CLOSE else None

    def _in_balls(self, model: Model) -> tuple[float, float] | None:
        try:
            with precision(DIGITS):
                found = sides(self.claim, Evaluator(self.claim.context, model, Balls()))
                difference = arb(found.differences[0])
                size = abs(arb(found.lhs[0])) + abs(arb(found.rhs[0]))
        except (Undefined, Unsupported, KernelError):
            return None
        if not difference.is_finite():
            return None
        # Strict inequalities fail at 0: nothing below is needed there.
        slack = DIRECTION[self.claim.relation] * float(difference.mid())
        return (-1.0 if found.fails else max(slack, 0.0)), float(size.mid())

    def _changed(self, model: Model) -> Model | None:
        """The model with one of its values moved; None where it is no longer as declared."""
        places = [(kind, name) for kind in MOVES for name in sorted(getattr(model, kind))]
        if not places:
            return None
        kind, name = self.rng.choice(places)
        value = MOVES[kind](self, name, getattr(model, kind)[name])
        changed = with_values(model, {(kind, name): value})
        return changed if value is not None and admissible(self.claim.context, changed) else None

    def _shift(self) -> Fraction:
        return self.rng.choice((-1, 1)) * self.rng.choice(STRIDES)

    # --- moves ----------------------------------------------------------------------------------

    def _table(self, name: str, table: Table) -> Table | None:
        """One entry more or less probable, or two exchanged."""
        law = self.claim.context.law(name)
        cells = sorted(table)
        one, two = self.rng.choice(cells), self.rng.choice(cells)
        if self.rng.random() < 0.2:
            moved = {**table, one: table[two], two: table[one]}
        else:
            moved = {**table, one: table[one] * self.rng.choice(FACTORS)}
        return rounded_table(law, moved, DENOMINATOR)

    def _rows(self, name: str, rows: Rows) -> Rows:
        """The whole scaled, or one entry (and that across the diagonal) moved."""
        matrix = self.claim.context.matrix(name)
        if matrix.form == "isotropic" or self.rng.random() < 0.3:
            factor = self.rng.choice(FACTORS)
            return tuple(tuple(entry * factor for entry in row) for row in rows)
        i = self.rng.randrange(len(rows))
        j = i if matrix.form == "diagonal" else self.rng.randrange(len(rows[0]))
        moved, shift = [list(row) for row in rows], self._shift()
        for a, b in {(i, j), (j, i)} if matrix.symmetric else {(i, j)}:
            moved[a][b] += shift
        return tuple(map(tuple, moved))

    def _number(self, name: str, value: Fraction) -> Fraction:
        if self.rng.random() < 0.5:
            return value * self.rng.choice(FACTORS)
        return value + self._shift()

    def _point(self, name: Point, value: int | Vector) -> int | Vector | None:
        if isinstance(value, int) or self.claim.context.sort(name[1]).kind != "real":
            return None
        place = self.rng.randrange(len(value))
        moved = value[place] + self._shift()
        return (*value[:place], moved, *value[place + 1 :])

    def _density(self, name: str, parts: tuple[Component, ...]) -> tuple[Component, ...]:
        """The whole wider or narrower, about 0."""
        factor = self.rng.choice(FACTORS)
        return tuple(part.scaled(factor) for part in parts)


MOVES: dict[str, Callable[[_Climb, Any, Any], Any]] = {
    "laws": _Climb._table,
    "matrices": _Climb._rows,
    "numbers": _Climb._number,
    "points": _Climb._point,
    "densities": _Climb._density,
}
