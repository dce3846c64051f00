"""Where hypotheses end: with the theorem, example or case that makes them, or given up in words.

A hypothesis that ended is not assumed any more.  What comes behind may still mean it, so that a
step that it would save is not refuted (``Hypothesis.end``).

Not seen are ends that nothing marks: a theorem in Markdown that plain text follows.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import chain

from symkl.reading import hypotheses
from symkl.reading.dependence import LIST
from symkl.reading.occurrences import Occurrences
from symkl.reading.pieces import Regions
from symkl.reading.proofs import END, PROOF
from symkl.reading.sentences import FORMULA, Sentence

# What a block is called, by how far inside others it stands: a case ends no theorem.
LEVELS = (
    r"theorem|thm|lemma|lem|proposition|prop|corollary|cor|example|examples|exa|exercise|remark|rem|"
    r"note|observation|definition|defn|def|problem|question|property|satz|korollar|beispiel|"
    r"bemerkung|aufgabe|hilfssatz|th[eé]or[eè]me|lemme|corollaire|exemple|remarque|exercice|"
    r"teorema|lema|corolario|ejemplo|定理|引理|命题|推论|例题?|注|练习|问题|性质",
    r"claim|fact|behauptung",
    r"(?:sub)?case|fall|cas|caso|otherwise|情形|情况",
)
_NUMBER = r"\s*(?:\(?(?:\d[\d.]*|[A-Z]|[ivxIVX]+|[一二三四五六七八九十]+)\)?)?"
_NAMED = r"(?:\s*[(（][^)）\n]{0,80}[)）])?"
_MARK = r"(?:[*_]{1,3}|\\(?:textbf|textit|emph|paragraph|subparagraph)\*?\{)"
OPENERS = tuple(
    re.compile(
        rf"\\begin\s*\{{(?:{words})\*?\}}"
        rf"|^[ \t>]*(?:[-*+][ \t]+)?{_MARK}\s*(?:{words})(?![A-Za-z])"
        rf"|^[ \t>]*(?:[-*+][ \t]+)?(?:{words}){_NUMBER}{_NAMED}[ \t]*[.:：]"
        rf"|^[ \t>]*:::+[^\n]*?\b(?:{words})\b"
        + (r"|^[ \t>]*otherwise\b" if "otherwise" in words else ""),
        re.IGNORECASE | re.MULTILINE,
    )
    for words in LEVELS
)
ENVIRONMENT = re.compile(
    rf"\\begin\s*\{{(?P<name>(?:{'|'.join(LEVELS)}|proof)\*?)\}}", re.IGNORECASE
)
ITEM = re.compile(r"^(?P<indent>[ \t>]*)(?:[-*+]|\(?(?:\d+|[a-z]|[ivx]+)[.)]|\\item)[ \t]+", re.M)
PARAGRAPH = re.compile(r"\n[ \t]*\n(?=\S)")
OF_ITS_OWN = re.compile(
    r"(?:[*_]{0,3})(?:let|suppose|assume|if|when|for|otherwise|in general|now|conversely|"
    r"sei|wenn|soit|si|设|若|当|如果|假设|一般)(?![A-Za-z])",
    re.IGNORECASE,
)
CLAIMING = re.compile(
    r"\b(?:then|we (?:have|get|obtain)|holds?|hence|thus|so|dann|gilt|alors|on a)\b|则|那么|故|有",
    re.IGNORECASE,
)
CONTRADICTION = re.compile(
    r"contradict|absurd|impossible|widerspruch|reductio|contrario|矛盾|反证|反设|不可能",
    re.IGNORECASE,
)
BETWEEN_SENTENCES = re.compile(r"\.[ \n]|\n\n|。")
END_OF_ENVIRONMENT = re.compile(r"\\end\{([^{}\n]{1,40})\}")
# A hypothesis that was made before, and is given up.
DROPPING = re.compile(
    r"\b(?:drop(?:s|ped|ping)?|relax(?:es|ed|ing)?|remov(?:e|es|ed|ing)|lift(?:s|ed|ing)?|"
    r"abandon(?:s|ed|ing)?|discard(?:s|ed|ing)?|no longer|give up|giving up|not necessarily|"
    r"(?:do|does|need) not (?:assume|require|suppose|need)|without (?:\w+ ){0,3}(?:assum|independ)|"
    r"(?:are|is|be) not (?:\w+ ){0,2}independent|dependent|verzicht\w*|"
    r"(?:ohne|nicht) (?:\w+ ){0,2}unabhängig|(?:pas|plus|sans) (?:\w+ ){0,2}indép)"
    r"|不再|去掉|放弃|取消|不假[设定]|无需假[设定]|不要求|不一定|不独立|不相互独立",
    re.IGNORECASE,
)
# "Let X and Y be arbitrary random variables": names that stand for something new.
INTRODUCING = re.compile(
    r"(?:\b(?:let|consider|suppose|assume|take|soient|soit|seien|sei)\s+(?:now\s+)?(?:that\s+)?"
    r"(?:(?:the|two|three|any|some|all|a|an|arbitrary|general|other|new|random|discrete|"
    r"continuous|pair|of|variables?|vectors?|pmfs?|distributions?|numbers?|matrix|matrices)\s+)*"
    rf"|[设令]\s*)(?P<names>{LIST})(?P<rest>[^.;。；]{{0,120}})",
    re.IGNORECASE,
)
ANEW = re.compile(
    r"\b(?:random (?:variables?|vectors?)|arbitrary|dependent|correlated|general|any|pmfs?|"
    r"distributions?|joint(?:ly)? (?:pmf|law|density)|zufallsvariablen?|variables? aléatoires?|"
    r"beliebige?|quelconques?)\b|随机变量|任意|分布",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Block:
    """A stretch of text whose hypotheses end with it."""

    start: int
    end: float


class Endings:
    """The blocks of a document, by which hypotheses made in them end."""

    def __init__(self, regions: Regions) -> None:
        self.text = regions.text
        headings = [p.span[0] for p in regions.pieces if p.kind == "heading"]
        self._headings = frozenset(headings)
        self._openers = [[m.start() for m in p.finditer(self.text)] for p in OPENERS]
        self._stops = [
            sorted([*headings, *chain.from_iterable(self._openers[: level + 1])])
            for level in range(len(LEVELS))
        ]
        self._proofs = Occurrences(PROOF, self.text)
        self._marks = Occurrences(END, self.text)
        self._behind: dict[tuple[int, int], int] = {}  # where proofs end, by the first of them
        self._ends: dict[str, list[int]] = {}  # of environments, by name
        for found in END_OF_ENVIRONMENT.finditer(self.text):
            self._ends.setdefault(found.group(1), []).append(found.start())
        self._first_ends = _first_ends([*self._environments(), *self._opened(), *self._items()])
        self._contradictions = Occurrences(CONTRADICTION, self.text)
        contradicted = bool(self._contradictions.spans)
        self._stops_between = Occurrences(BETWEEN_SENTENCES, self.text if contradicted else "")

    def end_of(self, at: int) -> float:
        """Where a hypothesis ends that is made at this place."""
        places, ends = self._first_ends
        place = bisect_right(places, at)
        return min(ends[place - 1] if place else math.inf, self._contradicted(at))

    def _contradicted(self, at: int) -> float:
        """Where "suppose for contradiction" has led to one."""
        said, stop = self._contradictions.last(at), self._stops_between.last(at)
        if said is None or (stop is not None and said[0] < stop[0]):
            return math.inf
        found = self._contradictions.first(at)
        return found[0] if found is not None else math.inf

    def _environments(self) -> Iterator[Block]:
        for begin in ENVIRONMENT.finditer(self.text):
            end = self._end_of_environment(begin.group("name"), begin.end())
            if end < 0:
                continue
            if begin.group("name") != "proof":
                end = self._behind_proofs(end, self._stop(end, 0))
            yield Block(begin.start(), end)

    def _behind_proofs(self, end: int, stop: int) -> int:
        """Where the last of the proofs ends that stand behind a place, before another one."""
        passed: list[int] = []
        while (proof := self._proofs.first(end, stop)) is not None:
            known = self._behind.get((proof[0], stop))
            if known is not None:
                end = known
                break
            passed.append(proof[0])
            marked = self._marks.first(proof[0], stop)
            end = marked[1] if marked is not None else stop
        self._behind.update({(start, stop): end for start in passed})
        return end

    def _end_of_environment(self, name: str, start: int) -> int:
        ends = self._ends.get(name, [])
        place = bisect_left(ends, start)
        return ends[place] if place < len(ends) else -1

    def _opened(self) -> Iterator[Block]:
        """What a word such as Theorem opens, to the next one, or to the marked end of its proof."""
        starts = ((at, level) for level, places in enumerate(self._openers) for at in places)
        for at, level in starts:
            if self.text.startswith("\\begin", at):
                continue
            stop = self._stop(at + 1, level)
            proof = self._proofs.first(at, stop)
            marked = self._marks.first(proof[0], stop) if proof is not None else None
            if marked is not None:
                yield Block(at, marked[0])
            elif stop < len(self.text) and stop not in self._headings:
                yield Block(at, stop)

    def _stop(self, at: int, level: int) -> int:
        """The next heading, or the next block that is no part of one of this level."""
        stops = self._stops[level]
        place = bisect_left(stops, at)
        return stops[place] if place < len(stops) else len(self.text)

    def _items(self) -> Iterator[Block]:
        """List items that each assume and claim something of their own."""
        items = list(ITEM.finditer(self.text))
        paragraphs = Occurrences(PARAGRAPH, self.text if items else "")
        claims = Occurrences(CLAIMING, self.text if items else "")
        for before, item, behind in zip([None, *items], items, [*items[1:], None], strict=False):
            paragraph = paragraphs.first(item.end())
            end = paragraph[0] if paragraph is not None else len(self.text)
            follows = behind is not None and _is_sibling(item, behind)
            if behind is not None and follows:
                end = min(end, behind.start())
            if not follows and (before is None or not _is_sibling(before, item)):
                continue
            if OF_ITS_OWN.match(self.text, item.end(), end) and claims.first(item.end(), end):
                yield Block(item.start(), end)


def _first_ends(blocks: Iterable[Block]) -> tuple[list[int], list[float]]:
    """Places in order, and from each to the next the first end of the blocks around."""
    starting = sorted(blocks, key=lambda block: block.start)
    turns = sorted({int(at) for block in starting for at in (block.start, block.end)})
    ends: list[float] = []
    around: list[float] = []
    begun = 0
    for at in turns:
        while begun < len(starting) and starting[begun].start <= at:
            heappush(around, starting[begun].end)
            begun += 1
        while around and around[0] <= at:
            heappop(around)
        ends.append(around[0] if around else math.inf)
    return turns, ends


def _is_sibling(one: re.Match[str], other: re.Match[str]) -> bool:
    return one.group("indent") == other.group("indent")


def drops(sentence: Sentence) -> bool:
    """Whether a sentence gives up the independence that was assumed before."""
    said = hypotheses.says_independence(sentence.text)
    return said and DROPPING.search(sentence.text) is not None


def introduced(sentence: Sentence) -> list[str]:
    """The names, or marks of formulas, that a sentence lets stand for something new."""
    found: list[str] = []
    for match in INTRODUCING.finditer(sentence.text):
        if ANEW.search(match.group(0)) is not None:
            found += re.findall(rf"{FORMULA}|[A-Z](?:_?\d)?(?![A-Za-z])", match.group("names"))
    return found
