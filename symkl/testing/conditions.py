"""Where an implementation breaks: what the models in which it fails have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from symkl.testing.calling import Outcome, Trial
from symkl.testing.drawing import condition
from symkl.testing.reference import decimal

MOST_INSIDE = Fraction(1, 4)  # of the models that agree, where a condition does not separate


@dataclass(frozen=True)
class Measure:
    """A number for each model that is small where trouble is; ``words`` take the bound.

    What agrees exactly does not nearly agree, and 0 is not small: cancellation is complete there.
    """

    words: str
    of: Callable[[Outcome], Fraction | None]
    small: Fraction | None = None  # beyond this nothing is small


def conditions(trial: Trial, failing: Sequence[Outcome], agreeing: Sequence[Outcome]) -> str:
    """What tells the models that fail from those that agree, in words; "" where nothing does."""
    if not failing or not agreeing:
        return ""
    loose = ""
    for measure in _measures(trial):
        bad = [measure.of(outcome) for outcome in failing]
        if any(value is None for value in bad):
            continue
        bound = max(value for value in bad if value is not None)
        if measure.small is not None and bound > measure.small:
            continue
        good = [measure.of(outcome) for outcome in agreeing]
        inside = sum(value is not None and value <= bound for value in good)
        words = measure.words.format(decimal(bound, 3))
        if not inside:
            return f"it fails exactly in the models {words}"
        if not loose and inside <= MOST_INSIDE * len(good) and inside < len(good):
            loose = f"all models that fail are among those {words} ({inside} of these agree)"
    return loose


def _measures(trial: Trial) -> Iterator[Measure]:
    laws = [entry.key for entry in trial.inputs if entry.kind == "laws"]
    yield from _zeros(laws)
    for name in laws:
        yield Measure(
            f"where {name} has a positive entry of at most {{}}: tiny probabilities",
            lambda outcome, name=name: min(  # type: ignore[misc]
                (w for m in outcome.rounded for w in m.laws[name].values() if w > 0), default=None
            ),
            Fraction(1, 1000),
        )
    yield from _nearness(trial)
    for entry in trial.inputs:
        if entry.kind == "matrices":
            matrix = trial.context.matrix(entry.key)
            if matrix.positive_definite or matrix.invertible:
                yield Measure(
                    f"where the inverse condition number of {entry.key} is at most {{}}",
                    lambda outcome, name=entry.key: (  # type: ignore[misc]
                        1 / max(condition(m.matrices[name]) for m in outcome.rounded)
                    ),
                    Fraction(1, 100),
                )
    yield from _sizes(trial)
    yield Measure(
        "where the formula has a value of size at most {}", _size_of_value, Fraction(1, 1000)
    )
    for entry in trial.inputs:
        if entry.kind == "numbers":
            yield Measure(
                f"where {entry.key} has a size of at most {{}}",
                lambda outcome, name=entry.key: abs(outcome.rounded[0].numbers[name]),  # type: ignore[misc]
            )
            yield Measure(
                f"where 1/|{entry.key}| is at most {{}}",
                lambda outcome, name=entry.key: _inverse(outcome.rounded[0].numbers[name]),  # type: ignore[misc]
            )


def _inverse(value: Fraction) -> Fraction | None:
    return 1 / abs(value) if value else None


def _size_of_value(outcome: Outcome) -> Fraction | None:
    if any(entry.infinite for entry in outcome.expected):
        return None
    return max(abs(entry.middle) for entry in outcome.expected) or None


def _zeros(laws: Sequence[str]) -> Iterator[Measure]:
    """Conditions without a bound count as 0 where they hold, and as nothing elsewhere."""
    for one, two in [*combinations(laws, 2), *combinations(laws[::-1], 2)]:
        yield _condition(
            f"where {one} is 0 and {two} is not", _any_cell(one, two, lambda a, b: not a and b > 0)
        )
        yield _condition(
            f"where {one} and {two} are both 0 at a point",
            _any_cell(one, two, lambda a, b: not a and not b),
        )
    for name in laws:
        yield _condition(f"where {name} has a zero", _any_cell(name, name, lambda a, _: not a))


def _condition(words: str, holds: Callable[[Outcome], bool]) -> Measure:
    return Measure(words, lambda outcome: Fraction(0) if holds(outcome) else None)


def _any_cell(
    one: str, two: str, holds: Callable[[Fraction, Fraction], bool]
) -> Callable[[Outcome], bool]:
    def found(outcome: Outcome) -> bool:
        return any(
            cell in model.laws[two] and holds(weight, model.laws[two][cell])
            for model in outcome.rounded
            for cell, weight in model.laws[one].items()
        )

    return found


def _nearness(trial: Trial) -> Iterator[Measure]:
    for kind in ("laws", "matrices"):
        names = [entry.key for entry in trial.inputs if entry.kind == kind]
        for one, two in combinations(names, 2):
            yield Measure(
                f"where {one} and {two} differ by at most {{}}: they nearly agree",
                lambda outcome, kind=kind, one=one, two=two: _distance(outcome, kind, one, two),  # type: ignore[misc]
                Fraction(1, 100),
            )


def _distance(outcome: Outcome, kind: str, one: str, two: str) -> Fraction | None:
    found = []
    for model in outcome.rounded:
        first, second = getattr(model, kind)[one], getattr(model, kind)[two]
        if kind == "laws":
            if first.keys() != second.keys():
                return None
            found.append(max(abs(first[cell] - second[cell]) for cell in first))
        else:
            if (len(first), len(first[0])) != (len(second), len(second[0])):
                return None
            pairs = zip(first, second, strict=True)
            found.append(max(abs(a - b) for r, s in pairs for a, b in zip(r, s, strict=True)))
    return min(found) or None


def _sizes(trial: Trial) -> Iterator[Measure]:
    symbols: dict[str, str] = {}
    for name, sort in trial.context.sorts.items():
        if sort.kind == "finite" and name != "1" and not sort.symbol.isdecimal():
            symbols.setdefault(sort.symbol, name)
    for symbol, name in symbols.items():
        yield _condition(
            f"where {symbol} is 1",
            lambda o, name=name: o.rounded[0].size(name) == 1,  # type: ignore[misc]
        )
        yield _condition(
            f"where {symbol} is greater than 1",
            lambda o, name=name: o.rounded[0].size(name) > 1,  # type: ignore[misc]
        )
