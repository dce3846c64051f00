r"""Where a long formula may end a line: before a relation, a sign or a wide space.

This is outside of brackets first, and inside of ``\left`` and ``\right`` where that leaves a long
part: these then become brackets of a fixed size, as who breaks such a line by hand makes them.

Browsers do not break lines inside of MathML, so a long formula becomes several in a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
_SIZED = re.compile(r"\\([bB]igg?)([lr])(?![A-Za-z])")
_TALL = re.compile(r"\\(?:[dt]?frac|sum|int|prod)(?![A-Za-z])")
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
    return [part for one in _cut(tex, places) for part in _opened(one)]


def whole(shown: list[str]) -> str:
    r"""The parts as one formula again, whose brackets grow with what is in them.

    >>> whole([r"\biggl[a", r"+ b\biggr]"])
    '\\left[a + b\\right]'
    """
    tex = " ".join(shown)
    sizes = [match[2] for match in _SIZED.finditer(tex)]
    if sizes.count("l") != sizes.count("r"):
        return tex
    return _SIZED.sub(lambda match: r"\left" if match[2] == "l" else r"\right", tex)


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


def _cut(tex: str, places: Sequence[int | None]) -> list[str]:
    ends = [0, *(place for place in places if place is not None), len(tex)]
    return [tex[start:end].strip() for start, end in pairwise(ends)]


def _opened(tex: str) -> list[str]:
    """A part that is still long, broken inside of its widest pair of brackets."""
    if width(tex) <= LONGEST or r"\middle" in tex:
        return [tex]
    pairs = [pair for pair in _pairs(tex) if tex[pair.left : pair.begin] != "."]
    widest = max(pairs, key=lambda pair: width(tex[pair.begin : pair.end]), default=None)
    if widest is None:
        return [tex]
    inside = tex[widest.begin : widest.end]
    places = list(_breaks(inside))
    if None in places or not places:
        return [tex]
    size = "bigg" if _TALL.search(inside) else "big"
    first, *between, last = _cut(inside, places)
    opening = f"{tex[: widest.start]}\\{size}l{tex[widest.left : widest.begin]} {first}"
    closing = f"{last} \\{size}r{tex[widest.right :]}"
    return [opening, *between, closing]


@dataclass(frozen=True)
class _Pair:
    r"""``\left``, its bracket, what is inside, ``\right`` and its bracket, by their places."""

    start: int
    left: int
    begin: int
    end: int
    right: int


def _pairs(tex: str) -> Iterator[_Pair]:
    """The outermost pairs of growing brackets that stand in no braces."""
    depth = 0
    opened: list[tuple[int, int, int, int]] = []
    found = list(_TOKEN.finditer(tex))
    for match, following in pairwise(found):
        token = match[0]
        if token == r"\left":
            opened.append((depth, match.start(), following.start(), following.end()))
        elif token == r"\right" and opened:
            level, start, left, begin = opened.pop()
            if not opened and level == 0:
                yield _Pair(start, left, begin, match.start(), following.start())
        depth += (token in ("{", r"\begin")) - (token in ("}", r"\end"))


def _may_begin(token: str, before: str) -> bool:
    if before in _RELATIONS | _SIGNS | _SPACES | _UNARY_BEHIND:
        return False
    return token in _RELATIONS | _SPACES or (token in _SIGNS and before not in _OPENS)
