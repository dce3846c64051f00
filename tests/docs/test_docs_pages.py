"""The pages of the documentation say what is true: their code runs, their names exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from pages import blocks, consoles, runs, updated

import symkl

DOCS = Path(__file__).parent.parent.parent / "docs"
PAGES = sorted(
    page
    for page in DOCS.rglob("*.md")
    if not {"_build", "_extensions"} & set(page.relative_to(DOCS).parts)
)
RUN = ("python", "console")
NOT_RUN = ("", "bash", "bibtex", "diff", "ini", "json", "sh", "tex", "text", "toml", "yaml")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_commands_print_what_the_page_says(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for done in runs(page.read_text(encoding="utf-8")):
        for run in done:
            said = f"$ {run.command}\n--- the page says\n{run.wanted}--- printed\n{run.got}"
            assert run.is_as_said, said


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_no_code_is_left_out(page):
    """A file is read by a command of the page; of other languages than these nothing is run."""
    text = page.read_text(encoding="utf-8")
    commands = [command for block in blocks(text) for command, _ in consoles(block.body)]
    for block in blocks(text):
        directive = block.info.startswith("{")
        assert directive or block.info in RUN + NOT_RUN, f"{page.name}: what is {block.info!r}?"
        if block.file:
            name = block.file[0]
            assert any(name in command for command in commands), f"{page.name}: {name} is not run"
            if name.endswith(".py"):
                ast.parse(block.file[1])
        else:
            assert "python" not in block.info or not directive, f"{page.name}: this is not run"


def test_every_public_name_is_in_the_reference():
    text = (DOCS / "reference" / "api.rst").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\.\. auto\w+:: (\w+)$", text, re.MULTILINE))
    assert documented | {"Rational", "Symbol", "pi"} == set(symkl.__all__)


def test_python_without_a_prompt_is_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ZeroDivisionError):
        list(runs("```python\na = 0\n```\n\n```python\n1 / a\n```\n"))


def test_a_console_is_taken_apart():
    assert list(consoles("$ a b\none\ntwo\n$ c\n")) == [("a b", "one\ntwo\n"), ("c", "")]


def test_what_a_page_says_is_compared(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = "```{code-block} python\n:caption: a.py\n\nprint(2)\n```\n"
    text = f"{file}```console\n$ python a.py\n3\n```\n"
    ((run,),) = runs(text)
    assert (run.wanted, run.got) == ("3\n", "2\n")
    assert not run.is_as_said
    assert updated(text) == text.replace("3", "2")
