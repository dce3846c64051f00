"""How names are used in formulas: what is summed over, applied, transposed, conditioned on.

Nothing is decided here; :mod:`symkl.reading.scope` weighs what was seen.
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, field
from typing import Any

from symkl.reading import names
from symkl.reading.diagnostics import Span
from symkl.reading.layout import Node, Row

ENTROPY_LETTERS = frozenset({"H", "h", "S"})
EXPECTATION_LETTERS = frozenset({"E"})
NORMAL_LETTERS = frozenset({"N"})
DIVERGENCE_LETTERS = frozenset({"D", "KL", "DKL", "Kl", "KLD", "kl"})
INFORMATION_LETTERS = frozenset({"I", "MI"})
FUNCTIONS = frozenset({"f", "g", "h", "phi", "psi", "varphi", "T"})  # of random variables
REAL_FUNCTIONS = frozenset({"f", "g", "phi", "varphi", "psi", "Phi", "F"})  # of numbers
CROSS_LETTERS = frozenset({"CE"})
TOTAL_VARIATION = frozenset({"TV", "tv", "Tv"})


def is_total_variation(node: Node) -> bool:
    r"""Whether the name is ``\mathrm{TV}``, ``d_{TV}`` and the like."""
    label = "" if node.sub is None else names.text(node.sub)
    if node.text in TOTAL_VARIATION:
        return not label
    return label in TOTAL_VARIATION and node.text in ("d", "D", "delta")


@dataclass(frozen=True)
class Use:
    """A point that stands in an argument: its key, and whether it is an event ``X = x``."""

    key: str
    event_of: str = ""


@dataclass(frozen=True)
class Application:
    """``base(targets | given; parameters)``, each argument a plain name.

    Where it stands makes no difference: in a long text the same few are used over and over.
    """

    base: str
    targets: tuple[Use, ...]
    given: tuple[Use, ...]
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Normal:
    """``N(mean, covariance)`` as written, with the name it is the law of, if one is said."""

    of: str
    mean: Row
    covariance: Row
    span: Span
    at: str = ""  # the x of N(x; mean, covariance)
    targets: tuple[str, ...] = ()  # the arguments with which the law is written
    is_law: bool = False  # ``g = N(...)``: g is the law itself, and no value that is drawn from it


COINS = frozenset({"Bern", "Bernoulli", "Ber"})


PROBABILITIES = frozenset({"P", "Pr", "bb:P", "p", "cal:P"})  # heads of events: P(X = 1)


@dataclass(frozen=True)
class Toss:
    """``P(X = 1)`` or ``p(1)``: a probability of 0 or 1, and what it is said to be.

    ``of`` is the variable, or the law where none is written; ``chance`` the p of ``P(X = 1) = p``
    or of ``P(X = 0) = 1 - p``, "" where nothing is said.
    """

    of: str
    side: str
    chance: str
    span: Span = field(compare=False)


@dataclass(frozen=True)
class Coin:
    r"""``X \sim \mathrm{Bern}(p)``: a law on 0 and 1 with this chance, a number or a name."""

    of: str
    chance: str
    span: Span = field(compare=False)


@dataclass(init=False)
class Usage:
    """Everything seen in some formulas; what is empty is made when it is first asked for."""

    summed: dict[str, Span] = field(default_factory=dict)
    weighted: set[str] = field(default_factory=set)  # x of a sum over i of p(x_i) times something
    indices: dict[str, str] = field(default_factory=dict)  # bound index to its upper limit
    integrated: dict[str, Span] = field(default_factory=dict)
    applications: list[Application] = field(default_factory=list)
    divergences: list[tuple[str, str]] = field(default_factory=list)
    expectations: set[str] = field(default_factory=set)  # laws that an expectation is under
    drawn: list[tuple[str, str]] = field(default_factory=list)  # x ~ p
    entropies: list[tuple[str, ...]] = field(default_factory=list)  # names in one H or I
    measured: list[tuple[str, str]] = field(default_factory=list)  # h and t of h(t), H_b(t)
    differential: set[str] = field(default_factory=set)  # variables under the h of densities
    distributions: set[str] = field(default_factory=set)  # H(P, Q) or H(p), where told apart
    transposed: set[str] = field(default_factory=set)
    inverted: set[str] = field(default_factory=set)
    squares: set[str] = field(default_factory=set)  # matrices by tr, det or bars
    transforms: set[str] = field(default_factory=set)  # W of W = S^-1: no random variable
    deviations: set[str] = field(default_factory=set)  # s of s^2 = Var(X)
    scalars: set[str] = field(default_factory=set)  # random variables that are said to be numbers
    logged: set[str] = field(default_factory=set)  # bases applied directly under a logarithm
    scaled: set[str] = field(default_factory=set)  # names under log, root or in a divisor
    complemented: set[str] = field(default_factory=set)  # p of 1 - p under a logarithm
    powered: set[str] = field(default_factory=set)  # names with a numeric power
    normals: list[Normal] = field(default_factory=list)
    coins: list[Coin] = field(default_factory=list)
    tosses: list[Toss] = field(default_factory=list)
    dimensions: set[str] = field(default_factory=set)
    indexed: list[tuple[str, str]] = field(default_factory=list)  # (base, subscript)
    normed: set[str] = field(default_factory=set)  # letters of names between two double bars
    listed: set[str] = field(default_factory=set)  # sets that are written out: {0, 1}
    members: list[tuple[str, str]] = field(default_factory=list)  # x in X
    averaged: list[tuple[str, ...]] = field(default_factory=list)  # variables in a bare E
    moments: set[str] = field(default_factory=set)  # variables that E, Var and Cov compute with
    markov: list[tuple[str, ...]] = field(default_factory=list)  # X -> Y -> Z
    counted: set[str] = field(default_factory=set)  # p of 1 - p
    computed: set[str] = field(default_factory=set)  # f of f(1/2): applied to no plain name
    names: dict[str, Span] = field(default_factory=dict)
    log_bases: set[str] = field(default_factory=set)
    energies: set[str] = field(default_factory=set)  # E of e^{-E(s)}: no expectation

    def __init__(self, **seen: Any) -> None:
        self.__dict__.update(seen)

    def __getattr__(self, name: str) -> Any:
        # Most formulas show little, and a long document has many formulas.
        kept = type(self).__dataclass_fields__.get(name)
        if kept is None or kept.default_factory is MISSING:
            raise AttributeError(name)
        made = self.__dict__[name] = kept.default_factory()
        return made

    @property
    def is_empty(self) -> bool:
        """Whether nothing was seen."""
        return not any(self.__dict__.values())

    def about(self, near: Usage) -> Usage:
        """What this says of names that ``near`` uses and says nothing about itself."""
        used = {names.letter_of(name) for name in near.names}
        bound = {names.letter_of(x) for x in (*near.summed, *near.integrated, *near.indices)}
        applied = {a.base for a in near.applications}

        def open_point(name: str) -> bool:
            return names.letter_of(name) in used - bound

        return Usage(
            summed={x: at for x, at in self.summed.items() if open_point(x)},
            indices={x: limit for x, limit in self.indices.items() if open_point(x)},
            integrated={x: at for x, at in self.integrated.items() if open_point(x)},
            applications=[
                a for a in self.applications if a.base in near.names and a.base not in applied
            ],
            divergences=[d for d in self.divergences if set(d) <= near.names.keys()],
            expectations=self.expectations & near.names.keys(),
            drawn=[d for d in self.drawn if set(d) & near.names.keys()],
            distributions=self.distributions & near.names.keys(),
            transposed=self.transposed & near.names.keys(),
            inverted=self.inverted & near.names.keys(),
            squares=self.squares & near.names.keys(),
            powered=self.powered & near.names.keys(),
            scaled=self.scaled & near.names.keys(),
            normals=[
                n
                for n in self.normals
                if self._parameters(n) & near.names.keys() and (not n.of or n.of in near.names)
            ],
            dimensions=self.dimensions & near.names.keys(),
            tosses=[toss for toss in self.tosses if toss.of in near.names],
            coins=[coin for coin in self.coins if coin.of in near.names],
            complemented=self.complemented & near.names.keys(),
            computed=self.computed & near.names.keys(),
            energies=self.energies & near.names.keys(),
        )

    @staticmethod
    def _parameters(normal: Normal) -> set[str]:
        nodes = [names.single(row) for row in (normal.mean, normal.covariance)]
        return {names.key(node) for node in nodes if node is not None and node.text != "I"}

    def indexed_by(self) -> set[str]:
        """The names that stand as a subscript."""
        return {label for _, label in self.indexed}

    def merged(self, other: Usage) -> Usage:
        """Both together, this one first."""
        both = Usage()
        for name in self._seen() | other._seen():
            mine, theirs = getattr(self, name), getattr(other, name)
            joined = (
                {**theirs, **mine}
                if isinstance(mine, dict)
                else mine | theirs
                if isinstance(mine, set)
                else [*mine, *(item for item in theirs if item not in mine)]
            )
            setattr(both, name, joined)
        return both

    def add(self, other: Usage) -> None:
        """Put the other one to this one, which counts first."""
        for name in other._seen():
            mine, theirs = getattr(self, name), getattr(other, name)
            if isinstance(mine, dict):
                for key, value in theirs.items():
                    mine.setdefault(key, value)
            elif isinstance(mine, set):
                mine |= theirs
            else:
                self._extend(name, mine, theirs)

    def _seen(self) -> set[str]:
        """The names of what is not empty."""
        return {name for name, seen in self.__dict__.items() if seen and name != "_kept"}

    def _extend(self, name: str, mine: list[Any], theirs: list[Any]) -> None:
        """Add to one of the lists, which is not searched from its start for each formula."""
        kept: dict[str, tuple[int, set[Any]]] = self.__dict__.setdefault("_kept", {})
        size, known = kept.get(name, (0, set()))
        if size != len(mine):
            known = set(mine)
        new = [item for item in theirs if item not in known]
        mine += new
        known.update(new)
        kept[name] = len(mine), known
