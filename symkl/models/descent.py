"""The way down: points at which a function of many real numbers is smaller and smaller.

BFGS with numeric gradients (Nocedal and Wright, Numerical Optimization, chapter 6): where the
function is smooth its steps soon lead to the very bottom of a narrow valley, which no random change
meets.  It only chooses points: whoever asks decides what they show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

Point = list[float]
Slack = Callable[[Sequence[float]], float | None]  # None where there is no value

STRIDE = 1e-6  # of the numeric gradient
HALVINGS = 30
SUFFICIENT = 1e-4  # of the decrease that the gradient promises
PROGRESS = 1e-3  # less than this share gained, so often in a row, is the bottom
IDLE = 4


def descend(function: Slack, start: Sequence[float], steps: int) -> Iterator[tuple[float, Point]]:
    """Lower and lower values with their points, until there is no lower one nearby."""
    at, value = list(start), function(start)
    slope = None if value is None else _gradient(function, at, value)
    inverse, idle, fresh = _identity(len(at)), 0, True
    for _ in range(steps):
        if value is None or slope is None or idle == IDLE:
            return
        found = _line_search(function, at, value, slope, _towards(inverse, slope, fresh))
        if found is None:
            if fresh:
                return
            inverse, fresh = _identity(len(at)), True
            continue
        lower, there = found
        yield lower, there
        turned = _gradient(function, there, lower)
        idle = idle + 1 if lower > (1 - PROGRESS) * value else 0
        if turned is not None:
            step = [b - a for a, b in zip(at, there, strict=True)]
            change = [b - a for a, b in zip(slope, turned, strict=True)]
            inverse, fresh = _updated(inverse, step, change, fresh), False
        at, value, slope = there, lower, turned


def _dot(one: Sequence[float], two: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, two, strict=True))


def _identity(size: int) -> list[Point]:
    return [[float(i == j) for j in range(size)] for i in range(size)]


def _gradient(function: Slack, at: Point, value: float) -> Point | None:
    """By central differences, or by one-sided ones at an edge; None where neither exists."""
    found = []
    for place, coordinate in enumerate(at):
        stride = STRIDE * max(1.0, abs(coordinate))
        ends = [
            function([*at[:place], coordinate + d, *at[place + 1 :]]) for d in (stride, -stride)
        ]
        above, below = (value if end is None else end for end in ends)
        if ends == [None, None]:
            return None
        found.append((above - below) / (stride * (2 if None not in ends else 1)))
    return found


def _towards(inverse: list[Point], slope: Point, fresh: bool) -> Point:
    """The direction of the next step; the first one is no longer than 1."""
    steepness = max(1.0, _dot(slope, slope) ** 0.5) if fresh else 1.0
    return [-_dot(row, slope) / steepness for row in inverse]


def _line_search(
    function: Slack, at: Point, value: float, slope: Point, towards: Point
) -> tuple[float, Point] | None:
    """The first of shorter and shorter steps that leads down far enough."""
    promised, length = _dot(slope, towards), 1.0
    for _ in range(HALVINGS if promised < 0 else 0):
        there = [a + length * d for a, d in zip(at, towards, strict=True)]
        lower = function(there)
        if lower is not None and lower < value + SUFFICIENT * length * promised:
            return lower, there
        length /= 2
    return None


def _updated(inverse: list[Point], step: Point, change: Point, fresh: bool) -> list[Point]:
    """The approximate inverse of the second derivatives after a step; as it was on a bend."""
    bend = _dot(step, change)
    if not bend > 1e-12 * _dot(step, step) ** 0.5 * _dot(change, change) ** 0.5:
        return inverse
    if fresh:
        scale = bend / _dot(change, change)
        inverse = [[scale * entry for entry in row] for row in inverse]
    moved = [_dot(row, change) for row in inverse]
    weight = (1 + _dot(change, moved) / bend) / bend
    return [
        [
            entry + weight * a * b - (a * m + b * n) / bend
            for entry, b, m in zip(row, step, moved, strict=True)
        ]
        for row, a, n in zip(inverse, step, moved, strict=True)
    ]
