"""Arguments in another order, and other names in their place: points, laws, matrices, variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from symkl.kernel import terms
from symkl.kernel.context import Context, Law
from symkl.kernel.definitions import law_value
from symkl.kernel.substitution import renamed_law
from symkl.kernel.terms import Term
from symkl.prove.edits.scope import Change, Scope

Groups = tuple[tuple[str, ...], ...]
ASIDE = ""  # a name that no law has, while two of them change places


# --- swapped ----------------------------------------------------------------------------------


def swapped(term: Term, scope: Scope) -> Iterator[Change]:
    """The two arguments of a divergence or quotient, both sides of a bar, two names throughout."""
    for new in (*SWAPS.get(term.head, _nothing)(term), *_swapped_names(term, scope)):
        yield new, scope.instead(new, term)


def _nothing(term: Term) -> tuple[Term, ...]:
    return ()


def _arguments(term: Term) -> Iterator[Term]:
    yield replace(term, args=term.args[::-1])


def _upright(term: Term) -> Iterator[Term]:
    """The quotient upside down; t for 1/t."""
    top, bottom = term.args
    yield bottom if top == terms.ONE else terms.div(bottom, top)


def _conditional(term: Term) -> Iterator[Term]:
    """p(x|y) for p(y|x)."""
    name, targets, givens = term.label
    if givens:
        points = (*term.args[len(targets) :], *term.args[: len(targets)])
        yield Term("value", points, (name, givens, targets))


def _entropy(term: Term) -> Iterator[Term]:
    name, targets, givens, fixed = term.label
    if givens and not fixed:
        yield Term("entropy", (), (name, givens, targets, ()))


SWAPS: dict[str, Callable[[Term], Iterator[Term] | tuple[Term, ...]]] = {
    "kl": _arguments,
    "cross_entropy": _arguments,
    "div": _upright,
    "value": _conditional,
    "entropy": _entropy,
}


def _swapped_names(term: Term, scope: Scope) -> Iterator[Term]:
    """Two laws, or two matrices, of the same kind in each other's place throughout a term."""
    if scope.place != "term":
        return
    context, nodes = scope.whole.context, list(term.walk())
    laws = sorted({node.label[0] for node in nodes if node.head == "value"})
    for one, two in combinations(laws, 2):
        if _alike(context.law(one), context.law(two)):
            yield _with_laws_swapped(term, one, two, context)
    matrices = sorted({node.label for node in nodes if node.head == "matrix"})
    for one, two in combinations(matrices, 2):
        if _same_shape(context, one, two):
            yield _with_matrices(term, {one: two, two: one})


def _with_laws_swapped(term: Term, first: str, second: str, context: Context) -> Term:
    """The term with each of these laws in place of the other."""
    one, two = context.law(first), context.law(second)
    there = dict(zip(_coords(one), _coords(two), strict=True))
    aside = replace(two, name=ASIDE)
    moved = renamed_law(term, one, aside, there)
    moved = renamed_law(moved, two, one, {new: old for old, new in there.items()})
    return renamed_law(moved, aside, two, {name: name for name in _coords(two)})


def _with_matrices(term: Term, names: dict[str, str]) -> Term:
    if term.head == "matrix":
        return Term("matrix", (), names.get(term.label, term.label))
    return replace(term, args=tuple(_with_matrices(child, names) for child in term.args))


def _coords(law: Law) -> tuple[str, ...]:
    return tuple(coordinate for coordinate, _ in law.coords)


def _alike(one: Law, two: Law) -> bool:
    """Whether one law may be written wherever the other stands."""
    kinds = [[(sort, c in law.given) for c, sort in law.coords] for law in (one, two)]
    return one.name != two.name and kinds[0] == kinds[1]


def _same_shape(context: Context, one: str, two: str) -> bool:
    first, second = context.matrix(one), context.matrix(two)
    return one != two and (first.rows, first.columns) == (second.rows, second.columns)


NOT_KNOWN = ", to which it is not known to be equal"  # of a size under another name


# --- another name -----------------------------------------------------------------------------


def other_name(term: Term, scope: Scope) -> Iterator[Change]:
    """Another point, law, matrix, size or variable of the same kind."""
    for new in OTHERS.get(term.head, _no_other)(term, scope):
        if new != term and scope.sees(new):
            unknown = NOT_KNOWN if new.head == "size" else ""
            yield new, scope.instead(new, term) + unknown


def _no_other(term: Term, scope: Scope) -> tuple[Term, ...]:
    return ()


def _other_points(term: Term, scope: Scope) -> Iterator[Term]:
    for name, sort in sorted(scope.points):
        if sort == term.label[1]:
            yield Term("point", (), (name, sort))


def _other_matrices(term: Term, scope: Scope) -> Iterator[Term]:
    for name in scope.whole.context.matrices:
        if _same_shape(scope.whole.context, term.label, name):
            yield Term("matrix", (), name)


def _other_sizes(term: Term, scope: Scope) -> Iterator[Term]:
    yield from scope.whole.sizes


def _other_laws(term: Term, scope: Scope) -> Iterator[Term]:
    context = scope.whole.context
    law = context.law(term.label[0])
    for other in context.laws.values():
        if _alike(law, other):
            names = dict(zip(_coords(law), _coords(other), strict=True))
            # Only this node: what an expectation is taken of stays as it is.
            bare = renamed_law(replace(term, args=()), law, other, names)
            yield replace(bare, args=term.args)


def _other_values(term: Term, scope: Scope) -> Iterator[Term]:
    """Values of other laws; of a joint law, at other variables and under other conditions."""
    yield from _other_laws(term, scope)
    name, *groups = term.label
    law = scope.whole.context.law(name)
    if law.given:
        return
    known = scope.whole.coordinates.get(name, {})
    here = dict(zip((*groups[0], *groups[1]), term.args, strict=True))
    points = {**known, **here}
    order = [c for c in _coords(law) if c in points]
    for targets, givens in _regrouped((groups[0], groups[1]), order):
        yield law_value(name, targets, givens, points)


def _other_entropies(term: Term, scope: Scope) -> Iterator[Term]:
    yield from _other_laws(term, scope)
    name, targets, givens, fixed = term.label
    order = [c for c in _coords(scope.whole.context.law(name)) if c not in fixed]
    for groups in _regrouped((targets, givens), order):
        yield replace(term, label=(name, *groups, fixed))


def _other_informations(term: Term, scope: Scope) -> Iterator[Term]:
    name, one, two, given = term.label
    order = _coords(scope.whole.context.law(name))
    for groups in _regrouped((one, two, given), order):
        yield replace(term, label=(name, *groups))


def _regrouped(groups: Groups, order: Sequence[str]) -> Iterator[Groups]:
    """The groups after one move: a variable replaced, left out, moved or taken in.

    The last group may be empty (it holds the conditions), the others may not.
    """
    home = {name: place for place, group in enumerate(groups) for name in group}
    moves = [
        {**home, old: None, new: home[old]} for old in home for new in order if new not in home
    ]
    moves += [{**home, name: None} for name in home]
    moves += [
        {**home, name: place}
        for name in order
        for place in range(len(groups))
        if home.get(name) != place
    ]
    for move in moves:
        found = tuple(
            tuple(name for name in order if move.get(name) == place) for place in range(len(groups))
        )
        if all(found[:-1]):
            yield found


OTHERS: dict[str, Callable[[Term, Scope], Iterator[Term] | tuple[Term, ...]]] = {
    "point": _other_points,
    "matrix": _other_matrices,
    "size": _other_sizes,
    "sym": _other_sizes,
    "value": _other_values,
    "expect": _other_laws,
    "entropy": _other_entropies,
    "mutual_information": _other_informations,
}
