"""The page on the plugin, followed to the letter: its files are written and its commands run."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from doctest import ELLIPSIS, NORMALIZE_WHITESPACE, OutputChecker
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]
BLOCK = re.compile(r"(?:^`([^`\n]+)`:\n\n)?^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PAGE = Path(__file__).parents[2] / "docs" / "keep-a-derivation-from-rotting.md"


def blocks() -> Iterator[tuple[str, str, str]]:
    """The name that stands before a block, its kind, and its text."""
    for match in BLOCK.finditer(PAGE.read_text(encoding="utf-8")):
        yield match[1] or "", match[2], match[3]


def shown(text: str) -> str:
    """The output without what differs from run to run: rules of signs, percentages, blank lines."""
    lines = [re.sub(r"[=_]{3,}", "===", line.rstrip()) for line in text.splitlines()]
    return "\n".join(line for line in lines if line) + "\n"


def test_the_page_is_true(pytester, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "-p no:hypothesispytest")
    pytester.makeini("[pytest]\n")
    seen = []
    for name, kind, text in blocks():
        seen.append(kind)
        if kind == "python":
            file = pytester.path / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        elif kind == "text":
            command, _, expected = text.partition("\n")
            found = pytester.runpytest(*command.removeprefix("$ pytest ").split()).stdout.str()
            flags = ELLIPSIS | NORMALIZE_WHITESPACE
            assert OutputChecker().check_output(shown(expected), shown(found), flags), found
        elif kind == "toml":
            assert (pytester.path / "symkl.lock").read_text(encoding="utf-8") == text
            tomllib.loads(text)
    assert seen == ["python", "text", "python", "text", "text", "toml"]


def test_every_option_is_on_the_page(pytester):
    text = PAGE.read_text(encoding="utf-8")
    help_text = pytester.runpytest("--help", "-p", "no:hypothesispytest").stdout.str()
    options = set(re.findall(r"--symkl[-a-z]*", help_text))
    assert len(options) == 8
    assert {option for option in options if f"`{option}" not in text} == set()


@pytest.mark.parametrize("ini", ["symkl_files", "symkl_docs", "symkl_macros", "symkl.lock"])
def test_every_ini_value_is_on_the_page(ini):
    assert ini in PAGE.read_text(encoding="utf-8")
