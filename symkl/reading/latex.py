"""The pieces of a LaTeX document; its preamble, comments and verbatim text are left out."""

from __future__ import annotations

import re
from typing import ClassVar

from symkl.reading.scanner import ENVIRONMENTS, Methods, Scanner

VERBATIM = "verbatim|lstlisting|minted|comment|tikzpicture|filecontents"
OPENERS = re.compile(
    rf"""
      (?P<comment>%[^\n]*)
    | (?P<environment>\\begin\s*\{{(?:{ENVIRONMENTS})\}})
    | (?P<verbatim>\\begin\s*\{{(?:{VERBATIM})\*?\}})
    | (?P<verb>\\(?:verb|lstinline)\*?(?P<mark>[^\sA-Za-z*{{])[^\n]*?(?P=mark))
    | (?P<heading>\\(?:part|chapter|(?:sub){{0,2}}section|paragraph)\*?\s*(?:\[[^\]\n]*\])?\s*\{{)
    | (?P<bracket>\\[\[(])
    | (?P<ending>\\end\s*\{{document\}})
    | (?P<escaped>\\.)
    | (?P<display>\$\$)
    | (?P<inline>\$)
    """,
    re.VERBOSE | re.DOTALL,
)
BODY = re.compile(r"(?m)^[^%\n]*?\\begin\s*\{document\}")
COMMENT = re.compile(r"(?<!\\)%[^\n]*")
DECLARATION = re.compile(r"%+\s*symkl\b:?")
LEVELS = {"part": 1, "chapter": 1, "section": 1, "subsection": 2, "subsubsection": 3}
LEAST_LEVEL = 4
LONGEST_TITLE = 300
CLOSING = {
    "\\[": re.compile(r"(?<!\\)\\\]"),
    "\\(": re.compile(r"(?<!\\)\\\)"),
}
DOLLARS = re.compile(r"\\.|(\$\$)", re.DOTALL)
DOLLAR = re.compile(r"\\.|(\$)|([{}])", re.DOTALL)
BRACES = re.compile(r"\\.|([{}])", re.DOTALL)


class LatexScanner(Scanner):
    """The pass over LaTeX, where every dollar is TeX's."""

    openers = OPENERS
    methods: ClassVar[Methods]

    def __init__(self, text: str, start: int, end: int) -> None:
        super().__init__(text, start, end)
        self._without_dollar = -1  # the end of a paragraph in which a dollar does not close

    def scan(self) -> None:
        body = BODY.search(self.text, self.start, self.end)
        if body is not None:
            for comment in COMMENT.finditer(self.text, self.start, body.end()):
                if DECLARATION.match(self.text, *comment.span()):
                    self.at = self.prose = comment.start()
                    self._comment(comment)
                else:
                    self.holes.append(comment.span())
            self.at = self.prose = body.end()
        super().scan()

    def _comment(self, match: re.Match[str]) -> None:
        declared = DECLARATION.match(self.text, *match.span())
        if declared:
            self.emit("declaration", match.span(), (declared.end(), match.end()))
        else:
            self.mask(*match.span())

    def _environment(self, match: re.Match[str]) -> None:
        self.environment(match, match.group().split("{")[1].rstrip("}"))

    def _verbatim(self, match: re.Match[str]) -> None:
        name = re.escape(match.group().split("{")[1])
        closing = self.find(re.compile(r"\\end\s*\{" + name), match.end())
        self.leave_out(match.start(), closing.end() if closing else self.end)

    def _verb(self, match: re.Match[str]) -> None:
        self.mask(*match.span())

    def _heading(self, match: re.Match[str]) -> None:
        name = re.findall(r"[a-z]+", match.group())[0]
        end = self._closing_brace(match.end())
        if end is not None:
            level = LEVELS.get(name, LEAST_LEVEL)
            self.emit("heading", (match.start(), end + 1), (match.end(), end), level=level)

    def _closing_brace(self, start: int) -> int | None:
        depth, limit = 1, min(self.paragraph_end(start), start + LONGEST_TITLE)
        for event in BRACES.finditer(self.text, start, limit):
            depth += {"{": 1, "}": -1}.get(event.group(1), 0)
            if depth == 0:
                return event.start()
        return None

    def _brackets(self, match: re.Match[str]) -> None:
        opening = match.group()
        limit = self.paragraph_end(match.end())
        closing = self.find(CLOSING[opening], match.end(), None if opening == "\\[" else limit)
        if closing is None:
            self.unclosed(match.start(), f"a formula is opened by {opening} and never closed")
            return
        kind = "display" if opening == "\\[" else "inline"
        span = (match.start(), closing.end())
        self.emit(kind, span, (match.end(), closing.start()))  # type: ignore[arg-type]

    def _display(self, match: re.Match[str]) -> None:
        events = DOLLARS.finditer(self.text, match.end(), self.end)
        end = next((event.start() for event in events if event.group(1)), None)
        if end is None:
            self.unclosed(match.start(), "a display is opened by $$ and never closed")
        else:
            self.emit("display", (match.start(), end + 2), (match.end(), end))

    def _inline(self, match: re.Match[str]) -> None:
        depth, limit = 0, self.paragraph_end(match.end())
        if limit == self._without_dollar:
            return
        for event in DOLLAR.finditer(self.text, match.end(), limit):
            depth += {"{": 1, "}": -1}.get(event.group(2), 0)
            if event.group(1) and depth <= 0:
                span = (match.start(), event.end())
                self.emit("inline", span, (match.end(), event.start()))
                return
        self._without_dollar = limit

    def _ending(self, match: re.Match[str]) -> None:
        self.leave_out(match.start(), self.end)

    def _escaped(self, match: re.Match[str]) -> None:
        """An escaped character opens nothing."""


LatexScanner.methods = {
    "comment": LatexScanner._comment,
    "environment": LatexScanner._environment,
    "verbatim": LatexScanner._verbatim,
    "verb": LatexScanner._verb,
    "heading": LatexScanner._heading,
    "bracket": LatexScanner._brackets,
    "ending": LatexScanner._ending,
    "escaped": LatexScanner._escaped,
    "display": LatexScanner._display,
    "inline": LatexScanner._inline,
}
