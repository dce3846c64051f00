"""How relations compose along a chain, and how they turn round."""

from __future__ import annotations

RELATIONS = ("=", "<=", "<", ">=", ">", "!=")
FLIPPED = {"=": "=", "<=": ">=", "<": ">", ">=": "<=", ">": "<", "!=": "!="}
COMPOSED: dict[tuple[str, str], str] = {
    ("=", "="): "=",
    ("=", "<="): "<=",
    ("=", "<"): "<",
    ("<=", "="): "<=",
    ("<=", "<="): "<=",
    ("<=", "<"): "<",
    ("<", "="): "<",
    ("<", "<="): "<",
    ("<", "<"): "<",
    ("iff", "iff"): "iff",
    ("iff", "implies"): "implies",
    ("implies", "iff"): "implies",
    ("implies", "implies"): "implies",
}


def compose(first: str, second: str) -> str | None:
    """The relation from ``A first B second C`` between A and C; None when there is none.

    >>> compose("=", ">="), compose(">=", ">"), compose("<=", ">=")
    ('>=', '>', None)
    """
    if (first, second) in COMPOSED:
        return COMPOSED[first, second]
    flipped = COMPOSED.get((FLIPPED.get(first, ""), FLIPPED.get(second, "")))
    if flipped is not None:
        return FLIPPED[flipped]
    return "!=" if {first, second} == {"=", "!="} else None
