"""The ``symkl`` directive: a derivation of a file, by name, with its verdicts."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from symkl.derivation import Derivation
from symkl.display.marks import mark
from symkl.display.prose import pieces
from symkl.display.table import Note, Row, Table, reason_words
from symkl.display.tex import RELATIONS
from symkl.handout.building import Order
from symkl.handout.variants import VARIANTS
from symkl.loading import load
from symkl.messages.catalogue import LANGUAGES, Language
from symkl.result import DerivationResult
from symkl.running import check
from symkl.sphinxext.sheets import handout_of, nodes_of

logger = logging.getLogger(__name__)
HEAD = ("step", "verdict", "left side", "", "right side, and the reason")


class DerivationDirective(SphinxDirective):
    """Includes a derivation: ``{symkl} ../derivations/kl.py::kl_nonnegative``.

    The path is relative to the page.  ``:source:`` shows its Python as well, ``:assumptions:`` what
    it assumes, and ``:no-verdicts:`` leaves the verdicts and all that was found out of the page.
    ``:handout:`` makes an exercise of it in one of the variants of handouts, in the language
    ``:lang:`` and with the ``:seed:`` of one's choice; ``:key:`` shows the marking key below it.
    """

    required_arguments = 1
    final_argument_whitespace = True
    option_spec = {  # noqa: RUF012  (docutils asks for a plain class attribute)
        "source": directives.flag,
        "assumptions": directives.flag,
        "no-verdicts": directives.flag,
        "handout": lambda said: directives.choice(said, tuple(VARIANTS)),
        "key": directives.flag,
        "lang": lambda said: directives.choice(said, LANGUAGES),
        "seed": directives.nonnegative_int,
    }

    def run(self) -> list[nodes.Node]:
        """The nodes of the derivation; raises a directive error where it cannot be found."""
        path, _, name = self.arguments[0].partition("::")
        relative, absolute = self.env.relfn2path(path)
        self.env.note_dependency(relative)
        try:
            derivation, result = judged(absolute, Path(absolute).stat().st_mtime_ns, name)
        except (OSError, LookupError) as error:
            raise self.error(f"symkl: {error}") from error
        for step in result.steps:
            if not step.as_expected:
                found = f"{step.statement}: {step.verdict}, reason {step.reason_verdict}"
                where = self.get_location()
                logger.warning("not as expected: %s", found, location=where, type="symkl")
        shown = self._exercise if "handout" in self.options else self._shown
        return [*self._source(absolute, name), *shown(derivation, result)]

    def _exercise(self, derivation: Derivation, result: DerivationResult) -> Iterator[nodes.Node]:
        """The sheet, and the key where it is wanted; raises where a step is open."""
        keyed = "key" in self.options
        language: Language = self.options.get("lang", "en")
        order = Order(self.options["handout"], self.options.get("seed", 1), language)
        order = replace(order, version=version("symkl"))
        try:
            made = handout_of(derivation, result, order, keyed)
        except LookupError as error:
            raise self.error(f"symkl: {error}") from error
        yield from nodes_of(made.sheet)
        if keyed:
            yield nodes.rubric("", made.key.subtitle)
            yield from nodes_of(made.key)

    def _shown(self, derivation: Derivation, result: DerivationResult) -> Iterator[nodes.Node]:
        judged_too = "no-verdicts" not in self.options
        shown = result.table() if judged_too else derivation.table()
        yield _table(shown, judged_too)
        if shown.conclusion is not None:
            yield nodes.paragraph("", "", *_conclusion(shown.conclusion))
        if "assumptions" in self.options:
            items = [_item(said) for said in shown.assumptions]
            yield nodes.bullet_list("", *items)

    def _source(self, path: str, name: str) -> Iterator[nodes.Node]:
        if "source" in self.options:
            text = source_of(Path(path).read_text(encoding="utf-8"), name)
            yield nodes.literal_block(text, text, language="python")


@lru_cache(maxsize=64)
def judged(path: str, changed: int, name: str) -> tuple[Derivation, DerivationResult]:
    """The derivation of this name in a file, and its result; ``changed`` says which file it is.

    Raises:
        LookupError: the file has errors, or no such derivation; says which ones it has.
    """
    loaded = load([path])
    if loaded.errors:
        first = loaded.errors[0]
        raise LookupError(f"{first.file}:{first.line}: {first.message}")
    wanted = name.replace("_", "-").lower()
    for derivation in loaded.derivations:
        if derivation.id == wanted:
            return derivation, check(derivation)
    names = ", ".join(derivation.id.replace("-", "_") for derivation in loaded.derivations)
    raise LookupError(f"{path} has no derivation {name!r}; it has {names}")


def source_of(text: str, name: str) -> str:
    r"""The statement of a Python text that gives the name its value; "" when there is none.

    >>> source_of("a = 1\nb = (\n    2)\n", "b")
    'b = (\n    2)'
    """
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Assign):
            names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
            if name in names:
                return ast.get_source_segment(text, statement) or ""
    return ""


# --- nodes ----------------------------------------------------------------------------------------


def _table(shown: Table, judged_too: bool) -> nodes.table:
    head = [word for word in HEAD if judged_too or word != "verdict"]
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=1) for _ in head]
    group += nodes.thead("", _row(*([nodes.paragraph("", word)] for word in head)))
    body = nodes.tbody()
    before = ""
    for row in shown.rows:
        body += _row(*_cells(row, before, judged_too))
        if row.notes:
            body += _notes(row.notes, len(head))
        before = row.rhs
    group += body
    classes = ["symkl-derivation", "colwidths-auto", *(["symkl-judged"] if judged_too else [])]
    table = nodes.table("", classes=classes)
    table += nodes.title("", "", *_prose(shown.title))
    table += group
    return table


def _cells(row: Row, before: str, judged_too: bool) -> Iterator[list[nodes.Node]]:
    """The paragraphs of each cell; a left side that was the last right side is left out."""
    yield [nodes.paragraph("", row.label)]
    if judged_too:
        yield [nodes.paragraph("", "", *_verdict(row))]
    yield [] if row.lhs == before else [nodes.paragraph("", "", _formula(row.lhs))]
    sign = RELATIONS.get(row.relation)
    shown = nodes.Text(row.relation) if sign is None else nodes.math(sign, sign)
    yield [nodes.paragraph("", "", shown)]
    reason = nodes.paragraph("", "", *_prose(reason_words(row)), classes=["symkl-reason"])
    yield [nodes.paragraph("", "", _formula(row.rhs)), *([reason] if row.reason else [])]


def _verdict(row: Row) -> list[nodes.Node]:
    remark = f" ({row.remark})" if row.remark else ""
    return [_mark(row), nodes.Text(f" {row.verdict}{remark}")]


def _mark(row: Row) -> nodes.Node:
    return nodes.strong("", mark(row.verdict), classes=[f"symkl-{row.verdict}"])


def _notes(notes: tuple[Note, ...], columns: int) -> nodes.row:
    lines = [nodes.paragraph("", "", *_note(note)) for note in notes]
    wide = nodes.entry("", *lines, morecols=columns - 2)
    return nodes.row("", nodes.entry("", nodes.paragraph()), wide, classes=["symkl-notes"])


def _note(note: Note) -> Iterator[nodes.Node]:
    if note.label:
        yield nodes.strong("", f"{note.label}: ")
    yield from [_formula(note.tex)] if note.tex else _prose(note.text)
    if note.aside:
        yield nodes.Text(f" ({note.aside})")
    for line in note.lines:
        yield nodes.Text(f"; {' '.join(line.split())}")


def _conclusion(row: Row) -> Iterator[nodes.Node]:
    yield nodes.Text("Conclusion: ")
    yield _formula(f"{row.lhs} {RELATIONS.get(row.relation, '=')} {row.rhs}")
    yield nodes.Text(": ")
    yield _mark(row)
    yield nodes.Text(f" {row.verdict}; {row.remark}.")


def _item(said: str) -> nodes.list_item:
    return nodes.list_item("", nodes.paragraph("", "", *_prose(said)))


def _row(*cells: list[nodes.Node]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", *cell) for cell in cells))


def _formula(tex: str) -> nodes.Node:
    large = rf"\displaystyle {tex}"
    return nodes.math(large, large)


def _prose(text: str) -> list[Any]:
    return [nodes.math(part, part) if math else nodes.Text(part) for math, part in pieces(text)]
