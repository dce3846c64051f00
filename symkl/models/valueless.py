"""Models in which a claim has values and another one, made from it, has none."""

from __future__ import annotations

from itertools import islice

from symkl.kernel.check import Claim
from symkl.kernel.errors import IllFormed
from symkl.models.compare import compared, in_floats
from symkl.models.model import Model, Undefined, Unsupported
from symkl.models.survey import affordable, points_of, trouble_of

Cause = str


def valueless(claim: Claim, changed: Claim, count: int, digits: int, seed: int = 0) -> Cause:
    """Why the changed claim has no value in a model in which the other holds; "" where it has.

    Both evaluators must find none: a logarithm, a quotient, an inverse that does not exist.
    """
    if trouble_of(claim) or trouble_of(changed):
        return ""
    points = tuple(sorted({*points_of(claim), *points_of(changed)}))
    for model in islice(affordable(claim, points, count, seed), count):
        if _holds(claim, model, digits) and (cause := _missing(changed, model, digits)):
            return cause
    return ""


def _holds(claim: Claim, model: Model, digits: int) -> bool:
    try:
        return not compared(claim, model, digits).fails
    except (Undefined, Unsupported, IllFormed):
        return False


def _missing(claim: Claim, model: Model, digits: int) -> Cause:
    """Why both evaluators find no value; "" where one does, or cannot tell."""
    causes = []
    for evaluated in (compared, in_floats):
        try:
            evaluated(claim, model, digits)
        except Undefined as error:
            causes.append(str(error))
        except (Unsupported, IllFormed):
            return ""
        else:
            return ""
    return causes[0]
