"""What a chain introduces instead of claiming: names, notations, laws and assumptions."""

from __future__ import annotations

import re
from dataclasses import replace

from symkl.kernel import terms
from symkl.reading import determined as functions
from symkl.reading import hypotheses, names, variation
from symkl.reading.assumed import Hypothesis
from symkl.reading.calling import CALLED, SAID
from symkl.reading.cases_said import is_case
from symkl.reading.chain import Chain
from symkl.reading.closing import closing
from symkl.reading.declared import Said
from symkl.reading.dependence import Dependence, factorised
from symkl.reading.evidence import Definition
from symkl.reading.fewer_arguments import abbreviated
from symkl.reading.givens import (
    BOUNDING,
)
from symkl.reading.layout import Node, Row, plain
from symkl.reading.normals import normal_said
from symkl.reading.notations import (
    DEFINING,
    NOTION_HEADS,
    agrees_with_the_usual,
    alias,
    definition,
    is_normal,
    is_notion,
    is_probability,
    is_written_out,
    laws_in,
    notation,
    quantity_named,
    redefinition,
    unknown_law,
    value_named,
    variation_defined,
)
from symkl.reading.one_chain import FAR
from symkl.reading.restricted import is_restricted
from symkl.reading.scope import Scope
from symkl.reading.sides import ReadSide, read_sides
from symkl.reading.standing import ChainUnderHypotheses
from symkl.reading.unfolding import Formula
from symkl.reading.uniform import Uniform, is_uniform
from symkl.reading.usage import NORMAL_LETTERS, Usage
from symkl.result import Diagnosis

LOGICAL = frozenset({"iff", "implies"})


class IntroducingChain(ChainUnderHypotheses):
    """A chain that may say what something is."""

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
        r"""Whether it is ``let \mu = E[Y]``: a name for a quantity, worked in from here on.

        So is what is computed from the value of a random variable: ``z = \mu + L\epsilon``.
        """
        mood = self.around.mood
        if mood.kind != "standing" or mood.is_disavowed:
            return False
        scope, sides = read_sides(self.chain, self.known)
        found = value_named(self.chain, sides, self.old, scope)
        if found is None and hypotheses.is_letting(mood):
            found = quantity_named(self.chain, sides, self.old, scope)
        if found is not None:
            self.new.definitions[found[0]] = found[1]
        elif not self._is_notation_for(sides, scope):
            return False
        self.said.forget(self.written)
        if self.chain.is_display:
            self._tell(f"taken as what {names.text(self.chain.sides[0].row)} is")
        return True

    def _is_notation_for(self, sides: list[ReadSide], scope: Scope) -> bool:
        r"""Whether it is ``let F(q) = E_q[...]``: a notation, which is no function of numbers."""
        left = plain(self.chain.sides[0].row)
        of_numbers = self.introduced is not None and not self.introduced.of_laws
        if len(left) == 1 or not notation(left) or of_numbers:
            return False
        found = definition(self.chain, sides, self.old, scope)
        if found is None or found[1] is None:
            return False
        self._note(found[0], found[1], is_outright=True)
        if self.introduced is not None:
            self.new.formulas[self.introduced.head] = self.chain.pieces[0].span[0], self.introduced
        return True

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
        named = found is not None and (self.introduced or _names_itself(self.chain, found))
        if named and self.sides[0].written is None:
            self.sides[0] = replace(self.sides[0], problem=None, introduced=True)
        again = None if found is not None else self._redefinition()
        if again is not None or (found is not None and self._is_of_another_shape()):
            self.sides[0] = replace(self.sides[0], written=None, introduced=True)
        found = found or again
        if found is not None:
            self.new.understood.add(names.printable(names.key(_head(self.chain))))
            if found[1] is not None:
                self._note(found[0], found[1], self._says_that_it_defines())
            return True
        unknown = unknown_law(self.chain, self.sides)
        if unknown and self._is_uniform():
            return True
        if unknown and not is_probability(self.chain):
            self.new.unknown[unknown] = f"{self._source_of(0)} = {self._source_of(1)}"
            self._note_meaning(unknown)
        understood = is_probability(self.chain) or bool(self.known.levels[0].normals)
        return bool(unknown) and (self.sides[1].is_read or understood)

    def _note(self, key: str, found: Definition, is_outright: bool) -> None:
        """Remember a notation; under other headings too, in doubt if no word or sign says so."""
        self.new.definitions[key] = found
        far = f"{names.printable(key)}, as it is said under another heading"
        self.everywhere.note_elsewhere(key, found if is_outright else replace(found, doubt=far))

    def _says_that_it_defines(self) -> bool:
        """Whether a sign or a word says that the chain defines what stands on its left."""
        return self.around.mood.kind == "definition" or self.chain.links[0].relation == ":="

    def _closed(self) -> frozenset[int]:
        """The links behind which a new notation stands for what stands before them."""
        first = self.known.levels[-1].names
        found = list(closing(self.chain, self.sides, self.old, first))
        for k, key, meaning in found:
            link = self.chain.links[k]
            self._note(key, meaning, link.label == SAID or link.relation not in ("=", CALLED))
            before, name = self.chain.sides[k : k + 2]
            turned = replace(
                self.chain, sides=(name, before), links=(replace(link, relation=":="),)
            )
            if (function := self.formulas.of(turned)) is not None:
                self.new.formulas[function.head] = self.chain.pieces[0].span[0], function
            self.sides[k + 1] = replace(
                self.sides[k + 1], written=self.sides[k].written, problem=None, introduced=True
            )
        return frozenset(k for k, _, _ in found)

    def _note_meaning(self, name: str) -> None:
        """Remember the equation for what the law is, unless it may be so in a case only."""
        mood, lead = self.around.mood, self.around.lead
        case = mood.kind in ("local", "equivalence") or self._is_choice() or self._is_concluded()
        general = self.known.declared.kind(name) == "law" and mood.kind != "definition"
        end = self.chain.span[1]
        if is_restricted(self.text[end : end + FAR]):
            return
        if case or general or hypotheses.OPTIMUM.search(lead):
            return
        first = replace(self.chain, sides=self.chain.sides[:2], links=self.chain.links[:1])
        self.new.meanings.append(first)
        self.of_energies.add(names.letter_of(name))

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
        right = self.sides[1].written
        if found.of_laws and left is not None and right is not None:  # taken for any function
            key = notation(plain(self.chain.sides[0].row))
            meaning = Definition(right.term, right.declarations, self.chain.sides[0].span)
            self._note(key, meaning, self._says_that_it_defines())
            left = None
        elif found.of_laws or not self.sides[1].is_read:
            return False  # of these laws it is a notation like any other
        self.sides[0] = replace(self.sides[0], written=left, problem=None, introduced=True)
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
        """The other meaning that a name gets here, where the text says that it defines.

        So it may without a word where its meaning is that of another heading, or of a notation
        with more arguments.
        """
        known, left = self.old.in_sight, plain(self.chain.sides[0].row)
        key = notation(left)
        if not key or (key in self.old.definitions and not self._says_that_it_defines()):
            return None
        if key not in known:
            return self._defined_with_fewer(key, left)
        return redefinition(self.chain, self.sides, replace(self.old, definitions=known))

    def _defined_with_fewer(self, key: str, left: Row) -> tuple[str, Definition | None] | None:
        r"""``\mathcal{L}(q) = E_{p(x)}[\mathcal{L}(q; x)]``: no claim that the two are the same."""
        shorter = abbreviated(self.old.in_sight, left[0], left[1] if len(left) > 1 else None)
        one, two = (side.written for side in self.sides[:2])
        if shorter is None or one is None or two is None or agrees_with_the_usual(one, two):
            return None
        equal = self.chain.links[0].relation in DEFINING
        return (key, Definition(two.term, two.declarations, left[0].span)) if equal else None

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
        defined = self._says_that_it_defines()
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


def _names_itself(chain: Chain, found: tuple[str, Definition | None]) -> bool:
    """Whether the definition is of what stands on the left, and is about laws."""
    if found[1] is None or not found[0].startswith(names.key(_head(chain))):
        return False
    return any(t.head in (*NOTION_HEADS, "value", "expect") for t in found[1].term.walk())


def _head(chain: Chain) -> Node:
    """The name on the left that an equation is about, or the one on the right if there is none."""
    left, right = (plain(side.row) for side in chain.sides[:2])
    return left[0] if left[0].kind == "name" else right[0]
