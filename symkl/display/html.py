"""Tables as HTML that survives a notebook's sanitizer: no script, no class, no MathML, no SVG.

Formulas stand between dollar signs, for MathJax or KaTeX to typeset; styles are inline.  All that
people wrote is escaped, and a dollar sign or a backslash of theirs stands in an element of its own,
where no typesetter takes it for the beginning of a formula.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

from symkl.display.marks import mark
from symkl.display.prose import pieces, visible
from symkl.display.speech import say
from symkl.display.table import Note, Page, Row, Table, reason_words
from symkl.display.tex import RELATIONS, typeset

# Readable on light and on dark ground; the word beside the mark says the same.
COLOURS = {"proved": "#1a9850", "refuted": "#d73027"}
_CELL = "text-align:left;vertical-align:baseline;padding:3px 8px"
_NARROW = _CELL + ";white-space:nowrap"
_HEAD = ("step", "left side", "", "right side", "reason", "verdict")
_ACTS = re.compile(r"[$\\]")


def html(page: Page) -> str:
    """The page as one ``div``."""
    tables = "".join(_table(table) for table in page.tables)
    closing = f"<p>{prose(page.closing)}</p>" if page.closing else ""
    return f"<div>{tables}{closing}</div>"


def plain(text: str) -> str:
    """Text as it stands, escaped.

    >>> plain("a < $5")
    'a &lt; <span>$</span>5'
    """
    return _ACTS.sub(r"<span>\g<0></span>", escape(visible(text)))


def formula(tex: str) -> str:
    r"""A formula, or its text where it may not be typeset.

    >>> formula("a<b"), formula(r"\def\a")
    ('$\\displaystyle a&lt;b$', '<code><span>\\</span>def<span>\\</span>a</code>')
    """
    return _typeset(tex, "\\displaystyle ")


def prose(text: str) -> str:
    """Text with formulas between dollar signs."""
    return "".join(_typeset(part) if math else plain(part) for math, part in pieces(text))


def _typeset(tex: str, style: str = "") -> str:
    found = typeset(tex)
    if found is None:
        return f"<code>{plain(tex)}</code>" if tex.strip() else ""
    return f"${style}{escape(found)}$"


def _table(table: Table) -> str:
    title = f"<p><b>{prose(table.title)}</b></p>" if table.title else ""
    head = _HEAD[: 6 if any(row.verdict for row in table.rows) else 5]
    heads = "".join(f'<th scope="col" style="{_CELL}">{say(word)}</th>' for word in head)
    rows = "".join(row for rows in _rows(table) for row in rows)
    end = f"<p>{_conclusion(table.conclusion)}</p>" if table.conclusion is not None else ""
    assumed = "".join(f"<li>{prose(say(said))}</li>" for said in table.assumptions)
    if assumed:
        assumed = f"<details><summary>{say('Assumptions')}</summary><ul>{assumed}</ul></details>"
    style = "border-collapse:collapse;margin:0"
    body = f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody>"
    return f'{title}<table style="{style}">{body}</table>{end}{assumed}'


def _rows(table: Table) -> Iterator[Iterator[str]]:
    before = ""
    for row in table.rows:
        yield _row(row, before)
        before = row.rhs


def _row(row: Row, before: str) -> Iterator[str]:
    lhs = "" if row.lhs == before else formula(row.lhs)
    relation = RELATIONS.get(row.relation)
    sign = plain(row.relation) if relation is None else f"${escape(relation)}$"
    cells = [
        _cell(plain(row.label), _NARROW),
        _cell(lhs),
        _cell(sign, _NARROW),
        _cell(formula(row.rhs)),
        _cell(prose(reason_words(row))),
        *([_cell(_judged(row), _NARROW)] if row.verdict else []),
    ]
    yield f"<tr>{''.join(cells)}</tr>"
    if row.notes:
        notes = "".join(map(_note, row.notes))
        yield f'<tr><td></td><td colspan="5" style="{_CELL}">{notes}</td></tr>'


def _judged(row: Row) -> str:
    remark = f" ({plain(say(row.remark))})" if row.remark else ""
    return _verdict(row) + remark


def _verdict(row: Row) -> str:
    colour = COLOURS.get(row.verdict)
    style = f' style="color:{colour}"' if colour else ""
    return f"<b{style}>{mark(row.verdict)}</b> {plain(say(row.verdict))}"


def _conclusion(row: Row) -> str:
    relation = RELATIONS.get(row.relation, "=")
    sides = f"{formula(row.lhs)} ${escape(relation)}$ {formula(row.rhs)}"
    return f"{plain(say(row.label))}: {sides}: {_verdict(row)}; {plain(say(row.remark))}"


def _note(note: Note) -> str:
    label = f"<b>{plain(say(note.label))}:</b> " if note.label else ""
    said = formula(note.tex) if note.tex else prose(say(note.text))
    said += f" ({prose(say(note.aside))})" if note.aside else ""
    lines = "".join(f"<br>{plain(say(line))}" for line in note.lines)
    return f'<div style="margin:0 0 3px 0">{label}{said}{lines}</div>'


def _cell(content: str, style: str = _CELL) -> str:
    return f'<td style="{style}">{content}</td>'
