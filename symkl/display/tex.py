"""Which TeX a notebook may typeset, and the signs of relations in TeX.

A notebook hands formulas to MathJax, where a definition in one would change all that follow, and a
link or a colour could hide what is written.  So a formula passes when every command in it is on a
list; what does not pass is shown as its text.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from symkl.display.prose import is_hidden

RELATIONS = {
    "=": "=",
    "==": "=",
    ":=": ":=",
    "<=": r"\le",
    ">=": r"\ge",
    "<": "<",
    ">": ">",
    "!=": r"\ne",
    "iff": r"\iff",
    "implies": r"\implies",
    "=>": r"\implies",
    "~": r"\sim",
}
ENVIRONMENTS = frozenset(
    (
        "matrix",
        "pmatrix",
        "bmatrix",
        "Bmatrix",
        "vmatrix",
        "Vmatrix",
        "cases",
        "aligned",
        "gathered",
    )
)
_LONGEST, _DEEPEST = 4000, 40
_COMMAND = re.compile(r"\\([a-zA-Z]+|.)", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}")
_CONTROL = frozenset(r",:;! |{}\&_#")
_BRACE = re.compile(r"\\.|([{}])", re.DOTALL)
_BOLD = re.compile(r"\\bm(?![a-zA-Z])")  # what MathJax may not know


@cache
def commands() -> frozenset[str]:
    """The commands that a formula may use."""
    lines = files("symkl.display").joinpath("tex_commands.txt").read_text("utf-8").splitlines()
    return frozenset(" ".join(line for line in lines if not line.startswith("#")).split())


@lru_cache(maxsize=4096)
def typeset(tex: str) -> str | None:
    r"""The formula on one line as a notebook may typeset it, or None.

    >>> typeset(r"\frac{1}{2}"), typeset(r"\def\sum{0}"), typeset("a$b"), typeset("}{")
    ('\\frac{1}{2}', None, None, None)
    """
    if len(tex) > _LONGEST or any(map(is_hidden, tex)) or not tex.strip():
        return None
    if any(name not in (commands() if name.isalpha() else _CONTROL) for name in _names(tex)):
        return None
    if any(sign in tex for sign in "$%`") or not (_balanced(tex) and _environments_match(tex)):
        return None
    return _BOLD.sub(r"\\boldsymbol", " ".join(tex.split()))


def _names(tex: str) -> list[str]:
    return _COMMAND.findall(tex) + ([""] if re.search(r"(?<!\\)(\\\\)*\\$", tex) else [])


def _balanced(tex: str) -> bool:
    level = 0
    for brace in _BRACE.findall(tex):
        level += (brace == "{") - (brace == "}")
        if not 0 <= level <= _DEEPEST:
            return False
    return level == 0


def _environments_match(tex: str) -> bool:
    open_ones: list[str] = []
    found = _ENVIRONMENT.findall(tex)
    if len(found) != len(re.findall(r"\\(?:begin|end)(?![a-zA-Z])", tex)):
        return False
    for kind, name in found:
        if name not in ENVIRONMENTS or (
            kind == "end" and (not open_ones or open_ones.pop() != name)
        ):
            return False
        if kind == "begin":
            open_ones.append(name)
    return not open_ones
