"""Where a pattern is found in a text: looked for once, and asked for often."""

from __future__ import annotations

import math
import re
from bisect import bisect_left

from symkl.reading.diagnostics import Span


class Occurrences:
    """All places of a pattern in a text, in order.

    Examples:
        >>> found = Occurrences(re.compile("ab+"), "ab, cabb")
        >>> found.first(1), found.first(1, 7), found.last(7)
        ((5, 8), None, (0, 2))
    """

    def __init__(self, pattern: re.Pattern[str], text: str) -> None:
        self.spans = [found.span() for found in pattern.finditer(text)]
        self.starts = [start for start, _ in self.spans]

    def first(self, start: int, end: float = math.inf) -> Span | None:
        """The first one in a stretch of the text."""
        place = bisect_left(self.starts, start)
        found = self.spans[place] if place < len(self.spans) else None
        return found if found is not None and found[1] <= end else None

    def last(self, end: int) -> Span | None:
        """The last one that begins before a place and does not reach over it."""
        place = bisect_left(self.starts, end)
        while place and self.spans[place - 1][1] > end:
            place -= 1
        return self.spans[place - 1] if place else None
