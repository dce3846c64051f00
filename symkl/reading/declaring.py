"""The shortest declaration block that settles what is open in a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from symkl.reading import names
from symkl.reading.article import Reading, read
from symkl.reading.declarations import Entry, parsed
from symkl.reading.document import Document
from symkl.reading.layout import Node
from symkl.reading.macros import Macro
from symkl.reading.steps import ChainReader

OPEN = frozenset({"SK101", "SK102", "SK104", "SK201", "SK302"})
ALONE = ("number", "vector", "matrix")
APPLIED = ("function", "pmf", "number")
MOST_NAMES = 40


@dataclass(frozen=True)
class Question:
    """A name that is open, and the statements that might settle it, the likeliest first."""

    name: str
    answers: tuple[str, ...]


def declaration_block(document: Document, macros: Sequence[Macro] = ()) -> tuple[str, ...]:
    """Statements with which more sides can be read; each was tried, and helped.

    Of several answers that help equally the first is taken: the author knows better.
    """
    said: list[Entry] = []
    lines: list[str] = []
    reading = read(document, macros)
    for _ in range(MOST_NAMES):
        step = _next(document, macros, reading, said)
        if step is None:
            break
        line, entries, reading = step
        lines.append(line)
        said += entries
    return tuple(_merged(lines))


def _next(
    document: Document, macros: Sequence[Macro], reading: Reading, said: list[Entry]
) -> tuple[str, list[Entry], Reading] | None:
    """The first statement that helps, with what it says and the document read with it."""
    for question in _questions(document, reading):
        tried = []
        for answer in question.answers:
            entries = parsed(answer)
            other = read(document, macros, (*said, *entries))
            tried.append((other.result.sides_read, answer, entries, other))
        best = max(tried, key=lambda trial: trial[0])  # the first of equals
        if best[0] > reading.result.sides_read:
            return best[1], best[2], best[3]
    return None


def _questions(document: Document, reading: Reading) -> Iterator[Question]:
    seen: set[str] = set()
    for reader in reading.readers:
        for side, parsed_side in zip(reader.chain.sides, reader.sides, strict=False):
            problem = parsed_side.problem
            if problem is None or problem.code not in OPEN or not reader.counts:
                continue
            nodes = [node for top in side.row for node in top.walk()]
            for question in _about(document, reader, nodes, problem.span):
                if question.name not in seen:
                    seen.add(question.name)
                    yield question


def _about(
    document: Document, reader: ChainReader, nodes: list[Node], span: tuple[int, int]
) -> Iterator[Question]:
    """What may be open at a place: the name there, or those inside of it."""
    for place, node in enumerate(nodes):
        inside = span[0] <= node.span[0] and node.span[1] <= span[1]
        if node.kind != "name" or not inside or node.style == "rm":
            continue
        following = nodes[place + 1] if place + 1 < len(nodes) else None
        source = _source(document, node)
        key = names.key(node)
        if reader.scope is not None and reader.scope.is_variable(key) and names.is_capital(key):
            laws = [law for law in reader.scope.laws if _has(reader, law, key)]
            if len(laws) > 1:
                yield Question(key, tuple(f"variables {source} ~ {law}" for law in laws))
            continue
        applied = following is not None and following.kind == "fence"
        if not reader.known.declared.kind(key):
            kinds = APPLIED if applied else ALONE
            yield Question(key, tuple(f"{kind} {source}" for kind in kinds))


def _has(reader: ChainReader, law: str, variable: str) -> bool:
    scope = reader.scope
    return scope is not None and variable in {c for c, _ in scope.laws[law].coords}


def _source(document: Document, node: Node) -> str:
    """The name as its author writes it, without a power."""
    end = node.sup[0].span[0] if node.sup and not names.starred(node) else node.span[1]
    return document.text[node.span[0] : end].rstrip("^{ ")


def _merged(lines: Iterable[str]) -> Iterator[str]:
    """One line a keyword: ``number a`` and ``number b`` are ``number a, b``."""
    groups: dict[str, list[str]] = {}
    for line in lines:
        keyword, _, rest = line.partition(" ")
        groups.setdefault(keyword, []).append(rest)
    for keyword, rests in groups.items():
        yield f"{keyword} {', '.join(rests)}"
