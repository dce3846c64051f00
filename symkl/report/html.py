"""The pages: each one a file of its own, with its style and font inside and no script."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from symkl.messages.catalogue import Language
from symkl.report.formula import mathml, relation_tex
from symkl.report.prose import pieces, visible
from symkl.report.words import MARKS, Words, is_note, model_line, model_rows, repeats
from symkl.result import SCHEMA, DerivationResult, Result


def page(derivation: DerivationResult, version: str, language: Language = "en") -> str:
    """The page of one derivation."""
    return render("page.html.j2", language, derivation=derivation, version=version)


def index_page(
    result: Result, articles: Mapping[str, str] | None = None, language: Language = "en"
) -> str:
    """The page that leads to all others; ``articles`` are the pages of documents, by file."""
    numbered = [
        (derivation, step)
        for derivation in result.derivations
        for step in derivation.steps
        if step.reference
    ]
    return render(
        "index.html.j2",
        language,
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


def render(template: str, language: Language = "en", /, **values: Any) -> Markup:
    """A template in a language with these values, which are escaped."""
    return Markup(environment(language).get_template(template).render(values))


def _finalize(value: Any) -> Any:
    # Markup was made here; plain text was written by somebody.
    return visible(value) if type(value) is str else value


@cache
def environment(language: Language, package: str = "symkl.report") -> Environment:
    """What fills in the templates of a package, in a language; it escapes what people wrote."""
    made = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    words = Words(language)
    told = {"told": lambda text: prose(words.told(text))}
    made.filters.update(mathml=mathml, prose=prose, relation=relation, **told)
    made.globals.update(words=words, say=words.say, mark_of=MARKS, schema=SCHEMA)
    made.globals.update(font_url=font_url, is_note=is_note, repeats=repeats)
    made.globals.update(model_line=model_line, model_rows=model_rows)
    return made
