"""Random numbers written in two ways, many of them equal on some branch only.

What SymPy agrees to must have a value in every model and hold there.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest
from written import PMFS, P, Q, X, kl, size, sym, total

from symkl.kernel import terms as t
from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Number
from symkl.kernel.terms import Term
from symkl.models.survey import survey
from symkl.symbolic.opinion import agreement

CONTEXT = Context.of(
    [
        *PMFS.declarations(),
        Number("r"),
        Number("a", "positive"),
        Number("b", "positive"),
        Number("z", "nonnegative"),
        Number("u", "unit"),
    ]
)
TWO, HALF = t.num(2), t.num(Fraction(1, 2))
NUMBERS = [t.ONE, TWO, t.num(-1), HALF]
LEAVES = [*map(sym, "aabrrzu"), size("X"), total(X, of=t.mul(P, P)), kl(P, Q, X), *NUMBERS]
EXPONENTS = [TWO, t.num(3), t.num(-1), t.ZERO, HALF, sym("a"), t.num(-2)]
FUNCTIONS = ("abs", "cos", "digamma", "log_gamma")
Make = Callable[[random.Random, int], Term]


def special(name: str, of: Term) -> Term:
    return Term("special", (of,), name)


def tree(rng: random.Random, depth: int) -> Term:
    if depth == 0 or rng.random() < 0.15:
        return rng.choice(LEAVES)
    return rng.choice(NODES)(rng, depth - 1)


NODES: list[Make] = [
    *[lambda rng, d: t.add(tree(rng, d), tree(rng, d))] * 3,
    *[lambda rng, d: t.mul(tree(rng, d), tree(rng, d))] * 2,
    lambda rng, d: t.div(tree(rng, d), tree(rng, d)),
    *[lambda rng, d: t.power(tree(rng, d), rng.choice(EXPONENTS))] * 2,
    lambda rng, d: t.log(tree(rng, d)),
    lambda rng, d: t.exp(tree(rng, d)),
    lambda rng, d: t.neg(tree(rng, d)),
    lambda rng, d: special(rng.choice(FUNCTIONS), tree(rng, d)),
]


def _of_power(term: Term) -> Iterator[Term]:
    base, exponent = term.args
    yield t.exp(t.mul(exponent, t.log(base)))
    if base.head == "pow":
        yield t.power(base.args[0], t.mul(base.args[1], exponent))
    if base.head == "mul":
        yield t.mul(*(t.power(factor, exponent) for factor in base.args))


def _of_log(term: Term) -> Iterator[Term]:
    (inner,) = term.args
    if inner.head == "mul":
        yield t.add(*map(t.log, inner.args))
    if inner.head == "div":
        yield t.sub(*map(t.log, inner.args))
    if inner.head == "pow":
        yield t.mul(inner.args[1], t.log(inner.args[0]))
    if inner.head == "exp":
        yield inner.args[0]


def _of_exp(term: Term) -> Iterator[Term]:
    (inner,) = term.args
    if inner.head == "log":
        yield inner.args[0]
    if inner.head == "add":
        yield t.mul(*map(t.exp, inner.args))


def _of_special(term: Term) -> Iterator[Term]:
    (inner,) = term.args
    next_one = t.add(inner, t.ONE)
    square = t.power(special("cos", t.div(inner, TWO)), TWO)
    yield {
        "abs": inner,
        "cos": t.sub(t.mul(TWO, square), t.ONE),
        "digamma": t.sub(special("digamma", next_one), t.div(t.ONE, inner)),
        "log_gamma": t.sub(special("log_gamma", next_one), t.log(inner)),
    }[term.label]


def _of_quotient(term: Term) -> Iterator[Term]:
    top, bottom = term.args
    yield t.mul(top, t.power(bottom, t.num(-1)))
    yield t.div(t.mul(top, sym("r")), t.mul(bottom, sym("r")))


def _of_sum(term: Term) -> Iterator[Term]:
    one, two = term.args
    squares = t.sub(t.power(one, TWO), t.power(two, TWO))
    yield t.div(squares, t.sub(one, two))
    yield t.mul(one, t.add(t.ONE, t.div(two, one)))


REWRITTEN: dict[str, Callable[[Term], Iterator[Term]]] = {
    "pow": _of_power,
    "log": _of_log,
    "exp": _of_exp,
    "special": _of_special,
    "div": _of_quotient,
    "add": _of_sum,
}
INDIVISIBLE = ("sum", "kl", "size", "sym", "num")


def rewritten(rng: random.Random, term: Term) -> Term:
    """The term with one rule used somewhere, most of which need a condition."""
    if term.head not in INDIVISIBLE and rng.random() < 0.5:
        place = rng.randrange(len(term.args))
        args = [rewritten(rng, a) if i == place else a for i, a in enumerate(term.args)]
        return Term(term.head, tuple(args), term.label)
    rules = REWRITTEN.get(term.head, lambda _: iter(()))
    return rng.choice([*rules(term), t.exp(t.log(term)), t.neg(t.neg(term))])


def claims(seed: int, count: int) -> Iterator[Claim]:
    rng = random.Random(seed)
    for _ in range(count):
        lhs = tree(rng, 3)
        rhs = rewritten(rng, lhs)
        if rng.random() < 0.1:
            rhs = t.add(rhs, rng.choice(LEAVES))
        yield Claim(CONTEXT, lhs, "=", rhs)


@pytest.mark.parametrize("seed", range(4))
def test_what_sympy_agrees_to_holds_in_every_model(seed: int) -> None:
    agreed = [claim for claim in claims(seed, 100) if agreement(claim) is not None]
    assert len(agreed) > 10
    for claim in agreed:
        found = survey(claim, 6, 40, search=False)
        assert found.violation is None, claim
        assert found.skipped == 0, claim
