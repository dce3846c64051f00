r"""Where a long formula may end a line: outside of brackets, before a relation, a sign or a space.

Browsers do not break lines inside of MathML, so a long formula becomes several in a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

LONGEST = 30  # signs that fit on the line of a telephone
_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\S", re.DOTALL)
_WORDS = re.compile(r"\\(?:text|mathrm|operatorname)[a-z]*\*?\s*\{([^{}]*)\}")
_SHOWS_NOTHING = re.compile(
    r"\\[,;:!> ]|\\(?:left|right|[bB]igg?[lrm]?|displaystyle)(?![A-Za-z])|[{}_^~\s]"
)
_OPENS = frozenset({"{", "(", "[", r"\{", r"\left", r"\begin", r"\langle", r"\lvert", r"\lVert"})
_CLOSES = frozenset({"}", ")", "]", r"\}", r"\right", r"\end", r"\rangle", r"\rvert", r"\rVert"})
_DELIMITED = frozenset({r"\left", r"\right"})  # the bracket behind them is counted with them
_RELATIONS = frozenset(
    [
        *("=", "<", ">", r"\le", r"\leq", r"\ge", r"\geq", r"\ne", r"\neq", r"\equiv", r"\approx"),
        *(r"\sim", r"\propto", r"\iff", r"\implies", r"\Rightarrow", r"\Leftrightarrow"),
        *(r"\coloneqq", r"\triangleq", r"\leqslant", r"\geqslant", r"\simeq", r"\cong"),
    ]
)
_SIGNS = frozenset({"+", "-", r"\pm", r"\mp"})
_SPACES = frozenset({r"\quad", r"\qquad"})
_UNARY_BEHIND = frozenset(
    {"_", "^", ",", ":", "/", r"\cdot", r"\times", r"\not", r"\mid", "|", r"\|"}
)


def parts(tex: str) -> list[str]:
    r"""The formula in parts that may stand on lines of their own; one part when it is short.

    >>> parts(r"a + b")
    ['a + b']
    >>> parts(r"\sum_x p(x) \log p(x) - \sum_x q(x) \log(q(x) + r(x)) = -H(p) - \sum_x 1")
    ['\\sum_x p(x) \\log p(x)', '- \\sum_x q(x) \\log(q(x) + r(x))', '= -H(p)', '- \\sum_x 1']
    """
    if width(tex) <= LONGEST or r"\\" in tex or "&" in tex:
        return [tex]
    places = list(_breaks(tex))
    if None in places:
        return [tex]
    ends = [0, *(place for place in places if place is not None), len(tex)]
    return [tex[start:end].strip() for start, end in pairwise(ends)]


def width(tex: str) -> int:
    r"""About how many signs a formula shows in a row.

    >>> width(r"\log x"), width(r"\frac{a}{b} \le \text{one}")
    (4, 7)
    """
    shown = _SHOWS_NOTHING.sub(" ", _WORDS.sub(r"\1", tex))
    return sum(_signs(token) for token in _TOKEN.findall(shown))


def _signs(token: str) -> int:
    name = token.removeprefix("\\")
    return len(name) if name in ("log", "exp", "max", "min", "det", "inf", "sup") else 1


def _breaks(tex: str) -> Iterator[int | None]:
    """The places outside of brackets where a line may end; None when brackets do not match."""
    depth, before = 0, ""
    for match in _TOKEN.finditer(tex):
        token = match[0]
        if before in _DELIMITED:
            before = token
            continue
        depth += (token in _OPENS) - (token in _CLOSES)
        if depth < 0:
            yield None
        if depth == 0 and before and _may_begin(token, before):
            yield match.start()
        before = token
    if depth:
        yield None


def _may_begin(token: str, before: str) -> bool:
    if before in _RELATIONS | _SIGNS | _SPACES | _UNARY_BEHIND:
        return False
    return token in _RELATIONS | _SPACES or (token in _SIGNS and before not in _OPENS)
