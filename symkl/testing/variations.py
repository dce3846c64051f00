"""What else an implementation may compute: the formula in other units, with a lost factor, with
arguments exchanged, with something added to its probabilities, and the formula with one slip.

A variation says what it would return in a model; diagnosing compares that with what came back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import combinations
from typing import Any

from symkl.kernel import terms
from symkl.kernel.context import Context, Law
from symkl.kernel.terms import Term
from symkl.models.model import Model, Undefined
from symkl.testing.calling import Trial
from symkl.testing.reference import Enclosed, normalised, values_of
from symkl.testing.slips import slips
from symkl.testing.variation import Values, Variation, at, each, exactly
from symkl.testing.written_out import written_out

EPS = {Fraction(1, 2**52): "2^-52", Fraction(1, 2**23): "2^-23"}
ADDED = (*(Fraction(1, 10**power) for power in (*range(3, 17), 20, 30, 100)), *EPS)


def variations(trial: Trial) -> Iterator[Variation]:
    """Everything that is tried, the plainest first."""
    yield from _scaled(trial)
    yield from _exchanged(trial)
    yield from _clipped_below(trial)
    yield from _with_other_sums(trial)
    yield from _diagonal(trial)
    yield from _smoothed(trial)
    yield from slips(trial)


# --- a factor -------------------------------------------------------------------------------------


def _scaled(trial: Trial) -> Iterator[Variation]:
    for words, factor in _factors(trial.context):
        yield Variation(f"it is {words}", _scaled_values(trial.reference.values, factor))


Factor = Callable[[Model], Enclosed]


def _factors(context: Context) -> Iterator[tuple[str, Factor]]:
    """Factors that people lose or add, with words for what comes out."""
    log_two, log_ten = (_number(terms.log(terms.num(n))) for n in (2, 10))
    for factor, words in (
        (_inverse(log_two), "in bits, the formula in nats: divided by log 2"),
        (log_two, "in nats, the formula in bits: multiplied by log 2"),
        (_inverse(log_ten), "of logarithms to the base 10: divided by log 10"),
        (exactly(-1), "of the wrong sign"),
        (exactly(2), "twice the formula: a factor 1/2 is lost"),
        (exactly(Fraction(1, 2)), "half of the formula: there is a factor 1/2 too many"),
        (exactly(-2), "of the wrong sign, and a factor 1/2 is lost"),
        (_inverse(log_two).times(exactly(-1)), "of the wrong sign, and in bits"),
    ):
        yield words, lambda model, factor=factor: factor  # type: ignore[misc]
    for name, sort in context.sorts.items():
        if sort.kind == "finite" and name != "1" and not sort.symbol.isdecimal():
            mean = f"the formula divided by {sort.symbol}: a mean where a sum is meant"
            yield mean, _size_to_the(name, -1)
            yield f"the formula times {sort.symbol}", _size_to_the(name, 1)
            yield f"the formula divided by log {sort.symbol}", _by_log_size(name)


def _size_to_the(name: str, power: int) -> Factor:
    return lambda model: exactly(Fraction(model.size(name)) ** power)


def _by_log_size(name: str) -> Factor:
    def factor(model: Model) -> Enclosed:
        if model.size(name) == 1:
            raise Undefined("log 1 = 0 as a divisor")
        return _inverse(_number(terms.log(terms.num(model.size(name)))))

    return factor


def _scaled_values(values: Callable[[Model], Values], factor: Factor) -> Callable[[Model], Values]:
    return lambda model: each(values(model), factor(model))


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

        exchanged = f"the formula with arguments exchanged: {names}"
        yield Variation(f"it is {exchanged}", values)
        for words, factor in _factors(trial.context):
            scaled = _scaled_values(values, factor)
            yield Variation(f"it is {exchanged}; and it is {words}", scaled)


def _pairs(context: Context) -> Iterator[tuple[str, str, str]]:
    laws = [law for law in context.laws.values() if law.normal is None]
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


def _diagonal(trial: Trial) -> Iterator[Variation]:
    """Square matrices, positive definite ones first of all, without what is off the diagonal."""
    for name, matrix in trial.context.matrices.items():
        if matrix.rows == matrix.columns:
            yield Variation(
                f"it takes {name} for a diagonal matrix",
                _changed_values(trial, partial(_with_diagonal, name=name)),
            )


def _with_diagonal(model: Model, name: str) -> Model:
    rows = tuple(
        tuple(v if i == j else Fraction(0) for j, v in enumerate(row))
        for i, row in enumerate(model.matrices[name])
    )
    return replace(model, matrices={**model.matrices, name: rows})


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
        zero = exactly(0)
        return tuple(
            v if v.infinite > 0 or (not v.infinite and v.low >= 0) else zero
            for v in trial.reference.values(model)
        )

    def absolute(model: Model) -> Values:
        return tuple(
            v.times(exactly(-1)) if v.infinite < 0 or (not v.infinite and v.high <= 0) else v
            for v in trial.reference.values(model)
        )

    yield Variation("negative values come out as 0", positive)
    yield Variation("negative values lose their sign", absolute)


# --- something added to probabilities -------------------------------------------------------------


def _smoothed(trial: Trial) -> Iterator[Variation]:
    names = [law.name for law in trial.context.laws.values() if law.normal is None]
    groups = [(name,) for name in names] + ([tuple(names)] if len(names) > 1 else [])
    term = trial.reference.term
    out = None if term is None else written_out(term, trial.context)
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
                yield Variation(told, at(trial.context, new))


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
