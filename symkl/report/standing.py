"""Which derivations rest on which, and how firmly each of them stands.

As in leanblueprint there are two channels: whether the *statement* is true, and whether its
*proof* is one; "its proof and those of all that it rests on" is a state of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from symkl.result import DerivationResult, Result

Statement = Literal["proved", "refuted", "open"]
Proof = Literal["none", "shown", "complete"]


@dataclass(frozen=True)
class Standing:
    """A derivation with what it rests on, what rests on it, and both of its states."""

    derivation: DerivationResult
    statement: Statement
    proof: Proof
    rests_on: tuple[str, ...]
    used_by: tuple[str, ...]

    @property
    def is_alone(self) -> bool:
        """Whether nothing connects it with another derivation."""
        return not self.rests_on and not self.used_by


def standings(result: Result) -> dict[str, Standing]:
    """How each derivation stands, by its id."""
    known = {derivation.id: derivation for derivation in result.derivations}
    below = {name: _rests_on(derivation, known) for name, derivation in known.items()}
    return {
        name: Standing(
            derivation,
            _statement(derivation),
            _proof(name, known, below),
            below[name],
            tuple(other for other, cited in below.items() if name in cited),
        )
        for name, derivation in known.items()
    }


def _rests_on(derivation: DerivationResult, known: Iterable[str]) -> tuple[str, ...]:
    cited = (name for step in derivation.steps for name in step.rests_on)
    return tuple(dict.fromkeys(name for name in cited if name in set(known)))


def _statement(derivation: DerivationResult) -> Statement:
    """Whether what it says is true: its conclusion, or else its weakest step."""
    end = derivation.conclusion
    verdict = derivation.verdict if end is None else end.verdict
    if verdict in ("proved", "definition"):
        return "proved"
    return "refuted" if verdict == "refuted" else "open"


def is_shown(derivation: DerivationResult) -> bool:
    """Whether its steps are a proof of it."""
    if derivation.conclusion is not None:
        return derivation.conclusion.follows
    sound = ("proved", "definition")
    return bool(derivation.steps) and all(
        step.verdict in sound and step.reason_verdict != "unjustified" for step in derivation.steps
    )


def _proof(
    name: str, known: dict[str, DerivationResult], below: dict[str, tuple[str, ...]]
) -> Proof:
    if not is_shown(known[name]):
        return "none"
    lower = _everything_below(name, below)
    whole = all(is_shown(known[other]) for other in lower)
    return "complete" if whole and name not in lower else "shown"


def _everything_below(name: str, below: dict[str, tuple[str, ...]]) -> set[str]:
    found: set[str] = set()
    waiting = list(below[name])
    while waiting:
        other = waiting.pop()
        if other not in found:
            found.add(other)
            waiting += below[other]
    return found


def connected(found: dict[str, Standing]) -> list[list[Standing]]:
    """The groups of derivations that rest on each other, each in order of the result."""
    groups: list[list[Standing]] = []
    placed: set[str] = set()
    for name, standing in found.items():
        if name in placed or standing.is_alone:
            continue
        group = _group(name, found)
        placed |= group
        groups.append([found[other] for other in found if other in group])
    return groups


def _group(name: str, found: dict[str, Standing]) -> set[str]:
    group, waiting = {name}, [name]
    while waiting:
        here = found[waiting.pop()]
        new = {*here.rests_on, *here.used_by} - group
        group |= new
        waiting += new
    return group


def named(names: Sequence[str], found: dict[str, Standing]) -> list[Standing]:
    """The standings of these ids."""
    return [found[name] for name in names if name in found]
