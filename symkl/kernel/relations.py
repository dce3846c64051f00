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
}


def compose(first: str, second: str) -> str | None:
    """The relation from ``A first B second C`` between A and C; None when there is none.

    >>> compose("=", ">="), compose(">=", ">"), compose("<=", ">=")
    ('>=', '>', None)
    """
    if (first, second) in COMPOSED:
        return COMPOSED[first, second]
    flipped = COMPOSED.get((FLIPPED[first], FLIPPED[second]))
    if flipped is not None:
        return FLIPPED[flipped]
    return "!=" if {first, second} == {"=", "!="} else None
