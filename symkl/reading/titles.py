r"""Headings and prose without the marks of their format, for where only their words are shown."""

from __future__ import annotations

import re
from collections.abc import Callable

from symkl.display.prose import pieces
from symkl.reading.document import Format

Replacements = tuple[tuple[re.Pattern[str], str], ...]
_DEEPEST = 8  # marks inside of marks
_TEX_MARKED = re.compile(r"\\(?:emph|text\w*|underline|footnote|cite\w*|ref)\{([^{}]*)\}")
# What LaTeX writes in prose, in the order in which it is replaced.
_TEX: Replacements = (
    (re.compile(r"(?<!\\)%[^\n]*\n?"), ""),
    (re.compile(r"\\(?:label|vspace|hspace|setcounter)\*?\{[^{}]*\}"), ""),
    (re.compile(r"\\(?:maketitle|noindent|clearpage|newpage|qed|centering)(?![A-Za-z])\s*"), ""),
    (re.compile(r"\\eqref\{([^{}]*)\}"), r"(\1)"),
    (re.compile(r"\\(?:ldots|dots)(?![A-Za-z])\s*(?:\{\})?"), "…"),
    (re.compile(r"``"), "“"),
    (re.compile(r"''"), "”"),
    (re.compile(r"(?<!-)---(?!-)"), "—"),
    (re.compile(r"(?<!-)--(?!-)"), "–"),
    (re.compile(r"(?<!\\)~|\\[ ,;]"), " "),
    (re.compile(r"\\\\(?:\[[^\]]*\])?"), " "),
    (re.compile(r"\\([%&$#_{}])"), r"\1"),
)
# What a heading holds beside its words.
_TEX_BESIDE: Replacements = (
    (re.compile(r"\\texorpdfstring\{([^{}]*)\}\{[^{}]*\}"), r"\1"),
    (re.compile(r"~?\\(?:cite\w*|footnote|thanks|index)(?:\[[^\]]*\])*\{[^{}]*\}"), ""),
)
_MARKDOWN: Replacements = (
    (re.compile(r"\s*\{[#.:][^{}]*\}\s*\Z"), ""),
    (re.compile(r"<!--.*?-->|</?[A-Za-z][^<>]*>"), ""),
    (re.compile(r"!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])"), r"\1"),
    (re.compile(r"(`+)(.+?)\1"), r"\2"),
    (re.compile(r"(\*{1,3})(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"\\([!-/:-@\[-`{-~])"), r"\1"),
)
_REST: Replacements = (
    (re.compile(r"``(.+?)``"), r"\1"),
    (re.compile(r":[\w:.-]+:`([^`<>]*?)(?:\s*<[^`<>]*>)?`"), r"\1"),
    (re.compile(r"`([^`<>]+?)(?:\s*<[^`<>]*>)?`_{0,2}"), r"\1"),
    (re.compile(r"(\*{1,2})(?=\S)(.+?)(?<=\S)\1"), r"\2"),
)


def tex_words(text: str) -> str:
    r"""LaTeX prose without its commands.

    >>> tex_words(r"``So'' \emph{it} goes -- 100\% of \textbf{it}")
    '“So” it goes – 100% of it'
    """
    for _ in range(_DEEPEST):
        text, count = _TEX_MARKED.subn(r"\1", text)
        if not count:
            break
    return _replaced(text, _TEX)


def title_words(title: str, form: Format) -> str:
    r"""A heading without the marks of its format; its formulas stay as they are.

    >>> title_words(r"A *short* [proof](p.html) of $a_*b_*$ {#sec}", "markdown")
    'A short proof of $a_*b_*$'
    >>> title_words(r"\emph{Gibbs} \& more~\cite{G}\label{s}", "tex")
    'Gibbs & more'
    """
    before = _BEFORE[form](title)
    words = _WORDS[form]
    shown = "".join(f"${part}$" if math else words(part) for math, part in pieces(before))
    return " ".join(shown.split())


def _replaced(text: str, replacements: Replacements) -> str:
    for pattern, shown in replacements:
        text = pattern.sub(shown, text)
    return text


def _by(replacements: Replacements) -> Callable[[str], str]:
    return lambda text: _replaced(text, replacements)


_BEFORE: dict[Format, Callable[[str], str]] = {
    "markdown": str,
    "tex": _by(_TEX_BESIDE),
    "rst": str,
}
_WORDS: dict[Format, Callable[[str], str]] = {
    "markdown": _by(_MARKDOWN),
    "tex": tex_words,
    "rst": _by(_REST),
}
