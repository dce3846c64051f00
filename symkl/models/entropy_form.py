"""Reading a normal form as a linear form in the joint entropies of one pmf."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from symkl.kernel.context import Context, Law
from symkl.kernel.entropies import is_finite_pmf, joint_entropy
from symkl.kernel.polynomial import Atom, Mono, Poly, Sum

Names = tuple[str, ...]


@dataclass(frozen=True)
class EntropyForm:
    """The sum of coefficient times H(S) over sets S of variables of one law."""

    law: Law
    coefficients: Mapping[Names, Fraction]


def entropy_form(context: Context, poly: Poly) -> EntropyForm | None:
    """The polynomial as a form in joint entropies; None for 0 and where something else occurs.

    It does not matter how the entropies were written: ``sum p log p`` is read as well.
    """
    found: dict[Names, Fraction] = {}
    laws: dict[str, Law] = {}
    for mono, coefficient in poly.terms:
        joint = _joint(context, mono)
        if joint is None:
            return None
        law, coords = joint
        laws[law.name] = law
        found[coords] = Fraction(-coefficient)
    return EntropyForm(laws.popitem()[1], found) if len(laws) == 1 else None


def _joint(context: Context, mono: Mono) -> tuple[Law, Names] | None:
    """The law and the variables whose joint entropy is minus this monomial."""
    match mono:
        case ((Sum(_, factors), 1),):
            atoms = [g for g, _ in factors if isinstance(g, Atom) and g.kind == "value"]
            if len(atoms) == 1:
                name, *coords = atoms[0].label
                law = context.law(name)
                same = is_finite_pmf(context, law) and joint_entropy(law, tuple(coords))
                if same and same.terms[0][0] == mono:
                    return law, tuple(coords)
    return None
