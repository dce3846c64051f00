"""The logarithm (or a power, or exp) of a sum against the sum of logarithms, weights in and out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from symkl.kernel import terms
from symkl.kernel.terms import Term
from symkl.prove.edits.scope import Change, Scope

FUNCTIONS = {"log": "logarithm", "exp": "exponential", "pow": "power"}
SUMS = {"sum": "sum", "expect": "mean"}


def moved_logarithm(term: Term, scope: Scope) -> Iterator[Change]:
    """A function taken out of a sum, into it, past a weight; a sum for a product of it."""
    yield from _out_of_the_sum(term)
    yield from _into_the_sum(term, scope)
    yield from _weight_out(term, scope)
    yield from _weight_in(term, scope)
    yield from _of_a_product(term, scope)


def _of(function: Term, argument: Term) -> Term:
    return replace(function, args=(argument, *function.args[1:]))


def _factors(term: Term) -> tuple[Term, ...]:
    return term.args if term.head == "mul" else (term,)


def _out_of_the_sum(term: Term) -> Iterator[Change]:
    """Log sum w t for sum w log t."""
    if term.head not in SUMS:
        return
    factors = _factors(term.args[0])
    for place, factor in enumerate(factors):
        if factor.head in FUNCTIONS:
            weighted = (*factors[:place], *_factors(factor.args[0]), *factors[place + 1 :])
            whole, part = SUMS[term.head], FUNCTIONS[factor.head]
            words = f"with the {part} of the {whole} instead of the {whole} of the {part}s"
            yield _of(factor, _of(term, terms.mul(*weighted))), words


def _into_the_sum(term: Term, scope: Scope) -> Iterator[Change]:
    """Sum log t, or sum w log t, for log sum w t."""
    if term.head not in FUNCTIONS or term.args[0].head not in SUMS:
        return
    total = term.args[0]
    body = total.args[0]
    whole, part = SUMS[total.head], FUNCTIONS[term.head]
    words = f"with the {whole} of the {part}s instead of the {part} of the {whole}"
    for weight, rest in _weights(body, scope):
        outside = f", weighted by {scope.text(weight)}"
        yield _of(total, terms.mul(weight, _of(term, rest))), words + outside
    yield _of(total, _of(term, body)), words


def _weights(product: Term, scope: Scope) -> Iterator[tuple[Term, Term]]:
    """Each factor that is a probability, and the product of the others."""
    factors = _factors(product)
    for place, factor in enumerate(factors):
        if factor.head == "value" and len(factors) > 1:
            yield factor, terms.mul(*factors[:place], *factors[place + 1 :])


def _weight_out(term: Term, scope: Scope) -> Iterator[Change]:
    """W log t for log(w t)."""
    if term.head in FUNCTIONS and term.head != "pow":
        for weight, rest in _weights(term.args[0], scope):
            before = f"with the weight {scope.text(weight)} before the {FUNCTIONS[term.head]}"
            yield terms.mul(weight, _of(term, rest)), before


def _weight_in(term: Term, scope: Scope) -> Iterator[Change]:
    """Log(w t) for w log t."""
    factors = _factors(term)
    for place, factor in enumerate(factors):
        if factor.head not in ("log", "exp"):
            continue
        others = terms.mul(*factors[:place], *factors[place + 1 :]) if len(factors) > 1 else None
        for weight, rest in _weights(terms.mul(*factors), scope):
            if others is not None and weight is not factor:
                inner = _of(factor, terms.mul(weight, *_factors(factor.args[0])))
                left = tuple(f for f in _factors(rest) if f is not factor)
                words = f"with the weight {scope.text(weight)} inside the {FUNCTIONS[factor.head]}"
                yield terms.mul(*left, inner), words


def _of_a_product(term: Term, scope: Scope) -> Iterator[Change]:
    """Log(a b) for log(a + b), log a + log b for log a log b, 2 log a for (log a)^2, and so on."""
    logs = all(child.head == "log" for child in term.args)
    new: Term | None = None
    if term.head == "log" and term.args[0].head == "add":
        new = terms.log(terms.mul(*term.args[0].args))
    elif term.head == "pow" and term.args[0].head == "log":
        new = terms.mul(*term.args[::-1])
    elif term.head == "mul" and logs:
        new = terms.add(*term.args)
    elif term.head == "div" and logs:
        new = terms.sub(*term.args)
    if new is not None:
        yield new, scope.instead(new, term)
