"""Words of a text that may be a hypothesis of what it claims."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Proviso:
    """Words near a claim that were not read, and may restrict what it is about.

    ``is_condition``: they are said to be a hypothesis ("if", "independent"), so that a claim which
    is true of some models is true as meant; other words only may be one.
    """

    words: str
    is_condition: bool = False
