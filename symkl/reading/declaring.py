"""The shortest declaration block that settles what is open in a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from symkl.reading.article import Reading, read
from symkl.reading.declarations import parsed
from symkl.reading.diagnostics import Unreadable
from symkl.reading.document import Document, Format
from symkl.reading.macros import Macro
from symkl.reading.questions import Question, questions

MOST_NAMES = 40
MOST_TRIALS = 400
MOST_OTHERS = 2  # answers that would do as well, and are named beside the first
WHOLE = ("notation", "given", "joint", "channel")  # statements that are not joined by commas


@dataclass(frozen=True)
class Answer:
    """A statement that helps, with others that would help as much."""

    line: str
    others: tuple[str, ...] = ()


@dataclass
class Block:
    """The statements found, and how many sides they leave unread."""

    answers: list[Answer] = field(default_factory=list)
    unread: int = 0

    @property
    def lines(self) -> tuple[str, ...]:
        """The statements, one line a keyword, with a comment where others would do as well."""
        merged = tuple(_merged(answer.line for answer in self.answers))
        return (*merged, *(_comment(answer) for answer in self.answers if answer.others))


def declaration_block(document: Document, macros: Sequence[Macro] = ()) -> tuple[str, ...]:
    """Statements with which more sides can be read; each was tried, and helped."""
    return block_for(document, macros).lines


def block_for(document: Document, macros: Sequence[Macro] = ()) -> Block:
    """The statements, each of which was tried and helped, and what they leave open.

    Of several answers that help equally the first is taken: the author knows better.  One that only
    brings the reader further in a side is kept as long as others make that side readable.
    """
    search = _Search(document, macros)
    while len(search.answers) < MOST_NAMES and search.step():
        pass
    search.prune()
    return Block(search.answers, _unread(search.reading))


class _Search:
    """Tries the answers to one question after the other."""

    def __init__(self, document: Document, macros: Sequence[Macro]) -> None:
        self.document, self.macros = document, macros
        self.answers: list[Answer] = []
        self.reading = read(document, macros)
        self.trials = 0

    def step(self) -> bool:
        """Take the first answer that helps; False when none is left."""
        before = _score(self.reading)
        for question in questions(self.document, self.reading):
            best = self._best(question)
            if best is not None and _score(best[1]) < before:
                answer, self.reading = best
                self.answers.append(answer)
                return True
        return False

    def _best(self, question: Question) -> tuple[Answer, Reading] | None:
        """The first answer that helps, or the best; with the document read with it."""
        tried = [
            (line, reading)
            for line in question.answers
            if (reading := self._with([*(a.line for a in self.answers), line])) is not None
        ]
        helpful = [trial for trial in tried if _score(trial[1]) < _score(self.reading)]
        if not helpful:
            return None
        line, reading = helpful[0]
        if question.is_shape:
            line, reading = min(helpful, key=lambda trial: _score(trial[1]))
        others = tuple(one for one, _ in helpful if one != line)
        return Answer(line, others[:MOST_OTHERS]), reading

    def _with(self, lines: Iterable[str]) -> Reading | None:
        """The document read with these statements; None when one of them makes no sense."""
        self.trials += 1
        if self.trials > MOST_TRIALS:
            return None
        try:
            entries = [entry for line in lines for entry in parsed(line)]
        except Unreadable:
            return None
        return read(self.document, self.macros, entries)

    def prune(self) -> None:
        """Leave out what is not needed for any side."""
        self.trials = 0
        for answer in [*self.answers]:
            rest = [other for other in self.answers if other is not answer]
            reading = self._with(other.line for other in rest)
            if reading is not None and _unread(reading) <= _unread(self.reading):
                self.answers, self.reading = rest, reading


def _unread(reading: Reading) -> int:
    return reading.result.sides - reading.result.sides_read


def _score(reading: Reading) -> tuple[int, int]:
    """How many sides are unread, and how many characters of them lie behind the first problem."""
    behind = 0
    for reader in reading.readers:
        for side, parsed_side in zip(reader.chain.sides, reader.sides, strict=False):
            problem = parsed_side.problem
            if problem is not None and reader.counts:
                behind += max(0, side.span[1] - problem.span[0])
    return _unread(reading), behind


def _merged(lines: Iterable[str]) -> Iterator[str]:
    """One line a keyword: ``number a`` and ``number b`` are ``number a, b``."""
    groups: dict[str, list[str]] = {}
    for line in lines:
        keyword, _, rest = line.partition(" ")
        groups.setdefault(keyword, []).append(rest)
    for keyword, rests in groups.items():
        if keyword in WHOLE:
            yield from (f"{keyword} {rest}" for rest in rests)
        else:
            yield f"{keyword} {', '.join(rests)}"


def _comment(answer: Answer) -> str:
    return f"# instead of {answer.line}, perhaps: {'; '.join(answer.others)}"


# --- in a document --------------------------------------------------------------------------------


def written(lines: Sequence[str], document_format: Format) -> tuple[str, ...]:
    """The block as it stands in a document of this format."""
    return WRITTEN[document_format](lines)


def _in_markdown(lines: Sequence[str]) -> tuple[str, ...]:
    return ("```symkl", *lines, "```")


def _in_tex(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"% symkl: {line}" for line in lines)


def _in_rst(lines: Sequence[str]) -> tuple[str, ...]:
    return (".. symkl", "", *(f"   {line}" for line in lines), "")


WRITTEN: Mapping[Format, Callable[[Sequence[str]], tuple[str, ...]]] = {
    "markdown": _in_markdown,
    "tex": _in_tex,
    "rst": _in_rst,
}
