"""One chain of a document on its way to a derivation: its claims and their hypotheses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from symkl.derivation import Derivation, Step, Unread
from symkl.derivation import Side as AnySide
from symkl.kernel.context import Law
from symkl.kernel.errors import IllFormed, KernelError
from symkl.language.extremes import Extreme
from symkl.language.objectives import Objective
from symkl.language.statements import Statement
from symkl.language.written import LanguageError, Written
from symkl.reading import counted, doubts, hypotheses, letters, names
from symkl.reading import determined as functions
from symkl.reading.calling import CALLED
from symkl.reading.chain import Link
from symkl.reading.citations import cited
from symkl.reading.diagnostics import Diagnostic, Unreadable
from symkl.reading.extremes import FLIPPED, Claimed, claimed, of_minimiser
from symkl.reading.givens import (
    MEANT,
    Givens,
    helped,
    holds_at_some,
    renamed,
    symmetric_by,
    with_uniform,
)
from symkl.reading.introducing import LOGICAL, IntroducingChain
from symkl.reading.layout import plain
from symkl.reading.notations import NOTION_HEADS
from symkl.reading.numbered_laws import numbered_laws
from symkl.reading.orders import told_apart
from symkl.reading.scope import Scope
from symkl.reading.sides import CLAIMS, ReadSide, read_sides
from symkl.reading.titles import title_words
from symkl.reading.weights import unit_numbers
from symkl.reading.written_out import meanings

# What a declaration or a hypothesis says.
SAYING = frozenset({"~", "in", "to", "from", "perp", "set"})
BITS = re.compile(r"\b(?:in|of|many|as) bits\b|\bbits of\b|比特|\bin Bit\b|\ben bits\b")
UNJUDGED = ("approx", "propto", "order", "succ", "succeq", "prec", "preceq")
NEGATED = {"=": "!=", "!=": "=", "<=": ">", ">=": "<", "<": ">=", ">": "<="}


class ChainReader(IntroducingChain):
    """One chain on its way to a derivation."""

    def derivation(self) -> Derivation | None:
        """The derivation that the chain claims; None when it claims nothing.

        What does not fit together in one chain leaves the rest of the document as it is.
        """
        try:
            return self._derivation()
        except (KernelError, LanguageError, Unreadable) as error:
            found = self._untold(str(error), self.chain.links)
            self.sides = [
                ReadSide(None, Diagnostic("SK103", s.span, str(error))) for s in self.chain.sides
            ]
            self.counts = True
            return found

    def _derivation(self) -> Derivation | None:
        if not self.chain.links:
            self._read_alone()
            return None
        if self.chain.links[0].relation == CALLED:
            self.scope, self.sides = read_sides(self.chain, self.known)
            self._closed()
            return None
        if not any(link.relation in CLAIMS | LOGICAL for link in self.chain.links):
            return self._unclaimed()
        if self._is_function() or self._is_alias() or self._is_condition():
            return None
        said = [*(h.said for h in self._holding()), *self.around.given]
        self.known = replace(
            self.known,
            renamed=renamed(self._holding(), self.known.scope()),
            determined=functions.determined(said),
            declared=symmetric_by(self._holding(), self.known.declared),
        )
        normal = self._is_normal()
        self.scope, self.sides = read_sides(self.chain, self.known)
        self.sides = told_apart(self.sides, self.chain, self.scope)
        self._note_variation()
        self._note_units()
        independence = self._factorisation()
        if independence is not None and not self._is_concluded():
            self._assume(independence)
            if self.chain.is_display:
                self._tell(f"taken as an assumption: {independence.text}")
            return None
        self.sides = with_uniform(self.sides, self._holding(), self.scope)
        self.numbered = numbered_laws(self._meanings(), self.scope)
        known = meanings(self._meanings(), self.scope, self.numbered)
        before, self.sides = self.sides, known.written_out(self.sides)
        self.is_spelled = any(new is not old for new, old in zip(self.sides, before, strict=True))
        self.sides = self.numbered.in_sides(self.sides)
        self.spelled = known.worked_in(self.sides) | self.numbered.said
        steps = list(self._steps(self.scope, normal))
        if independence is not None:  # right or wrong, what follows may rest on it
            self._assume(independence)
        if not steps:
            return None
        title = title_words(self.item.title, self.document.format)
        found = Derivation(title or self.document.name)
        found.file, found.line = self.document.name, self._line(self.chain.span[0])
        found.id = f"line-{found.line}"
        found.first, found.steps = steps[0].lhs, steps
        found.assumed = [*steps[0].given, *self.worked_in]
        found.sides_read = (sum(s.is_read for s in self.sides), len(self.sides))
        self.counts = True
        return found

    def _unclaimed(self) -> Derivation | None:
        """A display whose relations are neither claims nor declarations is told, not dropped."""
        untold = [link.relation for link in self.chain.links if link.relation not in SAYING]
        if not self.chain.is_display or not untold:
            return None
        links = [link for link in self.chain.links if link.relation in untold]
        return self._untold("the relation is not judged", links)

    def _untold(self, why: str, links: Iterable[Link]) -> Derivation | None:
        """A derivation of steps that are not judged, and why."""
        title = title_words(self.item.title, self.document.format)
        found = Derivation(title or self.document.name)
        found.file, found.line = self.document.name, self._line(self.chain.span[0])
        found.id = f"line-{found.line}"
        places = {id(link): k for k, link in enumerate(self.chain.links)}
        found.steps = [self._unjudged(places[id(link)], link, why) for link in links]
        if not found.steps:
            return None
        found.first = found.steps[0].lhs
        return found

    def _read_alone(self) -> None:
        """A display without a relation claims nothing, but is read all the same."""
        alone = self.chain.sides[0]
        written = any(n.kind != "text" for n in plain(alone.row)) or alone.problem is not None
        if self.chain.is_display and written:
            self.scope, self.sides = read_sides(self.chain, self.known)
            self.counts = True

    def _steps(self, scope: Scope, normal: bool) -> Iterator[Step]:
        given = self._givens(scope)
        self.worked_in = given.worked_in
        self.told = doubts.numbers_in(given.statements)
        self.units = unit_numbers(given.statements)
        self.sides = self._without_moving_constants(given)
        self.told |= frozenset(map(names.printable, scope.chances()))
        said = [g.lhs.term for g in given.statements if g.relation == "="]
        self.worked = {str(t.label) for t in said if t.head in ("sym", "matrix")}
        if any(link.relation in LOGICAL for link in self.chain.links):
            yield from self._logical(given)
            return
        self.concluded = self._concluded(given)
        closed = self._closed()
        defines = normal or (not self.concluded and self._defines())
        unusual = None if defines else self._unusual()
        given.doubt = given.doubt or self._is_restated_otherwise()
        for k, link in enumerate(self.chain.links):
            if link.relation not in CLAIMS:
                if link.relation in UNJUDGED:
                    yield self._unjudged(k, link, f"the relation {link.relation} is not judged")
                continue
            step = self._step(k, link, given, scope, (defines and k == 0) or k in closed)
            if unusual is not None and k == 0:
                step = replace(step, diagnoses=(*step.diagnoses, unusual))
            yield step

    def _step(self, k: int, link: Link, given: Givens, scope: Scope, defines: bool) -> Step:
        lhs, rhs = (self._any_side(k + i, self.sides[k + i]) for i in (0, 1))
        relation, for_some, doubt = self._claimed(link)
        step = replace(
            self._placed(k, link, lhs, relation, rhs),
            by=cited(self.chain, k),
            for_some=for_some,
            defines=defines,
            given=tuple(given.statements),
            possibly=tuple(self._possibly()),
            doubt=self._doubtful(given, k) or doubt or self._doubt(lhs, relation, rhs),
            proviso=self._proviso_of(link, lhs, relation, rhs),
            diagnoses=tuple(self.diagnoses(self.sides[k : k + 2])),
        )
        if defines:
            return step
        if any(isinstance(side, Objective | Extreme) for side in (lhs, rhs)):
            words = self.proviso.words if self.proviso else ""
            step = replace(step, doubt=step.doubt or words)  # it is about all laws at once
            free = not (self._doubtful(given, k) or words) and not self._is_of_a_family()
            whole = free and any(side.varies_whole for side in self.sides[k : k + 2])
            return self._checked(self._of_extreme(step, whole))
        step = self._in_doubt_of_notation(k, helped(step, given.helpers))
        step = letters.in_doubt(step, self._says_values(scope))
        return self._checked(counted.in_doubt(step, self._sizes_said()))

    def _note_units(self) -> None:
        r"""Tell an author who counts in bits that ``\ln`` beside an entropy counts in nats."""
        natural = self.scope is not None and "ln" in self.scope.log_bases
        written = [side.written.term for side in self.sides if side.written is not None]
        notions = any(t.head in NOTION_HEADS for term in written for t in term.walk())
        if natural and notions and BITS.search(self.text):
            message = "the text counts in bits, but \\ln counts in nats: both are read in nats"
            self.sides[0].notes.append(Diagnostic("SK501", self.chain.sides[0].span, message))

    def _says_values(self, scope: Scope) -> bool:
        """Whether the text may say what numbers the values of its variables are."""
        if letters.NUMBERS.search(self.text):
            return True
        sets = (text for _, text in scope.all.members)
        written_out = scope.all.listed or any(level.listed for level in scope.levels)
        return bool(self._sizes_said() or written_out) or any(
            not text.startswith("cal:") for text in sets
        )

    def _is_of_a_family(self) -> bool:
        """Whether the text speaks of families of laws, so that what varies may be in one."""
        return hypotheses.FAMILY.search(self.document.text) is not None

    def _of_extreme(self, step: Step, whole: bool) -> Step:
        """The step with its claims where an extreme or a minimiser stands beside a value."""
        found: Claimed | None = None
        try:
            match step.lhs, step.rhs:
                case Extreme() as one, Written() as value:
                    found = claimed(one, step.relation, value, step.given, whole)
                case Written() as value, Extreme() as one:
                    relation = FLIPPED.get(step.relation, step.relation)
                    found = claimed(one, relation, value, step.given, whole)
                case (Objective() as one, Written() as law) | (
                    Written() as law,
                    Objective() as one,
                ):
                    if not whole:
                        raise LanguageError("what is varied is not all of a law")
                    found = of_minimiser(one, self._law_of(law), step.given)
        except LanguageError as error:
            why = str(error)
            return replace(step, lhs=Unread(step.source[0] if step.source else "", why))
        if found is None:
            return step
        return replace(step, claimed=found.claims, doubt=step.doubt or found.doubt)

    def _law_of(self, value: Written) -> Law:
        """The law of which a value stands beside a minimiser."""
        laws = self._scope().laws.values()
        name = value.term.label[0] if value.term.head == "value" else ""
        law = next((law for law in laws if law.name == name), None)
        if law is None:
            raise LanguageError("a law is expected beside a minimiser")
        return law

    def _claimed(self, link: Link) -> tuple[str, bool, str]:
        """The relation that is claimed, whether of some models only, and what is doubtful."""
        relation = MEANT.get(link.relation, link.relation)
        if self.around.is_denied and len(self.chain.links) == 1:
            relation = NEGATED[relation]
            return relation, relation != "=", ""
        if relation == "!=":
            return relation, True, ""
        if self.around.is_possible:
            return relation, relation != "=", self.around.lead.strip() if relation == "=" else ""
        return relation, False, "it does not hold" if self.around.is_denied else ""

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
        source = self._spelled_out(left), self._spelled_out(right)
        span = (min(left.span[0], link.span[0]), max(right.span[1], link.span[1]))
        return Step(k + 1, line, lhs, relation, rhs, column=column, span=span, source=source)

    def _unjudged(self, k: int, link: Link, why: str) -> Step:
        left, right = (self._source_of(k + i) for i in (0, 1))
        return self._placed(k, link, Unread(left, why), link.relation, Unread(right, why))

    def _any_side(self, place: int, side: ReadSide) -> AnySide:
        if side.written is not None:
            return side.written
        if side.objective is not None:
            return side.objective
        problem = side.problem
        why = f"{problem.message} [{problem.code}]" if problem else "not read"
        return Unread(self._source_of(place), why)

    def _logical(self, given: Givens) -> Iterator[Step]:
        """``a = b iff c = d``: statements with a logical relation between each two."""
        links = self.chain.links
        cuts = [k for k, link in enumerate(links) if link.relation in LOGICAL]
        starts = [0, *(k + 1 for k in cuts)]
        ends = [*cuts, len(links)]
        groups = [list(range(s, e)) for s, e in zip(starts, ends, strict=True)]
        for place, k in enumerate(cuts):
            lhs, rhs = (
                self._statement(groups[place + i], starts[place + i], self.sides) for i in (0, 1)
            )
            step = self._placed(k, links[k], lhs, links[k].relation, rhs)
            yield self._checked(
                replace(
                    step,
                    by=cited(self.chain, k),
                    given=tuple(given.statements),
                    doubt=given.doubt
                    or self._unknown(self.sides)
                    or self._doubt(lhs, links[k].relation, rhs)
                    or (self.proviso.words if self.proviso else "")
                    or doubts.of_link(links[k]),
                )
            )

    def _statement(self, group: list[int], start: int, sides: list[ReadSide]) -> AnySide:
        if len(group) != 1 or self.chain.links[group[0]].relation not in CLAIMS:
            return Unread(self._source(self.chain.sides[start]), "a single equation is expected")
        k = group[0]
        left, right = sides[k], sides[k + 1]
        if left.written is None or right.written is None:
            place = k if left.written is None else k + 1
            return self._any_side(place, sides[place])
        relation = self.chain.links[k].relation
        found = Statement(left.written, MEANT.get(relation, relation), right.written)
        start, end = self.chain.pieces[0].span[0], self.chain.pieces[-1].span[1]
        if holds_at_some(found, hypotheses.quantifier(self.text[start:end])):
            why = "an equation at some points only is not read"
            return Unread(self._source(self.chain.sides[k]), why)
        return found
