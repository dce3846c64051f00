"""Reading a normal form as a linear form in the joint entropies of one pmf."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from symkl.kernel.context import Context, Law
from symkl.kernel.entropies import is_finite_pmf, joint_entropy, joint_parts
from symkl.kernel.polynomial import Atom, Mono, Poly, Rational, Sum, whole
from symkl.kernel.terms import Term

Names = tuple[str, ...]


@dataclass(frozen=True)
class EntropyForm:
    """The sum of coefficient times H(S) over sets S of variables of one law."""

    law: Law
    coefficients: Mapping[Names, Rational]


def entropy_form(context: Context, poly: Poly) -> EntropyForm | None:
    """The polynomial as a form in joint entropies; None for 0 and where something else occurs.

    It does not matter how the entropies were written: ``sum p log p`` is read as well.
    """
    found: dict[Names, Rational] = {}
    laws: dict[str, Law] = {}
    for mono, coefficient in poly.terms:
        joint = _joint(context, mono)
        if joint is None:
            return None
        law, coords = joint
        laws[law.name] = law
        found[coords] = -coefficient
    return EntropyForm(laws.popitem()[1], found) if len(laws) == 1 else None


def written_form(context: Context, lhs: Term, rhs: Term) -> EntropyForm | None:
    """Left minus right side as it is written: numbers times entropies and informations of one pmf.

    None for everything else, and for 0.
    """
    found: dict[Names, Rational] = {}
    laws: set[str] = set()
    waiting: list[tuple[Rational, Term]] = [(1, lhs), (-1, rhs)]
    while waiting:
        factor, term = waiting.pop()
        if term.head in HEADS and term.label[0] in context.laws:
            parts = joint_parts(context, term)
            law = context.law(term.label[0])
            if parts is None or law.independent:
                return None
            laws.add(law.name)
            for coefficient, names in parts:
                found[names] = found.get(names, 0) + factor * coefficient
            continue
        below = _linear(term)
        if below is None:
            return None
        waiting += [(whole(factor * c), child) for c, child in below]
    kept = {names: c for names, c in found.items() if names and c}
    return EntropyForm(context.law(laws.pop()), kept) if len(laws) == 1 and kept else None


HEADS = frozenset({"entropy", "mutual_information"})


def _linear(term: Term) -> list[tuple[Rational, Term]] | None:
    """The terms of a sum and their factors; None where it is not linear, or a number but 0."""
    match term:
        case Term("num", (), value):
            return None if value else []
        case Term("add", args):
            return [(1, child) for child in args]
        case Term("neg", (inner,)):
            return [(-1, inner)]
        case Term("mul", (Term("num", (), value), inner)):
            return [(value, inner)]
        case Term("div", (inner, Term("num", (), value))) if value:
            return [(1 / value, inner)]
    return None


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
