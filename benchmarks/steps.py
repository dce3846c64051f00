"""What is measured: every claim of every step, with what the product finds out about it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from symkl.derivation import Derivation, Step
from symkl.kernel.check import Claim
from symkl.loading import load


@dataclass(frozen=True)
class Case:
    """One claim of a step; ``for_some`` when it asks for a model only."""

    name: str
    claim: Claim
    for_some: bool = False


def cases(paths: Iterable[str]) -> list[Case]:
    """The claims of all steps, in order; raises ValueError when a file cannot be read."""
    loaded = load(paths)
    if loaded.errors:
        first = loaded.errors[0]
        raise ValueError(f"{first.file}:{first.line}: {first.message}")
    return [
        Case(_name(derivation, step, direction), claim, step.for_some)
        for derivation in loaded.derivations
        for step in derivation.steps
        for direction, claim in step.claims().items()
    ]


def _name(derivation: Derivation, step: Step, direction: str) -> str:
    place = f"{Path(derivation.file).stem}:{step.line}"
    return " ".join(word for word in (place, step.reference, direction) if word)


def spread(found: Sequence[Case], count: int) -> list[Case]:
    """So many of them, evenly spread."""
    if len(found) <= count:
        return list(found)
    return [found[place * len(found) // count] for place in range(count)]
