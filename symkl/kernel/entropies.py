"""Entropies and informations of a joint pmf on finite spaces, as sums of joint entropies.

``H(T|G) = H(T,G) - H(G)`` and ``I(A;B|C) = H(A,C) + H(B,C) - H(A,B,C) - H(C)`` with ``H(S) =
-sum p(s) log p(s)`` are what the definitions come to once ratios are split and marginals taken
(Yeung, Information Theory and Network Coding, chapter 2).  They hold where p vanishes as well, for
0 log 0 = 0.  A joint entropy is worked out once and remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from symkl.kernel.context import Context, Law
from symkl.kernel.naming import canonical_sum
from symkl.kernel.polynomial import Atom, Factors, Poly, Var, add, gen_poly, scale
from symkl.kernel.terms import Term

Names = tuple[str, ...]
# Coefficients of joint entropies, their variables in the order of the law.
Parts = tuple[tuple[int, Names], ...]
LAWS = frozenset({"conditional", "log_of_product", "marginalisation", "normalisation"})


def is_finite_pmf(context: Context, law: Law) -> bool:
    """Whether the law is an unconditional pmf on finite spaces."""
    if not law.normalised or law.sign == "real" or law.given:
        return False
    return all(context.sort(sort).kind == "finite" for _, sort in law.coords)


def joint_parts(context: Context, term: Term) -> Parts | None:
    """The joint entropies that an entropy or information is made of; None for other laws.

    None as well where a variable is repeated or unknown: the definition says what is wrong.
    """
    law = context.law(term.label[0])
    if term.args or not is_finite_pmf(context, law):
        return None
    return _parts(term.head, term.label, tuple([coord for coord, _ in law.coords]))


@lru_cache(maxsize=4096)
def _parts(head: str, label: tuple[Names, ...], coords: Names) -> Parts | None:
    found = []
    for coefficient, names in PARTS[head](label):
        kept = tuple(c for c in coords if c in names)
        if len(kept) != len(names):
            return None
        found.append((coefficient, kept))
    return tuple(found)


def _of_entropy(label: Sequence[Names]) -> Parts:
    _, targets, givens, _ = label
    return (1, (*targets, *givens)), (-1, givens)


def _of_information(label: Sequence[Names]) -> Parts:
    _, one, two, given = label
    both = tuple(dict.fromkeys((*one, *two)))
    return (1, (*one, *given)), (1, (*two, *given)), (-1, (*both, *given)), (-1, given)


PARTS: dict[str, Callable[[Sequence[Names]], Parts]] = {
    "entropy": _of_entropy,
    "mutual_information": _of_information,
}


@lru_cache(maxsize=4096)
def joint_entropies(law: Law, parts: Parts) -> Poly:
    """The normal form of a linear combination of joint entropies."""
    return add(*(scale(joint_entropy(law, kept), factor) for factor, kept in parts if kept))


@lru_cache(maxsize=4096)
def joint_entropy(law: Law, kept: Names) -> Poly:
    """The normal form of -sum p(s) log p(s), for some variables in order of the law."""
    bound = [Var(f"~{index}", law.sort_of(coord)) for index, coord in enumerate(kept)]
    value = Atom("value", (law.name, *kept), tuple(bound))
    factors: Factors = {value: 1, Atom("log", (), (gen_poly(value),)): 1}
    return scale(gen_poly(canonical_sum(bound, factors)), -1)
