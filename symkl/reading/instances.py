"""Chains about any number of variables, out of what was read for a few numbers.

A step is claimed for each of the numbers together.  It is refuted by a model for one of them; what
is proved for all of them is supported, as the others were not looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from symkl.derivation import Derivation, Step, Unread
from symkl.kernel.context import Law
from symkl.reading.chain import Chain
from symkl.reading.layout import plain

NUMBERS = (2, 3, 4)
MOST_VARIABLES = 7  # of one law, in entropies that can be compared
LEAST_NUMBERS = 2
BOUNDING = frozenset({"<", "<=", ">", ">=", "to", "set", "in", "="})


def limited(chains: Iterable[Chain], letters: frozenset[str]) -> str:
    """What a document says of the number of variables alone, as ``n >= 5``; "" for nothing."""
    for chain in chains:
        for side in chain.sides:
            row = plain(side.row)
            alone = len(row) == 1 and row[0].kind == "name" and row[0].text in letters
            if alone and any(link.relation in BOUNDING for link in chain.links):
                return f"{row[0].text}, of which something is said"
    return ""


def together(found: Mapping[int, Derivation], letter: str, doubt: str) -> Derivation | None:
    """One derivation with the claims of several; None where they have not the same steps."""
    counts = {len(derivation.steps) for derivation in found.values()}
    if len(counts) != 1 or len(found) < LEAST_NUMBERS:
        return None
    whole = found[max(number for number in found if number <= NUMBERS[1])]
    steps = [
        _step({n: derivation.steps[place] for n, derivation in found.items()}, letter, doubt)
        for place in range(counts.pop())
    ]
    whole.steps = steps
    whole.first = steps[0].lhs if steps else whole.first
    return whole


def _step(variants: Mapping[int, Step], letter: str, doubt: str) -> Step:
    """The step for all numbers for which it was read and is small enough."""
    shown = variants[max(n for n in variants if n <= NUMBERS[1])]
    judged = {n: step for n, step in variants.items() if _is_judged(step)}
    if shown.unread or shown.defines:
        return shown
    if len(judged) < LEAST_NUMBERS or shown not in judged.values():
        why = f"this is not read for enough numbers {letter} of variables"
        return replace(shown, lhs=Unread(shown.source[0] if shown.source else "", why))
    claimed = {
        f"{letter} = {number}": claim
        for number, step in judged.items()
        for claim in step.claims().values()
    }
    before = "what was assumed before" if any(s.possibly for s in judged.values()) else ""
    doubts = [*(step.doubt for step in judged.values()), doubt, before]
    numbers = max(n for n, step in judged.items() if step is shown)
    return replace(
        shown,
        claimed=claimed,
        possibly=(),
        instance=f"{letter} = {numbers}",
        doubt=next(filter(None, doubts), ""),
    )


def _is_judged(step: Step) -> bool:
    laws = [law for law in step.declarations if isinstance(law, Law)]
    small = all(len(law.coords) <= MOST_VARIABLES for law in laws)
    plain_claim = not step.claimed and step.relation not in ("iff", "implies")
    return small and plain_claim and not (step.unread or step.defines or step.for_some)
