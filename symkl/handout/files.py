"""The files of a handout: a sheet and its key for each source, as HTML and as LaTeX."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path

from symkl.handout import html, tex, typst
from symkl.handout.blocks import Sheet
from symkl.handout.building import Handout
from symkl.reading.document import Document
from symkl.report.article import title_of
from symkl.report.files import write
from symkl.report.pdf import Source, pdf

FORMS = {".html": html.page, ".tex": tex.document}


def write_handout(handout: Handout, directory: Path, name: str) -> list[Path]:
    """Write ``name.html``, ``name.tex``, and the same of the key; return the paths.

    Raises:
        OSError: the directory or a file cannot be written.
    """
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for stem, sheet in named_sheets(handout, name):
        for suffix, rendered in FORMS.items():
            path = directory / f"{stem}{suffix}"
            write(path, rendered(sheet))
            written.append(path)
    return written


def write_pdfs(handout: Handout, directory: Path, name: str) -> list[Path]:
    """Write ``name.pdf`` and the PDF file of the key; return the paths.

    Raises:
        NoPdf: a PDF cannot be made.
        OSError: a file cannot be written.
    """
    written = []
    for stem, sheet in named_sheets(handout, name):
        source = Source(partial(typst.document, sheet), partial(tex.document, sheet))
        written.append(directory / f"{stem}.pdf")
        write(written[-1], pdf(source))
    return written


def named_sheets(handout: Handout, name: str) -> list[tuple[str, Sheet]]:
    """The sheet and the key with the names of their files."""
    return [(name, handout.sheet), (f"{name}-key", handout.key)]


def names(sources: Sequence[str], variant: str) -> dict[str, str]:
    """The name of the files for each source.

    >>> names(["a/kl.py", "b/KL.md"], "blanks")
    {'a/kl.py': 'kl-blanks', 'b/KL.md': 'kl-2-blanks'}
    """
    found: dict[str, str] = {}
    for source in sources:
        base = re.sub(r"[^a-z0-9]+", "-", Path(source).stem.lower()).strip("-")[:100] or "sheet"
        options = (f"{base}{f'-{n}' if n > 1 else ''}-{variant}" for n in count(1))
        found[source] = next(name for name in options if name not in found.values())
    return found


def source_title(source: str, documents: Sequence[Document], headings: Sequence[str]) -> str:
    """The title of an article, or the first sentence of what a derivation file says of itself.

    An article without a title has that of its exercises, when they stand under one heading.
    """
    for document in documents:
        if document.name == source:
            title, name = title_of(document), Path(source).name
            alone = headings[0] if len(set(headings)) == 1 and headings[0] != source else name
            return alone if title == name else title
    try:
        told = ast.get_docstring(ast.parse(Path(source).read_text(encoding="utf-8"))) or ""
    except (OSError, ValueError, SyntaxError):
        told = ""
    first = re.split(r"(?<=[.。])\s", " ".join(told.split()))[0].rstrip(".。")
    return first or Path(source).stem
