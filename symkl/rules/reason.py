"""What a reason is: the laws and facts that a step may use when it is cited."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """A reason that an author may cite.

    Ring laws, renaming of bound points, exchanging finite sums and reading matrices by their
    entries are free; everything else must be among ``laws`` (of the normal form) or ``facts``
    (nonnegative ones).  ``rests_on_given`` marks one that means nothing without a given statement;
    ``with_given`` are laws for a step that does not hold without what is given: independence gives
    H(X|Z) = H(X) by the definitions of entropies.  ``core`` are the laws that make it this reason
    and no other one: an equation that the rest gives does not follow by it.
    """

    name: str
    statement: str
    laws: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    conditions: tuple[str, ...] = ()
    inference: str = ""
    source: str = ""
    is_vague: bool = False  # may be cited, but is not offered: it stands for several others
    rests_on_given: bool = False
    with_given: frozenset[str] = frozenset()
    core: frozenset[str] = frozenset()
    is_loose: bool = False  # of several reasons, one of which may be all that is needed

    @property
    def essence(self) -> frozenset[str]:
        """The laws or facts of which an equation by this reason needs one; empty when any do."""
        return frozenset() if self.is_loose else self.core | self.facts


def together(reasons: list[Reason]) -> Reason:
    """The reason that allows what any of several cited ones allows."""
    if len(reasons) == 1:
        return reasons[0]
    return Reason(
        name=" and ".join(reason.name for reason in reasons),
        statement="; ".join(reason.statement for reason in reasons),
        laws=frozenset().union(*(reason.laws for reason in reasons)),
        facts=frozenset().union(*(reason.facts for reason in reasons)),
        with_given=frozenset().union(*(reason.with_given for reason in reasons)),
        core=frozenset().union(*(reason.core for reason in reasons)),
        is_loose=not all(reason.essence for reason in reasons),
    )
