"""A real notebook: executed by a kernel, and what it then holds."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sanitizer import dropped

from symkl import KL, Derivation, FiniteSpace, interactive

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

SETUP = """
from symkl import *
X = FiniteSpace("X", size="n")
P, Q = X.pmfs("P Q")
x = X.point("x")
chain = (
    Derivation("KL is not symmetric")
    .start(KL(P, Q))
    .eq(X.sum(P(x) * log(P(x) / Q(x)), x), by=definition(KL))
    .eq(KL(Q, P), by="algebra")
)
"""
CELLS = (
    SETUP,
    "chain",
    "check(chain)",
    "check(chain).steps[1]",
    "KL(P, Q)",
    "import symkl.interactive\nsymkl.interactive.PATIENCE = 0\ncheck(chain)",
)


@pytest.fixture(scope="module")
def outputs(tmp_path_factory, root):
    """The outputs of each cell."""
    cells = [nbformat.v4.new_code_cell(source) for source in CELLS]
    notebook = nbformat.v4.new_notebook(cells=cells)
    folder = tmp_path_factory.mktemp("notebook")
    client = nbclient.NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    client.execute()
    return [cell["outputs"] for cell in notebook.cells]


def test_a_derivation_stores_each_form(outputs):
    (output,) = outputs[1]
    assert {"text/html", "text/markdown", "text/plain"} <= set(output["data"])
    assert dropped(output["data"]["text/html"]) == []
    assert output["data"]["text/plain"].startswith("KL is not symmetric\n  1 KL(P || Q) =")


def test_a_check_shows_the_table_alone(outputs):
    (output,) = outputs[2]
    assert output["output_type"] == "execute_result"
    page, text = output["data"]["text/html"], output["data"]["text/plain"]
    assert dropped(page) == []
    assert "<table" in page
    assert "counterexample: n = 2" in text
    assert "× refuted" in text


def test_steps_and_expressions_have_tex(outputs):
    (step,), (expression,) = outputs[3], outputs[4]
    assert {"text/html", "text/latex", "text/markdown"} <= set(step["data"])
    assert expression["data"]["text/latex"] == r"$\displaystyle D_{\mathrm{KL}}(P \,\|\, Q)$"


def test_progress_is_one_output_beside_the_table(outputs):
    progress, table = outputs[5]
    assert progress["output_type"] == "display_data"
    assert progress["data"]["text/plain"].startswith("checked step 3 of 3 after ")
    assert "<table" in table["data"]["text/html"]


# --- progress ------------------------------------------------------------------------------------


def test_progress_waits_and_tells_how_long_it_took():
    said, times = [], iter([0.0, 0.1, 0.7, 2.0])
    progress = interactive.Progress(said.append, lambda: next(times))
    progress(0, 2)
    progress(1, 2)
    progress.end("checked")
    assert said == ["checking step 2 of 2 ...", "checked step 2 of 2 after 2.0 s\n"]


def test_what_is_quick_shows_no_progress():
    said, times = [], iter([0.0, 0.1, 0.2])
    progress = interactive.Progress(said.append, lambda: next(times))
    progress(0, 2)
    progress(1, 2)
    progress.end("checked")
    assert said == []


def test_progress_ends_when_a_check_fails(monkeypatch):
    said = []
    monkeypatch.setattr(interactive, "_notebook", lambda: said.append)
    monkeypatch.setattr(interactive, "PATIENCE", 0)

    def fail(derivation, hypotheses, progress, mutate):
        progress(0, 5)
        raise KeyboardInterrupt

    monkeypatch.setattr(interactive.running, "check", fail)
    P, Q = FiniteSpace("X").pmfs("P Q")
    with pytest.raises(KeyboardInterrupt):
        interactive.check(Derivation("a").start(KL(P, Q)).ge(0))
    assert said[0] == "checking step 1 of 5 ..."
    assert said[1].startswith("stopped in step 1 of 5 after ")


def test_a_script_prints_nothing(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import symkl.interactive\nsymkl.interactive.PATIENCE = 0\n" + SETUP)
    with script.open("a") as file:
        file.write("check(chain)\n")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
