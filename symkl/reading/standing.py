"""What a chain stands under: what is given, and what keeps it from being refuted."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from symkl.derivation import Side as AnySide
from symkl.derivation import Step
from symkl.kernel.context import SCALAR_SORT, Function, Law, Matrix, Number
from symkl.kernel.terms import ZERO
from symkl.language.extremes import Extreme
from symkl.language.statements import Statement
from symkl.language.written import Written
from symkl.models.proviso import Proviso
from symkl.reading import determined as functions
from symkl.reading import doubts, hypotheses, names
from symkl.reading.assumed import Hypothesis, strongest
from symkl.reading.chain import Chain, Link
from symkl.reading.defining import in_force
from symkl.reading.definite import word_beside
from symkl.reading.dependence import Dependence
from symkl.reading.derivatives import held_constant
from symkl.reading.diagnostics import Diagnostic
from symkl.reading.givens import (
    Givens,
    givens,
)
from symkl.reading.one_chain import MOST_HYPOTHESES, ChainInPlace
from symkl.reading.sampled import DATA, grows_alike
from symkl.reading.scope import Scope
from symkl.reading.sides import ReadSide
from symkl.reading.uniform import Uniform
from symkl.reading.weights import is_settled

OF_VALUES = frozenset({"value", "point", "mul", "num", "pow", "div"})
EXPLICIT = frozenset({"matrix", "entry", "trace", "det", "const", "sym", "identity", "size"})
FOUND = re.compile(  # what a law is found to be, or what it equals by an equation before
    r"minimi|maximi|optim|arg\s*(?:min|max)|\\(?:min|max|inf|sup)\b|lagrang|derivative|stationary|"
    r"equality|equal|if and only if|\biff\b|=|最小|最大|最优|拉格朗日|导数|等号|相等|当且仅当",
    re.IGNORECASE,
)
SIZES = frozenset("nNmMkKdD")


class ChainUnderHypotheses(ChainInPlace):
    """A chain with what is assumed of its names, and with doubts about it."""

    def _givens(self, scope: Scope) -> Givens:
        """What is assumed of the names in this chain."""
        usage = self.known.levels[0]
        written = [w for side in self.sides if (w := side.expression) is not None]
        images = functions.images(written, usage)
        holding = self.formulas.without(self._holding())
        holding = [h for h in holding if id(h.said) not in self.spelled]
        every: list[Hypothesis | Dependence] = [*holding, *self.around.given, *images]
        found = givens(every, scope, self.sides, usage, self.numbered)
        facts = [h.said if isinstance(h, Hypothesis) else h for h in every]
        dependences = [fact for fact in facts if isinstance(fact, Dependence)]
        is_assumed = self.around.mood.is_assumed and not self._says_a_notion()
        word = self.around.mood.word or "with"
        assumed = word if is_assumed or self._defines_a_value() else ""
        many = len(self._all_holding()) > MOST_HYPOTHESES
        left_out = "more hypotheses than are worked in" if many else ""
        is_unread = found.doubt and not self.around.is_mistake
        unread = Proviso(found.doubt, is_condition=True) if is_unread else None
        self.proviso = strongest([self._proviso(), unread])
        of_functions = functions.doubt(dependences, usage, scope.all, written)
        said = self._unless_spelled(self.around.doubt)
        found.doubt = said or assumed or of_functions or self._loosely() or left_out
        return found

    def _defines_a_value(self) -> bool:
        """``where t(y) = sum_x d(x) t(y|x)`` says what t(y) is, though t is known as a law."""
        row = names.unwrapped(self.chain.sides[0].row)
        applied = len(row) == 2 and row[0].kind == "name" and row[1].kind == "fence"
        of_a_law = applied and self.scope is not None and names.key(row[0]) in self.scope.laws
        begun = hypotheses.BEGINNING_WITH.search(self.around.lead) is not None
        return of_a_law and (begun or self.around.mood.kind == "definition")

    def _proviso(self) -> Proviso | None:
        """The words of the text that may be a hypothesis of the chain."""
        said = self.around.proviso
        return said if said is not None and self._unless_spelled(said.words) else None

    def _unless_spelled(self, words: str) -> str:
        """The words; "" where what they are about is written out, or not of this chain."""
        if self.is_spelled and hypotheses.is_of_a_formula(words):
            return ""
        if hypotheses.is_of_several(words) and self._is_of_one_variable():
            return ""
        return words

    def _proviso_of(self, link: Link, lhs: AnySide, relation: str, rhs: AnySide) -> Proviso | None:
        """The same for one step: with words beside its relation, and numbers that it is about."""
        words = doubts.of_link(link)
        lhs, rhs = (s.expression if isinstance(s, Extreme) else s for s in (lhs, rhs))
        if not words and isinstance(lhs, Written) and isinstance(rhs, Written):
            alone = len(self.chain.links) == 1
            words = doubts.special(lhs, relation, rhs, alone)
        return strongest([self.proviso, Proviso(words, is_condition=True) if words else None])

    def _meanings(self) -> list[Chain]:
        """The equations in force that may say what a law is, or numbers with an index."""
        holding = (h for h in self._holding() if h.quantifier != "some")
        said = [h.said for h in holding if isinstance(h.said, Chain)]
        return [*said, *self.old.meanings]

    def _possibly(self) -> list[Statement]:
        """What is assumed before, which this chain may rest on without saying so.

        That is what a theorem assumes, and how the text under another heading says that random
        variables depend on each other.
        """
        place = self.chain.pieces[0].span[0]
        near = [h for h in self.said.hypotheses if h.may_hold_at(place, self.item.headings)]
        near = [*near, *self._assumed_elsewhere(place)][-MOST_HYPOTHESES:]
        near += in_force(self._said_before())[1]
        if hypotheses.is_unconditional(self.around.lead):
            near = [h for h in self._standing() if self._is_waived(h)]
        if not near or self.scope is None:
            return []
        return givens(near, self.scope, self.sides, self.known.levels[0], self.numbered).statements

    def _assumed_elsewhere(self, place: int) -> list[Hypothesis]:
        """How the text under other headings says that random variables depend on each other."""
        if hypotheses.takes_back(self.item.title):
            return []
        return [
            h
            for h in self.said.hypotheses
            if isinstance(h.said, Dependence | Uniform)
            and h.places is None
            and h.start < place
            and h.heading not in self.item.headings
        ]

    def _is_of_one_variable(self) -> bool:
        """Whether all laws of the chain are of one and the same variable."""
        written = [side.written for side in self.sides if side.written is not None]
        laws = [d for w in written for d in w.declarations if isinstance(d, Law)]
        variables = {name for law in laws for name, _ in law.coords}
        return len(variables) == 1 and not any(name[-1:].isdigit() for name in variables)

    def _loosely(self) -> str:
        """That a law is normal, where this is not worked in."""
        loose = self._loose()
        if of_energy := self._of_an_energy():
            return f"{of_energy}, elsewhere, has a formula with an energy"
        if self._scope().untossed:
            return f"{min(self._scope().untossed)} has a law on 0 and 1"
        return f"{loose} is normal" if loose else ""

    def _unknown(self, sides: Iterable[ReadSide]) -> str:
        """What the text says of a name in a way that is not understood, or does not say at all."""
        for side in sides:
            for entry in side.expression.declarations if side.expression is not None else ():
                if isinstance(entry, Number) and self._is_a_size(entry.name):
                    return f"{entry.name} (undeclared)"
                if isinstance(entry, Law) and entry.sign == "nonnegative" and self._is_absolute():
                    return "absolute continuity"
                if isinstance(entry, Function) and entry.name in self.formulas.unread:
                    return f"{entry.name} = ..."
                if isinstance(entry, Function) and entry.shape == "any" and self._is_shaped():
                    return "convex"
                if (
                    isinstance(entry, Law)
                    and entry.normal is None
                    and entry.name in self.old.unknown
                    and not self.around.is_mistake
                ):
                    return self.old.unknown[entry.name]
                if isinstance(entry, Matrix) and (word := self._is_definite_unread(entry)):
                    return word
        return ""

    def _is_definite_unread(self, matrix: Matrix) -> str:
        """A word that says of a square matrix, undeclared otherwise, that it is definite."""
        plain_matrix = matrix.rows == matrix.columns != SCALAR_SORT and not matrix.symmetric
        known = self.known.declared.kind(matrix.name) or matrix.name in self.worked
        if not plain_matrix or known:
            return ""
        return word_beside(self.document.text, matrix.name)

    def _is_absolute(self) -> bool:
        """Whether the text says that a law is absolutely continuous to another."""
        return hypotheses.ABSOLUTE.search(self.document.text) is not None

    def _is_shaped(self) -> bool:
        """Whether the text speaks of convex functions; this one is not understood to be one."""
        return hypotheses.SHAPE.search(self.document.text) is not None

    def _loose(self) -> str:
        """A law that is said to be normal, which is not worked in, in a claim that may need it."""
        written = [side.written for side in self.sides if side.written is not None]
        used = {d.name for w in written for d in w.declarations if isinstance(d, Law)}
        loose = sorted(base for base in self._scope().loose if names.printable(base) in used)
        far = sorted(base for base in self._scope().far if names.printable(base) in used)
        if far:
            return f"{far[0]}, under another heading,"
        explicit = any(t.head in EXPLICIT for w in written for t in w.term.walk())
        return loose[0] if loose and (explicit or len(loose) > 1) else ""

    def _of_an_energy(self) -> str:
        """A law beside an energy that is said somewhere to be what the energy makes it, or alike.

        The law of a reference energy E_0 is called by the same letter, and often not written out.
        """
        written = [side.written for side in self.sides if side.written is not None]
        laws = {d.name: d for w in written for d in w.declarations if isinstance(d, Law)}
        energies = set(map(names.printable, self._scope().all.energies)) & laws.keys()
        alike = (n for n in sorted(laws) if names.letter_of(n) in self.of_energies)
        return next((n for n in alike if laws[n].normalised), "") if energies else ""

    def _is_a_size(self, name: str) -> bool:
        """Whether a letter that is usual for whole numbers is declared nowhere."""
        return name in SIZES and not self.known.declared.kind(name)

    def _without_moving_constants(self, given: Givens) -> list[ReadSide]:
        """The sides, but for derivatives by x of what contains a y that is given by an equation."""
        moving = {
            str(one.label)
            for statement in given.statements
            for one in (statement.lhs.term, statement.rhs.term)
            if one.head == "sym" and statement.relation == "="
        }
        found = []
        for side, at in zip(self.sides, self.chain.sides, strict=True):
            held = held_constant(side.doubt) & moving
            message = f"{min(held, default='')} is held constant, and given by an equation"
            problem = Diagnostic("SK401", at.span, message)
            found.append(replace(side, written=None, problem=problem) if held else side)
        return found

    def _concluded(self, given: Givens) -> frozenset[str]:
        """The law of P(x) = Q(x) that the text concludes from what is given of it."""
        left, right = (side.written for side in self.sides[:2])
        if left is None or right is None or left.term.head != "value" or not self._is_concluded():
            return frozenset()
        if any(t.head not in OF_VALUES for t in right.term.walk()):
            return frozenset()  # what a law is found to be, as by an optimisation
        about = {law for one in given.statements if _vanishes(one) for law in _laws_of(one)}
        if self._are_said_to_be_equal(left, right, given):
            about |= {str(left.term.label[0])}
        found = frozenset({str(left.term.label[0])} & about)
        self.new.understood |= found
        return found

    def _are_said_to_be_equal(self, left: Written, right: Written, given: Givens) -> bool:
        """Whether ``P(x) = Q(x)`` is concluded of two laws, and from no optimum or equation."""
        laws = {str(side.term.label[0]) for side in (left, right) if side.term.head == "value"}
        if len(laws) < 2:
            return False
        if any(laws <= set(_laws_of(one)) for one in given.statements):
            return True
        before = self.document.text[: self.chain.pieces[0].span[0]]
        return not given.statements and FOUND.search(before) is None

    def _assume(self, said: Dependence) -> None:
        places = None if self.around.mood.kind == "claim" else self.around.places
        start, heading = self.chain.pieces[0].span[0], self.item.headings[0]
        self.said.hypotheses.append(Hypothesis(said, heading, start, places))

    def _may_say_what_laws_are(self) -> bool:
        """Whether an equation may be the author's model: nothing concludes it, or words before."""
        before = self.document.text[: self.chain.pieces[0].span[0]]
        return not self._is_concluded() or hypotheses.says_independence(before)

    def _doubtful(self, given: Givens, k: int) -> str:
        """What is doubtful of all the chain, or of the names on the two sides of link k."""
        return given.doubt or self._unknown(self.sides[k : k + 2])

    def _doubt(self, lhs: AnySide, relation: str, rhs: AnySide) -> str:
        lhs, rhs = (s.expression if isinstance(s, Extreme) else s for s in (lhs, rhs))
        if not (isinstance(lhs, Written) and isinstance(rhs, Written)):
            return ""
        weighed = (side.doubt for side in self.sides if not self._is_settled(side.doubt))
        assumed = next((doubt for doubt in weighed if doubt), self._scope().doubt)
        understood = self.old.understood | self.formulas.understood
        defined = self.item.defined - understood - self.worked - self.concluded
        named = assumed or doubts.of_names(defined, self.worked, lhs, rhs)
        alone = len(self.chain.links) == 1
        model = self._may_say_what_laws_are() and not self.around.is_mistake
        concluded = bool(self.concluded) or self.around.is_mistake
        return named or doubts.of_sides(lhs, relation, rhs, alone, model, self.told, concluded)

    def _is_settled(self, doubt: str) -> bool:
        """Whether a doubt is about weights that are known, or data that there are."""
        if doubt.endswith(DATA):
            terms_of = [side.written.term for side in self.sides if side.written is not None]
            sizes = frozenset(self._scope().all.indices.values())
            return len(terms_of) == len(self.sides) and grows_alike(terms_of, sizes)
        return is_settled(doubt, self.units)

    def _sizes_said(self) -> frozenset[int]:
        """The sizes of alphabets that the text speaks of where the chain stands."""
        return frozenset().union(*(self.said.counted.get(at, ()) for at in self.item.headings))

    def _in_doubt_of_notation(self, k: int, step: Step) -> Step:
        """The step, in doubt where it may be read so that no model contradicts it."""
        sides = self.sides[k : k + 2]
        left, right = (side.otherwise or side.written for side in sides)
        unusual = next((side.unusual for side in sides if side.unusual), "")
        if left is None or right is None or not unusual or step.doubt:
            return step
        other = replace(step, lhs=left, rhs=right)
        return step if doubts.is_false(other) else replace(step, doubt=unusual)


def _vanishes(said: Statement) -> bool:
    """Whether a divergence or an information is given to be 0."""
    heads = {side.term.head for side in (said.lhs, said.rhs)}
    return bool(heads & {"kl", "mutual_information"}) and ZERO in (said.lhs.term, said.rhs.term)


def _laws_of(said: Statement) -> set[str]:
    return {entry.name for entry in said.declarations if isinstance(entry, Law)}
