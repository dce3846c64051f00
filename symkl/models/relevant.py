"""The part of a context that a claim speaks about: a model need not say anything of the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.context import SCALAR_SORT, Context, Sort
from symkl.kernel.terms import Label, Term

NAMES: dict[str, Callable[[Label], tuple[str, ...]]] = {
    "value": lambda label: (label[0],),
    "expect": lambda label: (label[0],),
    "entropy": lambda label: (label[0],),
    "mutual_information": lambda label: (label[0],),
    "matrix": lambda label: (label,),
    "sym": lambda label: (label,),
}
SORTS: dict[str, Callable[[Label], tuple[str, ...]]] = {
    "size": lambda label: (label,),
    "identity": lambda label: (label,),
    "point": lambda label: (label[1],),
}


def relevant(claim: Claim) -> Claim:
    """The claim with only those declarations that its sides mention, and what these mention.

    A law that is absolutely continuous to another, unmentioned one is not restricted by it: the
    other may be positive everywhere.
    """
    nodes = [*claim.lhs.walk(), *claim.rhs.walk()]
    names = {name for node in nodes for name in NAMES.get(node.head, _none)(node.label)}
    context = claim.context
    laws = {name: law for name, law in context.laws.items() if name in names}
    names |= {name for law in laws.values() for name in law.normal or ()}
    matrices = {name: matrix for name, matrix in context.matrices.items() if name in names}
    numbers = {name: number for name, number in context.numbers.items() if name in names}
    sorts = {sort for node in nodes for sort in _sorts(node)}
    sorts |= {sort for law in laws.values() for _, sort in law.coords}
    sorts |= {sort for m in matrices.values() for sort in (m.rows, m.columns)} - {SCALAR_SORT}
    sorts |= {context.sorts[sort].index for sort in sorts if sort in context.sorts}
    kept: dict[str, Sort] = {name: s for name, s in context.sorts.items() if name in sorts}
    return Claim(Context(kept, laws, matrices, numbers), claim.lhs, claim.relation, claim.rhs)


def _none(label: Label) -> tuple[str, ...]:
    return ()


def _sorts(node: Term) -> Iterator[str]:
    yield from SORTS.get(node.head, _none)(node.label)
    yield from (sort for _, sort in terms.binders_of(node))
