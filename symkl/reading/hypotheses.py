"""What the prose around a display says about how it is meant: a claim, a condition, a possibility.

Only words that change what a display claims are looked for; a hypothesis that is seen but not
understood keeps a step from being refuted.
"""

from __future__ import annotations

import re

from symkl.reading.pieces import Piece, Regions

REACH = 400  # characters of prose before a formula that belong to it

# A formula introduced by these is assumed or demanded, not claimed ...
CONDITION = re.compile(
    r"\b(subject to|such that|constraints?|(?<!not )satisf(?:y|ies|ying)|suppose|assume|assuming|"
    r"let|we want|want to show|require|is defined|define|where)\b"
    r"|(?<!不)满足|约束|假设|假定|设|令|要求|使得|其中|soit|supposons|sei|angenommen"
    r"|supongamos|sea\b|пусть|предположим",
    re.IGNORECASE,
)
# ... and in the middle of a sentence, behind these as well ...
INLINE_CONDITION = re.compile(
    r"\b(if|when|whenever|given|unless|provided|were|fix|choose|choosing|take|taking|setting|set|"
    r"for|with|as|since|because|wenn|falls|si|quand|cuando|mit|für)\b"
    r"|若|如果|当|对于|对|因为|если|при|для",
    re.IGNORECASE,
)
# ... unless one of these stands between the condition and the formula.
CONSEQUENT = re.compile(
    r"\b(then|we (?:\w+ )?(?:have|get|obtain|find|see|conclude|know|can write)|it follows|"
    r"follows that|so that|hence|thus|therefore|holds|this gives|one has|dann|gilt|folgt|alors|"
    r"on a|entonces|se tiene)\b|则|那么|可得|得到|有\s*$|于是|тогда|имеем|получаем",
    re.IGNORECASE,
)
# What these introduce holds for the next display only.
LOCAL = re.compile(
    r"\b(if|when|whenever|(?<!general )case|wenn|falls|fall|si|quand|cas|cuando|caso)\b"
    r"|若|如果|当|特别地|特例|情形|если|случа",
    re.IGNORECASE,
)
# Words that restrict what follows in a way that is not read.
RESTRICTION = re.compile(
    r"\b(independen\w*|i\.?i\.?d\.?|uniform\w*|markov\w*|determinist\w*|identical\w*|"
    r"disjoint|orthogonal|diagonal|isotropic|bernoulli|binary|symmetric channel|doubly|"
    r"approximat\w*|asymptot\w*|as n|limit|small|large|in this case|special case|"
    r"function of|invertible transformation|bijecti\w*|stationary|ergodic|optimal|minimi[sz]er|"
    r"maximi[sz]er|exponential family|conjugate|conditionally|uncorrelated|orthonormal|unit norm)\b"
    r"|独立|均匀|马尔可夫|确定性|同分布|对角|二元|近似|极限|特别地|的函数|最优|unabhängig\w*|indépendan\w*"
    r"|independiente\w*|независим\w*|gleichverteilt|uniforme\w*|равномерн\w*",
    re.IGNORECASE,
)
# The same in a remark beside a step, where "convex function" or "limit" are reasons.
INDEPENDENCE = re.compile(
    r"independen\w*|i\.?i\.?d\.?|uniform\w*|markov\w*|determinist\w*|identical\w*|orthogonal"
    r"|独立|均匀|马尔可夫|确定性|同分布|unabhängig\w*|indépendan\w*|независим\w*",
    re.IGNORECASE,
)
SUPPOSING = re.compile(
    r"\b(suppose|assume|assuming|let|fix|throughout|soit|supposons|sei|angenommen|supongamos|sea)\b"
    r"|假设|假定|设|令|пусть|предположим",
    re.IGNORECASE,
)
ASSUMING = re.compile(
    r"\b(assum\w+|suppos\w+|let|given|consider|throughout|fix|take|sei\w*|angenommen|soi(?:t|ent)|"
    r"supposons|sean?|supongamos|where|with)\b|假设|假定|设|令|пусть|предположим",
    re.IGNORECASE,
)
POSSIBILITY = re.compile(
    r"\b(may|might|can|could) (?:happen|occur|fail|be)\b|\bin general(?:,)? (?:not|no)\b|"
    r"\bnot (?:always|necessarily|in general)\b|\b(?:is|are) not (?:symmetric|commutative)\b|"
    r"\bcounter-?example\b|可能|不一定|未必|一般来说不|kann|peut|puede",
    re.IGNORECASE,
)
# What follows a formula directly and makes it a conditional one.
ONLY_IF = re.compile(
    r"\s*[,，]?\s*(?P<words>(?:if|iff|when|whenever|provided|unless|assuming|only if|only when|"
    r"as long as|exactly when|precisely when|under|in case|wenn|falls|sofern|genau dann|si|"
    r"lorsque|cuando|если|当且仅当|当|如果|若|只要)(?![A-Za-z]).*)",
    re.IGNORECASE | re.DOTALL,
)
NEGATION = re.compile(
    r"\b(not|never|false|wrong|fails?|cannot|nicht|faux|falso|no)\b|n't|不|错误|неверно",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s+|(?<=[。！？])")


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


def prose_after(regions: Regions, end: int) -> str:
    """The rest of the sentence behind a formula, without the formulas in it."""
    found: list[str] = []
    for piece in regions.pieces:
        if piece.span[0] < end:
            continue
        if piece.kind in ("display", "heading"):
            break
        found.append(regions.content(piece) if piece.kind == "prose" else " ")
        if len(found) > 1 and SENTENCE_END.search(found[-1]):
            break
    rest = re.split(r"\n\s*\n", "".join(found)[:REACH])[0]
    return SENTENCE_END.split(rest)[0] if rest else ""


def last_sentence(text: str) -> str:
    """What leads to a formula from the last full stop on; "" when a sentence has just ended."""
    parts = SENTENCE_END.split(text.rstrip() + " ")
    return parts[-1]


def is_condition(before: str, is_display: bool = True) -> bool:
    """Whether the sentence that leads to a formula assumes or demands it."""
    sentence = last_sentence(before)
    found = [match.end() for match in CONDITION.finditer(sentence)]
    if not is_display:
        found += [match.end() for match in INLINE_CONDITION.finditer(sentence)]
    return bool(found) and CONSEQUENT.search(sentence, max(found)) is None


def is_supposed(before: str) -> bool:
    """Whether the sentence makes a formula a hypothesis for all that follows."""
    return SUPPOSING.search(last_sentence(before)) is not None


def is_local(before: str) -> bool:
    """Whether what the sentence introduces is meant for the next display only."""
    return LOCAL.search(last_sentence(before)) is not None


def is_possibility(before: str) -> bool:
    """Whether the sentence says that the formula can hold, not that it always does."""
    sentences = [part for part in SENTENCE_END.split(before) if part.strip()]
    return bool(sentences) and POSSIBILITY.search(sentences[-1]) is not None


def restriction(text: str) -> str:
    """The word of a hypothesis that is not understood; "" when there is none."""
    found = RESTRICTION.search(text)
    return found.group(0) if found else ""


def restriction_in_remark(text: str) -> str:
    """The word of a hypothesis in a remark beside a step; "" when there is none."""
    found = INDEPENDENCE.search(text)
    return found.group(0) if found else ""


def condition_before(before: str) -> str:
    """``If ..., then``: the condition under which a formula is claimed, in its words."""
    sentence = last_sentence(before)
    found = LOCAL.search(sentence)
    return " ".join(sentence[found.start() :].split())[:60] if found else ""


def condition_after(after: str) -> str:
    """``... if ...``: the words that make the formula before them a conditional one."""
    found = ONLY_IF.match(after)
    return " ".join(found.group("words").split())[:60] if found else ""


def denial(before: str, after: str) -> str:
    """The word that denies a formula in the middle of a sentence."""
    found = NEGATION.search(last_sentence(before)) or NEGATION.search(after)
    return found.group(0) if found else ""


def assumption(regions: Regions, pieces: list[Piece]) -> str:
    """A hypothesis that earlier prose of the section makes, and that is not understood."""
    text = "".join(regions.content(p) if p.kind == "prose" else " " for p in pieces)
    for sentence in SENTENCE_END.split(text):
        if ASSUMING.search(sentence) and (word := restriction(sentence)):
            return word
    return ""
