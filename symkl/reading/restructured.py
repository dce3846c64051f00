"""The pieces of a reStructuredText document: ``.. math::`` blocks and ``:math:`` roles."""

from __future__ import annotations

import re
from typing import ClassVar

from symkl.reading.diagnostics import Span
from symkl.reading.scanner import Methods, Scanner

OPENERS = re.compile(
    r"""
      (?P<underline>\n(?P<mark>[=\-~^"'+*.#`:_])(?P=mark){2,}[ \t]*(?=\n|\Z))
    | (?P<directive>(?:(?<=\n)|\A)(?P<indent>[ \t]*)\.\.[ \t]+
        (?P<name>[\w:-]+?)::[ \t]*(?P<argument>[^\n]*))
    | (?P<comment>(?:(?<=\n)|\A)(?P<margin>[ \t]*)\.\.[ \t]+(?P<words>[^\n]*))
    | (?P<literal>::[ \t]*(?=\n[ \t]*\n(?P<deep>[ \t]+)\S))
    | (?P<escaped>\\.)
    | (?P<role>:math:`)
    | (?P<code>``)
    """,
    re.VERBOSE | re.DOTALL,
)
OPTION = re.compile(r"[ \t]*:([\w-]+):[ \t]*([^\n]*)\n?")
ROLE_END = re.compile(r"(?<!\\)`")
CODE_END = re.compile("``(?!`)")
PARAGRAPH = re.compile(r"\S[^\n]*(?:\n(?![ \t]*\n)[^\n]*)*")
CODE = frozenset({"code", "code-block", "sourcecode", "parsed-literal", "raw", "literalinclude"})


class RestructuredScanner(Scanner):
    """The pass over reStructuredText; heading levels go by the order of their underlines."""

    openers = OPENERS
    methods: ClassVar[Methods]

    def __init__(self, text: str, start: int, end: int) -> None:
        super().__init__(text, start, end)
        self.marks: list[str] = []

    def _underline(self, match: re.Match[str]) -> None:
        above = self.text.rfind("\n", self.start, match.start()) + 1 or self.start
        title = self.text[above : match.start()]
        if above < self.prose or not title.strip() or title[0].isspace():
            return
        mark = match.group("mark")
        if mark not in self.marks:
            self.marks.append(mark)
        level = self.marks.index(mark) + 1
        self.emit("heading", (above, match.end()), (above, match.start()), level=level)

    def _block(self, at: int, indent: str) -> Span:
        """The lines after an offset that are indented further."""
        stop = start = min(self.line_end(at) + 1, self.end)
        while start < self.end:
            end = self.line_end(start)
            line = self.text[start:end]
            if line.strip():
                if len(line) - len(line.lstrip()) <= len(indent):
                    break
                stop = end
            start = end + 1
        return min(self.line_end(at) + 1, stop), stop

    def _directive(self, match: re.Match[str]) -> None:
        name = match.group("name")
        if name not in CODE | {"math", "symkl"}:
            self.mask(match.start(), match.start("argument"))
            self.at = match.start("argument")
            return
        block = self._block(match.end(), match.group("indent"))
        if name == "math":
            self._math(match, block)
        elif name == "symkl":
            self.emit("declaration", (match.start(), block[1]), block)
        else:
            self.leave_out(match.start(), max(match.end(), block[1]))

    def _math(self, match: re.Match[str], block: Span) -> None:
        """Paragraphs of a block are displays of their own."""
        label, (start, end) = "", block
        while option := OPTION.match(self.text, start, end):
            label = option.group(2).strip() if option.group(1) in ("label", "name") else label
            start = option.end()
        self.leave_out(match.start(), match.start("argument"))
        if match.group("argument").strip():
            self.emit("display", match.span("argument"), match.span("argument"), label=label)
        self.leave_out(self.at, max(self.at, start))
        for stretch in PARAGRAPH.finditer(self.text, start, end):
            self.emit("display", stretch.span(), stretch.span(), label=label)
        self.leave_out(self.at, max(self.at, end))

    def _comment(self, match: re.Match[str]) -> None:
        words = match.group("words")
        block = self._block(match.end(), match.group("margin"))
        if words.split(":")[0].strip() == "symkl":
            self.emit("declaration", (match.start(), max(match.end(), block[1])), block)
        else:
            self.leave_out(match.start(), max(match.end(), block[1]))

    def _literal(self, match: re.Match[str]) -> None:
        before = self.text[self.text.rfind("\n", 0, match.start()) + 1 : match.start()]
        indent = before[: len(before) - len(before.lstrip())]
        if len(match.group("deep")) > len(indent):
            block = self._block(match.end(), indent)
            self.leave_out(match.start(), block[1])

    def _role(self, match: re.Match[str]) -> None:
        closing = self.find(ROLE_END, match.end(), self.paragraph_end(match.end()))
        if closing is not None:
            span = (match.start(), closing.end())
            self.emit("inline", span, (match.end(), closing.start()))

    def _code(self, match: re.Match[str]) -> None:
        closing = self.find(CODE_END, match.end(), self.paragraph_end(match.end()))
        if closing is not None:
            self.mask(match.start(), closing.end())

    def _escaped(self, match: re.Match[str]) -> None:
        """An escaped character opens nothing."""


RestructuredScanner.methods = {
    "underline": RestructuredScanner._underline,
    "directive": RestructuredScanner._directive,
    "comment": RestructuredScanner._comment,
    "literal": RestructuredScanner._literal,
    "escaped": RestructuredScanner._escaped,
    "role": RestructuredScanner._role,
    "code": RestructuredScanner._code,
}
