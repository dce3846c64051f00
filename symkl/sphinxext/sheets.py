"""Sheets of exercises as nodes of a page: what ``:handout:`` shows of a derivation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import version
from typing import Any

from docutils import nodes

from symkl.derivation import Derivation
from symkl.display.marks import NO
from symkl.display.prose import pieces
from symkl.display.tex import RELATIONS
from symkl.handout.blocks import Block, Chain, Heading, Items, Lines, Row, Sheet, Text
from symkl.handout.building import Handout, Order, handout
from symkl.handout.selection import selected
from symkl.result import DerivationResult, Result


def handout_of(
    derivation: Derivation, result: DerivationResult, order: Order, keyed: bool
) -> Handout:
    """The exercise that a derivation makes; ``keyed`` says whether its key is wanted too.

    Raises:
        LookupError: the derivation may not be set, as a step of it is open; says why.
    """
    exercises, left_out = selected([derivation], Result(version("symkl"), (result,)))
    if not exercises:
        raise LookupError(left_out[0].message)
    return handout(exercises, order, search=keyed)


def nodes_of(sheet: Sheet) -> Iterator[nodes.Node]:
    """The nodes of a sheet or of a key."""
    for page in sheet.pages:
        for block in page:
            yield from SHOWN[type(block)](block)


def _heading(block: Heading) -> Iterator[nodes.Node]:
    yield nodes.rubric("", "", *_prose(block.text))


def _text(block: Text) -> Iterator[nodes.Node]:
    yield nodes.paragraph("", "", *_prose(block.text))


def _items(block: Items) -> Iterator[nodes.Node]:
    if block.texts:
        items = (nodes.paragraph("", "", *_prose(text)) for text in block.texts)
        yield nodes.bullet_list("", *(nodes.list_item("", item) for item in items))


def _chain(block: Chain) -> Iterator[nodes.Node]:
    group = nodes.tgroup(cols=4)
    group += [nodes.colspec(colwidth=1) for _ in range(4)]
    group += nodes.tbody("", *map(_row, block.rows))
    yield nodes.table("", group, classes=["symkl-derivation", "symkl-sheet", "colwidths-auto"])


def _row(row: Row) -> nodes.row:
    sign = RELATIONS.get(row.relation, row.relation)
    large = rf"\displaystyle {row.tex}"
    mark = [nodes.Text(" "), nodes.strong("", f"{NO} {row.mark}")] if row.mark else []
    cells: tuple[list[Any], ...] = (
        [nodes.Text(row.label)],
        [nodes.math(sign, sign)] if sign else [],
        [nodes.math(large, large)],
        [*_prose(row.reason), *mark],
    )
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells))


def _lines(block: Lines) -> Iterator[nodes.Node]:
    lines = (nodes.line("", "", classes=["symkl-line"]) for _ in range(block.count))
    yield nodes.line_block("", *lines)


def _prose(text: str) -> list[Any]:
    return [nodes.math(part, part) if math else nodes.Text(part) for math, part in pieces(text)]


SHOWN: dict[type[Block], Callable[[Any], Iterator[nodes.Node]]] = {
    Heading: _heading,
    Text: _text,
    Items: _items,
    Chain: _chain,
    Lines: _lines,
}
