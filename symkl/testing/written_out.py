"""Formulas written out: notions by their definitions, normal laws in closed form, and addends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice

from symkl.kernel import terms
from symkl.kernel.context import Context
from symkl.kernel.definitions import DEFINITIONS
from symkl.kernel.errors import IllFormed
from symkl.kernel.terms import Term
from symkl.models.build import models
from symkl.models.evaluate import enclosure
from symkl.models.model import Undefined, Unsupported


def written_out(term: Term, context: Context) -> Term:
    """The term with its notions replaced by what they mean; those of normal laws in closed form."""
    args = tuple(written_out(child, context) for child in term.args)
    term = Term(term.head, args, term.label)
    if term.head not in DEFINITIONS:
        return term
    laws = {node.label[0] for node in term.walk() if node.head == "value"}
    named = [context.law(name) for name in laws]
    if term.head == "entropy":
        named = [context.law(term.label[0])]
    if any(law.normal for law in named):
        closed = NORMAL.get(term.head)
        found = closed(context, term) if closed and all(law.normal for law in named) else term
        return found if _same(context, term, found) else term
    return DEFINITIONS[term.head](context, term)


def _same(context: Context, one: Term, two: Term) -> bool:
    """Whether both have one value in a model: closed forms are used where they are seen to hold."""
    for model in islice(models(context, (), 4), 2, 4):
        try:
            first, second = (enclosure(t, context, model, 30) for t in (one, two))
        except (Undefined, Unsupported, IllFormed):
            return False
        if not first.overlaps(second):
            return False
    return True


def _parts(context: Context, name: str) -> tuple[Term, Term, Term]:
    """Mean, covariance and dimension of a normal law."""
    law = context.law(name)
    mean, covariance = law.normal or ("", "")
    index = context.sort(law.coords[0][1]).index
    size = Term("size", (), index)
    if not mean:
        return terms.num(0), Term("identity", (), index), size
    return Term("matrix", (), mean), Term("matrix", (), covariance), size


def _half(*addends: Term) -> Term:
    half = terms.num(Fraction(1, 2))
    return terms.add(
        *(
            terms.neg(terms.mul(half, a.args[0])) if a.head == "neg" else terms.mul(half, a)
            for a in addends
        )
    )


def _normal_kl(context: Context, term: Term) -> Term:
    """D(p||q) = (log |S_q|/|S_p| - k + tr(S_q^-1 S_p) + (m_q - m_p)^T S_q^-1 (m_q - m_p)) / 2."""
    (mean_p, cov_p, size), (mean_q, cov_q, _) = (
        _parts(context, child.label[0]) for child in term.args
    )
    inverse = Term("inverse", (cov_q,))
    addends = [
        terms.log(terms.div(Term("det", (cov_q,)), Term("det", (cov_p,)))),
        terms.neg(size),
        Term("trace", (terms.mul(inverse, cov_p),)),
    ]
    step = _difference(mean_q, mean_p)
    if step is not None:
        addends.append(terms.mul(Term("transpose", (step,)), inverse, step))
    return _half(*addends)


def _normal_entropy(context: Context, term: Term) -> Term:
    """H(p) = (log |S| + k log(2 pi e)) / 2."""
    _, covariance, size = _parts(context, term.label[0])
    circle = terms.mul(terms.num(2), Term("const", (), "pi"), Term("const", (), "e"))
    return _half(terms.log(Term("det", (covariance,))), terms.mul(size, terms.log(circle)))


def _difference(one: Term, two: Term) -> Term | None:
    zero = terms.num(0)
    if one == two == zero:
        return None
    if two == zero:
        return one
    return terms.neg(two) if one == zero else terms.sub(one, two)


NORMAL: dict[str, Callable[[Context, Term], Term]] = {
    "kl": _normal_kl,
    "entropy": _normal_entropy,
}


def addends(term: Term) -> Iterator[Term]:
    """What is added up, with factors multiplied in."""
    if term.head == "add":
        for child in term.args:
            yield from addends(child)
    elif term.head == "neg":
        yield from (terms.neg(inner) for inner in addends(term.args[0]))
    elif term.head == "div":
        yield from (terms.div(inner, term.args[1]) for inner in addends(term.args[0]))
    elif term.head == "mul" and any(child.head == "add" for child in term.args):
        place = next(i for i, child in enumerate(term.args) if child.head == "add")
        for inner in addends(term.args[place]):
            yield terms.mul(*term.args[:place], inner, *term.args[place + 1 :])
    else:
        yield term
