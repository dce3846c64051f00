"""Summands as parts of one bar: positive ones to the right of 0, negative ones to the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from symkl.drawing.svg import Caption, render

LONG, LEFT, TOP, KEY, ROW = 340.0, 20.0, 26.0, 80.0, 19.0


@dataclass(frozen=True)
class _Part:
    x: float
    width: float
    label: str


def stacked(parts: Sequence[tuple[str, float]], total_label: str, caption: Caption) -> Markup:
    """The picture of these summands; a dashed line marks their sum."""
    below = -sum(value for _, value in parts if value < 0)
    above = sum(value for _, value in parts if value > 0)
    unit = LONG / ((below + above) or 1)
    zero = LEFT + below * unit
    left, right, drawn = zero, zero, []
    for label, value in parts:
        length = abs(value) * unit
        if value < 0:
            left -= length
        drawn.append(_Part(left if value < 0 else right, length, label))
        right += length if value > 0 else 0
    total = zero + (above - below) * unit
    return render(
        "stacked.svg.j2",
        caption,
        parts=drawn,
        top=TOP,
        key=KEY,
        zero=zero,
        total=total,
        total_label=total_label,
        total_anchor="start" if total < LONG / 2 else "end",
        width=LONG + 2 * LEFT,
        height=KEY + ROW * len(drawn),
    )
