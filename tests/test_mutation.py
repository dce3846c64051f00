"""Slips of the pen in proved steps: which are noticed, which are none, and how that is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from files import GOOD, written

from symkl import (
    KL,
    SPD,
    Beta,
    CrossEntropy,
    Derivation,
    Dimension,
    E,
    FiniteSpace,
    Gaussian,
    H,
    I,
    Markov,
    Matrix,
    Vector,
    check,
    joint,
    log,
    log_gamma,
    numbers,
    positives,
    trace,
)
from symkl.cli import main
from symkl.kernel.check import Claim
from symkl.language.written import context_of
from symkl.language.written import written as written_side
from symkl.listing import listing
from symkl.models.survey import refuting_model
from symkl.models.valueless import valueless
from symkl.mutation import NAMES, _is_multiple, mutants, mutants_of
from symkl.prove.edits.table import EDITS
from symkl.report.html import page
from symkl.report.latex import document
from symkl.result import Mutants, Result, StepResult
from symkl.running import run

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT.parent / "shared" / "article.md"
X, Y = FiniteSpace("X", size="n"), FiniteSpace("Y", size="m")
P, Q = X.pmfs("P Q")
x = X.point("x")
p = joint("p", X, Y)
A, B = p.variables
k = Dimension("k")
a, b = positives("a b")
(r,) = numbers("r")
M, N = Matrix("M", k), Matrix("N", k)


def claim(lhs: object, relation: str, rhs: object) -> Claim:
    one, two = written_side(lhs), written_side(rhs)
    return Claim(context_of(one.declarations | two.declarations), one.term, relation, two.term)


def found(lhs: object, relation: str, rhs: object) -> Mutants:
    of = mutants({"": claim(lhs, relation, rhs)})
    assert of is not None
    return of


def test_every_kind_of_slip_has_a_name() -> None:
    assert set(NAMES) == {"direction", *(edit.kind for edit in EDITS)}


def test_every_kind_of_slip_is_tried() -> None:
    weighted = X.sum(P(x) * log(Q(x) / P(x)), x) - H(P)
    kinds = {mutant.kind for mutant in mutants_of(claim(0, "<=", weighted))}
    kinds |= {mutant.kind for mutant in mutants_of(claim(trace(M * N), "=", trace(N * M)))}
    assert kinds == set(NAMES)


def test_the_same_slips_each_time() -> None:
    of = claim(KL(P, Q), "=", CrossEntropy(P, Q) - H(P))
    assert list(mutants_of(of)) == list(mutants_of(of))
    assert mutants({"": of}) == mutants({"": of})


def test_slips_in_an_equation_are_caught() -> None:
    of = found(KL(P, Q), "=", X.sum(P(x) * log(P(x) / Q(x)), x))
    assert of.tried > 15
    assert of.caught == of.tried
    assert of.survivors == ()


def test_equivalent_ones_are_dropped() -> None:
    of = found(trace(M * N), "=", trace(N * M))  # M N for N M is no slip under a trace
    assert of.equivalent > 0
    assert of.caught == of.tried > 0


def test_what_is_true_as_well_is_no_survivor() -> None:
    of = found(KL(P, Q), ">=", -1)
    assert of.also_true > 0
    assert all("holds" in survivor.why for survivor in of.survivors)


def test_a_positive_multiple_of_the_step_is_true_as_well() -> None:
    of = found(KL(P, Q), ">=", 0)
    assert not [
        s for s in of.survivors if s.statement in ("KL(P || Q)/n >= 0", "n KL(P || Q) >= 0")
    ]
    assert _is_multiple(claim(KL(P, Q), ">=", 0), claim(KL(P, Q) / 2, ">=", 0))
    assert not _is_multiple(claim(KL(P, Q), ">=", 0), claim(KL(P, Q) / -2, ">=", 0))
    assert not _is_multiple(claim(KL(P, Q), ">=", 0), claim(KL(Q, P) / 2, "<=", 0))
    assert not _is_multiple(claim(KL(P, Q), "<=", 0), claim(KL(P, Q) / 2, "<=", 0))


def test_what_has_no_value_is_counted_apart() -> None:
    density = Beta("g", a, b)
    at, constant = density.point("x"), log_gamma(a) + log_gamma(b) - log_gamma(a + b)
    of = found(
        H(density), "=", -E(density, at)((a - 1) * log(at) + (b - 1) * log(1 - at) - constant)
    )
    assert of.valueless > 0
    assert not [s for s in of.survivors if "no value" in s.why]
    assert "without a value in a model" in of.words


def test_an_inverse_that_never_exists_is_no_survivor() -> None:
    """A matrix x x^T has rank 1; in dimension 1 the mean of its inverse is infinite."""
    normal, at = Gaussian("g", Vector("mu", k), SPD("S", k)), k.point("x")
    square = E(normal, at)(trace((at * at.T) * M))
    false = claim(square, "=", trace(E(normal, at)((at * at.T * M).inv())))
    true = claim(square, "=", trace(E(normal, at)(at * at.T * M)))
    assert valueless(true, false, 24, 30) == "the inverse of a singular matrix"
    assert valueless(true, true, 24, 30) == ""


def test_only_what_no_model_gives_a_value_is_without_one() -> None:
    """Where another model refutes, that is what counts; what is true everywhere has its values."""
    assert valueless(claim(a, "=", a), claim(log(a), "=", log(a)), 24, 30) == ""
    real = claim(r, "=", r)
    assert "logarithm" in valueless(real, claim(log(r), "=", r), 24, 30)
    assert valueless(claim(r, "=", r + 1), claim(log(r), "=", r), 24, 30) == ""
    assert refuting_model(claim(log(r), "=", r)).model is not None


def test_survivors_say_why() -> None:
    of = found(H(A), ">=", H(A | B))
    for survivor in of.survivors:
        assert survivor.why
        assert survivor.statement
    assert of.tried == of.caught + len(of.survivors)


def test_no_time_is_said() -> None:
    of = mutants({"": claim(KL(P, Q), ">=", 0)}, seconds=0)
    assert of is not None
    assert of.left_out > 0
    assert (of.tried, of.caught) == (0, 0)
    assert "want of time" in of.words


def test_equivalences_are_not_mutated() -> None:
    side = claim(KL(P, Q), "=", 0)
    assert mutants({"forward": side, "backward": side}) is None


def test_a_half_of_the_information_is_less_under_a_markov_chain() -> None:
    """A false inequality that holds after every noisy channel: models must have a sharp one."""
    Z = FiniteSpace("Z")
    q = joint("q", X, Y, Z)
    one, two, three = q.variables
    derivation = (
        Derivation("half")
        .given(Markov(one, two, three))
        .start(I(one, two) / 2)
        .ge(I(one, three), expect="refuted")
    )
    assert check(derivation).steps[0].verdict == "refuted"


def step_of(**options: bool) -> StepResult:
    derivation = Derivation("one").start(KL(P, Q)).eq(CrossEntropy(P, Q) - H(P))
    return check(derivation, **options).steps[0]


def test_only_when_asked() -> None:
    assert step_of().mutants is None
    assert step_of(mutate=True).mutants is not None


def test_false_steps_are_not_mutated() -> None:
    derivation = Derivation("two").start(KL(P, Q)).eq(KL(Q, P), expect="refuted")
    assert check(derivation, mutate=True).steps[0].mutants is None


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    from symkl.loading import load

    file = written(tmp_path_factory.mktemp("mutated"), GOOD)
    return run(load([file]), jobs=1, mutate=True)


def test_reports_tell(result: Result) -> None:
    (derivation,) = result.derivations
    mutants = derivation.steps[0].mutants
    assert mutants is not None
    assert mutants.words in listing(result)
    assert "Slips of the pen" in page(derivation, "1")
    assert "Slips of the pen" in document(derivation, "1")
    assert result.summary()["mutants"] == mutants.tried


def test_the_record_is_read_back(result: Result) -> None:
    back = Result.from_json(result.to_json())
    assert back.derivations[0].steps[0].mutants == result.derivations[0].steps[0].mutants
    assert back.to_json() == result.to_json()


def test_the_command(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD)
    told = CliRunner().invoke(main, ["check", str(file), "--mutate", "--json", "--jobs", "1"])
    (step,) = json.loads(told.stdout)["derivations"][0]["steps"]
    assert sum(tried for _, tried in step["mutants"]["kinds"].values()) >= 4


@pytest.mark.skipif(not ARTICLE.exists(), reason="the article stands beside the checkout only")
def test_slips_in_the_equations_of_the_article_are_caught() -> None:
    from symkl.reading.inputs import load_inputs

    loaded = load_inputs([str(ARTICLE)], "").loaded
    found = run(loaded, timeout=60, mutate=True)
    slips = [
        (step.relation, step.mutants)
        for derivation in found.derivations
        for step in derivation.steps
        if step.mutants is not None
    ]
    equations = [of for relation, of in slips if relation == "="]
    assert sum(of.tried for of in equations) > 200
    assert [survivor for of in equations for survivor in of.survivors] == []
    # The inverse of a matrix of rank 1, which does not exist.
    assert sum(of.valueless for of in equations) <= 1
