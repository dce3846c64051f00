"""Random variables in the subscripts of laws: ``P_{XY}``, ``f_{Y|X}``, ``P_{Y|X=x}``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from symkl.reading import names
from symkl.reading.usage import Application, Usage, Use

# Letters by which anybody knows a random variable, where nothing else is said of them.
RANDOM = frozenset("UVWXYZ")
TARGET = re.compile(r"(?P<variable>[A-Z](?:_?\d|')*),?")
CONDITION = re.compile(
    r"(?:(?P<variable>[A-Z](?:_?\d|')*)(?:=(?P<value>[a-z](?:_?\w|')*))?"
    r"|(?P<outcome>[a-z](?:_?\d|')*))(?:,|$|(?=[A-Z]))"
)


@dataclass(frozen=True)
class Subscript:
    """The variables of a law, and those that it is conditional on with the values written."""

    targets: tuple[str, ...]
    given: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()  # variable and value

    @property
    def variables(self) -> tuple[str, ...]:
        """All variables in it."""
        return (*self.targets, *self.given)


def subscript(label: str) -> Subscript | None:
    """What a subscript says, in plain text; None where it is no list of random variables.

    Examples:
        >>> subscript("XY").targets, subscript("Y|X=x").values, subscript("data")
        (('X', 'Y'), (('X', 'x'),), None)
    """
    before, bar, behind = label.strip("{}").partition("|")
    targets = _pieces(TARGET, before)
    conditions = _pieces(CONDITION, behind) if bar else []
    if not targets or conditions is None or (bar and not conditions):
        return None
    given = [c["variable"] or names.variable_of(c["outcome"]) for c in conditions]
    values = [
        (variable, c["value"] or c["outcome"])
        for variable, c in zip(given, conditions, strict=True)
        if c["value"] or c["outcome"]
    ]
    return Subscript(tuple(t["variable"] for t in targets), tuple(given), tuple(values))


def _pieces(pattern: re.Pattern[str], text: str) -> list[dict[str, str]] | None:
    found, at = [], 0
    while at < len(text):
        match = pattern.match(text, at)
        if match is None:
            return None
        found.append(match.groupdict())
        at = match.end()
    return found


def law_like(usage: Usage) -> Iterator[tuple[str, Subscript]]:
    """The stems and subscripts of names that are used as only laws are.

    They are operands of a divergence, something is drawn from them, or they are applied to values
    of the variables in their subscript, as in ``f_{Y|X}(y|x)``.
    """
    operands = {side for pair in usage.divergences for side in pair}
    operands |= {law for _, law in usage.drawn} | usage.expectations | usage.distributions
    operands |= {a.base for a in usage.applications if _is_at_values(a)}
    labels = _of_one_space(usage)
    for name in sorted(operands - labels):
        stem, _, label = name.partition("_")
        found = subscript(label) if label else None
        if found is not None:
            yield stem, found


def _of_one_space(usage: Usage) -> set[str]:
    """``P_X`` and ``P_Y`` of D(P_X || P_Y), or of P_X(x) and P_Y(x): two laws on one space."""
    found: set[str] = set()
    for one, other in usage.divergences:
        (stem, _, first), (same, _, second) = one.partition("_"), other.partition("_")
        parts = subscript(first), subscript(second)
        if stem == same and parts[0] and parts[1] and parts[0].targets != parts[1].targets:
            found |= {one, other}
    at: dict[tuple[str, tuple[Use, ...]], set[str]] = {}
    for a in usage.applications:
        stem, _, label = a.base.partition("_")
        if subscript(label) is not None:
            at.setdefault((stem, (*a.targets, *a.given)), set()).add(a.base)
    return found.union(*(bases for bases in at.values() if len(bases) > 1))


def _is_at_values(application: Application) -> bool:
    """Whether a law is applied to values of the variables in its subscript, in their order."""
    found = subscript(application.base.partition("_")[2])
    if found is None:
        return False
    pairs = [(found.targets, application.targets)]
    if application.given or not found.values:
        pairs.append((found.given, application.given))
    return all(
        variables == tuple(u.event_of or names.variable_of(u.key) for u in uses)
        for variables, uses in pairs
    )


def are_random(found: Subscript) -> bool:
    """Whether the letters alone say that a subscript is one of random variables."""
    return bool(found.given) or {v[0] for v in found.variables} <= RANDOM
