"""Diagnostics as text: the place, the message, the line of the source, a mark under the span."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from symkl.reading.diagnostics import Diagnostic, Span
from symkl.reading.document import Document

WIDTH = 100  # cells of a source line that are shown
TAB = "    "
ELLIPSIS = "…"
FORMATTING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})  # characters that steer a terminal, not text


def rendered(diagnostic: Diagnostic, document: Document) -> str:
    r"""The diagnostic as a compiler prints one; free of what would steer a terminal.

    Examples:
        >>> found = Diagnostic("SK301", (4, 5), "'(' is opened and never closed", "close it")
        >>> print(rendered(found, Document("a.md", "$a =(b$")))
        a.md:1:5: '(' is opened and never closed [SK301]
          | $a =(b$
          |     ^
          = help: close it
    """
    start = diagnostic.span[0]
    place, message = document.location(start), f"{diagnostic.message} [{diagnostic.code}]"
    lines = [f"{harmless(place)}: {harmless(message)}", *_excerpt(diagnostic.span, document)]
    if diagnostic.help:
        lines.append(f"  = help: {harmless(diagnostic.help)}")
    return "\n".join(lines)


def excerpt(diagnostic: Diagnostic, document: Document) -> str:
    """The line of the source with marks under what is meant, on two lines."""
    return marked(diagnostic.span, document)


def marked(span: Span, document: Document) -> str:
    """The line of the source with marks under the span, on two lines."""
    return "\n".join(_excerpt(span, document))


def harmless(text: str) -> str:
    """The text on one line, without control and formatting characters."""
    spaced = text.replace("\t", TAB).replace("\n", " ")
    return "".join(c for c in spaced if unicodedata.category(c) not in FORMATTING)


def cells(text: str) -> int:
    """The width of a text on a terminal: wide characters take two cells, combining ones none."""
    return sum(map(_cells, text))


def _cells(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _excerpt(span: Span, document: Document) -> Iterator[str]:
    """The line where the span begins, cut around it, and the marks below."""
    start, end = span
    number, column = document.place(start)
    line = document.line_of(number)
    first = column - 1
    last = min(max(first + end - start, first), len(line))
    before, marked, after = (
        harmless(part) for part in (line[:first], line[first:last], line[last:])
    )
    marked = _cut_end(marked, WIDTH)
    before = _cut_start(before, max(WIDTH // 2, WIDTH - cells(marked + after)) - 1)
    after = _cut_end(after, max(WIDTH - cells(before + marked), 1))
    yield f"  | {before}{marked}{after}".rstrip()
    yield f"  | {' ' * cells(before)}{'^' * max(cells(marked), 1)}"


def _cut_end(text: str, width: int) -> str:
    """As much of the text's beginning as fits."""
    if cells(text) <= width:
        return text
    kept, used = "", 1
    for char in text:
        used += _cells(char)
        if used > width:
            break
        kept += char
    return kept + ELLIPSIS


def _cut_start(text: str, width: int) -> str:
    """As much of the text's end as fits."""
    if cells(text) <= width:
        return text
    return ELLIPSIS + _cut_end(text[::-1], width)[:-1][::-1]
