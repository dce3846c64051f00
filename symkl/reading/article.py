"""From the chains of a document to derivations that are judged like any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from symkl.derivation import Derivation
from symkl.reading.chains import chains
from symkl.reading.circumstances import Hypothesis
from symkl.reading.collecting import collecting_seldom
from symkl.reading.declarations import Declarations, Entry, declarations
from symkl.reading.declared import Said
from symkl.reading.diagnostics import Diagnostic, Unreadable
from symkl.reading.document import Document
from symkl.reading.macros import Macro, Macros, macros_in
from symkl.reading.one_chain import Surroundings
from symkl.reading.pieces import headings_of
from symkl.reading.regions import regions
from symkl.reading.sections import Placed, placed
from symkl.reading.steps import ChainReader
from symkl.result import DocumentResult, InputError


@dataclass
class Reading:
    """The derivations of a document, in order, and how much of it was read."""

    derivations: list[Derivation]
    result: DocumentResult
    readers: list[ChainReader]
    errors: list[InputError]


@collecting_seldom()
def read(
    document: Document, configured: Iterable[Macro] = (), further: Iterable[Entry] = ()
) -> Reading:
    """The document's derivations; what cannot be read is in their steps and in the result.

    ``configured`` are macros that hold before its own; ``further`` is said of names beyond what the
    document says, for all of it.
    """
    found = regions(document)
    macros = macros_in(found.text, configured)
    said_of = declarations(found, headings_of(found), macros, further)
    macros = Macros((*macros.defined, *said_of.macros))
    in_order, sections, said = placed(found, chains(found, macros, said_of.notations))
    said.hypotheses += [
        Hypothesis(dependence, heading, start) for heading, start, dependence in said_of.dependences
    ]
    said.hypotheses += _given(said_of, macros, found.text)
    surroundings = Surroundings(
        document,
        found.text,
        sections,
        said,
        _joined(said_of.said, said.said),
        macros=macros,
    )
    readers: list[ChainReader] = []
    derivations: list[Derivation] = []
    # What one chain introduces, those after it may use, and a display what is said behind it.
    for item in sorted(in_order, key=_place_of_reading):
        readers.append(ChainReader(surroundings, item))
        derivation = readers[-1].derivation()
        derivations += [] if derivation is None else [derivation]
    readers.sort(key=lambda reader: reader.chain.span[0])
    derivations.sort(key=lambda derivation: derivation.line)
    counted = [reader for reader in readers if reader.counts]
    result = DocumentResult(
        document.name,
        sum(len(reader.sides) for reader in counted),
        sum(side.is_read for reader in counted for side in reader.sides),
        tuple(found for reader in counted for found in reader.diagnoses(reader.sides)),
    )
    errors = [_error(document, problem) for problem in said_of.problems]
    return Reading(derivations, result, readers, errors)


def _place_of_reading(item: Placed) -> tuple[int, bool]:
    """A formula in "where c = ..." is read before the display that uses c."""
    explained = item.around.explains
    return (item.chain.span[0], True) if explained is None else (explained, False)


def _given(said_of: Declarations, macros: Macros, text: str) -> Iterator[Hypothesis]:
    """The formulas that blocks give, for what stands behind these under their heading."""
    for heading, start, given in said_of.givens:
        try:
            for chain in given.chains(macros, text):
                yield Hypothesis(chain, heading, start)
        except Unreadable as error:
            said_of.problems.append(error.diagnostic)


def _joined(*parts: dict[int, list[Said]]) -> dict[int, list[Said]]:
    return {
        heading: [entry for part in parts for entry in part.get(heading, ())]
        for heading in dict.fromkeys(heading for part in parts for heading in part)
    }


def _error(document: Document, problem: Diagnostic) -> InputError:
    line, column = document.place(problem.span[0])
    return InputError(document.name, line, f"{problem.message} [{problem.code}]", column)
