"""The parts of ``symkl.testing``: formats, arrays, enclosures, models, strategies."""

from __future__ import annotations

import math
from fractions import Fraction
from random import Random

import numpy as np
import pytest
import sympy
from hypothesis import find, given, settings
from implementations import KL_, N0, N1, S0, P, Q, X, k, m0
from mpmath import mp

from symkl import KL, H, Symbol, log
from symkl.kernel.context import Context
from symkl.models.admissible import is_semidefinite
from symkl.models.model import Model, Undefined
from symkl.testing import joints, pmfs, spd_matrices
from symkl.testing.arrays import FORMATS, Unreadable, format_of, made, read
from symkl.testing.calling import with_rounded_sums
from symkl.testing.drawing import Limits, condition, drawn_models, is_fair
from symkl.testing.reference import reference_of, values_of
from symkl.testing.written_out import addends, written_out

# --- formats and arrays ---------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["float16", "float32", "float64"])
def test_ulps_are_the_spacing_of_numpy(name):
    form, kind, rng = format_of(name), getattr(np, name), Random(1)
    for _ in range(200):
        value = kind(rng.uniform(1, 2) * 2.0 ** rng.randint(-10, 10))
        assert form.ulp(Fraction(float(value))) == Fraction(float(np.spacing(value)))
    assert form.eps == Fraction(float(np.finfo(kind).eps))
    assert form.smallest == Fraction(float(np.finfo(kind).tiny))


@pytest.mark.parametrize("dtype", ["float32", np.float32, np.dtype("float32"), "torch.float32"])
def test_formats_are_known_by_many_names(dtype):
    assert format_of(dtype) is FORMATS["float32"]


@pytest.mark.parametrize("dtype", ["int64", np.int32, "complex128", None, 3])
def test_other_dtypes_are_refused(dtype):
    with pytest.raises(ValueError, match="dtype is one of"):
        format_of(dtype)


@pytest.mark.parametrize("name", ["float16", "float32", "float64", "longdouble"])
def test_what_is_made_is_read_back_exactly(name):
    value = ((Fraction(1, 3), Fraction(-5, 7)), (Fraction(0), Fraction(1024)))
    found = read(made(value, "numpy", format_of(name)))
    assert found.shape == (2, 2)
    assert found.form == format_of(name)
    again = read(made(found.nested(), "numpy", format_of(name)))
    assert again == found
    for entry, exact in zip(found.entries, (v for row in value for v in row), strict=True):
        assert abs(entry - exact) <= format_of(name).ulp(exact)


def test_results_of_many_kinds_are_read():
    assert read(0.5).entries == (Fraction(1, 2),)
    assert read(np.float32(0.5)).form == FORMATS["float32"]
    assert read([[1, 2.5]]).shape == (1, 2)
    assert read(Fraction(1, 3)).entries == (Fraction(1, 3),)
    assert read(np.inf).entries == (math.inf,)
    assert math.isnan(read(np.nan).entries[0])


@pytest.mark.parametrize("thing", [None, "x", 1j, True, [[1], [1, 2]], object(), np.array(["a"])])
def test_what_is_no_number_is_refused(thing):
    with pytest.raises(Unreadable):
        read(thing)


# --- enclosures -----------------------------------------------------------------------------------


def test_small_values_have_as_many_digits_as_others():
    reference = reference_of(KL(P, Q))
    near = Fraction(1, 2**200)
    half = Fraction(1, 2)
    laws = {"P": {(0,): half, (1,): half}, "Q": {(0,): half + near, (1,): half - near}}
    (value,) = reference.values(Model({"X": 2}, laws))
    assert value.high - value.low < value.middle / 10**35
    assert abs(value.middle / (2 * near**2) - 1) < Fraction(1, 10**30)


def test_sympy_values_are_those_of_mpmath():
    a = Symbol("a", positive=True)
    reference = reference_of(sympy.digamma(a))
    (value,) = reference.values(Model(numbers={"a": Fraction(1, 3)}))
    context = mp.clone()
    context.dps = 50
    assert abs(context.mpf(value.middle.numerator) / value.middle.denominator
               - context.digamma(context.mpf(1) / 3)) < 1e-45  # fmt: skip
    with pytest.raises(Undefined):
        reference_of(sympy.sqrt(a - 1) * sympy.digamma(a)).values(
            Model(numbers={"a": Fraction(1, 3)})
        )


def test_sums_that_are_off_by_rounding_widen_the_enclosure():
    reference = reference_of(H(P))
    exact = Model({"X": 2}, {"P": {(0,): Fraction(1, 4), (1,): Fraction(3, 4)}})
    assert reference.within_rounding(exact) == reference.values(exact)
    off = Model({"X": 2}, {"P": {(0,): Fraction(1, 4), (1,): Fraction(3, 4) + Fraction(1, 2**53)}})
    (narrow,), (wide,) = reference.values(off), reference.within_rounding(off)
    assert wide.low <= narrow.low < narrow.high <= wide.high
    assert 0 < wide.high - wide.low < Fraction(1, 10**15)


def test_rounded_pmfs_that_nearly_agree_sum_to_one():
    form = FORMATS["float32"]
    third = {(0,): Fraction(1, 3), (1,): Fraction(2, 3)}
    context = reference_of(KL_).context
    model = with_rounded_sums(context, Model({"X": 2}, {"P": third, "Q": third}), form)
    for table in model.laws.values():
        assert sum(table.values()) == 1
        assert all(Fraction(float(np.float32(float(w)))) == w for w in table.values())
        assert all(abs(table[cell] - third[cell]) < form.eps for cell in table)


@pytest.mark.parametrize("formula", [KL(N0, N1), H(N0), KL(P, Q), log(X.size) - H(P)], ids=str)
def test_written_out_formulas_have_the_same_value(formula):
    reference = reference_of(formula)
    out = written_out(reference.term, reference.context)
    assert out != reference.term
    for model in drawn_models(reference.context, (), FORMATS["float64"], Limits(3, 2), 6):
        (one,) = reference.values(model)
        (two,) = values_of(out, reference.context, model)
        parts = [values_of(t, reference.context, model)[0].middle for t in addends(out)]
        assert abs(one.middle - two.middle) <= max(1, abs(one.middle)) / Fraction(10**30)
        assert abs(sum(parts) - one.middle) <= max(1, *map(abs, parts)) / Fraction(10**30)


# --- models ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["float16", "float32", "float64"])
def test_drawn_models_are_fair_to_the_format(name):
    form = format_of(name)
    context = reference_of(KL(N0, N1) + KL(P, Q)).context
    found = drawn_models(context, (), form, Limits(5, 3), 40)
    assert len(found) == 40
    assert all(is_fair(context, model, form) for model in found)
    numbers = [w for model in found for t in model.laws.values() for w in t.values()]
    assert min(numbers) >= form.smallest


def test_condition_numbers():
    one, tiny = Fraction(1), Fraction(1, 10**6)
    assert condition(((one, 0), (0, one))) == 1
    assert condition(((one, 0), (0, tiny))) == 10**6
    assert condition(((one, one), (one, one))) > 10**300
    context = reference_of(H(N0), m0.declarations | k.declarations | S0.declarations).context
    bad = Model({"k": 2}, matrices={"S0": ((one, 0), (0, tiny)), "m0": ((one,), (one,))})
    assert not is_fair(context, bad, FORMATS["float32"])
    assert is_fair(context, bad, FORMATS["float64"])


def test_a_context_without_names_draws_one_model():
    assert drawn_models(Context(), (), FORMATS["float64"], Limits(), 5) == [Model()]


# --- strategies -----------------------------------------------------------------------------------


@settings(deadline=None)
@given(pmfs(), pmfs(3, zeros=True), pmfs(tiny=False))
def test_pmfs(one, three, plain):
    for table in (one, three, plain):
        assert sum(table) == 1
    assert 1 <= len(one) <= 8
    assert len(three) == 3
    assert all(one)
    assert min(plain) * 9 * 8 >= 1 / Fraction(9)


@settings(deadline=None)
@given(joints(2, 3), joints(dtype="float32", zeros=True))
def test_joints(exact, array):
    assert [len(row) for row in exact] == [3, 3]
    assert sum(map(sum, exact)) == 1
    assert array.dtype == np.float32
    assert array.ndim == 2
    assert abs(float(array.sum(dtype=np.float64)) - 1) < 1e-6


@settings(deadline=None)
@given(spd_matrices(), spd_matrices(2, dtype="float64", condition=100))
def test_spd_matrices(exact, array):
    assert is_semidefinite(exact)
    assert exact == tuple(zip(*exact, strict=True))
    assert np.linalg.eigvalsh(array).min() > 0


def test_strategies_shrink_to_what_is_simple():
    assert find(pmfs(3), lambda p: True) == (Fraction(1, 3),) * 3
    assert find(spd_matrices(2), lambda s: True) == ((1, 0), (0, 1))
    assert any(find(pmfs(2, zeros=True), lambda p: not all(p)))
    assert find(pmfs(2), lambda p: min(p) < 1e-10)
