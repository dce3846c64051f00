r"""Numbers that the words make probabilities: "erased with probability ``\epsilon``"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symkl.reading import names
from symkl.reading.chain import Chain
from symkl.reading.intervals import between
from symkl.reading.layout import Node, Row, plain
from symkl.reading.pieces import Piece
from symkl.reading.sentences import Sentence

NOUN = (
    r"(?:probabilit(?:y|ies)|prob\.|chances?|wahrscheinlichkeit|probabilités?|probabilidad|"
    r"概率|確率)"
)
BEFORE = re.compile(
    rf"{NOUN}(?:\s+(?:of|de|von|with|exactly|equal to)(?:\s+[a-z-]+){{0,3}}|[为是]|が)?\s*$",
    re.IGNORECASE,
)
BEHIND = re.compile(
    rf"\s*(?:is|denotes|be|ist|est|es)\s+(?:an?|the|its|die|la|eine)\s+(?:[a-z-]+\s+){{0,2}}{NOUN}\b"
    rf"(?!\s+(?:distribution|law|measure|vector|density|mass|function|space))|"
    rf"\s*[为是][^，。$]{{0,6}}概率(?!分布|测度|密度|空间)",
    re.IGNORECASE,
)


Stretch = tuple[int, int]


def said_in(sentence: Sentence, rows: dict[str, Row]) -> Iterator[tuple[Chain, Stretch]]:
    """The inequalities ``0 <= p <= 1`` that words of a sentence stand for, and these words."""
    for mark, piece in sentence.formulas.items():
        node = _number(rows.get(mark, ()))
        place = sentence.text.find(mark)
        if node is None or place < 0:
            continue
        found = BEFORE.search(sentence.text[:place]) or BEHIND.match(sentence.text, place + 1)
        if found is not None:
            yield _between_zero_and_one(node, piece), found.span()


def _number(row: Row) -> Node | None:
    r"""The name in ``\epsilon`` or ``1 - \epsilon``; capitals are laws or events."""
    nodes = plain(row)
    shape = [node.text for node in nodes[:-1]]
    if shape not in ([], ["1", "-"]) or not nodes or nodes[-1].kind != "name":
        return None
    return None if names.is_capital(names.key(nodes[-1])) or nodes[-1].sup else nodes[-1]


def _between_zero_and_one(node: Node, piece: Piece) -> Chain:
    lower, upper = ((Node("number", digit, node.span),) for digit in "01")
    return between(lower, "<=", node, "<=", upper, piece)
