"""Chains: sides with the relations between them, before their meaning is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from symkl.reading.diagnostics import Diagnostic, Span
from symkl.reading.layout import Node, Row
from symkl.reading.pieces import Piece
from symkl.reading.seeing import seen
from symkl.reading.usage import Usage

Origin = Literal["row", "over", "brace", "comment", "before", "below", "tag"]


@dataclass(frozen=True)
class Side:
    """What stands between two relations; its row cannot be used when there is a ``problem``.

    ``notes`` tell what was taken for something else before its meaning is read.
    """

    row: Row
    span: Span
    problem: Diagnostic | None = None
    notes: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Remark:
    """Words beside the formulas: a reason, a condition, a name.

    ``origin`` says where they stand: in the row, over the relation, at a brace, in a TeX comment,
    or in the prose before or below the display.
    """

    text: str
    span: Span
    row: Row = ()
    origin: Origin = "row"


@dataclass(frozen=True)
class Link:
    """The relation between two neighbouring sides, with what is said about it."""

    relation: str
    span: Span
    node: Node
    remarks: tuple[Remark, ...] = ()
    label: str = ""


@dataclass(frozen=True)
class Chain:
    """Sides and the links between them: ``links[k]`` stands between sides k and k+1.

    ``pieces`` are several when a display continues the one before.  ``remarks`` belong to no link;
    ``qualifiers`` restrict the whole chain.  ``is_inner`` marks a claim made at a brace inside
    of another chain's side.
    """

    sides: tuple[Side, ...]
    links: tuple[Link, ...]
    pieces: tuple[Piece, ...]
    qualifiers: tuple[Remark, ...] = ()
    remarks: tuple[Remark, ...] = ()
    notes: tuple[Node, ...] = ()
    tag: str = ""
    is_inner: bool = False

    @property
    def span(self) -> Span:
        """From the first side to the last."""
        return self.sides[0].span[0], self.sides[-1].span[1]

    @cached_property
    def row(self) -> Row:
        """Sides and relations in one row, as they were written."""
        row = [*self.sides[0].row]
        for link, side in zip(self.links, self.sides[1:], strict=True):
            row += (link.node, *side.row)
        return tuple(row)

    @cached_property
    def usage(self) -> Usage:
        """How names are used in it: looked at once, as many ask; to be read only."""
        return seen(self.row)

    @property
    def is_display(self) -> bool:
        """Whether it stands in a display, not in a line of prose."""
        return self.pieces[0].kind == "display"
