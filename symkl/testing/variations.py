"""What else an implementation may compute: the formula in other units, with a lost factor, with
arguments exchanged, with something added to its probabilities, and the formula with one slip.

A variation says what it would return in a model; diagnosing compares that with what came back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import combinations, islice
from typing import Any

from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.context import Context, Law
from symkl.kernel.terms import Term
from symkl.language.printing import text_of
from symkl.models.model import Model, Undefined, Unsupported
from symkl.prove.edits.scope import scope_of
from symkl.prove.edits.table import EDITS, edited
from symkl.testing.calling import Trial
from symkl.testing.reference import Enclosed, Reference, normalised, values_of
from symkl.testing.written_out import addends, written_out

MOST_EDITS = 800
MOST_ADDENDS = 6
EPS = {Fraction(1, 2**52): "2^-52", Fraction(1, 2**23): "2^-23"}
ADDED = (*(Fraction(1, 10**power) for power in (*range(3, 17), 20, 30, 100)), *EPS)
Values = tuple[Enclosed, ...]


@dataclass(frozen=True)
class Variation:
    """Another value than that of the formula, for each model; ``words`` say what was done."""

    words: str
    values: Callable[[Model], Values]


def variations(trial: Trial) -> Iterator[Variation]:
    """Everything that is tried, the plainest first."""
    yield from _scaled(trial)
    yield from _exchanged(trial)
    yield from _clipped_below(trial)
    yield from _with_other_sums(trial)
    yield from _smoothed(trial)
    yield from _slips(trial)
    yield from _other_addends(trial)


# --- a factor -------------------------------------------------------------------------------------


def _scaled(trial: Trial) -> Iterator[Variation]:
    log_two, log_ten = (_number(terms.log(terms.num(n))) for n in (2, 10))
    half, two = _exactly(Fraction(1, 2)), _exactly(2)
    for factor, words in (
        (_inverse(log_two), "it is in bits, the formula in nats: divided by log 2"),
        (log_two, "it is in nats, the formula in bits: multiplied by log 2"),
        (_inverse(log_ten), "its logarithms are to the base 10: divided by log 10"),
        (_exactly(-1), "its sign is wrong"),
        (two, "it is twice the formula: a factor 1/2 is lost"),
        (half, "it is half of the formula: there is a factor 1/2 too many"),
        (_exactly(-2), "its sign is wrong and a factor 1/2 is lost"),
        (_inverse(log_two).times(_exactly(-1)), "its sign is wrong and it is in bits"),
    ):
        yield Variation(words, _times(trial, factor))
    for name, sort in trial.context.sorts.items():
        if sort.kind == "finite" and name != "1" and not sort.symbol.isdecimal():
            for power, words in (
                (-1, f"divided by {sort.symbol}: a mean where a sum is meant"),
                (1, f"times {sort.symbol}"),
            ):
                values = _times_size(trial, name, power)
                yield Variation(f"it is the formula {words}", values)


def _times_size(trial: Trial, name: str, power: int) -> Callable[[Model], Values]:
    def values(model: Model) -> Values:
        factor = _exactly(Fraction(model.size(name)) ** power)
        return _each(trial.reference.values(model), factor)

    return values


def _times(trial: Trial, factor: Enclosed) -> Callable[[Model], Values]:
    return lambda model: _each(trial.reference.values(model), factor)


def _each(values: Values, factor: Enclosed) -> Values:
    return tuple(value.times(factor) for value in values)


def _exactly(value: int | Fraction) -> Enclosed:
    return Enclosed(Fraction(value), Fraction(value))


def _number(term: Term) -> Enclosed:
    return values_of(term, Context(), Model())[0]


def _inverse(value: Enclosed) -> Enclosed:
    return Enclosed(1 / value.high, 1 / value.low)


# --- other inputs ---------------------------------------------------------------------------------


def _exchanged(trial: Trial) -> Iterator[Variation]:
    """Inputs of one kind in each other's place: one pair, or a pair of each kind at once."""
    pairs = list(_pairs(trial.context))
    choices: list[tuple[tuple[str, str, str], ...]] = [(pair,) for pair in pairs]
    choices += [(a, b) for a, b in combinations(pairs, 2) if a[0] != b[0] or not set(a) & set(b)]
    choices += [(a, b) for a, b in combinations(pairs, 2) if a[0] == b[0] == "matrices"]
    for chosen in dict.fromkeys(choices):
        names = " and ".join(f"{one} with {two}" for _, one, two in chosen)

        def values(model: Model, chosen: Sequence[tuple[str, str, str]] = chosen) -> Values:
            for kind, one, two in chosen:
                table = dict(getattr(model, kind))
                table[one], table[two] = table[two], table[one]
                model = replace(model, **{kind: table})
            return trial.reference.values(model)

        yield Variation(f"it is the formula with arguments exchanged: {names}", values)


def _pairs(context: Context) -> Iterator[tuple[str, str, str]]:
    laws = [law for law in context.laws.values() if law.normal is None and law.family is None]
    for one, two in combinations(laws, 2):
        if _axes(one) == _axes(two):
            yield "laws", one.name, two.name
    for first, second in combinations(context.matrices.values(), 2):
        if (first.rows, first.columns) == (second.rows, second.columns):
            yield "matrices", first.name, second.name
    for a, b in combinations(context.numbers, 2):
        yield "numbers", a, b


def _axes(law: Law) -> Any:
    return [(sort, c in law.given) for c, sort in law.coords]


def _with_other_sums(trial: Trial) -> Iterator[Variation]:
    """Weights that need not sum to 1 are divided by their sums all the same."""
    weights = [law for law in trial.context.laws.values() if not law.normalised]
    for law in weights:
        summing = Context({}, {law.name: replace(law, normalised=True)}, {}, {}, {})
        yield Variation(
            f"it divides {law.name}, which need not sum to 1, by its sum",
            _changed_values(trial, partial(normalised, summing)),
        )


def _changed_values(trial: Trial, change: Callable[[Model], Model]) -> Callable[[Model], Values]:
    return lambda model: trial.reference.values(change(model))


def _clipped_below(trial: Trial) -> Iterator[Variation]:
    def positive(model: Model) -> Values:
        zero = _exactly(0)
        return tuple(
            v if v.infinite > 0 or (not v.infinite and v.low >= 0) else zero
            for v in trial.reference.values(model)
        )

    def absolute(model: Model) -> Values:
        return tuple(
            v.times(_exactly(-1)) if v.infinite < 0 or (not v.infinite and v.high <= 0) else v
            for v in trial.reference.values(model)
        )

    yield Variation("negative values come out as 0", positive)
    yield Variation("negative values lose their sign", absolute)


# --- something added to probabilities -------------------------------------------------------------


def _smoothed(trial: Trial) -> Iterator[Variation]:
    tables = (law for law in trial.context.laws.values() if law.normal is None)
    names = [law.name for law in tables if law.family is None]
    groups = [(name,) for name in names] + ([tuple(names)] if len(names) > 1 else [])
    out = None if trial.reference.term is None else _written_out(trial.reference)
    for added in ADDED:
        shown = _power_of_ten(added)
        for group in groups:
            for words, change in CHANGES.items():
                changed = partial(_changed, names=group, change=change, added=added)
                yield Variation(
                    f"{shown} {words} {' and '.join(group)} (smoothing: the value is another one)",
                    _changed_values(trial, changed),
                )
        for words, new in _inside_logarithms(out, added) if out is not None else ():
            if new != out:
                told = f"{shown} is added {words} (smoothing: the value is another one)"
                yield Variation(told, _at(trial, new))


def _written_out(reference: Reference) -> Term:
    if reference.term is None:
        raise Unsupported(f"{reference.text} is no term")
    return written_out(reference.term, reference.context)


def _at(trial: Trial, term: Term) -> Callable[[Model], Values]:
    return lambda model: values_of(term, trial.context, model)


def _power_of_ten(added: Fraction) -> str:
    return EPS.get(added, f"1e-{len(str(added.denominator)) - 1}")


def _changed(
    model: Model,
    names: Iterable[str],
    change: Callable[[Fraction, Fraction], Fraction],
    added: Fraction,
) -> Model:
    laws = dict(model.laws)
    for name in names:
        laws[name] = {cell: change(w, added) for cell, w in laws[name].items()}
    return replace(model, laws=laws)


CHANGES: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "is added to": lambda weight, added: weight + added,
    "is the least value of": max,
}


def _inside_logarithms(term: Term, added: Fraction) -> Iterator[tuple[str, Term]]:
    more = terms.num(added)

    def plus(inner: Term) -> Term:
        return terms.add(inner, more)

    for words, change in (
        ("to the argument of each logarithm", plus),
        ("to the divisor inside each logarithm", lambda t: _quotient(t, lambda a: a, plus)),
        ("to both parts of the quotient in each logarithm", lambda t: _quotient(t, plus, plus)),
        ("to the dividend inside each logarithm", lambda t: _quotient(t, plus, lambda a: a)),
    ):
        yield words, _in_logarithms(term, change)


def _quotient(term: Term, top: Callable[[Term], Term], bottom: Callable[[Term], Term]) -> Term:
    if term.head != "div":
        return term
    return terms.div(top(term.args[0]), bottom(term.args[1]))


def _in_logarithms(term: Term, change: Callable[[Term], Term]) -> Term:
    args = tuple(_in_logarithms(child, change) for child in term.args)
    if term.head == "log":
        args = (change(args[0]),)
    return Term(term.head, args, term.label)


# --- one slip in the formula ----------------------------------------------------------------------


def _slips(trial: Trial) -> Iterator[Variation]:
    term = trial.reference.term
    if term is None:
        return
    context = trial.context
    seen: set[Term] = {term}
    for written in dict.fromkeys((written_out(term, context), term)):
        scope = scope_of(Claim(context, written, "=", written))
        shape = scope.shape(written)
        found = ((new, words) for edit in EDITS for new, words in edited(written, scope, edit))
        for new, words in islice(found, MOST_EDITS):
            if new in seen or scope.shape(new) != shape or not scope.sees(new):
                continue
            seen.add(new)
            yield Variation(f"it is the formula {words}", _at(trial, new))


# --- several addends ------------------------------------------------------------------------------


def _other_addends(trial: Trial) -> Iterator[Variation]:
    """Some of the addends with another factor."""
    if trial.reference.term is None:
        return
    parts = list(addends(_written_out(trial.reference)))
    if not 2 < len(parts) <= MOST_ADDENDS:
        return
    known: dict[str, list[Values]] = {}

    def of_parts(model: Model) -> list[Values]:
        key = repr(model)
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


FACTORS = (
    (Fraction(2), "a factor 1/2 is lost"),
    (Fraction(-1), "the sign is wrong"),
    (Fraction(1, 2), "there is a factor 1/2 too many"),
    (Fraction(0), "nothing is added up"),
)


def _combined(
    of_parts: Callable[[Model], list[Values]],
    model: Model,
    factor: Fraction,
    chosen: tuple[int, ...],
) -> Values:
    rows = [
        _each(row, _exactly(factor if place in chosen else 1))
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
