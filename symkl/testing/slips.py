"""Formulas with one slip: a notion, factor, sign, term or inverse that is lost or another one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from itertools import combinations, islice
from typing import Any

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.context import Context
from symkl.kernel.terms import Term
from symkl.language.printing import text_of
from symkl.models.model import Model, Undefined
from symkl.prove.edits.scope import scope_of
from symkl.prove.edits.table import EDITS, edited
from symkl.testing.calling import Trial
from symkl.testing.drawing import model_key
from symkl.testing.reference import Enclosed, values_of
from symkl.testing.variation import Values, Variation, at, each, exactly
from symkl.testing.written_out import addends, written_out

MOST_EDITS = 800
MOST_ADDENDS = 6
FACTORS = (
    (Fraction(2), "a factor 1/2 is lost"),
    (Fraction(-1), "the sign is wrong"),
    (Fraction(1, 2), "there is a factor 1/2 too many"),
    (Fraction(0), "nothing is added up"),
)


def slips(trial: Trial) -> Iterator[Variation]:
    """The formula with one slip, then with one in several of its addends."""
    term = trial.reference.term
    if term is None:
        return
    context = trial.context
    seen: set[Term] = {term}
    for new, words in _other_notions(term, context):
        seen.add(new)
        yield Variation(f"it is the formula {words}", at(context, new))
    for new, factor, product in _without_a_factor(written_out(term, context)):
        seen.add(new)
        lost, where = text_of(factor, context), text_of(product, context)
        words = f"it is the formula without the factor {lost} in {where}"
        yield Variation(words, at(context, new))
    for written in dict.fromkeys((written_out(term, context), term)):
        scope = scope_of(Claim(context, written, "=", written))
        shape = scope.shape(written)
        found = ((new, words) for edit in EDITS for new, words in edited(written, scope, edit))
        for new, words in islice(found, MOST_EDITS):
            if new in seen or scope.shape(new) != shape or not scope.sees(new):
                continue
            seen.add(new)
            yield Variation(f"it is the formula {words}", at(context, new))
    yield from _other_addends(trial, term)


def _other_notions(term: Term, context: Context) -> Iterator[tuple[Term, str]]:
    """The term with one notion in the place of another, and words for it."""
    for other in OTHER_NOTIONS.get(term.head, _no_other)(term):
        yield other, f"with {text_of(other, context)} instead of {text_of(term, context)}"
    for place, child in enumerate(term.args):
        for new, words in _other_notions(child, context):
            args = (*term.args[:place], new, *term.args[place + 1 :])
            yield Term(term.head, args, term.label), words


def _no_other(term: Term) -> tuple[Term, ...]:
    return ()


def _cross_entropies(term: Term) -> Iterator[Term]:
    first, second = term.args
    for one, two in ((first, second), (second, first), (first, first), (second, second)):
        yield Term("cross_entropy", (one, two), term.label)


def _divergences(term: Term) -> Iterator[Term]:
    first, second = term.args
    for one, two in ((first, second), (second, first)):
        yield Term("kl", (one, two), term.label)
    for one in term.args:
        yield Term("cross_entropy", (one, one), term.label)


def _entropies(term: Term) -> Iterator[Term]:
    """H(X, Y), H(X) and H(Y) for H(X | Y)."""
    name, targets, givens, fixed = term.label
    if givens and not fixed:
        for coords in ((*targets, *givens), targets, givens):
            yield Term("entropy", (), (name, coords, (), ()))


def _of_information(term: Term) -> Iterator[Term]:
    """The entropies that an information is made of, and the information without its condition."""
    name, one, two, given = term.label
    both = tuple(dict.fromkeys((*one, *two)))
    for targets, conditions in ((both, given), (one, given), (two, given)):
        yield Term("entropy", (), (name, targets, conditions, ()))
    if given:
        yield Term("mutual_information", (), (name, one, two, ()))
    else:
        yield Term("entropy", (), (name, one, two, ()))
        yield Term("entropy", (), (name, two, one, ()))


OTHER_NOTIONS: dict[str, Callable[[Term], Iterable[Term]]] = {
    "kl": _cross_entropies,
    "cross_entropy": _divergences,
    "entropy": _entropies,
    "mutual_information": _of_information,
}


def _without_a_factor(term: Term) -> Iterator[tuple[Term, Term, Term]]:
    """The term with one factor of a product left out, that factor, and the product."""
    if term.head == "mul":
        for place, factor in enumerate(term.args):
            yield terms.mul(*term.args[:place], *term.args[place + 1 :]), factor, term
    for place, child in enumerate(term.args):
        for new, factor, product in _without_a_factor(child):
            args = (*term.args[:place], new, *term.args[place + 1 :])
            yield Term(term.head, args, term.label), factor, product


# --- several addends ------------------------------------------------------------------------------


def _other_addends(trial: Trial, term: Term) -> Iterator[Variation]:
    """Some of the addends with another factor."""
    parts = list(addends(written_out(term, trial.context)))
    if not 2 < len(parts) <= MOST_ADDENDS:
        return
    known: dict[Any, list[Values]] = {}

    def of_parts(model: Model) -> list[Values]:
        key = model_key(model)
        if key not in known:
            known[key] = [values_of(part, trial.context, model) for part in parts]
        return known[key]

    for factor, words in FACTORS:
        for count in range(2, len(parts)):
            for chosen in combinations(range(len(parts)), count):
                named = ", ".join(text_of(parts[i], trial.context) for i in chosen)
                yield Variation(
                    f"{words} in {named}",
                    partial(_combined, of_parts, factor=factor, chosen=chosen),
                )


def _combined(
    of_parts: Callable[[Model], list[Values]],
    model: Model,
    factor: Fraction,
    chosen: tuple[int, ...],
) -> Values:
    rows = [
        each(row, exactly(factor if place in chosen else 1))
        for place, row in enumerate(of_parts(model))
    ]
    return tuple(_added(column) for column in zip(*rows, strict=True))


def _added(entries: Sequence[Enclosed]) -> Enclosed:
    signs = {entry.infinite for entry in entries if entry.infinite}
    if signs:
        if len(signs) > 1:
            raise Undefined("infinity minus infinity")
        return Enclosed.infinity(signs.pop())
    zero = Fraction(0)
    return Enclosed(sum((e.low for e in entries), zero), sum((e.high for e in entries), zero))
