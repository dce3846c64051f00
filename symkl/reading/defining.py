"""Names that an equation gives a meaning, and those that it gives another one."""

from __future__ import annotations

from collections.abc import Iterable

from symkl.reading import names
from symkl.reading.assumed import Hypothesis
from symkl.reading.chain import Chain
from symkl.reading.indices import letters_in
from symkl.reading.layout import Node

NOTIONS = frozenset({"H", "h", "S", "I", "MI", "E", "D", "KL", "DKL", "CE", "N"})


def defined_name(chain: Chain) -> str:
    """The name that an equation gives a meaning: m of ``m = (p + q)/2`` and of ``m(x) = ...``.

    That a law is normal, or another name of a law, is understood and not meant here.
    """
    row, rest = names.unwrapped(chain.sides[0].row), chain.sides[1:]
    if not rest or chain.links[0].relation not in ("=", ":=", "equiv") or not row:
        return ""
    head = row[0]
    applied = len(row) == 2 and row[1].kind == "fence" and not _computes(row[1])
    if head.kind != "name" or not (len(row) == 1 or applied) or _is_notion(head, applied):
        return ""
    others = (n for side in rest for top in side.row for n in top.walk())
    same = names.stem if applied else names.key  # p_X is a marginal of p; S_XX is not all of S
    other = names.single(rest[0].row)
    if len(rest) == 1 and other is not None and (other.sup is None or names.starred(other)):
        return ""  # P = Q says nothing about what P is
    numbered = head.sub is not None and bool(letters_in(names.text(head.sub)))
    if ((chain.usage.normals or chain.usage.coins) and not numbered) or any(
        n.kind == "name" and same(n) == same(head) for n in others
    ):
        return ""
    return names.printable(names.key(head))


def _computes(fence: Node) -> bool:
    """Whether a bracket is a factor, as in P(I - P), and holds no arguments."""
    return any(node.kind == "op" for node in names.unwrapped(fence.parts[0]))


def _is_notion(head: Node, applied: bool) -> bool:
    """Whether a name has a meaning of its own: H(X), but not S alone; the identity always."""
    return head.text in NOTIONS if applied else head.text == "I"


def in_force(hypotheses: Iterable[Hypothesis]) -> tuple[list[Hypothesis], list[Hypothesis]]:
    """The hypotheses, and those among them that end where a later one says what the name is.

    "Let C = A - B" behind "Let C = A + B" begins anew; that both hold would say that B is 0.
    """
    kept: list[Hypothesis] = []
    ended: list[Hypothesis] = []
    last: dict[str, Hypothesis] = {}
    for hypothesis in hypotheses:
        name = _lone_name(hypothesis) if hypothesis.places is None else ""
        before = last.get(name) if name else None
        if before is not None:
            kept.remove(before)
            ended.append(before)
        if name:
            last[name] = hypothesis
        kept.append(hypothesis)
    return kept, ended


def _lone_name(hypothesis: Hypothesis) -> str:
    """C of ``C = A + B``; "" for ``p(0) = 1/2``, beside which other values of p may be given."""
    said = hypothesis.said
    if not isinstance(said, Chain) or len(names.unwrapped(said.sides[0].row)) != 1:
        return ""
    return defined_name(said)
