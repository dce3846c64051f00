"""Random variables of one joint pmf, each on a space of its own, in one line."""

from __future__ import annotations

from symkl.language.spaces import FiniteSpace, RandomVariable, Support, joint
from symkl.language.written import LanguageError


def variables(
    names: str, *, pmf: str = "p", size: str | int | None = None, support: Support = "full"
) -> list[RandomVariable]:
    """The random variables of one joint pmf, on finite spaces that are named as they are.

    Args:
        names: with spaces between, as in "X1 X2 X3".
        pmf: the name of their joint pmf.
        size: one number of elements for all of the spaces; each has its own otherwise.
        support: "full" (positive everywhere, the default) or "any" (may have zeros).

    Raises:
        LanguageError: when a name is repeated or there is none.

    Examples:
        >>> from symkl import H, I
        >>> X, Y, Z = variables("X Y Z")
        >>> H(X, Y | Z) - I(X, Y, given=Z)
        H(X,Y | Z) - I(X; Y | Z)
    """
    spaces = [FiniteSpace(name, size) for name in names.split()]
    if not spaces:
        raise LanguageError("expected the names of random variables, with spaces between")
    return joint(pmf, *spaces, support=support).variables
