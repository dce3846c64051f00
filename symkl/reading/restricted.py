"""Whether an equation is said for some points or indices only, by the words behind it."""

from __future__ import annotations

import re

from symkl.reading.indices import LETTERS

SPACE = re.compile(r"(?:[\s$,，\\\])]|end\{[a-z]+\*?\})*")
END = re.compile(r"[.;。；](?:\s|\$|$)|\n\s*\n|\$\$|\\\[|\\begin|[。；]")
WORDS = re.compile(
    r"\b(?:except|unless|if|when|whenever|only|provided|as long as|otherwise|apart from|"
    r"sauf|si|quand|außer|wenn|falls)\b|除|当(?!前)|若|如果|仅|只有",
    re.I,
)
FOR = re.compile(
    r"\b(?:for|für|pour)\s+(?!all\b|any\b|every\b|each\b|alle|jede|tou[ts])(?P<rest>[^.;]*)|"
    r"对于?\s*(?!任意|所有|每|任何|一切)(?P<zh>[^。；]*)",
    re.I,
)
WHOLE = re.compile(r"\\in\b|\\forall|=\s*1\s*,\s*(?:\\l?dots|\\cdots|2\s*,)")
NAMED = re.compile(r"\bwhere\s+(?:\$|\\\()\s*(?P<name>[a-z])\s*(?:\$|\\\))", re.I)


def is_restricted(behind: str) -> bool:
    r"""Whether the text behind an equation restricts it, up to the end of its sentence.

    Examples:
        >>> is_restricted("$ for even $i$."), is_restricted(r"$ for $i = 1, \dots, n$.")
        (True, False)
        >>> is_restricted("$ except for $i=1$."), is_restricted("$, where $p$ is a pmf.")
        (True, False)
    """
    start = SPACE.match(behind)
    rest = behind[start.end() if start else 0 :]
    if rest[:1].isupper():
        return False
    stop = END.search(rest)
    rest = rest[: stop.start()] if stop else rest
    named = NAMED.search(rest)
    if WORDS.search(rest) or (named is not None and named.group("name") in LETTERS):
        return True
    return any(
        not WHOLE.search(found.group("rest") or found.group("zh") or "")
        for found in FOR.finditer(rest)
    )
