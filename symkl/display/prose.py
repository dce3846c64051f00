"""Text that people wrote: formulas between dollar signs, and characters that must not act."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# As in Pandoc: no space inside the dollar signs and no digit after them, so that prices are text.
_FORMULA = re.compile(r"(?<![\\$])\$(?=[^\s$])([^$\n]*?[^\s$\\])\$(?![\d$])")
# Control, format (they can turn text round), surrogate, private and unassigned characters.
_HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn")


def pieces(text: str) -> Iterator[tuple[bool, str]]:
    """The parts of a text in order, each with whether it is a formula.

    >>> list(pieces("since $p > 0$ holds, for $5 and $6"))
    [(False, 'since '), (True, 'p > 0'), (False, ' holds, for $5 and $6')]
    """
    end = 0
    for match in _FORMULA.finditer(text):
        if match.start() > end:
            yield False, text[end : match.start()]
        yield True, match[1]
        end = match.end()
    if end < len(text):
        yield False, text[end:]


def visible(text: str) -> str:
    r"""The text with characters that would be invisible or would act written as numbers.

    >>> visible("a\u202eb")
    'a[U+202E]b'
    """
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def is_hidden(character: str) -> bool:
    """Whether a character shows nothing itself but may change what is shown."""
    return character not in "\n\t" and unicodedata.category(character) in _HIDDEN


def _shown(character: str) -> str:
    return f"[U+{ord(character):04X}]" if is_hidden(character) else character
