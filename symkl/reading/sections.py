"""Sections: which formulas stand together, so that a name means the same in all of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from symkl.reading import hypotheses, names
from symkl.reading.chain import Chain
from symkl.reading.layout import Row
from symkl.reading.pieces import Piece, Regions
from symkl.reading.primes import with_transposes
from symkl.reading.seeing import seen
from symkl.reading.usage import Usage

NOTIONS = frozenset({"H", "h", "S", "I", "MI", "E", "D", "KL", "DKL", "CE", "N"})
HYPOTHESES = frozenset({"=", "!=", "<", ">", "<=", ">=", "approx", "equiv"})


@dataclass(frozen=True)
class Placed:
    """A chain with the headings it stands under, from the nearest to the whole document."""

    chain: Chain
    headings: tuple[int, ...]  # offsets of the headings; 0 for the document
    title: str
    before: str = ""  # the prose that leads to it
    after: str = ""  # the rest of the sentence behind it
    assumed: str = ""  # a hypothesis of the section that is not understood
    defined: frozenset[str] = frozenset()  # names that the section gives a meaning
    is_assumed: bool = False  # whether it is itself a hypothesis, or demanded, not claimed
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
    owner: dict[int, int] = {}  # where a piece begins, to the heading it stands under
    for piece in regions.pieces:
        if piece.kind == "heading":
            while open_headings and open_headings[-1].level >= piece.level:
                open_headings.pop()
            open_headings.append(piece)
        starts = tuple(heading.span[0] + 1 for heading in reversed(open_headings))
        title = regions.content(open_headings[-1]).strip() if open_headings else ""
        under[piece.span[0]] = ((*starts, 0), title)
        owner[piece.span[0]] = (*starts, 0)[0]
    found: list[Placed] = []
    sections = Sections()
    local = Usage()
    defined: dict[int, set[str]] = {}  # names that are given a meaning, by heading
    assumed: dict[int, str] = {}  # formulas that are assumed, by the heading they stand under
    for chain in with_transposes(chains):
        start = chain.pieces[0].span[0]
        headings, title = under[start]
        before = hypotheses.prose_before(regions, start)
        after = hypotheses.prose_after(regions, chain.pieces[-1].span[1])
        usage = usage_of(chain)
        if _is_drawn(chain) and hypotheses.is_local(before):
            local = local.merged(usage)
            continue
        is_assumed = _is_short(chain) and hypotheses.is_condition(before, chain.is_display)
        in_force = next((assumed[h] for h in headings if h in assumed), "")
        if not in_force:
            earlier = [p for p in regions.pieces if p.span[0] < start]
            earlier = [p for p in earlier if owner[p.span[0]] in headings]
            in_force = hypotheses.assumption(regions, earlier)
        in_force = in_force or _case_before(regions, found, start)
        found.append(
            Placed(chain, headings, title, before, after, in_force, frozenset(), is_assumed, local)
        )
        if new := _defined_name(chain):
            defined.setdefault(headings[0], set()).add(new)
        if is_assumed and hypotheses.is_supposed(before) and _is_hypothesis(chain):
            assumed[headings[0]] = _words(regions, chain)
        if chain.is_display and not chain.is_inner:
            local = Usage()
        for at in headings:
            sections.usages[at] = sections.usages.get(at, Usage()).merged(usage)
    return [_with_defined(item, defined) for item in found], sections


def _with_defined(item: Placed, defined: dict[int, set[str]]) -> Placed:
    names_in_force = (name for heading in item.headings for name in defined.get(heading, ()))
    return replace(item, defined=frozenset(names_in_force))


def _defined_name(chain: Chain) -> str:
    """The name that an equation gives a meaning: m of ``m = (p + q)/2`` and of ``m(x) = ...``.

    That a law is normal, or another name of a law, is understood and not meant here.
    """
    row, rest = names.unwrapped(chain.sides[0].row), chain.sides[1:]
    if not rest or chain.links[0].relation not in ("=", ":=", "equiv") or not row:
        return ""
    head, usage = row[0], seen(whole_row(chain))
    applied = len(row) == 2 and row[1].kind == "fence"
    if head.kind != "name" or not (len(row) == 1 or applied) or head.text in NOTIONS:
        return ""
    others = (n for side in rest for top in side.row for n in top.walk())
    if len(rest) == 1 and names.single(rest[0].row) is not None:
        return ""  # P = Q says nothing about what P is
    if usage.normals or any(n.kind == "name" and names.stem(n) == names.stem(head) for n in others):
        return ""
    return names.printable(names.key(head))


def _case_before(regions: Regions, earlier: list[Placed], start: int) -> str:
    """``With $P = Q$ we get``: a case in the sentence that leads to a formula."""
    for item in reversed(earlier):
        chain = item.chain
        between = regions.text[chain.span[1] : start]
        if chain.is_display or "\n\n" in between or hypotheses.SENTENCE_END.search(between):
            return ""
        if is_case(chain) and chain.links[0].relation in HYPOTHESES:
            return _words(regions, chain)
    return ""


def is_case(chain: Chain) -> bool:
    """``k = 1`` or ``P = Q`` in a sentence: it says what case is looked at."""
    rows = [names.unwrapped(side.row) for side in chain.sides]
    lone = all(len(row) == 1 and row[0].kind in ("name", "number") for row in rows)
    return lone and bool(chain.links) and not chain.is_display


def _is_short(chain: Chain) -> bool:
    """One relation, or in a sentence a double inequality as in 0 < a < 1."""
    relations = [link.relation for link in chain.links]
    bounds = all(relation in ("<", "<=", ">", ">=") for relation in relations)
    return len(relations) == 1 or (bounds and not chain.is_display)


def _is_hypothesis(chain: Chain) -> bool:
    """Whether the chain restricts what follows; that a law sums to 1, or a notation, does not."""
    relations = {link.relation for link in chain.links}
    if not relations & HYPOTHESES:
        return False
    first, last = (names.unwrapped(side.row) for side in (chain.sides[0], chain.sides[-1]))
    total = bool(first) and first[0].kind == "big" and names.text(last) == "1"
    lone = names.single(first)
    notation = lone is not None and lone.sup is None and relations <= {"=", ":=", "equiv"}
    notation &= names.single(last) is None  # P = Q is a hypothesis, Z = X + Y a name
    return not total and not notation


def _words(regions: Regions, chain: Chain) -> str:
    return " ".join(regions.text[slice(*chain.span)].split())


def _is_drawn(chain: Chain) -> bool:
    return any(link.relation == "~" for link in chain.links)
