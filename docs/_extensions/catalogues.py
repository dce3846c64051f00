"""Pages of the reference that are made of data: the reasons, and the codes of the reader."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from symkl.display.prose import pieces
from symkl.reading.diagnostics import CODES
from symkl.rules.aliases import ALIASES
from symkl.rules.catalogue import CATALOGUE
from symkl.rules.reason import Reason


class ReasonsDirective(SphinxDirective):
    """Every reason that a step may cite, as ``symkl rules`` lists them."""

    def run(self) -> list[nodes.Node]:
        return [
            _section(self, f"reason {reason.name}", reason.name, *_reason(reason))
            for reason in CATALOGUE
        ]


class CodesDirective(SphinxDirective):
    """Every code of the reader, as ``symkl explain`` tells them."""

    def run(self) -> list[nodes.Node]:
        return [
            _section(self, code, code, _paragraph(f"{_capital(about)}."), _paragraph(advice))
            for code, (about, advice) in CODES.items()
        ]


def _section(
    directive: SphinxDirective, label: str, title: str, *content: nodes.Node
) -> nodes.section:
    name = nodes.make_id(label)
    section = nodes.section("", nodes.title(title, title), *content, ids=[name], names=[name])
    directive.state.document.note_explicit_target(section)
    return section


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _reason(reason: Reason) -> list[nodes.Node]:
    rows = {
        "form": reason.inference if reason.inference != reason.statement else "",
        "when": ", ".join(reason.conditions),
        "source": reason.source,
        "also written": ", ".join(ALIASES[reason.name]),
    }
    fields = [
        nodes.field("", nodes.field_name("", name), nodes.field_body("", _paragraph(text)))
        for name, text in rows.items()
        if text
    ]
    return [_paragraph(reason.statement), *([nodes.field_list("", *fields)] if fields else [])]


def _paragraph(text: str) -> nodes.paragraph:
    parts = (nodes.math(part, part) if math else nodes.Text(part) for math, part in pieces(text))
    return nodes.paragraph("", "", *parts)


def setup(app: Any) -> dict[str, Any]:
    app.add_directive("symkl-reasons", ReasonsDirective)
    app.add_directive("symkl-codes", CodesDirective)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
