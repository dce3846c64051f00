"""Random variables that are functions of one fair choice, as lists of their values.

Linear codes over GF(2) are among them, and so are the four outcomes at which the inequality of
Ingleton fails: two fair bits, their minimum and their maximum.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain, product
from math import log
from random import Random

from symkl.models.simple import by_rank

Labels = tuple[int, ...]  # the value of a variable at each outcome of the choice
ALL = 4096  # assignments of functions to variables, where there are no more
SIMPLE, SAMPLED = 300, 900  # where there are more
BITS = 3


def assignments(names: Sequence[str], rng: Random) -> Iterator[Mapping[str, Labels]]:
    """A function of one fair choice for each variable: all of them, or simple and random ones."""
    of_four = functions_of_four()
    binary = [labels for labels in of_four if max(labels) < 2]
    for functions in (binary, of_four, linear_functions(BITS)):
        few = len(functions) ** len(names) <= ALL
        for places in by_rank([len(functions)] * len(names), ALL if few else SIMPLE):
            yield {name: functions[place] for name, place in zip(names, places, strict=True)}
        for _ in range(0 if few else SAMPLED):
            yield {name: rng.choice(functions) for name in names}


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
