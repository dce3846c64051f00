"""What JupyterLab 4 keeps of HTML that it does not trust, as far as tables need it.

From the options that its sanitizer passes to sanitize-html: a tag that is not listed is dropped
with its text kept, an attribute or a property that is not listed is dropped.  Not all that is kept
is listed here; what is listed here is kept.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

TAGS = {
    *("b", "br", "code", "details", "div", "li", "ol", "p", "pre", "span", "summary", "ul"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
ATTRIBUTES = {"*": {"style", "title", "lang"}, "td": {"colspan"}, "th": {"scope", "colspan"}}
PROPERTIES = {
    "border-collapse": r"collapse|separate",
    "color": r"#[0-9a-f]{6}",
    "margin": r"(0|\d+px)( (0|\d+px)){0,3}",
    "padding": r"(\d+px)( \d+px){0,3}",
    "text-align": r"left|right|center",
    "vertical-align": r"top|middle|baseline",
    "white-space": r"nowrap|normal",
}


class Sanitizer(HTMLParser):
    """Collects what would be dropped, and the text that is left."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.dropped: list[str] = []
        self.open: list[str] = []
        self.pieces: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.pieces.append("\0")  # no formula reaches over an element
        if tag != "br":
            self.open.append(tag)
        if tag not in TAGS:
            self.dropped.append(f"<{tag}>")
        for name, value in attrs:
            if name not in ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()):
                self.dropped.append(f"{tag} {name}")
            elif name == "style":
                self.dropped += [part for part in value.split(";") if not _kept(part)]

    def handle_endtag(self, tag):
        self.pieces.append("\0")
        if not self.open or self.open.pop() != tag:
            self.dropped.append(f"</{tag}> closes nothing")

    def handle_data(self, data):
        self.pieces.append(data)

    def handle_comment(self, data):
        self.dropped.append("a comment")


def _kept(declaration: str) -> bool:
    name, _, value = declaration.partition(":")
    return re.fullmatch(PROPERTIES.get(name, "(?!)"), value) is not None


def dropped(html: str) -> list[str]:
    """What the sanitizer would drop of the HTML; an element that stays open counts too."""
    sanitizer = Sanitizer()
    sanitizer.feed(html)
    sanitizer.close()
    return sanitizer.dropped + [f"<{tag}> stays open" for tag in sanitizer.open]


def shown(html: str) -> str:
    """The text of the HTML."""
    return "".join(_pieces(html)).replace("\0", "")


def formulas(html: str) -> list[str]:
    """What MathJax typesets: between dollar signs, or backslashes and brackets, in one element."""
    text = "".join(_pieces(html))
    return re.findall(
        r"\$\$?([^$\0]+)\$|\\\([^\0]*?\\\)|\\\[[^\0]*?\\\]|\\begin\{[^\0]*?\\end\{", text
    )


def _pieces(html: str) -> list[str]:
    sanitizer = Sanitizer()
    sanitizer.feed(html)
    sanitizer.close()
    return sanitizer.pieces
