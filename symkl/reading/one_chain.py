"""One chain of a document: what it shares with others, and what stands where it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from symkl.language.statements import Statement
from symkl.models.proviso import Proviso
from symkl.reading import doubts, hypotheses
from symkl.reading.assumed import Hypothesis
from symkl.reading.chain import Chain, Side
from symkl.reading.circumstances import Circumstances
from symkl.reading.citations import cited
from symkl.reading.declared import Declared, Gathered, Said, gathered
from symkl.reading.defining import in_force
from symkl.reading.dependence import Dependence
from symkl.reading.diagnostics import Diagnostic
from symkl.reading.document import Document
from symkl.reading.formulas import Formulas
from symkl.reading.macros import Macros
from symkl.reading.notations import (
    Notations,
    is_notion,
    is_written_out,
)
from symkl.reading.numbered_laws import NumberedLaws
from symkl.reading.rendering import excerpt
from symkl.reading.restricted import is_restricted
from symkl.reading.scope import Scope
from symkl.reading.sections import Placed, Sections
from symkl.reading.sides import Known, ReadSide, read_sides
from symkl.reading.spelled_out import spelled_out
from symkl.result import Diagnosis

MOST_HYPOTHESES = 12
FAR = 200  # characters behind a formula that may restrict it


@dataclass
class Surroundings:
    """What the chains of one document share."""

    document: Document
    text: str
    sections: Sections
    said: Circumstances
    words: dict[int, list[Said]] = field(default_factory=dict)  # of names, by heading
    notations: dict[int, Notations] = field(default_factory=dict)
    macros: Macros = field(default_factory=Macros)
    gathered: dict[tuple[int, ...], Gathered] = field(default_factory=dict)
    of_energies: set[str] = field(default_factory=set)  # letters of laws with a formula somewhere

    def declared(self, item: Placed) -> Declared:
        """What is said of names where a chain stands."""
        headings = item.headings
        if headings not in self.gathered:
            said = [self.words.get(at, ()) for at in headings]
            self.gathered[headings] = gathered(said, lambda at: self.document.place(at)[0])
        return self.gathered[headings].about(item.usage)

    def say(self, item: Placed, said: Said) -> None:
        """From here on this is said of a name as well."""
        self.words.setdefault(item.headings[0], []).append(said)
        stale = [headings for headings in self.gathered if item.headings[0] in headings]
        for headings in stale:
            del self.gathered[headings]


class ChainInPlace:
    """A chain with its surroundings, and what of the text is in force there."""

    def __init__(self, surroundings: Surroundings, item: Placed) -> None:
        self.document, self.text = surroundings.document, surroundings.text
        self.sections, self.said = surroundings.sections, surroundings.said
        self.macros = surroundings.macros
        self.item, self.chain, self.around = item, item.chain, item.around
        self.written = item.chain  # as the author wrote it
        self.sides: list[ReadSide] = []
        self.scope: Scope | None = None
        self.counts = False
        self.worked_in: list[Statement] = []
        self.spelled: set[int] = set()  # equations that are worked in, by identity
        self.numbered = NumberedLaws({}, frozenset())
        self.is_spelled = False  # whether a law is written out by its formula
        self.worked: set[str] = set()  # names that are given as an expression
        self.concluded: frozenset[str] = frozenset()  # laws of which a given statement tells more
        self.proviso: Proviso | None = None  # words that may be a hypothesis of all of it
        self.told: frozenset[str] = frozenset()  # numbers of which something is given
        self.units: set[str] = set()  # numbers that are given to be between 0 and 1
        self.say = surroundings.say
        self.of_energies = surroundings.of_energies
        self.new = surroundings.notations.setdefault(item.headings[0], Notations())
        self.everywhere = surroundings.notations.setdefault(0, Notations())
        self.old = Notations()
        for heading in reversed(item.headings):
            self.old = surroundings.notations.get(heading, Notations()).within(self.old)
        levels, said_of = tuple(self.sections.levels(item)), surroundings.declared(item)
        lead = item.around.lead
        self.formulas = Formulas(self._holding(), self.old.formulas, levels, said_of, lead)
        self.introduced = self.formulas.introduced_by(self.chain, item.around)
        self.restated = self.formulas.restated_by(self.chain, item.around)
        self.chain = self.formulas.unfolded(self.chain, self.introduced)
        self.item = item = replace(item, chain=self.chain)
        self.known = Known(
            tuple(self.sections.levels(item)),
            surroundings.declared(item),
            self.old.in_sight,
            self.old.aliases,
            has_empirical=hypotheses.EMPIRICAL.search(self.text) is not None,
        )

    def _tell(self, taken: str) -> None:
        """Say that a display is not taken as a claim, for the author may have meant one."""
        self.scope, sides = read_sides(self.chain, self.known)
        self.sides = [replace(side, problem=None, introduced=True) for side in sides]
        message = f"this is {taken}, and is not checked"
        self.sides[0].notes.append(Diagnostic("SK503", self.chain.sides[0].span, message))
        self.counts = True

    def _says_a_notion(self) -> bool:
        """``let H(X) = sum ...`` says what is meant by H: that is judged."""
        said = is_notion(self.chain) and is_written_out(self.chain)
        return said and self.around.mood.kind == "standing"

    def _scope(self) -> Scope:
        return self.scope if self.scope is not None else self.known.scope()

    def _source_of(self, place: int) -> str:
        return self._source(self.chain.sides[place])

    def _source(self, side: Side) -> str:
        return " ".join(self.text[slice(*side.span)].split())

    def _spelled_out(self, side: Side) -> str:
        """The side's TeX as pages show it, which do not know the author's macros."""
        return spelled_out(self.text, side.span, self.macros)

    def _line(self, offset: int) -> int:
        return self.document.place(offset)[0]

    def _holding(self) -> list[Hypothesis]:
        """The hypotheses in the text that this chain stands under: the last few."""
        return [self._as_restricted(h) for h in self._all_holding()[-MOST_HYPOTHESES:]]

    def _as_restricted(self, hypothesis: Hypothesis) -> Hypothesis:
        """A hypothesis that is said to hold at all points, unless words behind it restrict it."""
        said = hypothesis.said
        if not isinstance(said, Chain) or hypothesis.quantifier:
            return hypothesis
        restricted = is_restricted(self.text[said.span[1] : said.span[1] + FAR])
        return replace(hypothesis, quantifier="some") if restricted else hypothesis

    def _all_holding(self) -> list[Hypothesis]:
        return in_force(self._said_before())[0]

    def _said_before(self) -> list[Hypothesis]:
        return [h for h in self._standing() if not self._is_waived(h)]

    def _standing(self) -> list[Hypothesis]:
        place = self.chain.pieces[0].span[0]
        found = [
            hypothesis
            for hypothesis in self.said.hypotheses
            if hypothesis.said is not self.written
            and hypothesis.holds_at(place, self.item.headings)
        ]
        if not hypotheses.disclaims_independence(self.around.lead):
            return found
        return [h for h in found if getattr(h.said, "kind", "") != "independent"]

    def _is_waived(self, hypothesis: Hypothesis) -> bool:
        """Whether "in general" before the chain says that it needs no independence from before."""
        standing = hypothesis.places is None and isinstance(hypothesis.said, Dependence)
        return standing and hypotheses.is_unconditional(self.around.lead)

    def _is_concluded(self) -> bool:
        """Whether the text says that the equation follows."""
        reasons = cited(self.chain, 0)
        if reasons and "independence" not in reasons and not doubts.of_link(self.chain.links[0]):
            return True
        mood = self.around.mood
        return mood.kind == "claim" and hypotheses.concludes(mood.word)

    def diagnoses(self, sides: list[ReadSide]) -> Iterator[Diagnosis]:
        """What is said about these sides, by line and column."""
        for side in sides:
            for found in (*([side.problem] if side.problem else []), *side.notes):
                line, column = self.document.place(found.span[0])
                shown = excerpt(found, self.document)
                yield Diagnosis(found.code, line, column, found.message, found.help, shown)
