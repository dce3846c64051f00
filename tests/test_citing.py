"""Steps that rest on the conclusions of other derivations."""

from __future__ import annotations

import pytest

from symkl import (
    KL,
    Derivation,
    Equal,
    FiniteSpace,
    H,
    Independent,
    LanguageError,
    check,
    definition,
    joint,
    log,
    total,
)
from symkl.kernel.check import Claim
from symkl.loading import load
from symkl.prove.instances import instances
from symkl.running import run

X, Y = FiniteSpace("X", size="n"), FiniteSpace("Y")
P, Q, R = X.pmfs("P Q R")
S = Y.pmf("S", support="any")
A, B = Y.pmfs("A B")
x = X.point("x")


def nonnegative() -> Derivation:
    return Derivation("Gibbs' inequality").start(KL(P, Q)).ge(0, by="Gibbs")


def claim_of(derivation: Derivation) -> Claim:
    return derivation.conclusion().claims()[""]


def reason_of(derivation: Derivation) -> tuple[str, str]:
    step = check(derivation).steps[-1]
    return step.reason_verdict, step.reason_message


@pytest.mark.parametrize(
    "left",
    [KL(P, Q), KL(Q, R), KL(P, R) + 2 * KL(R, P), KL(A, B), KL(P, P)],
    ids=["itself", "other pmfs", "twice", "another space", "the same pmf"],
)
def test_a_result_gives_its_instances(left):
    result = check(Derivation("cites").start(left).ge(0, by=nonnegative()))
    assert (result.steps[0].verdict, result.steps[0].reason_verdict) == ("proved", "justified")
    assert result.steps[0].rests_on
    assert result.conclusion.follows


def test_a_result_gives_no_more_than_its_instances():
    verdict, message = reason_of(Derivation("e").start(H(P)).ge(0, by=nonnegative()))
    assert verdict == "unjustified"
    assert "true, but not by Gibbs' inequality" in message


def test_what_is_declared_to_be_less_is_no_instance():
    positive = Derivation("log").start(X.sum(P(x) * log(1 / P(x)), x)).ge(0)
    weaker = FiniteSpace("Y").pmf("S", support="any")
    y = Y.point("y")
    step = Derivation("s").start(Y.sum(weaker(y) * log(1 / weaker(y)), y)).ge(0, by=positive)
    verdict, message = reason_of(step)
    assert verdict == "unjustified"
    assert "says nothing about what stands here" in message


def test_a_positive_pmf_is_an_instance_of_a_nonnegative_one():
    y = Y.point("y")
    total_of_s = Derivation("sums").start(Y.sum(S(y), y)).eq(1, by="normalisation")
    assert reason_of(Derivation("p").start(X.sum(P(x), x)).eq(1, by=total_of_s))[0] == "justified"


def test_two_spaces_never_become_one():
    """Nested sums over points of one name would capture each other."""
    p = joint("p", FiniteSpace("U"), FiniteSpace("V"))
    u, v = FiniteSpace("U").point("t"), FiniteSpace("V").point("t")
    shown = Derivation("joint").start(total(p(u, v), u, v)).eq(1)
    q = joint("q", ("U", X), ("V", X))
    a, b = X.point("a"), X.point("b")
    claim = claim_of(Derivation("q").start(total(q(a, b), a, b)).eq(1))
    assert instances(claim_of(shown), claim) == []


def test_variables_are_renamed_by_their_position():
    p = joint("p", ("U", X), ("V", Y))
    q = joint("q", ("K", X), ("L", Y))
    shown = Derivation("p").start(H(*p.variables)).le(H(p.variables[0]) + H(p.variables[1]))
    wanted = Derivation("q").start(H(*q.variables)).le(H(q.variables[0]) + H(q.variables[1]))
    claim = claim_of(wanted)
    assert (claim.lhs, claim.relation, claim.rhs) in instances(claim_of(shown), claim)


def test_a_fixed_size_stays():
    two = FiniteSpace("T", size=2)
    t = two.point("t")
    shown = Derivation("two").start(two.sum(two.pmf("F")(t) * 0 + 1, t)).eq(2)
    assert instances(claim_of(shown), claim_of(Derivation("n").start(X.sum(P(x), x)).eq(1))) == []


def test_what_a_result_was_given_must_be_given_here_too():
    p = joint("p", FiniteSpace("U"), FiniteSpace("V"))
    U, V = p.variables
    shown = Derivation("sum").given(Independent(U, V)).start(H(U, V)).eq(H(U) + H(V))
    without = Derivation("without").start(H(U, V)).le(H(U) + H(V), by=shown)
    assert "says nothing" in reason_of(without)[1]
    again = Derivation("with").given(Independent(U, V)).start(H(U, V)).eq(H(U) + H(V), by=shown)
    assert reason_of(again)[0] == "justified"


def test_other_reasons_may_stand_beside_it():
    start = Derivation("both").start(X.sum(P(x) * log(P(x) / R(x)), x))
    assert reason_of(start.ge(0, by=(nonnegative(), definition(KL))))[0] == "justified"
    alone = Derivation("alone").start(X.sum(P(x) * log(P(x) / R(x)), x))
    assert reason_of(alone.ge(0, by=nonnegative()))[0] == "unjustified"


def test_a_result_that_is_not_proved_gives_nothing():
    false = Derivation("symmetry").start(KL(P, Q)).eq(KL(Q, P), expect="refuted")
    verdict, message = reason_of(Derivation("d").start(KL(P, P)).eq(KL(P, P), by=false))
    assert (verdict, message) == ("unjustified", "'symmetry' is not proved itself")


def test_a_circle_gives_nothing():
    one = Derivation("one").start(KL(P, Q))
    two = Derivation("two").start(KL(P, Q)).ge(0, by=one)
    one.ge(0, by=two)
    for derivation in (one, two):
        verdict, message = reason_of(derivation)
        assert verdict == "unjustified"
        assert "rests on this derivation itself" in message
        assert not check(derivation).conclusion.follows


def test_an_equivalence_cannot_be_cited():
    both = Derivation("iff").start(Equal(KL(P, Q), 0)).iff(Equal(P, Q)).iff(Equal(Q, P))
    verdict, message = reason_of(Derivation("d").start(KL(P, P)).eq(0, by=both))
    assert verdict == "unjustified"
    assert "cannot be cited" in message


def test_a_certificate_does_not_rest_on_what_is_cited():
    step = check(Derivation("cites").start(KL(R, Q)).ge(0, by=nonnegative())).steps[0]
    assert step.certificate["claim"]["given"] == []


def test_only_reasons_and_derivations_are_cited():
    with pytest.raises(LanguageError, match="by= takes names of reasons and derivations"):
        Derivation("d").start(KL(P, Q)).ge(0, by=(3,))


FILE = """
from symkl import *
P, Q = FiniteSpace("X").pmfs("P Q")
gibbs = Derivation("Gibbs").start(KL(P, Q)).ge(0, by="Gibbs")
both = Derivation("Both").start(KL(P, Q) + KL(Q, P)).ge(0, by=gibbs)
unnamed = Derivation("Unnamed").start(KL(P, Q)).ge(
    0, by=Derivation("Lost").start(KL(P, Q)).ge(0, by="Gibbs")
)
"""


def test_a_file_may_cite_what_stands_in_it(tmp_path):
    (tmp_path / "d.py").write_text(FILE)
    result = run(load([str(tmp_path / "d.py")]), jobs=1)
    steps = {derivation.id: derivation.steps[0] for derivation in result.derivations}
    assert steps["both"].rests_on == ("gibbs",)
    assert steps["both"].reason_verdict == "justified"
    assert steps["unnamed"].rests_on == ()
    assert "is not among the derivations that were checked" in steps["unnamed"].reason_message
