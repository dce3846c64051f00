"""To how many digits both sides agree, one column for each model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from symkl.drawing.svg import Caption, render

TALL, TOP, LEFT, STEP = 60.0, 8.0, 26.0, 10.0


@dataclass(frozen=True)
class _Column:
    x: float
    y: float
    height: float


def digits(agreement: Sequence[int], wanted: int, caption: Caption) -> Markup | None:
    """The picture, with a line at the digits that are claimed; None for fewer than two models."""
    if len(agreement) < 2:
        return None
    highest = max(*agreement, wanted, 1)
    base = TOP + TALL
    columns = [
        _Column(LEFT + 4 + place * STEP, base - TALL * value / highest, TALL * value / highest)
        for place, value in enumerate(agreement)
    ]
    return render(
        "digits.svg.j2",
        caption,
        columns=columns,
        left=LEFT,
        base=base,
        wanted=wanted,
        wanted_at=base - TALL * wanted / highest,
        width=LEFT + 8 + STEP * len(agreement),
        height=base + 6,
    )
