"""Words near the name of a matrix that say it is definite, where they are not understood.

What is false of any matrix is often true of a definite one.  Where nothing declares a matrix, and
a sentence names it beside such a word, nothing is refuted of it.
"""

from __future__ import annotations

import re

from symkl.reading.symbols import GREEK

WORDS = re.compile(
    r"definite|\bs\.?p\.?s?\.?d\b|\bp\.?s\.?d\b|covariance|precision matri|Gram matri|symmetri|"
    r"正定|协方差|对称|"
    r"\\(?:succ|prec)|[≻⪰≽≺⪯≼]|\+\+|definit|symétrique|définie|symmetrisch",
    re.IGNORECASE,
)
FARTHEST = 300  # characters of a sentence that are looked at, on each side of a word
END = re.compile(r"[。；]|[.;!?](?=\s)|\n\s*\n")


def word_beside(text: str, name: str) -> str:
    """The first such word in a sentence that names the matrix; "" where there is none.

    Examples:
        >>> word_beside("Let $A$ be what is definite. Here is $B$.", "A")
        'definite'
        >>> word_beside("Let $A$ be what is definite. Here is $B$.", "B")
        ''
    """
    named = _written(name)
    for found in WORDS.finditer(text):
        before = END.split(text[max(0, found.start() - FARTHEST) : found.start()])[-1]
        behind = END.split(text[found.end() : found.end() + FARTHEST])[0]
        if named.search(before) or named.search(behind):
            return found.group()
    return ""


def _written(name: str) -> re.Pattern[str]:
    """The stem of a name as TeX writes it."""
    stem = re.sub(r"^(?:hat|tilde|bar)_", "", name).partition("_")[0].rstrip("*'")
    if stem in GREEK:
        return re.compile(rf"\\{stem}(?![A-Za-z])|\\(?:bf|b){stem}")
    return re.compile(rf"(?<![A-Za-z\\]){re.escape(stem)}(?![A-Za-z])")
