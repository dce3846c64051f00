"""Rows of a formula on their way into its statements: what continues, what divides, what is said.

Every node of the layout goes to exactly one place: a side, a link, a remark, a qualifier or a note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import accumulate

from symkl.reading import hypotheses, words
from symkl.reading.assembly import Assembly
from symkl.reading.diagnostics import Unreadable, adjoins
from symkl.reading.layout import Node, Row, span_of
from symkl.reading.telling import (
    CONDITIONS,
    is_condition,
    is_prose,
    is_reference,
    is_relation,
    said,
)

SIGNS = frozenset({"+", "-", "pm", "*", "times", "/", "otimes"})
DIVIDING = frozenset({",", ";", "；"})
TRAILING = frozenset(",.;:。；：、，")
BLANK = frozenset({"note", "align", "space"})
LEADING_SIGNS = ("\\because", "∵", "\\therefore", "∴")  # the first two begin a reason
# The end of a proof, where it is the last of a row: elsewhere a box may be an operator.
END_MARKS = frozenset(
    {"square", "blacksquare", "Box", "qed", "qedsymbol", "qedhere", "QED", "□", "■", "∎"}
)
INTERPOSED = re.compile(r"\\(?:short)?intertext\b")
GATHERED = re.compile(r"\\begin gather")


class Pass:
    """One row on its way into the assembly; ``at`` is the next node."""

    def __init__(self, assembly: Assembly, row: Row) -> None:
        self.to, self.row, self.at = assembly, _without_end_mark(row), 0
        self.has_relation = any(is_relation(node) for node in row)
        self.relations = list(accumulate((is_relation(node) for node in row), initial=0))
        self.behind = _next_places(self.row)
        self.material = 0  # nodes of sides and links that this row has given so far
        self.after_align = False

    def run(self) -> None:
        while self.at < len(self.row):
            node = self.row[self.at]
            self.at += 1
            if node.kind == "note":
                self.to.note(node)
            elif (words_of := said(node)) is not None:
                self._words(node, words_of)
            else:
                _BY_KIND.get(node.kind, Pass._expression)(self, node)
        self._end()

    def _end(self) -> None:
        if self.to.statements and self.material and self._ends_in_punctuation:
            self.to.current.sides[-1].is_ended = True

    @property
    def _ends_in_punctuation(self) -> bool:
        last = next((node for node in reversed(self.row) if node.kind not in BLANK), None)
        return last is not None and last.kind == "punct" and last.text in TRAILING

    # --- what comes next --------------------------------------------------------------------------

    def _next(self) -> Node | None:
        """The next node that is no note and no space."""
        place = self.behind[self.at]
        return self.row[place] if place < len(self.row) else None

    def _take_rest(self) -> Row:
        rest, self.at = self.row[self.at :], len(self.row)
        return rest

    def _take_segment(self) -> Row:
        """The nodes up to the next comma or wide space with a statement behind it."""
        start = self.at
        while self.at < len(self.row):
            node = self.row[self.at]
            divides = node.kind == "space" or (node.kind == "punct" and node.text in DIVIDING)
            ends = divides and self._relation_in(start, self.at)
            if ends and self._relation_in(self.at, len(self.row)):
                break
            self.at += 1
        return self.row[start : self.at]

    def _relation_in(self, start: int, end: int) -> bool:
        return self.relations[end] > self.relations[start]

    # --- words ------------------------------------------------------------------------------------

    def _words(self, node: Node, said: str) -> None:
        plain = said.strip(words.EDGES).lower()
        if plain in words.RELATIONS and self._has_statement() and self._next() is not None:
            relation = replace(node, kind="rel", text=words.RELATIONS[plain])
            self.to.add_relation(relation)
        elif plain in words.CONJUNCTIONS and self._between_statements():
            self.to.remark([node])
            self.to.begin()
            self.material = 0
        elif plain in words.DISJUNCTIONS and self._between_statements():
            self.to.spoil("SK401", node.span, f"{said!r} leaves open which statement holds")
            self.to.qualifier([node, *self._take_rest()])
        elif words.DEFINING.match(plain) and not self._has_statement():
            self.to.remark([node])
        elif words.LOOKING_BACK.match(plain):
            self._restrict(node)
        elif words.QUALIFIERS.match(plain):
            self._qualify(node)
        elif words.REASONS.match(said) and self._lead(node, self.to.remark):
            pass
        elif self._is_operand(node, said):
            self._expression(node)
        else:
            self.to.remark([node, *self._take_remark(said)])

    def _qualify(self, node: Node) -> None:
        """A condition on the statement behind it in the row, else on the one before."""
        if not self._lead(node, self.to.qualifier):
            self._restrict(node)

    def _restrict(self, node: Node) -> None:
        """A condition on the statement before it, to the end of the row."""
        if not self._has_statement():
            self.to.spoil("SK401", node.span, "a condition that stands alone")
        self.to.qualifier([node, *self._take_rest()])

    def _lead(self, node: Node, keep: Callable[[Row], None]) -> bool:
        """Words before a statement in the same row, and what belongs to them: to a comma."""
        end = self._end_of_lead()
        if self.material or end is None:
            return False
        if self._has_statement() and not self.to.current.is_waiting:
            self.to.begin()
        segment, self.at = (node, *self.row[self.at : end]), end
        keep(segment)
        return True

    def _end_of_lead(self) -> int | None:
        """Behind the comma, colon or space that divides the words from a statement, if one does."""
        for index in range(self.at, len(self.row)):
            node = self.row[index]
            if node.kind == "space" or (node.kind == "punct" and node.text in (",", ":")):
                return index + 1 if self._relation_in(index, len(self.row)) else None
        return None

    def _take_remark(self, said: str) -> Row:
        """What belongs to words behind a side, up to a relation or a statement behind a space."""
        start, following = self.at, self._next()
        complete = said.strip().endswith((")", "]", "）"))
        if not self.material or complete or following is None or is_relation(following):
            return ()
        for index in range(start, len(self.row)):
            if self.row[index].kind == "space" and self._relation_in(index, len(self.row)):
                self.at = index
                return self.row[start:index]
        return self._take_rest()

    def _has_statement(self) -> bool:
        return bool(self.to.statements) and bool(self.to.current.sides)

    def _between_statements(self) -> bool:
        follows = self._relation_in(self.at, len(self.row))
        return self._has_statement() and bool(self.to.current.links) and follows

    def _is_operand(self, node: Node, said: str) -> bool:
        """Whether words stand for a quantity: awaited by an operator, or before a relation."""
        if words.REASONS.match(said):
            return False
        statement, following = self.to.current, self._next()
        if statement.is_waiting and (statement.links or statement.sides):
            return True
        return not self.material and following is not None and following.kind in ("rel", "op")

    # --- nodes ------------------------------------------------------------------------------------

    def _align(self, node: Node) -> None:
        """An alignment mark before the side, or another column behind it."""
        self.after_align |= not self.material
        self._space(node)

    def _space(self, node: Node) -> None:
        self.to.note(node)
        following = self._next()
        if following is None or not self.material or self._is_spacing(following):
            return
        if self._relation_in(self.at, len(self.row)) and self.to.current.links:
            self._divide()
        elif is_prose(following) or is_reference(following):
            self.to.remark(self._take_rest())
        elif following.kind == "fence" and any(is_relation(n) for n in following.parts[0]):
            self.to.qualifier(self._take_rest())
        elif following.kind not in ("punct", "note"):
            message = "behind the wide space stands a part of this side or a remark"
            self.to.spoil("SK201", following.span, message, "write a remark as \\text{...}")

    def _is_spacing(self, following: Node) -> bool:
        """Whether the space only sets off a relation, an operator or words."""
        if following.kind in ("rel", "op", "text") or said(following) is not None:
            return True
        if following.text in LEADING_SIGNS:
            return True
        statement = self.to.current
        return statement.is_waiting or (not statement.links and not self.has_relation)

    def _divide(self) -> None:
        """Behind a comma or space: a condition on this statement, or another statement."""
        mark = self.at
        segment = self._take_segment()
        if is_condition(segment) and self.to.current.links[0].node.text not in CONDITIONS:
            self.to.qualifier(segment)
        else:
            self.at = mark
            self.to.begin()
            self.material = 0

    def _punctuation(self, node: Node) -> None:
        following = self._next()
        ends = following is None or said(following) is not None or is_prose(following)
        if node.text in TRAILING and self._has_statement() and (ends or self._only_remarks()):
            self.to.note(node)
        elif node.text in DIVIDING and self._may_divide():
            self.to.note(node)
            self._divide()
        else:
            self._expression(node)

    def _only_remarks(self) -> bool:
        """Whether a wide space with a reference or a condition in brackets follows."""
        following = self._next()
        spaced = any(node.kind == "space" for node in self.row[self.at : self.at + 2])
        return spaced and following is not None and is_reference(following)

    def _may_divide(self) -> bool:
        links = self._has_statement() and self.to.current.links
        return bool(links) and self._relation_in(self.at, len(self.row))

    def _relation(self, node: Node) -> None:
        self.material += 1
        self.to.add_relation(node)

    def _operator(self, node: Node) -> None:
        if node.text == "exists":
            self._expression(node)
            self.to.spoil("SK401", node.span, "claims that something exists are not read")
        elif node.text == "forall":
            self._qualify(node)
        else:
            self._expression(node)

    def _fence(self, node: Node) -> None:
        if is_prose(node) and not self._is_application(node) and self._ends_side():
            self.to.remark([node])
        else:
            self._expression(node)

    def _is_application(self, node: Node) -> bool:
        r"""Whether the brackets adjoin a name, as in P(\text{rain})."""
        before = self.row[self.at - 2] if self.at > 1 else None
        if before is None or before.kind not in ("name", "func", "text", "unknown"):
            return False
        return adjoins(before.span, node.span)

    def _ends_side(self) -> bool:
        following = self._next()
        return following is None or following.kind in ("rel", "punct") or is_prose(following)

    def _unknown(self, node: Node) -> None:
        if node.text in LEADING_SIGNS[:2]:
            self.to.remark([node, *self._take_rest()])
        elif node.text in LEADING_SIGNS:
            self.to.note(node)
        else:
            self._expression(node)

    def _expression(self, node: Node) -> None:
        if not self.material:
            self._first(node)
        self.material += 1
        self.to.add_expression(node)

    def _first(self, node: Node) -> None:
        """The first expression of a row: it continues the last side, or begins a statement."""
        statement = self.to.current
        if statement.is_waiting or not statement.sides:
            return
        signed = node.kind == "op" and node.text in SIGNS
        if signed and (self.after_align or not self.has_relation):
            return
        ended = statement.sides[-1].is_ended or self.to.is_gathered
        if self.has_relation or ended or not (statement.links or self.after_align):
            self.to.begin()
        else:
            message = "this row has no relation: it may continue the side before, or stand alone"
            self.to.spoil("SK201", node.span, message)


_BY_KIND: dict[str, Callable[[Pass, Node], None]] = {
    "align": Pass._align,
    "space": Pass._space,
    "punct": Pass._punctuation,
    "rel": Pass._relation,
    "op": Pass._operator,
    "fence": Pass._fence,
    "unknown": Pass._unknown,
}


def _next_places(row: Row) -> list[int]:
    """For each place the first one from there on that is no note and no space."""
    found = [len(row)] * (len(row) + 1)
    for place in reversed(range(len(row))):
        found[place] = found[place + 1] if row[place].kind in BLANK else place
    return found


def _without_end_mark(row: Row) -> Row:
    """The row with the mark at the end of a proof as a note."""
    last = next((k for k in reversed(range(len(row))) if row[k].kind not in BLANK), -1)
    if last > 0 and row[last].kind == "punct" and row[last].text in TRAILING:
        last = next((k for k in reversed(range(last)) if row[k].kind not in BLANK), -1)
    if last < 1 or row[last].text.lstrip("\\") not in END_MARKS or row[last].rows:
        return row
    before = next((n for n in reversed(row[:last]) if n.kind not in BLANK), None)
    if before is None or before.kind in ("op", "rel"):
        return row
    mark = replace(row[last], kind="note", parts=())
    return (*row[:last], mark, *row[last + 1 :])


def add_row(assembly: Assembly, row: Row) -> None:
    """Add the nodes between two row breaks."""
    Pass(assembly, row).run()


def statements(row: Row, text: str) -> Assembly:
    """The statements of a formula's layout; raises Unreadable (SK304) when a node is lost."""
    flat = flattened(row)
    gathered = any(node.kind == "note" and GATHERED.match(node.text) for node in flat)
    assembly = Assembly(text, gathered)
    physical: list[Node] = []
    for place, node in enumerate(flat):
        if node.kind == "break":
            add_row(assembly, tuple(physical))
            assembly.note(node)
            physical = []
        elif _is_interposed(node, text):
            add_row(assembly, tuple(physical))
            _add_interposed(assembly, node, flat[place + 1 :])
            physical = []
        else:
            physical.append(node)
    add_row(assembly, tuple(physical))
    check_accounted(flat, assembly)
    return assembly


def _is_interposed(node: Node, text: str) -> bool:
    """Whether the words stand between rows: the command breaks the row before by itself."""
    return INTERPOSED.match(text, node.span[0]) is not None


def _add_interposed(assembly: Assembly, node: Node, behind: Row) -> None:
    """Words between two rows: a reason of the step before, a condition, or neither."""
    following = next((n for n in behind if n.kind not in BLANK | {"break"}), None)
    goes_on = following is not None and is_relation(following)
    if hypotheses.is_conditional(node.text):
        if not goes_on:
            assembly.begin()
        assembly.qualifier([node])
    elif not goes_on and words.REASONS.match(node.text) and assembly.statements:
        assembly.remark([node])
        assembly.begin()
    else:
        assembly.note(node)


def flattened(row: Row) -> Row:
    r"""The row with those groups opened that hold relations or row breaks: ``\boxed{a = b}``."""
    found: list[Node] = []
    for node in row:
        plain = node.kind == "group" and node.sub is None and node.sup is None and not node.primes
        inside = flattened(node.parts[0]) if plain else ()
        divided = any(n.kind in ("rel", "break", "align") for n in inside)
        found += inside if divided else (node,)
    return tuple(found)


def check_accounted(nodes: Iterable[Node], assembly: Assembly) -> None:
    """Check that each node went to exactly one place; raises Unreadable (SK304)."""
    nodes = tuple(nodes)
    kept = [*assembly.loose, *(node for remark in assembly.early for node in remark.row)]
    for statement in assembly.statements:
        kept += [node for side in statement.sides for node in side.nodes]
        kept += [link.node for link in statement.links]
        kept += statement.notes
        remarks = [*statement.remarks, *statement.qualifiers]
        remarks += [remark for link in statement.links for remark in link.remarks]
        kept += [node for remark in remarks if remark.origin == "row" for node in remark.row]
    if Counter(node.span for node in kept) != Counter(node.span for node in nodes):
        raise Unreadable("SK304", span_of(nodes), "a part of the formula was not understood")
