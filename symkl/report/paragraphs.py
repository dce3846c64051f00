"""Articles in LaTeX and reStructuredText as HTML: headings, paragraphs and formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markupsafe import Markup

from symkl.reading.document import Document, Format
from symkl.reading.latex import VERBATIM
from symkl.reading.pieces import Piece, Regions
from symkl.reading.titles import title_words
from symkl.report import latex_prose
from symkl.report.headings import heading_shift, heading_tag
from symkl.report.html import plain, prose

BLANK_LINE = re.compile(r"\n\s*\n")
# Where code begins that is left out of the pieces.
CODE: dict[Format, re.Pattern[str]] = {
    "tex": re.compile(rf"\\begin\s*\{{(?:{VERBATIM})"),
    "rst": re.compile(
        r"^[ \t]*\.\.[ \t]+(?!math|symkl)[\w:-]+::|\A::\s*\n|\A\s*\n[ \t]+\S", re.MULTILINE
    ),
}


def blocks(
    document: Document, regions: Regions, shown: Callable[[int], Markup]
) -> Iterator[Markup]:
    """The blocks of the article in order; ``shown`` gives the HTML of a piece by its number."""
    shift = heading_shift(regions)
    is_tex = document.format == "tex"
    named = latex_prose.headings(document.text) if is_tex else {}
    paragraph: list[Markup] = []
    before: Piece | None = None
    for number, piece in enumerate(regions.pieces):
        gap = document.text[before.span[1] : piece.span[0]] if before is not None else ""
        code = _code(gap, document.format)
        if paragraph and (piece.kind == "heading" or code or BLANK_LINE.search(gap)):
            yield _paragraph(paragraph)
            paragraph = []
        if code:
            yield Markup('<div class="code">{}</div>\n').format(plain(code))
        text = document.text[slice(*piece.inner)]  # with the code in it, which is no formula's
        if piece.kind == "heading":
            title = title_words(text, document.format)
            yield _heading(heading_tag(piece.level, shift), title)
        elif piece.kind == "prose" and is_tex:
            paragraph += [Markup(" ")] if re.search(r"\s", gap) else []
            for part in latex_prose.parts(text, named):
                if part.begins and paragraph:
                    yield _paragraph(paragraph)
                    paragraph = []
                paragraph.append(part.shown)
        else:
            paragraph += [Markup(" ")] if re.search(r"\s", gap) else []
            paragraph.append(plain(text) if piece.kind == "prose" else shown(number))
        before = piece
    if paragraph:
        yield _paragraph(paragraph)


def _code(gap: str, form: Format) -> str:
    """The code that stands between two pieces."""
    found = CODE[form].search(gap)
    return gap[found.start() :].strip("\n").rstrip() if found else ""


def _paragraph(parts: list[Markup]) -> Markup:
    if not "".join(parts).strip():
        return Markup("")
    return Markup('<div class="para">{}</div>\n').format(Markup("").join(parts))


def _heading(tag: str, text: str) -> Markup:
    return Markup("<{0}>{1}</{0}>\n").format(Markup(tag), prose(" ".join(text.split())))
