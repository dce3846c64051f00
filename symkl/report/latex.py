"""The LaTeX file of a derivation, which pdflatex compiles with the packages every TeX has."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment

from symkl.messages.catalogue import Language
from symkl.report.templating import typeset_environment
from symkl.report.tex_characters import CHINESE
from symkl.report.tex_text import Tex, bare, code, escape, formula, prose, relation, side
from symkl.report.words import Words, repeats
from symkl.result import SCHEMA, DerivationResult, Verdict

_MARKS: dict[Verdict, Tex] = {
    "proved": Tex(r"$\checkmark$"),
    "refuted": Tex(r"$\times$"),
    "supported": Tex(r"$\sim$"),
    "undecided": Tex("?"),
    "definition": Tex(r"$\overset{\mathrm{def}}{=}$"),
    "unread": Tex(r"\textendash{}"),
}


def document(derivation: DerivationResult, version: str, language: Language = "en") -> str:
    """The LaTeX file of one derivation.

    pdflatex compiles it; with Chinese text in it, lualatex and xelatex do.
    """
    return _rendered("derivation.tex.j2", language, derivation=derivation, version=version)


def fragment(derivation: DerivationResult, version: str, language: Language = "en") -> str:
    r"""The derivation without a preamble, for ``\\input`` into a document of one's own."""
    return _rendered("fragment.tex.j2", language, derivation=derivation, version=version)


def _rendered(template: str, language: Language, **values: Any) -> str:
    found = environment(language, "symkl.report").get_template(template)
    text = found.render(values, chinese=False, paper="a4")
    return found.render(values, chinese=True, paper="a4") if CHINESE.search(text) else text


def _finalize(value: Any) -> Tex:
    return escape(value)


@cache
def environment(language: Language, *packages: str) -> Environment:
    """What fills in the templates of these packages; it escapes what people wrote."""
    made = typeset_environment(packages, _finalize)
    words = Words(language)
    made.filters.update(
        bare=bare, code=code, formula=formula, prose=prose, relation=relation, side=side
    )
    made.filters["told"] = lambda text: prose(words.told(text))
    made.globals.update(words=words, say=words.say, schema=SCHEMA, marks=_MARKS)
    models = {"model_line": words.model_line, "model_rows": words.model_rows}
    made.globals.update(**models, repeats=repeats)
    return made
