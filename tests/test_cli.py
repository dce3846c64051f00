"""The ``symkl`` command as a user calls it: exit codes, what stands on which stream."""

from __future__ import annotations

import json

import pytest
from files import AFTER, FALSE, GOOD, OPEN, UNJUSTIFIED, line_of, written

from symkl.result import SCHEMA, Result


def lines(text):
    return [line for line in text.splitlines() if line]


@pytest.mark.parametrize(
    ("statements", "options", "code"),
    [
        ((GOOD, AFTER), (), 0),
        ((GOOD, FALSE), (), 1),
        ((GOOD, UNJUSTIFIED), (), 1),
        ((FALSE, "broken = 1 / 0\n"), (), 2),
        ((GOOD, OPEN), ("--strict",), 3),
        ((GOOD, OPEN), (), 0),
        ((FALSE, OPEN), ("--strict",), 1),
    ],
)
def test_exit_codes(symkl, tmp_path, statements, options, code):
    done = symkl("check", *options, written(tmp_path, *statements))
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "Traceback" not in done.stdout


def test_what_is_expected_is_no_failure(symkl, tmp_path):
    refuted = FALSE.replace(".eq(KL(Q, P))", '.eq(KL(Q, P), expect="refuted")')
    loose = UNJUSTIFIED.replace('by="algebra"', 'by="algebra", expect="unjustified"')
    assert symkl("check", written(tmp_path, refuted, loose)).returncode == 0
    proved = FALSE.replace(".eq(KL(Q, P))", '.eq(KL(Q, P), expect="proved")')
    done = symkl("check", written(tmp_path, proved))
    assert done.returncode == 1
    assert f"chain.py:{line_of(1)}: unexpected: expected proved, found refuted" in done.stdout


def test_json_stands_alone(symkl, tmp_path):
    file = written(tmp_path, GOOD, FALSE, OPEN, "broken = 1 / 0\n")
    done = symkl("check", "--json", "--allow-code", file)
    data = json.loads(done.stdout)
    assert data["schema"] == SCHEMA
    assert done.stdout.endswith("}\n")
    assert [d["id"] for d in data["derivations"]] == ["good", "false", "unknown"]
    assert [e["line"] for e in data["errors"]] == [line_of(4)]
    assert Result.from_json(done.stdout).to_json() == done.stdout.rstrip("\n")
    (message,) = lines(done.stderr)
    assert message.startswith(f"{file}:{line_of(4)}:")


def test_wrong_input_is_told_with_its_place_and_the_rest_is_checked(symkl, tmp_path):
    wrong = 'broken = Derivation("broken").start(P(y)).eq(0)\n'
    file = written(tmp_path, GOOD, wrong, AFTER)
    done = symkl("check", file, "--allow-code")
    assert done.returncode == 2
    (message,) = lines(done.stderr)
    assert message.startswith(f"{file}:{line_of(2)}:")
    assert ": error: " in message
    assert done.stdout.count("✓ proved") == 4  # two steps and two conclusions
    assert "1 error in the input" in done.stdout


def test_paths_that_lead_nowhere(symkl, tmp_path):
    done = symkl("check", tmp_path / "missing.py", written(tmp_path, GOOD))
    assert done.returncode == 2
    assert "nothing there" in done.stderr
    assert "✓ proved" in done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--timeout", "0"),
        ("check", "--jobs", "0"),
        ("check", "--format", "xml"),
        ("check", "--unknown"),
        ("nonsense",),
    ],
)
def test_wrong_calls(symkl, arguments):
    done = symkl(*arguments)
    assert done.returncode == 2
    assert "Usage:" in done.stderr
    assert not done.stdout


def test_audits(symkl, tmp_path):
    found = symkl("check", "--json", written(tmp_path, GOOD, AFTER))
    file = tmp_path / "result.json"
    file.write_text(found.stdout, encoding="utf-8")
    done = symkl("audit", file)
    assert done.returncode == 0
    assert done.stdout.startswith("4 of 4 certificates accepted")
    data = json.loads(found.stdout)
    data["derivations"][0]["steps"][0]["certificate"]["proof"] = {"kind": "normal_form"}
    file.write_text(json.dumps(data), encoding="utf-8")
    done = symkl("audit", file)
    assert done.returncode == 1
    assert "refused: " in done.stderr
    assert done.stdout.startswith("3 of 4 certificates accepted")


@pytest.mark.parametrize("text", ["[1]", "not json", '{"schema": "symkl.result/1"}', "\xff"])
def test_audits_of_something_else(symkl, tmp_path, text):
    file = tmp_path / "result.json"
    file.write_bytes(text.encode("latin-1"))
    done = symkl("audit", file)
    assert done.returncode == 2
    (message,) = lines(done.stderr)
    assert message.startswith(f"{file}: error: ")


def test_reports(symkl, tmp_path):
    done = symkl("report", written(tmp_path, GOOD), "-o", tmp_path / "out")
    assert done.returncode == 0
    assert (tmp_path / "out" / "index.html").exists()
    blocked = tmp_path / "blocked"
    blocked.write_text("a file")
    assert symkl("report", written(tmp_path, GOOD), "-o", blocked).returncode == 2


def test_rules_codes_and_version(symkl):
    assert "Jensen" in symkl("rules", "jensen").stdout
    assert symkl("explain", "SK000").returncode == 2
    assert symkl("--version").stdout.startswith("symkl ")
    assert "Exit codes" in symkl("--help").stdout
