"""What is known about names before anything is concluded: declarations, and how they are used.

Evidence is weighed from near to far: the formula, its section, the whole document, conventions.
Positivity, invertibility and the like are never concluded: they are assumed, and listed as such.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from symkl.kernel.context import Declaration, Law, Matrix, Number, Sort
from symkl.kernel.terms import Term
from symkl.reading.diagnostics import Span
from symkl.reading.layout import Row
from symkl.reading.usage import Usage

How = Literal["declared", "formula", "prose", "usage", "convention"]
NEAR = 2  # the levels whose every use counts: the chain, and what stands under its heading


@dataclass(frozen=True)
class Declared:
    """What the author says outright, in a block, a formula or a sentence; it comes first."""

    kinds: dict[str, str] = field(default_factory=dict)  # name to matrix, vector, number, ...
    laws: dict[str, Law] = field(default_factory=dict)
    sorts: dict[str, Sort] = field(default_factory=dict)
    numbers: dict[str, Number] = field(default_factory=dict)
    matrices: dict[str, Matrix] = field(default_factory=dict)
    drawn: dict[str, str] = field(default_factory=dict)  # random variable or outcome to its law
    dimension: str = ""
    distributions: frozenset[str] = frozenset()
    origins: dict[str, tuple[How, Span]] = field(default_factory=dict)


@dataclass(frozen=True)
class Definition:
    """A notation of the text's own, and the term it stands for."""

    term: Term
    declarations: frozenset[Declaration]
    span: Span


@dataclass
class Evidence:
    """Usages of names, declarations, and what is assumed for a trial (``flips``).

    ``levels`` are the usages of the chain, its section and the document, in this order.
    """

    levels: tuple[Usage, ...]
    declared: Declared = field(default_factory=Declared)
    flips: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, Definition] = field(default_factory=dict)
    aliases: dict[str, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.all = Usage()
        for place, level in enumerate(self.levels):
            self.all = self.all.merged(level if place < NEAR else level.about(self.all))
        self.guessed: set[str] = set()  # names whose kind is a convention, and may be another
