r"""Declaration blocks: what an author says outright about the names of an article.

    alphabet X : n                      outcomes x, x' in X            variables X ~ P, Y
    pmf P, Q, R on X                    joint p(x, y)                  channel W(y|x)
    density p = N(mu_p, Sigma_p) of x   vector mu_p, mu_q : k          matrix S : k×k spd
    number a, b positive                number t in (0, 1]             number c > 0
    function f, E(i)                    function g convex              index i : n
    weights w, v                        dimension k                    log base 2
    independent X, Y | Z                markov X, Y, Z                 given a + b = 1
    notation K(p, q) = D(p \| q)        notation \ent = entropy        transpose '

Names are written in TeX, in Unicode or in plain words (``mu_p``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from symkl.reading import names
from symkl.reading.declared import Kind, Said
from symkl.reading.dependence import Dependence
from symkl.reading.diagnostics import Diagnostic, Unreadable
from symkl.reading.expected_verdicts import EXPECT
from symkl.reading.macros import Macro, Macros
from symkl.reading.own_notations import OwnNotation, Spelled, own_notation
from symkl.reading.pieces import Regions
from symkl.reading.seeing import seen
from symkl.reading.statement_words import (
    SHAPES,
    Given,
    Reader,
    applied,
    key_of,
    row_of,
    wrong,
)
from symkl.reading.statements import Statement, Word, statements
from symkl.reading.usage import Application, Usage, Use

REAL = re.compile(r"(?:\\mathbb\s*\{?\s*R\}?|ℝ|R)(?:\^\{?(?P<dimension>[A-Za-z]\w*)\}?)?$")


Entry = Said | Dependence | Given | Spelled


@dataclass
class Declarations:
    """The declarations of a document by the heading they stand under, and what is wrong."""

    said: dict[int, list[Said]] = field(default_factory=dict)
    dependences: list[tuple[int, int, Dependence]] = field(default_factory=list)
    givens: list[tuple[int, int, Given]] = field(default_factory=list)
    notations: list[OwnNotation] = field(default_factory=list)
    macros: list[Macro] = field(default_factory=list)
    problems: list[Diagnostic] = field(default_factory=list)


def declarations(
    regions: Regions,
    headings: dict[int, tuple[tuple[int, ...], str]],
    macros: Macros | None = None,
    further: Iterable[Entry] = (),
) -> Declarations:
    """What the declaration blocks say; statements that are wrong are among the problems.

    ``further`` is said of all of the document, before its own blocks.
    """
    found = Declarations()
    known = Macros() if macros is None else macros
    for entry in further:
        _note(found, entry, 0, 0, known)
    for piece in regions.pieces:
        if piece.kind != "declaration" or EXPECT.match(regions.content(piece)):
            continue  # what is expected of steps declares nothing
        heading = headings[piece.span[0]][0][0]
        for statement in statements(regions.text, *piece.inner):
            if isinstance(statement, Diagnostic):
                found.problems.append(statement)
                continue
            try:
                for entry in list(_read(statement)):
                    _note(found, entry, heading, piece.span[0], known)
            except Unreadable as error:
                found.problems.append(error.diagnostic)
    return found


def _note(found: Declarations, entry: Entry, heading: int, start: int, macros: Macros) -> None:
    """Keep an entry with those of its kind."""
    if isinstance(entry, Said):
        found.said.setdefault(heading, []).append(entry)
    elif isinstance(entry, Dependence):
        found.dependences.append((heading, start, entry))
    elif isinstance(entry, Given):
        found.givens.append((heading, start, entry))
    else:
        notation = own_notation(entry, macros, heading, found.notations)
        if isinstance(notation, Macro):
            found.macros.append(notation)
        else:
            found.notations.append(notation)


def parsed(text: str) -> list[Entry]:
    """What the statements of a block say; raises Unreadable (SK105) for a wrong one."""
    found: list[Entry] = []
    for statement in statements(text, 0, len(text)):
        if isinstance(statement, Diagnostic):
            raise Unreadable(statement.code, statement.span, statement.message)
        found += _read(statement)
    return found


def _read(statement: Statement) -> Iterator[Entry]:
    word = statement.keyword.text.lower()
    reader = KEYWORDS.get(word) or KEYWORDS.get(word.removesuffix("s"))
    if reader is None:
        known = ", ".join(KEYWORDS)
        raise wrong(statement.keyword.span, f"one of {known}", statement.keyword.text)
    yield from reader(Reader(statement))


# --- one function a keyword -----------------------------------------------------------------------


def _plain(kind: Kind) -> Callable[[Reader], Iterator[Entry]]:
    def read(reader: Reader) -> Iterator[Entry]:
        words = list(reader.items())
        shape = reader.shape()
        sign = reader.sign() if kind == "number" else frozenset[str]()
        bound = reader.bound() if kind == "number" else None
        flags = sign | reader.flags()
        if bound is not None:
            yield bound
        if kind == "vector" and len(shape) > 1:
            raise wrong(reader.span, "one dimension of a vector", "×".join(shape))
        for word in words:
            yield Said(key_of(word), kind, "declared", word.span, shape, flags)

    return read


def _functions(reader: Reader) -> Iterator[Entry]:
    """``f``, ``f(x)`` and ``E_i`` or ``E(i)``, the numbers with an index."""
    words = list(reader.items())
    flags = reader.flags(SHAPES)
    for word in words:
        base, usage = key_of(Word(word.text.partition("(")[0], word.span)), Usage()
        if "(" in word.text:
            inner = word.text.partition("(")[2].removesuffix(")").split(",")
            uses = tuple(Use(key_of(Word(part.strip(), word.span))) for part in inner)
            usage.applications.append(Application(base, uses, (), word.span))
        stem, _, label = base.partition("_")
        if len(label) == 1 and label.isalpha():
            base = stem
            usage.indexed.append((stem, label))
        yield Said(base, "function", "declared", word.span, (), flags, usage)


def _index(reader: Reader) -> Iterator[Entry]:
    words = list(reader.items())
    (size,) = reader.shape() or ("",)
    reader.flags()
    for word in words:
        usage = Usage(indices={key_of(word): size})
        yield Said(key_of(word), "outcome", "declared", word.span, usage=usage)


def _given(reader: Reader) -> Iterator[Entry]:
    start = reader.take("a formula").span[0]
    yield reader.formula(start)


def _notation(reader: Reader) -> Iterator[Entry]:
    places = [word.span for word in reader.words if word.text == "="]
    start, (_, end) = reader.take("a notation").span[0], reader.statement.end
    if len(places) != 1:
        raise wrong(reader.statement.end, "one '=' in a notation", "")
    left, right = reader.text(start, places[0][0]), reader.text(places[0][1], end)
    yield Spelled(left, right, (start, end))


def _transpose(reader: Reader) -> Iterator[Entry]:
    mark = reader.take("the mark of a transpose")
    reader.flags()
    written = "A'" if mark.text == "'" else f"A^{{{mark.text.removeprefix('^')}}}"
    yield Spelled(written, "A^T", mark.span)


def _alphabet(reader: Reader) -> Iterator[Entry]:
    words = list(reader.items())
    shape: tuple[str, ...] = ()
    if reader.passes(":") and not reader.passes("finite"):
        shape = (reader.take("finite, or the name of its size").text,)
    reader.flags()
    for word in words:
        name = f"cal:{names.letter_of(key_of(word))}"  # X may be a random variable as well
        yield Said(name, "alphabet", "declared", word.span, shape)


def _outcomes(reader: Reader) -> Iterator[Entry]:
    while True:
        words = [reader.take()]
        while reader.passes(","):
            words.append(reader.take())
        space = reader.take("a set") if reader.passes("∈", "in", "\\in") else None
        for word in words:
            yield _outcome(word, space)
        if not reader.passes(","):
            reader.flags()
            return


def _outcome(word: Word, space: Word | None) -> Said:
    key, usage = key_of(word), Usage()
    real = REAL.match(space.text) if space is not None else None
    if real is not None:
        usage.integrated[key] = word.span
        dimension = real.group("dimension")
        shape = (dimension,) if dimension else ()
        return Said(
            key, "vector" if dimension else "number", "declared", word.span, shape, usage=usage
        )
    usage.summed[key] = word.span
    if space is not None:
        usage.members.append((key, key_of(space)))
    return Said(key, "outcome", "declared", word.span, usage=usage)


def _variables(reader: Reader) -> Iterator[Entry]:
    """``X ~ P, Y in 𝒴``; ``X, Y real`` are numbers, and ``u : n`` is a vector of n of them."""
    words: list[tuple[Word, Said]] = []
    while True:
        word = reader.take()
        key, usage = key_of(word), Usage()
        if ":" in key and not names.is_capital(key):
            raise wrong(word.span, f"a capital: say notation {word.text} = V first", word.text)
        if reader.passes("~", "\\sim"):
            law = key_of(reader.take("a law"))
            usage.drawn.append((key, law))
            yield Said(law, "law", "declared", word.span, usage=Usage(distributions={law}))
        elif reader.passes("∈", "in", "\\in"):
            usage.members.append((names.outcome_of(key), key_of(reader.take("a set"))))
        words.append((word, Said(key, "variable", "declared", word.span, usage=usage)))
        if not reader.passes(","):
            break
    shape = reader.shape()
    flags = reader.flags(frozenset({"real"}))
    for word, said in words:
        yield from () if shape else (said,)
        yield from _valued(word, said.name, shape) if shape or flags else ()


def _valued(word: Word, key: str, shape: tuple[str, ...]) -> Iterator[Entry]:
    """That the values of a random variable are numbers or vectors, of a law that nothing writes."""
    if len(shape) > 1:
        raise wrong(word.span, "one dimension of a random vector", "×".join(shape))
    variable = names.variable_of(key)
    scalars = set[str]() if shape else {variable}
    usage = Usage(averaged=[(variable,)], moments={variable}, scalars=scalars)
    yield Said(variable, "variable", "declared", word.span, usage=usage)
    if shape:
        yield Said(names.outcome_of(variable), "vector", "declared", word.span, shape)


def _laws(reader: Reader) -> Iterator[Entry]:
    words = list(reader.items())
    on: tuple[Word, ...] = ()
    if reader.passes("on", "over"):
        on = tuple(reader.items())
    flags = reader.flags()
    for word in words:
        if "(" in word.text:
            base, usage = applied(word)
        else:
            base, usage = key_of(word), Usage(distributions={key_of(word)})
            uses = tuple(Use(names.outcome_of(names.letter_of(key_of(space)))) for space in on)
            usage.applications += [Application(base, uses, (), word.span)] if uses else []
        yield Said(base, "law", "declared", word.span, flags=flags, usage=usage)


def _joint(reader: Reader) -> Iterator[Entry]:
    words = list(reader.items())
    flags = reader.flags()
    for word in words:
        base, usage = applied(word)
        yield Said(base, "law", "declared", word.span, flags=flags, usage=usage)


def _density(reader: Reader) -> Iterator[Entry]:
    word = reader.take("a density")
    if "(" in word.text:
        base, usage = applied(word)
    else:
        base, usage = key_of(word), Usage(distributions={key_of(word)})
    if reader.passes("="):
        normal = reader.take("N(mean, covariance)")
        name = row_of(base.replace(":", " "), word.span)
        said = seen((*name, *row_of(f"={normal.text}", normal.span)))
        if not said.normals:
            raise wrong(normal.span, "N(mean, covariance)", normal.text)
        usage = usage.merged(said)
    if reader.passes("of"):
        outcomes = [key_of(item) for item in reader.items()]
        usage.applications.append(Application(base, tuple(map(Use, outcomes)), (), word.span))
    flags = reader.flags()
    for application in usage.applications:
        usage.integrated.update({use.key: word.span for use in application.targets})
    yield Said(base, "law", "declared", word.span, flags=flags, usage=usage)


def _logarithm(reader: Reader) -> Iterator[Entry]:
    reader.passes("base")
    word = reader.take("a base")
    if word.text not in ("e", "2", "10"):
        raise wrong(word.span, "e, 2 or 10", word.text)
    reader.flags()
    yield Said("log", "base", "declared", word.span, (word.text,))


def _independent(reader: Reader) -> Iterator[Entry]:
    groups = [_group(word) for word in reader.items()]
    given: tuple[str, ...] = ()
    if reader.passes("|", "given"):
        given = tuple(key_of(word) for word in reader.items())
    reader.flags()
    yield _dependence(Dependence("independent", tuple(groups), given, reader.span), 2)


def _markov(reader: Reader) -> Iterator[Entry]:
    groups = [_group(reader.take())]
    while reader.passes(",", "-", "\\to", "→"):
        reader.passes(">")
        groups.append(_group(reader.take()))
    reader.flags()
    yield _dependence(Dependence("markov", tuple(groups), (), reader.span), 3)


def _dependence(found: Dependence, least: int) -> Dependence:
    if len(found.groups) < least or len(set(found.variables)) < len(found.variables):
        raise wrong(found.span, f"{least} or more different variables", found.text)
    return found


def _group(word: Word) -> tuple[str, ...]:
    inner = word.text[1:-1] if word.text.startswith("(") else word.text
    return tuple(key_of(Word(part.strip(), word.span)) for part in inner.split(","))


KEYWORDS: dict[str, Callable[[Reader], Iterator[Entry]]] = {
    "alphabet": _alphabet,
    "outcome": _outcomes,
    "variable": _variables,
    "pmf": _laws,
    "distribution": _laws,
    "weight": _laws,
    "joint": _joint,
    "channel": _joint,
    "density": _density,
    "vector": _plain("vector"),
    "matrix": _plain("matrix"),
    "matrices": _plain("matrix"),
    "number": _plain("number"),
    "scalar": _plain("number"),
    "function": _functions,
    "index": _index,
    "indices": _index,
    "dimension": _plain("dimension"),
    "log": _logarithm,
    "independent": _independent,
    "markov": _markov,
    "given": _given,
    "notation": _notation,
    "transpose": _transpose,
}
