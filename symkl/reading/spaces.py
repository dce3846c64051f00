"""Spaces: what outcomes range over, finite or real, and how many elements they have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from symkl.kernel.context import SCALAR_SORT, Declaration, Sort
from symkl.reading import names
from symkl.reading.evidence import NEAR
from symkl.reading.indices import alike
from symkl.reading.parameters import LAW_LETTERS, Parameters
from symkl.reading.spreads import UNITS
from symkl.reading.subscripts import are_random, law_like
from symkl.reading.usage import Normal, Usage

VALUES = frozenset("uvwxyz")  # letters of values that are numbered: x_i beside p_i
SAMPLED = "sampled"  # a choice that x_n are data, and not the alphabet with its N values
SUBSCRIPTED = LAW_LETTERS | {"f"}  # letters of laws that have their variables in the subscript


class Spaces(Parameters):
    """The space of every random variable."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._sorts: dict[str, Sort] = {}
        self._real: set[str] = set()  # outcomes of which only their company says that they are real
        self._finite: set[str] = set()  # outcomes whose distant uses are not followed
        self._spaces: dict[str, Sort] = {}

    def is_real(self, outcome: str) -> bool:
        """Whether the outcome is a point of R^d: the nearest formula that says so decides."""
        if outcome in self._real:
            return True
        near = self._evidence(outcome, self.levels[:NEAR])
        if near is not None:
            return near
        return outcome not in self._finite and self._evidence(outcome, (self.all,)) is True

    def _evidence(self, outcome: str, levels: Iterable[Usage]) -> bool | None:
        """Whether these levels say that the outcome is a point of R^d; None: they say nothing."""
        letter = names.letter_of(outcome)
        vector = self.declared.kind(outcome) in ("vector", "number")
        if vector and self.declared.is_outright(outcome):
            return True
        said = self.declared.flags(names.variable_of(outcome)) & {"discrete", "continuous"}
        if len(said) == 1:
            return said == {"continuous"}
        levels = list(levels)
        for level in levels:
            real = {names.letter_of(x) for x in (*level.integrated, *self._normal_points(level))}
            real |= {names.letter_of(names.outcome_of(n.of)) for n in level.normals if n.of}
            real |= {names.letter_of(n.at) for n in level.normals if n.at}
            real |= {names.letter_of(names.outcome_of(x)) for x in level.differential}
            finite = {names.letter_of(x) for x in (*level.summed, *level.indices)}
            finite |= level.weighted
            finite |= {self._letter_beside(index, level) for index in level.indexed_by()}
            if (letter in real) != (letter in finite):
                return letter in real
            if letter in {names.letter_of(x) for x in (*level.transposed, *level.powered)}:
                return True
        return True if vector or self._is_computed_with(letter, levels) else None

    def _is_computed_with(self, letter: str, levels: Iterable[Usage]) -> bool:
        """Whether the mean or the variance of a variable is taken."""
        found = (x for level in levels for x in level.moments.difference(*level.entropies))
        return letter in {names.letter_of(names.outcome_of(x)) for x in found}

    def is_summed(self, outcome: str) -> bool:
        """Whether something says that the outcome is one of a finite alphabet."""
        return self._evidence(outcome, (*self.levels[:NEAR], self.all)) is False

    def letter_of_index(self, index: str) -> str:
        """The x of ``p_i x_i``: then i numbers the values of X; "" where it is no one letter."""
        found = (self._letter_beside(index, level) for level in self.levels[:NEAR])
        return next(filter(None, found), "")

    def _letter_beside(self, index: str, level: Usage) -> str:
        if index not in level.indices and index not in level.summed:
            return ""
        stems = {stem for stem, label in level.indexed if label == index}
        letters = [s for s in stems if s in VALUES and self._may_number(f"{s}_{index}", s)]
        return letters[0] if len(letters) == 1 and self._is_always_weighted(letters[0]) else ""

    def _is_always_weighted(self, stem: str) -> bool:
        """Whether x_i stands beside a law with the same index wherever it stands."""
        indexed = {pair for level in self.levels[:NEAR] for pair in level.indexed}
        weighted = {label for law, label in indexed if names.letter_of(law) in LAW_LETTERS}
        return {label for name, label in indexed if name == stem} <= weighted

    def _may_number(self, key: str, stem: str) -> bool:
        """Whether nothing says that x_i is anything but a value of X."""
        vectors = any(key in level.transposed for level in self.levels[:NEAR])
        return not vectors and self.declared.kind(stem) in ("", "outcome")

    def _normal_points(self, level: Usage) -> Iterator[str]:
        for application in level.applications:
            if any(self._is_of(normal, application.base) for normal in level.normals):
                yield from (use.key for use in application.targets)

    def space_of(self, variable: str) -> Sort:
        """The sort over which a random variable ranges."""
        if variable in self._spaces:
            return self._spaces[variable]
        outcome = names.outcome_of(variable)
        if self.is_real(outcome):
            return self._real_space(outcome)
        letter = self.declared.alphabet_of(outcome) or names.letter_of(variable)
        return Sort(letter, self.declared.size_of(letter) or self._size_of(letter))

    def _random_variables(self, near: bool = False) -> Iterator[str]:
        """Capitals that outcomes or entropies make known as random variables.

        ``near``: not those that are only summed or integrated over under other headings.
        """
        levels = self.levels[:NEAR] if near else (self.all,)
        for group in self.all.entropies:
            yield from (v for v in group if names.is_capital(v))
        for application in self.all.applications:
            for use in (*application.targets, *application.given):
                yield use.event_of or names.variable_of(use.key)
        for level in levels:
            yield from map(names.variable_of, (*level.summed, *level.integrated))
        yield from self._subscripted

    @cached_property
    def _subscripted(self) -> frozenset[str]:
        """Variables that the subscripts of laws make known: ``P_{XY}``, ``f_{Y|X}(y|x)``."""
        return frozenset(
            variable
            for stem, found in law_like(self.all)
            if names.letter_of(stem) in SUBSCRIPTED and are_random(found)
            for variable in found.variables
        )

    def _real_space(self, outcome: str) -> Sort:
        index = self._index_of_vector(outcome)
        return Sort(f"R^{index}", "", "real", index)

    def _index_of_vector(self, outcome: str) -> str:
        kind, shape = self.declared.kind(outcome), self.declared.shape(outcome)
        if kind in ("vector", "number"):
            return shape[0] if shape else SCALAR_SORT if kind == "number" else self.dimension
        letter = names.letter_of(outcome)
        if names.variable_of(outcome) in self.all.scalars:
            return SCALAR_SORT
        vectors = {names.letter_of(names.outcome_of(x)) for x in self.all.transposed}
        if letter in vectors or self._has_matrix_normal():
            return self.dimension
        moments = {names.letter_of(names.outcome_of(x)) for x in self.all.moments}
        powered = {names.letter_of(x) for x in self.all.powered}
        if letter in powered | moments or self.all.normals:
            return SCALAR_SORT
        return self.dimension if self.all.dimensions else f"d_{letter}"

    def _size_of(self, letter: str) -> str:
        if SAMPLED in self.flips:
            return f"|{letter}|"
        low = letter[:1].lower() + letter[1:]
        for one in alike(self.all, low):
            if self.all.indices.get(one, "").isidentifier():
                return self.all.indices[one]
        for index, limit in self.all.indices.items():
            used = {(names.letter_of(base), sub) for base, sub in self.all.indexed}
            if limit and limit.isidentifier() and (low, index) in used:
                return limit
        indexed = {sub for base, sub in self.all.indexed if base in LAW_LETTERS}
        limits = [limit for index, limit in self.all.indices.items() if index in indexed]
        variables = {name for group in self.levels[0].entropies for name in group}
        if variables == {letter} and len(limits) == 1 and limits[0].isidentifier():
            return limits[0]  # H(X) beside the sum of p_i from 1 to n
        return f"|{letter}|"

    def outcomes_indexed_by(self, index: str) -> list[str]:
        """The letters x of x_i that stand as arguments of laws or functions."""
        arguments = {
            use.key
            for application in self.all.applications
            for use in (*application.targets, *application.given)
        }
        stems = dict.fromkeys(stem for stem, label in self.all.indexed if label == index)
        return [stem for stem in stems if f"{stem}_{index}" in arguments]

    def sort(self, name: str) -> Sort:
        """The sort of this name that a formula uses."""
        return self._sorts[name]

    def _space_of_normal(self, normal: Normal) -> Sort:
        unit = names.text(normal.covariance) in UNITS
        return self.vector_space(scalar=not (self._capital(normal) or unit))

    def variable_of(self, outcome: str, event_of: str = "") -> str:
        """The random variable that an outcome is a value of."""
        if event_of:
            return event_of
        if names.is_capital(outcome) and self._is_variable(outcome):
            return outcome
        return names.variable_of(self._bare(outcome))

    def _is_variable(self, name: str) -> bool:
        return self.declared.kind(name) in ("", "variable")

    def _bare(self, outcome: str) -> str:
        """X' stands for another value of X, and so does x_i when i is a bound index."""
        stem, _, label = outcome.partition("_")
        stem = stem.replace("'", "")
        return stem if not label or label in self.all.indices else f"{stem}_{label}"

    def vector_space(self, scalar: bool) -> Sort:
        """The real line, or R^k."""
        index = SCALAR_SORT if scalar else self.dimension
        return Sort(f"R^{index}", "", "real", index)

    def declarations_of_sort(self, name: str) -> list[Declaration]:
        """The sort, and for a real space that of its indices."""
        sort = self._sorts.get(name)
        if sort is None:
            known = name == self.dimension or self.is_dimension(name)
            return [Sort(name, name)] if known else []
        if sort.kind == "real" and sort.index != SCALAR_SORT:
            return [sort, Sort(sort.index, sort.index)]
        return [sort]

    def note_sort(self, sort: Sort) -> None:
        """Remember a sort that a formula uses."""
        self._sorts.setdefault(sort.name, sort)
