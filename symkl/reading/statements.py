"""Declaration blocks cut into statements and words, each with its place in the document.

A block is lines of statements, ``;`` between two on one line, ``#`` before a comment.  Front matter
has the same content as a flat mapping: ``symkl: {pmf: [P, Q], on: X, joint: "p(x,y)", dim: k}``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from symkl.reading.diagnostics import Diagnostic, Span, Unreadable
from symkl.reading.symbols import ACCENTS, FONTS

SEPARATORS = frozenset(",:=~∈×|<>")
PAIRS = {"(": ")", "[": "]", "{": "}"}
HALF_OPEN = {")", "]"}  # (0, 1]
WHOLE = frozenset({"notation", "given"})  # statements of which a list holds several
TAKES_A_LETTER = re.compile(
    rf"\\(?:{'|'.join(sorted((*ACCENTS, *FONTS), key=len, reverse=True)).replace('*', '')})$"
)
SETTINGS = frozenset({"on", "dim"})
FRONT_KEY = re.compile(r"symkl:[ \t]*")
KEY = re.compile(r"[ \t]*(?P<key>[A-Za-z]+)[ \t]*:[ \t]*(?P<value>[^\n]*)")


@dataclass(frozen=True)
class Word:
    """A word, a name or a separator of a statement, with its place."""

    text: str
    span: Span


@dataclass(frozen=True)
class Statement:
    """One declaration: its keyword, and what follows it."""

    keyword: Word
    words: tuple[Word, ...]
    text: str = ""  # of the whole document, in which the places are

    @property
    def end(self) -> Span:
        """The place behind it."""
        last = (self.words or (self.keyword,))[-1].span[1]
        return last, last


def statements(text: str, start: int, end: int) -> Iterator[Statement | Diagnostic]:
    """The statements of a block; what is wrong with a line (SK105) stands in its place."""
    front = FRONT_KEY.match(text, start, end)
    if front is None:
        yield from _block(text, start, end)
    else:
        try:
            yield from _front_matter(text, front.end(), end)
        except Unreadable as error:
            yield error.diagnostic


def _block(text: str, start: int, end: int) -> Iterator[Statement | Diagnostic]:
    at = start
    for line in text[start:end].splitlines(keepends=True):
        stop = at + len(re.split(r"(?:^|(?<=\s))#", line)[0].rstrip())
        try:
            yield from _line(text, at, stop)
        except Unreadable as error:
            yield error.diagnostic
        at += len(line)


def _line(text: str, start: int, end: int) -> Iterator[Statement]:
    current: list[Word] = []
    for word in words(text, start, end):
        if word.text == ";":
            yield from _statement(current, text)
            current = []
        else:
            current.append(word)
    yield from _statement(current, text)


def _statement(found: list[Word], text: str) -> Iterator[Statement]:
    if found:
        yield Statement(found[0], tuple(found[1:]), text)


def words(text: str, start: int, end: int) -> Iterator[Word]:
    """The words of a line, divided at blanks and separators outside of brackets."""
    closing: list[tuple[str, int]] = []
    begin: int | None = None
    for at in range(start, end + 1):
        char = text[at] if at < end else "\n"
        if closing and at < end:
            if char == closing[-1][0] or {char, closing[-1][0]} == HALF_OPEN:
                closing.pop()
            elif char in PAIRS:
                closing.append((PAIRS[char], at))
            continue
        divides = char.isspace() or char in SEPARATORS or char == ";"
        if divides and begin is not None:
            if char.isspace() and at < end and TAKES_A_LETTER.search(text, begin, at):
                continue
            yield Word(text[begin:at], (begin, at))
            begin = None
        if at < end and not char.isspace() and divides:
            yield Word(char, (at, at + 1))
        elif not divides and begin is None:
            begin = at
        if char in PAIRS and at < end:
            closing.append((PAIRS[char], at))
    if closing:
        mark, at = closing[-1]
        raise Unreadable("SK105", (at, at + 1), f"expected {mark!r}, found the end of the line")


# --- front matter ---------------------------------------------------------------------------------


def _front_matter(text: str, start: int, end: int) -> Iterator[Statement | Diagnostic]:
    if text[start : start + 1] == "|":
        yield from _block(text, text.find("\n", start, end) + 1 or end, end)
        return
    entries = (
        _flow(text, start, end) if text[start : start + 1] == "{" else _lines(text, start, end)
    )
    mapping: dict[str, tuple[Word, list[Word]]] = {}
    for key, value in entries:
        if key.text in mapping:
            raise Unreadable("SK105", key.span, f"expected each key once, found {key.text!r} again")
        mapping[key.text] = (key, _listed(value))
    settings: dict[str, list[Word]] = {}
    for name in SETTINGS & mapping.keys():
        settings[name] = mapping.pop(name)[1]
    for key, found in mapping.values():
        for words in _one_by_one(found) if key.text in WHOLE else (found,):
            yield replace(_with_settings(key, words, settings), text=text)


def _one_by_one(found: list[Word]) -> Iterator[list[Word]]:
    """The items of a list; what :func:`_listed` puts between them has the place of all of it."""
    item: list[Word] = []
    for word in found:
        if word.text == "," and word.span[1] - word.span[0] > 1:
            yield item
            item = []
        else:
            item.append(word)
    yield item


def _with_settings(key: Word, found: list[Word], settings: dict[str, list[Word]]) -> Statement:
    """The entry as a statement: ``on`` is the space of pmfs, ``dim`` the dimension of the rest."""
    behind: list[Word] = []
    if key.text in ("pmf", "distribution") and "on" in settings:
        behind = [Word("on", key.span), *settings["on"]]
    if key.text in ("vector", "matrix", "spd") and "dim" in settings:
        dim = settings["dim"][0]
        square = [Word("×", dim.span), dim] if key.text != "vector" else []
        behind = [Word(":", key.span), dim, *square]
    if key.text == "spd":
        return Statement(Word("matrix", key.span), (*found, *behind, Word("spd", key.span)))
    return Statement(key, (*found, *behind))


def _lines(text: str, start: int, end: int) -> Iterator[tuple[Word, Word]]:
    at = start
    for line in text[start:end].splitlines(keepends=True):
        bare = re.split(r"(?:^|(?<=\s))#", line)[0].rstrip()
        match = KEY.fullmatch(bare)
        if bare.strip() and match is None:
            raise Unreadable("SK105", (at, at + len(bare)), "expected 'key: value'")
        if match is not None:
            yield _entry(match, at)
        at += len(line)


def _flow(text: str, start: int, end: int) -> Iterator[tuple[Word, Word]]:
    close = text.rfind("}", start, end)
    if close < 0:
        raise Unreadable("SK105", (start, start + 1), "expected '}' at the end of the mapping")
    for span in _parts(text, start + 1, close):
        match = KEY.fullmatch(text[slice(*span)].rstrip())
        if match is None:
            raise Unreadable("SK105", span, "expected 'key: value'")
        yield _entry(match, span[0])


def _entry(match: re.Match[str], at: int) -> tuple[Word, Word]:
    key, value = (
        Word(match.group(name), (at + match.start(name), at + match.end(name)))
        for name in ("key", "value")
    )
    return key, value


def _parts(text: str, start: int, end: int) -> Iterator[Span]:
    """Stretches between commas outside of brackets and quotes."""
    depth, quote, begin = 0, "", start
    for at in range(start, end):
        char = text[at]
        if quote:
            quote = "" if char == quote else quote
        elif char in "\"'":
            quote = char
        elif char in "([{":
            depth += 1
        elif char in ")]}":
            depth -= 1
        elif char == "," and not depth:
            yield begin, at
            begin = at + 1
    if text[begin:end].strip():
        yield begin, end


def _listed(value: Word) -> list[Word]:
    """The words of a value: a list in brackets, a quoted text or a bare one."""
    text, start = value.text, value.span[0]
    if text.startswith("[") and text.endswith("]"):
        found: list[Word] = []
        for begin, end in _parts(text, 1, len(text) - 1):
            found += [Word(",", value.span)] if found else []
            found += _listed(_stripped(text, begin, end, start))
        return found
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text, start = text[1:-1], start + 1
    return [
        Word(word.text, (word.span[0] + start, word.span[1] + start))
        for word in words(text, 0, len(text))
    ]


def _stripped(text: str, begin: int, end: int, start: int) -> Word:
    piece = text[begin:end]
    lead = len(piece) - len(piece.lstrip())
    return Word(piece.strip(), (start + begin + lead, start + begin + len(piece.rstrip())))
