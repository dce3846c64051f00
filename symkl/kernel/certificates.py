"""What claims and certificates say, read from the plain data that they are written in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from symkl.kernel import terms
from symkl.kernel.catalogue import FACTS
from symkl.kernel.errors import IllFormed, Refused, TooLarge
from symkl.kernel.facts import Fact
from symkl.kernel.grammar import is_pairs, refuse_reserved, require_well_formed
from symkl.kernel.terms import Binders, Given, Term


def field_of(data: Any, name: str, kind: type[Any]) -> Any:
    """One entry of a certificate or a claim; raises IllFormed when it is not there or another."""
    found = data.get(name) if isinstance(data, Mapping) else None
    if not isinstance(found, kind) or isinstance(found, bool):
        raise IllFormed(f"expected {name!r} to be a {kind.__name__}, found {found!r}"[:200])
    return found


def given_of(data: Any) -> Given:
    """A given statement; raises IllFormed for anything else."""
    match data:
        case [lhs, str(relation), rhs]:
            return side_of(lhs), relation, side_of(rhs)
    raise IllFormed(f"expected [lhs, relation, rhs], found {data!r}"[:200])


def side_of(data: Any) -> Term:
    """A side of a claim; raises TooLarge when it is nested too deeply."""
    try:
        return terms.from_json(data)
    except RecursionError as error:
        raise TooLarge("the expression is nested too deeply") from error


def parts_of(certificate: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The parts of a combination; raises IllFormed for anything else."""
    parts = field_of(certificate, "parts", list)
    if not all(isinstance(part, Mapping) for part in parts):
        raise IllFormed("a part of a certificate is a mapping")
    return list(parts)


def fact_of(part: Mapping[str, Any]) -> Fact:
    """The fact that a part names; raises Refused when there is none of that name."""
    fact = FACTS.get(field_of(part, "fact", str))
    if fact is None:
        raise Refused(f"there is no fact {part['fact']!r}")
    return fact


def args_of(part: Mapping[str, Any], fact: Fact) -> list[Term]:
    """What the fact is about; raises IllFormed when there are too many terms or too few."""
    args = [term_of(arg) for arg in field_of(part, "args", list)]
    if len(args) != fact.arity:
        raise IllFormed(f"{fact.name} takes {fact.arity} terms, found {len(args)}")
    return args


def term_of(data: Any) -> Term:
    """A term of a certificate; raises IllFormed unless it is well formed."""
    term = terms.from_json(data)
    require_well_formed(term)
    return term


def points_of(part: Mapping[str, Any], name: str) -> Binders:
    """Different points with their spaces, none with a reserved name; raises IllFormed else."""
    found = tuple(
        tuple(item) if isinstance(item, list) else item for item in field_of(part, name, list)
    )
    require_different(found)
    return found


def require_different(points: Any) -> None:
    """Raise IllFormed unless these are different points with their spaces, no name reserved."""
    if not is_pairs(points) or len(set(points)) != len(points):
        raise IllFormed("binders must be different pairs of a point and its space")
    refuse_reserved(point for point, _ in points)
