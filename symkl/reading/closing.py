r"""Notations that stand behind what they mean: ``\log p(x) \ge E_q[...] =: \mathcal{L}(q)``.

With ``=:`` and ``\equiv`` any new name gets its meaning so; at the end of a chain also with ``=``,
and at a brace, when it is applied to names, or calligraphic or an abbreviation, and nothing in
sight has given it a meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from symkl.reading import names
from symkl.reading.calling import CALLED, SAID
from symkl.reading.chain import Chain
from symkl.reading.diagnostics import Span
from symkl.reading.evidence import Definition
from symkl.reading.layout import Node, Row, plain
from symkl.reading.notations import NOTION_LETTERS, Notations, is_new, is_rearranged, notation
from symkl.reading.parameters import LAW_LETTERS
from symkl.reading.sides import ReadSide

BEHIND = "=:"
IN_BETWEEN = frozenset({BEHIND, "equiv", ":="})  # what names what stands before it in a chain
ARGUMENTS = frozenset({"name", "punct", "bar"})


def closing(
    chain: Chain, sides: list[ReadSide], known: Notations, first: Mapping[str, Span]
) -> Iterator[tuple[int, str, Definition]]:
    """The links behind which a new notation stands for the side before them, with its meaning.

    ``first`` says where names stand in the text for the first time: without a word or a sign, none
    that the text has used before gets a meaning.
    """
    for k, link in enumerate(chain.links):
        row, before = plain(chain.sides[k + 1].row), sides[k].written
        key = notation(row)
        if not key or before is None or not is_new(row, sides[k + 1]):
            continue
        said = link.label == SAID
        others = known.definitions
        if not said and (key in others or any(is_rearranged(key, other) for other in others)):
            continue
        last = 0 < k == len(chain.links) - 1
        in_between = link.relation in IN_BETWEEN and (k > 0 or link.relation == BEHIND)
        unsaid = link.relation == CALLED or (last and link.relation == "=")
        unsaid = unsaid and first.get(names.key(row[0]), row[0].span)[0] >= row[0].span[0]
        if said or in_between or (unsaid and _is_a_name_of_its_own(row)):
            yield k, key, Definition(before.term, before.declarations, chain.sides[k].span)


def _is_a_name_of_its_own(row: Row) -> bool:
    r"""``\mathcal{L}``, ``F(q)``, ``J(\theta)``: no notion, no law, and no product."""
    head, *rest = row
    if head.text in NOTION_LETTERS or names.letter_of(names.key(head)) in LAW_LETTERS:
        return False
    if rest:
        return all(map(_holds_names, rest))
    return head.style == "cal" or (len(head.text) > 1 and head.text.isupper())


def _holds_names(fence: Node) -> bool:
    return all(node.kind in ARGUMENTS for node in names.unwrapped(fence.parts[0]))
