"""Given equations of matrices that the normal form uses: ``m = A x + b``, ``Q^T Q = I``.

A matrix that is given as an expression in others is read as that expression.  A product of two
matrices that is given as a simpler one is replaced where it stands.  Every other given equation is
left to the parts of a certificate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from symkl.kernel.context import Context
from symkl.kernel.errors import KernelError
from symkl.kernel.grammar import require_well_formed
from symkl.kernel.shapes import SCALAR, Shape, shape
from symkl.kernel.terms import Term

Given = tuple[Term, str, Term]
NUMBERS = frozenset({"num", "sym", "size"})
SIMPLE = frozenset({"identity", "matrix", "transpose", "neg"})
OPEN = frozenset({"point", "sum", "expect", "value", "kl", "cross_entropy", "entropy"})


@dataclass(frozen=True)
class Product:
    """``first second = value``, each factor a matrix or its transpose.

    ``place`` of a factor is where the index stands that is summed over in the product.
    """

    first: Term
    second: Term
    value: Term

    @property
    def names(self) -> tuple[str, str]:
        """The names of the two matrices."""
        return _matrix_of(self.first).label, _matrix_of(self.second).label

    @property
    def places(self) -> tuple[int, int]:
        """Where the index that is summed over stands in an entry of each."""
        return int(self.first.head == "matrix"), int(self.second.head == "transpose")


@dataclass(frozen=True)
class Equations:
    """What the normal form takes from what is given."""

    defined: dict[str, Term] = field(default_factory=dict)
    products: tuple[Product, ...] = ()

    def inverse_of(self, name: str) -> Term | None:
        """N where ``M N = I`` is given of square matrices and M is the named one."""
        found = (
            product.second
            for product in self.products
            if product.value.head == "identity" and product.first == Term("matrix", (), name)
        )
        return next(found, None)


NONE = Equations()


def equations(context: Context, given: Iterable[Given]) -> Equations:
    """The given equations that have one of the two forms."""
    defined: dict[str, Term] = {}
    products: list[Product] = []
    stated = [(lhs, rhs) for lhs, relation, rhs in given if relation == "="]
    for side in (side for pair in stated for side in pair):
        require_well_formed(side)
    for lhs, rhs in stated:
        if _defines(context, lhs, rhs) and lhs.label not in defined:
            defined[lhs.label] = rhs
    for lhs, rhs in stated:
        products += _products(context, lhs, rhs)
    closed = {name: term for name, term in defined.items() if not _named(term) & defined.keys()}
    return Equations(closed, tuple(products))


def _defines(context: Context, lhs: Term, rhs: Term) -> bool:
    """Whether the equation gives a matrix by others, at no point."""
    if lhs.head != "matrix" or any(part.head in OPEN for part in rhs.walk()):
        return False
    return lhs.label not in _named(rhs) and _same_shape(context, lhs, rhs) is not None


def _products(context: Context, lhs: Term, rhs: Term) -> Iterator[Product]:
    """The equation as a product, and what follows for square matrices: also N M = I."""
    if lhs.head != "mul" or len(lhs.args) != 2 or not all(map(_has_entries, lhs.args)):
        return
    form = _same_shape(context, lhs, rhs)
    if form is None or not (rhs.head in NUMBERS if form == SCALAR else _is_simple(rhs)):
        return
    first, second = lhs.args
    yield Product(first, second, rhs)
    square = shape(context, first) == shape(context, second) == form
    if rhs.head == "identity" and square:
        yield Product(second, first, rhs)


def _same_shape(context: Context, lhs: Term, rhs: Term) -> Shape | None:
    try:
        form = shape(context, lhs)
        return form if shape(context, rhs) == form else None
    except KernelError:
        return None


def _is_simple(term: Term) -> bool:
    """Whether the term has at most one matrix: then replacing a product of two comes to an end."""
    if term.head == "mul":
        matrices = [factor for factor in term.args if factor.head not in NUMBERS]
        return len(matrices) == 1 and _is_simple(matrices[0])
    return term.head in SIMPLE and all(map(_is_simple, term.args))


def _has_entries(term: Term) -> bool:
    return term.head == "matrix" or (term.head == "transpose" and term.args[0].head == "matrix")


def _matrix_of(term: Term) -> Term:
    return term if term.head == "matrix" else term.args[0]


def _named(term: Term) -> set[str]:
    return {part.label for part in term.walk() if part.head == "matrix"}
