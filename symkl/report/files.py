"""The files of a report: their names, and writing them so that no reader sees half a file."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from itertools import count
from pathlib import Path

from symkl.messages.catalogue import Language
from symkl.reading.document import Document
from symkl.reading.macros import Macro
from symkl.report.article import article_page
from symkl.report.html import index_page, page
from symkl.report.latex import document as latex_file
from symkl.report.latex import fragment
from symkl.report.standing import standings
from symkl.result import Result

_NAME = re.compile(r"[a-z0-9-]{1,150}")


class BadName(ValueError):
    """A derivation id cannot name a file of the report."""


def write_reports(
    result: Result,
    directory: Path,
    documents: Sequence[Document] = (),
    configured: Sequence[Macro] = (),
    language: Language = "en",
    *,
    fragments: bool = False,
) -> list[Path]:
    """Write a page and a LaTeX file for each derivation, and the index; return the paths.

    Each document that the result was read from gets a page as well, with its macros and those
    ``configured`` expanded.  With ``fragments`` each derivation gets a LaTeX file without preamble.
    Files of other origin stay in the directory; nothing is written when an id is not usable.

    Raises:
        BadName: an id is not made of a-z, 0-9 and -, occurs twice, or is ``index``.
        OSError: the directory or a file cannot be written.
    """
    _check_names([derivation.id for derivation in result.derivations])
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for name, text in _contents(result, documents, configured, language, fragments):
        path = directory / name
        write(path, text)
        written.append(path)
    return written


def _contents(
    result: Result,
    documents: Sequence[Document],
    configured: Sequence[Macro],
    language: Language,
    fragments: bool,
) -> Iterator[tuple[str, str]]:
    found = standings(result)
    for derivation in result.derivations:
        yield f"{derivation.id}.html", page(derivation, result.symkl, language, found)
        yield f"{derivation.id}.tex", latex_file(derivation, result.symkl, language)
        if fragments:
            yield f"{derivation.id}.fragment.tex", fragment(derivation, result.symkl, language)
    articles = article_names(documents)
    for document in documents:
        yield articles[document.name], article_page(document, result, configured, language)
    # The index comes last, so that its links never lead to a page that is not there yet.
    yield "index.html", index_page(result, articles, language)


def article_names(documents: Sequence[Document]) -> dict[str, str]:
    """The page of each document, by its name; no derivation has a page of that name.

    >>> article_names([Document("a/KL notes.md", ""), Document("b/kl-notes.tex", "")])
    {'a/KL notes.md': 'article.kl-notes.html', 'b/kl-notes.tex': 'article.kl-notes-2.html'}
    """
    names: dict[str, str] = {}
    for document in documents:
        base = re.sub(r"[^a-z0-9]+", "-", Path(document.name).stem.lower()).strip("-")[:100]
        options = (f"article.{base or 'text'}{f'-{n}' if n > 1 else ''}.html" for n in count(1))
        names[document.name] = next(name for name in options if name not in names.values())
    return names


def _check_names(names: list[str]) -> None:
    for position, name in enumerate(names):
        if not _NAME.fullmatch(name) or name == "index":
            raise BadName(f"{name!r} cannot name a report: use a-z, 0-9 and -, and not 'index'")
        if name in names[:position]:
            raise BadName(f"two derivations have the id {name!r}")


def write(path: Path, content: str | bytes) -> None:
    """Write beside the target and rename: a rename replaces the old file in one step."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        # A lone surrogate (JSON can hold one) has no UTF-8 form; it becomes a question mark.
        data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
        unfinished.write_bytes(data)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
