"""What a claim assumes of its own expressions; a certificate must not assume anything more.

``a / a = 1`` holds where no divisor is zero, and says so.  A certificate that divides by something
that the claim does not divide by would assume the claim away: from ``d = 0`` follows ``1 = 0`` when
one may multiply by ``1/d``.  So what is assumed of a certificate's terms must be an instance of
what the claim assumes: the same expression, at any points.
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
from symkl.kernel.polynomial import Atom, Poly, Sum, free_vars
from symkl.kernel.terms import Term

Statement = tuple[Term, str, Term]
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
                found |= {(kind, _pattern(poly)) for kind, poly in normaliser.assumed}
        return frozenset(found)

    def require(self, kind: str, poly: Poly) -> None:
        """Raise Refused unless the claim itself assumes this of the expression, at some points."""
        pattern = _pattern(poly)
        if not any((known, pattern) in self._patterns for known in IMPLIED_BY.get(kind, (kind,))):
            raise Refused(f"the certificate assumes ({kind}) what the claim does not")


def _pattern(poly: Poly) -> Sum:
    """The polynomial with its points named by their places alone: claims hold at all points."""
    return canonical_sum(sorted(free_vars(poly)), {Atom("base", (), (poly,)): 1})
