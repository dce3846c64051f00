"""Which formulas pdflatex may read, and their ASCII form.

A formula passes when the converter of the HTML report accepts it, every command in it is on a
list, and no command takes another command for its argument (MathML allows that, TeX does not).
"""

from __future__ import annotations

import re
from functools import lru_cache

from symkl.display.tex import commands
from symkl.report.formula import converts, depth
from symkl.report.tex_characters import GREEK, is_chinese, symbol

# TeX nests at most 255 groups, and a box may be at most 16383 pt wide.
_DEEPEST = 40
_LONGEST = 1200
_COMMAND = re.compile(r"\\([a-zA-Z]+|[^a-zA-Z])")
_ENVIRONMENT = re.compile(r"\\(?:begin|end)\s*\{([^}]*)\}")
_ENVIRONMENTS = {
    *("matrix", "pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix"),
    *("cases", "aligned", "gathered"),
}
_CONTROL = frozenset(r",:;! |{}\&%#_$")
_TAKES = re.compile(
    r"(?P<two>\\(?:[dt]?frac|[dt]?binom|overset|underset|stackrel)(?![a-zA-Z]))"
    r"|\\sqrt(?![a-zA-Z])\s*(?:\[[^][{}\\]*\])?"
    r"|\\(?:(?:wide)?(?:hat|tilde)|bar|vec|d?dot|check|breve|acute|grave|(?:over|under)line|boxed"
    r"|math[a-z]+|boldsymbol|bm|operatorname|text(?:rm|bf|it)?|substack)(?![a-zA-Z])"
    r"|(?<!\\)[_^]"
)
_SINGLE = re.compile(r"\\([a-zA-Z]+)|[^\\{}^_&%'~\s]")
_ATOMS = frozenset(GREEK.values()) | {
    *("ell", "top", "prime", "ast", "star", "infty", "dagger", "circ", "bot", "perp", "partial"),
    *("imath", "jmath", "hbar", "nabla", "emptyset", "varnothing"),
}
_BRACE = re.compile(r"\\.|([{}])", re.DOTALL)
_SIZED = re.compile(r"\\(?:left|right|[bB]igg?[lrm]?)(?![a-zA-Z])\s*")
_DELIMITER = re.compile(
    r"[()\[\]|/.]|\\[{}|]|\\(?:[lr](?:brace|brack|angle|floor|ceil|vert|Vert)|[vV]ert|backslash)"
    r"(?![a-zA-Z])"
)


@lru_cache(maxsize=4096)
def ready(tex: str) -> str | None:
    """A formula in ASCII that pdflatex will accept, or None."""
    if len(tex) > _LONGEST or depth(tex) > _DEEPEST or converts(tex) is None:
        return None
    for name in _COMMAND.findall(tex):
        if name not in (commands() if name.isalpha() else _CONTROL):
            return None
    if not _ENVIRONMENTS.issuperset(_ENVIRONMENT.findall(tex)) or not _arguments_are_plain(tex):
        return None
    # An empty line would end the formula.
    letters = [_letter(letter) for letter in " ".join(tex.split())]
    return None if None in letters else "".join(letter or "" for letter in letters)


def _letter(letter: str) -> str | None:
    if letter.isascii():
        return letter
    if is_chinese(letter):
        return rf"{{\text{{{letter}}}}}"
    found = symbol(letter)
    # It may stand in an argument, or inside \text.
    return None if found is None else rf"{{\ensuremath{{{found}}}}}"


def _arguments_are_plain(tex: str) -> bool:
    """Whether every argument is in braces, one character, or a command that stands for one."""
    for match in _TAKES.finditer(tex):
        position: int | None = match.end()
        for _ in range(2 if match["two"] else 1):
            position = None if position is None else _argument_end(tex, position)
        if position is None:
            return False
    return all(_DELIMITER.match(tex, match.end()) for match in _SIZED.finditer(tex))


def _argument_end(tex: str, start: int) -> int | None:
    while tex[start : start + 1].isspace():
        start += 1
    if tex[start : start + 1] != "{":
        match = _SINGLE.match(tex, start)
        plain = match is not None and (match[1] is None or match[1] in _ATOMS)
        return match.end() if match and plain else None
    level = 0
    for match in _BRACE.finditer(tex, start):
        level += (match[1] == "{") - (match[1] == "}")
        if not level:
            return match.end()
    return None
