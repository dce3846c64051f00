"""Articles given by path: read into derivations, with what was and was not understood."""

from __future__ import annotations

from collections.abc import Iterable

from symkl.loading import Loaded, name_apart
from symkl.reading.article import read
from symkl.reading.document import FORMATS, STANDARD_INPUT, documents
from symkl.reading.macros import Macros

SUFFIXES = tuple(FORMATS)


def is_article(path: str) -> bool:
    """Whether the path is that of an article, and not of a derivation file or a folder."""
    return path == STANDARD_INPUT or path.lower().endswith(SUFFIXES)


def load_articles(paths: Iterable[str], macros: Macros | None = None) -> Loaded:
    """The derivations of all articles in files, folders and globs; raises nothing for bad input."""
    found = documents(paths)
    loaded = Loaded(errors=list(found.errors))
    for document in found.documents:
        reading = read(document, macros)
        loaded.derivations += reading.derivations
        loaded.documents.append(reading.result)
    name_apart(loaded.derivations)
    return loaded
