"""Terms as keys of tables: equal wherever they stood, and no longer hashed than once."""

from __future__ import annotations

import pickle
from copy import deepcopy
from dataclasses import fields, replace

import pytest

from symkl.kernel import terms as t
from symkl.kernel.terms import Term, free_points

POINT = Term("point", (), ("x", "X"))
P = Term("value", (POINT,), ("P", ("x",), ()))


def test_the_hash_is_of_what_is_compared():
    term = t.log(P)
    other = replace(term, span=(1, 2))
    assert (term, hash(term)) == (other, hash(other))
    assert term != t.log(t.num(1))


def test_what_is_remembered_of_a_term_does_not_travel():
    term = t.total((("x", "X"),), P)
    hash(term)
    free_points(term)
    # Hashes of texts differ between processes: one that came along would not be found again.
    for copy in (pickle.loads(pickle.dumps(term)), deepcopy(term), replace(term)):
        assert copy == term
        assert not hasattr(copy, "_hash")
        assert not hasattr(copy, "_free")
    assert {f.name for f in fields(Term)} == {"head", "args", "label", "span"}


def test_terms_cannot_be_changed():
    with pytest.raises(AttributeError):
        t.ONE.head = "size"  # type: ignore[misc]


def test_points_that_are_bound_are_not_free():
    assert free_points(P) == {("x", "X")} == free_points(P)
    assert free_points(t.total((("x", "X"),), P)) == frozenset()
    assert free_points(t.add(P, t.total((("x", "X"),), P))) == {("x", "X")}
