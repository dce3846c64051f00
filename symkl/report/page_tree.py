"""A page of ours as a tree, for those who write it in another form than HTML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img", "link", "meta", "wbr"})
VERBATIM = frozenset({"svg", "math"})  # kept as they are written


@dataclass
class Element:
    """An element; ``source`` is all of a picture or a formula, which has no children here."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    source: str = ""

    @property
    def classes(self) -> frozenset[str]:
        """The names of its classes."""
        return frozenset(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    def elements(self) -> Iterator[Element]:
        """The elements right below it."""
        return (child for child in self.children if isinstance(child, Element))

    def all(self, tag: str) -> Iterator[Element]:
        """All elements of a tag, wherever below it."""
        for child in self.elements():
            if child.tag == tag:
                yield child
            yield from child.all(tag)


def tree(page: str) -> Element:
    """The body of a page.

    >>> tree("<body><p>a <b>c</b></p></body>").children
    [Element(tag='p', attributes={}, children=['a ', Element(tag='b', attributes={}, \
children=['c'], source='')], source='')]
    """
    parser = _Parser(page)
    parser.feed(page)
    return next(parser.root.all("body"))


class _Parser(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.root = Element("")
        self.open = [self.root]
        self.starts = [0]
        for line in page.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)
        self.page, self.begins = page, 0

    def _offset(self) -> int:
        line, column = self.getpos()
        return self.starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.open[-1].tag in VERBATIM and tag not in VERBATIM:
            return
        found = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(found)
        if tag in VERBATIM:
            self.begins = self._offset()
        if tag not in VOID:
            self.open.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Only formulas and pictures hold tags that are closed at once."""

    def handle_endtag(self, tag: str) -> None:
        if tag != self.open[-1].tag:
            return
        found = self.open.pop()
        if tag in VERBATIM:
            end = self.page.index(">", self._offset()) + 1
            found.source = self.page[self.begins : end]

    def handle_data(self, data: str) -> None:
        if self.open[-1].tag not in VERBATIM:
            self.open[-1].children.append(data)
