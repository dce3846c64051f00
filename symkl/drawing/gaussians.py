"""Two normal laws: their ellipses in the plane, and their divergence as the sum of three terms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import atan2, degrees, log, sqrt
from typing import TYPE_CHECKING

from markupsafe import Markup

from symkl.drawing.plots import line_style, plot
from symkl.drawing.svg import Caption
from symkl.drawing.values import sample_models
from symkl.kernel.check import Claim
from symkl.kernel.context import SCALAR_SORT
from symkl.models.arithmetic import Balls
from symkl.models.model import Model, Normal
from symkl.models.tables import Tables

if TYPE_CHECKING:
    from matplotlib.axes import Axes

SAMPLES = 150
LEAST = 0.02  # nats: less is not seen
Vector = tuple[float, ...]
Rows = tuple[Vector, ...]


@dataclass(frozen=True)
class Law:
    """A normal law by its numbers."""

    name: str
    mean: Vector
    covariance: Rows


@dataclass(frozen=True)
class Pair:
    """Two normal laws and the terms of the divergence of the first from the second, in nats."""

    first: Law
    second: Law
    trace: float  # (tr(S2^-1 S1) - k) / 2
    form: float  # (m1 - m2)^T S2^-1 (m1 - m2) / 2
    logarithm: float  # log(det S2 / det S1) / 2

    @property
    def divergence(self) -> float:
        """The sum of the terms."""
        return self.trace + self.form + self.logarithm

    @property
    def dimension(self) -> int:
        """The number of components."""
        return len(self.first.mean)


def normal_pair(claim: Claim) -> tuple[str, str] | None:
    """The normal laws whose divergence stands in a claim."""
    for side in (claim.lhs, claim.rhs):
        for part in side.walk():
            if part.head != "kl" or any(child.head != "value" for child in part.args):
                continue
            one, two = (child.label[0] for child in part.args)
            if one != two and all(claim.context.law(name).normal for name in (one, two)):
                return one, two
    return None


def pair_in(claim: Claim, names: tuple[str, str], model: Model) -> Pair | None:
    """The laws in a model; None where they are not normal, or degenerate."""
    tables = Tables(claim.context, model, Balls())
    try:
        parts = [tables.components(claim.context.law(name)) for name in names]
        one, two = (_law(n, p) for n, p in zip(names, parts, strict=True))
        return _pair(one, two)
    except (ValueError, ArithmeticError):
        return None


def _law(name: str, parts: tuple[object, ...]) -> Law:
    (part,) = parts
    if not isinstance(part, Normal):
        raise ValueError(f"{name} is not normal")
    rows = tuple(tuple(map(float, row)) for row in part.covariance)
    return Law(name, tuple(map(float, part.mean)), rows)


def _pair(one: Law, two: Law) -> Pair:
    inverse, det_two = _inverse(two.covariance)
    _, det_one = _inverse(one.covariance)
    size = len(one.mean)
    away = [a - b for a, b in zip(one.mean, two.mean, strict=True)]
    trace = sum(inverse[i][j] * one.covariance[j][i] for i in range(size) for j in range(size))
    form = sum(away[i] * inverse[i][j] * away[j] for i in range(size) for j in range(size))
    return Pair(one, two, (trace - size) / 2, form / 2, log(det_two / det_one) / 2)


def _inverse(rows: Rows) -> tuple[Rows, float]:
    """Inverse and determinant by Gauss and Jordan, of a positive definite matrix."""
    size, det = len(rows), 1.0
    work = [[*row, *(float(i == j) for j in range(size))] for i, row in enumerate(rows)]
    for i in range(size):
        pivot = work[i][i]
        if pivot <= 0:
            raise ValueError("the covariance is not positive definite")
        det *= pivot
        work[i] = [value / pivot for value in work[i]]
        for j in range(size):
            if j != i:
                factor = work[j][i]
                work[j] = [a - factor * b for a, b in zip(work[j], work[i], strict=True)]
    return tuple(tuple(row[size:]) for row in work), det


def sample(claim: Claim, names: tuple[str, str]) -> Pair | None:
    """The laws in a model of the plane, of many the one that shows them best."""
    found = (
        pair_in(claim, names, shown)
        for model in sample_models(claim, SAMPLES)
        for shown in (model, _nearer(claim, model))
    )
    flat = [pair for pair in found if pair is not None and pair.dimension == 2]
    return min(flat, key=_clutter, default=None)


def _nearer(claim: Claim, model: Model) -> Model:
    """The model with all vectors a quarter as long: as good a model, and often a better picture."""
    vectors = {
        name: tuple((row[0] / 4,) for row in rows)
        for name, rows in model.matrices.items()
        if name in claim.context.matrices and claim.context.matrix(name).columns == SCALAR_SORT
    }
    return replace(model, matrices={**model.matrices, **vectors})


def _clutter(found: Pair) -> float:
    """How badly a picture shows the laws: far apart, much alike, or without one of the terms."""
    lost = sum(abs(part) < LEAST for part in (found.trace, found.form, found.logarithm))
    return abs(log(max(found.divergence, LEAST))) + 2 * lost


def draw_ellipses(found: Pair, caption: Caption, labels: Mapping[str, str]) -> Markup:
    """Both laws as the ellipses of one and two standard deviations."""

    def on(axes: Axes) -> None:
        from matplotlib.patches import Ellipse

        for number, law in enumerate((found.first, found.second)):
            look = line_style(number)
            for deviations in (1, 2):
                width, height, angle = axes_of(law.covariance)
                axes.add_patch(
                    Ellipse(
                        (law.mean[0], law.mean[1]), 2 * deviations * width, 2 * deviations * height,
                        angle=angle, fill=False, edgecolor=look["color"],
                        linestyle=look["linestyle"], linewidth=1.6 / deviations + 0.4,
                    )
                )  # fmt: skip
            axes.scatter(
                *[[x] for x in law.mean[:2]], marker="oD"[number], color=look["color"],
                label=law.name,
            )  # fmt: skip
        axes.autoscale_view()
        axes.set_aspect("equal", adjustable="datalim")
        axes.legend(fontsize=8, loc="best")
        axes.set_xlabel(labels["first"])
        axes.set_ylabel(labels["second"])

    return plot((3.8, 3.0), caption, on)


def axes_of(covariance: Rows) -> tuple[float, float, float]:
    """The half-axes of the ellipse of a 2 x 2 covariance, and the angle of the first in degrees.

    >>> axes_of(((4.0, 0.0), (0.0, 1.0)))
    (2.0, 1.0, 0.0)
    """
    (a, b), (_, d) = covariance
    middle, radius = (a + d) / 2, sqrt(((a - d) / 2) ** 2 + b * b)
    angle = degrees(atan2(2 * b, a - d)) / 2
    return sqrt(middle + radius), sqrt(max(middle - radius, 0.0)), angle
