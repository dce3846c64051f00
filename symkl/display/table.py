"""What is shown of a derivation or a result, apart from its form; and ``Displayed``, which asks."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from symkl.display.models import value_of
from symkl.display.speech import say
from symkl.display.tex import RELATIONS, typeset


@dataclass(frozen=True)
class Note:
    """A remark below a step: ``label: text (aside)``, with ``lines`` below it.

    ``tex`` is a formula that says the same as ``text``, for where formulas are typeset.
    """

    label: str
    text: str
    lines: tuple[str, ...] = ()
    tex: str = ""
    aside: str = ""


@dataclass(frozen=True)
class Row:
    """One step: its sides in TeX, all of it as ``plain`` text, and what was found.

    ``verdict`` is empty for a step that is not judged.
    """

    label: str
    lhs: str
    relation: str
    rhs: str
    plain: str
    reason: str = ""
    reason_verdict: str = ""
    verdict: str = ""
    remark: str = ""
    notes: tuple[Note, ...] = ()

    def latex(self) -> str | None:
        """The step as a formula for a notebook; None where it may not be typeset."""
        sign = RELATIONS.get(self.relation)
        found = None if sign is None else typeset(f"{self.lhs} {sign} {self.rhs}")
        return None if found is None else f"$\\displaystyle {found}$"


@dataclass(frozen=True)
class Table:
    """The steps of one derivation; texts that people wrote may hold formulas between dollars."""

    title: str
    rows: tuple[Row, ...]
    assumptions: tuple[str, ...] = ()
    conclusion: Row | None = None


@dataclass(frozen=True)
class Page:
    """Some tables, and what is said below them."""

    tables: tuple[Table, ...]
    closing: str = ""


class Displayed:
    """Shows itself readably at a prompt, and with formulas in a notebook."""

    @abstractmethod
    def _page(self) -> Page:
        """What is shown."""

    def __repr__(self) -> str:
        from symkl.display.text import text

        return text(self._page())

    def _repr_html_(self) -> str:
        from symkl.display.html import html

        return html(self._page())

    def _repr_markdown_(self) -> str:
        from symkl.display.markdown import markdown

        return markdown(self._page())


def reason_words(row: Row) -> str:
    """The reason of a step with the verdict on it; "" where none was given."""
    if not row.reason:
        return ""
    judged = f": {row.reason_verdict}" if row.reason_verdict else ""
    return say(f"by {row.reason}{judged}")


def values(model: Mapping[str, Any]) -> str:
    """A model on one line.

    >>> values({"n": 2, "P": ["1/2", "1/2"]})
    'n = 2, P = (1/2, 1/2)'
    """
    return ", ".join(f"{name} = {value_of(value, say)}" for name, value in model.items())
