"""Results of other derivations as reasons: does what they say give a step?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from symkl.kernel.check import Claim
from symkl.kernel.terms import Given
from symkl.prove.instances import instances
from symkl.prove.reasons import proof_by
from symkl.rules.reason import Reason


@dataclass(frozen=True)
class Cited:
    """A result that a step cites: what it is called, and what it says.

    ``claim`` is None for a result that cannot be used in another one, and ``why`` tells the reason.
    """

    name: str
    claim: Claim | None
    why: str = ""


def why_not_given(
    results: Sequence[Cited], claims: Mapping[str, Claim], reason: Reason, called: str
) -> str:
    """Why results, with what a reason allows beside them, do not give the claims; "" when they do.

    ``called`` names all that is cited.  Whether the results are proved is not asked here.
    """
    for claim in claims.values():
        options: list[list[Given]] = []
        for result in results:
            if result.claim is None:
                return f"{result.name!r} cannot be cited: {result.why}"
            options.append(instances(result.claim, claim))
            if not options[-1]:
                return f"true, but {result.name!r} says nothing about what stands here"
        # Mostly the names are the same: what was shown of them comes first, and is tried alone.
        nearest = [found[0] for found in options]
        everything = [given for found in options for given in found]
        if not (_gives(reason, claim, nearest) or _gives(reason, claim, everything)):
            return f"true, but not by {called}"
    return ""


def _gives(reason: Reason, claim: Claim, cited: Sequence[Given]) -> bool:
    given = tuple(dict.fromkeys((*claim.given, *cited)))
    return proof_by(reason, replace(claim, given=given)) is not None
