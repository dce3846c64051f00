"""Variables that are functions of others: as sentences, formulas and names say it.

Read are ``Y = g(X)``, "Y is a (deterministic) function of X", "X determines Y", "Y 是 X 的函数",
and ``Z = X + Y``, of which more may be true than of all functions, so that it refutes nothing;
``f(X)`` in an entropy says it by its name.  Discrete variables alone: H(Y|X) = 0 says nothing of
densities.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from symkl.kernel.context import Law
from symkl.kernel.terms import Label
from symkl.language.written import Written
from symkl.reading import names
from symkl.reading.chain import Chain
from symkl.reading.dependence import LIST, NAME, Dependence, Rows, listed, variables_in
from symkl.reading.diagnostics import Span
from symkl.reading.layout import Row, plain
from symkl.reading.parameters import LAW_LETTERS
from symkl.reading.sentences import FORMULA, Sentence
from symkl.reading.usage import (
    DIVERGENCE_LETTERS,
    ENTROPY_LETTERS,
    FUNCTIONS,
    INFORMATION_LETTERS,
    Application,
    Usage,
)

NOTIONS = ENTROPY_LETTERS | INFORMATION_LETTERS | DIVERGENCE_LETTERS | {"E", "N"}
CONSTANTS = frozenset({"a", "b", "c", "alpha", "beta", "gamma", "pi", "mod", "bmod"})
KIND = r"(?:(?:fixed|given|known|some|deterministic|deterministische|certain)\s+)*"
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<a>{NAME})\s*(?:is|being|be)\s+an?\s+{KIND}(?:function|mapping)\s+of\s+(?P<b>{LIST})",
        rf"(?P<a>{NAME})\s*(?:is|be)\s+(?:(?:completely|fully|uniquely|a\.s\.)\s+)?determined\s+by\s+"
        rf"(?P<b>{LIST})",
        rf"(?<![A-Za-z] )(?P<b>{NAME})\s+(?:(?:completely|fully|uniquely)\s+)?determines\s+"
        rf"(?P<a>{NAME})",
        rf"(?P<a>{NAME})\s*是\s*(?P<b>{LIST})\s*的(?:确定性|某个|一个)*函数",
    )
)
# Functions are deterministic: to say so restricts nothing, where it is said of a function.
DETERMINISTIC = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<g>{FORMULA})\s*(?:is|be|are)\s+(?:an?\s+)?{KIND}?deterministic"
        r"(?:\s+(?:functions?|map(?:ping)?s?))?(?! ?of)(?![A-Za-z])",
        rf"deterministic\s+(?:functions?|map(?:ping)?s?)\s+(?P<g>{FORMULA})",
    )
)


def function_of(row: Row, span: Span) -> Dependence | None:
    """``Y = g(X)``, where g is a letter for functions, or ``Z = X + Y`` and the like."""
    row = plain(row)
    relations = [node for node in row if node.kind == "rel"]
    left = variables_in(row[:1])
    if not left or len(row) < 3 or relations != [row[1]] or row[1].text not in ("=", ":="):
        return None
    fence = row[-1]
    bare = fence.kind == "fence" and fence.text == "()" and not (fence.sub or fence.sup)
    variables = variables_in(fence.parts[0]) if bare and len(row) == 4 else ()
    if variables and is_function(row[2:3]):
        by = names.key(row[2])
    else:
        variables, by = _capitals(row[2:]), f"{left[0]} = {names.text(row[2:])}"
    if not variables or left[0] in variables:
        return None
    return Dependence("function", (left, variables), (), span, by=by)


def _capitals(row: Row) -> Label:
    """The random variables that an expression computes with; () for one of laws or notions.

    Small letters but for usual constants count as well: they may be noise.
    """
    found = dict.fromkeys(names.key(n) for top in row for n in top.walk() if n.kind == "name")
    nodes = plain(row)
    applied = {
        node.text
        for node, following in pairwise(nodes)
        if node.kind == "name" and following.kind == "fence"
    }
    if {names.letter_of(name) for name in found} & LAW_LETTERS or applied & NOTIONS:
        return ()
    variables = tuple(name for name in found if name not in CONSTANTS | applied)
    return variables if any(map(names.is_capital, variables)) else ()


def is_function(row: Row) -> bool:
    """Whether the row is one letter that is usual for functions."""
    node = names.single(row)
    if node is None or node.sup is not None or node.primes:
        return False
    return names.letter_of(names.key(node)) in FUNCTIONS


def said_in(sentence: Sentence, rows: Rows) -> Iterator[tuple[Dependence, tuple[int, int]]]:
    """What a sentence says, with the stretch of its text that says it."""
    for pattern in PATTERNS:
        for match in pattern.finditer(sentence.text):
            one, of = (listed(match.group(part), rows) for part in "ab")
            if not one or not of or len(one) > 1 or one[0] in of:
                continue
            place = sentence.place(match.start()), sentence.place(match.end() - 1) + 1
            yield Dependence("function", (one, of), (), place), match.span()


def without_harmless_words(sentence: Sentence, rows: Rows) -> str:
    """The text without "deterministic" where it is said of a function."""
    text = sentence.text
    for pattern in DETERMINISTIC:
        for match in pattern.finditer(text):
            row = rows(match.group("g"))
            if row is not None and is_function(row):
                stretch = match.group().replace("deterministic", " " * len("deterministic"))
                text = text[: match.start()] + stretch + text[match.end() :]
    return text


def determined(said: Iterable[object]) -> frozenset[str]:
    """The variables that hypotheses say to be functions of others: their laws have zeros."""
    found: set[str] = set()
    for one in said:
        if isinstance(one, Dependence) and one.kind == "function":
            found.update(one.groups[0])
        if isinstance(one, Chain):
            found.update(_without_entropy(one))
    return frozenset(found)


def _without_entropy(chain: Chain) -> Label:
    """The Y of ``H(Y|X) = 0``."""
    row, right = plain(chain.sides[0].row), plain(chain.sides[-1].row)
    if len(chain.links) != 1 or names.text(right) != "0" or len(row) != 2:
        return ()
    if row[0].text not in ENTROPY_LETTERS or row[1].kind != "fence":
        return ()
    inner = plain(row[1].parts[0])
    bar = next((place for place, node in enumerate(inner) if node.kind == "bar"), len(inner))
    return variables_in(inner[:bar])


def images(sides: Iterable[Written], near: Usage) -> list[Dependence]:
    """That f(X) is a function of X, for each such variable of the laws used in a chain."""
    laws = {d for side in sides for d in side.declarations if isinstance(d, Law)}
    found = [
        (law, variable, match)
        for law in sorted(laws, key=repr)
        for variable, _ in law.coords
        if variable in near.names
        if (match := names.IMAGE.fullmatch(variable)) is not None
    ]
    return [
        Dependence(
            "function",
            ((variable,), tuple(match.group("of").split(","))),
            (),
            (0, 0),
            law.name,
            match.group("function"),
        )
        for law, variable, match in found
    ]


def doubt(said: Iterable[Dependence], near: Usage, usage: Usage, sides: Iterable[Written]) -> str:
    """What may be known of a function beyond that it is one: its values, or several uses of it."""
    laws = {d.name for side in sides for d in side.declarations if isinstance(d, Law)}
    used: dict[str, set[tuple[str, ...]]] = {}
    written = {*near.names, *(name for group in near.entropies for name in group)}
    for one in said:
        if " = " in one.by and set(one.groups[0]) & written:
            return one.by
        if one.by:
            used.setdefault(one.by, set()).add(one.groups[1])
    several = next((name for name, of in used.items() if len(of) > 1), "")
    if several:
        return f"{several} is one function of several variables"
    known = [a.base for a in usage.applications if a.base in used and not _is_of_variables(a)]
    known += sorted(used.keys() & laws)
    return f"{known[0]}(...) has values" if known else ""


def _is_of_variables(application: Application) -> bool:
    return all(names.is_capital(use.key) for use in application.targets)
