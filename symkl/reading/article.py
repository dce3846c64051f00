"""From the chains of a document to derivations that are judged like any other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from symkl.derivation import Derivation
from symkl.reading.assumed import Hypothesis
from symkl.reading.chain import Chain
from symkl.reading.chains import chains
from symkl.reading.collecting import collecting_seldom
from symkl.reading.counting import Count, counts
from symkl.reading.declarations import Declarations, Entry, declarations
from symkl.reading.declared import Said
from symkl.reading.diagnostics import Diagnostic, Unreadable
from symkl.reading.document import Document
from symkl.reading.instances import NUMBERS, limited, together
from symkl.reading.macros import Macro, Macros, macros_in
from symkl.reading.one_chain import Surroundings
from symkl.reading.pieces import Regions, headings_of
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
    every = chains(found, macros, said_of.notations)
    whole = _Reader(document, found, macros, said_of)
    read_chains = whole.read(every)
    letters = counts(side.row for chain in every for side in chain.sides)
    if letters:
        counted = {number: Count(letters, number) for number in NUMBERS}
        variants = {
            number: whole.read(chains(found, macros, said_of.notations, count))
            for number, count in counted.items()
        }
        doubt = limited(every, letters)
        read_chains = [_of_any_number(one, variants, letters, doubt) for one in read_chains]
    return whole.reading(read_chains)


@dataclass(frozen=True)
class _ReadChain:
    """A chain on its way to a derivation, and the derivation, where it claims something."""

    reader: ChainReader
    derivation: Derivation | None

    @property
    def place(self) -> tuple[int, int]:
        """Where the chain begins, and how many sides it has."""
        written = self.reader.written
        return written.sides[0].span[0], len(written.sides)


@dataclass
class _Reader:
    """Reads the chains of one document."""

    document: Document
    regions: Regions
    macros: Macros
    said_of: Declarations

    def read(self, every: tuple[Chain, ...]) -> list[_ReadChain]:
        """All chains, in the order in which they stand."""
        in_order, sections, said = placed(self.regions, every)
        said.hypotheses += [
            Hypothesis(dependence, heading, start)
            for heading, start, dependence in self.said_of.dependences
        ]
        said.hypotheses += _given(self.said_of, self.macros, self.regions.text)
        surroundings = Surroundings(
            self.document,
            self.regions.text,
            sections,
            said,
            _joined(self.said_of.said, said.said),
            macros=self.macros,
        )
        found: list[_ReadChain] = []
        # What one chain introduces, those after it may use, and a display what is said behind it.
        for item in sorted(in_order, key=_place_of_reading):
            reader = ChainReader(surroundings, item)
            found.append(_ReadChain(reader, reader.derivation()))
        return found

    def reading(self, read_chains: list[_ReadChain]) -> Reading:
        """What was read of the document."""
        readers = sorted((one.reader for one in read_chains), key=lambda r: r.chain.span[0])
        derivations = [one.derivation for one in read_chains if one.derivation is not None]
        derivations.sort(key=lambda derivation: derivation.line)
        counted = [reader for reader in readers if reader.counts]
        result = DocumentResult(
            self.document.name,
            sum(len(reader.sides) for reader in counted),
            sum(side.is_read for reader in counted for side in reader.sides),
            tuple(found for reader in counted for found in reader.diagnoses(reader.sides)),
        )
        errors = [
            _error(self.document, problem) for problem in dict.fromkeys(self.said_of.problems)
        ]
        return Reading(derivations, result, readers, errors)


def _of_any_number(
    one: _ReadChain,
    variants: Mapping[int, list[_ReadChain]],
    letters: frozenset[str],
    doubt: str,
) -> _ReadChain:
    """The chain as it is read for few numbers of variables, where it is about any number."""
    counted = sorted(counts(side.row for side in one.reader.written.sides) & letters)
    if not counted:
        return one
    same = {n: [v for v in found if v.place == one.place] for n, found in variants.items()}
    found = {n: v[0].derivation for n, v in same.items() if len(v) == 1}
    read_ones = {n: derivation for n, derivation in found.items() if derivation is not None}
    whole = together(read_ones, counted[0], doubt)
    if whole is None:
        return one
    shown = max(number for number in read_ones if number <= NUMBERS[1])
    return _ReadChain(same[shown][0].reader, whole)


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
