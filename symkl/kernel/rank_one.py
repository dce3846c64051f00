"""An invertible matrix plus a column times a row: its determinant and its inverse.

``det(R + u v^T) = det R (1 + v^T R^-1 u)``: both are the determinant of the blocks R, -u,
v^T and 1; and the inverse is that of Sherman and Morrison, where the matrix has one.
"""

from __future__ import annotations

from typing import NamedTuple

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT, Context
from symkl.kernel.hypotheses import Hypothesis
from symkl.kernel.powers import Powers
from symkl.kernel.shapes import SCALAR, shape
from symkl.kernel.terms import Term


class RankOne(NamedTuple):
    """``rest + column row``."""

    rest: Term
    column: Term
    row: Term

    @property
    def share(self) -> Term:
        """1 + v^T R^-1 u."""
        inverse = Term("inverse", (self.rest,))
        return terms.add(terms.ONE, terms.mul(self.row, inverse, self.column))

    @property
    def determinant(self) -> Term:
        """The determinant of the sum."""
        return terms.mul(Term("det", (self.rest,)), self.share)

    @property
    def inverse(self) -> Term:
        """The inverse of the sum, which exists where the share is not 0."""
        inverse = Term("inverse", (self.rest,))
        change = terms.mul(inverse, self.column, self.row, inverse)
        return terms.sub(inverse, terms.div(change, self.share))


def rank_one(powers: Powers, term: Term) -> RankOne | None:
    """The parts of such a sum of two; None where nothing says that the first is invertible."""
    if term.head != "add" or len(term.args) != 2:
        return None
    for place in (1, 0):
        split = _split(powers.context, term.args[place])
        rest = term.args[1 - place]
        if split is not None and _is_invertible(powers, rest):
            return RankOne(rest, *split)
    return None


def _split(context: Context, term: Term) -> tuple[Term, Term] | None:
    """A column and a row of which this is the product, numbers with the column."""
    factors: list[Term] = []
    numbers: list[Term] = []
    for factor in _factors(term):
        (numbers if shape(context, factor) == SCALAR else factors).append(factor)
    for place in range(1, len(factors)):
        column, row = terms.mul(*factors[:place]), terms.mul(*factors[place:])
        if shape(context, column)[1] == SCALAR_SORT:
            return terms.mul(*numbers, column), row
    return None


def _factors(term: Term) -> list[Term]:
    if term.head == "mul":
        return [factor for child in term.args for factor in _factors(child)]
    if term.head == "neg":
        return [terms.num(-1), *_factors(term.args[0])]
    if term.head == "div":
        return [terms.div(terms.ONE, term.args[1]), *_factors(term.args[0])]
    return [term]


def _is_invertible(powers: Powers, term: Term) -> bool:
    """The identity, a matrix declared so, its inverse or transpose; a positive multiple."""
    match term.head:
        case "identity":
            return True
        case "inverse" | "transpose":
            return _is_invertible(powers, term.args[0])
        case "matrix":
            declared = powers.context.matrix(term.label)
            if not (declared.invertible or declared.positive_definite):
                return False
            kind = "definite" if declared.positive_definite else "invertible"
            powers.hypotheses.add(Hypothesis(kind, term.label))
            return True
        case "mul" | "div":
            *numbers, matrix = _numbers_first(powers.context, term)
            scales = all(powers.is_positive_poly(powers.scalar(number)) for number in numbers)
            return scales and matrix.head != "mul" and _is_invertible(powers, matrix)
    return False


def _numbers_first(context: Context, term: Term) -> list[Term]:
    """The numbers of a product, and behind them the product of the rest."""
    factors = _factors(term)
    numbers = [factor for factor in factors if shape(context, factor) == SCALAR]
    return [*numbers, terms.mul(*(factor for factor in factors if factor not in numbers))]
