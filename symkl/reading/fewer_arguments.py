r"""Notations with fewer arguments than they have: ``F(\phi)`` for ``F(\theta, \phi; x)``.

Where one notation alone has the head, all or some of its arguments say that it is meant, and so
does, with a doubt, the head alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from symkl.reading import names
from symkl.reading.evidence import Definition
from symkl.reading.layout import Node
from symkl.reading.usage import (
    DIVERGENCE_LETTERS,
    ENTROPY_LETTERS,
    EXPECTATION_LETTERS,
    INFORMATION_LETTERS,
)

NOTIONS = ENTROPY_LETTERS | DIVERGENCE_LETTERS | INFORMATION_LETTERS | EXPECTATION_LETTERS
OPENING = re.compile(r"[(\[{]")
SEPARATORS = re.compile(r"[,;|](?![^(]*\))")


def abbreviated(
    definitions: Mapping[str, Definition], node: Node, fence: Node | None
) -> Definition | None:
    """What a name stands for that is defined with more arguments, or in other brackets."""
    if node.text in NOTIONS:
        return None
    head = names.key(node)
    whole = [key for key in definitions if _head(key) == head]
    if len(whole) != 1:
        return None
    (key,) = whole
    found = definitions[key]
    if fence is None:
        return replace(found, doubt=f"{names.printable(key)}, whose arguments are left out")
    given, known = _arguments(names.text(fence.parts[0])), _arguments(key[len(head) + 1 : -1])
    in_order = [argument for argument in known if argument in given]
    return found if given and in_order == given else None


def _head(key: str) -> str:
    """The name of a notation before its bracket; "" for a name without one."""
    bracket = OPENING.search(key)
    alone = bracket is None or key[bracket.start() - 1 : bracket.start()] in ("^", "")
    return "" if alone or bracket is None else key[: bracket.start()]


def _arguments(text: str) -> list[str]:
    return [part for part in SEPARATORS.split(text) if part]
