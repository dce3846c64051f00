"""How much rounding may change the value of a formula that is computed as it is written.

Each addend is taken by itself: it is rounded, and it passes on what rounding does to its inputs.
Where addends cancel, this stays while their sum becomes small.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from random import Random

from symkl.kernel.terms import Term
from symkl.models.model import Model, Rows, Undefined, Unsupported
from symkl.testing.arrays import Format
from symkl.testing.reference import Reference, values_of
from symkl.testing.written_out import addends, written_out

ROUNDINGS = 32  # rounding errors of an addend, in the worst case
DISTURBED = 3  # disturbed models that are tried


def noise(reference: Reference, model: Model, form: Format) -> Fraction:
    """A rounding error, of the whole value, that nobody should wonder about."""
    disturbed = [_disturbed(model, form.eps, Random(seed)) for seed in range(DISTURBED)]
    total = Fraction(0)
    for addend in _addends(reference):
        try:
            total += _of_addend(addend, reference, model, disturbed, form)
        except (Undefined, Unsupported):
            continue
    return ROUNDINGS * total


def _of_addend(
    addend: Term | None,
    reference: Reference,
    model: Model,
    disturbed: list[Model],
    form: Format,
) -> Fraction:
    def values(at: Model) -> list[Fraction]:
        if addend is None:
            return [entry.middle for entry in reference.values(at)]
        return [entry.middle for entry in values_of(addend, reference.context, at)]

    here = values(model)
    moved = max(
        (abs(a - b) for other in disturbed for a, b in zip(here, values(other), strict=True)),
        default=Fraction(0),
    )
    return form.eps * max(map(abs, here)) + moved


def _addends(reference: Reference) -> list[Term | None]:
    if reference.term is None:
        return [None]
    return list(addends(written_out(reference.term, reference.context)))


def _disturbed(model: Model, eps: Fraction, rng: Random) -> Model:
    """The model with each number changed by up to eps of itself; symmetric matrices stay so."""

    def other(value: Fraction) -> Fraction:
        return value * (1 + eps * rng.choice((-1, 1)))

    return replace(
        model,
        laws={name: {c: other(w) for c, w in table.items()} for name, table in model.laws.items()},
        matrices={name: _disturbed_rows(rows, eps, rng) for name, rows in model.matrices.items()},
        numbers={name: other(value) for name, value in model.numbers.items()},
    )


def _disturbed_rows(rows: Rows, eps: Fraction, rng: Random) -> Rows:
    symmetric = rows == tuple(zip(*rows, strict=True))
    factors = [[1 + eps * rng.choice((-1, 1)) for _ in row] for row in rows]
    return tuple(
        tuple(
            value * (factors[min(i, j)][max(i, j)] if symmetric else factors[i][j])
            for j, value in enumerate(row)
        )
        for i, row in enumerate(rows)
    )
