"""The way down, and the coordinates of models in which it is gone."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from symkl.kernel.context import Context, Law, Matrix, Number, Sort
from symkl.models.admissible import admissible
from symkl.models.build import models
from symkl.models.charts import Chart
from symkl.models.descent import descend

X = Sort("X")
DECLARED = {
    "a pmf": [X, Law("P", (("x", "X"),))],
    "a pmf with zeros": [X, Law("P", (("x", "X"),), sign="nonnegative")],
    "a channel": [X, Law("W", (("y", "X"), ("x", "X")), given=("x",))],
    "a weight": [X, Law("w", (("x", "X"),), sign="real", normalised=False)],
    "laws below each other": [
        X,
        Law("P", (("x", "X"),), sign="nonnegative", below=("Q",)),
        Law("Q", (("x", "X"),), sign="nonnegative"),
    ],
    "numbers": [Number("a"), Number("b", "positive"), Number("c", "nonnegative")],
    "a definite matrix": [Sort("k"), Matrix("S", "k", "k", symmetric=True, positive_definite=True)],
    "a diagonal matrix": [Sort("k"), Matrix("D", "k", "k", symmetric=True, form="diagonal")],
    "an isotropic matrix": [Sort("k"), Matrix("D", "k", "k", symmetric=True, form="isotropic")],
    "a matrix": [Sort("k"), Sort("l"), Matrix("F", "k", "l"), Matrix("v", "k")],
}


@pytest.mark.parametrize("name", DECLARED)
def test_coordinates_stand_for_models_as_declared(name: str) -> None:
    context, rng, moved = Context.of(DECLARED[name]), Random(1), 0
    for model in models(context, (), 12):
        chart = Chart.of(context, model)
        origin = chart.origin()
        assert chart.model(origin) is not None
        for _ in range(4):
            other = chart.model([at + rng.uniform(-0.1, 0.1) for at in origin])
            assert other is None or admissible(context, other)
            moved += other is not None and other != model
    assert moved > 10


def test_the_origin_is_the_model_itself() -> None:
    context = Context.of(DECLARED["a pmf"])
    model = list(models(context, (), 6))[-1]
    again = Chart.of(context, model).model(Chart.of(context, model).origin())
    assert again is not None
    for cell, weight in model.laws["P"].items():
        assert abs(again.laws["P"][cell] - weight) < Fraction(1, 10**14)


def test_what_groups_or_families_bind_stays_as_it_is() -> None:
    coords = (("x", "X"), ("y", "X"))
    context = Context.of([X, Law("p", coords, independent=(("x",), ("y",)))])
    model = next(models(context, (), 1))
    assert Chart.of(context, model).origin() == []


def test_far_away_there_is_no_model() -> None:
    context = Context.of(DECLARED["numbers"])
    chart = Chart.of(context, next(models(context, (), 1)))
    assert chart.model([float("inf")] * len(chart.origin())) is None
    assert chart.model([1e300] * len(chart.origin())) is None


FUNCTIONS = {
    "a bowl": (lambda x: (x[0] - 3) ** 2 + 5 * (x[1] + 1) ** 2, (3, -1)),
    "a valley that bends": (lambda x: 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2, (1, 1)),
    "an edge": (lambda x: None if x[0] < 0 else (x[0] - 1) ** 2 + x[1] ** 2, (1, 0)),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_it_ends_at_the_bottom(name: str) -> None:
    function, bottom = FUNCTIONS[name]
    values = list(descend(function, [0.5, 2.0], 200))
    assert values == sorted(values, key=lambda item: -item[0])
    assert values[-1][1] == pytest.approx(bottom, abs=1e-4)


def test_no_value_and_no_way_down() -> None:
    assert not list(descend(lambda x: None, [0.0], 50))
    assert not list(descend(lambda x: 1.0, [0.0, 0.0], 50))
