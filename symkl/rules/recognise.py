"""From the words of a citation to a reason of the catalogue."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from symkl.rules.abroad import ABROAD
from symkl.rules.aliases import ALIASES, BARE
from symkl.rules.catalogue import CATALOGUE
from symkl.rules.convexity_claims import is_false
from symkl.rules.reason import Reason, together
from symkl.rules.spelling import plain

SEPARATORS = re.compile(r"\s*(?:;|,|\+|\band\b|&)\s*")


def _names(reason: Reason) -> tuple[str, ...]:
    return (reason.name, *ALIASES[reason.name], *ABROAD.get(reason.name, ()))


NAMES: dict[str, Reason] = {plain(name): reason for reason in CATALOGUE for name in _names(reason)}

JENSEN = "Jensen"
_BARE = frozenset(map(plain, BARE))


def recognised(citation: str | Iterable[str]) -> Reason | None:
    """The cited reason, or several together; None when a part of it is not in the catalogue.

    Examples:
        >>> recognised("by Jensen").name, recognised("chain rule and marginalisation").name
        ('Jensen', 'definition of conditional probability and marginalisation')
    """
    parts = [citation] if isinstance(citation, str) else list(citation)
    found: list[Reason] = []
    for part in parts:
        pieces = [part] if plain(part) in NAMES else SEPARATORS.split(part)
        for piece in pieces:
            reason = NAMES.get(plain(piece))
            if reason is None:
                return None
            if reason not in found:
                found.append(reason)
    return together(found) if found else None


def nearest(citation: str, count: int = 3) -> list[str]:
    """The names in the catalogue that look most like the citation."""
    written = {name.lower(): reason.name for reason in CATALOGUE for name in _names(reason)}
    close = difflib.get_close_matches(citation.lower(), written, n=3 * count, cutoff=0.4)
    return list(dict.fromkeys(written[name] for name in close))[:count]


def named_in(text: str) -> tuple[str, ...]:
    """The names of the reasons that free text mentions, the longest mentions first.

    Jensen's inequality is not among them where the text is wrong about what is convex.

    Examples:
        >>> named_in("since log is concave, by Jensen's inequality with weights p")
        ('Jensen',)
    """
    words = plain(text)
    misled = is_false(text)
    if words in NAMES and not misled:
        return (NAMES[words].name,)
    found: list[str] = []
    for name in sorted(NAMES.keys() - _BARE, key=len, reverse=True):
        place = _mention(name, words)
        if place is not None:
            words = words[: place[0]] + "\0" * (place[1] - place[0]) + words[place[1] :]
            if NAMES[name].name not in found:
                found.append(NAMES[name].name)
    return tuple(name for name in found if not misled or name != JENSEN)


def _mention(name: str, text: str) -> tuple[int, int] | None:
    """Where the words stand in the text; letters may not go on on either side."""
    pattern = re.escape(name)
    if name[:1].isascii() and name[:1].isalnum():
        pattern = rf"(?<![a-z0-9]){pattern}"
    if name[-1:].isascii() and name[-1:].isalnum():
        pattern = rf"{pattern}(?![a-z0-9])"
    match = re.search(pattern, text)
    return match.span() if match else None
