"""Which functions the text has defined where a chain stands, and which of them it uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from symkl.reading import names
from symkl.reading.assumed import Around, Hypothesis
from symkl.reading.chain import Chain
from symkl.reading.declared import Declared
from symkl.reading.hypotheses import ANY_VALUE, is_case_of, is_unconditional
from symkl.reading.layout import Row, plain
from symkl.reading.numbers_by_use import are_numbers
from symkl.reading.unfolding import DEFINING, Formula, applied_in, formula, unfolded
from symkl.reading.usage import Usage

Noted = Mapping[str, tuple[int, Formula | None]]  # None: said to be two different things
INTRODUCING = frozenset({"definition", "standing", "local"})  # moods that give a name a meaning


class Formulas:
    """The functions in force where a chain stands, by the names that are applied.

    ``said`` are hypotheses that hold here, ``noted`` what formulas before have introduced, each
    with its place; the last one counts.  ``levels`` say what else the names are used for, ``lead``
    what stands before the chain.
    """

    def __init__(
        self,
        said: Iterable[Hypothesis],
        noted: Noted,
        levels: tuple[Usage, ...],
        declared: Declared,
        lead: str = "",
    ) -> None:
        self._levels, self._declared = levels, declared
        self._hypotheses: dict[int, str] = {}  # by the identity of their chains
        self._unread: set[str] = set()  # functions that are said to be what is not understood
        found: dict[str, tuple[int, Formula | None]] = dict(noted)
        for hypothesis in said:
            if not isinstance(hypothesis.said, Chain):
                continue
            known = self.of(hypothesis.said)
            if known is None:
                self._unread |= _applied_head(hypothesis.said)
                continue
            self._hypotheses[id(hypothesis.said)] = known.head
            if hypothesis.start >= found.get(known.head, (0, None))[0]:
                found[known.head] = hypothesis.start, known
        every = {head: of for head, (_, of) in found.items() if of is not None}
        general = is_unconditional(lead)  # the chain is about all functions again
        self._waived = {h for h in every if general and declared.kind(h) == "function"}
        self.known = {head: of for head, of in every.items() if head not in self._waived}
        self._left: set[str] = set()  # functions that the chain still applies

    def of(self, chain: Chain) -> Formula | None:
        """The function that a chain defines; None where its name stands for something else."""
        found = formula(chain)
        if found is None or self._declared.kind(found.head) not in ("", "function"):
            return None
        whole = all(_is_for_any(remark.text, remark.row) for remark in chain.qualifiers)
        if not whole or any(_is_law(found.head, level) for level in self._levels):
            return None
        return None if self._may_be_a_density(found) else found

    def introduced_by(self, chain: Chain, around: Around) -> Formula | None:
        """The function that the chain says what it is, for the first time or anew."""
        found = self.of(chain)
        if found is None or found.head not in self.known:
            return found
        says_so = around.mood.kind in INTRODUCING or is_case_of(around.lead)
        return found if says_so else None

    def restated_by(self, chain: Chain, around: Around) -> str:
        """The name of a function that the chain says is something, as a text before did."""
        found = self.of(chain)
        known = found is not None and not found.of_laws  # a notation is judged as such
        return found.head if found and known and not self.introduced_by(chain, around) else ""

    def unfolded(self, chain: Chain, introduced: Formula | None) -> Chain:
        """The chain with these functions written out; what it introduces stays."""
        used = {names.key(n) for top in chain.row for n in top.walk() if n.kind == "name"}
        numbers = frozenset(n for n in used if are_numbers([n], self._declared, self._levels))
        found = unfolded(chain, self.known, introduced is not None, numbers)
        self._left = applied_in(found, self.known)
        return found

    @property
    def understood(self) -> frozenset[str]:
        """The names that the chain is rid of, with those before their subscripts."""
        return frozenset(part for head in self._rid_of() for part in _printed(head))

    @property
    def unread(self) -> frozenset[str]:
        """The functions of which the text says more than is worked into the chain."""
        return frozenset(self._unread | {names.printable(head) for head in self._left})

    def without(self, said: Iterable[Hypothesis]) -> list[Hypothesis]:
        """The hypotheses but for those that only say what a function is that is written out."""
        return [h for h in said if self._hypotheses.get(id(h.said), "") not in self._rid_of()]

    def _rid_of(self) -> set[str]:
        return ({*self.known} - self._left) | self._waived

    def _may_be_a_density(self, found: Formula) -> bool:
        """Whether it is integrated over, and no quotient or the like of known laws."""
        integrated = {x for level in self._levels for x in level.integrated}
        applied = any(_is_applied(found.body))
        return bool(integrated & {*found.parameters}) and not applied


def _applied_head(chain: Chain) -> set[str]:
    """The g of ``g(t) = ...``, by its printed name; none where it is the value at a number."""
    row = names.unwrapped(chain.sides[0].row)
    if len(row) != 2 or row[0].kind != "name" or row[1].kind != "fence" or not chain.links:
        return set()
    inside = [n for n in names.unwrapped(row[1].parts[0]) if n.kind != "punct"]
    of_names = all(n.kind == "name" for n in inside)
    defines = chain.links[0].relation in DEFINING
    return {names.printable(names.key(row[0]))} if defines and of_names else set()


def _printed(head: str) -> tuple[str, str]:
    name = names.printable(head)
    return name, name.partition("_")[0]


def _is_for_any(text: str, row: Row) -> bool:
    return ANY_VALUE.search(text) is not None or any(node.text == "in" for node in row)


def _is_law(head: str, usage: Usage) -> bool:
    """Whether the name is a distribution somewhere: an operand, or what something is drawn from."""
    operands = {law for pair in usage.divergences for law in pair} | usage.expectations
    operands |= {law for _, law in usage.drawn} | usage.distributions
    operands |= {normal.of for normal in usage.normals}
    return head in operands or any(head in group for group in usage.entropies)


def _is_applied(row: Row) -> Iterable[bool]:
    nodes = plain(row)
    for before, node in pairwise(nodes):
        yield before.kind == "name" and node.kind == "fence"
    for node in nodes:
        for inner in node.rows:
            yield from _is_applied(inner)
