from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from symkl.report import BadName, write_reports
from symkl.result import DerivationResult, Result


def test_a_page_and_a_latex_file_for_each_and_an_index(result: Result, tmp_path: Path) -> None:
    target = tmp_path / "new" / "reports"
    written = write_reports(result, target)
    names = ["kl-as-written.html", "kl-as-written.tex", "empty.html", "empty.tex", "index.html"]
    assert written == [target / name for name in names]
    assert sorted(path.name for path in target.iterdir()) == sorted(names)
    assert all(
        path.read_text("utf-8").endswith(("</html>\n", "\\end{document}\n")) for path in written
    )


def test_foreign_files_stay_and_old_ones_are_replaced(result: Result, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    (tmp_path / "empty.html").write_text("old", "utf-8")
    write_reports(result, tmp_path)
    assert (tmp_path / "notes.txt").read_text("utf-8") == "mine"
    assert (tmp_path / "empty.html").read_text("utf-8") != "old"


def test_the_same_result_gives_the_same_bytes(result: Result, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_reports(result, tmp_path / "a")]
    assert first == [path.read_bytes() for path in write_reports(result, tmp_path / "b")]


@pytest.mark.parametrize("name", ["../x", "a/b", "", "A", "index", "a.b", "a\n", "é", "x" * 200])
def test_an_id_that_cannot_name_a_file_is_refused(
    derivation: DerivationResult, tmp_path: Path, name: str
) -> None:
    with pytest.raises(BadName):
        write_reports(Result("1", (derivation, replace(derivation, id=name))), tmp_path)
    assert not list(tmp_path.iterdir())


def test_an_id_that_occurs_twice_is_refused(derivation: DerivationResult, tmp_path: Path) -> None:
    with pytest.raises(BadName, match="two derivations"):
        write_reports(Result("1", (derivation, derivation)), tmp_path)


def test_a_failed_write_leaves_the_old_file(result: Result, tmp_path: Path) -> None:
    (tmp_path / "empty.html").mkdir()  # a rename onto it fails
    with pytest.raises(OSError):  # noqa: PT011
        write_reports(result, tmp_path)
    assert not list(tmp_path.glob("*unfinished*")) + list(tmp_path.glob(".*unfinished"))


def test_a_lone_surrogate_does_not_stop_the_report(
    derivation: DerivationResult, tmp_path: Path
) -> None:
    odd = replace(derivation, title="\ud800", file="\udfff")
    page, *_ = write_reports(Result("1", (odd,)), tmp_path)
    assert "[U+D800]" in page.read_text("utf-8")
