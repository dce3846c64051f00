"""Which pictures a step gets: what kind of step it is decides, never which derivation it is in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from math import isfinite
from typing import Any

from markupsafe import Markup

from symkl.drawing import gaussians, jensen, simplex
from symkl.drawing.bars import Pmf, bars
from symkl.drawing.digits import digits
from symkl.drawing.plots import can_plot, divergence
from symkl.drawing.stacked import stacked
from symkl.drawing.svg import Caption
from symkl.kernel.check import Claim
from symkl.kernel.errors import KernelError
from symkl.messages.catalogue import Messages
from symkl.models.model import Model
from symkl.models.record import from_json
from symkl.report.proof import claims_of
from symkl.report.tex_characters import GREEK
from symkl.result import Counterexample, DerivationResult, Numeric, StepResult

LETTERS = {name: letter for letter, name in GREEK.items() if letter not in "µϵϕ"}


def illustrations(derivation: DerivationResult, say: Messages) -> dict[int, list[Markup]]:
    """What illustrates the proofs of steps, by their indices; each picture at its first place."""
    found: dict[int, list[Markup]] = {}
    drawn: set[tuple[Any, ...]] = set()
    for step in derivation.steps if can_plot() else ():
        for key, picture in _illustrations(step, say):
            if key not in drawn:
                drawn.add(key)
                found.setdefault(step.index, []).append(picture)
    return found


def pictures_of_example(say: Messages, found: Counterexample, reason: str = "") -> list[Markup]:
    """The pictures of a counterexample or witness of a step with this reason."""
    return list(_of_example(found, reason, say))


def picture_of_digits(say: Messages, numeric: Numeric | None) -> Markup | None:
    """How many digits agree in each model; None where no equation was compared."""
    if numeric is None or len(numeric.agreement) < 2:
        return None
    told = say(
        "digits.describes",
        models=len(numeric.agreement),
        least=min(numeric.agreement),
        most=max(numeric.agreement),
        digits=numeric.digits,
    )
    return digits(numeric.agreement, numeric.digits, Caption(say("digits.title"), told))


def letters(name: str) -> str:
    """A name in letters rather than in words.

    >>> letters("mu_p"), letters(r"Q_{theta}"), letters("P'")
    ('μ_p', 'Q_θ', 'P′')
    """
    plain = name.replace("\\", "").replace("{", "").replace("}", "").replace("'", "′")
    return re.sub(r"[A-Za-z]+", lambda match: LETTERS.get(match[0], match[0]), plain)


def _number(value: float) -> str:
    return f"{value:.4g}".replace("-", "−")


# --- counterexamples ------------------------------------------------------------------------------


def _of_example(found: Counterexample, reason: str, say: Messages) -> Iterator[Markup]:
    replayed = _replayed(found)
    if replayed is None:
        return
    claim, model = replayed
    yield from _bars(claim, model, say)
    if not can_plot():
        return
    around = simplex.detour(claim, model)
    both = simplex.both_directions(claim, model)
    if around is not None:
        yield _detour(around, say)
    elif both is not None:
        yield _both(both, say)
    yield from _chord_of_example(reason, found, claim, model, say)
    names = gaussians.normal_pair(claim)
    pair = gaussians.pair_in(claim, names, model) if names is not None else None
    yield from (picture for _, picture in _normals(pair, say)) if pair is not None else ()


def _replayed(found: Counterexample) -> tuple[Claim, Model] | None:
    try:
        return Claim.from_json(found.replay["claim"]), from_json(found.replay["model"])
    except (KeyError, ValueError, TypeError, KernelError):
        return None


def _bars(claim: Claim, model: Model, say: Messages) -> Iterator[Markup]:
    """The pmfs, those on the same spaces side by side; of a joint pmf a bar for each pair."""
    groups: dict[tuple[str, ...], list[Pmf]] = {}
    points: dict[tuple[str, ...], list[str]] = {}
    for law in claim.context.laws.values():
        table = model.laws.get(law.name)
        if table is not None and not law.given and law.normalised:
            spaces = tuple(sort for _, sort in law.coords)
            cells = sorted(table)
            points[spaces] = [", ".join(str(place + 1) for place in at) for at in cells]
            pmf = Pmf(letters(law.name), tuple(table[at] for at in cells))
            groups.setdefault(spaces, []).append(pmf)
    for spaces, pmfs in groups.items():
        names = ", ".join(pmf.name for pmf in pmfs)
        told = " ".join(
            say("bars.values", name=pmf.name, values=", ".join(map(str, pmf.values)))
            for pmf in pmfs
        )
        caption = Caption(say("bars.title", names=names), say("bars.describes", values=told))
        picture = bars(pmfs, points[spaces], caption)
        if picture is not None:
            yield picture


def _both(found: simplex.Both, say: Messages) -> Markup:
    one, two = map(letters, found.names)
    there, back = (_number(divergence(*pair)) for pair in (found.values, found.values[::-1]))
    names = {"one": one, "two": two}
    told = say("both.describes", there=there, back=back, **names)
    labels = {"binary": say("both.binary", **names), "way": say("both.way", **names)}
    shown = simplex.Both((one, two), found.values)
    return simplex.draw_both(shown, Caption(say("both.title", **names), told), labels)


def _detour(found: simplex.Detour, say: Messages) -> Markup:
    one, mid, end = map(letters, found.names)
    first, middle, last = found.values
    names = {"one": one, "mid": mid, "end": end}
    costs = {
        "round": divergence(first, middle) + divergence(middle, last),
        "straight": divergence(first, last),
    }
    told = say("detour.describes", **names, **{key: _number(v) for key, v in costs.items()})
    labels = {"binary": say("detour.binary"), "shorter": say("detour.shorter")}
    shown = simplex.Detour((one, mid, end), found.values)
    return simplex.draw_detour(shown, Caption(say("detour.title", **names), told), labels)


def _chord_of_example(
    reason: str, found: Counterexample, claim: Claim, model: Model, say: Messages
) -> Iterator[Markup]:
    """The first mean to which a step that cites Jensen may apply it."""
    for mean in jensen.means_of_claim(claim) if "Jensen" in reason else ():
        chord = jensen.chord(mean, claim, model, _other_side(found, mean))
        if chord is not None:
            yield _chord(chord, say)
            return


def _other_side(found: Counterexample, mean: jensen.Mean) -> float | None:
    """The value of the side that is compared with the mean."""
    value = float(found.rhs if mean.on_the_left else found.lhs)
    return value if mean.sign and isfinite(value) else None


# --- illustrations of what is true ----------------------------------------------------------------


def _illustrations(step: StepResult, say: Messages) -> Iterator[tuple[tuple[Any, ...], Markup]]:
    for claim, certificate in claims_of(step.certificate):
        for mean in jensen.means_of_proof(claim, certificate):
            chord = jensen.sample(mean, claim)
            if chord is not None:
                yield ("chord", mean.weight, mean.t, mean.function), _chord(chord, say)
        names = gaussians.normal_pair(claim)
        pair = gaussians.sample(claim, names) if names is not None else None
        for kind, picture in _normals(pair, say) if pair is not None else ():
            yield (kind, names), picture


def _chord(found: jensen.Chord, say: Messages) -> Markup:
    values = {"mean": found.mean_of_f, "of_mean": found.f_of_mean, "gap": found.gap}
    told = say(
        "chord.describes",
        label=found.label,
        points=len(found.points),
        **{key: _number(value) for key, value in values.items()},
    )
    if found.claimed is not None:
        told += " " + say("chord.claimed", claimed=_number(found.claimed))
    labels = {
        "mean of f": say("chord.mean"),
        "f of the mean": say("chord.of_mean"),
        "claimed": say("chord.bound"),
    }
    return jensen.draw(found, Caption(say("chord.title", label=found.label), told), labels)


def _normals(pair: gaussians.Pair, say: Messages) -> Iterator[tuple[str, Markup]]:
    one, two = letters(pair.first.name), letters(pair.second.name)
    values = {
        "trace": pair.trace,
        "form": pair.form,
        "logarithm": pair.logarithm,
        "total": pair.divergence,
    }
    shown = {key: _number(value) for key, value in values.items()}
    if pair.dimension == 2 and can_plot():
        yield "ellipses", _ellipses(pair, one, two, say)
    caption = Caption(say("terms.title", one=one, two=two), say("terms.describes", **shown))
    terms = ("trace", "form", "logarithm")
    parts = [(say(f"terms.{key}", value=shown[key]), values[key]) for key in terms]
    yield "terms", stacked(parts, say("terms.total", value=shown["total"]), caption)


def _ellipses(pair: gaussians.Pair, one: str, two: str, say: Messages) -> Markup:
    told = say(
        "ellipses.describes",
        one=one,
        two=two,
        mean1=_vector(pair.first.mean),
        covariance1=_rows(pair.first.covariance),
        mean2=_vector(pair.second.mean),
        covariance2=_rows(pair.second.covariance),
    )
    labels = {"first": say("ellipses.first"), "second": say("ellipses.second")}
    shown = replace(
        pair, first=replace(pair.first, name=one), second=replace(pair.second, name=two)
    )
    return gaussians.draw_ellipses(
        shown, Caption(say("ellipses.title", one=one, two=two), told), labels
    )


def _vector(values: tuple[float, ...]) -> str:
    return f"({', '.join(map(_number, values))})"


def _rows(rows: tuple[tuple[float, ...], ...]) -> str:
    return f"[{'; '.join(', '.join(map(_number, row)) for row in rows)}]"
