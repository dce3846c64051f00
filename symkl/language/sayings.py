"""How people may say an equation: in symbols, as ``P = Q``, or as independence of variables.

The way back from :mod:`symkl.language.statements`: of the names that such a statement may go by,
those that stand for this very equation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from symkl.kernel.context import Context, Law
from symkl.kernel.errors import IllFormed
from symkl.kernel.terms import Term
from symkl.language.copies import Identical, Uncorrelated
from symkl.language.printing import text_of
from symkl.language.spaces import Distribution, RandomVariable
from symkl.language.statements import Independent, Markov, Statement
from symkl.language.written import LanguageError

Names = tuple[str, ...]
Equation = tuple[Term, str, Term]


def sayings(equation: Equation, context: Context) -> frozenset[str]:
    """The plain texts that say ``lhs relation rhs``, and nothing else, in the context."""
    lhs, relation, rhs = equation
    symbols = f"{text_of(lhs, context)} {relation} {text_of(rhs, context)}"
    if relation != "=":
        return frozenset({symbols})
    return frozenset({symbols, *_of_pmfs(lhs, rhs, context), *_of_variables(lhs, rhs, context)})


def says(text: str, parts: Sequence[Collection[str]]) -> bool:
    """Whether the text is one saying of each part, in order, and nothing besides."""
    rests = {text}
    for part in parts:
        rests = {rest.removeprefix(s) for rest in rests for s in part if rest.startswith(s)}
    return "" in rests


def _of_pmfs(lhs: Term, rhs: Term, context: Context) -> Iterator[str]:
    """``P = Q``: the name of a law for its value at points that stand for any."""
    one, two = _whole_law(lhs, context), _whole_law(rhs, context)
    if one is not None and two is not None:
        if lhs.args == rhs.args:
            yield f"{one.name} = {two.name}"
    elif one is not None and _in_order(lhs, one):
        yield f"{one.name} = {text_of(rhs, context)}"
    elif two is not None and _in_order(rhs, two):
        yield f"{text_of(lhs, context)} = {two.name}"


def _whole_law(value: Term, context: Context) -> Law | None:
    """The law of all of whose variables this is the value, at different points with primes."""
    if value.head != "value" or value.label[0] not in context.laws:
        return None
    law, points = context.laws[value.label[0]], [arg.label for arg in value.args]
    free = all(arg.head == "point" and arg.label[0].endswith("'") for arg in value.args)
    whole = not law.given and value.label[1:] == (tuple(c for c, _ in law.coords), ())
    return law if whole and free and len(set(points)) == len(points) else None


def _in_order(value: Term, law: Law) -> bool:
    """Whether the points are named after the variables, so that their order needs no saying."""
    names = [arg.label[0] for arg in value.args]
    return names in ([f"{c.lower()}'" for c, _ in law.coords], [f"{c}'" for c, _ in law.coords])


def _of_variables(lhs: Term, rhs: Term, context: Context) -> Iterator[str]:
    """Independence and Markov chains that stand for this equation."""
    law = context.laws.get(_law_named(lhs))
    if law is None or law.given:
        return
    for said in _candidates(lhs, rhs, Distribution(law, context.declarations())):
        if (said.lhs.term, said.rhs.term) == (lhs, rhs):
            yield said.text()


def _law_named(lhs: Term) -> str:
    first = lhs.args[0] if lhs.head == "add" and lhs.args else lhs
    return str(first.label[0]) if first.head in ("value", "mutual_information", "expect") else ""


def _candidates(lhs: Term, rhs: Term, whole: Distribution) -> Iterator[Statement]:
    """What may stand for the equation: its groups of variables are read off, not tested."""
    parts = lhs.args if lhs.head == "add" else (lhs,)
    if lhs.head == "value" and rhs.head == "mul":
        labels = [factor.label for factor in rhs.args if factor.head == "value"]
        yield from _built(whole, "independent", [label[1] for label in labels], ())
    elif lhs.head in ("value", "expect"):
        yield from _of_pairs(lhs, rhs, whole)
    elif all(part.head == "mutual_information" for part in parts):
        labels = [part.label for part in parts]
        later = [label[2] for label in labels]
        given = labels[0][3]
        yield from _built(whole, "independent", [labels[0][1], *later], given)
        yield from _built(whole, "markov", [labels[0][1], given, *later], ())


def _of_pairs(lhs: Term, rhs: Term, whole: Distribution) -> Iterator[Statement]:
    """What may stand for an equation about two variables."""
    if lhs.head == rhs.head == "value":
        pair = [*lhs.label[1], *rhs.label[1]]
    elif lhs.head == "expect" and rhs.head == "mul":
        named = {c.lower(): c for c, _ in whole.law.coords}
        pair = [
            named.get(point.label[0], "") for point in lhs.args[0].args if point.head == "point"
        ]
    else:
        return
    for state in (Identical, Uncorrelated):
        try:
            yield state(*(RandomVariable(whole, name) for name in pair))
        except (LanguageError, KeyError, IllFormed, TypeError):
            continue


def _built(
    whole: Distribution, kind: str, groups: Sequence[Names], given: Names
) -> Iterator[Statement]:
    """The statement about these groups, if there is one."""
    split = [tuple(RandomVariable(whole, name) for name in group) for group in groups]
    conditions = tuple(RandomVariable(whole, name) for name in given)
    try:
        yield Markov(*split) if kind == "markov" else Independent(*split, given=conditions)
    except (LanguageError, KeyError):
        return
