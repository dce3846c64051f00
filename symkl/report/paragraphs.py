"""Articles in LaTeX and reStructuredText as HTML: headings, paragraphs and formulas."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from markupsafe import Markup

from symkl.reading.document import Document, Format
from symkl.reading.latex import VERBATIM
from symkl.reading.pieces import Piece, Regions
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
# What LaTeX writes in prose, in the order in which it is replaced.
LATEX_PROSE = (
    (re.compile(r"(?<!\\)%[^\n]*\n?"), ""),
    (re.compile(r"\\(?:label|vspace|hspace|setcounter)\*?\{[^{}]*\}"), ""),
    (re.compile(r"\\(?:maketitle|noindent|clearpage|newpage|qed|centering)(?![A-Za-z])\s*"), ""),
    (re.compile(r"\\(?:emph|text\w*|underline|footnote|cite\w*|ref|eqref)\{([^{}]*)\}"), r"\1"),
    (re.compile(r"\\begin\{(\w+)\*?\}(?:\[([^\]]*)\])?"), r"\1 \2"),
    (re.compile(r"\\end\{\w+\*?\}"), ""),
    (re.compile(r"\\item(?![A-Za-z])\s*"), "• "),
    (re.compile(r"``|''"), '"'),
    (re.compile(r"(?<!\\)~"), " "),
    (re.compile(r"\\([%&$#_{}])"), r"\1"),
)
ENVIRONMENT_WORDS = re.compile(r"\b(?:itemize|enumerate|description|center|document)[ ]")


def blocks(
    document: Document, regions: Regions, shown: Callable[[int], Markup]
) -> Iterator[Markup]:
    """The blocks of the article in order; ``shown`` gives the HTML of a piece by its number."""
    shift = heading_shift(regions)
    cleaned = _latex if document.format == "tex" else str
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
            yield _heading(heading_tag(piece.level, shift), cleaned(text))
        else:
            paragraph += [Markup(" ")] if re.search(r"\s", gap) else []
            is_prose = piece.kind == "prose"
            paragraph.append(plain(cleaned(text)) if is_prose else shown(number))
        before = piece
    if paragraph:
        yield _paragraph(paragraph)


def _code(gap: str, form: Format) -> str:
    """The code that stands between two pieces."""
    found = CODE[form].search(gap)
    return gap[found.start() :].strip("\n").rstrip() if found else ""


def _paragraph(parts: list[Markup]) -> Markup:
    return Markup('<div class="para">{}</div>\n').format(Markup("").join(parts))


def _heading(tag: str, text: str) -> Markup:
    return Markup("<{0}>{1}</{0}>\n").format(Markup(tag), prose(" ".join(text.split())))


def _latex(text: str) -> str:
    for pattern, shown in LATEX_PROSE:
        text = pattern.sub(shown, text)
    return ENVIRONMENT_WORDS.sub("", text)
