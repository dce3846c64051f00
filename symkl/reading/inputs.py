"""What a run is about: derivation files and articles, named by files, folders and globs."""

from __future__ import annotations

import glob
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from symkl.loading import Loaded, load, name_apart
from symkl.reading.configuration import configured_macros
from symkl.reading.document import FORMATS, STANDARD_INPUT, Document, article_files, documents
from symkl.reading.macros import Macro
from symkl.result import InputError

Progress = Callable[[int, int], None]
MayRun = Callable[[list[str]], Sequence[str]]
NOT_RUN = "Python code from outside of this project, which was not run (see --allow-code)"
IMPORT = re.compile(rb"^\s*(?:from|import)\s+symkl\b", re.MULTILINE)


@dataclass
class Inputs:
    """What was loaded, and the documents and macros themselves, which a report shows again."""

    loaded: Loaded = field(default_factory=Loaded)
    documents: list[Document] = field(default_factory=list)
    macros: tuple[Macro, ...] = ()


def load_inputs(
    paths: Iterable[str],
    macros: str = "",
    progress: Progress | None = None,
    may_run: MayRun | None = None,
) -> Inputs:
    """Every derivation in files, folders and globs: derivation files first, then articles.

    A folder may hold both; of its Python files those are run that import symkl.  ``macros`` is the
    path of a file with TeX macros for the articles.  ``may_run`` is asked which of the derivation
    files may be run, before any of them is.  Raises nothing for bad input.
    """
    sorted_paths = _Sorted()
    for path in paths:
        sorted_paths.add(path)
    if may_run is not None:
        sorted_paths.keep(may_run(list(sorted_paths.derivations)))
    configured = _configured(macros, sorted_paths.errors)
    found = documents(sorted_paths.articles)
    loaded = Loaded(errors=sorted_paths.errors + found.errors)
    loaded = loaded.joined(load(sorted_paths.derivations))
    if found.documents:
        from symkl.reading.articles import load_articles  # late: most of the reader is behind it

        loaded = loaded.joined(load_articles(found.documents, configured, progress))
    name_apart(loaded.derivations)
    return Inputs(loaded, found.documents, configured)


class _Sorted:
    """Paths by what stands in the files; each file once."""

    def __init__(self) -> None:
        self.articles: dict[str, None] = {}
        self.derivations: dict[str, None] = {}
        self.errors: list[InputError] = []

    def add(self, path: str) -> None:
        if path == STANDARD_INPUT or Path(path).is_file():
            self._add_file(path)
        elif Path(path).is_dir():
            self._add_folder(path)
        elif matches := sorted(glob.glob(path, recursive=True)):
            for match in matches:
                if Path(match).is_file():
                    self._add_file(match)
        else:
            self._refuse(path, "nothing there")

    def _add_file(self, path: str) -> None:
        chosen = self.articles if _is_article(path) else self.derivations
        chosen[path] = None

    def _add_folder(self, path: str) -> None:
        articles, derivations = list(article_files(Path(path))), list(_derivation_files(path))
        self.articles.update(dict.fromkeys(articles))
        self.derivations.update(dict.fromkeys(derivations))
        if not articles and not derivations:
            self._refuse(path, "a folder without any")

    def keep(self, allowed: Sequence[str]) -> None:
        """Run these derivation files, and say of the others that they were not run."""
        for path in [path for path in self.derivations if path not in allowed]:
            del self.derivations[path]
            self.errors.append(InputError(path, 0, NOT_RUN))

    def _refuse(self, path: str, found: str) -> None:
        kinds = f"derivation files (.py) or articles ({', '.join(FORMATS)})"
        self.errors.append(InputError(path, 0, f"expected {kinds}, found {found}"))


def _is_article(path: str) -> bool:
    return path == STANDARD_INPUT or path.lower().endswith(tuple(FORMATS))


def _derivation_files(folder: str) -> Iterator[str]:
    """The Python files that import symkl: a folder of articles may hold scripts of other kinds."""
    for file in sorted(Path(folder).rglob("*.py")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if not hidden and not file.name.startswith("_") and IMPORT.search(_source(file)):
            yield str(file)


def _source(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b"import symkl"  # loading says what is wrong with it


def _configured(path: str, errors: list[InputError]) -> tuple[Macro, ...]:
    """The macros of a file; what is wrong with it goes to the errors."""
    if not path:
        return ()
    try:
        found = configured_macros(Path(path).read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        errors.append(InputError(path, 0, f"expected a file of macros: {error}"))
        return ()
    if not found:
        errors.append(InputError(path, 0, "expected definitions of macros, found none"))
    return found
