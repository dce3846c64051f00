"""Pmfs side by side, as bars over the points of their space."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from symkl.drawing.svg import SERIES, Caption, render

TALL, TOP, BASE_GAP = 110.0, 40.0, 22.0
BAR, GAP = 36.0, 18.0
LETTER = 7.0  # the width of a letter, roughly
MOST_POINTS, MOST_LAWS = 8, len(SERIES)


@dataclass(frozen=True)
class Pmf:
    """A name and the exact probabilities of the points, in order."""

    name: str
    values: tuple[Fraction, ...]


@dataclass(frozen=True)
class _Bar:
    x: float
    y: float
    width: float
    height: float
    series: int
    label: str


@dataclass(frozen=True)
class _Tick:
    x: float
    label: str


def bars(pmfs: Sequence[Pmf], points: Sequence[str], caption: Caption) -> Markup | None:
    """The picture; None for what is too much for one (more than 8 points or 4 pmfs)."""
    if not pmfs or len(pmfs) > MOST_LAWS or not 1 <= len(points) <= MOST_POINTS:
        return None
    highest = max((value for pmf in pmfs for value in pmf.values), default=Fraction(0)) or 1
    names = [pmf.name for pmf in pmfs]
    legend = 34 + LETTER * max(map(len, names))
    group = BAR * len(pmfs) + GAP
    base = TOP + TALL
    width = max(GAP + group * len(points), 16 + legend * len(names))
    drawn, ticks = [], []
    for place, point in enumerate(points):
        left = GAP + place * group
        ticks.append(_Tick(left + BAR * len(pmfs) / 2, point))
        for number, pmf in enumerate(pmfs):
            height = TALL * float(pmf.values[place] / highest)
            at = left + number * BAR
            label = str(pmf.values[place])
            drawn.append(_Bar(at + 2, base - height, BAR - 4, height, number, label))
    return render(
        "bars.svg.j2",
        caption,
        names=names,
        legend=legend,
        bars=drawn,
        ticks=ticks,
        base=base,
        width=width,
        height=base + BASE_GAP,
    )
