from __future__ import annotations

from pathlib import Path

import pytest

from symkl.reading.inputs import load_inputs

ARTICLE = "Here $P$ is a pmf.\n\n$$ H(P) = H(P) $$\n"
DERIVATION = """from symkl import *
X = FiniteSpace("X")
P = X.pmf("P")
d = Derivation("entropy").start(H(P)).eq(H(P), by="algebra")
"""
SCRIPT = "raise SystemExit('a script that must not run')\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "b.md").write_text(ARTICLE)
    (tmp_path / "a.tex").write_text(ARTICLE)
    (tmp_path / "entropy.py").write_text(DERIVATION)
    (tmp_path / "build.py").write_text(SCRIPT)
    return tmp_path


def names(paths: list[Path | str]) -> tuple[list[str], list[str]]:
    inputs = load_inputs([str(path) for path in paths])
    files = [Path(d.file).name for d in inputs.loaded.derivations]
    return files, [error.message for error in inputs.loaded.errors]


def test_a_folder_holds_articles_and_derivation_files(folder: Path) -> None:
    assert names([folder]) == (["entropy.py", "a.tex", "b.md"], [])


def test_files_are_loaded_once(folder: Path) -> None:
    again = [folder, folder / "a.tex", folder / "*.py"]
    found, errors = names(again)
    assert found == ["entropy.py", "a.tex", "b.md"]
    assert len(errors) == 1  # the glob names the script, which then does run
    assert "it exits" in errors[0]


def test_globs_choose_by_the_kind_of_the_file(folder: Path) -> None:
    assert names([f"{folder}/**/*.md"]) == (["b.md"], [])
    assert names([f"{folder}/e*"]) == (["entropy.py"], [])


@pytest.mark.parametrize("path", ["nothing", "*.md", "empty"])
def test_what_is_not_there_is_an_error(tmp_path: Path, path: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "build.py").write_text(SCRIPT)
    found, errors = names([tmp_path / path])
    assert not found
    assert len(errors) == 1
    assert "expected derivation files (.py) or articles" in errors[0]


def test_macros_of_a_file_hold_in_every_article(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Here $P$ is a pmf.\n\n$$ \\Ent{P} = H(P) $$\n")
    macros = tmp_path / "macros.json"
    macros.write_text('{"macros": {"Ent": ["H(#1)", 1]}}')
    sides = [
        load_inputs([str(tmp_path / "a.md")], chosen).loaded.documents[0].sides_read
        for chosen in (str(macros), "")
    ]
    assert sides == [2, 1]


@pytest.mark.parametrize("content", [None, "no macros here"])
def test_a_file_without_macros_is_an_error(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "macros.tex"
    if content is not None:
        file.write_text(content)
    (error,) = load_inputs([], str(file)).loaded.errors
    assert error.file == str(file)


def test_progress_is_told_for_each_document(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    load_inputs([str(folder)], progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
