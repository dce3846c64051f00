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
from symkl.kernel.terms import Given, Term, binders_of, free_points

NUMBERS = frozenset({"num", "sym", "size"})
SIMPLE = frozenset({"identity", "matrix", "transpose", "neg"})
MOMENTS = NUMBERS | frozenset(
    {
        "expect",
        "point",
        "matrix",
        "identity",
        "const",
        "add",
        "neg",
        "mul",
        "div",
        "pow",
        "transpose",
    }
)
OPEN = frozenset({"expect", "kl", "cross_entropy", "entropy", "mutual_information"})


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

    defined: dict[Term, Term] = field(default_factory=dict)
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
    defined: dict[Term, Term] = {}
    products: list[Product] = []
    stated = [(lhs, rhs) for lhs, relation, rhs in given if relation == "="]
    for side in (side for pair in stated for side in pair):
        require_well_formed(side)
    for lhs, rhs in stated:
        if _defines(context, lhs, rhs):
            defined.setdefault(Term(lhs.head, (), lhs.label), rhs)
    for lhs, rhs in stated:
        products += _products(context, lhs, rhs)
    return Equations(_closed(defined), tuple(products))


def _closed(defined: dict[Term, Term]) -> dict[Term, Term]:
    """The definitions with others worked in; without those that rest on themselves."""
    closed: dict[Term, Term] = {}
    for _ in defined:
        for of, term in defined.items():
            used = {part for part in term.walk() if part in defined}
            if used <= closed.keys():
                closed[of] = _with(term, closed)
    return closed


def _with(term: Term, closed: dict[Term, Term]) -> Term:
    """The term with defined names replaced; what replaces them has no points to be caught."""
    if term in closed:
        return closed[term]
    return Term(term.head, tuple(_with(child, closed) for child in term.args), term.label)


def _defines(context: Context, lhs: Term, rhs: Term) -> bool:
    """Whether the equation gives a matrix, or a number that is a sum or a mean, by others."""
    if any(part == lhs for part in rhs.walk()) or _same_shape(context, lhs, rhs) is None:
        return False
    if lhs.head == "sym":
        sums = any(part.head == "sum" for part in rhs.walk())
        return (sums and is_closed(context, rhs)) or is_moment(context, rhs)
    return lhs.head == "matrix" and (is_closed(context, rhs) or is_moment(context, rhs))


def is_moment(context: Context, term: Term) -> bool:
    """Whether the term is at no point, and of constants and means under laws without parameters.

    The mean of a normal law is one of its parameters, which would be said by itself.
    """
    means = [part for part in term.walk() if part.head == "expect"]
    if not means or free_points(term):
        return False
    laws = [context.law(mean.label[0]) for mean in means]
    if any(law.normal is not None or law.family is not None or law.given for law in laws):
        return False
    return all(part.head in MOMENTS for part in term.walk())


def is_closed(context: Context, term: Term) -> bool:
    """Whether the term is at no point, and about constants and finite sums alone."""
    parts = list(term.walk())
    sorts = {sort for part in parts for _, sort in binders_of(part)}
    sorts |= {part.label[1] for part in parts if part.head == "point"}
    real = any(context.is_real_space(sort) for sort in sorts)
    return not (real or free_points(term) or any(part.head in OPEN for part in parts))


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
