"""The pages: each one a file of its own, with its style and font inside and no script."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from symkl.report import words
from symkl.report.formula import mathml, relation_tex
from symkl.report.prose import pieces, visible
from symkl.result import SCHEMA, DerivationResult, Result


def page(derivation: DerivationResult, version: str) -> str:
    """The page of one derivation."""
    return render("page.html.j2", derivation=derivation, version=version)


def index_page(result: Result, articles: Mapping[str, str] | None = None) -> str:
    """The page that leads to all others; ``articles`` are the pages of documents, by file."""
    numbered = [
        (derivation, step)
        for derivation in result.derivations
        for step in derivation.steps
        if step.reference
    ]
    return render(
        "index.html.j2",
        result=result,
        articles=articles or {},
        numbered=numbered,
        version=result.symkl,
    )


def prose(text: str) -> Markup:
    """Text with formulas between dollar signs.

    >>> prose("<b>")
    Markup('&lt;b&gt;')
    """
    parts = (mathml(part) if math else escape(visible(part)) for math, part in pieces(text))
    return Markup("").join(parts)


def plain(text: str) -> Markup:
    """Text as it stands."""
    return escape(visible(text))


def relation(name: str) -> Markup:
    """The sign of a relation; an unknown word stands for itself."""
    tex = relation_tex(name)
    return escape(visible(name)) if tex is None else mathml(tex)


@cache
def font_url() -> str:
    """The font of the formulas as a data URL."""
    font = files("symkl.report").joinpath("fonts", "stix-two-math.woff2").read_bytes()
    return "data:font/woff2;base64," + base64.b64encode(font).decode("ascii")


def render(template: str, **values: Any) -> Markup:
    """A template with these values, which are escaped."""
    return Markup(_environment().get_template(template).render(values))


def _finalize(value: Any) -> Any:
    # Markup was made here; plain text was written by somebody.
    return visible(value) if type(value) is str else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("symkl.report"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(mathml=mathml, prose=prose, relation=relation)
    environment.globals.update(words=words, schema=SCHEMA, font_url=font_url)
    return environment
