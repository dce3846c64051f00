"""Every reading of a side under an ambiguous grammar: what the reader reads must be the only one.

An Earley parser finds all derivations; those that have a type are evaluated in one model.  The
conventions that everybody shares are left out of it one by one, each as a rule of its own.

``python tests/reading/every_reading.py 5000`` compares that many random sides.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from random import Random
from typing import Any

from lark import Lark, Token, Tree
from lark.visitors import CollapseAmbiguities
from reading_documents import steps

from symkl.kernel import terms
from symkl.kernel.context import Context, Law, Matrix, Number, Sort
from symkl.kernel.errors import IllFormed
from symkl.kernel.terms import Term
from symkl.models.evaluate import enclosure
from symkl.models.model import Model, Undefined, Unsupported
from symkl.reading.document import Document

GRAMMAR = r"""
?side: run
     | side "+" run -> plus
     | side "-" run -> minus
     | "-" run -> negative
?run: factor
    | run factor -> times
    | run "/" factor -> over
    | run "/" several -> over
?several: factor factor -> times
        | several factor -> times
?factor: base
       | base "^2" -> square
       | "\\log" run -> log
       | "\\log^2" run -> log_squared
       | "\\sum_y" side -> total
       | "\\mathbb{E}_q" side -> mean
       | "\\mathrm{tr}" run -> trace
?base: NUMBER -> number
     | NAME -> name
     | VALUE -> value
     | MATRIX -> matrix
     | "(" side ")" -> bracket
     | "|" side "|" -> bars
NUMBER: /[123]/
NAME: /[abc]/
VALUE: /[pq]\(y\)/
MATRIX: /[AB]/
%ignore " "
"""
KINDS = r"""Let $p$ and $q$ be pmfs on $\mathcal Y$ with elements $y$, let $a, b, c > 0$ be real
numbers, and let $A$ and $B$ be symmetric positive definite $k \times k$ matrices.

"""
NOTES = {"SK501"}
DIGITS = 40
Y = ("y", "Y")
PREFIXES = {"log", "log_squared", "trace", "total", "mean"}
OPEN = {"total", "mean"}  # they reach to the end of the product, and nothing closes them


@dataclass(frozen=True)
class Typed:
    """A term of the kernel with its kind."""

    term: Term
    is_matrix: bool = False


class IllTyped(Exception):
    """A derivation that means nothing."""


@cache
def _parser() -> Lark:
    return Lark(GRAMMAR, start="side", parser="earley", ambiguity="explicit")


def derivations(side: str) -> list[Tree[Token]]:
    """All trees of the text, without those that a shared convention excludes."""
    found = CollapseAmbiguities().transform(_parser().parse(side))
    return [tree for tree in found if not any(map(_is_against_convention, tree.iter_subtrees()))]


def readings(side: str) -> list[Term]:
    """The terms of all derivations that have a type."""
    found = []
    for tree in derivations(side):
        try:
            found.append(_typed(tree).term)
        except IllTyped:
            continue
    return found


# --- conventions ----------------------------------------------------------------------------------


def _is_against_convention(tree: Tree[Token]) -> bool:
    return any(rule(tree) for rule in CONVENTIONS)


def _sum_ends_early(tree: Tree[Token]) -> bool:
    """A sum or an expectation reaches over all factors that follow."""
    return tree.data in ("times", "over") and _last(tree.children[0]).data in OPEN


def _sum_takes_constant(tree: Tree[Token]) -> bool:
    """A sum or an expectation reaches over + and - only to what depends on its variable."""
    if tree.data not in OPEN:
        return False
    body = tree.children[0]
    while isinstance(body, Tree) and body.data in ("plus", "minus"):
        if not _has_point(body.children[1]):
            return True
        body = body.children[0]
    return False


def _bracket_is_no_argument(tree: Tree[Token]) -> bool:
    """Brackets behind log and tr hold all of their argument."""
    if tree.data not in ("log", "log_squared", "trace"):
        return False
    run = tree.children[0]
    return isinstance(run, Tree) and run.data in ("times", "over") and _first(run).data == "bracket"


def _fraction_is_split(tree: Tree[Token]) -> bool:
    """1/2 c is a half of c."""
    if tree.data != "over":
        return False
    top, bottom = tree.children
    split = isinstance(bottom, Tree) and bottom.data == "times"
    return split and _last(top).data == "number" and _first(bottom).data == "number"


def _argument_goes_on(tree: Tree[Token]) -> bool:
    """A function or a sum that follows is no part of the argument before it."""
    if tree.data not in ("log", "log_squared", "trace"):
        return False
    run = tree.children[0]
    return isinstance(run, Tree) and any(factor.data in PREFIXES for factor in _factors(run)[1:])


def _trace_is_divided(tree: Tree[Token]) -> bool:
    """Nobody divides in the argument of a trace without brackets."""
    return tree.data == "trace" and any(part.data == "over" for part in _open_parts(tree))


def _trace_ends_early(tree: Tree[Token]) -> bool:
    """A trace without brackets reaches to the last matrix that follows, as in tr A B."""
    if tree.data != "times" or not _is_matrix(tree.children[1]):
        return False
    if not _is_simple(_first(tree.children[1])):
        return False
    before = _factors(tree.children[0])
    while before and _is_simple(before[-1]):
        before.pop()
    return bool(before) and before[-1].data == "trace" and not _is_bracket(before[-1].children[0])


def _is_simple(factor: Tree[Token]) -> bool:
    return factor.data not in (*PREFIXES, "bars")


def _is_bracket(run: Any) -> bool:
    return _first(run).data == "bracket"


def _is_matrix(tree: Any) -> bool:
    try:
        return _typed(tree).is_matrix
    except IllTyped:
        return False


def _open_parts(tree: Tree[Token]) -> Iterator[Tree[Token]]:
    for child in tree.children:
        if isinstance(child, Tree) and child.data not in ("bracket", "bars"):
            yield child
            yield from _open_parts(child)


def _bars_in_bars(tree: Tree[Token]) -> bool:
    """The next bar closes."""
    return tree.data == "bars" and any(
        inner.data == "bars" for inner in tree.iter_subtrees() if inner is not tree
    )


CONVENTIONS: tuple[Callable[[Tree[Token]], bool], ...] = (
    _sum_ends_early,
    _sum_takes_constant,
    _bracket_is_no_argument,
    _fraction_is_split,
    _argument_goes_on,
    _trace_is_divided,
    _trace_ends_early,
    _bars_in_bars,
)


def _factors(tree: Any) -> list[Tree[Token]]:
    if tree.data not in ("times", "over"):
        return [tree]
    return [factor for child in tree.children for factor in _factors(child)]


def _first(tree: Any) -> Tree[Token]:
    while tree.data in ("times", "over", "square"):
        tree = tree.children[0]
    return tree


def _last(tree: Any) -> Tree[Token]:
    """The last factor of a run, whatever it stands in the argument of."""
    while tree.data in ("times", "over", "log", "log_squared", "trace", "negative"):
        tree = tree.children[-1]
    return tree


def _has_point(tree: Any) -> bool:
    """Whether the point y is free in it."""
    if tree.data in OPEN:
        return False
    children = [child for child in tree.children if isinstance(child, Tree)]
    return tree.data == "value" or any(map(_has_point, children))


# --- types ----------------------------------------------------------------------------------------


def _typed(tree: Tree[Token]) -> Typed:
    children = [c if isinstance(c, Token) else _typed(c) for c in tree.children]
    return TYPES[str(tree.data)](*children)


def _number(typed: Typed) -> Term:
    if typed.is_matrix:
        raise IllTyped
    return typed.term


def _trace(one: Typed) -> Typed:
    return Typed(Term("trace", (one.term,))) if one.is_matrix else one


def _sum(one: Typed, two: Typed) -> Typed:
    if one.is_matrix != two.is_matrix:
        raise IllTyped
    return Typed(terms.add(one.term, two.term), one.is_matrix)


def _negative(one: Typed) -> Typed:
    return Typed(terms.neg(one.term), one.is_matrix)


def _product(one: Typed, two: Typed) -> Typed:
    return Typed(terms.mul(one.term, two.term), one.is_matrix or two.is_matrix)


def _square(one: Typed) -> Typed:
    if one.is_matrix:
        return Typed(terms.mul(one.term, one.term), True)
    return Typed(terms.power(one.term, terms.num(2)))


def _bars(one: Typed) -> Typed:
    if one.is_matrix:
        return Typed(Term("det", (one.term,)))
    square = terms.power(one.term, terms.num(2))
    return Typed(terms.power(square, terms.div(terms.num(1), terms.num(2))))


def _value(token: Token) -> Typed:
    return Typed(Term("value", (Term("point", (), Y),), (token[0], ("Y",), ())))


TYPES: dict[str, Callable[..., Typed]] = {
    "plus": _sum,
    "minus": lambda one, two: _sum(one, _negative(two)),
    "negative": _negative,
    "times": _product,
    "over": lambda one, two: Typed(terms.div(one.term, _number(two)), one.is_matrix),
    "square": _square,
    "log": lambda one: Typed(terms.log(_number(one))),
    "log_squared": lambda one: _square(Typed(terms.log(_number(one)))),
    "total": lambda one: Typed(terms.total((Y,), one.term), one.is_matrix),
    "mean": lambda one: Typed(Term("expect", (one.term,), ("q", (Y,))), one.is_matrix),
    "trace": _trace,
    "number": lambda token: Typed(terms.num(int(token))),
    "name": lambda token: Typed(Term("sym", (), str(token))),
    "value": _value,
    "matrix": lambda token: Typed(Term("matrix", (), str(token)), True),
    "bracket": lambda one: one,
    "bars": _bars,
}


# --- random sides ---------------------------------------------------------------------------------


def random_side(random: Random, depth: int = 1) -> str:
    """A sum of runs of factors, with brackets here and there."""
    runs = [_run(random, depth) for _ in range(random.choice((1, 1, 2, 2)))]
    text = ("-" if random.random() < 0.1 else "") + runs[0]
    return text + "".join(random.choice((" + ", " - ")) + run for run in runs[1:])


def _run(random: Random, depth: int) -> str:
    factors = [_factor(random, depth) for _ in range(random.choice((1, 1, 2, 3)))]
    return factors[0] + "".join(random.choice((" ", " ", " / ")) + f for f in factors[1:])


def _factor(random: Random, depth: int) -> str:
    plain = random.choice((*"abc", "p(y)", "q(y)", "p(y)", "q(y)", "2", *"AB"))
    if depth <= 0 or random.random() < 0.45:
        return plain + random.choice(("", "", "", "^2"))
    inner = random_side(random, depth - 1)
    makers = (
        lambda: f"({inner})" + random.choice(("", "^2")),
        lambda: f"|{inner}|",
        lambda: random.choice((r"\log ", r"\log ", r"\log^2 ")) + _run(random, depth - 1),
        lambda: r"\sum_y " + inner,
        lambda: r"\mathbb{E}_q " + inner,
        lambda: r"\mathrm{tr} " + _run(random, depth - 1),
    )
    return random.choice(makers)()


# --- the reader beside it -------------------------------------------------------------------------


def compared(side: str) -> str:
    """``reported``, ``same``, ``ill-typed``, or the text that was misread."""
    (step, *_) = steps(Document("a.md", f"{KINDS}$$ {side} \\le 1 $$"))
    if step.unread or {found.code for found in step.diagnoses} - NOTES:
        return "reported"
    (claim,) = step.claims().values()
    possible = readings(side)
    mine = _shown(claim.lhs)
    if not possible:
        return f"misread: {side!r} has no reading" if mine.startswith("[") else "ill-typed"
    for other in possible:
        theirs = _shown(other)
        if theirs != mine:
            return f"misread: {side!r} is {mine}, but may be {theirs}"
    return "same"


def _with_all() -> tuple[Context, Model]:
    """Everything that a side may name, and values for it."""
    law = {"coords": (("Y", "Y"),), "sign": "positive"}
    definite = {"symmetric": True, "invertible": True, "positive_definite": True}
    context = Context.of(
        [
            *(Sort("Y", "n"), Sort("k", "k")),
            *(Law(name, **law) for name in "pq"),
            *(Number(name) for name in "abc"),
            *(Matrix(name, "k", "k", **definite) for name in "AB"),
        ]
    )
    model = Model(
        sizes={"Y": 2, "k": 2},
        laws={"p": _table(1, 2), "q": _table(4, 3)},
        numbers={"a": Fraction(5, 3), "b": Fraction(7, 2), "c": Fraction(11, 13)},
        matrices={"A": _rows(2, 1, 3), "B": _rows(5, -2, 1)},
        points={Y: 1},
    )
    return context, model


def _table(*weights: int) -> dict[tuple[int, ...], Fraction]:
    return {(place,): Fraction(w, sum(weights)) for place, w in enumerate(weights)}


def _rows(one: int, both: int, two: int) -> tuple[tuple[Fraction, ...], ...]:
    return (Fraction(one), Fraction(both)), (Fraction(both), Fraction(two))


CONTEXT, MODEL = _with_all()


def _shown(term: Term) -> str:
    try:
        return str(enclosure(term, CONTEXT, MODEL, DIGITS))[:20]
    except (Undefined, Unsupported, IllFormed) as error:
        return type(error).__name__


def outcomes(seed: int, cases: int) -> Iterator[str]:
    """What comes of so many random sides."""
    random = Random(seed)
    for _ in range(cases):
        yield compared(random_side(random))


def main() -> None:
    """Compare as many sides as asked, and print what was misread."""
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    counts: Counter[str] = Counter()
    for outcome in outcomes(Random().randrange(10**6), cases):
        counts[outcome.partition(":")[0]] += 1
        if outcome.startswith("misread"):
            print(outcome, flush=True)
    print(dict(counts))


if __name__ == "__main__":
    main()
