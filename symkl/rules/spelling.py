"""One spelling for the many in which people cite one reason.

Case, articles, possessives, hyphens, plurals, British or American endings and the blanks around
signs make no difference: "Jensen's inequality", "the Jensen inequality".
"""

from __future__ import annotations

import re

_SIGNS = {"’": "'", "≤": "<=", "≥": ">=", "−": "-", "–": "-", "‖": "||"}
_STEPS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), put)
    for pattern, put in (
        (r"\s+", " "),
        (r"\\leq?(?:slant)?(?![a-z])", "<="),
        (r"\\geq?(?:slant)?(?![a-z])", ">="),
        (r"\\(?=(?:ln|log)\b)", ""),
        (r"^(by|from|using|use|since|because of|because|via|due to) ", ""),
        (r"\b([a-z]\w?)(?: and |, )([a-z]\w?)(?= (?:are )?independent\b)", "x and y"),
        (r"(?<=\bindependence of )([a-z]\w?)(?: and |, )([a-z]\w?)\b", "x and y"),
        (r"'s?\b|s'(?=\s|$)|'", ""),
        (r"\b(the|an|a) (?=\w)", ""),
        (r"\bdef\.", "def"),
        (r"\bln\b", "log"),
        (r"\b(?:kl|kullback[- ]leibler)[- ](?:divergence|distance)\b|\brelative entropy\b", "kl"),
        (r"\bnon[- ](?=\w)", "non"),
        (r"(?<=[a-z]{2})-(?=[a-z]{2})", " "),
        (r"\bfor\b", "of"),
        (r"(?<=[a-z]{3})is(?=(?:e|ed|es|ing|ation)\b)", "iz"),
        (r"(?<=[a-z]{3})(?<![su])s\b", ""),
        (r" ?(<=|>=|\|\||[=+\-/<>]) ?", r"\1"),
        (r"^[ .:]+|[ .:]+$", ""),
    )
)


def plain(text: str) -> str:
    """The words of a citation in the one spelling in which citations are compared.

    Examples:
        >>> plain("by Jensen's inequality") == plain("the Jensen inequality")
        True
        >>> plain("ln x ≤ x - 1"), plain("marginalisation")
        ('log x<=x-1', 'marginalization')
    """
    words = text.lower().strip(" .:")
    for sign, put in _SIGNS.items():
        words = words.replace(sign, put)
    for pattern, put in _STEPS:
        words = pattern.sub(put, words)
    return words
