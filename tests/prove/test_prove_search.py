"""The search finds certificates that the kernel accepts again, and none for what is false."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest

from symkl import (
    KL,
    SPD,
    CrossEntropy,
    Dimension,
    E,
    Equal,
    FiniteSpace,
    Gaussian,
    H,
    I,
    Identity,
    Independent,
    Matrix,
    Rational,
    Symbol,
    det,
    exp,
    joint,
    log,
    quadratic_form,
    sqrt,
    statement,
    trace,
    vectors,
)
from symkl.kernel.check import Claim, check
from symkl.kernel.errors import Refused
from symkl.kernel.terms import num
from symkl.language.statements import Statement
from symkl.language.written import context_of
from symkl.prove.search import Proof, prove

X, Y, Z = FiniteSpace("X", size="n"), FiniteSpace("Y"), FiniteSpace("Z")
P, Q, R = X.pmfs("P Q R")
w = X.weight("w")
x, y = X.point("x"), Y.point("y")
p = joint("p", X, Y)
VX, VY = p.variables
three = joint("q", X, Y, Z)
A, B, C = three.variables
k = Dimension("k")
mu, nu = vectors("mu nu", k)
S, M, N = SPD("S", k), Matrix("M", k), Matrix("N", k)
g, z = Gaussian("g", mu, S), k.point("z")
t, s = Symbol("t"), Symbol("s")
a, b = Symbol("a", positive=True), Symbol("b", positive=True)
n = X.size

Row = tuple[Any, str, Any]


def claim(lhs: Any, relation: str, rhs: Any, given: tuple[Statement, ...] = ()) -> Claim:
    said = statement(lhs, relation, rhs)
    declarations = said.declarations.union(*(item.declarations for item in given))
    hypotheses = tuple((item.lhs.term, item.relation, item.rhs.term) for item in given)
    return Claim(context_of(declarations), said.lhs.term, relation, said.rhs.term, hypotheses)


def accepted_again(of: Claim, proof: Proof) -> None:
    """The claim and its certificate, written as JSON and read back, are accepted by the kernel."""
    read = Claim.from_json(json.loads(json.dumps(of.to_json())))
    certificate = json.loads(json.dumps(proof.certificate))
    assert read == of
    assert check(read, certificate) == proof.support


EQUALITIES: list[Row] = [
    (KL(P, Q), "=", CrossEntropy(P, Q) - H(P)),
    (I(VX, VY), "=", H(VX) + H(VY) - H(VX, VY)),
    (I(VX, VY), "=", I(VY, VX)),
    (H(VX, VY), "=", H(VX) + H(VY | VX)),
    (H(A, B, C), "=", H(A) + H(B | A) + H(C | A, B)),
    (I((A, B), C), "=", I(A, C) + I(B, C | A)),
    (X.sum(P(x) * log(P(x) / P(x)), x), "=", 0),
    (exp(log(a) + log(b)), "=", a * b),
    (E(g, z)(z * z.T), "=", S + mu * mu.T),
    (E(g, z)(quadratic_form(z - mu, S.inv())), "=", k),
    ((t + s) ** 2, "=", t * t + 2 * t * s + s * s),
    ((M * N).T, "=", N.T * M.T),
    (trace(M * N * S), "=", trace(S * M * N)),
    (log(det(S * S)), "=", 2 * log(det(S))),
]
SHANNON: list[Row] = [
    (H(VX), ">=", 0),
    (H(VX), "<=", log(n)),
    (H(VX, VY), ">=", H(VX)),
    (H(VX, VY), "<=", H(VX) + H(VY)),
    (H(VY | VX), "<=", H(VY)),
    (H(VY | VX), ">=", 0),
    (I(VX, VY), ">=", 0),
    (I(VX, VY), "<=", H(VX)),
    (I(A, B | C), ">=", 0),
    (H(A | B, C), "<=", H(A | B)),
    (H(A, C) + H(B, C), ">=", H(A, B, C) + H(C)),
    (I(A, (B, C)), ">=", I(A, B)),
    (2 * H(A, B, C), "<=", H(A, B) + H(B, C) + H(A, C)),
    (H(A, B, C), "<=", H(A) + H(B) + H(C)),
]
FACTS: list[Row] = [
    (KL(P, Q), ">=", 0),
    (0, "<=", KL(P, Q)),
    (CrossEntropy(P, Q), ">=", H(P)),
    (CrossEntropy(P, Q), ">=", 0),
    (2 * KL(P, Q) + Rational(3, 7) * KL(Q, P), ">=", 0),
    (X.sum(P(x) * log(w(x)), x), "<=", log(X.sum(P(x) * w(x), x))),
    (X.sum(P(x) * w(x) ** 2, x), ">=", X.sum(P(x) * w(x), x) ** 2),
    (log(a), "<=", a - 1),
    (5 * log(a), "<=", 5 * a - 5),
    (P(x), "<=", 1),
    (-log(P(x)), ">=", 0),
    (P(x) * log(P(x)), "<=", 0),
    (t**2, ">=", 0),
    (t**2 + s**2, ">=", 2 * t * s),
    (t**2 + 1, ">=", 2 * t),
    (quadratic_form(mu, S), ">=", 0),
    (quadratic_form(mu - nu, S.inv()), ">=", 0),
    (E(g, z)(quadratic_form(z, S.inv())), ">=", 0),
    (n, ">=", 1),
    (X.sum(P(x) ** 2, x), ">=", 1 / n),
    (X.sum(log(P(x)), x), "<=", -n * log(n)),
    (X.sum(log(1 / P(x)), x), ">=", n * log(n)),
    (X.sum(sqrt(P(x)), x), "<=", sqrt(n)),
    (X.sum(1 / P(x), x), ">=", n**2),
    (X.sum(w(x), x) ** 2, "<=", n * X.sum(w(x) ** 2, x)),
    (X.sum(P(x) ** 3, x), "<=", X.sum(P(x) ** 2, x)),
    (X.sum(P(x) * w(x), x) ** 2, "<=", X.sum(P(x) ** 2, x) * X.sum(w(x) ** 2, x)),
    (X.sum(sqrt(P(x) * Q(x)), x) ** 2, "<=", 1),
    (X.sum(P(x) * Q(x), x), "<=", X.sum(P(x) ** 2 + Q(x) ** 2, x) / 2),
    (X.sum((sqrt(P(x)) - sqrt(Q(x))) ** 2, x), "<=", KL(P, Q)),
    (quadratic_form(mu, M.T * M), ">=", 0),
    (quadratic_form(mu + nu, S), "<=", 2 * quadratic_form(mu, S) + 2 * quadratic_form(nu, S)),
    ((mu.T * nu) ** 2, "<=", (mu.T * mu) * (nu.T * nu)),
    (mu.T * nu, "<=", (mu.T * mu + nu.T * nu) / 2),
    (trace(M.T * M), ">=", 0),
    (trace(M * M), "<=", trace(M.T * M)),
    (2 * trace(M * N), "<=", trace(M.T * M) + trace(N.T * N)),
    (trace(M.T * N) ** 2, "<=", trace(M.T * M) * trace(N.T * N)),
    (E(g, z)(quadratic_form(z - nu, M.T * M)), ">=", 0),
    (E(g, z)(z.T * z), ">=", mu.T * mu),
]
STRICT: list[Row] = [
    (a * b, ">", 0),
    (0, "<", a + b),
    (n, ">", 0),
    (exp(t), ">", 0),
    (X.sum(w(x), x), ">", 0),
    (P(x) / Q(x), ">", 0),
]


@pytest.mark.parametrize("row", [*EQUALITIES, *SHANNON, *FACTS, *STRICT], ids=str)
def test_true_claims_are_proved_and_checked_again(row: Row) -> None:
    of = claim(*row)
    proof = prove(of)
    assert proof is not None
    accepted_again(of, proof)


@pytest.mark.parametrize("row", [*SHANNON, *FACTS, *STRICT], ids=str)
def test_weights_are_exact_and_positive(row: Row) -> None:
    proof = prove(claim(*row))
    assert proof is not None
    assert proof.certificate["kind"] == "combination"
    for part in proof.certificate["parts"]:
        assert isinstance(part["weight"], str)
        assert Fraction(part["weight"]) > 0
        assert part["fact"] in proof.support.facts


GIVEN: list[tuple[Row, tuple[Statement, ...], str]] = [
    ((2 * t, "=", 6), (statement(t, "=", 3),), "combination"),
    ((t, "<=", 4), (statement(t, "<=", s), statement(s, "<=", 4)), "combination"),
    ((KL(P, Q), "=", 0), (Equal(P, Q),), "substitution"),
    ((P(x), "=", Q(x)), (Equal(KL(P, Q), 0),), "equality_case"),
    ((I(VX, VY), "=", 0), (Independent(VX, VY),), "substitution"),
    ((H(VY | VX), "=", H(VY)), (Independent(VX, VY),), "substitution"),
    ((p(x, y), "=", p(x) * p(y)), (Equal(I(VX, VY), 0),), "equality_case"),
    ((p(x, y), "=", p(x) * p(y)), (Equal(H(VY | VX), H(VY)),), "equality_case"),
    ((t, "=", 0), (statement(t**2, "=", 0),), "equality_case"),
    ((a, "=", 1), (statement(log(a), "=", a - 1),), "equality_case"),
]


@pytest.mark.parametrize(("row", "given", "kind"), GIVEN, ids=str)
def test_claims_from_hypotheses(row: Row, given: tuple[Statement, ...], kind: str) -> None:
    of = claim(*row, given)
    proof = prove(of)
    assert proof is not None
    assert proof.certificate["kind"] == kind
    accepted_again(of, proof)
    assert prove(claim(*row)) is None


def test_what_is_given_of_numbers_keeps_no_equation_of_matrices_from_being_proved() -> None:
    inverse = (S + t * M).inv()
    of = claim(inverse * S, "=", Identity(k) - t * inverse * M, (statement(t, ">", 0),))
    proof = prove(of)
    assert proof is not None
    assert proof.certificate["kind"] == "words"


FALSE: list[Row] = [
    (KL(P, Q), "=", KL(Q, P)),
    (KL(P, Q), "<=", 0),
    (KL(P, Q), ">", 0),
    (KL(P, R), "<=", KL(P, Q) + KL(Q, R)),
    (H(VX), "<=", H(VY)),
    (H(VX), ">", 0),
    (H(VX), ">=", log(n)),
    (H(VY | VX), "=", H(VY)),
    (I(A, B), ">=", I(A, B | C)),
    (I(A, B), "<=", I(A, B | C)),
    (X.sum(P(x) * log(w(x)), x), ">=", log(X.sum(P(x) * w(x), x))),
    (X.sum(log(w(x)), x), "<=", log(X.sum(w(x), x))),
    (-X.sum(P(x) * log(Q(x) / P(x)), x), ">=", -X.sum(log(P(x) * (Q(x) / P(x))), x)),
    (X.sum(w(x), x), "=", 1),
    (P(x), "<", 1),
    (w(x), "<=", 1),
    (t, ">=", 0),
    (t**2, ">", 0),
    (log(a), ">=", 0),
    (log(a + b), "=", log(a) + log(b)),
    (a * b, ">=", 1),
    (quadratic_form(mu, M), ">=", 0),
    (quadratic_form(mu, S), ">", 0),
    (n, ">=", 2),
    (trace(M * N * M.T), "=", trace(M * M * N)),
    (M * N, "=", N * M),
    (det(M + N), "=", det(M) + det(N)),
    (E(g, z)(z * z.T), "=", S),
    (P(x), "!=", Q(x)),
    (X.sum(w(x) ** 2, x), ">=", 1 / n),
    (X.sum(P(x) ** 2, x), "<=", 1 / n),
    (X.sum(w(x) ** 3, x), "<=", X.sum(w(x) ** 2, x)),
    (X.sum(P(x) * w(x), x) ** 2, ">=", X.sum(P(x) ** 2, x) * X.sum(w(x) ** 2, x)),
    (2 * X.sum((sqrt(P(x)) - sqrt(Q(x))) ** 2, x), "<=", KL(P, Q)),
    (quadratic_form(mu, M * M), ">=", 0),
    (trace(M.T * M), ">", 0),
    (trace(M * M), ">=", 0),
    ((mu + nu).T * (mu + nu), "<=", mu.T * mu + nu.T * nu),
    (trace(M.T * N) ** 2, ">=", trace(M.T * M) * trace(N.T * N)),
]


@pytest.mark.parametrize("row", FALSE, ids=str)
def test_false_claims_are_not_proved(row: Row) -> None:
    assert prove(claim(*row)) is None


LIMITS: list[tuple[Row, frozenset[str] | None, frozenset[str] | None, bool]] = [
    ((X.sum(P(x), x), "=", 1), frozenset({"normalisation"}), None, True),
    ((X.sum(P(x), x), "=", 1), frozenset(), None, False),
    ((log(a * b), "=", log(a) + log(b)), frozenset({"log_of_product"}), None, True),
    ((log(a * b), "=", log(a) + log(b)), frozenset(), None, False),
    ((t**2, ">=", 0), frozenset(), frozenset({"square"}), True),
    ((t**2, ">=", 0), frozenset(), frozenset(), False),
    ((KL(P, Q), ">=", 0), None, frozenset({"gibbs"}), True),
    ((KL(P, Q), ">=", 0), None, frozenset({"positive", "square"}), False),
    ((KL(P, Q), ">=", 0), frozenset(), frozenset({"gibbs"}), False),
    ((P(x), "<=", 1), None, frozenset({"probability_at_most_one"}), True),
    ((P(x), "<=", 1), None, frozenset({"gibbs"}), False),
]


@pytest.mark.parametrize(
    ("row", "laws", "facts", "found"),
    LIMITS,
    ids=lambda item: str(sorted(item) if isinstance(item, frozenset) else item),
)
def test_a_proof_uses_only_what_is_allowed(
    row: Row, laws: frozenset[str] | None, facts: frozenset[str] | None, found: bool
) -> None:
    of = claim(*row)
    proof = prove(of, laws, facts)
    assert (proof is not None) is found
    if proof is not None:
        assert check(of, proof.certificate, laws, facts) == proof.support
        assert laws is None or proof.support.laws <= laws | {"delta", "log_of_one"}
        assert facts is None or proof.support.facts <= facts


def test_a_certificate_does_not_serve_another_claim() -> None:
    true, false = claim(KL(P, Q), ">=", 0), claim(KL(P, Q) - 1, ">=", 0)
    proof = prove(true)
    assert proof is not None
    with pytest.raises(Refused):
        check(false, proof.certificate)


@pytest.mark.parametrize("weight", ["0", "-1", "3/2"])
def test_a_tampered_weight_is_refused(weight: str) -> None:
    of = claim(KL(P, Q), ">=", 0)
    proof = prove(of)
    assert proof is not None
    (part,) = proof.certificate["parts"]
    with pytest.raises(Refused):
        check(of, {**proof.certificate, "parts": [{**part, "weight": weight}]})


def test_numbers_are_compared() -> None:
    empty = context_of(frozenset())
    assert prove(Claim(empty, num(2), ">=", num(2))) is not None
    assert prove(Claim(empty, num(1), "=", num(2))) is None
