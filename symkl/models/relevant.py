"""The part of a context that a claim speaks about: a model need not say anything of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.context import SCALAR_SORT, Context, Law, Sort
from symkl.kernel.terms import Label, Term

NAMES: dict[str, Callable[[Label], tuple[str, ...]]] = {
    "value": lambda label: (label[0],),
    "expect": lambda label: (label[0],),
    "entropy": lambda label: (label[0],),
    "mutual_information": lambda label: (label[0],),
    "matrix": lambda label: (label,),
    "sym": lambda label: (label,),
    "call": lambda label: (label,),
}
VARIABLES: dict[str, Callable[[Label], tuple[str, ...]]] = {
    "value": lambda label: (*label[1], *label[2]),
    "entropy": lambda label: (*label[1], *label[2], *label[3]),
    "mutual_information": lambda label: (*label[1], *label[2], *label[3]),
}
SORTS: dict[str, Callable[[Label], tuple[str, ...]]] = {
    "size": lambda label: (label,),
    "identity": lambda label: (label,),
    "point": lambda label: (label[1],),
}


def relevant(claim: Claim) -> Claim:
    """The claim with only those declarations that it mentions, and what these mention.

    A joint law is left with the random variables that are mentioned.

    A law that is absolutely continuous to another, unmentioned one is not restricted by it: the
    other may be positive everywhere.
    """
    given = [side for lhs, _, rhs in claim.given for side in (lhs, rhs)]
    nodes = [node for side in (claim.lhs, claim.rhs, *given) for node in side.walk()]
    names = {name for node in nodes for name in NAMES.get(node.head, _none)(node.label)}
    context = claim.context
    laws = {name: law for name, law in context.laws.items() if name in names}
    laws = {name: _marginal(law, laws, nodes) for name, law in laws.items()}
    names |= {name for law in laws.values() for name in law.normal or ()}
    parameters = {name for law in laws.values() for name in (law.family or ("",))[1:]}
    names |= parameters
    # In the order of their declarations: models are drawn law by law.
    laws |= {name: law for name, law in context.laws.items() if name in parameters}
    matrices = {name: matrix for name, matrix in context.matrices.items() if name in names}
    numbers = {name: number for name, number in context.numbers.items() if name in names}
    sorts = {sort for node in nodes for sort in _sorts(node)}
    sorts |= parameters & set(context.sorts)
    sorts |= {sort for law in laws.values() for _, sort in law.coords}
    sorts |= {sort for m in matrices.values() for sort in (m.rows, m.columns)} - {SCALAR_SORT}
    sorts |= {context.sorts[sort].index for sort in sorts if sort in context.sorts}
    kept: dict[str, Sort] = {name: s for name, s in context.sorts.items() if name in sorts}
    functions = {name: f for name, f in context.functions.items() if name in names}
    whole = Context(kept, laws, matrices, numbers, functions)
    return replace(claim, context=whole)


def _marginal(law: Law, laws: Mapping[str, Law], nodes: list[Term]) -> Law:
    """The law of the random variables that are mentioned: every such pmf is the marginal of one."""
    others = {name for other in laws.values() for name in other.below}
    if (
        law.given
        or law.normal
        or law.family
        or law.name in others
        or any(name in laws for name in law.below)
    ):
        return law
    used: set[str] = set()
    for node in nodes:
        if node.head in NAMES and NAMES[node.head](node.label)[0] == law.name:
            mentioned = VARIABLES.get(node.head)
            if mentioned is None and node.head not in ("matrix", "sym", "call"):
                return law
            used |= set(mentioned(node.label)) if mentioned else set()
    groups = [tuple(c for c in group if c in used) for group in law.independent]
    kept = tuple(group for group in groups if group)
    coords = tuple((c, sort) for c, sort in law.coords if c in used)
    return replace(law, coords=coords, independent=kept if len(kept) > 1 else ())


def _none(label: Label) -> tuple[str, ...]:
    return ()


def _sorts(node: Term) -> Iterator[str]:
    yield from SORTS.get(node.head, _none)(node.label)
    yield from (sort for _, sort in terms.binders_of(node))
