"""The pytest plugin as users meet it: what is collected, what passes, what failures look like."""

from __future__ import annotations

import re
import time
import xml.etree.ElementTree as xml
from pathlib import Path
from typing import ClassVar

import pytest
from files import AFTER, FALSE, GOOD, HEAD, OPEN, UNJUSTIFIED, line_of

import symkl.running
from _symkl_pytest import DOCUMENTS
from symkl.checking import Effort, Task, judge, with_offers
from symkl.derivation import Derivation, Step
from symkl.reading.document import FORMATS
from symkl.recording import Found, step_result
from symkl.result import StepResult
from symkl.running import StepJudge

pytest_plugins = ["pytester"]

SUPPORTED = 'seen = Derivation("seen").start(exp(H(P))).le(X.size)\n'
EXPECTED = 'known = Derivation("known").start(KL(P, Q)).eq(KL(Q, P), expect="refuted")\n'
NEWS = 'news = Derivation("news").start(KL(P, Q)).ge(0, expect="refuted")\n'
ARTICLE = r"""
Let $P$ and $Q$ be pmfs on a finite set.

$$
D(P\|Q) = \sum_x P(x) \log \frac{P(x)}{Q(x)} \\
= \sum_x Q(x) \log \frac{P(x)}{Q(x)}
$$
"""


class RememberingJudge:
    """Judges each statement once for all tests, in this process: they are about the plugin."""

    known: ClassVar[dict[object, Found]] = {}

    def __init__(self, timeout: float, effort: Effort) -> None:
        self.effort = effort

    def result(self, derivation: Derivation, step: Step) -> StepResult:
        if step.unread or step.defines:
            return step_result(step, None)
        task = Task(step.claims(), step.by, step.for_some, effort=self.effort)
        key = repr(task)
        if key not in self.known:
            self.known[key] = Found(with_offers(task, judge(task)))
        return step_result(step, self.known[key])

    def close(self) -> None:
        pass


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    pytester.makeini("[pytest]\n")
    # What Hypothesis has to say at the end of a run takes longer than the run.
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:hypothesispytest")
    monkeypatch.setattr("symkl.testing.items.StepJudge", RememberingJudge)
    return pytester


@pytest.fixture
def judged(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project whose steps are judged in worker processes, as users' are."""
    monkeypatch.setattr("symkl.testing.items.StepJudge", StepJudge)
    return project


def put(project: pytest.Pytester, *statements: str, name: str = "derivations/chain.py") -> Path:
    file = project.path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(HEAD + "".join(statements), encoding="utf-8")
    return file


# --- what is collected ----------------------------------------------------------------------------


def test_each_step_is_a_test(project):
    two = 'two = Derivation("two").start(X.sum(P(x), x)).eq(1, by="normalisation").le(1)\n'
    put(project, GOOD, two)
    result = project.runpytest("derivations", "-v")
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(
        [
            "derivations/chain.py::good::step 1 PASSED*",
            "derivations/chain.py::two::step 1 PASSED*",
            "derivations/chain.py::two::step 2 PASSED*",
            "3 steps: 3 proved",
        ]
    )


def test_nothing_else_is_collected(project):
    put(project, GOOD, name="elsewhere/chain.py")
    put(project, name="derivations/without.py")  # imports symkl, has no derivation
    put(project, GOOD, name="derivations/_private.py")
    put(project, 'def test_own():\n    Derivation("x")\n', name="derivations/test_own.py")
    text = project.path / "derivations" / "plain.py"
    text.write_text("raise SystemExit('Derivation(')\n")
    (project.path / "notes.md").write_text(ARTICLE)
    result = project.runpytest("-v")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["derivations/test_own.py::test_own PASSED*"])


def test_nothing_of_symkl_is_imported_where_there_is_nothing_to_collect(project):
    project.makepyfile(
        test_unrelated="""
        import sys

        def test_imports():
            found = [name for name in sys.modules if name.split(".")[0] in ("symkl", "sympy")]
            assert found == []
        """
    )
    result = project.runpytest_subprocess("-p", "no:hypothesispytest", "-v")
    result.assert_outcomes(passed=1)
    assert "symkl" not in result.stdout.str().partition("collected")[2]


def test_files_are_named_by_the_ini_file_or_an_option(project):
    put(project, GOOD, name="proofs/chain.py")
    project.runpytest("--symkl").assert_outcomes(passed=1)
    project.makeini("[pytest]\nsymkl_files = proofs/*.py\n")
    project.runpytest().assert_outcomes(passed=1)


def test_a_file_that_is_an_argument_runs_once(project):
    file = put(project, "print('ran')\n", GOOD)
    result = project.runpytest(str(file), "-s")
    result.assert_outcomes(passed=1)
    assert result.stdout.str().count("ran\n") == 1


def test_one_step_runs_by_its_name(project):
    put(project, FALSE, GOOD)
    project.runpytest("derivations/chain.py::good::step 1").assert_outcomes(passed=1)
    project.runpytest("-k", "good").assert_outcomes(passed=1, deselected=1)


def test_documents_are_collected_when_asked_for(project):
    (project.path / "notes.md").write_text(ARTICLE)
    project.runpytest().assert_outcomes()
    result = project.runpytest("--symkl-docs")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        [
            "E   notes.md:6:1: refuted",
            "E       | = \\sum_x Q(x) \\log \\frac{P(x)}{Q(x)}",
            "E       | ^",
            "E     right side:  sum_x Q(x) log(P(x)/Q(x))",
        ]
    )
    project.makeini("[pytest]\nsymkl_docs = *.md\n")
    project.runpytest().assert_outcomes(passed=1, failed=1)


def test_the_plugin_knows_every_format_of_articles():
    assert set(DOCUMENTS) == set(FORMATS)


# --- what passes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "outcome"),
    [
        (GOOD, "passed"),
        (SUPPORTED, "passed"),
        (EXPECTED, "passed"),
        (FALSE, "failed"),
        (UNJUSTIFIED, "failed"),
        (NEWS, "failed"),
        (OPEN, "skipped"),
        (OPEN.replace("for_some=True", 'for_some=True, expect="undecided"'), "passed"),
    ],
    ids=["good", "supported", "expected", "false", "unjustified", "news", "open", "known open"],
)
def test_outcomes(project, statement, outcome):
    put(project, statement)
    project.runpytest("derivations").assert_outcomes(**{outcome: 1})


def test_what_is_open_fails_when_that_is_asked_for(project):
    put(project, OPEN, SUPPORTED)
    result = project.runpytest("derivations", "--symkl-strict")
    result.assert_outcomes(failed=1, passed=1)
    result.stdout.fnmatch_lines(["*undecided (--symkl-strict): for some model: n < 0*"])


def test_a_skip_says_why_and_where(project):
    put(project, OPEN)
    result = project.runpytest("derivations", "-rs")
    line = line_of(1)
    result.stdout.fnmatch_lines(
        [f"SKIPPED * derivations/chain.py:{line}: undecided: no model was*"]
    )


def test_the_least_trust(project):
    put(project, GOOD, SUPPORTED, EXPECTED)
    result = project.runpytest("derivations", "--symkl-trust=kernel")
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["*supported, trust numeric (--symkl-trust=kernel)*"])


CONFIRMED = """
a = positives("a")[0]
fractions = Derivation("fractions").start(1 / (a * (a + 1))).eq(1 / a - 1 / (a + 1))
"""


def test_what_sympy_confirms_rests_on_more_than_models(judged):
    put(judged, SUPPORTED, CONFIRMED)
    result = judged.runpytest("derivations", "--symkl-trust=sympy")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*supported, trust numeric (--symkl-trust=sympy)*"])
    strictly = judged.runpytest("derivations", "--symkl-trust=kernel")
    strictly.assert_outcomes(failed=2)
    strictly.stdout.fnmatch_lines(["*supported, trust sympy (--symkl-trust=kernel)*"])


def test_it_is_pinned_as_supported(judged):
    put(judged, CONFIRMED)
    judged.runpytest("derivations", "--symkl-update")
    assert '= "supported"' in lock(judged).read_text(encoding="utf-8")
    judged.runpytest("derivations").assert_outcomes(passed=1)


def test_digits_and_models_are_passed_on(project):
    put(project, SUPPORTED.replace("X.size", 'X.size, expect="proved"'))
    result = project.runpytest("derivations", "--symkl-digits=70", "--symkl-models=7")
    result.stdout.fnmatch_lines(["*holds in 7 models to 70 digits*"])
    usual = project.runpytest("derivations")
    usual.stdout.fnmatch_lines(["*holds in 20 models to 50 digits*"])


@pytest.mark.parametrize(
    "option",
    ["--symkl-digits=29", "--symkl-digits=many", "--symkl-models=0", "--symkl-timeout=0"],
)
def test_options_out_of_range_are_refused(project, option):
    result = project.runpytest(option)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*{option.partition('=')[0]}*invalid*"])


def _asleep(task: Task) -> None:
    time.sleep(600)


def test_a_step_that_takes_too_long_is_skipped(judged, monkeypatch):
    monkeypatch.setattr(symkl.running, "judge", _asleep)
    put(judged, GOOD)
    result = judged.runpytest("derivations", "--symkl-timeout=0.2", "-rs")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*undecided: not decided within 0.2 s*"])


# --- what a failure looks like --------------------------------------------------------------------


def test_a_failure_is_shown_as_a_compiler_does(project):
    put(project, FALSE.replace("KL(Q, P)", "KL(Q, P)").replace("))\n", '), by="Gibbs")\n'))
    result = project.runpytest("derivations")
    line = line_of(1)
    result.stdout.fnmatch_lines(
        [
            "_* false::step 1 _*",
            '>   false = Derivation("false").start(KL(P, Q)).eq(KL(Q, P), by="Gibbs")',
            f"E   derivations/chain.py:{line}: refuted",
            "E     left side:   KL(P || Q)",
            "E     relation:    =",
            "E     right side:  KL(Q || P)",
            "E     verdict:     refuted, trust numeric",
            "E     cited:       Gibbs: unjustified",
            "E     counterexample: n = 2, P = (1/3, 2/3), Q = (1/2, 1/2)",
            "E       left side  0.05663301226*",
            "E       right side 0.05889151782*",
            f"derivations/chain.py:{line}: refuted: KL(P || Q) = KL(Q || P) (0.0566* against 0.05*",
            "FAILED derivations/chain.py::false::step 1 - refuted: KL(P || Q) = KL(Q || P)*",
        ]
    )


def test_repairs_are_offered(project):
    lost = 'lost = Derivation("lost").start(KL(P, Q)).eq(CrossEntropy(P, Q) + H(P))\n'
    put(project, lost, UNJUSTIFIED)
    result = project.runpytest("derivations")
    result.stdout.fnmatch_lines(["E     did you mean: KL(P || Q) = H(P, Q) - H(P)*"])
    result.stdout.fnmatch_lines(["E     did you mean: by Gibbs"])


def test_an_unexpected_pass_says_so(project):
    put(project, NEWS)
    result = project.runpytest("derivations")
    result.stdout.fnmatch_lines(["*expected refuted, found proved: KL(P || Q) >= 0*"])


@pytest.mark.parametrize("style", ["auto", "long", "short", "line", "native", "no"])
def test_every_style_of_tracebacks(project, style):
    put(project, FALSE)
    result = project.runpytest("derivations", f"--tb={style}")
    result.assert_outcomes(failed=1)
    text = result.stdout.str()
    assert ("left side:" in text) == (style not in ("line", "no"))
    assert "INTERNALERROR" not in text


def test_what_cannot_be_read_fails_alone(project):
    put(project, GOOD, "broken = 1 / 0\n", AFTER, "1 / 0; Derivation('x').start(1 + Z)\n")
    result = project.runpytest("derivations")
    result.assert_outcomes(passed=2, failed=3)
    line = line_of(2)
    result.stdout.fnmatch_lines(
        [
            ">   broken = 1 / 0",
            f"E   derivations/chain.py:{line}:*: error: ZeroDivisionError: division by zero",
            f"FAILED derivations/chain.py::line {line} - error: ZeroDivisionError*",
            f"FAILED derivations/chain.py::line {line + 2} - error: ZeroDivisionError*",
            f"FAILED derivations/chain.py::line {line + 2}' - error: NameError: name 'Z'*",
        ]
    )


def test_a_file_that_is_no_python_fails(project):
    put(project, "Derivation(((\n")
    result = project.runpytest("derivations")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*expected Python, found a syntax error*"])


# --- with other plugins ---------------------------------------------------------------------------


def test_under_xdist(project):
    put(project, GOOD, FALSE, OPEN, "broken = 1 / 0\n")
    result = project.runpytest_subprocess("derivations", "-n", "2")
    result.assert_outcomes(passed=1, failed=2, skipped=1)
    text = result.stdout.str()
    assert "INTERNALERROR" not in text
    assert "E     counterexample: n = 2, P = (1/3, 2/3), Q = (1/2, 1/2)" in text
    assert "3 steps: 1 proved, 1 undecided, 1 refuted" in text


def test_without_the_cache(project):
    put(project, GOOD, FALSE)
    result = project.runpytest("derivations", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=1, failed=1)


def test_without_the_plugin(project):
    put(project, GOOD)
    project.runpytest("derivations", "-p", "no:symkl").assert_outcomes()


def test_junit(project):
    put(project, GOOD, FALSE)
    project.runpytest("derivations", "--junitxml=found.xml")
    cases = xml.parse(project.path / "found.xml").getroot().iter("testcase")
    found = {case.get("classname"): case for case in cases}
    assert list(found) == ["derivations.chain.good", "derivations.chain.false"]
    verdicts = {
        name: {p.get("name"): p.get("value") for p in case.iter("property")}["symkl_verdict"]
        for name, case in found.items()
    }
    assert list(verdicts.values()) == ["proved", "refuted"]
    failure = found["derivations.chain.false"].find("failure")
    assert failure is not None
    assert failure.get("message", "").startswith("refuted: KL(P || Q) = KL(Q || P) (0.0566")


def test_with_warnings_as_errors_and_strict_settings(judged):
    judged.makeini("[pytest]\nfilterwarnings = error\naddopts = --strict-markers --strict-config\n")
    put(judged, GOOD, FALSE)
    judged.runpytest("derivations").assert_outcomes(passed=1, failed=1)


def test_coverage_sees_the_package(project):
    put(project, GOOD)
    result = project.runpytest_subprocess(
        "derivations", "--cov=symkl.testing", "--cov-report=term", "-W", "error"
    )
    result.assert_outcomes(passed=1)
    line = next(
        text for text in result.outlines if text.rstrip().startswith("TOTAL") or "items.py" in text
    )
    assert int(re.findall(r"(\d+)%", line)[-1]) > 30


# --- the lock file --------------------------------------------------------------------------------

LOCK = """\
# Verdicts pinned by `pytest --symkl-update`: a proof that is lost fails.

["derivations/chain.py::good"]
"KL(P || Q) >= 0  by Gibbs" = "proved, justified"

["derivations/chain.py::known"]
"KL(P || Q) = KL(Q || P)" = "refuted"
"""


def lock(project: pytest.Pytester) -> Path:
    return project.path / "symkl.lock"


def test_verdicts_are_pinned_on_request_only(project):
    put(project, GOOD, EXPECTED)
    project.runpytest("derivations")
    assert not lock(project).exists()
    result = project.runpytest("derivations", "--symkl-update")
    result.stdout.fnmatch_lines(["2 verdicts pinned in symkl.lock"])
    assert lock(project).read_text(encoding="utf-8") == LOCK
    written = lock(project).stat().st_mtime_ns
    again = project.runpytest("derivations")
    again.assert_outcomes(passed=2)
    assert lock(project).stat().st_mtime_ns == written


def test_verdicts_of_xdist_workers_are_pinned(project):
    put(project, GOOD, EXPECTED)
    project.runpytest_subprocess("derivations", "-n", "2", "--symkl-update")
    assert lock(project).read_text(encoding="utf-8") == LOCK


def test_a_lost_proof_fails(project):
    put(project, SUPPORTED)
    project.runpytest("derivations", "--symkl-update")
    project.runpytest("derivations").assert_outcomes(passed=1)
    pinned = lock(project).read_text(encoding="utf-8")
    lock(project).write_text(pinned.replace('= "supported"', '= "proved"'), encoding="utf-8")
    result = project.runpytest("derivations")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["*a proof is lost: pinned as proved, now supported: exp(H(P)) <= n*"]
    )
    renewed = project.runpytest("derivations", "--symkl-update")
    renewed.assert_outcomes(passed=1)
    renewed.stdout.fnmatch_lines(["  proved -> supported: derivations/chain.py::seen: *"])
    assert lock(project).read_text(encoding="utf-8") == pinned


def test_a_proof_that_became_undecided_fails(project):
    put(project, OPEN)
    lock(project).write_text(
        '["derivations/chain.py::unknown"]\n"for some model: n < 0" = "proved"\n'
    )
    result = project.runpytest("derivations")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*a proof is lost: pinned as proved, now undecided*"])


def test_a_lost_justification_fails(project):
    odd = 'odd = Derivation("odd").start(KL(P, Q)).ge(0, by="a miracle")\n'
    put(project, odd)
    project.runpytest("derivations").assert_outcomes(passed=1)
    lock(project).write_text(
        '["derivations/chain.py::odd"]\n"KL(P || Q) >= 0  by a miracle" = "proved, justified"\n'
    )
    result = project.runpytest("derivations")
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*a justification is lost: pinned as justified, now none*"])


def test_a_step_that_is_put_in_before_unpins_nothing(project):
    put(project, 'two = Derivation("two").start(X.sum(P(x), x)).eq(1)\n')
    project.runpytest("derivations", "--symkl-update")
    longer = 'two = Derivation("two").start(X.sum(P(x), x)).eq(X.sum(P(x), x)).eq(1)\n'
    put(project, longer)
    result = project.runpytest("derivations")
    result.stdout.fnmatch_lines(["1 steps are not pinned yet (--symkl-update)"])
    assert "no longer" not in result.stdout.str()


def test_what_is_gone_is_told_and_dropped_by_an_update(project):
    put(project, GOOD, EXPECTED)
    put(project, AFTER, name="derivations/other.py")
    project.runpytest("derivations", "--symkl-update")
    (project.path / "derivations" / "other.py").unlink()
    put(project, GOOD.replace('by="Gibbs"', 'by="Jensen"'), EXPECTED)
    result = project.runpytest("derivations")
    result.stdout.fnmatch_lines(["1 pinned steps are no longer there*", "1 steps are not pinned*"])
    part = project.runpytest("derivations", "-k", "good", "--symkl-update")
    part.stdout.fnmatch_lines(["  no longer pinned: derivations/chain.py::good: *by Gibbs"])
    text = lock(project).read_text(encoding="utf-8")
    assert "other.py" not in text
    assert "::known" in text  # it did not run, and stays


def test_a_failing_step_is_not_pinned(project):
    put(project, FALSE, GOOD)
    project.runpytest("derivations", "--symkl-update").assert_outcomes(passed=1, failed=1)
    assert "::false" not in lock(project).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["good = [", '"a" = "proved"\n', '["a"]\nb = 3\n', '["a"]\nb = "certain"\n']
)
def test_a_lock_file_that_is_none_is_refused(project, text):
    put(project, GOOD)
    lock(project).write_text(text)
    result = project.runpytest("derivations")
    assert result.ret != pytest.ExitCode.OK
    assert (
        "symkl.lock: expected verdicts pinned by symkl" in result.stdout.str() + result.stderr.str()
    )


def test_the_lock_file_may_lie_elsewhere(project):
    put(project, GOOD)
    project.makeini("[pytest]\nsymkl_lock = derivations/verdicts.toml\n")
    project.runpytest("derivations", "--symkl-update")
    assert (project.path / "derivations" / "verdicts.toml").is_file()
    assert not lock(project).exists()
