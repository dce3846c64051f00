"""Second derivatives worked out: how a gradient changes with a number or a vector, as a term."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from symkl.kernel import terms
from symkl.kernel.context import SCALAR_SORT, Context
from symkl.kernel.shapes import SCALAR, shape
from symkl.kernel.terms import Term
from symkl.reading.gradients import NoGradient, depends, factors_of, gradient, product_of


def hessian(
    context: Context, body: Term, first: Term, second: Term, defined: dict[str, Term]
) -> Term:
    """The derivative by ``second`` of the one by ``first``: an entry of it for two numbers.

    Of two vectors the rows belong to the first.  Raises NoGradient.
    """
    slope = gradient(context, body, first, defined)
    forms = shape(context, first), shape(context, second)
    if forms == (SCALAR, SCALAR):
        return gradient(context, slope, second, defined)
    if any(form == SCALAR or form[1] != SCALAR_SORT for form in forms):
        raise NoGradient("second derivatives are read by numbers and by vectors")
    found = list(_Jacobian(context, second, defined).of(slope))
    if not found:
        raise NoGradient("what is differentiated does not say how it depends on the variable")
    return terms.add(*found)


class _Jacobian:
    """How a column changes with a column: each part as a matrix."""

    def __init__(self, context: Context, by: Term, defined: dict[str, Term]) -> None:
        self.context, self.by, self.defined = context, by, defined

    def of(self, term: Term) -> Iterator[Term]:
        """What each place of the variable in the column adds."""
        if term == self.by:
            yield Term("identity", (), shape(self.context, term)[0])
        elif self._depends(term):
            rule = RULES.get(term.head)
            if rule is None:
                raise NoGradient("this second derivative is not read yet")
            yield from rule(self, term)

    def _depends(self, term: Term) -> bool:
        return depends(self.context, term, self.by, self.defined)

    def _slope(self, number: Term) -> Term:
        return Term("transpose", (gradient(self.context, number, self.by, self.defined),))

    def add(self, term: Term) -> Iterator[Term]:
        for child in term.args:
            yield from self.of(child)

    def neg(self, term: Term) -> Iterator[Term]:
        yield from map(terms.neg, self.of(term.args[0]))

    def mul(self, term: Term) -> Iterator[Term]:
        """Numbers times a column: A B v changes as A B times v does."""
        numbers, chain = factors_of(self.context, term.args)
        if any(self._depends(matrix) for matrix in chain[:-1]):
            raise NoGradient("the derivative of a matrix times a vector is not read yet")
        for part in self.of(chain[-1]):
            yield product_of(self.context, *numbers, *chain[:-1], part)
        for place, number in enumerate(numbers):
            if self._depends(number):
                others = [other for at, other in enumerate(numbers) if at != place]
                yield product_of(self.context, *others, *chain, self._slope(number))

    def div(self, term: Term) -> Iterator[Term]:
        top, bottom = term.args
        for part in self.of(top):
            yield terms.div(part, bottom)
        if self._depends(bottom):
            change = product_of(self.context, top, self._slope(bottom))
            yield terms.neg(terms.div(change, terms.power(bottom, terms.num(2))))

    def sum(self, term: Term) -> Iterator[Term]:
        if any(self.context.is_real_space(sort) for _, sort in term.label):
            raise NoGradient("the derivative of an integral is not read yet")
        if self.by.label in term.label:
            raise NoGradient("the derivative of this sum is not read yet")
        for part in self.of(term.args[0]):
            yield terms.total(term.label, part)


RULES: dict[str, Callable[[_Jacobian, Term], Iterator[Term]]] = {
    "add": _Jacobian.add,
    "neg": _Jacobian.neg,
    "mul": _Jacobian.mul,
    "div": _Jacobian.div,
    "sum": _Jacobian.sum,
}
