"""Sheets as HTML files of their own, which print in black and white."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from symkl.handout.blocks import Sheet
from symkl.messages.catalogue import Language
from symkl.report.html import environment

SIZES = {"a4": "A4", "letter": "letter"}


def page(sheet: Sheet) -> Markup:
    """The file of a sheet or of a key."""
    template = _environment(sheet.language).get_template("sheet.html.j2")
    return Markup(template.render(sheet=sheet, size=SIZES[sheet.paper]))


@cache
def _environment(language: Language) -> Environment:
    made = environment(language, "symkl.handout")
    made.tests["block"] = lambda block, kind: type(block).__name__ == kind
    return made
