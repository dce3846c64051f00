r"""What sentences say about names: "distributions $P$ and $Q$ on $\mathcal X$", "随机变量 $X$".

One table row is one way to say it; a language is more rows.  What is said is a suggestion with its
place: a declaration block comes before it, and two sentences that disagree are told to the author.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from symkl.reading import definite_signs, names, words_of_matrices, zeros
from symkl.reading.declared import Kind, Said
from symkl.reading.dependence import LIST, NAME
from symkl.reading.hypotheses import UNDERSTOOD
from symkl.reading.layout import Node, Row, plain
from symkl.reading.seeing import seen
from symkl.reading.sentences import FORMULA, Sentence
from symkl.reading.usage import (
    DIVERGENCE_LETTERS,
    ENTROPY_LETTERS,
    INFORMATION_LETTERS,
    NORMAL_LETTERS,
    Application,
    Usage,
    Use,
)

BE = r"\s*(?:,\s*)?(?:are|is|be|being|denotes?|sind|ist|sei(?:en)?|est|sont|soient|son|es|sean)\s+"
ARTICLE = r"(?:(?:a|an|the|two|three|any|some|both|ein|eine|un|une|des|deux|una|unos|dos)\s+)*"
EXTRA = (
    r"(?:(?:discrete|continuous|finite|arbitrary|fixed|given|known|real|valued|random|column|row|"
    r"probability|multivariate|univariate|joint|different|positive|nonnegative|non-negative|"
    r"(?:strictly )?negative(?![ -](?:semi-?)?definite)|non-?zero|"
    r"symmetric|invertible|nonsingular|definite|semi-?definite|square|covariance|precision|mean|"
    r"true|approximate|prior|posterior)[\s,-]+(?:and\s+)?)*"
)
MATRIX_EXTRA = rf"(?:(?:{words_of_matrices.ANY})[\s,-]+(?:and\s+)?|{EXTRA[3:-2]})*"
# Matrices of any kind are matrices, and so do not commute, even where the kind is not read.
ANY_KIND = r"(?:(?!(?:of|the|for|in|by|to|with)\s)[A-Za-z-]+[\s,-]+){0,4}"
CHINESE_EXTRA = (
    r"(?:正交投影|正交|幂等|反对称|半正定|离散|连续|任意|两个|2个|某个?|一个|概率|联合|实|列|行|"
    r"对称|正定|可逆|协方差|均值|的|\d)*"
)


FUNCTION_EXTRA = (
    r"(?:(?:strictly|convex|concave|continuous|differentiable|smooth|arbitrary|given|fixed|real|"
    r"valued|real-valued|scalar|streng|konvexe?n?|konkave?n?|stetige?n?|any|nonnegative)[\s,-]+"
    r"(?:and\s+)?)*"
)
CHANCE = (
    r"(?:probabilit(?:y|ies)|parameters?)"
    r"(?!\s+(?:mass|dens|distrib|meas|space|law|vector|function|of the))"
)
NO_LAW = r"(?<!probability )"
CONSTANT = r"constants?(?!\s+(?:random|function|vector|matri|variable|distrib))"


@dataclass(frozen=True)
class Noun:
    """Words for a kind of thing; they may stand before its names, or behind them and a verb."""

    kind: Kind
    words: str
    chinese: str = ""


NOUNS = (
    Noun("law", r"(?:distributions?|measures?|channels?|"
         r"probability vectors?|vecteurs? de probabilités?|"
         r"Wahrscheinlichkeitsvektor(?:en)?|vector(?:es)? de probabilidad|"
         r"p\.?m\.?f\.?s?|(?:mass|probability) functions?|"
         r"densit(?:y|ies)(?: functions?)?|laws?|p\.?d\.?f\.?s?|Verteilung(?:en)?|Dichten?|lois?|"
         r"densités?|distribuci(?:ón|ones))",
         r"(?:分布|概率向量|概率密度函数|概率质量函数|密度函数|密度)"),
    Noun("variable", r"(?:variables?|r\.v\.s?|Zufallsvariablen?|variables? aléatoires?)",
         r"(?:随机变量|随机向量)"),
    Noun("vector", rf"(?:{NO_LAW}vectors?|Vektor(?:en)?|vecteurs?|vectores?)", r"(?<!概率)向量"),
    Noun("matrix", r"(?:matrix|matrices|Matri(?:x|zen)|matrice|matri(?:z|ces))", r"矩阵"),
    Noun("number", rf"(?:scalars?|{CONSTANT}|numbers?|Skalare?|scalaires?|escalares?)",
         r"(?:标量|常数|实数)"),
    Noun("number", rf"{CHANCE}"),
    Noun("function", r"(?:functions?|Funktion(?:en)?)", r"(?:严格)?(?:凸函数|凹函数|函数)"),
    Noun("function", r"(?:fonctions?|funci(?:ón|ones))(?:\s+(?:strictement\s+|estrictamente\s+)?"
         r"(?:convexes?|concaves?|convexas?|cóncavas?))?"),
)  # fmt: skip
FLAGS = {
    "spd": re.compile(
        r"(?<!semi-)(?<!semi )(?<!non-)(?<!not )positive[ -]definite|\bs\.?p\.?d\b|"
        r"(?<!cross-)(?<!cross )\b(?:co-?variance|precision)\b|(?<!半)正定|(?<!互)协方差",
        re.I,
    ),
    "symmetric": re.compile(
        r"(?<![A-Za-z])(?<!skew-)(?<!skew )(?<!anti-)(?<!anti )(?<!non-)(?<!not )symmetric|"
        r"(?<!反)对称",
        re.I,
    ),
    "invertible": re.compile(
        r"(?<![A-Za-z])(?<!non-)(?<!not )invertible|non-?singular|(?<!不)可逆|非奇异", re.I
    ),
    "nonnegative": re.compile(r"non-?negative|非负", re.I),
    "discrete": re.compile(r"\bdiscrete\b|\bfinite\b|离散|\bdiskret|\bdiscr[eè]t", re.I),
    "continuous": re.compile(
        r"\bcontinuous\b|连续|\bstetig|\bcontinu[eao]s?\b|\bdensit(?:y|ies)|\bp\.?d\.?f\b|"
        r"\bdensités?|\bDichten?\b|密度",
        re.I,
    ),
    "negative": re.compile(r"(?<!non-)(?<!non)\bnegative|负", re.I),
    "real": re.compile(r"\breal\b|(?<!non-)\bnegative|\bnon-?zero|实数", re.I),
    "positive": re.compile(r"(?<!non)\bpositive\b(?![ -](?:semi|definite))|正(?:数|实数)", re.I),
    "convex": re.compile(
        r"(?<![\w-])(?<!quasi )(?<!log )(?<!not )(?:convex|konvex)(?:e|a|en|es|as)?(?![\w-])"
        r"|凸(?!包|集)",
        re.I,
    ),
    "concave": re.compile(
        r"(?<![\w-])(?<!quasi )(?<!log )(?<!not )(?:concave|konkav|cóncav)(?:e|a|s|en|es|as)?"
        r"(?![\w-])|凹",
        re.I,
    ),
}
USEFUL = {
    "function": ("convex", "concave"),
    "matrix": ("spd", "symmetric", "invertible"),
    "number": ("positive", "nonnegative", "real", "negative"),
    "variable": ("discrete", "continuous"),
    "law": ("discrete", "continuous"),
}
OF_NOUNS = ("variable", "law")  # what the noun, and an adjective behind the names, say counts too
THEN = re.compile(rf"{BE}(?:all|both|jointly|absolutely|\s)*(?:continuous|discrete)\b")
CHANNEL = re.compile(r"\bchannels?\b", re.IGNORECASE)
CASES = ("variable", "function")  # random variables are capitals, functions are not
RANDOM = re.compile(r"random|随机|aléatoire|Zufall", re.I)
DIMENSIONAL = re.compile(
    rf"(?P<d>{FORMULA})\s*(?:-?\s*(?:dimensional|dim\b)|维)|(?:dimension|R\^?)\s+(?P<e>{FORMULA})"
)
ON = re.compile(
    rf"^\s*(?:defined\s+)?(?:on|over|taking values in)\s+(?:[a-z]+\s+){{0,4}}(?P<on>{FORMULA})"
)
CHINESE_ON = re.compile(rf"(?:在|于)\s*(?P<on>{FORMULA})\s*上")
BESIDE = re.compile(rf"(?P<x>{FORMULA})\s*,?\s*(?:with|has|have|having)\s+(?:an?|the|its)?\s*$")
NOT_LAWS = NORMAL_LETTERS | ENTROPY_LETTERS | INFORMATION_LETTERS | DIVERGENCE_LETTERS | {"E"}


def _patterns() -> Iterator[tuple[Noun, re.Pattern[str]]]:
    for noun in NOUNS:
        shape = rf"(?:{FORMULA}\s*(?:-?\s*dimensional|(?:\\times|×|x|by)\s*{FORMULA})?\s+)?"
        told = {"matrix": MATRIX_EXTRA, "function": FUNCTION_EXTRA}.get(noun.kind, EXTRA)
        before = rf"(?<![A-Za-z])(?P<extra>{told}){noun.words}(?![A-Za-z])\s*(?P<names>{LIST})"
        extra = ANY_KIND if noun.kind == "matrix" or noun.words == CHANCE else EXTRA
        extra = FUNCTION_EXTRA if noun.kind == "function" else extra
        behind = (
            rf"(?P<names>{LIST}){BE}{ARTICLE}(?P<extra>{shape}{extra}{shape}){noun.words}"
            r"(?![A-Za-z])"
        )
        yield noun, re.compile(before)
        yield noun, re.compile(behind)
        if noun.chinese:
            yield (
                noun,
                re.compile(
                    rf"(?P<extra>{CHINESE_EXTRA}){noun.chinese}\s*(?P<names>{LIST})(?!\s*的)"
                ),
            )
            yield (
                noun,
                re.compile(
                    rf"(?P<names>{LIST})\s*(?:均|都|分别)?(?:为|是|表示)\s*"
                    rf"(?P<extra>(?:一个)?(?:{FORMULA}\s*[维阶]?的?\s*)?{CHINESE_EXTRA}){noun.chinese}"
                ),
            )


PATTERNS = tuple(_patterns())
ANY_NAME = re.compile(NAME)  # which all of the patterns look for


def said_in(sentence: Sentence, rows: dict[str, Row]) -> Iterator[Said]:
    """What a sentence says about the names in it."""
    rows = {mark: _without_type(row) for mark, row in rows.items()}
    taken: dict[str, frozenset[str]] = {}
    named = ANY_NAME.search(sentence.text) is not None
    for noun, pattern in PATTERNS if named else ():
        for match in pattern.finditer(sentence.text):
            for word in re.findall(NAME, match.group("names")):
                row = rows.get(word) if re.fullmatch(FORMULA, word) else None
                for entry in _entries(noun, match, row, word, sentence, rows):
                    if entry.name not in taken or not entry.flags <= taken[entry.name]:
                        taken[entry.name] = taken.get(entry.name, frozenset()) | entry.flags
                        yield entry
    yield from zeros.vanishing(sentence, rows, taken)
    yield from _members(rows, set(taken))
    yield from _properties(sentence, rows, taken)
    yield from definite_signs.said_in(sentence, rows)
    yield from _shapes(sentence, rows)
    found = _sizes(sentence, rows)
    unsure = UNSURE.search(sentence.text) is not None  # a size in one case only
    yield from (one for one in found if not unsure or not one.shape[0].isdecimal())


def _entries(
    noun: Noun,
    match: re.Match[str],
    row: Row | None,
    word: str,
    sentence: Sentence,
    rows: dict[str, Row],
) -> Iterator[Said]:
    if row is None and re.fullmatch(FORMULA, word):
        return
    place = sentence.place(match.start("names") + match.group("names").index(word))
    span = (place, place + 1) if row is None else (row[0].span[0], row[-1].span[1])
    words = match.group()
    kind = "variable" if noun.kind in ("vector", "number") and RANDOM.search(words) else noun.kind
    told = words if kind == "number" else match.group("extra")
    if kind == "function":
        told = "" if _is_denied(sentence.text[: match.end()]) else words
    if kind in OF_NOUNS:
        behind = THEN.match(sentence.text[match.end() :])
        told = words + (behind.group() if behind else "")
    flags = frozenset(flag for flag in USEFUL.get(kind, ()) if FLAGS[flag].search(told))
    if kind == "matrix":
        flags |= words_of_matrices.flags_of(told)
        flags = words_of_matrices.unless_singular(flags, sentence.text)
    if kind == "law" and zeros.are_allowed(sentence, rows):
        flags |= {"nonnegative"}
    for node in _listed(NAMED[kind](row) if kind in NAMED else row) if row is not None else ():
        name, usage = names.key(node), Usage()
        if not _may_be(kind, node, row or ()):
            continue
        if kind == "law" and CHANNEL.search(words) and not _is_conditional(row, name):
            continue
        if kind == "law":
            usage.distributions.add(name)
            usage.applications += _applications(row, name)
            _drawn_before(sentence, match, rows, name, usage)
            usage.applications += _on(sentence.text[match.end() :], rows, name, span)
        shape = _shape(sentence, match, rows) if kind in ("vector", "matrix") else ()
        shape = shape * 2 if kind == "matrix" and len(shape) == 1 else shape
        yield Said(name, kind, "prose", span, shape, flags, usage)


def _drawn_before(
    sentence: Sentence, match: re.Match[str], rows: dict[str, Row], name: str, usage: Usage
) -> None:
    r"""``$X \sim N(\mu, \sigma^2)$ with density $f$``: f is the law of X, and normal."""
    before = sentence.text[: match.start()]
    beside = BESIDE.search(before)
    row = plain(rows.get(beside.group("x"), ())) if beside is not None else ()
    if not row or row[0].kind != "name":
        return
    drawn = len(row) > 1 and row[1].kind == "rel" and row[1].text == "~"
    if not drawn and (len(row) > 1 or not names.is_capital(names.key(row[0]))):
        return
    variable = names.variable_of(names.key(row[0]))
    usage.drawn.append((variable, name))
    outcome = names.outcome_of(variable)
    for normal in seen(row).normals:
        usage.normals.append(replace(normal, of=name, at=outcome))


def _may_be(kind: str, node: Node, row: Row) -> bool:
    """Whether a name in such a formula may be of this kind: X is no function, nor x a variable."""
    if kind == "number" and any(n.kind == "fence" for n in row):
        return False  # p(x) is a value of p
    if kind == "law":
        return len(row) == 1 or node.text not in NOT_LAWS
    return names.is_capital(names.key(node)) == (kind == "variable") or kind not in CASES


def _listed(row: Row) -> list[Node]:
    """The names of ``P, Q`` or ``p(x)``; none for a formula that is anything else."""
    found = []
    for place, node in enumerate(row):
        if (node.kind == "name" and node.sup is None) or names.starred(node):
            found.append(node)
        elif node.kind == "fence" and place and row[place - 1].kind == "name":
            continue
        elif node.kind != "punct" or node.text != ",":
            return []
    return found


def _is_conditional(row: Row | None, name: str) -> bool:
    """Whether a law is written with its conditions: ``W(y|x)``, and not W alone."""
    return any(application.given for application in _applications(row, name))


def _applications(row: Row | None, name: str) -> list[Application]:
    usage = seen(row or ())
    return [application for application in usage.applications if application.base == name]


def _on(text: str, rows: dict[str, Row], name: str, span: tuple[int, int]) -> list[Application]:
    match = ON.match(text) or CHINESE_ON.search(text[:20])
    space = names.single(rows.get(match.group("on"), ())) if match is not None else None
    if space is None or space.style not in ("cal", "") or not names.is_capital(names.key(space)):
        return []
    outcome = names.outcome_of(names.letter_of(names.key(space)))
    return [Application(name, (Use(outcome),), (), span)]


def _shape(sentence: Sentence, match: re.Match[str], rows: dict[str, Row]) -> tuple[str, ...]:
    r"""``$k$-dimensional``, ``$k$ 维``, ``$k \times k$``: the dimensions beside the noun."""
    near = sentence.text[max(0, match.start() - 25) : match.end() + 15]
    for found in DIMENSIONAL.finditer(near):
        node = names.single(rows.get(found.group("d") or found.group("e"), ()))
        if node is not None:
            return (names.key(node),)
    for mark in re.findall(FORMULA, match.group("extra")):
        row = plain(rows.get(mark, ()))
        if len(row) == 3 and row[1].text in ("times", "*"):
            return names.key(row[0]), names.key(row[2])
    return ()


def _members(rows: dict[str, Row], taken: set[str]) -> Iterator[Said]:
    r"""``x, y \in \mathbb{R}^n``, ``A \in \mathbb{R}^{m \times n}``: what is in a real space."""
    for row in rows.values():
        nodes = plain(row)
        at = next((k for k, n in enumerate(nodes) if n.kind == "rel" and n.text == "in"), 0)
        shape = _real_shape(nodes[at + 1 :]) if at else None
        if shape is None:
            continue
        kind = REAL_KINDS[len(shape)]
        for node in _listed(nodes[:at]):
            name = names.key(node)
            if name not in taken and names.is_capital(name) == (kind == "matrix"):
                taken.add(name)
                flags = frozenset({"real"} if kind == "number" else ())
                yield Said(name, kind, "formula", node.span, shape, flags)


def _real_shape(space: Row) -> tuple[str, ...] | None:
    r"""() of R, (n,) of R^n and (m, n) of R^{m \times n}; None for any other set."""
    if len(space) != 1 or space[0].text != "R" or space[0].style != "bb" or space[0].sub:
        return None
    power = names.unwrapped(space[0].sup or ())
    signs = [n for n in power[1::2] if n.kind == "op" and n.text in ("*", "times")]
    sides = [n for n in power[::2] if n.kind == "name" and not n.rows]
    if len(power) > 3 or len(signs) + len(sides) != len(power):
        return None
    return tuple(names.key(node) for node in sides)


REAL_KINDS: tuple[Kind, ...] = ("number", "vector", "matrix")
LISTED = (",", "dots", ",")  # between 1 and m
SIZES = (
    re.compile(
        rf"(?P<x>{NAME})[^.。]{{0,40}}?\b(?:with|takes?|taking|has|having|over|on)\s+"
        r"(?:(?:an?|one of|the|alphabet|set|space|of|size)\s+)*"
        rf"(?P<n>{FORMULA})(?:\s+(?:possible |different |distinct )?"
        r"(?:outcomes|values|elements|symbols|states|categories|letters))?"
    ),
    re.compile(rf"(?P<x>{NAME})[^.。]{{0,20}}?(?:有|取|共有?)\s*(?P<n>{FORMULA})\s*(?:个|种)"),
)
IN_SET = re.compile(
    rf"(?P<x>{NAME})[^.。]{{0,40}}?\b(?:in|on|over)\s+(?:the\s+set\s+)?(?P<n>{FORMULA})"
)
UNSURE = re.compile(
    r"\b(?:if|when|whenever|unless|or|either|not|wenn|falls|oder|nicht|si|ou|pas|cuando|o)\b|若|如果|当|或|不",
    re.IGNORECASE,
)
SIZE_WORDS = re.compile(r"size|outcomes|values|elements|symbols|states|categories|letters|个|种")


def _sizes(sentence: Sentence, rows: dict[str, Row]) -> Iterator[Said]:
    r"""``X takes $n$ values``, ``|\mathcal X| = n``: the number of elements of an alphabet."""
    for formula in rows.values():
        nodes = plain(formula)
        kinds = [node.kind for node in nodes]
        told = kinds[:4] == ["bar", "name", "bar", "rel"] and kinds[4:] in (["name"], ["number"])
        if told and nodes[3].text == "=":
            key, limit = names.key(nodes[1]), nodes[4]
            if names.is_capital(key):
                yield Said(key, "alphabet", "prose", limit.span, (names.key(limit),))
        if kinds == ["name", "rel", "fence"] and nodes[1].text in ("=", "in"):
            yield from _set_of(nodes[0], nodes[2:])
    for match in IN_SET.finditer(sentence.text):
        variable = names.single(rows.get(match.group("x"), ()))
        if variable is not None:
            yield from _set_of(variable, rows.get(match.group("n"), ()))
    for pattern in SIZES:
        for match in pattern.finditer(sentence.text):
            size = names.single(rows.get(match.group("n"), ()))
            row = rows.get(match.group("x"), ())
            variable = names.single(row)
            if size is None or variable is None or not SIZE_WORDS.search(match.group()):
                continue
            if names.is_capital(names.key(variable)):
                letter = names.letter_of(names.key(variable))
                yield Said(f"cal:{letter}", "alphabet", "prose", size.span, (names.key(size),))


def _set_of(node: Node, row: Row) -> Iterator[Said]:
    r"""The size m of the set of values of X that is written ``\{1, \dots, m\}``."""
    fence = names.unwrapped(row)
    inner = plain(fence[0].parts[0]) if len(fence) == 1 and fence[0].kind == "fence" else ()
    listed = tuple(n.text for n in inner[:-1]) in (("1", *LISTED), ("1", ",", "2", *LISTED))
    last, key = (inner[-1] if listed else None), names.key(node)
    listed_out = len(fence) == 1 and fence[0].text == "{}" and names.is_capital(key)
    if (count := _count_of(inner)) and listed_out:
        yield Said(f"cal:{names.letter_of(key)}", "alphabet", "prose", node.span, (str(count),))
        return
    if last is None or last.kind not in ("name", "number") or last.rows or not key[-1:].isalpha():
        return
    if fence[0].text == "{}" and names.is_capital(key):
        letter = names.letter_of(key)
        yield Said(f"cal:{letter}", "alphabet", "prose", last.span, (names.key(last),))


def _count_of(row: Row) -> int:
    r"""The number of elements of ``\{0, 1\}``: different numbers or letters; 0 for other sets."""
    members, commas = row[::2], row[1::2]
    plain_members = all(n.kind in ("number", "name") and not n.rows for n in members)
    different = len({n.text for n in members}) == len(members) and len(members) > 1
    listed = all(n.kind == "punct" and n.text == "," for n in commas) and len(row) % 2 == 1
    return len(members) if plain_members and different and listed else 0


PROPERTY = re.compile(
    rf"(?P<names>{LIST}){BE}(?:both\s+)?(?P<extra>(?:(?:an?\s+)?(?:{words_of_matrices.ANY}|"
    rf"symmetric|invertible|nonsingular|non-singular|positive|definite)[\s,-]*(?:and\s+)?)+)"
    r"(?!\s*[a-z]*(?:matri|number|vector|constant|to\b|with respect))",
    re.IGNORECASE,
)
WITH_PROPERTY = re.compile(
    rf"\b(?:with|where|for)\s+(?P<names>{NAME})\s+(?P<extra>(?:(?:{words_of_matrices.ANY}|"
    rf"symmetric|invertible)[\s,]*(?:and\s+)?)+)(?!\s*[a-z]*(?:matri|to\b|with respect))",
    re.IGNORECASE,
)
BEFORE_PROPERTY = re.compile(  # "for symmetric positive definite A and B", without a noun
    r"\b(?:for|any|all|every|each|two|with|given|fixed|arbitrary|both|general|let)\s+"
    rf"(?:(?:an?|any|all|every|each|two|fixed|arbitrary|real|general|{FORMULA})\s+)*"
    rf"(?P<extra>(?:(?:{words_of_matrices.ANY}|symmetric|invertible|non-?singular|spd|"
    rf"(?:strictly\s+)?positive[ -]definite)[\s,-]+(?:and\s+|real\s+)?)+)(?P<names>{LIST})",
    re.IGNORECASE,
)
APPOSED_PROPERTY = re.compile(  # "Let A be a matrix, B and C symmetric positive definite"
    rf"(?:\b(?:with|where|for|let|and|assume|suppose)|,)\s+(?P<names>{LIST})\s+"
    r"(?P<extra>(?:(?:real|symmetric|invertible|non-?singular|spd|(?:strictly\s+)?"
    r"positive[ -]definite)[\s,]*(?:and\s+)?)+)"
    r"(?!\s*(?:if|iff|when|unless|implies|to\b|with respect))",
    re.IGNORECASE,
)
CHINESE_PROPERTY = re.compile(
    rf"(?P<names>{LIST})\s*(?:是|为)?\s*(?P<extra>(?:对称|半?正定|可逆|正交(?:投影)?|幂等|反对称|且)+)(?!矩阵)"
)

PROPERTIES = (PROPERTY, WITH_PROPERTY, BEFORE_PROPERTY, APPOSED_PROPERTY, CHINESE_PROPERTY)


def _properties(
    sentence: Sentence, rows: dict[str, Row], taken: dict[str, frozenset[str]]
) -> Iterator[Said]:
    r"""``$\Sigma$ is symmetric positive definite``: a matrix, by its property."""
    for pattern in PROPERTIES:
        for match in pattern.finditer(sentence.text):
            flags = {f for f in USEFUL["matrix"] if FLAGS[f].search(match.group("extra"))}
            flags |= words_of_matrices.flags_of(match.group("extra"))
            if _is_of_several(match):
                continue
            for mark in re.findall(FORMULA, match.group("names")) if flags else ():
                for node in _listed(_before_in(rows.get(mark, ()))):
                    name = names.key(node)
                    known = name in taken and flags <= taken[name]
                    if names.is_capital(name) and not known:
                        yield Said(name, "matrix", "prose", node.span, (), frozenset(flags))


OF_FUNCTION = re.compile(
    rf"(?P<names>{NAME})(?:{BE}|\s*(?:是|为)\s*|\s+)(?P<extra>(?:(?:strictly|streng|strictement|"
    r"estrictamente|also|even|严格|both)\s*)*(?:convexe?|concave|konvex|konkav|convexa|cóncava|凸|凹)"
    r"(?:的|函数)?)(?![\w-])(?!\s+(?:combination|hull|set|in\b|on\b|over\b|if\b))",
    re.IGNORECASE,
)


BEFORE_FUNCTION = re.compile(
    rf"(?<![\w-])(?P<extra>(?:strictly\s+)?(?:convex|concave))\s+(?P<names>{NAME})", re.IGNORECASE
)
INTRODUCED_FUNCTION = re.compile(  # "Soit f une fonction convexe": without a verb between
    rf"(?P<names>{NAME})\s*,?\s*(?:une?|eine?|una?|an?|uma)\s+(?P<extra>(?:\w+\s+){{0,3}}?"
    r"(?:fonction|Funktion|función|função|function)?\s*(?:convexe?|concave|konvexe|konkave|convexa|"
    r"cóncava|côncava))(?![\w-])",
    re.IGNORECASE,
)
OF_FUNCTIONS = (OF_FUNCTION, BEFORE_FUNCTION, INTRODUCED_FUNCTION)


def _shapes(sentence: Sentence, rows: dict[str, Row]) -> Iterator[Said]:
    """``$f$ is convex``: a function of numbers, by its shape."""
    matches = (m for pattern in OF_FUNCTIONS for m in pattern.finditer(sentence.text))
    for match in matches:
        node = names.single(rows.get(match.group("names"), ()))
        flags = {f for f in USEFUL["function"] if FLAGS[f].search(match.group("extra"))}
        flags = set() if _is_denied(sentence.text[: match.end()]) else flags
        if node is not None and flags and node.sup is None and _may_be("function", node, ()):
            yield Said(names.key(node), "function", "prose", node.span, (), frozenset(flags))


NOT_SHAPED = re.compile(
    r"\b(?:not|non|neither|nor|never|without|nicht|kein\w*|pas|ni|no|nunca)\b[^.;:!?]{0,40}$"
    r"|[不非未没][^。；]{0,12}$",
    re.IGNORECASE,
)


def _is_denied(text: str) -> bool:
    """Whether what a text says of a function at its end is said not to be so."""
    return NOT_SHAPED.search(text) is not None


def _without_type(row: Row) -> Row:
    r"""The name of ``f: (0, \infty) \to \mathbb{R}``; any other row as it is."""
    nodes = plain(row)
    typed = len(nodes) > 2 and nodes[0].kind == "name" and nodes[1].text in (":", "colon")
    return nodes[:1] if typed else row


def without_shapes(sentence: Sentence, rows: dict[str, Row]) -> str:
    """The text without "convex" and "concave" where they are said of named functions."""
    text, rows = sentence.text, {mark: _without_type(row) for mark, row in rows.items()}
    shapes = [pattern for noun, pattern in PATTERNS if noun.kind == "function"]
    for pattern in (*shapes, *OF_FUNCTIONS):
        for match in pattern.finditer(sentence.text):
            marks = re.findall(NAME, match.group("names"))
            unnamed = any(names.single(rows.get(mark, ())) is None for mark in marks)
            if not marks or unnamed or _is_denied(sentence.text[: match.end()]):
                continue
            if pattern in (OF_FUNCTION, INTRODUCED_FUNCTION):
                start, end = match.span()
                text = text[:start] + UNDERSTOOD + " " * (end - start - 1) + text[end:]
            for shape in USEFUL["function"]:
                for found in FLAGS[shape].finditer(text, match.start(), match.end()):
                    text = text[: found.start()] + " " * len(found[0]) + text[found.end() :]
    return text


def _before_in(row: Row) -> Row:
    r"""The names of ``Q \in \mathbb{R}^{n \times n}``."""
    nodes = plain(row)
    at = next((k for k, n in enumerate(nodes) if n.kind == "rel" and n.text == "in"), len(nodes))
    return nodes[:at]


def _between_bounds(row: Row) -> Row:
    """The names of ``a, b > 0`` and ``0 < a < 1``."""
    nodes = plain(row)
    marks = [-1, *(k for k, n in enumerate(nodes) if n.kind == "rel"), len(nodes)]
    parts = [nodes[one + 1 : two] for one, two in pairwise(marks)]
    return next((part for part in parts if _listed(part)), ())


NAMED = {"matrix": _before_in, "number": _between_bounds}


def without_properties(sentence: Sentence, rows: dict[str, Row]) -> str:
    """The text without the words for properties of named matrices, which are understood."""
    text = sentence.text
    matrices = [pattern for noun, pattern in PATTERNS if noun.kind == "matrix"]
    for pattern in (*matrices, *PROPERTIES):
        for match in pattern.finditer(sentence.text):
            marks = re.findall(NAME, match.group("names"))
            if pattern not in matrices and _is_of_several(match):
                continue
            if marks and all(_are_capitals(_before_in(rows.get(mark, ()))) for mark in marks):
                text = words_of_matrices.without(text, *match.span("extra"))
    return text


def _is_of_several(match: re.Match[str]) -> bool:
    """``A and B are orthogonal``: each of them, or to each other."""
    several = len(re.findall(NAME, match.group("names"))) > 1
    return several and "orthogonal" in words_of_matrices.flags_of(match.group("extra"))


def _are_capitals(row: Row) -> bool:
    found = [names.key(node) for node in _listed(row)]
    return bool(found) and all(map(names.is_capital, found))
