"""Theorems and their proofs: a proof stands under the hypotheses of what it proves.

"If X and Y are independent, then ..." is about its own sentence, unless a proof follows: then the
proof, too, is about independent X and Y, and what comes behind it may be ("as a corollary").  A
proof whose end is not marked is sure to go to its first display only.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from symkl.reading import hypotheses
from symkl.reading.diagnostics import Span
from symkl.reading.occurrences import Occurrences
from symkl.reading.pieces import Regions
from symkl.reading.places import NOWHERE, Places, Stretch
from symkl.reading.sentences import Sentence

_OPENING = (
    r"^[ \t>]*(?:#{1,6}[ \t]+|:::+[^\n]*?\.?|[*_]{1,3}|[-*][ \t]+|\\(?:textbf|textit|emph)\{)?"
)
STATED = re.compile(
    r"\\begin\s*\{(?:theorem|thm|lemma|lem|proposition|prop|corollary|cor|claim|fact|satz)\*?\}"
    rf"|{_OPENING}(?:(?:theorem|lemma|proposition|corollary|claim|fact|satz|korollar|"
    r"th[eé]or[eè]me|lemme|corollaire|teorema|lema)\b|定理|引理|命题|推论)",
    re.IGNORECASE | re.MULTILINE,
)
PROOF = re.compile(
    rf"\\begin\s*\{{proof\}}|{_OPENING}(?:(?:proof|beweis|d[eé]monstration|preuve|demostración|pf)\b"
    r"|证明|证(?=[：:.]))",
    re.IGNORECASE | re.MULTILINE,
)
END = re.compile(
    r"\\end\s*\{proof\}|\\qed(?:here)?\b|\$?\\(?:blacksquare|square|Box)\$?|[∎□■◻]|"
    r"\bQ\.?E\.?D\b|证毕",
    re.IGNORECASE,
)
EQUALITY = re.compile(r"\bequality|\bgleichheit|(?<!in)égalité|等号|\bigualdad", re.IGNORECASE)


@dataclass(frozen=True)
class Proven:
    """What is stated, and the proof of it: ``end`` is where that ends, ``section`` its section.

    ``is_marked``: the statement is called a theorem, so that all of it is what is proved.
    """

    start: int
    proof: int
    end: int
    section: int
    is_marked: bool


class Proofs:
    """The proofs of a document, and the formulas in them."""

    def __init__(self, regions: Regions) -> None:
        self.text = regions.text
        self.formulas = [piece.span[0] for piece in regions.pieces if piece.is_formula]
        self.found = tuple(_found(regions))
        self._starts = [one.start for one in self.found]
        text = self.text if self.found else ""
        self._unconditional = Occurrences(hypotheses.UNCONDITIONAL, text)

    def places(self, sentence: Sentence) -> Places:
        """The formulas of the proof of what a sentence states under a condition."""
        one = self._proven(sentence)
        return self._between(one.proof, one.end) if one is not None else NOWHERE

    def behind(self, sentence: Sentence) -> Places:
        """The formulas behind that proof in its section, which may rest on what it proves."""
        one = self._proven(sentence)
        return self._between(one.end, one.section) if one is not None else NOWHERE

    def _proven(self, sentence: Sentence) -> Proven | None:
        """The statement that the sentence is the condition of; None where another one may be."""
        last = sentence.offsets[-1]
        one = self._stated_at(last)
        if (
            one is None
            or EQUALITY.search(sentence.text)
            or self._unconditional.first(last, one.proof) is not None
        ):
            return None
        own = [sentence.display.span[0]] if sentence.display is not None else []
        others = self.formulas[slice(*self._bounds(last + 1, one.proof))][: len(own) + 1]
        return one if one.is_marked or all(place in own for place in others) else None

    def _stated_at(self, offset: int) -> Proven | None:
        place = bisect_right(self._starts, offset)
        one = self.found[place - 1] if place else None
        return one if one is not None and offset < one.proof else None

    def _bounds(self, start: int, end: int) -> tuple[int, int]:
        return bisect_left(self.formulas, start), bisect_left(self.formulas, end)

    def _between(self, start: int, end: int) -> Places:
        return Places((), (Stretch(self.formulas, *self._bounds(start, end)),))


def _found(regions: Regions) -> Iterator[Proven]:
    text = regions.text
    headings = [piece.span for piece in regions.pieces if piece.kind == "heading"]
    stops = sorted(start for start, end in headings if not PROOF.match(text[start:end]))
    proofs = [m.start() for m in PROOF.finditer(text)]
    stated = [m.start() for m in STATED.finditer(text) if not _is_inside(m.start(), headings)]
    marks, displays = sorted({*stops, *proofs, *stated}), _displays(regions)
    for proof in proofs:
        before = bisect_left(marks, proof)
        start = marks[before - 1] if before else 0
        section = _next(stops, proof, len(text))
        ends = [section, _next(stated, proof, section), _next(proofs, proof, section)]
        marked = END.search(text, proof, min(ends))
        end = marked.start() if marked is not None else min(_first(displays, proof), *ends)
        if _conditions(text[start:proof]) < 2:
            yield Proven(start, proof, end, section, _is_among(start, stated))


def _displays(regions: Regions) -> list[Span]:
    return [piece.span for piece in regions.pieces if piece.kind == "display"]


def _first(displays: list[Span], start: int) -> int:
    """Where the first display behind a place ends."""
    place = bisect_left(displays, (start, start))
    return displays[place][1] if place < len(displays) else start


def _is_inside(at: int, spans: list[Span]) -> bool:
    place = bisect_right(spans, (at, math.inf))
    return place > 0 and at < spans[place - 1][1]


def _is_among(at: int, places: list[int]) -> bool:
    place = bisect_left(places, at)
    return place < len(places) and places[place] == at


def _next(places: list[int], at: int, otherwise: int) -> int:
    place = bisect_right(places, at)
    return places[place] if place < len(places) else otherwise


def _conditions(text: str) -> int:
    """How many sentences with a condition of their own there are: a proof is of one of them."""
    parts = re.split(r"[.;。；](?=\s|$)|\n\s*\n", text)
    return sum(hypotheses.has_condition(part) and not EQUALITY.search(part) for part in parts)
