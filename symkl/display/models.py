"""Models on one line: sizes, tables, matrices, and the densities in them in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

Told = Callable[[str], str]  # what says a text of ours in a language
PIECE = re.compile(r"(?:uniform|exponential of rate \S+|exp\([^)]*\)) on(?= [\[(])")  # of a density


def value_of(value: Any, told: Told, brackets: str = "()") -> str:
    """A value of a model; lists stand in these brackets.

    >>> value_of([{"weight": "1/2", "density": "uniform on [0, 1]"}, "3"], str)
    '({weight: 1/2, density: uniform on [0, 1]}, 3)'
    """
    if isinstance(value, Mapping):
        parts = (f"{told(key)}: {value_of(item, told, brackets)}" for key, item in value.items())
        return "{" + ", ".join(parts) + "}"
    if isinstance(value, list | tuple):
        return brackets[0] + ", ".join(value_of(v, told, brackets) for v in value) + brackets[1]
    return PIECE.sub(lambda piece: told(piece.group()), str(value))
