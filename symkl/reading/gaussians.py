r"""Normal laws in words: "let $X$ be Gaussian with mean $\mu$ and variance $\sigma^2$".

The sentence says what ``X \sim \mathcal N(\mu, \sigma^2)`` says, and is read as that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from symkl.reading import names
from symkl.reading.declared import Said
from symkl.reading.diagnostics import Span
from symkl.reading.hypotheses import NORMAL
from symkl.reading.layout import Node, Row, plain
from symkl.reading.moments import MEAN, NO_MEAN, OF, SPREAD, Stretch
from symkl.reading.seeing import seen
from symkl.reading.sentences import FORMULA, Sentence
from symkl.reading.usage import Usage

# A sentence with any other word may deny it, or be about another law: "truncated", "for instance".
ENGLISH = """
    let suppose assume consider we that here where then and be is are has have having follow follows
    denote denotes a an the its of in on with by to equal equals given random real scalar variable
    vector valued dimensional multivariate univariate gaussian normal normally distributed
    distribution density pdf law noise zero mean centred centered standard deviation covariance
    variance matrix
"""
GERMAN = """
    sei ist ein eine einer normalverteilt normalverteilte normalverteilter zufallsvariable
    zufallsvektor mit erwartungswert mittelwert varianz kovarianz kovarianzmatrix und
"""
FRENCH = """
    soit est une un variable vecteur al eatoire aléatoire gaussienne gaussien normale loi suivant
    suit de d moyenne esp erance espérance matrice et
"""
WORDS = frozenset(word for words in (ENGLISH, GERMAN, FRENCH) for word in words.split())
CHINESE = re.compile(
    "随机(?:变量|向量)|正态分布|高斯分布|正态|高斯|标准差|标准|零均值|均值|期望|协方差|方差|矩阵|向量|变量|"
    "噪声|服从|多元|设|令|假设|是|为|的|和|且|与|一个|维|实"
)
WORD = re.compile(r"[^\W\d_]+")
DEVIATION = re.compile(rf"(?:standard deviation|标准差){OF}(?P<of>{FORMULA})", re.IGNORECASE)
DISTRIBUTED = re.compile(
    r"\b(?:gaussian|normal(?:ly)?)(?: distributed| distribution)?\b|\bnormalverteilte?\b",
    re.IGNORECASE,
)
STANDARD = re.compile(
    r"standard (?:multivariate )?(?:normal|gaussian)|标准(?:正态|高斯)", re.IGNORECASE
)
VECTOR = re.compile(r"vector|向量|vektor|vecteur|multivariate|多元", re.IGNORECASE)


@dataclass(frozen=True)
class Gaussian:
    """What a sentence says of a name, and where the words of its moments stand."""

    said: Said
    stretches: tuple[Stretch, ...]


def said_in(sentence: Sentence, rows: dict[str, Row]) -> Iterator[Gaussian]:
    """The normal law of the one name that a sentence is about."""
    text = sentence.text
    if NORMAL.search(text) is None or "?" in text or not _is_plain(text):
        return
    marks = [mark for mark in re.findall(FORMULA, text) if not _is_space(rows.get(mark, ()))]
    subject = plain(rows.get(marks[0], ())) if marks else ()
    found = [MEAN.search(text), SPREAD.search(text) or DEVIATION.search(text)]
    moments = [match for match in found if match is not None]
    told = [_told(rows, match) for match in moments]
    if not subject or subject[0].kind != "name" or any(_relates(row) for row in told):
        return
    stretches = tuple((match.start(), match.start("of")) for match in moments)
    stretches += tuple(match.span() for match in DISTRIBUTED.finditer(text))
    others = len(marks) - len({m.group("of") for m in moments})
    if len(moments) == 2 and others == 1:
        parameters = told
    elif found[1] is not None and others == 1 and (centred := NO_MEAN.search(text)) is not None:
        parameters = [(Node("number", "0", subject[0].span),), *told]
        stretches = (*stretches, centred.span())
    elif not moments and len(marks) == 1 and STANDARD.search(text):
        vector = VECTOR.search(text) is not None or _is_in_space(subject)
        parameters = _standard(vector, subject[0].span)
    else:
        return
    row = _row(subject, parameters)
    if row:
        yield Gaussian(_said(subject[0], row), stretches)


def _is_plain(text: str) -> bool:
    """Whether the sentence has no word but those that say a normal law and its moments."""
    if re.search(r"\bgiven\b(?! by)|[A-Za-z]-(?:normal|gaussian)", text, re.IGNORECASE):
        return False
    words = WORD.findall(CHINESE.sub(" ", re.sub(FORMULA, " ", text)))
    return all(word.lower() in WORDS for word in words)


def _told(rows: dict[str, Row], match: re.Match[str]) -> Row:
    """The formula of a moment; of a standard deviation its square."""
    row = plain(rows.get(match.group("of"), ()))
    if match.re is not DEVIATION:
        return row
    node = names.single(row)
    square = (Node("number", "2", node.span),) if node is not None else ()
    return (replace(node, sup=square),) if node is not None and node.sup is None else ()


def _relates(row: Row) -> bool:
    return not row or any(node.kind == "rel" for node in row)


def _is_space(row: Row) -> bool:
    r"""Whether it is ``\mathbb{R}^d`` alone."""
    node = names.single(row)
    return node is not None and node.text == "R" and node.style == "bb"


def _is_in_space(row: Row) -> bool:
    r"""Whether it is ``x \in \mathbb{R}^d``."""
    return len(row) == 3 and row[1].text == "in" and row[2].sup is not None


def _standard(vector: bool, span: Span) -> list[Row]:
    unit = Node("name", "I", span) if vector else Node("number", "1", span)
    return [(Node("number", "0", span),), (unit,)]


def _row(subject: Row, parameters: list[Row]) -> Row:
    r"""``X \sim \mathcal{N}(\mu, \Sigma)``, or ``p(x) = ...``; () for a subject of another form."""
    span = subject[0].span
    mean, covariance = parameters
    inside = (*mean, Node("punct", ",", span), *covariance)
    law = Node("name", "N", span, style="cal"), Node("fence", "()", span, parts=(inside,))
    if len(subject) == 1 or subject[1].text == "in":
        return (subject[0], Node("rel", "~", span), *law)
    if len(subject) == 2 and subject[1].kind == "fence":
        return (*subject, Node("rel", "=", span), *law)
    return ()


def _said(node: Node, row: Row) -> Said:
    key = names.key(node)
    normals = seen(row).normals
    is_law = any(normal.is_law for normal in normals)
    name = key if is_law else names.variable_of(key)
    usage = Usage(normals=normals)
    return Said(name, "law" if is_law else "variable", "prose", node.span, (), frozenset(), usage)
