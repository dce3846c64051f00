"""Which hypotheses a proved step needs: each is dropped alone, and the rest is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from symkl import (
    KL,
    SPD,
    CrossEntropy,
    Derivation,
    Dimension,
    E,
    Equal,
    FiniteSpace,
    Gaussian,
    H,
    I,
    Independent,
    Matrix,
    Symbol,
    check,
    det,
    exp,
    joint,
    log,
    pi,
    quadratic_form,
    trace,
    vectors,
)
from symkl.checking import Task, judge
from symkl.cli import main
from symkl.kernel.hypotheses import Hypothesis
from symkl.language.written import written
from symkl.listing import listing
from symkl.loading import load
from symkl.report.html import page
from symkl.report.latex import document
from symkl.result import Result, Sensitivity
from symkl.running import run
from symkl.sensitivity import Audit, sensitivities

SPACE, OTHER = FiniteSpace("X", size="n"), FiniteSpace("Y")
x, y = SPACE.point("x"), OTHER.point("y")
P, Q, R = SPACE.pmfs("P Q R")
B = SPACE.pmf("B", support="any")
A = SPACE.pmf("A", support="any", below=[B])
p = joint("p", SPACE, OTHER, independent=("X", "Y"))
X, Y = p.variables
any_joint = joint("q", SPACE, OTHER)
k = Dimension("k")
S, T = SPD("S", k), SPD("T", k)
m, n, b = vectors("m n b", k)
g = Gaussian("g", m, S)
general = Matrix("G", k)
symmetric = Matrix("M", k, symmetric=True)
regular = Matrix("V", k, invertible=True)
v = k.point("v")
E_g = E(g, v)
s, real = Symbol("s", positive=True), Symbol("r", real=True)
outer = S + m * m.T - n * m.T - m * n.T + n * n.T
WRITTEN = Equal(SPACE.sum(P(x) * (Q(x) / P(x)), x), 1)


def audited(lhs: Any, relation: str, rhs: Any) -> dict[str, Sensitivity]:
    derivation = getattr(
        Derivation("d").start(lhs), {"=": "eq", ">=": "ge", "iff": "iff"}[relation]
    )
    result = check(derivation(rhs), hypotheses=True).steps[0]
    assert result.verdict == "proved"
    found = {item.hypothesis: item for item in result.sensitivity}
    assert set(found) == set(result.hypotheses)
    return found


def shown(item: Sensitivity) -> dict[str, Any]:
    assert item.shown is not None
    return dict(item.shown.model)


def test_a_smaller_support_changes_the_sum() -> None:
    found = audited(WRITTEN.lhs, "=", 1)
    broken = found["P > 0 everywhere"].broken_by
    assert broken is not None
    assert broken.model == {"n": 2, "P": ["0", "1"], "Q": ["1/2", "1/2"]}
    assert (broken.lhs[:3], broken.rhs[:1]) == ("0.5", "1")
    assert found["Q sums to 1"].outcome == "breaks"


def test_an_unnormalised_weight_breaks_the_bound_on_logarithms() -> None:
    found = audited(-SPACE.sum(log(Q(x)), x), ">=", -log(SPACE.sum(Q(x), x)))
    item = found["Q sums to 1"]
    assert item.outcome == "breaks"
    assert shown(item) == {"n": 2, "Q": ["4", "4"]}
    assert found["Q > 0 everywhere"].outcome == "infinite"


def test_a_divergence_is_infinite_where_only_the_second_vanishes() -> None:
    for first, second, hypothesis in (
        (P, Q, "Q > 0 everywhere"),
        (A, B, "A absolutely continuous to B"),
    ):
        item = audited(KL(first, second), ">=", 0)[hypothesis]
        assert (item.outcome, item.broken_by) == ("infinite", None)
        assert item.infinite_in is not None
        assert item.infinite_in.lhs == "inf"
        weights = shown(item)
        zeros = [w == "0" and v != "0" for v, w in zip(*list(weights.values())[-2:], strict=True)]
        assert any(zeros)


def test_infinity_minus_infinity_is_no_value() -> None:
    item = audited(KL(P, R), "=", KL(P, Q) + SPACE.sum(P(x) * log(Q(x) / R(x)), x))
    lost = item["Q > 0 everywhere"]
    assert lost.outcome == "no value"
    assert lost.broken_by is not None
    assert lost.broken_by.rhs == "no value: infinity minus infinity"
    assert item["P > 0 everywhere"].outcome == "not needed"
    assert "0 log 0" in item["P > 0 everywhere"].note


NEEDS_SYMMETRY: dict[str, tuple[Any, Any, dict[str, str]]] = {
    "collecting under a trace": (
        trace(T.inv() * outer),
        trace(T.inv() * S + T.inv() * (m - n) * (m - n).T),
        {"S symmetric": "not needed", "T symmetric": "not needed"},
    ),
    "mean of a quadratic form": (
        E_g(quadratic_form(v - n, T.inv())),
        quadratic_form(m - n, T.inv()) + trace(T.inv() * S),
        {"S symmetric": "no value", "T symmetric": "not needed"},
    ),
    "completing the square": (
        quadratic_form(m, symmetric) - 2 * b.T * symmetric * m + quadratic_form(b, symmetric),
        quadratic_form(m - b, symmetric),
        {"M symmetric": "breaks"},
    ),
    "completing it with a definite matrix": (
        quadratic_form(m, S) - 2 * b.T * S * m + quadratic_form(b, S),
        quadratic_form(m - b, S),
        {"S symmetric": "breaks"},
    ),
}


@pytest.mark.parametrize("name", NEEDS_SYMMETRY)
def test_which_steps_need_symmetry(name: str) -> None:
    lhs, rhs, expected = NEEDS_SYMMETRY[name]
    found = audited(lhs, "=", rhs)
    assert expected.items() <= {h: item.outcome for h, item in found.items()}.items()


def test_a_mean_of_a_quadratic_form_needs_no_symmetry_at_all() -> None:
    step = Derivation("d").start(E_g(quadratic_form(v - m, general))).eq(trace(general * S))
    assert check(step).steps[0].verdict == "proved"


def test_a_definite_matrix_without_symmetry_stays_definite() -> None:
    item = audited(
        quadratic_form(m - b, S), "=", quadratic_form(m, S) - 2 * b.T * S * m + quadratic_form(b, S)
    )["S symmetric"]
    (first, second) = shown(item)["S"]
    assert first[1] != second[0]
    assert int(first[0]) * int(second[1]) * 4 > (int(first[1]) + int(second[0])) ** 2


def test_a_singular_matrix_leaves_the_inverse_without_a_value() -> None:
    for matrix in (S, regular):
        name = matrix.term.label
        item = audited(trace(matrix * matrix.inv()), "=", k)[f"{name} invertible"]
        assert item.outcome == "no value"
        assert item.broken_by is not None
        assert item.broken_by.lhs == "no value: the inverse of a singular matrix"
        assert item.broken_by.rhs.startswith("1.0")
        assert shown(item)[name] == [["0"]]


def test_what_a_normal_density_is_can_be_dropped_part_by_part() -> None:
    second = audited(E_g((v - m) * (v - m).T), "=", S)
    assert second["g has mean m and covariance S"].outcome == "breaks"
    assert second["g integrates to 1"].outcome == "breaks"
    assert "g is a normal density" not in second
    value = v - m
    fourth = audited(
        E_g((value.T * value) * (value.T * value)),
        "=",
        trace(S) * trace(S) + 2 * trace(S * S),
    )
    item = fourth["g is a normal density"]
    assert item.outcome == "breaks"
    parts = shown(item)["g"]
    weights = [part["weight"] for part in parts]
    assert weights == ["1/3", "2/3"]


def test_a_density_is_normal_or_not_by_quadrature() -> None:
    item = audited(H(g), "=", -E_g(log(g(v))))["g > 0 everywhere"]
    assert item.outcome in ("not needed", "holds")
    form = quadratic_form(v - m, S.inv())
    entropy = k / 2 * log(2 * pi) + log(det(S)) / 2 + E_g(form) / 2
    item = audited(-E_g(log(g(v))), "=", entropy)["g is a normal density"]
    assert item.outcome == "breaks by quadrature"
    assert item.broken_by is not None
    assert item.broken_by.digits == 8


def test_independence_dropped() -> None:
    item = audited(H(X, Y), "=", H(X) + H(Y))["X and Y independent under p"]
    assert item.outcome == "breaks"
    given = audited(Independent(*any_joint.variables), "iff", Equal(I(*any_joint.variables), 0))
    used = given["X and Y independent under q"]
    assert (used.outcome, used.note) == ("breaks", "left to right")
    assert given["q sums to 1"].outcome == "not tested"


def test_a_number_that_need_not_be_positive() -> None:
    found = audited(log(s**2), "=", 2 * log(s))["s > 0"]
    assert found.outcome in ("no value", "breaks")
    number = written(real)
    divided = audited(number * (1 / number), "=", 1)["no divisor is zero"]
    assert divided.outcome == "no value"
    assert shown(divided) == {"r": "0"}


def test_a_pmf_that_the_step_does_not_mention_is_no_hindrance() -> None:
    found = audited(H(A), ">=", 0)
    assert found["A >= 0 everywhere"].outcome == "no value"
    assert found["A sums to 1"].outcome == "breaks"
    assert "A absolutely continuous to B" not in found


def test_signs_of_weights() -> None:
    mass = SPACE.weight("M", sign="nonnegative")
    assert audited(SPACE.sum(mass(x), x), ">=", 0)["M >= 0 everywhere"].outcome == "breaks"


def test_conventions_and_integrals_are_not_tested_and_say_why() -> None:
    found = audited(CrossEntropy(A, B), ">=", H(A))
    convention = found["a term with the factor A = 0 counts as 0 (0 log 0 = 0)"]
    assert (convention.outcome, convention.broken_by) == ("not tested", None)
    assert convention.note
    integrable = audited(E_g(exp(v.T * v)), "=", E_g(exp(v.T * v)) * 2 / 2)["integrable over R^k"]
    assert "exponential tails" in integrable.note


def test_nothing_is_found_where_no_claim_declares_it() -> None:
    task = Task(Derivation("d").start(KL(P, Q)).ge(0).steps[0].claims())
    assert judge(task).verdict == "proved"
    stranger = Hypothesis("symmetric", "P")
    (item,) = sensitivities(Audit(task.claims, (stranger,)))
    assert (item.outcome, item.broken_by) == ("not tested", None)


def test_an_audit_leaves_the_verdict_alone() -> None:
    derivation = Derivation("d").start(KL(P, Q)).ge(0, by="Gibbs")
    bare, audit = check(derivation), check(derivation, hypotheses=True)
    assert not bare.steps[0].sensitivity
    same = replace(audit.steps[0], sensitivity=(), seconds=bare.steps[0].seconds)
    assert same == bare.steps[0]


FILE = """
from symkl import *
X = FiniteSpace("X", size="n"); P, Q = X.pmfs("P Q"); x = X.point("x")
zero = Derivation("zero").start(Equal(KL(P, Q), 0)).iff(Equal(P, Q), by="definition of KL")
sums = Derivation("sums").start(-X.sum(log(Q(x)), x)).ge(-log(X.sum(Q(x), x)))
"""


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    path: Path = tmp_path_factory.mktemp("files") / "two.py"
    path.write_text(FILE)
    return run(load([str(path)]), jobs=2, hypotheses=True)


def test_every_report_shows_what_breaks(result: Result) -> None:
    sums = result.derivations[1]
    for text in (listing(result), page(sums, "1"), document(sums, "1")):
        assert "the step breaks" in text
        assert "-2.77258872" in text.replace(r"\mbox{-}", "-")
    assert "without [Q sums to 1]: the step breaks" in listing(result)
    assert "n = 2, Q = (4, 4)" in listing(result)


def test_every_report_says_which_direction_is_missing(result: Result) -> None:
    zero = result.derivations[0]
    assert zero.steps[0].reason_verdict == "unjustified"
    wanted = "definition of KL gives right to left only; left to right is missing"
    for text in (listing(result), page(zero, "1"), document(zero, "1")):
        assert wanted in text


def test_a_result_with_an_audit_comes_back_from_json(result: Result) -> None:
    assert Result.from_json(result.to_json()).to_json() == result.to_json()


def test_commands_drop_hypotheses_when_asked_and_reports_unless_told_not_to(tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text(FILE.partition("zero")[0] + "sums" + FILE.partition("sums")[2])
    for arguments, expected in (
        (["check"], False),
        (["check", "--hypotheses"], True),
        (["report", "-o", str(tmp_path / "with")], True),
        (["report", "--no-hypotheses", "-o", str(tmp_path / "without")], False),
    ):
        outcome = CliRunner().invoke(main, [*arguments, "--jobs", "1", str(path)])
        assert outcome.exit_code == 0
        pages = "".join(p.read_text() for p in Path(arguments[-1]).glob("sums.html"))
        assert ("the step breaks" in outcome.output + pages) is expected


def test_a_late_audit_leaves_the_step_proved(tmp_path: Path, monkeypatch: Any) -> None:
    path = tmp_path / "one.py"
    path.write_text(FILE.partition("sums")[0])
    monkeypatch.setattr("symkl.running.sensitivities", _never_ends)
    (derivation,) = run(load([str(path)]), timeout=3.0, jobs=1, hypotheses=True).derivations
    step = derivation.steps[0]
    assert step.verdict == "proved"
    assert step.sensitivity == ()
    assert step.sensitivity_message == "not decided within 3 s (see --timeout)"
    assert "dropping hypotheses: not decided" in listing(Result("1", (derivation,)))


def _never_ends(audit: Audit) -> None:
    while True:
        pass
