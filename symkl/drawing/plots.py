"""Curves and regions, drawn by matplotlib where it is installed (the extra ``symkl[plots]``)."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from io import StringIO
from math import log
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from symkl.drawing.svg import Caption, prefix, series

if TYPE_CHECKING:
    from matplotlib.axes import Axes

STYLE = {
    "svg.fonttype": "none",  # text stays text
    "svg.hashsalt": "symkl",  # else ids are drawn afresh in each run
    "font.size": 9.0,
    "font.family": "sans-serif",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "legend.frameon": False,
    "hatch.linewidth": 0.6,
    "path.simplify": True,
    "path.simplify_threshold": 0.3,
}
UNWANTED = re.compile(
    r"<\?xml[^>]*>\s*|<!DOCTYPE[^>]*>\s*|<metadata>.*?</metadata>\s*"
    r"|<defs>\s*<style[^>]*>.*?</style>\s*</defs>\s*|<!--.*?-->\s*",
    re.DOTALL,
)
LINES = 120  # points of a curve
Pair = tuple[float, float]


def can_plot() -> bool:
    """Whether matplotlib is there."""
    return find_spec("matplotlib") is not None


@contextmanager
def _figure(size: Pair, finish: Callable[[str], None]) -> Iterator[Axes]:
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context(STYLE):
        figure = Figure(figsize=size, layout="tight")
        yield figure.add_subplot()
        written = StringIO()
        meta = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        with warnings.catch_warnings():
            # Text stays text: the reader's browser has the letters that matplotlib's font lacks.
            warnings.filterwarnings("ignore", "Glyph .* missing from", UserWarning)
            figure.savefig(written, format="svg", transparent=True, metadata=meta)
        finish(written.getvalue())


def plot(size: Pair, caption: Caption, draw: Callable[[Axes], None]) -> Markup:
    """The picture that ``draw`` makes on axes of this size in inches."""
    found: list[str] = []
    with _figure(size, found.append) as axes:
        draw(axes)
    return _inlined(found[0], caption)


def _inlined(text: str, caption: Caption) -> Markup:
    """The SVG as part of a page: no prolog, no style for the page, ids of its own, a title."""
    body = UNWANTED.sub("", text)
    own = prefix(body + repr(caption))
    body = re.sub(r'\bid="', f'id="{own}-', body)
    body = re.sub(r'(href="|url\()#', rf"\1#{own}-", body)
    body = body.replace("xmlns:xlink=", "data-xlink=").replace("xlink:href=", "href=")
    body = re.sub(r'data-xlink="[^"]*"\s*', "", body)
    head, rest = body.split(">", 1)
    head = head.replace(
        "<svg",
        f'<svg class="picture plot" role="img" aria-labelledby="{own}-t {own}-d" '
        'stroke-linejoin="round" stroke-linecap="butt"',
        1,
    )
    told = Markup('<title id="{0}-t">{1}</title><desc id="{0}-d">{2}</desc>').format(
        own, caption.title, caption.description
    )
    return Markup(f"{head}>") + told + Markup(rest.strip())


def spread(low: float, high: float, count: int = LINES) -> list[float]:
    """Evenly spaced numbers from low to high."""
    return [low + (high - low) * i / (count - 1) for i in range(count)]


def line_style(number: int) -> dict[str, Any]:
    """Colour and dash of the n-th line."""
    look = series(number)
    lengths = tuple(float(part) / 2 for part in look.dash.split())
    return {"color": look.colour, "linestyle": (0, lengths) if lengths else "solid"}


def divergence(p: Sequence[float], q: Sequence[float]) -> float:
    """KL(p || q) in nats; infinite where q vanishes and p does not."""
    if any(a > 0 and b <= 0 for a, b in zip(p, q, strict=True)):
        return float("inf")
    return sum(a * log(a / b) for a, b in zip(p, q, strict=True) if a > 0)
