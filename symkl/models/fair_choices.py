"""Random variables that are functions of one fair choice, as lists of their values.

Linear codes over GF(2) are among them, and so are the four outcomes at which the inequality of
Ingleton fails: two fair bits, their minimum and their maximum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, product
from math import log
from random import Random

from symkl.models.simple import by_rank

Labels = tuple[int, ...]  # the value of a variable at each outcome of the choice
ALL = 4096  # assignments of functions to variables, where there are no more
SIMPLE, SAMPLED = 300, 900  # where there are more
BITS = 3
Form = tuple[tuple[int, float], ...]  # sets of variables with their coefficients
Given = tuple[tuple[str, Form], ...]
CLOSE = 1e-9
LOOKS: Mapping[str, Callable[[float], bool]] = {
    "=": lambda value: abs(value) < CLOSE,
    "!=": lambda value: abs(value) > CLOSE,
    ">=": lambda value: value > -CLOSE,
    "<=": lambda value: value < CLOSE,
    ">": lambda value: value > CLOSE,
    "<": lambda value: value < -CLOSE,
}


class Assignment:
    """A function of one fair choice for each of some variables.

    Joint entropies are floating-point numbers, each worked out once; a set of variables is a
    number in binary.
    """

    __slots__ = ("_entropies", "labels")

    def __init__(self, labels: tuple[Labels, ...]) -> None:
        self.labels = labels
        self._entropies: dict[int, float] = {}

    def entropy(self, chosen: int) -> float:
        """The entropy of these variables together."""
        found = self._entropies.get(chosen)
        if found is None:
            together = (at for place, at in enumerate(self.labels) if chosen >> place & 1)
            found = self._entropies[chosen] = joint_entropy_of(frozenset(together))
        return found

    def value(self, form: Form) -> float:
        """The sum of coefficients times joint entropies."""
        total, known = 0.0, self._entropies  # of which most are there already
        for chosen, c in form:
            total += c * (known[chosen] if chosen in known else self.entropy(chosen))
        return total

    def obeys(self, given: Given) -> bool:
        """Whether each form seems to stand in its relation to 0."""
        return all(LOOKS[relation](self.value(form)) for relation, form in given)


def assignments(count: int, rng: Random, given: Given = ()) -> Iterator[Assignment]:
    """Functions of one fair choice for so many variables: all, or simple and random ones.

    In all of them each form that is given seems to stand in its relation to 0.
    """
    for kind in KINDS:
        functions = kind()
        yield from _obeying(kind, count, given)
        for _ in range(0 if _are_few(functions, count) else SAMPLED):
            found = Assignment(tuple([rng.choice(functions) for _ in range(count)]))
            if found.obeys(given):
                yield found


@lru_cache(maxsize=32)
def _obeying(kind: Callable[[], list[Labels]], count: int, given: Given) -> list[Assignment]:
    """The claims of a derivation have their hypotheses in common: few assignments are left."""
    return [found for found in _simple(kind, count) if found.obeys(given)]


@lru_cache(maxsize=32)
def _simple(kind: Callable[[], list[Labels]], count: int) -> list[Assignment]:
    """The same objects each time, with the entropies that they remember."""
    functions = kind()
    limit = ALL if _are_few(functions, count) else SIMPLE
    ranked = by_rank([len(functions)] * count, limit)
    return [Assignment(tuple([functions[place] for place in places])) for places in ranked]


def _are_few(functions: Sequence[Labels], count: int) -> bool:
    return bool(len(functions) ** count <= ALL)


@lru_cache(maxsize=30_000)
def joint_entropy_of(labels: frozenset[Labels]) -> float:
    """The entropy of some functions of a fair choice together, in floating point."""
    counts = Counter(zip(*labels, strict=True)).values()
    outcomes = sum(counts)
    return -sum(n / outcomes * log(n / outcomes) for n in counts)


@lru_cache(maxsize=1)
def functions_of_four() -> list[Labels]:
    """Every function of a fair choice among four, up to names of values, few values first.

    >>> functions_of_four()[:3]
    [(0, 0, 0, 0), (0, 0, 0, 1), (0, 0, 1, 0)]
    """
    found = [
        labels
        for labels in product(range(4), repeat=4)
        if all(at <= 1 + max(labels[:place], default=-1) for place, at in enumerate(labels))
    ]
    return sorted(found, key=lambda labels: (max(labels), labels))


@lru_cache(maxsize=1)
def _binary_functions() -> list[Labels]:
    return [labels for labels in functions_of_four() if max(labels) < 2]


@lru_cache(maxsize=4)
def linear_functions(bits: int) -> list[Labels]:
    """Every linear function over GF(2) of so many fair bits, up to names of values.

    >>> linear_functions(2)
    [(0, 0, 0, 0), (0, 0, 1, 1), (0, 1, 0, 1), (0, 1, 1, 0), (0, 1, 2, 3)]
    """
    outcomes = range(1 << bits)
    found: set[Labels] = set()
    for rows in chain.from_iterable(product(outcomes, repeat=r) for r in range(bits + 1)):
        images = [tuple((row & at).bit_count() % 2 for row in rows) for at in outcomes]
        number = {image: place for place, image in enumerate(dict.fromkeys(images))}
        found.add(tuple(number[image] for image in images))
    return sorted(found, key=lambda labels: (max(labels), labels))


def _linear_functions_of_eight() -> list[Labels]:
    return linear_functions(BITS)


def _linear_functions_of_four() -> list[Labels]:
    return linear_functions(2)


def _copies() -> list[Labels]:
    """A constant and the choice itself: few enough for every assignment to many variables."""
    return linear_functions(1)


KINDS = (
    _binary_functions,
    functions_of_four,
    _linear_functions_of_eight,
    _linear_functions_of_four,
    _copies,
)
