"""The command as people and other programs call it: exit codes, and what goes where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from symkl.cli import main

PMFS = "Here $P$ and $Q$ are pmfs on $\\mathcal X$.\n\n"
TRUE = "$$ D(P\\|Q) = \\sum_x P(x) \\log \\frac{P(x)}{Q(x)} $$\n\n"
FALSE = "$$ D(P\\|Q) = D(Q\\|P) $$\n\n"
UNREAD = "$$ D(P\\|Q) = \\lozenge \\nosuch $$\n\n"
UNJUSTIFIED = (
    "$$ -\\sum_x \\log Q(x) \\ge -\\log \\sum_x Q(x) \\quad \\text{(Jensen's inequality)} $$\n\n"
)
EXPECTED = "<!-- symkl: expect refuted -->\n" + FALSE


def symkl(folder: Path, *arguments: str) -> Result:
    """The command, run in a folder of its own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (TRUE, ["--strict"], 0),
        (TRUE + FALSE, [], 1),
        (TRUE + UNJUSTIFIED, [], 1),
        (TRUE + EXPECTED, ["--strict"], 0),
        ("<!-- symkl: expect refuted -->\n" + TRUE, [], 1),
        (TRUE + UNREAD, [], 0),
        (TRUE + UNREAD, ["--strict"], 3),
        (FALSE + UNREAD, ["--strict"], 1),
        (TRUE, ["--macros", "nothing.tex"], 2),
    ],
)
def test_exit_codes_of_articles(tmp_path: Path, text: str, options: list[str], code: int) -> None:
    (tmp_path / "a.md").write_text(PMFS + text)
    done = symkl(tmp_path, "check", "a.md", "--json", *options)
    assert done.exit_code == code
    result = json.loads(done.stdout)  # and nothing else is on standard output
    assert list(result)[-1] == "causes"
    assert result["summary"]["sides"] == result["documents"][0]["sides"]
    assert bool(result["causes"]) == (UNREAD in text)


def test_an_article_that_is_not_there(tmp_path: Path) -> None:
    done = symkl(tmp_path, "check", "nothing.md", "--format", "sarif")
    assert done.exit_code == 2
    assert "nothing.md: error: expected" in done.stderr
    (found,) = json.loads(done.stdout)["runs"][0]["results"]
    assert found["ruleId"] == "SK705"


def test_codes_are_explained(tmp_path: Path) -> None:
    done = symkl(tmp_path, "explain", "sk101")
    assert done.exit_code == 0
    assert done.stdout.startswith("SK101: a name is used that nothing declares")
    done = symkl(tmp_path, "explain", "SK999")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "SK999" in done.stderr


def test_a_report_of_an_article(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(PMFS + TRUE + UNREAD)
    done = symkl(tmp_path, "report", "a.md", "-o", "out", "--no-hypotheses")
    assert done.exit_code == 0
    assert "read 3 of 4 sides" in done.stdout
    index = (tmp_path / "out" / "index.html").read_text()
    assert '<a href="article.a.html">a.md</a>: read 3 of 4 sides' in index
    assert (tmp_path / "out" / "article.a.html").is_file()
