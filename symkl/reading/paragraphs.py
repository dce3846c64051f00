"""What a text says before each formula in it: mere narration, a hypothesis, or a mistake."""

from __future__ import annotations

import re

from symkl.models.proviso import Proviso
from symkl.reading import hypotheses, mistakes, narration
from symkl.reading.pieces import Regions
from symkl.reading.sentences import Sentence

CONSEQUENCE = re.compile(
    r"\s*,?\s*(?:which (?:is why|explains|shows|means|implies|proves|tells|gives)|"
    r"and (?:so|then|hence|thus|therefore)|so that|hence|therefore|woraus|weshalb|was zeigt|"
    r"ce qui (?:montre|explique|donne)|d['’]où|这(?:说明|表明|意味着|解释)|因此|所以|由此)",
    re.IGNORECASE,
)


STANDING = re.compile(
    r"\b(?:suppose|assum(?:e|ing)|angenommen|supposons|on suppose|supongamos|throughout|"
    r"from (?:now|here) on|in what follows|henceforth|hereafter|"
    r"in this (?:section|chapter|example|paper)|im folgenden|von nun an|fortan|"
    r"dans (?:la suite|ce qui suit)|désormais|"
    r"en lo que sigue)\b|下文|以下|本节|从现在起|此后|假设|假定",
    re.IGNORECASE,
)


class Paragraphs:
    """The sentences that lead to each formula, since the display or the heading before."""

    def __init__(self, regions: Regions) -> None:
        self._titles = {
            piece.span[0] + 1: regions.content(piece)
            for piece in regions.pieces
            if piece.kind == "heading"
        }
        self._first: dict[int, int] = {}  # the first paragraph under each heading
        self._last: tuple[Sentence, ...] = ()
        self._standing: dict[int, list[Sentence]] = {}  # what is said to hold from there on
        self._leading: dict[int, tuple[Sentence, ...]] = {}

    def add(self, sentence: Sentence) -> None:
        """Note the next sentence, without the words that became hypotheses."""
        same = self._last if _goes_on(self._last, sentence) else ()
        self._last = (*same, sentence)
        if STANDING.search(sentence.text):
            self._standing.setdefault(sentence.heading, []).append(sentence)
        self._first.setdefault(sentence.heading, sentence.paragraph)
        for piece in (*sentence.formulas.values(), *filter(None, [sentence.display])):
            self._leading[piece.span[0]] = self._last

    def narrated(self, place: int, headings: tuple[int, ...]) -> Proviso | None:
        """A word before a formula that may say what names are like."""
        told = self._leading.get(place, ())
        if told and hypotheses.is_unconditional(told[-1].text):
            return None
        before = (
            sentence
            for heading in headings
            for sentence in self._standing.get(heading, ())
            if sentence.offsets[0] < place
        )
        words = (narration.untold(sentence.text) for sentence in (*told, *before))
        return next((Proviso(word) for word in words if word), None)

    def is_mistake(self, place: int, heading: int, trail: str) -> bool:
        """Whether the author says that a formula is a mistake, in the words next to it."""
        told = self._leading.get(place, ())
        leads = [sentence.before(place) for sentence in told[-1:]]
        if told and not narration.untold(leads[0]):  # or else it may be about something new
            leads += [sentence.text for sentence in told[-2:-1]]
        if not told or self._first[told[-1].heading] == told[-1].paragraph:
            leads.append(self._titles.get(heading, ""))
        return any(map(mistakes.leads_to_mistake, leads)) or mistakes.names_mistake(trail)


def _goes_on(before: tuple[Sentence, ...], sentence: Sentence) -> bool:
    """Whether a sentence goes on with what stands before, and no display stands between."""
    if not before or sentence.after is not None or before[-1].display is not None:
        return False
    return before[-1].heading == sentence.heading


def concludes_from(trail: str) -> bool:
    """Whether the words behind a display say what follows from it.

    Examples:
        >>> concludes_from("which is why data have"), concludes_from("where X and Y have")
        (True, False)
    """
    return CONSEQUENCE.match(trail) is not None
