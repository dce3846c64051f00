"""Edits of terms: what each kind makes of a side, written as people write."""

from __future__ import annotations

from typing import Any

import pytest

from symkl import (
    KL,
    SPD,
    Dimension,
    E,
    FiniteSpace,
    Gaussian,
    H,
    I,
    Matrix,
    Rational,
    Symbol,
    joint,
    log,
    total,
    trace,
    vectors,
)
from symkl.kernel.check import Claim
from symkl.kernel.grammar import require_well_formed
from symkl.language.printing import text_of
from symkl.language.written import context_of, written
from symkl.prove.edits.scope import scope_of
from symkl.prove.edits.signs import negated, over, times
from symkl.prove.edits.table import EDITS, edited

X, Y = FiniteSpace("X", size="n"), FiniteSpace("Y", size="m")
P, Q = X.pmfs("P Q")
x, x2, y = X.point("x"), X.point("x2"), Y.point("y")
p = joint("p", X, Y)
VX, VY = p.variables
A, B, C = joint("q", X, Y, FiniteSpace("Z")).variables
k = Dimension("k")
M, N = Matrix("M", k), Matrix("N", k)
half, n = Rational(1, 2), X.size
s, a = Symbol("s"), Symbol("a", positive=True)


def made(side: Any, kind: str, other: Any = 0) -> dict[str, str]:
    """What edits of a kind make of the side, with the words for it."""
    context = context_of(written(side).declarations | written(other).declarations)
    claim = Claim(context, written(other).term, "=", written(side).term)
    (edit,) = [edit for edit in EDITS if edit.kind == kind]
    found = edited(claim.rhs, scope_of(claim), edit)
    return {text_of(new, claim.context): words for new, words in found}


ROWS: list[tuple[Any, str, set[str]]] = [
    (H(P) - n, "sign", {"-(H(P) - n)", "-H(P) - n", "H(P) + n"}),
    (-H(P), "factor", {"-1/2 H(P)", "-2 H(P)", "-n H(P)", "-H(P)/n"}),
    (half * n, "factor", {"1/4 n", "n", "1/2", "n/2 n"}),
    (n / 2, "factor", {"n/4", "n", "1/2"}),
    (KL(P, Q), "order", {"KL(Q || P)"}),
    (P(x) / Q(x), "order", {"Q(x)/P(x)"}),
    (H(VX | VY), "order", {"H(Y | X)"}),
    (p(x | y), "order", {"p(y | x)"}),
    (H(A | B), "name", {"H(Z | Y)", "H(X | Z)", "H(X)", "H(X,Y)", "H(X,Z | Y)", "H(X | Y,Z)"}),
    (I(A, B | C), "name", {"I(X; Y)", "I(X,Z; Y)", "I(X; Y,Z)"}),
    (M * N, "name", {"M M", "N N"}),
    (X.sum(P(x) * log(Q(x)), x), "logarithm", {"log(sum_x P(x) Q(x))", "sum_x log(P(x) Q(x))"}),
    (log(X.sum(P(x) * Q(x), x)), "logarithm", {"sum_x P(x) log Q(x)", "sum_x log(P(x) Q(x))"}),
    (E(P, x)(log(Q(x))), "logarithm", {"log(E_P[Q(x)])"}),
    (log(P(x) * Q(x)), "logarithm", {"P(x) log Q(x)", "Q(x) log P(x)"}),
    (log(P(x) + Q(x)), "logarithm", {"log(P(x) Q(x))"}),
    (trace(M * N), "inverse", {"tr(N M)", "tr(M^T N)", "tr(M N^T)", "tr(M N^-1)", "tr((M N)^-1)"}),
    (M.T, "inverse", {"M", "M^T^-1", "M^-1^T"}),
    (H(P) + n + 1, "addend", {"n + 1", "H(P) + 1", "H(P) + n"}),
    (H(VX), "addend", {"H(X) + H(Y)", "H(X) + H(Y | X)", "H(X) - 1"}),
]
KINDS = [edit.kind for edit in EDITS]


@pytest.mark.parametrize(("side", "kind", "expected"), ROWS)
def test_what_an_edit_makes(side: Any, kind: str, expected: set[str]) -> None:
    assert made(side, kind).keys() >= expected


def test_every_kind_of_edit_has_a_row() -> None:
    assert {kind for _, kind, _ in ROWS} == set(KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_words_are_short_and_say_something(kind: str) -> None:
    side = -X.sum(P(x) * log(Q(x) / P(x)), x) - half * trace(M * N) + H(VX, VY) * s
    for words in made(side, kind).values():
        assert 8 < len(words) < 150


def test_bound_points_stay_where_they_are_bound() -> None:
    inside = made(X.sum(P(x) * Q(x2), x) * Q(x2), "name", P(x2))
    assert "(sum_x P(x2) Q(x2)) Q(x2)" in inside
    assert not any(text.endswith("Q(x)") for text in inside)


def test_an_edit_of_a_repeated_term_changes_it_everywhere() -> None:
    found = made(H(P) * H(P), "name", H(Q))
    assert found["H(Q) H(Q)"].endswith("wherever it stands")


def test_the_arguments_of_a_law_are_points() -> None:
    z, mean = k.point("z"), k.density("f")
    assert "f(z^T)" not in made(mean(z), "inverse")


def test_a_term_of_the_other_side_may_be_missing_but_not_all_of_it() -> None:
    found = made(H(P), "addend", H(P) + KL(P, Q))
    assert "H(P) + KL(P || Q)" in found
    assert not any("KL" in text for text in made(H(P), "addend", KL(P, Q)))


def test_signs_and_factors_are_written_without_remains() -> None:
    minus = written(-H(P)).term
    assert negated(minus) == written(H(P)).term
    assert negated(negated(written(3).term)) == written(3).term
    two = written(2).term
    assert times(two, written(H(P) / 2).term) == written(H(P)).term
    assert times(written(half).term, written(2 * H(P)).term) == written(H(P)).term
    assert over(written(n * H(P)).term, written(n).term) == written(H(P)).term


def test_a_law_stays_a_law_of_points() -> None:
    """Of -z in place of z, where z is a vector, a density cannot be taken."""
    m, c = vectors("m c", k)
    h, z = Gaussian("h", m, SPD("S", k)), k.point("z")
    side = total(h(z) * (z + c).T * (z + c), z)
    claim = Claim(context_of(side.declarations), side.term, "=", side.term)
    found = [new for edit in EDITS for new, _ in edited(claim.rhs, scope_of(claim), edit)]
    assert len(found) > 10
    for new in found:
        require_well_formed(new)
