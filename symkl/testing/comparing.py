"""``compare`` and ``assert_formula``: an implementation held against a formula in many models."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from symkl.kernel.terms import RATIONAL
from symkl.language.written import LanguageError, written
from symkl.models.model import Model, Point, Undefined, described
from symkl.models.shrink import shrink
from symkl.models.simple import simple_models
from symkl.models.sizes import chosen_sizes
from symkl.testing.arrays import MAKERS, Format, format_of
from symkl.testing.calling import (
    WRONG_VALUE,
    Outcome,
    Tolerance,
    Trial,
    entry_of,
    moved_into,
    within,
)
from symkl.testing.diagnosing import causes
from symkl.testing.drawing import MAX_DIMENSION, MAX_SIZE, Limits, drawn_models, is_fair
from symkl.testing.inputs import declarations_of, inputs_of
from symkl.testing.reference import decimal, reference_of

Arrays = Literal["numpy", "torch", "jax", "python"]
RTOL = 1e-7  # that of numpy.testing
COMPANIONS = 2  # further models in a batch
LONGEST = 300  # characters of an argument that is shown
LONGEST_FRACTION = 24  # characters of a fraction; others are shown in decimals


@dataclass(frozen=True)
class Report:
    """How an implementation does in the models that were drawn.

    ``outcomes`` has one entry for each model in which the formula has a value; ``skipped`` counts
    the others.  ``simplest`` is the simplest model found in which the implementation fails, None
    where it agrees; ``causes`` say why, for each kind of fault.
    """

    function: str
    formula: str
    trial: Trial
    outcomes: tuple[Outcome, ...]
    skipped: int = 0
    simplest: Outcome | None = None
    causes: tuple[str, ...] = ()

    @property
    def failing(self) -> tuple[Outcome, ...]:
        """What disagrees, raises, is no number, or is otherwise at fault."""
        return tuple(outcome for outcome in self.outcomes if outcome.fault)

    @property
    def agrees(self) -> bool:
        """Whether the implementation is right, within the tolerance, in all models."""
        return not self.failing

    @property
    def worst(self) -> Outcome | None:
        """The outcome with the largest error in ulps; None where nothing could be measured."""
        measured = [o for o in self.outcomes if o.found is not None]
        return max(measured, key=lambda outcome: outcome.ulps, default=None)

    def described(self, outcome: Outcome) -> dict[str, Any]:
        """A model of these outcomes as plain data, exact, as it was drawn."""
        return described(outcome.model, self.trial.context)

    def text(self) -> str:
        """The report for people."""
        return "\n".join(_lines(self))


def compare(
    function: Callable[..., Any],
    formula: Any,
    inputs: Sequence[Any] | Mapping[str, Any] | None = None,
    *,
    rtol: float | None = None,
    atol: float = 0.0,
    ulps: float | None = None,
    dtype: Any = "float64",
    arrays: Arrays | None = None,
    batch_axis: int | None = None,
    between: Mapping[Any, tuple[Any, Any]] | None = None,
    max_size: int = MAX_SIZE,
    max_dimension: int = MAX_DIMENSION,
    models: int = 64,
    seed: int = 0,
    explain: bool = True,
) -> Report:
    """Hold a function against a formula in many models; see :func:`assert_formula`.

    Raises nothing for a function that is wrong: the report says so.  ``explain=False`` leaves out
    the simplest failing model and the causes, which take most of the time of a failing comparison.

    Examples:
        >>> from symkl import FiniteSpace, H
        >>> from scipy.stats import entropy
        >>> P = FiniteSpace("X").pmf("P")
        >>> report = compare(entropy, H(P))
        >>> report.agrees, len(report.outcomes)
        (True, 64)
        >>> float(report.worst.relative) < 1e-7
        True
    """
    _require_callable(function)
    trial = _trial(function, formula, inputs, rtol, atol, ulps, dtype, arrays, batch_axis)
    intervals = {_name(key): bounds for key, bounds in (between or {}).items()}
    points = _points(trial)
    limits = Limits(max_size, max_dimension)
    drawn = drawn_models(
        trial.context,
        points,
        trial.form,
        limits,
        models,
        seed,
        lambda model: _usable(trial, model, intervals),
    )
    found = [trial.outcome(model) for model in drawn]
    outcomes = tuple(outcome for outcome in found if outcome is not None)
    if not outcomes:
        raise LanguageError(
            f"{trial.reference.text} has a value in none of {len(drawn)} models: nothing was tested"
        )
    report = Report(
        getattr(function, "__qualname__", None) or repr(function),
        trial.reference.text,
        trial,
        outcomes,
        len(found) - len(outcomes),
    )
    if report.agrees or not explain:
        return report
    simplest = _simplest(trial, points, report, intervals)
    return replace(report, simplest=simplest, causes=causes(trial, outcomes))


def assert_formula(
    function: Callable[..., Any],
    formula: Any,
    inputs: Sequence[Any] | Mapping[str, Any] | None = None,
    **how: Any,
) -> None:
    """Assert that an implementation computes a formula, at high precision and in many models.

    Models are drawn (exact rational pmfs, vectors, SPD matrices and numbers, as the formula's names
    are declared; laws that nearly agree, tiny probabilities, zeros where ``support="any"`` declares
    them, ill-conditioned matrices) and rounded to ``dtype``.  The formula is enclosed at the
    rounded numbers, so that rounding of the input is never blamed on the function.

    Args:
        function: takes arrays and returns a number (an array where the formula is a matrix).
        formula: an expression of symkl, or an exact SymPy expression in symbols.
        inputs: the declared names in the order of the function's parameters, as ``[P, Q]``, or by
            keyword, as ``{"p": P, "q": Q}``; a pmf, joint (one axis for each variable; the
            conditions of a channel first), matrix, vector, number, size, dimension or point (the
            last three as whole numbers, points from 0).  A Gaussian stands for its mean and its
            covariance.  Left out: the names in the order in which the formula is read.
        rtol, atol: as in ``numpy.testing``: the error may be ``atol + rtol * |formula|``; by
            default 1e-7 and 0 (rtol is the square root of eps below double precision).
        ulps: instead of ``rtol``, in distances of neighbouring floats at the formula's value.
        dtype: the format of the arguments: a name such as ``"float32"``, or a framework's dtype.
        arrays: what the function takes: ``"numpy"`` (the default), ``"torch"``, ``"jax"`` or
            ``"python"`` (floats and nested lists).  A dtype of PyTorch says it, too.
        batch_axis: call with three models of one size stacked along this axis; the result has one
            entry for each.
        between: open intervals of numbers, as ``{p: (0, 1), a: (1, None)}``.
        max_size, max_dimension: the largest n of a space and k of a vector.
        models: how many are drawn.
        seed: the same seed draws the same models.

    Raises:
        AssertionError: the function returns something else than the formula, NaN or an array of a
            wrong shape, raises, or changes its input.  The message shows the simplest model found,
            the worst error in ulps, and what explains the difference.
        LanguageError: the formula or the inputs make no sense.

    Examples:
        >>> import numpy as np
        >>> from symkl import FiniteSpace, KL
        >>> P, Q = FiniteSpace("X", size="n").pmfs("P Q")
        >>> def kl(p, q):
        ...     return np.sum(p * np.log2(p / q))
        >>> assert_formula(kl, KL(P, Q), atol=1e-15)
        Traceback (most recent call last):
        AssertionError: kl is not KL(P || Q): ...
        ...
          cause:    returns a wrong value: it is in bits, the formula in nats: divided by log 2 ...
    """
    __tracebackhide__ = True
    report = compare(function, formula, inputs, **how)
    if not report.agrees:
        raise AssertionError(report.text())


# --- setting up -----------------------------------------------------------------------------------


def _require_callable(thing: Any) -> None:
    if not callable(thing):
        raise LanguageError(f"expected a function first, found {thing!r}"[:200])


def _trial(
    function: Callable[..., Any],
    formula: Any,
    inputs: Any,
    rtol: float | None,
    atol: float,
    ulps: float | None,
    dtype: Any,
    arrays: Arrays | None,
    batch_axis: int | None,
) -> Trial:
    if inputs is not None and not isinstance(inputs, Mapping | Sequence):
        inputs = [inputs]
    if rtol is not None and ulps is not None:
        raise ValueError("rtol and ulps are two ways to say the same: give one of them")
    for name, value in (("rtol", rtol), ("atol", atol), ("ulps", ulps)):
        if value is not None and not (math.isfinite(value) and value >= 0):
            raise ValueError(f"{name} must be a number of at least 0, not {value!r}")
    form = format_of(dtype)
    chosen = arrays or ("torch" if "torch" in str(type(dtype).__module__) else "numpy")
    if chosen not in MAKERS:
        raise ValueError(f"arrays is one of {', '.join(MAKERS)}, not {arrays!r}")
    reference = reference_of(formula, declarations_of(inputs))
    tolerance = Tolerance(
        _default_rtol(form) if rtol is None else Fraction(rtol),
        Fraction(atol),
        None if ulps is None else Fraction(ulps),
    )
    trial = Trial(
        function, reference, inputs_of(reference, inputs), chosen, form, tolerance, batch_axis
    )
    return replace(trial, companions=_companions(trial))


def _default_rtol(form: Format) -> Fraction:
    return Fraction(RTOL) if form.bits >= 53 else Fraction(1, 2 ** ((form.bits - 1) // 2))


def _companions(trial: Trial) -> Callable[[Model], Sequence[Model]]:
    """Simple models of the same sizes in which the formula has a value: the rest of a batch."""
    known: dict[tuple[Any, ...], list[Model]] = {}

    def companions(model: Model) -> Sequence[Model]:
        key = tuple(sorted(model.sizes.items()))
        if key not in known:
            chosen = chosen_sizes(trial.context, model.sizes)
            simple = simple_models(trial.context, _points(trial), chosen, 12)
            fair = (m for m in simple if is_fair(trial.context, m, trial.form))
            telling = list(fair)[::-1]  # the simplest tell little apart
            known[key] = [m for m in telling if _has_value(trial, m)][:COMPANIONS]
        return known[key]

    return companions


def _has_value(trial: Trial, model: Model) -> bool:
    try:
        return bool(trial.reference.values(trial.rounded(model)))
    except Undefined:
        return False


def _points(trial: Trial) -> tuple[Point, ...]:
    return tuple(sorted(entry.key for entry in trial.inputs if entry.kind == "points"))


def _name(key: Any) -> str:
    term = written(key).term if not isinstance(key, str) else None
    if term is not None and term.head != "sym":
        raise LanguageError(f"between= takes numbers such as Symbol('p'), not {key}")
    return key if term is None else str(term.label)


def _usable(trial: Trial, model: Model, intervals: Mapping[str, tuple[Any, Any]]) -> Model | None:
    """The model with its numbers in these intervals; None where the format has none such."""
    moved = moved_into(intervals, model)
    if not is_fair(trial.context, moved, trial.form):
        return None
    return moved if within(intervals, trial.rounded(moved)) else None


def _simplest(
    trial: Trial,
    points: tuple[Point, ...],
    report: Report,
    intervals: Mapping[str, tuple[Any, Any]],
) -> Outcome:
    """The simplest model found with the fault of the worst one."""
    start = max(report.failing, key=lambda o: (o.fault == WRONG_VALUE, o.ulps))

    def keeps(model: Model) -> bool:
        if not within(intervals, model) or not is_fair(trial.context, model, trial.form):
            return False
        outcome = trial.outcome(model)
        return outcome is not None and outcome.fault == start.fault

    found = shrink(trial.context, points, start.model, keeps)
    return trial.outcome(found) or start


# --- telling --------------------------------------------------------------------------------------


def _lines(report: Report) -> Iterable[str]:
    total = len(report.outcomes)
    if report.agrees:
        yield f"{report.function} is {report.formula} in {total} models"
        yield from _worst_line(report)
        return
    count = len(report.failing)
    yield f"{report.function} is not {report.formula}: {count} of {total} models disagree"
    if report.simplest is not None:
        yield from _outcome_lines(report, report.simplest)
    yield from _worst_line(report)
    yield f"  allowed:  {report.trial.tolerance.text()}"
    for cause in report.causes:
        yield f"  cause:    {cause}"


def _outcome_lines(report: Report, outcome: Outcome) -> Iterable[str]:
    yield f"  model:    {_model(report, outcome)}"
    yield f"  called:   {report.function}({_arguments(report.trial, outcome)})"
    yield f"  fault:    {outcome.fault}{': ' + outcome.detail if outcome.detail else ''}"
    place = f"[entry {outcome.entry}] " if len(outcome.expected) > 1 else ""
    if outcome.found is not None and outcome.fault in (WRONG_VALUE, "returns NaN"):
        yield f"  found:    {place}{_entry_text(entry_of(outcome.found, outcome.entry))}"
    yield f"  formula:  {place}{outcome.expected[outcome.entry].text(25)}"


def _worst_line(report: Report) -> Iterable[str]:
    worst = report.worst
    if worst is None:
        return
    form = (worst.found.form if worst.found else None) or report.trial.form
    yield (
        f"  worst:    {_number(worst.ulps)} ulps of {form.name}, absolute {_number(worst.error)}, "
        f"relative {_number(worst.relative)}"
    )
    if report.simplest is not None and worst.model != report.simplest.model:
        yield f"            in {_model(report, worst)}"


def _model(report: Report, outcome: Outcome) -> str:
    return _cut(", ".join(f"{n} = {_plain(v)}" for n, v in report.described(outcome).items()))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 4] + " ..."


def _arguments(trial: Trial, outcome: Outcome) -> str:
    shown = []
    for entry, value in zip(trial.inputs, outcome.arguments, strict=True):
        text = str(value) if isinstance(value, int) else _floats(value)
        shown.append(f"{entry.keyword or entry.name}={_cut(text)}")
    return ", ".join(shown)


def _floats(value: Any) -> str:
    if isinstance(value, tuple):
        return "[" + ", ".join(map(_floats, value)) + "]"
    return _entry_text(value)


def _entry_text(value: Any) -> str:
    if isinstance(value, Fraction):
        return repr(value.numerator / value.denominator)
    return repr(value)


def _number(value: Any) -> str:
    return "inf" if isinstance(value, float) else decimal(value, 3)


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "(" + ", ".join(map(_plain, value)) + ")"
    text = str(value)
    if len(text) <= LONGEST_FRACTION or not RATIONAL.fullmatch(text):
        return text
    return "~" + decimal(Fraction(text), 10)
