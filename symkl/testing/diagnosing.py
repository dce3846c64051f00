"""Why an implementation disagrees with its formula: explanations that were tested, one by one.

An explanation is given only where it holds in all models that were tried, and where it can be told
from the formula there.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import permutations

from symkl.models.model import Undefined, Unsupported
from symkl.testing.arrays import WIDER, Entry, Nested, format_of, read
from symkl.testing.calling import (
    CHANGES_INPUT,
    NAN,
    RAISES,
    WRONG_SHAPE,
    WRONG_VALUE,
    Outcome,
    Trial,
    stacked,
)
from symkl.testing.conditions import conditions
from symkl.testing.noise import noise
from symkl.testing.reference import Enclosed
from symkl.testing.variation import Variation
from symkl.testing.variations import variations

COARSER = ("float32", "float16")
SMALLER = 50  # how many times smaller rounding errors are in the next wider format
ALL_MODELS = "so in all"
NO_CAUSE = "none of the usual causes explains it"


def causes(trial: Trial, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """What explains the failures, for each kind of them."""
    agreeing = [outcome for outcome in outcomes if not outcome.fault]
    found: list[str] = []
    for fault in dict.fromkeys(outcome.fault for outcome in outcomes if outcome.fault):
        failing = [outcome for outcome in outcomes if outcome.fault == fault]
        explained = EXPLAINED.get(fault, _nothing)(trial, failing, agreeing)
        where = "" if ALL_MODELS in explained else conditions(trial, failing, agreeing)
        if fault != WRONG_VALUE and len(failing) == len(outcomes):
            where = "in every model"
        told = [text for text in (explained, where) if text] or [NO_CAUSE]
        found.append(f"{fault}: {'; '.join(told)}")
    return tuple(found)


def _nothing(trial: Trial, failing: Sequence[Outcome], agreeing: Sequence[Outcome]) -> str:
    return ""


# --- wrong values ---------------------------------------------------------------------------------


def _wrong_value(trial: Trial, failing: Sequence[Outcome], agreeing: Sequence[Outcome]) -> str:
    for explain in (_rounding, _other_axes, _variation, _coarser):
        text = explain(trial, failing, agreeing)
        if text:
            return text
    return _infinities(failing)


def _variation(trial: Trial, failing: Sequence[Outcome], agreeing: Sequence[Outcome]) -> str:
    """The first variation of the formula that gives what came back, in every model."""
    telling = sorted(failing, key=lambda outcome: len(repr(outcome.model)))
    for variation in variations(trial):
        if _explains(trial, variation, telling, agreeing):
            return f"{variation.words} ({ALL_MODELS} {len(failing) + len(agreeing)} models)"
    return ""


def _explains(
    trial: Trial, variation: Variation, failing: Sequence[Outcome], agreeing: Sequence[Outcome]
) -> bool:
    told_apart = 0
    for outcome in (*failing, *agreeing):
        try:
            models = outcome.rounded
            predicted = tuple(v for model in models for v in variation.values(model))
        except (Undefined, Unsupported):
            if outcome.fault:
                return False
            continue
        if not _matches(trial, outcome, predicted):
            return False
        told_apart += _differs(trial, outcome, predicted)
    return told_apart >= min(2, len(failing))


def _matches(trial: Trial, outcome: Outcome, predicted: tuple[Enclosed, ...]) -> bool:
    found = outcome.found
    if found is None or len(found.entries) != len(predicted):
        return False
    return all(
        _is_near(trial, outcome, value, exact)
        for value, exact in zip(found.entries, predicted, strict=True)
    )


def _is_near(trial: Trial, outcome: Outcome, value: Entry, predicted: Enclosed) -> bool:
    error = predicted.distance(value)
    if isinstance(error, float):
        return False
    return error <= _relative(trial, predicted) or error <= _slack(trial, outcome, predicted)


def _relative(trial: Trial, predicted: Enclosed) -> Fraction:
    eps = trial.form.eps
    relative = min(max(trial.tolerance.rtol, 64 * eps), Fraction(1, 100))
    return relative * abs(predicted.middle)


def _slack(trial: Trial, outcome: Outcome, predicted: Enclosed) -> Fraction:
    """How far a value may be from a prediction: what the test allows, and rounding."""
    return _relative(trial, predicted) + _noise(trial, outcome)


def _noise(trial: Trial, outcome: Outcome) -> Fraction:
    return max(noise(trial.reference, model, trial.form) for model in outcome.rounded)


def _differs(trial: Trial, outcome: Outcome, predicted: tuple[Enclosed, ...]) -> bool:
    """Whether the prediction can be told from the formula."""
    apart = [
        (guess, abs(guess.middle - exact.middle))
        for guess, exact in zip(predicted, outcome.expected, strict=True)
        if guess.infinite == exact.infinite
    ]
    if len(apart) < len(predicted):
        return True
    return any(
        distance > 4 * _relative(trial, guess) and distance > 4 * _slack(trial, outcome, guess)
        for guess, distance in apart
    )


# --- rounding -------------------------------------------------------------------------------------


def _rounding(trial: Trial, failing: Sequence[Outcome], agreeing: Sequence[Outcome]) -> str:
    """Whether the errors are rounding: far smaller in the next wider format, or of that size."""
    if any(isinstance(outcome.error, float) for outcome in failing):
        return ""
    errors = [Fraction(outcome.error) for outcome in failing]
    coarser = {o.found.form for o in failing if o.found is not None and o.found.form is not None}
    if len(coarser) == 1 and (form := coarser.pop()).bits < trial.form.bits:
        within = replace(trial, form=form)
        if all(e <= _noise(within, o) for e, o in zip(errors, failing, strict=True)):
            return f"it computes in {form.name} what it is given in {trial.form.name}"
    if not all(_may_be_rounding(e, o) for e, o in zip(errors, failing, strict=True)):
        return ""
    wider = _errors_in_wider(trial, failing)
    if wider is not None and all(w * SMALLER <= e for w, e in zip(wider, errors, strict=True)):
        return _words(trial, failing, f" (the same calls in {WIDER[trial.form.name]} are right)")
    if all(e <= _noise(trial, o) for e, o in zip(errors, failing, strict=True)):
        return _words(trial, failing, "")
    return ""


def _coarser(trial: Trial, failing: Sequence[Outcome], agreeing: Sequence[Outcome]) -> str:
    """A format with fewer digits, in which such errors are rounding, whatever came back in."""
    if any(isinstance(outcome.error, float) for outcome in failing):
        return ""
    errors = [Fraction(outcome.error) for outcome in failing]
    if not all(_may_be_rounding(e, o) for e, o in zip(errors, failing, strict=True)):
        return ""
    for name in COARSER:
        within = replace(trial, form=format_of(name))
        narrower = within.form.bits < trial.form.bits
        if narrower and all(e <= _noise(within, o) for e, o in zip(errors, failing, strict=True)):
            return f"its errors are as large as rounding to {name} makes them"
    return ""


def _may_be_rounding(error: Fraction, outcome: Outcome) -> bool:
    """Whether the error is small for numbers of ordinary size; what is left out is seldom so."""
    sizes = [abs(entry.middle) for entry in outcome.expected]
    return error <= Fraction(1, 1000) * max([Fraction(1), *sizes])


def _words(trial: Trial, failing: Sequence[Outcome], how: str) -> str:
    worst = max(Fraction(o.error) for o in failing)
    small = all(abs(o.expected[o.entry].middle) <= Fraction(1, 100) for o in failing)
    what = "cancellation" if small else "loss of precision"
    small_words = ": the formula's value is far smaller than what is added up" if small else ""
    return (
        f"{what}: the error is rounding{how}{small_words}; "
        f"atol={float(worst) * 1.01:.2g} would accept it"
    )


def _errors_in_wider(trial: Trial, failing: Sequence[Outcome]) -> list[Fraction] | None:
    """The errors of the same calls in the next wider format; None where it changes nothing."""
    name = WIDER.get(trial.form.name)
    if name is None or trial.arrays == "python" or (trial.arrays != "numpy" and "long" in name):
        return None
    form = format_of(name)
    errors = []
    for outcome in failing:
        try:
            found = read(trial.call(outcome.arguments, form))
        except Exception:
            return None
        if found.form is None or found.form.bits <= trial.form.bits:
            return None  # it computes in a format of its own
        if len(found.entries) != len(outcome.expected):
            return None
        distances = [e.distance(v) for e, v in zip(outcome.expected, found.entries, strict=True)]
        if any(isinstance(d, float) for d in distances):
            return None
        errors.append(max(Fraction(d) for d in distances))
    return errors


# --- axes -----------------------------------------------------------------------------------------


def _other_axes(trial: Trial, failing: Sequence[Outcome], agreeing: Sequence[Outcome]) -> str:
    for words, change in _axis_changes(trial, failing[0]):
        if all(_agrees_with(trial, outcome, change) for outcome in (*failing, *agreeing)):
            return f"{words}: called that way it is right ({ALL_MODELS} models)"
    return ""


Change = Callable[[Outcome], tuple[Nested | int, ...] | None]


def _axis_changes(trial: Trial, outcome: Outcome) -> Iterator[tuple[str, Change]]:
    if trial.batch_axis is not None:
        for axis in (0, -1, 1, -2):
            if axis != trial.batch_axis:
                yield f"it takes the batch along axis {axis}", _moved(trial, axis)
        return
    for place, entry in enumerate(trial.inputs):
        if entry.kind == "laws" and _depth(outcome.arguments[place]) > 1:
            for order in permutations(range(_depth(outcome.arguments[place]))):
                if list(order) != sorted(order):
                    axes = ", ".join(map(str, order))
                    words = f"it takes the axes of {entry.name} in the order ({axes})"
                    yield words, _turned(place, order)


def _moved(trial: Trial, axis: int) -> Change:
    def arguments(outcome: Outcome) -> tuple[Nested | int, ...] | None:
        try:
            return replace(trial, batch_axis=axis).arguments(outcome.rounded)
        except ValueError:
            return None

    return arguments


def _turned(place: int, order: tuple[int, ...]) -> Change:
    def arguments(outcome: Outcome) -> tuple[Nested | int, ...]:
        import numpy

        array = numpy.array(outcome.arguments[place], dtype=object).transpose(order)
        turned = stacked([row.tolist() for row in array], 0)
        return (*outcome.arguments[:place], turned, *outcome.arguments[place + 1 :])

    return arguments


def _depth(nested: Nested) -> int:
    return 1 + _depth(nested[0]) if isinstance(nested, tuple) else 0


def _agrees_with(trial: Trial, outcome: Outcome, change: Change) -> bool:
    arguments = change(outcome)
    if arguments is None:
        return False
    try:
        again = trial.judged(replace(outcome, fault="", found=None), trial.call(arguments))
    except Exception:
        return False
    # Rounding that the test does not allow for says nothing of the axes.
    return not again.fault or (
        again.fault == WRONG_VALUE and _matches(trial, again, again.expected)
    )


# --- other faults ---------------------------------------------------------------------------------


def _infinities(failing: Sequence[Outcome]) -> str:
    finite = [o for o in failing if o.expected[o.entry].infinite]
    if len(finite) == len(failing):
        return "the formula is infinite there, and what it returns is not"
    infinite = [
        o for o in failing if o.found is not None and _is_infinite(o.found.entries[o.entry])
    ]
    if len(infinite) == len(failing):
        return "it returns an infinity where the formula is finite: overflow or log 0"
    return ""


def _is_infinite(value: Entry) -> bool:
    return isinstance(value, float) and math.isinf(value)


def _not_a_number(trial: Trial, failing: Sequence[Outcome], agreeing: Sequence[Outcome]) -> str:
    laws = [entry.key for entry in trial.inputs if entry.kind == "laws"]
    zero = all(
        any(not w for m in o.rounded for name in laws for w in m.laws[name].values())
        for o in failing
    )
    return "0 log 0 = 0 is not taken care of" if laws and zero else ""


def _changed_input(trial: Trial, failing: Sequence[Outcome], agreeing: Sequence[Outcome]) -> str:
    words = {outcome.detail for outcome in failing}
    return words.pop() if len(words) == 1 else ""


def _wrong_shape(trial: Trial, failing: Sequence[Outcome], agreeing: Sequence[Outcome]) -> str:
    moved = _other_axes(trial, failing, agreeing)
    if moved:
        return moved
    ones = [outcome for outcome in failing if outcome.found is not None and outcome.found.entries]
    if not trial.reference.shape and trial.batch_axis is None:
        totals = [sum(o.found.entries) for o in ones if o.found is not None and _finite(o)]
        pairs = zip((o for o in ones if _finite(o)), totals, strict=True)
        if totals and all(_is_near(trial, o, t, o.expected[0]) for o, t in pairs):
            single = all(o.found is not None and len(o.found.entries) == 1 for o in ones)
            what = "an array of one number" if single else "the terms of a sum whose value"
            return f"it returns {what}{', which' if single else ''} is right"
    if trial.batch_axis is not None and all(o.found and o.found.shape == () for o in failing):
        sums = [sum((e.middle for e in o.expected), Fraction(0)) for o in ones if _finite(o)]
        found = [o.found.entries[0] for o in ones if o.found is not None and _finite(o)]
        finite = [outcome for outcome in ones if _finite(outcome)]
        if sums and all(
            _is_near(trial, o, v, Enclosed(s, s))
            for o, v, s in zip(finite, found, sums, strict=True)
        ):
            return "it sums over the batch as well"
    return ""


def _finite(outcome: Outcome) -> bool:
    found = outcome.found
    return (
        found is not None
        and not any(isinstance(v, float) for v in found.entries)
        and not any(e.infinite for e in outcome.expected)
    )


def _raised(trial: Trial, failing: Sequence[Outcome], agreeing: Sequence[Outcome]) -> str:
    words = {outcome.detail for outcome in failing}
    return words.pop() if len(words) == 1 else ""


EXPLAINED: dict[str, Callable[[Trial, Sequence[Outcome], Sequence[Outcome]], str]] = {
    WRONG_VALUE: _wrong_value,
    NAN: _not_a_number,
    CHANGES_INPUT: _changed_input,
    WRONG_SHAPE: _wrong_shape,
    RAISES: _raised,
}
