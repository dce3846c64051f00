r"""Random variables of which mean and covariance are said, and nothing else.

"Let $x$ be a random vector with mean $\mu$ and covariance $\Sigma$" says ``\mu = E[x]`` and
``\Sigma = Cov(x)``, as formulas would; it does not say that x is normal.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from symkl.reading import names
from symkl.reading.chain import Chain, Link, Side
from symkl.reading.declared import Kind, Said
from symkl.reading.hypotheses import NORMAL
from symkl.reading.layout import Node, Row, plain
from symkl.reading.pieces import Piece
from symkl.reading.sentences import FORMULA, Sentence
from symkl.reading.usage import Usage

ZERO = r"(?P<zero>zero[- ]mean|零均值的?|zentrierter?)?\s*"
BE = r"\s*(?:,\s*)?(?:is|be|denotes|ist|sei|est|soit|ein|une?|为|是)\s*"
WORDS = rf"(?:(?!random|mean)[A-Za-z-]+[\s,]+|{FORMULA}\s*-?\s*(?:dimensional\s+|维)?|一个){{0,4}}"
NOUN = (
    r"(?P<noun>random\s+(?:vector|variable)|随机(?:向量|变量)|Zufalls(?:vektor|variable)|"
    r"(?:vecteur|variable)\s+aléatoire)(?![A-Za-z])"
)
INTRODUCED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<x>{FORMULA}){BE}{WORDS}{ZERO}{WORDS}{NOUN}",
        rf"{ZERO}(?:[a-z-]+\s+)?{NOUN}\s*(?P<x>{FORMULA})",
    )
)
OF = r"(?:\s|equal|to|given|by|vector|matrix|为|是|等于|向量|矩阵)*"
MEAN = re.compile(
    rf"(?:\bmean|\bexpectation|\bexpected value|均值|期望|espérance|moyenne|Erwartungswert|"
    rf"Mittelwert){OF}(?P<of>{FORMULA})"
)
NO_MEAN = re.compile(
    r"zero[- ]mean|\bmean (?:zero|vector zero)|零均值|均值为零|centrée?\b|zentriert"
)
SPREAD = re.compile(
    rf"(?:(?:co-?)?variance|(?:协)?方差|(?:Kov|V)arianz(?:matrix)?){OF}(?P<of>{FORMULA})",
    re.IGNORECASE,
)
# Directly before the word: not "sample mean", "inverse covariance", "conditional variance".
PLAINLY = re.compile(
    r"(?:\b(?:with|and|has|have|having|the|an?|its|whose|known|finite|mit|und|et|de|matrice)\s+|"
    r"\bd['’]|[,，、和且与的]\s*)$",
    re.IGNORECASE,
)
# What holds under a condition, or is given up, is no law of the variable.
CONDITIONED = re.compile(
    r"condition|\bgiven\b(?! by)|bedingt|条件|给定|\b(?:if|when|whenever|unless|whether|not|no|"
    r"cannot|drop|dropping|without|mistake|instead|rather|among|falls|wenn|nicht|si|ne|pas)\b|"
    r"若|如果|当|不|非|并非|\?",
    re.IGNORECASE,
)
VECTORS = ("vector", "向量", "vektor", "vecteur")
Stretch = tuple[int, int]


@dataclass(frozen=True)
class Moments:
    """A random variable with the formulas of its mean and its covariance or variance.

    ``stretches`` are the places of the words of the sentence that say so.  Where the formula is an
    equation, it speaks for itself.
    """

    node: Node
    piece: Piece
    is_vector: bool
    mean: Node | None
    spread: Node | None
    is_centred: bool
    named: Node | None  # the mean, where an equation says what it is as well
    stretches: tuple[Stretch, ...]

    @property
    def chains(self) -> list[Chain]:
        """What is said, as equations: mean = E[x], covariance = Cov(x)."""
        found = []
        if self.mean is not None:
            found.append(self._equation(self.mean, (_name("E", self.node, "bb"),)))
        if self.spread is not None and self.is_centred:
            found.append(self._chain((self.spread,), self._second()))
        elif self.spread is not None:
            head = "Cov" if self.is_vector else "Var"
            found.append(self._equation(self.spread, (Node("func", head, self.node.span),)))
        if self.is_centred:
            zero = Node("number", "0", self.node.span)
            one = self._applied((_name("E", self.node, "bb"),))
            found.append(self._chain(one, (zero,)))
        return found

    def said(self) -> Iterator[Said]:
        """That the name is a random variable, of a law that nothing writes, and of numbers."""
        key, span = names.key(self.node), self.node.span
        variable = names.variable_of(key)
        deviations = set[str]()
        if self.spread is not None and names.text(self.spread.sup or ()) == "2":
            deviations.add(names.key(self.spread))
        scalars = set[str]() if self.is_vector else {variable}
        usage = Usage(
            averaged=[(variable,)], moments={variable}, deviations=deviations, scalars=scalars
        )
        yield Said(variable, "variable", "prose", span, (), frozenset(), usage)
        if self.named is not None:
            kind: Kind = "vector" if self.is_vector else "number"
            yield Said(names.key(self.named), kind, "prose", span)

    def _equation(self, name: Node, head: Row) -> Chain:
        return self._chain((name,), self._applied(head))

    def _second(self) -> Row:
        """E[x x^T], or E[x^2]: the covariance where the mean is 0."""
        span = self.node.span
        power = Node("name", "top", span) if self.is_vector else Node("number", "2", span)
        other = replace(self.node, sup=(power,))
        inside = (self.node, other) if self.is_vector else (other,)
        return (_name("E", self.node, "bb"), Node("fence", "[]", span, parts=(inside,)))

    def _applied(self, head: Row) -> Row:
        return (*head, Node("fence", "[]", self.node.span, parts=((self.node,),)))

    def _chain(self, lhs: Row, rhs: Row) -> Chain:
        span = self.node.span
        equals = Link("=", span, Node("rel", "=", span))
        return Chain((Side(lhs, span), Side(rhs, span)), (equals,), (self.piece,))


def _name(text: str, beside: Node, style: str) -> Node:
    return Node("name", text, beside.span, style=style)


def said_in(sentence: Sentence, rows: dict[str, Row]) -> Iterator[Moments]:
    """The one random variable of a sentence, where its moments are said as well."""
    text = sentence.text
    found = [m for pattern in INTRODUCED for m in pattern.finditer(text)]
    marks = {match.group("x") for match in found}
    if len(marks) != 1 or NORMAL.search(text) or CONDITIONED.search(text):
        return
    mark = marks.pop()
    row, behind = plain(rows.get(mark, ())), max(match.end() for match in found)
    if not row or row[0].kind != "name" or (len(row) > 1 and row[1].text != "in"):
        return
    mean, spread = MEAN.search(text, behind), SPREAD.search(text, behind)
    centred = NO_MEAN.search(text)
    nodes = [_single(rows, match) for match in (mean, spread)]
    stretches = [(match.start(), match.start("of")) for match in (mean, spread) if match]
    stretches += [centred.span()] if centred is not None else []
    if spread is None:  # what else is said of the variable may be meant
        stretches = []
    noun = found[0].group("noun").lower()
    is_vector = any(word in noun for word in VECTORS)
    if (stretches or is_vector) and all(_is_known(rows, match) for match in (mean, spread)):
        yield Moments(
            row[0],
            sentence.formulas[mark],
            is_vector,
            nodes[0],
            nodes[1],
            centred is not None,
            nodes[0] or _side_of(rows, mean),
            tuple(stretches),
        )


def _is_known(rows: dict[str, Row], match: re.Match[str] | None) -> bool:
    """Whether a moment is said by its name, by an equation, or not at all."""
    if match is None:
        return True
    if not PLAINLY.search(match.string[: match.start()]):
        return False
    if _single(rows, match) is not None:
        return True
    relations = [n.text for n in plain(rows.get(match.group("of"), ())) if n.kind == "rel"]
    return relations == ["="]


def _single(rows: dict[str, Row], match: re.Match[str] | None) -> Node | None:
    return names.single(rows.get(match.group("of"), ())) if match is not None else None


def _side_of(rows: dict[str, Row], match: re.Match[str] | None) -> Node | None:
    r"""The name on one side of ``E[X] = \mu``."""
    row = plain(rows.get(match.group("of"), ())) if match is not None else ()
    at = next((place for place, n in enumerate(row) if n.kind == "rel"), 0)
    return names.single(row[:at]) or names.single(row[at + 1 :]) if at else None
