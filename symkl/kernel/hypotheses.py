"""Hypotheses as data: what is assumed, of which declared name, and how people say it."""

from __future__ import annotations

from typing import NamedTuple

from symkl.kernel.context import Law


class Hypothesis(NamedTuple):
    """One assumption that a proof rests on.

    Those of a kind in ``DECLARED`` are properties that the declaration of ``subject`` states; the
    others are assumed of the expressions of the step.

    >>> Hypothesis("below", "P", "Q").text
    'P absolutely continuous to Q'
    """

    kind: str
    subject: str = ""
    other: str = ""

    @property
    def text(self) -> str:
        """The hypothesis in words."""
        return TEXTS[self.kind].format(self.subject, self.other)


def of_normal(law: Law) -> tuple[Hypothesis, Hypothesis, Hypothesis]:
    """What a normal density is: it integrates to 1, has its moments, and is normal."""
    mean, covariance = law.normal or ("", "")
    moments = f"mean {mean or '0'} and covariance {covariance or 'I'}"
    return (
        Hypothesis("integrates", law.name),
        Hypothesis("moments", law.name, moments),
        Hypothesis("normal", law.name),
    )


TEXTS = {
    "positive": "{} > 0 everywhere",
    "nonnegative": "{} >= 0 everywhere",
    "sums": "{} sums to 1",
    "integrates": "{} integrates to 1",
    "below": "{} absolutely continuous to {}",
    "independent": "{1} independent under {0}",
    "normal": "{} is a normal density",
    "moments": "{0} has {1}",
    "symmetric": "{} symmetric",
    "invertible": "{} invertible",
    "definite": "{} positive definite",
    "diagonal": "{} diagonal",
    "isotropic": "{} a multiple of the identity",
    "positive_number": "{} > 0",
    "convex": "{} convex",
    "concave": "{} concave",
    "convention": "a term with the factor {} = 0 counts as 0 (0 log 0 = 0)",
    "integrable": "integrable over {}",
    "logarithms": "the argument of every logarithm is positive",
    "divisors": "no divisor is zero",
    "roots": "roots exist",
    "inverses": "every inverted matrix is invertible",
}
DECLARED = frozenset(TEXTS) - {
    "convention",
    "integrable",
    "logarithms",
    "divisors",
    "roots",
    "inverses",
}
