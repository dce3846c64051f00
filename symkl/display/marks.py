"""The verdicts and their marks: a judgement is a word and a mark, never a colour alone."""

from __future__ import annotations

from typing import Literal

Verdict = Literal["proved", "refuted", "supported", "undecided", "definition", "unread"]
YES, NO = "✓", "×"  # the font of the pages has no ballot cross
MARKS: dict[Verdict, str] = {
    "proved": YES,
    "refuted": NO,
    "supported": "~",
    "undecided": "?",
    "definition": "≝",
    "unread": "–",
}


def mark(word: str) -> str:
    """The mark of a verdict; "" for a word that is none."""
    return next((sign for verdict, sign in MARKS.items() if verdict == word), "")
