"""What sheets are made of, whatever they are printed with.

Texts may hold formulas between dollar signs; everything else in them is plain text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from symkl.messages.catalogue import Language

Paper = Literal["a4", "letter"]


@dataclass(frozen=True)
class Heading:
    """A heading below the title; ``level`` is 2 or 3."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Text:
    """A paragraph; a ``small`` one is an aside."""

    text: str
    small: bool = False


@dataclass(frozen=True)
class Items:
    """A list of short texts."""

    texts: tuple[str, ...]
    small: bool = False


@dataclass(frozen=True)
class Row:
    """A line of a chain: ``relation tex``, with what stands at its left and at its right.

    The first line of a chain has no relation.  ``mark`` is a word such as "false".
    """

    tex: str
    relation: str = ""
    label: str = ""
    reason: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Chain:
    """Lines of formulas below each other."""

    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Lines:
    """Ruled lines to write on."""

    count: int


Block = Heading | Text | Items | Chain | Lines


@dataclass(frozen=True)
class Sheet:
    """A printed sheet: its pages begin on new paper, each holds the blocks of one exercise or hint.

    A ``key`` is for the teacher and has no line for a name.
    """

    title: str
    subtitle: str
    language: Language
    paper: Paper
    pages: tuple[tuple[Block, ...], ...]
    key: bool = False


def leads_to(block: Block) -> bool:
    """Whether the text above the block says what it is, and is not to be left alone on a page."""
    return isinstance(block, Items | Chain | Lines)
