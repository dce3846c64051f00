"""Jensen's inequality in a model: the curve, the points with their weights, chord and gap."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from symkl.drawing.plots import line_style, plot, spread
from symkl.drawing.svg import Caption, series
from symkl.drawing.values import assignments, at, number, sample_models
from symkl.kernel import terms
from symkl.kernel.check import Claim
from symkl.kernel.convexity import HALF, SHAPES
from symkl.kernel.terms import Binders, Term
from symkl.models.model import Model, polynomial

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SAMPLES = 24
MOST_POINTS = 8
LABELS = {
    "log": "log t",
    "square": "t²",
    "exp": "exp t",
    "reciprocal": "1/t",
    "root": "√t",
    "t_log_t": "t log t",
}


@dataclass(frozen=True)
class Mean:
    """``sum of weight * f(t)`` over finite points, as it stands in a claim or in a proof."""

    binders: Binders
    weight: Term
    t: Term
    of: Callable[[Term], Term]
    function: str  # a key of SHAPES, or the name of a declared function
    sign: int = 0  # of the mean where it is a whole side of the claim
    on_the_left: bool = True


@dataclass(frozen=True)
class Chord:
    """Points of the curve with their weights, and the values at the mean."""

    label: str
    points: tuple[tuple[float, float], ...]
    weights: tuple[float, ...]
    mean: float
    mean_of_f: float
    f_of_mean: float
    curve: tuple[tuple[float, float], ...]
    claimed: float | None = None

    @property
    def gap(self) -> float:
        """How far the mean of f is from f of the mean."""
        return abs(self.mean_of_f - self.f_of_mean)


def means_of_claim(claim: Claim) -> Iterator[Mean]:
    """The weighted means of a convex or concave function in the sides of a claim."""
    for side in (claim.lhs, claim.rhs):
        for part in side.walk():
            found = _mean(part, claim)
            if found is not None:
                sign = 1 if part is side else -1 if side == terms.neg(part) else 0
                yield Mean(*found, sign, side is claim.lhs)


def means_of_proof(claim: Claim, certificate: Mapping[str, Any]) -> Iterator[Mean]:
    """Those to which a recorded proof applies Jensen's inequality."""
    for part in certificate.get("parts", ()):
        name = str(part.get("fact", ""))
        if not name.startswith("jensen"):
            continue
        weight, t = (terms.from_json(arg) for arg in part["args"])
        binders = tuple((point, sort) for point, sort in part["binders"])
        if name == "jensen":
            yield Mean(binders, weight, t.args[0], _calls(t.label), t.label)
        else:
            kind = name.removeprefix("jensen_")
            yield Mean(binders, weight, t, SHAPES[kind].of, kind)


def _calls(name: str) -> Callable[[Term], Term]:
    return lambda t: Term("call", (t,), name)


def _mean(
    part: Term, claim: Claim
) -> tuple[Binders, Term, Term, Callable[[Term], Term], str] | None:
    if part.head == "expect":
        name, binders = part.label
        law = claim.context.law(name)
        coords = tuple(coord for coord, _ in law.coords)
        points = tuple(Term("point", (), binder) for binder in binders)
        factors = [Term("value", points, (name, coords, ())), *_factors(part.args[0])]
    elif part.head == "sum":
        binders, factors = part.label, _factors(part.args[0])
    else:
        return None
    if any(claim.context.is_real_space(sort) for _, sort in binders) or len(factors) < 2:
        return None
    for place, factor in enumerate(factors):
        found = _function(factor, claim)
        if found is not None:
            rest = [*factors[:place], *factors[place + 1 :]]
            return (binders, terms.mul(*rest), *found)
    return None


def _factors(body: Term) -> list[Term]:
    return list(body.args) if body.head == "mul" else [body]


def _function(factor: Term, claim: Claim) -> tuple[Term, Callable[[Term], Term], str] | None:
    """The argument and the function of a factor such as ``log t``."""
    if factor.head == "call":
        shaped = claim.context.function(factor.label).shape != "any"
        return (factor.args[0], _calls(factor.label), factor.label) if shaped else None
    if factor.head in ("log", "exp"):
        return factor.args[0], SHAPES[factor.head].of, factor.head
    if factor.head == "pow" and factor.args[1] in (terms.num(2), HALF):
        kind = "square" if factor.args[1] == terms.num(2) else "root"
        return factor.args[0], SHAPES[kind].of, kind
    return None


def chord(mean: Mean, claim: Claim, model: Model, other_side: float | None = None) -> Chord | None:
    """The picture's numbers in a model; None where the weights are none or something has no value.

    ``other_side`` is the value of the side that the mean is compared with.
    """
    try:
        found = _points(mean, claim, model)
    except (ValueError, ArithmeticError):
        return None
    if not 1 <= len(found) <= MOST_POINTS or abs(sum(w for w, _ in found) - 1) > 1e-9:
        return None

    def f(t: float) -> float:
        return number(mean.of(_exactly(t)), claim.context, model)

    try:
        points = tuple((t, f(t)) for _, t in found)
        middle = sum(w * t for w, t in found)
        low, high = _reach([t for _, t in found], mean.function)
        curve = tuple((t, f(t)) for t in spread(low, high))
        level = sum(w * y for (w, _), (_, y) in zip(found, points, strict=True))
        claimed = other_side * mean.sign if other_side is not None and mean.sign else None
        weights = tuple(w for w, _ in found)
        label = LABELS.get(mean.function) or _declared(mean.function, model)
        return Chord(label, points, weights, middle, level, f(middle), curve, claimed)
    except (ValueError, ArithmeticError):
        return None


def _points(mean: Mean, claim: Claim, model: Model) -> list[tuple[float, float]]:
    """Each weight that is not 0, with its t."""
    found = []
    for chosen in assignments(mean.binders, model):
        here = at(model, chosen)
        weight = number(mean.weight, claim.context, here)
        if weight < 0:
            raise ValueError("a weight is negative")
        if weight > 0:
            found.append((weight, number(mean.t, claim.context, here)))
    return found


def _reach(ts: list[float], function: str) -> tuple[float, float]:
    """How far the curve is drawn: a little beyond the points, and within its domain."""
    low, high = min(ts), max(ts)
    margin = 0.15 * (high - low) or 0.5 * abs(low) or 0.5
    positive = function in SHAPES and SHAPES[function].positive
    return (max(low - margin, low / 3) if positive else low - margin), high + margin


def _exactly(t: float) -> Term:
    from fractions import Fraction

    return terms.num(Fraction(t).limit_denominator(10**12))


def _declared(name: str, model: Model) -> str:
    return f"{name}(t) = {polynomial(model.functions[name])}"


def sample(mean: Mean, claim: Claim) -> Chord | None:
    """The chord in a model that shows it well: between two and five points that differ."""
    for model in sample_models(claim, SAMPLES):
        found = chord(mean, claim, model)
        if found is not None and 2 <= len({round(t, 9) for t, _ in found.points}) <= 5:
            return found
    return None


def draw(found: Chord, caption: Caption, labels: Mapping[str, str]) -> Markup:
    """The picture; ``labels`` names the curve's mean, f of the mean, and what is claimed."""

    def on(axes: Axes) -> None:
        curve, points = zip(*found.curve, strict=True), sorted(set(found.points))
        axes.plot(*curve, **line_style(0), linewidth=1.4, label=found.label)
        if len(points) > 1:
            outline = [*points, points[0]] if len(points) > 2 else points
            axes.plot(*zip(*outline, strict=True), **line_style(1), linewidth=1.0)
        for (t, y), weight in zip(found.points, found.weights, strict=True):
            axes.scatter([t], [y], s=12 + 90 * weight, color=series(0).colour, zorder=3)
        axes.plot([found.mean] * 2, [found.mean_of_f, found.f_of_mean], color="#555", linewidth=0.9)
        axes.scatter(
            [found.mean], [found.mean_of_f], marker="D", color=series(1).colour, zorder=4,
            label=labels["mean of f"],
        )  # fmt: skip
        axes.scatter(
            [found.mean], [found.f_of_mean], marker="s", facecolors="white", edgecolors="black",
            zorder=4, label=labels["f of the mean"],
        )  # fmt: skip
        if found.claimed is not None and abs(found.claimed) < 1e6:
            axes.axhline(found.claimed, **line_style(2), linewidth=1.2, label=labels["claimed"])
        axes.set_xlabel("t")
        axes.legend(fontsize=8, loc="best")

    return plot((4.2, 2.9), caption, on)
