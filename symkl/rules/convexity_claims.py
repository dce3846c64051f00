"""What citations say of convexity: "since log is convex" is no reason for anything.

Only plain statements about log, exp, squares and t log t are looked at.
"""

from __future__ import annotations

import re

_A = r"(?: function)?(?: is| being)(?: an?)?(?: strictly)? "
_LOG = r"(?:natural )?(?:logarithm|log|ln)"
_MINUS = r"(?:-\s*|minus |negative (?:of )?(?:the )?)"
_OF = r"(?:\s*\(?[a-z]\)?)?"
_CONVEX = rf"(?:{_MINUS}{_LOG}{_OF}|exp(?:onential)?{_OF}|[a-z]\s*{_LOG}\s*[a-z]|[a-z]\^2|e\^[a-z])"
FALSE = (
    rf"(?<![a-z0-9)-])(?<![-−] )(?<!negative )(?<!minus )(?<!negative of )(?<!\b[a-z] )"
    rf"{_LOG}{_OF}{_A}convex",
    rf"\bconvexity of (?:the )?{_LOG}(?![a-z]|[ -]*(?:sum|likelihood|loss|partition|1|\())",
    rf"{_CONVEX}{_A}concave",
    rf"\bconcavity of (?:the )?(?:{_CONVEX}|squares?|square function)(?![a-z])",
)
_FALSE = tuple(map(re.compile, FALSE))


def is_false(text: str) -> bool:
    """Whether a citation says of a function that it is convex where it is concave, or conversely.

    Examples:
        >>> is_false("Jensen, since log is convex"), is_false("since -log is convex")
        (True, False)
    """
    words = re.sub(r"[$\\\\{}]", "", text.lower())
    words = re.sub(r"\s+", " ", words)
    return any(pattern.search(words) for pattern in _FALSE)
