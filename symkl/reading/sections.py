"""Sections: which formulas stand together, so that a name means the same in all of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from symkl.reading.abbreviated import with_parameters
from symkl.reading.assumed import Around
from symkl.reading.calling import with_called
from symkl.reading.chain import Chain
from symkl.reading.circumstances import Circumstances
from symkl.reading.defining import defined_name
from symkl.reading.doubts import numbers_named
from symkl.reading.indices import letters_in
from symkl.reading.pieces import Regions, headings_of
from symkl.reading.places import Places
from symkl.reading.primes import with_transposes
from symkl.reading.unfolding import formula
from symkl.reading.usage import Usage


@dataclass(frozen=True)
class Placed:
    """A chain with the headings it stands under, from the nearest to the whole document."""

    chain: Chain
    headings: tuple[int, ...]  # offsets of the headings; 0 for the document
    title: str
    around: Around = field(default_factory=Around)
    defined: frozenset[str] = frozenset()  # names that the section gives a meaning
    local: Usage = field(default_factory=Usage)  # what is said for this display only

    @cached_property
    def usage(self) -> Usage:
        """How names are used in the chain, and in what is said for it only."""
        local = self.local
        return self.chain.usage if local.is_empty else self.chain.usage.merged(local)


@dataclass
class Sections:
    """The usages of all headings of a document."""

    usages: dict[int, Usage] = field(default_factory=dict)

    def levels(self, placed: Placed) -> tuple[Usage, ...]:
        """The usages that decide about the names of a chain, from near to far."""
        return (placed.usage, *(self.usages.get(at) or Usage() for at in placed.headings))


def placed(
    regions: Regions, chains: tuple[Chain, ...]
) -> tuple[list[Placed], Sections, Circumstances]:
    """Every chain with its headings, what is seen under each of them, and what the prose says."""
    under = headings_of(regions)
    chains = with_transposes(chains, regions.text)
    chains = with_parameters(chains, regions.text, lambda c: under[c.pieces[0].span[0]][0][0])
    chains = with_called(regions, chains)
    said = Circumstances(regions, chains)
    sections = Sections()
    found: list[Placed] = []
    local: list[tuple[Places, Usage]] = []
    defined = {at: set(meant) for at, meant in said.meant.items()}  # names with a meaning
    for chain in chains:
        headings, title = under[chain.pieces[0].span[0]]
        around = said.around(chain, headings)
        usage = chain.usage
        if _is_drawn(chain) and around.mood.kind == "local":
            local.append((around.places, usage))
            continue
        found.append(Placed(chain, headings, title, around))
        case = around.mood.kind in (
            "local",
            "equivalence",
        )  # "tight when q = p" says it of no other
        if not case and (new := defined_name(chain)):
            named = {new, new.partition("_")[0]}  # p_k = ... says what p is
            where = 0 if formula(chain) is not None else headings[0]  # a function everywhere
            defined.setdefault(where, set()).update(named)
            if letters_in(new.partition("_")[2]):
                defined.setdefault(0, set()).add(numbers_named(new.partition("_")[0]))
        for at in headings:
            sections.usages.setdefault(at, Usage()).add(usage)
    return [_completed(item, local, defined) for item in found], sections, said


def _completed(
    item: Placed, local: list[tuple[Places, Usage]], defined: dict[int, set[str]]
) -> Placed:
    """The chain with what is said for its sentence or display only, and all names defined."""
    usage = item.local
    for places, said in local:
        if item.chain.pieces[0].span[0] in places:
            usage = usage.merged(said)
    names_in_force = (name for heading in item.headings for name in defined.get(heading, ()))
    return replace(item, local=usage, defined=frozenset(names_in_force))


def _is_drawn(chain: Chain) -> bool:
    return any(link.relation == "~" for link in chain.links)
