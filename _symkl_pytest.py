"""The pytest plugin of symkl: derivations are collected, one test for each step.

It stands outside the package, as every pytest run in an environment with symkl imports it: here is
what is cheap and cannot fail, and what runs before coverage is measured.  ``symkl.testing.items``
is imported when the first file is collected that is a derivation.

A Python file is a derivation file when it lies where the ini value ``symkl_files`` says (by default
in a folder ``derivations``), or anywhere with ``--symkl``; when it imports symkl and writes
``Derivation(``; and when pytest does not take it for a file of tests.  Documents are collected with
``--symkl-docs`` or where ``symkl_docs`` says.  Everything else is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from symkl.running import StepJudge

IMPORT = re.compile(rb"^\s*(?:from|import)\s+symkl\b", re.MULTILINE)
DERIVATION = re.compile(rb"\bDerivation\(")
DOCUMENTS = (".md", ".markdown", ".mkd", ".qmd", ".rmd", ".ipynb", ".tex", ".ltx", ".rst", ".rest")
LEAST_DIGITS = 30
JUDGE: pytest.StashKey[StepJudge] = pytest.StashKey()


def _at_least(least: int) -> Any:
    def number(text: str) -> int:
        if not text.isdecimal() or int(text) < least:
            raise ValueError(text)
        return int(text)

    number.__name__ = f"whole number of at least {least}"  # argparse: "invalid ... value"
    return number


def _seconds(text: str) -> float:
    value = float(text)
    if not value > 0:
        raise ValueError(text)
    return value


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options and ini values."""
    group = parser.getgroup("symkl", "derivations, checked by symkl")
    group.addoption("--symkl", action="store_true", help="collect derivation files in all folders")
    group.addoption(
        "--symkl-docs",
        action="store_true",
        help="collect the derivations in Markdown, LaTeX, notebooks and reStructuredText, too",
    )
    group.addoption(
        "--symkl-digits", type=_at_least(LEAST_DIGITS), help="digits of numeric checks (50)"
    )
    group.addoption("--symkl-models", type=_at_least(1), help="models of numeric checks (20)")
    group.addoption(
        "--symkl-trust",
        choices=("kernel", "sympy", "numeric"),
        default="numeric",
        help="the least that a passing step may rest on: proved by the kernel, or at least "
        "supported by SymPy, or by models alone (the default)",
    )
    group.addoption(
        "--symkl-strict", action="store_true", help="steps that are undecided or unread fail"
    )
    group.addoption("--symkl-timeout", type=_seconds, help="seconds for one step (10)")
    group.addoption(
        "--symkl-update", action="store_true", help="pin the verdicts of this run in the lock file"
    )
    parser.addini(
        "symkl_files", "where derivation files are, as patterns of paths", "args", ["derivations/*"]
    )
    parser.addini("symkl_docs", "documents to collect, as patterns of paths", "args", [])
    parser.addini("symkl_lock", "the file that verdicts are pinned in", default="symkl.lock")
    parser.addini("symkl_macros", "a file of TeX macros for documents", default="")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a derivation file, or a document that is asked for."""
    if not (
        _is_derivation_file(file_path, parent.config) or _is_document(file_path, parent.config)
    ):
        return None
    from symkl.testing.items import InputFile

    return InputFile.from_parent(parent, path=file_path)


@pytest.hookimpl(wrapper=True)
def pytest_pycollect_makemodule(
    module_path: Path, parent: pytest.Collector
) -> Generator[None, Any, Any]:
    """Keep a derivation file that is named as an argument from being collected as tests as well."""
    module = yield
    return None if _is_derivation_file(module_path, parent.config) else module


def pytest_configure(config: pytest.Config) -> None:
    """Listen to reports: verdicts are counted, and pinned on request."""
    config.pluginmanager.register(_Verdicts(config), "symkl-verdicts")


class _Verdicts:
    """The verdicts of a run.  Under xdist, those that its workers report."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.told: list[tuple[str, str, dict[str, Any]]] = []
        self.lines: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        found = dict(report.user_properties)
        if report.when == "call" and "symkl_verdict" in found:
            self.told.append((report.nodeid, report.outcome, found))

    def pytest_sessionfinish(self) -> None:
        if self.told and not hasattr(self.config, "workerinput"):
            from symkl.testing.pinning import concluded

            self.lines = concluded(self.config, self.told)

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.lines:
            terminalreporter.section("symkl")
            for line in self.lines:
                terminalreporter.write_line(line)

    def pytest_unconfigure(self) -> None:
        judge = self.config.stash.get(JUDGE, None)
        if judge is not None:
            judge.close()


def _is_derivation_file(path: Path, config: pytest.Config) -> bool:
    if path.suffix != ".py" or path.name.startswith("_") or path.name == "conftest.py":
        return False
    wanted = config.getoption("symkl") or _matches(path, config.getini("symkl_files"), config)
    tests = [pattern for pattern in config.getini("python_files") if pattern != "*.py"]
    if not wanted or _matches(path, tests, config):
        return False
    try:
        source = path.read_bytes()
    except OSError:
        return False
    return bool(IMPORT.search(source) and DERIVATION.search(source))


def _is_document(path: Path, config: pytest.Config) -> bool:
    if path.suffix.lower() not in DOCUMENTS:
        return False
    asked: bool = config.getoption("symkl_docs")
    return asked or _matches(path, config.getini("symkl_docs"), config)


def _matches(path: Path, patterns: list[str], config: pytest.Config) -> bool:
    """Whether the name, or the end of the path below the root, is as one of the patterns says.

    In a pattern with a slash, ``*`` crosses folders.
    """
    root = config.rootpath
    inside = "/" + (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
    return any(
        fnmatch(inside, f"*/{pattern}") if "/" in pattern else fnmatch(path.name, pattern)
        for pattern in patterns
    )
