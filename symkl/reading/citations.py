"""The reasons that a document cites for the steps of a chain."""

from __future__ import annotations

import re

from symkl.reading.chain import Chain, Remark
from symkl.rules.catalogue import CATALOGUE
from symkl.rules.recognise import named_in

CHAIN_RULE = re.compile(
    r"chain rule|kettenregel|règle de (?:la )?chaîne|regla de la cadena|链式(?:法则|规则)",
    re.IGNORECASE,
)
ENTROPIES = "chain rule of entropy"
INEQUALITIES = frozenset(reason.name for reason in CATALOGUE if reason.facts)


def cited(chain: Chain, k: int) -> tuple[str, ...]:
    """The reasons cited for link k; a sentence before a chain speaks of its one inequality."""
    links = chain.links
    found: list[str] = []
    for remark in links[k].remarks:
        if remark.origin != "before" or len(links) == 1:
            found += _named(remark)
    inequalities = [place for place, link in enumerate(links) if link.relation != "="]
    for remark in links[0].remarks:
        if remark.origin == "before" and len(links) > 1 and inequalities == [k]:
            found += [name for name in _named(remark) if name in INEQUALITIES]
    return tuple(dict.fromkeys(found))


def _named(remark: Remark) -> list[str]:
    found = list(named_in(remark.text))
    if CHAIN_RULE.search(remark.text) and ENTROPIES not in found:
        found.append(ENTROPIES)  # of probabilities or of entropies: the sides say which
    return found
