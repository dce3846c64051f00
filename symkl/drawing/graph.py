"""A graph of what rests on what: boxes in layers, the foundations above.

A box has two channels, neither of them a colour alone: its border says how its statement stands,
its filling how its proof does; the last line of a box says both in words.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from markupsafe import Markup

from symkl.drawing.svg import Caption, render

WIDE, LINE, PAD = 190.0, 15.0, 9.0
ACROSS, DOWN, EDGE = 26.0, 46.0, 8.0
LETTERS, MOST_LINES = 27, 4
BORDERS = {"proved": "", "open": "5 3", "refuted": "1.5 3"}
WIDTHS = {"proved": 1.8, "open": 1.8, "refuted": 2.6}


@dataclass(frozen=True)
class Node:
    """A derivation: its id, where its page is, its title, both states and the words for them."""

    name: str
    href: str
    title: str
    statement: str
    proof: str
    words: str


@dataclass(frozen=True)
class _Box:
    node: Node
    lines: list[str]
    x: float
    y: float
    height: float
    dash: str
    width: float


def graph(nodes: Sequence[Node], edges: Sequence[tuple[str, str]], caption: Caption) -> Markup:
    """The picture; an edge leads from what is cited down to what cites it."""
    layers = _layers(nodes, edges)
    boxes = _placed(layers)
    width = max(box.x for box in boxes.values()) + WIDE + EDGE
    height = max(box.y + box.height for box in boxes.values()) + EDGE
    paths = [_path(boxes[above], boxes[below]) for above, below in edges]
    return render(
        "graph.svg.j2", caption, boxes=list(boxes.values()), paths=paths, wide=WIDE, line=LINE,
        pad=PAD, width=width, height=height,
    )  # fmt: skip


def _layers(nodes: Sequence[Node], edges: Sequence[tuple[str, str]]) -> list[list[Node]]:
    """Each node one layer below the lowest that it rests on; a circle stays where it began."""
    depth = {node.name: 0 for node in nodes}
    for _ in nodes:
        for above, below in edges:
            depth[below] = max(depth[below], min(depth[above] + 1, len(nodes) - 1))
    found: list[list[Node]] = [[] for _ in range(max(depth.values()) + 1)]
    for node in nodes:
        found[depth[node.name]].append(node)
    return [_ordered(layer, found[:place], edges) for place, layer in enumerate(found) if layer]


def _ordered(
    layer: list[Node], above: list[list[Node]], edges: Sequence[tuple[str, str]]
) -> list[Node]:
    """Below what they rest on, so that few edges cross."""
    place = {node.name: i for row in above for i, node in enumerate(row)}

    def middle(node: Node) -> float:
        found = [place[one] for one, other in edges if other == node.name and one in place]
        return sum(found) / len(found) if found else 0.0

    return sorted(layer, key=middle)


def _placed(layers: list[list[Node]]) -> Mapping[str, _Box]:
    widest = max(map(len, layers))
    boxes: dict[str, _Box] = {}
    y = EDGE
    for layer in layers:
        left = EDGE + (widest - len(layer)) * (WIDE + ACROSS) / 2
        lines = [_lines(node.title) for node in layer]
        height = PAD * 2 + LINE * (max(map(len, lines)) + 1)
        for place, node in enumerate(layer):
            x = left + place * (WIDE + ACROSS)
            look = BORDERS[node.statement], WIDTHS[node.statement]
            boxes[node.name] = _Box(node, lines[place], x, y, height, *look)
        y += height + DOWN
    return boxes


def _lines(title: str) -> list[str]:
    found = wrap(title, LETTERS) or [title]
    if len(found) > MOST_LINES:
        found = [*found[: MOST_LINES - 1], found[MOST_LINES - 1][: LETTERS - 1] + "…"]
    return found


def _path(above: _Box, below: _Box) -> str:
    x1, y1 = above.x + WIDE / 2, above.y + above.height
    x2, y2 = below.x + WIDE / 2, below.y - 7
    bend = (y2 - y1) / 2
    return f"M{x1:.0f} {y1:.0f}C{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}"
