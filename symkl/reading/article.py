"""From the chains of a document to derivations that are judged like any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from symkl.derivation import Derivation, Step, Unread
from symkl.derivation import Side as AnySide
from symkl.kernel.context import Law
from symkl.kernel.errors import IllFormed
from symkl.language.statements import Statement
from symkl.language.written import LanguageError, Written
from symkl.reading import doubts, hypotheses, names
from symkl.reading.chain import Link, Remark, Side
from symkl.reading.chains import chains
from symkl.reading.document import Document
from symkl.reading.evidence import Definition
from symkl.reading.layout import Row, plain
from symkl.reading.macros import Macro, macros_in
from symkl.reading.markov import markov_statements
from symkl.reading.regions import regions
from symkl.reading.rendering import excerpt
from symkl.reading.scope import Scope
from symkl.reading.sections import Placed, Sections, is_case, placed
from symkl.reading.sides import ReadSide, read_sides
from symkl.result import Diagnosis, DocumentResult
from symkl.rules.catalogue import CATALOGUE
from symkl.rules.recognise import named_in

CLAIMS = frozenset({"=", "<=", ">=", "<", ">", "!=", "equiv", ":="})
LOGICAL = frozenset({"iff", "implies"})
MARKOV = ("markov", "马尔可夫")
MEANT = {"equiv": "=", ":=": "="}
INEQUALITIES = frozenset(reason.name for reason in CATALOGUE if reason.facts)


@dataclass
class Notations:
    """What the text has introduced under one heading, for the chains after it."""

    definitions: dict[str, Definition] = field(default_factory=dict)
    aliases: dict[str, Row] = field(default_factory=dict)

    def within(self, outer: Notations) -> Notations:
        """These, and what was introduced further out."""
        return Notations(
            {**outer.definitions, **self.definitions}, {**outer.aliases, **self.aliases}
        )


@dataclass
class Reading:
    """The derivations of a document, in order, and how much of it was read."""

    derivations: list[Derivation]
    result: DocumentResult


def read(document: Document, configured: Iterable[Macro] = ()) -> Reading:
    """The document's derivations; what cannot be read is in their steps and in the result."""
    found = regions(document)
    in_order, sections = placed(found, chains(found, macros_in(found.text, configured)))
    notations: dict[int, Notations] = {}
    readers: list[ChainReader] = []
    derivations: list[Derivation] = []
    for item in in_order:  # in order: what one chain introduces, those after it may use
        readers.append(ChainReader(document, found.text, item, sections, notations))
        derivation = readers[-1].derivation()
        derivations += [] if derivation is None else [derivation]
    counted = [reader for reader in readers if reader.counts]
    result = DocumentResult(
        document.name,
        sum(len(reader.sides) for reader in counted),
        sum(side.is_read for reader in counted for side in reader.sides),
        tuple(found for reader in counted for found in reader.diagnoses(reader.sides)),
    )
    return Reading(derivations, result)


class ChainReader:
    """One chain on its way to a derivation."""

    def __init__(
        self,
        document: Document,
        text: str,
        item: Placed,
        sections: Sections,
        notations: dict[int, Notations],
    ) -> None:
        self.document, self.text, self.item = document, text, item
        self.chain = item.chain
        self.levels = sections.levels(item)
        self.sides: list[ReadSide] = []
        self.counts = False
        self.new = notations.setdefault(item.headings[0], Notations())
        self.known = Notations()
        for heading in reversed(item.headings):
            self.known = notations.get(heading, Notations()).within(self.known)

    def derivation(self) -> Derivation | None:
        """The derivation that the chain claims; None when it claims nothing."""
        before = self.item.before
        if not self.chain.links:
            self._read_alone()
            return None
        if self._is_alias():
            return None
        if not any(link.relation in CLAIMS | LOGICAL for link in self.chain.links):
            return None
        if self.item.is_assumed or (is_case(self.chain) and not self._is_logical()):
            return None
        scope, self.sides = self._read()
        steps = list(self._steps(scope, self.sides, before))
        if not steps:
            return None
        found = Derivation(self.item.title or self.document.name)
        found.file, found.line = self.document.name, self._line(self.chain.span[0])
        found.id = f"line-{found.line}"
        found.first, found.steps = steps[0].lhs, steps
        found.sides_read = (sum(s.is_read for s in self.sides), len(self.sides))
        self.counts = True
        return found

    def _is_logical(self) -> bool:
        return any(link.relation in LOGICAL for link in self.chain.links)

    def _read_alone(self) -> None:
        """A display without a relation claims nothing, but is read all the same."""
        alone = self.chain.sides[0]
        written = any(n.kind != "text" for n in plain(alone.row)) or alone.problem is not None
        if self.chain.is_display and written:
            _, self.sides = self._read()
            self.counts = True

    def _read(self) -> tuple[Scope, list[ReadSide]]:
        return read_sides(self.chain, self.levels, self.known.definitions, self.known.aliases)

    # --- notations ------------------------------------------------------------------------------

    def _is_alias(self) -> bool:
        """``P = p(x, y)``: a name for a distribution, from here on."""
        if len(self.chain.links) != 1 or self.chain.links[0].relation not in ("=", ":="):
            return False
        left, right = (plain(side.row) for side in self.chain.sides)
        single = names.single(left)
        if single is None or not right or not _is_product_of_laws(right):
            return False
        if not Scope(self.levels).is_law(names.key(single)):
            return False
        self.new.aliases[names.key(single)] = right
        return True

    def _defined(self, scope: Scope, sides: list[ReadSide]) -> bool:
        """Whether the chain introduces the notation on its left; remembers what it stands for."""
        link = self.chain.links[0]
        if link.relation not in ("=", ":=", "equiv"):
            return False
        left = plain(self.chain.sides[0].row)
        key = _notation(left)
        if not key or len(sides) < 2 or key in self.known.definitions:
            return False
        if not self._is_new(scope, left, sides[0]):
            return False
        if sides[1].objective is not None:
            return True
        meaning = next((side.written for side in sides[1:] if side.written is not None), None)
        if meaning is None:
            return False
        self.new.definitions[key] = Definition(
            meaning.term, meaning.declarations, self.chain.sides[0].span
        )
        return True

    def _is_new(self, scope: Scope, left: Row, side: ReadSide) -> bool:
        if side.problem is not None:
            return side.problem.code in ("SK101", "SK201", "SK202") and len(left) <= 2
        lone = len(left) == 1 and side.written is not None and side.written.term.head == "sym"
        return lone and (left[0].sup is None or names.starred(left[0]))

    # --- steps ----------------------------------------------------------------------------------

    def _steps(self, scope: Scope, sides: list[ReadSide], before: str) -> Iterator[Step]:
        if self._is_logical():
            yield from self._logical(sides, before)
            return
        given = markov_statements(scope)
        defines = self._defined(scope, sides)
        inequality = [k for k, link in enumerate(self.chain.links) if link.relation != "="]
        for k, link in enumerate(self.chain.links):
            if link.relation not in CLAIMS:
                if link.relation in ("approx", "propto", "order"):
                    yield self._unjudged(k, link, f"the relation {link.relation} is not judged")
                continue
            reasons = _reasons(link, k, self.chain.links, inequality)
            step = self._step(k, link, sides, before, reasons, defines and k == 0)
            used = tuple(g for g in given if _concerns(g, step))
            understood = used and step.doubt.lower().startswith(MARKOV)
            yield replace(step, given=used, doubt="" if understood else step.doubt)

    def _step(
        self,
        k: int,
        link: Link,
        sides: list[ReadSide],
        before: str,
        reasons: tuple[str, ...],
        defines: bool,
    ) -> Step:
        lhs, rhs = (self._any_side(k + i, sides[k + i]) for i in (0, 1))
        relation = MEANT.get(link.relation, link.relation)
        possible = hypotheses.is_possibility(before) and relation not in ("=",)
        step = self._placed(k, link, lhs, relation, rhs)
        step = replace(
            step,
            by=reasons,
            for_some=relation == "!=" or possible,
            defines=defines,
            doubt=self._doubt(link, lhs, relation, rhs),
            diagnoses=tuple(self.diagnoses(sides[k : k + 2])),
        )
        return step if defines else self._checked(step)

    def _doubt(self, link: Link, lhs: AnySide, relation: str, rhs: AnySide) -> str:
        said = doubts.of_text(self.item) or doubts.of_link(link)
        if said or not (isinstance(lhs, Written) and isinstance(rhs, Written)):
            return said
        named = doubts.of_names(self.item, lhs, rhs)
        return named or doubts.of_sides(lhs, relation, rhs, len(self.chain.links) == 1)

    def _checked(self, step: Step) -> Step:
        """The step, unread when its sides do not belong together."""
        try:
            step.claims()
        except (LanguageError, IllFormed) as error:
            why = str(error)
        else:
            return step
        return replace(step, lhs=Unread(step.source[0] if step.source else "", why))

    def _placed(self, k: int, link: Link, lhs: AnySide, relation: str, rhs: AnySide) -> Step:
        left, right = self.chain.sides[k], self.chain.sides[k + 1]
        line, column = self.document.place(link.span[0])
        source = self._source(left), self._source(right)
        span = (min(left.span[0], link.span[0]), max(right.span[1], link.span[1]))
        return Step(k + 1, line, lhs, relation, rhs, column=column, span=span, source=source)

    def _unjudged(self, k: int, link: Link, why: str) -> Step:
        left, right = (self._source(self.chain.sides[k + i]) for i in (0, 1))
        return self._placed(k, link, Unread(left, why), link.relation, Unread(right, why))

    def _any_side(self, place: int, side: ReadSide) -> AnySide:
        if side.written is not None:
            return side.written
        if side.objective is not None:
            return side.objective
        problem = side.problem
        why = f"{problem.message} [{problem.code}]" if problem else "not read"
        return Unread(self._source(self.chain.sides[place]), why)

    def _source(self, side: Side) -> str:
        return " ".join(self.text[slice(*side.span)].split())

    def _line(self, offset: int) -> int:
        return self.document.place(offset)[0]

    def diagnoses(self, sides: list[ReadSide]) -> Iterator[Diagnosis]:
        """What is said about these sides, by line and column."""
        for side in sides:
            for found in (*([side.problem] if side.problem else []), *side.notes):
                line, column = self.document.place(found.span[0])
                shown = excerpt(found, self.document)
                yield Diagnosis(found.code, line, column, found.message, found.help, shown)

    # --- equivalences ---------------------------------------------------------------------------

    def _logical(self, sides: list[ReadSide], before: str) -> Iterator[Step]:
        """``a = b iff c = d``: statements with a logical relation between each two."""
        links = self.chain.links
        cuts = [k for k, link in enumerate(links) if link.relation in LOGICAL]
        starts = [0, *(k + 1 for k in cuts)]
        ends = [*cuts, len(links)]
        groups = [list(range(s, e)) for s, e in zip(starts, ends, strict=True)]
        for place, k in enumerate(cuts):
            lhs, rhs = (
                self._statement(groups[place + i], starts[place + i], sides) for i in (0, 1)
            )
            step = self._placed(k, links[k], lhs, links[k].relation, rhs)
            reasons = _reasons(links[k], k, links, [])
            doubt = self._doubt(links[k], lhs, links[k].relation, rhs)
            yield self._checked(replace(step, by=reasons, doubt=doubt))

    def _statement(self, group: list[int], start: int, sides: list[ReadSide]) -> AnySide:
        if len(group) != 1 or self.chain.links[group[0]].relation not in CLAIMS:
            return Unread(self._source(self.chain.sides[start]), "a single equation is expected")
        k = group[0]
        left, right = sides[k], sides[k + 1]
        if left.written is None or right.written is None:
            place = k if left.written is None else k + 1
            return self._any_side(place, sides[place])
        relation = self.chain.links[k].relation
        return Statement(left.written, MEANT.get(relation, relation), right.written)


def _concerns(given: Statement, step: Step) -> bool:
    """Whether the step is about the law of a hypothesis."""
    laws = {d for d in given.declarations if isinstance(d, Law)}
    return not step.unread and not step.defines and laws <= step.declarations


def _is_product_of_laws(row: Row) -> bool:
    """``p(x, y)`` or ``p(x) * p(y)``: names with brackets, and signs between them."""
    at = 0
    while at < len(row):
        if row[at].kind == "op" and row[at].text in ("*", "times", "otimes") and at:
            at += 1
        elif row[at].kind == "name" and at + 1 < len(row) and row[at + 1].kind == "fence":
            at += 2
        else:
            return False
    return True


def _notation(left: Row) -> str:
    """The key of a lone name, or of a name with one bracket: ``L``, ``F[q]``."""
    if not left or left[0].kind != "name" or len(left) > 2:
        return ""
    if len(left) == 2 and left[1].kind != "fence":
        return ""
    return names.key(left[0]) + (names.text(left[1:]) if len(left) == 2 else "")


def _reasons(link: Link, k: int, links: tuple[Link, ...], inequality: list[int]) -> tuple[str, ...]:
    """The reasons cited for a link; a sentence before the display speaks of its inequality."""
    found: list[str] = []
    for remark in link.remarks:
        if remark.origin != "before" or len(links) == 1:
            found += _named(remark)
    for remark in links[0].remarks:
        if remark.origin == "before" and len(links) > 1 and inequality == [k]:
            found += [name for name in _named(remark) if name in INEQUALITIES]
    return tuple(dict.fromkeys(found))


def _named(remark: Remark) -> list[str]:
    return list(named_in(remark.text))
