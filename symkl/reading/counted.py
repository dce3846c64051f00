r"""Alphabets of a fixed number of elements: ``\{0, 1\}``, "two values", 三个元素.

What holds for them may be false for other sizes.  Where the text speaks of them, a step is refuted
only if models of these sizes contradict it as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice, product

from symkl.derivation import Side as AnySide
from symkl.derivation import Step
from symkl.kernel.context import Declaration, Law, Sort
from symkl.language.statements import Statement
from symkl.language.written import Written
from symkl.reading.doubts import is_false
from symkl.reading.layout import Node, Row, plain

WORDS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "两": 2, "二": 2, "三": 3, "四": 4}
COUNTED = re.compile(
    r"(?:\b(?P<word>two|three|four|five|six)|(?P<number>\b[2-9]|[两二三四]))[ -]*(?:个|种)?\s*"
    r"(?:\w+ )?(?:element|value|symbol|letter|outcome|point|state|atom|face|"
    r"元素|取值|值|符号|结果|点|状态)",
    re.IGNORECASE,
)
LARGEST = 8  # of the sets that are counted
MOST_TRIED = 16  # choices of sizes for the alphabets of one step


def sizes(text: str, rows: Iterable[Row]) -> Iterator[int]:
    """The numbers of elements that words and sets written out name."""
    for match in COUNTED.finditer(text):
        said = (match.group("word") or match.group("number")).lower()
        yield WORDS[said] if said in WORDS else int(said)
    for row in rows:
        for top in row:
            yield from filter(None, map(_listed, top.walk()))


def _listed(node: Node) -> int:
    r"""The number of elements of ``\{a, b, c\}``; 0 for everything else."""
    if node.kind != "fence" or node.text != "{}":
        return 0
    inner = plain(node.parts[0])
    commas = [n.kind == "punct" and n.text == "," for n in inner]
    if not 1 <= sum(commas) < LARGEST or any(n.text == "dots" for n in inner):
        return 0
    return sum(commas) + 1


def in_doubt(step: Step, found: frozenset[int]) -> Step:
    """The step, in doubt where models with alphabets of such sizes do not contradict it."""
    sorts = sorted({s for side in _sides(step) for s in _alphabets(side.declarations)}, key=repr)
    if not found or not sorts or step.doubt or step.for_some:
        return step
    for chosen in islice(product(sorted(found), repeat=len(sorts)), MOST_TRIED):
        sized = {s: replace(s, size=str(n)) for s, n in zip(sorts, chosen, strict=True)}
        if not is_false(_of_sizes(step, sized)):
            return replace(step, doubt=f"an alphabet of {chosen[0]} elements")
    return step


def _sides(step: Step) -> Iterator[Written]:
    for side in (step.lhs, step.rhs):
        if isinstance(side, Written):
            yield side
        if isinstance(side, Statement):
            yield from (side.lhs, side.rhs)


def _alphabets(declarations: Iterable[Declaration]) -> Iterator[Sort]:
    """The finite spaces on which there are laws, and of which the size is open."""
    declared = list(declarations)
    names = {sort for law in declared if isinstance(law, Law) for _, sort in law.coords}
    for sort in (one for one in declared if isinstance(one, Sort)):
        if sort.kind == "finite" and sort.name in names and not sort.size.isdecimal():
            yield sort


def _of_sizes(step: Step, sized: dict[Sort, Sort]) -> Step:
    def written(side: Written) -> Written:
        found = (sized.get(d, d) if isinstance(d, Sort) else d for d in side.declarations)
        return Written(side.term, frozenset(found))

    def statement(said: Statement) -> Statement:
        return replace(said, lhs=written(said.lhs), rhs=written(said.rhs))

    def anywhere(side: AnySide) -> AnySide:
        if isinstance(side, Statement):
            return statement(side)
        return written(side) if isinstance(side, Written) else side

    given = tuple(map(statement, step.given))
    return replace(step, lhs=anywhere(step.lhs), rhs=anywhere(step.rhs), given=given)
