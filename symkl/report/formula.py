"""LaTeX formulas to MathML, with a guard in front of the converter.

The converter is native code and crashes the interpreter on very deep nesting, so depth is bounded
before it is called.  Whatever is not converted is shown as its TeX text, never lost.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from markupsafe import Markup
from math_core import LatexError, LatexToMathML

from symkl.display.prose import is_hidden, visible
from symkl.display.tex import RELATIONS
from symkl.report.breaking import parts

DEEPEST = 200
_LONGEST = 20_000
_MOST_COMMANDS = 1500
_TOKEN = re.compile(r"(\\[a-zA-Z]+)\s*(\{?)|\\.|[{}%]", re.DOTALL)
_NESTS = re.compile(
    r"\\(?:[dtc]?frac|[dt]?binom|sqrt|(?:wide)?(?:hat|tilde)|bar|vec|d+ot|check|breve|acute|grave"
    r"|overset|underset|stackrel|(?:over|under)(?:line|brace)|math[a-z]+|bold[a-z]+|bm|boxed"
    r"|[bx]?cancel|text[a-z]*|substack|pmb|not)"
)
# Definitions could hide depth from the count below; the others hide what is written.
_REFUSED = re.compile(
    r"\\(?:[egx]?def|let|futurelet|(?:re)?newcommand|providecommand|newenvironment"
    r"|Declare[A-Za-z]+|color|textcolor|definecolor|[hv]?phantom|tag|label)(?![a-zA-Z])"
)
_NOTE = '<annotation encoding="application/x-tex">'
_ENCLOSED = re.compile(r'<menclose notation="([a-z ]*)">')


@lru_cache(maxsize=4096)
def mathml(tex: str, large: bool = True) -> Markup:
    r"""A formula as MathML that holds its TeX source, or as its TeX text in ``<code>``.

    Sums and fractions are ``large`` in displays, small in a line of prose.

    >>> mathml("x").startswith("<math")
    True
    >>> mathml(r"\nosuchcommand")
    Markup('<code class="tex">\\nosuchcommand</code>')
    """
    converted = converts(tex, large)
    if converted is None:
        return Markup('<code class="tex">{}</code>').format(visible(tex))
    return Markup(converted)


@lru_cache(maxsize=4096)
def in_lines(tex: str, large: bool = True) -> Markup:
    r"""A formula as MathML that may be broken into lines where it is long.

    >>> in_lines("x") == mathml("x")
    True
    >>> in_lines("H(X)" + " + H(X | Y)" * 8).count("<math")
    9
    """
    first, *others = parts(tex)
    shown = [converts(first, large), *(_going_on(part, large) for part in others)]
    if not others or None in shown:
        return mathml(tex, large)
    return Markup("<wbr>").join(Markup(part) for part in shown)


def _going_on(tex: str, large: bool) -> str | None:
    """A part that begins with a sign between what is before it and what is behind it."""
    found = converts(f"{{}}{tex}", large)
    return None if found is None else found.replace(f"{_NOTE}{{}}", _NOTE, 1)


def relation_tex(relation: str) -> str | None:
    """The TeX of a relation; None for a word that is no relation."""
    return RELATIONS.get(relation)


def converts(tex: str, large: bool = True) -> str | None:
    """The MathML of a formula, or None when it is refused here or by the converter."""
    if not _is_safe(tex):
        return None
    converter = _converter()
    try:
        found = str(converter.convert_with_local_state(tex, displaystyle=large))
    except LatexError:
        return None
    # Shown inside a line of the grid; a block would be centred in its cell.
    found = found.replace('<math display="block">', '<math displaystyle="true">', 1)
    # Chromium ignores menclose and Firefox draws it: a class looks the same in both.
    found = _ENCLOSED.sub(r'<mrow class="enclosed \1">', found)
    return found.replace("</menclose>", "</mrow>")


def depth(tex: str) -> int:
    r"""A bound of how deep a formula nests, found without reading it as TeX does.

    >>> depth(r"\frac{a}{b}"), depth(r"\frac\frac1234"), depth("{{{x}}}"), depth("{a}{b}")
    (1, 2, 3, 1)
    """
    deepest = level = unbraced = 0
    for match in _TOKEN.finditer(tex):
        command, brace = match[1], match[2] or match[0]
        level += (brace == "{") - (brace == "}")
        level += (command in (r"\left", r"\begin")) - (command in (r"\right", r"\end"))
        # An argument without braces nests too: \frac\frac..., \sqrt\sqrt...
        unbraced += bool(command and brace != "{" and _NESTS.fullmatch(command))
        level = max(level, 0)
        deepest = max(deepest, level)
    return deepest + unbraced


def _is_safe(tex: str) -> bool:
    """Whether a formula may go to the converter, which drops comments and bare line ends."""
    if len(tex) > _LONGEST or any(is_hidden(character) for character in tex):
        return False
    if _REFUSED.search(tex) or depth(tex) > DEEPEST:
        return False
    environments = commands = 0
    braces: list[bool] = []  # for each open brace, whether rows may stand in it
    for match in _TOKEN.finditer(tex):
        commands += match[1] is not None
        environments += (match[1] == r"\begin") - (match[1] == r"\end")
        if "{" in (match[0], match[2]):
            braces.append(match[1] == r"\substack")
        elif match[0] == "}" and braces:
            braces.pop()
        elif match[0] == "%" or (match[0] == r"\\" and not environments and True not in braces):
            return False
    return commands <= _MOST_COMMANDS


@cache
def _converter() -> LatexToMathML:
    return LatexToMathML(
        annotation=True,
        fancy_error=False,
        macros={"substack": r"\begin{matrix}#1\end{matrix}"},
    )
