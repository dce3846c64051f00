"""One chain of a document on its way to a derivation: its claims and their hypotheses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from symkl.derivation import Derivation, Step, Unread
from symkl.derivation import Side as AnySide
from symkl.kernel import terms
from symkl.kernel.context import Function, Law, Number
from symkl.kernel.errors import IllFormed, KernelError
from symkl.kernel.terms import ZERO
from symkl.language.extremes import Extreme
from symkl.language.objectives import Objective
from symkl.language.statements import Statement
from symkl.language.written import LanguageError, Written
from symkl.reading import counted, doubts, hypotheses, names, variation
from symkl.reading import determined as functions
from symkl.reading.chain import Chain, Link, Side
from symkl.reading.circumstances import Circumstances, Hypothesis, is_case
from symkl.reading.citations import cited
from symkl.reading.declared import Declared, Gathered, Said, gathered
from symkl.reading.defining import in_force
from symkl.reading.dependence import Dependence, factorised
from symkl.reading.derivatives import held_constant
from symkl.reading.diagnostics import Diagnostic, Unreadable
from symkl.reading.document import Document
from symkl.reading.evidence import Definition
from symkl.reading.extremes import FLIPPED, Claimed, claimed, of_minimiser
from symkl.reading.formulas import Formulas
from symkl.reading.givens import (
    BOUNDING,
    MEANT,
    Givens,
    givens,
    helped,
    holds_at_some,
    renamed,
    symmetric_by,
    with_uniform,
)
from symkl.reading.layout import Node, plain
from symkl.reading.macros import Macros
from symkl.reading.normals import normal_said
from symkl.reading.notations import (
    DEFINING,
    NOTION_HEADS,
    Notations,
    agrees_with_the_usual,
    alias,
    definition,
    is_normal,
    is_notion,
    is_probability,
    is_written_out,
    laws_in,
    quantity_named,
    redefinition,
    unknown_law,
    variation_defined,
)
from symkl.reading.orders import told_apart
from symkl.reading.rendering import excerpt
from symkl.reading.scope import Scope
from symkl.reading.sections import Placed, Sections
from symkl.reading.sides import CLAIMS, Known, ReadSide, read_sides
from symkl.reading.spelled_out import spelled_out
from symkl.reading.titles import title_words
from symkl.reading.unfolding import Formula
from symkl.reading.uniform import Uniform, is_uniform
from symkl.reading.usage import NORMAL_LETTERS, Usage
from symkl.reading.weights import is_settled, unit_numbers
from symkl.result import Diagnosis

LOGICAL = frozenset({"iff", "implies"})
MOST_HYPOTHESES = 12
OF_VALUES = frozenset({"value", "point", "mul", "num", "pow", "div"})
EXPLICIT = frozenset({"matrix", "entry", "trace", "det", "const", "sym", "identity", "size"})
SIZES = frozenset("nNmMkKdD")
SAYING = frozenset(
    {"~", "in", "to", "from", "perp", "set"}
)  # what a declaration or a hypothesis says
UNJUDGED = ("approx", "propto", "order")
NEGATED = {"=": "!=", "!=": "=", "<=": ">", ">=": "<", "<": ">=", ">": "<="}


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


class ChainReader:
    """One chain on its way to a derivation."""

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
        self.worked: set[str] = set()  # names that are given as an expression
        self.concluded: frozenset[str] = frozenset()  # laws of which a given statement tells more
        self.told: frozenset[str] = frozenset()  # numbers of which something is given
        self.units: set[str] = set()  # numbers that are given to be between 0 and 1
        self.say = surroundings.say
        self.new = surroundings.notations.setdefault(item.headings[0], Notations())
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
            self.old.definitions,
            self.old.aliases,
        )

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
        independence = self._factorisation()
        if independence is not None and not self._is_concluded():
            self._assume(independence)
            if self.chain.is_display:
                self._tell(f"taken as an assumption: {independence.text}")
            return None
        self.sides = with_uniform(self.sides, self._holding(), self.scope)
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

    def _note_variation(self) -> None:
        """Remember how the text defines the total variation; what follows is read so."""
        found = variation_defined(self.chain, self.sides, self._source_of)
        if found is None or variation.KEY in self.old.definitions:
            return
        self.new.definitions[variation.KEY] = found
        if found.term == terms.ONE and self.sides[0].otherwise is not None:
            self.sides[0] = replace(self.sides[0], written=self.sides[0].otherwise, unusual="")

    def _is_function(self) -> bool:
        """Whether it says that a random variable is a function of others: ``Y = g(X)``."""
        said = functions.function_of(self.chain.row, self.chain.span)
        if said is None or not self.said.is_about_random(said):
            return False
        if self.chain.is_display:
            self._assume(said)
            self._tell(f"taken as an assumption: {said.text}")
        return True

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

    def _is_condition(self) -> bool:
        """Whether the chain is assumed and not claimed; remembers it for those that it is about."""
        mood = self.around.mood
        logical = any(link.relation in LOGICAL for link in self.chain.links)
        if is_case(self.chain) and not logical and mood.kind in ("claim", "definition"):
            return True
        equal = all(link.relation == "=" for link in self.chain.links)
        names_only = equal and all(names.single(side.row) for side in self.chain.sides)
        bounds = all(link.relation in BOUNDING for link in self.chain.links)
        if not mood.is_assumed or (len(self.chain.links) != 1 and not names_only and not bounds):
            return False
        if self._says_a_notion():
            return False
        if self._is_name_of_a_quantity():
            return True
        if mood.kind != "equivalence" and not mood.is_disavowed:
            self.said.assume(self.written, self.around, self.item.headings[0])
        if self.chain.is_display and mood.word.lower().startswith("satisf"):
            return False  # a property as often as a constraint: proved, or left undecided
        if self.chain.is_display:
            self._tell(f"taken as an assumption, because of {mood.word.strip()!r}")
        return True

    def _is_name_of_a_quantity(self) -> bool:
        r"""Whether it is ``let \mu = E[Y]``: a name for a quantity, worked in from here on."""
        if not hypotheses.is_letting(self.around.mood):
            return False
        scope, sides = read_sides(self.chain, self.known)
        found = quantity_named(self.chain, sides, self.old, scope)
        if found is None:
            return False
        self.new.definitions[found[0]] = found[1]
        self.said.forget(self.written)
        if self.chain.is_display:
            self._tell(f"taken as what {names.text(self.chain.sides[0].row)} is")
        return True

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

    # --- what it introduces -----------------------------------------------------------------------

    def _is_alias(self) -> bool:
        found = alias(self.chain, self.known.scope())
        normal = is_normal(self.chain)
        if self.chain.is_display and (normal or found is not None):
            self._tell(f"taken as what {names.text(self.chain.sides[0].row)} is")
        if normal:
            self.said.forget(self.written)
            return True
        if found is not None:
            self.new.aliases[found[0]] = found[1]
            self.said.forget(self.written)
        return found is not None

    def _defines(self) -> bool:
        """Whether the first equation introduces what stands on one side; remembers it."""
        if self._is_least_at_a_known_law():
            return False
        if self.introduced is not None and self._introduces(self.introduced):
            return True
        found = definition(self.chain, self.sides, self.old, self._scope())
        if found is not None and self.sides[0].written is None and _names_itself(self.chain, found):
            self.sides[0] = replace(self.sides[0], problem=None, introduced=True)
        again = None if found is not None else self._redefinition()
        if again is not None or (found is not None and self._is_of_another_shape()):
            self.sides[0] = replace(self.sides[0], written=None, introduced=True)
        found = found or again
        if found is not None:
            self.new.understood.add(names.printable(names.key(_head(self.chain))))
            if found[1] is not None:
                self.new.definitions[found[0]] = found[1]
            return True
        unknown = unknown_law(self.chain, self.sides)
        if unknown and self._is_uniform():
            return True
        if unknown and not is_probability(self.chain):
            self.new.unknown[unknown] = f"{self._source_of(0)} = {self._source_of(1)}"
        understood = is_probability(self.chain) or bool(self.known.levels[0].normals)
        return bool(unknown) and (self.sides[1].is_read or understood)

    def _is_least_at_a_known_law(self) -> bool:
        r"""Whether it says ``P = \arg\min_Q H(P, Q)``, which is about P and does not define it."""
        left, best = self.sides[0].written, self.sides[1].objective
        if left is None or left.term.head != "value" or best is None:
            return False
        return str(left.term.label[0]) in laws_in(best.expression.term)

    def _introduces(self, found: Formula) -> bool:
        """Remember a function that the first equation introduces; a notation is none."""
        left = self.sides[0].written
        if left is not None and left.term.head != "value":
            return False  # it has a meaning already
        if not self._is_choice():
            self.new.formulas[found.head] = self.chain.pieces[0].span[0], found
        if found.of_laws or not self.sides[1].is_read:
            return False  # of these laws it is a notation like any other
        self.sides[0] = replace(self.sides[0], problem=None, introduced=True)
        return True

    def _is_choice(self) -> bool:
        r"""``for $f(t) = t \log t$``: what is looked at in this sentence, and no claim."""
        around = self.around
        if hypotheses.is_example(around.lead):
            return True
        inline = not self.chain.is_display and around.explains is None
        return inline and around.mood.kind == "claim" and hypotheses.is_case_of(around.lead)

    def _is_restated_otherwise(self) -> str:
        """The function that is said to be something else than before: no claim, or a slip."""
        left, right = self.sides[0].written, self.sides[1].written
        if not self.restated or (left and right and agrees_with_the_usual(left, right)):
            return ""
        self.new.formulas[self.restated] = self.chain.pieces[0].span[0], None
        return "" if self._is_concluded() else f"{names.printable(self.restated)} = ..."

    def _redefinition(self) -> tuple[str, Definition | None] | None:
        """The other meaning that a name gets here, where the text says that it defines."""
        says_so = self.around.mood.kind == "definition" or self.chain.links[0].relation == ":="
        return redefinition(self.chain, self.sides, self.old) if says_so else None

    def _is_of_another_shape(self) -> bool:
        """Whether a new name was taken for a matrix of another size than what it stands for."""
        one, two = (side.written for side in self.sides[:2])
        return one is not None and two is not None and one.shape != two.shape

    def _is_normal(self) -> bool:
        """Whether the first equation writes a normal density out; its law is then normal."""
        left = plain(self.chain.sides[0].row)
        if self.chain.links[0].relation not in DEFINING or not left:
            return False
        if left[0].text in NORMAL_LETTERS:
            return False  # N(x; mu, Sigma) = ... is a claim about the normal law
        normal = normal_said(self.chain, self.known)
        if normal is None:
            return False
        said = Usage(normals=[normal])
        for at in self.item.headings:
            self.sections.usages[at] = self.sections.usages.get(at, Usage()).merged(said)
        self.new.understood.add(normal.of)
        levels = (self.known.levels[0].merged(said), *self.known.levels[1:])
        self.known = replace(self.known, levels=levels)
        return True

    def _is_uniform(self) -> bool:
        """Whether the first equation says that a law is uniform; it is so from here on."""
        left, right = (side.written for side in self.sides[:2])
        if left is None or right is None or not is_uniform(left.term, right.term):
            return False
        base = names.key(_head(self.chain))
        self.new.understood.add(names.printable(base))
        start, heading = self.chain.pieces[0].span[0], self.item.headings[0]
        self.said.hypotheses.append(Hypothesis(Uniform(base, self.chain.span), heading, start))
        return True

    def _factorisation(self) -> Dependence | None:
        """That variables are independent, when the equation says so."""
        if len(self.chain.links) != 1 or self.chain.links[0].relation not in DEFINING:
            return None
        left, right = (side.written for side in self.sides)
        if left is None or right is None:
            return None
        return factorised(left.term, right.term, self.chain.span)

    def _assume(self, said: Dependence) -> None:
        places = None if self.around.mood.kind == "claim" else self.around.places
        start, heading = self.chain.pieces[0].span[0], self.item.headings[0]
        self.said.hypotheses.append(Hypothesis(said, heading, start, places))

    def _is_concluded(self) -> bool:
        """Whether the text says that the equation follows."""
        reasons = cited(self.chain, 0)
        if reasons and "independence" not in reasons and not doubts.of_link(self.chain.links[0]):
            return True
        mood = self.around.mood
        return mood.kind == "claim" and hypotheses.concludes(mood.word)

    def _concluded(self, given: Givens) -> frozenset[str]:
        """The law of P(x) = Q(x) that the text concludes from what is given of it."""
        left, right = (side.written for side in self.sides[:2])
        if left is None or right is None or left.term.head != "value" or not self._is_concluded():
            return frozenset()
        if any(t.head not in OF_VALUES for t in right.term.walk()):
            return frozenset()  # what a law is found to be, as by an optimisation
        about = {law for one in given.statements if _vanishes(one) for law in _laws_of(one)}
        found = frozenset({str(left.term.label[0])} & about)
        self.new.understood |= found
        return found

    def _may_say_what_laws_are(self) -> bool:
        """Whether an equation may be the author's model: nothing concludes it, or words before."""
        before = self.document.text[: self.chain.pieces[0].span[0]]
        return not self._is_concluded() or hypotheses.says_independence(before)

    def _defines_in_words(self) -> bool:
        """Whether the text says that it defines, by "define" or a sign for it."""
        said = re.search(
            r"\bdefin|\bdenot|\bwe (?:write|set|call)\b|定义|记", self.around.lead, re.I
        )
        return self.chain.links[0].relation == ":=" or said is not None

    def _unusual(self) -> Diagnosis | None:
        """What to tell an author whose definition of a quantity is not the usual one."""
        if not is_notion(self.chain) or self.chain.links[0].relation not in DEFINING:
            return None
        left, right = (side.written for side in self.sides[:2])
        if left is None or right is None or left.term.head not in NOTION_HEADS:
            return None
        first = left.term.head not in self.old.notions and is_written_out(self.chain)
        defined = self.around.mood.kind == "definition" or self.chain.links[0].relation == ":="
        self.new.notions.add(left.term.head)
        if not (first or defined) or agrees_with_the_usual(left, right):
            return None
        if self._defines_in_words():  # what follows speaks of the author's notion
            head = _head(self.chain)
            what = f"{self._source_of(0)} = {self._source_of(1)}"
            said = Said(names.key(head), "quantity", "prose", head.span, (what,))
            self.say(self.item, said)
        line, column = self.document.place(self.chain.sides[0].span[0])
        message = f"{self._source_of(0)} is not shown to agree with its usual definition"
        return Diagnosis("SK601", line, column, message)

    # --- hypotheses -------------------------------------------------------------------------------

    def _holding(self) -> list[Hypothesis]:
        """The hypotheses in the text that this chain stands under: the last few."""
        return self._all_holding()[-MOST_HYPOTHESES:]

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

    def _givens(self, scope: Scope) -> Givens:
        """What is assumed of the names in this chain."""
        usage = self.known.levels[0]
        written = [w for side in self.sides if (w := side.expression) is not None]
        images = functions.images(written, usage)
        holding = self.formulas.without(self._holding())
        every: list[Hypothesis | Dependence] = [*holding, *self.around.given, *images]
        found = givens(every, scope, self.sides, usage)
        facts = [h.said if isinstance(h, Hypothesis) else h for h in every]
        dependences = [fact for fact in facts if isinstance(fact, Dependence)]
        found.doubt = found.doubt or functions.doubt(dependences, usage, scope.all, written)
        is_assumed = self.around.mood.is_assumed and not self._says_a_notion()
        assumed = self.around.mood.word if is_assumed else ""
        many = len(self._all_holding()) > MOST_HYPOTHESES
        left_out = "more hypotheses than are worked in" if many else ""
        said = self.around.doubt
        if hypotheses.is_of_several(said) and self._is_of_one_variable():
            said = ""
        found.doubt = said or assumed or found.doubt or self._loosely() or left_out
        return found

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
        return givens(near, self.scope, self.sides, self.known.levels[0]).statements

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
                if isinstance(entry, Function) and entry.shape == "any" and self._is_shaped():
                    return "convex"
                if (
                    isinstance(entry, Law)
                    and entry.normal is None
                    and entry.name in self.old.unknown
                ):
                    return self.old.unknown[entry.name]
        return ""

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

    def _scope(self) -> Scope:
        return self.scope if self.scope is not None else self.known.scope()

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

    # --- steps ------------------------------------------------------------------------------------

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
        defines = normal or (not self.concluded and self._defines())
        unusual = None if defines else self._unusual()
        given.doubt = given.doubt or self._is_restated_otherwise()
        for k, link in enumerate(self.chain.links):
            if link.relation not in CLAIMS:
                if link.relation in UNJUDGED:
                    yield self._unjudged(k, link, f"the relation {link.relation} is not judged")
                continue
            step = self._step(k, link, given, defines and k == 0)
            if unusual is not None and k == 0:
                step = replace(step, diagnoses=(*step.diagnoses, unusual))
            yield step

    def _step(self, k: int, link: Link, given: Givens, defines: bool) -> Step:
        lhs, rhs = (self._any_side(k + i, self.sides[k + i]) for i in (0, 1))
        relation, for_some, doubt = self._claimed(link)
        step = replace(
            self._placed(k, link, lhs, relation, rhs),
            by=cited(self.chain, k),
            for_some=for_some,
            defines=defines,
            given=tuple(given.statements),
            possibly=tuple(self._possibly()),
            doubt=self._doubtful(given, k) or doubt or self._doubt(link, lhs, relation, rhs),
            diagnoses=tuple(self.diagnoses(self.sides[k : k + 2])),
        )
        if defines:
            return step
        if any(isinstance(side, Objective | Extreme) for side in (lhs, rhs)):
            free = not self._doubtful(given, k) and not self._is_of_a_family()
            whole = free and any(side.varies_whole for side in self.sides[k : k + 2])
            return self._checked(self._of_extreme(step, whole))
        step = self._in_doubt_of_notation(k, helped(step, given.helpers))
        return self._checked(counted.in_doubt(step, self._sizes_said()))

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

    def _doubtful(self, given: Givens, k: int) -> str:
        """What is doubtful of all the chain, or of the names on the two sides of link k."""
        return given.doubt or self._unknown(self.sides[k : k + 2])

    def _doubt(self, link: Link, lhs: AnySide, relation: str, rhs: AnySide) -> str:
        said = doubts.of_link(link)
        lhs, rhs = (s.expression if isinstance(s, Extreme) else s for s in (lhs, rhs))
        if said or not (isinstance(lhs, Written) and isinstance(rhs, Written)):
            return said
        weighed = (side.doubt for side in self.sides if not is_settled(side.doubt, self.units))
        assumed = next((doubt for doubt in weighed if doubt), self._scope().doubt)
        understood = self.old.understood | self.formulas.understood
        defined = self.item.defined - understood - self.worked - self.concluded
        named = assumed or doubts.of_names(defined, lhs, rhs)
        alone = len(self.chain.links) == 1
        model = self._may_say_what_laws_are()
        concluded = bool(self.concluded)
        return named or doubts.of_sides(lhs, relation, rhs, alone, model, self.told, concluded)

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

    def _source_of(self, place: int) -> str:
        return self._source(self.chain.sides[place])

    def _source(self, side: Side) -> str:
        return " ".join(self.text[slice(*side.span)].split())

    def _spelled_out(self, side: Side) -> str:
        """The side's TeX as pages show it, which do not know the author's macros."""
        return spelled_out(self.text, side.span, self.macros)

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
                    or self._doubt(links[k], lhs, links[k].relation, rhs),
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


def _names_itself(chain: Chain, found: tuple[str, Definition | None]) -> bool:
    """Whether the definition is of what stands on the left, and is about laws."""
    if found[1] is None or not found[0].startswith(names.key(_head(chain))):
        return False
    return any(t.head in (*NOTION_HEADS, "value", "expect") for t in found[1].term.walk())


def _vanishes(said: Statement) -> bool:
    """Whether a divergence or an information is given to be 0."""
    heads = {side.term.head for side in (said.lhs, said.rhs)}
    return bool(heads & {"kl", "mutual_information"}) and ZERO in (said.lhs.term, said.rhs.term)


def _laws_of(said: Statement) -> set[str]:
    return {entry.name for entry in said.declarations if isinstance(entry, Law)}


def _head(chain: Chain) -> Node:
    """The name on the left that an equation is about, or the one on the right if there is none."""
    left, right = (plain(side.row) for side in chain.sides[:2])
    return left[0] if left[0].kind == "name" else right[0]
