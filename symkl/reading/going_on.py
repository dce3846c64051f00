"""How far what a text says goes on: under a heading, in the next sentences, in the next display."""

from __future__ import annotations

import re
from itertools import pairwise

from symkl.reading import (
    hypotheses,
)
from symkl.reading.pieces import Piece, Regions
from symkl.reading.places import Places, Stretch
from symkl.reading.sentences import Sentence

PRELIMINARIES = re.compile(
    r"^\W*(?:[\d.]+\s*)?(?:preliminar(?:y|ies)|notations?|set-?up|setting|assumptions?|"
    r"conventions?|(?:the )?(?:model|problem statement)|notation and \w+|vorbemerkung(?:en)?|"
    r"voraussetzung(?:en)?|bezeichnung(?:en)?|annahmen|préliminaires|hypothèses|cadre|notación|"
    r"preliminares|[一二三四五六七八九十、]*(?:预备知识|准备|记号|符号|约定|假设|设定|问题设定))\b",
    re.IGNORECASE,
)


def above_preliminaries(regions: Regions) -> dict[int, int]:
    """The heading over each that is called "Preliminaries", "Notation" and the like.

    What is said of random variables there holds for all that stands under the heading over it.
    """
    above: dict[int, int] = {}
    open_headings: list[Piece] = []
    for piece in regions.pieces:
        if piece.kind == "heading":
            while open_headings and open_headings[-1].level >= piece.level:
                open_headings.pop()
            if PRELIMINARIES.search(regions.content(piece)):
                over = open_headings[-1].span[0] + 1 if open_headings else 0
                above[piece.span[0] + 1] = over
            open_headings.append(piece)
    return above


def going_on(every: list[Sentence]) -> dict[int, Places]:
    """The formulas of sentences that may rest on a condition before them, by its sentence."""
    places: list[int] = []
    bounds: list[tuple[int, int]] = []  # of each sentence's formulas in that list
    for sentence in every:
        pieces = [*sentence.formulas.values(), *filter(None, [sentence.display])]
        bounds.append((len(places), len(places) + len(pieces)))
        places += [piece.span[0] for piece in pieces]
    found: dict[int, Places] = {}
    last = None  # where the formulas end that may rest on it
    for k, (sentence, following) in reversed(list(enumerate(pairwise(every), 1))):
        if sentence.heading == following.heading and hypotheses.may_go_on(following.text):
            last = bounds[k][1] if last is None else last
            found[sentence.span[0]] = Places((), (Stretch(places, bounds[k][0], last),))
        else:
            last = None
    return found


def displays_going_on(regions: Regions) -> dict[int, Stretch]:
    """Each display with those behind it, where only words such as "hence" stand between."""
    runs: list[list[int]] = []
    goes_on = False
    for piece in regions.pieces:
        if piece.kind == "display":
            if not goes_on:
                runs.append([])
            runs[-1].append(piece.span[0])
            goes_on = True
        elif piece.kind != "prose" or not hypotheses.CONTINUING.fullmatch(regions.content(piece)):
            goes_on = False
    return {at: Stretch(run, k, len(run)) for run in runs for k, at in enumerate(run)}
