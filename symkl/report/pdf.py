"""PDF files, by typst where it is installed, else by TeX where that is found.

typst makes tagged files in which every formula has its text as an alternative (PDF/UA-1 and
PDF/A-2a).  What TeX makes looks as good, but is not tagged.  Both write the same bytes every time.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from symkl.messages.catalogue import Language
from symkl.reading.document import Document
from symkl.reading.macros import Macro
from symkl.report import article_typst
from symkl.report.article import article_page, title_of
from symkl.report.files import article_names, write
from symkl.report.latex import document as latex_file
from symkl.report.typst import document as typst_file
from symkl.report.typst import needs_chinese
from symkl.result import Result

EPOCH = 946684800  # 2000-01-01, where SOURCE_DATE_EPOCH does not say otherwise
CHINESE_FONTS = (
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "Songti SC",
    "SimSun",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "AR PL UMing CN",
    "WenQuanYi Zen Hei",
)
NO_PDF = 3  # the exit code when a PDF was asked for, and only its sources could be written
SECONDS = 600  # the first run of lualatex reads every font of the system
HOW = "install typst (pip install 'symkl[pdf]'), or TeX (Debian: apt install latexmk \
texlive-latex-recommended texlive-fonts-recommended lmodern)"
NO_FONT = "no Chinese font was found: install one (Debian: apt install fonts-noto-cjk)"


class NoPdf(Exception):
    """A PDF cannot be made; the message says what to install, or what went wrong."""


@dataclass(frozen=True)
class Source:
    """A document as both engines want it; ``typst`` takes the name of a Chinese font, or ""."""

    typst: Callable[[str], str]
    tex: Callable[[], str]


def pdf(source: Source) -> bytes:
    """The document as a PDF file.

    Raises:
        NoPdf: there is neither typst nor TeX, or the one that is there fails.
    """
    if importlib.util.find_spec("typst") is not None:
        return _by_typst(source)
    if shutil.which("latexmk") or shutil.which("pdflatex"):
        return _by_tex(source.tex())
    raise NoPdf(f"neither typst nor TeX was found: {HOW}")


def _by_typst(source: Source) -> bytes:
    import typst

    text = source.typst("")
    if needs_chinese(text):
        font = chinese_font()
        if font is None:
            raise NoPdf(NO_FONT)
        text = source.typst(font)
    try:
        made, warnings = typst.compile_with_warnings(
            text.encode("utf-8", "replace"),
            format="pdf",
            pdf_standards=["ua-1", "a-2a"],
            timestamp=_epoch(),
        )
    except typst.TypstError as error:
        raise NoPdf(f"typst: {error}") from error
    if warnings:  # a font that lacks characters drops them and says no more than this
        raise NoPdf(f"typst: {'; '.join(str(warning) for warning in warnings)}")
    return bytes(made)


@cache
def chinese_font() -> str | None:
    """The first Chinese font that typst finds on this system."""
    import typst

    known = set(typst.Fonts().families())
    return next((font for font in CHINESE_FONTS if font in known), None)


def _epoch() -> int:
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(told) if told.isdigit() else EPOCH


def _by_tex(text: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="symkl-") as folder:
        file = Path(folder) / "sheet.tex"
        file.write_text(text, encoding="utf-8", errors="replace")
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(_epoch()), "FORCE_SOURCE_DATE": "1"}
        try:
            done = subprocess.run(
                _command(needs_chinese(text)),
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS,
            )
        except subprocess.TimeoutExpired as error:
            raise NoPdf(f"TeX took longer than {SECONDS} s") from error
        made = file.with_suffix(".pdf")
        if done.returncode or not made.exists():
            raise NoPdf(f"TeX: {_cause(file.with_suffix('.log'))}")
        return made.read_bytes()


def _command(chinese: bool) -> list[str]:
    """How TeX is called: latexmk where there is one, an engine with system fonts for Chinese."""
    options = ["-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape"]
    engine = "pdflatex"
    if chinese:
        found = next(filter(shutil.which, ("xelatex", "lualatex")), None)
        if found is None:
            raise NoPdf(
                "pdflatex has no Chinese letters: install typst (pip install 'symkl[pdf]'), "
                "or lualatex (Debian: apt install texlive-luatex lmodern fonts-noto-cjk)"
            )
        engine = found
    if not shutil.which("latexmk"):
        return [engine, *options, "sheet.tex"]
    modes = {"pdflatex": "-pdf", "lualatex": "-lualatex", "xelatex": "-xelatex"}
    return ["latexmk", "-norc", modes[engine], *options[:2], "sheet.tex"]


def _cause(log: Path) -> str:
    """The first complaint in a log of TeX."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return "it wrote no log"
    at = next((n for n, line in enumerate(lines) if line.startswith("!")), None)
    return " ".join(lines[at : at + 3]) if at is not None else "it made no PDF"


def write_report_pdfs(
    result: Result,
    directory: Path,
    language: Language,
    documents: Sequence[Document] = (),
    configured: Sequence[Macro] = (),
) -> list[Path]:
    """Write a PDF file for each derivation and each article; return the paths.

    Raises:
        NoPdf: a PDF cannot be made.
        OSError: a file cannot be written.
    """
    written = []
    for derivation in result.derivations:
        source = Source(
            partial(typst_file, derivation, result.symkl, language=language),
            partial(latex_file, derivation, result.symkl, language),
        )
        written.append(directory / f"{derivation.id}.pdf")
        write(written[-1], pdf(source))
    names = article_names(documents)
    for document in documents:
        shown = article_page(document, result, configured, language)
        typst = partial(article_typst.document, str(shown), title_of(document), language=language)
        path = directory / f"{names[document.name].removesuffix('.html')}.pdf"
        write(path, pdf(Source(typst, _no_article_by_tex)))
        written.append(path)
    return written


def _no_article_by_tex() -> str:
    raise NoPdf(
        "the page of an article needs typst (pip install 'symkl[pdf]'), or print its HTML page"
    )
