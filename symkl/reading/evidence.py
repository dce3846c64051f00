"""What is known about names before anything is concluded: declarations, and how they are used.

Evidence is weighed from near to far: the formula, its section, the whole document, conventions.
Positivity, invertibility and the like are never concluded: they are assumed, and listed as such.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from symkl.kernel.context import Declaration
from symkl.kernel.terms import Term
from symkl.reading.declared import Declared
from symkl.reading.diagnostics import Span
from symkl.reading.layout import Row
from symkl.reading.usage import Usage

NEAR = 3  # levels whose every use counts: the chain, declarations, what is under its heading


@dataclass(frozen=True)
class Definition:
    """A notation of the text's own, and the term it stands for."""

    term: Term
    declarations: frozenset[Declaration]
    span: Span
    doubt: str = ""  # why it may not be what is meant


@dataclass
class Evidence:
    """Usages of names, declarations, and what is assumed for a trial (``flips``).

    ``levels`` are the usages of the chain, its section and the document, in this order; what is
    declared counts between the first two.  ``renamed`` are names assumed to be equal to others,
    ``determined`` variables assumed to be functions of others.
    """

    levels: tuple[Usage, ...]
    declared: Declared = field(default_factory=Declared)
    flips: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    aliases: dict[str, Row] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    determined: frozenset[str] = frozenset()
    has_empirical: bool = False  # whether the text speaks of the empirical law of data

    def __post_init__(self) -> None:
        chain, *further = self.levels
        self.levels = (chain, self.declared.usage, *further)
        self.all = Usage()
        for place, level in enumerate(self.levels):
            self.all = self.all.merged(level if place < NEAR else level.about(self.all))
        self.guessed: set[str] = set()  # names whose kind is a convention, and may be another
