"""Derivation files: what is collected from them, and what is said of bad ones."""

from __future__ import annotations

import sys

import pytest
from files import AFTER, GOOD, HEAD, line_of, written

from symkl.loading import load

# statement that goes wrong: a part of what is said about it
START = 'broken = Derivation("broken").start'
WRONG = {
    "broken = 1 / 0": "ZeroDivisionError",
    f"{START}(KL(P, Z)).eq(0)": "name 'Z' is not defined",
    f"{START}(P(y)).eq(0)": "X",
    f"{START}(X.sum(P(x), y)).eq(1)": "Y",
    f"k, m = map(Dimension, 'km'); {START}(trace(Matrix('A', k, m))).eq(0)": "square",
    f"k = Dimension('k'); {START}(Matrix('A', k) + Vector('a', k)).eq(0)": "k x k",
    'broken = Derivation("broken").eq(0)': "start",
    f'{START}(0).eq(0, expect="certain")': "certain",
    f"{START}(0).start(1)": "started already",
    f"Z = FiniteSpace('X', size='m'); {START}(X.size).eq(Z.size)": "X",
    f"{START}(0)": "no step",
}


@pytest.mark.parametrize("statement", WRONG)
def test_what_is_wrong_is_told_and_the_rest_is_loaded(statement, tmp_path):
    file = written(tmp_path, GOOD, statement + "\n", AFTER)
    loaded = load([str(file)])
    assert [d.id for d in loaded.derivations] == ["good", "after"]
    (error,) = loaded.errors
    assert (error.file, error.line) == (str(file), line_of(2))
    assert WRONG[statement] in error.message


def test_syntax_errors_have_a_place(tmp_path):
    file = written(tmp_path, GOOD, "half = (\n")
    (error,) = load([str(file)]).errors
    assert error.line == line_of(2)
    assert error.column
    assert "syntax error" in error.message


@pytest.mark.parametrize("text", ["", "answer = 42\n", HEAD])
def test_files_without_derivations(text, tmp_path):
    (tmp_path / "empty.py").write_text(text)
    (error,) = load([str(tmp_path / "empty.py")]).errors
    assert "at least one Derivation" in error.message


def test_paths_that_lead_nowhere(tmp_path):
    (tmp_path / "empty").mkdir()
    loaded = load([str(tmp_path / "missing.py"), str(tmp_path / "empty")])
    assert ["nothing there" in e.message for e in loaded.errors] == [True, False]
    assert "without .py files" in loaded.errors[1].message
    assert loaded.derivations == []


def test_folders_in_order(tmp_path):
    (tmp_path / "inner").mkdir()
    written(tmp_path, GOOD, name="b.py")
    written(tmp_path, GOOD, AFTER, name="a.py")
    written(tmp_path / "inner", GOOD, name="c.py")
    written(tmp_path, GOOD, name="_hidden.py")
    loaded = load([str(tmp_path)])
    assert [d.id for d in loaded.derivations] == ["good", "after", "b-good", "c-good"]
    assert not loaded.errors


def test_ids_are_slugs_and_differ(tmp_path):
    odd = 'odd = Derivation("odd", id="../ Good! ").start(0).eq(0)\n'
    many = "chains = [Derivation(str(i)).start(i).eq(i) for i in range(3)]\n"
    written(tmp_path, GOOD, odd, many)
    ids = [d.id for d in load([str(tmp_path)]).derivations]
    assert ids == ["good", "chain-good", "chains", "chain-chains", "chains-2"]


def test_files_leave_no_bytecode_and_no_module(tmp_path):
    before = set(sys.modules)
    load([str(written(tmp_path, GOOD))])
    assert list(tmp_path.iterdir()) == [tmp_path / "chain.py"]
    assert not any(name.startswith("symkl_derivations") for name in set(sys.modules) - before)


def test_a_file_that_exits(tmp_path):
    loaded = load([str(written(tmp_path, GOOD, "raise SystemExit(3)\n"))])
    assert "exits" in loaded.errors[0].message


def test_futures_stay_first(tmp_path):
    file = tmp_path / "future.py"
    file.write_text('"""Doc."""\nfrom __future__ import annotations\n' + HEAD + GOOD)
    loaded = load([str(file)])
    assert [d.id for d in loaded.derivations] == ["good"]
    assert not loaded.errors
