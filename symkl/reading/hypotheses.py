"""What the prose around a display says about how it is meant: a claim, a condition, a possibility.

Only words that change what a display claims are looked for; a hypothesis that is seen but not
understood keeps a step from being refuted.
"""

from __future__ import annotations

import re

from symkl.reading.pieces import Regions

REACH = 400  # characters of prose before a formula that belong to it

# A formula introduced by these is assumed or demanded, not claimed.
CONDITION = re.compile(
    r"\b(subject to|such that|constraints?|satisf(?:y|ies|ying)|suppose|assume|assuming|let|"
    r"if|when|whenever|given that|unless|we want|want to show|require|is defined|define)\b"
    r"|满足|约束|假设|假定|设|令|若|如果|当|要求|使得|soit|supposons|sei|angenommen|wenn|falls"
    r"|supongamos|sea\b|si\b",
    re.IGNORECASE,
)
# What these introduce holds for the next display only.
LOCAL = re.compile(
    r"\b(if|when|whenever|in case|for the case|special case|wenn|falls|si|quand|cuando)\b"
    r"|若|如果|当|特别地|特例",
    re.IGNORECASE,
)
# Words that restrict what follows in a way that is not read.
RESTRICTION = re.compile(
    r"\b(independen\w*|i\.?i\.?d\.?|uniform\w*|markov\w*|determinist\w*|identical\w*|"
    r"disjoint|orthogonal|diagonal|isotropic|bernoulli|binary|symmetric channel|doubly|"
    r"approximat\w*|asymptot\w*|as n|limit|small|large|in this case|special case|"
    r"function of|invertible transformation|bijecti\w*|stationary|ergodic|optimal|minimi[sz]er|"
    r"maximi[sz]er|exponential family|conjugate|conditionally)\b"
    r"|独立|均匀|马尔可夫|确定性|同分布|对角|二元|近似|极限|特别地|函数|最优|unabhängig|indépendan\w*"
    r"|independiente\w*",
    re.IGNORECASE,
)
POSSIBILITY = re.compile(
    r"\b(may|might|can|could) (?:happen|occur|fail|be)\b|\bin general(?:,)? (?:not|no)\b|"
    r"\bnot (?:always|necessarily|in general)\b|\b(?:is|are) not (?:symmetric|commutative)\b|"
    r"\bcounter-?example\b|可能|不一定|未必|一般来说不|kann|peut|puede",
    re.IGNORECASE,
)


def prose_before(regions: Regions, start: int) -> str:
    """The prose of the paragraph before a formula, without the formulas in it."""
    found: list[str] = []
    for piece in regions.pieces:
        if piece.span[0] >= start:
            break
        if piece.kind in ("display", "heading"):
            found = []
        elif piece.kind == "prose" and piece.span[1] > start - REACH:
            found.append(regions.content(piece))
        elif piece.kind == "inline":
            found.append(" ")
    return re.split(r"\n\s*\n", "".join(found).rstrip())[-1]


def last_sentence(text: str) -> str:
    """What stands after the last full stop, with what leads to the formula."""
    parts = re.split(r"(?<=[.!?。！？])\s+|(?<=[。！？])", text.strip())
    return next((part for part in reversed(parts) if part.strip()), "")


def is_condition(before: str) -> bool:
    """Whether the sentence that leads to a formula assumes or demands it."""
    return CONDITION.search(last_sentence(before)) is not None


def is_local(before: str) -> bool:
    """Whether what the sentence introduces is meant for the next display only."""
    return LOCAL.search(last_sentence(before)) is not None


def is_possibility(before: str) -> bool:
    """Whether the sentence says that the formula can hold, not that it always does."""
    return POSSIBILITY.search(last_sentence(before)) is not None


def restriction(before: str) -> str:
    """The word of a hypothesis that is not understood; "" when there is none."""
    found = RESTRICTION.search(before)
    return found.group(0) if found else ""
