r"""Words that say that a letter is the binary entropy function: "the binary entropy function $h$".

It is a function of a number then, where its argument is one: h(t) = -t log t - (1 - t) log(1 - t).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from symkl.reading import names
from symkl.reading.declared import Said
from symkl.reading.layout import Row, plain
from symkl.reading.sentences import FORMULA, Sentence
from symkl.reading.usage import ENTROPY_LETTERS

FLAG = "binary entropy"
BINARY = frozenset({"b", "B"})  # labels that say so
_WORDS = (
    r"(?:binary(?:-|\s+)(?:shannon\s+)?entropy(?:\s+function)?|binäre\s+Entropie(?:funktion)?|"
    r"entropie\s+binaire|entropía\s+binaria)"
)
SAYING = (
    re.compile(rf"{_WORDS}\s+(?:is\s+|by\s+|:\s*)?(?P<x>{FORMULA})", re.I),
    re.compile(
        rf"(?P<x>{FORMULA})\s*,?\s*(?:is|be|denotes?|denoting|for|stands for|being|est|ist|as)\s+"
        rf"(?:the|la|l'|die|la fonction d')?\s*(?:usual\s+)?{_WORDS}",
        re.I,
    ),
    re.compile(rf"\b(?:soit|sei|sea)\s+(?P<x>{FORMULA})\s+(?:l'|die\s+|la\s+)?{_WORDS}", re.I),
    re.compile(rf"(?:二元熵(?:函数)?)\s*(?:[为是记]作?)?\s*(?P<x>{FORMULA})"),
    re.compile(rf"(?P<x>{FORMULA})\s*(?:[为是]|表示)\s*二元熵"),
)


def said_in(sentence: Sentence, rows: dict[str, Row]) -> Iterator[Said]:
    """The letters of entropies that a sentence says to be the binary entropy function."""
    for pattern in SAYING:
        for match in pattern.finditer(sentence.text):
            row = plain(rows.get(match.group("x"), ()))
            applied = len(row) > 1 and row[1].kind == "fence"
            if not row or row[0].kind != "name" or row[0].text not in ENTROPY_LETTERS:
                continue
            if len(row) == 1 or applied:
                flags = frozenset({FLAG})
                yield Said(names.key(row[0]), "function", "prose", row[0].span, flags=flags)
