"""Articles read into derivations, with what was and was not understood."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from symkl.loading import Loaded, name_apart
from symkl.reading.article import read
from symkl.reading.document import Document
from symkl.reading.macros import Macro
from symkl.reading.marking import mark

Progress = Callable[[int, int], None]


def load_articles(
    documents: Sequence[Document],
    configured: Iterable[Macro] = (),
    progress: Progress | None = None,
) -> Loaded:
    """The derivations of all documents; raises nothing for bad input.

    ``configured`` are macros that hold in every document, before its own; ``progress(done, all)``
    is called after each document.
    """
    loaded, macros = Loaded(), tuple(configured)
    for done, document in enumerate(documents, 1):
        reading = read(document, macros)
        loaded.derivations += reading.derivations
        loaded.errors += reading.errors
        loaded.documents.append(mark(document, reading.derivations, reading.result))
        if progress is not None:
            progress(done, len(documents))
    name_apart(loaded.derivations)
    return loaded
