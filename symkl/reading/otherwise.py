r"""Letters of notions that a text uses for something else: "let $H$ be the Hessian of $f$".

By convention H is an entropy, D a divergence, e the base of logarithms and the T in ``A^T`` a
transpose.  Where the text says that such a letter is anything else, formulas with it are not read:
what is said of Rényi entropies or of Hessians is not judged as if it were said of Shannon's.

Words that declare ("let H be the ...", "H denotes the ...") must name the notion; other words about
it ("H is the ...", "the Rényi entropy H(X)") count only where they name something else for certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from symkl.reading import names
from symkl.reading.declared import DEVIATION, SINGULAR, Declared, Said
from symkl.reading.dependence import LIST
from symkl.reading.layout import Node, Row, plain
from symkl.reading.sentences import FORMULA, Sentence


@dataclass(frozen=True)
class Usual:
    """What words say that a letter is what it usually is, and what words that it is not."""

    words: re.Pattern[str]
    others: re.Pattern[str]


def _usual(words: str, others: str) -> Usual:
    return Usual(re.compile(words, re.I), re.compile(others, re.I))


_ENTROPY = _usual(
    r"entrop|informat|uncertain|surpris|functional|熵|信息|不确定|incertitude|unsicherheit|"
    r"matri|vector|variable|pmf|distribution|law\b|measure|dimension|set of|sum\b|number",
    r"r[ée]nyi|tsallis|havrda|min-?entrop|max-?entrop|collision|hartley|topological|von neumann|"
    r"quantum|kolmogorov|hessian|hamiltonian|hypothes[ie]s (?:class|space)|height|hilbert|hash|"
    r"histogram|heaviside|harmonic|hesse|最小熵|雷尼|黑塞|海[森塞]|哈密顿|假设类|高度",
)
_INFORMATION = _usual(
    r"informat|identi|unit|indicator|einheit|信息|单位|示性|matri|index|set\b|integral",
    r"fisher|observed information|rate function|interval|费[希雪]|区间|率函数",
)
_DIVERGENCE = _usual(
    r"diverg|relative entrop|kullback|discriminat|information gain|散度|相对熵|entropie relative|"
    r"matri|dimension|data|diagonal|distribution|domain|discriminator|set\b|number|variable|event",
    r"χ|\bchi\b|\.\.\.-?\s*diverg|hellinger|r[ée]nyi|jensen|bregman|total variation|"
    r"wasserstein|kantorovich|"
    r"f-?\s*diverg|\balpha-|itakura|bhattacharyya|jeffreys|hamming|euclid|mahalanobis|sinkhorn|"
    r"rate[ -]distortion|distortion|卡方|全变差|距离函数",
)
_EXPECTATION = _usual(
    r"expect|mean|averag|期望|均值|erwartung|espérance|matri|event|esperanza",
    r"energy|error|encoder|edge|electric|elliptic|exponential integral|能量|误差|编码器",
)
_BASE = _usual(r"\bbase\b|euler|napier|自然|底数?", r"error|edge|event|electron|误差|边")
_CIRCLE = _usual(
    r"circle|3\.14|archimed|圆周|"
    r"distribution|pmf|law\b|prior|posterior|policy|measure|density|分布|先验|策略",
    r"permutation|weight|proportion|probabilit|policy|propensity|project|partition|排列|权重|投影",
)
USUAL: dict[str, Usual] = {
    **dict.fromkeys(("H", "h", "S"), _ENTROPY),
    **dict.fromkeys(("I", "MI"), _INFORMATION),
    **dict.fromkeys(("D", "KL", "DKL"), _DIVERGENCE),
    "E": _EXPECTATION,
    "e": _BASE,
    "pi": _CIRCLE,
    "T": _usual(
        r"transpos|转置", r"temperature|horizon|number of|time|length|steps?|温度|时间|步数"
    ),
}
SETS = re.compile(
    r"^(?:(?:an?|the|any|some|two|three|disjoint|finite|countable|infinite|non-?empty|arbitrary|"
    r"given|fixed)\s+)*(?:sub)?sets?\b(?!\s+of (?:matri|number))"
    r"|^(?:两个|任意|有限|不交)*集合?\s*$",
    re.I,
)
DERIVED = re.compile(r"derivative|ableitung|dérivée|导数", re.I)
_WHAT = rf"(?P<what>(?:[^.,;:，。；：]|{FORMULA}){{1,70}})"
_ARTICLE = r"(?:the|an?|our|its|some|any|two|finite|disjoint)\s+"
DECLARING = (
    re.compile(rf"\b(?:[Ll]et|[Ww]here|[Hh]ere|[Ss]uppose|[Ww]ith)\s+(?P<x>{LIST})\s+"
               rf"(?:be|is|are|being|means?)\s+(?={_ARTICLE}){_WHAT}"),
    re.compile(rf"(?P<x>{LIST})\s+(?:denotes?|stands? for|represents?|refers? to)\s+{_WHAT}"),
    re.compile(rf"\b(?:denote|write|writing) by\s+(?P<x>{LIST})\s+(?={_ARTICLE}){_WHAT}"),
    re.compile(rf"(?:其中|设|令|记|用|以)\s*(?P<x>{LIST})\s*(?:表示|代表|为|是|记)\s*{_WHAT}"),
    re.compile(rf"(?P<x>{LIST})\s*(?:表示|代表)\s*{_WHAT}"),
)  # fmt: skip
TELLING = (
    re.compile(rf"(?P<x>{LIST})\s+(?:is|are)\s+(?={_ARTICLE}){_WHAT}"),
    re.compile(rf"(?P<what>(?:[\w-]+\s+){{1,4}})(?P<x>{FORMULA})"),
    re.compile(rf"(?P<x>{LIST})\s*[为是]\s*{_WHAT}"),
    re.compile(rf"(?P<what>[\u4e00-\u9fff]{{1,8}})\s*(?P<x>{FORMULA})"),
)


_LIMITED = {
    SINGULAR: (
        rf"(?<![\w-])singular\s+(?:\w+\s+)?matri(?:x|ces)\s+(?P<x>{LIST})",
        rf"(?P<x>{LIST})\s+(?:is|are|be|may be|can be|could be|might be)\s+"
        rf"(?:(?:an?|possibly|of|{FORMULA}|\w+-dimensional)\s+)*singular(?!\s+values?)",
        rf"奇异(?:矩阵)?\s*(?P<x>{FORMULA})",
        rf"(?P<x>{FORMULA})\s*(?:可能)?[为是]?奇异的?",
    ),
    DEVIATION: (
        rf"standard deviations?\s+(?P<x>{LIST})",
        rf"(?P<x>{LIST})\s+(?:is|are|be|denotes?)\s+"
        r"(?:(?:the|its|their)\s+)?standard deviations?",
        rf"标准差(?:为|是)?\s*(?P<x>{FORMULA})",
    ),
}
LIMITING = tuple((what, re.compile(p, re.I)) for what, of in _LIMITED.items() for p in of)


def said_in(sentence: Sentence, rows: dict[str, Row]) -> Iterator[Said]:
    """The letters of which a sentence says that they are something else than by convention."""
    for pattern in DECLARING:
        for match in pattern.finditer(sentence.text):
            what = _words(match.group("what"), rows)
            rest = sentence.text[match.start("what") :]  # "given X, the entropy of Y"
            for node in _named(match.group("x"), rows):
                if _is_other(node, what) or not _is_usual(node, rest):
                    yield _said(node, what)
    for pattern in TELLING:
        for match in pattern.finditer(sentence.text):
            what = _words(match.group("what"), rows)
            for node in _named(match.group("x"), rows):
                usual = USUAL.get(names.key(node))
                if usual is _EXPECTATION or usual is None:
                    continue  # "the expected energy E[...]" is no energy
                if usual.others.search(what):
                    yield _said(node, what)
    for what, pattern in LIMITING:
        for match in pattern.finditer(sentence.text):
            yield from (_said(node, what) for node in _named(match.group("x"), rows))
    yield from _members(rows)


def _is_usual(node: Node, what: str) -> bool:
    """Whether the words name what the letter usually is."""
    usual = USUAL.get(names.key(node))
    return usual is None or usual.words.search(what) is not None


def _is_other(node: Node, what: str) -> bool:
    """Whether the words name something else for certain."""
    usual = USUAL.get(names.key(node))
    if usual is not None and usual.others.search(what):
        return True
    return _is_set(node, what) or bool(node.primes and DERIVED.search(what))


def _words(text: str, rows: dict[str, Row]) -> str:
    def shown(mark: re.Match[str]) -> str:
        written = names.text(rows.get(mark.group(), ()))
        return written if written.startswith("KL") else "..."

    return " ".join(re.sub(FORMULA, shown, text).split())


def _said(node: Node, what: str) -> Said:
    return Said(names.key(node), "quantity", "prose", node.span, (what,))


def _named(text: str, rows: dict[str, Row]) -> Iterator[Node]:
    r"""The names of formulas: H of ``H``, ``H(X)``, ``H = \nabla^2 f``."""
    for mark in re.findall(FORMULA, text):
        row = plain(rows.get(mark, ()))
        applied = len(row) > 1 and row[1].kind == "fence"
        rest = row[2:] if applied else row[1:]
        if row and row[0].kind == "name" and (not rest or rest[0].kind == "rel"):
            yield row[0]
        if len(row) > 2 and all(n.kind == "punct" for n in row[1::2]):
            yield from (n for n in row[2::2] if n.kind == "name")


def is_set(declared: Declared, node: Node) -> bool:
    """Whether the text says that the name is a set."""
    return SETS.search(declared.otherwise.get(names.key(node), "")) is not None


def _is_set(node: Node, what: str) -> bool:
    plain_capital = names.is_capital(names.key(node)) and node.style == ""
    return plain_capital and SETS.search(what) is not None


def _members(rows: dict[str, Row]) -> Iterator[Said]:
    r"""``\pi \in (0, 1)``, ``e \in E``, ``e = x - y``: constants that are none there."""
    for row in map(plain, rows.values()):
        if len(row) < 3 or row[0].kind != "name" or names.key(row[0]) not in ("e", "pi"):
            continue
        number = row[2].kind == "number" or any(n.text == "lim" for n in row)
        if row[1].kind == "rel" and (row[1].text == "in" or (row[1].text == "=" and not number)):
            yield _said(row[0], "..." if row[1].text == "=" else "a member of a set")
