"""Judgements of steps about entropies: proofs and models together, with what is given."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from symkl import Derivation, Equal, H, I, Independent, Markov, variables
from symkl.checking import Judgement, Task, judge
from symkl.derivation import Step
from symkl.kernel.check import Claim

X, Y, Z, W = variables("X Y Z W")


def judged(step: Step) -> Judgement:
    return judge(Task(step.claims(), step.by, step.for_some))


def last(chain: Derivation) -> Judgement:
    return judged(chain.steps[-1])


def under(*given: Any) -> Derivation:
    return Derivation("one step").given(*given)


def test_the_inequality_of_zhang_and_yeung_is_neither_proved_nor_refuted() -> None:
    rhs = I(X, Y) + I(X, (Z, W)) + 3 * I(Z, W, given=X) + I(Z, W, given=Y)
    found = last(under().start(2 * I(Z, W)).le(rhs))
    assert (found.verdict, found.trust) == ("supported", "numeric")


def test_the_inequality_of_ingleton_is_refuted() -> None:
    rhs = I(X, Y, given=Z) + I(X, Y, given=W) + I(Z, W)
    found = last(under().start(I(X, Y)).le(rhs))
    assert found.verdict == "refuted"
    assert found.counterexample is not None
    table = found.counterexample.model["p"]
    assert all(Fraction(w) > 0 for w in flat(table))


def flat(nested: Any) -> list[str]:
    return [nested] if isinstance(nested, str) else [w for row in nested for w in flat(row)]


@pytest.mark.parametrize(
    ("given", "verdict"), [((Markov(X, Y, Z),), "proved"), ((), "refuted")], ids=str
)
def test_data_processing_needs_its_hypothesis(given: Any, verdict: str) -> None:
    found = last(under(*given).start(I(X, Y)).ge(I(X, Z), by="data processing"))
    assert found.verdict == verdict
    assert found.reason_verdict == ("justified" if given else "unjustified")
    if given:
        assert found.numeric is not None  # models that obey the hypothesis agree
        assert found.numeric.models >= 4


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        (Markov(X, Y, Z), Independent(Z, X, given=Y), "proved"),
        (Independent(X, (Y, Z)), Independent(X, Y), "refuted"),
        (Independent(X, Y), Equal(H(X | Y), H(X)), "proved"),
        (Independent(X, Y), Independent(X, Y, given=Z), "refuted"),
    ],
    ids=lambda item: item if isinstance(item, str) else item.text(),
)
def test_equivalences(one: Any, other: Any, verdict: str) -> None:
    assert last(under().start(one).iff(other)).verdict == verdict


def test_claims_for_some_model_obey_what_is_given() -> None:
    chain = under(Markov(X, Y, Z)).start(I(X, Z)).lt(I(X, Y), for_some=True)
    assert last(chain).verdict == "proved"
    chain = under(Markov(X, Y, Z)).start(I(X, Z)).gt(I(X, Y), for_some=True)
    assert last(chain).verdict == "undecided"


def test_what_the_cited_reason_proves_is_proved_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(claim: Claim) -> None:
        raise AssertionError(claim)

    monkeypatch.setattr("symkl.checking.prove", asked)
    found = last(under().start(I(X, Y)).ge(0, by="nonnegativity of mutual information"))
    assert (found.verdict, found.reason_verdict) == ("proved", "justified")


def test_what_the_cited_reason_does_not_prove_is_proved_without_it() -> None:
    found = last(under().start(I(X, Y)).ge(0, by="log of a quotient"))
    assert (found.verdict, found.reason_verdict) == ("proved", "unjustified")


@pytest.mark.parametrize("by", ["Jensen", "Gibbs", "log-sum inequality", "data processing"])
def test_an_inequality_is_no_reason_for_an_identity(by: str) -> None:
    found = last(under().start(I(X, Y)).eq(H(X) + H(Y) - H(X, Y), by=by))
    assert (found.verdict, found.reason_verdict) == ("proved", "unjustified")


def test_an_inequality_is_a_reason_for_what_it_is_used_for() -> None:
    found = last(under().start(I(X, Y) + 1).ge(1, by="Gibbs"))
    assert (found.verdict, found.reason_verdict) == ("proved", "justified")
