"""The page of an article: the author's own text and formulas, with the verdicts in the margin."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from markupsafe import Markup

from symkl.messages.catalogue import Language
from symkl.reading.diagnostics import Span
from symkl.reading.document import Document, Format
from symkl.reading.macros import Macro, macros_in
from symkl.reading.markdown import FRONT_MATTER
from symkl.reading.pieces import Regions
from symkl.reading.regions import regions
from symkl.reading.titles import title_words
from symkl.report import markdown, paragraphs
from symkl.report.author_tex import FormulaRow, formula_rows, offsets
from symkl.report.formula import converts, in_lines
from symkl.report.html import render, render_page
from symkl.report.words import is_note
from symkl.result import DerivationResult, Diagnosis, DocumentResult, Result, StepResult

SOUND = frozenset({"proved", "definition"})
TITLES: dict[Format, re.Pattern[str]] = {
    "markdown": re.compile(r"^title:(.+)$", re.MULTILINE),
    "tex": re.compile(
        r"^[^%\n]*\\title(?:\[[^\]]*\])?\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})+)\}", re.MULTILINE
    ),
    "rst": re.compile(r"^:title:(.+)$", re.MULTILINE),
}


@dataclass(frozen=True)
class Mark:
    """A step at the place of its relation."""

    at: int
    derivation: DerivationResult
    step: StepResult

    @property
    def anchor(self) -> str:
        """The name of its place on the page."""
        return f"{self.derivation.id}-step-{self.step.index}"

    @property
    def is_fault(self) -> bool:
        """Whether a reader should look at it: it is no sound step that was expected to be so."""
        sound = self.step.verdict in SOUND and self.step.reason_verdict != "unjustified"
        return not self.step.as_expected or not (sound or self.step.expected)

    @property
    def is_last(self) -> bool:
        """Whether the chain ends with it."""
        return self.step is self.derivation.steps[-1]


@dataclass(frozen=True)
class ShownRow:
    """A row of a display; ``left`` is None when nothing in it is aligned."""

    left: Markup | None
    right: Markup
    tag: str
    marks: list[Mark]
    diagnoses: list[Diagnosis]
    is_silent: bool  # it has no step, and neither has any other row of its display

    @property
    def fails(self) -> bool:
        """Whether a step in it is false."""
        return any(mark.step.verdict == "refuted" for mark in self.marks)

    @property
    def is_unread(self) -> bool:
        """Whether something in it was not read."""
        return not all(map(is_note, self.diagnoses))


@dataclass
class Pieces:
    """The formulas of a document as HTML, each with what was found at its place."""

    document: Document
    found: Regions
    configured: tuple[Macro, ...]
    marks: list[Mark]
    diagnoses: list[tuple[int, Diagnosis]]
    language: Language = "en"
    shown: set[int] = field(default_factory=set)
    waiting: list[Markup] = field(default_factory=list)  # about formulas in the block before

    def __post_init__(self) -> None:
        self.macros = macros_in(self.found.text, self.configured)

    def html(self, number: int) -> Markup:
        """A piece by its number; what is to say about an inline formula waits for the block's end.

        A formula that the text seems to hold twice is shown where it stands first.
        """
        if number in self.shown or number >= len(self.found.pieces):
            return Markup("")
        self.shown.add(number)
        piece = self.found.pieces[number]
        if piece.kind == "declaration":
            said = " ".join(self.found.content(piece).split())
            return Markup('<div class="code soft">symkl: {}</div>').format(said)
        rows = formula_rows(self.found, piece, self.macros)
        if piece.kind == "inline":
            return self._inline(rows, piece.span)
        return render("display.html.j2", self.language, rows=self._rows(rows, piece.span))

    def notes(self) -> Markup:
        """What waits, and nothing waits any more."""
        waiting, self.waiting = self.waiting, []
        return Markup("").join(waiting)

    def left_over(self) -> Markup:
        """The formulas that no block has shown."""
        missing = [n for n, piece in enumerate(self.found.pieces) if piece.is_formula]
        parts = [self.html(number) for number in missing if number not in self.shown]
        return Markup("").join([*parts, self.notes()])

    def _inline(self, rows: tuple[FormulaRow, ...], span: Span) -> Markup:
        formula = Markup(" ").join(in_lines(row.whole, large=False) for row in rows)
        marks, said = self._at(span)
        if not marks and not said:
            return formula
        self.waiting.append(
            render(
                "inline_notes.html.j2", self.language, formula=formula, marks=marks, diagnoses=said
            )
        )
        shown = render("inline.html.j2", self.language, formula=formula, marks=marks)
        return Markup(shown.strip())  # a full stop may come next

    def _rows(self, rows: tuple[FormulaRow, ...], span: Span) -> list[ShownRow]:
        aligned = any(len(row.cells) > 1 for row in rows)
        silent = not any(self._at(span))
        shown = []
        for place, (row, reach) in enumerate(zip(rows, offsets(rows, span), strict=True)):
            marks, said = self._at(reach)
            left, right = _cells(row, aligned)
            quiet = silent and place == 0
            shown.append(ShownRow(left, right, row.tag, marks, said, quiet))
        return shown

    def _at(self, reach: Span) -> tuple[list[Mark], list[Diagnosis]]:
        """The steps and what the reader says, in a stretch of the document."""
        marks = [mark for mark in self.marks if reach[0] <= mark.at < reach[1]]
        said = [found for at, found in self.diagnoses if reach[0] <= at < reach[1]]
        # What is said twice in a row, of both sides, is shown once.
        return marks, list({(found.code, found.message): found for found in said}.values())


def _cells(row: FormulaRow, aligned: bool) -> tuple[Markup | None, Markup]:
    """Both columns of a row; it is shown in one where only the whole of it is a formula."""
    left, *rest = row.cells
    right = r" \quad ".join(cell for cell in rest if cell)
    apart = all(map(converts, (left, right))) or not converts(row.whole)
    if not (aligned and rest and apart):
        return None, in_lines(row.whole)
    return (in_lines(left) if left else Markup("")), (in_lines(right) if right else Markup(""))


def article_page(
    document: Document,
    result: Result,
    configured: Iterable[Macro] = (),
    language: Language = "en",
) -> Markup:
    """The page of a document that the result has steps of."""
    found = regions(document)
    read = _document_result(document, result)
    diagnoses = {(d.code, d.line, d.column): d for d in read.diagnoses}.values()
    placed = [(document.offset(said.line, said.column), said) for said in diagnoses]
    marks = _marks(document, result)
    pieces = Pieces(document, found, tuple(configured), marks, placed, language)
    writer = markdown if document.format == "markdown" else paragraphs
    body = []
    for block in writer.blocks(document, found, pieces.html):
        body += [block, pieces.notes()]
    return render_page(
        "article.html.j2",
        language,
        title=title_of(document),
        file=document.name,
        sides=read.sides,
        sides_read=read.sides_read,
        steps=[mark.step for mark in marks],
        faults=[mark for mark in marks if mark.is_fault],
        body=Markup("").join(body),
        left_over=pieces.left_over(),
        version=result.symkl,
    )


def title_of(document: Document) -> str:
    """The title in the front matter or the preamble, or else the name of the file."""
    front = FRONT_MATTER.match(document.text)
    within = document.text if document.format == "tex" else front[0] if front else ""
    found = TITLES[document.format].search(within)
    if found is None:
        return Path(document.name).name
    title = title_words(found[1], "tex") if document.format == "tex" else found[1]
    return " ".join(title.split()).strip(" \"'")


def _marks(document: Document, result: Result) -> list[Mark]:
    marks = [
        Mark(document.offset(step.line, step.column), derivation, step)
        for derivation in result.derivations
        if derivation.file == document.name
        for step in derivation.steps
        if step.column
    ]
    return sorted(marks, key=lambda mark: mark.at)


def _document_result(document: Document, result: Result) -> DocumentResult:
    named = (found for found in result.documents if found.file == document.name)
    return next(named, DocumentResult(document.name, 0, 0))
