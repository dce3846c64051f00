"""The sides of a chain, read in the assignment of kinds in which their shapes fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise, product

from symkl.kernel.context import SCALAR_SORT
from symkl.kernel.errors import IllFormed
from symkl.kernel.shapes import SCALAR
from symkl.kernel.terms import ZERO, Term, free_points, mul
from symkl.language.extremes import Extreme
from symkl.language.objectives import Objective
from symkl.language.written import LanguageError, Written
from symkl.reading import names
from symkl.reading.chain import Chain, Link, Side
from symkl.reading.declared import Declared
from symkl.reading.diagnostics import Diagnostic, Unreadable
from symkl.reading.distributions import law_of
from symkl.reading.doubts import NUMERIC
from symkl.reading.evidence import Definition
from symkl.reading.grammar import elaborator
from symkl.reading.layout import Row
from symkl.reading.minimisers import MINIMISERS, divided, extreme, objective, varies_whole
from symkl.reading.parameters import DIMENSION
from symkl.reading.scope import Scope
from symkl.reading.spaces import SAMPLED
from symkl.reading.usage import Usage

CLAIMS = frozenset({"=", "<=", ">=", "<", ">", "!=", "equiv", ":=", "=:"})
KINDS = ("vector", "matrix", "number")
MAX_FLIPPED = 2
SIZELESS = ("I", "bb:I")  # identities that are written without a size


@dataclass
class ReadSide:
    """A side with its meaning, a number or a minimiser, or with what kept it from being read."""

    written: Written | None
    problem: Diagnostic | None
    notes: list[Diagnostic] = field(default_factory=list)
    objective: Objective | Extreme | None = None
    could_average: bool = False
    doubt: str = ""
    otherwise: Written | None = None  # in a reading that is less usual
    unusual: str = ""  # what is read in another way there
    introduced: bool = False  # a name that gets its meaning here
    varies_whole: bool = False  # of an extreme: whether it is over all laws of a kind

    @property
    def expression(self) -> Written | None:
        """What it is, or what it is the extreme or the minimiser of."""
        return self.written if self.objective is None else self.objective.expression

    @property
    def is_read(self) -> bool:
        """Whether it has a meaning."""
        return self.written is not None or self.objective is not None or self.introduced


@dataclass(frozen=True)
class Known:
    """What is known where a chain stands, from near to far, and what the text has introduced."""

    levels: tuple[Usage, ...]
    declared: Declared = field(default_factory=Declared)
    definitions: dict[str, Definition] = field(default_factory=dict)
    aliases: dict[str, Row] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    determined: frozenset[str] = frozenset()
    has_empirical: bool = False

    def scope(self, flips: dict[str, str] | None = None) -> Scope:
        """The meanings of names, with some kinds chosen against convention."""
        return Scope(
            self.levels,
            self.declared,
            flips or {},
            self.definitions,
            self.aliases,
            self.renamed,
            self.determined,
            self.has_empirical,
        )


def read_sides(chain: Chain, known: Known) -> tuple[Scope, list[ReadSide]]:
    """The sides, in the first assignment of kinds to doubtful names in which all shapes fit."""

    def attempt(flips: dict[str, str]) -> tuple[Scope, list[ReadSide]]:
        scope = known.scope(flips)
        equal = _equal_laws(scope, chain)

        def every(averages: bool) -> list[ReadSide]:
            return [
                _law(scope, side) if place in equal else read_side(scope, side, averages)
                for place, side in enumerate(chain.sides)
            ]

        found = every(averages=False)
        if not any(side.could_average for side in found) or len(_free_points(found)) < 2:
            return scope, _sized(_with_zeros(found, chain.links), chain)
        return scope, _unless_still_free(every(averages=True), chain)

    scope, sides = attempt({})
    if "data" in scope.ranges.values():
        return attempt({SAMPLED: "data"})
    if not _has_shape_trouble(sides, chain.links):
        return scope, sides
    sizes = scope.declared.dimensions_of(known.levels[0].names)
    for size in sizes if len(sizes) > 1 else ():
        trial = attempt({DIMENSION: size})
        if _is_read(trial[1], chain):
            others = (attempt({DIMENSION: other}) for other in sizes if other != size)
            return trial if not any(_is_read(o[1], chain) for o in others) else (scope, sides)
    doubtful = sorted(name for name in scope.guessed if name in known.levels[0].names)
    fitting: list[tuple[dict[str, str], tuple[Scope, list[ReadSide]]]] = []
    for count in range(1, MAX_FLIPPED + 1):
        tried = ((flips, attempt(flips)) for flips in _assignments(doubtful, count))
        found = [
            pair
            for pair in tried
            if not _commutes(pair[0], chain) and not _has_shape_trouble(pair[1][1], chain.links)
        ]
        read = [pair for pair in found if all(side.problem is None for side in pair[1][1])]
        usual = [pair for pair in read if not any(map(names.is_capital, pair[0]))]
        for chosen in (usual, read):  # capitals stand for matrices before they are anything else
            if chosen:
                return chosen[0][1] if len(chosen) == 1 else (scope, sides)
        fitting = fitting or found
    if len(fitting) == 1:
        return fitting[0][1]
    return scope, sides


def _is_read(sides: list[ReadSide], chain: Chain) -> bool:
    """Whether all of it is read, in shapes that fit."""
    every = all(side.problem is None for side in sides)
    return every and not _has_shape_trouble(sides, chain.links)


def _with_zeros(sides: list[ReadSide], links: tuple[Link, ...]) -> list[ReadSide]:
    """The sides, with the number 0 beside a vector or a matrix read as that of its shape."""
    found = list(sides)
    for k, link in enumerate(links):
        for zero, other in ((k, k + 1), (k + 1, k)):
            one, two = found[zero].written, found[other].written
            if link.relation not in ("=", "equiv", "!=") or one is None or two is None:
                continue
            if one.term == ZERO and (shaped := _zero_like(two)) is not None:
                found[zero] = replace(found[zero], written=shaped)
    return found


def _sized(sides: list[ReadSide], chain: Chain) -> list[ReadSide]:
    """The sides, an identity alone on one of them as large as the matrix beside it."""
    found = list(sides)
    for k in range(len(chain.links)):
        for unit, other in ((k, k + 1), (k + 1, k)):
            two, single = found[other].written, names.single(chain.sides[unit].row)
            one = found[unit].written
            if one is None or two is None or single is None or one.term.head != "identity":
                continue
            rows = _rows_of_square(two) if names.key(single) in SIZELESS else ""
            if rows:
                unit_of = Term("identity", (), rows, one.term.span)
                found[unit] = replace(found[unit], written=Written(unit_of, two.declarations))
    return found


def _rows_of_square(written: Written) -> str:
    """The size of a square matrix; "" for everything else."""
    try:
        rows, columns = written.shape
    except LanguageError:
        return ""
    return rows if rows == columns != SCALAR_SORT else ""


def _zero_like(other: Written) -> Written | None:
    """Zero in the shape of a matrix or vector; None beside a number."""
    try:
        rows, columns = other.shape
    except LanguageError:
        return None
    if (rows, columns) == SCALAR:
        return None
    unit = Term("identity", (), rows) if rows == columns else _constant_like(other)
    return Written(mul(ZERO, unit), other.declarations)


def _constant_like(other: Written) -> Term:
    """A vector of the same shape that is written simply; the side itself where there is none."""
    for part in other.term.walk():
        if part.head == "matrix" and Written(part, other.declarations).shape == other.shape:
            return part
    return other.term


def _equal_laws(scope: Scope, chain: Chain) -> set[int]:
    """The places of sides that are laws and are said to be the same, or not: P = Q."""
    singles = [names.single(side.row) for side in chain.sides]
    lone = [node is not None and names.key(node) in scope.laws for node in singles]
    pairs = [k for k, link in enumerate(chain.links) if link.relation in ("=", "!=", "equiv")]
    found = {place for k in pairs if lone[k] and lone[k + 1] for place in (k, k + 1)}
    best = [_is_minimiser(side) for side in chain.sides]
    found |= {k + 1 for k in pairs if best[k] and lone[k + 1]}
    return found | {k for k in pairs if best[k + 1] and lone[k]}


def _is_minimiser(side: Side) -> bool:
    operator, _ = divided(side.row)
    return operator is not None and operator.text in MINIMISERS


def _law(scope: Scope, side: Side) -> ReadSide:
    """A law by its value at any point."""
    reader, single = elaborator(scope), names.single(side.row)
    law = law_of(reader, names.key(single)) if single is not None else None
    if law is None or law.given:
        return read_side(scope, side)
    points = tuple(Term("point", (), (names.outcome_of(c), sort)) for c, sort in law.coords)
    term = Term("value", points, (law.name, tuple(c for c, _ in law.coords), ()))
    return ReadSide(Written(term, reader.used), None)


def _commutes(flips: dict[str, str], chain: Chain) -> bool:
    """Whether a capital is made a number for its shape alone, so that ``A B = B A`` holds."""
    made = {name for name, kind in flips.items() if kind == "number" and names.is_capital(name)}
    pairs = {pair for side in chain.sides for pair in _neighbours(side.row)} if made else set()
    return any((two, one) in pairs for one, two in pairs if one in made)


def _neighbours(row: Row) -> Iterator[tuple[str, str]]:
    """Names that stand side by side, as the factors of a product do."""
    nodes = names.unwrapped(row)
    for one, two in pairwise(nodes):
        if one.kind == two.kind == "name":
            yield names.key(one), names.key(two)
    for node in nodes:
        for inner in node.rows:
            yield from _neighbours(inner)


def _assignments(doubtful: list[str], count: int) -> Iterable[dict[str, str]]:
    for chosen in combinations(doubtful, count):
        for kinds in product(KINDS, repeat=count):
            yield dict(zip(chosen, kinds, strict=True))


def _free_points(sides: list[ReadSide]) -> set[frozenset[tuple[str, str]]]:
    """The free points of each side that was read and is no number, without repetition."""
    terms = [side.written.term for side in sides if side.written is not None]
    return {free_points(term) for term in terms if not {t.head for t in term.walk()} <= NUMERIC}


def _unless_still_free(sides: list[ReadSide], chain: Chain) -> list[ReadSide]:
    """The sides; those with a divergence of conditional laws unread when it stays unclear."""
    if len(_free_points(sides)) < 2:
        return sides
    message = "a divergence of conditional laws is one at a fixed point, or the mean over it"
    advice = "write the sum or the expectation over the condition"
    return [
        ReadSide(None, Diagnostic("SK201", side.span, message, advice))
        if found.could_average
        else found
        for found, side in zip(sides, chain.sides, strict=True)
    ]


def read_side(scope: Scope, side: Side, averages: bool = False) -> ReadSide:
    """One side in a scope."""
    if side.problem is not None:
        return ReadSide(None, side.problem)
    reader = elaborator(scope)
    reader.averages = averages
    reader.notes += side.notes
    operator, row = divided(side.row)
    try:
        term = reader.side(row)
        written = Written(term, reader.used)
        if operator is None:
            averages = reader.could_average
            found = ReadSide(written, None, reader.notes, None, averages, reader.doubt)
            found.unusual = reader.unusual
            found.otherwise = _otherwise(scope, row) if reader.unusual else None
            return found
        found_extreme = extreme(scope, operator, written) or objective(scope, operator, written)
        read = ReadSide(None, None, reader.notes, found_extreme)
        read.varies_whole = varies_whole(scope, operator)
        return read
    except Unreadable as error:
        return ReadSide(None, error.diagnostic)
    except (IllFormed, LanguageError) as error:
        return ReadSide(None, Diagnostic("SK102", side.span, str(error)))
    except RecursionError:  # \\log \\log \\log ... nests without brackets
        return ReadSide(None, Diagnostic("SK303", side.span, "the formula is nested too deeply"))


def _otherwise(scope: Scope, row: Row) -> Written | None:
    """The side in the reading that is less usual."""
    reader = elaborator(scope)
    reader.otherwise = True
    try:
        return Written(reader.side(row), reader.used)
    except (Unreadable, IllFormed, LanguageError):
        return None


def _has_shape_trouble(sides: list[ReadSide], links: tuple[Link, ...]) -> bool:
    """Whether shapes do not fit in a side, or two compared sides differ in shape."""
    if any(s.problem is not None and s.problem.code in ("SK102", "SK302") for s in sides):
        return True
    for k, link in enumerate(links):
        left, right = sides[k].written, sides[k + 1].written
        if link.relation in CLAIMS and left is not None and right is not None:
            try:
                if left.shape != right.shape:
                    return True
            except LanguageError:
                return True
    return False
