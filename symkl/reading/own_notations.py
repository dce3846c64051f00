r"""Notations of an author's own, which a declaration block says in the reader's words.

    notation \kl{p}{q} = D(p \| q)      notation \mathsf{S} = entropy
    notation K[p : q] = kl              notation A^\circ = A^T

A command becomes a macro.  Anything else is a pattern, whose occurrences are written out in the
layout of formulas before anything is read.  The names in the pattern's brackets that stand on the
right as well are its parameters; so is a name that carries a mark (``A^\circ``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from symkl.reading import names
from symkl.reading.diagnostics import Span, Unreadable
from symkl.reading.laying import laid_out
from symkl.reading.layout import IDLE, Node, Row, plain, span_of
from symkl.reading.macros import Macro, Macros
from symkl.reading.tokens import Token, tokens

# What a right side of one word stands for, and what divides its arguments.
WORDS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("kl", "divergence"), (r"\mathrm{KL}", r" \| ")),
    **dict.fromkeys(("entropy",), ("H", ", ")),
    **dict.fromkeys(("information",), ("I", "; ")),
    **dict.fromkeys(("expectation", "mean"), (r"\mathbb{E}", ", ")),
    **dict.fromkeys(("variance",), (r"\mathrm{Var}", ", ")),
    **dict.fromkeys(("covariance",), (r"\mathrm{Cov}", ", ")),
    **dict.fromkeys(("cross-entropy", "crossentropy"), (r"\mathrm{CE}", ", ")),
    **dict.fromkeys(("trace",), (r"\mathrm{tr}", ", ")),
    **dict.fromkeys(("determinant",), (r"\det", ", ")),
    **dict.fromkeys(("logarithm",), (r"\log", ", ")),
    **dict.fromkeys(("transpose",), ("T", ", ")),
}
PLACEHOLDER = re.compile(r"·|\\cdot(?![A-Za-z])|(?<![\w\\])\.(?![\w.])")
LETTERS = "uvwabcxyz"
SEPARATORS = frozenset({",", ";", ":", "|", "||"})
BARE = frozenset({"name", "func", "text", "unknown"})
LONGEST = 40  # nodes that one parameter may stand for


@dataclass(frozen=True)
class OwnNotation:
    """What a pattern stands for in the formulas under a heading."""

    heading: int
    pattern: Row
    parameters: frozenset[str]
    body: Row

    @property
    def is_name(self) -> bool:
        """Whether it renames a single name, which keeps its scripts."""
        return len(self.pattern) == 1 and not self.pattern[0].rows and not self.parameters


@dataclass(frozen=True)
class Spelled:
    """``notation left = right`` as it is written."""

    left: str
    right: str
    span: Span


def own_notation(
    said: Spelled, macros: Macros, heading: int = 0, earlier: Iterable[OwnNotation] = ()
) -> OwnNotation | Macro:
    """What a notation says, perhaps by earlier ones; raises Unreadable (SK105) for nothing."""
    span = said.span
    left, right = _in_words(said.left.strip(), said.right.strip(), span)
    pattern, body = plain(_row(left, span)), plain(_row(right, span, macros))
    if not pattern or not body:
        raise _wrong(span, "a notation and what it stands for, as K(p, q) = D(p \\| q)")
    if any(node.kind == "rel" for node in (*pattern, *body)):
        raise _wrong(span, "one '=' in a notation")
    head = pattern[0]
    of_command = head.kind == "unknown" and all(node.kind == "group" for node in pattern[1:])
    if of_command and (len(body) == 1 or _is_application(body)):
        return _macro(head.text.removeprefix("\\"), pattern[1:], left, right, span)
    pattern = plain(_row(left, span, macros))
    parameters = frozenset(_parameters(pattern)) & {names.stem(n) for n in _names(body)}
    found = OwnNotation(heading, pattern, parameters, written_out(body, earlier))
    if not _begins_plainly(found):
        raise _wrong(span, "a notation that begins with a name of its own")
    return found


def _wrong(span: Span, expected: str) -> Unreadable:
    return Unreadable("SK105", span, f"expected {expected}")


def _row(text: str, span: Span, macros: Macros | None = None) -> Row:
    stream = list(tokens(text, 0, len(text)))
    try:
        return laid_out(macros.expanded(stream) if macros else stream, (0, len(text)))
    except Unreadable as error:
        raise _wrong(span, f"the end of a formula: {error.diagnostic.message}") from error


def _names(row: Row) -> Iterator[Node]:
    return (node for top in row for node in top.walk() if node.kind == "name")


def _in_words(left: str, right: str, span: Span) -> tuple[str, str]:
    r"""Both sides without words and placeholders: ``K(·, ·) = kl`` is ``K(u, v) = KL(u \| v)``."""
    free = (letter for letter in LETTERS if not re.search(rf"(?<![A-Za-z\\]){letter}", left))
    named = PLACEHOLDER.sub(lambda _: next(free, "u"), left)
    word = WORDS.get(right.lower().replace(" ", "-").replace("_", "-"))
    if word is None:
        if named != left:
            raise _wrong(span, f"one of {', '.join(sorted(WORDS))} behind a notation with dots")
        return left, right
    head, divider = word
    pattern = plain(_row(named, span))
    last = pattern[-1] if pattern else None
    if last is not None and len(pattern) == 1 and last.kind == "name" and last.sup is not None:
        return named, f"{last.text}^{head}"
    parts = list(_arguments(named, pattern))
    return named, f"{head}({divider.join(parts)})" if parts else head


def _arguments(text: str, pattern: Row) -> Iterator[str]:
    """The texts between the separators of the brackets behind a head."""
    for node in pattern[1:]:
        row = node.parts[0] if node.kind in ("fence", "group") else ()
        start, rest = None, list(plain(row))
        for place, inner in enumerate(rest):
            start = inner.span[0] if start is None else start
            if place + 1 == len(rest) or rest[place + 1].text in SEPARATORS:
                yield text[start : inner.span[1]]
            if inner.text in SEPARATORS:
                start = None


def _parameters(pattern: Row) -> Iterator[str]:
    """Names in brackets, and a lone name with a mark above it."""
    if len(pattern) == 1 and pattern[0].kind == "name" and _is_marked(pattern[0]):
        yield pattern[0].text
    for node in pattern:
        if node.kind in ("fence", "group"):
            yield from (names.stem(n) for n in _names(node.parts[0]))


def _is_marked(node: Node) -> bool:
    return node.sup is not None or node.primes > 0


def _begins_plainly(found: OwnNotation) -> bool:
    head = found.pattern[0]
    if len(found.pattern) == 1 and head.kind == "name" and _is_marked(head):
        return True
    brackets = head.kind == "fence" and head.text not in ("()", "[]", "{}")
    return brackets or (head.kind in BARE and names.stem(head) not in found.parameters)


def _macro(name: str, groups: Row, left: str, right: str, span: Span) -> Macro:
    given = [names.single(node.parts[0]) for node in groups]
    keys = [left[slice(*node.span)].strip() for node in given if node is not None]
    if len(keys) < len(given) or len(set(keys)) < len(keys):
        raise _wrong(span, "different names in the braces of a command")
    body: list[Token] = []
    for token in tokens(right, 0, len(right)):
        written = right[slice(*token.span)]
        if written in keys and token.kind in ("char", "command"):
            body += [Token("char", "#", span), Token("char", str(keys.index(written) + 1), span)]
        else:
            body.append(token._replace(span=span))
    return Macro(name, tuple(body), len(keys))


# --- writing out ----------------------------------------------------------------------------------


def written_out(row: Row, notations: Iterable[OwnNotation]) -> Row:
    """The row with every notation written out; the latest declared goes first."""
    known = tuple(notations)[::-1]
    return _row_of(row, known) if known else row


def _row_of(row: Row, known: tuple[OwnNotation, ...]) -> Row:
    found: list[Node] = []
    at = 0
    while at < len(row):
        written = next(filter(None, (_at(row, at, one, known) for one in known)), None)
        if written is None:
            found.append(_below(row[at], known))
            at += 1
        else:
            nodes, at = written
            found += nodes
    return tuple(found)


def _below(node: Node, known: tuple[OwnNotation, ...]) -> Node:
    return replace(
        node,
        parts=tuple(_row_of(part, known) for part in node.parts),
        sub=None if node.sub is None else _row_of(node.sub, known),
        sup=None if node.sup is None else _row_of(node.sup, known),
    )


def _at(
    row: Row, at: int, notation: OwnNotation, known: tuple[OwnNotation, ...]
) -> tuple[Row, int] | None:
    """What the notation at this place stands for, and the place behind it."""
    places, end = dict[str, Row](), at
    last = len(notation.pattern) - 1
    for place, wanted in enumerate(notation.pattern):
        while end < len(row) and row[end].kind in IDLE and place:
            end += 1
        if end >= len(row):
            return None
        node = row[end]
        node = _without_scripts(node, wanted) if place == last else node
        if not _same(wanted, node, notation, places):
            return None
        end += 1
    span = (row[at].span[0], row[end - 1].span[1])
    given = {name: _row_of(part, known) for name, part in places.items()}
    return _filled(notation, given, row[end - 1], span), end


def _without_scripts(node: Node, wanted: Node) -> Node:
    """The node without the scripts that the pattern leaves open, as a power behind it."""
    bare = not wanted.primes and wanted.sup is None and wanted.sub is None
    return replace(node, sub=None, sup=None, primes=0) if bare else node


def _same(wanted: Node, node: Node, notation: OwnNotation, places: dict[str, Row]) -> bool:
    """Whether a node is what the pattern has there; parameters are noted in ``places``."""
    if _is_postfix(wanted, notation):
        places[wanted.text] = (replace(node, sup=None, primes=0),)
        marked = _alike(wanted.sup, node.sup) and wanted.primes == node.primes
        return marked and node.kind in ("name", "fence", "matrix")
    if wanted.kind != node.kind or wanted.text != node.text or _font(wanted) != _font(node):
        return False
    if wanted.accent != node.accent or wanted.primes != node.primes:
        return False
    scripts = _alike(wanted.sub, node.sub) and _alike(wanted.sup, node.sup)
    if len(wanted.parts) != len(node.parts) or not scripts:
        return False
    braced = names.single(wanted.parts[0]) if wanted.kind == "group" else None
    if braced is not None and names.stem(braced) in notation.parameters and not braced.rows:
        places[names.stem(braced)] = plain(node.parts[0])  # braces hold what they hold
        return bool(plain(node.parts[0]))
    pairs = zip(wanted.parts, node.parts, strict=True)
    return all(_rows_match(plain(a), plain(b), notation, places) for a, b in pairs)


def _is_postfix(wanted: Node, notation: OwnNotation) -> bool:
    whole = len(notation.pattern) == 1 and wanted is notation.pattern[0]
    return whole and wanted.text in notation.parameters and wanted.kind == "name"


def _font(node: Node) -> str:
    return "" if node.style == "rm" else node.style


def _alike(one: Row | None, other: Row | None) -> bool:
    if one is None or other is None:
        return one is other
    return names.text(one) == names.text(other)


def _rows_match(wanted: Row, row: Row, notation: OwnNotation, places: dict[str, Row]) -> bool:
    """Whether a whole row fits; a parameter takes what stands up to the next separator."""
    if not wanted:
        return not row
    first = wanted[0]
    if first.kind == "name" and names.stem(first) in notation.parameters and not first.rows:
        for length in range(1, min(len(row), LONGEST) + 1):
            if row[length - 1].kind in ("punct", "bar") and row[length - 1].text in SEPARATORS:
                return False
            found = dict(places)
            known = found.setdefault(names.stem(first), row[:length])
            alike = names.text(known) == names.text(row[:length])
            if alike and _rows_match(wanted[1:], row[length:], notation, found):
                places.update(found)
                return True
        return False
    if not row or not _same(first, row[0], notation, places):
        return False
    return _rows_match(wanted[1:], row[1:], notation, places)


def _filled(notation: OwnNotation, given: Mapping[str, Row], last: Node, span: Span) -> Row:
    """The body with its parameters, and with the scripts behind the whole."""
    body = _placed(notation.body, given, span)
    open_end = _without_scripts(last, notation.pattern[-1]) is not last
    sub, sup, primes = (last.sub, last.sup, last.primes) if open_end else (None, None, 0)
    if notation.is_name and len(body) == 1:
        return (replace(body[0], sub=sub or body[0].sub, sup=sup or body[0].sup, primes=primes),)
    if (len(body) == 1 or _is_application(body)) and sub is None and sup is None and not primes:
        return body
    if sub is None and sup is None and not primes:
        return (Node("group", "", span, (body,)),)
    return (Node("fence", "()", span, (body,), sub, sup, primes),)


def _is_application(body: Row) -> bool:
    """Whether it is a name with its brackets, behind which a power needs no others."""
    return len(body) == 2 and body[0].kind in BARE and body[1].kind == "fence"


def _placed(row: Row, given: Mapping[str, Row], span: Span) -> Row:
    """A copy of the row with parameters replaced; one alone between separators needs no bracket."""
    found: list[Node] = []
    for place, node in enumerate(row):
        name = names.stem(node) if node.kind == "name" else ""
        if name not in given:
            found.append(_copied(node, given, span))
            continue
        around = [*row[max(place - 1, 0) : place], *row[place + 1 : place + 2]]
        alone = all(n.kind in ("punct", "bar") or n.text in SEPARATORS for n in around)
        new = tuple(_copied(n, {}, None) for n in given[name])
        if node.sub is None and node.sup is None and (alone or len(plain(new)) == 1):
            found += new
        else:
            found.append(_scripted(new, _copied(node, given, span), span))
    return tuple(found)


def _scripted(new: Row, node: Node, span: Span) -> Node:
    """What a parameter stands for, with the scripts that the body puts on it."""
    single = plain(new)[0] if len(plain(new)) == 1 else None
    if single is not None and not (single.sub and node.sub) and not (single.sup and node.sup):
        return replace(single, sub=single.sub or node.sub, sup=single.sup or node.sup)
    return Node("fence", "()", span_of(new, span), (new,), node.sub, node.sup)


def _copied(node: Node, given: Mapping[str, Row], span: Span | None) -> Node:
    def within(row: Row | None) -> Row | None:
        if row is None:
            return None
        return (
            tuple(_copied(n, {}, None) for n in row) if span is None else _placed(row, given, span)
        )

    return replace(
        node,
        span=node.span if span is None else span,
        parts=tuple(within(part) or () for part in node.parts),
        sub=within(node.sub),
        sup=within(node.sup),
    )
