r"""``Let $\Sigma \succ 0$``: a matrix that a sign calls definite, or semidefinite."""

from __future__ import annotations

import re
from collections.abc import Iterator

from symkl.reading import names
from symkl.reading.declared import Said
from symkl.reading.layout import Row, plain
from symkl.reading.sentences import FORMULA, Sentence

FLAGS = {"succ": "spd", "succeq": "semidefinite"}
FLIPPED = {"prec": "succ", "preceq": "succeq"}
SUPPOSING = re.compile(
    r"(?:\b(?:let|for|with|where|suppose|assume|assuming|given|any|all|every|each|fix|when|if)|"
    r"设|令|对|若|假设|其中|当)\s*(?:(?:that|any|all|every|each|an?|the|fixed|matri(?:x|ces)|"
    rf"covariances?|symmetric|任意|所有|矩阵)\s*)*(?P<row>{FORMULA})",
    re.IGNORECASE,
)


FURTHER = re.compile(rf"(?:\band|,|，|、|且|和|与)\s*(?P<row>{FORMULA})")
BEGUN = re.compile(r"^\W*(?:let|for|suppose|assume|given|fix|设|令|对|若|假设)", re.IGNORECASE)
CONCLUDING = re.compile(
    r"\b(?:then|hence|so|thus|therefore|we|is|are|that|if|not)\b|则|那么|所以|因此|有",
    re.IGNORECASE,
)


def _supposed(text: str) -> Iterator[str]:
    """The marks of what a sentence supposes: behind such words, or further on in their list."""
    yield from (match.group("row") for match in SUPPOSING.finditer(text))
    for match in FURTHER.finditer(text) if BEGUN.match(text) else ():
        if not CONCLUDING.search(text[: match.start()]):
            yield match.group("row")


def said_in(sentence: Sentence, rows: dict[str, Row]) -> Iterator[Said]:
    """The matrices of which the sentence supposes that they are definite."""
    for mark in dict.fromkeys(_supposed(sentence.text)):
        nodes = plain(rows.get(mark, ()))
        signs = [place for place, n in enumerate(nodes) if n.kind == "rel"]
        if len(signs) != 1:
            continue
        sign, before, behind = nodes[signs[0]].text, nodes[: signs[0]], nodes[signs[0] + 1 :]
        if sign in FLIPPED:
            sign, before, behind = FLIPPED[sign], behind, before
        if sign not in FLAGS or [node.text for node in behind] != ["0"]:
            continue
        for node in _listed(before):
            flags = frozenset({FLAGS[sign]})
            yield Said(names.key(node), "matrix", "formula", node.span, (), flags)


def _listed(nodes: Row) -> Row:
    """The names of ``A, B``; nothing for any other row."""
    members, commas = nodes[::2], nodes[1::2]
    listed = all(n.kind == "punct" and n.text == "," for n in commas)
    named = all(n.kind == "name" and names.is_capital(names.key(n)) for n in members)
    return members if listed and named and len(nodes) % 2 else ()
