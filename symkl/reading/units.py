"""Identities that are written without a size: they are as large as what they stand beside."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from symkl.kernel.context import SCALAR_SORT
from symkl.kernel.shapes import Shape
from symkl.kernel.terms import Term

MULTIPLE = frozenset({"neg", "mul", "div"})


def sized(
    summands: list[Term], sizeless: Iterable[Term], shape_of: Callable[[Term], Shape | None]
) -> list[Term]:
    """The summands of one sum; identities among them get the size that all the others have."""
    units = {term: unit for term in summands for unit in sizeless if _is_multiple(term, unit)}
    forms = {shape_of(term) for term in summands if term not in units} - {None}
    if not units or len(forms) != 1:
        return summands
    rows, columns = next(form for form in forms if form is not None)
    if rows != columns or rows == SCALAR_SORT:
        return summands
    return [_of_size(term, units[term], rows) if term in units else term for term in summands]


def _is_multiple(term: Term, unit: Term) -> bool:
    """Whether the term is the identity, perhaps times numbers."""
    if term == unit:
        return True
    return term.head in MULTIPLE and sum(_is_multiple(part, unit) for part in term.args) == 1


def _of_size(term: Term, unit: Term, rows: str) -> Term:
    if term == unit:
        return Term("identity", (), rows, term.span)
    return Term(term.head, tuple(_of_size(t, unit, rows) for t in term.args), term.label, term.span)
