"""A generator is its text: different parts have different texts, whatever names are made of."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symkl.kernel.naming import canonical_sum, rename
from symkl.kernel.polynomial import Atom, Poly, Sum, Var, add, constant, gen_poly, mul, scale, text

NASTY = st.text(alphabet="aX'\"\\:,()[]{}^*+~_ \n", min_size=1, max_size=4)
variables = st.builds(Var, NASTY, NASTY)
Parts = tuple[str, tuple[str, ...], tuple[Var, ...], bool]
atoms = st.tuples(
    st.sampled_from(["value", "matrix", "log"]),
    st.lists(NASTY, max_size=3).map(tuple),
    st.lists(variables, max_size=3).map(tuple),
    st.booleans(),
)


def parts(atom: Any) -> Parts:
    return atom.kind, atom.label, atom.args, atom.symmetric


@given(atoms, atoms)
def test_atoms_are_equal_when_their_parts_are(one: Parts, two: Parts) -> None:
    first, second = Atom(*one), Atom(*two)
    assert (first == second) == (parts(first) == parts(second))
    assert (first == second) == (text(gen_poly(first)) == text(gen_poly(second)))


@given(atoms, atoms, st.sampled_from([1, 2, Fraction(1, 2)]))
def test_what_is_nested_keeps_its_text(one: Parts, two: Parts, exponent: Fraction | int) -> None:
    first, second = (gen_poly(Atom(*each), exponent) for each in (one, two))
    outer = [Atom("exp", (), (poly,)) for poly in (first, second)]
    assert (outer[0] == outer[1]) == (first == second)
    assert outer[0].free == Atom(*one).free


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ((Var("a:b", "c"),), (Var("a", "b:c"),)),
        ((Var("a", "b,c:d"),), (Var("a", "b"), Var("c", "d"))),
        ((Var("a'", "b"),), (Var("a", "'b"),)),
    ],
)
def test_marks_in_names_do_not_move_to_others(one: tuple[Var, ...], two: tuple[Var, ...]) -> None:
    assert Atom("value", ("p",), one) != Atom("value", ("p",), two)


def test_a_symmetric_atom_is_no_other_one() -> None:
    i, j = Var("i", "k"), Var("j", "k")
    assert Atom("matrix", ("S",), (i, j), True) == Atom("matrix", ("S",), (j, i), True)
    assert Atom("matrix", ("S",), (i, j)) != Atom("matrix", ("S",), (j, i))
    assert Atom("matrix", ("S",), (i, j)) != Atom("matrix", ("S",), (i, j), True)
    swapped = rename(Atom("matrix", ("S",), (i, j)), {i: j, j: i})
    assert swapped == Atom("matrix", ("S",), (j, i))


def test_free_points_and_depth_are_those_of_the_parts() -> None:
    x, y = Var("x", "X"), Var("y", "Y")
    joint = Atom("value", ("p", "X", "Y"), (x, y))
    inner = canonical_sum([y], {joint: 1})
    assert isinstance(inner, Sum)
    assert (joint.depth, inner.depth) == (0, 1)
    assert inner.free == {x}
    assert Atom("log", (), (gen_poly(inner),)).depth == 1


@given(st.fractions(), st.fractions())
def test_coefficients_are_whole_where_they_can_be(one: Fraction, two: Fraction) -> None:
    point = gen_poly(Atom("sym", ("c",), ()))
    found = add(scale(point, one), mul(constant(two), point))
    assert found == (scale(point, one + two) if one + two else Poly(()))
    assert all(isinstance(c, int) == (c.denominator == 1) for _, c in found.terms)
