"""What all pictures share: a title and a description, ids of their own, the series' patterns."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


@dataclass(frozen=True)
class Caption:
    """What a picture is called, and what it shows in words for those who do not see it."""

    title: str
    description: str


@dataclass(frozen=True)
class Series:
    """The look of one series: colour, the kind of its hatch, the dash of its lines."""

    colour: str
    hatch: str
    dash: str


# Okabe and Ito's colours; the hatches tell them apart on paper.
SERIES = (
    Series("#0072B2", "solid", ""),
    Series("#D55E00", "stripes", "6 3"),
    Series("#009E73", "dots", "2 3"),
    Series("#CC79A7", "grid", "8 3 2 3"),
)


def series(number: int) -> Series:
    """The look of the n-th series; there are four."""
    return SERIES[number % len(SERIES)]


def render(template: str, caption: Caption, **values: Any) -> Markup:
    """The picture of a template; its ids begin with a prefix made of all that it shows."""
    shown = repr((template, caption, sorted(values.items(), key=lambda item: item[0])))
    return Markup(
        _environment()
        .get_template(template)
        .render(caption=caption, prefix=prefix(shown), series=series, **values)
    )


def prefix(shown: str) -> str:
    """The beginning of the ids of a picture: the same for the same picture, else another.

    >>> prefix("a") == prefix("a") != prefix("b")
    True
    """
    return "s" + hashlib.sha256(shown.encode("utf-8", "replace")).hexdigest()[:8]


def short(value: float) -> str:
    """A coordinate: two decimals at most.

    >>> short(3.14159), short(2.0), short(-0.001)
    ('3.14', '2', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("symkl.drawing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(short=short)
    return environment
