"""run.py: what it says and the exit code that it ends with."""

from __future__ import annotations

import importlib.util
import sys

import pytest

# Starts nothing: where something would be started, it is replaced.


@pytest.fixture
def run(root):
    spec = importlib.util.spec_from_file_location("run_py", root / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def calls(run, monkeypatch, tmp_path):
    """The commands that it would have started, each ending with the next code of ``codes``."""
    found, codes = [], []

    def call(command, **_):
        found.append(command)
        return codes.pop(0) if codes else 0

    monkeypatch.setattr(run, "ensure_environment", lambda: None)
    monkeypatch.setattr(run, "ROOT", str(tmp_path))
    monkeypatch.setattr(run.subprocess, "call", call)
    found_and_codes = found, codes
    return found_and_codes


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["--version"]])
def test_wrong_calls_show_the_usage(run, capsys, arguments):
    assert run.main(arguments) == 2
    shown = capsys.readouterr()
    assert "usage: python3 run.py COMMAND" in shown.err
    assert not shown.out


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help(run, capsys, option):
    assert run.main([option]) == 0
    shown = capsys.readouterr()
    assert all(command in shown.out for command in run.TASKS)
    assert not shown.err


def test_old_pythons_are_told(run, capsys, monkeypatch):
    monkeypatch.setattr(run.sys, "version_info", (3, 9, 2))
    assert run.main(["test"]) == 2
    assert "Python 3.11 or newer is needed, this is 3.9" in capsys.readouterr().err


def test_arguments_are_passed_on(run, calls):
    found, _ = calls
    assert run.main(["test", "-k", "kernel"]) == 0
    assert found == [[run.PYTHON, "-m", "pytest", "-k", "kernel"]]


def test_every_part_runs_and_the_first_failure_counts(run, calls):
    found, codes = calls
    codes += [0, 3, 1]
    assert run.main(["lint"]) == 3
    assert len(found) == 3


def test_ended_by_a_signal(run, calls):
    _, codes = calls
    codes += [-9]
    assert run.main(["reports"]) == 137


def test_a_setup_that_fails_says_what_was_said(run, capsys):
    with pytest.raises(SystemExit) as ended:
        run.quietly([sys.executable, "-c", "print('no network'); raise SystemExit(1)"])
    assert ended.value.code == 2
    shown = capsys.readouterr().err
    assert "no network" in shown
    assert "setting up .venv failed" in shown


def test_a_missing_venv_module_is_told(run, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(run, "STAMP", str(tmp_path / "no.stamp"))
    monkeypatch.setattr(run, "PYTHON", str(tmp_path / "no-python"))
    monkeypatch.setattr(run.shutil, "which", lambda name: None)
    monkeypatch.setattr(run.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit) as ended:
        run.ensure_environment()
    assert ended.value.code == 2
    assert "apt install python3-venv" in capsys.readouterr().err
