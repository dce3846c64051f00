"""What a text says before each formula in it: mere narration, a hypothesis, or a mistake."""

from __future__ import annotations

import re
from dataclasses import dataclass

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


LEAD = 300  # characters before a formula that are looked through for what is said of it


@dataclass(frozen=True)
class _Told:
    """A sentence with the one before it, and the first word that may say what names are like.

    The word stands in it or before it, since the display or the heading before.
    """

    sentence: Sentence
    before: Sentence | None
    word: str
    is_general: bool  # it says that it needs no hypothesis


class Paragraphs:
    """The sentences that lead to each formula, since the display or the heading before."""

    def __init__(self, regions: Regions) -> None:
        self._titles = {
            piece.span[0] + 1: regions.content(piece)
            for piece in regions.pieces
            if piece.kind == "heading"
        }
        self._first: dict[int, int] = {}  # the first paragraph under each heading
        self._last: _Told | None = None
        self._standing: dict[int, tuple[int, str]] = {}  # where a word holds from, by heading
        self._leading: dict[int, _Told] = {}

    def add(self, sentence: Sentence) -> None:
        """Note the next sentence, without the words that became hypotheses."""
        last = self._last if _goes_on(self._last, sentence) else None
        own = narration.untold(sentence.text)
        word = (last.word if last is not None else "") or own
        before = last.sentence if last is not None else None
        general = hypotheses.is_unconditional(sentence.text)
        self._last = told = _Told(sentence, before, word, general)
        if own and STANDING.search(sentence.text):
            self._standing.setdefault(sentence.heading, (sentence.offsets[0], own))
        self._first.setdefault(sentence.heading, sentence.paragraph)
        for piece in (*sentence.formulas.values(), *filter(None, [sentence.display])):
            self._leading[piece.span[0]] = told

    def narrated(self, place: int, headings: tuple[int, ...]) -> Proviso | None:
        """A word before a formula that may say what names are like."""
        told = self._leading.get(place)
        if told is not None and told.is_general:
            return None
        if told is not None and told.word:
            return Proviso(told.word)
        before = (self._standing[heading] for heading in headings if heading in self._standing)
        return next((Proviso(word) for start, word in before if start < place), None)

    def is_mistake(self, place: int, heading: int, lead: str, trail: str) -> bool:
        """Whether the author says that a formula is a mistake, in the words next to it."""
        told = self._leading.get(place)
        leads = [lead[-LEAD:]]
        if told is not None:
            if told.sentence.display is not None and told.sentence.display.span[0] == place:
                leads = [told.sentence.text[-LEAD:]]
            if told.before is not None and not narration.untold(leads[0]):
                leads.append(told.before.text[-LEAD:])  # or else it may be about something new
        if told is None or self._first[told.sentence.heading] == told.sentence.paragraph:
            leads.append(self._titles.get(heading, ""))
        return any(map(mistakes.leads_to_mistake, leads)) or mistakes.names_mistake(trail[:LEAD])


def _goes_on(last: _Told | None, sentence: Sentence) -> bool:
    """Whether a sentence goes on with what stands before, and no display stands between."""
    if last is None or sentence.after is not None or last.sentence.display is not None:
        return False
    return last.sentence.heading == sentence.heading


def concludes_from(trail: str) -> bool:
    """Whether the words behind a display say what follows from it.

    Examples:
        >>> concludes_from("which is why data have"), concludes_from("where X and Y have")
        (True, False)
    """
    return CONSEQUENCE.match(trail) is not None
