r"""Formulas in TeX that everybody can read: with the author's own macros expanded."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from symkl.reading.diagnostics import Span, Unreadable
from symkl.reading.macros import DEFINING, Macros
from symkl.reading.tokens import Token, tokens

SPACED = re.compile(r"\\\s")


def spelled_out(text: str, span: Span, macros: Macros) -> str:
    r"""The TeX of a stretch on one line, without macros; as it is written where it uses none.

    Examples:
        >>> from symkl.reading.macros import macros_in
        >>> text = r"\newcommand{\KL}[2]{D(#1 \| #2)}  \KL{P}{Q}  + 1"
        >>> spelled_out(text, (34, len(text)), macros_in(text))
        'D(P \\| Q) + 1'
    """
    as_written = " ".join(text[slice(*span)].split())
    stream = list(tokens(text, *span))
    if not any(_is_own(token, macros) for token in stream):
        return as_written
    try:
        expanded = [t for t in macros.expanded(stream) if t.kind != "comment"]
    except Unreadable:
        return as_written
    return " ".join(joined(expanded, text).split())


def _is_own(token: Token, macros: Macros) -> bool:
    if token.kind != "command":
        return False
    return token.text in DEFINING or macros.at(token.text, token.span[0]) is not None


def joined(stream: Iterable[Token], text: str) -> str:
    r"""Tokens as TeX: a command stays apart from a letter that an expansion puts behind it.

    Examples:
        >>> joined([Token("command", "log", (0, 0)), Token("char", "p", (0, 0))], "")
        '\\log p'
    """
    parts: list[str] = []
    for token, following in pairwise([*stream, Token("space", " ", (0, 0))]):
        written = _written(token, text)
        letters = token.kind == "command" and written[-1].isalpha()
        apart = letters and following.kind == "char" and following.text[:1].isalpha()
        parts.append(f"{written} " if apart else written)
    return "".join(parts)


def _written(token: Token, text: str) -> str:
    if token.kind == "command":
        return f"\\{token.text}"
    if token.kind == "space":
        return "\\ " if SPACED.fullmatch(text[slice(*token.span)]) else " "
    return token.text
