"""Derivation files: found, run, and their derivations collected; what fails is reported.

A file is ordinary Python.  Each of its top-level statements runs on its own, so that one that
raises does not take the derivations after it along.
"""

from __future__ import annotations

import ast
import importlib.util
import re
import sys
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import Any

from symkl.derivation import Derivation
from symkl.result import DocumentResult, InputError

FAILURES = "__symkl_failures__"


@dataclass
class Loaded:
    """The derivations of some files, with the errors met on the way."""

    derivations: list[Derivation] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    documents: list[DocumentResult] = field(default_factory=list)

    def joined(self, other: Loaded) -> Loaded:
        """Both together."""
        return Loaded(
            self.derivations + other.derivations,
            self.errors + other.errors,
            self.documents + other.documents,
        )


def load(paths: Iterable[str]) -> Loaded:
    """Every derivation in the files and folders, in order; raises nothing for bad input."""
    loaded = Loaded()
    for path in paths:
        files = list(_files(Path(path)))
        if not files:
            exists = Path(path).exists()
            found = "a folder without .py files" if exists else "nothing there"
            message = f"expected a derivation file or a folder of them, found {found}"
            loaded.errors.append(InputError(path, 0, message))
        for file in files:
            _load_file(file, loaded)
    name_apart(loaded.derivations)
    return loaded


def _files(path: Path) -> Iterator[Path]:
    if path.is_dir():
        yield from sorted(p for p in path.rglob("*.py") if not p.name.startswith("_"))
    elif path.is_file():
        yield path


class _StatementLoader(SourceFileLoader):
    """Runs a file statement by statement, noting what raises and going on."""

    def source_to_code(self, data: Any, path: Any, **options: Any) -> CodeType:  # type: ignore[override]
        tree = ast.parse(data, filename=str(path))
        tree.body = [_guarded(statement) for statement in tree.body]
        return compile(tree, str(path), "exec", dont_inherit=True)


def _guarded(statement: ast.stmt) -> ast.stmt:
    future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
    text = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    if future or text:  # imports from the future stand behind the docstring alone
        return statement
    template = ast.parse(f"try:\n    pass\nexcept Exception as e:\n    {FAILURES}.append(e)")
    guard = template.body[0]
    if isinstance(guard, ast.Try):
        guard.body = [statement]
    for node in ast.walk(guard.handlers[0]) if isinstance(guard, ast.Try) else ():
        ast.copy_location(node, statement)
    return ast.copy_location(guard, statement)


def _load_file(file: Path, loaded: Loaded) -> None:
    name = f"symkl_derivations_{re.sub(r'[^A-Za-z0-9]', '_', str(file.resolve()))}"
    loader = _StatementLoader(name, str(file))
    spec = importlib.util.spec_from_file_location(name, file, loader=loader)
    if spec is None:
        loaded.errors.append(InputError(str(file), 0, "expected a Python file"))
        return
    module = importlib.util.module_from_spec(spec)
    failures: list[Exception] = []
    module.__dict__[FAILURES] = failures
    wrote_bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        loader.exec_module(module)
    except (Exception, SystemExit) as error:
        failures.append(error if isinstance(error, Exception) else RuntimeError("it exits"))
    finally:
        sys.dont_write_bytecode = wrote_bytecode
    loaded.errors += [_input_error(file, failure) for failure in failures]
    found = list(_collected(vars(module)))
    if not found and not failures:
        message = "expected at least one Derivation(...) assigned to a name, found none"
        loaded.errors.append(InputError(str(file), 1, message))
    for variable, derivation in found:
        derivation.file, derivation.id = str(file), derivation.id or _slug(variable)
        if derivation.steps:
            loaded.derivations.append(derivation)
        else:
            message = f"the derivation {derivation.title!r} has no step: add .eq(...) or .ge(...)"
            loaded.errors.append(InputError(str(file), derivation.line, message))


def _collected(names: dict[str, Any]) -> Iterator[tuple[str, Derivation]]:
    """The derivations among the module's values, in the order of their lines."""
    found: dict[int, tuple[str, Derivation]] = {}
    for name, value in names.items():
        for item in value if isinstance(value, list | tuple) else [value]:
            if isinstance(item, Derivation):
                found.setdefault(id(item), (name, item))
    yield from sorted(found.values(), key=lambda entry: entry[1].line)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:120] or "derivation"


def name_apart(derivations: list[Derivation]) -> None:
    """Different ids for all: a second one of a name gets its file's name, then a number."""
    taken: set[str] = {"index"}
    for derivation in derivations:
        base = _slug(derivation.id)
        options = [base, f"{_slug(Path(derivation.file).stem)}-{base}"]
        options += [f"{base}-{number}" for number in range(2, len(derivations) + 3)]
        derivation.id = next(option for option in options if option not in taken)
        taken.add(derivation.id)


def _input_error(file: Path, error: Exception) -> InputError:
    """Where in the file it went wrong, and what was said."""
    if isinstance(error, SyntaxError):
        message = f"expected Python, found a syntax error: {error.msg}"
        return InputError(str(file), error.lineno or 0, message, error.offset or 0)
    frames = [
        frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)
    ]
    line = frames[-1].lineno or 0 if frames else 0
    column = (frames[-1].colno or 0) + 1 if frames else 0
    kind = "" if type(error).__name__ == "LanguageError" else f"{type(error).__name__}: "
    return InputError(str(file), line, f"{kind}{error}", column)
