"""Sheets as LaTeX files, with the packages of texlive-latex-recommended alone."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment

from symkl.handout.blocks import Sheet, leads_to
from symkl.messages.catalogue import Language
from symkl.report.latex import environment
from symkl.report.tex_characters import CHINESE
from symkl.report.tex_text import Tex

BOX = r"\boxed{"


def document(sheet: Sheet) -> str:
    """The file of a sheet or of a key.

    pdflatex compiles it; with Chinese text in it, lualatex and xelatex do.
    """
    template = _environment(sheet.language).get_template("sheet.tex.j2")
    text = template.render(sheet=sheet, chinese=False)
    return template.render(sheet=sheet, chinese=True) if CHINESE.search(text) else text


@cache
def _environment(language: Language) -> Environment:
    made = environment(language, "symkl.handout", "symkl.report")
    made.globals["leads_to"] = leads_to
    made.tests["block"] = lambda block, kind: type(block).__name__ == kind
    made.filters["boxes"] = lambda text: Tex(text.replace(BOX, r"\symklblank{"))
    return made
