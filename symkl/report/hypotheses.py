"""Hypotheses for people: their names in mathematical notation, and which of them are silent."""

from __future__ import annotations

import re

from symkl.kernel.hypotheses import OF_FAMILIES, TEXTS
from symkl.language.printing import latex_name

# What the words "pmf", "normal density", "independent" or "convex" say by themselves.
SAID = frozenset(
    {
        "nonnegative",
        "sums",
        "integrates",
        "normal",
        "moments",
        "independent",
        "convex",
        "concave",
        *OF_FAMILIES,
    }
)
# Their parts are sentences and not names.
SENTENCES = frozenset({"moments", "convention", "independent"}) | OF_FAMILIES
_PLACE = re.compile(r"\\{[01]?\\}")
_PATTERNS = {kind: re.compile(_PLACE.sub("(.+)", re.escape(text))) for kind, text in TEXTS.items()}
_MOMENTS = re.compile(r"(.+) has mean (.+) and covariance (.+)")


def is_silent(hypothesis: str) -> bool:
    """Whether people do not write this hypothesis down, though the proof needs it.

    >>> is_silent("P > 0 everywhere"), is_silent("P sums to 1")
    (True, False)
    """
    kinds = (kind for kind in TEXTS if kind not in SAID)
    return any(_PATTERNS[kind].fullmatch(hypothesis) for kind in kinds)


def in_letters(hypothesis: str) -> str:
    r"""The hypothesis with its names as formulas between dollar signs.

    >>> in_letters("mu_p has mean 0 and covariance I"), in_letters("Sigma_q positive definite")
    ('$\\mu_{p}$ has mean $0$ and covariance $I$', '$\\Sigma_{q}$ positive definite')
    """
    if "$" in hypothesis:
        return hypothesis
    found = _MOMENTS.fullmatch(hypothesis)
    if found:
        law, mean, covariance = map(_formula, found.groups())
        return f"{law} has mean {mean} and covariance {covariance}"
    for kind, text in TEXTS.items():
        found = _PATTERNS[kind].fullmatch(hypothesis)
        if found and kind not in SENTENCES and "{" in text:
            return text.format(*map(_formula, found.groups()))
    return hypothesis


def _formula(name: str) -> str:
    return f"${latex_name(name)}$"
