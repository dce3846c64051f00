"""The words by which sentences say that a matrix is orthogonal, idempotent and the like."""

from __future__ import annotations

import re

PROJECTION = r"orthogonal\s+project(?:ion|or)(?:\s+matri(?:x|ces)\b)?|orthogonal\s+projection"
WORDS: dict[str, str] = {
    "projection": rf"(?:{PROJECTION})|正交投影",
    "orthogonal": r"orthogonal(?!\s+project)|正交(?!投影)",
    "idempotent": r"idempotent|幂等",
    "involution": r"involutory|对合",
    "skew": r"(?:skew|anti)[ -]?symmetric|反对称",
    "semidefinite": r"positive[ -]semi-?definite|\bp\.?s\.?d\.?(?![A-Za-z])|半正定",
}
ANY = "|".join(f"(?:{words})" for words in WORDS.values())
PATTERNS = {flag: re.compile(words, re.IGNORECASE) for flag, words in WORDS.items()}
MEANT = {"projection": frozenset({"idempotent", "symmetric"})}
TITLES = {
    "orthogonal": "orthogonal",
    "idempotent": "idempotent",
    "involution": "its own inverse",
    "skew": "skew-symmetric",
    "symmetric": "symmetric",
    "semidefinite": "positive semidefinite",
}
# Beside one of these, a word says something else: nearly orthogonal, semi-orthogonal.
HEDGED = re.compile(
    r"\b(?:non|not|nearly|almost|approximately|asymptotically|partially|block|semi|pseudo|quasi|"
    r"random|neither|never|without)\b(?!-?definite)|\bnon(?=orth|idem|symm)|近似|几乎|不|非(?!奇)",
    re.IGNORECASE,
)
NAMED = re.compile(ANY, re.IGNORECASE)


def flags_of(words: str) -> frozenset[str]:
    """The properties that the words say.

    Examples:
        >>> sorted(flags_of("an orthogonal")), sorted(flags_of("an orthogonal projection"))
        (['orthogonal'], ['idempotent', 'symmetric'])
    """
    if HEDGED.search(words):
        return frozenset()
    found = {flag for flag, pattern in PATTERNS.items() if pattern.search(words)}
    return frozenset(flag for one in found for flag in MEANT.get(one, frozenset({one})))


SINGULAR = re.compile(
    r"\b(?:may|can|could|might|possibly|perhaps) (?:well |also )?(?:be )?(?:singular|degenerate|"
    r"rank[ -]deficient|not invertible)|\b(?:not|n't) (?:necessarily |assumed |required )*(?:to )?"
    r"(?:be )?(?:invertible|non-?singular|(?:strictly )?(?:positive[ -])?definite|of full rank)|"
    r"\bneed not be (?:invertible|non-?singular|positive)|"
    r"(?:可能|可以|可)(?:是|为)?(?:奇异|退化|不可逆)|(?:不一定|未必|不必)(?:是|为)?(?:可逆|正定|满秩)",
    re.IGNORECASE,
)


def unless_singular(flags: frozenset[str], text: str) -> frozenset[str]:
    """The properties of a matrix, where the sentence says that it may be singular.

    Examples:
        >>> sorted(unless_singular(frozenset({"spd"}), "a covariance that may be singular"))
        ['semidefinite']
    """
    if not SINGULAR.search(text):
        return flags
    weaker = {"semidefinite"} if "spd" in flags else set()
    return (flags - {"spd", "invertible"}) | weaker


def without(text: str, start: int, end: int) -> str:
    """The text with the words for properties between two places blotted out."""
    if HEDGED.search(text[start:end]):
        return text

    def blot(found: re.Match[str]) -> str:
        width = len(found.group())
        return "real".ljust(width) if width > len("real") else " " * width

    return text[:start] + NAMED.sub(blot, text[start:end]) + text[end:]
