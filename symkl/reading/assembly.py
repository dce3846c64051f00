"""The statements of one formula being put together from nodes: sides, links, remarks, notes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from symkl.reading import names, words
from symkl.reading.chain import Chain, Link, Origin, Remark, Side
from symkl.reading.diagnostics import Diagnostic, Span
from symkl.reading.layout import Node, Row, span_of
from symkl.reading.pieces import Piece
from symkl.reading.telling import plain_words

BARE_LABEL = re.compile(r"[a-z]|[ivx]{1,4}|\d{1,2}|\*{1,3}|†|‡")
BRACKETED = re.compile(rf"[(\[（](?:{BARE_LABEL.pattern})[)\]）]")
TAG = re.compile(r"\\tag\*?\s*\{(.*)\}", re.DOTALL)
WORDS_IN_TAG = re.compile(r"^(?!\w+:\S)[^\d]*[A-Za-z]{3}|[\u4e00-\u9fff]{2}")  # no label or number


@dataclass
class OpenSide:
    """A side being put together."""

    nodes: list[Node] = field(default_factory=list)
    problem: Diagnostic | None = None
    is_ended: bool = False


@dataclass
class OpenLink:
    """A relation whose remarks are still being collected; ``over`` is what stands over it."""

    node: Node
    over: str = ""
    remarks: list[Remark] = field(default_factory=list)
    label: str = ""


@dataclass
class Statement:
    """A chain being put together; one more side than links, except while a side is awaited."""

    sides: list[OpenSide] = field(default_factory=list)
    links: list[OpenLink] = field(default_factory=list)
    qualifiers: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    notes: list[Node] = field(default_factory=list)
    tag: str = ""
    continues: bool = False

    @property
    def is_waiting(self) -> bool:
        """Whether the next expression belongs to it."""
        if len(self.sides) == len(self.links):
            return True
        last = self.sides[-1].nodes
        return bool(last) and not self.sides[-1].is_ended and last[-1].kind in ("op", "big", "func")

    def chain(self, piece: Piece) -> Chain:
        """The finished chain."""
        sides: list[Side] = []
        for place, side in enumerate(self._all_sides()):
            beside = self.links[min(place, len(self.links) - 1)].node if self.links else None
            otherwise = beside.span if beside else piece.inner
            problem = side.problem or self._problem_of_link(place - 1)
            span = span_of(tuple(side.nodes), problem.span if problem else otherwise)
            if not side.nodes and problem is None and not (self.continues and not place):
                problem = Diagnostic("SK302", span, "an expression is expected beside the relation")
            sides.append(Side(tuple(side.nodes), span, problem))
        links = [
            Link(link.node.text, link.node.span, link.node, tuple(link.remarks), link.label)
            for link in self.links
        ]
        return Chain(
            tuple(sides),
            tuple(links),
            (piece,),
            tuple(self.qualifiers),
            tuple(self.remarks),
            tuple(self.notes),
            self.tag,
        )

    def _all_sides(self) -> list[OpenSide]:
        missing = bool(self.links) and len(self.sides) == len(self.links)
        return [*self.sides, OpenSide()] if missing else self.sides

    def _problem_of_link(self, index: int) -> Diagnostic | None:
        """Why a relation claims nothing: it is questioned, or means equality of laws."""
        if index < 0:
            return None
        link = self.links[index]
        if link.over in ("?", "!"):
            return Diagnostic("SK401", link.node.span, "a relation that is asked for, not claimed")
        if link.over.lower() == "d" and all(other.over.lower() != "c" for other in self.links):
            return Diagnostic("SK401", link.node.span, "equality in distribution is not read")
        return None


def _is_a_name(label: Row) -> bool:
    r"""``\mathcal{L}(q)`` at a brace: it may be what the text calls the body from here on."""
    head, *rest = names.unwrapped(label) or label
    return head.kind == "name" and len(rest) < 2 and all(node.kind == "fence" for node in rest)


class Assembly:
    """The statements of one formula; rows are added one after the other."""

    def __init__(self, text: str, is_gathered: bool = False) -> None:
        self.text = text
        self.is_gathered = is_gathered
        self.statements: list[Statement] = []
        self.inner: list[tuple[Row, Node, Row]] = []  # claims made at braces
        self.loose: list[Node] = []  # notes before the first statement
        self.early: list[Remark] = []  # remarks before the statement or link they belong to

    # --- the statement at work --------------------------------------------------------------------

    @property
    def current(self) -> Statement:
        """The statement that is being put together; a new one if there is none."""
        if not self.statements:
            self.begin()
        return self.statements[-1]

    def begin(self) -> None:
        """Begin a new statement."""
        self.statements.append(Statement(notes=self.loose, remarks=self.early))
        self.loose, self.early = [], []

    def note(self, node: Node) -> None:
        """Keep what carries no meaning."""
        if node.text in ("\\tag", "\\tag*"):
            match = TAG.match(self.text[slice(*node.span)])
            self.current.tag = match.group(1).strip() if match else ""
            if WORDS_IN_TAG.search(self.current.tag):
                self._add(Remark(self.current.tag, node.span, (replace(node, kind="text"),), "tag"))
        (self.statements[-1].notes if self.statements else self.loose).append(node)

    def remark(self, row: Iterable[Node], origin: Origin = "row") -> None:
        """Attach words to the last link, or keep them until there is one."""
        nodes = self._without_notes(row)
        if not nodes:
            return
        self._add(Remark(plain_words(self.text, nodes), span_of(nodes), nodes, origin))

    def _add(self, remark: Remark) -> None:
        if not self.statements:
            self.early.append(remark)
        elif not self.current.links:
            self.current.remarks.append(remark)
        else:
            link = self.current.links[-1]
            link.remarks.append(remark)
            if not link.label and BRACKETED.fullmatch(remark.text):
                link.label = f"({remark.text[1:-1]})"

    def _without_notes(self, row: Iterable[Node]) -> Row:
        """The nodes that mean something; tags and marks among them are kept as notes."""
        nodes = tuple(row)
        for node in nodes:
            if node.kind in ("note", "align", "space"):
                self.note(node)
        return tuple(node for node in nodes if node.kind not in ("note", "align", "space"))

    def qualifier(self, row: Iterable[Node]) -> None:
        """Attach a condition to the statement."""
        nodes = self._without_notes(row)
        if nodes:
            remark = Remark(plain_words(self.text, nodes), span_of(nodes), nodes)
            self.current.qualifiers.append(remark)

    def spoil(self, code: str, span: Span, message: str, help: str = "") -> None:
        """Say that the last side cannot be used."""
        statement = self.current
        if len(statement.sides) == len(statement.links):
            statement.sides.append(OpenSide())
        side = statement.sides[-1]
        side.problem = side.problem or Diagnostic(code, span, message, help)

    # --- rows -------------------------------------------------------------------------------------

    def add_relation(self, node: Node) -> None:
        """A relation at depth 0: the next side is awaited."""
        statement = self.current
        if len(statement.sides) == len(statement.links):
            if statement.links and statement.links[-1].node.text == node.text:
                statement.notes.append(node)  # repeated where the line is broken
                return
            if statement.links:
                self.spoil("SK302", node.span, "two relations stand side by side")
            else:
                statement.sides.append(OpenSide())
                statement.continues = True
        link = OpenLink(node)
        statement.links.append(link)
        for over in node.parts:
            self._over(link, over)

    def _over(self, link: OpenLink, over: Row) -> None:
        """What stands over a relation: a label, a definition's mark, or a reason."""
        said = link.over = plain_words(self.text, over)
        if BRACKETED.fullmatch(said) or BARE_LABEL.fullmatch(said):
            link.label = f"({said.strip('()[]（）')})"
        elif said.lower().strip("\\ ") in words.DEFINING_MARKS and link.node.text == "=":
            link.node = replace(link.node, text=":=")
        elif over:
            link.remarks.append(Remark(said, span_of(over), over, "over"))

    def add_expression(self, node: Node) -> None:
        """A node of a side."""
        statement = self.current
        if len(statement.sides) == len(statement.links):
            statement.sides.append(OpenSide())
        side = statement.sides[-1]
        last = side.nodes[-1] if side.nodes else None
        if last is not None and last.kind == node.kind == "op" and last.text == node.text == "-":
            self.spoil("SK201", node.span, "a minus sign is repeated", "write it once")
        side.nodes.append(self._without_labels(node))

    def _without_labels(self, node: Node) -> Node:
        """The node without the labels of its braces, which become remarks."""
        if node.kind == "brace" and len(node.parts) > 1:
            body, label = node.parts[0], node.parts[1]
            self.remark(label, "brace")
            if label and label[0].kind == "rel":
                self.inner.append((body, label[0], label[1:]))
            elif label and _is_a_name(label):
                called = Node("rel", "called", span_of(label))
                self.inner.append((body, called, label))
            return replace(node, parts=(tuple(map(self._without_labels, body)),))
        if not any(below.kind == "brace" for below in node.walk()):
            return node
        return replace(
            node,
            parts=tuple(tuple(map(self._without_labels, part)) for part in node.parts),
            sub=None if node.sub is None else tuple(map(self._without_labels, node.sub)),
            sup=None if node.sup is None else tuple(map(self._without_labels, node.sup)),
        )
