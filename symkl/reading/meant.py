r"""Names that words give a meaning which is not read: "the eigenvalues ``\lambda_i`` of ``A``".

A model that gives such a name any value shows nothing of a claim about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from symkl.reading import names
from symkl.reading.arguments import arguments
from symkl.reading.doubts import numbers_named
from symkl.reading.layout import Row, plain
from symkl.reading.parameters import LAW_LETTERS
from symkl.reading.sentences import FORMULA, Sentence

NOUN = (
    r"(?:singular values?|eigen-?values?|eigen-?vectors?|spectrum|entries|entry|components?|"
    r"columns?|rows?|solutions?|maximi[sz]ers?|minimi[sz]ers?|optim(?:um|a|al \w+)|roots?|"
    r"factors?|residuals?|estimat(?:e|es|or|ors)|mles?|modes?|medians?|quantiles?|limits?|"
    r"gradients?|adjoints?|projections?|fitted values?|predictions?|weights?|coefficients?|"
    r"eigenwerte?|singulärwerte?|valeurs? propres?|valeurs? singulières?|valores? propios?|"
    r"特征值|奇异值|估计量?|固有値|特異値|推定量)"
)
BEFORE = re.compile(rf"{NOUN}(?:\s+(?:is|are|be|sind|sont))?\s*$", re.IGNORECASE)
BEHIND = re.compile(
    rf"\s{{0,3}}(?:is|are|be|denotes?|for|ist|sind|est|sont|为|是|を|は)?\s{{0,3}}"
    rf"(?:the|its|their|die|der|das|les?|la)?\s{{0,3}}(?:[a-z-]+\s+){{0,2}}?{NOUN}",
    re.IGNORECASE,
)
NEAR = 60  # characters in which the noun beside a name is looked for


def meant_in(sentence: Sentence, rows: dict[str, Row]) -> Iterator[str]:
    """The names in a sentence that a noun beside them gives a meaning."""
    text = sentence.text
    for mark in re.findall(FORMULA, text):
        place = text.find(mark)
        before, behind = text[max(0, place - NEAR) : place], text[place + 1 : place + 1 + NEAR]
        if BEFORE.search(before) or BEHIND.match(behind):
            yield from _named(rows.get(mark, ()))


def _named(row: Row) -> Iterator[str]:
    """The names of a list, and what numbers with an index are called."""
    for part in arguments(plain(row)):
        node = names.single(part.row)
        if node is not None and names.letter_of(names.key(node)) not in LAW_LETTERS:
            yield names.key(node)
            yield names.printable(names.key(node))
            if node.sub is not None:
                yield numbers_named(names.stem(node))
