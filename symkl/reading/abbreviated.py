r"""Laws that are written without their parameter, as in most texts on variational inference.

``E_q`` stands for the expectation under ``q_\phi(z | x)`` where q is written nowhere else, and
the prior ``p(z)`` is the marginal of ``p_\theta(x, z)`` where the text says so.  Each name that is
taken for another is reported; where the text has both as laws of their own, none is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise, zip_longest

from symkl.reading import names
from symkl.reading.chain import Chain, Side
from symkl.reading.diagnostics import Diagnostic, Span
from symkl.reading.layout import Node, Row, plain
from symkl.reading.seeing import seen
from symkl.reading.usage import EXPECTATION_LETTERS, Application, Usage, Use

PARAMETERS = frozenset({"theta", "phi", "psi", "lambda", "w", "omega", "eta"})
LETTERS = frozenset("pqPQ")
WRITTEN = re.compile(r"[pqPQ]_\{?\\?(?:theta|phi|psi|lambda|omega|eta|w)\b", re.IGNORECASE)
PRIOR = re.compile(
    r"(?:\bprior|\ba[- ]priori|先验)[^.$。]{0,40}\$\s*([pqPQ])\s*\(\s*(\w)\s*\)", re.IGNORECASE
)

Letters = tuple[frozenset[str], frozenset[str]]  # targets and conditions
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Short:
    """The letter of a law without its parameter, and the name that it stands for.

    ``written`` is the law with its arguments, where the letter stands without any, and ``of`` are
    other arguments with which it leaves open what is meant.  For a letter that has arguments,
    ``of`` are those with which it is short.
    """

    letter: str
    name: str
    parameter: Row
    written: Row = ()
    of: frozenset[Letters] = frozenset()


def with_parameters(
    chains: tuple[Chain, ...], text: str, section: Callable[[Chain], int]
) -> tuple[Chain, ...]:
    """The chains with the parameters that their author left out.

    In a section that says itself what the letter is, as in ``q = N(m, S)``, it is that, and in one
    that never writes the parameter it may be anything.
    """
    if WRITTEN.search(text) is None:
        return chains
    usage = Usage()
    for chain in chains:
        usage.add(seen(chain.row))
    for one in [s for letter in sorted(LETTERS) for s in _short(letter, usage, chains, text)]:
        speaking = {section(chain) for chain in chains if _speaks_of(chain, one)}
        defining = {section(chain) for chain in chains if _says_what_it_is(chain, one)}
        chains = tuple(
            _completed(chain, one) if section(chain) in speaking - defining else chain
            for chain in chains
        )
    return chains


def _speaks_of(chain: Chain, short: Short) -> bool:
    """Whether the law is written, or a mean under it."""
    usage = chain.usage
    return short.name in usage.names or short.letter in usage.expectations


def _says_what_it_is(chain: Chain, short: Short) -> bool:
    """Whether the letter is given a meaning, has an index, or is compared with another letter."""
    singles = [names.single(side.row) for side in chain.sides] if chain.links else []
    usage = chain.usage
    numbered = {label for stem, label in usage.indexed if stem == short.letter} - PARAMETERS
    compared = {side for pair in usage.divergences for side in pair if short.letter in pair}
    is_compared = short.name not in usage.names and any(side in LETTERS for side in compared)
    is_named = any(node is not None and names.key(node) == short.letter for node in singles)
    return bool(numbered) or is_named or (is_compared and len(compared) > 1)


def _short(letter: str, usage: Usage, chains: tuple[Chain, ...], text: str) -> Iterator[Short]:
    """What the letter is short for, if anything."""
    namesakes = {a.base for a in usage.applications if _is_namesake(a.base, letter)}
    if len(namesakes) != 1 or _are_told_apart(letter, usage):
        return
    (name,) = namesakes
    alone = {_letters(a) for a in usage.applications if a.base == letter}
    long = {_letters(a) for a in usage.applications if a.base == name}
    written = list(_applied_in(chains, name))
    behind = {letters for letters in long if letters[1]}
    if alone:
        said = _said_marginals(letter, name, chains, text)
        reach = NOTHING.union(*(targets | given for targets, given in long))
        inside = frozenset(p for p in (said & alone) - long if p[0] | p[1] < reach)
        if inside and written:
            yield Short(letter, name, written[0][0].sub or (), of=inside)
    elif len(behind) == 1 and not _is_said(letter, text):
        given = (row for row in written if _letters_of(row) in behind)
        for row in islice(given, 1):
            yield Short(letter, name, row[0].sub or (), row, frozenset(long - behind))


def _said_marginals(letter: str, name: str, chains: tuple[Chain, ...], text: str) -> set[Letters]:
    """What the text says that the letter is a part of: in words, or by a chain rule."""
    prior = {(frozenset({of}), NOTHING) for stem, of in PRIOR.findall(text) if stem == letter}
    return prior | {part for chain in chains for part in _parts(chain, letter, name)}


def _is_namesake(base: str, letter: str) -> bool:
    stem, _, label = base.partition("_")
    return stem == letter and label in PARAMETERS


def _are_told_apart(letter: str, usage: Usage) -> bool:
    """Whether the text has a divergence between the two, or a number of that name."""
    numbers = usage.counted | usage.complemented | usage.powered | {*usage.summed, *usage.indices}
    pairs = (pair for pair in usage.divergences if letter in pair)
    return letter in numbers or any(_is_namesake(side, letter) for pair in pairs for side in pair)


def _is_said(letter: str, text: str) -> bool:
    """Whether the words make the letter a law of its own: ``let $q$ be any distribution``."""
    alone = rf"\$\s*{letter}\s*\$"
    before = r"\b(?:any|every|all|some|another|arbitrary|an?|let|each)\b[^.$]{0,40}"
    behind = r"[^.$]{0,12}\b(?:is|be|denotes?|are|ranges?|over|on)\b"
    said = rf"{before}{alone}|{alone}{behind}|(?:任意|任何|设|分布)[^。$]{{0,12}}{alone}"
    return re.search(said, text, re.IGNORECASE) is not None


def _letters_of(row: Row) -> Letters | None:
    applications = seen(row).applications
    return _letters(applications[0]) if applications else None


def _letters(application: Application) -> Letters:
    """The letters of the arguments; z_k is one of the z."""

    def letters(uses: tuple[Use, ...]) -> frozenset[str]:
        return frozenset(use.key.partition("_")[0].rstrip("'") for use in uses)

    return letters(application.targets), letters(application.given)


def _parts(chain: Chain, letter: str, name: str) -> Iterator[Letters]:
    r"""What p is of in ``p_\theta(x, z) = p_\theta(x | z) p(z)``, a chain rule of one law."""
    sides = [seen(side.row).applications if _is_product(side.row) else [] for side in chain.sides]
    for one, other in (*pairwise(sides), *pairwise(reversed(sides))):
        if len(one) != 1 or one[0].base != name or {p.base for p in other} != {letter, name}:
            continue
        if len(other) == 2 and _is_chain_rule(_letters(one[0]), *map(_letters, other)):
            yield from (_letters(part) for part in other if part.base == letter)


def _is_chain_rule(whole: Letters, first: Letters, second: Letters) -> bool:
    pairs = ((first, second), (second, first))
    return not whole[1] and any(
        not last[1] and given == last[0] and targets | given == whole[0]
        for (targets, given), last in pairs
    )


def _is_product(row: Row) -> bool:
    return all(n.kind in ("name", "fence", "note", "align", "punct") for n in plain(row))


def _applied_in(chains: tuple[Chain, ...], name: str) -> Iterator[Row]:
    """The name with its arguments, wherever it is written."""
    for chain in chains:
        for side in chain.sides:
            yield from _applied(side.row, name)


def _applied(row: Row, name: str) -> Iterator[Row]:
    for node, following in zip_longest(row, row[1:]):
        is_it = node.kind == "name" and names.key(node) == name
        if is_it and following is not None and following.kind == "fence" and following.text == "()":
            yield node, following
        for inner in node.rows:
            yield from _applied(inner, name)


def _completed(chain: Chain, short: Short) -> Chain:
    if short.written and short.of:
        written = seen(chain.row).applications
        if any(a.base == short.name and _letters(a) in short.of for a in written):
            return chain
    return replace(chain, sides=tuple(_completed_side(side, short) for side in chain.sides))


def _completed_side(side: Side, short: Short) -> Side:
    taken: list[Span] = []
    row = _renamed(side.row, short, taken)
    if not taken:
        return side
    message = f"{short.letter} is read as {short.name}"
    note = Diagnostic("SK501", taken[0], message, f"write {short.name}, or declare {short.letter}")
    return replace(side, row=row, notes=(*side.notes, note))


def _renamed(row: Row, short: Short, taken: list[Span]) -> Row:
    found: list[Node] = []
    for node, following in zip_longest(row, row[1:]):
        inside = _inside(node, short, taken)
        if not _is_short(node, following, short):
            found.append(inside)
            continue
        taken.append(node.span)
        found.append(replace(inside, sub=short.parameter))
        found += (replace(n, span=node.span) for n in short.written[1:])
    return tuple(found)


def _is_short(node: Node, following: Node | None, short: Short) -> bool:
    if node.kind != "name" or names.key(node) != short.letter:
        return False
    if short.written:
        return True
    row = (node,) if following is None else (node, following)
    return any(_letters(a) in short.of for a in seen(row).applications if a.base == short.letter)


def _inside(node: Node, short: Short, taken: list[Span]) -> Node:
    def renamed(row: Row | None) -> Row | None:
        return None if row is None else _renamed(row, short, taken)

    parts = tuple(_renamed(part, short, taken) for part in node.parts)
    is_label = node.kind == "name" and node.text not in EXPECTATION_LETTERS  # I_q is not I_{q(z|x)}
    sub = node.sub if is_label else renamed(node.sub)
    return replace(node, parts=parts, sub=sub, sup=renamed(node.sup))
