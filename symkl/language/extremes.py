"""Extremes: the least or the largest value of an expression over a law.

That ``min F = v`` is two claims: ``F >= v`` for every law, and ``F = v`` for some law.  The second
is proved at a law that is named; which one is for whoever states it to find.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from symkl.kernel.context import Context, Declaration, Law
from symkl.language.printing import latex_name, latex_of, text_of
from symkl.language.written import Written

Least = Literal["min", "inf"]
ExtremeKind = Literal["min", "max", "inf", "sup"]
EXTREMES: tuple[ExtremeKind, ...] = ("min", "max", "inf", "sup")
BOUNDS = {"min": ">=", "inf": ">=", "max": "<=", "sup": "<="}  # what all values obey


@dataclass(frozen=True, repr=False)
class Extreme:
    """``min``, ``max``, ``inf`` or ``sup`` of an expression over the pmfs of a declared kind."""

    kind: ExtremeKind
    expression: Written
    variable: Law

    @property
    def declarations(self) -> frozenset[Declaration]:
        """The declarations of the expression and of what it varies over."""
        return self.expression.declarations | {self.variable}

    def __repr__(self) -> str:
        return self.text()

    def latex(self, context: Context | None = None) -> str:
        """The extreme in LaTeX."""
        body = latex_of(self.expression.term, context or self.expression.context)
        return rf"\{self.kind}_{{{latex_name(self.variable.name)}}} {body}"

    def text(self, context: Context | None = None) -> str:
        """The extreme in plain text."""
        body = text_of(self.expression.term, context or self.expression.context)
        return f"{self.kind}_{self.variable.name} {body}"
