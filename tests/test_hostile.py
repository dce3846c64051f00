"""Hostile input: what would never end, what would execute, what would leave its folder."""

from __future__ import annotations

import ast
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from files import GOOD, HEAD, written

import symkl.running
from symkl.checking import Task, judge
from symkl.cli import main
from symkl.kernel import terms as t
from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Matrix, Sort
from symkl.kernel.errors import TooLarge
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.terms import Term
from symkl.loading import Loaded, load
from symkl.reading.article import read
from symkl.reading.document import Document
from symkl.reading.foreign import foreign, project_of
from symkl.result import BadResult, Result
from symkl.running import run

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "symkl"
LAST = "\n\n$$ H(P) \\ge 0 $$\n"
SMALL = {
    "towers": "10^{10^{10}} = 1",
    "taller towers": "9^{9^{9^{9}}} = 1",
    "powers": "2^{1000000000} = 3",
    "powers of sums": "(a + b + c + d)^{60} = 1",
    "logarithms of towers": r"\log(10^{10^{10}}) = 1",
    "exponentials": r"\exp(\exp(\exp(20))) = 1",
    "factorials": "(1000000000)! = 1",
    "sums of a million terms": r"\sum_{i=1}^{1000000} i = 1",
    "many digits": "9" * 5000 + " = 1",
    "decimals": "1." + "3" * 5000 + " = 1",
    "nested products": r"\sum_x \sum_y \sum_z " * 6 + "P(x) = 1",
}
LARGE = {
    "brackets": "(" * 10_000 + "x" + ")" * 10_000,
    "fractions": r"\frac{1}{" * 10_000 + "x" + "}" * 10_000,
    "powers": "x^{" * 10_000 + "2" + "}" * 10_000,
    "logarithms": r"\log " * 10_000 + "x",
    "signs": "-" * 10_000 + "x",
    "a megabyte of addends": "x + " * 250_000 + "x",
    "one long word": r"\text{" + "a" * 100_000 + "}",
}


def verdicts(text: str) -> list[str]:
    derivations = read(Document("hostile.md", text), ()).derivations
    result = run(Loaded(derivations), timeout=8, jobs=1)
    return [step.verdict for d in result.derivations for step in d.steps]


@pytest.mark.parametrize("name", SMALL)
def test_large_numbers_are_undecided_and_the_rest_goes_on(name: str) -> None:
    first, *_, last = verdicts(f"$$ {SMALL[name]} $$" + LAST)
    assert first in ("undecided", "unread", "supported", "refuted")
    assert last == "proved"


@pytest.mark.parametrize("name", LARGE)
def test_large_formulas_are_unread_and_the_rest_goes_on(name: str) -> None:
    found = verdicts(f"$$ {LARGE[name]} = x $$" + LAST)
    assert found[-1] == "proved"
    assert set(found[:-1]) <= {"unread", "undecided"}


def test_matrices_of_order_ten_thousand() -> None:
    context = Context.of([Sort("k", "10000"), Matrix("M", "k", "k"), Matrix("N", "k", "k")])
    one, two = (Term("matrix", (), name) for name in "MN")
    sides = (Term("trace", (t.mul(*pair),)) for pair in ((one, two), (two, one)))
    true = Claim(context, *(side for side in (next(sides), "=", next(sides))))  # type: ignore[misc]
    assert judge(Task({"": true})).verdict == "proved"
    false = Claim(context, Term("trace", (one,)), "=", Term("trace", (two,)))
    assert judge(Task({"": false})).verdict in ("undecided", "supported", "refuted")


def test_deep_terms_are_refused_with_their_cause() -> None:
    deep = Term("sym", (), "r")
    for _ in range(10_000):
        deep = t.neg(deep)
    with pytest.raises((TooLarge, RecursionError)):
        Normaliser(Context()).scalar(deep)


def greedy(task: Task) -> None:
    list(range(10**10))


def stubborn(task: Task) -> None:
    """Inside C code no handler of a signal is ever called."""
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    10 ** (10**9)


@pytest.mark.parametrize(("other", "said"), [(greedy, "memory"), (stubborn, "not decided within")])
def test_a_worker_is_stopped_from_outside(
    other: object, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(symkl.running, "judge", other)
    monkeypatch.setattr(symkl.running, "MEGABYTES", 3000)
    (derivation,) = run(load([str(written(tmp_path, GOOD))]), timeout=5, jobs=1).derivations
    assert derivation.steps[0].verdict == "undecided"
    assert said in derivation.steps[0].message


REPEATED = """
Let $P$ and $Q$ be pmfs on $X$. This is about remark %d.

$$ D(P \\| Q) = \\sum_x P(x) \\log \\frac{P(x)}{Q(x)} $$
"""


def calls_to_read(count: int) -> int:
    """How many calls of functions a document of so many paragraphs takes."""
    text = "".join(REPEATED % place for place in range(count))
    calls = 0

    def counting(frame: object, event: str, of: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(counting)
    try:
        read(Document("long.md", text), ())
    finally:
        sys.setprofile(None)
    return calls


def test_long_documents_are_read_in_linear_time() -> None:
    """The same names are declared again and again, and every sentence might restrict."""
    calls_to_read(1)  # what is made once
    shorter, longer = calls_to_read(20), calls_to_read(80)
    assert longer < 4.4 * shorter


# --- runs that end early --------------------------------------------------------------------------

SLOW = """
import symkl.running, time
def judge(task):
    open("judging", "w").close()
    time.sleep(600)
symkl.running.judge = judge
from symkl.cli import main
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_an_interrupted_run_ends_at_once_and_leaves_complete_files(tmp_path: Path) -> None:
    file = written(tmp_path, GOOD)
    reports = tmp_path / "reports"
    told = CliRunner().invoke(main, ["report", str(file), "-o", str(reports), "--no-hypotheses"])
    assert told.exit_code == 0
    before = {path.name: path.read_bytes() for path in reports.iterdir()}
    command = [sys.executable, "-c", SLOW, "report", str(file), "-o", str(reports)]
    started = subprocess.Popen(
        [*command, "--timeout", "600"], cwd=tmp_path, stderr=subprocess.PIPE, text=True
    )
    for _ in range(600):
        if (tmp_path / "judging").exists():
            break
        time.sleep(0.1)
    started.send_signal(signal.SIGINT)
    _, said = started.communicate(timeout=60)
    assert started.returncode == 130
    assert "interrupted" in said
    assert {path.name: path.read_bytes() for path in reports.iterdir()} == before


HALFWAY = """
import symkl.running, time
judge = symkl.running.judge
def late(task):
    if task.claims[""].relation == ">":
        open("judging", "w").close()
        time.sleep(600)
    return judge(task)
symkl.running.judge = late
symkl.running.SECONDS_TOGETHER = 1
from symkl.cli import main
main()
"""
TWO_STEPS = (
    GOOD
    + """
late = Derivation("Late").start(KL(P, P) + 1).gt(0)
"""
)


def interrupted(tmp_path: Path, number: int, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A run of two derivations that gets the signal while the second one is judged."""
    file = written(tmp_path, TWO_STEPS)
    started = subprocess.Popen(
        [sys.executable, "-c", HALFWAY, arguments[0], str(file), *arguments[1:], "--timeout=600"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not (tmp_path / "judging").exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    time.sleep(1)  # the errand of several steps ends, each is judged by itself
    started.send_signal(number)
    out, said = started.communicate(timeout=60)
    return subprocess.CompletedProcess(started.args, started.returncode, out, said)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_was_judged_before_an_interruption_is_told(tmp_path: Path, number: int) -> None:
    done = interrupted(tmp_path, number, "check", "--json")
    assert done.returncode == 130
    assert "interrupted" in done.stderr
    result = Result.from_json(done.stdout)
    assert result.interrupted
    first, late = result.derivations
    assert first.steps[0].verdict == "proved"
    assert (late.steps[0].verdict, late.steps[0].message) == ("undecided", "interrupted")
    assert json.loads(done.stdout)["causes"] == {"interrupted": 1}


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_what_was_judged_before_an_interruption_is_reported(tmp_path: Path) -> None:
    done = interrupted(tmp_path, signal.SIGINT, "report", "-o", "reports")
    assert done.returncode == 130
    files = {path.name: path.read_text("utf-8") for path in (tmp_path / "reports").iterdir()}
    assert all(text.rstrip().endswith("</html>") for name, text in files.items() if ".html" in name)
    assert "interrupted" in files["late.html"]
    assert not any("unfinished" in name for name in files)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_no_exercises_are_made_of_half_a_run(tmp_path: Path) -> None:
    done = interrupted(tmp_path, signal.SIGINT, "handout", "-o", "sheets")
    assert done.returncode == 130
    assert not (tmp_path / "sheets").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_what_was_judged_before_an_interruption_is_set_as_exercises(tmp_path: Path) -> None:
    whole = written(tmp_path, GOOD, name="whole.py")
    done = interrupted(tmp_path, signal.SIGINT, "handout", str(whole), "-o", "sheets")
    assert done.returncode == 130
    found = {path.name for path in (tmp_path / "sheets").iterdir()}
    names = ("whole-solutions", "whole-solutions-key")
    assert found == {f"{name}.{form}" for name in names for form in ("html", "tex")}
    key = (tmp_path / "sheets" / "whole-solutions-key.html").read_text("utf-8")
    assert "Other forms were not searched" in key
    assert "chain.py: left out: the run was interrupted in it" in done.stderr


SEARCHING = """
import symkl.handout.building, time
def accepted(question):
    open("judging", "w").close()
    time.sleep(600)
symkl.handout.building.accepted = accepted
from symkl.cli import main
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_a_search_that_is_ended_leaves_sheets_that_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules[__name__], "HALFWAY", SEARCHING)
    monkeypatch.setattr(sys.modules[__name__], "TWO_STEPS", GOOD)
    done = interrupted(tmp_path, signal.SIGTERM, "handout", "-o", "sheets")
    assert done.returncode == 130
    key = (tmp_path / "sheets" / "chain-solutions-key.tex").read_text("utf-8")
    assert "Other forms were not searched" in key


def untimed(data: object) -> object:
    if isinstance(data, dict):
        return {key: untimed(value) for key, value in data.items() if key != "seconds"}
    return [untimed(item) for item in data] if isinstance(data, list) else data


def test_the_same_input_gives_the_same_json(tmp_path: Path) -> None:
    """Apart from timings, whatever order sets have in a process."""
    texts = []
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-m", "symkl", "check", "derivations/kl_nonnegativity.py", "--json"],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            timeout=120,
        )
        texts.append(json.dumps(untimed(json.loads(done.stdout))))
    assert texts[0] == texts[1]


# --- text is data ---------------------------------------------------------------------------------

EXECUTING = {
    "eval",
    "exec",
    "sympify",
    "parse_expr",
    "lambdify",
    "nsimplify",
    "identify",
    "from_string",
    "system",
    "popen",
    "Popen",
    "__import__",
    "import_module",
}
ALLOWED = {  # where each is called, and what with
    ("language/written.py", "sympify"),  # strict: raises for text
    ("__init__.py", "import_module"),  # the package's own modules, when they are first asked for
    ("interactive.py", "import_module"),  # IPython, where it is there
    ("testing/__init__.py", "import_module"),  # the package's own modules
    ("testing/reference.py", "lambdify"),  # SymPy objects that a test's author made, never text
}
RUNS_TEX = "report/pdf.py"  # latexmk or an engine, without shell escapes


def calls() -> set[tuple[str, str]]:
    found = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                if name in EXECUTING:
                    found.add((file.relative_to(PACKAGE).as_posix(), name))
    return found


def test_no_text_is_executed() -> None:
    """``loading.py`` alone runs code: derivation files, by ``compile`` and the import system."""
    assert calls() <= ALLOWED


def test_modules_that_execute_are_not_imported() -> None:
    banned = {"pickle", "marshal", "shelve", "subprocess", "ctypes", "yaml", "code", "runpy"}
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            found = {name.split(".")[0] for name in names} & banned
            assert found <= {"subprocess"}
            assert not found or file == PACKAGE / RUNS_TEX, file


PAYLOADS = (
    r"__import__('os').system('touch {0}')",
    r"\input{{|touch {0}}}",
    r"\write18{{touch {0}}}",
    r"\immediate\write18{{touch {0}}}",
    r"{{{{ ''.__class__ }}}}",
    r"open('{0}', 'w')",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_in_an_article_do_nothing(payload: str, tmp_path: Path) -> None:
    marker = tmp_path / "marker"
    attack = payload.format(marker)
    text = f"---\ntitle: {attack}\nsymkl: {attack}\n---\n\n# {attack}\n\n{attack}\n\n"
    text += f"$$ {attack} = 1 $$\n\n$$ x = y \\quad \\text{{by {attack}}} $$\n" + LAST
    article = tmp_path / "attack.md"
    article.write_text(text, encoding="utf-8")
    reports = tmp_path / "reports"
    CliRunner().invoke(main, ["report", str(article), "-o", str(reports)])
    assert not marker.exists()
    assert (reports / "index.html").exists()
    for page in reports.glob("*.html"):
        assert "<script" not in page.read_text(encoding="utf-8")
    for source in reports.glob("*.tex"):
        written_tex = source.read_text(encoding="utf-8")
        assert "\\write18" not in written_tex
        assert "\\input{" not in written_tex


@pytest.mark.parametrize("name", ["../../evil", "/etc/passwd", "a/../b", "..", "con", "x" * 500])
def test_names_of_articles_stay_in_the_folder(name: str, tmp_path: Path) -> None:
    from symkl.report.files import article_names

    (page,) = article_names([Document(name, "")]).values()
    assert (tmp_path / page).resolve().parent == tmp_path.resolve()
    assert len(page) < 200


BAD_JSON = {
    "nested": "[" * 100_000,
    "twice": '{"schema": "symkl.result/1", "schema": "symkl.result/1"}',
    "not a number": '{"schema": "symkl.result/1", "symkl": NaN}',
    "infinite": '{"schema": "symkl.result/1", "symkl": Infinity}',
    "no object": "[]",
}


@pytest.mark.parametrize("name", BAD_JSON)
def test_json_is_read_strictly(name: str) -> None:
    with pytest.raises(BadResult):
        Result.from_json(BAD_JSON[name])


def test_a_forged_verdict_is_refused_by_the_audit(tmp_path: Path) -> None:
    told = CliRunner().invoke(
        main, ["check", str(written(tmp_path, GOOD)), "--json", "--jobs", "1"]
    )
    data = json.loads(told.stdout)
    (step,) = data["derivations"][0]["steps"]
    step["certificate"] = {}
    step["verdict"], step["trust"] = "proved", "kernel"
    forged = tmp_path / "forged.json"
    forged.write_text(json.dumps(data), encoding="utf-8")
    audited = CliRunner().invoke(main, ["audit", str(forged)])
    assert audited.exit_code == 1


# --- code from elsewhere --------------------------------------------------------------------------


def test_a_project_is_the_nearest_marked_folder(tmp_path: Path) -> None:
    inner = tmp_path / "project" / "notes"
    inner.mkdir(parents=True)
    (tmp_path / "project" / "pyproject.toml").touch()
    assert project_of(inner) == (tmp_path / "project").resolve()
    outside, inside = tmp_path / "other.py", inner / "own.py"
    outside.touch()
    inside.touch()
    link = inner / "link.py"
    link.symlink_to(outside)
    assert foreign([str(inside), str(outside), str(link)], inner) == [str(outside), str(link)]


def test_code_from_elsewhere_is_told(symkl, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = written(tmp_path, GOOD)
    told = symkl("check", file)
    assert "outside of this project" in told.stderr
    assert "outside" not in symkl("check", file, "--allow-code").stderr
    inside = symkl("check", "derivations/kl_definitions.py")
    assert "outside" not in inside.stderr


def test_a_person_may_say_no(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = tmp_path / "ran"
    file = tmp_path / "code.py"
    file.write_text(HEAD + f"open({str(ran)!r}, 'w').close()\n" + GOOD, encoding="utf-8")
    monkeypatch.setattr("symkl.cli._looks_on", lambda: True)
    said = CliRunner().invoke(main, ["check", str(file)], input="n\n")
    assert said.exit_code == 2
    assert not ran.exists()
    said = CliRunner().invoke(main, ["check", str(file), "--jobs", "1"], input="y\n")
    assert said.exit_code == 0
    assert ran.exists()
