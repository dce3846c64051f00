"""What a claim assumes of its own expressions; a certificate must not assume anything more.

``a / a = 1`` holds where no divisor is zero, and says so.  A certificate that divides by something
that the claim does not divide by would assume the claim away: from ``d = 0`` follows ``1 = 0`` when
one may multiply by ``1/d``.  So what is assumed of a certificate's terms must be an instance of
what the claim assumes: the same expression, at any points, or a positive multiple of it where what
is assumed is a sign.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cached_property

from symkl.kernel.context import Context
from symkl.kernel.equations import NONE, Equations
from symkl.kernel.errors import KernelError, Refused
from symkl.kernel.naming import canonical_sum
from symkl.kernel.normal_form import Normaliser
from symkl.kernel.polynomial import Atom, Poly, Sum, free_vars, scale
from symkl.kernel.powers import content
from symkl.kernel.terms import Term

Statement = tuple[Term, str, Term]
SIGNS = frozenset({"roots", "divisors", "logarithms"})  # e >= 0, e != 0, e > 0
IMPLIED_BY = {"divisors": ("divisors", "logarithms"), "roots": ("roots", "logarithms")}


class Assumptions:
    """What the statements of one claim assume, worked out when a certificate first asks."""

    def __init__(
        self,
        context: Context,
        statements: Sequence[Statement],
        laws: frozenset[str] | None,
        given: Callable[[], Equations] = lambda: NONE,
    ) -> None:
        self._context = context
        self._statements = statements
        self._laws = laws
        self._given = given

    @cached_property
    def _patterns(self) -> frozenset[tuple[str, Sum]]:
        found: set[tuple[str, Sum]] = set()
        for laws in {self._laws, None}:
            for lhs, _, rhs in self._statements:
                normaliser = Normaliser(self._context, laws, given=self._given())
                with suppress(KernelError):  # what was assumed until then is in the statement
                    normaliser.difference(lhs, rhs)
                found |= {(kind, _pattern(kind, poly)) for kind, poly in normaliser.assumed}
        return frozenset(found)

    def require(self, kind: str, poly: Poly) -> None:
        """Raise Refused unless the claim itself assumes this of the expression, at some points."""
        implied = IMPLIED_BY.get(kind, (kind,))
        if not any((known, _pattern(known, poly)) in self._patterns for known in implied):
            raise Refused(f"the certificate assumes ({kind}) what the claim does not")


def _pattern(kind: str, poly: Poly) -> Sum:
    """The polynomial with its points named by their places alone: claims hold at all points.

    Of a sign the content is left out, which is positive: e > 0 says the same as 2 e > 0.
    """
    if kind in SIGNS and poly.terms:
        poly = scale(poly, 1 / content(poly))
    return canonical_sum(sorted(free_vars(poly)), {Atom("base", (), (poly,)): 1})
