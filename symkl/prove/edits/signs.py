"""Signs and factors, and how a term is written once it has got another one."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from symkl.kernel import terms
from symkl.kernel.terms import ONE, Term
from symkl.prove.edits.scope import Change, Scope

TWO, HALF = terms.num(2), terms.num(Fraction(1, 2))


def negated(term: Term) -> Term:
    """The term with the opposite sign, without two signs in a row."""
    if term.head == "neg":
        return term.args[0]
    if term.head == "num":
        return terms.num(-term.label)
    if term.head == "mul" and term.args[0].head in ("neg", "num") and term.args[0] != ONE:
        return terms.mul(negated(term.args[0]), *term.args[1:])
    return terms.neg(term)


def times(factor: Term, term: Term) -> Term:
    """The product, without a factor one and without a factor that cancels in sight."""
    if factor == ONE:
        return term
    if term.head == "neg":
        return terms.neg(times(factor, term.args[0]))
    if term.head == "num":
        return _number_times(factor, term.label)
    if term.head == "div":
        return _quotient_times(factor, *term.args)
    if term.head == "mul":
        return _product_times(factor, term.args)
    if term.head == "size" and factor.head == "num":
        return _number_times(term, factor.label)
    return terms.mul(factor, term)


def over(term: Term, divisor: Term) -> Term:
    """The quotient, or the term without this factor where it has it."""
    if term == divisor:
        return ONE
    if term.head == "neg":
        return terms.neg(over(term.args[0], divisor))
    if term.head == "div":
        return terms.div(over(term.args[0], divisor), term.args[1])
    if term.head == "mul" and divisor in term.args:
        place = term.args.index(divisor)
        return terms.mul(*term.args[:place], *term.args[place + 1 :])
    return terms.div(term, divisor)


def _number_times(factor: Term, value: Fraction) -> Term:
    if factor.head == "num":
        return terms.num(factor.label * value)
    if value.numerator == 1 and factor.head == "size":
        return terms.div(factor, terms.num(value.denominator)) if value != 1 else factor
    return terms.mul(terms.num(value), factor)


def _quotient_times(factor: Term, top: Term, bottom: Term) -> Term:
    if factor == bottom:
        return top
    if factor.head == bottom.head == "num":
        ratio = Fraction(factor.label, bottom.label)
        if ratio.numerator == 1:
            return top if ratio == 1 else terms.div(top, terms.num(ratio.denominator))
    return terms.div(times(factor, top), bottom)


def _product_times(factor: Term, factors: tuple[Term, ...]) -> Term:
    first, rest = factors[0], factors[1:]
    if first.head in ("num", "div") or first == factor:
        product = times(factor, first)
        kept = product.args if product.head == "mul" else (product,)
        return terms.mul(*(kept if product != ONE else ()), *rest)
    return terms.mul(factor, *factors)


def other_sign(term: Term, scope: Scope) -> Iterator[Change]:
    """A whole side, an addend or an exponent with the opposite sign."""
    if scope.place == "term" and term != terms.ZERO:
        new = negated(term)
        yield new, scope.instead(new, term)


def other_factor(term: Term, scope: Scope) -> Iterator[Change]:
    """A term, or what a logarithm is taken of, with 2, 1/2 or a size as a further factor."""
    if scope.place not in ("term", "argument") or term == terms.ZERO:
        return
    numbers = [times(factor, term) for factor in (HALF, TWO)]
    sizes = [times(size, term) for size in scope.whole.sizes]
    without = [over(term, size) for size in scope.whole.sizes]
    for new in (*numbers, *sizes, *without):
        yield new, scope.instead(new, term)
