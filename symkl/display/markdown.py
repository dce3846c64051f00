"""Tables as Markdown with formulas between dollar signs: a numbered step is an item of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symkl.display.marks import mark
from symkl.display.prose import pieces, visible
from symkl.display.speech import say
from symkl.display.table import Note, Page, Row, Table, reason_words
from symkl.display.tex import RELATIONS, typeset

_MARKUP = re.compile(r"[\\`*_\[\]<>&~$^|{}]")


def markdown(page: Page) -> str:
    """The page in Markdown."""
    blocks = ["\n".join(_table(table)) for table in page.tables]
    return "\n\n".join([*blocks, *([prose(page.closing)] if page.closing else [])])


def plain(text: str) -> str:
    """Text as it stands: characters of Markdown and TeX as entities, which are text only.

    >>> plain("a_b, $5")
    'a&#95;b, <span>&#36;</span>5'
    """
    return _MARKUP.sub(_entity, re.sub(r"\s+", " ", visible(text)))


def formula(tex: str, style: str = r"\displaystyle ") -> str:
    """A formula, or its text where it may not be typeset."""
    found = typeset(tex)
    if found is None:
        return plain(tex)
    # With a space beside it, a sign is no tag and a bracket no link.
    for acts, harmless in (("<", " < "), ("](", "] ("), ("][", "] [")):
        found = found.replace(acts, harmless)
    return f"${style}{found.strip()}$"


def prose(text: str) -> str:
    """Text with formulas between dollar signs."""
    return "".join(formula(part, "") if math else plain(part) for math, part in pieces(text))


def _entity(match: re.Match[str]) -> str:
    found = f"&#{ord(match[0])};"
    # In an element of its own, no typesetter takes it for the beginning of a formula.
    return f"<span>{found}</span>" if match[0] in "$\\" else found


def _table(table: Table) -> Iterator[str]:
    if table.title:
        yield f"**{prose(table.title)}**"
        yield ""
    for row in table.rows:
        yield f"- {_row(row)}"
        yield from (f"    - {_note(note)}" for note in row.notes)
    if table.conclusion is not None:
        end = table.conclusion
        label, remark = plain(say(end.label)), plain(say(end.remark))
        yield f"\n{label}: {_statement(end)}: {_verdict(end)}; {remark}"
    if table.assumptions:
        yield f"\n{say('Assumptions')}: " + "; ".join(prose(say(a)) for a in table.assumptions)


def _row(row: Row) -> str:
    remark = f" ({plain(say(row.remark))})" if row.remark else ""
    said = [_verdict(row) + remark] if row.verdict else []
    said += [prose(reason_words(row))] if row.reason else []
    label = f"{plain(row.label)}: " if row.label else ""
    return label + " — ".join([_statement(row), *said])


def _statement(row: Row) -> str:
    whole = typeset(f"{row.lhs} {RELATIONS.get(row.relation, '=')} {row.rhs}")
    return formula(whole) if whole and row.relation in RELATIONS else plain(row.plain)


def _verdict(row: Row) -> str:
    return f"{plain(mark(row.verdict))} **{plain(say(row.verdict))}**"


def _note(note: Note) -> str:
    label = f"{plain(say(note.label))}: " if note.label else ""
    said = formula(note.tex) if note.tex else prose(say(note.text))
    said += f" ({prose(say(note.aside))})" if note.aside else ""
    return label + "; ".join([said, *(plain(say(line)) for line in note.lines)])
