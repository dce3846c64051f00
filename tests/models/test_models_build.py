"""Models respect every declaration, vary as they should, and are the same for the same seed."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import JOINT, NORMALS, NUMBERS, PMFS, U, column, pmfs, rows, square, table

from symkl.kernel.context import Context, Law, Matrix, Number, Sort
from symkl.models.admissible import admissible
from symkl.models.build import models
from symkl.models.model import Model, Normal, described
from symkl.models.restrict import restricted
from symkl.models.simple import simple_models
from symkl.models.sizes import ascending, largest

X, Y, Z = ("x", "X"), ("y", "Y"), ("z", "Z")
SORTS = [Sort("X", "n"), Sort("Y", "m"), Sort("Z", "3"), Sort("X2", "n")]
POINTS = (("x", "X"), ("z", "Z"))
CONTEXTS = {
    "pmfs": PMFS,
    "joint": JOINT,
    "normals": NORMALS,
    "numbers": Context.of([*NUMBERS.declarations(), Number("t", "nonnegative")]),
    "channels": Context.of(
        [*SORTS, Law("W", (X, Y), given=("x",)), Law("V", (Y, Z), given=("z",))]
    ),
    "weights": Context.of(
        [
            *SORTS,
            Law("w", (X,), normalised=False),
            Law("s", (X, Z), sign="real"),
            Law("r", (Y,), sign="real", normalised=False),
            Law("o", (Z,), sign="nonnegative", normalised=False),
        ]
    ),
    "below": Context.of(
        [
            *SORTS,
            Law("P", (X,), sign="nonnegative", below=("Q",)),
            Law("Q", (X,), sign="nonnegative", below=("R",)),
            Law("R", (X,), sign="nonnegative"),
            Law("S", (X,), below=("R",)),
            Law("A", (X, Y), given=("x",), sign="nonnegative", below=("B",)),
            Law("B", (X, Y), given=("x",), sign="nonnegative"),
        ]
    ),
    "independent": Context.of(
        [
            *SORTS,
            Law("J", (X, Y, Z), sign="nonnegative", independent=(("x", "z"), ("y",))),
            Law("K", (X, Y), independent=(("x",), ("y",)), below=("L",)),
            Law("L", (X, Y), independent=(("x",), ("y",))),
        ]
    ),
    "matrices": Context.of(
        [
            Sort("k", "k"),
            Sort("l", "2"),
            Matrix("G", "k", "l"),
            Matrix("S", "k", "k", symmetric=True),
            Matrix("I", "k", "k", invertible=True),
            Matrix("J", "k", "k", symmetric=True, invertible=True),
            Matrix("D", "k", "k", positive_definite=True),
            Matrix("v", "k"),
        ]
    ),
    "densities": Context.of(
        [
            Sort("k", "k"),
            Sort("R", kind="real", index="k"),
            Sort("L", kind="real"),
            Law("f", (U, ("w", "L")), independent=(("u",), ("w",))),
            Law("g", (U,)),
        ]
    ),
}


def points_of(context):
    return tuple(point for point in (*POINTS, U) if point[1] in context.sorts)


@pytest.mark.parametrize("name", CONTEXTS)
def test_models_respect_every_declaration(name):
    context = CONTEXTS[name]
    found = list(models(context, points_of(context), 60, seed=3))
    assert len(found) == 60
    assert all(admissible(context, model) for model in found)
    assert all(set(model.points) == set(points_of(context)) for model in found)


@pytest.mark.parametrize("name", CONTEXTS)
def test_simple_models_respect_every_declaration(name):
    context = CONTEXTS[name]
    for chosen in ascending(context)[:12]:
        found = list(simple_models(context, points_of(context), chosen, 20))
        assert found
        assert all(admissible(context, model) for model in found)


def test_the_simplest_comes_first():
    first = next(iter(models(PMFS, POINTS[:1])))
    assert described(first, PMFS) == {"n": 2, "P": ["1/2", "1/2"], "Q": ["1/2", "1/2"], "x": 1}


def test_sizes_vary_and_agree_where_they_share_a_symbol():
    context = CONTEXTS["channels"]
    found = list(models(context, (), 60))
    assert {model.sizes["X"] for model in found} == set(range(1, 7))
    assert all(model.sizes["X"] == model.sizes["X2"] for model in found)
    assert all(model.sizes["Z"] == 3 for model in found)
    assert {model.sizes["k"] for model in models(NORMALS, (), 40)} == {1, 2, 3, 4}


def test_models_go_to_extremes():
    found = list(models(PMFS, (), 24))
    entries = [weight for model in found for weight in model.laws["P"].values()]
    assert min(entries) <= Fraction(1, 10**9)
    assert any(m.sizes["X"] > 1 and m.laws["P"] == m.laws["Q"] for m in found[2:])
    assert any(m.laws["P"] != m.laws["Q"] for m in found)
    joint = [0 in model.laws["J"].values() for model in models(JOINT, (), 24)]
    assert any(joint)
    assert not all(joint)


def test_covariances_are_full_and_sometimes_badly_conditioned():
    found = [model.matrices["A"] for model in models(NORMALS, (), 40)]
    assert any(len(A) > 1 and A[0][1] != 0 for A in found)
    assert any(min(A[i][i] for i in range(len(A))) < Fraction(1, 10**4) for A in found)


def test_weights_that_are_not_normalised_do_not_sum_to_one():
    sums = {sum(m.laws["w"].values()) for m in models(CONTEXTS["weights"], (), 40)}
    assert min(sums) < 1 < max(sums)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(sorted(CONTEXTS)))
def test_models_are_the_same_for_a_seed(seed, name):
    context = CONTEXTS[name]
    one = list(islice(models(context, (), 12, seed), 12))
    assert one == list(models(context, (), 12, seed))
    assert all(admissible(context, model) for model in one)


@pytest.mark.parametrize("name", CONTEXTS)
def test_restricted_models_respect_every_declaration(name):
    context = CONTEXTS[name]
    for model in models(context, points_of(context), 12):
        for smaller in restricted(context, model):
            assert sum(smaller.sizes.values()) < sum(model.sizes.values())
            # What is left of a law may vanish, and of an invertible matrix be singular.
            if name not in ("below", "matrices"):
                assert admissible(context, smaller)


BROKEN = {
    "sum": (PMFS, pmfs(table("1/2", "1/3"), table("1/2", "1/2"))),
    "sign": (PMFS, pmfs(table(0, 1), table("1/2", "1/2"))),
    "number": (NUMBERS, Model(numbers={"s": Fraction(-1), "r": Fraction(0)})),
    "support": (
        Context.of(
            [
                Sort("X", "n"),
                Law("P", (X,), sign="nonnegative", below=("Q",)),
                Law("Q", (X,), sign="nonnegative"),
            ]
        ),
        pmfs(table("1/2", "1/2"), table(0, 1)),
    ),
    "independence": (
        Context.of([*SORTS[:2], Law("J", (X, Y), independent=(("x",), ("y",)))]),
        Model(sizes={"X": 2, "Y": 2}, laws={"J": square(["1/6", "1/3"], ["1/3", "1/6"])}),
    ),
    "definite": (
        Context.of([Sort("k", "k"), Matrix("D", "k", "k", positive_definite=True)]),
        Model(sizes={"k": 2}, matrices={"D": rows([1, 2], [2, 1])}),
    ),
    "invertible": (
        Context.of([Sort("k", "k"), Matrix("D", "k", "k", invertible=True)]),
        Model(sizes={"k": 2}, matrices={"D": rows([1, 2], [2, 4])}),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_models_that_break_a_declaration_are_not_admissible(name):
    assert not admissible(*BROKEN[name])


def test_described_models_are_plain_data():
    context = CONTEXTS["channels"]
    W = {(0, 0): Fraction(1, 4), (0, 1): Fraction(3, 4), (1, 0): Fraction(1), (1, 1): Fraction(0)}
    V = {(y, z): Fraction(1, 2) for y in range(2) for z in range(3)}
    sizes = {"X": 2, "Y": 2, "Z": 3, "X2": 2}
    model = Model(sizes=sizes, laws={"W": W, "V": V, "other": W}, points={("z", "Z"): 2})
    shown = described(model, context)
    assert shown["W"] == [["1/4", "3/4"], ["1", "0"]]
    assert len(shown["V"]) == 3  # a row for each condition
    assert (shown["n"], shown["m"], shown["z"]) == (2, 2, 3)
    assert not {"3", "other"} & set(shown)
    assert json.loads(json.dumps(shown)) == shown


def test_described_vectors_and_densities():
    context = Context.of(
        [
            Sort("k", "k"),
            Sort("R", kind="real", index="k"),
            Matrix("a", "k"),
            Matrix("A", "k", "k"),
            Law("g", (U,)),
        ]
    )
    normal = Normal(Fraction(1), (Fraction(0),), rows([1]))
    model = Model(
        sizes={"k": 1},
        matrices={"a": column("1/2"), "A": rows([2])},
        points={U: (Fraction(3),)},
        densities={"g": (normal,)},
    )
    shown = described(model, context)
    assert shown["a"] == ["1/2"]
    assert shown["A"] == [["2"]]
    assert shown["u"] == ["3"]
    assert shown["g"] == [{"mean": ["0"], "covariance": [["1"]]}]


def test_largest_sizes():
    assert largest(CONTEXTS["channels"]) == {"n": 6, "m": 6}
    assert largest(CONTEXTS["matrices"]) == {"k": 4}
