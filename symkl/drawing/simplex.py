"""Divergences as functions of a pmf: both directions, and a way round through a third pmf."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from math import isfinite, sqrt
from typing import TYPE_CHECKING

from markupsafe import Markup

from symkl.drawing.plots import divergence, line_style, plot, spread
from symkl.drawing.svg import Caption, series
from symkl.kernel.check import Claim
from symkl.kernel.terms import Term
from symkl.models.model import Model

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Point = tuple[float, ...]
CELLS = 40  # of the side of a triangle


@dataclass(frozen=True)
class Both:
    """Two pmfs whose divergences in both directions a claim compares."""

    names: tuple[str, str]
    values: tuple[Point, Point]


@dataclass(frozen=True)
class Detour:
    """Three pmfs: the way from the first to the last one, straight or through the middle one."""

    names: tuple[str, str, str]
    values: tuple[Point, Point, Point]


def divergences(claim: Claim) -> set[tuple[str, str]]:
    """The pairs of pmfs on one finite space whose divergence stands in the claim."""
    found = set()
    for side in (claim.lhs, claim.rhs):
        for part in side.walk():
            if part.head == "kl" and all(_is_pmf(child, part, claim) for child in part.args):
                found.add((part.args[0].label[0], part.args[1].label[0]))
    return found


def _is_pmf(child: Term, divergence: Term, claim: Claim) -> bool:
    if child.head != "value" or child.label[2] or len(divergence.label) != 1:
        return False
    law = claim.context.law(child.label[0])
    return len(law.coords) == 1 and not claim.context.is_real_space(law.coords[0][1])


def both_directions(claim: Claim, model: Model) -> Both | None:
    """Two pmfs of the claim that are compared in both directions, in a model."""
    pairs = divergences(claim)
    for one, two in sorted(pairs):
        if (two, one) in pairs and one < two:
            return Both((one, two), (values(one, model), values(two, model)))
    return None


def detour(claim: Claim, model: Model) -> Detour | None:
    """Three pmfs of the claim that a triangle inequality is about, in a model."""
    pairs = divergences(claim)
    names = sorted({name for pair in pairs for name in pair})
    for first, middle, last in permutations(names, 3):
        if {(first, last), (first, middle), (middle, last)} <= pairs:
            points = (values(first, model), values(middle, model), values(last, model))
            if len(points[0]) in (2, 3):
                return Detour((first, middle, last), points)
    return None


def values(name: str, model: Model) -> Point:
    """The probabilities of a pmf, in order."""
    table = model.laws[name]
    return tuple(float(table[at]) for at in sorted(table))


def draw_both(found: Both, caption: Caption, labels: Mapping[str, str]) -> Markup:
    """Both divergences while the first pmf moves through the second one, and where it is."""
    (one, two), (first, second) = found.names, found.values
    binary = len(first) == 2
    moving = [_on_the_way(second, first, s) for s in _way(second, first, binary)]
    at = [point[0] for point in moving] if binary else list(_way(second, first, binary))
    here = first[0] if binary else 1.0

    def on(axes: Axes) -> None:
        ways = (
            (f"KL({one}, {two})", [divergence(p, second) for p in moving]),
            (f"KL({two}, {one})", [divergence(second, p) for p in moving]),
        )
        highest = 1.6 * max(*filter(isfinite, ways[0][1]), divergence(first, second))
        for number, (label, heights) in enumerate(ways):
            shown = [(x, y) for x, y in zip(at, heights, strict=True) if isfinite(y)]
            axes.plot(*zip(*shown, strict=True), **line_style(number), label=label)
        for number, level in enumerate((divergence(first, second), divergence(second, first))):
            if isfinite(level):
                axes.scatter([here], [level], marker="oD"[number], color=series(number).colour)
        axes.axvline(here, color="#555", linewidth=0.8, linestyle=":")
        axes.set_ylim(0, highest if isfinite(highest) else None)
        axes.set_xlabel(labels["binary" if binary else "way"])
        axes.legend(fontsize=8, loc="upper center")

    return plot((4.2, 2.7), caption, on)


def _way(start: Point, end: Point, binary: bool) -> list[float]:
    """Steps from the start (0) towards the end (1), as far as the simplex reaches."""
    if binary:
        if start[0] == end[0]:
            return [0.0, 1.0]
        ends = sorted((edge - start[0]) / (end[0] - start[0]) for edge in (0.002, 0.998))
        return spread(ends[0], ends[1])
    limits = [a / (a - b) for a, b in zip(start, end, strict=True) if a > b]
    return spread(0.0, min(2.0, 0.999 * min(limits, default=2.0)))


def _on_the_way(start: Point, end: Point, s: float) -> Point:
    return tuple(max(a + s * (b - a), 0.0) for a, b in zip(start, end, strict=True))


def draw_detour(found: Detour, caption: Caption, labels: Mapping[str, str]) -> Markup:
    """Where a third pmf makes the way round shorter than the straight one."""
    if len(found.values[0]) == 2:
        return plot((4.2, 2.7), caption, lambda axes: _binary_detour(axes, found, labels))
    return plot((3.6, 3.2), caption, lambda axes: _ternary_detour(axes, found, labels))


def _binary_detour(axes: Axes, found: Detour, labels: Mapping[str, str]) -> None:
    first, middle, last = found.values
    one, mid, end = found.names
    at = spread(0.002, 0.998)
    heights = [_round((q, 1 - q), found) for q in at]
    straight = divergence(first, last)
    axes.plot(at, heights, **line_style(0), label=f"KL({one}, {mid}) + KL({mid}, {end})")
    axes.axhline(straight, **line_style(1), label=f"KL({one}, {end})")
    less = [h < straight for h in heights]
    axes.fill_between(
        at, heights, straight, where=less, hatch="///", facecolor="none", edgecolor="#555",
        linewidth=0, label=labels["shorter"],
    )  # fmt: skip
    for name, value, marker in zip(found.names, found.values, "oDs", strict=True):
        axes.scatter([value[0]], [0], marker=marker, color="black", clip_on=False, zorder=4)
        axes.annotate(name, (value[0], 0), (0, 6), textcoords="offset points", ha="center")
    axes.set_ylim(0, 2.2 * max(straight, _round(middle, found)))
    axes.set_xlabel(labels["binary"])
    axes.legend(fontsize=8, loc="upper center")


def _round(middle: Sequence[float], found: Detour) -> float:
    first, _, last = found.values
    return divergence(first, middle) + divergence(middle, last)


def _ternary_detour(axes: Axes, found: Detour, labels: Mapping[str, str]) -> None:
    straight = divergence(found.values[0], found.values[2])
    corners = [(0.0, 0.0), (1.0, 0.0), (0.5, sqrt(3) / 2), (0.0, 0.0)]
    axes.plot(*zip(*corners, strict=True), color="black", linewidth=0.9)
    grid = [
        ((i + 0.01) / (CELLS + 0.03), (j + 0.01) / (CELLS + 0.03))
        for i in range(CELLS + 1)
        for j in range(CELLS + 1 - i)
    ]
    points = [(a, b, 1 - a - b) for a, b in grid]
    flat = [_flat(point) for point in points]
    margin = [_round(point, found) - straight for point in points]
    axes.tricontourf(
        *zip(*flat, strict=True), margin, levels=[min(*margin, -1e-9), 0], colors=["#D5E6F2"],
        hatches=["///"],
    )  # fmt: skip
    axes.tricontour(*zip(*flat, strict=True), margin, levels=[0], colors=["#0072B2"])
    for name, value, marker in zip(found.names, found.values, "oDs", strict=True):
        axes.scatter(*[[x] for x in _flat(value)], marker=marker, color="black", zorder=4)
        axes.annotate(name, _flat(value), (5, 5), textcoords="offset points")
    axes.set_aspect("equal")
    axes.set_axis_off()
    axes.set_title(labels["shorter"], fontsize=8)


def _flat(point: Sequence[float]) -> tuple[float, float]:
    """A pmf on three points in the plane, the first corner to the left."""
    return point[1] + point[2] / 2, point[2] * sqrt(3) / 2
