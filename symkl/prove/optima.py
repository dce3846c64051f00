"""Whether two objectives have the same minimisers: the claim that says so, or a refutation.

Minimisers of f and g agree when f - c g does not contain the variable, for a positive c.  They
differ when something provably minimises f and certainly does not minimise g in some model, or when
f and g put the two points of a space in opposite order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Law
from symkl.kernel.errors import KernelError
from symkl.kernel.substitution import renamed_law
from symkl.kernel.terms import Term
from symkl.language.objectives import Comparison, Label
from symkl.models.survey import Violation, find_witness
from symkl.prove.columns import Column, column_of
from symkl.prove.remembering import remembering_trial
from symkl.prove.search import Proof, prove
from symkl.prove.weights import multiple

CONSTANTS = ("sym", "size", "const", "num")


@dataclass(frozen=True)
class SameDifference:
    """The claim that one objective minus a positive multiple of the other is constant.

    ``factor`` is the claim that a factor without a value is positive, with its proof.
    """

    claim: Claim
    factor: tuple[Claim, Proof] | None = None


@dataclass(frozen=True)
class Different:
    """What shows that the minimisers differ: a sentence, and a claim that holds in a model."""

    sentence: str
    claim: Claim
    witness: Violation


def same_difference(comparison: Comparison) -> SameDifference:
    """The claim to prove, with the positive factor that suits; factor 1 when none does."""
    plain = SameDifference(_constant(comparison, terms.ONE))
    if comparison.kind == "gradient":
        return plain
    first, second = (_change(comparison, side) for side in (comparison.first, comparison.second))
    ratio = multiple(first, second) if first else None
    if ratio is not None:
        return SameDifference(_constant(comparison, terms.num(ratio)))
    for factor in _factors(comparison):
        claim = _constant(comparison, factor)
        positive = Claim(comparison.context, factor, ">", terms.ZERO)
        found = _proof(positive) if _proof(claim) is not None else None
        if found is not None:
            return SameDifference(claim, (positive, found))
    return plain


def _constant(comparison: Comparison, factor: Term) -> Claim:
    """``f - c g`` is the same at the variable and elsewhere."""
    multiple_of_second = terms.mul(factor, comparison.second)
    here = terms.sub(comparison.first, multiple_of_second)
    there = comparison.elsewhere(here)
    return Claim(comparison.context, here, "=", there, comparison.given)


def _change(comparison: Comparison, side: Term) -> Column:
    """What the side changes by from one value of the variable to another, in normal form."""
    claim = Claim(comparison.context, side, "=", comparison.elsewhere(side))
    try:
        return column_of(remembering_trial(claim, None).greater_minus_less())
    except KernelError:
        return {}


def _factors(comparison: Comparison) -> Iterator[Term]:
    """Constant factors written in front of a part of either side, for the one or the other."""
    for factor in dict.fromkeys(_leading(comparison, comparison.first)):
        yield factor
    for factor in dict.fromkeys(_leading(comparison, comparison.second)):
        yield terms.div(terms.ONE, factor)


def _leading(comparison: Comparison, side: Term) -> Iterator[Term]:
    if side.head in ("add", "neg"):
        for child in side.args:
            yield from _leading(comparison, child)
    elif side.head == "mul":
        kept = [f for f in side.args if f.head in CONSTANTS]
        if 0 < len(kept) < len(side.args):
            yield terms.mul(*kept)


def _proof(claim: Claim) -> Proof | None:
    try:
        return prove(claim)
    except KernelError:
        return None


# --- different minimisers -------------------------------------------------------------------------


def different_minimisers(comparison: Comparison) -> Different | None:
    """A rigorous refutation of the equality of minimisers; None when none was found."""
    if comparison.kind == "gradient" or comparison.given:
        return None
    if isinstance(comparison.variable, Law):
        return _law_that_minimises_one(comparison, comparison.variable)
    return _opposite_order(comparison, comparison.variable)


def _law_that_minimises_one(comparison: Comparison, variable: Law) -> Different | None:
    """A declared law R with f(Q) >= f(R) for every Q, and a model in which g(Q) < g(R)."""
    context = comparison.context
    sides = {"first": comparison.first, "second": comparison.second}
    for rival in _values_of(variable, comparison):
        names = dict(zip(dict(variable.coords), dict(rival.coords), strict=True))

        def at_rival(term: Term, to: Law = rival, of: dict[str, str] = names) -> Term:
            return renamed_law(term, variable, to, of)

        for one, two in (("first", "second"), ("second", "first")):
            best = Claim(context, sides[one], ">=", at_rival(sides[one]))
            if _proof(best) is None:
                continue
            better = Claim(context, sides[two], "<", at_rival(sides[two]))
            witness = find_witness(better)
            if witness is not None:
                optimal = f"{rival.name} is optimal for the {one} (proved)"
                return Different(f"{optimal}, but not for the {two}", better, witness)
    return None


def _values_of(variable: Law, comparison: Comparison) -> Iterator[Law]:
    """The declared laws that are among those that are optimised over."""
    laws = comparison.context.laws
    for law in laws.values():
        alike = (
            [sort for _, sort in law.coords] == [sort for _, sort in variable.coords]
            and law.normalised == variable.normalised
            and not (law.given or variable.given or variable.independent)
        )
        as_positive = variable.sign != "positive" or law.sign == "positive"
        dominated = all(_is_below(law, laws[name]) for name in variable.below)
        dominating = all(
            _is_below(other, law) for other in laws.values() if variable.name in other.below
        )
        another = law.name not in (variable.name, comparison.other)
        if another and alike and as_positive and dominated and dominating:
            yield law


def _is_below(law: Law, other: Law) -> bool:
    """Whether the declarations say that the law vanishes wherever the other one does."""
    return law == other or other.sign == "positive" or other.name in law.below


def _opposite_order(comparison: Comparison, label: Label) -> Different | None:
    """A model in which the space of the point has two elements, which f and g order differently."""
    context = _with_two_elements(comparison.context, label[1])
    if context is None:
        return None
    first, second = (
        terms.sub(side, comparison.elsewhere(side))
        for side in (comparison.first, comparison.second)
    )
    opposite = Claim(context, terms.mul(first, second), "<", terms.ZERO)
    witness = find_witness(opposite)
    if witness is None:
        return None
    sentence = f"in the model shown {label[0]} has two values, one optimal for each of them"
    return Different(sentence, opposite, witness)


def _with_two_elements(context: Context, sort: str) -> Context | None:
    """The context with a space of two elements; None when it is real or has another fixed size."""
    space = context.sort(sort)
    if space.kind == "real" or space.symbol.isdecimal():
        return context if space.symbol == "2" else None
    sorts = {
        name: replace(entry, size="2") if entry.symbol == space.symbol else entry
        for name, entry in context.sorts.items()
    }
    return replace(context, sorts=sorts)
