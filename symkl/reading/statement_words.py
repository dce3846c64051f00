"""The words of one declaration, taken from left to right: names, shapes, properties, formulas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from symkl.reading import names, rows
from symkl.reading.chain import Chain
from symkl.reading.diagnostics import Span, Unreadable
from symkl.reading.intervals import apart, bounds
from symkl.reading.laying import laid_out
from symkl.reading.layout import Row, plain
from symkl.reading.macros import Macros
from symkl.reading.pieces import Piece
from symkl.reading.seeing import seen
from symkl.reading.statements import SEPARATORS, Statement, Word
from symkl.reading.symbols import GREEK, VARIANTS
from symkl.reading.tokens import Token, tokens
from symkl.reading.usage import Usage

FLAGS = frozenset({"positive", "nonnegative", "symmetric", "spd", "invertible", "finite"})
SHAPES = frozenset({"convex", "concave"})
TIMES = frozenset({"×", "x", "\\times"})
BOUNDING = frozenset({"in", "∈", "\\in", "<", ">", "<=", ">=", "\\le", "\\ge", "\\leq", "\\geq"})
SIGNS = {
    ">0": "positive",
    **dict.fromkeys((">=0", "\\ge0", "\\geq0", "≥0"), "nonnegative"),
}
LETTERS = GREEK | VARIANTS.keys()
PLAIN_WORD = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}")


@dataclass(frozen=True)
class Given:
    """A formula that is given for what follows, as tokens."""

    stream: tuple[Token, ...]
    span: Span

    def chains(self, macros: Macros, text: str) -> Iterator[Chain]:
        """Its statements, bounds of numbers in intervals among them; raises Unreadable."""
        piece = Piece("declaration", self.span, self.span)
        row = laid_out(macros.expanded(self.stream), self.span)
        for found in rows.statements(row, text).statements:
            chain = found.chain(piece)
            within = [*bounds(chain.row, piece)]
            yield from within or apart(chain)


def wrong(span: Span, expected: str, found: str) -> Unreadable:
    """That something else is expected at a place."""
    shown = repr(found) if found else "the end of the statement"
    return Unreadable("SK105", span, f"expected {expected}, found {shown}")


class Reader:
    """Takes the words of one statement from left to right."""

    def __init__(self, statement: Statement) -> None:
        self.statement, self.words, self.at = statement, statement.words, 0

    @property
    def span(self) -> Span:
        return self.statement.keyword.span[0], self.statement.end[1]

    def peek(self) -> str:
        return self.words[self.at].text if self.at < len(self.words) else ""

    def take(self, expected: str = "a name") -> Word:
        if self.at >= len(self.words):
            raise wrong(self.statement.end, expected, "")
        self.at += 1
        return self.words[self.at - 1]

    def passes(self, *texts: str) -> bool:
        """Whether the next word is one of these, which is then passed."""
        found = self.peek() in texts
        self.at += found
        return found

    def items(self) -> Iterator[Word]:
        """The names between commas, up to another word; a comma may be followed by "and"."""
        while True:
            word = self.take()
            if word.text in SEPARATORS:
                raise wrong(word.span, "a name", word.text)
            yield word
            if not self.passes(",", "and", "和"):
                return

    def flags(self, known: frozenset[str] = FLAGS) -> frozenset[str]:
        """The properties at the end, and nothing after them."""
        found = set()
        while self.at < len(self.words):
            word = self.take()
            flag = word.text.lower()
            if flag not in known:
                raise wrong(word.span, f"one of {', '.join(sorted(known))}", word.text)
            found.add(flag)
        return frozenset(found)

    def sign(self) -> frozenset[str]:
        """``> 0`` and ``>= 0`` behind names are flags."""
        found = SIGNS.get("".join(word.text for word in self.words[self.at :]))
        if found is None:
            return frozenset()
        self.at = len(self.words)
        return frozenset({found})

    def bound(self) -> Given | None:
        """``in (0, 1]`` or ``> 0`` behind names: a formula with them, up to the end."""
        if self.peek() not in BOUNDING:
            return None
        self.at = len(self.words)
        return self.formula(self.words[0].span[0])

    def formula(self, start: int) -> Given:
        """The formula from a place up to the end."""
        end = self.statement.end[1]
        return Given(tuple(_formula(self.statement.text, start, end)), (start, end))

    def text(self, start: int, end: int) -> str:
        """What is written between two places."""
        return self.statement.text[start:end]

    def shape(self) -> tuple[str, ...]:
        """``: k`` or ``: k×k``."""
        if not self.passes(":"):
            return ()
        found = [self._dimension()]
        while self.passes(*TIMES):
            found.append(self._dimension())
        return tuple(found)

    def _dimension(self) -> str:
        word = self.take("a dimension")
        joined = re.fullmatch(r"([A-Za-z]\w*)", word.text)
        if joined is None:
            raise wrong(word.span, "the name of a dimension", word.text)
        return word.text


def _formula(text: str, start: int, end: int) -> Iterator[Token]:
    """The tokens of a formula, in which Greek letters and "in" may be plain words."""
    at = start
    for match in PLAIN_WORD.finditer(text, start, end):
        if match.group() in LETTERS | {"in"}:
            yield from tokens(text, at, match.start())
            yield Token("command", match.group(), match.span())
            at = match.end()
    yield from tokens(text, at, end)


def row_of(text: str, span: Span) -> Row:
    """The layout of a name or formula in a declaration; Greek letters may be plain words."""
    source = re.sub(r"(?<![\\A-Za-z])([A-Za-z]{2,})", _greek, text)
    return plain(laid_out(list(tokens(source, 0, len(source))), (0, len(source))))


def _greek(match: re.Match[str]) -> str:
    return f"\\{match.group(1)} " if match.group(1) in LETTERS else match.group(1)


def key_of(word: Word) -> str:
    """The key of a name; raises Unreadable for anything else."""
    try:
        node = names.single(row_of(word.text, word.span))
    except Unreadable:
        node = None
    if node is None or (node.sup is not None and not names.starred(node)):
        raise wrong(word.span, "a name", word.text)
    return names.key(node)


def applied(word: Word) -> tuple[str, Usage]:
    """``p(x, y)``: the name, and its use."""
    usage = seen(row_of(word.text, word.span))
    if len(usage.applications) != 1:
        raise wrong(word.span, "a law with its arguments, as p(x, y)", word.text)
    base = usage.applications[0].base
    usage.distributions.add(base)
    return base, usage
