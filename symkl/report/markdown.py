"""Articles in Markdown as HTML that does nothing: formulas are put in, all else is escaped.

The pieces that the reader found are taken out of the text before it is parsed as Markdown, so that
their underscores and stars are no emphasis, and are put back where they stood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from symkl.display.prose import visible
from symkl.reading.document import Document
from symkl.reading.markdown import FRONT_MATTER
from symkl.reading.pieces import Regions
from symkl.report.headings import heading_shift, heading_tag
from symkl.report.html import plain, prose

# Characters of the private use area stand around the number of a piece.
OPEN, CLOSE = "\ue000", "\ue001"
PLACE = re.compile(f"{OPEN}(\\d+){CLOSE}")
KRAMDOWN = re.compile(r"\{:[^}\n]*\}[ \t]*")
COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
SCHEMES = ("http://", "https://", "mailto:")
KEPT = frozenset({"display", "inline", "declaration"})  # pieces that are put back
Shown = Callable[[int], Markup]
Environment = MutableMapping[str, Any]


def blocks(document: Document, regions: Regions, shown: Shown) -> Iterator[Markup]:
    """The blocks of the article in order; ``shown`` gives the HTML of a piece by its number."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    renderer = _Renderer(shown, heading_shift(regions))
    for block in _top_level(parser.parse(_with_places(document, regions))):
        yield Markup(renderer.render(block, parser.options, {}))


def _with_places(document: Document, regions: Regions) -> str:
    """The text with a number in place of each formula and declaration, without front matter."""
    front = FRONT_MATTER.match(document.text)
    at = front.end() if front else 0
    parts = []
    for number, piece in enumerate(regions.pieces):
        if piece.kind not in KEPT or piece.span[0] < at:
            continue
        parts += [_free(document.text[at : piece.span[0]]), f"{OPEN}{number}{CLOSE}"]
        at = piece.span[1]
    return "".join([*parts, _free(document.text[at:])])


def _free(text: str) -> str:
    """The text without the characters that mark places."""
    return text.replace(OPEN, visible(OPEN)).replace(CLOSE, visible(CLOSE))


def _top_level(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    depth = start = 0
    for place, token in enumerate(tokens, 1):
        depth += token.nesting
        if depth == 0:
            yield tokens[start:place]
            start = place


class _Renderer(RendererHTML):
    """HTML in which nothing of the author's acts: methods are named after the kinds of tokens."""

    def __init__(self, shown: Shown, shift: int) -> None:
        super().__init__()
        self.shown, self.shift = shown, shift
        self.in_heading = False
        self.links: list[bool] = []  # of the open links, whether they lead anywhere

    def _with_pieces(self, text: str) -> Markup:
        """The text escaped, with the pieces whose numbers stand in it."""
        written = prose if self.in_heading else plain
        parts = PLACE.split(text)
        return Markup("").join(
            self.shown(int(part)) if place % 2 else written(part)
            for place, part in enumerate(parts)
        )

    # --- what people wrote ------------------------------------------------------------------------

    def text(self, tokens: Sequence[Token], idx: int, options: Any, env: Environment) -> str:
        return self._with_pieces(KRAMDOWN.sub("", tokens[idx].content))

    def html_inline(self, tokens: Sequence[Token], idx: int, options: Any, env: Environment) -> str:
        return self._html(tokens[idx].content)

    def html_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Environment) -> str:
        found = self._html(tokens[idx].content)
        return Markup('<div class="para">{}</div>\n').format(found) if found.strip() else ""

    def _html(self, content: str) -> Markup:
        """Tags as text; what comments hold, their author does not show."""
        content = BREAK.sub("\n", COMMENT.sub("", content))
        return self._with_pieces(content)

    def code_inline(self, tokens: Sequence[Token], idx: int, options: Any, env: Environment) -> str:
        return Markup("<code>{}</code>").format(self._with_pieces(tokens[idx].content))

    def code_block(self, tokens: Sequence[Token], idx: int, options: Any, env: Environment) -> str:
        return Markup('<div class="code">{}</div>\n').format(self._with_pieces(tokens[idx].content))

    def fence(self, tokens: Sequence[Token], idx: int, options: Any, env: Environment) -> str:
        return self.code_block(tokens, idx, options, env)

    def image(self, tokens: Sequence[Token], idx: int, options: Any, env: Environment) -> str:
        alternative = self._with_pieces(tokens[idx].content)
        return Markup('<span class="soft">[image: {}]</span>').format(alternative)

    # --- tags -------------------------------------------------------------------------------------

    def paragraph_open(
        self, tokens: Sequence[Token], idx: int, options: Any, env: Environment
    ) -> str:
        # Displays stand in paragraphs, and a <p> may hold no blocks.
        return "" if tokens[idx].hidden else '<div class="para">'

    def paragraph_close(
        self, tokens: Sequence[Token], idx: int, options: Any, env: Environment
    ) -> str:
        return "" if tokens[idx].hidden else "</div>\n"

    def heading_open(
        self, tokens: Sequence[Token], idx: int, options: Any, env: Environment
    ) -> str:
        self.in_heading = True
        return f"<{self._heading(tokens[idx])}>"

    def heading_close(
        self, tokens: Sequence[Token], idx: int, options: Any, env: Environment
    ) -> str:
        self.in_heading = False
        return f"</{self._heading(tokens[idx])}>\n"

    def _heading(self, token: Token) -> str:
        return heading_tag(int(token.tag[1:]), self.shift)

    def link_open(self, tokens: Sequence[Token], idx: int, options: Any, env: Environment) -> str:
        target = str(tokens[idx].attrs.get("href", ""))
        self.links.append(target.lower().startswith(SCHEMES))
        if not self.links[-1]:
            return "<span>"
        return f'<a href="{plain(target)}" rel="noreferrer noopener">'

    def link_close(self, tokens: Sequence[Token], idx: int, options: Any, env: Environment) -> str:
        return "</a>" if self.links.pop() else "</span>"
