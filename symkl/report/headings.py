"""Headings of an article on its page, one level below the title at the least."""

from __future__ import annotations

from symkl.reading.pieces import Regions

DEEPEST = 6
HIGHEST = 2  # the title of the page has level 1


def heading_shift(regions: Regions) -> int:
    """What to add to the article's levels, so that its highest headings come below the title."""
    levels = [piece.level for piece in regions.pieces if piece.kind == "heading"]
    return HIGHEST - min(levels, default=HIGHEST)


def heading_tag(level: int, shift: int) -> str:
    """The tag of a heading.

    >>> heading_tag(1, 1), heading_tag(6, 1)
    ('h2', 'h6')
    """
    return f"h{max(HIGHEST, min(level + shift, DEEPEST))}"
