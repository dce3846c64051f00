"""What a node of the layout is: words, a remark in brackets, a reference, a side condition."""

from __future__ import annotations

import re

from symkl.reading import words
from symkl.reading.diagnostics import adjoins
from symkl.reading.layout import Node, Row

# Relations that a side condition has: after a comma, they do not make a claim.
CONDITIONS = frozenset(
    {"in", "set", "~", "to", "from", "perp", "order", "succ", "succeq", "prec", "preceq"}
)
BOUNDS = frozenset({"<", ">", "<=", ">=", "!="})


def is_relation(node: Node) -> bool:
    """Whether the node is a relation."""
    return node.kind == "rel"


def said(node: Node) -> str | None:
    """The words that a node is, if it is words."""
    if node.kind == "text":
        return node.text
    is_word = node.kind == "name" and node.style == "rm" and not node.rows
    return node.text if is_word and node.text.lower() in words.SHORT_WORDS else None


def is_prose(node: Node) -> bool:
    """Words, or brackets with words in them."""
    if node.kind == "fence":
        return any(said(inner) is not None for inner in node.parts[0])
    return said(node) is not None


def is_reference(node: Node) -> bool:
    """A number, label or plain word in brackets: ``(1)``, ``(a)``, ``(Jensen)``."""
    if node.kind != "fence":
        return False
    inner = node.parts[0]
    letters = all(n.kind in ("name", "number") and not n.rows and not n.style for n in inner)
    return letters and bool(inner) and (len(inner) == 1 or len(inner) > 3)


def is_condition(segment: Row) -> bool:
    r"""Whether a statement after another is a side condition: ``x \in X``, ``k = 1, ..., n``."""
    nodes = [node for node in segment if node.kind not in ("note", "space", "align")]
    while nodes and nodes[0].kind == "punct":
        nodes = nodes[1:]
    relation = next((index for index, node in enumerate(nodes) if is_relation(node)), None)
    if relation is None:
        return True
    if nodes[relation].text in CONDITIONS or any(node.text == "forall" for node in nodes):
        return True
    if any(node.kind == "punct" and node.text == "dots" for node in nodes):
        return True
    return relation == 1 and nodes[0].kind == "name" and nodes[relation].text in BOUNDS


def plain_words(text: str, row: Row) -> str:
    """The words of a remark as written, without commands around them and outer brackets kept."""
    source = ""
    for before, node in zip((None, *row), row, strict=False):
        gap = "" if before is None or adjoins(before.span, node.span) else " "
        source += gap + text[slice(*node.span)]
    source = re.sub(
        r"\\(?:(?:short)?intertext|text\w*|mbox|mathrm|textrm|operatorname|hbox)\s*", "", source
    )
    source = re.sub(r"\\(?:q?quad|because|[ ,;:!>])|[{}~$&]", " ", source)
    return re.sub(r"\s+", " ", source).strip(words.EDGES)
