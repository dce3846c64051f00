"""Shannon-type inequalities of three to six variables: true and false ones, dropped hypotheses."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations
from math import log2
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symkl import (
    KL,
    Equal,
    FiniteSpace,
    H,
    I,
    Independent,
    Markov,
    joint,
    log,
    statement,
    total,
    variables,
)
from symkl.kernel.check import Claim, check
from symkl.kernel.normal_form import Normaliser
from symkl.language.spaces import RandomVariable
from symkl.language.statements import Statement
from symkl.language.written import context_of
from symkl.models.entropy_form import entropy_form
from symkl.prove.search import Proof, prove
from symkl.prove.shannon import NotShannon, elementals, shannon_certificate

Row = tuple[Any, str, Any]
X, Y, Z, W, U, V = variables("X Y Z W U V")
SIX = [X, Y, Z, W, U, V]
SPACE = FiniteSpace("A")
ALIKE = joint("q", *((f"Q{i}", SPACE) for i in range(1, 7))).variables  # all on one alphabet


def claim(lhs: Any, relation: str, rhs: Any, hypotheses: tuple[Statement, ...] = ()) -> Claim:
    said = statement(lhs, relation, rhs)
    declarations = said.declarations.union(*(item.declarations for item in hypotheses))
    terms = tuple((item.lhs.term, item.relation, item.rhs.term) for item in hypotheses)
    return Claim(context_of(declarations), said.lhs.term, relation, said.rhs.term, terms)


def accepted(of: Claim) -> Proof:
    """The proof of the claim, which the kernel accepts again when read back from JSON."""
    proof = prove(of)
    assert proof is not None
    read = Claim.from_json(json.loads(json.dumps(of.to_json())))
    assert check(read, json.loads(json.dumps(proof.certificate))) == proof.support
    return proof


def han(of: list[RandomVariable], factor: int) -> Row:
    """The sum of the joint entropies of all but one, against a multiple of that of all."""
    rest = [H(*(v for v in of if v is not left_out)) for left_out in of]
    return sum(rest[1:], rest[0]), ">=", factor * H(*of)


TRUE: list[Row] = [
    han(SIX[:3], 2),
    han(SIX[:4], 3),
    han(SIX[:5], 4),
    han(SIX, 5),
    han(ALIKE, 5),
    (H(X, Z) + H(Y, Z), ">=", H(X, Y, Z) + H(Z)),
    (H(X | (Y, Z, W, U, V)), "<=", H(X | Y)),
    (H(X, Y, Z, W), "<=", H(X, Y) + H(Z, W)),
    (I(X, Y, given=Z), "<=", I((X, W), (Y, U), given=Z) + H(Z)),
    (I((X, Y), (Z, W)), ">=", I(X, Z)),
    (H(X, Y, Z, W, U, V), ">=", H(U, V, W)),
    (2 * H(X, Y, Z) / 3, "<=", (H(X, Y) + H(Y, Z) + H(X, Z)) / 3),
    (H(X) - H(X | Y), ">=", 0),
    (0, "<=", I(X, (Y, Z), given=(W, U, V))),
    (H(X, Y), "<=", H(X, Z) + H(Z, Y) - H(Z)),
]
FALSE: list[Row] = [
    han(SIX[:3], 3),
    han(SIX[:4], 4),
    han(SIX, 6),
    (H(X, Z) + H(Y, Z), "<=", H(X, Y, Z) + H(Z)),
    (H(X | Y), "<=", H(X | (Y, Z, W, U, V))),
    (H(X, Y, Z, W), ">=", H(X, Y) + H(Z, W)),
    (I(X, Y, given=Z), "<=", I((X, W), (Y, U), given=Z) - H(Z)),
    (I(X, Y, given=Z), "<=", I(X, Y)),
    (I(X, Y, given=Z), ">=", I(X, Y)),
    (H(X), ">=", H(Y)),
    (I(X, Y), ">=", H(X)),
]
ZHANG_YEUNG: Row = (
    2 * I(Z, W),
    "<=",
    I(X, Y) + I(X, (Z, W)) + 3 * I(Z, W, given=X) + I(Z, W, given=Y),
)
INGLETON: Row = (I(X, Y), "<=", I(X, Y, given=Z) + I(X, Y, given=W) + I(Z, W))


@pytest.mark.parametrize("row", TRUE, ids=str)
def test_shannon_type_inequalities_are_proved(row: Row) -> None:
    proof = accepted(claim(*row))
    assert proof.certificate["kind"] == "combination"
    assert proof.support.facts <= {"information", "conditional_entropy"}
    assert all(Fraction(part["weight"]) > 0 for part in proof.certificate["parts"])


@pytest.mark.parametrize("row", [*FALSE, INGLETON, ZHANG_YEUNG], ids=str)
def test_what_is_not_of_shannons_type_is_not_proved(row: Row) -> None:
    assert prove(claim(*row)) is None


@pytest.mark.parametrize("row", TRUE, ids=str)
def test_the_reverse_is_not_proved(row: Row) -> None:
    lhs, relation, rhs = row
    assert prove(claim(lhs, {"<=": ">=", ">=": "<="}[relation], rhs)) is None


GIVEN: list[tuple[Row, tuple[Statement, ...]]] = [
    ((I(X, Z), "<=", I(X, Y)), (Markov(X, Y, Z),)),
    ((I(X, Z), "<=", I(Y, Z)), (Equal(I(X, Z, given=Y), 0),)),
    ((I(X, W), "<=", I(Y, Z)), (Markov(X, Y, Z, W),)),
    ((I(X, V), "<=", I(Z, W)), (Markov(X, Y, Z, W, U, V),)),
    ((I(X, (Z, W)), "<=", I(X, Y)), (Markov(X, Y, (Z, W)),)),
    ((I(X, Z, given=Y), "=", 0), (Markov(X, Y, Z, W),)),
    ((H(Z | (X, Y)), "=", H(Z | Y)), (Markov(X, Y, Z),)),
    ((I(X, Y), "=", 0), (Independent(X, Y, Z),)),
    ((I(X, Y), "=", 0), (Equal(I(X, (Y, Z)), 0),)),
    ((H(X, Y, Z), "=", H(X) + H(Y) + H(Z)), (Independent(X, Y, Z),)),
    ((I(X, Y, given=Z), ">=", I(X, Y)), (Independent(X, Z),)),
    ((I(X, Y, given=(Z, W)), "=", 0), (Independent(X, (Y, W), given=Z),)),
    ((H(Y), "<=", H(X)), (Equal(H(Y | X), 0),)),
    ((H(Z | X), "=", 0), (Equal(H(Y | X), 0), Equal(H(Z | Y), 0))),
    ((I(X, Z), ">=", I(X, Y)), (Equal(H(Y | Z), 0),)),
    ((H(X, Y), "<=", H(Z)), (statement(H(X), "<=", H(Z) - H(Y)),)),
    ((H(X), "<=", H(Y) + H(Z)), (statement(H(X | Y), "<", H(Z)),)),
    ((I(X, Y), "<=", I(X, Y, given=Z) + I(X, Y, given=W) + I(Z, W)), (Equal(H(Z | X), 0),)),
]


@pytest.mark.parametrize(("row", "hypotheses"), GIVEN, ids=str)
def test_each_hypothesis_is_needed(row: Row, hypotheses: tuple[Statement, ...]) -> None:
    accepted(claim(*row, hypotheses))
    for dropped in hypotheses:
        rest = tuple(item for item in hypotheses if item is not dropped)
        assert prove(claim(*row, rest)) is None


NOT_ENOUGH: list[tuple[Row, tuple[Statement, ...]]] = [
    ((I(X, Z), "<=", I(X, Y)), (Markov(Y, X, Z),)),
    ((I(X, Z), ">=", I(X, Y)), (Markov(X, Y, Z),)),
    ((I(X, Z), "=", 0), (Markov(X, Y, Z),)),
    ((I(X, Y, given=Z), "=", 0), (Independent(X, Y),)),
    ((I(X, Y), "=", 0), (Independent(X, Y, given=Z),)),
    ((H(X, Y, Z), "=", H(X) + H(Y) + H(Z)), (Independent(X, Y), Independent(Y, Z))),
    ((H(X), "<=", H(Y)), (Equal(H(Y | X), 0),)),
    ((H(X, Y), "<=", H(Z)), (statement(H(X), ">=", H(Z) - H(Y)),)),
]


@pytest.mark.parametrize(("row", "hypotheses"), NOT_ENOUGH, ids=str)
def test_a_hypothesis_gives_no_more_than_it_says(
    row: Row, hypotheses: tuple[Statement, ...]
) -> None:
    assert prove(claim(*row, hypotheses)) is None


EQUIVALENT: list[tuple[Statement, Statement]] = [
    (Markov(X, Y, Z), Markov(Z, Y, X)),
    (Markov(X, Y, Z), Independent(X, Z, given=Y)),
    (Markov(X, Y, Z), Equal(H(Z | (X, Y)), H(Z | Y))),
    (Independent(X, Y, Z), Equal(H(X, Y, Z), H(X) + H(Y) + H(Z))),
    (Independent(X, (Y, Z)), Equal(H(X | (Y, Z)), H(X))),
]


def follows(one: Statement, other: Statement) -> Proof | None:
    return prove(claim(other.lhs, other.relation, other.rhs, (one,)))


@pytest.mark.parametrize(("one", "other"), EQUIVALENT, ids=lambda item: item.text())
def test_equivalent_statements_give_each_other(one: Statement, other: Statement) -> None:
    assert follows(one, other) is not None
    assert follows(other, one) is not None


def test_independence_at_points_and_vanishing_information() -> None:
    q = joint("q", FiniteSpace("X"), FiniteSpace("Y"), FiniteSpace("Z"))
    a, b, c = q.variables
    x, y, z = (FiniteSpace(name).point(name.lower()) for name in "XYZ")
    chain = statement(q(x, y, z) * q(y), "=", q(x, y) * q(y, z))
    assert follows(Markov(a, b, c), chain) is not None
    assert follows(chain, Markov(a, b, c)) is not None
    assert follows(Markov(a, c, b), chain) is None
    assert follows(chain, Markov(a, c, b)) is None
    assert follows(Independent(a, b, c), Equal(I(a, (b, c)), 0)) is not None


def test_written_out_sums_are_read_as_entropies() -> None:
    p = joint("p", FiniteSpace("X"), FiniteSpace("Y"))
    x, y = FiniteSpace("X").point("x"), FiniteSpace("Y").point("y")
    ratio = p(x, y) / (p(x) * p(y))
    accepted(claim(total(p(x, y) * log(ratio), x, y), ">=", 0))
    accepted(claim(KL(p, p.marginal(p.variables[0]) * p.marginal(p.variables[1])), ">=", 0))
    assert prove(claim(total(p(x, y) * log(ratio), x, y), "<=", 0)) is None


def test_variables_that_occur_together_count_once() -> None:
    eight = variables("A B C D E F G J")
    pairs = [tuple(eight[i : i + 2]) for i in range(0, 8, 2)]
    one, two, three, four = pairs
    proof = accepted(claim(H(*one, *two) + H(*two, *three), ">=", H(*one, *two, *three) + H(*two)))
    assert len(proof.certificate["parts"]) == 1
    accepted(claim(I(one, four), "<=", I(one, (*two, *three, *four))))


def test_other_claims_are_left_to_the_general_search() -> None:
    a, b = FiniteSpace("X").pmfs("P Q")
    for row in ((KL(a, b), ">=", 0), (H(X), "<=", log(FiniteSpace("X").size)), (H(X), ">=", H(X))):
        with pytest.raises(NotShannon):
            shannon_certificate(claim(*row), None, None)
    accepted(claim(H(X | Y), "<=", log(FiniteSpace("X").size)))


def test_only_allowed_facts_are_used() -> None:
    row = claim(H(X, Y), ">=", H(X))
    assert prove(row, facts=frozenset({"information"})) is None
    assert prove(row, facts=frozenset({"conditional_entropy"})) is not None
    assert prove(claim(*han(SIX[:3], 2)), facts=frozenset({"conditional_entropy"})) is None


@pytest.mark.parametrize("count", range(1, 7))
def test_the_number_of_elemental_inequalities(count: int) -> None:
    expected = count + count * (count - 1) // 2 * 2 ** (count - 2) if count > 1 else 1
    found = elementals(count)
    assert len(found) == len(set(found)) == expected


# --- at random ------------------------------------------------------------------------------------

LETTERS = st.integers(0, 5)
GROUPS = st.frozensets(LETTERS, min_size=1, max_size=3)


@st.composite
def terms_of_a_sum(draw: st.DrawFn) -> tuple[Fraction, Any]:
    one, two, rest = draw(GROUPS), draw(GROUPS), draw(st.frozensets(LETTERS, max_size=2))
    one, two = one - rest, two - rest - one
    weight = draw(st.fractions(Fraction(1, 9), 9, max_denominator=9))
    first, second, known = (tuple(SIX[i] for i in sorted(group)) for group in (one, two, rest))
    if not first:
        return weight, H(*known)
    if not second:
        return weight, H(*first[:-1], first[-1] | known) if known else H(*first)
    return weight, I(first, second, given=known)


@settings(max_examples=30, deadline=None)
@given(st.lists(terms_of_a_sum(), min_size=1, max_size=5))
def test_every_conic_combination_is_proved(parts: list[tuple[Fraction, Any]]) -> None:
    side = sum((weight * term for weight, term in parts[1:]), parts[0][0] * parts[0][1])
    accepted(claim(side, ">=", 0))


def code_entropies(rng: Random) -> dict[frozenset[str], int]:
    """Ranks of the joint entropies when each variable is a linear code over GF(2)."""
    rows = {v.name: [rng.randrange(16) for _ in range(rng.randrange(3))] for v in SIX[:4]}
    sets = [s for size in range(1, 5) for s in combinations(sorted(rows), size)]
    return {frozenset(s): rank([row for name in s for row in rows[name]]) for s in sets}


def rank(rows: list[int]) -> int:
    found: list[int] = []
    for row in rows:
        for other in found:
            row = min(row, row ^ other)
        if row:
            found.append(row)
    return len(found)


def table_entropies(rng: Random) -> dict[frozenset[str], float]:
    """Joint entropies, in bits, of a random table of four binary variables."""
    names = [v.name for v in SIX[:4]]
    weights = [rng.choice((0, 0, 1, 2, 5)) for _ in range(16)]
    weights[rng.randrange(16)] += 1
    found = {}
    for size in range(1, 5):
        for chosen in combinations(range(4), size):
            sums: dict[tuple[int, ...], int] = {}
            for cell, weight in enumerate(weights):
                key = tuple(cell >> i & 1 for i in chosen)
                sums[key] = sums.get(key, 0) + weight
            parts = [s / sum(weights) for s in sums.values() if s]
            found[frozenset(names[i] for i in chosen)] = -sum(p * log2(p) for p in parts)
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9))
def test_nothing_that_is_proved_fails_for_codes_and_tables(seed: int) -> None:
    rng = Random(seed)
    chosen = [rng.sample(SIX[:4], rng.randrange(1, 5)) for _ in range(4)]
    parts = [weight * H(*names) for weight, names in zip((2, 1, 1, -1), chosen, strict=True)]
    of = claim(sum(parts[1:], parts[0]), ">=", 0)
    if prove(of) is None:
        return
    form = entropy_form(of.context, Normaliser(of.context).difference(of.lhs, of.rhs))
    for _ in range(20):
        for entropies in (code_entropies(rng), table_entropies(rng)):
            items = form.coefficients.items() if form else ()
            assert sum(float(c) * entropies[frozenset(names)] for names, c in items) > -1e-9
