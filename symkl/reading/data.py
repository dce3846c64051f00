r"""Data: vectors ``x_i`` with an index that a sum or a product binds, and densities at them."""

from __future__ import annotations

from fractions import Fraction

from symkl.kernel import terms
from symkl.kernel.context import Law, Matrix
from symkl.kernel.shapes import SCALAR
from symkl.kernel.terms import ONE, Term
from symkl.reading import names
from symkl.reading.arguments import Argument
from symkl.reading.diagnostics import Unreadable
from symkl.reading.distributions import claim_separator, law_of, use_matrix
from symkl.reading.elaborate import Elaborator
from symkl.reading.layout import Node

HALF = terms.num(Fraction(1, 2))


def index_of(elaborator: Elaborator, node: Node) -> Term | None:
    """The bound index of ``x_i`` where x_i itself is not bound as a point of an alphabet."""
    _, _, label = names.key(node).partition("_")
    if names.key(node) in elaborator.bound:
        return None
    return elaborator.bound.get(label)


def vector(elaborator: Elaborator, node: Node) -> Term | None:
    """``x_i`` as a row of a matrix of data; None where the x_i are numbers."""
    index = index_of(elaborator, node)
    stem, _, label = names.key(node).partition("_")
    if index is None or not elaborator.scope.is_data_vector(stem, label):
        return None
    dimension = elaborator.scope.dimension_sort()
    elaborator.used.add(dimension)
    data = Matrix(f"{names.printable(stem)}", index.label[1], dimension.name)
    use_matrix(elaborator, data)
    return Term("row", (Term("matrix", (), data.name), index))


def density_at(elaborator: Elaborator, base: str, part: Argument) -> Term | None:
    """The density of a normal law at ``x_i``, written out; None for any other argument."""
    node = names.single(part.row)
    if node is None or index_of(elaborator, node) is None:
        return None
    law = law_of(elaborator, base)
    if law.normal is None or len(law.coords) != 1 or law.given:
        message = f"{law.name} at one of many data is not read yet"
        raise Unreadable("SK401", node.span, message)
    claim_separator(elaborator, part)
    at = elaborator.inside(part.row, node.span)
    found = _log_density(elaborator, law, at)
    elaborator.shape(found, node.span)
    return terms.exp(found)


def _log_density(elaborator: Elaborator, law: Law, at: Term) -> Term:
    """-(k log 2 pi + log |S| + (x - m)^T S^-1 (x - m)) / 2."""
    mean, covariance = (Term("matrix", (), n) if n else None for n in law.normal or ("", ""))
    rows, _ = elaborator.shape(at, (0, 0))
    spread = covariance or Term("identity", (), rows)
    centred = terms.sub(at, mean) if mean else at
    two_pi = terms.mul(terms.num(2), Term("const", (), "pi"))
    if rows == SCALAR[0]:
        form = terms.div(terms.power(centred, terms.num(2)), covariance or ONE)
        logs = [terms.log(terms.mul(two_pi, covariance) if covariance else two_pi)]
    else:
        turned = Term("transpose", (centred,))
        form = terms.mul(turned, Term("inverse", (spread,)), centred)
        size = terms.mul(Term("size", (), rows), terms.log(two_pi))
        logs = [size, terms.log(Term("det", (spread,)))]
    return terms.neg(terms.mul(HALF, terms.add(*logs, form)))
