"""Quotation marks of typeset text: people type one straight mark for both ends."""

from __future__ import annotations

OPENING, CLOSING = "“", "”"
_BEFORE_CLOSED = frozenset("([{（【《、，。：；-—–/")


def curled(text: str) -> str:
    """The text with straight double quotation marks that open and close.

    >>> curled('the "chain rule" ("of" H)')
    'the “chain rule” (“of” H)'
    >>> curled('条件"互信息"')
    '条件“互信息”'
    """
    if '"' not in text:
        return text
    shown, is_open, before = [], False, " "
    for letter in text:
        if letter == '"':
            begins = before.isspace() or before in _BEFORE_CLOSED or not is_open
            letter = OPENING if begins else CLOSING
            is_open = begins
        shown.append(letter)
        before = letter
    return "".join(shown)
