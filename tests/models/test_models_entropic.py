"""Models of what is given: exact, positive where declared, and able to contradict what is false."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain, islice
from random import Random
from typing import Any

import pytest

from symkl import Equal, FiniteSpace, H, I, Independent, Markov, joint, log, statement, variables
from symkl.checking import worked_in
from symkl.kernel.check import Claim
from symkl.language.statements import Statement
from symkl.language.written import context_of
from symkl.models.admissible import laws_hold
from symkl.models.compare import compared
from symkl.models.entropic import contradicting, satisfying
from symkl.models.fair_choices import assignments, functions_of_four, linear_functions
from symkl.models.hypotheses import Hypotheses
from symkl.models.model import Model, Table
from symkl.models.survey import find_witness, survey

X, Y, Z, W = variables("X Y Z W")
A, B, C, D = variables("A B C D", pmf="s", support="any")
HALF = Fraction(1, 2)


def claim(lhs: Any, relation: str, rhs: Any, *given: Statement) -> Claim:
    said = statement(lhs, relation, rhs)
    declarations = said.declarations.union(*(item.declarations for item in given))
    terms = tuple((item.lhs.term, item.relation, item.rhs.term) for item in given)
    return Claim(context_of(declarations), said.lhs.term, relation, said.rhs.term, terms)


# --- what is given, exactly -----------------------------------------------------------------------


def table(of: dict[tuple[int, ...], Fraction | int]) -> Table:
    whole = Fraction(sum(of.values()))
    return {cell: weight / whole for cell, weight in of.items()}


def asked(*given: Statement, weights: dict[tuple[int, ...], Any], sizes: tuple[int, ...]) -> bool:
    of = claim(H(A), ">=", 0, *given)
    named = dict(zip("ABCD", sizes, strict=True))
    cells = Model(sizes=named).cells(of.context.law("s"))
    filled = table({cell: weights.get(cell, 0) for cell in cells})
    return Hypotheses(of.context, of.given).hold(Model(sizes=named, laws={"s": filled}))


FACTORED = {(a, b, 0, 0): (1 + a) * (2 + 3 * b) for a in range(2) for b in range(2)}
NEARLY = FACTORED | {(0, 0, 0, 0): 2 + Fraction(1, 10**14)}
COPY = {(0, 0, 0, 0): 1, (1, 1, 0, 0): 2}
XOR = {(a, b, a ^ b, 0): 1 for a in range(2) for b in range(2)}


@pytest.mark.parametrize(
    ("given", "weights", "expected"),
    [
        (Independent(A, B), FACTORED, True),
        (Independent(A, B), NEARLY, False),
        (Independent(A, B), COPY, False),
        (Equal(H(A | B), H(A)), FACTORED, True),
        (Equal(H(A | B), H(A)), NEARLY, False),
        (Equal(H(A | B), 0), COPY, True),
        (Equal(H(A | B), 0), FACTORED, False),
        (Independent(A, B), XOR, True),
        (Independent(A, B, C), XOR, False),
        (Equal(H(C | (A, B)), 0), XOR, True),
        (Equal(H(C | A), 0), XOR, False),
        (Equal(H(A), log(2)), COPY, False),
        (statement(H(A), "<=", H(B)), COPY, True),
        (statement(H(A), "<", H(B)), COPY, False),
        (statement(H(A), ">", H(B)), FACTORED, True),
        (statement(H(A), "<=", H(B)), FACTORED, False),
    ],
    ids=lambda item: item.text() if isinstance(item, Statement) else str(item)[:30],
)
def test_hypotheses_are_decided_exactly(given: Statement, weights: Any, expected: bool) -> None:
    sizes = (2, 2, 2 if weights is XOR else 1, 1)
    assert asked(given, weights=weights, sizes=sizes) is expected


def test_an_equation_at_points_holds_at_every_point() -> None:
    space = FiniteSpace("S", size=2)
    P, Q = space.pmfs("P Q")
    x = space.point("x")
    of = claim(P(x), "=", P(x), statement(P(x), "=", Q(x)))
    even, odd = {(0,): HALF, (1,): HALF}, {(0,): Fraction(1, 3), (1,): Fraction(2, 3)}
    hypotheses = Hypotheses(of.context, of.given)
    assert hypotheses.hold(Model(sizes={"S": 2}, laws={"P": even, "Q": even}))
    assert not hypotheses.hold(Model(sizes={"S": 2}, laws={"P": even, "Q": odd}))


def test_what_cannot_be_decided_is_not_said_to_hold() -> None:
    assert asked(Equal(H(A), log(2)), weights=XOR, sizes=(2, 2, 2, 1))
    assert not asked(Equal(H(A) * log(2), log(2) ** 2), weights=XOR, sizes=(2, 2, 2, 1))
    large = Fraction(10**40 + 1, 10**41)  # with numbers that nobody wants to factor
    weights = {(0, 0): large, (1, 1): 1 - large}
    fair = {(*at, c, 0): weight / 2 for at, weight in weights.items() for c in (0, 1)}
    assert not asked(Equal(H(A, C), H(A) + H(C)), weights=fair, sizes=(2, 2, 2, 1))
    assert asked(Equal(H(A), H(B)), weights=fair, sizes=(2, 2, 2, 1))  # term by term


# --- models of what is given ----------------------------------------------------------------------

GIVEN: list[tuple[Statement, ...]] = [
    (Markov(X, Y, Z),),
    (Markov(X, Y, Z, W),),
    (Independent(X, Y, Z),),
    (Independent(X, Y), Independent(X, Z), Independent(Y, Z)),
    (Independent(X, Y, given=Z),),
    (Markov(A, B, C), Equal(H(D | A), 0)),
    (Equal(H(B | A), 0),),
    (statement(H(A), "<=", H(B | C)),),
]


@pytest.mark.parametrize("given", GIVEN, ids=lambda g: ", ".join(item.text() for item in g))
def test_models_satisfy_what_is_given(given: tuple[Statement, ...]) -> None:
    first = next(iter(given)).lhs
    of = claim(first, "=", first, *given)
    found = list(islice(satisfying(of, ()), 12))
    assert len(found) == 12
    hypotheses = Hypotheses(of.context, of.given)
    for model in found:
        assert laws_hold(of.context, model)
        assert hypotheses.hold(model)
    law = next(iter(of.context.laws))
    assert len({tuple(model.laws[law].values()) for model in found}) > 3
    if law == "p":
        assert all(weight > 0 for model in found for weight in model.laws["p"].values())


def test_conditionally_independent_variables_are_otherwise_dependent() -> None:
    of = claim(I(X, Z), "=", 0, Markov(X, Y, Z))
    assert any(compared(of, model, 30).fails for model in islice(satisfying(of, ()), 12))


# --- false claims ---------------------------------------------------------------------------------

FALSE = [
    claim(I(X, Y), "<=", I(X, Y, given=Z) + I(X, Y, given=W) + I(Z, W)),
    claim(I(A, B), "<=", I(A, B, given=C) + I(A, B, given=D) + I(C, D)),
    claim(I(A, B), "<=", I(A, B, given=C) + I(A, B, given=D), Independent(C, D)),
    claim(I(A, B, given=C), "<=", I(A, B)),
    claim(H(X, Y, Z), "=", H(X) + H(Y) + H(Z), Independent(X, Y), Independent(Y, Z)),
    claim(
        *(H(X, Y, Z), "=", H(X) + H(Y) + H(Z)),
        *(Independent(X, Y), Independent(Y, Z), Independent(X, Z)),
    ),
    claim(I(X, Z), "<=", I(X, Y), Markov(X, Z, Y)),
    claim(I(X, Z), "=", 0, Markov(X, Y, Z)),
    claim(I(X, Y, given=Z), "=", 0, Independent(X, Y)),
    claim(H(A), "<=", H(B), Equal(H(B | A), 0)),
    claim(  # a chain of copies, and Z apart
        *(H(X, W) + I(Y, Z, given=X), ">=", I(W, Y, given=Z) + I(X, W, given=Z)),
        Markov(Y, W, X),
    ),
]


@pytest.mark.parametrize("of", FALSE, ids=range(len(FALSE)))
def test_false_claims_are_refuted_by_a_model_of_what_is_given(of: Claim) -> None:
    violation = survey(of).violation
    assert violation is not None
    assert laws_hold(of.context, violation.model)
    assert Hypotheses(of.context, of.given).hold(violation.model)
    assert compared(of, violation.model, 50).fails


TRUE = [
    claim(
        *(2 * I(Z, W), "<="),
        I(X, Y) + I(X, (Z, W)) + 3 * I(Z, W, given=X) + I(Z, W, given=Y),
    ),
    claim(
        *(2 * I(C, D), "<="),
        I(A, B) + I(A, (C, D)) + 3 * I(C, D, given=A) + I(C, D, given=B),
    ),
    claim(I(X, Z), "<=", I(X, Y), Markov(X, Y, Z)),
    claim(H(A), ">=", H(B), Equal(H(B | A), 0)),
]


@pytest.mark.parametrize("of", TRUE, ids=range(len(TRUE)))
def test_true_claims_are_supported(of: Claim) -> None:
    assert list(contradicting(of, ())) == []
    found = survey(of, count=8)
    assert found.violation is None
    assert found.models >= 4


def test_what_no_model_satisfies_supports_nothing() -> None:
    found = survey(claim(H(X), ">=", 1, statement(H(X), "<", 0)))
    assert (found.models, found.violation) == (0, None)
    assert "what is given" in found.cause


def test_witnesses_obey_what_is_given() -> None:
    assert find_witness(claim(I(X, Z), ">", I(X, Y), Markov(X, Y, Z))) is None
    found = find_witness(claim(I(X, Z), "<", I(X, Y), Markov(X, Y, Z)))
    assert found is not None
    of = claim(I(X, Z), "<", I(X, Y), Markov(X, Y, Z))
    assert Hypotheses(of.context, of.given).hold(found.model)


def test_fixed_sizes_are_kept() -> None:
    space = FiniteSpace("S", size=2)
    p = joint("p", ("X", space), ("Y", space), ("Z", FiniteSpace("T", size=1)), support="any")
    x, y, z = p.variables
    for model in islice(satisfying(claim(H(x), ">=", 0, Equal(H(y | x), 0)), ()), 8):
        assert model.sizes == {"S": 2, "T": 1}
    assert survey(claim(H(z), "=", 0)).violation is None


# --- functions of a fair choice -------------------------------------------------------------------


def test_functions_are_listed_once() -> None:
    assert len(functions_of_four()) == 15  # Bell's number of four
    assert [len(linear_functions(bits)) for bits in (1, 2, 3)] == [2, 5, 16]  # subspaces
    for functions in (functions_of_four(), linear_functions(3)):
        assert len(set(functions)) == len(functions)


def test_few_assignments_are_all_tried() -> None:
    tried = [found.labels for found in assignments(2, Random(0))]
    assert {(one, two) for one in functions_of_four() for two in functions_of_four()} <= set(tried)


def test_models_of_a_product_are_products() -> None:
    U, V = variables("U V")
    of = worked_in(claim(I(U, V), "=", 0, Independent(U, V), Equal(H(U), H(V))))
    assert of.context.law("p").independent
    for model in islice(chain(satisfying(of, ()), contradicting(of, ())), 40):
        assert laws_hold(of.context, model)
    assert survey(of, 8, 30).violation is None
