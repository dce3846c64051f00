r"""Weights of a convex combination: ``\lambda_i \ge 0`` and ``\sum_i \lambda_i = 1``.

Both together say that the numbers lambda_i are a law of the index, which is what the kernel asks of
weights.  Either of them alone says less, and is a hypothesis like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal

from symkl.kernel.context import Declaration, Law
from symkl.language.written import Written
from symkl.reading.chain import Chain
from symkl.reading.demands import pieces_of, sign_said, total_said
from symkl.reading.scope import Scope
from symkl.reading.sides import ReadSide


def weights_said(said: Iterable[object]) -> dict[str, Literal["nonnegative", "positive"]]:
    """The numbers that are said to be at least 0, all of them, and to sum to 1."""
    chains = [part for one in said if isinstance(one, Chain) for part in pieces_of(one)]
    signs = {stem: sign for stem, sign in filter(None, map(sign_said, chains)) if sign}
    totals = set(map(total_said, chains))
    return {stem: sign for stem, sign in signs.items() if stem in totals}


def with_weights(sides: list[ReadSide], said: Iterable[object], scope: Scope) -> list[ReadSide]:
    """The sides with such numbers declared as laws of their index."""
    found = weights_said(said)
    laws = {law.name: law for law in scope.declare_weights(found)}
    return [_declared(side, laws) for side in sides] if laws else sides


def _declared(side: ReadSide, laws: dict[str, Law]) -> ReadSide:
    if side.written is None:
        return side
    declarations = frozenset(_of(laws, side.written.declarations))
    return replace(side, written=Written(side.written.term, declarations))


def _of(laws: dict[str, Law], declarations: Iterable[Declaration]) -> Iterator[Declaration]:
    for declared in declarations:
        known = laws.get(declared.name) if isinstance(declared, Law) else None
        yield declared if known is None else known
