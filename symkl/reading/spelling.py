"""Words in layouts: fonts on names, and letters that stand side by side and spell an operator."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from symkl.reading import symbols
from symkl.reading.diagnostics import Span, adjoins
from symkl.reading.layout import Node, Row, span_of


def letters(row: Row) -> str:
    """The word that a row of single letters spells; "" when it holds anything else."""
    plain = [n for n in row if n.kind != "note"]
    letters = all(n.kind in ("name", "number") and not n.rows and not n.primes for n in plain)
    return "".join(n.text for n in plain) if letters else ""


def stretched(row: Row, span: Span) -> list[Node]:
    """The nodes of a command's argument, of which the outer ones reach to the command's ends."""
    nodes = list(row)
    if nodes:
        nodes[0] = replace(nodes[0], span=(span[0], nodes[0].span[1]))
        nodes[-1] = replace(nodes[-1], span=(nodes[-1].span[0], span[1]))
    return nodes


def word(text: str, span: Span) -> Node:
    """Upright letters: a known operator, a short name, or words."""
    if text in symbols.FUNCTIONS:
        return Node("func", symbols.FUNCTIONS[text] or text, span)
    if text in symbols.LIMIT_WORDS:
        return Node("big", symbols.LIMIT_WORDS[text], span)
    if text.isascii() and text.isalpha() and len(text) <= 4:
        return Node("name", text, span, style="rm")
    return Node("text", text, span)


def styled(row: Iterable[Node], style: str) -> list[Node]:
    """The row with a font on the names that have none yet, those in scripts too."""
    return [
        replace(
            node,
            style=node.style or style if node.kind == "name" else node.style,
            parts=tuple(tuple(styled(part, style)) for part in node.parts),
            sub=None if node.sub is None else tuple(styled(node.sub, style)),
        )
        for node in row
    ]


def joined(nodes: Iterable[Node]) -> Row:
    """The row with operators spelt in adjoining plain letters made one node: log, tr, KL."""
    return _Speller(list(nodes)).row()


_SPELT = frozenset({*symbols.FUNCTIONS, *symbols.LIMIT_WORDS, *symbols.DIVERGENCES})
_WITH_BARS = frozenset("HIEPN")
_DIVERGING = frozenset("DL")
_LONGEST_WORD = max(map(len, _SPELT))


class _Speller:
    """Joins letters that stand side by side, without a space, into known words."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes

    def row(self) -> Row:
        found: list[Node] = []
        at = 0
        while at < len(self.nodes):
            run = self._run(at)
            joined = self._word_in(at, run) or self._abbreviation(at) or self._arg(at)
            joined = joined or self._variance(at)
            if joined is None:
                found.append(self.nodes[at])
                at += 1
            else:
                node, length = joined
                found.append(node)
                at += length
        return tuple(found)

    def _run(self, at: int) -> int:
        """How many plain letters adjoin from here; only the last may have scripts."""
        length = 0
        while at + length < len(self.nodes):
            node = self.nodes[at + length]
            is_letter = node.kind == "name" and len(node.text) == 1 and not node.style
            if not is_letter or node.accent or not node.text.isalpha():
                break
            if length and not adjoins(self.nodes[at + length - 1].span, node.span):
                break
            length += 1
            if node.rows or node.primes or length == _LONGEST_WORD:
                break
        return length

    def _abbreviation(self, at: int) -> tuple[Node, int] | None:
        r"""``JSD(P \| Q)``: capitals that adjoin a bracket with a divergence bar are one name.

        Not those that end in a letter which has such a bracket itself, as in ``N H(Y \| X)``.
        """
        length = 0
        while at + length < len(self.nodes) and self._is_capital(at + length):
            length += 1
        if length < 2 or (at and self._is_capital(at - 1) and self._adjoin(at - 1)):
            return None
        parts, behind = self.nodes[at : at + length], self.nodes[at + length :][:1]
        if not all(map(self._adjoin, range(at, at + length - 1))) or not behind:
            return None
        last = parts[-1].text
        own = last in _WITH_BARS or (last in _DIVERGING and length == 2)
        barred = behind[0].kind == "fence" and any(
            node.kind == "bar" and node.text == "||" for node in behind[0].parts[0]
        )
        if own or not barred or not self._adjoin(at + length - 1):
            return None
        text = "".join(node.text for node in parts)
        return Node("name", text, span_of(tuple(parts)), style="rm"), length

    def _is_capital(self, at: int) -> bool:
        node = self.nodes[at]
        plain = node.kind == "name" and not (node.style or node.accent or node.rows or node.primes)
        return plain and len(node.text) == 1 and node.text.isupper()

    def _adjoin(self, at: int) -> bool:
        return adjoins(self.nodes[at].span, self.nodes[at + 1].span)

    def _arg(self, at: int) -> tuple[Node, int] | None:
        r"""``\arg\min`` is one operator."""
        first = self.nodes[at]
        if first.text not in ("\\arg", "arg") or first.kind not in ("unknown", "name", "text"):
            return None
        for place in range(at + 1, len(self.nodes)):
            node = self.nodes[place]
            if node.kind == "big" and node.text in ("min", "max"):
                span = first.span[0], node.span[1]
                return replace(node, text=f"arg{node.text}", span=span), place + 1 - at
            if node.kind not in ("note", "space"):
                break
        return None

    def _variance(self, at: int) -> tuple[Node, int] | None:
        r"""``\mathbb{V}[X]`` and ``\mathbb{V}\mathrm{ar}(X)`` are variances."""
        first, behind = self.nodes[at], self.nodes[at + 1 :]
        if (first.kind, first.text, first.style) != ("name", "V", "bb") or not behind:
            return None
        if behind[0].kind == "name" and (behind[0].text, behind[0].style) == ("ar", "rm"):
            span = span_of((first, behind[0]))
            return replace(word("Var", span), sub=behind[0].sub, sup=behind[0].sup), 2
        if behind[0].kind == "fence" and first.sup is None:
            return replace(word("Var", first.span), sub=first.sub), 1
        return None

    def _word_in(self, at: int, run: int) -> tuple[Node, int] | None:
        for length in range(run, 1, -1):
            parts = self.nodes[at : at + length]
            text = "".join(node.text for node in parts)
            if text not in _SPELT:
                continue
            last = parts[-1]
            operator = word(text, span_of(tuple(parts)))
            return replace(operator, sub=last.sub, sup=last.sup, primes=last.primes), length
        return None
