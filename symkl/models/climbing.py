"""Models in which an inequality nearly fails, changed little by little until it does.

Random models seldom meet a violation that needs two laws to lie just so: ``H(P,Q) >= H(Q)`` holds
in most of them.  So the slack of the inequality is made smaller, step by step, from the models in
which it is smallest.  Low precision only chooses the way; whoever asks decides rigorously.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from flint import arb

from symkl.kernel.check import Claim
from symkl.kernel.errors import KernelError
from symkl.models.admissible import admissible
from symkl.models.arithmetic import Balls, precision
from symkl.models.build import models
from symkl.models.compare import sides
from symkl.models.cost import MAX_COST, cost_of_both
from symkl.models.evaluate import Evaluator
from symkl.models.hypotheses import Hypotheses
from symkl.models.model import Model, Point, Rows, Table, Undefined, Unsupported, Vector
from symkl.models.shrink import rounded_table
from symkl.models.simple import with_values

DIRECTION = {">=": 1, ">": 1, "<=": -1, "<": -1}
DRAWN = 100  # models, the best of which are starts
STARTS, ALIKE = 8, 2  # of the same sizes no more than two starts
PATIENCE = 60  # changes in a row that do not help, after which a start is given up
MAX_TRIES = 250  # from one start: what may be scaled down has no end
PROGRESS = 0.9  # a change helps when this much of the slack is left at most
MAX_WORK = 200_000  # evaluated nodes in all, so that a claim always gets the same models
DIGITS = 20
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

    def __post_init__(self) -> None:
        self.hypotheses = Hypotheses(self.claim.context, self.claim.given)

    def models(self, points: Sequence[Point], seed: int) -> Iterator[Model]:
        """What is reached from the drawn models with the least slack, the best ones first."""
        drawn = enumerate(models(self.claim.context, points, DRAWN, seed))
        measured = ((self.slack(model), place, model) for place, model in drawn)
        starts = sorted((item for item in measured if item[0] is not None), key=lambda i: i[:2])
        yield from (model for slack, _, model in starts if slack is not None and slack < 0)
        chosen: dict[tuple[int, ...], int] = {}
        for slack, _, model in starts:
            sizes = tuple(model.sizes.values())
            if slack is None or slack < 0 or chosen.get(sizes, 0) == ALIKE:
                continue
            chosen[sizes] = chosen.get(sizes, 0) + 1
            yield from self._lower(slack, model)
            if sum(chosen.values()) == STARTS:
                return

    def _lower(self, slack: float, model: Model) -> Iterator[Model]:
        """One change after another that does not make the slack larger."""
        vain = 0
        for _ in range(MAX_TRIES):
            if vain == PATIENCE or self.work > MAX_WORK:
                return
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

    def slack(self, model: Model) -> float | None:
        """By how much the inequality holds; None where it has no value, or is not asked for."""
        self.work += cost_of_both(self.claim, model)
        if self.work > MAX_WORK or cost_of_both(self.claim, model) > MAX_COST:
            return None
        if not self.hypotheses.hold(model):
            return None
        try:
            with precision(DIGITS):
                found = sides(self.claim, Evaluator(self.claim.context, model, Balls()))
                difference = arb(found.differences[0])
        except (Undefined, Unsupported, KernelError):
            return None
        if not difference.is_finite():
            return None
        # Strict inequalities fail at 0: nothing below is needed there.
        slack = DIRECTION[self.claim.relation] * float(difference.mid())
        return -1.0 if found.fails else max(slack, 0.0)

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


MOVES: dict[str, Callable[[_Climb, Any, Any], Any]] = {
    "laws": _Climb._table,
    "matrices": _Climb._rows,
    "numbers": _Climb._number,
    "points": _Climb._point,
}
