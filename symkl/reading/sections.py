"""Sections: which formulas stand together, so that a name means the same in all of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from symkl.reading import hypotheses
from symkl.reading.chain import Chain
from symkl.reading.layout import Row
from symkl.reading.pieces import Piece, Regions
from symkl.reading.seeing import seen
from symkl.reading.usage import Usage


@dataclass(frozen=True)
class Placed:
    """A chain with the headings it stands under, from the nearest to the whole document."""

    chain: Chain
    headings: tuple[int, ...]  # offsets of the headings; 0 for the document
    title: str
    before: str = ""  # the prose that leads to it
    local: Usage = field(default_factory=Usage)  # what is said for this display only


@dataclass
class Sections:
    """The usages of all headings of a document."""

    usages: dict[int, Usage] = field(default_factory=dict)

    def levels(self, placed: Placed) -> tuple[Usage, ...]:
        """The usages that decide about the names of a chain, from near to far."""
        chain = usage_of(placed.chain).merged(placed.local)
        return (chain, *(self.usages.get(at, Usage()) for at in placed.headings))


def whole_row(chain: Chain) -> Row:
    """Sides and relations in one row, as they were written."""
    row: Row = chain.sides[0].row
    for link, side in zip(chain.links, chain.sides[1:], strict=True):
        row = (*row, link.node, *side.row)
    return row


def usage_of(chain: Chain) -> Usage:
    """How names are used in the chain."""
    return seen(whole_row(chain))


def placed(regions: Regions, chains: tuple[Chain, ...]) -> tuple[list[Placed], Sections]:
    """Every chain with its headings, and what is seen under each of them."""
    open_headings: list[Piece] = []
    under: dict[int, tuple[tuple[int, ...], str]] = {}
    for piece in regions.pieces:
        if piece.kind == "heading":
            while open_headings and open_headings[-1].level >= piece.level:
                open_headings.pop()
            open_headings.append(piece)
        starts = tuple(heading.span[0] + 1 for heading in reversed(open_headings))
        title = regions.content(open_headings[-1]).strip() if open_headings else ""
        under[piece.span[0]] = ((*starts, 0), title)
    found, sections = [], Sections()
    local = Usage()
    for chain in chains:
        headings, title = under[chain.pieces[0].span[0]]
        before = hypotheses.prose_before(regions, chain.pieces[0].span[0])
        usage = usage_of(chain)
        if _is_drawn(chain) and hypotheses.is_local(before):
            local = local.merged(usage)
            continue
        found.append(Placed(chain, headings, title, before, local))
        if chain.is_display and not chain.is_inner:
            local = Usage()
        for at in headings:
            sections.usages[at] = sections.usages.get(at, Usage()).merged(usage)
    return found, sections


def _is_drawn(chain: Chain) -> bool:
    return any(link.relation == "~" for link in chain.links)
