"""From the pieces of a document to its chains."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from symkl.reading.assembly import Assembly
from symkl.reading.chain import Chain, Link, Remark, Side
from symkl.reading.counting import Count
from symkl.reading.diagnostics import Diagnostic, Unreadable
from symkl.reading.images import with_images
from symkl.reading.laying import laid_out
from symkl.reading.layout import Node, Row, span_of
from symkl.reading.macros import Macros, macros_in
from symkl.reading.own_notations import OwnNotation, written_out
from symkl.reading.pieces import Piece, Regions, headings_of
from symkl.reading.reasons import reason_before, reasons_below
from symkl.reading.rows import add_row, check_accounted, flattened, statements
from symkl.reading.tokens import Token, tokens
from symkl.reading.unrolled import unrolled


def chains(
    regions: Regions,
    macros: Macros | None = None,
    notations: Sequence[OwnNotation] = (),
    count: Count | None = None,
) -> tuple[Chain, ...]:
    r"""The chains of all formulas, in order; raises nothing: what is unreadable is in its side.

    A display that begins with a relation continues the one before, when only prose stands between.
    ``count`` says for how many variables those of any number are written out.

    Examples:
        >>> from symkl.reading.document import Document
        >>> from symkl.reading.regions import regions
        >>> found = chains(regions(Document("a.md", "$$ a = b $$ so $$ = c, \\quad 2 d > e $$")))
        >>> [[link.relation for link in chain.links] for chain in found]
        [['=', '='], ['>']]
    """
    macros = macros_in(regions.text) if macros is None else macros
    under = headings_of(regions) if notations else {}
    found: list[Chain] = []
    last: int | None = None  # where the chain is that a display may continue
    for index, piece in enumerate(regions.pieces):
        if piece.kind == "heading":
            last = None
        if not piece.is_formula:
            continue
        over = under[piece.span[0]][0] if notations else ()
        holding = [one for one in notations if one.heading in over]
        new = _with_prose(regions, index, formula_chains(regions, piece, macros, holding, count))
        if new and new[0].links and not new[0].sides[0].row and new[0].sides[0].problem is None:
            start = found[last] if last is not None and piece.kind == "display" else None
            if start is None:
                new[0] = _without_start(new[0])
            else:
                found[last or 0] = _joined(start, new.pop(0))
        found += new
        if piece.kind == "display" and new:
            last = len(found) - 1
            while found[last].is_inner:
                last -= 1
    return tuple(found)


def formula_chains(
    regions: Regions,
    piece: Piece,
    macros: Macros,
    notations: Sequence[OwnNotation] = (),
    count: Count | None = None,
) -> list[Chain]:
    """The chains of one formula; the first may begin with an empty side, to be continued."""
    if piece.problem is not None:
        return [_unread(piece, piece.problem)]
    try:
        stream = macros.expanded(tokens(regions.text, *piece.inner))
    except Unreadable as error:
        return [_unread(piece, error.diagnostic)]
    try:
        row = unrolled(written_out(laid_out(stream, piece.inner), notations))
        row = with_images(row if count is None else count.written_out(row))
    except Unreadable as error:
        return _recovered(regions, piece, stream, error.diagnostic, notations)
    try:
        assembly = statements(row, regions.text)
    except Unreadable as error:
        return [_unread(piece, error.diagnostic)]
    return _finished(regions, piece, assembly, stream)


def _finished(
    regions: Regions, piece: Piece, assembly: Assembly, stream: Iterable[Token]
) -> list[Chain]:
    found = [statement.chain(piece) for statement in assembly.statements]
    found = [chain for chain in found if chain.sides]
    found = _with_comments(regions, found, stream)
    return found + [_inner(piece, *claim) for claim in assembly.inner]


def _inner(piece: Piece, body: tuple[Node, ...], relation: Node, label: tuple[Node, ...]) -> Chain:
    r"""The claim ``\underbrace{body}_{= label}``, also with more of them: ``_{= a \ge 0}``."""
    rows: list[list[Node]] = [[]]
    links = [Link(relation.text, relation.span, relation)]
    for node in label:
        if node.kind == "rel" and rows[-1]:
            links.append(Link(node.text, node.span, node))
            rows.append([])
        else:
            rows[-1].append(node)
    sides = [Side(body, span_of(body, relation.span))]
    sides += [Side(tuple(row), span_of(tuple(row), relation.span)) for row in rows]
    return Chain(tuple(sides), tuple(links), (piece,), is_inner=True)


def _unread(piece: Piece, problem: Diagnostic) -> Chain:
    return Chain((Side((), piece.inner, problem),), (), (piece,))


# --- rows on their own ----------------------------------------------------------------------------


def _recovered(
    regions: Regions,
    piece: Piece,
    stream: list[Token],
    problem: Diagnostic,
    notations: Sequence[OwnNotation],
) -> list[Chain]:
    """The rows read one by one, so that an unreadable one leaves the others."""
    assembly = Assembly(regions.text)
    rows = list(_token_rows(stream))
    if len(rows) < 2:
        return [_unread(piece, problem)]
    nodes: list[Node] = []
    for row in rows:
        nodes += _add_alone(assembly, row, notations)
    try:
        check_accounted(nodes, assembly)
    except Unreadable as error:
        return [_unread(piece, error.diagnostic)]
    return _finished(regions, piece, assembly, stream)


def _add_alone(assembly: Assembly, row: list[Token], notations: Sequence[OwnNotation]) -> Row:
    """Add a row that is laid out on its own; its nodes."""
    try:
        laid = laid_out(row, (row[0].span[0], row[-1].span[1]))
        nodes = flattened(written_out(laid, notations))
    except Unreadable as error:
        return _add_unread(assembly, row, error.diagnostic)
    add_row(assembly, nodes)
    return nodes


def _token_rows(stream: Iterable[Token]) -> Iterator[list[Token]]:
    """The tokens between row breaks, without the environments around the rows."""
    row: list[Token] = []
    for token in _without_environments(list(stream)):
        if token.kind != "break":
            row.append(token)
            continue
        if any(t.kind not in ("space", "comment") for t in row):
            yield row
        row = []
    if any(t.kind not in ("space", "comment") for t in row):
        yield row


def _without_environments(stream: list[Token]) -> Iterator[Token]:
    at = 0
    while at < len(stream):
        token = stream[at]
        at += 1
        if token.kind == "command" and token.text in ("begin", "end"):
            while at < len(stream) and stream[at].kind != "close":
                at += 1
            at += 1
        else:
            yield token


def _add_unread(assembly: Assembly, row: list[Token], problem: Diagnostic) -> Row:
    """A row that cannot be laid out: its relation, where it begins with one, and a lost side."""
    plain = [token for token in row if token.kind not in ("space", "align", "comment")]
    try:
        first = laid_out(plain[:1], plain[0].span)
    except Unreadable:
        first = ()
    is_relation = bool(first) and first[0].kind == "rel"
    if is_relation:
        assembly.add_relation(first[0])
    elif not (assembly.statements and assembly.current.is_waiting):
        assembly.begin()
    assembly.spoil(problem.code, problem.span, problem.message, problem.help)
    assembly.current.sides[-1].is_ended = True
    return first[:1] if is_relation else ()


# --- remarks from outside of the rows -------------------------------------------------------------


def _with_comments(regions: Regions, found: list[Chain], stream: Iterable[Token]) -> list[Chain]:
    """The chains with what TeX comments behind a row say about its last link."""
    places = sorted(
        (link.span[0], c, k) for c, chain in enumerate(found) for k, link in enumerate(chain.links)
    )
    for token in stream:
        if token.kind != "comment" or not token.text.strip("% \t"):
            continue
        line = regions.text[regions.text.rfind("\n", 0, token.span[0]) + 1 : token.span[0]]
        before = bisect_left(places, (token.span[0], 0, 0))
        if line.strip() and before:  # a line of its own says nothing about one row
            _, c, k = places[before - 1]
            remark = Remark(token.text.strip("% \t"), token.span, (), "comment")
            found[c] = _with_remark(found[c], k, remark)
    return found


def _with_remark(chain: Chain, index: int, remark: Remark) -> Chain:
    links = list(chain.links)
    links[index] = replace(links[index], remarks=(*links[index].remarks, remark))
    return replace(chain, links=tuple(links))


def _with_prose(regions: Regions, index: int, found: list[Chain]) -> list[Chain]:
    """The chains of a display with the reasons that the prose before and below it gives."""
    if regions.pieces[index].kind != "display":
        return found
    if any(link.label for chain in found for link in chain.links):
        below = reasons_below(regions, index)
        found = [_with_labelled(chain, below) for chain in found]
    before = reason_before(regions, index)
    if before is not None and found and found[0].links:
        found[0] = _with_remark(found[0], 0, before)
    return found


def _with_labelled(chain: Chain, below: Mapping[str, Remark]) -> Chain:
    for k, link in enumerate(chain.links):
        if link.label in below:
            chain = _with_remark(chain, k, below[link.label])
    return chain


# --- chains across displays -----------------------------------------------------------------------


def _joined(start: Chain, rest: Chain) -> Chain:
    """The chain that a display continues: the empty first side of the rest is the last of it."""
    return replace(
        start,
        sides=start.sides + rest.sides[1:],
        links=start.links + rest.links,
        pieces=start.pieces + rest.pieces,
        qualifiers=start.qualifiers + rest.qualifiers,
        remarks=start.remarks + rest.remarks,
        notes=start.notes + rest.notes,
        tag=rest.tag or start.tag,
    )


def _without_start(chain: Chain) -> Chain:
    """A chain whose first relation continues nothing; "implies" alone is a mere "so"."""
    span = chain.links[0].span
    if chain.links[0].relation == "implies":
        notes = (*chain.notes, chain.links[0].node)
        return replace(chain, sides=chain.sides[1:], links=chain.links[1:], notes=notes)
    problem = Diagnostic("SK302", span, "nothing stands before the relation that could be meant")
    return replace(chain, sides=(Side((), (span[0], span[0]), problem), *chain.sides[1:]))
