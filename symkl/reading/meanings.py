"""What each name of a document was taken for, where, and how that is known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from symkl.kernel.context import Law
from symkl.reading.article import Reading
from symkl.reading.declared import How
from symkl.reading.document import Document
from symkl.reading.names import IMAGE, TRANSPOSES
from symkl.reading.notations import NOTION_LETTERS
from symkl.reading.rendering import cells as terminal_cells
from symkl.reading.scope import Scope
from symkl.reading.steps import ChainReader
from symkl.reading.usage import NORMAL_LETTERS, TOTAL_VARIATION

NOT_NAMES = NOTION_LETTERS | NORMAL_LETTERS | TRANSPOSES | {"pi", "e", "d"}
HEADERS = ("name", "kind", "shape", "scope", "origin")


@dataclass(frozen=True)
class Meaning:
    """A name with its kind and shape in words, its section, and where that comes from."""

    name: str
    kind: str
    shape: str
    scope: str
    how: How
    line: int

    @property
    def row(self) -> tuple[str, str, str, str, str]:
        """The meaning as a row of a table."""
        origin = f"{self.how} (line {self.line})"
        return self.name, self.kind, self.shape, self.scope, origin


def meanings(document: Document, reading: Reading) -> tuple[Meaning, ...]:
    """Each name once for each section and meaning, in order of appearance."""
    found = (
        meaning
        for reader in reading.readers
        if reader.counts and reader.scope is not None
        for meaning in _of_chain(document, reader, reader.scope)
    )
    return tuple({(m.name, m.kind, m.shape, m.scope): m for m in reversed(list(found))}.values())[
        ::-1
    ]


def _of_chain(document: Document, reader: ChainReader, scope: Scope) -> Iterator[Meaning]:
    title = reader.item.title or "document"
    for name, span in reader.known.levels[0].names.items():
        if name.split(":")[-1].split("_")[0] in NOT_NAMES:
            continue
        said = reader.known.declared.said.get(name)
        place = said.span if said is not None else span
        kind, shape, how = _meaning(scope, name)
        yield Meaning(
            name,
            kind,
            shape,
            title,
            how if said is None else said.how,
            document.place(place[0])[0],
        )


def _meaning(scope: Scope, name: str) -> tuple[str, str, How]:
    stem, _, label = name.partition("_")
    if (image := IMAGE.fullmatch(name)) is not None:
        return "random variable", f"a function of {image.group('of')}", "usage"
    if TOTAL_VARIATION & {stem, label} and name not in scope.definitions:
        return "total variation", "", "convention"
    if stem in scope.laws and label and scope.values_in(label) is not None:
        return f"value of {stem}", "", "usage"
    if stem.startswith("cal:") and name not in scope.laws:
        return "alphabet", "", "usage"
    base = scope.density_of(name)
    family = scope.family(name)
    law = scope.laws.get(base) or scope.laws.get(family[0] if family else "")
    if law is not None:
        return _of_law(scope, law)
    if scope.is_variable(name):
        space = scope.space_of(scope.variable_of(name)).name
        word = "random variable" if name[:1].isupper() else "outcome"
        return word, f"in {space}", "usage"
    if name in scope.definitions:
        return "notation", "", "formula"
    if scope.is_function(name):
        return "function", "", "usage"
    kind = scope.kind(name)
    shape = ""
    if kind in ("vector", "matrix", "covariance"):
        matrix = scope.matrix(name)
        shape = f"{matrix.rows} x {matrix.columns}" + " spd" * matrix.positive_definite
    return kind, shape, "convention" if name in scope.guessed else "usage"


def _of_law(scope: Scope, law: Law) -> tuple[str, str, How]:
    finite = all(scope.sort(sort).kind == "finite" for _, sort in law.coords)
    of = ", ".join(variable for variable, _ in law.coords if variable not in law.given)
    shape = f"of {of}" + (f" given {', '.join(law.given)}" if law.given else "")
    if law.normal is not None:
        mean, covariance = law.normal
        return "normal density", f"{shape}: N({mean or 0}, {covariance or 'I'})", "formula"
    return "pmf" if finite else "density", shape, "usage"


def table(rows: tuple[Meaning, ...]) -> Iterator[str]:
    """The meanings as lines of a table."""
    cells = [HEADERS, *(meaning.row for meaning in rows)]
    widths = [max(terminal_cells(row[column]) for row in cells) for column in range(len(HEADERS))]
    for row in cells:
        padded = (
            cell + " " * (w - terminal_cells(cell)) for cell, w in zip(row, widths, strict=True)
        )
        yield "  ".join(padded).rstrip()
