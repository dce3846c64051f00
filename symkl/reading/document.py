"""Documents: the text of an article, and where in it an offset stands."""

from __future__ import annotations

import glob
import json
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from symkl.reading.diagnostics import Span
from symkl.result import InputError

Format = Literal["markdown", "tex", "rst"]

FORMATS: dict[str, Format] = {
    **dict.fromkeys((".md", ".markdown", ".mkd", ".qmd", ".rmd", ".ipynb"), "markdown"),
    **dict.fromkeys((".tex", ".ltx"), "tex"),
    **dict.fromkeys((".rst", ".rest"), "rst"),
}
STANDARD_INPUT = "-"
MAX_CHARACTERS = 20_000_000


@dataclass(frozen=True)
class Document:
    r"""A text with its name; ``cells`` are the places of a notebook's Markdown cells, with numbers.

    Lines and columns count from 1, columns in characters; lines end with a line feed only, as
    loading has replaced other line ends.

    Examples:
        >>> Document("a.md", "one\ntwo").place(5)
        (2, 2)
    """

    name: str
    text: str
    format: Format = "markdown"
    cells: tuple[tuple[int, Span], ...] = ()

    @cached_property
    def _starts(self) -> list[int]:
        lines = self.text.split("\n")
        starts = [0]
        for line in lines[:-1]:
            starts.append(starts[-1] + len(line) + 1)
        return starts

    def place(self, offset: int) -> tuple[int, int]:
        """The line and the column of an offset in the whole text."""
        line = bisect_right(self._starts, max(offset, 0))
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a place: what :meth:`place` gives the line and the column of."""
        return self._starts[line - 1] + column - 1

    def line_of(self, number: int) -> str:
        """The text of a line without its end; empty when there is no such line."""
        if not 0 < number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self.text.find("\n", start)
        return self.text[start : end if end >= 0 else None]

    def location(self, offset: int) -> str:
        """The place as messages say it: ``notes.md:3:7``, ``notes.ipynb, cell 2:3:7``."""
        line, column = self.place(offset)
        for number, (start, end) in self.cells:
            if start <= offset <= end:
                return f"{self.name}, cell {number}:{line - self.place(start)[0] + 1}:{column}"
        return f"{self.name}:{line}:{column}"

    @property
    def parts(self) -> tuple[Span, ...]:
        """What is scanned on its own, as nothing reaches from one cell into the next."""
        return tuple(span for _, span in self.cells) or ((0, len(self.text)),)


@dataclass
class Documents:
    """The documents of some files, with the errors met on the way."""

    documents: list[Document] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)


def documents(paths: Iterable[str], standard_input: bytes | None = None) -> Documents:
    """Every document in the files, folders and globs, in order; ``-`` is standard input.

    Raises nothing for bad input: what cannot be read is among the errors.
    """
    found = Documents()
    files: dict[str, None] = {}
    for path in paths:
        before = len(files)
        files.update(dict.fromkeys(_files(path)))
        if len(files) == before and not any(True for _ in _files(path)):
            kinds = "a folder without articles" if Path(path).is_dir() else "nothing there"
            message = f"expected an article ({', '.join(FORMATS)}) or a folder, found {kinds}"
            found.errors.append(InputError(path, 0, message))
    for file in files:
        loaded = load_document(file, standard_input)
        if isinstance(loaded, Document):
            found.documents.append(loaded)
        else:
            found.errors.append(loaded)
    return found


def _files(path: str) -> Iterator[str]:
    if path == STANDARD_INPUT or Path(path).is_file():
        yield path
    elif Path(path).is_dir():
        yield from article_files(Path(path))
    else:
        yield from (p for p in sorted(glob.glob(path, recursive=True)) if Path(p).is_file())


def article_files(folder: Path) -> Iterator[str]:
    """The articles in a folder and the folders in it, in order."""
    yield from (str(file) for file in sorted(folder.rglob("*")) if _is_article(file, folder))


def _is_article(file: Path, folder: Path) -> bool:
    inside = file.relative_to(folder).parts
    hidden = any(part.startswith(".") or part == "node_modules" for part in inside)
    return file.suffix.lower() in FORMATS and file.is_file() and not hidden


def load_document(path: str, standard_input: bytes | None = None) -> Document | InputError:
    """The document in a file, or what is wrong with it."""
    try:
        data = _bytes(path, standard_input)
    except OSError as error:
        return InputError(path, 0, f"expected a file that can be read: {error.strerror or error}")
    name = "<stdin>" if path == STANDARD_INPUT else path
    suffix = Path(path).suffix.lower()
    if path != STANDARD_INPUT and suffix not in FORMATS:
        return InputError(name, 0, f"expected one of {', '.join(FORMATS)}, found {suffix!r}")
    decoded = _decoded(name, data)
    if isinstance(decoded, InputError):
        return decoded
    if len(decoded) > MAX_CHARACTERS:
        return InputError(name, 0, f"expected at most {MAX_CHARACTERS} characters")
    if suffix == ".ipynb":
        return _notebook(name, decoded)
    standard: Format = "tex" if "\\begin{document}" in decoded else "markdown"
    return Document(name, decoded, FORMATS.get(suffix, standard))


def _bytes(path: str, standard_input: bytes | None) -> bytes:
    if path != STANDARD_INPUT:
        return Path(path).read_bytes()
    return sys.stdin.buffer.read() if standard_input is None else standard_input


def _decoded(name: str, data: bytes) -> str | InputError:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        byte = data[error.start : error.start + 1].hex()
        message = f"expected text in UTF-8, found the byte 0x{byte}; save the file as UTF-8"
        return InputError(name, line, message)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _notebook(name: str, text: str) -> Document | InputError:
    """The Markdown cells of a notebook, joined by blank lines."""
    try:
        cells = json.loads(text)["cells"]
        sources = [
            (number, _source(cell))
            for number, cell in enumerate(cells, 1)
            if cell["cell_type"] == "markdown"
        ]
    except json.JSONDecodeError as error:
        message = f"expected a notebook in JSON: {error.msg}"
        return InputError(name, error.lineno, message, error.colno)
    except (KeyError, TypeError, RecursionError):
        return InputError(name, 0, "expected a notebook with a list of cells (nbformat 4)")
    places, at = [], 0
    for number, source in sources:
        places.append((number, (at, at + len(source))))
        at += len(source) + 2
    return Document(name, "\n\n".join(s for _, s in sources), "markdown", tuple(places))


def _source(cell: Any) -> str:
    source = cell["source"]
    joined = source if isinstance(source, str) else "".join(source)
    return joined.replace("\r\n", "\n").replace("\r", "\n")
