"""Other ways to write a term.  Nothing here is trusted: what is offered has to be proved."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from symkl.kernel import terms
from symkl.kernel.context import Context
from symkl.kernel.definitions import DEFINITIONS
from symkl.kernel.terms import ONE, Term, num
from symkl.prove.edits.table import put

Path = tuple[int, ...]
Rule = Callable[[Term, Context], Iterator[Term]]


def rewritings(term: Term, context: Context) -> Iterator[Term]:
    """The term with one of its parts written in another way; each once, outermost parts first."""
    seen = {term}
    for path, part in places(term):
        for new in RULES.get(part.head, _nothing)(part, context):
            whole = put(term, path, new)
            if whole not in seen:
                seen.add(whole)
                yield whole


def places(term: Term, path: Path = ()) -> Iterator[tuple[Path, Term]]:
    """Every part of a term with the way to it, those nearest to the root first."""
    level: list[tuple[Path, Term]] = [(path, term)]
    while level:
        yield from level
        level = [
            ((*way, place), child) for way, part in level for place, child in enumerate(part.args)
        ]


def part_at(term: Term, path: Path) -> Term:
    """The part of a term at the end of a way."""
    for place in path:
        term = term.args[place]
    return term


def _nothing(term: Term, context: Context) -> Iterator[Term]:
    yield from ()


def _add(term: Term, context: Context) -> Iterator[Term]:
    """Logarithms together, sums together, another order, the sign outside."""
    first, second = term.args[0], term.args[1]
    if len(term.args) == 2:
        yield from _two_together(first, second)
        turned = terms.neg(second) if second.head != "neg" else second.args[0]
        if first.head == "neg" and second.head != "neg":
            yield terms.sub(second, first.args[0])
        elif second.head == "neg":
            yield terms.neg(terms.sub(turned, first))
    yield terms.add(*term.args[::-1])
    for place in range(1, len(term.args) - 1):
        yield terms.add(*term.args[place:], *term.args[:place])


def _two_together(first: Term, second: Term) -> Iterator[Term]:
    minus = second.head == "neg"
    other = second.args[0] if minus else second
    join = terms.sub if minus else terms.add
    if first.head == other.head == "log":
        join_inside = terms.div if minus else terms.mul
        yield terms.log(join_inside(first.args[0], other.args[0]))
    if first.head == other.head and first.head in ("sum", "expect") and first.label == other.label:
        yield Term(first.head, (join(first.args[0], other.args[0]),), first.label)
    if first.head == other.head == "mul" and first.args[0] == other.args[0]:
        rest = join(terms.mul(*first.args[1:]), terms.mul(*other.args[1:]))
        yield terms.mul(first.args[0], rest)


def _mul(term: Term, context: Context) -> Iterator[Term]:
    """Multiplied out, halves as quotients, another order."""
    for place, factor in enumerate(term.args):
        before, after = term.args[:place], term.args[place + 1 :]
        if factor.head == "add":
            yield terms.add(*(_signed_product(before, part, after) for part in factor.args))
    first = term.args[0]
    if first.head == "num" and first.label.denominator > 1 and first.label > 0:
        top = num(first.label.numerator)
        rest = term.args[1:] if top == ONE else (top, *term.args[1:])
        yield terms.div(terms.mul(*rest), num(first.label.denominator))
    yield terms.mul(*term.args[::-1])
    for place in range(1, len(term.args) - 1):
        yield terms.mul(*term.args[place:], *term.args[:place])


def _signed_product(before: tuple[Term, ...], part: Term, after: tuple[Term, ...]) -> Term:
    if part.head == "neg":
        return terms.neg(terms.mul(*before, part.args[0], *after))
    return terms.mul(*before, part, *after)


def _neg(term: Term, context: Context) -> Iterator[Term]:
    """The sign inside: of a sum, a logarithm, a product."""
    inner = term.args[0]
    if inner.head in ("sum", "expect", "trace"):
        body = inner.args[0]
        yield from (Term(inner.head, (new,), inner.label) for new in _negated(body))
    else:
        yield from _negated(inner)


def _negated(term: Term) -> Iterator[Term]:
    if term.head == "log":
        argument = term.args[0]
        if argument.head == "div":
            yield terms.log(terms.div(argument.args[1], argument.args[0]))
        else:
            yield terms.log(terms.div(ONE, argument))
    elif term.head == "mul":
        for place, factor in enumerate(term.args):
            for new in _negated(factor) if factor.head == "log" else ():
                yield terms.mul(*term.args[:place], new, *term.args[place + 1 :])
    elif term.head == "add":
        yield terms.add(*(p.args[0] if p.head == "neg" else terms.neg(p) for p in term.args))


def _div(term: Term, context: Context) -> Iterator[Term]:
    top, bottom = term.args
    if bottom.head == "num" and top != ONE:
        yield terms.mul(num(1 / bottom.label), top)
    if top.head == "add":
        parts = (
            terms.neg(terms.div(part.args[0], bottom))
            if part.head == "neg"
            else terms.div(part, bottom)
            for part in top.args
        )
        yield terms.add(*parts)


def _log(term: Term, context: Context) -> Iterator[Term]:
    argument = term.args[0]
    if argument.head == "div":
        top, bottom = argument.args
        if top == ONE:
            yield terms.neg(terms.log(bottom))
        else:
            yield terms.sub(terms.log(top), terms.log(bottom))
            yield terms.neg(terms.log(terms.div(bottom, top)))
    elif argument.head == "mul":
        yield terms.add(*map(terms.log, argument.args))
    elif argument.head == "pow":
        yield terms.mul(argument.args[1], terms.log(argument.args[0]))


def _sum(term: Term, context: Context) -> Iterator[Term]:
    """Term by term; the sign before it; an expectation where a pmf is a factor."""
    body = term.args[0]
    yield from _linear(term)
    for place, factor in enumerate(body.args) if body.head == "mul" else ():
        points = tuple(child.label for child in factor.args)
        if factor.head == "value" and not factor.label[2] and points == term.label:
            rest = terms.mul(*body.args[:place], *body.args[place + 1 :])
            yield Term("expect", (rest,), (factor.label[0], term.label))
        if factor.head == "add":
            parts = (
                _signed_product(body.args[:place], part, body.args[place + 1 :])
                for part in factor.args
            )
            yield from _linear(Term("sum", (terms.add(*parts),), term.label))


def _linear(term: Term) -> Iterator[Term]:
    body = term.args[0]
    if body.head == "add":
        yield terms.add(*(_outside(term, part) for part in body.args))
    elif body.head == "neg":
        yield terms.neg(Term(term.head, body.args, term.label))


def _outside(term: Term, part: Term) -> Term:
    if part.head == "neg":
        return terms.neg(Term(term.head, part.args, term.label))
    return Term(term.head, (part,), term.label)


def _expect(term: Term, context: Context) -> Iterator[Term]:
    yield from _linear(term)
    law, binders = term.label
    declared = context.laws.get(law)
    finite = all(not context.is_real_space(sort) for _, sort in binders)
    if declared is not None and finite and len(binders) == len(declared.coords):
        points = tuple(Term("point", (), binder) for binder in binders)
        value = Term("value", points, (law, tuple(name for name, _ in declared.coords), ()))
        yield terms.total(binders, terms.mul(value, term.args[0]))


def _notion(term: Term, context: Context) -> Iterator[Term]:
    """What a notion is defined to be, with the names of points that people use."""
    defined = DEFINITIONS[term.head](context, term)
    sums = [part for part in defined.walk() if part.head == "sum" and part.label]
    names = {
        binder: binder[0].rstrip("'").lower()
        for part in sums
        for binder in part.label
        if binder[0].endswith("'")
    }
    taken = {name for name, _ in terms.free_points(defined)}
    if len(set(names.values())) < len(names) or taken & set(names.values()):
        yield defined
    else:
        yield _renamed(defined, names)


def _renamed(term: Term, names: dict[tuple[str, str], str]) -> Term:
    label = term.label
    if term.head == "point":
        label = (names.get(label, label[0]), label[1])
    elif term.head == "sum":
        label = tuple((names.get(binder, binder[0]), binder[1]) for binder in label)
    return Term(term.head, tuple(_renamed(child, names) for child in term.args), label)


def _trace(term: Term, context: Context) -> Iterator[Term]:
    inner = term.args[0]
    yield from _linear(term)
    if inner.head == "mul":
        for place in range(1, len(inner.args)):
            yield Term("trace", (terms.mul(*inner.args[place:], *inner.args[:place]),))


RULES: dict[str, Rule] = {
    "add": _add,
    "mul": _mul,
    "neg": _neg,
    "div": _div,
    "log": _log,
    "sum": _sum,
    "expect": _expect,
    "trace": _trace,
    **dict.fromkeys(DEFINITIONS, _notion),
}
