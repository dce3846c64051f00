"""Sheets as HTML files of their own, which print in black and white."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from symkl.handout.blocks import Sheet, leads_to
from symkl.messages.catalogue import Language
from symkl.report.html import environment
from symkl.report.typst_formula import alternative

WIDE, WIDER = 62, 80  # letters of a line beside which a reason fits, and of one that fits the page
SIZES = {"a4": "A4", "letter": "letter"}


def page(sheet: Sheet) -> Markup:
    """The file of a sheet or of a key."""
    template = _environment(sheet.language).get_template("sheet.html.j2")
    return Markup(template.render(sheet=sheet, size=SIZES[sheet.paper]))


@cache
def _environment(language: Language) -> Environment:
    made = environment(language, "symkl.handout")
    made.globals["leads_to"] = leads_to
    made.tests["block"] = lambda block, kind: type(block).__name__ == kind
    made.filters["wide"] = _width
    return made


def _width(tex: str) -> Markup:
    """The class of a line that is too long to have its reason beside it."""
    letters = len(alternative(tex))
    kinds = ["wide"] * (letters > WIDE) + ["wider"] * (letters > WIDER)
    return Markup(' class="{}"').format(" ".join(kinds)) if kinds else Markup("")
