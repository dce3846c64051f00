"""Tables as plain text, for a prompt."""

from __future__ import annotations

from collections.abc import Iterator

from symkl.display.marks import mark
from symkl.display.prose import visible
from symkl.display.speech import say
from symkl.display.table import Note, Page, Row, Table, reason_words


def text(page: Page) -> str:
    """The page in plain text; what would steer a terminal is written out."""
    blocks = ["\n".join(_table(table)) for table in page.tables]
    return "\n\n".join([*blocks, *([_line(page.closing)] if page.closing else [])])


def note_lines(note: Note) -> Iterator[str]:
    """A remark and what stands below it."""
    said = f"{say(note.text)}  ({say(note.aside)})" if note.aside else say(note.text)
    yield _line(f"{say(note.label)}: {said}" if note.label else said)
    yield from (f"  {_line(say(line))}" for line in note.lines)


def _table(table: Table) -> Iterator[str]:
    if table.title:
        yield _line(table.title)
    indent = "  " if table.title else ""
    width = max((len(row.label) for row in table.rows), default=0)
    word = max((len(say(row.verdict)) for row in table.rows), default=0)
    for row in table.rows:
        judged = f"{mark(row.verdict)} {say(row.verdict):<{word}}  " if row.verdict else ""
        yield _line(f"{indent}{row.label:>{width}} {judged}{_said(row)}".rstrip())
        for note in row.notes:
            yield from (f"{indent}{' ' * width}   {line}" for line in note_lines(note))
    if table.conclusion is not None:
        row = table.conclusion
        judged = f"{mark(row.verdict)} {say(row.verdict)}: {row.plain}; {say(row.remark)}"
        yield _line(f"{indent}{say(row.label)}: {judged}")


def _said(row: Row) -> str:
    remark = f" ({say(row.remark)})" if row.remark else ""
    return "  ".join(part for part in (row.plain, reason_words(row)) if part) + remark


def _line(said: str) -> str:
    return visible(said.replace("\n", " ").replace("\t", " "))
