r"""The pieces of a Markdown document: CommonMark with the mathematics of its many dialects.

Read are ``$``, ``$$``, ``\(``, ``\[`` (kramdown writes two backslashes), raw environments, fenced
``math``, MyST, Quarto, Liquid ``{% math %}`` and GitHub's ``$`...`$``.  Code, HTML and comments are
left out.
"""

from __future__ import annotations

import re
from typing import ClassVar

from symkl.reading.diagnostics import Span
from symkl.reading.scanner import ENVIRONMENTS, Methods, Scanner

ATTRIBUTE = r"""[\w:@.-]+(?:\s*=\s*(?:"[^"\n]*"|'[^'\n]*'|[^\s"'=<>`]+))?"""
OPENERS = re.compile(
    rf"""
      (?P<line>\n)
    | (?P<environment>\\begin\s*\{{(?:{ENVIRONMENTS})\}})
    | (?P<bracket>\\{{1,2}}[\[(])
    | (?P<escaped>\\.)
    | (?P<display>\$\$)
    | (?P<coded>\$`)
    | (?P<inline>\$)
    | (?P<code>`+)
    | (?P<comment><!--)
    | (?P<verbatim><(?:pre|script|style|code|textarea)\b[^>\n]*>)
    | (?P<tag></?[A-Za-z][\w:-]*(?:\s+{ATTRIBUTE})*\s*/?>)
    | (?P<liquid>\{{%-?\s*(?P<word>\w+)[^\n]{{0,300}}?%\}})
    | (?P<shortcode>\{{\{{[<%][^\n]{{0,300}}?[>%]\}}\}})
    | (?P<attributes>\{{:[^}}\n]{{0,300}}\}})
    | (?P<link>\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:[ ]+"[^"\n]*")?\))
    """,
    re.VERBOSE | re.DOTALL,
)
QUOTE = re.compile(r"(?:[ ]{0,3}>[ ]?)+")
FENCE = re.compile(r"[ \t]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?(`{3,}|~{3,}|:{3,})[ \t]*([^\n]*)")
HEADING = re.compile(r"[ ]{0,3}(#{1,6})(?:[ \t]+([^\n]*?))?[ \t]*#*[ \t]*$", re.MULTILINE)
UNDERLINE = re.compile(r"[ ]{0,3}(=+|-{2,})[ \t]*$", re.MULTILINE)
INDENTED = re.compile(r"(?:[ ]{4}|[ ]{0,3}\t)[ \t]*\S")
LIST_ITEM = re.compile(r"[ \t]*(?:[-*+]|\d+[.)]|\[\^[^\]\n]+\]:|!!!|\?\?\?\+?|===|:)[ \t]")
FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\n(?:.*?\n)?(?:\1|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
FRONT_KEY = re.compile(r"^symkl:.*(?:\n(?:[ \t]+.*|[ \t]*(?=\n)))*", re.MULTILINE)
# Between the dollars of a display: its end, or what shows that it was never closed.
DISPLAY_EVENTS = re.compile(
    r"\\.|(\$\$)|([{}])|(\$|\n[ ]{0,3}#{1,6}[ ]|\n[ ]{0,3}(?:```|~~~))", re.DOTALL
)
QUARTO_LABEL = re.compile(r"[ \t]*\{#([^}\s]+)[^}\n]*\}")
MYST_LABEL = re.compile(r"[ \t]*\(([\w:.-]+)\)[ \t]*$", re.MULTILINE)
MYST_OPTION = re.compile(r"\s*:(\w+):[ \t]*([^\n]*)(?:\n|$)")
DOLLAR = re.compile(r"\\.|(\$)", re.DOTALL)
LINK = re.compile(r"\]\((?:https?:|mailto:|[/#.])")
CLOSING_BRACKETS = {
    "\\[": re.compile(r"(?<!\\)\\\]"),
    "\\(": re.compile(r"(?<!\\)\\\)"),
    "\\\\[": re.compile(r"(?<!\\)\\\\\]"),
    "\\\\(": re.compile(r"(?<!\\)\\\\\)"),
}
COMMENT_END = re.compile("-->")
CODED_END = re.compile(r"`\$")
MATHEMATICAL = re.compile(r"[\\^_=<>+|{}≤≥∈∑∫]|^\s*[A-Za-zα-ωΑ-Ω](?:\s*\([^()]*\))?'?\s*$")
WORDS = re.compile(r"(?<!\\)\b[^\W\d_]{2,}[ \t\n]+(?<!\\)[^\W\d_]{2,}\b")
WORD = re.compile(r"(?<![\\\w])[^\W\d_]{2,}")
LIQUID_DISPLAYS = frozenset({"math", "katex", "latex"})
LIQUID_CODE = frozenset({"highlight", "comment", "verbatim"})


class MarkdownScanner(Scanner):
    """The pass over Markdown; blocks are looked for where a line begins."""

    openers = OPENERS
    methods: ClassVar[Methods]

    def __init__(self, text: str, start: int, end: int) -> None:
        super().__init__(text, start, end)
        self.quotes = 0
        self.in_list = False
        self.after_blank = True

    def scan(self) -> None:
        self._front_matter()
        self._line_start()
        super().scan()

    # --- blocks -----------------------------------------------------------------------------------

    def _front_matter(self) -> None:
        match = FRONT_MATTER.match(self.text, self.start, self.end)
        if match is None:
            return
        key = FRONT_KEY.search(self.text, match.start(), match.end())
        if key is not None:
            self.leave_out(self.start, key.start())
            self.emit("declaration", key.span(), key.span())
        self.leave_out(self.at, match.end())

    def _line(self, match: re.Match[str]) -> None:
        self._line_start()

    def _line_start(self) -> None:
        """Blocks that begin where a line begins."""
        begin = self.at
        quote = QUOTE.match(self.text, self.at, self.end)
        self.quotes = quote.group().count(">") if quote else 0
        if quote:
            self.mask(*quote.span())
        line = self.text[self.at : self.line_end(self.at)]
        if not line.strip():
            self.after_blank = True
            return
        found = self._fence() or self._heading() or self._underline(begin) or self._indented(line)
        if not found:
            self._notice_list(line)
            self.after_blank = False

    def _notice_list(self, line: str) -> None:
        if LIST_ITEM.match(line):
            self.in_list = True
        elif self.after_blank and not line[0].isspace():
            self.in_list = False

    def _fence(self) -> bool:
        match = FENCE.match(self.text, self.at, self.end)
        if match is None or "`" in match.group(2):
            return False
        marks, info = match.group(1), match.group(2).strip().lower()
        if marks[0] == ":" and not info.startswith("{math}"):
            return False
        closing = re.compile(
            rf"^[ \t>]*{re.escape(marks[0])}{{{len(marks)},}}[ \t]*$", re.MULTILINE
        )
        end = self.find(closing, match.end())
        inner = (min(match.end() + 1, self.end), end.start() if end else self.end)
        span = (match.start(1), end.end() if end else self.end)
        self._fenced(span, inner, info)
        self.after_blank = True
        return True

    def _fenced(self, span: Span, inner: Span, info: str) -> None:
        if info in ("math", "{math}", "latex math"):
            label = ""
            while option := MYST_OPTION.match(self.text, *inner):
                label = option.group(2).strip() if option.group(1) == "label" else label
                inner = (option.end(), inner[1])
            self._display(span, inner, label)
        elif info.split(" ")[0] in ("symkl", "{symkl}"):
            self._quoted(inner)
            self.emit("declaration", span, inner)
        else:
            self.leave_out(*span)

    def _heading(self) -> bool:
        match = HEADING.match(self.text, self.at, self.end)
        if match is None:
            return False
        title = match.span(2) if match.group(2) else (match.end(1), match.end(1))
        self.emit("heading", match.span(), title, level=len(match.group(1)))
        self.in_list, self.after_blank = False, True
        return True

    def _underline(self, begin: int) -> bool:
        """A title with a line of = or - under it."""
        match = UNDERLINE.match(self.text, self.at, self.end)
        if match is None or self.after_blank or begin == self.start:
            return False
        above = self.text.rfind("\n", self.start, begin - 1) + 1 or self.start
        title = self.text[above : begin - 1]
        if above < self.prose or self.at != begin or LIST_ITEM.match(title) or "|" in title:
            return False
        level = 1 if match.group(1)[0] == "=" else 2
        self.emit("heading", (above, match.end()), (above, begin - 1), level=level)
        self.after_blank = True
        return True

    def _indented(self, line: str) -> bool:
        if not self.after_blank or self.in_list or not INDENTED.match(line):
            return False
        self.leave_out(self.at, self.line_end(self.at))
        return True

    # --- displays ---------------------------------------------------------------------------------

    def _quoted(self, inner: Span) -> None:
        """Leave out the marks of the quote that a formula stands in."""
        if self.quotes:
            marks = re.compile(rf"^(?:[ \t]{{0,3}}>[ ]?){{1,{self.quotes}}}", re.MULTILINE)
            self.holes += [m.span() for m in marks.finditer(self.text, *inner)]

    def _display(self, span: Span, inner: Span, label: str = "") -> None:
        self._quoted(inner)
        self.emit("display", span, inner, label=label)

    def _dollars(self, match: re.Match[str]) -> None:
        end = self._display_end(match.end())
        if end is None:
            self.unclosed(match.start(), "a display is opened by $$ and never closed")
            return
        label = QUARTO_LABEL.match(self.text, end + 2, self.end)
        label = label or MYST_LABEL.match(self.text, end + 2, self.end)
        span = (match.start(), label.end() if label else end + 2)
        self._display(span, (match.end(), end), label.group(1) if label else "")

    def _display_end(self, start: int) -> int | None:
        """Where ``$$`` closes; a single dollar, a heading or a fence shows that it does not."""
        depth = 0
        for event in DISPLAY_EVENTS.finditer(self.text, start, self.end):
            if event.group(1):
                return event.start()
            if event.group(2):
                depth += 1 if event.group(2) == "{" else -1
            if event.group(3) and (event.group(3) != "$" or depth <= 0):
                return None
        return None

    def _environment(self, match: re.Match[str]) -> None:
        name = match.group().split("{")[1].rstrip("}")
        before = len(self.pieces)
        self.environment(match, name)
        self._quoted(self.pieces[-1].inner if len(self.pieces) > before else (0, 0))

    def _brackets(self, match: re.Match[str]) -> None:
        opening = match.group()
        display = opening.endswith("[")
        limit = None if display else self.paragraph_end(match.end())
        closing = self.find(CLOSING_BRACKETS[opening], match.end(), limit)
        if closing is None:
            return
        inner = (match.end(), closing.start())
        alone = display and self._stands_alone(match.start(), closing.end())
        if not alone and not _is_mathematical(self.text[slice(*inner)]):
            return
        span = (match.start(), closing.end())
        self._quoted(inner)
        self.emit("display" if display else "inline", span, inner)

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether nothing but marks of quotes stands in the lines around."""
        before = self.text[self.text.rfind("\n", 0, start) + 1 : start]
        return not before.strip(" >\t") and not self.text[end : self.line_end(end)].strip(" .,\t")

    def _liquid(self, match: re.Match[str]) -> None:
        word = match.group("word")
        if word not in LIQUID_DISPLAYS | LIQUID_CODE:
            self.mask(*match.span())
            return
        closing = self.find(re.compile(rf"\{{%-?\s*end{word}\s*-?%\}}"), match.end())
        if closing is None:
            self.mask(*match.span())
        elif word in LIQUID_CODE:
            self.leave_out(match.start(), closing.end())
        else:
            self._display((match.start(), closing.end()), (match.end(), closing.start()))

    # --- inline -----------------------------------------------------------------------------------

    def _inline(self, match: re.Match[str]) -> None:
        start, limit = match.end(), self.paragraph_end(match.end())
        events = DOLLAR.finditer(self.text, start, limit)
        closing = next((event.start() for event in events if event.group(1)), None)
        if closing is None or not self._is_formula(start, closing):
            return
        self._quoted((start, closing))
        self.emit("inline", (match.start(), closing + 1), (start, closing))

    def _is_formula(self, start: int, end: int) -> bool:
        """Whether two dollars enclose a formula: Pandoc's rule, eased for what looks like TeX."""
        content = self.text[start:end]
        if not content.strip() or self.text[end + 1 : end + 2].isdigit() or LINK.search(content):
            return False
        tight = not content[0].isspace() and not content[-1].isspace()
        if tight and not (content[0].isdigit() and WORD.search(content)):
            return True
        return _is_mathematical(content)

    def _coded(self, match: re.Match[str]) -> None:
        closing = self.find(CODED_END, match.end(), self.paragraph_end(match.end()))
        if closing is None:
            self.at = match.start() + 1
        else:
            span = (match.start(), closing.end())
            self.emit("inline", span, (match.end(), closing.start()))

    # --- what is left out -------------------------------------------------------------------------

    def _code(self, match: re.Match[str]) -> None:
        marks = match.group()
        closing = re.compile(rf"(?<!`){marks}(?!`)")
        end = self.find(closing, match.end(), self.paragraph_end(match.end()))
        if end is not None:
            self.mask(match.start(), end.end())

    def _comment(self, match: re.Match[str]) -> None:
        closing = self.find(COMMENT_END, match.end())
        if closing is None:
            return
        span = (match.start(), closing.end())
        word = re.compile(r"\s*symkl\b:?").match(self.text, match.end(), closing.start())
        if word:
            self.emit("declaration", span, (word.end(), closing.start()))
        else:
            self.mask(*span)

    def _verbatim(self, match: re.Match[str]) -> None:
        name = re.findall(r"\w+", match.group())[0]
        closing = self.find(re.compile(rf"</{name}\s*>", re.IGNORECASE), match.end())
        if closing is not None:
            self.mask(match.start(), closing.end())

    def _masked(self, match: re.Match[str]) -> None:
        self.mask(*match.span())

    def _link(self, match: re.Match[str]) -> None:
        self.mask(match.start() + 1, match.end())

    def _escaped(self, match: re.Match[str]) -> None:
        """An escaped character opens nothing; an escaped line end begins a line."""
        if match.group().endswith("\n"):
            self.at -= 1


def _is_mathematical(content: str) -> bool:
    return bool(MATHEMATICAL.search(content)) and not WORDS.search(
        re.sub(r"\{[^{}]*\}", "", content)
    )


MarkdownScanner.methods = {
    "line": MarkdownScanner._line,
    "environment": MarkdownScanner._environment,
    "bracket": MarkdownScanner._brackets,
    "escaped": MarkdownScanner._escaped,
    "display": MarkdownScanner._dollars,
    "coded": MarkdownScanner._coded,
    "inline": MarkdownScanner._inline,
    "code": MarkdownScanner._code,
    "comment": MarkdownScanner._comment,
    "verbatim": MarkdownScanner._verbatim,
    "tag": MarkdownScanner._masked,
    "liquid": MarkdownScanner._liquid,
    "shortcode": MarkdownScanner._masked,
    "attributes": MarkdownScanner._masked,
    "link": MarkdownScanner._link,
}
