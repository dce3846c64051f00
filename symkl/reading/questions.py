"""What is open in a document, and the declarations that might settle it, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from symkl.kernel.context import Law
from symkl.reading import names
from symkl.reading.arguments import Argument, arguments, divided_at_bar
from symkl.reading.article import Reading
from symkl.reading.document import Document
from symkl.reading.layout import Node, plain
from symkl.reading.parameters import LAW_LETTERS
from symkl.reading.steps import ChainReader
from symkl.reading.usage import (
    DIVERGENCE_LETTERS,
    ENTROPY_LETTERS,
    EXPECTATION_LETTERS,
    INFORMATION_LETTERS,
    Usage,
)

OPEN = frozenset({"SK101", "SK102", "SK103", "SK104", "SK201", "SK202", "SK302", "SK401"})
ALONE = ("number", "vector", "matrix")
APPLIED = ("function", "pmf", "number")
# Words that a notation may stand for, and what names of it begin with.
LIKELY = {
    "kl": re.compile(r"d?kl|div|dist|rel|d\b|k\b", re.IGNORECASE),
    "entropy": re.compile(r"ent|h\b|s\b|u\b", re.IGNORECASE),
    "information": re.compile(r"m?i\b|mut|inf|t\b", re.IGNORECASE),
    "expectation": re.compile(r"e\b|ex|m\b|mean|av", re.IGNORECASE),
    "variance": re.compile(r"va?r?\b|var|sigma", re.IGNORECASE),
    "covariance": re.compile(r"c\b|cov|k\b", re.IGNORECASE),
    "cross-entropy": re.compile(r"ce|cross|xent", re.IGNORECASE),
    "trace": re.compile(r"tr|tau|sp", re.IGNORECASE),
}
OF_TWO, OF_ONE = (
    ("kl", "covariance", "cross-entropy"),
    ("entropy", "expectation", "variance", "trace"),
)
# Letters of notions: what stands in their brackets is open, not they.
KEPT = DIVERGENCE_LETTERS | ENTROPY_LETTERS - {"S"} | INFORMATION_LETTERS | EXPECTATION_LETTERS
UPRIGHT = frozenset({"rm", "bold", "bb", "cal", "sf", "frak"})


@dataclass(frozen=True)
class Question:
    """A name that is open, and the statements that might settle it, the likeliest first.

    ``is_shape``: they only differ in a shape, so that the one that helps most is the best.
    """

    name: str
    answers: tuple[str, ...]
    is_shape: bool = False


def questions(document: Document, reading: Reading) -> Iterator[Question]:
    """The names that keep sides from being read, each once, in the order of the text."""
    seen: set[str] = set()
    for reader in reading.readers:
        for side, parsed_side in zip(reader.chain.sides, reader.sides, strict=False):
            problem = parsed_side.problem
            if problem is None or problem.code not in OPEN or not reader.counts:
                continue
            for question in _about(_Place(document, reader, problem.span, problem.code), side.row):
                if question.name not in seen and question.answers:
                    seen.add(question.name)
                    yield question


@dataclass(frozen=True)
class _Place:
    """Where something is open."""

    document: Document
    reader: ChainReader
    span: tuple[int, int]
    code: str

    def source(self, start: int, end: int) -> str:
        return " ".join(self.document.text[start:end].split())

    def kind(self, key: str) -> str:
        return self.reader.known.declared.kind(key)


def _about(place: _Place, row: Sequence[Node]) -> Iterator[Question]:
    """What may be open at a place: the name there, or those inside of it."""
    for before, node in _neighbours(row):
        following = before[0] if before else None
        inside = place.span[0] <= node.span[0] and node.span[1] <= place.span[1]
        if node.kind == "unknown" and node.text.startswith("\\"):
            yield Question(node.text, tuple(_of_command(node, before, place)))
        elif place.code == "SK202" and inside and node.kind in ("name", "big"):
            yield from _of_range(place, node, row, following)
        elif node.kind == "name" and inside:
            yield from _of_name(place, node, following)


def _of_range(
    place: _Place, node: Node, row: Sequence[Node], following: Node | None
) -> Iterator[Question]:
    """What an expectation is over, or an index runs over."""
    if node.kind == "name":
        inner = following.parts[0] if following is not None and following.parts else ()
        for name in (n for top in inner for n in top.walk() if n.kind == "name"):
            if not place.kind(names.key(name)) and name.text not in KEPT:
                yield Question(names.key(name), (f"variables {_source(place, name)}",))
        return
    indices = {names.text(node.sub or ())}
    for name in (n for top in row for n in top.walk() if n.kind == "name"):
        if name.sub is not None and names.text(name.sub) in indices:
            stem = _source(place, name).partition("_")[0]
            usage = place.reader.item.usage
            kinds = ("pmf", "function") if _is_weight(name, usage) else ("function", "pmf")
            if not place.kind(names.stem(name)):
                yield Question(names.stem(name), tuple(f"{kind} {stem}" for kind in kinds))


def _is_weight(name: Node, usage: Usage) -> bool:
    """Whether logarithms are taken of it, or its letter is one of a law."""
    return names.key(name) in usage.scaled or names.stem(name) in LAW_LETTERS


def _neighbours(row: Sequence[Node]) -> Iterator[tuple[tuple[Node, ...], Node]]:
    """Every node with those that stand behind it in its row."""
    nodes = plain(tuple(row))
    for place, node in enumerate(nodes):
        yield nodes[place + 1 :], node
        for inner in node.rows:
            yield from _neighbours(inner)


def _of_command(node: Node, behind: Sequence[Node], place: _Place) -> Iterator[str]:
    r"""``\kl{p}{q}`` and ``\ent(X)``: commands that are defined in no file at hand."""
    groups = 0
    while groups < len(behind) and behind[groups].kind == "group":
        groups += 1
    fence = behind[0] if behind and behind[0].kind == "fence" else None
    written = {0: "", 1: "{p}", 2: "{p}{q}"}.get(groups)
    if written is None:
        return
    parts = groups or _parts(fence)
    yield from _notations(node.text, node.text + written, parts, is_unknown=True)


def _parts(fence: Node | None) -> int:
    """How many arguments stand in the brackets; a semicolon is that of an information."""
    if fence is None:
        return 0
    targets, _ = divided_at_bar(arguments(fence.parts[0]))
    return 3 if any(part.mark == ";" for part in targets) else len(targets)


def _notations(name: str, written: str, parts: int, is_unknown: bool = False) -> Iterator[str]:
    """Words that the name begins like; any word for a command that nobody knows."""
    letters = re.sub(r"\\(?:math|text|operatorname|bm|bold)[a-z]*|[^A-Za-z]", "", name)
    words = {2: OF_TWO, 3: ("information",)}.get(parts, OF_ONE)
    words = tuple(LIKELY) if parts == 0 else words
    likely = [
        word
        for word in (LIKELY if is_unknown else words)
        if LIKELY[word].match(letters) is not None
    ]
    for word in dict.fromkeys((*likely, *(words if is_unknown else ()))):
        yield f"notation {written} = {word}"


def _of_name(place: _Place, node: Node, following: Node | None) -> Iterator[Question]:
    source, key = _source(place, node), names.key(node)
    scope = place.reader.scope
    if scope is not None and scope.is_variable(key) and names.is_capital(key):
        laws = [base for base, law in scope.laws.items() if _may_be_drawn_from(law, key)]
        if len(laws) > 1:
            yield Question(key, tuple(f"variables {source} ~ {law}" for law in laws))
        return
    applied = following is not None and following.kind == "fence"
    if place.kind(key) or node.style == "bb" or (node.text in KEPT and applied):
        return
    if applied and following is not None:
        yield Question(key, tuple(dict.fromkeys(_applied(place, node, following, source))))
    elif node.style != "rm":
        yield Question(key, tuple(_alone(node, source, key)), node.sub is None)


def _may_be_drawn_from(law: Law, variable: str) -> bool:
    return law.normalised and not law.given and variable in {c for c, _ in law.coords}


def _alone(node: Node, source: str, key: str) -> Iterator[str]:
    indexed = node.sub is not None and len(names.text(node.sub)) == 1
    if indexed:
        yield f"function {source.partition('_')[0]}"
    if names.is_capital(key) and not indexed:
        yield f"variables {source}"
    yield from (f"{kind} {source}" for kind in ALONE)
    if indexed:
        yield f"pmf {source.partition('_')[0]}"
    if not names.is_capital(key):
        yield f"variables {source}"


def _applied(place: _Place, node: Node, fence: Node, source: str) -> Iterator[str]:
    """``W(v|u)``, ``K(f, g)``, ``M(X)``: by what stands in the brackets."""
    parts = arguments(fence.parts[0])
    targets, given = divided_at_bar(parts)
    singles = [names.single(part.row) for part in parts]
    scope = place.reader.scope
    plain_names = bool(parts) and None not in singles
    keys = [names.key(single) for single in singles if single is not None]
    of_laws = scope is not None and any(scope.is_distribution(key) for key in keys)
    capitals = plain_names and all(map(names.is_capital, keys))
    written = f"{source}{place.source(*fence.span)}"
    own = list(_notations(source, source, _parts(fence)))
    if _is_divergence(parts) and len(parts) == 2:
        yield from own[:1]
    if node.style in UPRIGHT or of_laws or capitals:
        yield from own
    if plain_names and given and not capitals:
        yield f"channel {written}"
    if plain_names and not given and not capitals and not of_laws and len(targets) > 1:
        yield f"function {written}"
        yield f"joint {written}"
    if node.style != "rm" and fence.text == "()":
        kinds = APPLIED if plain_names else reversed(APPLIED)  # a (b + 1) is a product
        yield from (f"{kind} {source}" for kind in kinds)


def _is_divergence(parts: Iterable[Argument]) -> bool:
    return any(part.mark == "||" for part in parts)


def _source(place: _Place, node: Node) -> str:
    """The name as its author writes it, without a power."""
    end = node.sup[0].span[0] if node.sup and not names.starred(node) else node.span[1]
    return place.document.text[node.span[0] : end].rstrip("^{ ")
