"""Sheets as Typst files, which become tagged PDF."""

from __future__ import annotations

from symkl.handout.blocks import Sheet, leads_to
from symkl.messages.catalogue import Messages
from symkl.report.typst import Typst, environment, rendered

PACKAGES = ("symkl.handout", "symkl.report")


def document(sheet: Sheet, chinese_font: str = "") -> str:
    """The Typst file of a sheet or of a key; ``chinese_font`` is for Chinese text in it."""
    made = environment(sheet.language, *PACKAGES)
    made.globals["leads_to"] = leads_to
    made.tests["block"] = lambda block, kind: type(block).__name__ == kind
    made.filters["number"] = lambda value: Typst(str(int(value)))
    title = Messages(sheet.language)("sheet.titled", title=sheet.title, subtitle=sheet.subtitle)
    return rendered(
        "sheet.typ.j2",
        sheet.language,
        chinese_font,
        sheet.paper,
        *PACKAGES,
        sheet=sheet,
        title=title,
    )
