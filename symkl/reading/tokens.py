"""TeX tokens of a formula, each with its place in the document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from symkl.reading.diagnostics import Span

Kind = Literal[
    "command", "char", "open", "close", "sub", "sup", "align", "break", "space", "comment"
]
BRACKETS: dict[str, Kind] = {"{": "open", "}": "close", "_": "sub", "^": "sup", "&": "align"}
OPENING = frozenset("\\%")
COMMAND = re.compile(r"\\([A-Za-z]+\*?|.)", re.DOTALL)
ROW_BREAK = re.compile(r"\\\\+")
SPACING = re.compile(r"[ \t]*\[[ \t]*-?[\d.]+[ \t]*[a-z]{2}[ \t]*\]")
SPACE = re.compile(r"\s+")
STARRED = frozenset({"operatorname*", "tag*", "hspace*", "vspace*"})


class Token(NamedTuple):
    """One token; a command's text has no backslash."""

    kind: Kind
    text: str
    span: Span


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of ``text[start:end]``; a comment is one token, without its line end."""
    at = start
    while at < end:
        char = text[at]
        if char in OPENING or char.isspace():
            token = _next(text, at, end)
            yield token
            at = token.span[1]
        else:
            yield Token(BRACKETS.get(char, "char"), char, (at, at + 1))
            at += 1


def _next(text: str, at: int, end: int) -> Token:
    """A token of more than one character, perhaps."""
    char = text[at]
    if char == "\\":
        return _escaped(text, at, end)
    if char == "%":
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        return Token("comment", text[at:stop], (at, stop))
    match = SPACE.match(text, at, end)
    return Token("space", " ", (at, match.end() if match else at + 1))


def _escaped(text: str, at: int, end: int) -> Token:
    rows = ROW_BREAK.match(text, at, end)
    if rows:
        stop = rows.end()
        # Three backslashes before a letter are a row break and a command; Markdown doubles breaks.
        if (stop - at) % 2 and stop < end and text[stop].isalpha():
            stop -= 1
        spacing = SPACING.match(text, stop, end)
        return Token("break", "\\\\", (at, spacing.end() if spacing else stop))
    match = COMMAND.match(text, at, end)
    if match is None:
        return Token("char", "\\", (at, at + 1))
    name, stop = match.group(1), match.end()
    if name.endswith("*") and name not in STARRED:  # as in \log*: the star is a product
        name, stop = name[:-1], stop - 1
    if name.isspace():
        return Token("space", " ", (at, stop))
    kind: Kind = "break" if name in ("newline", "cr", "tabularnewline") else "command"
    return Token(kind, name, (at, stop))
