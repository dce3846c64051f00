"""What the author says outright about names, in a block, a formula or a sentence.

It comes before what use and convention suggest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from symkl.reading.diagnostics import Span
from symkl.reading.names import letter_of, variable_of
from symkl.reading.usage import Usage

How = Literal["declared", "formula", "prose", "usage", "convention"]
Kind = Literal[
    "law",
    "outcome",
    "variable",
    "alphabet",
    "function",
    "number",
    "vector",
    "matrix",
    "dimension",
    "base",
    "quantity",  # what a letter of a notion is, where the text says that it is something else
]
SINGULAR, DEVIATION = "singular", "a standard deviation"
LIMITS = frozenset({SINGULAR, DEVIATION})  # what forbids some uses of a name, and not all
SHAPED = ("vector", "matrix", "number")
STRENGTH: dict[How, int] = {"declared": 0, "formula": 1, "prose": 2, "usage": 3, "convention": 4}


@dataclass(frozen=True)
class Said:
    """One name with its kind; ``shape`` are the names of its dimensions, ``flags`` its properties.

    ``usage`` holds what is said of a law or an outcome beyond that: its arguments, its parameters.
    """

    name: str
    kind: Kind
    how: How
    span: Span
    shape: tuple[str, ...] = ()
    flags: frozenset[str] = frozenset()
    usage: Usage = field(default_factory=Usage, compare=False)

    def agrees(self, other: Said) -> bool:
        """Whether both may be said of one name."""
        kinds = {self.kind, other.kind}
        same = self.kind == other.kind or (
            kinds <= {"outcome", "vector", "number"} and "outcome" in kinds
        )
        return same and (not self.shape or not other.shape or self.shape == other.shape)

    def with_more(self, other: Said) -> Said:
        """This, with the properties that something weaker or further away adds."""
        return replace(
            self,
            shape=self.shape or other.shape,
            flags=self.flags | other.flags,
            usage=self.usage.merged(other.usage),
        )

    def concerns(self, near: Usage) -> bool:
        """Whether formulas that use names so are about this name, or about variables of its law."""
        case = self.name[:1].swapcase() + self.name[1:]
        laws = {base for base, _ in near.indexed} | {law for _, law in near.drawn}
        arguments = {name for group in near.entropies for name in group}
        if {self.name, case} & (near.names.keys() | near.expectations | laws | arguments):
            return True
        variables = {variable_of(name) for name in near.names.keys() | arguments}
        joint = [a.targets for a in self.usage.applications if len(a.targets) > 1]
        mine = {variable_of(use.key) for targets in joint for use in targets}
        mine |= {variable_of(drawn) for drawn, _ in self.usage.drawn}
        mine |= {name for group in self.usage.averaged for name in group}
        return bool(mine & variables)


@dataclass(frozen=True)
class Declared:
    """What is said where a chain stands, by name.

    ``conflicts`` are names that are said to be two things, with what is said and where.

    ``otherwise`` are letters of notions that stand for something else, with what that is.

    ``usage`` is what is said of laws and outcomes, as if formulas had used them so.
    """

    said: dict[str, Said] = field(default_factory=dict)
    usage: Usage = field(default_factory=Usage)
    conflicts: dict[str, str] = field(default_factory=dict)
    otherwise: dict[str, str] = field(default_factory=dict)  # letters of notions that are none

    def kind(self, name: str) -> str:
        """The kind of a name; "" when nothing is said of it."""
        found = self.said.get(name)
        return found.kind if found is not None else ""

    def is_outright(self, name: str) -> bool:
        """Whether the name is declared in a block, and not only in a sentence."""
        return name in self.said and self.said[name].how == "declared"

    def flags(self, name: str) -> frozenset[str]:
        """The properties of a name."""
        found = self.said.get(name)
        return found.flags if found is not None else frozenset()

    def shape(self, name: str) -> tuple[str, ...]:
        """The dimensions of a name."""
        found = self.said.get(name)
        return found.shape if found is not None else ()

    def dimensions_of(self, about: Iterable[str] | None = None) -> list[str]:
        """The dimensions in the shapes of these names, or of all, and those named as such."""
        wanted = self.said if about is None else [n for n in about if n in self.said]
        shapes = [self.said[name].shape for name in wanted if self.said[name].kind in SHAPED]
        found = [part for shape in shapes for part in shape]
        found += [name for name in wanted if self.said[name].kind == "dimension"]
        return list(dict.fromkeys(found))

    def law_of(self, variable: str) -> str:
        """The law that a random variable is drawn from; "" when none is said."""
        return next((law for drawn, law in self.usage.drawn if drawn == variable), "")

    def alphabet_of(self, outcome: str) -> str:
        """The letter of the set that an outcome is said to be in; "" when none is said."""
        sets = dict(self.usage.members)
        return letter_of(sets[outcome]) if outcome in sets else ""

    @property
    def log_base(self) -> int | None:
        """The base of plain logarithms where it is declared and not e."""
        shape = self.shape("log")
        return int(shape[0]) if shape and shape[0].isdigit() else None

    def size_of(self, letter: str) -> str:
        """The name of the number of elements of an alphabet; "" when none is said."""
        for name, said in self.said.items():
            if said.kind == "alphabet" and letter_of(name) == letter and said.shape:
                return said.shape[0]
        return ""


@dataclass(frozen=True)
class Gathered:
    """What is said of each name where chains of one heading stand, whatever they are about."""

    said: dict[str, Said] = field(default_factory=dict)
    conflicts: dict[str, str] = field(default_factory=dict)
    otherwise: dict[str, str] = field(default_factory=dict)

    def about(self, near: Usage) -> Declared:
        """What counts for formulas that use names so."""
        usage = Usage()
        for entry in self.said.values():
            if entry.concerns(near):
                usage = usage.merged(entry.usage)
        return Declared(self.said, usage, self.conflicts, self.otherwise)


def gathered(groups: Iterable[Iterable[Said]], line: Callable[[int], int]) -> Gathered:
    """The nearest of the strongest, name by name.

    ``groups`` come from near to far, one for each heading.  Two that stand in one group, are as
    strong and of different kinds are a conflict, which is told with the lines of both.
    """
    ranked = [
        ((STRENGTH[entry.how], place), entry)
        for place, group in enumerate(groups)
        for entry in group
    ]
    otherwise = {e.name: e.shape[0] for _, e in reversed(ranked) if e.kind == "quantity"}
    ranked = [(rank, entry) for rank, entry in ranked if entry.kind != "quantity"]
    chosen: dict[str, tuple[tuple[int, int], Said]] = {}
    conflicts: dict[str, str] = {}
    for rank, entry in sorted(ranked, key=lambda pair: pair[0]):
        first, other = chosen.setdefault(entry.name, (rank, entry))
        if other is not entry and other.agrees(entry):
            chosen[entry.name] = first, other.with_more(entry)
        elif other is not entry and first == rank:
            places = [f"a {one.kind} in line {line(one.span[0])}" for one in (other, entry)]
            told = f"{entry.name!r} is said to be {' and '.join(places)}"
            conflicts.setdefault(entry.name, told)
    said = {name: entry for name, (_, entry) in chosen.items()}
    outright = {name for name, entry in said.items() if entry.how == "declared"}
    kept = {name: what for name, what in otherwise.items() if name not in outright}
    return Gathered(said, conflicts, kept)
