"""What holds of numbers of elements and dimensions because each is at least 1."""

from __future__ import annotations

from symkl.kernel.polynomial import Atom, Mono, Poly, Rational


def is_at_least_zero(poly: Poly) -> bool:
    """Whether this is ``a n - b`` with a >= b, or ``b - a / n`` with b >= a, for sizes n."""
    if len(poly.terms) != 2:
        return False
    coefficients: dict[Mono, Rational] = dict(poly.terms)
    constant = coefficients.pop((), None)
    if constant is None:
        return False
    ((mono, coefficient),) = coefficients.items()
    return coefficient + constant >= 0 and (
        (coefficient > 0 and _is_of_sizes(mono, 1)) or (constant > 0 and _is_of_sizes(mono, -1))
    )


def _is_of_sizes(mono: Mono, sign: int) -> bool:
    """Whether this is a product of powers of sizes, with exponents of this sign."""
    return all(isinstance(g, Atom) and g.kind == "size" and e * sign > 0 for g, e in mono)
