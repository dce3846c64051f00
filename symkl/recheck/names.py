"""Python names for the names of a model, all different and none of them taken."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Hashable

import mpmath


class PythonNames:
    """Names given on first use, and kept."""

    def __init__(self) -> None:
        self._given: dict[Hashable, str] = {}
        self._taken = {"lhs", "rhs", "entry", "mp", "t", "m", "S", "f"}

    def of(self, key: Hashable, wanted: str) -> str:
        """The name for this key: the wanted one where Python and the script allow it.

        >>> names = PythonNames()
        >>> names.of("a", "P"), names.of("b", "P"), names.of("a", "P"), names.of("c", "log")
        ('P', 'P_2', 'P', 'log_')
        """
        if key not in self._given:
            self._given[key] = self._free(_plain(wanted))
        return self._given[key]

    def _free(self, base: str) -> str:
        name, number = base, 1
        while name in self._taken:
            number += 1
            name = f"{base}_{number}"
        self._taken.add(name)
        return name


def _plain(wanted: str) -> str:
    name = re.sub(r"\W+", "_", wanted.replace("'", "_prime").replace("\\", "")).strip("_")
    name = name if name.isascii() and name[:1].isalpha() else f"v{name}" if name.isascii() else "v"
    known = keyword.iskeyword(name) or hasattr(mpmath, name) or hasattr(builtins, name)
    return f"{name}_" if known else name
