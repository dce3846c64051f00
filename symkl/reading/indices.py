"""Letters that number the same things: i and j of ``z_i`` and ``z_j`` run over one set."""

from __future__ import annotations

import re

from symkl.reading.usage import Usage

LETTERS = frozenset("ijklmn")
NUMBERING = re.compile(r"[a-z](?:,?[a-z])?")


def alike(usage: Usage, index: str) -> list[str]:
    """The letters that stand where the index does, those with a known limit first.

    Letters with different limits number different things, whatever they stand beside.

    Examples:
        >>> used = Usage(indices={"j": "K"}, indexed=[("z", "i"), ("z", "j"), ("x", "n")])
        >>> alike(used, "i"), alike(used, "n")
        (['j', 'i'], ['n'])
    """
    places: dict[tuple[str, int, int], set[str]] = {}
    for stem, label in usage.indexed:
        letters = letters_in(label)
        for place, letter in enumerate(letters):
            if letter in LETTERS or letter in usage.indices:
                places.setdefault((stem, place, len(letters)), set()).add(letter)
    found, before = {index}, 0
    while len(found) > before:
        before = len(found)
        found = found.union(*(group for group in places.values() if group & found))
    limits = {usage.indices[letter] for letter in found if usage.indices.get(letter)}
    if len(limits) > 1:
        return [index]
    return sorted(found, key=lambda letter: (not usage.indices.get(letter), letter))


def letters_in(label: str) -> list[str]:
    """The letters of ``i``, ``nk`` and ``n,k``; none of any other subscript."""
    return [c for c in label if c != ","] if NUMBERING.fullmatch(label) else []


def is_bound(usage: Usage, index: str) -> bool:
    """Whether a sum runs over the index, or over a letter that numbers the same."""
    return any(x in usage.indices or x in usage.summed for x in alike(usage, index))
