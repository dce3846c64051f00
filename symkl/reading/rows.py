"""Rows of a formula on their way into its statements: what continues, what divides, what is said.

Every node of the layout goes to exactly one place: a side, a link, a remark, a qualifier or a note.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from symkl.reading import words
from symkl.reading.assembly import Assembly
from symkl.reading.diagnostics import Unreadable
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
GATHERED = re.compile(r"\\begin gather")


class Pass:
    """One row on its way into the assembly; ``at`` is the next node."""

    def __init__(self, assembly: Assembly, row: Row) -> None:
        self.to, self.row, self.at = assembly, row, 0
        self.has_relation = any(is_relation(node) for node in row)
        self.material = 0  # nodes of sides and links that this row has given so far
        self.after_align = False

    def run(self) -> None:
        while self.at < len(self.row):
            node = self.row[self.at]
            self.at += 1
            if node.kind in ("note", "align"):
                self.after_align |= node.kind == "align" and not self.material
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
        found = [node for node in self.row if node.kind not in ("note", "align", "space")]
        return bool(found) and found[-1].kind == "punct" and found[-1].text in TRAILING

    # --- what comes next --------------------------------------------------------------------------

    def _next(self) -> Node | None:
        """The next node that is no note and no space."""
        blank = ("note", "align", "space")
        return next((node for node in self.row[self.at :] if node.kind not in blank), None)

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
        return any(is_relation(node) for node in self.row[start:end])

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
        elif words.QUALIFIERS.match(plain):
            self._qualify(node)
        elif self._is_operand(node, said):
            self._expression(node)
        elif self.material and self._next() is not None:
            self.to.remark([node, *self._take_remark()])
        else:
            self.to.remark([node])

    def _qualify(self, node: Node) -> None:
        """A condition; before a statement in the same row it reaches to a comma."""
        begins = not self.material and not self.to.current.is_waiting
        if not self._has_statement() or (begins and self._statement_follows()):
            self.to.begin()
        if self.material or not self._statement_follows():
            self.to.qualifier([node, *self._take_rest()])
            return
        segment = [node]
        while self.at < len(self.row):
            segment.append(self.row[self.at])
            self.at += 1
            if segment[-1].kind == "space" or segment[-1].text in (",", ":", "，"):
                break
        self.to.qualifier(segment)

    def _statement_follows(self) -> bool:
        """Whether a comma or colon divides the rest of the row from a statement behind it."""
        for index in range(self.at, len(self.row)):
            node = self.row[index]
            if node.kind == "space" or (node.kind == "punct" and node.text in (",", ":", "，")):
                return self._relation_in(index, len(self.row))
        return False

    def _take_remark(self) -> Row:
        """The rest of the row, which words began, unless it is a statement behind a space."""
        start = self.at
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
        """Whether words stand for a quantity: beside an operator, or alone beside a relation."""
        if words.REASONS.match(said):
            return False
        following = self._next()
        beside = following is not None and following.kind in ("rel", "op", "bar")
        if self.to.statements and self.to.current.is_waiting and self.to.current.links:
            return True
        if self.to.statements and self.to.current.is_waiting and self.to.current.sides:
            return True
        return beside and not self.material

    # --- nodes ------------------------------------------------------------------------------------

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
            return following.text != "forall"
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
        adjoins = before is not None and before.span[1] == node.span[0]
        return adjoins and before is not None and before.kind in ("name", "func", "text", "unknown")

    def _ends_side(self) -> bool:
        following = self._next()
        return following is None or following.kind in ("rel", "punct") or is_prose(following)

    def _unknown(self, node: Node) -> None:
        if node.text in ("\\because", "∵"):
            self.to.remark([node, *self._take_rest()])
        elif node.text in ("\\therefore", "∴"):
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
        if not statement.sides and not statement.links:
            return
        if statement.is_waiting:
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
    "space": Pass._space,
    "punct": Pass._punctuation,
    "rel": Pass._relation,
    "op": Pass._operator,
    "fence": Pass._fence,
    "unknown": Pass._unknown,
}


def add_row(assembly: Assembly, row: Row) -> None:
    """Add the nodes between two row breaks."""
    Pass(assembly, row).run()


def statements(row: Row, text: str) -> Assembly:
    """The statements of a formula's layout."""
    flat = flattened(row)
    gathered = any(node.kind == "note" and GATHERED.match(node.text) for node in flat)
    assembly = Assembly(text, gathered)
    physical: list[Node] = []
    for node in flat:
        if node.kind == "break":
            add_row(assembly, tuple(physical))
            assembly.note(node)
            physical = []
        else:
            physical.append(node)
    add_row(assembly, tuple(physical))
    return assembly


def flattened(row: Row) -> Row:
    r"""The row with those groups opened that hold relations or row breaks: ``\boxed{a = b}``."""
    found: list[Node] = []
    for node in row:
        plain = node.kind == "group" and node.sub is None and node.sup is None and not node.primes
        if plain and any(n.kind in ("rel", "break", "align") for n in flattened(node.parts[0])):
            found += flattened(node.parts[0])
        else:
            found.append(node)
    return tuple(found)


def accounted(row: Row, assembly: Assembly) -> None:
    """Check that each node went to exactly one place; raises Unreadable (SK304)."""
    kept = [*assembly.loose, *(node for remark in assembly.early for node in remark.row)]
    for statement in assembly.statements:
        kept += [node for side in statement.sides for node in side.nodes]
        kept += [link.node for link in statement.links]
        kept += statement.notes
        remarks = [*statement.remarks, *statement.qualifiers]
        remarks += [remark for link in statement.links for remark in link.remarks]
        kept += [node for remark in remarks if remark.origin == "row" for node in remark.row]
    if Counter(node.span for node in kept) != Counter(node.span for node in flattened(row)):
        raise Unreadable("SK304", span_of(row), "a part of the formula was not understood")
