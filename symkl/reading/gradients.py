"""Derivatives worked out: the gradient of a number by a number, a vector or a matrix, as a term.

The chain rule is followed from the whole expression to each place where the variable stands: with
every part goes the factor of its change in that of the whole, a matrix of the part's own shape.
What is not known how to differentiate is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from symkl.kernel import terms
from symkl.kernel.context import Context, Law
from symkl.kernel.shapes import SCALAR, shape
from symkl.kernel.terms import ONE, Term

HALF = terms.num(Fraction(1, 2))


class NoGradient(ValueError):
    """The derivative is not worked out; the message says of what."""


def gradient(context: Context, body: Term, by: Term, defined: dict[str, Term]) -> Term:
    """The derivative of a number by what ``by`` stands for, in its shape; raises NoGradient.

    ``defined`` are parameters of normal laws that are expressions.
    """
    if shape(context, body) != SCALAR:
        raise NoGradient("the derivative of a vector or a matrix is not read yet")
    if by.head == "pow" and by.args[1] in (
        HALF,
        terms.div(ONE, terms.num(2)),
    ):  # a standard deviation: 2 s times that by s^2
        variance = gradient(context, body, by.args[0], defined)
        return terms.mul(terms.num(2), by, variance)
    if by.head not in ("sym", "matrix", "point"):
        raise NoGradient("what is differentiated by is no number, vector or matrix of its own")
    found = list(_Gradient(context, by, defined).of(body, ONE))
    if not found:  # whether a name without a formula depends on it, nobody knows
        raise NoGradient("what is differentiated does not say how it depends on the variable")
    return terms.add(*_gathered(found))


def _evaluated(number: Term) -> Term:
    """A literal quotient as one number: the 1/2 of a root."""
    if number.head == "div" and all(part.head == "num" for part in number.args):
        top, bottom = (Fraction(part.label) for part in number.args)
        return terms.num(top / bottom) if bottom else number
    return number


def _gathered(found: list[Term]) -> Iterator[Term]:
    """The summands, those that differ by a number alone as one."""
    numbers: dict[Term, Fraction] = {}
    for term in found:
        number, rest = _number_of(term)
        numbers[rest] = numbers.get(rest, Fraction(0)) + number
    for rest, number in numbers.items():
        if number:
            factors = rest.args if rest.head == "mul" else (rest,)
            size = () if abs(number) == 1 else (terms.num(abs(number)),)
            whole = terms.mul(*size, *factors)
            yield terms.neg(whole) if number < 0 else whole


def _number_of(term: Term) -> tuple[Fraction, Term]:
    """The number in front, and the rest."""
    if term.head == "neg":
        number, rest = _number_of(term.args[0])
        return -number, rest
    if term.head == "mul" and term.args[0].head == "num":
        return Fraction(term.args[0].label), terms.mul(*term.args[1:])
    return Fraction(1), term


def depends(context: Context, term: Term, on: Term, defined: dict[str, Term]) -> bool:
    """Whether the variable stands in a term, be it as a parameter of a law."""
    return _Gradient(context, on, defined).depends(term)


def factors_of(context: Context, factors: tuple[Term, ...]) -> tuple[list[Term], list[Term]]:
    """The factors that are numbers, rows times columns among them, and the rest in order."""
    groups, chain = _Gradient(context, ONE, {})._groups(factors)
    return [_product(group) for group in groups], chain


def product_of(context: Context, *factors: Term) -> Term:
    """The product: one number in front, and no identity beside other matrices."""
    return _Gradient(context, ONE, {})._times(*factors)


@dataclass
class _Gradient:
    """The chain rule for one variable."""

    context: Context
    by: Term
    defined: dict[str, Term]

    def of(self, term: Term, factor: Term) -> Iterator[Term]:
        """What each place of the variable in the term adds, times the factor of the term."""
        if term == self.by:
            yield factor
            return
        if not self.depends(term):
            return
        rule = RULES.get(term.head)
        if rule is None or self._is_named_after(term):
            raise NoGradient(f"the derivative of {WORDS.get(term.head, term.head)} is not read yet")
        yield from rule(self, term, factor)

    def depends(self, term: Term) -> bool:
        """Whether the variable stands in the term."""
        return any(part == self.by or self._in_laws(part) for part in term.walk())

    def _in_laws(self, part: Term) -> bool:
        if self._is_named_after(part):
            return True
        laws = [part.label[0]] if part.head in LAWFUL and part.label else []
        return any(self._has_parameter(self.context.law(name)) for name in laws)

    def _is_named_after(self, part: Term) -> bool:
        """Whether p_theta or f(x) may depend on the variable, as its name says."""
        label = self.by.label[0] if self.by.head == "point" else self.by.label
        if part.head in LAWFUL and part.label:
            return label in TOKEN.split(str(part.label[0]))[1:]
        if part.head in ("matrix", "sym", "call") and "(" in str(part.label):
            return label in TOKEN.split(str(part.label))[1:]
        return False

    def _has_parameter(self, law: Law) -> bool:
        for name in filter(None, law.normal or ()):
            matrix = Term("matrix", (), name)
            expression = self.defined.get(name, matrix)
            if any(part == self.by for part in (matrix, *expression.walk())):
                return True
        return False

    # --- sums and products ----------------------------------------------------------------------

    def add(self, term: Term, factor: Term) -> Iterator[Term]:
        for child in term.args:
            yield from self.of(child, factor)

    def neg(self, term: Term, factor: Term) -> Iterator[Term]:
        yield from self.of(term.args[0], self._times(terms.num(-1), factor))

    def mul(self, term: Term, factor: Term) -> Iterator[Term]:
        """Numbers, and rows times columns, are factors of their own; the rest is one chain."""
        groups, chain = self._groups(term.args)
        for place, group in enumerate(groups):
            others = [_product(other) for at, other in enumerate(groups) if at != place]
            weight = factor
            if chain:  # the trace of factor^T times the chain
                weight = Term("trace", (self._times(self._transposed(factor), *chain),))
            yield from self._chain(group, self._times(*others, weight))
        if chain:
            yield from self._chain(chain, self._times(*map(_product, groups), factor))

    def _groups(self, factors: tuple[Term, ...]) -> tuple[list[list[Term]], list[Term]]:
        groups: list[list[Term]] = []
        chain: list[Term] = []
        for child in factors:
            if shape(self.context, child) == SCALAR:
                groups.append([child])
                continue
            chain.append(child)
            if shape(self.context, terms.mul(*chain)) == SCALAR:
                groups.append(chain)
                chain = []
        return groups, chain

    def _chain(self, chain: list[Term], factor: Term) -> Iterator[Term]:
        """A B C with the factor F: that of B is A^T F C^T."""
        for place, child in enumerate(chain):
            left, right = chain[:place], chain[place + 1 :]
            number = shape(self.context, factor) == SCALAR
            before = [self._transposed(t) for t in reversed(left)]
            behind = [self._transposed(t) for t in reversed(right)]
            inner = [factor, *before, *behind] if number else [*before, factor, *behind]
            yield from self.of(child, self._times(*inner))

    def div(self, term: Term, factor: Term) -> Iterator[Term]:
        top, bottom = term.args
        yield from self.of(top, terms.div(factor, bottom))
        if self.depends(bottom):
            weight = factor if shape(self.context, top) == SCALAR else None
            if weight is None:
                raise NoGradient("the derivative of a vector over a number is not read yet")
            square = terms.power(bottom, terms.num(2))
            yield from self.of(bottom, terms.neg(terms.div(self._times(weight, top), square)))

    def sum(self, term: Term, factor: Term) -> Iterator[Term]:
        if any(self.context.is_real_space(sort) for _, sort in term.label):
            raise NoGradient("the derivative of an integral is not read yet")
        if set(term.label) & terms.free_points(factor) or self.by.label in term.label:
            raise NoGradient("the derivative of this sum is not read yet")
        for part in self.of(term.args[0], factor):
            yield terms.total(term.label, part)

    # --- functions of numbers -------------------------------------------------------------------

    def log(self, term: Term, factor: Term) -> Iterator[Term]:
        (inner,) = term.args
        if inner.head == "value":
            yield from self.of(self._log_density(inner), factor)
        elif inner.head == "exp":
            yield from self.of(inner.args[0], factor)
        elif inner.head == "det":
            (matrix,) = inner.args
            inverse = self._transposed(Term("inverse", (matrix,)))
            yield from self.of(matrix, self._times(factor, inverse))
        else:
            yield from self.of(inner, terms.div(factor, inner))

    def exp(self, term: Term, factor: Term) -> Iterator[Term]:
        yield from self.of(term.args[0], self._times(factor, term))

    def pow(self, term: Term, factor: Term) -> Iterator[Term]:
        base, exponent = term.args
        exponent = _evaluated(exponent)
        if self.depends(exponent) or exponent.head != "num":
            raise NoGradient("the derivative of a power with such an exponent is not read yet")
        less = terms.num(exponent.label - 1)
        lower = base if less == ONE else terms.power(base, less)
        yield from self.of(base, self._times(factor, exponent, lower))

    def value(self, term: Term, factor: Term) -> Iterator[Term]:
        yield from self.of(self._log_density(term), self._times(factor, term))

    def _log_density(self, value: Term) -> Term:
        """The logarithm of the density of a normal law, written out."""
        law = self.context.law(value.label[0])
        if law.normal is None or not law.normalised or len(law.coords) != 1 or law.given:
            raise NoGradient(f"{law.name} is not known to be normal, so its derivative is not read")
        (point,) = value.args
        index = self.context.sort(law.coords[0][1]).index
        mean, covariance = (
            self.defined.get(name, Term("matrix", (), name)) if name else None
            for name in law.normal
        )
        spread = covariance or Term("identity", (), index)
        centred = terms.sub(point, mean) if mean else point
        form = terms.mul(self._transposed(centred), Term("inverse", (spread,)), centred)
        size = ONE if index == SCALAR[0] else Term("size", (), index)
        two_pi = terms.mul(terms.num(2), Term("const", (), "pi"))
        logs = terms.add(
            terms.mul(size, terms.log(two_pi)), terms.log(Term("det", (spread,))), form
        )
        return terms.neg(terms.mul(HALF, logs))

    # --- written simply -------------------------------------------------------------------------

    def _transposed(self, term: Term) -> Term:
        """The transpose, worked out as far as symmetric matrices and products allow."""
        if shape(self.context, term) == SCALAR or self._is_symmetric(term):
            return term
        if term.head == "transpose":
            return term.args[0]
        if term.head == "neg":
            return terms.neg(self._transposed(term.args[0]))
        if term.head == "mul":
            return self._times(*(self._transposed(child) for child in reversed(term.args)))
        return Term("transpose", (term,))

    def _is_symmetric(self, term: Term) -> bool:
        inner = term.args[0] if term.head == "inverse" else term
        if inner.head == "identity":
            return True
        return inner.head == "matrix" and self.context.matrix(inner.label).symmetric

    def _times(self, *factors: Term) -> Term:
        """The product: one number in front, and no identity beside other matrices."""
        number, kept = Fraction(1), list[Term]()
        for factor in factors:
            negative = factor.head == "neg"
            inner = factor.args[0] if negative else factor
            number = -number if negative else number
            for part in inner.args if self._is_open(inner) else (inner,):
                if part.head == "num":
                    number *= part.label
                else:
                    kept.append(part)
        shaped = [part for part in kept if part.head != "identity"]
        if any(shape(self.context, part) != SCALAR for part in shaped):
            kept = shaped
        if abs(number) != 1 or not kept:
            kept = [terms.num(abs(number)), *kept]
        product = terms.mul(*kept)
        return terms.neg(product) if number < 0 else product

    def _is_open(self, term: Term) -> bool:
        """Whether its factors may stand among others: not those of a row by a column."""
        if term.head != "mul":
            return False
        groups, _ = self._groups(term.args)
        return all(len(group) == 1 for group in groups)

    # --- matrices -------------------------------------------------------------------------------

    def transpose(self, term: Term, factor: Term) -> Iterator[Term]:
        yield from self.of(term.args[0], self._transposed(factor))

    def inverse(self, term: Term, factor: Term) -> Iterator[Term]:
        turned = self._transposed(term)
        yield from self.of(term.args[0], self._times(terms.num(-1), turned, factor, turned))

    def trace(self, term: Term, factor: Term) -> Iterator[Term]:
        (matrix,) = term.args
        unit = Term("identity", (), shape(self.context, matrix)[0])
        yield from self.of(matrix, factor if unit.label == SCALAR[0] else self._times(factor, unit))

    def det(self, term: Term, factor: Term) -> Iterator[Term]:
        (matrix,) = term.args
        yield from self.of(
            matrix, self._times(factor, term, self._transposed(Term("inverse", (matrix,))))
        )


def _product(group: list[Term]) -> Term:
    return terms.mul(*group)


TOKEN = re.compile(r"[\W_]+")
LAWFUL = frozenset({"value", "expect", "entropy", "mutual_information"})
WORDS = {
    "expect": "an expectation",
    "kl": "a divergence",
    "entropy": "an entropy",
    "cross_entropy": "a cross-entropy",
    "entry": "an entry",
    "call": "a function",
    "special": "a special function",
}
RULES: dict[str, Callable[[_Gradient, Term, Term], Iterator[Term]]] = {
    "add": _Gradient.add,
    "neg": _Gradient.neg,
    "mul": _Gradient.mul,
    "div": _Gradient.div,
    "sum": _Gradient.sum,
    "log": _Gradient.log,
    "exp": _Gradient.exp,
    "pow": _Gradient.pow,
    "value": _Gradient.value,
    "transpose": _Gradient.transpose,
    "inverse": _Gradient.inverse,
    "trace": _Gradient.trace,
    "det": _Gradient.det,
}
